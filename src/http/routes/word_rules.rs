//! Rules about what is written in a guild.

use std::sync::Arc;

use actors::{Command, GuildHandle, Outcome as Acted, RulePatch, TRIED_CHARS_MAX};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::error::FieldErrorCode;
use protocol::wire::{RuleAction, WordRule};
use protocol::{ChannelId, GuildId, RoleId, WordRuleId};
use serde::{Deserialize, Serialize};
use storage::records;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome, json};
use crate::http::extract::{Ids, JsonBody, Reason, given};
use crate::http::{App, HttpError};

/// Ten minutes.
const TIME_OUT_S_DEFAULT: u32 = 600;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct WordRuleBody {
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    enabled: Option<bool>,
    /// Each stands by itself; a `*` at an end stands for any letters.
    #[schema(max_items = 200)]
    words: Option<Vec<String>>,
    /// Regular expressions without look-around and back-references.
    #[schema(max_items = 10)]
    patterns: Option<Vec<String>>,
    /// More mentions in one message are too many; null for any number.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 100)]
    mentions_max: Option<Option<u8>>,
    action: Option<RuleAction>,
    /// With the action `time_out`.
    #[schema(minimum = 60, maximum = 2419200)]
    time_out_seconds: Option<u32>,
    /// What the author is told in place of the usual sentence.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 150)]
    message: Option<Option<String>>,
    #[schema(max_items = 20)]
    exempt_roles: Option<Vec<RoleId>>,
    #[schema(max_items = 50)]
    exempt_channels: Option<Vec<ChannelId>>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct TryBody {
    rule: WordRuleBody,
    #[schema(max_length = 4000)]
    text: String,
}

/// What became of a text.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Tried {
    /// Whether it is against the rule.
    matches: bool,
}

impl WordRuleBody {
    fn into_patch(self) -> RulePatch {
        let seconds = self.time_out_seconds;
        let action = match self.action {
            Some(RuleAction::Block) => Some(records::RuleAction::Block),
            Some(RuleAction::Flag) => Some(records::RuleAction::Flag),
            Some(RuleAction::TimeOut) => Some(time_out(seconds.unwrap_or(TIME_OUT_S_DEFAULT))),
            // Seconds alone are those of a time-out.
            None => seconds.map(time_out),
        };
        RulePatch {
            name: self.name,
            enabled: self.enabled,
            words: self.words,
            patterns: self.patterns,
            mentions_max: self.mentions_max,
            action,
            told: self.message,
            exempt_roles: self.exempt_roles,
            exempt_channels: self.exempt_channels,
        }
    }
}

fn time_out(seconds: u32) -> records::RuleAction {
    records::RuleAction::TimeOut { seconds }
}

/// The rules of a guild.
#[utoipa::path(
    get, path = "/guilds/{guild}/word-rules", tag = "rules",
    responses((status = 200, body = Vec<WordRule>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<Answer<Vec<WordRule>>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(guild.word_rules(caller.user)?))
}

/// Makes a rule.
#[utoipa::path(
    post, path = "/guilds/{guild}/word-rules", tag = "rules", request_body = WordRuleBody,
    responses((status = 201, body = WordRule)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<WordRuleBody>,
) -> Outcome<Response> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let create = Command::CreateWordRule { actor: caller.user, rule: body.into_patch() };
    let rule = acted(&guild, caller, create, reason).await?;
    Ok(json(StatusCode::CREATED, &rule))
}

/// Changes a rule.
#[utoipa::path(
    patch, path = "/guilds/{guild}/word-rules/{rule}", tag = "rules",
    request_body = WordRuleBody, responses((status = 200, body = WordRule)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, rule)): Ids<(GuildId, WordRuleId)>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<WordRuleBody>,
) -> Outcome<Answer<WordRule>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let update = Command::UpdateWordRule { actor: caller.user, rule, patch: body.into_patch() };
    Ok(Answer(acted(&guild, caller, update, reason).await?))
}

/// Deletes a rule.
#[utoipa::path(
    delete, path = "/guilds/{guild}/word-rules/{rule}", tag = "rules",
    responses((status = 204)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, rule)): Ids<(GuildId, WordRuleId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let delete = Command::DeleteWordRule { actor: caller.user, rule };
    guild.act(delete.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Holds a text against a rule that need not be there. Nothing is kept.
#[utoipa::path(
    post, path = "/guilds/{guild}/word-rules/try", tag = "rules", request_body = TryBody,
    responses((status = 200, body = Tried)),
)]
pub(in crate::http) async fn attempt(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    JsonBody(body): JsonBody<TryBody>,
) -> Outcome<Answer<Tried>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    if body.text.chars().count() > TRIED_CHARS_MAX {
        let message = format!("Must be {TRIED_CHARS_MAX} or fewer in length.");
        return Err(HttpError::field("text", FieldErrorCode::TooLong, message));
    }
    let matches = guild.try_word_rule(caller.user, body.rule.into_patch(), &body.text)?;
    Ok(Answer(Tried { matches }))
}

async fn acted(
    guild: &GuildHandle,
    caller: Caller,
    command: Command,
    reason: Option<String>,
) -> Outcome<WordRule> {
    let Acted::WordRule(id) = guild.act(command.because(reason)).await? else {
        return Err(HttpError::internal());
    };
    Ok(guild.word_rule(caller.user, id)?)
}
