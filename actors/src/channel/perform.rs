//! How an act is done: what it is judged by is read, it is decided on, and it takes its place.
//!
//! Reading waits for the store; meanwhile nothing else is sequenced here, so what was read still
//! holds when the act gets its place.

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::permissions::Permissions;
use protocol::{MessageId, ReportId};
use storage::records::{BULK_DELETE_MAX, Message, Pin, Reaction, ReactionSummary};
use storage::{ReadError, Scan, StoreExt};

use super::act::react::{Facts, Wish};
use super::act::{
    self, Act, ActError, Change, Ground, Request, call, delete, edit, group, pin, react, thread,
    welcome,
};
use super::pending::Deferred;
use super::state::ChannelState;
use super::{Answer, Answered, ChannelActor, ChannelActorState, Draft, Pending, PostError, Queued};
use crate::audit::By;
use crate::relations;
use crate::shown::{self, Shown};
use crate::view::GuildView;

impl ChannelActor {
    pub(super) async fn perform(&self, request: Request, state: &mut ChannelActorState) {
        let Request { actor, act, reason, permit, arrived_ms, reply } = request;
        let now_ms = self.node.context.clock.now_ms();
        if self.is_late(arrived_ms, now_ms) {
            let _gone = reply.send(Err(ActError::NotTaken));
            return;
        }
        self.node.shared.touch(now_ms);
        let view = self.node.shared.guild.view_full();
        let channel = self.node.shared.id;
        let ground = match act {
            Act::Welcome
            | Act::TellOfGroup(_)
            | Act::Sweep(_)
            | Act::BeginCall(_)
            | Act::NoteCall(..) => Ok(Ground::of_the_system(&view, channel, actor, now_ms)),
            _ => Ground::new(&view, channel, actor, now_ms),
        };
        let ground = match ground.and_then(|ground| ground.allows(&act).map(|()| ground)) {
            Ok(ground) => ground,
            Err(refusal) => {
                let _gone = reply.send(Err(refusal));
                return;
            }
        };
        // The ban that it comes with tells of it.
        let is_told = !matches!(act, Act::Sweep(_));
        let by = By { actor, reason: reason.as_deref() };
        let answer = match self.decide(&ground, act, &mut state.mind).await {
            Ok(Some(change)) => {
                let change = match is_told {
                    true => act::audit::told(change, &ground, &by, || self.node.context.next_id()),
                    false => change,
                };
                let answer = Answer::Act(Some(reply));
                return self.sequence(change, (answer, permit), now_ms, state);
            }
            // AC2.
            Ok(None) => Ok(()),
            Err(ActError::ByRule(refusal)) => {
                return self.refuse_by_rule(refusal, permit, |refusal| {
                    let _gone = reply.send(Err(ActError::ByRule(refusal)));
                });
            }
            Err(refusal) => Err(refusal),
        };
        let deferred = Deferred { reply, answer, _permit: permit };
        if !state.mind.overlay().is_in_flight() {
            deferred.holds();
        } else if let Ok(place) = state.pipeline.try_reserve() {
            place.send(Queued::Answer(deferred));
        } else {
            // The fan-out stopped.
            deferred.fails();
        }
    }

    fn sequence(
        &self,
        mut change: Change,
        (answer, permit): (Answer, tokio::sync::OwnedSemaphorePermit),
        now_ms: i64,
        state: &mut ChannelActorState,
    ) {
        let ChannelActorState { mind, pipeline } = state;
        // As for posts: a fan-out that stopped takes nothing. Whoever waits is told so by the drop.
        let Ok(place) = pipeline.try_reserve() else { return };
        let (seq, batch) = mind.sequence(&mut change, now_ms);
        let Change { first, rest, flag, .. } = change;
        let counts = mind.counts();
        let commit = self.node.context.store.commit(batch);
        let pending = Pending { seq, commit, first, rest, counts, flag, answer, permit };
        place.send(Queued::Change(Box::new(pending)));
    }

    async fn decide(
        &self,
        ground: &Ground<'_>,
        act: Act,
        mind: &mut ChannelState,
    ) -> Result<Option<Change>, ActError> {
        match act {
            Act::Edit(wish) => {
                let before = self.shown(ground, mind, wish.message).await?;
                let report = mind.next_id(|last| self.node.context.id_after(last));
                let report = ReportId::new(report.get());
                edit::edit(ground, before, wish, (report, mind.content_chars_max()))
            }
            Act::Delete(id) => {
                let message = self.present(mind, id).await?;
                if message.pinned_at_ms.is_some() {
                    self.read_pins(mind).await?;
                }
                delete::delete(ground, &message)
            }
            Act::BulkDelete(ids) => {
                let ids = delete::bulk(ground, &ids)?;
                self.delete_found(ground, &ids, mind).await
            }
            Act::Sweep(ids) => {
                let ids = ids.into_iter().take(BULK_DELETE_MAX).collect();
                self.delete_found(ground, &ids, mind).await
            }
            Act::React { message, emoji } => {
                let message = self.present(mind, message).await?;
                if relations::are_apart(&self.node.context, ground.actor, message.author).await? {
                    return Err(ActError::Apart);
                }
                let wish = Wish { message: &message, emoji: &emoji, user: ground.actor };
                let facts = self.facts(mind, &wish).await?;
                react::add(ground, wish, facts, mind.next_seq())
            }
            Act::Unreact { message, emoji, user } => {
                let message = self.present(mind, message).await?;
                let wish = Wish { message: &message, emoji: &emoji, user };
                let facts = self.facts(mind, &wish).await?;
                react::remove(ground, wish, facts)
            }
            Act::RemoveReactions(id) => {
                self.present(mind, id).await?;
                react::clear(ground, id, None, self.summary(mind, id).await?)
            }
            Act::RemoveEmoji { message, emoji } => {
                self.present(mind, message).await?;
                react::clear(ground, message, Some(emoji), self.summary(mind, message).await?)
            }
            Act::Pin(id) => {
                let before = self.shown(ground, mind, id).await?;
                self.read_pins(mind).await?;
                let notice = mind.next_id(|last| self.node.context.id_after(last));
                pin::pin(ground, before, mind.pins(), notice)
            }
            Act::OpenThread(opening) => match opening.from {
                Some(from) => {
                    thread::begin(ground, self.shown(ground, mind, from).await?, *opening)
                }
                None => {
                    let notice = mind.next_id(|last| self.node.context.id_after(last));
                    thread::announce(ground, *opening, notice)
                }
            },
            Act::Unpin(id) => {
                let before = self.shown(ground, mind, id).await?;
                self.read_pins(mind).await?;
                pin::unpin(ground, before, mind.pins())
            }
            Act::Welcome => {
                welcome::welcome(ground, mind.next_id(|last| self.node.context.id_after(last)))
            }
            Act::BeginCall(note) => {
                let id = mind.next_id(|last| self.node.context.id_after(last));
                call::begin(ground, note, id)
            }
            Act::NoteCall(message, note) => {
                call::note(ground, self.shown(ground, mind, message).await?, note)
            }
            Act::TellOfGroup(news) => {
                let notice = mind.next_id(|last| self.node.context.id_after(last));
                group::tell(ground, *news, notice)
            }
        }
    }

    /// Those of the messages that are there.
    async fn delete_found(
        &self,
        ground: &Ground<'_>,
        ids: &BTreeSet<MessageId>,
        mind: &mut ChannelState,
    ) -> Result<Option<Change>, ActError> {
        let found = self.found(mind, ids).await?;
        if found.iter().any(|message| message.pinned_at_ms.is_some()) {
            self.read_pins(mind).await?;
        }
        Ok(delete::delete_all(ground, &found))
    }

    /// AC3.
    async fn present(&self, mind: &ChannelState, id: MessageId) -> Result<Arc<Message>, ActError> {
        if let Some(message) = mind.overlay().message(id) {
            return act::present(Some(message.clone()));
        }
        act::present(self.node.context.store.load(&(self.node.shared.id, id)).await?)
    }

    /// Those of the messages that are there, by id.
    async fn found(
        &self,
        mind: &ChannelState,
        ids: &BTreeSet<MessageId>,
    ) -> Result<Vec<Message>, ActError> {
        let keys: Vec<_> = ids.iter().map(|id| (self.node.shared.id, *id)).collect();
        let stored = self.node.context.store.load_many::<Message>(&keys).await?;
        let present = ids.iter().zip(stored).filter_map(|(id, stored)| {
            let message = mind.overlay().message(*id).cloned().or(stored);
            message.filter(|message| message.deleted_at_ms.is_none())
        });
        Ok(present.collect())
    }

    async fn shown(
        &self,
        ground: &Ground<'_>,
        mind: &ChannelState,
        id: MessageId,
    ) -> Result<Shown, ActError> {
        let message = self.present(mind, id).await?;
        let shown = shown::beside(&self.node.context, ground.view, vec![message]).await?.pop();
        shown.ok_or(ActError::UnknownMessage)
    }

    async fn summary(
        &self,
        mind: &ChannelState,
        message: MessageId,
    ) -> Result<ReactionSummary, ActError> {
        if let Some(summary) = mind.overlay().summary(message) {
            return Ok(summary.clone());
        }
        let channel = self.node.shared.id;
        let stored = self.node.context.store.load(&(channel, message)).await?;
        Ok(stored.unwrap_or(ReactionSummary { channel, message, emojis: Vec::new() }))
    }

    async fn facts(&self, mind: &ChannelState, wish: &Wish<'_>) -> Result<Facts, ActError> {
        let (message, user) = (wish.message.id, wish.user);
        let summary = self.summary(mind, message).await?;
        let reacted = match react::run_of(&summary, wish.emoji) {
            None => false,
            Some(run) => match mind.overlay().reaction(message, run, user) {
                Some(there) => there,
                None => {
                    let key = (self.node.shared.id, message, run, user);
                    self.node.context.store.load::<Reaction>(&key).await?.is_some()
                }
            },
        };
        Ok(Facts { summary, reacted })
    }

    /// Before the first act that changes them; from then on the overlay has them all.
    async fn read_pins(&self, mind: &mut ChannelState) -> Result<(), ActError> {
        if mind.overlay().pins().is_none() {
            let scan = Scan::<Pin>::within(&self.node.shared.id).limit(pin::PINS_MAX);
            let pins = self.node.context.store.scan(scan).await?;
            mind.pins_read(pins.into_iter().map(|pin| (pin.message, pin.pinned_at_ms)).collect());
        }
        Ok(())
    }

    /// Looks up what a reply answers, in this channel.
    pub(super) async fn answered(
        &self,
        draft: &Draft,
        mind: &ChannelState,
        view: &GuildView,
    ) -> Result<Option<Answered>, PostError> {
        let Some(reply) = draft.reply else { return Ok(None) };
        let shared = &self.node.shared;
        let now_ms = self.node.context.clock.now_ms();
        let bits = view.access(draft.author, shared.id, now_ms)?;
        let found = if bits.contains(Permissions::READ_MESSAGE_HISTORY) {
            match self.present(mind, reply.to).await {
                Ok(message) => Some(message),
                Err(ActError::Unavailable) => return Err(PostError::Unavailable),
                Err(_) => None,
            }
        } else {
            None
        };
        match found {
            Some(message) => {
                let beside = shown::beside(&self.node.context, view, vec![message]).await;
                let shown = beside.map_err(|error| unreadable(&error))?.pop();
                Ok(shown.map(|Shown { message, author, .. }| Answered {
                    message,
                    author,
                    mention: reply.mention,
                }))
            }
            None if reply.must_exist => Err(PostError::UnknownReference),
            None => Ok(None),
        }
    }
}

impl From<ReadError> for ActError {
    fn from(error: ReadError) -> Self {
        tracing::warn!(%error, "a row could not be read for an act");
        Self::Unavailable
    }
}

fn unreadable(error: &ReadError) -> PostError {
    tracing::warn!(%error, "a row could not be read for a post");
    PostError::Unavailable
}
