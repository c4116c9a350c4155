//! Payloads of the events named `X_…`, which only user sessions get, and of routes that v10 does not have.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Member, Message, Presence, User};
use crate::error::ErrorCode;
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::time::Timestamp;

/// Channels in one X_UNREAD at most.
pub const UNREAD_CHANNELS_MAX: usize = 100;

/// Events that a subscription replays at most; with more missed it resets.
pub const REPLAYED_MAX: usize = 500;

/// Guilds whose member list one session may look at; each of its tabs shows one.
pub const VIEWPORTS_MAX: usize = 8;

/// Subscriptions of one session at most.
pub const SUBSCRIPTIONS_MAX: usize = 100;

/// X_SUBSCRIBED: the answer to SUBSCRIBE, after what was replayed and before what is live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subscribed {
    /// The channel.
    pub channel_id: ChannelId,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: SubscribeOutcome,
}

/// What came of a SUBSCRIBE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SubscribeOutcome {
    /// The subscription is there.
    Live {
        /// The channel's sequence from which the session is live.
        head: u64,
        /// How many missed events came before.
        replayed: u32,
        /// Whether more was missed than can be replayed; the client fetches a page.
        reset: bool,
    },
    /// There is no subscription.
    Refused {
        /// Why.
        error: SubscribeError,
    },
}

/// Why a subscription was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubscribeError {
    code: ErrorCode,
    message: &'static str,
}

impl Subscribed {
    /// All that was missed came before, or nothing was asked for.
    pub const fn live(channel_id: ChannelId, head: u64, replayed: u32) -> Self {
        Self { channel_id, outcome: SubscribeOutcome::Live { head, replayed, reset: false } }
    }

    /// More was missed than can be replayed.
    pub const fn reset(channel_id: ChannelId, head: u64) -> Self {
        Self { channel_id, outcome: SubscribeOutcome::Live { head, replayed: 0, reset: true } }
    }

    /// There is no subscription, for a reason.
    pub const fn refused(channel_id: ChannelId, code: ErrorCode) -> Self {
        let error = SubscribeError { code, message: code.message() };
        Self { channel_id, outcome: SubscribeOutcome::Refused { error } }
    }
}

/// X_UNREAD: news in channels without a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// At most [`UNREAD_CHANNELS_MAX`].
    pub channels: Vec<UnreadChannel>,
}

/// News in one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct UnreadChannel {
    /// The channel.
    pub channel_id: ChannelId,
    /// The newest message.
    pub last_message_id: MessageId,
    /// Mentions of the session's user since the last X_UNREAD.
    pub mentions: u32,
}

/// X_PRESENCES: who came and went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Presences {
    /// The guild, null for friends.
    pub guild_id: Option<GuildId>,
    /// The last presence of each who changed.
    pub presences: Vec<Presence>,
}

/// X_MENTION: a mention in a channel without a subscription.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mention {
    /// The channel.
    pub channel_id: ChannelId,
    /// The message.
    pub message: Message,
}

/// People who see a channel with receipts, at most.
pub const RECEIPT_MEMBERS_MAX: usize = 100;

/// X_RECEIPTS: how far others got with the user's messages in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Receipts {
    /// The channel.
    pub channel_id: ChannelId,
    /// One of each kind for each person at most.
    pub receipts: Vec<Receipt>,
}

/// How far somebody got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Receipt {
    /// Who.
    pub user_id: UserId,
    /// The newest message of the author among those that they got.
    pub message_id: MessageId,
    /// What they did.
    pub kind: ReceiptKind,
}

/// What somebody did with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptKind {
    /// It is on one of their devices.
    Delivered,
    /// They read it.
    Read,
}

/// What a message said before one of its edits.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MessageVersion {
    /// The how many-th version it was; 0 is the first.
    pub number: u64,
    /// Its text.
    pub content: String,
    /// Its embeds.
    #[schema(value_type = Vec<Object>)]
    pub embeds: Vec<Value>,
    /// When it was written.
    pub timestamp: Timestamp,
}

/// Who somebody is, to those who know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Profile {
    /// The account.
    pub user: User,
    /// What they say of themselves. Null also where one of the two blocks the other.
    #[schema(required)]
    pub bio: Option<String>,
    /// The guilds that both are in.
    pub mutual_guilds: Vec<GuildId>,
}

/// X_VOICE_REFUSED: the answer to a VOICE_STATE_UPDATE that led nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoiceRefused {
    /// The channel that was wanted.
    pub channel_id: ChannelId,
    code: ErrorCode,
    message: &'static str,
}

impl VoiceRefused {
    /// The channel stays closed, for a reason.
    pub const fn new(channel_id: ChannelId, code: ErrorCode) -> Self {
        Self { channel_id, code, message: code.message() }
    }
}

/// X_MEMBERS: what a VIEWPORT shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Members {
    /// The guild.
    pub guild_id: GuildId,
    /// How many rows there are.
    pub total: u32,
    /// Which rows belong together, in their order; none of them is empty.
    pub groups: Vec<MemberGroup>,
    /// Rows that were asked for: all of them at first, then those that changed.
    pub ranges: Vec<MemberRange>,
}

/// Rows of the member list under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MemberGroup {
    /// What they have in common.
    pub id: MemberGroupId,
    /// How many they are.
    pub count: u32,
}

/// What the rows under a heading have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MemberGroupId {
    /// They are there, and have no hoisted role.
    Online,
    /// They are not there, or hide.
    Offline,
    /// They are there, and this is their highest hoisted role.
    #[serde(untagged)]
    Role(RoleId),
}

/// Consecutive rows of the member list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberRange {
    /// The first row.
    pub from: u32,
    /// The rows.
    pub members: Vec<ListedMember>,
}

/// A row of the member list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedMember {
    /// The member, with its user.
    #[serde(flatten)]
    pub member: Member,
    /// How present it is.
    pub presence: Presence,
}
