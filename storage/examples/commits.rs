//! How fast the bare store commits and reads: the yardstick for what the server adds.
//!
//! `cargo run --profile ci -p storage --example commits -- DIR [WRITERS] [SECONDS]`. Each writer
//! commits one message (its row, log entry and nonce) after the other to a channel of its own, as
//! an actor does; then one reader pages through them, 50 a page, from random places.

#![expect(clippy::disallowed_methods, reason = "a yardstick lives by the clock")]
#![expect(clippy::unwrap_used, reason = "a tool that ends at the first error")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use protocol::{ChannelId, GuildId, MessageId, UserId};
use rand::RngExt;
use storage::records::{LogEntry, LogKind, Message, Nonce};
use storage::{Batch, Scan, Shard, SledOptions, SledStore, Store, StoreExt};

const PAGES: usize = 5_000;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().expect("a directory for the store"));
    let mut number = |default| arguments.next().map_or(default, |text| text.parse().unwrap());
    let (writers, seconds) = (number(64), number(10));

    let opened_at = Instant::now();
    let store = Arc::new(SledStore::open(&directory, SledOptions::production()).unwrap());
    println!("open {:?}", opened_at.elapsed());
    write(&store, writers, Duration::from_secs(seconds)).await;
    read(&store, writers).await;
    store.close().await.unwrap();
}

async fn write(store: &Arc<SledStore>, writers: u64, time: Duration) {
    let began_at = Instant::now();
    let mut crowd = tokio::task::JoinSet::new();
    for writer in 1..=writers {
        let store = Arc::clone(store);
        let channel = ChannelId::new(writer);
        crowd.spawn(async move {
            let head = store.last::<LogEntry>(&channel).await.unwrap();
            let mut seq = head.map_or(0, |entry| entry.seq);
            let mut latencies = Vec::new();
            while began_at.elapsed() < time {
                seq += 1;
                let called_at = Instant::now();
                store.commit(post(channel, seq)).await.unwrap();
                latencies.push(called_at.elapsed());
            }
            latencies
        });
    }
    let latencies: Vec<_> = crowd.join_all().await.concat();
    let rate = latencies.len() as f64 / began_at.elapsed().as_secs_f64();
    println!("{writers} writers: {rate:.0} messages/s, ack {}", percentiles(latencies));
}

async fn read(store: &SledStore, channels: u64) {
    let mut latencies = Vec::new();
    let mut random = rand::rng();
    for _ in 0..PAGES {
        let channel = ChannelId::new(random.random_range(1..=channels));
        let head = store.last::<LogEntry>(&channel).await.unwrap().map_or(1, |entry| entry.seq);
        let before = (channel, MessageId::new(random.random_range(1..=head)));
        let page = Scan::<Message>::within(&channel).before(&before).backward().limit(50);
        let called_at = Instant::now();
        store.scan(page).await.unwrap();
        latencies.push(called_at.elapsed());
    }
    println!("{PAGES} pages of 50: {}", percentiles(latencies));
}

fn post(channel: ChannelId, seq: u64) -> Batch {
    let (author, id) = (UserId::new(channel.get()), MessageId::new(seq));
    let content = "It is seven o'clock and the kettle is on; who comes over?".to_owned();
    let message = Message::new(channel, id, author, content, 0);
    let hash =
        u128::from(seq).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).to_be_bytes();
    Batch::new(Shard::Guild(GuildId::new(1)))
        .put(&message)
        .put(&LogEntry { channel, seq, kind: LogKind::Create, message: id, created_at_ms: 0 })
        .put(&Nonce { author, channel, hash, message: id, created_at_ms: 0 })
}

fn percentiles(mut latencies: Vec<Duration>) -> String {
    latencies.sort_unstable();
    let at = |part: f64| latencies[((latencies.len() - 1) as f64 * part) as usize];
    format!("p50 {:?}, p99 {:?}, max {:?}", at(0.5), at(0.99), at(1.0))
}
