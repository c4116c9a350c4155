//! The application of a bot, whose id is the bot's.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use protocol::error::ErrorCode;
use protocol::wire::Application;

use crate::accounts::{Caller, Identity};
use crate::http::App;
use crate::http::answer::{Answer, Outcome};

/// The application of the bot that asks.
#[utoipa::path(
    get, path = "/applications/@me", tag = "applications",
    responses((status = 200, body = Application)),
)]
pub(in crate::http) async fn me(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Outcome<Answer<Application>> {
    match caller.identity {
        Identity::Bot => {}
        Identity::Login(_) => return Err(ErrorCode::OnlyBots.into()),
    }
    let bot = app.accounts.user(caller.user).await?;
    let maker = match bot.bot_owner {
        Some(maker) => app.accounts.user(maker).await.ok(),
        None => None,
    };
    let bot = render::user(&bot);
    let maker = maker.map_or_else(|| bot.clone(), |maker| render::user(&maker));
    Ok(Answer(Application::new(bot, maker)))
}

/// The same under its other address.
#[utoipa::path(
    get, path = "/oauth2/applications/@me", tag = "applications",
    responses((status = 200, body = Application)),
)]
pub(in crate::http) async fn oauth2_me(
    app: State<Arc<App>>,
    caller: Caller,
) -> Outcome<Answer<Application>> {
    me(app, caller).await
}
