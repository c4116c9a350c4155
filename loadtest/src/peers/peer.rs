//! Who takes part, and how each is spoken to.

use clap::ValueEnum;
use serde::Serialize;

use super::dialect::Dialect;

/// A server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Peer {
    /// The product.
    Confab,
    /// The bare fan-out server of this program.
    Baseline,
    /// Bun's own publish.
    Bun,
    /// node ws.
    Ws,
    /// socket.io on node.
    SocketIo,
    /// A room of ejabberd, over WebSocket.
    Ejabberd,
}

impl Peer {
    pub(super) const ALL: [Self; 6] =
        [Self::Confab, Self::Baseline, Self::Bun, Self::Ws, Self::SocketIo, Self::Ejabberd];

    pub(super) fn dialect(self) -> Dialect {
        match self {
            Self::Confab | Self::Baseline => Dialect::Gateway,
            Self::Bun | Self::Ws => Dialect::Plain,
            Self::SocketIo => Dialect::SocketIo,
            Self::Ejabberd => Dialect::Xmpp,
        }
    }

    /// Messages a second that two cores have room for with a thousand sockets and this client beside it: CPU
    /// per delivery is compared, and a server that queues does other work.
    pub(super) fn rate_max(self) -> f64 {
        match self {
            Self::Ejabberd => 5.0,
            Self::SocketIo | Self::Ws | Self::Confab | Self::Baseline | Self::Bun => f64::INFINITY,
        }
    }

    /// Its name in tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Confab => "Confab",
            Self::Baseline => "bare fan-out (Rust)",
            Self::Bun => "Bun publish",
            Self::Ws => "node ws",
            Self::SocketIo => "socket.io",
            Self::Ejabberd => "ejabberd MUC",
        }
    }

    /// Its folder, where it is not of this workspace.
    pub(super) fn folder(self) -> Option<&'static str> {
        match self {
            Self::Confab | Self::Baseline => None,
            Self::Bun => Some("bun"),
            Self::Ws => Some("ws"),
            Self::SocketIo => Some("socket.io"),
            Self::Ejabberd => Some("ejabberd"),
        }
    }
}
