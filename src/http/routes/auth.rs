//! Register, log in, refresh, log out.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::error::ErrorCode;
use protocol::wire::CurrentUser;
use protocol::{LoginId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::invites;
use crate::accounts::{AccountError, Grant, LoggedIn, Registration, RotateError};
use crate::http::answer::{Outcome, json};
use crate::http::extract::{ClientInfo, JsonBody, Person};
use crate::http::finish::finish;
use crate::http::{App, HttpError, cookie};

/// What a login is answered with, besides the cookie.
#[derive(Serialize, ToSchema)]
struct Granted {
    user: CurrentUser,
    access_token: String,
    expires_in: u64,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct RegisterBody {
    #[schema(min_length = 2, max_length = 32, pattern = "^[A-Za-z0-9_.]+$")]
    username: String,
    #[schema(min_length = 8, max_length = 128)]
    password: String,
    #[schema(max_length = 254, format = Email)]
    email: Option<String>,
    invite: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct LoginBody {
    username: String,
    password: String,
}

/// What a right password is answered with where a code is asked for besides.
#[derive(Serialize, ToSchema)]
struct Asked {
    /// Always true.
    mfa: bool,
    /// To come back with: good for five minutes.
    ticket: String,
}

/// How far a name and a password get somebody.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum LoginAnswer {
    Granted(Granted),
    Asked(Asked),
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct MfaBody {
    /// Of the first step.
    ticket: String,
    /// Six digits of the app, or a recovery code.
    code: String,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct PasswordBody {
    old: String,
    #[schema(min_length = 8, max_length = 128)]
    new: String,
}

/// Makes an account and logs it in.
///
/// The invite is looked at before and used after.
#[utoipa::path(
    post, path = "/auth/register", tag = "auth", request_body = RegisterBody, security(()),
    responses(
        (status = 201, body = Granted, headers(("Set-Cookie" = String, description = "The refresh token."))),
        (status = 403), (status = 404),
    ),
)]
pub(in crate::http) async fn register(
    State(app): State<Arc<App>>,
    ClientInfo(client): ClientInfo,
    JsonBody(body): JsonBody<RegisterBody>,
) -> Outcome<Response> {
    let invite = body.invite.filter(|code| !code.is_empty());
    app.accounts.admit(invite.is_some(), &client)?;
    if let Some(code) = &invite {
        let (_, guild) = app.engine.invite(code).await?;
        guild.admits_new_account()?;
    }
    let RegisterBody { username, password, email, .. } = body;
    let registration = Registration { username, password, email };
    finish(&app, move |app| async move {
        let grant = app.accounts.register(registration, client).await?;
        if let Some(code) = &invite
            && let Err(error) = invites::join(&app, &grant.user, code).await
        {
            app.accounts.unregister(&grant).await?;
            return Err(error);
        }
        Ok(granted(&app, StatusCode::CREATED, grant))
    })
    .await
}

/// Logs in.
///
/// Whoever has a second factor gets a ticket in the place of tokens, and no cookie.
#[utoipa::path(
    post, path = "/auth/login", tag = "auth", request_body = LoginBody, security(()),
    responses(
        (status = 200, body = LoginAnswer, headers(("Set-Cookie" = Option<String>, description = "The refresh token."))),
        (status = 401), (status = 403),
    ),
)]
pub(in crate::http) async fn login(
    State(app): State<Arc<App>>,
    ClientInfo(client): ClientInfo,
    JsonBody(body): JsonBody<LoginBody>,
) -> Outcome<Response> {
    finish(&app, move |app| async move {
        match app.accounts.login(&body.username, body.password, client).await? {
            LoggedIn::Whole(grant, ended) => Ok(opened(&app, *grant, ended)),
            LoggedIn::Half(ticket) => {
                let asked = LoginAnswer::Asked(Asked { mfa: true, ticket });
                Ok(no_store(json(StatusCode::OK, &asked)))
            }
        }
    })
    .await
}

/// The second step of a login: a code for the ticket of the first one.
#[utoipa::path(
    post, path = "/auth/mfa/totp", tag = "auth", operation_id = "login_with_code",
    request_body = MfaBody, security(()),
    responses(
        (status = 200, body = Granted, headers(("Set-Cookie" = String, description = "The refresh token."))),
        (status = 403),
    ),
)]
pub(in crate::http) async fn second_step(
    State(app): State<Arc<App>>,
    ClientInfo(client): ClientInfo,
    JsonBody(body): JsonBody<MfaBody>,
) -> Outcome<Response> {
    finish(&app, move |app| async move {
        let (grant, ended) = app.accounts.second_step(&body.ticket, &body.code, client).await?;
        Ok(opened(&app, grant, ended))
    })
    .await
}

/// A login, for which others may have made room.
fn opened(app: &App, grant: Grant, ended: Vec<LoginId>) -> Response {
    for login in ended {
        app.engine.end_login(grant.user.id, login);
    }
    granted(app, StatusCode::OK, grant)
}

/// Trades the refresh token for new tokens.
///
/// A reused one ends its login, so its sessions end as well.
#[utoipa::path(
    post, path = "/auth/refresh", tag = "auth", security(("refresh" = [])),
    responses((status = 200, body = Granted, headers(("Set-Cookie" = String, description = "The refresh token.")))),
)]
pub(in crate::http) async fn refresh(
    State(app): State<Arc<App>>,
    ClientInfo(client): ClientInfo,
    headers: HeaderMap,
) -> Outcome<Response> {
    let token = cookie::read(&headers).ok_or(ErrorCode::Unauthorized)?.to_owned();
    finish(&app, move |app| async move {
        match app.accounts.rotate(&token, client).await {
            Ok(grant) => Ok(granted(&app, StatusCode::OK, grant)),
            Err(error) => {
                if let RotateError::Reused { user, login } = error {
                    tracing::warn!(%user, "an old refresh token was used: its login has ended");
                    app.engine.end_login(user, login);
                }
                Ok(forgotten(HttpError::from(error).into_response()))
            }
        }
    })
    .await
}

/// Ends the login that asks.
#[utoipa::path(
    post, path = "/auth/logout", tag = "auth", security(("user" = [])),
    responses((status = 204, headers(("Set-Cookie" = String, description = "Takes the token away.")))),
)]
pub(in crate::http) async fn logout(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Response> {
    finish(&app, move |app| async move { end(&app, person.user, person.login).await }).await?;
    Ok(forgotten(StatusCode::NO_CONTENT.into_response()))
}

/// Ends a login and its sessions; those end also when it is not known whether it did.
pub(super) async fn end(app: &App, user: UserId, login: LoginId) -> Outcome<()> {
    let ended = app.accounts.end_login(user, login).await;
    app.engine.end_login(user, login);
    Ok(ended?)
}

/// Changes the password: all other logins end.
#[utoipa::path(
    post, path = "/auth/password", tag = "auth", request_body = PasswordBody, security(("user" = [])),
    responses((status = 204)),
)]
pub(in crate::http) async fn password(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<PasswordBody>,
) -> Outcome<StatusCode> {
    finish(&app, move |app| async move {
        let bearer = (person.user, person.login);
        let changed = app.accounts.change_password(bearer, body.old, body.new).await;
        if changed.as_ref().err().is_none_or(AccountError::is_doubtful) {
            app.engine.end_other_logins(person.user, person.login);
        }
        changed?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// The tokens of a login: one in the body, one in the cookie.
fn granted(app: &App, status: StatusCode, grant: Grant) -> Response {
    let cookie = refresh_cookie(app, &grant);
    let body = LoginAnswer::Granted(Granted {
        user: render::current_user(&grant.user),
        access_token: grant.access_token,
        expires_in: grant.expires_in_s,
    });
    let mut response = json(status, &body);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    no_store(response)
}

/// The cookie of a login; only HTTPS gets it back when the server is reached by HTTPS.
pub(super) fn refresh_cookie(app: &App, grant: &Grant) -> HeaderValue {
    let https = app.settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    cookie::set(&grant.refresh_token, app.settings.accounts.login_ttl_ms, https)
}

pub(super) fn forgotten(mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie::clear());
    no_store(response)
}

/// Tokens belong into no cache.
pub(super) fn no_store(mut response: Response) -> Response {
    let value = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}
