//! Opening, resuming and ending gateway sessions.

use std::sync::Arc;

use protocol::event::{Empty, Event};
use protocol::gateway::PresenceChange;
use protocol::wire::{Ready, UnavailableGuild};
use protocol::{ChannelId, GuildId, LoginId, UserId};
use storage::records::User;
use storage::{ReadError, StoreExt};

use super::Context;
use super::of_person::OfPerson;
use crate::outbox::{CloseReason, FrameSink, NotResumable, Outbox, Outgoing, SocketPort};
use crate::receipts;
use crate::render;
use crate::session::{
    Audience, MembersRequest, SessionId, SessionMsg, SessionNode, SessionShared, SessionSpec,
};

/// A gateway session, as its socket holds it.
#[derive(Clone)]
pub struct SessionHandle {
    pub(super) node: Arc<SessionNode>,
}

impl SessionHandle {
    /// Its name.
    pub fn id(&self) -> SessionId {
        self.node.shared.id
    }

    /// Whose it is.
    pub fn user(&self) -> UserId {
        self.node.shared.user
    }

    /// What it hears.
    pub fn audience(&self) -> Audience {
        self.node.shared.audience
    }

    /// Its way out.
    pub fn outbox(&self) -> &Outbox {
        &self.node.shared.outbox
    }

    /// Its client has everything up to `s`.
    pub fn acknowledge(&self, s: u64) {
        let shared = &self.node.shared;
        let brought = shared.outbox.acknowledge(s);
        if shared.audience != Audience::User {
            return;
        }
        for (id, message) in brought {
            let channel = shared.subscribed(id).or_else(|| {
                let conversation = self.node.context.conversations.known(id)?;
                Some(Arc::clone(&conversation.channel().shared))
            });
            if let Some(channel) = channel {
                receipts::delivered(&self.node.context, &channel, shared.user, message);
            }
        }
    }

    /// Hears a channel, from behind `after` if given. The answer is X_SUBSCRIBED.
    pub fn subscribe(&self, channel: ChannelId, after: Option<u64>) {
        self.node.slot.tell(SessionMsg::Subscribe(channel, after));
    }

    /// Stops hearing a channel.
    pub fn unsubscribe(&self, channel: ChannelId) {
        self.node.slot.tell(SessionMsg::Unsubscribe(channel));
    }

    /// Shows another presence.
    pub fn set_presence(&self, presence: PresenceChange) {
        self.node.slot.tell(SessionMsg::Presence(presence));
    }

    /// Asks for members. The answer is GUILD_MEMBERS_CHUNK.
    pub fn request_members(&self, request: MembersRequest) {
        self.node.slot.tell(SessionMsg::RequestMembers(request));
    }

    /// Looks at rows of a guild's member list, first and last of each range included. The answer is
    /// X_MEMBERS, and again when they change. Without ranges it looks no more.
    pub fn look_at_members(&self, guild: GuildId, ranges: Vec<(u32, u32)>) {
        self.node.slot.tell(SessionMsg::Look(guild, ranges));
    }

    /// The socket of `port` is gone. A clean close (1000, 1001) ends the session.
    pub fn socket_closed(&self, port: &SocketPort, resumable: bool) {
        if self.outbox().detach(port) || !resumable {
            self.node.slot.tell(SessionMsg::SocketClosed { resumable });
        } else if !self.outbox().is_attached() {
            self.node.slot.tell(SessionMsg::SocketClosed { resumable: true });
        }
    }
}

pub(super) async fn open(
    context: &Arc<Context>,
    spec: SessionSpec,
    sink: Arc<dyn FrameSink>,
) -> Result<(SessionHandle, SocketPort), ReadError> {
    let account = context.store.load::<User>(&spec.user).await?.ok_or(ReadError::Closed)?;
    let guilds = context.guilds_of(spec.user).await?;
    make_room(context, &spec);
    let shared = SessionShared::new(SessionId::random(), &spec, context.config.outbox);
    let port = shared.outbox.attach(sink);
    let mut ready = Ready::new(
        render::current_user(&account),
        guilds.into_iter().map(UnavailableGuild::new).collect(),
        shared.id.to_string(),
        spec.resume_gateway_url,
    );
    ready.shard = spec.shard.unwrap_or(ready.shard);
    let person = match spec.audience {
        Audience::User => Some(OfPerson::read(context, spec.user, &mut ready).await?),
        Audience::Bot(_) => None,
    };
    shared.outbox.push_start(&[Outgoing::of(&Event::Ready(Box::new(ready)))]);
    let node = SessionNode::new(shared, Arc::clone(context));
    // From here on a guild that the user joins finds the session; those it is in already are read
    // again by its actor.
    context.add_session(&node);
    if let Some(person) = person {
        person.greet(&node.shared);
    }
    context.supervisor_of(spec.user).ensure(Arc::clone(&node) as _);
    let wait = context.config.slot_wait;
    let ensure = || context.supervisor_of(spec.user).ensure(Arc::clone(&node) as _);
    if node.slot.ready(wait, ensure).await.is_err() {
        node.let_go();
        return Err(ReadError::Overloaded);
    }
    Ok((SessionHandle { node }, port))
}

/// The oldest session of a login goes when it has as many as it may.
fn make_room(context: &Context, spec: &SessionSpec) {
    let nodes = context.session_nodes_of(spec.user);
    let same: Vec<_> = nodes.iter().filter(|node| node.shared.login == spec.login).collect();
    let over = (same.len() + 1).saturating_sub(context.config.sessions_per_login_max);
    if spec.login.is_some() {
        for node in same.into_iter().take(over) {
            node.shared.outbox.close(CloseReason::SessionEnded, true);
            node.slot.tell(SessionMsg::End);
        }
    }
}

pub(super) fn resume(
    context: &Context,
    (user, login, id): (UserId, Option<LoginId>, SessionId),
    s: u64,
    sink: Arc<dyn FrameSink>,
) -> Result<(SessionHandle, SocketPort), NotResumable> {
    let node = context
        .session(id)
        .filter(|node| node.shared.user == user && node.shared.login == login)
        .ok_or(NotResumable)?;
    // It ends this replay, and has no place in a later one.
    let resumed = Outgoing::fleeting(Event::Resumed(Empty {}).encode_tail());
    let port = node.shared.outbox.resume(sink, s, &resumed)?;
    node.slot.tell(SessionMsg::Resumed);
    Ok((SessionHandle { node }, port))
}

pub(super) fn end(context: &Context, user: UserId, which: impl Fn(&SessionShared) -> bool) {
    for node in context.session_nodes_of(user) {
        if which(&node.shared) {
            node.shared.outbox.close(CloseReason::LoginEnded, true);
            node.slot.tell(SessionMsg::End);
        }
    }
}
