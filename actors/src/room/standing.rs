//! What a guild or a conversation says of a channel for voice, and of somebody who wants to be there.

use protocol::permissions::Permissions;
use protocol::{ChannelId, UserId};
use storage::records::ChannelKind;

use super::roster::{BITRATE_DEFAULT, Standing};
use crate::slot::Unavailable;
use crate::view::{AccessError, GuildView, Place};

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VoiceError {
    /// There is no such channel for them.
    #[error("there is no such voice channel")]
    Unknown,
    /// The channel is not for voice.
    #[error("nobody talks in a channel of this kind")]
    WrongType,
    /// They may not connect, or are in time-out.
    #[error("this needs a permission that the caller lacks")]
    NotAllowed,
    /// No more fit.
    #[error("the voice channel is full")]
    Full,
    /// They keep their address from the others, and there is no media server to talk through.
    #[error("whoever hides their address needs a media server, and none runs")]
    AddressHidden,
    /// The room is being restarted.
    #[error("the voice channel is not available at the moment")]
    Unavailable,
}

impl From<Unavailable> for VoiceError {
    fn from(_: Unavailable) -> Self {
        Self::Unavailable
    }
}

/// What a channel asks of its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) bitrate: u32,
    /// 0 is without limit.
    pub(crate) user_limit: usize,
}

impl Terms {
    /// RO10. With room for so many more.
    pub(crate) fn beside(self, unknown: usize) -> Self {
        match self.user_limit {
            0 => self,
            limit => Self { user_limit: limit + unknown, ..self },
        }
    }
}

/// What somebody may do in a channel that they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rights {
    pub(crate) connects: bool,
    pub(crate) moves_members: bool,
    pub(crate) timed_out: bool,
    pub(crate) standing: Standing,
}

impl Rights {
    /// Whether they may be there. Whoever was brought needs no permission to connect, as in v10, but a
    /// time-out holds for them too.
    pub(crate) fn lets_in(&self, brought: bool) -> bool {
        (self.connects || brought) && !self.timed_out
    }
}

/// Whether somebody may come in, as far as it depends on nobody else there.
///
/// # Errors
/// `Unknown`, `WrongType`, `NotAllowed`.
pub(crate) fn may_enter(
    view: &GuildView,
    user: UserId,
    channel: ChannelId,
    now_ms: i64,
) -> Result<(), VoiceError> {
    let rights = rights(view, user, channel, now_ms)?;
    terms(view, channel)?;
    if rights.lets_in(false) { Ok(()) } else { Err(VoiceError::NotAllowed) }
}

/// What a voice channel asks, or a conversation of people: with a bot nobody talks.
///
/// # Errors
/// `Unknown`, `WrongType`.
pub(crate) fn terms(view: &GuildView, channel: ChannelId) -> Result<Terms, VoiceError> {
    let channel = match view.place(channel) {
        Some(Place::Channel(channel)) => channel,
        Some(Place::Thread(..)) => return Err(VoiceError::WrongType),
        None => return Err(VoiceError::Unknown),
    };
    let is_for_voice = match view.is_private() {
        true => !view.members.values().any(|member| member.user.bot),
        false => channel.kind == ChannelKind::Voice,
    };
    if !is_for_voice {
        return Err(VoiceError::WrongType);
    }
    let user_limit = usize::try_from(channel.user_limit.unwrap_or(0)).unwrap_or(0);
    Ok(Terms { bitrate: channel.bitrate.unwrap_or(BITRATE_DEFAULT), user_limit })
}

/// What somebody may do there.
///
/// # Errors
/// `Unknown` for whoever does not see the channel.
pub(crate) fn rights(
    view: &GuildView,
    user: UserId,
    channel: ChannelId,
    now_ms: i64,
) -> Result<Rights, VoiceError> {
    let bits = view.access(user, channel, now_ms).map_err(|error| match error {
        // It is not for them to know which.
        AccessError::UnknownChannel | AccessError::NoAccess => VoiceError::Unknown,
    })?;
    let member = &view.members.get(&user).ok_or(VoiceError::Unknown)?.member;
    let suppress = !bits.contains(Permissions::SPEAK);
    let standing = Standing { mute: member.mute, deaf: member.deaf, suppress };
    let until_ms = member.communication_disabled_until_ms;
    Ok(Rights {
        connects: bits.contains(Permissions::CONNECT),
        moves_members: bits.contains(Permissions::MOVE_MEMBERS),
        timed_out: until_ms.is_some_and(|until_ms| until_ms > now_ms)
            && !bits.contains(Permissions::ADMINISTRATOR),
        standing,
    })
}
