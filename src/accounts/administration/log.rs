//! What those who run the instance did: the entries, and how they are read.

use protocol::{AuditEntryId, UserId};
use serde_json::Value;
use storage::records::{AuditChange, InstanceAct, InstanceAuditEntry};
use storage::{Scan, StoreExt};

use super::Power;
use crate::accounts::{AccountError, Accounts};

/// Entries of one page.
pub(crate) const LOG_PAGE_MAX: usize = 100;

/// Entries that are read together where most do not fit.
const READ_AT_ONCE: usize = 500;

/// Which entries are wanted, the newest first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InstanceLogQuery {
    pub(crate) actor: Option<UserId>,
    pub(crate) act: Option<InstanceAct>,
    pub(crate) before: Option<AuditEntryId>,
    /// At most [`LOG_PAGE_MAX`].
    pub(crate) limit: usize,
}

impl InstanceLogQuery {
    fn wants(&self, entry: &InstanceAuditEntry) -> bool {
        self.actor.is_none_or(|actor| entry.actor == actor)
            && self.act.is_none_or(|act| entry.act == act)
    }
}

/// What is to be told of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) act: InstanceAct,
    pub(super) target: Option<UserId>,
    pub(super) changes: Vec<AuditChange>,
}

/// A field that is other than before.
pub(super) fn change(key: &str, old: &Value, new: &Value) -> Option<AuditChange> {
    let told = |value: &Value| (!value.is_null()).then(|| value.to_string());
    (old != new).then(|| AuditChange { key: key.to_owned(), old: told(old), new: told(new) })
}

impl Accounts {
    pub(super) fn instance_entry(
        &self,
        fact: Fact,
        actor: UserId,
        reason: Option<String>,
    ) -> InstanceAuditEntry {
        let Fact { act, target, changes } = fact;
        let id = AuditEntryId::new(self.next_id());
        InstanceAuditEntry { id, actor, act, target, changes, reason }
    }

    /// A page of the log, the newest first.
    pub(crate) async fn instance_log(
        &self,
        caller: UserId,
        query: InstanceLogQuery,
    ) -> Result<Vec<InstanceAuditEntry>, AccountError> {
        self.with_power(caller, Power::Administration).await?;
        let (mut found, mut before) = (Vec::new(), query.before);
        loop {
            let scan = Scan::<InstanceAuditEntry>::within(&()).backward().limit(READ_AT_ONCE);
            let scan = match &before {
                Some(before) => scan.before(before),
                None => scan,
            };
            let rows = self.store.scan(scan).await?;
            let is_last = rows.len() < READ_AT_ONCE;
            before = rows.last().map(|row| row.id).or(before);
            found.extend(rows.into_iter().filter(|row| query.wants(row)));
            if found.len() >= query.limit || is_last {
                found.truncate(query.limit);
                return Ok(found);
            }
        }
    }
}
