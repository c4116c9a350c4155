//! What is decided on acts, without an actor.

use std::collections::BTreeMap;

use protocol::id::first_at_ms;
use protocol::wire::MessageKind;
use protocol::{AttachmentId, ReportId};
use storage::records::{Attachment, MessageVersion, ReactionSummary, RemovedRun, Upload};
use storage::{Op, Record};

use super::edit::{KeptFile, VERSIONS_MAX, edit};
use super::pin::PINS_MAX;
use super::react::{Facts, Wish};
use super::*;
use crate::channel::{FILES_MAX, SUPPRESS_EMBEDS, SentFile};
use crate::shown::Shown;
use crate::view::sample::{ADA, BOB, EVE, GENERAL, denied, guild};

const NOW_MS: i64 = 1_800_000_000_000;
const ID: MessageId = MessageId::new(1_593_000_000_000_000_000);

fn message(author: UserId) -> Message {
    Message::new(GENERAL, ID, author, "hi".to_owned(), NOW_MS - 1_000)
}

fn shown(view: &GuildView, message: Message) -> Shown {
    Shown::plain(view, Arc::new(message))
}

fn says(content: &str) -> Edit {
    Edit { content: Some(content.to_owned()), ..Edit::of(ID) }
}

fn ground(view: &GuildView, actor: UserId) -> Ground<'_> {
    Ground::new(view, GENERAL, actor, NOW_MS).unwrap()
}

/// The rows of a table that a change writes, and how many it deletes.
fn rows<R: Record>(change: &Change) -> (Vec<R>, usize) {
    let mut written = Vec::new();
    let mut deleted = 0;
    for op in &change.batch.ops {
        match op {
            Op::Put { key, value } if key.as_bytes()[0] == R::TABLE as u8 => {
                written.push(storage::codec::decode(value).unwrap());
            }
            Op::Delete { key } if key.as_bytes()[0] == R::TABLE as u8 => deleted += 1,
            Op::Put { .. } | Op::Delete { .. } => {}
        }
    }
    (written, deleted)
}

#[track_caller]
fn check_edit(actor: UserId, before: Message, wish: Edit, wanted: Result<bool, ActError>) {
    let view = guild();
    let decided = edit(&ground(&view, actor), shown(&view, before), wish, (ReportId::new(9), 20));
    assert_eq!(decided.map(|change| change.is_some()), wanted);
}

#[test]
fn ed1_only_its_author_says_something_else() {
    check_edit(BOB, message(BOB), says("new"), Ok(true));
    check_edit(ADA, message(BOB), says("new"), Err(ActError::NotTheAuthor));
    let hides = || Edit { content: None, suppress_embeds: Some(true), ..says("") };
    check_edit(ADA, message(BOB), hides(), Ok(true));
    check_edit(BOB, message(ADA), hides(), Err(ActError::MissingPermission));
    let joined = Message { kind: MessageKind::Joined.number(), ..message(BOB) };
    check_edit(BOB, joined, says("new"), Err(ActError::SystemMessage));
    check_edit(BOB, message(BOB), says(""), Err(ActError::Empty));
    check_edit(BOB, message(BOB), says(&"x".repeat(21)), Err(ActError::TooLong { chars_max: 20 }));
}

#[test]
fn ac1_who_was_silenced_or_lost_sight_says_nothing_new_in_old_messages() {
    let view = denied(guild(), BOB, Permissions::SEND_MESSAGES);
    let decided =
        edit(&ground(&view, BOB), shown(&view, message(BOB)), says("new"), (ReportId::new(9), 20));
    assert_eq!(decided.map(drop), Err(ActError::MissingPermission));
    let view = denied(guild(), BOB, Permissions::VIEW_CHANNEL);
    let refused = Ground::new(&view, GENERAL, BOB, NOW_MS).map(drop);
    assert_eq!(refused, Err(AccessError::NoAccess.into()));
    let refused = Ground::new(&view, GENERAL, EVE, NOW_MS).map(drop);
    assert_eq!(refused, Err(AccessError::UnknownChannel.into()));
}

#[test]
fn ac2_an_edit_that_changes_nothing_is_none() {
    check_edit(BOB, message(BOB), says("hi"), Ok(false));
    let hidden = Message { flags: SUPPRESS_EMBEDS, ..message(BOB) };
    let hides = Edit { content: None, suppress_embeds: Some(true), ..says("") };
    check_edit(BOB, hidden, hides, Ok(false));
}

fn file(id: u64) -> Attachment {
    Attachment {
        id: AttachmentId::new(id),
        filename: format!("{id}.txt"),
        content_type: "text/plain".to_owned(),
        size: 1,
        width: None,
        height: None,
        thumbnail: false,
        description: None,
        spoiler: false,
    }
}

fn sent(id: u64) -> SentFile {
    let upload = Upload {
        id: AttachmentId::new(id),
        channel: GENERAL,
        user: BOB,
        bytes: 1,
        message: None,
        created_at_ms: NOW_MS,
    };
    SentFile { attachment: file(id), upload }
}

fn keeps(ids: &[u64]) -> Option<Vec<KeptFile>> {
    let kept = |id: &u64| KeptFile { id: AttachmentId::new(*id), description: None };
    Some(ids.iter().map(kept).collect())
}

#[test]
fn ed3_files_stay_go_and_come() {
    let before = || Message { attachments: vec![file(1), file(2)], ..message(BOB) };
    let nothing = || Edit::of(ID);
    let with = |kept, files: &[u64]| {
        let files = files.iter().copied().map(sent).collect();
        Edit { kept, files, ..nothing() }
    };
    let cases = [
        (with(None, &[3]), vec![1, 2, 3]),
        (with(keeps(&[2, 1]), &[]), vec![2, 1]),
        (with(keeps(&[2]), &[3, 4]), vec![2, 3, 4]),
        (with(keeps(&[]), &[]), vec![]),
    ];
    for (wish, wanted) in cases {
        let added = wish.files.len();
        let view = guild();
        let decided =
            edit(&ground(&view, BOB), shown(&view, before()), wish, (ReportId::new(9), 20));
        let change = decided.unwrap().unwrap();
        let [message] = &rows::<Message>(&change).0[..] else { panic!("one message") };
        let ids: Vec<_> = message.attachments.iter().map(|file| file.id.get()).collect();
        assert_eq!(ids, wanted);
        let uploads = rows::<Upload>(&change).0;
        assert_eq!(uploads.len(), added);
        assert!(uploads.iter().all(|upload| upload.message == Some(ID)));
    }
    check_edit(BOB, before(), with(keeps(&[1, 2]), &[]), Ok(false));
    check_edit(BOB, before(), with(keeps(&[3]), &[]), Err(ActError::UnknownFile));
    check_edit(BOB, before(), with(keeps(&[1, 1]), &[]), Err(ActError::UnknownFile));
    let many: Vec<u64> = (3..2 + FILES_MAX as u64).collect();
    check_edit(BOB, before(), with(None, &many), Err(ActError::TooManyFiles));
    check_edit(ADA, before(), with(keeps(&[1]), &[]), Err(ActError::NotTheAuthor));
    let bare = Edit { content: Some(String::new()), ..with(keeps(&[]), &[]) };
    check_edit(BOB, before(), bare, Err(ActError::Empty));
    let view = denied(guild(), BOB, Permissions::ATTACH_FILES);
    let decided =
        edit(&ground(&view, BOB), shown(&view, before()), with(None, &[3]), (ReportId::new(9), 20));
    assert_eq!(decided.map(drop), Err(ActError::MissingPermission));
    let decided = edit(
        &ground(&view, BOB),
        shown(&view, before()),
        with(keeps(&[1]), &[]),
        (ReportId::new(9), 20),
    );
    assert!(decided.is_ok(), "taking away needs nothing");
}

#[test]
fn ed2_the_first_version_and_the_latest_ones_are_kept() {
    let view = guild();
    let mut now = message(BOB);
    let mut kept = std::collections::BTreeSet::new();
    for number in 0..u64::from(VERSIONS_MAX) + 20 {
        let decided = edit(
            &ground(&view, BOB),
            shown(&view, now.clone()),
            says(&number.to_string()),
            (ReportId::new(9), 20),
        );
        let change = decided.unwrap().unwrap();
        let (versions, _) = rows::<MessageVersion>(&change);
        assert_eq!(versions.len(), 1);
        assert_eq!((versions[0].number, &versions[0].content), (number, &now.content));
        kept.insert(number);
        for op in &change.batch.ops {
            if let Op::Delete { key } = op {
                let gone = kept
                    .iter()
                    .copied()
                    .find(|number| MessageVersion::row_key(&(GENERAL, ID, *number)) == *key);
                assert!(kept.remove(&gone.unwrap()));
            }
        }
        assert!(kept.len() <= VERSIONS_MAX as usize);
        now = rows::<Message>(&change).0.remove(0);
        assert_eq!(now.edited_at_ms, Some(NOW_MS));
    }
    assert_eq!(kept.first(), Some(&0));
    assert_eq!(kept.last(), Some(&(u64::from(VERSIONS_MAX) + 19)));
}

#[test]
fn de1_authors_delete_their_own_and_moderators_those_of_all() {
    let view = guild();
    for (actor, author, wanted) in
        [(BOB, BOB, Ok(())), (ADA, BOB, Ok(())), (BOB, ADA, Err(ActError::MissingPermission))]
    {
        let decided = delete::delete(&ground(&view, actor), &message(author));
        assert_eq!(decided.map(drop), wanted);
    }
    let starter = Message { kind: MessageKind::ThreadStarter.number(), ..message(BOB) };
    let refused = delete::delete(&ground(&view, BOB), &starter);
    assert_eq!(refused.map(drop), Err(ActError::SystemMessage));
}

#[test]
fn a_tombstone_holds_nothing_of_what_was_said() {
    let view = guild();
    let secret = Message {
        embeds: Some("secret".to_owned()),
        mentions: vec![ADA],
        content: "secret".to_owned(),
        ..message(BOB)
    };
    let change = delete::delete(&ground(&view, ADA), &secret).unwrap().unwrap();
    let (left, _) = rows::<Message>(&change);
    let wanted = Message {
        content: String::new(),
        deleted_at_ms: Some(NOW_MS),
        deleted_by: Some(ADA),
        ..message(BOB)
    };
    assert_eq!(left, [wanted]);
}

#[test]
fn de2_two_to_a_hundred_young_messages_go_together() {
    let view = guild();
    let ids = |count: u64| -> Vec<MessageId> {
        (0..count).map(|n| MessageId::new(first_at_ms(NOW_MS) + n)).collect()
    };
    let bulk =
        |actor, ids: &[MessageId]| delete::bulk(&ground(&view, actor), ids).map(|ids| ids.len());
    assert_eq!(bulk(ADA, &ids(2)), Ok(2));
    assert_eq!(bulk(ADA, &ids(100)), Ok(100));
    assert_eq!(bulk(ADA, &ids(1)), Err(ActError::BulkCount));
    assert_eq!(bulk(ADA, &[ids(1)[0], ids(1)[0]]), Err(ActError::BulkCount));
    assert_eq!(bulk(ADA, &ids(101)), Err(ActError::BulkCount));
    assert_eq!(bulk(BOB, &ids(2)), Err(ActError::MissingPermission));
    let old = MessageId::new(first_at_ms(NOW_MS - 14 * 24 * 3_600_000 - 1));
    assert_eq!(bulk(ADA, &[ids(1)[0], old]), Err(ActError::TooOld));
    let found = [message(BOB), Message { id: MessageId::new(ID.get() + 1), ..message(ADA) }];
    let change = delete::delete_all(&ground(&view, ADA), &found).unwrap();
    assert!(matches!(&change.first, Happening::BulkDeleted(ids) if ids.len() == 2));
    assert!(delete::delete_all(&ground(&view, ADA), &[]).is_none());
}

fn summary(emojis: &[&str]) -> ReactionSummary {
    let mut summary = ReactionSummary { channel: GENERAL, message: ID, emojis: Vec::new() };
    for (seq, emoji) in emojis.iter().enumerate() {
        let view = guild();
        let facts = Facts { summary, reacted: false };
        let message = message(BOB);
        let wish = Wish { message: &message, emoji, user: ADA };
        let change = react::add(&ground(&view, ADA), wish, facts, seq as u64).unwrap().unwrap();
        summary = rows::<ReactionSummary>(&change).0.remove(0);
    }
    summary
}

fn react(
    view: &GuildView,
    actor: UserId,
    emoji: &str,
    facts: Facts,
) -> Result<Option<Change>, ActError> {
    let message = message(BOB);
    react::add(&ground(view, actor), Wish { message: &message, emoji, user: actor }, facts, 99)
}

#[test]
fn rx1_an_emoji_that_is_new_needs_more_than_one_that_is_there() {
    let view = denied(guild(), BOB, Permissions::ADD_REACTIONS);
    let facts = || Facts { summary: summary(&["a"]), reacted: false };
    assert!(react(&view, BOB, "a", facts()).unwrap().is_some());
    assert_eq!(react(&view, BOB, "b", facts()).map(drop), Err(ActError::MissingPermission));
    let view = denied(guild(), BOB, Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(react(&view, BOB, "a", facts()).map(drop), Err(ActError::MissingPermission));
    let again = Facts { summary: summary(&["a"]), reacted: true };
    assert!(react(&guild(), BOB, "a", again).unwrap().is_none(), "AC2");
}

#[test]
fn rx1_twenty_emojis_fit_under_a_message() {
    let emojis: Vec<String> = (0..20).map(|n| n.to_string()).collect();
    let emojis: Vec<&str> = emojis.iter().map(String::as_str).collect();
    let facts = || Facts { summary: summary(&emojis), reacted: false };
    assert_eq!(react(&guild(), BOB, "x", facts()).map(drop), Err(ActError::TooManyReactions));
    assert!(react(&guild(), BOB, "7", facts()).unwrap().is_some());
}

#[test]
fn rx2_rx3_the_last_one_takes_the_emoji_along_and_a_new_run_begins() {
    let (view, message) = (guild(), message(BOB));
    let before = summary(&["a"]);
    let first_run = before.emojis[0].run;
    let wish = |user| Wish { message: &message, emoji: "a", user };
    let facts = |reacted| Facts { summary: before.clone(), reacted };
    let refused = react::remove(&ground(&view, BOB), wish(ADA), facts(true));
    assert_eq!(refused.map(drop), Err(ActError::MissingPermission));
    assert!(react::remove(&ground(&view, BOB), wish(BOB), facts(false)).unwrap().is_none());
    let change = react::remove(&ground(&view, ADA), wish(ADA), facts(true)).unwrap().unwrap();
    assert_eq!(rows::<ReactionSummary>(&change), (Vec::new(), 1));
    let empty = Facts { summary: summary(&[]), reacted: false };
    let anew = react(&view, BOB, "a", empty).unwrap().unwrap();
    assert_ne!(rows::<ReactionSummary>(&anew).0[0].emojis[0].run, first_run);
}

#[test]
fn rx3_removed_runs_are_marked_for_the_sweep() {
    let view = guild();
    let clear = |actor, emoji: Option<&str>| {
        react::clear(&ground(&view, actor), ID, emoji.map(str::to_owned), summary(&["a", "b"]))
    };
    assert_eq!(clear(BOB, None).map(drop), Err(ActError::MissingPermission));
    let all = clear(ADA, None).unwrap().unwrap();
    assert_eq!(rows::<RemovedRun>(&all).0.len(), 2);
    let one = clear(ADA, Some("b")).unwrap().unwrap();
    assert_eq!(rows::<RemovedRun>(&one).0.len(), 1);
    assert_eq!(rows::<ReactionSummary>(&one).0[0].emojis.len(), 1);
    assert!(clear(ADA, Some("c")).unwrap().is_none());
}

#[test]
fn pi1_a_pin_tells_of_itself_and_there_is_a_bound() {
    let view = guild();
    let mut pins = BTreeMap::new();
    let pin = |actor, before: Message, pins: &BTreeMap<MessageId, i64>| {
        pin::pin(&ground(&view, actor), shown(&view, before), pins, MessageId::new(ID.get() + 9))
    };
    assert_eq!(pin(BOB, message(BOB), &pins).map(drop), Err(ActError::MissingPermission));
    let change = pin(ADA, message(BOB), &pins).unwrap().unwrap();
    let told: Vec<_> = change.happenings().map(|happening| happening.entry().0).collect();
    use storage::records::LogKind::{Create, Pins, Update};
    assert_eq!(told, [Update, Pins, Create]);
    let pinned = Message { pinned_at_ms: Some(NOW_MS), ..message(BOB) };
    assert!(pin(ADA, pinned, &pins).unwrap().is_none());
    let joined = Message { kind: MessageKind::Joined.number(), ..message(BOB) };
    assert_eq!(pin(ADA, joined, &pins).map(drop), Err(ActError::SystemMessage));
    pins.extend((0..PINS_MAX as u64).map(|n| (MessageId::new(n), NOW_MS)));
    assert_eq!(pin(ADA, message(BOB), &pins).map(drop), Err(ActError::TooManyPins));
}

#[test]
fn pi1_what_is_left_says_when_the_newest_pin_was_made() {
    let view = guild();
    let pinned = Message { pinned_at_ms: Some(9), ..message(BOB) };
    let pins = BTreeMap::from([(ID, 9), (MessageId::new(1), 7)]);
    let unpin = |before| pin::unpin(&ground(&view, ADA), shown(&view, before), &pins);
    assert!(unpin(message(BOB)).unwrap().is_none());
    let change = unpin(pinned).unwrap().unwrap();
    assert!(
        change
            .happenings()
            .any(|happening| matches!(happening, Happening::Pins { last_pin_ms: Some(7), .. }))
    );
}
