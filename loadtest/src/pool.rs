//! Connections that acts share: as many as are in use at a time, up to a bound.
//!
//! An act that finds all of them taken waits, and the wait is in its latency: it counts from when it was due.

use std::cell::RefCell;

use tokio::sync::Semaphore;

use crate::door::Door;
use crate::http::{Connection, Response};

/// Descriptors are for sessions first.
const CONNECTIONS_MAX: usize = 256;

/// Connections to one server.
pub(crate) struct Pool {
    door: Door,
    idle: RefCell<Vec<Connection>>,
    permits: Semaphore,
}

impl Pool {
    pub(crate) fn new(door: Door) -> Self {
        Self { door, idle: RefCell::default(), permits: Semaphore::new(CONNECTIONS_MAX) }
    }

    /// Where they lead.
    pub(crate) fn door(&self) -> Door {
        self.door
    }

    /// One request on a connection that nobody else uses. One that broke is not used again.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: &[u8],
    ) -> anyhow::Result<Response> {
        let _permit = self.permits.acquire().await?;
        let idle = self.idle.borrow_mut().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => Connection::open(self.door).await?,
        };
        let response = connection.send(method, path, token, body).await?;
        self.idle.borrow_mut().push(connection);
        Ok(response)
    }
}
