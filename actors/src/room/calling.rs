//! What the people of a conversation are told of its call: when it begins, whom it rings, when it is over.

use std::collections::BTreeSet;

use protocol::event::Event;
use protocol::wire::{Call, CallDelete, CallUpdate, Null, VoiceState};
use protocol::{MessageId, UserId};

use super::RoomNode;
use super::call::{CallError, News, news};
use crate::guild::visible_voices;
use crate::outbox::Outgoing;
use crate::render;
use crate::session::{Audience, SessionShared};

impl RoomNode {
    /// Who is in the conversation.
    pub(super) fn recipients(&self) -> BTreeSet<UserId> {
        self.guild.view().members.keys().copied().collect()
    }

    /// The people who talk, in the order of their coming.
    pub(super) fn talkers(&self) -> Vec<UserId> {
        self.roster().people().map(|one| one.user).collect()
    }

    /// Has what is known of the call follow who is there. When it has to be looked at again.
    pub(super) fn look_at_call(&self, now_ms: i64) -> Option<i64> {
        if !self.is_private() {
            return None;
        }
        self.call.lock().look(&self.talkers(), &self.recipients(), now_ms)
    }

    /// See [`super::call::CallState::ring`].
    pub(super) fn ring_now(
        &self,
        by: UserId,
        whom: Option<&[UserId]>,
        now_ms: i64,
    ) -> Result<(), CallError> {
        let ring_ms = self.context.config.voice.ring.as_millis();
        let until_ms = now_ms.saturating_add(i64::try_from(ring_ms).unwrap_or(i64::MAX));
        let (there, recipients) = (self.talkers(), self.recipients());
        self.call.lock().ring(by, whom, (&there, &recipients), until_ms)
    }

    /// CA4. Tells everybody what is other than they were told. One lock is held over it and over the greeting
    /// of a session, so that what a session hears of a call ends as the call is.
    pub(super) fn tell_call(&self) {
        if !self.is_private() {
            return;
        }
        let mut state = self.call.lock();
        let (before, now) = state.take_pictures(&self.recipients());
        if before == now {
            return;
        }
        for session in self.guild.sessions() {
            let are_apart = |other| self.context.blocks.are_apart(session.user, other);
            self.send(&session, news((before.as_ref(), now.as_ref()), session.user, are_apart));
        }
    }

    /// Has a session that begins hear of the call that it comes upon.
    pub(crate) fn greet_with_call(&self, session: &SessionShared) {
        let state = self.call.lock();
        let are_apart = |other| self.context.blocks.are_apart(session.user, other);
        self.send(session, news((None, state.told()), session.user, are_apart));
    }

    fn send(&self, session: &SessionShared, news: News) {
        // Bots know no calls.
        if session.audience != Audience::User {
            return;
        }
        let channel_id = self.channel;
        let event = match news {
            News::Nothing => return,
            News::Began(message_id, ringing) => {
                Event::CallCreate(Box::new(self.shown(session.user, message_id, ringing)))
            }
            News::Rings(message_id, ringing) => Event::CallUpdate(Box::new(CallUpdate {
                channel_id,
                message_id,
                region: Null,
                ringing,
            })),
            News::Ended => Event::CallDelete(CallDelete { channel_id }),
        };
        session.outbox.push(&[Outgoing::in_channel(&event, channel_id)], || true);
    }

    fn shown(&self, viewer: UserId, message_id: MessageId, ringing: Vec<UserId>) -> Call {
        let (view, seats) = (self.guild.view_full(), self.guild.voice_seats());
        let voices = visible_voices(&seats, &view, viewer, &self.context.blocks);
        let voice_states: Vec<VoiceState> =
            voices.map(|(user, seat)| render::voice_state(&view, user, seat)).collect();
        Call { channel_id: self.channel, message_id, region: Null, ringing, voice_states }
    }
}
