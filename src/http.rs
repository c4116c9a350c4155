//! REST: from a request to an answer.
//!
//! - HT1  Every error is `{code, message, errors?}`, and one file decides which: [`error`].
//! - HT2  A path is decoded before it is matched, and `/api` and `/api/v9` are `/api/v10`: [`path`].
//! - HT3  Until the instance is claimed, everything but the claim, health and the client's files
//!   answers 503: [`gate`].
//! - HT4  Connections, heads, bodies and times have bounds: [`server`], [`extract`].
//! - HT5  Every answer tells a browser how little it may do with it: [`headers`].
//! - HT6  What can be read in two ways is not read: [`strict`].
//! - HT7  What sets or spends the cookie is only for our own pages: [`own_pages`].
//! - HT8  Who asks too often is told when to come back, before anything is read for them: [`limit`].
//! - HT9  Every route is described in the OpenAPI document, which is made from the code: [`openapi`].
//! - HT10  A change of several steps is finished when its client is gone: [`finish`].
//! - HT11  Nothing is written while the instance is read-only, but by whom it concerns alone: [`gate`].
//! - HT12  Whoever is suspended is told so, whatever they ask for: [`limit`].
//!
//! One file a resource under [`routes`]. A handler asks the accounts or the engine and shapes the
//! answer; it decides nothing.

mod answer;
mod cookie;
mod departure;
mod error;
mod extract;
mod finish;
#[cfg(test)]
mod fuzz;
mod gate;
mod headers;
mod limit;
mod observe;
mod openapi;
mod own_pages;
mod path;
mod ranges;
mod router;
mod routes;
mod server;
mod strict;
#[cfg(test)]
mod tests;
mod uploads;

use std::sync::Arc;

use actors::{Addresses, Clock, Engine};
use metrics_exporter_prometheus::PrometheusHandle;
use storage::Store;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accounts::Accounts;
use crate::config::Settings;
use crate::files::Files;
use crate::limits::Limits;
use crate::sampling::Sampler;

pub(crate) use departure::keep_finishing;
pub(crate) use error::HttpError;
pub(crate) use headers::Confinement;
pub(crate) use openapi::text as openapi;
pub(crate) use router::{metrics_router, router};
pub(crate) use routes::gateway::url as gateway_url;
pub(crate) use server::{Connection, Server};

/// What every handler may reach.
pub(crate) struct App {
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) limits: Limits,
    pub(crate) engine: Engine,
    pub(crate) files: Arc<Files>,
    pub(crate) addresses: Addresses,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) traces: Sampler,
    pub(crate) metrics: PrometheusHandle,
    /// Memory, processor time and descriptors of this process, by their standard names.
    pub(crate) process: metrics_process::Collector,
    /// Cancelled when the process is about to end.
    pub(crate) stopping: CancellationToken,
    /// WebSockets, which outlive the HTTP connections that they came from.
    pub(crate) sockets: TaskTracker,
    /// Changes that go on though nobody waits for them any more: see `finish`.
    pub(crate) unfinished: TaskTracker,
}
