//! Which path is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use protocol::error::ErrorCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::{
    applications, attachments, audit_log, auth, bans, bots, brakes, calls, channels, conversations,
    deletions, events, gateway, guilds, health, instance_log, instance_settings,
    instance_statistics, instance_users, invite_lists, invites, logins, me, members, messages,
    overwrites, pins, portraits, positions, profile, reactions, reads, relationships, reports,
    roles, second_factor, setup, thread_members, threads, users, word_rules,
};
use super::{App, HttpError, gate, limit, observe, openapi, own_pages};
use crate::gateway::upgrade as sockets;

/// Everything that the public port serves.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::from(described())
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), gate::claimed))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), gate::writable))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), own_pages::only))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), limit::requests))
        .fallback_service(web::router())
        .layer(middleware::from_fn(observe::request))
        .with_state(app)
}

/// What the port for metrics serves.
pub(crate) fn metrics_router(app: Arc<App>) -> Router {
    let metrics =
        OpenApiRouter::default().routes(routes!(health::metrics)).routes(routes!(health::rooms));
    Router::from(metrics).fallback(not_found).with_state(app)
}

/// All routes with their descriptions (OA1).
pub(super) fn described() -> OpenApiRouter<Arc<App>> {
    let api = OpenApiRouter::default().nest("/v10", bot_api()).nest("/x", extensions());
    OpenApiRouter::default()
        .nest("/api", api.fallback(not_found))
        .routes(routes!(sockets::upgrade))
        .routes(routes!(attachments::get))
        .routes(routes!(portraits::avatar))
        .routes(routes!(portraits::icon))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::local_metrics))
        .routes(routes!(health::local_rooms))
        .routes(routes!(openapi::document))
}

/// The v10 bot API.
fn bot_api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(gateway::address))
        .routes(routes!(gateway::bot))
        .routes(routes!(applications::me))
        .routes(routes!(applications::oauth2_me))
        .routes(routes!(users::me, profile::patch))
        .routes(routes!(users::get))
        .routes(routes!(users::guilds))
        .routes(routes!(users::leave))
        .routes(routes!(conversations::list, conversations::open))
        .routes(routes!(guilds::create))
        .routes(routes!(guilds::get, guilds::patch, deletions::guild))
        .routes(routes!(invite_lists::of_guild))
        .routes(routes!(audit_log::list))
        .routes(routes!(guilds::roles, roles::create, positions::roles))
        .routes(routes!(roles::get, roles::patch, roles::delete))
        .routes(routes!(channels::list, channels::create, positions::channels))
        .routes(routes!(members::list))
        .routes(routes!(members::get, members::patch, members::kick))
        .routes(routes!(bans::list))
        .routes(routes!(bans::get, bans::put, bans::delete))
        .routes(routes!(bans::put_many))
        .routes(routes!(roles::give, roles::take))
        .routes(routes!(channels::get, channels::patch, deletions::channel))
        .routes(routes!(invite_lists::of_channel, invites::create))
        .routes(routes!(overwrites::set, overwrites::delete))
        .routes(routes!(messages::list, messages::create))
        .routes(routes!(messages::get, messages::edit, messages::delete))
        .routes(routes!(messages::bulk_delete))
        .routes(routes!(reactions::remove_all))
        .routes(routes!(reactions::list, reactions::remove_emoji))
        .routes(routes!(reactions::add, reactions::remove))
        .routes(routes!(pins::list))
        .routes(routes!(pins::pin, pins::unpin))
        .routes(routes!(pins::list_all))
        .routes(routes!(pins::pin_former, pins::unpin_former))
        .routes(routes!(threads::active))
        .routes(routes!(threads::open_on_message))
        .routes(routes!(threads::open_alone))
        .routes(routes!(threads::archived_public))
        .routes(routes!(threads::archived_private))
        .routes(routes!(threads::archived_own))
        .routes(routes!(thread_members::list))
        .routes(routes!(thread_members::get, thread_members::join, thread_members::leave))
        .routes(routes!(messages::typing))
        .routes(routes!(calls::get))
        .routes(routes!(calls::ring))
        .routes(routes!(calls::stop_ringing))
        .routes(routes!(invites::get, invites::accept, invites::delete))
        .fallback(not_found)
}

/// What the bot API does not have.
fn extensions() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(setup::claim))
        .routes(routes!(auth::register))
        .routes(routes!(auth::login))
        .routes(routes!(auth::second_step))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(auth::password))
        .routes(routes!(logins::logins))
        .routes(routes!(logins::end_login))
        .routes(routes!(second_factor::get))
        .routes(routes!(second_factor::propose))
        .routes(routes!(second_factor::enable))
        .routes(routes!(second_factor::disable))
        .routes(routes!(second_factor::renew_codes))
        .routes(routes!(me::get, me::delete))
        .routes(routes!(me::patch_settings))
        .routes(routes!(profile::get))
        .routes(routes!(reads::ack))
        .routes(routes!(reads::receipts))
        .routes(routes!(relationships::list, relationships::ask))
        .routes(routes!(relationships::put, relationships::delete))
        .routes(routes!(conversations::create))
        .routes(routes!(conversations::add, conversations::remove))
        .routes(routes!(bots::list, bots::create))
        .routes(routes!(bots::reset_token))
        .routes(routes!(bots::grant))
        .routes(routes!(events::log))
        .routes(routes!(messages::versions))
        .routes(routes!(reports::create))
        .routes(routes!(reports::list))
        .routes(routes!(reports::patch))
        .routes(routes!(brakes::get, brakes::patch))
        .routes(routes!(word_rules::list, word_rules::create))
        .routes(routes!(word_rules::patch, word_rules::delete))
        .routes(routes!(word_rules::attempt))
        .routes(routes!(instance_settings::get, instance_settings::patch))
        .routes(routes!(instance_users::list))
        .routes(routes!(instance_users::patch, instance_users::delete))
        .routes(routes!(instance_log::list))
        .routes(routes!(instance_statistics::get))
        .fallback(not_found)
}

async fn not_found() -> Response {
    HttpError::from(ErrorCode::NotFound).into_response()
}

async fn method_not_allowed() -> Response {
    HttpError::from(ErrorCode::MethodNotAllowed).into_response()
}
