//! Where the gateway is, and how many sessions may be started.

use serde::Serialize;
use utoipa::ToSchema;

/// Sessions that one bot may identify within five seconds. Libraries pace themselves by it.
const MAX_CONCURRENCY: u16 = 16;

/// There is no daily limit; libraries refuse to start when nothing remains.
const SESSION_STARTS: u32 = 1000;

/// The answer to GET /gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GatewayAddress {
    /// A `ws:` or `wss:` URL.
    pub url: String,
}

/// The answer to GET /gateway/bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GatewayBot {
    /// A `ws:` or `wss:` URL.
    pub url: String,
    /// Always 1.
    pub shards: u32,
    /// Always the same.
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SessionStartLimit {
    total: u32,
    remaining: u32,
    reset_after: u64,
    max_concurrency: u16,
}

impl GatewayBot {
    /// The gateway at a URL, for one shard.
    pub fn new(url: impl Into<String>) -> Self {
        let session_start_limit = SessionStartLimit {
            total: SESSION_STARTS,
            remaining: SESSION_STARTS,
            reset_after: 0,
            max_concurrency: MAX_CONCURRENCY,
        };
        Self { url: url.into(), shards: 1, session_start_limit }
    }
}
