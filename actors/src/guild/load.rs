//! Reads a guild from the store.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use protocol::permissions::OverwriteKind;
use protocol::{ChannelId, GuildId, RoleId, UserId};
use storage::records::{
    ActiveThread, Brakes, Channel, Guild, Member, Message, Pin, Role, Thread, ThreadCount,
    ThreadMember, User, WordRule,
};
use storage::{ReadError, Scan, Store, StoreExt};

use super::ChannelHead;
use super::state::{ACTIVE_THREADS_MAX, THREAD_MEMBERS_MAX};
use crate::addresses::Addresses;
use crate::arrivals::Arrivals;
use crate::rules::WordRules;
use crate::view::{GuildView, MemberView, ThreadView};

/// Active threads that are read: more than there can be, with those below channels that were deleted
/// just now.
const ACTIVE_READ_MAX: usize = 4 * ACTIVE_THREADS_MAX;

/// Members read at a time.
const MEMBERS_PAGE: usize = 1_000;

/// The guild as it is durable now, or nothing if there is none. A role that was deleted is still
/// named by members and overwrites in the store; it is left out here.
pub(crate) async fn view(
    store: &dyn Store,
    id: GuildId,
    addresses: &Addresses,
) -> Result<Option<GuildView>, ReadError> {
    let Some(guild) = store.load::<Guild>(&id).await? else { return Ok(None) };
    let roles = store.scan(Scan::<Role>::within(&id)).await?;
    let channels = store.scan(Scan::<Channel>::within(&id)).await?;
    let roles: BTreeMap<_, _> = roles.into_iter().map(|role| (role.id, role)).collect();
    let channels: BTreeMap<_, _> = channels
        .into_iter()
        .map(|mut channel| {
            channel.overwrites.retain(|overwrite| match overwrite.kind {
                OverwriteKind::Role => roles.contains_key(&RoleId::new(overwrite.id.get())),
                OverwriteKind::Member => true,
            });
            (channel.id, Arc::new(channel))
        })
        .collect();
    let members = members(store, id, &roles).await?;
    let brakes = store.load::<Brakes>(&id).await?.unwrap_or(Brakes::off(id));
    let arrivals = Arrivals::of(came_by_invite(&guild, &members));
    let mut view = GuildView {
        access_version: 1,
        guild: Arc::new(guild),
        arrivals,
        members,
        roles: Arc::new(roles),
        channels: Arc::new(channels),
        threads: imbl::OrdMap::new(),
        addresses: addresses.clone(),
        private: None,
        brakes,
        rules: Arc::new(WordRules::of(store.scan(Scan::<WordRule>::within(&id)).await?)),
    };
    let active = Scan::<ActiveThread>::within(&id).limit(ACTIVE_READ_MAX);
    let active: Vec<ChannelId> =
        store.scan(active).await?.into_iter().map(|row| row.thread).collect();
    for thread in stored_threads(store, &view, &active, THREAD_MEMBERS_MAX).await? {
        view.threads.insert(thread.thread.id, Arc::new(thread));
    }
    Ok(Some(view))
}

/// When those came who may have come by an invite: its owner did not, nor do bots.
fn came_by_invite(
    guild: &Guild,
    members: &imbl::OrdMap<UserId, Arc<MemberView>>,
) -> impl Iterator<Item = i64> {
    let came = |member: &&Arc<MemberView>| !member.user.bot && member.user.id != guild.owner;
    members.values().filter(came).map(|member| member.member.joined_at_ms)
}

/// Threads as they are durable now, with at most so many of their members each. What is below a
/// channel that was deleted is no thread any more, and who left the guild is in none: see
/// [`ThreadMember`].
pub(crate) async fn stored_threads(
    store: &dyn Store,
    view: &GuildView,
    ids: &[ChannelId],
    members_max: usize,
) -> Result<Vec<ThreadView>, ReadError> {
    let keys: Vec<_> = ids.iter().map(|id| (view.id(), *id)).collect();
    let rows = store.load_many::<Thread>(&keys).await?;
    let mut threads = Vec::new();
    for thread in rows.into_iter().flatten() {
        if !view.channels.contains_key(&thread.parent) {
            continue;
        }
        let scan = Scan::<ThreadMember>::within(&thread.id).limit(members_max);
        let members = store.scan(scan).await?;
        let members = members.iter().filter(|row| is_member(view, row));
        let members = members.map(|row| (row.user, row.joined_at_ms)).collect();
        threads.push(ThreadView { thread, members });
    }
    Ok(threads)
}

/// Whether somebody who was in a thread still is.
pub(crate) fn is_member(view: &GuildView, row: &ThreadMember) -> bool {
    let member = view.members.get(&row.user);
    member.is_some_and(|member| member.member.joined_at_ms <= row.joined_at_ms)
}

/// What some threads show of their messages.
pub(crate) async fn thread_heads(
    store: &dyn Store,
    ids: &[ChannelId],
) -> Result<HashMap<ChannelId, ChannelHead>, ReadError> {
    let counts = store.load_many::<ThreadCount>(ids).await?;
    let mut heads = HashMap::new();
    for (id, count) in ids.iter().zip(counts) {
        let head = head(store, *id).await?.unwrap_or_default();
        let counts = count.map_or((0, 0), |count| (count.messages, count.total));
        heads.insert(*id, ChannelHead { counts, ..head });
    }
    Ok(heads)
}

/// The last message and the last pin of every text channel and thread.
pub(crate) async fn heads(
    store: &dyn Store,
    view: &GuildView,
) -> Result<HashMap<ChannelId, ChannelHead>, ReadError> {
    let threads: Vec<ChannelId> = view.threads.keys().copied().collect();
    let mut heads = thread_heads(store, &threads).await?;
    for channel in view.channels.values().filter(|channel| channel.kind.holds_messages()) {
        if let Some(head) = head(store, channel.id).await? {
            heads.insert(channel.id, head);
        }
    }
    Ok(heads)
}

pub(crate) async fn head(
    store: &dyn Store,
    channel: ChannelId,
) -> Result<Option<ChannelHead>, ReadError> {
    let Some(message) = store.last::<Message>(&channel).await? else { return Ok(None) };
    let pins = store.scan(Scan::<Pin>::within(&channel)).await?;
    let last_pin_ms = pins.iter().map(|pin| pin.pinned_at_ms).max();
    Ok(Some(ChannelHead { last_message: Some(message.id), last_pin_ms, counts: (0, 0) }))
}

async fn members(
    store: &dyn Store,
    id: GuildId,
    roles: &BTreeMap<RoleId, Role>,
) -> Result<imbl::OrdMap<UserId, Arc<MemberView>>, ReadError> {
    let mut all = imbl::OrdMap::new();
    let mut after = None;
    loop {
        let mut scan = Scan::<Member>::within(&id).limit(MEMBERS_PAGE);
        if let Some(last) = after {
            scan = scan.after(&(id, last));
        }
        let page = store.scan(scan).await?;
        let keys: Vec<UserId> = page.iter().map(|member| member.user).collect();
        let users = store.load_many::<User>(&keys).await?;
        after = keys.last().copied();
        let full = page.len() == MEMBERS_PAGE;
        // A member whose account is gone is no member: deleting an account is a job of many batches.
        for (mut member, user) in page.into_iter().zip(users) {
            member.roles.retain(|role| roles.contains_key(role));
            if let Some(user) = user {
                all.insert(member.user, Arc::new(MemberView { member, user: Arc::new(user) }));
            }
        }
        if !full {
            return Ok(all);
        }
    }
}
