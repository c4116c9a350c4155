//! One gateway session: connects, identifies, subscribes to its channels, then only listens. It can be cut
//! off and taken up again where it was.
//!
//! Opening reads JSON; afterwards a delivery is found by scanning for two keys, into a buffer that
//! all sessions share, so that the client takes little of the two cores.

mod opening;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::{AbortHandle, spawn_local};
use tokio::time::{Instant, timeout, timeout_at};

use crate::account::Account;
use crate::check::Heard;
use crate::door::Door;
use crate::frames::{self, FrameReader};
use crate::http::find;
use crate::run::Run;
use opening::Opening;
pub(crate) use opening::identify;

/// A normal end (RFC 6455, 7.4.1).
const GOODBYE: u16 = 1_000;
const OPEN_TIMEOUT: Duration = Duration::from_secs(60);
/// How far into a frame the event's name may stand.
const NAME_WITHIN_BYTES: usize = 96;

/// A subscribed session and what it heard.
pub(crate) struct Session {
    stream: TcpStream,
    frames: RefCell<FrameReader>,
    beat_every: Duration,
    heard: RefCell<Vec<Heard>>,
    ended: RefCell<Option<String>>,
    last_frame_at: Cell<Option<Instant>>,
    account: Account,
    session_id: String,
    /// The number of the last dispatch.
    s: Cell<u64>,
    /// Where its first channel stood when it began to hear of it.
    joined_at: u64,
    back: Back,
    listening: RefCell<Option<AbortHandle>>,
    observer: RefCell<Option<Observer>>,
}

/// How a session came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Back {
    /// It identified, and heard only of what came then.
    New,
    /// The server still had it (RESUME).
    Resumed,
    /// The server did not; the log had what was missed (SUBSCRIBE with a cursor).
    FromTheLog,
}

/// Where a session was when it was cut off.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    account: Account,
    session_id: String,
    s: u64,
    cursor: u64,
    joined_at: u64,
    heard: Vec<Heard>,
}

/// Is shown every text that comes.
type Observer = Box<dyn FnMut(&[u8])>;

impl Session {
    /// Opens a session that hears every message of these channels from now on.
    pub(crate) async fn open(
        door: Door,
        account: &Account,
        channels: &[String],
        run: &Rc<Run>,
    ) -> anyhow::Result<Rc<Self>> {
        let opening = Opening::new_session(door, account, channels, run);
        timeout(OPEN_TIMEOUT, opening).await.context("time is up")?
    }

    /// Enters the guild of an account and leaves again: how long it takes from IDENTIFY until the guild is there, and
    /// how many bytes come for it.
    pub(crate) async fn enter(
        door: Door,
        account: &Account,
        run: &Rc<Run>,
    ) -> anyhow::Result<(Duration, u64)> {
        timeout(OPEN_TIMEOUT, Opening::enter(door, account, run)).await.context("time is up")?
    }

    /// Opens a session where another one was, which heard of one channel only.
    pub(crate) async fn take_up(
        door: Door,
        position: &Position,
        run: &Rc<Run>,
    ) -> anyhow::Result<Rc<Self>> {
        timeout(OPEN_TIMEOUT, Opening::take_up(door, position, run)).await.context("time is up")?
    }

    /// Listens until the server ends the session, or it is cut off.
    pub(crate) fn listen(self: &Rc<Self>, run: &Rc<Run>) {
        let (session, run) = (Rc::clone(self), Rc::clone(run));
        let listening = spawn_local(async move {
            if let Err(error) = session.listen_on(&run).await {
                *session.ended.borrow_mut() = Some(format!("{error:#}"));
            }
        });
        *self.listening.borrow_mut() = Some(listening.abort_handle());
    }

    /// Cuts the connection as a network does: the server is told nothing. What it had sent and nobody read is
    /// not heard.
    pub(crate) fn cut(self: Rc<Self>) -> Position {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
        let heard = self.heard.take();
        Position {
            account: self.account.clone(),
            session_id: self.session_id.clone(),
            s: self.s.get(),
            cursor: heard.iter().map(|heard| heard.x_seq).fold(self.joined_at, u64::max),
            joined_at: self.joined_at,
            heard,
        }
    }

    /// Says goodbye, after which the server keeps nothing of it.
    pub(crate) async fn close(self: Rc<Self>) -> Position {
        let going_away = frames::to_server(frames::CLOSE, &GOODBYE.to_be_bytes());
        // Whoever is gone already needs no goodbye.
        drop(self.write(&going_away).await);
        self.cut()
    }

    /// Whose it is.
    pub(crate) fn user_id(&self) -> &str {
        &self.account.user_id
    }

    /// Where its first channel stood when it began to hear of it.
    pub(crate) fn joined_at(&self) -> u64 {
        self.joined_at
    }

    /// How it came to be.
    pub(crate) fn back(&self) -> Back {
        self.back
    }

    /// Has every text from now on shown to `observer`.
    pub(crate) fn observe(&self, observer: impl FnMut(&[u8]) + 'static) {
        *self.observer.borrow_mut() = Some(Box::new(observer));
    }

    /// Sends a command.
    pub(crate) async fn command(&self, command: &Value) -> anyhow::Result<()> {
        self.write(&frames::to_server(frames::TEXT, command.to_string().as_bytes())).await
    }

    /// Why the session ended before the run did.
    pub(crate) fn ended(&self) -> Option<String> {
        self.ended.borrow().clone()
    }

    /// What was heard of the run's messages, in the order of arrival.
    pub(crate) fn heard(&self) -> std::cell::Ref<'_, Vec<Heard>> {
        self.heard.borrow()
    }

    /// When the last frame of any kind came.
    pub(crate) fn last_frame_at(&self) -> Option<Instant> {
        self.last_frame_at.get()
    }

    async fn listen_on(&self, run: &Run) -> anyhow::Result<()> {
        let mut beat_at = Instant::now() + self.beat_every;
        loop {
            let Ok(readable) = timeout_at(beat_at, self.stream.readable()).await else {
                self.beat().await?;
                beat_at += self.beat_every;
                continue;
            };
            readable?;
            let read = run.with_buffer(|buffer| match self.stream.try_read(buffer) {
                Ok(0) => bail!("the server closed the connection"),
                Ok(length) => self.take(&buffer[..length], run),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(Vec::new()),
                Err(error) => Err(error.into()),
            });
            for ping in read? {
                self.write(&frames::to_server(frames::PONG, &ping)).await?;
            }
        }
    }

    /// Says that it has all dispatches up to the last one.
    async fn beat(&self) -> anyhow::Result<()> {
        let beat = format!(r#"{{"op":1,"d":{}}}"#, self.s.get());
        self.write(&frames::to_server(frames::TEXT, beat.as_bytes())).await
    }

    /// Notes the deliveries in `bytes`; returns the payloads of pings.
    fn take(&self, bytes: &[u8], run: &Run) -> anyhow::Result<Vec<Vec<u8>>> {
        let now = Instant::now();
        let (mut pings, mut closed) = (Vec::new(), None);
        self.last_frame_at.set(Some(now));
        self.frames.borrow_mut().read(bytes, |opcode, payload| match opcode {
            frames::TEXT => {
                if let Some(observer) = &mut *self.observer.borrow_mut() {
                    observer(payload);
                }
                if let Some(s) = dispatched(payload) {
                    self.s.set(s);
                }
                if is_of_message(payload) {
                    run.notice();
                }
                if let Some(heard) = delivery(payload, run.nonce_key()) {
                    run.delivered(heard.post, payload.len(), now);
                    self.heard.borrow_mut().push(heard);
                }
            }
            frames::PING => pings.push(payload.to_vec()),
            frames::CLOSE => closed = Some(close_code(payload)),
            _ => {}
        })?;
        match closed {
            Some(code) => bail!("the server closed the session with {code}"),
            None => Ok(pings),
        }
    }

    async fn write(&self, mut bytes: &[u8]) -> anyhow::Result<()> {
        while !bytes.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

impl Position {
    /// What was heard in all, and behind which position of the channel.
    pub(crate) fn heard(&self) -> (u64, &[Heard]) {
        (self.joined_at, &self.heard)
    }
}

/// The number of a dispatch.
fn dispatched(payload: &[u8]) -> Option<u64> {
    payload.strip_prefix(br#"{"op":0,"s":"#).map(number)
}

/// Whether it is MESSAGE_CREATE, MESSAGE_UPDATE, MESSAGE_REACTION_ADD or another of their kind; what
/// somebody has read is no news of a message.
fn is_of_message(payload: &[u8]) -> bool {
    let beginning = &payload[..payload.len().min(NAME_WITHIN_BYTES)];
    find(beginning, br#""t":"MESSAGE_"#).is_some() && find(beginning, br#""MESSAGE_ACK""#).is_none()
}

/// The run's message in a MESSAGE_CREATE, found by its nonce.
fn delivery(payload: &[u8], nonce_key: &[u8]) -> Option<Heard> {
    find(&payload[..payload.len().min(NAME_WITHIN_BYTES)], br#""MESSAGE_CREATE""#)?;
    let nonce = find(payload, nonce_key)? + nonce_key.len();
    let x_seq = find(payload, br#""x_seq":"#)? + 8;
    Some(Heard { x_seq: number(&payload[x_seq..]), post: number(&payload[nonce..]) as u32 })
}

fn number(bytes: &[u8]) -> u64 {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

fn close_code(payload: &[u8]) -> u16 {
    payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_is_found_by_its_nonce_and_nothing_else_is() {
        let key = br#""nonce":"r7-"#;
        let event =
            br#"{"op":0,"s":12,"t":"MESSAGE_CREATE","d":{"nonce":"r7-41","x_seq":1009,"id":"1"}}"#;
        assert_eq!(delivery(event, key), Some(Heard { x_seq: 1009, post: 41 }));
        assert_eq!(delivery(event, br#""nonce":"r8-"#), None);
        let edit = br#"{"op":0,"s":12,"t":"MESSAGE_UPDATE","d":{"nonce":"r7-41","x_seq":1009}}"#;
        assert_eq!(delivery(edit, key), None);
        assert!(is_of_message(event) && is_of_message(edit));
        assert_eq!((dispatched(event), dispatched(br#"{"op":11}"#)), (Some(12), None));
        assert!(!is_of_message(br#"{"op":0,"s":3,"t":"TYPING_START","d":{}}"#));
    }
}
