//! The second step of a login: a ticket and a code, for a login.

use protocol::LoginId;
use storage::records::{SecondFactor, User};
use storage::{Batch, Shard, StoreExt};

use super::proof::{Presented, accepted};
use crate::accounts::{AccountError, Accounts, Client, Grant, Tried};

impl Accounts {
    /// Logs in whoever has a ticket and a code. Also returns the logins that made room, whose gateway
    /// sessions are the caller's to close.
    pub(crate) async fn second_step(
        &self,
        ticket: &str,
        code: &str,
        client: Client,
    ) -> Result<(Grant, Vec<LoginId>), AccountError> {
        let code = Presented::read(code);
        let network = Tried::From(client.network);
        self.count_try(&network)?;
        let holder = self.tickets.lock().holder(ticket, self.clock.now_ms());
        let user = holder.ok_or(AccountError::WrongTicket)?;
        self.count_code(user, &code)?;
        let _alone = self.rows.lock(user.get()).await;
        // Somebody may have used it while this one waited.
        let now_ms = self.clock.now_ms();
        if !self.tickets.lock().spend_try(ticket, now_ms) {
            return Err(AccountError::WrongTicket);
        }
        let account = self.store.load::<User>(&user).await?.ok_or(AccountError::WrongTicket)?;
        self.suspensions.check(user, now_ms)?;
        let factor = self.store.load::<SecondFactor>(&user).await?;
        let factor = factor.ok_or(AccountError::WrongTicket)?;
        let left = accepted(&factor, &code, now_ms).ok_or(AccountError::WrongCode)?;
        self.forgive_code(user);
        self.login_tries.lock().forgive(&network);
        let used = Batch::new(Shard::Social).expect_present::<SecondFactor>(&user).put(&left);
        let opened = self.open_login(account, client, used).await?;
        self.tickets.lock().end(ticket);
        Ok(opened)
    }
}
