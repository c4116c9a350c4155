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
use super::goodbye::Goodbye;
use super::greet::{Greeted, greet};
use super::live::serve;
use super::sink::TcpSink;
use super::socket::Socket;
use crate::http::{App, Connection, HttpError, gateway_url};

/// `GET /gateway` and `GET /gateway/`. What the query asks for is text in JSON anyway.
pub(crate) async fn upgrade(
    State(app): State<Arc<App>>,
    Extension(connection): Extension<Connection>,
    mut request: Request,
) -> Response {
    if !upgrade::is_upgrade_request(&request) {
        let body = ApiError::new(ErrorCode::InvalidFormBody)
            .with_message("This address speaks WebSocket only.");
        return HttpError::from(body).into_response();
    }
    let resume_url = gateway_url(&app, request.headers());
    match upgrade::upgrade(&mut request) {
        Ok((response, upgrading)) => {
            let sockets = app.sockets.clone();
            sockets.spawn(run(app, upgrading, connection, resume_url));
            response.map(axum::body::Body::new)
        }
        Err(error) => {
            let body = ApiError::new(ErrorCode::InvalidFormBody).with_message(error.to_string());
            HttpError::from(body).into_response()
        }
    }
}

/// The whole life of a socket. `connection` holds its place among all connections.
async fn run(app: Arc<App>, upgrading: UpgradeFut, connection: Connection, resume_url: String) {
    // The handshake's future is large and soon over, so it does not live in this task.
    let Some(mut socket) = Box::pin(take_back(upgrading)).await else { return };
    let settings = &app.settings.gateway;
    let mut budget = Budget::new(settings, Instant::now());
    let greeting = Box::pin(greet(&app, &mut socket, &mut budget, &resume_url)).await;
    drop(resume_url);
    let (goodbye, unfinished) = match greeting {
        Err(goodbye) => (goodbye, Vec::new()),
        Ok(greeted) => live(&app, &mut socket, &mut budget, greeted).await,
    };
    tracing::debug!("a socket has ended: {goodbye}");
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
async fn take_back(upgrading: UpgradeFut) -> Option<Socket> {
    let upgraded = upgrading.await.ok()?.into_inner().into_inner();
    let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok()?;
    Some(Socket::new(TcpSink(parts.io.into_inner()), &parts.read_buf))
}
