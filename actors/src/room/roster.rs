//! Who is in a room, and what of it others see. It outlives the room's actor.

use std::collections::BTreeMap;

use protocol::UserId;
use protocol::gateway::PeerId;

use crate::session::SessionId;

/// Bits a second of a voice channel that says nothing else.
pub(crate) const BITRATE_DEFAULT: u32 = 64_000;

/// A user in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Participant {
    pub(crate) user: UserId,
    pub(crate) peer: PeerId,
    pub(crate) session: SessionId,
    pub(crate) kind: Kind,
    pub(crate) own: OwnVoice,
    pub(crate) standing: Standing,
    /// Its user chose to be invisible.
    pub(crate) is_hidden: bool,
    /// Its user keeps its address from the others. Nobody is told.
    pub(crate) hides_address: bool,
    /// Somebody who moves members put it here.
    pub(crate) brought: bool,
    /// Since when its session has no socket.
    pub(crate) lost_at_ms: Option<i64>,
}

/// Whether sound goes to and from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It does.
    Person,
    /// It does not: a bot is only listed.
    Bot,
}

/// What somebody says of their own voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OwnVoice {
    pub(crate) mute: bool,
    pub(crate) deaf: bool,
    pub(crate) video: bool,
}

/// What the guild says of somebody's voice in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    /// Muted by a moderator.
    pub(crate) mute: bool,
    /// Deafened by a moderator.
    pub(crate) deaf: bool,
    /// Without the permission to speak there.
    pub(crate) suppress: bool,
}

/// Which way sound takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mode {
    /// From each person to each other one.
    #[default]
    Mesh,
    /// Through the media server.
    Sfu,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Roster {
    /// In the order of their joining.
    pub(crate) participants: BTreeMap<PeerId, Participant>,
    pub(crate) mode: Mode,
    /// There were more people than a mesh takes, and not so few since that it could be one again.
    pub(crate) outgrew: bool,
    pub(crate) bitrate: u32,
}

impl Default for Roster {
    fn default() -> Self {
        let (participants, mode) = (BTreeMap::new(), Mode::default());
        Self { participants, mode, outgrew: false, bitrate: BITRATE_DEFAULT }
    }
}

/// What is to be told after a change.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Somebody came, or stands otherwise.
    Seated(PeerId),
    /// Somebody went.
    Left(UserId, PeerId),
    /// Everybody in the room sees it otherwise.
    Picture,
}

impl Participant {
    /// Whether it may not be heard, for whatever reason.
    pub(crate) fn is_mute(&self) -> bool {
        self.own.mute || self.standing.mute || self.standing.suppress
    }

    /// Whether it may not hear, for whatever reason.
    pub(crate) fn is_deaf(&self) -> bool {
        self.own.deaf || self.standing.deaf
    }

    pub(super) fn is_person(&self) -> bool {
        self.kind == Kind::Person
    }

    /// What others see of it.
    fn seen(&self) -> (SessionId, OwnVoice, Standing, bool) {
        (self.session, self.own, self.standing, self.is_hidden)
    }
}

impl Roster {
    /// Those whom sound goes to.
    pub(crate) fn people(&self) -> impl Iterator<Item = &Participant> {
        self.participants.values().filter(|participant| participant.is_person())
    }

    /// What VOICE_MODE shows of it.
    fn picture(&self) -> (Mode, u32, Vec<(PeerId, bool, bool)>) {
        let people = self.people().map(|one| (one.peer, one.is_mute(), one.is_deaf()));
        (self.mode, self.bitrate, people.collect())
    }
}

/// What is to be told when `before` was told last and `after` is now. Who came is told before who went:
/// a user who takes its own place is never gone in between.
pub(crate) fn difference(before: &Roster, after: &Roster) -> Vec<Change> {
    let mut changes = Vec::new();
    for (peer, now) in &after.participants {
        let was = before.participants.get(peer);
        if was.is_none_or(|was| was.seen() != now.seen()) {
            changes.push(Change::Seated(*peer));
        }
    }
    for (peer, was) in &before.participants {
        if !after.participants.contains_key(peer) {
            changes.push(Change::Left(was.user, *peer));
        }
    }
    if before.picture() != after.picture() {
        changes.push(Change::Picture);
    }
    changes
}
