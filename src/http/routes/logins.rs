//! The logins of the caller.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use protocol::{LoginId, Timestamp};
use serde::Serialize;

use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Person};

#[derive(Serialize)]
pub(in crate::http) struct ShownLogin {
    id: LoginId,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    address: String,
    agent: String,
    current: bool,
}

/// `GET /api/x/auth/logins`.
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<Vec<ShownLogin>>> {
    let logins = app.accounts.logins(person.user).await?;
    let shown = logins.into_iter().map(|login| ShownLogin {
        current: login.id == person.login,
        id: login.id,
        created_at: Timestamp::from_ms(login.created_at_ms),
        last_seen_at: Timestamp::from_ms(login.last_seen_at_ms),
        address: login.address,
        agent: login.agent,
    });
    Ok(Answer(shown.collect()))
}

/// `DELETE /api/x/auth/logins/{id}`.
pub(in crate::http) async fn end(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(login): Ids<LoginId>,
) -> Outcome<StatusCode> {
    app.accounts.end_login(person.user, login).await?;
    app.engine.end_login(person.user, login);
    Ok(StatusCode::NO_CONTENT)
}
