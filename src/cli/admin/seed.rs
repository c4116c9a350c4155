//! `confab admin seed`: members with tokens, and a history to page through.

use std::collections::VecDeque;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;
use protocol::id::next_after;
use protocol::{ChannelId, GuildId, MessageId, UserId};
use serde_json::json;
use storage::records::{LogEntry, LogKind, Member, Membership, Message};
use storage::{Batch, Commit, Shard, Store};

use super::{Opened, open, refused};
use crate::config::{Profile, Settings};
use crate::exit::Failure;

/// Rows of one batch stay well below the store's bound.
const ROWS_PER_BATCH: usize = 200;

/// Batches on their way at once.
const BATCHES_IN_FLIGHT: usize = 16;

const HOUR_MS: u64 = 3_600_000;

/// What to fill the directory with.
#[derive(Debug, Args)]
pub(in crate::cli) struct SeedArgs {
    /// Data directory; it must be empty.
    #[arg(long, env = "CONFAB_DATA", default_value = "data")]
    data: PathBuf,
    /// Set of defaults for password costs and the like.
    #[arg(long, env = "CONFAB_PROFILE", value_enum, default_value = "test")]
    profile: Profile,
    /// Users to make, named load00001 and so on; the first one owns everything.
    #[arg(long, default_value_t = 1)]
    users: u32,
    /// Name of their guild.
    #[arg(long, default_value = "Load")]
    guild: String,
    /// Messages in its first channel.
    #[arg(long, default_value_t = 0)]
    messages: u64,
    /// How long their tokens are good.
    #[arg(long, default_value_t = 24)]
    token_hours: u64,
}

/// Prints one JSON line per user.
pub(super) async fn run(args: SeedArgs) -> Result<(), Failure> {
    let opened = open(Settings { data: args.data, ..Settings::of(args.profile) }).await?;
    if opened.accounts.is_claimed() {
        return Err(Failure::usage("the data directory is not empty"));
    }
    let ttl_ms = args.token_hours.saturating_mul(HOUR_MS);
    let users = opened.accounts.seed(args.users, ttl_ms).await.map_err(refused)?;
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let Some(owner) = ids.first() else { return Ok(()) };
    let founded = opened.accounts.found_guild(*owner, &args.guild).await.map_err(refused)?;
    let (guild, channel) = founded;
    join(&opened, guild, &ids).await?;
    fill(&opened, (guild, channel), *owner, args.messages).await?;
    opened.store.close().await.map_err(Failure::disk)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for user in users {
        let line = json!({
            "user_id": user.id,
            "username": user.username,
            "token": user.token,
            "guild_id": guild,
            "channel_id": channel,
        });
        writeln!(out, "{line}").map_err(Failure::internal)?;
    }
    out.flush().map_err(Failure::internal)
}

async fn join(opened: &Opened, guild: GuildId, users: &[UserId]) -> Result<(), Failure> {
    let mut writer = Writer::new(&*opened.store);
    for part in users.chunks(ROWS_PER_BATCH) {
        let mut batch = Batch::new(Shard::Guild(guild));
        for user in part {
            let member = Member {
                guild,
                user: *user,
                nick: None,
                roles: Vec::new(),
                joined_at_ms: user.created_at_ms(),
                communication_disabled_until_ms: None,
                mute: false,
                deaf: false,
            };
            batch = batch.put(&member).put(&Membership { user: *user, guild });
        }
        writer.write(batch).await?;
    }
    writer.finish().await
}

/// A history that ends now, a message a millisecond.
async fn fill(
    opened: &Opened,
    (guild, channel): (GuildId, ChannelId),
    author: UserId,
    messages: u64,
) -> Result<(), Failure> {
    let mut writer = Writer::new(&*opened.store);
    let count = i64::try_from(messages).map_err(Failure::usage)?;
    let began_ms = author.created_at_ms() - count;
    let mut last = 0;
    let mut batch = Batch::new(Shard::Guild(guild));
    for seq in 1..=messages {
        let created_at_ms = began_ms.saturating_add_unsigned(seq);
        last = next_after(0, last, created_at_ms);
        let message = message(channel, MessageId::new(last), author, created_at_ms, seq);
        let entry =
            LogEntry { channel, seq, kind: LogKind::Create, message: message.id, created_at_ms };
        batch = batch.put(&message).put(&entry);
        if seq % ROWS_PER_BATCH as u64 == 0 || seq == messages {
            let full = std::mem::replace(&mut batch, Batch::new(Shard::Guild(guild)));
            writer.write(full).await?;
        }
    }
    writer.finish().await
}

fn message(
    channel: ChannelId,
    id: MessageId,
    author: UserId,
    created_at_ms: i64,
    number: u64,
) -> Message {
    let content = format!("Message {number} of a long history, as long as people usually write.");
    Message::new(channel, id, author, content, created_at_ms)
}

/// Writes batches, a few ahead of the disk.
struct Writer<'a> {
    store: &'a dyn Store,
    pending: VecDeque<Commit>,
}

impl<'a> Writer<'a> {
    fn new(store: &'a dyn Store) -> Self {
        Self { store, pending: VecDeque::new() }
    }

    async fn write(&mut self, batch: Batch) -> Result<(), Failure> {
        while self.pending.len() >= BATCHES_IN_FLIGHT {
            self.settle_one().await?;
        }
        self.pending.push_back(self.store.commit(batch));
        Ok(())
    }

    async fn finish(mut self) -> Result<(), Failure> {
        while !self.pending.is_empty() {
            self.settle_one().await?;
        }
        Ok(())
    }

    async fn settle_one(&mut self) -> Result<(), Failure> {
        match self.pending.pop_front() {
            Some(commit) => commit.await.map_err(Failure::disk),
            None => Ok(()),
        }
    }
}
