//! Where a server is reached, and from which of this machine's addresses.
//!
//! All of 127.0.0.0/8 is this machine, so a swarm can come from many addresses: each has as many ports as one
//! peer may use, and a server that limits by address sees as many people.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context;
use tokio::net::{TcpSocket, TcpStream};

/// As many as are told apart by the last two bytes, without what ends in 0 or 255.
pub(crate) const SOURCES_MAX: u32 = 65_000;
const HOSTS_PER_NET: u32 = 254;

/// An address of the server, and how many addresses of ours come to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Door {
    server: SocketAddr,
    sources: u32,
}

impl Door {
    /// Reached from 127.0.0.1 only.
    pub(crate) fn at(server: SocketAddr) -> Self {
        Self { server, sources: 1 }
    }

    /// Reached from `sources` addresses, of which chance takes one for each connection.
    pub(crate) fn by_way_of(self, sources: u32) -> Self {
        Self { sources: sources.clamp(1, SOURCES_MAX), ..self }
    }

    pub(crate) fn server(self) -> SocketAddr {
        self.server
    }

    /// A connection without delays.
    pub(crate) async fn connect(self) -> anyhow::Result<TcpStream> {
        let number = rand::random_range(0..self.sources);
        let stream = match self.sources {
            1 => TcpStream::connect(self.server).await,
            _ => self.connect_from(source(number)).await,
        };
        let stream = stream.context("cannot connect")?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    async fn connect_from(self, source: Ipv4Addr) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((source, 0).into())?;
        socket.connect(self.server).await
    }
}

/// The address with a number, the first being 127.0.0.1.
fn source(number: u32) -> Ipv4Addr {
    let (net, host) = (number / HOSTS_PER_NET, number % HOSTS_PER_NET + 1);
    let [_, _, c, d] = (net << 8 | host).to_be_bytes();
    Ipv4Addr::new(127, 0, c, d)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn sources_are_loopback_and_differ() {
        let all: HashSet<Ipv4Addr> = (0..SOURCES_MAX).map(source).collect();
        assert_eq!(all.len(), SOURCES_MAX as usize);
        assert!(all.iter().all(|source| source.is_loopback()));
        assert!(all.iter().all(|source| !matches!(source.octets()[3], 0 | 255)));
        assert_eq!(source(0), Ipv4Addr::LOCALHOST);
    }

    #[tokio::test]
    async fn connections_come_from_several_addresses() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let door = Door::at(listener.local_addr().unwrap()).by_way_of(1_000);
        let mut peers = HashSet::new();
        for _ in 0..20 {
            let _stream = door.connect().await.unwrap();
            peers.insert(listener.accept().await.unwrap().1.ip());
        }
        assert!(peers.len() > 5, "{peers:?}");
    }
}
