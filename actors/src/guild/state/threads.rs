//! Threads: opening, changing, archiving, and who is in them.
//!
//! - TH1  A thread is seen by whoever sees the channel above it, and posted in by whoever may post in
//!   threads there.
//! - TH2  Who opened a thread names, archives and unarchives it; all else takes MANAGE_THREADS, but an
//!   unlocked one is unarchived by whoever may post in it.
//! - TH3  At most [`ACTIVE_THREADS_MAX`] threads of a guild are active, and a thread has at most
//!   [`THREAD_MEMBERS_MAX`] members.
//! - TH4  A thread is archived when nothing was posted in it for as long as it says.
//! - TH5  A channel's slow mode holds for opening threads as for posting: one message and one thread in
//!   each pause, as in v10.

mod members;
mod quiet;

use std::sync::Arc;

use protocol::permissions::Permissions;
use protocol::wire::MessageKind;
use protocol::{ChannelId, MessageId, ReportId, UserId};
use storage::Batch;
use storage::records::{
    ActiveThread, ArchivedThread, ChannelHome, LogEntry, LogKind, Message, MessageReference,
    RemovedChannel, Thread, ThreadMember,
};

use super::super::{Field, GuildError, NewThread, Outcome, Recalled, ThreadCommand, ThreadPatch};
use super::channels::rate_limit;
use super::{Change, Inputs, Through, allowed, batch, name_of};
use crate::reports;
use crate::rules::Refusal;
use crate::view::{AccessError, GuildView, Place, ThreadView};
pub(super) use members::without_member;
pub(crate) use quiet::{archived, due};

/// Active threads of a guild at most, as in v10.
pub(crate) const ACTIVE_THREADS_MAX: usize = 1_000;
/// Members of a thread at most, as in v10.
pub(crate) const THREAD_MEMBERS_MAX: usize = 1_000;
/// After how many minutes without a post a thread can be archived, as in v10.
const AUTO_ARCHIVE_MINUTES: [u16; 4] = [60, 1_440, 4_320, 10_080];
const AUTO_ARCHIVE_MINUTES_DEFAULT: u16 = 4_320;

pub(super) fn decide(
    view: &GuildView,
    command: ThreadCommand,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    let now_ms = inputs.now_ms;
    match command {
        ThreadCommand::Open { actor, parent, thread } => open(view, actor, parent, thread, inputs),
        ThreadCommand::Update { actor, thread, patch } => {
            update(view, actor, thread, patch, inputs)
        }
        ThreadCommand::Delete { actor, thread } => delete(view, actor, thread, now_ms),
        ThreadCommand::Reopen { actor, thread } => {
            let patch = ThreadPatch { archived: Some(false), ..ThreadPatch::default() };
            update(view, actor, thread, patch, inputs)
        }
        ThreadCommand::Join { actor, thread, user } => {
            members::join(view, actor, thread, user, now_ms)
        }
        ThreadCommand::Leave { actor, thread, user } => {
            members::leave(view, actor, thread, user, now_ms)
        }
        ThreadCommand::Engage { thread, users } => {
            Ok(members::engage(view, thread, &users, now_ms))
        }
        ThreadCommand::Recall { thread, found } => recall(view, thread, found),
        ThreadCommand::ArchiveQuiet { due } => Ok(archived(view, &due)),
    }
}

/// What is begun here goes through the channel above: the message that it begins at, or the one that
/// tells of it, is committed with it.
fn open(
    view: &GuildView,
    actor: UserId,
    parent: ChannelId,
    new: NewThread,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    let now_ms = inputs.now_ms;
    let bits = view.access(actor, parent, now_ms)?;
    match view.place(parent) {
        Some(Place::Channel(channel)) if channel.kind.holds_messages() => {
            allowed(bits.contains(Permissions::CREATE_PUBLIC_THREADS))?;
            if channel.archived {
                return Err(GuildError::ChannelArchived);
            }
            if channel.locked && !bits.contains(Permissions::MANAGE_CHANNELS) {
                return Err(GuildError::ChannelLocked);
            }
            if !bits.intersects(Place::SLOW_MODE_EXEMPT) {
                let pause_s = inputs.slow_mode.or(channel.rate_limit_per_user_s);
                slow_mode(view, actor, (parent, pause_s), now_ms)?;
            }
        }
        Some(_) => return Err(GuildError::WrongChannelType),
        None => return Err(AccessError::UnknownChannel.into()),
    }
    if new.rate_limit_per_user_s > 0 {
        allowed(bits.contains(Permissions::MANAGE_THREADS))?;
    }
    let name = name_of(&new.name, 1)?;
    let flag = allowed_by_rules(view, actor, parent, &name)?;
    let flag = flag.map(|flag| (flag, (inputs.next_id)()));
    let id = new.from.map(MessageId::get).unwrap_or_else(&mut *inputs.next_id);
    let thread = Thread {
        guild: view.id(),
        id: ChannelId::new(id),
        parent,
        owner: actor,
        name,
        rate_limit_per_user_s: rate_limit(new.rate_limit_per_user_s)?,
        auto_archive_minutes: auto_archive(new.auto_archive_minutes)?
            .unwrap_or(AUTO_ARCHIVE_MINUTES_DEFAULT),
        archived: false,
        locked: false,
        archived_changed_at_ms: now_ms,
        created_at_ms: now_ms,
    };
    if view.threads.contains_key(&thread.id) {
        return Err(GuildError::HasThread);
    }
    need_room(view)?;
    let mut rows = first_rows(view, &thread);
    if let Some(from) = new.from {
        let starter = starter(&thread, from, MessageId::new((inputs.next_id)()));
        rows = rows.put(&starter.0).put(&starter.1);
    }
    let opened = ThreadView { members: imbl::OrdMap::unit(actor, now_ms), thread };
    let through = Through { actor, from: new.from, thread: opened.clone() };
    let thread = opened.thread.clone();
    let change = flagged(with_thread(view, opened, rows), &thread, flag);
    Ok(Change { through: Some(Box::new(through)), ..change })
}

/// TH5. What the view holds counts: a thread that was put away soon is no reason to wait.
fn slow_mode(
    view: &GuildView,
    actor: UserId,
    (parent, pause_s): (ChannelId, u32),
    now_ms: i64,
) -> Result<(), GuildError> {
    if pause_s == 0 {
        return Ok(());
    }
    let threads = view.threads.values().map(|held| &held.thread);
    let own = threads.filter(|thread| thread.parent == parent && thread.owner == actor);
    let last_ms = own.map(|thread| thread.created_at_ms).max();
    let retry_after_ms = last_ms.map_or(0, |at_ms| at_ms + i64::from(pause_s) * 1_000 - now_ms);
    if retry_after_ms > 0 { Err(GuildError::SlowMode { retry_after_ms }) } else { Ok(()) }
}

fn first_rows(view: &GuildView, thread: &Thread) -> Batch {
    let Thread { guild, id, parent, owner, created_at_ms, .. } = *thread;
    let member = ThreadMember { thread: id, user: owner, joined_at_ms: created_at_ms };
    batch(view)
        .expect_absent::<ChannelHome>(&id)
        .put(thread)
        .put(&ActiveThread { guild, parent, thread: id })
        .put(&ChannelHome { channel: id, guild })
        .put(&member)
}

/// The first message of a thread stands for the one that it begins at. Nobody can hear the thread
/// yet, so it needs no actor to be ordered.
fn starter(thread: &Thread, from: MessageId, id: MessageId) -> (Message, LogEntry) {
    let (channel, now_ms) = (thread.id, thread.created_at_ms);
    let message = Message {
        kind: MessageKind::ThreadStarter.number(),
        reference: Some(MessageReference { channel: thread.parent, message: from }),
        ..Message::new(channel, id, thread.owner, String::new(), now_ms)
    };
    let entry =
        LogEntry { channel, seq: 1, kind: LogKind::Create, message: id, created_at_ms: now_ms };
    (message, entry)
}

/// TH2.
fn update(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    patch: ThreadPatch,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    let now_ms = inputs.now_ms;
    let (before, bits) = known(view, actor, id, now_ms)?;
    let mut flag = None;
    may_change(&before.thread, actor, bits, &patch)?;
    let mut thread = before.thread.clone();
    if let Some(name) = &patch.name {
        thread.name = name_of(name, 1)?;
        if thread.name != before.thread.name {
            let judged = allowed_by_rules(view, actor, id, &thread.name)?;
            flag = judged.map(|flag| (flag, (inputs.next_id)()));
        }
    }
    if let Some(seconds) = patch.rate_limit_per_user_s {
        thread.rate_limit_per_user_s = rate_limit(seconds)?;
    }
    if let Some(minutes) = auto_archive(patch.auto_archive_minutes)? {
        thread.auto_archive_minutes = minutes;
    }
    thread.locked = patch.locked.unwrap_or(thread.locked);
    if let Some(archived) = patch.archived.filter(|archived| *archived != thread.archived) {
        if !archived {
            need_room(view)?;
        }
        thread.archived = archived;
        // A later change is a later one, also when the clock was set back.
        thread.archived_changed_at_ms = now_ms.max(thread.archived_changed_at_ms + 1);
    }
    let rows = batch(view).put(&thread);
    let rows = moved(rows, &before.thread, &thread);
    let changed = ThreadView { thread: thread.clone(), members: before.members.clone() };
    Ok(flagged(with_thread(view, changed, rows), &thread, flag))
}

/// TH2.
fn may_change(
    thread: &Thread,
    actor: UserId,
    bits: Permissions,
    patch: &ThreadPatch,
) -> Result<(), GuildError> {
    let manages = bits.contains(Permissions::MANAGE_THREADS);
    // As everywhere in a thread: whoever may post in threads.
    let posts = bits.contains(Permissions::SEND_MESSAGES);
    let opens = patch.archived == Some(false);
    if thread.archived && !opens {
        let only_lock = ThreadPatch { locked: None, archived: None, ..patch.clone() };
        if !manages || only_lock != ThreadPatch::default() {
            let nothing = *patch == ThreadPatch::default();
            return if nothing { Ok(()) } else { Err(GuildError::ThreadArchived) };
        }
    }
    let owns = thread.owner == actor && posts;
    let needs_manager = patch.locked.is_some() || patch.rate_limit_per_user_s.is_some();
    let needs_owner = patch.name.is_some()
        || patch.auto_archive_minutes.is_some()
        || patch.archived == Some(true);
    if thread.locked && opens && !manages {
        return Err(if posts { GuildError::ThreadArchived } else { GuildError::MissingPermission });
    }
    allowed(
        manages
            || (!needs_manager && !thread.locked && (owns || !needs_owner && (posts || !opens))),
    )
}

/// Takes the row by which a thread is found; its messages go page by page later. The message that it
/// began at stays as it is, and begins no other.
fn delete(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let (thread, bits) = known(view, actor, id, now_ms)?;
    allowed(bits.contains(Permissions::MANAGE_THREADS))?;
    let guild = view.id();
    let rows = batch(view)
        .delete::<Thread>(&(guild, id))
        .delete::<ChannelHome>(&id)
        .put(&RemovedChannel { channel: id, guild, removed_at_ms: now_ms });
    let rows = without_place(rows, &thread.thread);
    let mut next = view.clone();
    next.threads.remove(&id);
    next.access_version += 1;
    Ok(Change::new(rows, next, Outcome::Channel(id)))
}

/// Nothing is stored, and nobody hears of it.
fn recall(view: &GuildView, id: ChannelId, found: Option<Recalled>) -> Result<Change, GuildError> {
    let mut next = view.clone();
    if !view.threads.contains_key(&id) {
        let Recalled { thread, unused, .. } = found.ok_or(AccessError::UnknownChannel)?;
        if !view.channels.contains_key(&thread.thread.parent) {
            return Err(AccessError::UnknownChannel.into());
        }
        for unused in unused {
            next.threads.remove(&unused);
        }
        next.threads.insert(id, Arc::new(thread));
    }
    Ok(Change { quiet: true, ..Change::new(batch(view), next, Outcome::Channel(id)) })
}

/// TH1. A thread that the actor sees, and what it may do there.
fn known(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    now_ms: i64,
) -> Result<(&ThreadView, Permissions), GuildError> {
    let bits = view.access(actor, id, now_ms)?;
    match view.place(id) {
        Some(Place::Thread(thread, _)) => Ok((thread, bits)),
        Some(Place::Channel(_)) => Err(GuildError::WrongChannelType),
        None => Err(AccessError::UnknownChannel.into()),
    }
}

/// TH3.
fn need_room(view: &GuildView) -> Result<(), GuildError> {
    if view.active_threads().count() < ACTIVE_THREADS_MAX {
        Ok(())
    } else {
        Err(GuildError::TooManyThreads(ACTIVE_THREADS_MAX))
    }
}

/// WR1. A name is written as a message is.
fn allowed_by_rules(
    view: &GuildView,
    actor: UserId,
    channel: ChannelId,
    name: &str,
) -> Result<Option<Refusal>, GuildError> {
    let judged = view.judged_by_rules(actor, channel, || vec![name.to_owned()]);
    judged.map_err(GuildError::ByRule)
}

/// BR2. What a rule flags in a name is reported as if it were a message.
fn flagged(change: Change, thread: &Thread, flag: Option<(Refusal, u64)>) -> Change {
    let Some((flag, id)) = flag else { return change };
    let message = MessageId::new(thread.id.get());
    let name = Message::new(thread.id, message, flag.author, thread.name.clone(), 0);
    let by = reports::by_rule(&flag);
    let report = reports::of_message(thread.guild, ReportId::new(id), &name, by);
    Change { batch: change.batch.put(&report), reports: vec![report], ..change }
}

fn auto_archive(minutes: Option<u16>) -> Result<Option<u16>, GuildError> {
    match minutes {
        Some(minutes) if !AUTO_ARCHIVE_MINUTES.contains(&minutes) => {
            Err(GuildError::Invalid(Field::AutoArchive))
        }
        other => Ok(other),
    }
}

/// Nobody loses sight by what becomes of a thread that stays.
fn with_thread(view: &GuildView, thread: ThreadView, rows: Batch) -> Change {
    let mut next = view.clone();
    let id = thread.thread.id;
    next.threads.insert(id, Arc::new(thread));
    Change::new(rows, next, Outcome::Channel(id))
}

/// The row that finds a thread follows it between the active and the archived ones.
fn moved(rows: Batch, before: &Thread, after: &Thread) -> Batch {
    if before.archived == after.archived {
        return rows;
    }
    let rows = without_place(rows, before);
    let Thread { guild, id, parent, .. } = *after;
    if after.archived {
        let archived_at_ms = after.archived_changed_at_ms;
        rows.put(&ArchivedThread { parent, archived_at_ms, thread: id })
    } else {
        rows.put(&ActiveThread { guild, parent, thread: id })
    }
}

fn without_place(rows: Batch, thread: &Thread) -> Batch {
    let Thread { guild, id, parent, .. } = *thread;
    if thread.archived {
        let at = u64::try_from(thread.archived_changed_at_ms).unwrap_or(0);
        rows.delete::<ArchivedThread>(&(parent, at, id))
    } else {
        rows.delete::<ActiveThread>(&(guild, parent, id))
    }
}
