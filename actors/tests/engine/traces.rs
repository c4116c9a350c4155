//! What a subscriber of `tracing` hears of a traced post, by the rules of `trace`.

use std::fmt::Debug;
use std::sync::Arc;

use actors::{Draft, TRACE_TARGET, Trace};
use parking_lot::Mutex;
use protocol::{ChannelId, UserId};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, Subscriber, set_default};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::{LookupSpan, Registry};

use crate::world::{Client, World, settle};

const SAID: &str = "a secret";
/// So many long messages does the socket take that is not read.
const FIT: usize = 2;
/// Bytes that it takes: some 3,000 are a long message with all that belongs to it.
const SOCKET_BYTES: usize = 8 << 10;

fn filler() -> String {
    "x".repeat(1_900)
}

/// The names of spans that ended, and all that any of them held.
#[derive(Clone, Default)]
struct Heard {
    ended: Arc<Mutex<Vec<&'static str>>>,
    held: Arc<Mutex<String>>,
}

impl Heard {
    /// Listens in this thread, which is all that a test has.
    fn listen() -> (Self, DefaultGuard) {
        let heard = Self::default();
        let guard = set_default(Registry::default().with(heard.clone()));
        (heard, guard)
    }

    /// Since the last call.
    fn ended(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.ended.lock())
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Heard {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        attributes.record(&mut Text(&mut self.held.lock()));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        values.record(&mut Text(&mut self.held.lock()));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        if span.metadata().target() == TRACE_TARGET {
            self.ended.lock().push(span.name());
        }
    }
}

/// Writes fields down.
struct Text<'a>(&'a mut String);

impl Visit for Text<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!("{field}={value:?} "));
    }
}

/// Posts as `author`, traced, and answers them.
async fn posts(world: &World, author: UserId, channel: ChannelId, content: &str) -> String {
    let handle = world.engine.channel(channel, author).await.unwrap();
    let posted = handle.traced(Trace::begin(channel, 7)).post(Draft::text(author, content)).await;
    posted.unwrap().id.to_string()
}

/// A guild's channel, its owner, and one who listens to it by a narrow socket.
async fn listened() -> (World, UserId, ChannelId, Client) {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let bob = world.account("bob").await;
    let (guild, general) = world.guild(ada).await;
    world.join(&guild, general, ada, bob).await;
    let mut listener = world.connect_with(bob, SOCKET_BYTES).await;
    listener.session.subscribe(general, None);
    listener.read().await;
    (world, ada, general, listener)
}

#[tokio::test(start_paused = true)]
async fn tr2_a_trace_ends_with_the_last_socket_that_fell_behind() {
    let (world, ada, general, mut listener) = listened().await;
    let (heard, _guard) = Heard::listen();
    for _ in 0..FIT {
        posts(&world, ada, general, &filler()).await;
    }
    settle().await;
    assert_eq!(heard.ended(), ["mailbox", "commit", "fan-out", "post"].repeat(FIT));

    for _ in 0..2 {
        posts(&world, ada, general, &filler()).await;
    }
    settle().await;
    assert_eq!(heard.ended(), ["mailbox", "commit", "fan-out"].repeat(2), "the socket is full");
    listener.read().await;
    listener.read().await;
    assert_eq!(heard.ended(), ["socket", "post"].repeat(2));
}

#[tokio::test(start_paused = true)]
async fn tr2_a_socket_that_goes_takes_nothing_any_more() {
    let (world, ada, general, listener) = listened().await;
    let (heard, _guard) = Heard::listen();
    for _ in 0..=FIT {
        posts(&world, ada, general, &filler()).await;
    }
    settle().await;
    assert!(!heard.ended().contains(&"socket"));
    listener.socket.hang_up(true);
    settle().await;
    assert_eq!(heard.ended(), ["socket", "post"]);
}

#[tokio::test(start_paused = true)]
async fn tr1_tr3_only_a_traced_post_is_told_of_and_never_what_it_says() {
    let (world, ada, general, _listener) = listened().await;
    let (heard, _guard) = Heard::listen();
    world.post(ada, general, SAID, None).await.unwrap();
    settle().await;
    assert!(heard.ended().is_empty());

    let message = posts(&world, ada, general, SAID).await;
    settle().await;
    assert_eq!(heard.ended(), ["mailbox", "commit", "fan-out", "post"]);
    let held = heard.held.lock().clone();
    assert!(held.contains(&message) && held.contains(&general.to_string()), "{held}");
    assert!(!held.contains(SAID) && !held.contains(&ada.to_string()), "{held}");
}
