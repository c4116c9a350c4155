//! One actor per guild: it decides on changes one at a time, makes them durable and publishes them.
//!
//! - GA1  A change is durable before anyone hears of it or reads it.
//! - GA2  After a crash the guild is read again, and what was committed and not said is said. A commit
//!   outlives the actor that made it: nobody reads or changes the guild before its outcome is known.
//! - GA3  A session is attached in one turn: it hears GUILD_CREATE, and then every later change.

mod audit;
mod command;
mod listing;
mod load;
mod node;
mod patch;
mod publish;
mod roster;
mod shared;
mod state;
#[cfg(test)]
mod tests;
mod thread_command;
mod threads;
mod voices;

use std::sync::Arc;

use protocol::event::{BanEvent, Event, InviteCreate, InviteDelete};
use protocol::{ChannelId, GuildId, ReportId, Timestamp, UserId};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use storage::records::{Ban, GuildInvite, Invite, Message, Report, Reporter, TimeOut, User};
use storage::{Batch, CommitError, ReadError, Scan, StoreExt, sweep};
use tokio::sync::{OwnedMutexGuard, oneshot};

pub use command::{Asked, Command, Field, GuildError, Outcome, ReportMove, Silence};
pub(crate) use listing::Range;
pub(crate) use load::{head, heads, is_member, stored_threads, thread_heads, view};
pub(crate) use node::GuildNode;
pub use patch::{
    BrakesPatch, ChannelPatch, ChannelPlace, GuildPatch, NewChannel, RolePatch, RolePlace,
};
pub use shared::ChannelHead;
pub(crate) use shared::GuildShared;
pub use state::NewReport;
pub(crate) use state::due;
use state::{Change, Inputs};
pub(crate) use state::{
    INVITES_MAX, THREAD_MEMBERS_MAX, bannable_many, draft_rule, listable, readable_bans,
    readable_brakes, readable_rules,
};
pub use thread_command::{NewThread, Recalled, ThreadCommand, ThreadPatch};
pub(crate) use threads::archived;
pub(crate) use voices::{VoiceSeat, VoiceSeats, visible as visible_voices};

use crate::appearance::Appearance;
use crate::notices;
use crate::outbox::Outgoing;
use crate::patience::Patience;
use crate::render;
use crate::rules::Refusal;
use crate::session::{SessionId, SessionShared};
use crate::view::GuildView;

/// What a guild is told.
pub(crate) enum GuildMsg {
    /// Decide, commit, publish.
    Act(Asked, oneshot::Sender<Result<Outcome, GuildError>>),
    /// A session of a member wants to hear of the guild.
    Attach(Arc<SessionShared>, oneshot::Sender<()>),
    /// How others see a user.
    Presence(UserId, Appearance),
    /// Tell a session the rows of the member list that it looks at.
    TellRows(SessionId),
    /// Send the presences that changed, and the rows of the member list.
    FlushPresences,
    /// A channel has news since the last `X_UNREAD`.
    UnreadNoted,
    /// Send `X_UNREAD`.
    FlushUnread,
    /// A thread may have been quiet for too long.
    ArchiveQuiet,
    /// Unload, if nobody listens.
    Unload,
    /// Crash: simulations and tests of supervision.
    #[cfg(feature = "faults")]
    Crash,
}

struct GuildActor {
    node: Arc<GuildNode>,
}

impl Actor for GuildActor {
    type Msg = GuildMsg;
    type State = ();
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<GuildMsg>,
        (): (),
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn post_start(
        &self,
        myself: ActorRef<GuildMsg>,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        if !self.node.is_first_start() {
            self.say_what_was_committed().await?;
        }
        // What was noted while no actor was there, or lost its timer with the former one.
        self.flush_presences(&myself);
        notices::unread(&self.node.shared, &self.node.context.blocks);
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<GuildMsg>,
        message: GuildMsg,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        match message {
            GuildMsg::Act(asked, reply) => {
                self.act(asked, reply).await?;
                if self.node.shared.has_stale_list() {
                    self.flush_soon(&myself);
                }
            }
            GuildMsg::Attach(session, reply) => {
                self.attach(&session);
                let _gone = reply.send(());
            }
            GuildMsg::Presence(user, seen) => self.presence(&myself, user, seen),
            GuildMsg::TellRows(session) => {
                if self.node.shared.tell_rows_of(session, &self.node.context.blocks) {
                    self.flush_soon(&myself);
                }
            }
            GuildMsg::FlushPresences => self.flush_presences(&myself),
            GuildMsg::UnreadNoted => {
                let interval = self.node.context.config.unread_interval;
                myself.send_after(interval, || GuildMsg::FlushUnread);
            }
            GuildMsg::FlushUnread => {
                notices::unread(&self.node.shared, &self.node.context.blocks);
            }
            GuildMsg::ArchiveQuiet => return self.archive_quiet().await,
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
        asked: Asked,
        reply: oneshot::Sender<Result<Outcome, GuildError>>,
    ) -> Result<(), ActorProcessingErr> {
        let turn = self.node.turn().await;
        let command = asked.command.clone();
        let (answer, broken) = match self.decide(asked).await {
            Err(GuildError::ByRule(refusal)) => {
                let broken = self.time_out_by_rule(&refusal, turn).await;
                (Err(GuildError::ByRule(refusal)), broken)
            }
            Err(refusal) => (Err(refusal), None),
            Ok(change) => self.carry_out(&command, change, turn).await,
        };
        let _gone = reply.send(answer);
        broken.map_or(Ok(()), |error| Err(error.into()))
    }

    /// What a rule demands beside its refusal, in the turn of the refused act.
    async fn time_out_by_rule(
        &self,
        refusal: &Refusal,
        turn: OwnedMutexGuard<()>,
    ) -> Option<CommitError> {
        let command = refusal.consequence()?;
        let change = self.decide(command.clone().into()).await.ok()?;
        self.carry_out(&command, change, turn).await.1
    }

    async fn decide(&self, asked: Asked) -> Result<Change, GuildError> {
        let context = &self.node.context;
        let view = self.node.shared.view_full();
        let Asked { command, reason } = asked;
        let (command, timed_out_until_ms, is_banned) = tokio::try_join!(
            self.with_present_rows(&view, command.clone()),
            self.time_out_of_comer(&view, &command),
            self.is_banned(&view, &command),
        )?;
        let mut inputs = Inputs {
            now_ms: context.clock.now_ms(),
            next_id: &mut || context.next_id(),
            invite_code: &mut crate::engine::invite_code,
            timed_out_until_ms,
            is_banned,
            slow_mode: &context.config.slow_mode,
        };
        state::decide_and_tell(&view, command.because(reason), &mut inputs)
    }

    /// What a command needs of the store beside the view, read in this turn: of two who join by one
    /// invite, the second one uses what the first one left of it.
    async fn with_present_rows(
        &self,
        view: &GuildView,
        command: Command,
    ) -> Result<Command, GuildError> {
        let store = &self.node.context.store;
        match command {
            Command::Join { user, invite } if !view.members.contains_key(&user.id) => {
                let invite = store.load::<Invite>(&invite.code).await.map_err(unreadable)?;
                let invite = invite.ok_or(GuildError::UnknownInvite)?;
                Ok(Command::Join { user: self.account(user.id).await?, invite })
            }
            Command::GrantBot { actor, bot, permissions } => {
                Ok(Command::GrantBot { actor, bot: self.account(bot.id).await?, permissions })
            }
            Command::Refresh { user } => {
                Ok(Command::Refresh { user: self.account(user.id).await? })
            }
            Command::DeleteInvite { actor, invite } => {
                let invite = store.load::<Invite>(&invite.code).await.map_err(unreadable)?;
                let invite = invite.ok_or(GuildError::UnknownInvite)?;
                Ok(Command::DeleteInvite { actor, invite })
            }
            Command::CreateInvite { .. } => {
                self.need_room_for_an_invite(view.id()).await?;
                Ok(command)
            }
            Command::Thread(ThreadCommand::Recall { thread, .. }) => {
                let found = self.recalled(view, thread).await?;
                Ok(Command::Thread(ThreadCommand::Recall { thread, found }))
            }
            Command::Report { actor, channel, report } => {
                let report = self.looked_into(view, (actor, channel), report).await?;
                Ok(Command::Report { actor, channel, report })
            }
            Command::UpdateReport { actor, report, to, .. } => {
                let found = self.report(view, report).await?.map(Box::new);
                Ok(Command::UpdateReport { actor, report, to, found })
            }
            other => Ok(other),
        }
    }

    async fn looked_into(
        &self,
        view: &GuildView,
        (actor, channel): (UserId, ChannelId),
        report: NewReport,
    ) -> Result<NewReport, GuildError> {
        let (store, message) = (&self.node.context.store, report.message);
        let found = store.load::<Message>(&(channel, message)).await.map_err(unreadable)?;
        let before = store.load::<Reporter>(&(view.id(), message, actor)).await;
        let is_repeated = before.map_err(unreadable)?.is_some();
        Ok(NewReport { found: found.map(Box::new), is_repeated, ..report })
    }

    /// A report, in whichever stage it is.
    async fn report(&self, view: &GuildView, id: ReportId) -> Result<Option<Report>, GuildError> {
        let keys = [Report::WAITING, Report::DONE].map(|stage| (view.id(), stage, id));
        let found = self.node.context.store.load_many::<Report>(&keys).await;
        Ok(found.map_err(unreadable)?.into_iter().flatten().next())
    }

    /// The time-out that somebody who is no member, and comes by this command, left in.
    async fn time_out_of_comer(
        &self,
        view: &GuildView,
        command: &Command,
    ) -> Result<Option<i64>, GuildError> {
        let Some(comer) = comer(view, command) else { return Ok(None) };
        let left_in = self.node.context.store.load::<TimeOut>(&(view.id(), comer)).await;
        Ok(left_in.map_err(unreadable)?.map(|time_out| time_out.until_ms))
    }

    /// Whether the user is banned who comes, or whose ban it is about.
    async fn is_banned(&self, view: &GuildView, command: &Command) -> Result<bool, GuildError> {
        let meant = match command {
            Command::Ban { user, .. } | Command::Unban { user, .. } => Some(user.id),
            _ => comer(view, command),
        };
        let Some(meant) = meant else { return Ok(false) };
        let ban = self.node.context.store.load::<Ban>(&(view.id(), meant)).await;
        Ok(ban.map_err(unreadable)?.is_some())
    }

    /// An account as it is now: it may have changed since the caller read it.
    async fn account(&self, id: UserId) -> Result<Arc<User>, GuildError> {
        let user = self.node.context.store.load::<User>(&id).await.map_err(unreadable)?;
        user.map(Arc::new).ok_or(GuildError::UnknownMember)
    }

    /// Only invites that still work count: at the bound those that ended are deleted.
    async fn need_room_for_an_invite(&self, guild: GuildId) -> Result<(), GuildError> {
        let context = &self.node.context;
        loop {
            let known = Scan::<GuildInvite>::within(&guild).limit(state::INVITES_MAX);
            let known = context.store.scan(known).await.map_err(unreadable)?;
            if known.len() < state::INVITES_MAX {
                return Ok(());
            }
            let swept = sweep::invites_of(&*context.store, guild, context.clock.now_ms()).await;
            let swept = swept.map_err(|error| {
                tracing::warn!(%error, "invites that ended could not be deleted");
                GuildError::Unavailable
            })?;
            if swept.deleted == 0 {
                return Err(GuildError::TooManyInvites(state::INVITES_MAX));
            }
        }
    }

    /// GA1. An unknown outcome ends the incarnation: the next one reads what became of it.
    async fn carry_out(
        &self,
        command: &Command,
        change: Change,
        turn: OwnedMutexGuard<()>,
    ) -> (Result<Outcome, GuildError>, Option<CommitError>) {
        let Change { batch, view, outcome, through, quiet, entries, reports } = change;
        if quiet {
            self.recall(command, view);
            return (Ok(outcome), None);
        }
        let committed = match through {
            None => self.commit(batch, turn).await,
            Some(through) => match self.commit_through(*through, batch, turn).await {
                Ok(committed) => committed,
                Err(refusal) => return (Err(refusal), None),
            },
        };
        let _turn = match committed {
            Ok(turn) => turn,
            // Of all conditions only an invite's can fail by what somebody else did.
            Err(CommitError::Conflict) if matches!(command, Command::Join { .. }) => {
                return (Err(GuildError::UnknownInvite), None);
            }
            Err(error @ CommitError::CommitUnknown) => {
                return (Err(GuildError::Unavailable), Some(error));
            }
            Err(
                CommitError::Conflict
                | CommitError::Full
                | CommitError::TooLarge
                | CommitError::ReadOnly
                | CommitError::Closed,
            ) => return (Err(GuildError::Unavailable), None),
        };
        self.publish(view);
        self.tell_about(command, &outcome);
        let now_ms = self.node.context.clock.now_ms();
        notices::to_readers_of_log(&self.node.shared, &entries, now_ms);
        for report in &reports {
            notices::of_report(&self.node.shared, report, now_ms);
        }
        (Ok(outcome), None)
    }

    /// GA2. The task goes on when the actor is killed, and holds the turn until it knows.
    async fn commit(
        &self,
        batch: Batch,
        turn: OwnedMutexGuard<()>,
    ) -> Result<OwnedMutexGuard<()>, CommitError> {
        if batch.ops.is_empty() {
            return Ok(turn);
        }
        let commit = self.node.context.store.commit(batch);
        // A guild that is held is not unloaded, so it is not read again meanwhile either.
        let node = Arc::clone(&self.node);
        #[expect(
            clippy::disallowed_methods,
            reason = "a commit is seen through when the actor dies at it"
        )]
        let task = tokio::spawn(async move {
            let committed = commit.await.map(|()| turn);
            drop(node);
            committed
        });
        task.await.unwrap_or(Err(CommitError::CommitUnknown))
    }

    fn publish(&self, view: GuildView) {
        for user in publish::publish(&self.node.shared, view, &self.node.context.blocks) {
            self.attach_all(user);
        }
        self.node.look_at_rooms();
    }

    /// What a view does not show.
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
            (Command::Ban { user, delete_message_s, .. }, Outcome::Banned) => {
                if *delete_message_s > 0 {
                    self.node.context.message_sweeps.notify_one();
                }
                let user = render::user(user);
                let event = Event::BanAdd(Box::new(BanEvent { guild_id: shared.id, user }));
                notices::to_banners(shared, self.node.context.clock.now_ms(), &event);
            }
            (Command::Unban { user, .. }, Outcome::Unbanned) => {
                let user = render::user(user);
                let event = Event::BanRemove(Box::new(BanEvent { guild_id: shared.id, user }));
                notices::to_banners(shared, self.node.context.clock.now_ms(), &event);
            }
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
        if !shared.has_session(session.id) {
            // VO2: until it is among those that hear.
            let seats = shared.voice_seats();
            let blocks = &self.node.context.blocks;
            let event = render::guild_create(shared, &view, (me, session), &seats, blocks);
            let event = Event::GuildCreate(Box::new(event));
            if publish::hears(session, &event) {
                session.outbox.push_start(&[Outgoing::of(&event)]);
            }
            shared.add_session(session);
        }
        if session.outbox.has_ended() {
            // It ended before it was added, and so was not taken out.
            shared.remove_session(session);
        }
        self.node.context.tell_user(session.user);
    }

    fn presence(&self, myself: &ActorRef<GuildMsg>, user: UserId, seen: Appearance) {
        let known = self.node.shared.view().members.contains_key(&user);
        let seen = if known { seen } else { Appearance::offline() };
        if self.note_presence(user, seen) {
            self.flush_soon(myself);
        }
    }

    fn note_presence(&self, user: UserId, seen: Appearance) -> bool {
        self.node.shared.note_presence(user, seen, self.node.context.clock.now_ms())
    }

    fn flush_soon(&self, myself: &ActorRef<GuildMsg>) {
        if self.node.shared.note_flush() {
            let interval = self.node.context.config.presence_interval;
            myself.send_after(interval, || GuildMsg::FlushPresences);
        }
    }

    fn flush_presences(&self, myself: &ActorRef<GuildMsg>) {
        let (shared, context) = (&self.node.shared, &self.node.context);
        shared.begin_flush();
        let changed = shared.take_presences(context.resumable_since_ms());
        let are_waiting =
            shared.tell_rows(changed.iter().map(|(user, _)| *user).collect(), &context.blocks);
        notices::presences(shared, &context.blocks, changed);
        if are_waiting {
            self.flush_soon(myself);
        }
    }

    /// GA2.
    async fn say_what_was_committed(&self) -> Result<(), ActorProcessingErr> {
        let _turn = self.node.turn().await;
        let (shared, context) = (&self.node.shared, &self.node.context);
        let mut patience = Patience::default();
        let read = loop {
            match view(&*context.store, shared.id, &context.config.addresses).await {
                Ok(read) => break read,
                Err(error) => patience.after(error).await?,
            }
        };
        match read {
            Some(mut view) => {
                self.keep_recalled(&mut view).await?;
                view.access_version = shared.view().access_version + 1;
                self.publish(view);
            }
            None => self.publish(shared.view().gone()),
        }
        // What users said about themselves may have been in the mailbox.
        for user in shared.users() {
            if !self.node.context.tell_user(user) {
                self.note_presence(user, Appearance::offline());
            }
        }
        Ok(())
    }

    fn unload(&self, myself: &ActorRef<GuildMsg>) {
        if !self.node.shared.has_sessions() {
            self.node.slot.unload(myself);
        }
    }
}

/// Who is no member, and comes by a command.
fn comer(view: &GuildView, command: &Command) -> Option<UserId> {
    let (Command::Join { user, .. } | Command::GrantBot { bot: user, .. }) = command else {
        return None;
    };
    (!view.members.contains_key(&user.id)).then_some(user.id)
}

fn unreadable(error: ReadError) -> GuildError {
    tracing::warn!(%error, "a row could not be read for a guild");
    GuildError::Unavailable
}
