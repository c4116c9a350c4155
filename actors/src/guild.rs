//! One actor per guild: it decides on changes one at a time, makes them durable and publishes them.
//!
//! - GA1  A change is durable before anyone hears of it or reads it.
//! - GA2  After a crash the guild is read again, and what was committed and not said is said.
//! - GA3  A session is attached in one turn: it hears GUILD_CREATE, and then every later change.

mod command;
mod load;
mod node;
mod publish;
mod shared;
mod state;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use protocol::Timestamp;
use protocol::UserId;
use protocol::event::{Event, InviteCreate, InviteDelete};
use protocol::wire::Status;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use storage::CommitError;
use tokio::sync::oneshot;

pub use command::{ChannelPatch, Command, Field, GuildError, GuildPatch, NewChannel, Outcome};
pub(crate) use load::{heads, view};
pub(crate) use node::GuildNode;
pub(crate) use publish::outgoing;
pub(crate) use shared::GuildShared;
use state::{Change, Inputs};

use crate::notices;
use crate::render;
use crate::session::SessionShared;

/// What a guild is told.
pub(crate) enum GuildMsg {
    /// Decide, commit, publish.
    Act(Command, oneshot::Sender<Result<Outcome, GuildError>>),
    /// A session of a member wants to hear of the guild.
    Attach(Arc<SessionShared>),
    /// A user's status as others see it.
    Presence(UserId, Status),
    /// Send the presences that changed.
    FlushPresences,
    /// A channel has news since the last `X_UNREAD`.
    UnreadNoted,
    /// Send `X_UNREAD`.
    FlushUnread,
    /// Unload, if nobody listens.
    Unload,
    /// Crash: simulations and tests of supervision.
    #[cfg(feature = "faults")]
    Crash,
}

struct GuildActor {
    node: Arc<GuildNode>,
}

#[derive(Default)]
struct GuildActorState {
    presences: HashMap<UserId, Status>,
}

impl Actor for GuildActor {
    type Msg = GuildMsg;
    type State = GuildActorState;
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<GuildMsg>,
        (): (),
    ) -> Result<GuildActorState, ActorProcessingErr> {
        Ok(GuildActorState::default())
    }

    async fn post_start(
        &self,
        _myself: ActorRef<GuildMsg>,
        _state: &mut GuildActorState,
    ) -> Result<(), ActorProcessingErr> {
        self.say_what_was_committed().await
    }

    async fn handle(
        &self,
        myself: ActorRef<GuildMsg>,
        message: GuildMsg,
        state: &mut GuildActorState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            GuildMsg::Act(command, reply) => return self.act(command, reply).await,
            GuildMsg::Attach(session) => self.attach(&session),
            GuildMsg::Presence(user, status) => self.presence(&myself, user, status, state),
            GuildMsg::FlushPresences => {
                notices::presences(&self.node.shared, std::mem::take(&mut state.presences));
            }
            GuildMsg::UnreadNoted => {
                let interval = self.node.context.config.unread_interval;
                myself.send_after(interval, || GuildMsg::FlushUnread);
            }
            GuildMsg::FlushUnread => notices::unread(&self.node.shared),
            GuildMsg::Unload => self.unload(&myself),
            #[cfg(feature = "faults")]
            GuildMsg::Crash => return Err("a simulated crash".into()),
        }
        Ok(())
    }
}

impl GuildActor {
    async fn act(
        &self,
        command: Command,
        reply: oneshot::Sender<Result<Outcome, GuildError>>,
    ) -> Result<(), ActorProcessingErr> {
        let context = &self.node.context;
        let view = self.node.shared.view_full();
        let decided = state::decide(
            &view,
            command.clone(),
            &mut Inputs {
                now_ms: context.clock.now_ms(),
                next_id: &mut || context.next_id(),
                invite_code: &mut crate::engine::invite_code,
            },
        );
        let (answer, broken) = match decided {
            Err(refusal) => (Err(refusal), None),
            Ok(change) => self.carry_out(&command, change).await,
        };
        let _gone = reply.send(answer);
        broken.map_or(Ok(()), |error| Err(error.into()))
    }

    /// GA1. An unknown outcome ends the incarnation: the next one reads what became of it.
    async fn carry_out(
        &self,
        command: &Command,
        change: Change,
    ) -> (Result<Outcome, GuildError>, Option<CommitError>) {
        let Change { batch, view, outcome } = change;
        if !batch.ops.is_empty()
            && let Err(error) = self.node.context.store.commit(batch).await
        {
            return match error {
                CommitError::Conflict => (Err(GuildError::UnknownInvite), None),
                CommitError::CommitUnknown => (Err(GuildError::Unavailable), Some(error)),
                CommitError::Full
                | CommitError::TooLarge
                | CommitError::ReadOnly
                | CommitError::Closed => (Err(GuildError::Unavailable), None),
            };
        }
        self.publish(view);
        self.tell_about(command, &outcome);
        (Ok(outcome), None)
    }

    fn publish(&self, view: crate::view::GuildView) {
        let before = self.node.shared.view_full();
        let gone = publish::publish(&self.node.shared, view);
        for session in gone {
            self.node.context.forget_subscriptions(&session, before.channels.keys().copied());
        }
    }

    /// What a view does not show: invites, and new members' sessions elsewhere.
    fn tell_about(&self, command: &Command, outcome: &Outcome) {
        let shared = &self.node.shared;
        match (command, outcome) {
            (Command::CreateInvite { .. }, Outcome::Invite(invite)) => {
                let created_at = Timestamp::from_ms(invite.created_at_ms);
                let code = invite.code.as_str();
                let mut event = InviteCreate::new(shared.id, invite.channel, code, created_at);
                event.expires_at = invite.expires_at_ms.map(Timestamp::from_ms);
                event.max_uses = invite.max_uses;
                let view = shared.view();
                let inviter = view.members.get(&invite.inviter);
                event.inviter = inviter.map(|inviter| render::user(&inviter.user));
                notices::to_managers(shared, invite.channel, &Event::InviteCreate(event.into()));
            }
            (Command::DeleteInvite { .. }, Outcome::Invite(invite)) => {
                let code = invite.code.as_str().to_owned();
                let event = InviteDelete { guild_id: shared.id, channel_id: invite.channel, code };
                notices::to_managers(shared, invite.channel, &Event::InviteDelete(event));
            }
            (Command::Join { user, .. }, _) => self.attach_all(user.id),
            (Command::GrantBot { bot, .. }, _) => self.attach_all(bot.id),
            _ => {}
        }
    }

    fn attach_all(&self, user: UserId) {
        for session in self.node.context.sessions_of(user) {
            self.attach(&session);
        }
    }

    /// GA3.
    fn attach(&self, session: &Arc<SessionShared>) {
        let shared = &self.node.shared;
        let view = shared.view();
        let Some(me) = view.members.get(&session.user) else { return };
        if shared.add_session(session) {
            let event = render::guild_create(shared, &view, me, session.large_threshold);
            let event = Event::GuildCreate(Box::new(event));
            if publish::hears(session, &event) {
                session.outbox.push_start(&[outgoing(&event)]);
            }
        }
        self.node.context.tell_user(session.user);
    }

    fn presence(
        &self,
        myself: &ActorRef<GuildMsg>,
        user: UserId,
        status: Status,
        state: &mut GuildActorState,
    ) {
        let known = self.node.shared.view().members.contains_key(&user);
        let status = if known { status } else { Status::Offline };
        if !self.node.shared.set_presence(user, status) {
            return;
        }
        if state.presences.is_empty() {
            let interval = self.node.context.config.presence_interval;
            myself.send_after(interval, || GuildMsg::FlushPresences);
        }
        state.presences.insert(user, status);
    }

    /// GA2.
    async fn say_what_was_committed(&self) -> Result<(), ActorProcessingErr> {
        if self.node.is_first_start() {
            return Ok(());
        }
        let store = &*self.node.context.store;
        if let Some(mut view) = view(store, self.node.shared.id).await? {
            view.access_version = self.node.shared.view().access_version + 1;
            self.publish(view);
        }
        // Timers of the former incarnation went with it.
        notices::unread(&self.node.shared);
        Ok(())
    }

    fn unload(&self, myself: &ActorRef<GuildMsg>) {
        if !self.node.shared.has_sessions() {
            myself.stop(None);
        }
    }
}
