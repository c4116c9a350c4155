//! One socket in the room: joins, then only listens, and posts if asked to.

use std::cell::{Ref, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::spawn_local;
use tokio::time::{Instant, timeout, timeout_at};

use super::course::Course;
use super::dialect::{Dialect, Step};
use crate::door::Door;
use crate::frames::{self, FrameReader};
use crate::http::find;

const OPEN_MAX: Duration = Duration::from_secs(60);
const BEAT_EVERY: Duration = Duration::from_secs(20);

/// See the file.
pub(super) struct Socket {
    stream: TcpStream,
    dialect: Dialect,
    frames: RefCell<FrameReader>,
    heard: RefCell<Vec<u32>>,
    ended: RefCell<Option<String>>,
}

impl Socket {
    /// Shakes hands and joins.
    pub(super) async fn open(
        door: Door,
        dialect: Dialect,
        steps: &[Step],
    ) -> anyhow::Result<Rc<Self>> {
        let opening = async {
            let mut opening = Opening::shake_hands(door, dialect).await?;
            for step in steps {
                opening.take(step).await.with_context(|| format!("no {}", step.until))?;
            }
            anyhow::Ok(opening)
        };
        let Opening { stream, frames, .. } =
            timeout(OPEN_MAX, opening).await.context("time is up")??;
        let (heard, ended) = Default::default();
        Ok(Rc::new(Self { stream, dialect, frames: RefCell::new(frames), heard, ended }))
    }

    /// Listens until the server ends the connection, or the room is gone.
    pub(super) fn listen(self: &Rc<Self>, course: &Rc<Course>) {
        let (socket, course) = (Rc::clone(self), Rc::clone(course));
        spawn_local(async move {
            if let Err(error) = socket.listen_on(&course).await {
                *socket.ended.borrow_mut() = Some(format!("{error:#}"));
            }
        });
    }

    /// Why the connection ended.
    pub(super) fn ended(&self) -> Option<String> {
        self.ended.borrow().clone()
    }

    /// Posts in the order of arrival.
    pub(super) fn heard(&self) -> Ref<'_, Vec<u32>> {
        self.heard.borrow()
    }

    /// Begins anew.
    pub(super) fn forget(&self) {
        self.heard.borrow_mut().clear();
    }

    /// Sends a text.
    pub(super) async fn say(&self, text: &str) -> anyhow::Result<()> {
        self.write(&frames::to_server(frames::TEXT, text.as_bytes())).await
    }

    async fn listen_on(&self, course: &Course) -> anyhow::Result<()> {
        let mut beat_at = Instant::now() + BEAT_EVERY;
        loop {
            let Ok(readable) = timeout_at(beat_at, self.stream.readable()).await else {
                if let Some(beat) = self.dialect.beat() {
                    self.say(beat).await?;
                }
                beat_at += BEAT_EVERY;
                continue;
            };
            readable?;
            let answers = course.with_buffer(|buffer| match self.stream.try_read(buffer) {
                Ok(0) => bail!("the server closed the connection"),
                Ok(length) => self.take(&buffer[..length], course),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(Vec::new()),
                Err(error) => Err(error.into()),
            });
            for answer in answers? {
                self.write(&answer).await?;
            }
        }
    }

    /// Notes the posts in `bytes`; returns frames to answer with.
    fn take(&self, bytes: &[u8], course: &Course) -> anyhow::Result<Vec<Vec<u8>>> {
        let now = Instant::now();
        let (mut answers, mut closed) = (Vec::new(), false);
        self.frames.borrow_mut().read(bytes, |opcode, payload| match opcode {
            frames::TEXT => match course.hear(payload, now) {
                Some(post) => self.heard.borrow_mut().push(post),
                None => {
                    let answer = self.dialect.answer(payload).map(str::as_bytes);
                    answers.extend(answer.map(|text| frames::to_server(frames::TEXT, text)));
                }
            },
            frames::PING => answers.push(frames::to_server(frames::PONG, payload)),
            frames::CLOSE => closed = true,
            _ => {}
        })?;
        if closed {
            bail!("the server said goodbye");
        }
        Ok(answers)
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

/// A socket on its way into the room.
struct Opening {
    stream: TcpStream,
    frames: FrameReader,
    /// Texts that no step has taken.
    texts: Vec<Vec<u8>>,
}

impl Opening {
    async fn shake_hands(door: Door, dialect: Dialect) -> anyhow::Result<Self> {
        let mut stream = door.connect().await?;
        let subprotocol = dialect
            .subprotocol()
            .map_or_else(String::new, |name| format!("Sec-WebSocket-Protocol: {name}\r\n"));
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: Y29uZmFiIGxvYWQgdGVzdA==\r\n{subprotocol}\r\n",
            dialect.path(),
            door.server(),
        );
        stream.write_all(request.as_bytes()).await?;
        let mut received = Vec::new();
        let end = loop {
            if let Some(end) = find(&received, b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(&mut received).await? == 0 {
                bail!("the server closed the connection in the handshake");
            }
        };
        if !received.starts_with(b"HTTP/1.1 101") {
            bail!("no upgrade: {}", String::from_utf8_lossy(&received));
        }
        let mut opening = Self { stream, frames: FrameReader::default(), texts: Vec::new() };
        opening.read(&received[end..])?;
        Ok(opening)
    }

    async fn take(&mut self, step: &Step) -> anyhow::Result<()> {
        if let Some(text) = &step.say {
            self.stream.write_all(&frames::to_server(frames::TEXT, text.as_bytes())).await?;
        }
        let mut buffer = Vec::with_capacity(frames::READ_BYTES_MAX);
        loop {
            let is_it = |text: &Vec<u8>| find(text, step.until.as_bytes()).is_some();
            if let Some(at) = self.texts.iter().position(is_it) {
                self.texts.drain(..=at);
                return Ok(());
            }
            self.texts.clear();
            buffer.clear();
            if self.stream.read_buf(&mut buffer).await? == 0 {
                bail!("the server closed the connection");
            }
            self.read(&buffer)?;
        }
    }

    fn read(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let (frames, texts) = (&mut self.frames, &mut self.texts);
        let mut reason = None;
        frames.read(bytes, |opcode, payload| match opcode {
            frames::TEXT => texts.push(payload.to_vec()),
            frames::CLOSE => reason = Some(String::from_utf8_lossy(payload).into_owned()),
            _ => {}
        })?;
        reason.map_or(Ok(()), |reason| bail!("the server said goodbye: {reason}"))
    }
}
