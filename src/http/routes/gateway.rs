//! Where the gateway is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use protocol::wire::{GatewayAddress, GatewayBot};

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};

/// Where the gateway is, for everyone.
#[utoipa::path(
    get, path = "/gateway", tag = "gateway", security(()),
    responses((status = 200, body = GatewayAddress)),
)]
pub(in crate::http) async fn address(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Answer<GatewayAddress> {
    Answer(GatewayAddress { url: url(&app, &headers) })
}

/// Where the gateway is, and how a bot should connect.
#[utoipa::path(
    get, path = "/gateway/bot", tag = "gateway",
    responses((status = 200, body = GatewayBot)),
)]
pub(in crate::http) async fn bot(
    State(app): State<Arc<App>>,
    _caller: Caller,
    headers: HeaderMap,
) -> Outcome<Answer<GatewayBot>> {
    Ok(Answer(GatewayBot::new(url(&app, &headers))))
}

/// From `public_url`, else from the address that the client used.
pub(crate) fn url(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    gateway_url(app.settings.public_url.as_deref(), host.unwrap_or("localhost"))
}

fn gateway_url(public_url: Option<&str>, host: &str) -> String {
    match public_url.and_then(|url| url.split_once("://")) {
        Some(("https", host)) => format!("wss://{host}/gateway"),
        Some((_, host)) => format!("ws://{host}/gateway"),
        None => format!("ws://{host}/gateway"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_address_comes_before_the_one_that_was_used() {
        assert_eq!(gateway_url(None, "127.0.0.1:8080"), "ws://127.0.0.1:8080/gateway");
        let public = Some("https://chat.example");
        assert_eq!(gateway_url(public, "127.0.0.1:8080"), "wss://chat.example/gateway");
        assert_eq!(gateway_url(Some("http://lan:80"), "x"), "ws://lan:80/gateway");
    }
}
