//! Reports of messages, and what becomes of them.

use std::sync::Arc;

use actors::{Command, NewReport, Outcome as Acted, REPORTS_PAGE_MAX, ReportMove, ReportQuery};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::FieldErrorCode;
use protocol::wire::{Report, ReportOutcome, ReportStatus};
use protocol::{ChannelId, GuildId, MessageId, ReportId};
use serde::Deserialize;
use storage::records;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Query, Reason};
use crate::http::{App, HttpError};

const LIMIT_DEFAULT: usize = 25;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct ReportBody {
    #[schema(min_length = 1, max_length = 512)]
    reason: String,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct ReportPatchBody {
    /// `claimed`: the caller takes care of it. `open`: nobody does any more. `resolved`: it is done with.
    status: ReportStatus,
    /// With `resolved`: what was done.
    outcome: Option<ReportOutcome>,
}

impl ReportPatchBody {
    fn into_move(self) -> ReportMove {
        match self.status {
            ReportStatus::Open => ReportMove::Release,
            ReportStatus::Claimed => ReportMove::Claim,
            ReportStatus::Resolved => ReportMove::Resolve(match self.outcome {
                None | Some(ReportOutcome::Nothing) => records::ReportOutcome::Nothing,
                Some(ReportOutcome::Deleted) => records::ReportOutcome::Deleted,
                Some(ReportOutcome::TimedOut) => records::ReportOutcome::TimedOut,
                Some(ReportOutcome::Kicked) => records::ReportOutcome::Kicked,
                Some(ReportOutcome::Banned) => records::ReportOutcome::Banned,
            }),
        }
    }
}

/// Reports a message to those who look after the guild. A second report of one's own changes nothing.
#[utoipa::path(
    post, path = "/channels/{channel}/messages/{message}/report", tag = "reports",
    request_body = ReportBody, responses((status = 204)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    JsonBody(body): JsonBody<ReportBody>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let report = NewReport::new(message, body.reason);
    let report = Command::Report { actor: caller.user, channel: channel.id(), report };
    channel.guild()?.act(report).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reports that the caller may see, the newest first: without a status those that wait, claimed or not.
#[utoipa::path(
    get, path = "/guilds/{guild}/reports", tag = "reports",
    params(
        ("status" = Option<ReportStatus>, Query),
        ("before" = Option<ReportId>, Query),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 50),
    ),
    responses((status = 200, body = Vec<Report>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    query: Query,
) -> Outcome<Answer<Vec<Report>>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let asked = ReportQuery {
        status: status(&query)?,
        before: query.id("before")?,
        limit: query.number("limit", 1..=REPORTS_PAGE_MAX, LIMIT_DEFAULT)?,
    };
    Ok(Answer(guild.reports(caller.user, asked).await?))
}

/// Takes a report, lets go of it, or is done with it. One that somebody else has is refused.
#[utoipa::path(
    patch, path = "/guilds/{guild}/reports/{report}", tag = "reports",
    request_body = ReportPatchBody, responses((status = 200, body = Report)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, report)): Ids<(GuildId, ReportId)>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<ReportPatchBody>,
) -> Outcome<Answer<Report>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let to = body.into_move();
    let update = Command::UpdateReport { actor: caller.user, report, to, found: None };
    let Acted::Report(changed) = guild.act(update.because(reason)).await? else {
        return Err(HttpError::internal());
    };
    Ok(Answer(guild.shown_report(*changed).await?))
}

fn status(query: &Query) -> Result<Option<ReportStatus>, HttpError> {
    const NAME: &str = "status";
    let Some(text) = query.parsed::<String>(NAME, "Must be a text.")? else { return Ok(None) };
    match text.as_str() {
        "open" => Ok(Some(ReportStatus::Open)),
        "claimed" => Ok(Some(ReportStatus::Claimed)),
        "resolved" => Ok(Some(ReportStatus::Resolved)),
        _ => {
            let message = "Must be open, claimed or resolved.";
            Err(HttpError::field(NAME, FieldErrorCode::NotAChoice, message))
        }
    }
}
