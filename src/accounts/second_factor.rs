//! What a login asks for besides the password: codes of an app, or one of the codes for when it is lost.
//!
//! - SF1  A code is accepted once: what it was for and that it was used are one commit, in the turn of its
//!   account.
//! - SF2  Whether an account asks for one is not told before its password was right.
//! - SF3  A ticket says that a password was right. It is good for five minutes, for one account and a few
//!   tries, and not after another password was set.
//! - SF4  Tries count as those of passwords do; six digits may be guessed a few times an hour at most.
//! - SF5  It is switched on and off by who knows the password and has a code. That ends no login.

mod enrolment;
mod proof;
mod recovery;
mod step;
mod tickets;
mod totp;

use protocol::UserId;

use self::proof::Presented;
use super::{AccountError, Accounts, Tried};
use crate::limits::Rule;

#[cfg(test)]
pub(super) use enrolment::Enrolled;
pub(super) use enrolment::switched_off;
pub(super) use tickets::Tickets;
pub(crate) use totp::NewSecret;
#[cfg(test)]
pub(super) use totp::code_of;

/// Six digits tried for one account: three of a million fit at any moment, so that whoever knows the
/// password needs four years on average. Recovery codes are too long to be guessed, and go on.
pub(super) const GUESSES: Rule = Rule { requests: 10, period_ms: 3_600_000 };

impl Accounts {
    /// SF4.
    fn count_code(&self, user: UserId, code: &Presented) -> Result<(), AccountError> {
        self.count_try(&Tried::User(user))?;
        match code {
            Presented::Recovery(_) => Ok(()),
            Presented::Digits(_) => self
                .guesses
                .lock()
                .count(user, self.clock.now_ms())
                .map_err(|retry_after_ms| AccountError::TooManyTries { retry_after_ms }),
        }
    }

    /// Takes back what [`Self::count_code`] counted, where the code was right.
    fn forgive_code(&self, user: UserId) {
        self.login_tries.lock().forgive(&Tried::User(user));
        self.guesses.lock().forgive(&user);
    }
}
