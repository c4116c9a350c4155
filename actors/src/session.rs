//! One actor per gateway session: it subscribes, catches up, and outlives its sockets for a while.
//!
//! - SE1  A session that is subscribed hears each event of the channel once, in order, from its cursor.
//! - SE2  A session without a socket ends after the resume window; then nothing of it is left.
//! - SE3  A session hears nothing of a channel it may not see, by any way.

mod catch_up;
mod look;
mod node;
mod shared;
mod voice;

use std::sync::Arc;
use std::time::Duration;

use protocol::event::{CHUNK_MEMBERS_MAX, Event, MembersChunk};
use protocol::gateway::{PresenceChange, VoiceStateChange};
use protocol::{ChannelId, GuildId, UserId};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use storage::records::Membership;
use storage::{Scan, StoreExt};
use tokio::time::timeout;

pub(crate) use self::voice::refuse as refuse_voice;
use crate::guild::{GuildError, Range};
use crate::notices;
use crate::outbox::Outgoing;
use crate::render;
use crate::view::MemberView;
pub(crate) use node::SessionNode;
pub(crate) use shared::SessionShared;
pub use shared::{Audience, SessionId, SessionSpec};

/// Guilds that one session attaches to.
const GUILDS_MAX: usize = 1_000;

/// A guild that has not attached the session by then is asked again.
const ATTACH_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What a session is told.
pub(crate) enum SessionMsg {
    /// Ask the guilds again that did not attach the session.
    Attach,
    /// Hear a channel, from behind `after` if given.
    Subscribe(ChannelId, Option<u64>),
    /// Stop hearing it.
    Unsubscribe(ChannelId),
    /// Show another presence.
    Presence(PresenceChange),
    /// Join, move within or leave voice channels.
    Voice(VoiceStateChange),
    /// List members.
    RequestMembers(MembersRequest),
    /// Look at rows of a member list; none of them: look no more.
    Look(GuildId, Vec<Range>),
    /// The socket went; a clean close ends the session.
    SocketClosed {
        /// Whether the client may come back.
        resumable: bool,
    },
    /// A new socket has taken over.
    Resumed,
    /// The resume window of this many closings is over.
    Expire(u64),
    /// End now.
    End,
    /// Crash: simulations and tests of supervision.
    #[cfg(feature = "faults")]
    Crash,
}

/// A request for members (op 8).
#[derive(Debug, Clone)]
pub struct MembersRequest {
    /// Of which guild.
    pub guild: GuildId,
    /// Names that begin so; empty is everyone.
    pub query: String,
    /// These users; takes precedence over the query.
    pub users: Vec<UserId>,
    /// Most members wanted; 0 is without limit.
    pub limit: usize,
    /// With their presences.
    pub presences: bool,
    /// Echoed.
    pub nonce: Option<String>,
}

struct SessionActor {
    node: Arc<SessionNode>,
}

struct SessionActorState {
    /// Guilds that have not attached the session yet.
    awaited: Vec<GuildId>,
    /// Counts closings, so that an expiry of a former one is known to be stale.
    closings: u64,
    closed: bool,
    _end: End,
}

/// However the actor ends, even with its supervisor and without a word, nothing of the session is
/// left: its client then identifies anew.
struct End(Arc<SessionNode>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.let_go();
    }
}

impl Actor for SessionActor {
    type Msg = SessionMsg;
    type State = SessionActorState;
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<SessionMsg>,
        (): (),
    ) -> Result<SessionActorState, ActorProcessingErr> {
        Ok(SessionActorState {
            awaited: Vec::new(),
            closings: 0,
            closed: false,
            _end: End(Arc::clone(&self.node)),
        })
    }

    async fn post_start(
        &self,
        myself: ActorRef<SessionMsg>,
        state: &mut SessionActorState,
    ) -> Result<(), ActorProcessingErr> {
        let scan = Scan::<Membership>::within(&self.node.shared.user).limit(GUILDS_MAX);
        let memberships = self.node.context.store.scan(scan).await?;
        state.awaited = memberships.into_iter().map(|membership| membership.guild).collect();
        Box::pin(self.attach_to_guilds(&myself, state)).await;
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<SessionMsg>,
        message: SessionMsg,
        state: &mut SessionActorState,
    ) -> Result<(), ActorProcessingErr> {
        // What takes long is boxed: ractor keeps room for the largest of them twice, in every session
        // that rests.
        match message {
            SessionMsg::Attach => Box::pin(self.attach_to_guilds(&myself, state)).await,
            SessionMsg::Subscribe(channel, after) => {
                Box::pin(catch_up::subscribe(&self.node, channel, after)).await;
            }
            SessionMsg::Unsubscribe(channel) => self.node.shared.unsubscribe(channel),
            SessionMsg::Presence(presence) => {
                self.node.shared.set_presence(presence);
                self.node.context.tell_user(self.node.shared.user);
            }
            SessionMsg::Voice(change) => Box::pin(voice::change(&self.node, change)).await,
            SessionMsg::RequestMembers(request) => Box::pin(self.list_members(request)).await,
            SessionMsg::Look(guild, ranges) => look::look(&self.node, guild, ranges),
            SessionMsg::SocketClosed { resumable } => self.closed(&myself, state, resumable),
            SessionMsg::Resumed => {
                state.closed = false;
                self.resumed();
            }
            SessionMsg::Expire(closing) if state.closed && closing == state.closings => {
                self.end(&myself);
            }
            SessionMsg::Expire(_) => {}
            SessionMsg::End => self.end(&myself),
            #[cfg(feature = "faults")]
            SessionMsg::Crash => return Err("a simulated crash".into()),
        }
        Ok(())
    }
}

impl SessionActor {
    /// GUILD_CREATE of every guild comes from its actor, in its turn, and not before the socket has
    /// taken most of what came before: no bound of the outbox holds for them. A guild that crashed
    /// with the question, or could not be loaded, is asked again until it answers.
    async fn attach_to_guilds(&self, myself: &ActorRef<SessionMsg>, state: &mut SessionActorState) {
        let (session, context) = (&self.node.shared, &self.node.context);
        let attached = session.guilds();
        let mut awaited = Vec::new();
        for id in state.awaited.drain(..).filter(|id| !attached.contains(id)) {
            match context.guild(id).await {
                Ok(guild) if !guild.view().members.contains_key(&session.user) => {}
                Ok(guild) => {
                    session.outbox.room().await;
                    let attach = guild.attach(Arc::clone(session));
                    if !matches!(timeout(ATTACH_AGAIN_AFTER, attach).await, Ok(Ok(()))) {
                        awaited.push(id);
                    }
                }
                Err(GuildError::UnknownGuild) => {}
                Err(_) => awaited.push(id),
            }
        }
        context.tell_user(session.user);
        if !awaited.is_empty() {
            state.awaited = awaited;
            myself.send_after(ATTACH_AGAIN_AFTER, || SessionMsg::Attach);
        }
    }

    fn closed(
        &self,
        myself: &ActorRef<SessionMsg>,
        state: &mut SessionActorState,
        resumable: bool,
    ) {
        if self.node.shared.outbox.is_attached() {
            return;
        }
        if !resumable {
            self.end(myself);
            return;
        }
        state.closed = true;
        state.closings += 1;
        let closing = state.closings;
        let window = self.node.context.config.resume_window;
        myself.send_after(window, move || SessionMsg::Expire(closing));
        self.node.context.tell_user(self.node.shared.user);
        voice::look(&self.node.context, &self.node.shared);
    }

    fn resumed(&self) {
        let (session, context) = (&self.node.shared, &self.node.context);
        let since_ms = context.resumable_since_ms();
        for guild in session.guilds().into_iter().filter_map(|id| context.known_guild(id)) {
            notices::missed_presences(&guild.shared, &context.blocks, session, since_ms);
        }
        look::look_again(&self.node);
        voice::resumed(context, session);
        context.tell_of_friends(session);
        context.tell_user(session.user);
    }

    /// SE2.
    fn end(&self, myself: &ActorRef<SessionMsg>) {
        self.node.let_go();
        myself.stop(None);
    }

    async fn list_members(&self, request: MembersRequest) {
        let session = &self.node.shared;
        let Ok(guild) = self.node.context.guild(request.guild).await else { return };
        let shared = &guild.node().shared;
        let blocks = &self.node.context.blocks;
        let view = shared.view_full();
        if !view.members.contains_key(&session.user) {
            return;
        }
        let wanted: Vec<Arc<MemberView>> = select(&view.members, &request);
        let known = |user: &&UserId| !view.members.contains_key(*user);
        let not_found: Vec<UserId> = request.users.iter().filter(known).copied().collect();
        let count = wanted.len().div_ceil(CHUNK_MEMBERS_MAX).max(1);
        for index in 0..count {
            let from = index * CHUNK_MEMBERS_MAX;
            let part = &wanted[from..wanted.len().min(from + CHUNK_MEMBERS_MAX)];
            let online = part
                .iter()
                .filter_map(|member| render::present(shared, blocks, session.user, member.user.id));
            let chunk = MembersChunk {
                guild_id: request.guild,
                members: part.iter().map(|member| render::member(member)).collect(),
                chunk_index: u32::try_from(index).unwrap_or(u32::MAX),
                chunk_count: u32::try_from(count).unwrap_or(u32::MAX),
                not_found: not_found.clone(),
                presences: if request.presences { online.collect() } else { Vec::new() },
                nonce: request.nonce.clone(),
            };
            session.outbox.room().await;
            let event = Outgoing::of(&Event::MembersChunk(Box::new(chunk)));
            session.outbox.push_start(&[event]);
        }
    }
}

fn select(
    members: &imbl::OrdMap<UserId, Arc<MemberView>>,
    request: &MembersRequest,
) -> Vec<Arc<MemberView>> {
    if !request.users.is_empty() {
        return request.users.iter().filter_map(|user| members.get(user)).cloned().collect();
    }
    let prefix = request.query.to_lowercase();
    let limit = if request.limit == 0 { usize::MAX } else { request.limit };
    members
        .values()
        .filter(|member| prefix.is_empty() || begins(member, &prefix))
        .take(limit)
        .cloned()
        .collect()
}

fn begins(member: &MemberView, prefix: &str) -> bool {
    let names = [Some(&member.user.username), member.member.nick.as_ref()];
    names.into_iter().flatten().any(|name| name.to_lowercase().starts_with(prefix))
}
