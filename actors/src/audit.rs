//! The audit log: what those who may did, told by what was other before.
//!
//! - AU1  Each act by a permission has its entry, which becomes durable in the batch of the act.
//! - AU2  An entry tells the difference between what was and what is; an act that changes nothing has none.
//! - AU3  An entry about a channel is for those who see it. Of one that is gone it is for those for whom it
//!   was open, as @everyone saw it, and for administrators.

use std::collections::BTreeMap;

use protocol::permissions::{Permissions, resolve_channel};
use protocol::wire::AuditAction;
use protocol::{AuditEntryId, ChannelId, GuildId, UserId};
use serde::Serialize;
use serde_json::Value;
use storage::records::{AuditChange, AuditDetail, AuditEntry, AuditScope};

use crate::view::{GuildView, Place};

/// Characters of a reason, as in v10. What is longer is cut where it comes in.
pub const REASON_CHARS_MAX: usize = 512;

/// What is to be told of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) action: AuditAction,
    pub(crate) target: Option<u64>,
    pub(crate) scope: AuditScope,
    pub(crate) changes: Vec<AuditChange>,
    pub(crate) detail: AuditDetail,
}

impl Fact {
    /// Something that concerns no certain channel.
    pub(crate) fn of_guild(action: AuditAction, target: u64, changes: Vec<AuditChange>) -> Self {
        let (target, detail) = (Some(target), AuditDetail::None);
        Self { action, target, scope: AuditScope::Guild, changes, detail }
    }

    /// The entry that is kept.
    pub(crate) fn entry(self, id: AuditEntryId, guild: GuildId, by: &By<'_>) -> AuditEntry {
        let Self { action, target, scope, changes, detail } = self;
        let (actor, reason) = (by.actor, by.reason.map(str::to_owned));
        let action = action.number();
        AuditEntry { guild, id, actor, action, target, scope, changes, detail, reason }
    }
}

/// Who does something, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By<'a> {
    pub(crate) actor: UserId,
    pub(crate) reason: Option<&'a str>,
}

/// Who may read of what happens in a channel, or in a thread below it. Of one that is gone already, it is
/// unknown who saw it.
pub(crate) fn scope(view: &GuildView, channel: ChannelId) -> AuditScope {
    let Some(place) = view.place(channel) else {
        return AuditScope::Channel { channel, open: false };
    };
    let above = place.channel();
    AuditScope::Channel { channel: above.id, open: is_open(view, above.id) }
}

/// Who may read of what changed in a channel: what is told at once when it is closed is told of a closed one.
pub(crate) fn scope_of_change(
    (before, after): (&GuildView, &GuildView),
    channel: ChannelId,
) -> AuditScope {
    let open = is_open(before, channel) && is_open(after, channel);
    AuditScope::Channel { channel, open }
}

/// Whether a channel is seen by whoever has no role.
fn is_open(view: &GuildView, channel: ChannelId) -> bool {
    let Some(Place::Channel(channel)) = view.place(channel) else { return false };
    let everyone = view.roles.get(&view.id().everyone());
    let nobody = protocol::permissions::MemberFacts {
        guild: view.id(),
        // No snowflake is 0: an exception is never about it.
        user: UserId::new(0),
        owner: false,
        everyone: everyone.map_or(Permissions::empty(), |role| role.permissions),
        roles: &[],
        timed_out: false,
    };
    let bits = resolve_channel(&nobody, &channel.overwrites);
    bits.contains(Permissions::VIEW_CHANNEL) && !channel.archived
}

/// AU3. For somebody who reads the log.
pub(crate) fn is_readable(view: &GuildView, reader: UserId, scope: AuditScope) -> bool {
    match scope {
        AuditScope::Guild => true,
        AuditScope::Channel { channel, open } => match view.place(channel) {
            Some(_) => view.can_view(reader, channel),
            // A time-out takes no sight.
            None => {
                let bits = view.guild_permissions(reader, i64::MAX);
                open || bits.contains(Permissions::ADMINISTRATOR)
            }
        },
    }
}

/// AU2. The fields, of those that are named with what the log calls them, in which two wire objects
/// differ. Null and nothing are the same.
pub(crate) fn differences<T: Serialize>(
    fields: &[(&str, &str)],
    before: Option<&T>,
    after: Option<&T>,
) -> Vec<AuditChange> {
    let (before, after) = (before.map(fields_of), after.map(fields_of));
    let text = |object: &Option<BTreeMap<String, Value>>, field: &str| {
        let value = object.as_ref()?.get(field)?;
        (!value.is_null()).then(|| value.to_string())
    };
    let differ = fields.iter().map(|(field, key)| AuditChange {
        key: (*key).to_owned(),
        old: text(&before, field),
        new: text(&after, field),
    });
    differ.filter(|change| change.old != change.new).collect()
}

fn fields_of<T: Serialize>(object: &T) -> BTreeMap<String, Value> {
    match serde_json::to_value(object).expect("wire objects have string keys") {
        Value::Object(fields) => fields.into_iter().collect(),
        _ => BTreeMap::new(),
    }
}

/// A change to be told that is no field of a wire object.
pub(crate) fn change<T: Serialize>(key: &str, old: Option<T>, new: Option<T>) -> AuditChange {
    let text = |value: T| serde_json::to_string(&value).expect("plain values are JSON");
    AuditChange { key: key.to_owned(), old: old.map(text), new: new.map(text) }
}

#[cfg(test)]
mod tests;
