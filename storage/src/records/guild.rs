//! Guilds, their roles and their members.

use protocol::{ChannelId, GuildId, Permissions, RoleId, UserId};
use serde::{Deserialize, Serialize};

use crate::codec::{self, DecodeError};
use crate::key::Table;
use crate::record::Record;

/// A community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guild {
    /// The guild's id, which is also its @everyone role's.
    pub id: GuildId,
    /// Its name.
    pub name: String,
    /// Who may do everything in it.
    pub owner: UserId,
    /// Names its picture.
    pub icon: Option<String>,
    /// Where joins are announced.
    pub system_channel: Option<ChannelId>,
    /// When it was made.
    pub created_at_ms: i64,
}

impl Record for Guild {
    type Key = GuildId;
    type Prefix = ();
    const TABLE: Table = Table::Guild;

    fn key(&self) -> Self::Key {
        self.id
    }
}

/// A role of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Whose role it is.
    pub guild: GuildId,
    /// The role's id.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it gives.
    pub permissions: Permissions,
    /// Its rank; @everyone has 0.
    pub position: u16,
    /// 24 bits of RGB, 0 for none.
    pub color: u32,
    /// Whether its members are listed apart.
    pub hoist: bool,
    /// Whether everyone may mention it.
    pub mentionable: bool,
    /// Whether it belongs to a bot and is not given by hand.
    pub managed: bool,
    /// The bot of a managed role.
    pub bot: Option<UserId>,
}

impl Record for Role {
    type Key = (GuildId, RoleId);
    type Prefix = GuildId;
    const TABLE: Table = Table::Role;

    fn key(&self) -> Self::Key {
        (self.guild, self.id)
    }
}

/// A user in a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Where.
    pub guild: GuildId,
    /// Who.
    pub user: UserId,
    /// Their name here.
    pub nick: Option<String>,
    /// Their roles, without @everyone.
    pub roles: Vec<RoleId>,
    /// When they joined.
    pub joined_at_ms: i64,
    /// Until when they are timed out.
    pub communication_disabled_until_ms: Option<i64>,
    /// Whether they may not speak in voice.
    pub mute: bool,
    /// Whether they may not hear in voice.
    pub deaf: bool,
}

impl Record for Member {
    type Key = (GuildId, UserId);
    type Prefix = GuildId;
    const TABLE: Table = Table::Member;
    const VERSION: u8 = 2;

    fn key(&self) -> Self::Key {
        (self.guild, self.user)
    }

    fn upgrade(version: u8, payload: &[u8]) -> Result<Self, DecodeError> {
        match version {
            1 => codec::decode_payload::<MemberV1>(payload).map(Self::from),
            _ => Err(DecodeError::UnknownVersion(version)),
        }
    }
}

/// As former releases wrote it, before there was voice.
#[derive(Serialize, Deserialize)]
struct MemberV1 {
    guild: GuildId,
    user: UserId,
    nick: Option<String>,
    roles: Vec<RoleId>,
    joined_at_ms: i64,
    communication_disabled_until_ms: Option<i64>,
}

impl From<MemberV1> for Member {
    fn from(former: MemberV1) -> Self {
        let MemberV1 { guild, user, nick, roles, joined_at_ms, communication_disabled_until_ms } =
            former;
        Self {
            guild,
            user,
            nick,
            roles,
            joined_at_ms,
            communication_disabled_until_ms,
            mute: false,
            deaf: false,
        }
    }
}

/// A time-out that was running when its member left: whoever comes back is still in it. Goes when
/// it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOut {
    /// Where.
    pub guild: GuildId,
    /// Who left.
    pub user: UserId,
    /// When it ends.
    pub until_ms: i64,
}

impl Record for TimeOut {
    type Key = (GuildId, UserId);
    type Prefix = GuildId;
    const TABLE: Table = Table::TimeOut;

    fn key(&self) -> Self::Key {
        (self.guild, self.user)
    }
}

/// The other direction of [`Member`]: the guilds of a user. Written and deleted with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Who.
    pub user: UserId,
    /// Where.
    pub guild: GuildId,
}

impl Record for Membership {
    type Key = (UserId, GuildId);
    type Prefix = UserId;
    const TABLE: Table = Table::Membership;

    fn key(&self) -> Self::Key {
        (self.user, self.guild)
    }
}
