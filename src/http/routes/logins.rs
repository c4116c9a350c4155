//! The logins of the caller.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use protocol::{LoginId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::auth;
use crate::accounts::LoginRow;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Person};
use crate::http::finish::finish;

#[derive(Serialize, ToSchema)]
#[schema(as = Login)]
pub(in crate::http) struct ShownLogin {
    id: LoginId,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    address: String,
    agent: String,
    current: bool,
}

/// The logins of the caller.
#[utoipa::path(
    get, path = "/auth/logins", tag = "auth", security(("user" = [])),
    responses((status = 200, body = Vec<ShownLogin>)),
)]
pub(in crate::http) async fn logins(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<Vec<ShownLogin>>> {
    let logins = app.accounts.logins(person.user).await?;
    Ok(Answer(logins.into_iter().map(|login| ShownLogin::new(login, person.login)).collect()))
}

/// Ends a login.
#[utoipa::path(
    delete, path = "/auth/logins/{login}", tag = "auth", security(("user" = [])),
    responses((status = 204)),
)]
pub(in crate::http) async fn end_login(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(login): Ids<LoginId>,
) -> Outcome<StatusCode> {
    finish(&app, move |app| async move { auth::end(&app, person.user, login).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl ShownLogin {
    pub(super) fn new(login: LoginRow, current: LoginId) -> Self {
        Self {
            current: login.id == current,
            id: login.id,
            created_at: Timestamp::from_ms(login.created_at_ms),
            last_seen_at: Timestamp::from_ms(login.last_seen_at_ms),
            address: login.address,
            agent: login.agent,
        }
    }
}
