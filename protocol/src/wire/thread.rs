//! Who is in a thread, and lists of threads.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Channel, Member};
use crate::id::{ChannelId, UserId};
use crate::time::Timestamp;

/// A member of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThreadMember {
    /// The thread.
    pub id: ChannelId,
    /// Who.
    pub user_id: UserId,
    /// Since when.
    pub join_timestamp: Timestamp,
    /// Always 0.
    pub flags: u32,
    /// The member of the guild, with its user. Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub member: Option<Member>,
}

impl ThreadMember {
    /// A member without what it is in the guild.
    pub const fn new(id: ChannelId, user_id: UserId, join_timestamp: Timestamp) -> Self {
        Self { id, user_id, join_timestamp, flags: 0, member: None }
    }
}

/// Threads, and the caller as a member of those that it is in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct ThreadList {
    /// The threads.
    pub threads: Vec<Channel>,
    /// The caller in them.
    pub members: Vec<ThreadMember>,
}

/// A page of threads.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct ThreadPage {
    /// The threads.
    pub threads: Vec<Channel>,
    /// The caller in them.
    pub members: Vec<ThreadMember>,
    /// Whether there are more behind them.
    pub has_more: bool,
}
