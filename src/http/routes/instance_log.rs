//! What those who run the instance did.

use std::sync::Arc;

use axum::extract::State;
use protocol::error::FieldErrorCode;
use protocol::wire::AuditLogChange;
use protocol::{AuditEntryId, UserId};
use serde::{Deserialize, Serialize};
use storage::records::{AuditChange, InstanceAct, InstanceAuditEntry, SHELL};
use utoipa::ToSchema;

use crate::accounts::{InstanceLogQuery, LOG_PAGE_MAX};
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Person, Query};
use crate::http::{App, HttpError};

const LIMIT_DEFAULT: usize = 50;

/// One act.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct InstanceLogEntry {
    /// The entry; it says when.
    id: AuditEntryId,
    /// Who did it. Null: whoever holds the machine, by a command there.
    #[schema(required)]
    actor_id: Option<UserId>,
    action: ShownAct,
    /// To whom, where it was an account.
    #[schema(required)]
    target_id: Option<UserId>,
    /// What was other before.
    changes: Vec<AuditLogChange>,
    #[schema(required)]
    reason: Option<String>,
}

/// What was done.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = InstanceAct)]
#[serde(rename_all = "snake_case")]
enum ShownAct {
    SettingsUpdate,
    RoleUpdate,
    Suspend,
    Unsuspend,
    Delete,
    SecondFactorOff,
}

/// Acts on the instance, the newest first. They are kept for a year.
#[utoipa::path(
    get, path = "/admin/audit-log", tag = "admin", operation_id = "instance_log",
    security(("user" = [])),
    params(
        ("actor" = Option<UserId>, Query, description = "Who did it."),
        ("action" = Option<ShownAct>, Query),
        ("before" = Option<AuditEntryId>, Query),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 100),
    ),
    responses((status = 200, body = Vec<InstanceLogEntry>), (status = 403)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
    query: Query,
) -> Outcome<Answer<Vec<InstanceLogEntry>>> {
    let asked = InstanceLogQuery {
        actor: query.id("actor")?,
        act: act(&query)?,
        before: query.id("before")?,
        limit: query.number("limit", 1..=LOG_PAGE_MAX, LIMIT_DEFAULT)?,
    };
    let found = app.accounts.instance_log(person.user, asked).await?;
    Ok(Answer(found.into_iter().map(InstanceLogEntry::from).collect()))
}

fn act(query: &Query) -> Result<Option<InstanceAct>, HttpError> {
    let Some(text) = query.text("action").filter(|text| !text.is_empty()) else { return Ok(None) };
    let named = serde_json::from_value::<ShownAct>(text.into());
    let unknown =
        |_| HttpError::field("action", FieldErrorCode::NotAChoice, "Must be one of the acts.");
    Ok(Some(named.map_err(unknown)?.into()))
}

impl From<InstanceAuditEntry> for InstanceLogEntry {
    fn from(entry: InstanceAuditEntry) -> Self {
        Self {
            id: entry.id,
            actor_id: Some(entry.actor).filter(|actor| *actor != SHELL),
            action: entry.act.into(),
            target_id: entry.target,
            changes: entry.changes.into_iter().map(shown).collect(),
            reason: entry.reason,
        }
    }
}

fn shown(change: AuditChange) -> AuditLogChange {
    // What is kept was written as JSON here.
    let value = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    AuditLogChange { key: change.key, old_value: value(change.old), new_value: value(change.new) }
}

impl From<InstanceAct> for ShownAct {
    fn from(act: InstanceAct) -> Self {
        match act {
            InstanceAct::SettingsUpdate => Self::SettingsUpdate,
            InstanceAct::RoleUpdate => Self::RoleUpdate,
            InstanceAct::Suspend => Self::Suspend,
            InstanceAct::Unsuspend => Self::Unsuspend,
            InstanceAct::Delete => Self::Delete,
            InstanceAct::SecondFactorOff => Self::SecondFactorOff,
        }
    }
}

impl From<ShownAct> for InstanceAct {
    fn from(act: ShownAct) -> Self {
        match act {
            ShownAct::SettingsUpdate => Self::SettingsUpdate,
            ShownAct::RoleUpdate => Self::RoleUpdate,
            ShownAct::Suspend => Self::Suspend,
            ShownAct::Unsuspend => Self::Unsuspend,
            ShownAct::Delete => Self::Delete,
            ShownAct::SecondFactorOff => Self::SecondFactorOff,
        }
    }
}
