//! How somebody switches their second factor on and off, and gets new recovery codes (SF5).

use protocol::{LoginId, UserId};
use storage::records::{SecondFactor, User};
use storage::{Batch, CommitError, Shard, StoreExt};

use super::proof::{Presented, accepted};
use super::recovery;
use super::totp::{self, NewSecret};
use crate::accounts::error::FieldProblem;
use crate::accounts::logins::LoginRow;
use crate::accounts::{AccountError, Accounts, Identity};

/// What somebody sees of their own second factor.
pub(crate) struct SecondFactorState {
    pub(crate) enabled_at_ms: i64,
    /// Recovery codes that were not used.
    pub(crate) codes_left: usize,
}

/// It is on.
pub(crate) struct Enrolled {
    /// To be shown once.
    pub(crate) recovery_codes: Vec<String>,
    /// The other logins, which stay: they were made by the password alone.
    pub(crate) others: Vec<LoginRow>,
}

/// Somebody who gave their password, as they were before their turn.
struct Confirmed(User);

impl Accounts {
    /// How it stands; nothing where it is off.
    pub(crate) async fn second_factor(
        &self,
        person: UserId,
    ) -> Result<Option<SecondFactorState>, AccountError> {
        let factor = self.store.load::<SecondFactor>(&person).await?;
        Ok(factor.map(|factor| SecondFactorState {
            enabled_at_ms: factor.enabled_at_ms,
            codes_left: factor.recovery_hashes.len(),
        }))
    }

    /// A secret that somebody may switch it on with. Nothing is kept of it until then.
    pub(crate) async fn propose_secret(
        &self,
        person: UserId,
        issuer: &str,
    ) -> Result<NewSecret, AccountError> {
        let user = self.user(person).await?;
        Ok(NewSecret::make(issuer, &user.username))
    }

    /// Switches it on, for who knows the password and whose app computes the right codes.
    pub(crate) async fn enable_second_factor(
        &self,
        (person, login): (UserId, LoginId),
        password: String,
        secret: &str,
        code: &str,
    ) -> Result<Enrolled, AccountError> {
        let secret = totp::read(secret);
        let secret = secret.ok_or(AccountError::field("secret", FieldProblem::Secret))?;
        let confirmed = self.confirmed((person, login), password).await?;
        let _alone = self.rows.lock(person.get()).await;
        let user = self.unchanged(confirmed).await?;
        if user.second_factor {
            return Err(AccountError::SecondFactorOn);
        }
        let now_ms = self.clock.now_ms();
        let (recovery_codes, recovery_hashes) = recovery::fresh();
        let none_used = SecondFactor {
            user: person,
            secret,
            last_step: 0,
            recovery_hashes,
            enabled_at_ms: now_ms,
        };
        let left = match Presented::read(code) {
            code @ Presented::Digits(_) => accepted(&none_used, &code, now_ms),
            Presented::Recovery(_) => None,
        };
        let left = left.ok_or(AccountError::WrongCode)?;
        let batch = Batch::new(Shard::Social)
            .expect_present::<User>(&person)
            .expect_absent::<SecondFactor>(&person)
            .put(&User { second_factor: true, ..user })
            .put(&left);
        self.store.commit(batch).await?;
        let mut others = self.logins(person).await?;
        others.retain(|other| other.id != login);
        Ok(Enrolled { recovery_codes, others })
    }

    /// Switches it off.
    pub(crate) async fn disable_second_factor(
        &self,
        caller: (UserId, LoginId),
        password: String,
        code: &str,
    ) -> Result<(), AccountError> {
        let person = caller.0;
        let code = Presented::read(code);
        let confirmed = self.confirmed(caller, password).await?;
        self.count_code(person, &code)?;
        let _alone = self.rows.lock(person.get()).await;
        let user = self.unchanged(confirmed).await?;
        self.proven(person, &code).await?;
        self.store.commit(switched_off(user)).await?;
        self.tickets.lock().end_all(person);
        Ok(())
    }

    /// New recovery codes in the place of those that there are.
    pub(crate) async fn renew_recovery_codes(
        &self,
        caller: (UserId, LoginId),
        password: String,
        code: &str,
    ) -> Result<Vec<String>, AccountError> {
        let person = caller.0;
        let code = Presented::read(code);
        let confirmed = self.confirmed(caller, password).await?;
        self.count_code(person, &code)?;
        let _alone = self.rows.lock(person.get()).await;
        self.unchanged(confirmed).await?;
        let left = self.proven(person, &code).await?;
        let (codes, recovery_hashes) = recovery::fresh();
        let batch = Batch::new(Shard::Social)
            .expect_present::<SecondFactor>(&person)
            .put(&SecondFactor { recovery_hashes, ..left });
        self.store.commit(batch).await.map_err(|error| match error {
            CommitError::Conflict => AccountError::SecondFactorOff,
            error => AccountError::Commit(error),
        })?;
        Ok(codes)
    }

    async fn confirmed(
        &self,
        (person, login): (UserId, LoginId),
        password: String,
    ) -> Result<Confirmed, AccountError> {
        let user = self.user(person).await?;
        self.confirm(Identity::Login(login), &user, Some(password)).await?;
        Ok(Confirmed(user))
    }

    /// The account in its turn. The password may have been changed while it was compared.
    async fn unchanged(&self, confirmed: Confirmed) -> Result<User, AccountError> {
        let now = self.user(confirmed.0.id).await?;
        if now.password_hash == confirmed.0.password_hash {
            Ok(now)
        } else {
            Err(AccountError::field("password", FieldProblem::WrongPassword))
        }
    }

    /// What is left of a second factor after a right code. Call in the account's turn, and commit it.
    async fn proven(&self, person: UserId, code: &Presented) -> Result<SecondFactor, AccountError> {
        let factor = self.store.load::<SecondFactor>(&person).await?;
        let factor = factor.ok_or(AccountError::SecondFactorOff)?;
        let left = accepted(&factor, code, self.clock.now_ms());
        let left = left.ok_or(AccountError::WrongCode)?;
        self.forgive_code(person);
        Ok(left)
    }
}

/// The rows of an account without it.
pub(in crate::accounts) fn switched_off(user: User) -> Batch {
    let id = user.id;
    Batch::new(Shard::Social)
        .expect_present::<User>(&id)
        .put(&User { second_factor: false, ..user })
        .delete::<SecondFactor>(&id)
}
