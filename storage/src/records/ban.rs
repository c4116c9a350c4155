//! Who is kept out of a guild, and what of their messages goes with it.

use protocol::{GuildId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// A user who does not come in, whether they were a member before or not. It says nothing of the
/// account, which may have ended since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    /// Where.
    pub guild: GuildId,
    /// Who.
    pub user: UserId,
    /// Why, in the words of whoever decided it.
    pub reason: Option<String>,
    /// Who decided it.
    pub banned_by: UserId,
    /// When.
    pub banned_at_ms: i64,
}

impl Record for Ban {
    type Key = (GuildId, UserId);
    type Prefix = GuildId;
    const TABLE: Table = Table::Ban;

    fn key(&self) -> Self::Key {
        (self.guild, self.user)
    }
}

/// The latest messages of a user, which go with their ban: there until all of them are gone, whatever
/// becomes of the ban.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSweep {
    /// Where.
    pub guild: GuildId,
    /// Whose.
    pub user: UserId,
    /// When it was decided.
    pub asked_at_ms: i64,
    /// Who decided it.
    pub asked_by: UserId,
    /// Older messages stay.
    pub since_ms: i64,
}

impl Record for MessageSweep {
    type Key = (GuildId, UserId, u64);
    type Prefix = GuildId;
    const TABLE: Table = Table::MessageSweep;

    fn key(&self) -> Self::Key {
        (self.guild, self.user, u64::try_from(self.asked_at_ms).unwrap_or(0))
    }
}
