//! The audit log of a guild.

use std::sync::Arc;

use actors::{AUDIT_PAGE_MAX, AuditQuery};
use axum::extract::State;
use protocol::error::FieldErrorCode;
use protocol::wire::{AuditAction, AuditLog};
use protocol::{AuditEntryId, GuildId, UserId};

use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Query};
use crate::http::{App, HttpError};

const LIMIT_DEFAULT: usize = 50;

/// What those who may changed, the newest first; with `after` the oldest first. Entries are kept for 45
/// days.
#[utoipa::path(
    get, path = "/guilds/{guild}/audit-logs", tag = "guilds",
    params(
        ("user_id" = Option<UserId>, Query, description = "Who did it."),
        ("action_type" = Option<AuditAction>, Query),
        ("before" = Option<AuditEntryId>, Query),
        ("after" = Option<AuditEntryId>, Query),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 100),
    ),
    responses((status = 200, body = AuditLog)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    query: Query,
) -> Outcome<Answer<AuditLog>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let asked = AuditQuery {
        actor: query.id("user_id")?,
        action: action(&query)?,
        before: query.id("before")?,
        after: query.id("after")?,
        limit: query.number("limit", 1..=AUDIT_PAGE_MAX, LIMIT_DEFAULT)?,
    };
    Ok(Answer(guild.audit_log(caller.user, asked).await?))
}

fn action(query: &Query) -> Result<Option<AuditAction>, HttpError> {
    const NAME: &str = "action_type";
    let Some(number) = query.parsed::<u64>(NAME, "Must be a number.")? else { return Ok(None) };
    let action = AuditAction::from_number(number);
    let unknown = || HttpError::field(NAME, FieldErrorCode::OutOfRange, "Must be a known act.");
    action.map(Some).ok_or_else(unknown)
}
