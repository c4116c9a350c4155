//! The accept loop and its connections (HT4).
//!
//! Connections are ours rather than axum's, so that their number, heads and times are bounded, and
//! so that a WebSocket can take its `TcpStream` back.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, header};
use axum::response::IntoResponse;
use futures_util::FutureExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use protocol::error::ErrorCode;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service as _;

use super::headers::Confinement;
use super::{HttpError, observe, path, strict};
use crate::config::HttpSettings;
use crate::files;

/// How long the loop rests when the system has no more sockets to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The smallest read buffer that hyper takes.
const READ_BYTES_MIN: usize = 8 * 1024;

/// The connection of a request, as an extension of it.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) peer: SocketAddr,
    /// Its place among all connections, also as a WebSocket.
    _place: Arc<OwnedSemaphorePermit>,
}

/// One listener and what answers on it.
pub(crate) struct Server {
    pub(crate) listener: TcpListener,
    pub(crate) router: Router,
    pub(crate) settings: HttpSettings,
    /// Instead of the time that other requests have.
    pub(crate) upload_timeout: Duration,
    pub(crate) confinement: Confinement,
    pub(crate) stopping: CancellationToken,
}

impl Server {
    /// Accepts until `stopping`, then waits for the requests under way.
    pub(crate) async fn run(self) {
        let permits = Arc::new(Semaphore::new(self.settings.connections_max));
        let connections = TaskTracker::new();
        let builder = self.builder();
        while let Some((stream, connection)) = self.accept(&permits).await {
            let router = self.router.clone();
            let timeout = Duration::from_millis(self.settings.request_timeout_ms);
            let upload_timeout = self.upload_timeout;
            let confinement = self.confinement;
            let service = service_fn(move |request: Request<Incoming>| {
                let is_upload = files::boundary(request.headers()).is_some();
                let timeout = if is_upload { upload_timeout } else { timeout };
                let answer = answer(router.clone(), request, connection.clone(), timeout);
                async move { answer.await.map(|answer| finish(answer, confinement)) }
            });
            let serving = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
            let stopping = self.stopping.clone();
            connections.spawn(async move {
                tokio::pin!(serving);
                let end = tokio::select! {
                    end = serving.as_mut() => end,
                    () = stopping.cancelled() => {
                        serving.as_mut().graceful_shutdown();
                        serving.await
                    }
                };
                if let Err(error) = end {
                    observe::connection_end(&error);
                }
            });
        }
        drop(self.listener);
        connections.close();
        connections.wait().await;
    }

    fn builder(&self) -> http1::Builder {
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_millis(self.settings.head_timeout_ms))
            .max_header_size(self.settings.head_bytes_max)
            // The bound above is for a whole head; this one is for a head that does not end.
            .max_buf_size(self.settings.head_bytes_max.max(READ_BYTES_MIN));
        builder
    }

    /// The next connection, once there is room for it; `None` when stopping.
    async fn accept(&self, permits: &Arc<Semaphore>) -> Option<(TcpStream, Connection)> {
        let accepting = async {
            let permit = Arc::clone(permits).acquire_owned().await.ok()?;
            loop {
                match self.listener.accept().await {
                    Ok((stream, peer)) => {
                        // Small frames must not wait for acknowledgements of earlier ones.
                        let _best_effort = stream.set_nodelay(true);
                        return Some((stream, Connection { peer, _place: Arc::new(permit) }));
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                }
            }
        };
        tokio::select! {
            accepted = accepting => accepted,
            () = self.stopping.cancelled() => None,
        }
    }
}

/// Answers one request; a panic and a time-out are answers too.
async fn answer(
    mut router: Router,
    request: Request<Incoming>,
    connection: Connection,
    timeout: Duration,
) -> Result<Response<Body>, Infallible> {
    if !strict::is_plain(&request) {
        let mut refusal = HttpError::from(ErrorCode::BadRequest).into_response();
        refusal.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return Ok(refusal);
    }
    let mut request = request.map(Body::new);
    *request.uri_mut() = path::normalise(std::mem::take(request.uri_mut()));
    request.extensions_mut().insert(connection);
    let handling = AssertUnwindSafe(async { router.call(request).await }).catch_unwind();
    Ok(match tokio::time::timeout(timeout, handling).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Err(_panic)) => HttpError::internal().into_response(),
        Err(_elapsed) => HttpError::from(ErrorCode::StoreUnavailable).into_response(),
    })
}

/// What all answers have in common (HT5).
fn finish(mut response: Response<Body>, confinement: Confinement) -> Response<Body> {
    observe::refusal(&response);
    confinement.add_to(response.headers_mut());
    response
}
