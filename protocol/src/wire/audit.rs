//! The audit log: who changed what, from what, to what, and why.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Channel, EmptyList, User};
use crate::id::{AuditEntryId, ChannelId, MessageId, OverwriteId, RoleId, UserId};
use crate::numbered::numbered;

numbered! {
    /// What was done, by the numbers of v10.
    pub enum AuditAction: "the number of an act" {
        /// The guild was changed.
        GuildUpdate = 1,
        /// A channel was made.
        ChannelCreate = 10,
        /// A channel was changed.
        ChannelUpdate = 11,
        /// A channel was deleted.
        ChannelDelete = 12,
        /// A channel got an exception.
        OverwriteCreate = 13,
        /// A channel's exception was changed.
        OverwriteUpdate = 14,
        /// A channel lost an exception.
        OverwriteDelete = 15,
        /// A member was removed.
        MemberKick = 20,
        /// Somebody was banned.
        MemberBanAdd = 22,
        /// A ban was lifted.
        MemberBanRemove = 23,
        /// A member was changed: muted, deafened, put in time-out, or none of it any more.
        MemberUpdate = 24,
        /// A member got roles or lost some.
        MemberRoleUpdate = 25,
        /// A bot was brought in.
        BotAdd = 28,
        /// A role was made.
        RoleCreate = 30,
        /// A role was changed.
        RoleUpdate = 31,
        /// A role was deleted.
        RoleDelete = 32,
        /// An invite was made.
        InviteCreate = 40,
        /// An invite was deleted.
        InviteDelete = 42,
        /// A message of somebody else was deleted.
        MessageDelete = 72,
        /// Messages were deleted together.
        MessageBulkDelete = 73,
        /// A message was pinned.
        MessagePin = 74,
        /// A message was pinned no more.
        MessageUnpin = 75,
        /// A thread was changed.
        ThreadUpdate = 111,
        /// A thread was deleted.
        ThreadDelete = 112,
        /// A rule about words was made.
        WordRuleCreate = 140,
        /// A rule about words was changed.
        WordRuleUpdate = 141,
        /// A rule about words was deleted.
        WordRuleDelete = 142,
        /// A rule about words put a member in time-out.
        WordRuleTimeOut = 145,
        /// A report was taken, let go or done with. v10 has no reports.
        ReportUpdate = 200,
        /// The brakes were set. v10 has none.
        BrakesUpdate = 201,
    }
}

/// A page of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditLog {
    /// The entries.
    pub audit_log_entries: Vec<AuditLogEntry>,
    /// Who acted in them, and whom they were about.
    pub users: Vec<User>,
    /// Threads that entries are about and that are there.
    pub threads: Vec<Channel>,
    /// Always empty.
    pub application_commands: EmptyList,
    /// Always empty.
    pub auto_moderation_rules: EmptyList,
    /// Always empty.
    pub guild_scheduled_events: EmptyList,
    /// Always empty.
    pub integrations: EmptyList,
    /// Always empty.
    pub webhooks: EmptyList,
}

/// One act.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditLogEntry {
    /// The entry; it says when.
    pub id: AuditEntryId,
    /// Who did it.
    pub user_id: UserId,
    /// To what: the id of a user, a role, a channel, a thread or the guild.
    #[schema(required)]
    pub target_id: Option<String>,
    /// What was done.
    pub action_type: AuditAction,
    /// What was other before. Left out where nothing was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub changes: Vec<AuditLogChange>,
    /// What else there is to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub options: Option<AuditLogOptions>,
    /// Why, in the words of whoever did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// A field that was changed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditLogChange {
    /// What v10 calls it.
    pub key: String,
    /// What it was. Left out if there was nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub old_value: Option<Value>,
    /// What it became. Left out if there is nothing any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub new_value: Option<Value>,
}

/// A role that a member got or lost, in a change of `$add` or `$remove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditRole {
    /// The role.
    pub id: RoleId,
    /// What it was called.
    pub name: String,
}

/// What an act needs to be told beside its target. Each is there where it says something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditLogOptions {
    /// Of messages: their channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub channel_id: Option<ChannelId>,
    /// Of a pin: which message.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message_id: Option<MessageId>,
    /// Of messages that were deleted: how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub count: Option<String>,
    /// Of an exception: whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<OverwriteId>,
    /// Of an exception: "0" for a role, "1" for a member.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kind: Option<String>,
    /// Of an exception for a role: what it was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub role_name: Option<String>,
    /// Of a rule, or what it did: what it was called.
    #[serde(rename = "auto_moderation_rule_name", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rule_name: Option<String>,
    /// The same: always "1", for words.
    #[serde(rename = "auto_moderation_rule_trigger_type", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rule_trigger: Option<&'static str>,
}
