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
    Channel, ChannelHome, InstanceRole, Invite, LogEntry, Member, Membership, Message, User,
};
use storage::{Batch, MemoryStore, Scan, Shard, ShortText, Store, StoreExt};

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
    /// What was found in the logs so far; durable rows never change here.
    known: Arc<Mutex<Vec<Vec<Logged>>>>,
}

/// A message of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    pub(crate) id: MessageId,
    pub(crate) author: UserId,
    pub(crate) content: String,
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

    /// The message at a position, if it is durable.
    pub(crate) fn logged(&self, number: usize, seq: u64) -> Option<Logged> {
        let place = usize::try_from(seq).unwrap().checked_sub(1)?;
        let known = self.known.lock()[number].get(place).cloned();
        known.or_else(|| self.read(number, seq))
    }

    fn read(&self, number: usize, seq: u64) -> Option<Logged> {
        let entry = now(self.store.load::<LogEntry>(&(channel(number), seq))).unwrap()?;
        let message =
            now(self.store.load::<Message>(&(channel(number), entry.message))).unwrap()?;
        Some(Logged { id: message.id, author: message.author, content: message.content })
    }

    /// Reads what is new in the logs: positions without holes, rising ids, nothing twice.
    pub(crate) fn look(&self) -> Result<Vec<usize>, String> {
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
                let Some(logged) = self.read(number, entry.seq) else {
                    return Err(format!("P1: c{number} logs {} and lacks it", entry.message));
                };
                if log.last().is_some_and(|before| before.id >= logged.id) {
                    return Err(format!("P1: ids of c{number} do not rise at {}", entry.seq));
                }
                if log.iter().any(|before| before.content == logged.content) {
                    return Err(format!("P1: {:?} stands twice in c{number}", logged.content));
                }
                log.push(logged);
            }
        }
        Ok(known.iter().map(Vec::len).collect())
    }

    /// Whether all that was ever found is still there.
    pub(crate) fn verify(&self) -> Result<(), String> {
        let known = self.known.lock().clone();
        for (number, log) in known.iter().enumerate() {
            for (place, wanted) in log.iter().enumerate() {
                let seq = place as u64 + 1;
                if self.read(number, seq).as_ref() != Some(wanted) {
                    return Err(format!("P1: {seq} of c{number} is gone: {:?}", wanted.content));
                }
            }
        }
        Ok(())
    }

    /// Takes the last message of a channel away, as no honest disk does.
    pub(crate) fn lose_last(&self, number: usize) -> bool {
        let seq = self.head(number);
        let Some(lost) = self.logged(number, seq) else { return false };
        let batch = Batch::new(Shard::Guild(guild()))
            .delete::<Message>(&(channel(number), lost.id))
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
