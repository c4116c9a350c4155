//! Coming into voice channels and conversations, going, and what its room has to know of a session.

use std::sync::Arc;

use protocol::error::ErrorCode;
use protocol::event::{Event, VoiceServerUpdate};
use protocol::gateway::VoiceStateChange;
use protocol::wire::extension::VoiceRefused;
use protocol::{ChannelId, GuildId, UserId};

use super::{Audience, SessionNode, SessionShared};
use crate::conversations;
use crate::engine::Context;
use crate::guild::GuildError;
use crate::outbox::Outgoing;
use crate::room::{self, Joining, Kind, OwnVoice, RoomNode, Seat, VoiceError};

/// Carries out op 4. Whoever is refused stays where they are.
pub(super) async fn change(node: &Arc<SessionNode>, wanted: VoiceStateChange) {
    let (session, context) = (&node.shared, &node.context);
    let _alone = context.seats.turn(session.user).await;
    let seat = context.seats.of(session.user);
    let own = OwnVoice { mute: wanted.self_mute, deaf: wanted.self_deaf, video: wanted.self_video };
    match (wanted.channel_id, wanted.guild_id) {
        (Some(channel), guild) => {
            if let Err(error) = enter(context, session, (guild, channel), own, seat).await {
                refuse(session, channel, error);
            }
        }
        (None, guild) => {
            let is_meant = |seat: &Seat| guild.is_none() || guild == seat.room.guild_id();
            if let Some(seat) = seat.filter(is_meant) {
                seat.is_left_by(context, session.user);
            }
        }
    }
}

async fn enter(
    context: &Arc<Context>,
    session: &SessionShared,
    (guild, channel): (Option<GuildId>, ChannelId),
    own: OwnVoice,
    seat: Option<Seat>,
) -> Result<(), VoiceError> {
    let is_same = |seat: &Seat| seat.room.guild_id() == guild && seat.room.channel == channel;
    if let Some(seat) = seat.as_ref().filter(|seat| is_same(seat) && seat.is_of(session.id))
        && seat.room.set_own(seat.peer, own).await?
    {
        return Ok(());
    }
    // No room is made for who could not enter it.
    let room = match guild {
        Some(guild) => room_in_guild(context, session.user, (guild, channel)).await?,
        None => room_of_conversation(context, session.user, channel).await?,
    };
    let kind = match session.audience {
        Audience::User => Kind::Person,
        Audience::Bot(_) => Kind::Bot,
    };
    if kind == Kind::Person {
        context.learn_settings(session.user).await.map_err(|_| VoiceError::Unavailable)?;
    }
    let joining = Joining {
        user: session.user,
        session: session.id,
        kind,
        own,
        brought: false,
        hides_address: context.hides_address(session.user),
    };
    room.join(joining).await?;
    if let (Kind::Bot, Some(guild)) = (kind, guild) {
        let none = VoiceServerUpdate::none(guild);
        session.outbox.push(&[Outgoing::of(&Event::VoiceServerUpdate(none))], || true);
    }
    Ok(())
}

async fn room_in_guild(
    context: &Arc<Context>,
    user: UserId,
    (guild, channel): (GuildId, ChannelId),
) -> Result<Arc<RoomNode>, VoiceError> {
    let guild = context.guild(guild).await.map_err(|error| match error {
        GuildError::UnknownGuild => VoiceError::Unknown,
        _ => VoiceError::Unavailable,
    })?;
    guild.may_enter(user, channel)?;
    Ok(guild.node().room(channel))
}

async fn room_of_conversation(
    context: &Arc<Context>,
    user: UserId,
    channel: ChannelId,
) -> Result<Arc<RoomNode>, VoiceError> {
    let conversation = conversations::find(context, channel).await.map_err(|error| {
        tracing::warn!(%error, "a conversation could not be read for a call");
        VoiceError::Unavailable
    })?;
    let conversation = conversation.ok_or(VoiceError::Unknown)?;
    room::may_enter(&conversation.view(), user, channel, context.clock.now_ms())?;
    Ok(Arc::clone(conversation.room()))
}

/// People are told; bots would not know the event.
pub(crate) fn refuse(session: &SessionShared, channel: ChannelId, error: VoiceError) {
    if session.audience == Audience::User {
        let event = Event::VoiceRefused(VoiceRefused::new(channel, code(error)));
        session.outbox.push(&[Outgoing::of(&event)], || true);
    }
}

fn code(error: VoiceError) -> ErrorCode {
    match error {
        VoiceError::Unknown => ErrorCode::UnknownChannel,
        VoiceError::WrongType => ErrorCode::WrongChannelType,
        VoiceError::NotAllowed => ErrorCode::MissingPermissions,
        VoiceError::Full => ErrorCode::RoomFull,
        VoiceError::AddressHidden => ErrorCode::AddressHidden,
        VoiceError::Unavailable => ErrorCode::StoreUnavailable,
    }
}

/// The session has no socket any more, or is gone: its room may have to let it go.
pub(super) fn look(context: &Context, session: &SessionShared) {
    // Whether it is by this session that they sit there, the room finds out: it may be letting it in.
    if let Some(seat) = context.seats.of(session.user) {
        seat.room.look_soon();
    }
}

/// The session has another socket, which was told nothing of its room.
pub(super) fn resumed(context: &Context, session: &SessionShared) {
    if let Some(seat) = seat_of(context, session) {
        seat.room.greet(seat.peer);
    }
}

fn seat_of(context: &Context, session: &SessionShared) -> Option<Seat> {
    context.seats.of(session.user).filter(|seat| seat.is_of(session.id))
}
