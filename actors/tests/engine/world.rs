//! A small world: accounts in a store, an engine over it, and clients with sockets.

use std::sync::Arc;
use std::time::Duration;

use actors::{
    Audience, Clock, Command, Draft, Engine, EngineConfig, GuildHandle, Outcome, PostError,
    SessionHandle, SessionSpec,
};
use protocol::gateway::PresenceChange;
use protocol::intents::Intents;
use protocol::wire::{ChosenStatus, Message, Nonce};
use protocol::{ChannelId, LoginId, UserId};
use serde_json::Value;
use storage::records::{InstanceRole, Invite, User};
use storage::{Batch, MemoryStore, Shard, Store};

use crate::socket::Socket;

/// 2026-01-01, for clocks that start somewhere.
pub(crate) const START_MS: i64 = 1_767_225_600_000;

/// An engine and its store.
pub(crate) struct World {
    pub(crate) engine: Engine,
}

impl World {
    /// An engine over an empty store in memory.
    pub(crate) async fn start() -> Self {
        Self::over(EngineConfig::default(), Arc::new(MemoryStore::new())).await
    }

    /// An engine over this store.
    pub(crate) async fn over(config: EngineConfig, store: Arc<dyn Store>) -> Self {
        let engine = Engine::start(config, store, Clock::tokio(START_MS)).await.unwrap();
        Self { engine }
    }

    /// Makes an account.
    pub(crate) async fn account(&self, name: &str) -> UserId {
        let id = UserId::new(self.engine.next_id());
        let user = account(id, name);
        self.engine.store().commit(Batch::new(Shard::Social).put(&user)).await.unwrap();
        id
    }

    /// Founds a guild; the channel is its first text channel.
    pub(crate) async fn guild(&self, owner: UserId) -> (GuildHandle, ChannelId) {
        let guild = self.engine.create_guild(owner, "Harbour").await.unwrap();
        let general = guild.view().guild.system_channel.unwrap();
        (guild, general)
    }

    /// Brings a user into a guild by an invite.
    pub(crate) async fn join(
        &self,
        guild: &GuildHandle,
        general: ChannelId,
        owner: UserId,
        who: UserId,
    ) {
        let invite = invite(guild, general, owner).await;
        let user = self.engine.user(who).await.unwrap().unwrap();
        guild.act(Command::Join { user, invite }).await.unwrap();
    }

    /// Connects a browser.
    pub(crate) async fn connect(&self, user: UserId) -> Client {
        self.connect_with(user, 1 << 20).await
    }

    /// Connects a browser whose socket buffers so many bytes.
    pub(crate) async fn connect_with(&self, user: UserId, capacity: usize) -> Client {
        let client = self.open(user, capacity).await;
        settle().await;
        client
    }

    /// The same, without waiting for what it hears first.
    pub(crate) async fn open(&self, user: UserId, capacity: usize) -> Client {
        self.open_on(user, Socket::new(capacity, None)).await
    }

    /// The same on a given socket.
    pub(crate) async fn open_on(&self, user: UserId, socket: Arc<Socket>) -> Client {
        self.identify(spec(user), socket).await
    }

    /// Connects a bot that asked for these intents.
    pub(crate) async fn connect_bot(&self, user: UserId, intents: Intents) -> Client {
        let spec = SessionSpec { audience: Audience::Bot(intents), login: None, ..spec(user) };
        let client = self.identify(spec, Socket::new(1 << 20, None)).await;
        settle().await;
        client
    }

    async fn identify(&self, spec: SessionSpec, socket: Arc<Socket>) -> Client {
        let sink = Arc::clone(&socket) as _;
        let (session, port) = self.engine.identify(spec, sink).await.unwrap();
        tokio::spawn(Arc::clone(&socket).serve(session.clone(), port));
        Client { socket, session, heard: Vec::new() }
    }

    /// Posts a message.
    pub(crate) async fn post(
        &self,
        author: UserId,
        channel: ChannelId,
        content: &str,
        nonce: Option<&str>,
    ) -> Result<Message, PostError> {
        let nonce = nonce.map(|nonce| Nonce::text(nonce).unwrap());
        let draft = Draft { nonce, ..Draft::text(author, content) };
        let channel =
            self.engine.channel(channel, author).await.map_err(|_| PostError::Unavailable)?;
        channel.post(draft).await
    }
}

/// A browser: what it heard, in order.
pub(crate) struct Client {
    pub(crate) socket: Arc<Socket>,
    pub(crate) session: SessionHandle,
    pub(crate) heard: Vec<Value>,
}

impl Client {
    /// Says to be there in this way.
    pub(crate) fn shows(&self, status: ChosenStatus) {
        self.session.set_presence(PresenceChange { status, activities: Vec::new() });
    }

    /// Reads everything that is there.
    pub(crate) async fn read(&mut self) -> &[Value] {
        settle().await;
        let from = self.heard.len();
        self.heard.extend(self.socket.read(usize::MAX));
        &self.heard[from..]
    }

    /// Reads, and names the events.
    pub(crate) async fn names(&mut self) -> Vec<String> {
        self.read().await.iter().map(|frame| name(frame).to_owned()).collect()
    }

    /// Reads, and returns the contents of messages.
    pub(crate) async fn messages(&mut self) -> Vec<String> {
        let frames = self.read().await.iter();
        let messages = frames.filter(|frame| name(frame) == "MESSAGE_CREATE");
        messages.map(|frame| frame["d"]["content"].as_str().unwrap().to_owned()).collect()
    }

    /// The number of the last dispatch that was read.
    pub(crate) fn last_s(&self) -> u64 {
        self.heard.iter().filter_map(|frame| frame["s"].as_u64()).max().unwrap_or(0)
    }
}

/// The event's name.
pub(crate) fn name(frame: &Value) -> &str {
    frame["t"].as_str().unwrap_or_default()
}

/// Lets everything that is on its way arrive; time is paused, so this takes none.
pub(crate) async fn settle() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

/// An invite to a guild, as stored.
pub(crate) async fn invite(guild: &GuildHandle, channel: ChannelId, actor: UserId) -> Invite {
    let create = Command::CreateInvite { actor, channel, max_age_s: 0, max_uses: 0 };
    match guild.act(create).await.unwrap() {
        Outcome::Invite(invite) => invite,
        other => panic!("an invite led to {other:?}"),
    }
}

/// How a browser identifies.
pub(crate) fn spec(user: UserId) -> SessionSpec {
    SessionSpec {
        user,
        login: Some(LoginId::new(user.get())),
        audience: Audience::User,
        large_threshold: 250,
        presence: PresenceChange::default(),
        resume_gateway_url: "ws://localhost/gateway".to_owned(),
        shard: None,
    }
}

/// An account.
pub(crate) fn account(id: UserId, name: &str) -> User {
    User {
        id,
        username: name.to_owned(),
        global_name: None,
        email: None,
        password_hash: None,
        bot: false,
        bot_owner: None,
        instance_role: InstanceRole::User,
        created_at_ms: START_MS,
        avatar: None,
        second_factor: false,
    }
}
