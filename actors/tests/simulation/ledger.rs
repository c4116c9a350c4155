//! What was posted and what the engine said about it: P1.

use std::collections::VecDeque;

use actors::{ChannelError, Draft, Engine, PostError};
use protocol::MessageId;
use protocol::wire::Nonce;
use storage::records::LogKind;

use crate::sight::Sight;
use crate::wish::original;
use crate::world::{Disk, channel, user};

/// A message that somebody wants to post, until there is a final answer.
pub(crate) struct Post {
    pub(crate) author: usize,
    pub(crate) channel: usize,
    pub(crate) content: String,
    pub(crate) first_step: usize,
    pub(crate) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Tries are on their way; this many.
    Trying(usize),
    Acknowledged(MessageId),
    Refused,
}

/// See the module.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) posts: Vec<Post>,
    /// Acknowledged positions that not everybody must have heard yet, by when.
    recent: VecDeque<(i64, usize, u64)>,
    /// Per channel the position that everybody must have heard, and since when.
    due: Vec<(i64, u64)>,
}

/// The engine's answer to one try.
pub(crate) type Answer = Result<(MessageId, String), PostError>;

impl Ledger {
    pub(crate) fn new(channels: usize) -> Self {
        Self { due: vec![(0, 0); channels], ..Self::default() }
    }

    pub(crate) fn add(&mut self, author: usize, channel: usize, first_step: usize) -> usize {
        let number = self.posts.len();
        let content = format!("post {number} of p{author} in c{channel}");
        let state = State::Trying(0);
        self.posts.push(Post { author, channel, content, first_step, state });
        number
    }

    /// Posts without a final answer that nobody tries at the moment.
    pub(crate) fn idle(&self) -> Vec<usize> {
        let idle = |(_, post): &(usize, &Post)| post.state == State::Trying(0);
        self.posts.iter().enumerate().filter(idle).map(|(number, _)| number).collect()
    }

    /// A process that is killed answers nothing.
    pub(crate) fn forget_tries(&mut self) {
        for post in &mut self.posts {
            if let State::Trying(_) = post.state {
                post.state = State::Trying(0);
            }
        }
    }

    /// Takes a try into account; gives what it takes to send it.
    pub(crate) fn attempt(&mut self, number: usize) -> (Draft, usize) {
        let post = &mut self.posts[number];
        if let State::Trying(tries) = &mut post.state {
            *tries += 1;
        }
        let nonce = Some(Nonce::text(format!("n{number}")).unwrap());
        let content = post.content.clone();
        (Draft { nonce, ..Draft::text(user(post.author), content) }, post.channel)
    }

    pub(crate) fn answered(
        &mut self,
        number: usize,
        answer: Answer,
        (now_ms, step): (i64, usize),
        disk: &Disk,
        sight: &Sight,
    ) -> Result<(), String> {
        let post = &mut self.posts[number];
        let said = &post.content;
        match (answer, post.state) {
            (Ok((id, content)), before) => {
                // A later try is answered with what became of it.
                if original(&content) != *said {
                    return Err(format!("P1: {said:?} was answered with {content:?}"));
                }
                if matches!(before, State::Acknowledged(first) if first != id) {
                    return Err(format!("P1: {said:?} is two messages"));
                }
                if sight.is_blind(post.author, post.channel, post.first_step) {
                    return Err(format!("P5: {said:?} was taken from a blind one"));
                }
                let Some(seq) = position(disk, post.channel, id) else {
                    return Err(format!("P1: {said:?} is acknowledged and not durable"));
                };
                post.state = State::Acknowledged(id);
                self.recent.push_back((now_ms, post.channel, seq));
            }
            (Err(PostError::Unavailable), State::Trying(tries)) => {
                post.state = State::Trying(tries.saturating_sub(1));
            }
            (Err(PostError::Access(_)), State::Trying(_)) => {
                if sight.is_open(post.author, post.channel, post.first_step) {
                    return Err(format!("P5: {said:?} was refused at step {step} without reason"));
                }
                post.state = State::Refused;
            }
            (Err(_), State::Acknowledged(_) | State::Refused) => {}
            (Err(error), State::Trying(_)) => return Err(format!("P1: {said:?}: {error}")),
        }
        Ok(())
    }

    /// The position in a channel that was acknowledged before `then_ms`: whoever is live since
    /// before has heard it by now.
    pub(crate) fn due(&mut self, then_ms: i64) -> &[(i64, u64)] {
        while let Some((at_ms, channel, seq)) = self.recent.front().copied() {
            if at_ms > then_ms {
                break;
            }
            self.recent.pop_front();
            let due = &mut self.due[channel];
            *due = (at_ms.max(due.0), seq.max(due.1));
        }
        &self.due
    }
}

fn position(disk: &Disk, number: usize, id: MessageId) -> Option<u64> {
    let is_creation = |seq: &u64| {
        let entry = disk.entry(number, *seq);
        entry.is_some_and(|entry| entry.kind == LogKind::Create && entry.message == id)
    };
    (1..=disk.head(number)).rev().find(is_creation)
}

/// Sends a post and waits for the answer.
pub(crate) async fn send(engine: Engine, draft: Draft, number: usize) -> Answer {
    let handle =
        engine.channel(channel(number), draft.author).await.map_err(|error| match error {
            ChannelError::Access(access) => PostError::Access(access),
            ChannelError::Unavailable => PostError::Unavailable,
        })?;
    let message = handle.post(draft).await?;
    Ok((message.id, message.content))
}
