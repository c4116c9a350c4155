//! From an HTTP request to a socket of our own (GW1).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Extension, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use fastwebsockets::upgrade::{self, UpgradeFut};
use hyper_util::rt::TokioIo;
use protocol::error::{ApiError, ErrorCode};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::budget::Budget;
use super::frame::Limits;
use super::goodbye::Goodbye;
use super::greet::{Greeted, greet};
use super::live::serve;
use super::sink::TcpSink;
use super::socket::Socket;
use crate::http::{App, Connection, HttpError, gateway_url};

/// The gateway: WebSocket only. What the query asks for is text in JSON anyway.
#[utoipa::path(
    get, path = "/gateway", tag = "gateway", security(()),
    responses((status = 101), (status = 400), (status = 503)),
)]
pub(crate) async fn upgrade(
    State(app): State<Arc<App>>,
    Extension(connection): Extension<Connection>,
    mut request: Request,
) -> Response {
    let resume_url = gateway_url(&app, request.headers());
    match handshake(&mut request) {
        Ok((response, upgrading)) => {
            let sockets = app.sockets.clone();
            sockets.spawn(run(app, upgrading, connection, resume_url));
            response
        }
        Err(error) => error.into_response(),
    }
}

/// The answer to a handshake, and the connection behind it.
pub(super) fn handshake(request: &mut Request) -> Result<(Response, UpgradeFut), HttpError> {
    let refused = |message: String| {
        HttpError::from(ApiError::new(ErrorCode::InvalidFormBody).with_message(message))
    };
    if !upgrade::is_upgrade_request(request) {
        return Err(refused("This address speaks WebSocket only.".to_owned()));
    }
    let upgraded = upgrade::upgrade(request);
    let (response, upgrading) = upgraded.map_err(|error| refused(error.to_string()))?;
    Ok((response.map(axum::body::Body::new), upgrading))
}

/// The whole life of a socket. `connection` holds its place among all connections.
async fn run(app: Arc<App>, upgrading: UpgradeFut, connection: Connection, resume_url: String) {
    // The handshake's future is large and soon over, so it does not live in this task.
    let taken = Box::pin(take_back(upgrading, Limits::GATEWAY)).await;
    let Some(mut socket) = taken else { return };
    let settings = &app.settings.gateway;
    socket.bound_send_buffer(settings.send_buffer_bytes);
    let mut budget = Budget::new(settings, Instant::now());
    let greeting = Box::pin(greet(&app, &mut socket, &mut budget, &resume_url)).await;
    drop(resume_url);
    let (goodbye, unfinished) = match greeting {
        Err(goodbye) => (goodbye, Vec::new()),
        Ok(greeted) => live(&app, &mut socket, &mut budget, greeted).await,
    };
    tracing::debug!("a socket has ended: {goodbye}");
    metrics::counter!("confab_gateway_closed_total", "kind" => goodbye.kind()).increment(1);
    let patience = Duration::from_millis(settings.close_timeout_ms);
    Box::pin(socket.close(unfinished, &goodbye, patience)).await;
    drop(connection);
}

async fn live(
    app: &App,
    socket: &mut Socket,
    budget: &mut Budget,
    greeted: Greeted,
) -> (Goodbye, Vec<Bytes>) {
    let sockets = metrics::gauge!("confab_gateway_sockets");
    sockets.increment(1);
    let goodbye = serve(&app.settings.gateway, socket, budget, &greeted).await;
    greeted.session.socket_closed(&greeted.port, goodbye.is_resumable());
    sockets.decrement(1);
    (goodbye, greeted.session.outbox().unfinished(&greeted.port))
}

/// The TCP stream behind the handshake, and the frames that came along with it.
pub(super) async fn take_back(upgrading: UpgradeFut, limits: Limits) -> Option<Socket> {
    let upgraded = upgrading.await.ok()?.into_inner().into_inner();
    let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok()?;
    Some(Socket::new(TcpSink(parts.io.into_inner()), limits, &parts.read_buf))
}
