//! The cast, the store that outlives every life of the process, and what is durable in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use actors::{EngineConfig, OutboxLimits, founding};
use futures_util::FutureExt;
use parking_lot::Mutex;
use protocol::id::first_at_ms;
use protocol::{ChannelId, GuildId, MessageId, UserId};
use storage::records::{
    Channel, ChannelHome, InstanceRole, Invite, LogEntry, LogKind, Member, Membership, Message,
    Reaction, ReactionSummary, User,
};
use storage::{Batch, MemoryStore, Scan, Shard, ShortText, Store, StoreExt};

use crate::wish::original;

/// People, by number. The first one owns the guild, the last one is a bot.
pub(crate) const PEOPLE: usize = 6;
pub(crate) const OWNER: usize = 0;
pub(crate) const BOT: usize = PEOPLE - 1;
/// Who is not in the guild at the beginning.
pub(crate) const OUTSIDER: usize = 4;
pub(crate) const CHANNELS: usize = 3;
pub(crate) const INVITE: &str = "harbour";
/// 2026-01-01.
pub(crate) const START_MS: i64 = 1_767_225_600_000;

pub(crate) fn user(person: usize) -> UserId {
    UserId::new(first_at_ms(START_MS - 9_000) + person as u64)
}

pub(crate) fn guild() -> GuildId {
    GuildId::new(first_at_ms(START_MS - 8_000))
}

pub(crate) fn channel(number: usize) -> ChannelId {
    ChannelId::new(first_at_ms(START_MS - 7_000) + number as u64)
}

/// Small bounds, so that everything that happens at a bound happens often.
pub(crate) fn config() -> EngineConfig {
    EngineConfig {
        idle_unload: Duration::from_secs(20),
        channels_loaded_max: 2,
        channel_pending_max: 16,
        resume_window: Duration::from_secs(20),
        offline_after: Duration::from_secs(2),
        replay_max: 40,
        outbox: OutboxLimits {
            queue_events_max: 24,
            queue_bytes_max: 16 << 10,
            ring_events_max: 32,
            ring_bytes_max: 32 << 10,
        },
        ..EngineConfig::default()
    }
}

/// The rows in memory: what a disk would hold. Everything here is durable.
#[derive(Clone)]
pub(crate) struct Disk {
    pub(crate) store: Arc<MemoryStore>,
    /// What was found in the logs so far; their entries never change.
    known: Arc<Mutex<Vec<Vec<LogEntry>>>>,
}

/// A message as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) content: String,
    /// Emojis, and who reacted with them.
    pub(crate) reactions: BTreeSet<(String, u64)>,
}

impl Disk {
    pub(crate) fn new() -> Self {
        let store = Arc::new(MemoryStore::new());
        let known = Arc::new(Mutex::new(vec![Vec::new(); CHANNELS]));
        let disk = Self { store, known };
        disk.write(accounts());
        disk.write(rows());
        disk
    }

    fn write(&self, batch: Batch) {
        now(self.store.commit(batch)).unwrap();
    }

    /// How many events a channel's log has.
    pub(crate) fn head(&self, number: usize) -> u64 {
        let last = now(self.store.last::<LogEntry>(&channel(number))).unwrap();
        last.map_or(0, |entry| entry.seq)
    }

    /// What happened at a position, if it is durable.
    pub(crate) fn entry(&self, number: usize, seq: u64) -> Option<LogEntry> {
        let place = usize::try_from(seq).unwrap().checked_sub(1)?;
        let known = self.known.lock()[number].get(place).cloned();
        known.or_else(|| now(self.store.load::<LogEntry>(&(channel(number), seq))).unwrap())
    }

    /// The messages that were ever written in a channel, oldest first, and where in its log.
    pub(crate) fn written(&self, number: usize) -> Vec<(u64, MessageId)> {
        let entries = (1..=self.head(number)).filter_map(|seq| self.entry(number, seq));
        let creations = entries.filter(|entry| entry.kind == LogKind::Create);
        creations.map(|entry| (entry.seq, entry.message)).collect()
    }

    /// Whether a catch-up may leave a position out: what is deleted is not told of, and one telling
    /// of a change has all changes before it.
    pub(crate) fn may_be_left_out(&self, number: usize, seq: u64) -> bool {
        self.entry(number, seq).is_some_and(|entry| {
            entry.kind == LogKind::Update || self.present(number, entry.message).is_none()
        })
    }

    /// A message with its reactions, unless it is deleted.
    pub(crate) fn present(&self, number: usize, id: MessageId) -> Option<Present> {
        let message = self.message(number, id).filter(|message| message.deleted_at_ms.is_none())?;
        let key = (channel(number), id);
        let summary = now(self.store.load::<ReactionSummary>(&key)).unwrap();
        let mut reactions = BTreeSet::new();
        for count in summary.map(|summary| summary.emojis).unwrap_or_default() {
            let below = (channel(number), id, count.run);
            let rows = now(self.store.scan(Scan::<Reaction>::within(&below))).unwrap();
            assert_eq!(rows.len(), count.count as usize, "a summary counts its rows");
            reactions.extend(rows.iter().map(|row| (count.emoji.clone(), row.user.get())));
        }
        Some(Present { content: message.content, reactions })
    }

    fn message(&self, number: usize, id: MessageId) -> Option<Message> {
        now(self.store.load::<Message>(&(channel(number), id))).unwrap()
    }

    /// Reads what is new in the logs: positions without holes, rising ids, nothing twice.
    pub(crate) fn look(&self) -> Result<(), String> {
        let mut known = self.known.lock();
        for (number, log) in known.iter_mut().enumerate() {
            let scan = Scan::<LogEntry>::within(&channel(number))
                .after(&(channel(number), log.len() as u64));
            for entry in now(self.store.scan(scan)).unwrap() {
                if entry.seq != log.len() as u64 + 1 {
                    return Err(format!(
                        "P1: the log of c{number} has a hole before {}",
                        entry.seq
                    ));
                }
                if entry.kind == LogKind::Create {
                    self.look_at_new(number, &entry, log)?;
                }
                log.push(entry);
            }
        }
        Ok(())
    }

    fn look_at_new(&self, number: usize, new: &LogEntry, log: &[LogEntry]) -> Result<(), String> {
        let Some(message) = self.message(number, new.message) else {
            return Err(format!("P1: c{number} logs {} and lacks it", new.message));
        };
        let mut before = log.iter().filter(|entry| entry.kind == LogKind::Create);
        if before.clone().next_back().is_some_and(|before| before.message >= new.message) {
            return Err(format!("P1: ids of c{number} do not rise at {}", new.seq));
        }
        let said = original(&message.content);
        let is_twice = !said.is_empty()
            && before.any(|before| {
                let before = self.message(number, before.message);
                before.is_some_and(|before| original(&before.content) == said)
            });
        if is_twice { Err(format!("P1: {said:?} stands twice in c{number}")) } else { Ok(()) }
    }

    /// Whether all that was ever found is still there.
    pub(crate) fn verify(&self) -> Result<(), String> {
        let known = self.known.lock().clone();
        for (number, log) in known.iter().enumerate() {
            for wanted in log {
                let entry = now(self.store.load::<LogEntry>(&(channel(number), wanted.seq)));
                let is_there = entry.unwrap().as_ref() == Some(wanted)
                    && self.message(number, wanted.message).is_some();
                if !is_there {
                    return Err(format!("P1: {} of c{number} is gone: {wanted:?}", wanted.seq));
                }
            }
        }
        Ok(())
    }

    /// Takes the last message of a channel away, as no honest disk does.
    pub(crate) fn lose_last(&self, number: usize) -> bool {
        let Some((seq, lost)) = self.written(number).pop() else { return false };
        let batch = Batch::new(Shard::Guild(guild()))
            .delete::<Message>(&(channel(number), lost))
            .delete::<LogEntry>(&(channel(number), seq));
        self.write(batch);
        true
    }

    /// Who is in the guild.
    pub(crate) fn members(&self) -> BTreeSet<UserId> {
        let members = now(self.store.scan(Scan::<Member>::within(&guild()))).unwrap();
        members.into_iter().map(|member| member.user).collect()
    }

    /// From whom each channel is hidden.
    pub(crate) fn hidden(&self) -> BTreeMap<ChannelId, BTreeSet<u64>> {
        let channels = now(self.store.scan(Scan::<Channel>::within(&guild()))).unwrap();
        let from = |channel: &Channel| channel.overwrites.iter().map(|o| o.id.get()).collect();
        channels.iter().map(|channel| (channel.id, from(channel))).collect()
    }
}

/// A store in memory answers in its call.
fn now<T>(answer: impl Future<Output = T>) -> T {
    answer.now_or_never().expect("a store in memory answers at once")
}

fn accounts() -> Batch {
    (0..PEOPLE).fold(Batch::new(Shard::Social), |batch, person| {
        batch.put(&User {
            id: user(person),
            username: format!("person{person}"),
            global_name: None,
            email: None,
            avatar: None,
            second_factor: false,
            password_hash: None,
            bot: person == BOT,
            bot_owner: (person == BOT).then(|| user(OWNER)),
            instance_role: InstanceRole::User,
            created_at_ms: START_MS,
        })
    })
}

fn rows() -> Batch {
    // The founding makes `general` and a voice channel; the first is this world's first channel.
    let mut ids = [channel(0).get(), channel(CHANNELS).get()].into_iter();
    let mut next_id = || ids.next().unwrap();
    let (_, mut batch) = founding::found(guild(), user(OWNER), "Harbour", &mut next_id, START_MS);
    for number in 1..CHANNELS {
        let channel = text_channel(number);
        let home = ChannelHome { channel: channel.id, guild: guild() };
        batch = batch.put(&channel).put(&home);
    }
    for person in (0..PEOPLE).filter(|person| ![OWNER, OUTSIDER].contains(person)) {
        let user = user(person);
        batch = batch.put(&member(user)).put(&Membership { user, guild: guild() });
    }
    batch.put(&Invite {
        code: ShortText::new(INVITE).unwrap(),
        guild: guild(),
        channel: channel(0),
        inviter: user(OWNER),
        max_uses: 0,
        uses: 0,
        expires_at_ms: None,
        created_at_ms: START_MS,
    })
}

fn member(user: UserId) -> Member {
    Member {
        guild: guild(),
        user,
        nick: None,
        roles: Vec::new(),
        joined_at_ms: START_MS,
        communication_disabled_until_ms: None,
        mute: false,
        deaf: false,
    }
}

fn text_channel(number: usize) -> Channel {
    Channel {
        guild: guild(),
        id: channel(number),
        kind: storage::records::ChannelKind::Text,
        name: format!("c{number}"),
        position: 9,
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
