//! A session on its socket: commands in, the outbox out.

use std::future::pending;
use std::pin::Pin;
use std::time::Duration;

use actors::{Drain, MembersRequest};
use bytes::Bytes;
use protocol::gateway::{
    ClientCommand, CloseCode, MemberQuery, RequestGuildMembers, RequestNonce, heartbeat_ack, opcode,
};
use tokio::time::{Instant, Sleep, sleep_until};

use super::budget::{Budget, Kind};
use super::frame::{FrameError, Incoming, pong_frame};
use super::goodbye::Goodbye;
use super::greet::Greeted;
use super::socket::{Socket, text_frame};
use crate::config::GatewaySettings;

/// Serves a session until its socket ends.
pub(super) async fn serve(
    settings: &GatewaySettings,
    socket: &mut Socket,
    budget: &mut Budget,
    greeted: &Greeted,
) -> Goodbye {
    let patience =
        Duration::from_millis(settings.heartbeat_interval_ms + settings.heartbeat_slack_ms);
    let mut silence = std::pin::pin!(sleep_until(Instant::now() + patience));
    let outcome = async {
        loop {
            while let Some(message) = socket.take() {
                let now = Instant::now();
                if obey(greeted, budget, message?, now)? == Sign::Alive {
                    silence.as_mut().reset(now + patience);
                }
            }
            let blocked = match greeted.session.outbox().drain(&greeted.port) {
                Drain::Empty => false,
                Drain::Blocked => true,
                Drain::Close(reason) => return Err(reason.into()),
            };
            wait(socket, greeted, blocked, silence.as_mut()).await?;
        }
    };
    let ended: Result<(), Goodbye> = outcome.await;
    match ended {
        Ok(()) => CloseCode::Normal.into(),
        Err(goodbye) => goodbye,
    }
}

/// Waits for input, for news, for room, or for the end of patience.
async fn wait(
    socket: &mut Socket,
    greeted: &Greeted,
    blocked: bool,
    silence: Pin<&mut Sleep>,
) -> Result<(), Goodbye> {
    let sink = socket.sink().clone();
    let writable = async { if blocked { sink.0.writable().await } else { pending().await } };
    tokio::select! {
        () = socket.read() => Ok(()),
        () = greeted.port.notified() => Ok(()),
        room = writable => Ok(room?),
        () = silence => Err(CloseCode::TimedOut.into()),
    }
}

/// Whether a message counts as a sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Alive,
    Other,
}

/// Carries out one message.
fn obey(
    greeted: &Greeted,
    budget: &mut Budget,
    message: Incoming,
    now: Instant,
) -> Result<Sign, Goodbye> {
    let text = match message {
        Incoming::Text(text) => text,
        Incoming::Binary(_) => return Err(FrameError::Binary.into()),
        Incoming::Ping(payload) => {
            spend(budget, Kind::Ordinary, now)?;
            send(greeted, pong_frame(&payload).into());
            return Ok(Sign::Other);
        }
        Incoming::Pong => {
            spend(budget, Kind::Ordinary, now)?;
            return Ok(Sign::Other);
        }
        Incoming::Close(code) => return Err(Goodbye::Peer(code)),
    };
    let command = ClientCommand::parse(text.as_bytes())?;
    spend(budget, kind(&command), now)?;
    command_of(greeted, command)
}

fn command_of(greeted: &Greeted, command: ClientCommand) -> Result<Sign, Goodbye> {
    let session = &greeted.session;
    match command {
        ClientCommand::Heartbeat(seen) => {
            if let Some(seen) = seen {
                session.acknowledge(seen);
            }
            send(greeted, text_frame(&heartbeat_ack()));
            return Ok(Sign::Alive);
        }
        ClientCommand::Identify(_) | ClientCommand::Resume(_) => {
            return Err(CloseCode::IdentifiedTwice.into());
        }
        ClientCommand::PresenceUpdate(change) => session.set_presence(change),
        ClientCommand::VoiceStateUpdate(change) => session.change_voice(change),
        ClientCommand::RequestGuildMembers(request) => {
            session.request_members(members_request(request));
        }
        ClientCommand::Subscribe(wanted) => session.subscribe(wanted.channel_id, wanted.after),
        ClientCommand::Unsubscribe(wanted) => session.unsubscribe(wanted.channel_id),
        ClientCommand::Viewport(wanted) => {
            session.look_at_members(wanted.guild_id, wanted.ranges);
        }
        ClientCommand::VoiceSignal(signal) => session.signal(&signal),
        ClientCommand::VoiceMedia(offer) => session.offer_sound(*offer),
        ClientCommand::VoiceSpeaking(said) => session.speaks(said),
        ClientCommand::Unknown(op) => return Err(Goodbye::unknown_opcode(op)),
    }
    Ok(Sign::Other)
}

fn kind(command: &ClientCommand) -> Kind {
    match command {
        ClientCommand::Subscribe(_)
        | ClientCommand::Unsubscribe(_)
        | ClientCommand::Viewport(_)
        | ClientCommand::VoiceSignal(_)
        | ClientCommand::VoiceMedia(_)
        | ClientCommand::VoiceSpeaking(_) => Kind::Extension,
        ClientCommand::Unknown(op) if *op >= opcode::EXTENSION_MIN => Kind::Extension,
        ClientCommand::Unknown(_)
        | ClientCommand::Heartbeat(_)
        | ClientCommand::Identify(_)
        | ClientCommand::Resume(_)
        | ClientCommand::PresenceUpdate(_)
        | ClientCommand::VoiceStateUpdate(_)
        | ClientCommand::RequestGuildMembers(_) => Kind::Ordinary,
    }
}

fn spend(budget: &mut Budget, kind: Kind, now: Instant) -> Result<(), Goodbye> {
    if budget.take(kind, now) { Ok(()) } else { Err(CloseCode::Flood.into()) }
}

/// A frame that is no event goes out in its turn, behind what waits.
fn send(greeted: &Greeted, frame: Bytes) {
    greeted.session.outbox().push_raw(&greeted.port, frame);
}

fn members_request(request: RequestGuildMembers) -> MembersRequest {
    let (query, users, limit) = match request.query {
        MemberQuery::Prefix { prefix, limit } => (prefix, Vec::new(), limit),
        MemberQuery::Users(users) => (String::new(), users, 0),
    };
    MembersRequest {
        guild: request.guild_id,
        query,
        users,
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
        presences: request.presences,
        nonce: request.nonce.map(RequestNonce::into_string),
    }
}
