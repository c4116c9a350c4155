//! The shell of the rate limits: who asks, what the limits say, and the headers that tell (HT8).

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::counter;
use protocol::error::{ApiError, ErrorCode};

use super::extract::client_address;
use super::{App, HttpError};
use crate::accounts::{AccountError, Caller};
use crate::limits::{Network, Refusal, Route, Scope, Standing, Who};

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
const RESET_AFTER: HeaderName = HeaderName::from_static("x-ratelimit-reset-after");
const BUCKET: HeaderName = HeaderName::from_static("x-ratelimit-bucket");
const SCOPE: HeaderName = HeaderName::from_static("x-ratelimit-scope");
const GLOBAL: HeaderName = HeaderName::from_static("x-ratelimit-global");

/// What the token of a request is worth, as an extension of it, so that it is looked at once.
#[derive(Clone)]
pub(super) struct Authorized(pub(super) Result<Caller, AccountError>);

/// HT8. Counts a request of the API, and answers it if there were too many.
pub(super) async fn requests(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let now_ms = app.clock.now_ms();
    let address = client_address(request.extensions(), request.headers(), &app.settings.http);
    let network = Network::of(address);
    let route = route(&request);
    if let Err(refusal) = app.limits.tolerates(network, now_ms) {
        return refused(&refusal, route, now_ms);
    }
    let who = authorize(&app, &mut request, network, now_ms).await;
    let response = match who.and_then(|who| app.limits.admit(who, route, now_ms)) {
        Ok(standing) => {
            let mut response = match suspension(&request) {
                Some(error) => HttpError::from(error).into_response(),
                None => next.run(request).await,
            };
            if let Some(standing) = standing {
                tell(response.headers_mut(), &standing, route, now_ms);
            }
            response
        }
        Err(refusal) => refused(&refusal, route, now_ms),
    };
    if is_invalid(response.status()) {
        app.limits.note_invalid(network, now_ms);
    }
    response
}

fn route(request: &Request) -> Route {
    let pattern = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    Route::new(request.method(), pattern, request.uri().path())
}

/// Whom the request is counted for. What became of its token is kept for the handler. Nothing is
/// read for the bot token of a network that may ask no more (LM3).
async fn authorize(
    app: &App,
    request: &mut Request,
    network: Network,
    now_ms: i64,
) -> Result<Who, Refusal> {
    let value = request.headers().get(header::AUTHORIZATION);
    let Some(value) = value.and_then(|value| value.to_str().ok()) else {
        return Ok(Who::Network(network));
    };
    if app.accounts.is_unknown_bot(value) {
        app.limits.has_room(network, now_ms)?;
    }
    let caller = app.accounts.authorize(value).await;
    let who = caller.as_ref().map_or(Who::Network(network), |caller| Who::User(caller.user));
    request.extensions_mut().insert(Authorized(caller));
    Ok(who)
}

/// HT12. Also where nobody's token is asked for.
fn suspension(request: &Request) -> Option<AccountError> {
    match request.extensions().get() {
        Some(Authorized(Err(error @ AccountError::Suspended { .. }))) => Some(error.clone()),
        _ => None,
    }
}

/// What v10 counts as an invalid request.
fn is_invalid(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
        || status == StatusCode::TOO_MANY_REQUESTS
}

fn refused(refusal: &Refusal, route: Route, now_ms: i64) -> Response {
    let (name, is_global) = match refusal.scope {
        Scope::Route => ("route", false),
        Scope::User => ("user", true),
        Scope::Network => ("network", true),
        Scope::Invalid => ("invalid", true),
    };
    counter!("confab_rate_limited_total", "scope" => name).increment(1);
    let standing = &refusal.standing;
    let wait_ms = standing.reset_after_ms;
    let body = ApiError::new(ErrorCode::RateLimited).retry_after_ms(wait_ms, is_global);
    let mut response = HttpError::too_many(body, wait_ms).into_response();
    let headers = response.headers_mut();
    if is_global {
        headers.insert(GLOBAL, HeaderValue::from_static("true"));
        headers.insert(SCOPE, HeaderValue::from_static("global"));
    } else {
        headers.insert(SCOPE, HeaderValue::from_static("user"));
        tell(headers, standing, route, now_ms);
    }
    response
}

/// How the bucket stands.
fn tell(headers: &mut HeaderMap, standing: &Standing, route: Route, now_ms: i64) {
    let reset_at_ms = now_ms.saturating_add_unsigned(standing.reset_after_ms);
    headers.insert(LIMIT, HeaderValue::from(standing.limit));
    headers.insert(REMAINING, HeaderValue::from(standing.remaining));
    headers.insert(RESET, seconds(reset_at_ms.unsigned_abs()));
    headers.insert(RESET_AFTER, seconds(standing.reset_after_ms));
    let bucket = format!("{:016x}", route.bucket);
    headers.insert(BUCKET, HeaderValue::try_from(bucket).expect("digits"));
}

/// With three decimals, as in v10.
fn seconds(ms: u64) -> HeaderValue {
    let text = format!("{}.{:03}", ms / 1_000, ms % 1_000);
    HeaderValue::try_from(text).expect("digits and a point")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_with_three_decimals() {
        assert_eq!(seconds(1_800_000_000_007), "1800000000.007");
        assert_eq!(seconds(0), "0.000");
        assert_eq!(seconds(4_999), "4.999");
    }

    #[test]
    fn what_is_refused_for_its_caller_counts_as_invalid() {
        for status in [401, 403, 429] {
            assert!(is_invalid(StatusCode::from_u16(status).expect("a status")), "{status}");
        }
        for status in [200, 204, 400, 404, 500, 503] {
            assert!(!is_invalid(StatusCode::from_u16(status).expect("a status")), "{status}");
        }
    }
}
