//! What outlives a guild's actor: the published view, who listens, and what was said last.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use arc_swap::{ArcSwap, Guard};
use parking_lot::Mutex;
use protocol::{ChannelId, GuildId, MessageId, UserId};
use storage::records::Message;

use super::listing::Listing;
use super::state::due;
use super::voices::VoiceSeats;
use crate::appearance::Appearance;
use crate::session::{Audience, SessionId, SessionShared};
use crate::view::GuildView;

/// Messages with mentions that one interval of `X_UNREAD` keeps of a channel; more are not counted.
const MENTIONING_MAX: usize = 64;

/// What a channel shows of its messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChannelHead {
    /// The newest message.
    pub last_message: Option<MessageId>,
    /// When the newest of its pins was made.
    pub last_pin_ms: Option<i64>,
    /// Of a thread: messages that are there, and that ever were.
    pub counts: (u32, u32),
}

/// See the module.
pub(crate) struct GuildShared {
    /// Which guild.
    pub id: GuildId,
    view: ArcSwap<GuildView>,
    access_version: AtomicU64,
    sessions: Mutex<BTreeMap<SessionId, Arc<SessionShared>>>,
    /// In a conversation, which has none attached: the sessions of its recipients.
    recipients: Option<Recipients>,
    bots: ArcSwap<Vec<Arc<SessionShared>>>,
    presences: Mutex<Presences>,
    pub(super) listing: Listing,
    pub(super) voices: Mutex<VoiceSeats>,
    /// Who is to hear of presences and members does so soon.
    flush_is_due: AtomicBool,
    heads: Mutex<HashMap<ChannelId, ChannelHead>>,
    unread: Mutex<HashMap<ChannelId, Unread>>,
    /// No thread is to be archived for its quiet before.
    quiet_at_ms: AtomicI64,
}

/// Finds the sessions of everybody in a conversation.
pub(crate) type Recipients = Box<dyn Fn(&GuildView) -> Vec<Arc<SessionShared>> + Send + Sync>;

#[derive(Default)]
struct Presences {
    /// Everybody else is offline, and was so for longer than a session can be resumed.
    known: BTreeMap<UserId, Known>,
    /// Since the last [`GuildShared::take_presences`].
    changed: BTreeSet<UserId>,
}

struct Known {
    seen: Appearance,
    since_ms: i64,
}

impl Presences {
    fn of(&self, user: UserId) -> Appearance {
        self.known.get(&user).map_or_else(Appearance::offline, |known| known.seen.clone())
    }
}

/// What happened in a channel since the last `X_UNREAD`.
#[derive(Debug, Clone)]
pub(crate) struct Unread {
    pub(crate) last_message: MessageId,
    /// Messages that mention somebody.
    pub(crate) mentioning: Vec<Arc<Message>>,
}

impl GuildShared {
    pub(crate) fn new(view: GuildView, heads: HashMap<ChannelId, ChannelHead>) -> Self {
        Self {
            id: view.id(),
            access_version: AtomicU64::new(view.access_version),
            view: ArcSwap::from_pointee(view),
            sessions: Mutex::default(),
            recipients: None,
            bots: ArcSwap::default(),
            presences: Mutex::default(),
            listing: Listing::default(),
            voices: Mutex::default(),
            flush_is_due: AtomicBool::new(false),
            heads: Mutex::new(heads),
            unread: Mutex::default(),
            quiet_at_ms: AtomicI64::new(0),
        }
    }

    /// What a conversation has in common with its channel.
    pub(crate) fn private(
        view: GuildView,
        heads: HashMap<ChannelId, ChannelHead>,
        recipients: Recipients,
    ) -> Self {
        Self { recipients: Some(recipients), ..Self::new(view, heads) }
    }

    /// The published view, for a look.
    pub(crate) fn view(&self) -> Guard<Arc<GuildView>> {
        self.view.load()
    }

    /// The published view, to keep.
    pub(crate) fn view_full(&self) -> Arc<GuildView> {
        self.view.load_full()
    }

    /// The published view's access version: when it is unchanged, nobody lost sight of anything.
    pub(crate) fn access_version(&self) -> u64 {
        self.access_version.load(Ordering::Acquire)
    }

    pub(crate) fn publish(&self, view: GuildView) {
        let version = view.access_version;
        self.quiet_at_ms.store(0, Ordering::Relaxed);
        self.view.store(Arc::new(view));
        self.access_version.store(version, Ordering::Release);
    }

    pub(crate) fn has_session(&self, session: SessionId) -> bool {
        self.sessions.lock().contains_key(&session)
    }

    pub(crate) fn add_session(&self, session: &Arc<SessionShared>) {
        let mut sessions = self.sessions.lock();
        sessions.insert(session.id, Arc::clone(session));
        session.note_guild(self.id);
        self.note_bots(&sessions, session);
    }

    pub(crate) fn remove_session(&self, session: &SessionShared) {
        {
            let mut sessions = self.sessions.lock();
            sessions.remove(&session.id);
            session.forget_guild(self.id);
            self.note_bots(&sessions, session);
        }
        self.look_away(session.id);
    }

    fn note_bots(
        &self,
        sessions: &BTreeMap<SessionId, Arc<SessionShared>>,
        changed: &SessionShared,
    ) {
        if is_bot(changed) {
            let bots = sessions.values().filter(|session| is_bot(session));
            self.bots.store(Arc::new(bots.cloned().collect()));
        }
    }

    pub(crate) fn sessions(&self) -> Vec<Arc<SessionShared>> {
        if let Some(recipients) = &self.recipients {
            return recipients(&self.view());
        }
        self.sessions.lock().values().cloned().collect()
    }

    pub(crate) fn has_sessions(&self) -> bool {
        !self.sessions.lock().is_empty()
    }

    pub(crate) fn bots(&self) -> Arc<Vec<Arc<SessionShared>>> {
        let Some(recipients) = &self.recipients else { return self.bots.load_full() };
        let view = self.view();
        // Most conversations are without any.
        if !view.members.values().any(|member| member.user.bot) {
            return Arc::default();
        }
        Arc::new(recipients(&view).into_iter().filter(|session| is_bot(session)).collect())
    }

    /// True when nobody was to be told soon: then the caller sees to it.
    pub(crate) fn note_flush(&self) -> bool {
        !self.flush_is_due.swap(true, Ordering::AcqRel)
    }

    /// What is noted from here on is told another time.
    pub(crate) fn begin_flush(&self) {
        self.flush_is_due.store(false, Ordering::Release);
    }

    /// Notes how somebody appears; true when it is otherwise than before.
    pub(crate) fn note_presence(&self, user: UserId, seen: Appearance, now_ms: i64) -> bool {
        let Presences { known, changed } = &mut *self.presences.lock();
        let is_same = known.get(&user).map_or(seen.is_offline(), |known| known.seen == seen);
        if is_same {
            return false;
        }
        known.insert(user, Known { seen, since_ms: now_ms });
        changed.insert(user);
        true
    }

    /// Somebody is a member no more.
    pub(crate) fn forget_presence(&self, user: UserId) {
        let Presences { known, changed } = &mut *self.presences.lock();
        known.remove(&user);
        changed.remove(&user);
    }

    /// How others see somebody.
    pub(crate) fn presence(&self, user: UserId) -> Appearance {
        self.presences.lock().of(user)
    }

    /// Who is not offline, or has a session here.
    pub(crate) fn users(&self) -> BTreeSet<UserId> {
        let mut users: BTreeSet<UserId> =
            self.sessions.lock().values().map(|session| session.user).collect();
        let presences = self.presences.lock();
        let present = presences.known.iter().filter(|(_, known)| !known.seen.is_offline());
        users.extend(present.map(|(user, _)| *user));
        users
    }

    /// The presences that changed since they were taken last. Who is offline is forgotten when no
    /// session of before `oldest_ms` can come back.
    pub(crate) fn take_presences(&self, oldest_ms: i64) -> Vec<(UserId, Appearance)> {
        let presences = &mut *self.presences.lock();
        presences.known.retain(|_, known| !known.seen.is_offline() || known.since_ms >= oldest_ms);
        let changed = std::mem::take(&mut presences.changed);
        changed.into_iter().map(|user| (user, presences.of(user))).collect()
    }

    /// Who changed since they were taken last.
    pub(crate) fn changed_presences(&self) -> Vec<UserId> {
        self.presences.lock().changed.iter().copied().collect()
    }

    /// The presences that changed since a moment.
    pub(crate) fn presences_since(&self, since_ms: i64) -> Vec<(UserId, Appearance)> {
        let presences = self.presences.lock();
        let recent = presences.known.iter().filter(|(_, known)| known.since_ms >= since_ms);
        recent.map(|(user, known)| (*user, known.seen.clone())).collect()
    }

    /// Notes a published message, and those published with it that mention somebody; true when it
    /// is the first since the last [`Self::take_unread`].
    pub(crate) fn note_message(
        &self,
        channel: ChannelId,
        last: MessageId,
        mentioning: &[Arc<Message>],
    ) -> bool {
        self.heads.lock().entry(channel).or_default().last_message = Some(last);
        let mut unread = self.unread.lock();
        let first = unread.is_empty();
        let entry = unread
            .entry(channel)
            .or_insert_with(|| Unread { last_message: last, mentioning: Vec::new() });
        entry.last_message = last;
        let room = MENTIONING_MAX.saturating_sub(entry.mentioning.len());
        entry.mentioning.extend(mentioning.iter().take(room).cloned());
        first
    }

    /// Notes when the newest pin of a channel was made.
    pub(crate) fn note_pins(&self, channel: ChannelId, last_pin_ms: Option<i64>) {
        self.heads.lock().entry(channel).or_default().last_pin_ms = last_pin_ms;
    }

    /// Notes how many messages a thread has.
    pub(crate) fn note_counts(&self, thread: ChannelId, counts: (u32, u32)) {
        self.heads.lock().entry(thread).or_default().counts = counts;
    }

    /// Notes what is stored of a thread that was not in the view; what is known already is newer.
    pub(crate) fn note_head(&self, thread: ChannelId, head: ChannelHead) {
        self.heads.lock().entry(thread).or_insert(head);
    }

    /// Whether a thread may have been quiet for too long.
    pub(crate) fn may_be_quiet(&self, now_ms: i64) -> bool {
        self.quiet_at_ms.load(Ordering::Relaxed) <= now_ms
    }

    /// TH4. The threads that were quiet for too long.
    pub(crate) fn quiet_threads(&self, now_ms: i64) -> Vec<(ChannelId, i64)> {
        let view = self.view();
        let heads = self.heads.lock();
        let posted_ms = |id| heads.get(id)?.last_message.map(MessageId::created_at_ms);
        let threads = view.threads.iter().map(|(id, t)| (&t.thread, posted_ms(id)));
        let (due, next_ms) = due(threads, now_ms);
        if due.is_empty() {
            self.quiet_at_ms.store(next_ms, Ordering::Relaxed);
        }
        due
    }

    /// What was published last in a channel.
    pub(crate) fn head(&self, channel: ChannelId) -> ChannelHead {
        self.heads.lock().get(&channel).copied().unwrap_or_default()
    }

    /// A channel was deleted.
    pub(crate) fn forget_channel(&self, channel: ChannelId) {
        self.heads.lock().remove(&channel);
        self.unread.lock().remove(&channel);
    }

    pub(crate) fn take_unread(&self) -> HashMap<ChannelId, Unread> {
        std::mem::take(&mut *self.unread.lock())
    }
}

fn is_bot(session: &SessionShared) -> bool {
    matches!(session.audience, Audience::Bot(_))
}
