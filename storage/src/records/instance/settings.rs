//! What an installation's administrators decide while it runs.

use serde::{Deserialize, Serialize};

/// Part of [`super::Instance`]. The default is that of a new installation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceSettings {
    /// Who may register.
    pub registrations: Registrations,
    /// Whether nothing is changed but by administrators.
    pub read_only: bool,
    /// Seconds between two messages of one person in a guild's channel, where the channel has no longer
    /// pause of its own. 0 is none.
    pub slow_mode_s: u32,
    /// Who may make guilds.
    pub guild_creation: GuildCreation,
    /// Bytes of one file, where that is less than what the configuration allows.
    pub upload_bytes_max: Option<u64>,
}

/// Who may register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Registrations {
    /// Everyone.
    Open,
    /// Who brings an invite.
    #[default]
    Invite,
    /// Nobody.
    Closed,
}

/// Who may make guilds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GuildCreation {
    /// Every person.
    #[default]
    Everyone,
    /// Administrators and owners of the installation.
    Admins,
}
