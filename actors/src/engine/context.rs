//! What all actors of one engine share: settings, store, clock, and the maps that find nodes.

mod people;

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use parking_lot::Mutex;
use protocol::{ChannelId, GuildId, MessageId, SnowflakeGenerator, UserId};
use storage::records::{ChannelHome, Guild, Membership, Thread, User};
use storage::{ReadError, Scan, Store, StoreExt};
use tokio::sync::Notify;

use super::residents::Residents;
use super::{ChannelError, ChannelHandle, GUILDS_PER_BOT_MAX, GuildHandle};
use crate::blocks::Blocks;
use crate::channel::{ChannelMsg, ChannelNode};
use crate::clock::Clock;
use crate::config::EngineConfig;
use crate::conversations::{self, Conversations};
use crate::guild::{
    self, ChannelHead, Command, GuildError, GuildMsg, GuildNode, GuildShared, ThreadCommand,
};
use crate::profiles::Profiles;
use crate::reads::Reads;
use crate::room::{Seats, Sound};
use crate::session::{SessionId, SessionNode, SessionShared};
use crate::stripes::Stripes;
use crate::supervisor::SupervisorNode;
use crate::user::{UserMsg, UserNode};
use crate::view::{AccessError, GuildView};

/// Users and sessions are spread over this many supervisors, so that one of them is no bottleneck.
const USER_SUPERVISORS: usize = 16;
/// Homes of channels that are remembered; then all are looked up again.
const HOMES_MAX: usize = 200_000;

/// A socket that is dead for longer was closed, since its heartbeats are missing.
const SOCKET_SILENCE: Duration = Duration::from_secs(120);

/// See the module.
pub(crate) struct Context {
    pub(crate) config: EngineConfig,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Clock,
    pub(crate) profiles: Profiles,
    /// One change of a user's relationships at a time.
    pub(crate) relations: Stripes,
    pub(crate) blocks: Arc<Blocks>,
    pub(crate) reads: Reads,
    pub(crate) seats: Seats,
    /// The media server, where one runs.
    pub(crate) sound: OnceLock<Sound>,
    /// One change of a user's settings at a time.
    pub(crate) settings: Stripes,
    /// A ban asks for a sweep.
    pub(crate) message_sweeps: Notify,
    ids: Mutex<SnowflakeGenerator>,
    pub(crate) conversations: Conversations,
    guild_supervisors: Arc<SupervisorNode>,
    user_supervisors: Vec<Arc<SupervisorNode>>,
    guilds: Mutex<HashMap<GuildId, Arc<GuildEntry>>>,
    residents: Residents,
    homes: Mutex<HashMap<ChannelId, GuildId>>,
    users: Mutex<HashMap<UserId, Arc<UserNode>>>,
    sessions: Mutex<HashMap<SessionId, Arc<SessionNode>>>,
}

/// A guild that is being loaded, or is.
#[derive(Default)]
struct GuildEntry {
    node: tokio::sync::OnceCell<Arc<GuildNode>>,
    used_at_ms: AtomicI64,
}

impl Context {
    pub(super) fn new(
        config: EngineConfig,
        store: Arc<dyn Store>,
        clock: Clock,
        root: &Arc<SupervisorNode>,
    ) -> Arc<Self> {
        Arc::new(Self {
            conversations: Conversations::new(SupervisorNode::below(root)),
            guild_supervisors: SupervisorNode::below(root),
            user_supervisors: (0..USER_SUPERVISORS).map(|_| SupervisorNode::below(root)).collect(),
            ids: Mutex::new(SnowflakeGenerator::new(config.node)),
            residents: Residents::new(config.channels_loaded_max),
            config,
            store,
            clock,
            profiles: Profiles::default(),
            relations: Stripes::default(),
            blocks: Arc::default(),
            reads: Reads::default(),
            seats: Seats::default(),
            sound: OnceLock::new(),
            settings: Stripes::default(),
            message_sweeps: Notify::new(),
            guilds: Mutex::default(),
            homes: Mutex::default(),
            users: Mutex::default(),
            sessions: Mutex::default(),
        })
    }

    pub(crate) fn next_id(&self) -> u64 {
        self.ids.lock().next(self.clock.now_ms())
    }

    /// An id above `last`, and above every other that this engine made. Also when the clock was set
    /// back since `last` was stored.
    pub(crate) fn id_after(&self, last: u64) -> u64 {
        let mut ids = self.ids.lock();
        if ids.last() < last {
            *ids = SnowflakeGenerator::resume(self.config.node, last);
        }
        ids.next(self.clock.now_ms())
    }

    /// The moment since when a session that is resumed may have heard nothing: its window, and the
    /// time that a dead socket goes unnoticed.
    pub(crate) fn resumable_since_ms(&self) -> i64 {
        self.clock.now_ms() - millis(self.config.resume_window + SOCKET_SILENCE)
    }

    /// A guild, loaded on first use.
    pub(crate) async fn guild(self: &Arc<Self>, id: GuildId) -> Result<GuildHandle, GuildError> {
        let entry = Arc::clone(self.guilds.lock().entry(id).or_default());
        entry.used_at_ms.store(self.clock.now_ms(), Ordering::Relaxed);
        let loaded = entry.node.get_or_try_init(|| self.load_guild(id)).await;
        match loaded {
            Ok(node) => Ok(GuildHandle::new(Arc::clone(node))),
            Err(error) => {
                let mut guilds = self.guilds.lock();
                // Whoever waits for the same entry loads into it next: it must not find another one
                // in its place. Entries are taken under this lock, so the count is certain.
                let alone = Arc::strong_count(&entry) == 2;
                if alone && !entry.node.initialized() {
                    guilds.remove(&id);
                }
                Err(error)
            }
        }
    }

    async fn load_guild(self: &Arc<Self>, id: GuildId) -> Result<Arc<GuildNode>, GuildError> {
        let unreadable = |error: ReadError| {
            tracing::warn!(%error, guild = %id, "a guild could not be read");
            GuildError::Unavailable
        };
        let view =
            guild::view(&*self.store, id, &self.config.addresses).await.map_err(unreadable)?;
        let mut view = view.ok_or(GuildError::UnknownGuild)?;
        let heads = guild::heads(&*self.store, &view).await.map_err(unreadable)?;
        self.archive_quiet(&mut view, &heads).await;
        let supervisor = SupervisorNode::below(&self.guild_supervisors);
        Ok(GuildNode::new(Arc::clone(self), GuildShared::new(view, heads), supervisor))
    }

    /// A guild that is loaded already.
    pub(crate) fn known_guild(&self, id: GuildId) -> Option<Arc<GuildNode>> {
        self.guilds.lock().get(&id).and_then(|entry| entry.node.get().cloned())
    }

    /// A guild that is loaded, or is being loaded by somebody else: then once it is.
    pub(crate) async fn guild_in_use(self: &Arc<Self>, id: GuildId) -> Option<GuildHandle> {
        let is_known = self.guilds.lock().contains_key(&id);
        if is_known { self.guild(id).await.ok() } else { None }
    }

    /// A channel that a user sees.
    pub(crate) async fn channel(
        self: &Arc<Self>,
        id: ChannelId,
        user: UserId,
    ) -> Result<ChannelHandle, ChannelError> {
        let Some(home) = self.home(id).await? else {
            let conversation = conversations::find(self, id).await?;
            let conversation = conversation.ok_or(AccessError::UnknownChannel)?;
            conversation.view().access(user, id, self.clock.now_ms())?;
            conversations::settle(self, &conversation).await?;
            return Ok(ChannelHandle::private(conversation));
        };
        let guild = self.guild(home).await.map_err(|error| match error {
            GuildError::UnknownGuild => AccessError::UnknownChannel.into(),
            _ => ChannelError::Unavailable,
        })?;
        // Held before a thread is recalled, so that it does not leave the view at once.
        let node = self.recalled(&guild, id, user).await?;
        guild.view().access(user, id, self.clock.now_ms())?;
        let node = node.unwrap_or_else(|| guild.node().channel(id));
        Ok(ChannelHandle::new(node, guild))
    }

    pub(crate) async fn home(&self, id: ChannelId) -> Result<Option<GuildId>, ReadError> {
        if let Some(home) = self.homes.lock().get(&id) {
            return Ok(Some(*home));
        }
        let home = self.store.load::<ChannelHome>(&id).await?.map(|home| home.guild);
        if let Some(home) = home {
            let mut homes = self.homes.lock();
            if homes.len() >= HOMES_MAX {
                homes.clear();
            }
            homes.insert(id, home);
        }
        Ok(home)
    }

    /// Has an archived thread that a user may see in the view again, and holds its node meanwhile.
    async fn recalled(
        &self,
        guild: &GuildHandle,
        id: ChannelId,
        user: UserId,
    ) -> Result<Option<Arc<ChannelNode>>, ChannelError> {
        let view = guild.view();
        if view.place(id).is_some() || !view.members.contains_key(&user) {
            return Ok(None);
        }
        let row = self.store.load::<Thread>(&(view.id(), id)).await?;
        if !row.is_some_and(|thread| view.can_view(user, thread.parent)) {
            return Ok(None);
        }
        let node = guild.node().channel(id);
        let recall = ThreadCommand::Recall { thread: id, found: None };
        match guild.act(Command::Thread(recall)).await {
            Err(GuildError::Unavailable) => Err(ChannelError::Unavailable),
            Ok(_) | Err(_) => Ok(Some(node)),
        }
    }

    /// Threads whose time was over while their guild was not loaded: nobody finds one of them active.
    async fn archive_quiet(&self, view: &mut GuildView, heads: &HashMap<ChannelId, ChannelHead>) {
        let posted_ms = |id: &ChannelId| heads.get(id)?.last_message.map(MessageId::created_at_ms);
        loop {
            let due = {
                let threads = view.threads.iter().map(|(id, t)| (&t.thread, posted_ms(id)));
                guild::due(threads, self.clock.now_ms()).0
            };
            if due.is_empty() {
                return;
            }
            let (batch, next) = guild::archived(view, &due);
            if let Err(error) = self.store.commit(batch).await {
                tracing::warn!(%error, guild = %view.id(), "quiet threads stay active for now");
                return;
            }
            *view = next;
        }
    }

    pub(crate) async fn guilds_of(&self, user: UserId) -> Result<Vec<GuildId>, ReadError> {
        let scan = Scan::<Membership>::within(&user).limit(GUILDS_PER_BOT_MAX);
        let ids: Vec<GuildId> = self.store.scan(scan).await?.iter().map(|m| m.guild).collect();
        // The memberships of a deleted guild go later than the guild.
        let guilds = self.store.load_many::<Guild>(&ids).await?;
        Ok(guilds.into_iter().flatten().map(|guild| guild.id).collect())
    }

    pub(crate) async fn user(&self, id: UserId) -> Result<Option<Arc<User>>, ReadError> {
        Ok(self.profiles.load(&*self.store, &[id]).await?.remove(&id))
    }

    pub(crate) fn tell_guild(&self, id: GuildId, message: GuildMsg) {
        if let Some(node) = self.known_guild(id)
            && !node.slot.tell(message)
        {
            node.ensure();
        }
    }

    /// Has a user's actor look at its sessions. False when nothing is known of the user.
    pub(crate) fn tell_user(&self, id: UserId) -> bool {
        let node = self.users.lock().get(&id).cloned();
        let Some(node) = node else { return false };
        node.tell(UserMsg::Changed);
        true
    }

    pub(crate) fn ensure_channel(&self, node: &Arc<ChannelNode>) {
        if node.shared.guild.view().is_private() {
            self.conversations.ensure(Arc::clone(node) as _);
        } else if let Some(guild) = self.known_guild(node.shared.guild.id) {
            guild.supervisor.ensure(Arc::clone(node) as _);
        }
    }

    #[cfg(feature = "faults")]
    pub(super) fn guilds_supervisor(&self) -> &SupervisorNode {
        &self.guild_supervisors
    }

    #[cfg(feature = "faults")]
    pub(super) fn crash_user(&self, id: UserId, crash: UserMsg) {
        let node = self.users.lock().get(&id).cloned();
        if let Some(node) = node {
            node.slot.tell(crash);
        }
    }

    pub(crate) fn supervisor_of(&self, user: UserId) -> &Arc<SupervisorNode> {
        // The low bits of a snowflake count within a millisecond, so they are nearly always zero.
        let spread = user.get().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        &self.user_supervisors[usize::try_from(spread).unwrap_or(0) % USER_SUPERVISORS]
    }

    pub(super) fn add_session(self: &Arc<Self>, node: &Arc<SessionNode>) {
        self.sessions.lock().insert(node.shared.id, Arc::clone(node));
        let user = node.shared.user;
        let mut users = self.users.lock();
        let owner = users.entry(user).or_insert_with(|| UserNode::new(user, Arc::clone(self)));
        owner.add(Arc::clone(node));
    }

    pub(crate) fn forget_session(&self, node: &SessionNode) {
        self.sessions.lock().remove(&node.shared.id);
        let owner = self.users.lock().get(&node.shared.user).cloned();
        if let Some(owner) = owner {
            owner.remove(node);
            self.tell_user(node.shared.user);
        }
    }

    pub(crate) fn session(&self, id: SessionId) -> Option<Arc<SessionNode>> {
        self.sessions.lock().get(&id).cloned()
    }

    /// The sessions of a user, oldest first.
    pub(super) fn session_nodes_of(&self, user: UserId) -> Vec<Arc<SessionNode>> {
        self.users.lock().get(&user).map(|node| node.sessions()).unwrap_or_default()
    }

    pub(crate) fn sessions_of(&self, user: UserId) -> Vec<Arc<SessionShared>> {
        let nodes = self.session_nodes_of(user);
        nodes.iter().map(|node| Arc::clone(&node.shared)).collect()
    }

    pub(super) fn all_sessions(&self) -> Vec<Arc<SessionNode>> {
        self.sessions.lock().values().cloned().collect()
    }

    pub(super) fn session_count(&self) -> usize {
        self.sessions.lock().len()
    }

    fn loaded_guilds(&self) -> Vec<Arc<GuildNode>> {
        self.guilds.lock().values().filter_map(|entry| entry.node.get().cloned()).collect()
    }

    pub(super) fn loaded_channels(&self) -> usize {
        self.known_channels().iter().filter(|node| node.slot.get().is_some()).count()
    }

    /// Channels whose nodes exist, of guilds and conversations.
    fn known_channels(&self) -> Vec<Arc<ChannelNode>> {
        let guilds = self.loaded_guilds();
        let channels = guilds.iter().flat_map(|guild| guild.known_channels());
        channels.chain(self.conversations.channels()).collect()
    }

    /// Resolves when no post is between its arrival and its answer.
    pub(super) async fn posts_settled(&self) {
        let permits = u32::try_from(self.config.channel_pending_max).unwrap_or(u32::MAX);
        for channel in self.known_channels() {
            // Holding all of them also keeps new posts out while the tree stops.
            if let Ok(all) = channel.shared.permits.acquire_many(permits).await {
                all.forget();
            }
        }
    }

    /// RS1.
    pub(crate) fn make_room_for(&self, newcomer: &Arc<ChannelNode>) {
        for node in self.residents.admit(newcomer) {
            let stays = node.shared.take_used() || node.shared.has_subscribers();
            if !stays && node.slot.get().is_some() {
                node.slot.tell(ChannelMsg::Unload);
            }
            if stays || !self.forget_channel(&node) {
                self.residents.keep(&node);
            }
        }
    }

    fn forget_channel(&self, node: &Arc<ChannelNode>) -> bool {
        if node.shared.guild.view().is_private() {
            return self.conversations.forget(node);
        }
        let guild = self.known_guild(node.shared.guild.id);
        guild.is_some_and(|guild| guild.forget_channel(node))
    }

    /// Unloads channels, users and guilds that nobody used for long.
    pub(super) fn unload_idle(&self) {
        let now_ms = self.clock.now_ms();
        let floor_ms = now_ms - millis(self.config.idle_unload);
        for guild in self.loaded_guilds() {
            if guild.shared.may_be_quiet(now_ms) && !guild.shared.quiet_threads(now_ms).is_empty() {
                self.tell_guild(guild.shared.id, GuildMsg::ArchiveQuiet);
            }
            unload_unused(&guild.known_channels(), floor_ms);
            guild.shared.forget_unseen_list();
            guild.forget_unused_channels();
            guild.forget_unused_rooms();
        }
        unload_unused(&self.conversations.channels(), floor_ms);
        self.conversations.forget_unused();
        self.users.lock().retain(|_, node| {
            Arc::strong_count(node) > 1 || node.slot.get().is_some() || !node.sessions().is_empty()
        });
        self.guilds.lock().retain(|_, entry| {
            let used_at_ms = entry.used_at_ms.load(Ordering::Relaxed);
            // Entries are taken under this lock, so the count is certain.
            Arc::strong_count(entry) > 1 || used_at_ms >= floor_ms || !entry.unload()
        });
    }
}

impl GuildEntry {
    /// Unloads the actor first; true when nothing is left that needs the guild.
    fn unload(&self) -> bool {
        let Some(node) = self.node.get() else { return true };
        if node.is_in_use() {
            return false;
        }
        if node.slot.tell(GuildMsg::Unload) || Arc::strong_count(node) > 1 {
            return false;
        }
        node.supervisor.stop();
        true
    }
}

/// Ends the actors of channels that nobody listens to and nobody used since `floor_ms`.
fn unload_unused(channels: &[Arc<ChannelNode>], floor_ms: i64) {
    for ChannelNode { shared, slot, .. } in channels.iter().map(|node| &**node) {
        if !shared.has_subscribers() && shared.used_at_ms() < floor_ms {
            slot.tell(ChannelMsg::Unload);
        }
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
