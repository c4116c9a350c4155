//! How an operator at the machine lets somebody in who lost their app and all recovery codes.

use serde_json::json;
use storage::StoreExt;
use storage::records::{InstanceAct, SHELL, SecondFactor};

use super::log::{Fact, change};
use crate::accounts::{AccountError, Accounts, switched_off};

impl Accounts {
    /// Takes the second factor of a name off, and says so in the log (IA2): from then on its password is
    /// enough.
    pub(crate) async fn take_second_factor_off(
        &self,
        name: &str,
        reason: Option<String>,
    ) -> Result<(), AccountError> {
        let id = self.named(name).await?.id;
        let _acts = self.instance.lock().await;
        let _row = self.rows.lock(id.get()).await;
        let user = self.account(id).await?;
        if self.store.load::<SecondFactor>(&id).await?.is_none() {
            return Err(AccountError::SecondFactorOff);
        }
        let changes = change("mfa_enabled", &json!(true), &json!(false)).into_iter().collect();
        let fact = Fact { act: InstanceAct::SecondFactorOff, target: Some(id), changes };
        let entry = self.instance_entry(fact, SHELL, reason);
        self.store.commit(switched_off(user).put(&entry)).await?;
        self.tickets.lock().end_all(id);
        Ok(())
    }
}
