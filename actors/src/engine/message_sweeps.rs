//! What a banned user said lately, which goes with the ban.
//!
//! - MS1  All of it goes, also when the server stopped meanwhile: a sweep stays until what was under way
//!   when it was decided is over, and every channel was looked at after that.
//! - MS2  Nobody waits for it: one page is read at a time, what is found takes its place in the log like
//!   any other act, and a pause follows.
//! - MS3  What somebody says who was let in again stays.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use protocol::id::first_at_ms;
use protocol::{ChannelId, GuildId, MessageId, UserId};
use storage::records::{BULK_DELETE_MAX, Message, MessageSweep, Thread};
use storage::sweep::REMOVAL_SETTLES_MS;
use storage::{Batch, CommitError, ReadError, Record, Scan, Shard, StoreExt};

use super::{ChannelError, Engine, GuildHandle};
use crate::channel::{Act, ActError};
use crate::guild::GuildError;
use crate::view::GuildView;

/// From one look for sweeps to the next, if no ban asks for one sooner.
const REST: Duration = Duration::from_secs(60);
/// Behind each page.
const PAUSE: Duration = Duration::from_millis(20);
/// Sweeps that one look takes up. More are left to the next one.
const SWEEPS_MAX: usize = 10_000;
/// Sweeps that one batch takes away.
const ENDED_AT_ONCE: usize = 1_000;
/// Threads of a guild that are read at a time.
const THREADS_PAGE: usize = 200;

type SweepKey = <MessageSweep as Record>::Key;

/// Why a sweep was broken off: the next look begins it anew, and finds less.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("a guild: {0}")]
    Guild(#[from] GuildError),
    #[error("a channel: {0}")]
    Channel(#[from] ChannelError),
    #[error("messages: {0}")]
    Act(#[from] ActError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Engine {
    /// MS1. Sweeps what bans ask for, at the start and then for as long as the process runs.
    pub async fn keep_sweeping_messages(&self) {
        let mut begun = BTreeSet::new();
        loop {
            if let Err(error) = self.sweep_all(&mut begun).await {
                tracing::warn!(%error, "messages of banned users could not be looked for");
            }
            let asked = self.context.message_sweeps.notified();
            let _rested = tokio::time::timeout(REST, asked).await;
        }
    }

    /// `begun` are those that were carried out while something may have been under way.
    async fn sweep_all(&self, begun: &mut BTreeSet<SweepKey>) -> Result<(), Broken> {
        let all = self.store().scan(Scan::<MessageSweep>::all().limit(SWEEPS_MAX)).await?;
        let now_ms = self.clock().now_ms();
        let mut due: BTreeMap<GuildId, Vec<MessageSweep>> = BTreeMap::new();
        for sweep in
            all.into_iter().filter(|one| settled(one, now_ms) || !begun.contains(&one.key()))
        {
            due.entry(sweep.guild).or_default().push(sweep);
        }
        for (guild, sweeps) in due {
            if let Err(error) = self.sweep_guild(guild, &sweeps).await {
                tracing::warn!(%error, %guild, "messages of banned users are still there");
                continue;
            }
            begun.extend(sweeps.iter().map(Record::key));
            let ended: Vec<_> = sweeps.iter().filter(|one| settled(one, now_ms)).collect();
            for ended in ended.chunks(ENDED_AT_ONCE) {
                let batch = ended.iter().fold(Batch::new(Shard::Guild(guild)), |batch, sweep| {
                    batch.delete::<MessageSweep>(&sweep.key())
                });
                self.store().commit(batch).await?;
                for sweep in ended {
                    begun.remove(&sweep.key());
                }
            }
        }
        Ok(())
    }

    async fn sweep_guild(&self, id: GuildId, sweeps: &[MessageSweep]) -> Result<(), Broken> {
        let guild = match self.context.guild(id).await {
            // The messages go with it.
            Err(GuildError::UnknownGuild) => return Ok(()),
            found => found?,
        };
        let view = guild.view();
        let text = view.channels.values().filter(|channel| channel.kind.holds_messages());
        // A channel that takes nothing at the moment holds up no other one.
        let mut broken = Ok(());
        for channel in text.map(|channel| channel.id) {
            broken = broken.and(self.sweep_channel(&guild, channel, sweeps).await);
        }
        let mut after = None;
        loop {
            let mut scan = Scan::<Thread>::within(&id).limit(THREADS_PAGE);
            if let Some(last) = after {
                scan = scan.after(&(id, last));
            }
            let threads = self.store().scan(scan).await?;
            let Some(last) = threads.last() else { return broken };
            after = Some(last.id);
            for thread in &threads {
                broken = broken.and(self.sweep_channel(&guild, thread.id, sweeps).await);
            }
        }
    }

    /// MS2.
    async fn sweep_channel(
        &self,
        guild: &GuildHandle,
        channel: ChannelId,
        sweeps: &[MessageSweep],
    ) -> Result<(), Broken> {
        let since_ms = sweeps.iter().map(|sweep| sweep.since_ms).min().unwrap_or(i64::MAX);
        let mut after = MessageId::new(first_at_ms(since_ms).saturating_sub(1));
        loop {
            let scan = Scan::<Message>::within(&channel).after(&(channel, after));
            let page = self.store().scan(scan.limit(BULK_DELETE_MAX)).await?;
            tokio::time::sleep(PAUSE).await;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for (asked_by, messages) in taken(sweeps, &guild.view(), &page) {
                // Nothing is hidden from the owner, and an archived thread is in the view again.
                let owner = guild.view().guild.owner;
                let found = match self.context.channel(channel, owner).await {
                    // It was deleted meanwhile.
                    Err(ChannelError::Access(_)) => return Ok(()),
                    found => found?,
                };
                match found.act(asked_by, Act::Sweep(messages)).await {
                    Ok(()) | Err(ActError::Access(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

/// MS1. Nothing that was under way when it was decided is so any more.
fn settled(sweep: &MessageSweep, now_ms: i64) -> bool {
    sweep.asked_at_ms <= now_ms - REMOVAL_SETTLES_MS
}

/// Which of some messages go, by who decided it.
fn taken(
    sweeps: &[MessageSweep],
    view: &GuildView,
    page: &[Message],
) -> BTreeMap<UserId, Vec<MessageId>> {
    let mut taken: BTreeMap<UserId, Vec<MessageId>> = BTreeMap::new();
    for message in page.iter().filter(|message| message.deleted_at_ms.is_none()) {
        if let Some(sweep) = sweeps.iter().find(|sweep| takes(sweep, view, message)) {
            taken.entry(sweep.asked_by).or_default().push(message.id);
        }
    }
    taken
}

/// MS3.
fn takes(sweep: &MessageSweep, view: &GuildView, message: &Message) -> bool {
    let until_ms = sweep.asked_at_ms + REMOVAL_SETTLES_MS;
    // There may be many sweeps: only those of the author are looked into.
    message.author == sweep.user
        && (sweep.since_ms..=until_ms).contains(&message.created_at_ms)
        && view
            .members
            .get(&sweep.user)
            .is_none_or(|member| message.created_at_ms < member.member.joined_at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::{ADA, BOB, EVE, GENERAL, GUILD, guild, with_member};

    const NOW_MS: i64 = 1_800_000_000_000;

    fn said(id: u64, author: UserId, created_at_ms: i64) -> Message {
        Message::new(GENERAL, MessageId::new(id), author, "hi".to_owned(), created_at_ms)
    }

    fn sweep(user: UserId, asked_by: UserId) -> MessageSweep {
        let (asked_at_ms, since_ms) = (NOW_MS, NOW_MS - 1_000);
        MessageSweep { guild: GUILD, user, asked_at_ms, asked_by, since_ms }
    }

    #[test]
    fn ms1_what_was_said_in_that_time_and_what_was_under_way_goes() {
        let sweeps = [sweep(EVE, ADA), sweep(UserId::new(10), BOB)];
        let gone = Message { deleted_at_ms: Some(1), ..said(5, EVE, NOW_MS) };
        let page = [
            said(1, EVE, NOW_MS - 1_001),
            said(2, EVE, NOW_MS - 1_000),
            said(3, BOB, NOW_MS),
            said(4, EVE, NOW_MS),
            gone,
            said(6, UserId::new(10), NOW_MS),
            said(7, EVE, NOW_MS + REMOVAL_SETTLES_MS),
            said(8, EVE, NOW_MS + REMOVAL_SETTLES_MS + 1),
        ];
        let ids = |ids: &[u64]| ids.iter().copied().map(MessageId::new).collect::<Vec<_>>();
        let taken: Vec<_> = taken(&sweeps, &guild(), &page).into_iter().collect();
        assert_eq!(taken, [(ADA, ids(&[2, 4, 7])), (BOB, ids(&[6]))]);
    }

    #[test]
    fn ms3_what_is_said_by_who_was_let_in_again_stays() {
        let mut view = with_member(guild(), EVE, &[]);
        let mut eve = (*view.members[&EVE]).clone();
        eve.member.joined_at_ms = NOW_MS + 5;
        view.members.insert(EVE, std::sync::Arc::new(eve));
        let takes = |at_ms| takes(&sweep(EVE, ADA), &view, &said(1, EVE, at_ms));
        assert!(takes(NOW_MS) && takes(NOW_MS + 4));
        assert!(!takes(NOW_MS + 5) && !takes(NOW_MS + 6));
    }
}
