//! The engine's door: it finds and loads guilds, channels and sessions, and hands out handles.
//!
//! - EN1  Nothing is found through a global: two engines in one process know nothing of each other.
//! - EN2  What is not in the store is not loaded: an unknown id costs a read and leaves nothing.

mod acquaintance;
mod audit_log;
mod bans;
mod brakes;
mod calls;
mod context;
mod departure;
#[cfg(feature = "faults")]
mod faults;
mod handles;
mod history;
mod invites;
mod message_sweeps;
mod newcomers;
mod of_person;
mod pins;
mod profile;
mod reactions;
mod reports;
mod residents;
mod sessions;
mod threads;
mod versions;
mod voice;
mod word_rules;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use protocol::wire::{PrivateChannel, Relationship};
use protocol::{ChannelId, GuildId, LoginId, UserId};
use ractor::{ActorRef, SpawnErr};
use storage::records::{ChannelHome, Conversation, Guild, Invite, User};
use storage::{CommitError, ReadError, ShortText, Store, StoreExt};

pub use audit_log::{AUDIT_PAGE_MAX, AuditQuery};
pub use bans::{BANS_LISTED_MAX, BanQuery, BannedMany};
pub(crate) use context::Context;
pub use departure::DepartureError;
#[cfg(feature = "faults")]
pub use faults::Fault;
pub use handles::{ChannelHandle, GuildHandle};
pub use history::{Anchor, Events, LogEvent};
pub use pins::Pinned;
pub use reports::{REPORTS_PAGE_MAX, ReportQuery};
pub use sessions::SessionHandle;
pub use word_rules::TRIED_CHARS_MAX;

use crate::clock::Clock;
use crate::config::EngineConfig;
use crate::conversations::{self, ConversationError};
use crate::founding;
use crate::guild::GuildError;
use crate::outbox::{CloseReason, FrameSink, NotResumable, SocketPort};
use crate::reads;
use crate::relations::{self, RelationAct, RelationError};
use crate::room::{self, Sound};
use crate::session::{SessionId, SessionSpec};
use crate::settings::{self, Settings, SettingsError};
use crate::slot::Unavailable;
use crate::slow_mode::SlowMode;
use crate::supervisor::{SupervisorMsg, SupervisorNode};
use crate::view::AccessError;

/// Guilds that a person founds or joins at most, as in v10.
pub const GUILDS_PER_USER_MAX: usize = 100;

/// Guilds of one bot.
pub const GUILDS_PER_BOT_MAX: usize = 1_000;

/// How often idle actors are looked for.
const HOUSEKEEPING_INTERVAL: Duration = Duration::from_secs(5);

/// Why a channel is not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// It does not exist for this user, or is hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The store does not answer, or the channel is being restarted.
    #[error("the channel is not available at the moment")]
    Unavailable,
}

impl From<ReadError> for ChannelError {
    fn from(error: ReadError) -> Self {
        tracing::warn!(%error, "a read failed");
        Self::Unavailable
    }
}

impl From<Unavailable> for ChannelError {
    fn from(_: Unavailable) -> Self {
        Self::Unavailable
    }
}

/// The supervisor tree and what hangs in it. Clones are the same engine.
#[derive(Clone)]
pub struct Engine {
    context: Arc<Context>,
    root: ActorRef<SupervisorMsg>,
}

impl Engine {
    /// Starts the tree. Guilds and channels are loaded on first use.
    ///
    /// # Errors
    /// When the root does not start.
    pub async fn start(
        config: EngineConfig,
        store: Arc<dyn Store>,
        clock: Clock,
    ) -> Result<Self, SpawnErr> {
        let (node, root) = SupervisorNode::root(clock.clone()).await?;
        let context = Context::new(config, store, clock, &node);
        #[expect(
            clippy::disallowed_methods,
            reason = "it holds the engine weakly and ends with it"
        )]
        tokio::spawn(housekeeping(Arc::downgrade(&context)));
        Ok(Self { context, root })
    }

    /// The pause between messages that holds in all channels of guilds.
    pub fn slow_mode(&self) -> &SlowMode {
        &self.context.config.slow_mode
    }

    /// Starts the media server; where it listens. Rooms of more people than a mesh takes need it.
    ///
    /// # Errors
    /// When an address cannot be listened on, or one runs already.
    pub fn start_media(&self, settings: ::voice::Settings) -> io::Result<Vec<SocketAddr>> {
        let (media, events) = ::voice::Media::start(settings)?;
        let addresses = media.listens_at();
        let is_first = self.context.sound.set(Sound::new(media)).is_ok();
        if !is_first {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "it holds the engine weakly and ends with it"
        )]
        tokio::spawn(room::listen(Arc::downgrade(&self.context), events));
        Ok(addresses)
    }

    /// The rooms of all guilds with somebody in them, for whoever runs this server.
    pub fn rooms(&self) -> room::Rooms {
        room::rooms(&self.context)
    }

    /// Has what the media server counted in the metrics.
    pub fn publish_media(&self) {
        if let Some(sound) = self.context.sound.get() {
            sound.publish();
        }
    }

    /// Has ids go on from the highest in the store, also when the clock was set back since: to be
    /// called before anything is made.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn continue_ids(&self) -> Result<(), ReadError> {
        let store = self.store();
        let guild = store.last::<Guild>(&()).await?.map_or(0, |guild| guild.id.get());
        let channel = store.last::<ChannelHome>(&()).await?.map_or(0, |home| home.channel.get());
        let conversation = store.last::<Conversation>(&()).await?;
        let conversation = conversation.map_or(0, |conversation| conversation.channel.get());
        // Messages have the log of their channel to go on from.
        self.context.id_after(guild.max(channel).max(conversation));
        Ok(())
    }

    /// The store below.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.context.store
    }

    /// The clock that everything here reads.
    pub fn clock(&self) -> &Clock {
        &self.context.clock
    }

    /// A new id for whatever needs one.
    pub fn next_id(&self) -> u64 {
        self.context.next_id()
    }

    /// A guild of which `user` is a member.
    ///
    /// # Errors
    /// `UnknownGuild` for everybody else; `Unavailable`.
    pub async fn guild(&self, id: GuildId, user: UserId) -> Result<GuildHandle, GuildError> {
        let handle = self.context.guild(id).await?;
        if handle.view().members.contains_key(&user) {
            Ok(handle)
        } else {
            Err(GuildError::UnknownGuild)
        }
    }

    /// A channel that `user` sees.
    ///
    /// # Errors
    /// See [`ChannelError`].
    pub async fn channel(
        &self,
        id: ChannelId,
        user: UserId,
    ) -> Result<ChannelHandle, ChannelError> {
        self.context.channel(id, user).await
    }

    /// The guilds of a user, by id.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn guilds_of(&self, user: UserId) -> Result<Vec<GuildId>, ReadError> {
        self.context.guilds_of(user).await
    }

    /// An invite that can still be used, with its guild.
    ///
    /// # Errors
    /// `UnknownInvite`, `Unavailable`.
    pub async fn invite(&self, code: &str) -> Result<(Invite, GuildHandle), GuildError> {
        let code = ShortText::new(code).ok_or(GuildError::UnknownInvite)?;
        let invite = self.context.store.load::<Invite>(&code).await.map_err(|error| {
            tracing::warn!(%error, "an invite could not be read");
            GuildError::Unavailable
        })?;
        let now_ms = self.context.clock.now_ms();
        let invite =
            invite.filter(|invite| !invite.has_ended(now_ms)).ok_or(GuildError::UnknownInvite)?;
        let guild = self.context.guild(invite.guild).await.map_err(|error| match error {
            GuildError::UnknownGuild => GuildError::UnknownInvite,
            other => other,
        })?;
        if !guild.view().channels.contains_key(&invite.channel) {
            return Err(GuildError::UnknownInvite);
        }
        Ok((invite, guild))
    }

    /// Founds a guild and tells the sessions of its owner.
    ///
    /// # Errors
    /// `Unavailable` when the store takes nothing.
    pub async fn create_guild(&self, owner: UserId, name: &str) -> Result<GuildHandle, GuildError> {
        let context = &self.context;
        let id = GuildId::new(context.next_id());
        let now_ms = context.clock.now_ms();
        let (_, batch) = founding::found(id, owner, name, &mut || context.next_id(), now_ms);
        context.store.commit(batch).await.map_err(|error| {
            tracing::warn!(%error, "a guild could not be founded");
            GuildError::Unavailable
        })?;
        let guild = context.guild(id).await?;
        guild.attach_sessions_of(owner).await;
        Ok(guild)
    }

    /// Whether a user may found or join one more guild. Whoever asks twice at once may be told so twice.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn has_room_for_guild(&self, user: UserId, is_bot: bool) -> Result<bool, ReadError> {
        let max = if is_bot { GUILDS_PER_BOT_MAX } else { GUILDS_PER_USER_MAX };
        Ok(self.context.guilds_of(user).await?.len() < max)
    }

    /// An account as others see it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn user(&self, id: UserId) -> Result<Option<Arc<User>>, ReadError> {
        self.context.user(id).await
    }

    /// Changes how a user stands to another one, and tells the sessions of both.
    ///
    /// # Errors
    /// See [`RelationError`].
    pub async fn relate(
        &self,
        actor: UserId,
        other: UserId,
        act: RelationAct,
    ) -> Result<(), RelationError> {
        relations::relate(&self.context, actor, other, act).await
    }

    /// Friends, requests and blocked users of a user, by id.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn relationships(&self, user: UserId) -> Result<Vec<Relationship>, ReadError> {
        relations::list(&self.context, user).await
    }

    /// What a user's clients keep with the account.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn settings(&self, user: UserId) -> Result<Settings, ReadError> {
        settings::load(&self.context, user).await
    }

    /// Replaces the given settings, where null takes one away. Returns the whole.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub async fn change_settings(
        &self,
        user: UserId,
        patch: Settings,
    ) -> Result<Settings, SettingsError> {
        settings::change(&self.context, user, patch).await
    }

    /// Opens the conversation of two users, for one of them.
    ///
    /// # Errors
    /// See [`ConversationError`].
    pub async fn open_conversation(
        &self,
        actor: UserId,
        other: UserId,
    ) -> Result<PrivateChannel, ConversationError> {
        conversations::open(&self.context, actor, other).await
    }

    /// Makes a group of somebody and some of their friends.
    ///
    /// # Errors
    /// See [`ConversationError`].
    pub async fn create_group(
        &self,
        actor: UserId,
        friends: &[UserId],
    ) -> Result<PrivateChannel, ConversationError> {
        conversations::create(&self.context, actor, friends).await
    }

    /// The conversations in a user's list, the newest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn conversations(&self, user: UserId) -> Result<Vec<PrivateChannel>, ReadError> {
        conversations::list(&self.context, user).await
    }

    /// Opens a gateway session on a socket: READY, then GUILD_CREATE of each guild.
    ///
    /// # Errors
    /// When the store does not answer or the account is gone.
    pub async fn identify(
        &self,
        spec: SessionSpec,
        sink: Arc<dyn FrameSink>,
    ) -> Result<(SessionHandle, SocketPort), ReadError> {
        sessions::open(&self.context, spec, sink).await
    }

    /// Gives a session of this user and login a new socket, and replays what came after `s`.
    ///
    /// # Errors
    /// `NotResumable` when there is no such session or it no longer holds all of that.
    pub fn resume(
        &self,
        user: UserId,
        login: Option<LoginId>,
        session: SessionId,
        s: u64,
        sink: Arc<dyn FrameSink>,
    ) -> Result<(SessionHandle, SocketPort), NotResumable> {
        sessions::resume(&self.context, (user, login, session), s, sink)
    }

    /// Ends all sessions of a login (4004).
    pub fn end_login(&self, user: UserId, login: LoginId) {
        sessions::end(&self.context, user, |session| session.login == Some(login));
    }

    /// Ends all sessions of a user but those of one login (4004).
    pub fn end_other_logins(&self, user: UserId, keep: LoginId) {
        sessions::end(&self.context, user, |session| session.login != Some(keep));
    }

    /// Ends all sessions of a user or bot (4004).
    pub fn end_sessions(&self, user: UserId) {
        sessions::end(&self.context, user, |_| true);
    }

    /// How many gateway sessions there are, with and without a socket.
    pub fn session_count(&self) -> usize {
        self.context.session_count()
    }

    /// How many channel actors are loaded.
    pub fn loaded_channels(&self) -> usize {
        self.context.loaded_channels()
    }

    /// Tells every client to come back elsewhere or later, waits for posts in flight (at most
    /// `patience`) and for the ends of calls, and stops the tree.
    pub async fn shutdown(&self, patience: Duration) {
        for session in self.context.all_sessions() {
            session.shared.outbox.close(CloseReason::Reconnect, false);
        }
        calls::close_all(&self.context, patience).await;
        let _late = tokio::time::timeout(patience, self.context.posts_settled()).await;
        reads::flush(&self.context).await;
        let _late = self.root.stop_and_wait(None, Some(patience)).await;
    }
}

/// Unloads what nobody uses, until the engine is gone.
async fn housekeeping(context: std::sync::Weak<Context>) {
    loop {
        tokio::time::sleep(HOUSEKEEPING_INTERVAL).await;
        match context.upgrade() {
            Some(context) => context.unload_idle(),
            None => return,
        }
    }
}

/// A code that is not guessed: ten characters of 32, 50 random bits.
pub(crate) fn invite_code() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bits: u64 = rand::random();
    (0..10).map(|i| char::from(ALPHABET[(bits >> (i * 5)) as usize & 31])).collect()
}

impl From<CommitError> for GuildError {
    fn from(error: CommitError) -> Self {
        tracing::warn!(%error, "a commit failed");
        Self::Unavailable
    }
}

#[cfg(test)]
mod tests {
    use super::invite_code;

    #[test]
    fn invite_codes_are_readable_and_differ() {
        let (one, two) = (invite_code(), invite_code());
        assert_eq!(one.len(), 10);
        assert_ne!(one, two);
        assert!(one.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    }
}
