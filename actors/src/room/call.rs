//! The call of a conversation: whom it rings, and what its message has to say. Its mind, without a clock.
//!
//! - CA1  A call begins with the first who talks there and ends with the last: whoever calls meanwhile comes
//!   into the same one.
//! - CA2  A ring ends when it is answered, on whichever device, or declined, taken back by who rings, over its
//!   time, or with the call.
//! - CA3  Whoever is apart from who rings hears nothing of it, and nobody else can tell.
//! - CA4  A call is told when its message is durable, and not before.
//! - CA5  Its message says in the end who was there and when it was over, also when the process ended first.
//!
//! All that is known of a call is in the room's node, beside the roster. Its message follows what is known, in
//! steps that wait for the disk ([`super::call_keeping`]); the room does not wait for them. Somebody who comes
//! back before the end is written goes on with the same call.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use protocol::{MessageId, UserId};
use storage::records::CallNote;

use crate::slot::Unavailable;

/// People whom the message of a call names at most: a group has ten at a time, and others may come.
pub(crate) const CALL_PEOPLE_MAX: usize = 64;

/// Why a call rings nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Calls are for conversations of people.
    #[error("nobody calls in a channel of this kind")]
    WrongType,
    /// Whoever rings others is there to be heard.
    #[error("the caller is not in the call")]
    NotInCall,
    /// The room is being restarted.
    #[error("the call is not available at the moment")]
    Unavailable,
}

impl From<Unavailable> for CallError {
    fn from(_: Unavailable) -> Self {
        Self::Unavailable
    }
}

/// A call, from the first who comes until its end is written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Call {
    caller: UserId,
    /// None until it is durable.
    message: Option<MessageId>,
    /// Who is or was there, in the order of their coming.
    people: Vec<UserId>,
    ringing: BTreeMap<UserId, Ring>,
    ended_at_ms: Option<i64>,
    /// What its message says.
    kept: Option<CallNote>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Ring {
    by: BTreeSet<UserId>,
    until_ms: i64,
}

/// What is to be written next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A message that tells of it.
    Begin(UserId, CallNote),
    /// What that message says.
    Note(MessageId, CallNote),
}

/// A call as everybody in the conversation is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) message: MessageId,
    /// Whom it rings, and who does it.
    ringing: BTreeMap<UserId, BTreeSet<UserId>>,
    /// Who is in the conversation.
    recipients: BTreeSet<UserId>,
}

/// What somebody hears of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    Nothing,
    Began(MessageId, Vec<UserId>),
    Rings(MessageId, Vec<UserId>),
    Ended,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct CallState {
    call: Option<Call>,
    told: Option<Picture>,
    /// Somebody is writing.
    is_keeping: bool,
    /// The process is about to end.
    is_closed: bool,
}

impl CallState {
    /// CA1, CA2. Who is there, in the order of their coming, and who is in the conversation. When the next ring
    /// is over.
    pub(super) fn look(
        &mut self,
        there: &[UserId],
        recipients: &BTreeSet<UserId>,
        now_ms: i64,
    ) -> Option<i64> {
        if self.is_closed {
            return None;
        }
        let Some(first) = there.first() else {
            self.end(now_ms);
            return None;
        };
        let call = self.call.get_or_insert_with(|| Call::by(*first));
        call.ended_at_ms = None;
        for user in there {
            if !call.people.contains(user) && call.people.len() < CALL_PEOPLE_MAX {
                call.people.push(*user);
            }
            call.ringing.remove(user);
        }
        call.ringing.retain(|user, ring| recipients.contains(user) && ring.until_ms > now_ms);
        call.ringing.values().map(|ring| ring.until_ms).min()
    }

    /// Rings those in the conversation who are not there, or of these the ones that are named.
    pub(super) fn ring(
        &mut self,
        by: UserId,
        whom: Option<&[UserId]>,
        (there, recipients): (&[UserId], &BTreeSet<UserId>),
        until_ms: i64,
    ) -> Result<(), CallError> {
        if self.is_closed || !there.contains(&by) {
            return Err(CallError::NotInCall);
        }
        let call = self.call.get_or_insert_with(|| Call::by(by));
        let is_meant =
            |user: &&UserId| !there.contains(user) && whom.is_none_or(|whom| whom.contains(user));
        for user in recipients.iter().filter(is_meant) {
            let ring = call.ringing.entry(*user);
            let ring = ring.or_insert_with(|| Ring { by: BTreeSet::new(), until_ms });
            ring.by.insert(by);
            ring.until_ms = until_ms;
        }
        Ok(())
    }

    /// CA2. Somebody declines, or takes back that they ring others.
    pub(super) fn stop_ringing(&mut self, by: UserId, whom: Option<&[UserId]>) {
        let Some(call) = &mut self.call else { return };
        let whom = whom.unwrap_or(std::slice::from_ref(&by));
        call.ringing.retain(|user, ring| {
            if !whom.contains(user) {
                return true;
            }
            ring.by.remove(&by);
            *user != by && !ring.by.is_empty()
        });
    }

    fn end(&mut self, now_ms: i64) {
        if let Some(call) = &mut self.call {
            call.ended_at_ms.get_or_insert(now_ms);
            call.ringing.clear();
        }
    }

    /// CA5. Nothing begins any more.
    pub(super) fn close(&mut self, now_ms: i64) {
        self.is_closed = true;
        self.end(now_ms);
    }

    /// Whether its message says all that there is to say.
    pub(super) fn is_settled(&self) -> bool {
        self.call.is_none()
    }

    /// Whether somebody has to begin to write.
    pub(super) fn begin_keeping(&mut self) -> bool {
        let begins = !self.is_keeping && self.next().is_some();
        self.is_keeping |= begins;
        begins
    }

    /// What is to be written next; whoever is told that there is nothing writes no more.
    pub(super) fn next_step(&mut self) -> Option<Step> {
        let step = self.next();
        self.is_keeping = step.is_some();
        step
    }

    fn next(&self) -> Option<Step> {
        let call = self.call.as_ref()?;
        let Call { caller, message, people, ended_at_ms, kept, .. } = call;
        let note = CallNote { participants: people.clone(), ended_at_ms: *ended_at_ms };
        match message {
            None => Some(Step::Begin(*caller, CallNote { ended_at_ms: None, ..note })),
            Some(message) => (kept.as_ref() != Some(&note)).then_some(Step::Note(*message, note)),
        }
    }

    /// CA4. Its message is durable. What it says is not certain.
    pub(super) fn has_begun(&mut self, message: MessageId) {
        if let Some(call) = &mut self.call {
            call.message = Some(message);
        }
    }

    /// What its message says from now on is durable.
    pub(super) fn is_noted(&mut self, note: CallNote) {
        let Some(call) = &mut self.call else { return };
        if note.ended_at_ms.is_some() && note.ended_at_ms == call.ended_at_ms {
            self.call = None;
        } else {
            call.kept = Some(note);
        }
    }

    /// Nothing can be written of it any more.
    pub(super) fn give_up(&mut self) {
        self.call = None;
    }

    /// CA4. What there is to be told now.
    fn picture(&self, recipients: &BTreeSet<UserId>) -> Option<Picture> {
        let call = self.call.as_ref().filter(|call| call.ended_at_ms.is_none())?;
        let ringing = call.ringing.iter().map(|(user, ring)| (*user, ring.by.clone())).collect();
        Some(Picture { message: call.message?, ringing, recipients: recipients.clone() })
    }

    /// What was told last, and what is told now; from here on that is what was told.
    pub(super) fn take_pictures(
        &mut self,
        recipients: &BTreeSet<UserId>,
    ) -> (Option<Picture>, Option<Picture>) {
        let now = self.picture(recipients);
        (std::mem::replace(&mut self.told, now.clone()), now)
    }

    /// What was told last.
    pub(super) fn told(&self) -> Option<&Picture> {
        self.told.as_ref()
    }
}

impl Call {
    fn by(caller: UserId) -> Self {
        Self {
            caller,
            message: None,
            people: Vec::new(),
            ringing: BTreeMap::new(),
            ended_at_ms: None,
            kept: None,
        }
    }
}

impl Picture {
    /// CA3. Whom it rings, as far as somebody may know.
    pub(super) fn rings_for(
        &self,
        viewer: UserId,
        are_apart: impl Fn(UserId) -> bool,
    ) -> Vec<UserId> {
        let is_open = |(user, by): &(&UserId, &BTreeSet<UserId>)| {
            **user != viewer || by.iter().any(|by| !are_apart(*by))
        };
        self.ringing.iter().filter(is_open).map(|(user, _)| *user).collect()
    }

    fn seen_by(this: Option<&Self>, viewer: UserId) -> Option<&Self> {
        this.filter(|picture| picture.recipients.contains(&viewer))
    }
}

/// What somebody hears who was told of `before`.
pub(super) fn news(
    (before, now): (Option<&Picture>, Option<&Picture>),
    viewer: UserId,
    are_apart: impl Fn(UserId) -> bool,
) -> News {
    let [before, now] = [before, now].map(|picture| Picture::seen_by(picture, viewer));
    let Some(now) = now else {
        return if before.is_some() { News::Ended } else { News::Nothing };
    };
    let rings = now.rings_for(viewer, &are_apart);
    match before.filter(|before| before.message == now.message) {
        None => News::Began(now.message, rings),
        Some(before) if before.rings_for(viewer, &are_apart) != rings => {
            News::Rings(now.message, rings)
        }
        Some(_) => News::Nothing,
    }
}
