//! Invites to guilds.

use protocol::{ChannelId, GuildId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::{ShortText, Table};
use crate::record::Record;

/// A way into a guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// What the link ends with.
    pub code: ShortText,
    /// Where it leads.
    pub guild: GuildId,
    /// Which channel it opens.
    pub channel: ChannelId,
    /// Who made it.
    pub inviter: UserId,
    /// How often it may be used; 0 for no limit.
    pub max_uses: u32,
    /// How often it was used.
    pub uses: u32,
    /// When it ends.
    pub expires_at_ms: Option<i64>,
    /// When it was made.
    pub created_at_ms: i64,
}

impl Invite {
    /// Whether nobody can use it any more: its time is over, or it was used as often as it may be.
    pub fn has_ended(&self, now_ms: i64) -> bool {
        let expired = self.expires_at_ms.is_some_and(|at_ms| at_ms <= now_ms);
        expired || (self.max_uses > 0 && self.uses >= self.max_uses)
    }
}

impl Record for Invite {
    type Key = ShortText;
    type Prefix = ();
    const TABLE: Table = Table::Invite;

    fn key(&self) -> Self::Key {
        self.code
    }
}

/// The invites of a guild. Written and deleted with [`Invite`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildInvite {
    /// Where it leads.
    pub guild: GuildId,
    /// Which invite.
    pub code: ShortText,
}

impl Record for GuildInvite {
    type Key = (GuildId, ShortText);
    type Prefix = GuildId;
    const TABLE: Table = Table::GuildInvite;

    fn key(&self) -> Self::Key {
        (self.guild, self.code)
    }
}
