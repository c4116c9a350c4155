//! Which path is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post, put};
use protocol::error::ErrorCode;

use super::routes::{
    applications, auth, bots, channels, deletions, events, gateway, guilds, health, invite_lists,
    invites, logins, me, members, messages, overwrites, positions, profile, roles, setup, users,
};
use super::{App, HttpError, gate, limit, observe, own_pages};
use crate::gateway as sockets;

/// Everything that the public port serves.
pub(crate) fn router(app: Arc<App>) -> Router {
    let api = Router::new().nest("/v10", bot_api()).nest("/x", extensions());
    Router::new()
        .nest("/api", api.fallback(not_found))
        .route("/gateway", get(sockets::upgrade))
        .route("/gateway/", get(sockets::upgrade))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::local_metrics))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), gate::claimed))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), own_pages::only))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), limit::requests))
        .fallback_service(web::router())
        .layer(middleware::from_fn(observe::request))
        .with_state(app)
}

/// What the port for metrics serves.
pub(crate) fn metrics_router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(health::metrics)).fallback(not_found).with_state(app)
}

/// The v10 bot API.
fn bot_api() -> Router<Arc<App>> {
    Router::new()
        .route("/gateway", get(gateway::address))
        .route("/gateway/bot", get(gateway::bot))
        .route("/applications/@me", get(applications::me))
        .route("/oauth2/applications/@me", get(applications::me))
        .route("/users/{user}", get(users::get).patch(profile::patch))
        .route("/users/@me/guilds", get(users::guilds))
        .route("/users/@me/guilds/{guild}", delete(users::leave))
        .route("/guilds", post(guilds::create))
        .route("/guilds/{guild}", get(guilds::get).patch(guilds::patch).delete(deletions::guild))
        .route("/guilds/{guild}/invites", get(invite_lists::of_guild))
        .route(
            "/guilds/{guild}/roles",
            get(guilds::roles).post(roles::create).patch(positions::roles),
        )
        .route(
            "/guilds/{guild}/roles/{role}",
            get(roles::get).patch(roles::patch).delete(roles::delete),
        )
        .route(
            "/guilds/{guild}/channels",
            get(channels::list).post(channels::create).patch(positions::channels),
        )
        .route("/guilds/{guild}/members", get(members::list))
        .route("/guilds/{guild}/members/{user}", get(members::get).patch(members::patch))
        .route("/guilds/{guild}/members/{user}/roles/{role}", put(roles::give).delete(roles::take))
        .route(
            "/channels/{channel}",
            get(channels::get).patch(channels::patch).delete(deletions::channel),
        )
        .route("/channels/{channel}/invites", get(invite_lists::of_channel).post(invites::create))
        .route(
            "/channels/{channel}/permissions/{about}",
            put(overwrites::set).delete(overwrites::delete),
        )
        .route("/channels/{channel}/messages", get(messages::list).post(messages::create))
        .route("/channels/{channel}/messages/{message}", get(messages::get))
        .route("/channels/{channel}/typing", post(messages::typing))
        .route("/invites/{code}", get(invites::get).post(invites::accept).delete(invites::delete))
        .fallback(not_found)
}

/// What the bot API does not have.
fn extensions() -> Router<Arc<App>> {
    Router::new()
        .route("/setup", post(setup::claim))
        .route("/auth/register", post(auth::register))
        .route("/auth/login", post(auth::login))
        .route("/auth/refresh", post(auth::refresh))
        .route("/auth/logout", post(auth::logout))
        .route("/auth/password", post(auth::password))
        .route("/auth/logins", get(logins::list))
        .route("/auth/logins/{login}", delete(logins::end))
        .route("/me", get(me::get))
        .route("/me/settings", patch(me::patch_settings))
        .route("/bots", post(bots::create))
        .route("/bots/{bot}/token", post(bots::reset_token))
        .route("/guilds/{guild}/bots/{bot}", put(bots::grant))
        .route("/channels/{channel}/events", get(events::list))
        .fallback(not_found)
}

async fn not_found() -> Response {
    HttpError::from(ErrorCode::NotFound).into_response()
}

async fn method_not_allowed() -> Response {
    HttpError::from(ErrorCode::MethodNotAllowed).into_response()
}
