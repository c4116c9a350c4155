//! What a guild holds back of those who want in.

use protocol::GuildId;
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// The brakes of a guild. One that never had any has no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brakes {
    /// Where they hold.
    pub guild: GuildId,
    /// Whether nobody joins by an invite.
    pub invites_paused: bool,
    /// Seconds that an account has to be old; 0 for any age.
    pub min_account_age_s: u32,
    /// People who join by invites within a minute at most; 0 is without limit.
    pub joins_per_minute: u16,
}

impl Brakes {
    /// Those of a guild that holds nobody back.
    pub fn off(guild: GuildId) -> Self {
        Self { guild, invites_paused: false, min_account_age_s: 0, joins_per_minute: 0 }
    }
}

impl Record for Brakes {
    type Key = GuildId;
    type Prefix = ();
    const TABLE: Table = Table::Brakes;

    fn key(&self) -> Self::Key {
        self.guild
    }
}
