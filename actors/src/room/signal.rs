//! What is passed on between two participants of a room, and what is not.

use protocol::UserId;
use protocol::gateway::{PeerId, VoiceSignal};

use super::roster::{Kind, Mode, Participant, Roster};
use crate::session::SessionId;

/// Why a frame for others in a room is dropped. Each is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignalRefusal {
    /// The sender is not in that room.
    NotThere,
    /// The addressee is not, or is apart from the sender.
    NoSuchPeer,
    /// One of the two keeps their address from others.
    AddressHidden,
    /// Sound goes another way.
    NotMesh,
    /// Sound goes from each to each other, and no media server is needed.
    NotSfu,
    /// It is no offer of sound that is known here.
    BadOffer,
    /// The media server takes nobody more.
    MediaFull,
    /// The media server did not take it in time.
    MediaBusy,
    /// It is longer than anything honest.
    TooLarge,
    /// Nothing is in it.
    Empty,
    /// The addressee has not taken what it was sent before.
    Behind,
}

impl SignalRefusal {
    /// By which name it is counted.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::NotThere => "not_there",
            Self::NoSuchPeer => "no_such_peer",
            Self::AddressHidden => "address_hidden",
            Self::NotMesh => "not_mesh",
            Self::NotSfu => "not_sfu",
            Self::BadOffer => "bad_offer",
            Self::MediaFull => "media_full",
            Self::MediaBusy => "media_busy",
            Self::TooLarge => "too_large",
            Self::Empty => "empty",
            Self::Behind => "behind",
        }
    }
}

/// RO6, RO7, RO11. From whom, and to whom, a signal of a session goes.
pub(crate) fn route<'r>(
    roster: &'r Roster,
    from: SessionId,
    signal: &VoiceSignal,
    are_apart: impl Fn(UserId, UserId) -> bool,
    hides_address: impl Fn(UserId) -> bool,
) -> Result<(PeerId, &'r Participant), SignalRefusal> {
    let sender = speaker(roster, from)?;
    match roster.mode {
        Mode::Mesh => {}
        Mode::Sfu => return Err(SignalRefusal::NotMesh),
    }
    if !signal.is_bounded() {
        return Err(SignalRefusal::TooLarge);
    }
    if !signal.says_something() {
        return Err(SignalRefusal::Empty);
    }
    let addressee = roster.participants.get(&signal.peer_id);
    let is_meant = |one: &&Participant| {
        one.kind == Kind::Person && one.peer != sender.peer && !are_apart(one.user, sender.user)
    };
    let addressee = addressee.filter(is_meant).ok_or(SignalRefusal::NoSuchPeer)?;
    // The room may not have looked since somebody chose so.
    if hides_address(sender.user) || hides_address(addressee.user) {
        return Err(SignalRefusal::AddressHidden);
    }
    Ok((sender.peer, addressee))
}

/// The person in the room that a session is.
pub(crate) fn speaker(roster: &Roster, session: SessionId) -> Result<&Participant, SignalRefusal> {
    let mut people = roster.people();
    people.find(|one| one.session == session).ok_or(SignalRefusal::NotThere)
}
