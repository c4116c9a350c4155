//! What is left of deleted guilds and channels: nobody finds it any more, and it goes page by page.
//!
//! - SW3  The mark of a removal is deleted last, so that a sweep that was broken off goes on.

use protocol::{ChannelId, GuildId};

use super::{SWEEP_ROWS_MAX, SweepError, Swept};
use crate::codec;
use crate::contract::{Batch, Shard, Store};
use crate::record::{Record, Scan, StoreExt};
use crate::records::{
    ActiveThread, ArchivedThread, AuditEntry, Ban, Brakes, Channel, ChannelHome, GuildInvite,
    Invite, LogEntry, Member, Membership, Mentioning, Message, MessageVersion, Pin, Reaction,
    ReactionSummary, ReadReceipt, RemovedChannel, RemovedGuild, RemovedRun, Report, Reporter, Role,
    Thread, ThreadCount, ThreadMember, WordRule,
};
use crate::{Direction, Key, Op, PageQuery, Table};

/// How long a removal is left alone: what was under way when it was decided is over by then.
pub const REMOVAL_SETTLES_MS: i64 = 60 * 1000;

/// Most channels of a guild that one call looks at. Each takes three operations.
const CHANNELS_A_CALL: usize = 300;

/// Most threads that one call looks at. Each takes four operations.
const THREADS_A_CALL: usize = 200;

/// Tables whose keys begin with a channel, but for its log.
const TABLES_OF_A_CHANNEL: [Table; 10] = [
    Message::TABLE,
    MessageVersion::TABLE,
    Reaction::TABLE,
    ReactionSummary::TABLE,
    RemovedRun::TABLE,
    Pin::TABLE,
    ThreadMember::TABLE,
    ThreadCount::TABLE,
    Mentioning::TABLE,
    ReadReceipt::TABLE,
];

/// Removes one page of what is left; `resume` is there while there may be more.
pub async fn removals(store: &dyn Store, now_ms: i64) -> Result<Swept<()>, SweepError> {
    let settled = |removed_at_ms: i64| removed_at_ms <= now_ms - REMOVAL_SETTLES_MS;
    let guilds = store.scan(Scan::<RemovedGuild>::within(&()).limit(SWEEP_ROWS_MAX)).await?;
    if let Some(removed) = guilds.iter().find(|removed| settled(removed.removed_at_ms)) {
        return commit(store, guild_rows(store, removed).await?).await;
    }
    let channels = store.scan(Scan::<RemovedChannel>::within(&()).limit(SWEEP_ROWS_MAX)).await?;
    if let Some(removed) = channels.iter().find(|removed| settled(removed.removed_at_ms)) {
        return commit(store, channel_rows(store, removed).await?).await;
    }
    Ok(Swept { deleted: 0, resume: None })
}

async fn commit(store: &dyn Store, batch: Batch) -> Result<Swept<()>, SweepError> {
    let deleted = batch.ops.len();
    store.commit(batch).await?;
    Ok(Swept { deleted, resume: Some(()) })
}

/// The next page of a guild's rows; its mark when there are none.
async fn guild_rows(store: &dyn Store, removed: &RemovedGuild) -> Result<Batch, SweepError> {
    let RemovedGuild { guild, removed_at_ms } = *removed;
    let batch = Batch::new(Shard::Guild(guild));
    let members = store.scan(Scan::<Member>::within(&guild).limit(SWEEP_ROWS_MAX)).await?;
    if !members.is_empty() {
        return Ok(members.iter().fold(batch, |batch, member| {
            batch.delete::<Member>(&member.key()).delete::<Membership>(&(member.user, guild))
        }));
    }
    let bans = store.scan(Scan::<Ban>::within(&guild).limit(SWEEP_ROWS_MAX)).await?;
    if !bans.is_empty() {
        return Ok(bans.iter().fold(batch, |batch, ban| batch.delete::<Ban>(&ban.key())));
    }
    let invites = store.scan(Scan::<GuildInvite>::within(&guild).limit(SWEEP_ROWS_MAX)).await?;
    if !invites.is_empty() {
        return Ok(invites.iter().fold(batch, without_invite));
    }
    let audit = store.scan(Scan::<AuditEntry>::within(&guild).limit(SWEEP_ROWS_MAX)).await?;
    if !audit.is_empty() {
        return Ok(audit
            .iter()
            .fold(batch, |batch, entry| batch.delete::<AuditEntry>(&entry.key())));
    }
    let rules = store.scan(Scan::<WordRule>::within(&guild).limit(SWEEP_ROWS_MAX)).await?;
    if !rules.is_empty() {
        return Ok(rules.iter().fold(batch, |batch, rule| batch.delete::<WordRule>(&rule.key())));
    }
    for table in [Report::TABLE, Reporter::TABLE] {
        let page = store.page(all_below(Key::new(table, &guild), SWEEP_ROWS_MAX)).await?;
        if !page.rows.is_empty() {
            let ops = page.rows.into_iter().map(|(key, _)| Op::Delete { key }).collect();
            return Ok(Batch { ops, ..batch });
        }
    }
    let channels = store.scan(Scan::<Channel>::within(&guild).limit(CHANNELS_A_CALL)).await?;
    if !channels.is_empty() {
        return Ok(channels.iter().fold(batch, |batch, channel| {
            let removed = RemovedChannel { channel: channel.id, guild, removed_at_ms };
            batch.delete::<Channel>(&channel.key()).delete::<ChannelHome>(&channel.id).put(&removed)
        }));
    }
    let roles = store.scan(Scan::<Role>::within(&guild).limit(SWEEP_ROWS_MAX)).await?;
    let batch = roles.iter().fold(batch, |batch, role| batch.delete::<Role>(&role.key()));
    Ok(batch.delete::<Brakes>(&guild).delete::<RemovedGuild>(&guild))
}

/// The next page of a channel's rows; its mark when there are none.
async fn channel_rows(store: &dyn Store, removed: &RemovedChannel) -> Result<Batch, SweepError> {
    let (channel, batch) = (removed.channel, Batch::new(removed.shard()));
    let below = thread_rows(store, removed).await?;
    if !below.ops.is_empty() {
        return Ok(below);
    }
    let log = store.scan(Scan::<LogEntry>::within(&channel).limit(SWEEP_ROWS_MAX)).await?;
    if !log.is_empty() {
        return Ok(log.iter().fold(batch, |batch, entry| batch.delete::<LogEntry>(&entry.key())));
    }
    for table in TABLES_OF_A_CHANNEL {
        let rows = rows_of(store, table, channel).await?;
        if !rows.is_empty() {
            return Ok(Batch { ops: rows, ..batch });
        }
    }
    let invites = invites_to(store, removed.guild, channel).await?;
    if !invites.is_empty() {
        return Ok(invites.iter().fold(batch, without_invite));
    }
    Ok(batch.delete::<RemovedChannel>(&channel))
}

/// Some of the threads of a channel, which go with it: each gets a mark of its own.
async fn thread_rows(store: &dyn Store, removed: &RemovedChannel) -> Result<Batch, SweepError> {
    let RemovedChannel { channel, guild, removed_at_ms } = *removed;
    let marked = |batch: Batch, thread: ChannelId| {
        let mark = RemovedChannel { channel: thread, guild, removed_at_ms };
        batch.delete::<Thread>(&(guild, thread)).delete::<ChannelHome>(&thread).put(&mark)
    };
    let mut batch = Batch::new(Shard::Guild(guild));
    let active = Key::new(ActiveThread::TABLE, &(guild, channel));
    for (key, row) in store.page(all_below(active, THREADS_A_CALL)).await?.rows {
        batch.ops.push(Op::Delete { key });
        // A damaged row takes nothing with it.
        if let Ok(row) = codec::decode::<ActiveThread>(&row) {
            batch = marked(batch, row.thread);
        }
    }
    if !batch.ops.is_empty() {
        return Ok(batch);
    }
    let archived = Scan::<ArchivedThread>::within(&channel).limit(THREADS_A_CALL);
    let archived = store.scan(archived).await?;
    Ok(archived
        .iter()
        .fold(batch, |batch, row| marked(batch.delete::<ArchivedThread>(&row.key()), row.thread)))
}

async fn rows_of(
    store: &dyn Store,
    table: Table,
    channel: ChannelId,
) -> Result<Vec<Op>, SweepError> {
    let page = store.page(all_below(Key::new(table, &channel), SWEEP_ROWS_MAX)).await?;
    Ok(page.rows.into_iter().map(|(key, _)| Op::Delete { key }).collect())
}

fn all_below(prefix: Key, limit: usize) -> PageQuery {
    PageQuery { prefix, after: None, before: None, direction: Direction::Forward, limit }
}

/// Some of the invites of a guild that lead to one of its channels.
async fn invites_to(
    store: &dyn Store,
    guild: GuildId,
    channel: ChannelId,
) -> Result<Vec<GuildInvite>, SweepError> {
    let all = store.scan(Scan::<GuildInvite>::within(&guild).limit(usize::MAX)).await?;
    let codes: Vec<_> = all.iter().map(|row| row.code).collect();
    let invites = store.load_many::<Invite>(&codes).await?;
    let leads = |invite: &Option<Invite>| invite.is_some_and(|invite| invite.channel == channel);
    let found = all.into_iter().zip(invites).filter(|(_, invite)| leads(invite));
    Ok(found.map(|(row, _)| row).take(SWEEP_ROWS_MAX).collect())
}

fn without_invite(batch: Batch, row: &GuildInvite) -> Batch {
    batch.delete::<Invite>(&row.code).delete::<GuildInvite>(&row.key())
}

#[cfg(test)]
mod tests {
    use protocol::{MessageId, UserId};

    use super::*;
    use crate::records::{ChannelKind, LogKind};
    use crate::{MemoryStore, ShortText};

    const GUILD: GuildId = GuildId::new(1);
    const CHANNEL: ChannelId = ChannelId::new(2);
    const NOW_MS: i64 = 1_800_000_000_000;

    fn channel(id: ChannelId) -> Channel {
        Channel {
            guild: GUILD,
            id,
            kind: ChannelKind::Text,
            name: "room".to_owned(),
            position: 0,
            parent: None,
            topic: None,
            nsfw: false,
            overwrites: Vec::new(),
            rate_limit_per_user_s: 0,
            bitrate: None,
            user_limit: None,
            locked: false,
            archived: false,
        }
    }

    fn invite(code: &str, channel: ChannelId) -> Invite {
        Invite {
            code: ShortText::new(code).unwrap(),
            guild: GUILD,
            channel,
            inviter: UserId::new(3),
            max_uses: 0,
            uses: 0,
            expires_at_ms: None,
            created_at_ms: 0,
        }
    }

    fn with_invite(batch: Batch, invite: &Invite) -> Batch {
        batch.put(invite).put(&GuildInvite { guild: GUILD, code: invite.code })
    }

    /// A channel with 700 log entries and an invite, and a guild with 700 members and bans.
    async fn filled() -> MemoryStore {
        let store = MemoryStore::new();
        for first in [0, 350] {
            let mut batch = Batch::new(Shard::Guild(GUILD));
            for number in first..first + 350 {
                let message = MessageId::new(number);
                let entry = LogEntry {
                    channel: CHANNEL,
                    seq: number,
                    kind: LogKind::Create,
                    message,
                    created_at_ms: 0,
                };
                let membership = Membership { user: UserId::new(number), guild: GUILD };
                let member = Member {
                    guild: GUILD,
                    user: membership.user,
                    nick: None,
                    roles: Vec::new(),
                    joined_at_ms: 0,
                    communication_disabled_until_ms: None,
                    mute: false,
                    deaf: false,
                };
                let ban = Ban {
                    guild: GUILD,
                    user: UserId::new(10_000 + number),
                    reason: None,
                    banned_by: UserId::new(3),
                    banned_at_ms: 0,
                };
                batch = batch.put(&entry).put(&membership).put(&member).put(&ban);
            }
            for part in batch.ops.chunks(1_000) {
                let part = Batch { ops: part.to_vec(), ..Batch::new(Shard::Guild(GUILD)) };
                store.commit(part).await.unwrap();
            }
        }
        let message = MessageId::new(1);
        let said = Message::new(CHANNEL, message, UserId::new(3), "hi".to_owned(), 0);
        let pin = Pin { channel: CHANNEL, message, pinned_at_ms: 0 };
        store.commit(Batch::new(Shard::Guild(GUILD)).put(&said).put(&pin)).await.unwrap();
        let home = ChannelHome { channel: CHANNEL, guild: GUILD };
        let batch = Batch::new(Shard::Guild(GUILD)).put(&channel(CHANNEL)).put(&home);
        let batch = with_invite(batch, &invite("there", CHANNEL));
        store.commit(with_invite(batch, &invite("else", ChannelId::new(9)))).await.unwrap();
        store
    }

    async fn swept(store: &MemoryStore, now_ms: i64) {
        for _ in 0..20 {
            if removals(store, now_ms).await.unwrap().resume.is_none() {
                return;
            }
        }
        panic!("a sweep that does not end");
    }

    async fn count<R: Record>(store: &MemoryStore, prefix: &R::Prefix) -> usize {
        store.scan(Scan::<R>::within(prefix)).await.unwrap().len()
    }

    /// 300 threads below the channel, every other one archived, each with a member and an entry.
    async fn with_threads(store: &MemoryStore) {
        for number in 1_000..1_300 {
            let thread = ChannelId::new(number);
            let row = Thread {
                guild: GUILD,
                id: thread,
                parent: CHANNEL,
                owner: UserId::new(3),
                name: "thread".to_owned(),
                rate_limit_per_user_s: 0,
                auto_archive_minutes: 60,
                archived: number % 2 == 0,
                locked: false,
                archived_changed_at_ms: 5,
                created_at_ms: 5,
            };
            let batch = Batch::new(Shard::Guild(GUILD));
            let batch = if row.archived {
                batch.put(&ArchivedThread { parent: CHANNEL, archived_at_ms: 5, thread })
            } else {
                batch.put(&ActiveThread { guild: GUILD, parent: CHANNEL, thread })
            };
            let entry = LogEntry {
                channel: thread,
                seq: 1,
                kind: LogKind::Create,
                message: MessageId::new(number),
                created_at_ms: 0,
            };
            let batch = batch
                .put(&row)
                .put(&ChannelHome { channel: thread, guild: GUILD })
                .put(&ThreadMember { thread, user: UserId::new(3), joined_at_ms: 5 })
                .put(&ThreadCount { thread, messages: 1, total: 1 })
                .put(&entry);
            store.commit(batch).await.unwrap();
        }
    }

    #[tokio::test]
    async fn sw3_the_threads_of_a_deleted_channel_go_with_it() {
        let store = filled().await;
        with_threads(&store).await;
        let mark = RemovedChannel { channel: CHANNEL, guild: GUILD, removed_at_ms: NOW_MS };
        store.commit(Batch::new(Shard::Guild(GUILD)).put(&mark)).await.unwrap();
        let mut calls = 0;
        while removals(&store, NOW_MS + REMOVAL_SETTLES_MS).await.unwrap().resume.is_some() {
            calls += 1;
            assert!(calls < 2_000, "a sweep that does not end");
        }
        assert_eq!(count::<Thread>(&store, &GUILD).await, 0);
        assert_eq!(count::<ActiveThread>(&store, &GUILD).await, 0);
        assert_eq!(count::<ArchivedThread>(&store, &CHANNEL).await, 0);
        assert_eq!(count::<ThreadCount>(&store, &()).await, 0);
        assert_eq!(count::<ThreadMember>(&store, &ChannelId::new(1_001)).await, 0);
        assert_eq!(count::<LogEntry>(&store, &ChannelId::new(1_000)).await, 0);
        assert_eq!(count::<RemovedChannel>(&store, &()).await, 0);
        let homes = store.scan(Scan::<ChannelHome>::within(&())).await.unwrap();
        assert_eq!(homes.len(), 1, "that of the channel itself goes with the channel's row");
    }

    #[tokio::test]
    async fn sw3_a_deleted_channel_goes_with_its_log_and_its_invites_and_leaves_its_guild() {
        let store = filled().await;
        let mark = RemovedChannel { channel: CHANNEL, guild: GUILD, removed_at_ms: NOW_MS };
        store.commit(Batch::new(Shard::Guild(GUILD)).put(&mark)).await.unwrap();
        swept(&store, NOW_MS + REMOVAL_SETTLES_MS - 1).await;
        assert_eq!(count::<LogEntry>(&store, &CHANNEL).await, 700, "it is left alone at first");
        swept(&store, NOW_MS + REMOVAL_SETTLES_MS).await;
        assert_eq!(count::<LogEntry>(&store, &CHANNEL).await, 0);
        assert_eq!(count::<Message>(&store, &CHANNEL).await, 0);
        assert_eq!(count::<Pin>(&store, &CHANNEL).await, 0);
        assert_eq!(count::<RemovedChannel>(&store, &()).await, 0);
        assert_eq!(count::<GuildInvite>(&store, &GUILD).await, 1);
        assert_eq!(count::<Member>(&store, &GUILD).await, 700);
    }

    #[tokio::test]
    async fn sw3_a_group_that_everybody_left_goes_with_what_was_said() {
        let (store, group) = (MemoryStore::new(), ChannelId::new(4));
        let said = Message::new(group, MessageId::new(5), UserId::new(3), "hi".to_owned(), 0);
        let mark = RemovedChannel::group(group, NOW_MS);
        assert_eq!(mark.shard(), Shard::Social);
        store.commit(Batch::new(mark.shard()).put(&said).put(&mark)).await.unwrap();
        swept(&store, NOW_MS + REMOVAL_SETTLES_MS).await;
        assert_eq!(count::<Message>(&store, &group).await, 0);
        assert_eq!(count::<RemovedChannel>(&store, &()).await, 0);
    }

    #[tokio::test]
    async fn sw3_a_deleted_guild_goes_with_its_members_and_channels() {
        let store = filled().await;
        let mark = RemovedGuild { guild: GUILD, removed_at_ms: NOW_MS };
        store.commit(Batch::new(Shard::Guild(GUILD)).put(&mark)).await.unwrap();
        swept(&store, NOW_MS + REMOVAL_SETTLES_MS).await;
        assert_eq!(count::<Member>(&store, &GUILD).await, 0);
        assert_eq!(count::<Membership>(&store, &UserId::new(5)).await, 0);
        assert_eq!(count::<Ban>(&store, &GUILD).await, 0);
        assert_eq!(count::<Channel>(&store, &GUILD).await, 0);
        assert_eq!(count::<LogEntry>(&store, &CHANNEL).await, 0);
        assert_eq!(count::<GuildInvite>(&store, &GUILD).await, 0);
        assert_eq!(count::<RemovedGuild>(&store, &()).await, 0);
        assert_eq!(count::<RemovedChannel>(&store, &()).await, 0);
    }
}
