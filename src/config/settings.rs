//! The settings, by area, with the defaults of each profile.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use storage::SledOptions;

use super::{FileSettings, ImpairmentSettings, LimitSettings, TraceSettings};

pub(super) const KIB: usize = 1024;
pub(super) const MIB: usize = 1024 * KIB;
pub(super) const SECOND_MS: u64 = 1_000;
pub(super) const MINUTE_MS: u64 = 60 * SECOND_MS;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// A set of defaults. `local` and `production` share their limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profile {
    /// One person's machine: an older store is migrated without asking.
    #[default]
    Local,
    /// Tests: no rate limits, cheap password hashes.
    Test,
    /// A server for others.
    Production,
}

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) profile: Profile,
    /// The data directory.
    pub(crate) data: PathBuf,
    /// Where HTTP is served; port 0 takes any free one.
    pub(crate) listen: SocketAddr,
    /// The UDP address of the media server; without it, that of HTTP.
    pub(crate) media: Option<SocketAddr>,
    /// Where metrics are served to other machines; without it, only to this one.
    pub(crate) metrics: Option<SocketAddr>,
    /// How the outside reaches this server, for example `https://chat.example`.
    pub(crate) public_url: Option<String>,
    /// A filter of `tracing`, for example `info,confab=debug`.
    pub(crate) log: String,
    /// Whether an older store is migrated at start.
    pub(crate) migrate: bool,
    /// How long an orderly end may take.
    pub(crate) shutdown_timeout_ms: u64,
    pub(crate) http: HttpSettings,
    pub(crate) accounts: AccountSettings,
    pub(crate) statistics: StatisticsSettings,
    pub(crate) limits: LimitSettings,
    pub(crate) gateway: GatewaySettings,
    pub(crate) session: SessionSettings,
    pub(crate) voice: VoiceSettings,
    pub(crate) message: MessageSettings,
    pub(crate) storage: StorageSettings,
    pub(crate) files: FileSettings,
    pub(crate) traces: TraceSettings,
    /// Refused outside the `test` profile.
    pub(crate) impairment: ImpairmentSettings,
    /// Acknowledges without a sync, so that a test can show what is lost then. Refused outside the
    /// `test` profile.
    pub(crate) unsafe_no_sync: bool,
}

/// Bounds on HTTP connections and requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpSettings {
    /// Open TCP connections, WebSockets among them; more wait in the kernel's queue.
    pub(crate) connections_max: usize,
    /// From the first byte of a request, or from the last answer, to the end of its head.
    pub(crate) head_timeout_ms: u64,
    pub(crate) head_bytes_max: usize,
    pub(crate) body_timeout_ms: u64,
    pub(crate) body_bytes_max: usize,
    /// Whether a proxy of ours stands in front: then it, and nobody else, says who the client is,
    /// by the last entry of `X-Forwarded-For`.
    pub(crate) behind_proxy: bool,
    /// How long a request may take in all before it is answered 503.
    pub(crate) request_timeout_ms: u64,
}

/// Passwords, tokens, logins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountSettings {
    pub(crate) access_token_ttl_ms: u64,
    /// How long a rotated refresh token stays good unless its successor is used.
    pub(crate) refresh_grace_ms: u64,
    /// How long an unused login lives.
    pub(crate) login_ttl_ms: u64,
    pub(crate) password_memory_kib: u32,
    pub(crate) password_passes: u32,
    /// Password hashes computed at once; each takes the memory above.
    pub(crate) password_parallel_max: usize,
    /// Password hashes that may wait; more are refused.
    pub(crate) password_waiting_max: usize,
    /// Wrong logins a minute from one address or for one name; 0 is without limit.
    pub(crate) login_tries_per_minute: u32,
    /// Accounts made a minute from one address; 0 is without limit.
    pub(crate) registrations_per_minute: u32,
    /// Live logins kept in memory.
    pub(crate) login_cache_max: usize,
    /// How often a login's last use is written down.
    pub(crate) last_seen_interval_ms: u64,
}

/// What is measured and kept for administrators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatisticsSettings {
    /// From one sample to the next.
    pub(crate) sample_interval_ms: u64,
}

/// WebSocket connections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GatewaySettings {
    pub(crate) heartbeat_interval_ms: u64,
    /// Beyond the interval, for slow networks, before a silent socket is closed.
    pub(crate) heartbeat_slack_ms: u64,
    pub(crate) identify_timeout_ms: u64,
    /// Ops below 100 a minute; 0 is without limit.
    pub(crate) ops_per_minute: u32,
    /// Ops from 100 on a minute; 0 is without limit.
    pub(crate) extension_ops_per_minute: u32,
    /// How long a closed socket may take to say goodbye.
    pub(crate) close_timeout_ms: u64,
    /// What the kernel may hold for a socket that is not read, besides the outbox. Left alone it
    /// takes megabytes for each.
    pub(crate) send_buffer_bytes: usize,
}

/// Sessions, channels and their actors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionSettings {
    /// Bits of this process in every id that it makes, 0 to 1023.
    pub(crate) node: u16,
    pub(crate) outbox_events_max: usize,
    pub(crate) outbox_bytes_max: usize,
    pub(crate) ring_events_max: usize,
    pub(crate) ring_bytes_max: usize,
    pub(crate) per_login_max: usize,
    pub(crate) subscriptions_max: usize,
    /// How long a session without a socket can be resumed.
    pub(crate) resume_ms: u64,
    /// How long after its last socket a user is shown as offline.
    pub(crate) offline_after_ms: u64,
    pub(crate) presence_interval_ms: u64,
    pub(crate) unread_interval_ms: u64,
    /// Missed events replayed at SUBSCRIBE; more is a reset.
    pub(crate) replay_events_max: u64,
    /// How long a guild, channel or user without work stays loaded.
    pub(crate) unload_after_ms: u64,
    pub(crate) channels_loaded_max: usize,
    /// Posts that one channel may hold between arrival and acknowledgement.
    pub(crate) channel_pending_max: usize,
    /// A post that waited this long is refused rather than sequenced.
    pub(crate) post_deadline_ms: u64,
    /// How long a call waits for an actor that is being restarted.
    pub(crate) restart_wait_ms: u64,
}

/// Rooms of people who talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoiceSettings {
    /// People in a room whose sound goes from each to each other, and not through the server.
    pub(crate) mesh_max: usize,
    /// How long somebody whose socket is gone stays in a room.
    pub(crate) grace_ms: u64,
    /// How long a call rings somebody who does nothing about it.
    pub(crate) ring_ms: u64,
    /// Whether a media server runs; without one, rooms are as large as a mesh may be.
    pub(crate) media: bool,
    /// The addresses by which clients reach the media server, if they are not those where it listens.
    pub(crate) announced: Vec<IpAddr>,
}

/// Messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageSettings {
    /// The longest content, in characters.
    pub(crate) characters_max: usize,
    /// How long former versions and reactions of a deleted message stay on the disk. Nobody reads
    /// them, and the text itself goes at once.
    pub(crate) deleted_kept_ms: u64,
}

/// The store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StorageSettings {
    pub(crate) cache_bytes: u64,
    pub(crate) free_space_floor_bytes: u64,
    pub(crate) read_threads: usize,
    /// Reads that may wait; more are refused.
    pub(crate) read_queue_max: usize,
    /// Operations that may wait for the committer; more are refused.
    pub(crate) queue_operations_max: usize,
    pub(crate) queue_bytes_max: usize,
}

impl Settings {
    /// The defaults of a profile.
    pub(crate) fn of(profile: Profile) -> Self {
        Self {
            profile,
            data: PathBuf::from("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            media: None,
            metrics: None,
            public_url: None,
            // The client's files are listed one by one otherwise, and each line that calls RED otherwise.
            log: "info,memory_serve=warn,str0m=error".to_owned(),
            migrate: profile == Profile::Local,
            shutdown_timeout_ms: 10 * SECOND_MS,
            http: HttpSettings::default(),
            accounts: AccountSettings::of(profile),
            statistics: StatisticsSettings::of(profile),
            limits: LimitSettings::of(profile),
            gateway: GatewaySettings::of(profile),
            session: SessionSettings::default(),
            voice: VoiceSettings {
                mesh_max: 4,
                grace_ms: 15 * SECOND_MS,
                ring_ms: 30 * SECOND_MS,
                media: true,
                announced: Vec::new(),
            },
            message: MessageSettings { characters_max: 2_000, deleted_kept_ms: 30 * DAY_MS },
            storage: StorageSettings::of(profile),
            files: FileSettings::of(profile),
            traces: TraceSettings::default(),
            impairment: ImpairmentSettings::default(),
            unsafe_no_sync: false,
        }
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connections_max: 16_384,
            head_timeout_ms: 75 * SECOND_MS,
            head_bytes_max: 16 * KIB,
            body_timeout_ms: 30 * SECOND_MS,
            body_bytes_max: MIB,
            behind_proxy: false,
            request_timeout_ms: 30 * SECOND_MS,
        }
    }
}

impl AccountSettings {
    fn of(profile: Profile) -> Self {
        let cheap = profile == Profile::Test;
        Self {
            access_token_ttl_ms: 15 * MINUTE_MS,
            refresh_grace_ms: 30 * SECOND_MS,
            login_ttl_ms: 90 * DAY_MS,
            password_memory_kib: if cheap { 64 } else { 19 * 1024 },
            password_passes: if cheap { 1 } else { 2 },
            password_parallel_max: 2,
            password_waiting_max: 256,
            login_tries_per_minute: if cheap { 0 } else { 10 },
            registrations_per_minute: if cheap { 0 } else { 20 },
            login_cache_max: 50_000,
            last_seen_interval_ms: MINUTE_MS,
        }
    }
}

impl StatisticsSettings {
    fn of(profile: Profile) -> Self {
        let often = profile == Profile::Test;
        Self { sample_interval_ms: if often { 500 } else { MINUTE_MS } }
    }
}

impl GatewaySettings {
    fn of(profile: Profile) -> Self {
        let unlimited = profile == Profile::Test;
        Self {
            heartbeat_interval_ms: 41_250,
            heartbeat_slack_ms: 20 * SECOND_MS,
            identify_timeout_ms: 30 * SECOND_MS,
            ops_per_minute: if unlimited { 0 } else { 120 },
            extension_ops_per_minute: if unlimited { 0 } else { 600 },
            close_timeout_ms: SECOND_MS,
            send_buffer_bytes: 256 * KIB,
        }
    }
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            node: 0,
            outbox_events_max: 256,
            outbox_bytes_max: 256 * KIB,
            ring_events_max: 512,
            ring_bytes_max: MIB,
            per_login_max: 16,
            subscriptions_max: 100,
            resume_ms: 2 * MINUTE_MS,
            offline_after_ms: 15 * SECOND_MS,
            presence_interval_ms: 500,
            unread_interval_ms: SECOND_MS,
            replay_events_max: 500,
            unload_after_ms: 10 * MINUTE_MS,
            channels_loaded_max: 10_000,
            channel_pending_max: 1_024,
            post_deadline_ms: 5 * SECOND_MS,
            restart_wait_ms: SECOND_MS,
        }
    }
}

impl StorageSettings {
    fn of(profile: Profile) -> Self {
        let options = match profile {
            Profile::Local => SledOptions::local(),
            Profile::Test => SledOptions::test(),
            Profile::Production => SledOptions::production(),
        };
        Self {
            cache_bytes: options.cache_bytes,
            free_space_floor_bytes: options.free_space_floor_bytes,
            read_threads: options.read_threads,
            read_queue_max: options.read_queue_max,
            queue_operations_max: options.queue_operations_max,
            queue_bytes_max: options.queue_bytes_max,
        }
    }
}
