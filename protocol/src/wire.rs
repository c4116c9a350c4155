//! The objects that go out, each complete: null or empty rather than absent.
//!
//! - W1  Every documented field is sent, because strict libraries read all of them.
//! - W2  A field is left out only where its presence says something: `message_reference`,
//!   `referenced_message`, `webhook_id`, `nonce`, `call`, a role's `tags`, `guild_id` and `member` outside a guild,
//!   `owner_id`, `name` and `icon` of a conversation of two.
//! - W3  Constructors take what always varies and fill in the rest, to be overwritten by
//!   `Message { nonce, ..Message::new(…) }`. Fields that say "always" are not.
//! - W4  No object has a key `s`, `t` or `op`: libraries look for those of the frame by text.
//!
//! Sources: the documented v10 bot API, and for `x_…` and [`extension`] the extension part of this
//! project's API page. Wire objects are not stored; records are separate types.

use serde::{Serialize, Serializer, ser::SerializeSeq as _};

mod application;
mod audit;
mod ban;
mod brakes;
mod call;
mod channel;
pub mod extension;
mod gateway_address;
mod guild;
mod invite;
mod known_settings;
mod member;
mod message;
mod message_parts;
mod nonce;
mod presence;
mod ready;
mod relationship;
mod report;
mod role;
mod thread;
mod user;
mod voice;
mod word_rule;

pub use application::{Application, PartialApplication};
pub use audit::{AuditAction, AuditLog, AuditLogChange, AuditLogEntry, AuditLogOptions, AuditRole};
pub use ban::Ban;
pub use brakes::Brakes;
pub use call::{Call, CallDelete, CallEligibility, CallUpdate, MessageCall};
pub use channel::{
    AnyChannel, CategoryDetail, Channel, ChannelDetail, ChannelKind, PrivateChannel, TextDetail,
    ThreadDetail, ThreadMetadata, VoiceDetail,
};
pub use gateway_address::{GatewayAddress, GatewayBot, SessionStartLimit};
pub use guild::{Guild, GuildConstants, GuildCreate, PartialGuild, UnavailableGuild};
pub use invite::{Invite, InviteChannel, InviteGuild, InviteMetadata};
pub use known_settings::{CustomStatus, KnownSettings, SettingError};
pub use member::Member;
pub use message::{Message, MessageEvent, MessageKind};
pub use message_parts::{
    Attachment, MessageReference, Reaction, ReactionCount, ReactionEmoji, ReferencedMessage,
};
pub use nonce::{NONCE_CHARS_MAX, Nonce, NonceError};
pub use presence::{
    ACTIVITIES_MAX, ACTIVITY_CHARS_MAX, Activity, CUSTOM_ACTIVITY, ChosenStatus, ClientStatus,
    Presence, PresenceEvent, Status, UserRef,
};
pub use ready::{ReadState, Ready, UserState};
pub use relationship::{Relationship, RelationshipKind};
pub use report::{Report, ReportNews, ReportOutcome, ReportStatus, ReportingRule};
pub use role::{Role, RoleColor, RoleTags};
pub use thread::{ThreadList, ThreadMember, ThreadPage};
pub use user::{CurrentUser, User};
pub use voice::VoiceState;
pub use word_rule::{RuleAction, WordRule};

/// What is always null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Null;

/// What is always an empty list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EmptyList;

impl Serialize for EmptyList {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_seq(Some(0))?.end()
    }
}
