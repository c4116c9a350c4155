//! From the first frame to a session (GW2).

use std::sync::Arc;
use std::time::Duration;

use actors::{Audience, SessionHandle, SessionId, SessionSpec, SocketPort};
use protocol::gateway::{
    ClientCommand, CloseCode, Identify, Resume, Token, heartbeat_ack, hello, invalid_session,
};

use super::budget::{Budget, Kind};
use super::frame::{FrameError, Incoming, pong_frame};
use super::goodbye::{Goodbye, going_away};
use super::socket::{Socket, text_frame};
use crate::accounts::{AccountError, Caller, Identity};
use crate::http::App;
use metrics::{counter, histogram};
use tokio::time::Instant;

/// A session on its socket.
pub(super) struct Greeted {
    pub(super) session: SessionHandle,
    pub(super) port: SocketPort,
}

/// Says HELLO and waits for IDENTIFY or RESUME.
pub(super) async fn greet(
    app: &App,
    socket: &mut Socket,
    budget: &mut Budget,
    resume_url: &str,
) -> Result<Greeted, Goodbye> {
    let settings = &app.settings.gateway;
    let waiting = Duration::from_millis(settings.identify_timeout_ms);
    let greeting = async {
        socket.write(&text_frame(&hello(settings.heartbeat_interval_ms))).await?;
        loop {
            let message = socket.next().await?;
            if let Some(greeted) = answer(app, socket, budget, resume_url, message).await? {
                return Ok(greeted);
            }
        }
    };
    tokio::select! {
        greeted = tokio::time::timeout(waiting, greeting) => {
            greeted.unwrap_or_else(|_| Err(CloseCode::NotIdentified.into()))
        }
        () = app.stopping.cancelled() => Err(going_away()),
    }
}

/// `None` means that the client is still unknown.
async fn answer(
    app: &App,
    socket: &Socket,
    budget: &mut Budget,
    resume_url: &str,
    message: Incoming,
) -> Result<Option<Greeted>, Goodbye> {
    if !budget.take(Kind::Ordinary, Instant::now()) {
        return Err(CloseCode::Flood.into());
    }
    let text = match message {
        Incoming::Text(text) => text,
        Incoming::Binary(_) => return Err(FrameError::Binary.into()),
        Incoming::Ping(payload) => {
            socket.write(&pong_frame(&payload)).await?;
            return Ok(None);
        }
        Incoming::Pong => return Ok(None),
        Incoming::Close(code) => return Err(Goodbye::Peer(code)),
    };
    match ClientCommand::parse(text.as_bytes())? {
        ClientCommand::Heartbeat(_) => {
            socket.write(&text_frame(&heartbeat_ack())).await?;
            Ok(None)
        }
        ClientCommand::Identify(wanted) => {
            let began = Instant::now();
            let greeted = identify(app, socket, *wanted, resume_url).await?;
            note_greeting("identify", began);
            Ok(Some(greeted))
        }
        ClientCommand::Resume(wanted) => {
            let began = Instant::now();
            let resumed = resume(app, socket, &wanted).await?;
            match &resumed {
                Some(_) => note_greeting("resume", began),
                None => {
                    counter!("confab_gateway_resumes_refused_total").increment(1);
                    socket.write(&text_frame(&invalid_session(false))).await?;
                }
            }
            Ok(resumed)
        }
        ClientCommand::Unknown(op) => Err(Goodbye::unknown_opcode(op)),
        ClientCommand::PresenceUpdate(_)
        | ClientCommand::VoiceStateUpdate(_)
        | ClientCommand::RequestGuildMembers(_)
        | ClientCommand::Subscribe(_)
        | ClientCommand::Unsubscribe(_)
        | ClientCommand::Viewport(_)
        | ClientCommand::VoiceSignal(_)
        | ClientCommand::VoiceMedia(_)
        | ClientCommand::VoiceSpeaking(_) => Err(CloseCode::NotIdentified.into()),
    }
}

async fn identify(
    app: &App,
    socket: &Socket,
    wanted: Identify,
    resume_url: &str,
) -> Result<Greeted, Goodbye> {
    let caller = authorize(app, &wanted.token).await?;
    let audience = match caller.identity {
        Identity::Login(_) => Audience::User,
        Identity::Bot => Audience::Bot(wanted.intents),
    };
    let spec = SessionSpec {
        user: caller.user,
        login: caller.login(),
        audience,
        large_threshold: u32::try_from(wanted.large_threshold).unwrap_or(u32::MAX),
        presence: wanted.presence.unwrap_or_default(),
        resume_gateway_url: resume_url.to_owned(),
        shard: wanted.shard,
    };
    let opened = app.engine.identify(spec, Arc::clone(socket.sink()) as _).await;
    let (session, port) = opened.map_err(|error| {
        tracing::warn!(%error, "a session could not be opened");
        going_away()
    })?;
    still_welcome(app, &wanted.token, Greeted { session, port }).await
}

/// How long it took until a client has what it needs to go on.
fn note_greeting(kind: &'static str, began: Instant) {
    histogram!("confab_gateway_greeting_duration_seconds", "kind" => kind).record(began.elapsed());
}

/// `None` when the session cannot be taken up; the client may identify anew on the same socket.
async fn resume(app: &App, socket: &Socket, wanted: &Resume) -> Result<Option<Greeted>, Goodbye> {
    let caller = authorize(app, &wanted.token).await?;
    let Some(id) = SessionId::parse(&wanted.session_id) else { return Ok(None) };
    let sink = Arc::clone(socket.sink());
    match app.engine.resume(caller.user, caller.login(), id, wanted.seq, sink as _) {
        Err(_) => Ok(None),
        Ok((session, port)) => {
            still_welcome(app, &wanted.token, Greeted { session, port }).await.map(Some)
        }
    }
}

/// GW4: a login that ended while the session was opened may have missed it, so it is asked again.
async fn still_welcome(app: &App, token: &Token, greeted: Greeted) -> Result<Greeted, Goodbye> {
    match authorize(app, token).await {
        Ok(_) => Ok(greeted),
        Err(goodbye) => {
            greeted.session.socket_closed(&greeted.port, false);
            Err(goodbye)
        }
    }
}

async fn authorize(app: &App, token: &Token) -> Result<Caller, Goodbye> {
    match app.accounts.authorize_gateway(&token.secret, token.bot_prefix).await {
        Ok(caller) => Ok(caller),
        Err(AccountError::Unauthorized | AccountError::Suspended { .. }) => {
            Err(CloseCode::Unauthenticated.into())
        }
        Err(error) => {
            tracing::warn!(%error, "a token could not be checked");
            Err(going_away())
        }
    }
}
