//! Reactions: each user once with each emoji, and so many emojis under a message.
//!
//! - RX1  Reacting needs the history; an emoji that is new on the message needs ADD_REACTIONS too.
//! - RX2  Everybody takes back their own; who manages messages removes those of others.
//! - RX3  The summary counts the rows of its runs: a run that was removed counts no more, and an
//!   emoji that comes back begins a new one.

use protocol::permissions::Permissions;
use protocol::{MessageId, UserId};
use sha2::{Digest, Sha256};
use storage::Batch;
use storage::records::{
    EmojiCount, Message, REACTION_EMOJIS_MAX, Reaction, ReactionSummary, RemovedRun, RunHash,
};

use super::{ActError, Change, Ground};
use crate::channel::happening::{Happening, Reacted};
use crate::channel::overlay::Overlaid;

/// What is on a message now.
pub(in crate::channel) struct Facts {
    pub(in crate::channel) summary: ReactionSummary,
    /// Whether the user in question is in the present run of the emoji in question.
    pub(in crate::channel) reacted: bool,
}

/// Who wants what under which message.
pub(in crate::channel) struct Wish<'a> {
    pub(in crate::channel) message: &'a Message,
    pub(in crate::channel) emoji: &'a str,
    pub(in crate::channel) user: UserId,
}

/// The present run of an emoji.
pub(in crate::channel) fn run_of(summary: &ReactionSummary, emoji: &str) -> Option<RunHash> {
    summary.emojis.iter().find(|count| count.emoji == emoji).map(|count| count.run)
}

/// RX1. `seq` is the position that the reaction gets in the log.
pub(in crate::channel) fn add(
    ground: &Ground<'_>,
    Wish { message, emoji, user }: Wish<'_>,
    Facts { mut summary, reacted }: Facts,
    seq: u64,
) -> Result<Option<Change>, ActError> {
    ground.need(Permissions::READ_MESSAGE_HISTORY)?;
    let member = ground.view.members.get(&user);
    let until_ms = member.and_then(|member| member.member.communication_disabled_until_ms);
    if until_ms.is_some_and(|until_ms| until_ms > ground.now_ms)
        && !ground.may(Permissions::ADMINISTRATOR)
    {
        return Err(ActError::MissingPermission);
    }
    if reacted {
        return Ok(None);
    }
    let run = match summary.emojis.iter_mut().find(|count| count.emoji == emoji) {
        Some(count) => {
            count.count = count.count.saturating_add(1);
            count.run
        }
        None => {
            ground.need(Permissions::ADD_REACTIONS)?;
            if summary.emojis.len() >= REACTION_EMOJIS_MAX {
                return Err(ActError::TooManyReactions);
            }
            let run = new_run(emoji, seq);
            summary.emojis.push(EmojiCount { emoji: emoji.to_owned(), run, count: 1 });
            run
        }
    };
    let (channel, id) = (message.channel, message.id);
    let row = Reaction { channel, message: id, run, user, created_at_ms: ground.now_ms };
    let happening = Happening::Reacted(Box::new(Reacted {
        message: id,
        author: message.author,
        user,
        member: member.cloned(),
        emoji: emoji.to_owned(),
    }));
    let overlaid =
        vec![Overlaid::Summary(summary.clone()), Overlaid::Reaction(id, run, user, true)];
    Ok(Some(Change::one(ground.batch().put(&row).put(&summary), happening, overlaid)))
}

/// RX2.
pub(in crate::channel) fn remove(
    ground: &Ground<'_>,
    Wish { message, emoji, user }: Wish<'_>,
    Facts { mut summary, reacted }: Facts,
) -> Result<Option<Change>, ActError> {
    if user != ground.actor {
        ground.need(Permissions::MANAGE_MESSAGES)?;
    }
    let Some(run) = run_of(&summary, emoji).filter(|_| reacted) else { return Ok(None) };
    for count in summary.emojis.iter_mut().filter(|count| count.run == run) {
        count.count = count.count.saturating_sub(1);
    }
    summary.emojis.retain(|count| count.count > 0);
    let id = message.id;
    let batch = ground.batch().delete::<Reaction>(&(message.channel, id, run, user));
    let batch = with_summary(batch, &summary);
    let happening = Happening::Unreacted { message: id, user, emoji: emoji.to_owned() };
    let overlaid = vec![Overlaid::Summary(summary), Overlaid::Reaction(id, run, user, false)];
    Ok(Some(Change::one(batch, happening, overlaid)))
}

/// RX3. Removes one emoji, or all.
pub(in crate::channel) fn clear(
    ground: &Ground<'_>,
    message: MessageId,
    emoji: Option<String>,
    mut summary: ReactionSummary,
) -> Result<Option<Change>, ActError> {
    ground.need(Permissions::MANAGE_MESSAGES)?;
    let is_meant = |count: &EmojiCount| emoji.as_ref().is_none_or(|emoji| count.emoji == *emoji);
    let (removed, left): (Vec<_>, Vec<_>) = summary.emojis.into_iter().partition(is_meant);
    if removed.is_empty() {
        return Ok(None);
    }
    summary.emojis = left;
    let channel = summary.channel;
    let batch = removed.iter().fold(ground.batch(), |batch, count| {
        batch.put(&RemovedRun { channel, message, run: count.run })
    });
    let batch = with_summary(batch, &summary);
    let happening = match emoji {
        Some(emoji) => Happening::EmojiRemoved { message, emoji },
        None => Happening::ReactionsRemoved(message),
    };
    Ok(Some(Change::one(batch, happening, vec![Overlaid::Summary(summary)])))
}

fn with_summary(batch: Batch, summary: &ReactionSummary) -> Batch {
    if summary.emojis.is_empty() {
        batch.delete::<ReactionSummary>(&(summary.channel, summary.message))
    } else {
        batch.put(summary)
    }
}

/// Differs with each time that the emoji is new on the message.
fn new_run(emoji: &str, seq: u64) -> RunHash {
    let digest = Sha256::new().chain_update(seq.to_be_bytes()).chain_update(emoji).finalize();
    let mut run = RunHash::default();
    run.copy_from_slice(&digest[..16]);
    run
}
