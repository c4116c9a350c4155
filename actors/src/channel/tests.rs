//! The channel's mind, without an actor: what is admitted, and which place it gets.

use std::sync::Arc;

use proptest::prelude::*;
use protocol::id::next_after;
use protocol::permissions::Permissions;
use protocol::wire::Nonce;
use protocol::{ChannelId, UserId};
use storage::records::{ChannelKind, LogEntry, Message, Nonce as NonceRow};
use storage::{Batch, Expect, Op, Record};
use tokio::sync::oneshot;

use super::state::{ChannelState, Decision, Sequenced};
use super::{Draft, PostError};
use crate::config::EngineConfig;
use crate::view::sample::{ADA, BOB, EVE, GENERAL, denied, guild, with_channel};
use crate::view::{AccessError, GuildView};

const NOW_MS: i64 = 1_800_000_000_000;

fn channel() -> ChannelState {
    let mut channel = ChannelState::new(GENERAL, &EngineConfig::default());
    channel.begin(0, 0, &[]);
    channel
}

fn draft(author: UserId, content: &str, nonce: Option<&str>) -> Draft {
    let nonce = nonce.map(|nonce| Nonce::text(nonce).unwrap());
    Draft { nonce, ..Draft::text(author, content) }
}

/// Offers a post that answers nothing, with ids as one node makes them.
fn offer(
    channel: &mut ChannelState,
    draft: &Draft,
    view: &GuildView,
    now_ms: i64,
) -> Result<Decision, PostError> {
    channel.post(draft, None, view, now_ms, |last| next_after(0, last, now_ms))
}

fn sequenced(decision: Result<Decision, PostError>) -> Sequenced {
    match decision {
        Ok(Decision::Commit(sequenced)) => *sequenced,
        Ok(Decision::Join(_)) => panic!("it is a repeat"),
        Err(error) => panic!("refused: {error}"),
    }
}

fn rows<R: Record>(batch: &Batch) -> usize {
    let table = R::TABLE as u8;
    let of_table = |op: &&Op| matches!(op, Op::Put { key, .. } if key.as_bytes()[0] == table);
    batch.ops.iter().filter(of_table).count()
}

/// Whether Bob's post is taken, in Ada's guild as `change` leaves it.
fn check(
    change: impl FnOnce(GuildView) -> GuildView,
    content: &str,
    wanted: Result<(), PostError>,
) {
    let view = change(guild());
    let found = offer(&mut channel(), &draft(BOB, content, None), &view, NOW_MS).map(drop);
    assert_eq!(found, wanted, "{content:.20}");
}

fn changed(
    change: impl FnOnce(&mut storage::records::Channel),
) -> impl FnOnce(GuildView) -> GuildView {
    |view| with_channel(view, GENERAL, change)
}

#[test]
fn ch3_the_view_at_sequencing_decides() {
    let same = |view: GuildView| view;
    check(same, "hi", Ok(()));
    check(same, "", Err(PostError::Empty));
    check(same, &"ä".repeat(2_000), Ok(()));
    check(same, &"ä".repeat(2_001), Err(PostError::TooLong { chars_max: 2_000 }));
    let blind = |view| denied(view, BOB, Permissions::VIEW_CHANNEL);
    check(blind, "hi", Err(AccessError::NoAccess.into()));
    let mute = |view| denied(view, BOB, Permissions::SEND_MESSAGES);
    check(mute, "hi", Err(PostError::MissingPermission));
    check(changed(|c| c.locked = true), "hi", Err(PostError::Locked));
    check(changed(|c| c.archived = true), "hi", Err(AccessError::NoAccess.into()));
    check(changed(|c| c.kind = ChannelKind::Voice), "hi", Err(PostError::NotText));
    let gone = |view: GuildView| GuildView { channels: Arc::default(), ..view };
    check(gone, "hi", Err(AccessError::UnknownChannel.into()));
}

#[test]
fn ch3_who_manages_channels_posts_in_a_locked_one_and_nobody_in_an_archived_one() {
    let locked = with_channel(guild(), GENERAL, |channel| channel.locked = true);
    assert!(offer(&mut channel(), &draft(ADA, "hi", None), &locked, NOW_MS).is_ok());
    let archived = with_channel(guild(), GENERAL, |channel| channel.archived = true);
    let refused = offer(&mut channel(), &draft(ADA, "hi", None), &archived, NOW_MS);
    assert_eq!(refused.map(drop), Err(PostError::Archived));
}

#[test]
fn ch3_a_stranger_finds_no_channel() {
    let refused = offer(&mut channel(), &draft(EVE, "hi", None), &guild(), NOW_MS);
    assert_eq!(refused.map(drop), Err(AccessError::UnknownChannel.into()));
}

#[test]
fn ch2_a_repeat_joins_the_first_until_it_is_long_settled() {
    let (view, mut channel) = (guild(), channel());
    let once = draft(BOB, "once", Some("n"));
    let first = sequenced(offer(&mut channel, &once, &view, NOW_MS));
    let again = offer(&mut channel, &draft(BOB, "other text", Some("n")), &view, NOW_MS);
    assert!(matches!(&again, Ok(Decision::Join(ticket)) if Arc::ptr_eq(ticket, &first.ticket)));
    sequenced(offer(&mut channel, &draft(ADA, "mine", Some("n")), &view, NOW_MS));
    let key = once.nonce_key().unwrap();
    channel.settled(first.seq, [key], NOW_MS);
    assert!(matches!(offer(&mut channel, &once, &view, NOW_MS + 9_000), Ok(Decision::Join(_))));
    channel.settled(first.seq, [], NOW_MS + 20_000);
    // From here on the store's row is what counts: the batch is refused if it is there.
    let late = sequenced(offer(&mut channel, &once, &view, NOW_MS + 20_000));
    let row = NonceRow::row_key(&(BOB, GENERAL, key.1));
    assert!(late.batch.expects.contains(&Expect::Absent(row)));
}

#[test]
fn ch2_the_same_text_and_number_are_the_same_nonce() {
    let number = Draft { nonce: Some(Nonce::integer(7)), ..draft(BOB, "x", None) };
    assert_eq!(number.nonce_key(), draft(BOB, "x", Some("7")).nonce_key());
    assert_ne!(number.nonce_key(), draft(ADA, "x", Some("7")).nonce_key());
    assert_eq!(draft(BOB, "x", None).nonce_key(), None);
}

#[test]
fn ch1_a_post_needs_its_predecessor_in_the_log_and_its_own_place_free() {
    let (view, mut channel) = (guild(), channel());
    for seq in 1..=3u64 {
        let post = sequenced(offer(&mut channel, &draft(BOB, "hi", None), &view, NOW_MS));
        let entry = |seq| LogEntry::row_key(&(GENERAL, seq));
        let before = (seq > 1).then(|| Expect::Present(entry(seq - 1)));
        let wanted: Vec<Expect> = [Expect::Absent(entry(seq))].into_iter().chain(before).collect();
        assert_eq!(post.batch.expects, wanted);
        assert_eq!((rows::<Message>(&post.batch), rows::<LogEntry>(&post.batch)), (1, 1));
    }
}

#[test]
fn ch1_a_new_beginning_takes_up_where_the_log_ends() {
    let (view, mut channel) = (guild(), channel());
    let lost = sequenced(offer(&mut channel, &draft(BOB, "lost", Some("n")), &view, NOW_MS));
    assert_eq!(lost.seq, 1);
    channel.begin(0, 0, &[]);
    let again = sequenced(offer(&mut channel, &draft(BOB, "lost", Some("n")), &view, NOW_MS));
    assert_eq!(again.seq, 1);
    channel.begin(1, u64::MAX >> 1, &[]);
    let next = sequenced(offer(&mut channel, &draft(BOB, "next", None), &view, NOW_MS));
    assert_eq!(next.seq, 2);
    assert!(next.message.id.get() > u64::MAX >> 1, "ids rise above what is stored");
}

proptest! {
    /// Whatever the clock does, ids and positions rise.
    #[test]
    fn ch1_ids_and_positions_rise_whatever_the_clock_does(steps in prop::collection::vec(-5_000i64..5_000, 1..200)) {
        let (view, mut channel) = (guild(), channel());
        let (mut now_ms, mut last) = (NOW_MS, (0, 0));
        for step in steps {
            now_ms += step;
            let post = sequenced(offer(&mut channel, &draft(BOB, "hi", None), &view, now_ms));
            let place = (post.seq, post.message.id.get());
            prop_assert!(place.0 == last.0 + 1 && place.1 > last.1);
            last = place;
        }
    }
}

#[test]
fn slow_mode_asks_for_a_pause_and_exempts_who_moderates() {
    let view = with_channel(guild(), GENERAL, |channel| channel.rate_limit_per_user_s = 10);
    let mut channel = channel();
    let mut post = |author, at_ms| offer(&mut channel, &draft(author, "hi", None), &view, at_ms);
    assert!(post(BOB, NOW_MS).is_ok());
    let refused = Err(PostError::SlowMode { retry_after_ms: 6_000 });
    assert_eq!(post(BOB, NOW_MS + 4_000).map(drop), refused);
    assert!(post(ADA, NOW_MS).is_ok() && post(ADA, NOW_MS).is_ok());
    assert!(post(BOB, NOW_MS + 10_000).is_ok());
}

#[test]
fn the_longer_pause_counts_of_the_instance_and_the_channel_from_the_next_message_on() {
    let (view, config) = (guild(), EngineConfig::default());
    let own = with_channel(guild(), GENERAL, |channel| channel.rate_limit_per_user_s = 20);
    let mut channel = ChannelState::new(GENERAL, &config);
    channel.begin(0, 0, &[]);
    let mut post = |view, at_ms| offer(&mut channel, &draft(BOB, "hi", None), view, NOW_MS + at_ms);
    assert!(post(&view, 0).is_ok() && post(&view, 0).is_ok());
    config.slow_mode.set(10);
    assert!(post(&view, 1_000).is_ok());
    let refused = |retry_after_ms| Err(PostError::SlowMode { retry_after_ms });
    assert_eq!(post(&view, 2_000).map(drop), refused(9_000));
    assert_eq!(post(&own, 2_000).map(drop), refused(19_000));
    config.slow_mode.set(0);
    assert!(post(&view, 2_000).is_ok());
}

#[test]
fn slow_mode_forgets_posts_that_came_to_nothing_and_knows_those_that_are_stored() {
    let view = with_channel(guild(), GENERAL, |channel| channel.rate_limit_per_user_s = 10);
    let mut channel = channel();
    let first = sequenced(offer(&mut channel, &draft(BOB, "lost", None), &view, NOW_MS));
    channel.begin(0, 0, &[]);
    assert!(offer(&mut channel, &draft(BOB, "again", None), &view, NOW_MS).is_ok());
    channel.begin(1, first.message.id.get(), &[(*first.message).clone()]);
    assert!(offer(&mut channel, &draft(BOB, "too soon", None), &view, NOW_MS + 1).is_err());
}

#[tokio::test]
async fn a_ticket_answers_everyone_once_and_whoever_comes_late() {
    let (view, mut channel) = (guild(), channel());
    let post = sequenced(offer(&mut channel, &draft(BOB, "hi", Some("n")), &view, NOW_MS));
    let join = || {
        let (reply, answer) = oneshot::channel();
        post.ticket.join(reply);
        answer
    };
    let early = join();
    post.ticket.settle(&Ok(Arc::clone(&post.message)));
    post.ticket.settle(&Err(PostError::Unavailable));
    assert_eq!(early.await.unwrap().unwrap().id, post.message.id);
    assert_eq!(join().await.unwrap().unwrap().id, post.message.id);
}

#[tokio::test]
async fn a_ticket_that_nobody_settles_answers_all_the_same() {
    let (reply, answer) = oneshot::channel();
    let ticket = super::ticket::Ticket::default();
    ticket.join(reply);
    drop(ticket);
    assert_eq!(answer.await.unwrap().map(drop), Err(PostError::Unavailable));
}

#[test]
fn a_channel_that_is_not_there_is_unknown_whoever_asks() {
    let other = ChannelId::new(999);
    assert_eq!(guild().access(ADA, other, NOW_MS), Err(AccessError::UnknownChannel));
}
