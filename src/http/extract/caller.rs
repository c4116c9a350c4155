//! Who asks, and from where.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use protocol::error::ErrorCode;
use protocol::{LoginId, UserId};

use crate::accounts::{Caller, Client, Identity};
use crate::config::HttpSettings;
use crate::http::limit::Authorized;
use crate::http::{App, Connection, HttpError};

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, HttpError> {
        if let Some(Authorized(caller)) = parts.extensions.get() {
            return Ok(caller.clone()?);
        }
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

impl FromRequestParts<Arc<App>> for ClientInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT);
        let address = client_address(&parts.extensions, &parts.headers, &app.settings.http);
        let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Ok(Self(Client::new(address, agent.to_owned())))
    }
}

/// The connection's other end, or what our proxy says of it.
pub(in crate::http) fn client_address(
    extensions: &Extensions,
    headers: &HeaderMap,
    settings: &HttpSettings,
) -> IpAddr {
    let peer = extensions.get::<Connection>().map(|connection| connection.peer.ip());
    let address = forwarded(headers).filter(|_| settings.behind_proxy).or(peer);
    address.unwrap_or(IpAddr::from(Ipv4Addr::UNSPECIFIED))
}

/// The last entry is the nearest proxy's own; those before it are the client's to invent.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_the_last_forwarded_address_counts() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers), None);
        headers.append("x-forwarded-for", HeaderValue::from_static("203.0.113.9"));
        headers.append("x-forwarded-for", HeaderValue::from_static("invented, 192.0.2.7"));
        assert_eq!(forwarded(&headers), Some(IpAddr::from([192, 0, 2, 7])));
    }
}
