//! The language between server, browsers, bots and load-testers: ids, permissions, wire objects,
//! gateway frames, events and errors. No I/O, no async, no clock.
//!
//! Where it overlaps, it follows the documented v10 bot API; its own extensions are events named
//! `X_…`, opcodes from 100 on and error codes from 900001 on.

mod decimal;
pub mod error;
pub mod event;
pub mod gateway;
pub mod id;
pub mod intents;
pub mod json;
mod numbered;
pub mod permissions;
mod schema;
pub mod time;
pub mod wire;

pub use error::{ApiError, ErrorCode};
pub use event::Event;
pub use id::{
    AttachmentId, AuditEntryId, ChannelId, EmojiId, GuildId, LoginId, MessageId, OverwriteId,
    ReportId, RoleId, SnowflakeGenerator, UserId, WebhookId, WordRuleId,
};
pub use intents::Intents;
pub use permissions::Permissions;
pub use time::Timestamp;
