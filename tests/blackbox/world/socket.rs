//! One gateway socket: sends commands, waits for what is expected, remembers what came.

use std::collections::VecDeque;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::PATIENCE;

/// GUILDS, GUILD_MEMBERS, GUILD_MESSAGES, GUILD_MESSAGE_TYPING, MESSAGE_CONTENT.
pub(crate) const INTENTS: u64 = 1 | 1 << 1 | 1 << 9 | 1 << 11 | 1 << 15;

/// What RESUME needs.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    pub(crate) token: String,
    pub(crate) session_id: String,
    pub(crate) s: u64,
}

/// A connected socket.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Frames that came while another was waited for.
    inbox: VecDeque<Value>,
    /// The HELLO frame's `d`.
    pub(crate) hello: Value,
    /// The READY event's `d`, once identified.
    pub(crate) ready: Value,
    token: String,
    s: u64,
}

impl Socket {
    /// Connects and takes the HELLO.
    pub(crate) async fn connect(address: &str) -> Self {
        Self::connect_with(format!("ws://{address}/gateway?v=10&encoding=json")).await
    }

    /// The same with a handshake of one's own.
    pub(crate) async fn connect_with(handshake: impl IntoClientRequest + Unpin) -> Self {
        let (stream, _) =
            connect_async(handshake).await.unwrap_or_else(|error| panic!("no WebSocket: {error}"));
        let mut socket = Self {
            stream,
            inbox: VecDeque::new(),
            hello: Value::Null,
            ready: Value::Null,
            token: String::new(),
            s: 0,
        };
        socket.hello = socket.expect(|frame| frame["op"] == 10).await["d"].take();
        socket
    }

    /// IDENTIFY, then READY and a GUILD_CREATE for each guild in it.
    pub(crate) async fn identify(&mut self, token: &str) -> Vec<Value> {
        self.identify_with(token, INTENTS).await
    }

    /// The same with chosen intents.
    pub(crate) async fn identify_with(&mut self, token: &str, intents: u64) -> Vec<Value> {
        self.token = token.to_owned();
        self.send(2, json!({"token": token, "intents": intents, "properties": {}})).await;
        self.ready = self.event("READY").await;
        let mut guilds = Vec::new();
        for _ in self.ready["guilds"].as_array().unwrap().clone() {
            guilds.push(self.event("GUILD_CREATE").await);
        }
        guilds
    }

    /// RESUME; whether the server took it. Missed events follow before RESUMED.
    pub(crate) async fn resume(&mut self, position: &Position) -> bool {
        self.token = position.token.clone();
        self.s = position.s;
        let Position { token, session_id, s } = position;
        self.send(6, json!({"token": token, "session_id": session_id, "seq": s})).await;
        // The answer decides, but the events before it must stay to be read.
        let mut before = VecDeque::new();
        let taken = loop {
            let frame = self.read().await;
            if frame["op"] == 9 {
                break false;
            }
            let is_answer = frame["t"] == "RESUMED";
            before.push_back(frame);
            if is_answer {
                break true;
            }
        };
        self.inbox = before;
        taken
    }

    /// Where a RESUME of this session would go on.
    pub(crate) fn position(&self) -> Position {
        let session_id = self.ready["session_id"].as_str().expect("identified").to_owned();
        Position { token: self.token.clone(), session_id, s: self.s }
    }

    /// SUBSCRIBE; the `d` of X_SUBSCRIBED. Replayed events stay to be read.
    pub(crate) async fn subscribe(&mut self, channel: &str, after: Option<u64>) -> Value {
        let d = match after {
            Some(after) => json!({"channel_id": channel, "after": after}),
            None => json!({"channel_id": channel}),
        };
        self.send(100, d).await;
        self.event("X_SUBSCRIBED").await
    }

    /// Sends a command.
    pub(crate) async fn send(&mut self, op: u64, d: Value) {
        self.send_text(&json!({"op": op, "d": d}).to_string()).await;
    }

    /// Sends a text frame as it stands.
    pub(crate) async fn send_text(&mut self, text: &str) {
        // A socket that the server has closed shows it when it is read.
        drop(self.stream.send(Message::text(text)).await);
    }

    /// The `d` of the next event of this name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        self.expect(|frame| frame["t"] == name).await["d"].take()
    }

    /// The next frame that `wanted` takes; others stay for later, in order.
    pub(crate) async fn expect(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.inbox.iter().position(&wanted) {
            return self.inbox.remove(at).unwrap();
        }
        loop {
            let frame = self.read().await;
            if wanted(&frame) {
                return frame;
            }
            self.inbox.push_back(frame);
        }
    }

    /// Reads until a frame that `wanted` takes, or the end of the connection.
    pub(crate) async fn expect_or_end(&mut self, wanted: impl Fn(&Value) -> bool) {
        while let Some(Ok(message)) = self.next().await {
            let Message::Text(text) = message else { continue };
            if wanted(&serde_json::from_str(&text).expect("frames are JSON")) {
                return;
            }
        }
    }

    /// All frames that came and were not taken, oldest first.
    pub(crate) fn untaken(&self) -> impl Iterator<Item = &Value> {
        self.inbox.iter()
    }

    /// The code that the server closes with.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            match self.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                Some(Ok(Message::Close(None))) => return 1005,
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return 1006,
            }
        }
    }

    /// Says goodbye: the session ends with it.
    pub(crate) async fn close(&mut self) {
        let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        drop(self.stream.close(Some(frame)).await);
    }

    /// Waits until the connection is gone, however it went.
    pub(crate) async fn gone(&mut self) {
        self.closed().await;
    }

    async fn read(&mut self) -> Value {
        loop {
            match self.next().await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
                    self.s = frame["s"].as_u64().unwrap_or(self.s);
                    return frame;
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("the socket ended: {other:?}; before it came {:#?}", self.inbox),
            }
        }
    }

    async fn next(&mut self) -> Option<Result<Message, tokio_tungstenite::tungstenite::Error>> {
        let next = timeout(PATIENCE, self.stream.next()).await;
        next.unwrap_or_else(|_| panic!("nothing came; before that came {:#?}", self.inbox))
    }
}
