//! What every request passes: the claim, and whether the instance takes changes.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
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

/// In the extensions of a request that changes what others see.
#[derive(Clone, Copy)]
pub(super) struct Changing;

/// HT11. Asked again when the body has come.
pub(super) async fn writable(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    if changes(request.method(), request.uri().path()) {
        if app.accounts.instance_settings().read_only {
            return HttpError::from(ErrorCode::ReadOnlyInstance).into_response();
        }
        request.extensions_mut().insert(Changing);
    }
    next.run(request).await
}

/// Whether a request changes what is written. By which logins somebody comes and how far they have read goes
/// on; and whoever made the instance read-only can end that.
fn changes(method: &Method, path: &str) -> bool {
    const OWN: [&str; 6] = [
        "/api/x/auth/login",
        "/api/x/auth/mfa/totp",
        "/api/x/auth/refresh",
        "/api/x/auth/logout",
        "/api/x/auth/password",
        SETUP,
    ];
    let own = |path: &str| {
        OWN.contains(&path)
            || path.starts_with("/api/x/admin/")
            || path.starts_with("/api/x/auth/logins/")
            || (path.starts_with("/api/x/channels/") && path.ends_with("/ack"))
    };
    !method.is_safe() && path.starts_with("/api") && !own(path)
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
    fn ht11_what_others_see_does_not_change_while_the_instance_is_read_only() {
        let changed = |method: Method, path| changes(&method, path);
        for path in
            ["/api/v10/channels/1/messages", "/api/x/auth/register", "/api/x/me", "/api/v9/guilds"]
        {
            assert!(changed(Method::POST, path) && changed(Method::DELETE, path), "{path}");
            assert!(!changed(Method::GET, path), "{path}");
        }
        for path in [
            "/api/x/auth/login",
            "/api/x/auth/mfa/totp",
            "/api/x/admin/settings",
            "/api/x/channels/1/ack",
            "/",
        ] {
            assert!(!changed(Method::POST, path), "{path}");
        }
        assert!(changed(Method::POST, "/api/v10/channels/1/ack"), "nothing is there");
    }

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
