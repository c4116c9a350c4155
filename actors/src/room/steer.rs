//! RO9. What the media server has of a room is made what the room says, one step after the other and outside
//! of its actor: neither a turn nor a socket waits for a thread of sound.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use protocol::UserId;
use protocol::gateway::{MediaNews, MediaOffer, PeerId, VoiceMedia};
use voice::Refusal;

use super::RoomNode;
use super::roster::{Mode, Participant, Roster};
use super::signal::{SignalRefusal, speaker};
use super::sound::{Sound, number};
use crate::frame::text_frame;
use crate::session::SessionId;

/// How long whoever took nothing in time is left alone: the media server, or a client.
const RETRY: Duration = Duration::from_secs(1);

/// What the media server was told of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Orders {
    pub(super) mute: bool,
    pub(super) deaf: bool,
    pub(super) apart: Vec<u64>,
}

/// Whom each line of somebody's connection carries.
#[derive(Debug, Default)]
struct Lines {
    /// Which connection.
    n: u32,
    slots: BTreeMap<String, Option<PeerId>>,
    /// The media server has it no more.
    is_ended: bool,
    /// Its client took no more for the moment, and is told later.
    is_behind: bool,
}

/// See the module.
#[derive(Default)]
pub(crate) struct Steered {
    /// Whom it may have, and what it was told of each; none where that is not known.
    peers: tokio::sync::Mutex<BTreeMap<PeerId, Option<Orders>>>,
    lines: Mutex<BTreeMap<PeerId, Lines>>,
    is_due: AtomicBool,
}

/// What the media server is to know of somebody; none for whoever has to go. In a room that went back to
/// the mesh their client ends it, once it hears the others there.
pub(super) fn orders(
    roster: &Roster,
    peer: PeerId,
    are_apart: impl Fn(UserId, UserId) -> bool,
) -> Option<Orders> {
    let one = roster.people().find(|one| one.peer == peer)?;
    let apart = roster.people().filter(|other| are_apart(one.user, other.user));
    let apart = apart.map(|other| other.peer.get()).collect();
    Some(Orders { mute: one.is_mute(), deaf: one.is_deaf(), apart })
}

/// Whose offer it is, if it is to be answered.
pub(super) fn offerer<'r>(
    roster: &'r Roster,
    from: SessionId,
    offer: &MediaOffer,
) -> Result<&'r Participant, SignalRefusal> {
    let participant = speaker(roster, from)?;
    match roster.mode {
        Mode::Sfu => {}
        Mode::Mesh => return Err(SignalRefusal::NotSfu),
    }
    if offer.is_bounded() { Ok(participant) } else { Err(SignalRefusal::TooLarge) }
}

impl RoomNode {
    /// Whether an offer of this session is worth the work.
    pub(crate) fn takes(&self, from: SessionId, offer: &MediaOffer) -> Result<(), SignalRefusal> {
        offerer(&self.roster(), from, offer).map(drop)
    }

    /// Takes somebody into the media server by the offer of their client, and answers. Whoever is muted is so
    /// before the answer goes out.
    pub(crate) async fn answer(
        self: &Arc<Self>,
        from: SessionId,
        offer: MediaOffer,
    ) -> Result<(), SignalRefusal> {
        let sound = self.context.sound.get().ok_or(SignalRefusal::NotSfu)?;
        let mut peers = self.steered.peers.lock().await;
        let peer = offerer(&self.roster(), from, &offer)?.peer;
        sound.know(self);
        let MediaOffer { channel_id, n, offer } = offer;
        let joined = sound.media.join(number(self.channel), peer.get(), offer).await;
        if joined.is_ok() || joined == Err(Refusal::Busy) {
            peers.insert(peer, None);
        }
        let answer = joined.map_err(refusal)?.sdp;
        self.steered.lines.lock().insert(peer, Lines { n, ..Lines::default() });
        let has_all = self.apply(sound, &mut peers).await;
        if !has_all {
            self.steer_soon();
        }
        // Who left on the way needs no answer.
        let roster = self.roster();
        let participant = roster.participants.get(&peer).ok_or(SignalRefusal::NotThere)?;
        if peers.get(&peer).is_none_or(Option::is_none) {
            return Err(SignalRefusal::MediaBusy);
        }
        self.say(participant, VoiceMedia { channel_id, n, news: MediaNews::Answer(answer) });
        Ok(())
    }

    /// Has the media server hear of what changed.
    pub(crate) fn steer_soon(self: &Arc<Self>) {
        let runs = self.context.sound.get().is_some();
        if runs && !self.steered.is_due.swap(true, Ordering::AcqRel) {
            let room = Arc::clone(self);
            #[expect(clippy::disallowed_methods, reason = "it ends when all is said")]
            tokio::spawn(async move { room.steer().await });
        }
    }

    async fn steer(&self) {
        let Some(sound) = self.context.sound.get() else { return };
        loop {
            let mut peers = self.steered.peers.lock().await;
            // What changes from here on needs another step.
            self.steered.is_due.store(false, Ordering::Release);
            if self.apply(sound, &mut peers).await {
                return;
            }
            drop(peers);
            tokio::time::sleep(RETRY).await;
            if self.steered.is_due.swap(true, Ordering::AcqRel) {
                return;
            }
        }
    }

    /// False when the media server did not take everything.
    async fn apply(&self, sound: &Sound, peers: &mut BTreeMap<PeerId, Option<Orders>>) -> bool {
        let (roster, room) = (self.roster(), number(self.channel));
        let apart = |one, other| self.context.blocks.are_apart(one, other);
        let mut has_all = true;
        let known: Vec<_> = peers.keys().copied().collect();
        for peer in known {
            let Some(wanted) = orders(&roster, peer, apart) else {
                let is_out = sound.media.leave(room, peer.get()).await.is_ok();
                if is_out {
                    peers.remove(&peer);
                    self.steered.lines.lock().remove(&peer);
                }
                has_all &= is_out;
                continue;
            };
            if peers[&peer].as_ref() != Some(&wanted) {
                let is_told = tell(sound, room, peer.get(), &wanted).await.is_ok();
                peers.insert(peer, is_told.then_some(wanted));
                has_all &= is_told;
            }
        }
        has_all
    }

    /// Others are on the lines of somebody's connection from now on.
    pub(super) fn fill_slots(
        self: &Arc<Self>,
        peer: PeerId,
        slots: BTreeMap<String, Option<PeerId>>,
    ) {
        if let Some(lines) = self.steered.lines.lock().get_mut(&peer) {
            lines.slots = slots;
        }
        if let Some(participant) = self.roster().participants.get(&peer) {
            self.tell_slots(participant);
        }
    }

    /// Tells somebody whom they hear where, or that they hear nobody any more. Others cause it, so it closes
    /// nobody's socket: who is behind is told how things are then.
    pub(super) fn tell_slots(self: &Arc<Self>, to: &Participant) {
        let mut lines = self.steered.lines.lock();
        let Some(lines) = lines.get_mut(&to.peer) else { return };
        let news = match lines.is_ended {
            true => MediaNews::Ended(true),
            false if lines.slots.is_empty() => return,
            false => MediaNews::Slots(lines.slots.clone()),
        };
        let frame = VoiceMedia { channel_id: self.channel, n: lines.n, news }.encode();
        if !self.offer(to, &text_frame(&frame)) && !std::mem::replace(&mut lines.is_behind, true) {
            self.tell_slots_later(to.peer);
        }
    }

    fn tell_slots_later(self: &Arc<Self>, peer: PeerId) {
        let room = Arc::downgrade(self);
        #[expect(clippy::disallowed_methods, reason = "one of each connection at a time")]
        tokio::spawn(async move {
            tokio::time::sleep(RETRY).await;
            let Some(room) = room.upgrade() else { return };
            if let Some(lines) = room.steered.lines.lock().get_mut(&peer) {
                lines.is_behind = false;
            }
            if let Some(participant) = room.roster().participants.get(&peer) {
                room.tell_slots(participant);
            }
        });
    }

    /// The media server has somebody's connection no more.
    pub(super) fn sound_ended(self: &Arc<Self>, peer: PeerId) {
        self.note_speaking(peer, false);
        // Whoever has no socket just now hears it with the next one.
        if let Some(lines) = self.steered.lines.lock().get_mut(&peer) {
            lines.is_ended = true;
        }
        if let Some(participant) = self.roster().participants.get(&peer) {
            self.tell_slots(participant);
        }
    }

    /// The media server has nobody of this room any more.
    pub(super) fn all_sound_ended(self: &Arc<Self>) {
        let peers: Vec<_> = self.steered.lines.lock().keys().copied().collect();
        peers.into_iter().for_each(|peer| self.sound_ended(peer));
    }

    fn say(&self, to: &Participant, media: VoiceMedia) {
        if let Some(session) = self.session(to) {
            session.outbox.send_frame(text_frame(&media.encode()));
        }
    }
}

async fn tell(sound: &Sound, room: u64, peer: u64, orders: &Orders) -> Result<(), Refusal> {
    sound.media.mute(room, peer, orders.mute).await?;
    sound.media.deafen(room, peer, orders.deaf).await?;
    sound.media.apart(room, peer, orders.apart.clone()).await
}

fn refusal(refusal: Refusal) -> SignalRefusal {
    match refusal {
        Refusal::RoomFull | Refusal::ServerFull => SignalRefusal::MediaFull,
        Refusal::Busy => SignalRefusal::MediaBusy,
        Refusal::TooLong | Refusal::NotSound | Refusal::LineCount | Refusal::Malformed(_) => {
            tracing::debug!(%refusal, "an offer was refused");
            SignalRefusal::BadOffer
        }
    }
}
