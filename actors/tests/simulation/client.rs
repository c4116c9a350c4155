//! A client: its link to the server, what it was told of the guild, and what it hears of channels.

use std::collections::BTreeSet;
use std::sync::Arc;

use actors::{Audience, CloseReason, Engine, SessionHandle, SessionSpec};
use protocol::gateway::PresenceChange;
use protocol::intents::Intents;
use protocol::{ChannelId, LoginId, MessageId, UserId};
use serde_json::Value;
use storage::records::LogKind;

use crate::hearing::{Hearing, Subscription};
use crate::mirror::Mirror;
use crate::sight::Sight;
use crate::socket::Socket;
use crate::tamper::{Tamper, Tampering};
use crate::wish::{Wishes, original};
use crate::world::{BOT, CHANNELS, Disk, channel, config, user};

/// What the checker knows at a moment.
pub(crate) struct Moment<'a> {
    pub(crate) disk: &'a Disk,
    pub(crate) sight: &'a Sight,
    pub(crate) wishes: &'a Wishes,
    pub(crate) tampering: &'a mut Tampering,
    pub(crate) step: usize,
    pub(crate) now_ms: i64,
}

/// A client's connection.
pub(crate) enum Link {
    /// None, and no session to resume.
    Away,
    /// IDENTIFY is on its way.
    Opening,
    /// A session on a socket.
    Open { socket: Arc<Socket>, session: SessionHandle },
    /// A session whose socket is gone.
    Lost { session: SessionHandle },
}

/// What a client was told of the guild.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) channels: BTreeSet<ChannelId>,
    pub(crate) members: BTreeSet<UserId>,
    pub(crate) present: BTreeSet<UserId>,
}

/// See the module.
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) person: usize,
    pub(crate) link: Link,
    /// Bytes that it reads in a step; everything if none.
    pub(crate) appetite: Option<usize>,
    pub(crate) seen: Option<Seen>,
    pub(crate) hearings: Vec<Hearing>,
    pub(crate) mirrors: Vec<Mirror>,
    /// For a bot: where the logs ended when it was told of the guild.
    pub(crate) heads: Vec<u64>,
    pub(crate) last_s: u64,
    /// `s` rises by one: not while a resume replays.
    strict: bool,
    /// The step in which its socket was made.
    pub(crate) link_step: usize,
    /// Since when it reads promptly. What it reads at that moment may have been written long ago;
    /// time goes on only when all that is waiting for it has been written.
    fresh_ms: Option<i64>,
}

impl Client {
    pub(crate) fn new(name: String, person: usize) -> Self {
        Self {
            name,
            person,
            link: Link::Away,
            appetite: None,
            seen: None,
            hearings: vec![Hearing::default(); CHANNELS],
            mirrors: vec![Mirror::default(); CHANNELS],
            heads: vec![0; CHANNELS],
            last_s: 0,
            strict: true,
            link_step: 0,
            fresh_ms: None,
        }
    }

    pub(crate) fn is_bot(&self) -> bool {
        self.person == BOT
    }

    pub(crate) fn session(&self) -> Option<&SessionHandle> {
        match &self.link {
            Link::Open { session, .. } => Some(session),
            Link::Away | Link::Opening | Link::Lost { .. } => None,
        }
    }

    pub(crate) fn spec(&self) -> SessionSpec {
        let intents = Intents::GUILDS
            | Intents::GUILD_MEMBERS
            | Intents::GUILD_PRESENCES
            | Intents::GUILD_MESSAGES
            | Intents::GUILD_MESSAGE_REACTIONS
            | Intents::MESSAGE_CONTENT;
        let audience = if self.is_bot() { Audience::Bot(intents) } else { Audience::User };
        SessionSpec {
            user: user(self.person),
            login: self.login(),
            audience,
            large_threshold: 250,
            presence: PresenceChange::default(),
            resume_gateway_url: "ws://localhost/gateway".to_owned(),
            shard: None,
        }
    }

    fn login(&self) -> Option<LoginId> {
        (!self.is_bot()).then(|| LoginId::new(user(self.person).get()))
    }

    /// A new session is there.
    pub(crate) fn opened(&mut self, socket: Arc<Socket>, session: SessionHandle, now_ms: i64) {
        self.link = Link::Open { socket, session };
        (self.last_s, self.strict, self.fresh_ms) = (0, true, Some(now_ms));
    }

    /// The server knows nothing of the session any more.
    pub(crate) fn forget_session(&mut self) {
        self.link = Link::Away;
        self.seen = None;
        self.hearings.iter_mut().for_each(Hearing::session_over);
    }

    /// Tries to take the session up again on a new socket; without one, IDENTIFY is next.
    pub(crate) fn resume(&mut self, engine: &Engine, socket: Arc<Socket>, now_ms: i64) -> bool {
        let Link::Lost { session } = &self.link else { return false };
        let sink = Arc::clone(&socket) as _;
        let (user, login) = (user(self.person), self.login());
        match engine.resume(user, login, session.id(), self.last_s, sink) {
            Ok((session, port)) => {
                tokio::spawn(Arc::clone(&socket).serve(session.clone(), port));
                self.link = Link::Open { socket, session };
                (self.strict, self.fresh_ms) = (false, Some(now_ms));
                for hearing in &mut self.hearings {
                    if let Subscription::Live(_) = hearing.subscription {
                        hearing.subscription = Subscription::Live(now_ms);
                    }
                }
                true
            }
            Err(_) => {
                self.forget_session();
                false
            }
        }
    }

    /// A slow client is slow no more; what it reads first may be old.
    pub(crate) fn hurry(&mut self, now_ms: i64) {
        if let (Link::Open { socket, .. }, Some(_)) = (&self.link, self.appetite) {
            socket.widen();
            (self.fresh_ms, self.appetite) = (Some(now_ms), None);
        }
    }

    /// Reads what it can stomach, and takes note of a socket that was closed. Says what it heard.
    pub(crate) fn read(&mut self, at: &mut Moment<'_>) -> Result<Vec<String>, String> {
        let Link::Open { socket, session } = &self.link else { return Ok(Vec::new()) };
        let (socket, session) = (Arc::clone(socket), session.clone());
        let closed = socket.closed();
        let appetite = if closed.is_some() { None } else { self.appetite };
        let mut frames = socket.read(appetite.unwrap_or(usize::MAX));
        self.swap(&mut frames, at.tampering);
        let mut heard = Vec::new();
        for frame in &frames {
            match self.frame(frame, at) {
                Ok(what) => heard.push(what),
                Err(broken) => {
                    return Err(format!("{broken} ({} after {})", self.name, heard.join(" ")));
                }
            }
        }
        self.fresh_ms = self.fresh_ms.filter(|since_ms| *since_ms == at.now_ms);
        match closed {
            None => {}
            Some(CloseReason::Overrun | CloseReason::Reconnect) => {
                heard.push("overrun".to_owned());
                self.link = Link::Lost { session };
            }
            Some(CloseReason::SessionEnded | CloseReason::LoginEnded | CloseReason::Replaced) => {
                heard.push("ended".to_owned());
                self.forget_session();
            }
        }
        Ok(heard)
    }

    fn frame(&mut self, frame: &Value, at: &mut Moment<'_>) -> Result<String, String> {
        let (name, d) = (frame["t"].as_str().unwrap(), &frame["d"]);
        let s = frame["s"].as_u64().unwrap();
        if s <= self.last_s || (self.strict && s != self.last_s + 1) {
            return Err(format!("P2: dispatch {s} after {}", self.last_s));
        }
        self.last_s = s;
        match name {
            "RESUMED" => {
                self.strict = true;
                self.hearings.iter_mut().for_each(|hearing| hearing.resumed(at.now_ms));
            }
            "GUILD_CREATE" => self.greeted(d, at)?,
            "GUILD_DELETE" => {
                self.seen = None;
                self.hearings.iter_mut().for_each(Hearing::over);
            }
            "CHANNEL_CREATE" | "CHANNEL_DELETE" => self.channel_event(name, d, at)?,
            "GUILD_MEMBER_ADD" | "GUILD_MEMBER_REMOVE" => self.member_event(name, d),
            "X_PRESENCES" => {
                d["presences"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .for_each(|presence| self.presence(presence));
            }
            "PRESENCE_UPDATE" => self.presence(d),
            "X_SUBSCRIBED" => return self.subscribed(d, at),
            "X_UNREAD" => self.unread(d, at)?,
            // It is in no log, and a crash may take back what was read last.
            "MESSAGE_ACK" => {}
            _ if name.starts_with("MESSAGE_") => return self.message(name, d, at),
            _ => {}
        }
        Ok(name.to_owned())
    }

    fn greeted(&mut self, d: &Value, at: &Moment<'_>) -> Result<(), String> {
        let ids = |list: &str, path: &[&str]| -> Vec<u64> {
            let list = d[list].as_array().unwrap().iter();
            list.map(|item| id(path.iter().fold(item, |item, key| &item[key]))).collect()
        };
        if self.seen.is_some() {
            return Err("P2: GUILD_CREATE of a known guild".to_owned());
        }
        self.seen = Some(Seen {
            channels: ids("channels", &["id"]).into_iter().map(ChannelId::new).collect(),
            members: ids("members", &["user", "id"]).into_iter().map(UserId::new).collect(),
            present: ids("presences", &["user", "id"]).into_iter().map(UserId::new).collect(),
        });
        if self.is_bot() {
            for number in 0..CHANNELS {
                self.anew(number, at)?;
            }
        }
        Ok(())
    }

    /// A bot's knowledge of a channel begins.
    fn anew(&mut self, number: usize, at: &Moment<'_>) -> Result<(), String> {
        self.hearings[number].anew()?;
        self.mirrors[number].forget();
        self.heads[number] = at.disk.head(number);
        Ok(())
    }

    fn channel_event(&mut self, name: &str, d: &Value, at: &Moment<'_>) -> Result<(), String> {
        let (created, bot) = (name == "CHANNEL_CREATE", self.is_bot());
        let channel_id = ChannelId::new(id(&d["id"]));
        let number = number(channel_id);
        let Some(seen) = &mut self.seen else {
            return Err(format!("P2: {name} before GUILD_CREATE"));
        };
        let is_news = if created {
            seen.channels.insert(channel_id)
        } else {
            seen.channels.remove(&channel_id)
        };
        if !is_news {
            return Err(format!("P2: {name} of c{number} again"));
        }
        if created && bot {
            self.anew(number, at)?;
        }
        if !created {
            self.hearings[number].over();
        }
        Ok(())
    }

    fn member_event(&mut self, name: &str, d: &Value) {
        let Some(seen) = &mut self.seen else { return };
        let user = UserId::new(id(&d["user"]["id"]));
        if name == "GUILD_MEMBER_ADD" {
            seen.members.insert(user);
        } else {
            seen.members.remove(&user);
            seen.present.remove(&user);
        }
    }

    fn presence(&mut self, presence: &Value) {
        let Some(seen) = &mut self.seen else { return };
        let user = UserId::new(id(&presence["user"]["id"]));
        if presence["status"] == "offline" {
            seen.present.remove(&user);
        } else {
            seen.present.insert(user);
        }
    }

    fn subscribed(&mut self, d: &Value, at: &Moment<'_>) -> Result<String, String> {
        let number = number(ChannelId::new(id(&d["channel_id"])));
        let (hearing, mirror) = (&mut self.hearings[number], &mut self.mirrors[number]);
        if let Some(code) = d["error"]["code"].as_u64() {
            hearing.refused();
            return Ok(format!("refused c{number} {code}"));
        }
        let reset = d["reset"].as_bool().unwrap();
        let answer = (d["head"].as_u64().unwrap(), d["replayed"].as_u64().unwrap(), reset);
        if reset || hearing.cursor.is_none() {
            mirror.forget();
        }
        let left_out = |seq| at.disk.may_be_left_out(number, seq);
        hearing.subscribed(answer, at.now_ms, config().replay_max, &left_out)?;
        Ok(format!("live c{number} {answer:?}"))
    }

    fn unread(&mut self, d: &Value, at: &Moment<'_>) -> Result<(), String> {
        for item in d["channels"].as_array().unwrap() {
            let number = number(ChannelId::new(id(&item["channel_id"])));
            self.may_hear(number, at)?;
        }
        Ok(())
    }

    /// P5. What a client reads was written since its socket was made; if it reads at once, in this
    /// step.
    fn may_hear(&self, number: usize, at: &Moment<'_>) -> Result<(), String> {
        let written_since = if self.is_prompt() { at.step } else { self.link_step };
        if at.sight.is_blind(self.person, number, written_since) {
            return Err(format!("P5: hears of c{number}, which it may not see"));
        }
        Ok(())
    }

    fn message(&mut self, name: &str, d: &Value, at: &mut Moment<'_>) -> Result<String, String> {
        let channel_id = ChannelId::new(id(&d["channel_id"]));
        let (number, seq) = (number(channel_id), d["x_seq"].as_u64().unwrap());
        self.may_hear(number, at)?;
        if !self.seen.as_ref().is_some_and(|seen| seen.channels.contains(&channel_id)) {
            return Err(format!("P5: an event of c{number}, which was not created for it"));
        }
        self.is_true(name, d, (number, seq), at)?;
        at.tampering.see();
        // The first event that a bot hears may be any: nobody could notice that it was another.
        let last = self.hearings[number].last();
        let counts = !(last.is_some() && at.tampering.drops(&self.name, number, seq));
        let times = if at.tampering.strikes(Tamper::Double) { 2 } else { 1 };
        let left_out = |seq| at.disk.may_be_left_out(number, seq);
        if let Some(last) = last {
            at.tampering.heard(&self.name, number, (last, seq), left_out);
        }
        for _ in 0..times {
            let hearing = &mut self.hearings[number];
            let heard = if self.person == BOT {
                hearing.bot_event(seq, counts, &left_out)
            } else {
                hearing.event(seq, counts, &left_out)
            };
            heard.map_err(|broken| format!("{broken} of c{number}"))?;
        }
        self.mirrors[number].event(name, d)?;
        Ok(format!("c{number}#{seq}"))
    }

    /// P1: what it is told happened. Nothing is told of what surely was deleted when it was written to
    /// the socket, but that it was, and that there was something.
    fn is_true(
        &self,
        name: &str,
        d: &Value,
        (number, seq): (usize, u64),
        at: &Moment<'_>,
    ) -> Result<(), String> {
        let message = d["id"].as_str().or(d["message_id"].as_str()).map(|id| id.parse().unwrap());
        let entry = at.disk.entry(number, seq);
        let happened = entry.is_some_and(|entry| {
            event_of(&entry.kind) == name && Some(entry.message.get()) == message
        });
        if !happened {
            return Err(format!("P1: event {seq} of c{number} is not in its log"));
        }
        let Some(told) = d["content"].as_str() else { return Ok(()) };
        let message = MessageId::new(message.unwrap());
        let present = at.disk.present(number, message);
        let written_since = if self.is_prompt() { at.step } else { self.link_step };
        if !told.is_empty() && at.wishes.is_deleted(message, written_since) {
            return Err(format!("P5: {told:?} is told after it was deleted"));
        }
        match present {
            Some(present) if original(told) != original(&present.content) => {
                Err(format!("P1: event {seq} of c{number} says {told:?}, which nobody wrote"))
            }
            _ => Ok(()),
        }
    }

    /// Whether it has read all that was written to it before this step.
    pub(crate) fn is_prompt(&self) -> bool {
        matches!(self.link, Link::Open { .. }) && self.appetite.is_none() && self.fresh_ms.is_none()
    }

    /// Whether it is live on a channel.
    pub(crate) fn hears(&self, number: usize) -> bool {
        matches!(self.hearings[number].subscription, Subscription::Live(_))
    }

    /// Tells it of an event that nobody sent.
    pub(crate) fn told(
        &mut self,
        number: usize,
        seq: u64,
        at: &mut Moment<'_>,
    ) -> Result<(), String> {
        let d = serde_json::json!({
            "channel_id": channel(number), "x_seq": seq, "id": "1", "content": "invented",
        });
        self.message("MESSAGE_CREATE", &d, at).map(drop)
    }

    /// Swaps the payloads of two events of one channel.
    fn swap(&self, frames: &mut [Value], tampering: &mut Tampering) {
        let pair = (1..frames.len()).find(|place| {
            let (one, other) = (&frames[place - 1], &frames[*place]);
            one["t"] == "MESSAGE_CREATE"
                && other["t"] == "MESSAGE_CREATE"
                && one["d"]["channel_id"] == other["d"]["channel_id"]
        });
        if let Some(place) = pair
            && tampering.strikes(Tamper::Swap)
        {
            let first = frames[place - 1]["d"].take();
            let second = std::mem::replace(&mut frames[place]["d"], first);
            frames[place - 1]["d"] = second;
        }
    }
}

/// What an entry of the log is told as.
fn event_of(kind: &LogKind) -> &'static str {
    match kind {
        LogKind::Create => "MESSAGE_CREATE",
        LogKind::Update => "MESSAGE_UPDATE",
        LogKind::Delete => "MESSAGE_DELETE",
        LogKind::BulkDelete { .. } => "MESSAGE_DELETE_BULK",
        LogKind::ReactionAdd { .. } => "MESSAGE_REACTION_ADD",
        LogKind::ReactionRemove { .. } => "MESSAGE_REACTION_REMOVE",
        LogKind::ReactionsRemoved => "MESSAGE_REACTION_REMOVE_ALL",
        LogKind::EmojiRemoved { .. } => "MESSAGE_REACTION_REMOVE_EMOJI",
        LogKind::Pins => "CHANNEL_PINS_UPDATE",
    }
}

fn id(value: &Value) -> u64 {
    value.as_str().unwrap().parse().unwrap()
}

/// Which of the world's channels this is; the voice channel comes last.
fn number(id: ChannelId) -> usize {
    (0..=CHANNELS).find(|number| channel(*number) == id).expect("a channel of this world")
}
