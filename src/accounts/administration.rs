//! What those who run the instance do: its settings, and the roles and suspensions of its users.
//!
//! - IA1  Nobody acts on an equal or a higher one, nor on themselves but to step down: [`rank`].
//! - IA2  An act and its entry in the log are one commit; an act that changes nothing has none.
//! - IA3  Acts follow one another, each judged by the ranks of its own moment.
//! - IA4  An instance that was claimed keeps an owner.
//! - IA5  Whoever is suspended is refused, with every token, from the moment when that is durable; their
//!   logins end with it. So it is with the bots that they made.

mod decide;
mod listing;
mod log;
mod rank;
mod second_factor;
mod settings;
mod suspensions;
mod users;

pub(crate) use decide::{SuspensionPatch, UserPatch};
pub(crate) use listing::{Administered, USERS_PAGE_MAX};
pub(crate) use log::{InstanceLogQuery, LOG_PAGE_MAX};
pub(crate) use rank::Power;
pub(crate) use settings::InstanceSettingsPatch;
pub(super) use suspensions::Suspensions;

use protocol::UserId;
use storage::records::{GuildCreation, User};

use super::{AccountError, Accounts};

impl Accounts {
    /// Somebody who has this power, or a refusal.
    pub(crate) async fn with_power(
        &self,
        user: UserId,
        power: Power,
    ) -> Result<User, AccountError> {
        let user = self.user(user).await?;
        // It may have been decided while this one waited for its turn (IA3).
        self.not_suspended(user.id, None)?;
        if power.is_of(user.instance_role) { Ok(user) } else { Err(AccountError::LacksRank) }
    }

    /// Refuses whoever makes no guilds, by the present settings.
    pub(crate) async fn may_make_guilds(&self, user: UserId) -> Result<(), AccountError> {
        match self.instance_settings().guild_creation {
            GuildCreation::Everyone => Ok(()),
            GuildCreation::Admins => {
                let user = self.user(user).await?;
                match Power::Guilds.is_of(user.instance_role) {
                    true => Ok(()),
                    false => Err(AccountError::GuildsByAdmins),
                }
            }
        }
    }
}
