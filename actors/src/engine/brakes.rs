//! The brakes of a guild: for those who manage it, and before somebody makes an account to join by an invite.

use protocol::{UserId, wire};

use super::GuildHandle;
use crate::guild::{GuildError, readable_brakes};
use crate::render;

impl GuildHandle {
    /// What is held back at present.
    ///
    /// # Errors
    /// `UnknownGuild` for strangers, `MissingPermission` without MANAGE_GUILD.
    pub fn brakes(&self, reader: UserId) -> Result<wire::Brakes, GuildError> {
        let view = self.view();
        readable_brakes(&view, reader, self.node().context.clock.now_ms())?;
        Ok(render::brakes(&view.brakes))
    }

    /// Whether an account that is made now could join at once. The guild decides anew when it does.
    ///
    /// # Errors
    /// `InvitesPaused`, `AccountTooYoung`, `TooManyJoins`.
    pub fn admits_new_account(&self) -> Result<(), GuildError> {
        let (view, now_ms) = (self.view(), self.node().context.clock.now_ms());
        view.arrivals.admit(&view.brakes, now_ms, now_ms)
    }
}
