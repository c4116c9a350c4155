//! Taking out of a connection what it wants to send and to tell.

use std::time::Duration;

use str0m::media::{Direction, MediaAdded};
use str0m::{Event as RtcEvent, Output, Rtc};

use super::{Heard, Peer, SlotLine};
use crate::events::{Event, LostReason};
use crate::guarded::Broken;
use crate::numbering::Line;
use crate::turn::Turn;

/// Outputs of one connection in a row: more than all of its slots have to send after the longest rest.
const OUTPUTS_MAX: usize = 4_096;

/// When a connection is asked again that had an error, or more to say than it may in one go.
const RETRY: Duration = Duration::from_millis(20);

impl Peer {
    /// Takes out all there is, up to the time at which there will be more.
    pub(super) fn drain(&mut self, turn: &mut Turn<'_>, heard: &mut Vec<Heard>) {
        self.due = turn.now + RETRY;
        for _ in 0..OUTPUTS_MAX {
            match self.rtc.with(Rtc::poll_output) {
                Ok(Ok(Output::Transmit(transmit))) => {
                    if !super::is_stun(&transmit.contents) {
                        self.seat.use_address(transmit.destination);
                    }
                    turn.outgoing.push(transmit, turn.now);
                }
                Ok(Ok(Output::Event(event))) => self.note(event, turn, heard),
                Ok(Ok(Output::Timeout(at))) => {
                    self.due = at;
                    break;
                }
                Ok(Err(error)) => {
                    tracing::debug!(%error, "a connection had an error");
                    break;
                }
                Err(Broken) => {
                    self.end(LostReason::Crashed);
                    return;
                }
            }
        }
        if self.rtc.with(|rtc| rtc.is_alive()) == Ok(false) {
            self.end(LostReason::Closed);
        }
    }

    fn note(&mut self, event: RtcEvent, turn: &mut Turn<'_>, heard: &mut Vec<Heard>) {
        match event {
            RtcEvent::Connected => {
                self.is_connected = true;
                self.heard_at = turn.now;
                let room = self.seat.target().room;
                turn.outbox.push(Event::Connected { room, peer: self.id });
            }
            RtcEvent::MediaAdded(added) => self.add_line(&added),
            RtcEvent::RtpPacket(packet) => {
                self.heard_at = turn.now;
                self.take_in(&packet, heard);
            }
            RtcEvent::PeerStats(stats) => self.quality.note_peer(&stats),
            RtcEvent::MediaEgressStats(stats) => {
                self.quality.note_listening(&stats);
                if let Some(loss) = stats.loss {
                    self.redundancy.note(loss, turn.now);
                }
            }
            RtcEvent::Closed => {
                self.end(LostReason::Closed);
            }
            // What only pictures, data channels and debugging have, and states that deadlines stand for.
            _ => {}
        }
    }

    /// A line on which the client only listens is a slot; another one is its microphone's.
    fn add_line(&mut self, added: &MediaAdded) {
        let mid = added.mid;
        let is_slot =
            added.direction == Direction::SendOnly && self.lines.len() < self.terms.slots_max;
        let ssrc = self.rtc.with(|rtc| {
            let mut direct = rtc.direct_api();
            let ssrc = direct.stream_tx_by_mid(mid, None).map(|stream| stream.ssrc());
            // Nothing is sent until somebody is in the slot, and on other lines never.
            ssrc.inspect(|ssrc| {
                direct.remove_stream_tx(*ssrc);
            })
        });
        if let (true, Ok(Some(ssrc))) = (is_slot, ssrc) {
            self.lines.push(SlotLine { mid, ssrc, line: Line::default() });
            self.slots.grow(self.lines.len());
            self.are_slots_new = true;
        }
    }
}
