//! Every record, one file a noun. They are what is stored; wire objects are other types.
//!
//! - RE1  Fields are never added, removed, reordered or retyped in place: that is a new version.
//! - RE2  Times are Unix milliseconds.

mod about;
mod account;
mod administration;
mod audit;
mod ban;
mod brakes;
mod channel;
mod conversation;
mod guild;
mod instance;
mod invite;
mod log;
mod message;
mod reaction;
mod reading;
mod relationship;
mod removal;
mod report;
mod second_factor;
mod statistic;
mod thread;
mod upload;
mod word_rule;

pub use about::About;
pub use account::{
    BotToken, InstanceRole, Login, OwnedBot, STUB_NAME_PREFIX, User, UserSettings, Username,
};
pub use administration::{InstanceAct, InstanceAuditEntry, SHELL, Suspension};
pub use audit::{AuditChange, AuditDetail, AuditEntry, AuditScope};
pub use ban::{Ban, MessageSweep};
pub use brakes::Brakes;
pub use channel::{Channel, ChannelHome, ChannelKind};
pub use conversation::{Conversation, Group, OpenCall, Pair, Participation};
pub use guild::{Guild, Member, Membership, Role, TimeOut};
pub use instance::{
    GuildCreation, Head, Idempotency, Instance, InstanceSettings, Registrations, Schema,
};
pub use invite::{GuildInvite, Invite};
pub use log::{BULK_DELETE_MAX, LogEntry, LogKind};
pub use message::{
    Attachment, CallNote, DeletedMessage, Message, MessageReference, MessageVersion, Nonce, Pin,
    SentNonce,
};
pub use reaction::{
    EmojiCount, REACTION_EMOJIS_MAX, Reaction, ReactionSummary, RemovedRun, RunHash,
};
pub use reading::{Mentioning, ReadMark, ReadReceipt};
pub use relationship::{Relation, Relationship};
pub use removal::{RemovedAccount, RemovedChannel, RemovedGuild};
pub use report::{Report, ReportOutcome, ReportedBy, Reporter, Resolution};
pub use second_factor::SecondFactor;
pub use statistic::{Statistic, StatisticCell};
pub use thread::{ActiveThread, ArchivedThread, Thread, ThreadCount, ThreadMember};
pub use upload::{FileKey, Upload, UserUpload};
pub use word_rule::{RuleAction, WordRule};

#[cfg(test)]
mod tests;
