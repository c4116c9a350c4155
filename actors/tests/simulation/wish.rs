//! What somebody wants done to a message: each wish is repeated until there is a final answer, and a
//! message has one at a time.

use std::collections::BTreeMap;

use actors::{Act, ActError, ChannelError, Edit, Engine};
use protocol::MessageId;

use crate::sight::Sight;
use crate::world::{Disk, OWNER, channel, user};

/// Emojis that people react with.
const EMOJIS: &[&str] = &["🔥", "🦀"];

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) actor: usize,
    pub(crate) channel: usize,
    pub(crate) message: MessageId,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Edit(String),
    Delete,
    React(&'static str),
    Unreact(&'static str),
    /// The owner removes all reactions.
    Clear,
}

/// A wish, and how far it is.
pub(crate) struct Wished {
    pub(crate) wish: Wish,
    pub(crate) first_step: usize,
    pub(crate) tried: bool,
    pub(crate) done: bool,
}

/// The engine's answer to one try.
pub(crate) type Answer = Result<(), ActError>;

impl Wish {
    /// One of those that fit a message of `author`; `chance` decides.
    pub(crate) fn about(
        (author, channel, message): (usize, usize, MessageId),
        said: &str,
        mut chance: impl FnMut(u64) -> u64,
    ) -> Self {
        let anybody = usize::try_from(chance(crate::world::PEOPLE as u64)).unwrap();
        let emoji = EMOJIS[usize::try_from(chance(EMOJIS.len() as u64)).unwrap()];
        let (actor, what) = match chance(20) {
            0..7 => (author, What::Edit(edited(said, chance(1_000)))),
            7 | 8 => (author, What::Delete),
            9 => (OWNER, What::Delete),
            10 => (OWNER, What::Clear),
            11..14 => (anybody, What::Unreact(emoji)),
            _ => (anybody, What::React(emoji)),
        };
        Self { actor, channel, message, what }
    }

    fn act(&self) -> Act {
        let message = self.message;
        match &self.what {
            What::Edit(content) => {
                Act::Edit(Edit { content: Some(content.clone()), ..Edit::of(message) })
            }
            What::Delete => Act::Delete(message),
            What::React(emoji) => Act::React { message, emoji: (*emoji).to_owned() },
            What::Unreact(emoji) => {
                Act::Unreact { message, emoji: (*emoji).to_owned(), user: user(self.actor) }
            }
            What::Clear => Act::RemoveReactions(message),
        }
    }

    /// Tries it once.
    pub(crate) async fn attempt(&self, engine: &Engine) -> Answer {
        let handle = engine.channel(channel(self.channel), user(self.actor)).await;
        let handle = handle.map_err(|error| match error {
            ChannelError::Access(access) => ActError::Access(access),
            ChannelError::Unavailable => ActError::NotTaken,
        })?;
        handle.act(user(self.actor), self.act()).await
    }

    /// P1: whether what was acknowledged is durable.
    fn is_durable(&self, disk: &Disk) -> bool {
        let Some(present) = disk.present(self.channel, self.message) else {
            return self.what == What::Delete;
        };
        let has =
            |emoji: &str| present.reactions.contains(&(emoji.to_owned(), user(self.actor).get()));
        match &self.what {
            What::Edit(content) => present.content == *content,
            What::Delete => false,
            What::React(emoji) => has(emoji),
            What::Unreact(emoji) => !has(emoji),
            What::Clear => present.reactions.is_empty(),
        }
    }
}

/// A later version of what was said.
fn edited(said: &str, number: u64) -> String {
    format!("{} / version {number}", original(said))
}

/// What was said at first.
pub(crate) fn original(said: &str) -> &str {
    said.split(" / ").next().unwrap()
}

/// See the module.
#[derive(Default)]
pub(crate) struct Wishes {
    pub(crate) all: Vec<Wished>,
    /// Messages that are surely deleted, since which step.
    deleted: BTreeMap<MessageId, usize>,
}

impl Wishes {
    /// Adds a wish, unless something is wanted of its message already. Returns its number.
    pub(crate) fn add(&mut self, wish: Wish, first_step: usize) -> Option<usize> {
        let is_busy =
            self.all.iter().any(|other| !other.done && other.wish.message == wish.message);
        if is_busy {
            return None;
        }
        self.all.push(Wished { wish, first_step, tried: false, done: false });
        Some(self.all.len() - 1)
    }

    /// Whether a message was surely deleted before this step.
    pub(crate) fn is_deleted(&self, message: MessageId, step: usize) -> bool {
        self.deleted.get(&message).is_some_and(|since| *since < step)
    }

    pub(crate) fn answered(
        &mut self,
        number: usize,
        answer: Answer,
        step: usize,
        disk: &Disk,
        sight: &Sight,
    ) -> Result<(), String> {
        let wished = &mut self.all[number];
        wished.tried = false;
        let wish = &wished.wish;
        let (actor, place) = (wish.actor, wish.channel);
        match answer {
            Err(ActError::NotTaken | ActError::Unavailable) => return Ok(()),
            Ok(()) if sight.is_blind(actor, place, wished.first_step) => {
                return Err(format!("P5: {wish:?} was taken from a blind one"));
            }
            Ok(()) if !wish.is_durable(disk) => {
                return Err(format!("P1: {wish:?} is acknowledged and not durable"));
            }
            Ok(()) => {}
            Err(ActError::Access(error)) => {
                if sight.is_open(actor, place, wished.first_step) {
                    return Err(format!("P5: {wish:?} was refused without reason: {error}"));
                }
            }
            // An earlier try of a deletion got no answer, and was done.
            Err(ActError::UnknownMessage) if disk.present(place, wish.message).is_none() => {}
            Err(error) => return Err(format!("P1: {wish:?}: {error}")),
        }
        wished.done = true;
        if disk.present(place, wish.message).is_none() {
            self.deleted.entry(wish.message).or_insert(step);
        }
        Ok(())
    }

    /// A process that is killed answers nothing.
    pub(crate) fn forget_tries(&mut self) {
        self.all.iter_mut().for_each(|wished| wished.tried = false);
    }
}
