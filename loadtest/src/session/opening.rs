//! A session on its way to being subscribed: frames are read one by one as JSON, and none of the run's
//! messages among them is passed over.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::{Back, Position, Session, close_code, delivery, dispatched};
use crate::account::Account;
use crate::check::Heard;
use crate::door::Door;
use crate::frames::{self, FrameReader};
use crate::http::find;
use crate::run::Run;

pub(super) struct Opening {
    stream: TcpStream,
    frames: FrameReader,
    waiting: VecDeque<Value>,
    beat_every: Duration,
    run: Rc<Run>,
    s: u64,
    heard: Vec<Heard>,
    /// Bytes of all texts so far.
    bytes: u64,
}

/// Who a session is, once it is known.
struct Known {
    session_id: String,
    joined_at: u64,
    back: Back,
}

impl Opening {
    pub(super) async fn new_session(
        door: Door,
        account: &Account,
        channels: &[String],
        run: &Rc<Run>,
    ) -> anyhow::Result<Rc<Session>> {
        let mut opening = Self::connect(door, run).await?;
        let session_id = opening.identify(account).await?;
        let mut joined_at = 0;
        for channel in channels.iter().filter(|_| !account.bot) {
            let head = opening.subscribe(channel, None).await?;
            joined_at = if channel == &channels[0] { head } else { joined_at };
        }
        Ok(opening.session(account, Known { session_id, joined_at, back: Back::New }))
    }

    pub(super) async fn take_up(
        door: Door,
        position: &Position,
        run: &Rc<Run>,
    ) -> anyhow::Result<Rc<Session>> {
        let mut opening = Self::connect(door, run).await?;
        let Position { account, session_id, s, cursor, joined_at, heard } = position;
        (opening.s, opening.heard) = (*s, heard.clone());
        let d = json!({"token": account.token, "session_id": session_id, "seq": s});
        opening.send(&json!({"op": 6, "d": d})).await?;
        let answer = opening.next(|frame| frame["t"] == "RESUMED" || frame["op"] == 9).await;
        let mut known =
            Known { session_id: session_id.clone(), joined_at: *joined_at, back: Back::Resumed };
        if answer.context("waiting for RESUMED")?["op"] == 9 {
            known.session_id = opening.identify(account).await?;
            opening.subscribe(&account.channel_id, Some(*cursor)).await?;
            known.back = Back::FromTheLog;
        }
        Ok(opening.session(account, known))
    }

    /// How long it takes from IDENTIFY until the guild is there, and how many bytes come for it.
    pub(super) async fn enter(
        door: Door,
        account: &Account,
        run: &Rc<Run>,
    ) -> anyhow::Result<(Duration, u64)> {
        let mut opening = Self::connect(door, run).await?;
        let (begun, before) = (Instant::now(), opening.bytes);
        opening.identify(account).await?;
        let guild = opening.next(|frame| frame["t"] == "GUILD_CREATE").await;
        guild.context("waiting for GUILD_CREATE")?;
        Ok((begun.elapsed(), opening.bytes - before))
    }

    async fn connect(door: Door, run: &Rc<Run>) -> anyhow::Result<Self> {
        let stream = door.connect().await?;
        let (frames, waiting, beat_every, s, heard, bytes) = Default::default();
        let run = Rc::clone(run);
        let mut opening = Self { stream, frames, waiting, beat_every, run, s, heard, bytes };
        opening.shake_hands(door).await?;
        let hello = opening.next(|frame| frame["op"] == 10).await.context("waiting for HELLO")?;
        let beat_ms = hello["d"]["heartbeat_interval"].as_u64().context("no interval")?;
        opening.beat_every = Duration::from_millis(beat_ms);
        Ok(opening)
    }

    /// The name of the session; the baseline's have none.
    async fn identify(&mut self, account: &Account) -> anyhow::Result<String> {
        self.s = 0;
        self.send(&identify(account)).await?;
        let ready = self.next(|frame| frame["t"] == "READY").await.context("waiting for READY")?;
        Ok(ready["d"]["session_id"].as_str().unwrap_or_default().to_owned())
    }

    /// Where the channel stands from which on everything is heard.
    async fn subscribe(&mut self, channel: &str, after: Option<u64>) -> anyhow::Result<u64> {
        let mut d = json!({ "channel_id": channel });
        if let Some(after) = after {
            d["after"] = after.into();
        }
        self.send(&json!({"op": 100, "d": d})).await?;
        let answer = self.next(|frame| frame["t"] == "X_SUBSCRIBED").await;
        let answer = answer.context("waiting for X_SUBSCRIBED")?;
        if let Some(error) = answer["d"].get("error").filter(|error| !error.is_null()) {
            bail!("the server refused the subscription: {error}");
        }
        if answer["d"]["reset"] == true {
            bail!("more was missed than the server replays");
        }
        answer["d"]["head"].as_u64().context("no head in X_SUBSCRIBED")
    }

    fn session(self, account: &Account, known: Known) -> Rc<Session> {
        let Known { session_id, joined_at, back } = known;
        Rc::new(Session {
            stream: self.stream,
            frames: RefCell::new(self.frames),
            beat_every: self.beat_every,
            heard: RefCell::new(self.heard),
            ended: RefCell::default(),
            last_frame_at: Cell::default(),
            account: account.clone(),
            session_id,
            s: Cell::new(self.s),
            joined_at,
            back,
            listening: RefCell::default(),
            observer: RefCell::default(),
        })
    }

    async fn shake_hands(&mut self, door: Door) -> anyhow::Result<()> {
        let request = format!(
            "GET /gateway?v=10&encoding=json HTTP/1.1\r\nHost: {}\r\n\
             Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: Y29uZmFiIGxvYWQgdGVzdA==\r\n\r\n",
            door.server()
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
        let Self { frames, waiting, run, s, heard, bytes: length, .. } = self;
        let (mut faults, now) = (None, Instant::now());
        frames.read(bytes, |opcode, payload| match opcode {
            frames::TEXT => {
                *length += payload.len() as u64;
                *s = dispatched(payload).unwrap_or(*s);
                if let Some(message) = delivery(payload, run.nonce_key()) {
                    run.delivered(message.post, payload.len(), now);
                    heard.push(message);
                }
                match serde_json::from_slice(payload) {
                    Ok(frame) => waiting.push_back(frame),
                    Err(error) => faults = Some(format!("not JSON: {error}")),
                }
            }
            frames::CLOSE => {
                let reason = String::from_utf8_lossy(payload.get(2..).unwrap_or_default());
                faults = Some(format!("closed with {} {reason}", close_code(payload)));
            }
            _ => {}
        })?;
        faults.map_or(Ok(()), |fault| bail!("{fault}"))
    }
}

/// The command that tells the gateway who somebody is.
pub(crate) fn identify(account: &Account) -> Value {
    json!({"op": 2, "d": {
        "token": account.token,
        "intents": 1 | 1 << 9 | 1 << 15,
        "large_threshold": 50,
        "properties": {"os": "linux", "browser": "loadtest", "device": "loadtest"},
    }})
}
