//! Events: what the server tells a session without being asked.
//!
//! - EV1  An event is encoded once; a session adds only its head, `{"op":0,"s":N,`.
//! - EV2  Names that begin with `X_` are this project's own and go to user sessions only.

mod payload;
mod thread;

use bytes::Bytes;
use serde::Serialize;

pub use payload::{
    AuditLogEntryEvent, BanEvent, CHUNK_MEMBERS_MAX, Empty, GuildDelete, InviteCreate,
    InviteDelete, MemberEvent, MemberRemove, MembersChunk, MessageAck, MessageDelete,
    MessageDeleteBulk, PinsUpdate, ReactionEvent, ReactionsRemoved, Recipient, RelationshipRemove,
    RoleDelete, RoleEvent, SettingsChanged, TypingStart, VoiceServerUpdate,
};
pub use thread::{ThreadDelete, ThreadListSync, ThreadMemberUpdate, ThreadMembersUpdate};

use crate::intents::Intents;
use crate::wire::extension::{
    Members, Mention, Presences, Receipts, Subscribed, Unread, VoiceRefused,
};
use crate::wire::{
    Call, CallDelete, CallUpdate, Channel, CurrentUser, Guild, GuildCreate, MessageEvent,
    PresenceEvent, PrivateChannel, Ready, Relationship, ReportNews, VoiceState,
};

macro_rules! events {
    ($( $(#[$doc:meta])* $variant:ident($payload:ty) = $name:literal, )+) => {
        /// An event and its payload.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Event {
            $( $(#[$doc])* $variant($payload), )+
        }

        impl Event {
            /// The names of all events.
            pub const NAMES: &'static [&'static str] = &[$( $name, )+];

            /// The name on the wire.
            pub const fn name(&self) -> &'static str {
                match self {
                    $( Self::$variant(_) => $name, )+
                }
            }
        }
    };
}

events! {
    /// The session has begun.
    Ready(Box<Ready>) = "READY",
    /// What was missed has been sent.
    Resumed(Empty) = "RESUMED",
    /// The user changed.
    UserUpdate(Box<CurrentUser>) = "USER_UPDATE",
    /// Somebody stands otherwise to the user than before.
    RelationshipAdd(Box<Relationship>) = "RELATIONSHIP_ADD",
    /// Somebody stands to the user as a stranger.
    RelationshipRemove(RelationshipRemove) = "RELATIONSHIP_REMOVE",
    /// The user read something, here or elsewhere.
    MessageAck(MessageAck) = "MESSAGE_ACK",
    /// A guild is there, with all that shows it.
    GuildCreate(Box<GuildCreate>) = "GUILD_CREATE",
    /// A guild changed.
    GuildUpdate(Box<Guild>) = "GUILD_UPDATE",
    /// A guild is gone for this user.
    GuildDelete(GuildDelete) = "GUILD_DELETE",
    /// A channel was made, or came into sight.
    ChannelCreate(Box<Channel>) = "CHANNEL_CREATE",
    /// A channel changed.
    ChannelUpdate(Box<Channel>) = "CHANNEL_UPDATE",
    /// A channel was deleted, or went out of sight.
    ChannelDelete(Box<Channel>) = "CHANNEL_DELETE",
    /// A conversation came into the user's list, by the name that channels of guilds have.
    ConversationCreate(Box<PrivateChannel>) = "CHANNEL_CREATE",
    /// A conversation in the user's list changed.
    ConversationUpdate(Box<PrivateChannel>) = "CHANNEL_UPDATE",
    /// A conversation left the user's list.
    ConversationDelete(Box<PrivateChannel>) = "CHANNEL_DELETE",
    /// Somebody was taken into a group.
    RecipientAdd(Box<Recipient>) = "CHANNEL_RECIPIENT_ADD",
    /// Somebody left a group, or was taken out of it.
    RecipientRemove(Box<Recipient>) = "CHANNEL_RECIPIENT_REMOVE",
    /// A thread was opened.
    ThreadCreate(Box<Channel>) = "THREAD_CREATE",
    /// A thread changed.
    ThreadUpdate(Box<Channel>) = "THREAD_UPDATE",
    /// A thread was deleted.
    ThreadDelete(ThreadDelete) = "THREAD_DELETE",
    /// The threads of channels that came into sight.
    ThreadListSync(Box<ThreadListSync>) = "THREAD_LIST_SYNC",
    /// The user came into a thread.
    ThreadMemberUpdate(Box<ThreadMemberUpdate>) = "THREAD_MEMBER_UPDATE",
    /// Somebody came into a thread or left it.
    ThreadMembersUpdate(Box<ThreadMembersUpdate>) = "THREAD_MEMBERS_UPDATE",
    /// A role was made.
    RoleCreate(Box<RoleEvent>) = "GUILD_ROLE_CREATE",
    /// A role changed.
    RoleUpdate(Box<RoleEvent>) = "GUILD_ROLE_UPDATE",
    /// A role was deleted.
    RoleDelete(RoleDelete) = "GUILD_ROLE_DELETE",
    /// Somebody joined.
    MemberAdd(Box<MemberEvent>) = "GUILD_MEMBER_ADD",
    /// A member changed.
    MemberUpdate(Box<MemberEvent>) = "GUILD_MEMBER_UPDATE",
    /// Somebody left.
    MemberRemove(Box<MemberRemove>) = "GUILD_MEMBER_REMOVE",
    /// Somebody is kept out of a guild.
    BanAdd(Box<BanEvent>) = "GUILD_BAN_ADD",
    /// Somebody is kept out no more.
    BanRemove(Box<BanEvent>) = "GUILD_BAN_REMOVE",
    /// Members that were asked for.
    MembersChunk(Box<MembersChunk>) = "GUILD_MEMBERS_CHUNK",
    /// Somebody who may did something that the audit log tells.
    AuditLogEntryCreate(Box<AuditLogEntryEvent>) = "GUILD_AUDIT_LOG_ENTRY_CREATE",
    /// An invite was made.
    InviteCreate(Box<InviteCreate>) = "INVITE_CREATE",
    /// An invite was deleted.
    InviteDelete(InviteDelete) = "INVITE_DELETE",
    /// A message was posted.
    MessageCreate(Box<MessageEvent>) = "MESSAGE_CREATE",
    /// A message changed.
    MessageUpdate(Box<MessageEvent>) = "MESSAGE_UPDATE",
    /// A message was deleted.
    MessageDelete(MessageDelete) = "MESSAGE_DELETE",
    /// Messages were deleted together.
    MessageDeleteBulk(Box<MessageDeleteBulk>) = "MESSAGE_DELETE_BULK",
    /// Somebody reacted.
    ReactionAdd(Box<ReactionEvent>) = "MESSAGE_REACTION_ADD",
    /// A reaction was taken back or removed.
    ReactionRemove(Box<ReactionEvent>) = "MESSAGE_REACTION_REMOVE",
    /// All reactions of a message were removed.
    ReactionsRemoved(Box<ReactionsRemoved>) = "MESSAGE_REACTION_REMOVE_ALL",
    /// All reactions with one emoji were removed.
    EmojiRemoved(Box<ReactionsRemoved>) = "MESSAGE_REACTION_REMOVE_EMOJI",
    /// A message was pinned, or is no longer.
    PinsUpdate(PinsUpdate) = "CHANNEL_PINS_UPDATE",
    /// Somebody is writing.
    TypingStart(Box<TypingStart>) = "TYPING_START",
    /// Somebody came or went.
    PresenceUpdate(Box<PresenceEvent>) = "PRESENCE_UPDATE",
    /// Somebody joined, left or moved between voice channels, or was muted.
    VoiceStateUpdate(Box<VoiceState>) = "VOICE_STATE_UPDATE",
    /// A bot came into a voice channel, where no sound goes to it.
    VoiceServerUpdate(VoiceServerUpdate) = "VOICE_SERVER_UPDATE",
    /// A call began in a conversation.
    CallCreate(Box<Call>) = "CALL_CREATE",
    /// A call rings others than before.
    CallUpdate(Box<CallUpdate>) = "CALL_UPDATE",
    /// A call is over.
    CallDelete(CallDelete) = "CALL_DELETE",
    /// The answer to SUBSCRIBE.
    Subscribed(Subscribed) = "X_SUBSCRIBED",
    /// News in channels without a subscription.
    Unread(Unread) = "X_UNREAD",
    /// Who came and went.
    Presences(Presences) = "X_PRESENCES",
    /// A mention in a channel without a subscription.
    Mention(Box<Mention>) = "X_MENTION",
    /// A report was made, taken or done with.
    Report(ReportNews) = "X_REPORT",
    /// How far others got with the user's messages.
    Receipts(Receipts) = "X_RECEIPTS",
    /// The user's settings changed, here or elsewhere.
    SettingsChanged(SettingsChanged) = "X_SETTINGS",
    /// Rows of the member list.
    Members(Members) = "X_MEMBERS",
    /// A voice channel stays closed.
    VoiceRefused(VoiceRefused) = "X_VOICE_REFUSED",
}

impl Event {
    /// The frame without its head: `"t":"NAME","d":{…}}`, the same for all sessions. Sessions keep it
    /// for long, so it takes no more memory than it has bytes.
    pub fn encode_tail(&self) -> Bytes {
        let mut tail = Vec::with_capacity(TAIL_BYTES_USUAL);
        tail.extend_from_slice(b"\"t\":\"");
        tail.extend_from_slice(self.name().as_bytes());
        tail.extend_from_slice(b"\",\"d\":");
        serde_json::to_writer(&mut tail, self).expect("payloads have string keys and no floats");
        tail.push(b'}');
        tail.into_boxed_slice().into()
    }

    /// The intent that a bot needs; empty if it needs none. In v10 a bot also hears of itself as a
    /// member of a guild or a thread without the intent for members: that is the sender's to add.
    pub const fn intent(&self) -> Intents {
        match self {
            Self::GuildCreate(_)
            | Self::GuildUpdate(_)
            | Self::GuildDelete(_)
            | Self::ChannelCreate(_)
            | Self::ChannelUpdate(_)
            | Self::ChannelDelete(_)
            | Self::ThreadCreate(_)
            | Self::ThreadUpdate(_)
            | Self::ThreadDelete(_)
            | Self::ThreadListSync(_)
            | Self::ThreadMemberUpdate(_)
            | Self::RoleCreate(_)
            | Self::RoleUpdate(_)
            | Self::RoleDelete(_) => Intents::GUILDS,
            Self::MemberAdd(_)
            | Self::MemberUpdate(_)
            | Self::MemberRemove(_)
            | Self::ThreadMembersUpdate(_) => Intents::GUILD_MEMBERS,
            Self::AuditLogEntryCreate(_) | Self::BanAdd(_) | Self::BanRemove(_) => {
                Intents::GUILD_MODERATION
            }
            Self::InviteCreate(_) | Self::InviteDelete(_) => Intents::GUILD_INVITES,
            Self::VoiceStateUpdate(_) => Intents::GUILD_VOICE_STATES,
            Self::PresenceUpdate(_) => Intents::GUILD_PRESENCES,
            Self::MessageCreate(event) | Self::MessageUpdate(event) => {
                messages(event.guild_id.is_some())
            }
            Self::MessageDelete(event) => messages(event.guild_id.is_some()),
            Self::MessageDeleteBulk(event) => messages(event.guild_id.is_some()),
            Self::ReactionAdd(event) | Self::ReactionRemove(event) => {
                reactions(event.guild_id.is_some())
            }
            Self::ReactionsRemoved(event) | Self::EmojiRemoved(event) => {
                reactions(event.guild_id.is_some())
            }
            Self::PinsUpdate(event) if event.guild_id.is_some() => Intents::GUILDS,
            Self::PinsUpdate(_)
            | Self::ConversationCreate(_)
            | Self::ConversationUpdate(_)
            | Self::ConversationDelete(_) => Intents::DIRECT_MESSAGES,
            Self::TypingStart(event) if event.guild_id.is_some() => Intents::GUILD_MESSAGE_TYPING,
            Self::TypingStart(_) => Intents::DIRECT_MESSAGE_TYPING,
            Self::Ready(_)
            | Self::Resumed(_)
            | Self::UserUpdate(_)
            | Self::RelationshipAdd(_)
            | Self::RelationshipRemove(_)
            | Self::MessageAck(_)
            | Self::RecipientAdd(_)
            | Self::RecipientRemove(_)
            | Self::MembersChunk(_)
            | Self::VoiceServerUpdate(_)
            | Self::CallCreate(_)
            | Self::CallUpdate(_)
            | Self::CallDelete(_)
            | Self::Subscribed(_)
            | Self::Unread(_)
            | Self::Presences(_)
            | Self::Mention(_)
            | Self::Report(_)
            | Self::Receipts(_)
            | Self::SettingsChanged(_)
            | Self::Members(_)
            | Self::VoiceRefused(_) => Intents::empty(),
        }
    }

    /// Whether only user sessions get it (EV2): those of relationships, groups, calls and reading have
    /// the names that v10 clients of people know them by.
    pub fn is_extension(&self) -> bool {
        self.name().starts_with("X_")
            || matches!(
                self,
                Self::RelationshipAdd(_)
                    | Self::RelationshipRemove(_)
                    | Self::RecipientAdd(_)
                    | Self::RecipientRemove(_)
                    | Self::MessageAck(_)
                    | Self::CallCreate(_)
                    | Self::CallUpdate(_)
                    | Self::CallDelete(_)
            )
    }

    /// Whether it is left out when a session is resumed: what it says is soon said again.
    pub const fn is_fleeting(&self) -> bool {
        matches!(
            self,
            Self::TypingStart(_)
                | Self::PresenceUpdate(_)
                | Self::Presences(_)
                | Self::Receipts(_)
                | Self::Unread(_)
                | Self::Members(_)
        )
    }

    /// The event as a bot without the content intent gets it, `None` when it is the same for all.
    pub fn blanked(&self) -> Option<Self> {
        match self {
            Self::MessageCreate(event) => Some(Self::MessageCreate(Box::new(event.blanked()))),
            Self::MessageUpdate(event) => Some(Self::MessageUpdate(Box::new(event.blanked()))),
            _ => None,
        }
    }
}

/// Room for an ordinary message, so that encoding it grows nothing.
const TAIL_BYTES_USUAL: usize = 1024;

const fn messages(in_guild: bool) -> Intents {
    if in_guild { Intents::GUILD_MESSAGES } else { Intents::DIRECT_MESSAGES }
}

const fn reactions(in_guild: bool) -> Intents {
    if in_guild { Intents::GUILD_MESSAGE_REACTIONS } else { Intents::DIRECT_MESSAGE_REACTIONS }
}

#[cfg(test)]
mod tests;
