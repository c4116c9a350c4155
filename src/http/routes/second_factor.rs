//! The caller's second factor: codes of an app, and those for when it is lost.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use protocol::{Timestamp, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::logins::ShownLogin;
use crate::accounts::{AccountError, NewSecret};
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{JsonBody, Person};
use crate::http::finish::finish;

/// What the app shows beside the name where the server has no name of its own.
const ISSUER_DEFAULT: &str = "Confab";

/// With more than this in it twice, the address would not fit into a picture that is read easily.
const ISSUER_BYTES_MAX: usize = 40;

/// Whether logins of the caller ask for a code.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Mfa {
    totp: bool,
    /// Since when.
    #[schema(required)]
    since: Option<Timestamp>,
    /// Recovery codes that were not used.
    codes_left: usize,
}

/// What an app computes codes from.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct TotpSecret {
    /// Base32, to be typed into the app.
    secret: String,
    /// The same as an `otpauth:` address, to be drawn for its camera.
    uri: String,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct EnableBody {
    /// The caller's own.
    password: String,
    /// As it was proposed.
    secret: String,
    /// Of the app.
    code: String,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct CodeBody {
    /// The caller's own.
    password: String,
    /// Of the app, or a recovery code.
    code: String,
}

/// To be shown once.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Enabled {
    /// Each is good for one login without the app.
    recovery_codes: Vec<String>,
    /// The other logins of the caller, which stay.
    logins: Vec<ShownLogin>,
}

/// To be shown once; the former ones are no longer good.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

/// Whether logins of the caller ask for a code.
#[utoipa::path(
    get, path = "/users/@me/mfa", tag = "auth", operation_id = "mfa", security(("user" = [])),
    responses((status = 200, body = Mfa)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<Mfa>> {
    let state = app.accounts.second_factor(person.user).await?;
    Ok(Answer(Mfa {
        totp: state.is_some(),
        since: state.as_ref().map(|state| Timestamp::from_ms(state.enabled_at_ms)),
        codes_left: state.map_or(0, |state| state.codes_left),
    }))
}

/// Proposes a secret. Nothing is kept of it before a code of it was right.
#[utoipa::path(
    post, path = "/users/@me/mfa/totp", tag = "auth", operation_id = "propose_totp",
    security(("user" = [])),
    responses((status = 200, body = TotpSecret)),
)]
pub(in crate::http) async fn propose(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<TotpSecret>> {
    let issuer = issuer(app.settings.public_url.as_deref());
    let NewSecret { text, uri } = app.accounts.propose_secret(person.user, issuer).await?;
    Ok(Answer(TotpSecret { secret: text, uri }))
}

/// Has logins ask for a code from now on. Those that are there stay.
#[utoipa::path(
    post, path = "/users/@me/mfa/totp/enable", tag = "auth", operation_id = "enable_totp",
    request_body = EnableBody, security(("user" = [])),
    responses((status = 200, body = Enabled)),
)]
pub(in crate::http) async fn enable(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<EnableBody>,
) -> Outcome<Answer<Enabled>> {
    let enabling = finish(&app, move |app| async move {
        let EnableBody { password, secret, code } = body;
        let caller = (person.user, person.login);
        let enabling = app.accounts.enable_second_factor(caller, password, &secret, &code).await;
        told(&app, person.user, &enabling).await;
        let enrolled = enabling?;
        let logins = enrolled.others.into_iter();
        Ok(Enabled {
            recovery_codes: enrolled.recovery_codes,
            logins: logins.map(|login| ShownLogin::new(login, person.login)).collect(),
        })
    });
    Ok(Answer(enabling.await?))
}

/// Has logins ask for the password alone.
#[utoipa::path(
    post, path = "/users/@me/mfa/totp/disable", tag = "auth", operation_id = "disable_totp",
    request_body = CodeBody, security(("user" = [])),
    responses((status = 204)),
)]
pub(in crate::http) async fn disable(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<CodeBody>,
) -> Outcome<StatusCode> {
    finish(&app, move |app| async move {
        let caller = (person.user, person.login);
        let disabling = app.accounts.disable_second_factor(caller, body.password, &body.code).await;
        told(&app, person.user, &disabling).await;
        disabling?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Makes new recovery codes; the former ones are no longer good.
#[utoipa::path(
    post, path = "/users/@me/mfa/codes", tag = "auth", operation_id = "renew_recovery_codes",
    request_body = CodeBody, security(("user" = [])),
    responses((status = 200, body = RecoveryCodes)),
)]
pub(in crate::http) async fn renew_codes(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<CodeBody>,
) -> Outcome<Answer<RecoveryCodes>> {
    let renewing = finish(&app, move |app| async move {
        let caller = (person.user, person.login);
        Ok(app.accounts.renew_recovery_codes(caller, body.password, &body.code).await?)
    });
    Ok(Answer(RecoveryCodes { recovery_codes: renewing.await? }))
}

/// The caller's other sessions show it too, also where it is not known whether it was done.
async fn told<T>(app: &App, user: UserId, done: &Result<T, AccountError>) {
    if done.as_ref().err().is_some_and(|error| !error.is_doubtful()) {
        return;
    }
    if let Err(error) = app.engine.tell_own_sessions(user).await {
        tracing::warn!(%error, %user, "a changed account could not be shown");
    }
}

/// The host by which this server is known. What holds a colon cannot be told to an app.
fn issuer(public_url: Option<&str>) -> &str {
    let host = public_url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    let host = host.and_then(|rest| rest.split(['/', ':']).next());
    let fits = |host: &&str| (1..=ISSUER_BYTES_MAX).contains(&host.len()) && !host.starts_with('[');
    host.filter(fits).unwrap_or(ISSUER_DEFAULT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_shows_the_host_where_there_is_one() {
        for (url, expected) in [
            (Some("https://chat.example"), "chat.example"),
            (Some("https://chat.example:8443/"), "chat.example"),
            (Some("http://[::1]:8080"), ISSUER_DEFAULT),
            (Some("https://a-name-that-is-longer-than-anybody-would-read.example"), ISSUER_DEFAULT),
            (Some("nonsense"), ISSUER_DEFAULT),
            (None, ISSUER_DEFAULT),
        ] {
            assert_eq!(issuer(url), expected, "{url:?}");
        }
    }
}
