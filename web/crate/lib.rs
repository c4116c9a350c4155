//! The browser client as an axum router: its built files, embedded in the executable.
//!
//! - Every path that is no file answers the client's page with 200: the client routes by itself.
//!   Paths under `/assets/` are the exception, so that a stale tab sees a missing script as such.
//! - The page is revalidated each time; the files under `/assets/` carry a hash and never change.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use memory_serve::CacheControl;

/// Scripts only from our own files. Styles may be inline because the dialogs lock the page's
/// scrolling with a style element; sockets may go where `resume_gateway_url` points.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    script-src-attr 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    media-src 'self' blob:; connect-src 'self' ws: wss:; worker-src 'self'; frame-src 'none'; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Serves the client at `/`, with its page as the fallback.
///
/// Meant for `Router::fallback_service`, or for merging into a router without a fallback.
/// To be called once: the files stay in memory for the life of the process.
pub fn router() -> Router {
    memory_serve::load!()
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .fallback_status(StatusCode::OK)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::Long)
        .into_router()
        .route("/assets/{*missing}", get(async || StatusCode::NOT_FOUND))
        .layer(middleware::from_fn(guard))
}

/// Refuses writes to the page's address, and adds the headers that confine the page.
async fn guard(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests;
