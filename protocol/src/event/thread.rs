//! Payloads of events about threads.

use serde::Serialize;

use crate::id::{ChannelId, GuildId, UserId};
use crate::wire::{Channel, ChannelKind, ThreadMember};

/// THREAD_DELETE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ThreadDelete {
    /// The thread that was.
    pub id: ChannelId,
    /// Its guild.
    pub guild_id: GuildId,
    /// Below which channel it was.
    pub parent_id: ChannelId,
    /// What it was.
    #[serde(rename = "type")]
    pub kind: ChannelKind,
}

/// THREAD_LIST_SYNC: the active threads of channels that came into sight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThreadListSync {
    /// The guild.
    pub guild_id: GuildId,
    /// Below which channels: of these, the list is whole.
    pub channel_ids: Vec<ChannelId>,
    /// The threads.
    pub threads: Vec<Channel>,
    /// The session's user in those that it is in.
    pub members: Vec<ThreadMember>,
}

/// THREAD_MEMBER_UPDATE: the session's user came into a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThreadMemberUpdate {
    /// The membership.
    #[serde(flatten)]
    pub member: ThreadMember,
    /// The guild.
    pub guild_id: GuildId,
}

/// THREAD_MEMBERS_UPDATE: who came and went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThreadMembersUpdate {
    /// The thread.
    pub id: ChannelId,
    /// Its guild.
    pub guild_id: GuildId,
    /// Members, counted to 50.
    pub member_count: u8,
    /// Who came.
    pub added_members: Vec<ThreadMember>,
    /// Who went.
    pub removed_member_ids: Vec<UserId>,
}
