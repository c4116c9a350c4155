//! The accounts of the instance.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::wire::User;
use protocol::{Timestamp, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::{AccountError, Administered, SuspensionPatch, USERS_PAGE_MAX, UserPatch};
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Person, Query, Reason, given};
use crate::http::finish::finish;
use crate::http::routes::me::{ShownRole, owns_nothing};
use crate::http::{App, departure};

/// An account, as those see it who run the instance.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct InstanceUser {
    user: User,
    instance_role: ShownRole,
    created_at: Timestamp,
    /// Whoever made this bot.
    #[schema(required)]
    bot_owner: Option<UserId>,
    #[schema(required)]
    suspension: Option<ShownSuspension>,
    /// Whether their logins ask for a code. Null for whoever does not own the instance.
    #[schema(required)]
    mfa_enabled: Option<bool>,
}

/// What keeps an account from being used.
#[derive(Serialize, ToSchema)]
#[schema(as = Suspension)]
struct ShownSuspension {
    since: Timestamp,
    /// Null: until somebody ends it.
    #[schema(required)]
    until: Option<Timestamp>,
    #[schema(required)]
    reason: Option<String>,
    /// Who decided it.
    by: UserId,
}

/// Absent stays.
#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct UserPatchBody {
    instance_role: Option<ShownRole>,
    /// True suspends; false lifts a suspension. Null of `suspended_until` beside true is without an end.
    suspended: Option<bool>,
    /// Suspends until then; null lifts a suspension.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Timestamp>)]
    suspended_until: Option<Option<Timestamp>>,
    /// What the user is told.
    #[schema(max_length = 512)]
    suspension_reason: Option<String>,
}

/// Accounts, oldest first; with a query by name those whose names begin so.
#[utoipa::path(
    get, path = "/admin/users", tag = "admin", operation_id = "instance_users",
    security(("user" = [])),
    params(
        ("query" = Option<String>, Query, description = "How usernames begin."),
        ("after" = Option<UserId>, Query, description = "The last of the former page."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 100),
    ),
    responses((status = 200, body = Vec<InstanceUser>), (status = 403)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
    query: Query,
) -> Outcome<Answer<Vec<InstanceUser>>> {
    let name = query.text("query").filter(|text| !text.is_empty());
    let limit = query.number("limit", 1..=USERS_PAGE_MAX, USERS_PAGE_MAX)?;
    let after = query.id("after")?;
    let found = app.accounts.administered(person.user, name, after, limit).await?;
    Ok(Answer(found.into_iter().map(InstanceUser::from).collect()))
}

/// Changes an account: its instance role, and whether it is suspended.
///
/// All logins of whoever is suspended end at once, and their bots are silent as long.
#[utoipa::path(
    patch, path = "/admin/users/{user}", tag = "admin", operation_id = "change_instance_user",
    request_body = UserPatchBody, security(("user" = [])),
    responses((status = 200, body = InstanceUser), (status = 403), (status = 404)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(user): Ids<UserId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<UserPatchBody>,
) -> Outcome<Answer<InstanceUser>> {
    finish(&app, move |app| async move {
        let silence =
            |users: &[UserId]| users.iter().for_each(|user| app.engine.end_sessions(*user));
        let changing = app.accounts.change_user(person.user, user, body.into(), reason, silence);
        Ok(Answer(changing.await?.into()))
    })
    .await
}

/// Ends the account of somebody who owns no guild, for good.
#[utoipa::path(
    delete, path = "/admin/users/{user}", tag = "admin", operation_id = "end_instance_user",
    security(("user" = [])),
    responses((status = 204), (status = 403), (status = 404)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(user): Ids<UserId>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    finish(&app, move |app| async move {
        app.accounts.confirm_end_of(person.user, user).await?;
        owns_nothing(&app, user).await?;
        let ended = app.accounts.end_account_of(person.user, user, reason).await;
        if ended.as_ref().err().is_some_and(AccountError::is_doubtful) {
            app.engine.end_sessions(user);
        }
        ended?;
        departure::finish_now(&app, user).await;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

impl From<Administered> for InstanceUser {
    fn from(Administered { user, suspension, second_factor }: Administered) -> Self {
        Self {
            mfa_enabled: second_factor,
            instance_role: user.instance_role.into(),
            created_at: Timestamp::from_ms(user.created_at_ms),
            bot_owner: user.bot_owner,
            suspension: suspension.map(|row| ShownSuspension {
                since: Timestamp::from_ms(row.at_ms),
                until: row.until_ms.map(Timestamp::from_ms),
                reason: row.reason,
                by: row.by,
            }),
            user: render::user(&user),
        }
    }
}

impl From<UserPatchBody> for UserPatch {
    fn from(body: UserPatchBody) -> Self {
        let reason = body.suspension_reason;
        let reason = reason.map(|text| Some(text).filter(|text| !text.trim().is_empty()));
        let until_ms = body.suspended_until.map(|until| until.map(Timestamp::as_ms));
        let holds = |begins| SuspensionPatch::Holds { begins, until_ms, reason: reason.clone() };
        let suspension = match (body.suspended, until_ms) {
            (Some(false), _) | (None, Some(None)) => Some(SuspensionPatch::Lifted),
            (Some(true), _) | (None, Some(Some(_))) => Some(holds(true)),
            (None, None) => reason.is_some().then(|| holds(false)),
        };
        Self { role: body.instance_role.map(Into::into), suspension }
    }
}
