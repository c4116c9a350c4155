//! Every timer and bound of the engine, with the default that DESIGN names.

use std::time::Duration;

use crate::addresses::Addresses;
use crate::slow_mode::SlowMode;

/// What an engine may be told. Each field is a configuration key of the process.
#[derive(Debug, Clone)]
pub struct EngineConfig {
    /// Node bits of the ids that this process makes, 0..=1023.
    pub node: u16,
    /// A call on an actor that is being restarted waits this long, then is refused.
    pub slot_wait: Duration,
    /// A post that waited this long in a mailbox is refused rather than sequenced.
    pub post_deadline: Duration,
    /// A guild, channel or user without work this long is unloaded.
    pub idle_unload: Duration,
    /// Loaded channels in all; beyond it each newcomer has idle ones unloaded, longest unused first.
    pub channels_loaded_max: usize,
    /// Posts that one channel may hold between arrival and acknowledgement.
    pub channel_pending_max: usize,
    /// Longest content of a message, in Unicode scalar values.
    pub content_chars_max: usize,
    /// A session without a socket is resumable this long.
    pub resume_window: Duration,
    /// A user is shown offline this long after its last socket.
    pub offline_after: Duration,
    /// How often presences go out at most.
    pub presence_interval: Duration,
    /// How often `X_UNREAD` goes out at most.
    pub unread_interval: Duration,
    /// Channels that one session may subscribe to.
    pub subscriptions_max: usize,
    /// Missed events that a SUBSCRIBE replays at most; more is a reset.
    pub replay_max: u64,
    /// Gateway sessions that one login may hold; the next one closes the oldest.
    pub sessions_per_login_max: usize,
    /// Voice.
    pub voice: VoiceLimits,
    /// Bounds of what waits for one socket and of what a RESUME can replay.
    pub outbox: OutboxLimits,
    /// The pause between messages that holds in all channels of guilds.
    pub slow_mode: SlowMode,
    /// Makes the addresses of files.
    pub addresses: Addresses,
}

/// Bounds of rooms.
#[derive(Debug, Clone, Copy)]
pub struct VoiceLimits {
    /// People in a room whose sound goes from each to each other.
    pub mesh_max: usize,
    /// Whoever has no socket stays in a room this long.
    pub grace: Duration,
    /// How long a call rings somebody who does nothing about it.
    pub ring: Duration,
}

/// Bounds of one session's outbox and ring. The ring is never the smaller one.
#[derive(Debug, Clone, Copy)]
pub struct OutboxLimits {
    /// Events that may wait for a slow socket.
    pub queue_events_max: usize,
    /// Bytes that may wait for a slow socket.
    pub queue_bytes_max: usize,
    /// Events kept for RESUME.
    pub ring_events_max: usize,
    /// Bytes kept for RESUME.
    pub ring_bytes_max: usize,
}

impl Default for OutboxLimits {
    fn default() -> Self {
        Self {
            queue_events_max: 256,
            queue_bytes_max: 256 << 10,
            ring_events_max: 512,
            ring_bytes_max: 1 << 20,
        }
    }
}

impl Default for VoiceLimits {
    fn default() -> Self {
        Self { mesh_max: 4, grace: Duration::from_secs(15), ring: Duration::from_secs(30) }
    }
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            node: 0,
            slot_wait: Duration::from_secs(1),
            post_deadline: Duration::from_secs(5),
            idle_unload: Duration::from_secs(600),
            channels_loaded_max: 10_000,
            channel_pending_max: 1_024,
            content_chars_max: 2_000,
            resume_window: Duration::from_secs(120),
            offline_after: Duration::from_secs(15),
            presence_interval: Duration::from_millis(500),
            unread_interval: Duration::from_secs(1),
            subscriptions_max: 100,
            replay_max: 500,
            sessions_per_login_max: 16,
            voice: VoiceLimits::default(),
            outbox: OutboxLimits::default(),
            slow_mode: SlowMode::default(),
            addresses: Addresses::default(),
        }
    }
}
