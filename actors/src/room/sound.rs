//! The media server beside the rooms: who is told what it says.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use protocol::ChannelId;
use protocol::gateway::PeerId;
use voice::{Event, Events, LostReason, Media, Metrics};

use super::RoomNode;
use crate::engine::Context;

/// See the module.
pub(crate) struct Sound {
    pub(super) media: Media,
    /// The rooms that it has, or had. They are held by those who sit there.
    rooms: Mutex<HashMap<u64, Weak<RoomNode>>>,
}

impl Sound {
    pub(crate) fn new(media: Media) -> Self {
        Self { media, rooms: Mutex::default() }
    }

    /// Whatever the media server says of this room is told to it from now on.
    pub(super) fn know(&self, room: &Arc<RoomNode>) {
        let mut rooms = self.rooms.lock();
        rooms.retain(|_, known| known.strong_count() > 0);
        rooms.insert(number(room.channel), Arc::downgrade(room));
    }

    fn room(&self, number: u64) -> Option<Arc<RoomNode>> {
        self.rooms.lock().get(&number)?.upgrade()
    }

    fn hear(&self, event: Event) {
        match event {
            Event::Connected { .. } => {
                metrics::counter!("confab_media_connections_total").increment(1);
            }
            Event::Slots { room, peer, slots } => {
                if let Some(room) = self.room(room) {
                    let slots = slots.into_iter().map(|(mid, who)| (mid, who.map(PeerId::new)));
                    room.fill_slots(PeerId::new(peer), slots.collect());
                }
            }
            Event::Speaking { room, peer, speaking } => {
                if let Some(room) = self.room(room) {
                    room.note_speaking(PeerId::new(peer), speaking);
                }
            }
            Event::Lost { room, peer, reason } => {
                let reason = name(reason);
                metrics::counter!("confab_media_lost_total", "reason" => reason).increment(1);
                if let Some(room) = self.room(room) {
                    room.sound_ended(PeerId::new(peer));
                }
            }
            Event::ThreadEnded { rooms } => {
                metrics::counter!("confab_media_threads_ended_total").increment(1);
                for room in rooms.into_iter().filter_map(|room| self.room(room)) {
                    room.all_sound_ended();
                }
            }
        }
    }

    /// Crashes the thread of a room.
    #[cfg(feature = "faults")]
    pub(crate) async fn crash_thread(&self, channel: ChannelId) {
        // Where the thread takes no commands there is nothing to crash.
        let _busy = self.media.crash_thread(number(channel)).await;
    }

    /// Has the present figures in the metrics.
    pub(crate) fn publish(&self) {
        let Metrics { rooms, dropped } = self.media.metrics();
        metrics::gauge!("confab_media_rooms").set(rooms.len() as f64);
        let sum = |of: fn(&voice::RoomMetrics) -> u64| rooms.iter().map(of).sum::<u64>() as f64;
        metrics::gauge!("confab_media_participants").set(sum(|room| room.participants));
        metrics::gauge!("confab_media_connected").set(sum(|room| room.connected));
        metrics::gauge!("confab_media_open_rooms_packets_received").set(sum(|room| room.received));
        metrics::gauge!("confab_media_open_rooms_packets_forwarded")
            .set(sum(|room| room.forwarded));
        metrics::gauge!("confab_media_open_rooms_packets_recovered")
            .set(sum(|room| room.recovered));
        metrics::gauge!("confab_media_open_rooms_packets_redundant")
            .set(sum(|room| room.redundant));
        metrics::gauge!("confab_media_open_rooms_busy_seconds").set(sum(|room| room.busy_us) / 1e6);
        let worst = |of: fn(&voice::RoomMetrics) -> f64| rooms.iter().map(of).fold(0.0, f64::max);
        metrics::gauge!("confab_media_worst_loss_ratio").set(worst(|room| room.loss));
        metrics::gauge!("confab_media_worst_jitter_seconds")
            .set(worst(|room| room.jitter_ms) / 1e3);
        metrics::gauge!("confab_media_worst_round_trip_seconds")
            .set(worst(|room| room.round_trip_ms) / 1e3);
        for (reason, count) in [
            ("giant", dropped.giant),
            ("flood", dropped.flood),
            ("stranger", dropped.stranger),
            ("spoofed", dropped.spoofed),
            ("overflow", dropped.overflow),
            ("unsent", dropped.unsent),
        ] {
            metrics::counter!("confab_media_dropped_total", "reason" => reason).absolute(count);
        }
    }
}

/// By which number the media server knows a room.
pub(super) fn number(channel: ChannelId) -> u64 {
    channel.get()
}

fn name(reason: LostReason) -> &'static str {
    match reason {
        LostReason::NeverConnected => "never_connected",
        LostReason::Silent => "silent",
        LostReason::Closed => "closed",
        LostReason::Crashed => "crashed",
    }
}

/// Tells the rooms, until the engine or the media server is gone.
pub(crate) async fn listen(context: Weak<Context>, mut events: Events) {
    while let Some(event) = events.next().await {
        let Some(context) = context.upgrade() else { return };
        if let Some(sound) = context.sound.get() {
            sound.hear(event);
        }
    }
}
