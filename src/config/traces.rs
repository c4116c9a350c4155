//! Which posts are traced, and where their traces go.

use serde::{Deserialize, Serialize};

use super::load::is_http_url;

/// Of a thousand posts, all.
const ALL: u32 = 1_000;

/// Traces of posts. All 0 is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TraceSettings {
    /// How many of a thousand posts are traced.
    pub(crate) posts_permille: u32,
    /// A collector that takes OTLP over HTTP, for example `http://127.0.0.1:4318`; without one, each step is a
    /// line of the log. For builds with the feature `otel`.
    pub(crate) endpoint: String,
}

impl TraceSettings {
    /// Whether each value can be meant.
    pub(super) fn is_possible(&self) -> bool {
        self.posts_permille <= ALL && (self.endpoint.is_empty() || is_http_url(&self.endpoint))
    }
}
