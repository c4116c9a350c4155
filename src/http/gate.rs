//! What every request passes: aliases, the claim, and the log.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::error::ErrorCode;

use super::{App, HttpError};

/// The only API route of an unclaimed instance.
const SETUP: &str = "/api/x/setup";

/// HT3.
pub(super) async fn claimed(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if needs_claim(request.uri().path()) && !app.accounts.is_claimed() {
        return HttpError::from(ErrorCode::Unclaimed).into_response();
    }
    next.run(request).await
}

fn needs_claim(path: &str) -> bool {
    let below = |mount: &str| {
        path.strip_prefix(mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    (below("/api") || below("/gateway")) && path != SETUP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ht3_only_the_claim_health_and_the_client_are_open_before_the_claim() {
        for path in ["/api/v10/users/@me", "/api/x/auth/login", "/gateway", "/gateway/", "/api"] {
            assert!(needs_claim(path), "{path}");
        }
        for path in ["/api/x/setup", "/healthz", "/readyz", "/metrics", "/", "/setup", "/apiary"] {
            assert!(!needs_claim(path), "{path}");
        }
    }
}
