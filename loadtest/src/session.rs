//! One gateway session: connects, identifies, subscribes to a channel, then only listens.
//!
//! Opening reads JSON; afterwards a delivery is found by scanning for two keys, into a buffer that
//! all sessions share, so that the client takes little of the two cores.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

use crate::account::Account;
use crate::check::Heard;
use crate::frames::{self, FrameReader};
use crate::http::find;
use crate::run::Run;

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
    user_id: String,
    observer: RefCell<Option<Observer>>,
}

/// Is shown every text that comes.
type Observer = Box<dyn FnMut(&[u8])>;

impl Session {
    /// Opens a session that hears every message of the account's channel from now on.
    pub(crate) async fn open(address: SocketAddr, account: &Account) -> anyhow::Result<Rc<Self>> {
        timeout(OPEN_TIMEOUT, Opening::subscribe(address, account)).await.context("time is up")?
    }

    /// Listens until the server ends the session or the run is over.
    pub(crate) async fn listen(self: Rc<Self>, run: Rc<Run>) {
        if let Err(error) = self.listen_on(&run).await {
            *self.ended.borrow_mut() = Some(format!("{error:#}"));
        }
    }

    /// Whose it is.
    pub(crate) fn user_id(&self) -> &str {
        &self.user_id
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
                self.write(&frames::to_server(frames::TEXT, br#"{"op":1,"d":null}"#)).await?;
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

/// A session on its way to being subscribed: frames are read one by one as JSON.
struct Opening {
    stream: TcpStream,
    frames: FrameReader,
    waiting: std::collections::VecDeque<Value>,
}

impl Opening {
    async fn subscribe(address: SocketAddr, account: &Account) -> anyhow::Result<Rc<Session>> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut opening =
            Self { stream, frames: FrameReader::default(), waiting: Default::default() };
        opening.shake_hands(address).await?;
        let hello = opening.next(|frame| frame["op"] == 10).await.context("waiting for HELLO")?;
        let beat_ms = hello["d"]["heartbeat_interval"].as_u64().context("no interval")?;
        opening.send(&identify(account)).await?;
        opening.next(|frame| frame["t"] == "READY").await.context("waiting for READY")?;
        if !account.bot {
            let channel = json!({"op": 100, "d": {"channel_id": account.channel_id}});
            opening.send(&channel).await?;
            let answer = opening.next(|frame| frame["t"] == "X_SUBSCRIBED").await;
            let answer = answer.context("waiting for X_SUBSCRIBED")?;
            if let Some(error) = answer["d"].get("error").filter(|error| !error.is_null()) {
                bail!("the server refused the subscription: {error}");
            }
        }
        Ok(Rc::new(Session {
            stream: opening.stream,
            frames: RefCell::new(opening.frames),
            beat_every: Duration::from_millis(beat_ms),
            heard: RefCell::default(),
            ended: RefCell::default(),
            last_frame_at: Cell::default(),
            user_id: account.user_id.clone(),
            observer: RefCell::default(),
        }))
    }

    async fn shake_hands(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        let request = format!(
            "GET /gateway?v=10&encoding=json HTTP/1.1\r\nHost: {address}\r\n\
             Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: Y29uZmFiIGxvYWQgdGVzdA==\r\n\r\n"
        );
        self.stream.write_all(request.as_bytes()).await?;
        let mut received = Vec::new();
        let end = loop {
            if let Some(end) = find(&received, b"\r\n\r\n") {
                break end + 4;
            }
            if self.stream.read_buf(&mut received).await? == 0 {
                bail!("the server closed the connection in the handshake");
            }
        };
        if !received.starts_with(b"HTTP/1.1 101") {
            bail!("no upgrade: {}", String::from_utf8_lossy(&received));
        }
        self.take(&received[end..])
    }

    async fn send(&mut self, command: &Value) -> anyhow::Result<()> {
        let frame = frames::to_server(frames::TEXT, command.to_string().as_bytes());
        Ok(self.stream.write_all(&frame).await?)
    }

    /// The next frame that `wanted` takes; those before it are dropped.
    async fn next(&mut self, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        let mut buffer = Vec::with_capacity(frames::READ_BYTES_MAX);
        loop {
            while let Some(frame) = self.waiting.pop_front() {
                if wanted(&frame) {
                    return Ok(frame);
                }
                if frame["op"] == 9 {
                    bail!("the server refused to identify");
                }
            }
            buffer.clear();
            if self.stream.read_buf(&mut buffer).await? == 0 {
                bail!("the server closed the connection");
            }
            self.take(&buffer)?;
        }
    }

    fn take(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let (mut faults, waiting) = (None, &mut self.waiting);
        self.frames.read(bytes, |opcode, payload| match opcode {
            frames::TEXT => match serde_json::from_slice(payload) {
                Ok(frame) => waiting.push_back(frame),
                Err(error) => faults = Some(format!("not JSON: {error}")),
            },
            frames::CLOSE => {
                let reason = String::from_utf8_lossy(payload.get(2..).unwrap_or_default());
                faults = Some(format!("closed with {} {reason}", close_code(payload)));
            }
            _ => {}
        })?;
        faults.map_or(Ok(()), |fault| bail!("{fault}"))
    }
}

fn identify(account: &Account) -> Value {
    json!({"op": 2, "d": {
        "token": account.token,
        "intents": 1 | 1 << 9 | 1 << 15,
        "large_threshold": 50,
        "properties": {"os": "linux", "browser": "loadtest", "device": "loadtest"},
    }})
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
        assert!(!is_of_message(br#"{"op":0,"s":3,"t":"TYPING_START","d":{}}"#));
    }
}
