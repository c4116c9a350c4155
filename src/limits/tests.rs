//! Which counter stops whom.

use axum::http::Method;

use super::*;
use crate::config::{Profile, Settings};

const ADA: Who = Who::User(UserId::new(1));
const BOB: Who = Who::User(UserId::new(2));

/// Limits that are all off but for what a test sets, with windows of a second.
fn limits(change: impl FnOnce(&mut LimitSettings)) -> Limits {
    let mut settings = Settings::of(Profile::Test).limits;
    settings.message_period_ms = 1_000;
    settings.invalid_period_ms = 1_000;
    change(&mut settings);
    Limits::new(&settings)
}

fn post(channel: u64) -> Route {
    let path = format!("/channels/{channel}/messages");
    Route::new(&Method::POST, Some("/channels/{channel}/messages"), &path)
}

fn refused(limits: &Limits, who: Who, route: Route) -> Option<Scope> {
    limits.admit(who, route, 0).err().map(|refusal| refusal.scope)
}

#[test]
fn lm1_another_user_channel_or_route_is_not_touched() {
    let limits = limits(|settings| settings.message_requests = 1);
    assert_eq!(refused(&limits, ADA, post(7)), None);
    assert_eq!(refused(&limits, ADA, post(7)), Some(Scope::Route));
    assert_eq!(refused(&limits, BOB, post(7)), None);
    assert_eq!(refused(&limits, ADA, post(8)), None);
    let read =
        Route::new(&Method::GET, Some("/channels/{channel}/messages"), "/channels/7/messages");
    assert_eq!(refused(&limits, ADA, read), None);
}

#[test]
fn all_requests_of_one_user_have_a_limit_of_their_own() {
    let limits = limits(|settings| settings.user_requests = 2);
    assert_eq!(refused(&limits, ADA, post(1)), None);
    assert_eq!(refused(&limits, ADA, post(2)), None);
    assert_eq!(refused(&limits, ADA, post(3)), Some(Scope::User));
    assert_eq!(refused(&limits, BOB, post(3)), None);
}

#[test]
fn who_has_no_token_is_counted_by_network_whatever_they_ask() {
    let limits = limits(|settings| settings.network_requests = 1);
    let here = Who::Network(Network::of([192, 0, 2, 1].into()));
    let there = Who::Network(Network::of([192, 0, 2, 2].into()));
    assert_eq!(refused(&limits, here, post(1)), None);
    assert_eq!(refused(&limits, here, post(2)), Some(Scope::Network));
    assert_eq!(refused(&limits, there, post(1)), None);
    assert_eq!(refused(&limits, ADA, post(1)), None);
}

#[test]
fn a_network_of_too_many_refused_requests_is_left_out_until_its_window_ends() {
    let limits = limits(|settings| settings.invalid_requests = 2);
    let network = Network::of([192, 0, 2, 1].into());
    assert_eq!(limits.tolerates(network, 0), Ok(()));
    limits.note_invalid(network, 0);
    assert_eq!(limits.tolerates(network, 0), Ok(()));
    limits.note_invalid(network, 100);
    let refusal = limits.tolerates(network, 400).expect_err("too many");
    assert_eq!((refusal.scope, refusal.standing.reset_after_ms), (Scope::Invalid, 600));
    assert_eq!(limits.tolerates(network, 1_000), Ok(()));
}

#[test]
fn a_limit_that_is_off_says_nothing() {
    let limits = limits(|_| {});
    for _ in 0..100 {
        assert_eq!(limits.admit(ADA, post(1), 0), Ok(None));
    }
}
