//! Entries of the audit log, from rows to the wire.

use protocol::permissions::OverwriteKind;
use protocol::wire::{AuditAction, AuditLogChange, AuditLogEntry, AuditLogOptions};
use serde_json::Value;
use storage::records::{AuditChange, AuditDetail, AuditEntry};

/// None for an act that this version does not know.
pub(crate) fn entry(entry: &AuditEntry) -> Option<AuditLogEntry> {
    Some(AuditLogEntry {
        id: entry.id,
        user_id: entry.actor,
        target_id: entry.target.map(|id| id.to_string()),
        action_type: AuditAction::from_number(entry.action.into())?,
        changes: entry.changes.iter().map(change).collect(),
        options: options(&entry.detail),
        reason: entry.reason.clone(),
    })
}

fn change(change: &AuditChange) -> AuditLogChange {
    let value = |text: &Option<String>| {
        let text = text.as_deref()?;
        serde_json::from_str::<Value>(text).ok()
    };
    let (old_value, new_value) = (value(&change.old), value(&change.new));
    AuditLogChange { key: change.key.clone(), old_value, new_value }
}

fn options(detail: &AuditDetail) -> Option<AuditLogOptions> {
    let options = AuditLogOptions::default();
    Some(match detail {
        AuditDetail::None => return None,
        AuditDetail::Overwrite { about, kind, role_name } => AuditLogOptions {
            id: Some(*about),
            kind: Some(kind.number().to_string()),
            role_name: role_name.clone().filter(|_| *kind == OverwriteKind::Role),
            ..options
        },
        AuditDetail::Messages { channel, count } => AuditLogOptions {
            channel_id: Some(*channel),
            count: Some(count.to_string()),
            ..options
        },
        AuditDetail::Message { channel, message } => {
            AuditLogOptions { channel_id: Some(*channel), message_id: Some(*message), ..options }
        }
        AuditDetail::Rule { name, channel } => AuditLogOptions {
            channel_id: *channel,
            rule_name: Some(name.clone()),
            rule_trigger: Some("1"),
            ..options
        },
    })
}
