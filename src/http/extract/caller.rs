//! Who asks, and from where.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use protocol::error::ErrorCode;
use protocol::{LoginId, UserId};

use crate::accounts::{Caller, Client, Identity};
use crate::http::{App, Connection, HttpError};

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, HttpError> {
        let value = parts.headers.get(header::AUTHORIZATION);
        let value = value.and_then(|value| value.to_str().ok());
        let value = value.ok_or(ErrorCode::Unauthorized)?;
        Ok(app.accounts.authorize(value).await?)
    }
}

/// A caller who is no bot.
pub(in crate::http) struct Person {
    pub(in crate::http) user: UserId,
    pub(in crate::http) login: LoginId,
}

impl FromRequestParts<Arc<App>> for Person {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, HttpError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        match caller.identity {
            Identity::Login(login) => Ok(Self { user: caller.user, login }),
            Identity::Bot => Err(ErrorCode::BotsNotAllowed.into()),
        }
    }
}

/// Where a request comes from.
pub(in crate::http) struct ClientInfo(pub(in crate::http) Client);

impl<S: Sync> FromRequestParts<S> for ClientInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Connection>().map(|connection| connection.peer);
        let agent = parts.headers.get(header::USER_AGENT);
        Ok(Self(Client {
            address: peer.map(|peer| peer.ip().to_canonical().to_string()).unwrap_or_default(),
            agent: agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned(),
        }))
    }
}
