//! Sockets that are there for a moment: what can be listened on, and what arrives.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::time::Duration;

use aws_lc_rs::rand;
use rustix::net::{AddressFamily, SocketType, sockopt};

use super::facts::{Door, Holder, Trip};
use super::holder;
use super::stun::{self, Transaction};

/// How long a datagram is waited for, on its way here and on its way back; a router is crossed in less.
const PATIENCE: Duration = Duration::from_millis(300);

/// A lost datagram says nothing.
const TRIES: usize = 3;

/// What a question or an answer has at most, and more: whatever else comes is read and dropped.
const DATAGRAM_BYTES_MAX: usize = 1_600;

/// Datagrams of others that are passed over for each of ours.
const STRANGERS_MAX: usize = 32;

/// Whether HTTP could listen there.
pub(super) fn http(address: SocketAddr) -> Door {
    match TcpListener::bind(address) {
        Ok(_) => Door::Free,
        Err(error) => shut(&error, || holder::of(address, "tcp")),
    }
}

/// Whether the media server could listen there, and the socket if so: bound as the media server does it.
pub(super) fn media(address: SocketAddr) -> (Door, Option<UdpSocket>) {
    match bind(address) {
        Ok(socket) => (Door::Free, Some(socket)),
        Err(error) => (shut(&error, || holder::of(address, "udp")), None),
    }
}

fn bind(address: SocketAddr) -> io::Result<UdpSocket> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let socket = rustix::net::socket(family, SocketType::DGRAM, None)?;
    if address.is_ipv6() {
        sockopt::set_ipv6_v6only(&socket, true)?;
    }
    rustix::net::bind(&socket, &address)?;
    Ok(UdpSocket::from(socket))
}

fn shut(error: &io::Error, holder: impl FnOnce() -> Option<Holder>) -> Door {
    match error.kind() {
        io::ErrorKind::AddrInUse => Door::Taken(holder()),
        io::ErrorKind::PermissionDenied => Door::Forbidden,
        io::ErrorKind::AddrNotAvailable => Door::Elsewhere,
        _ => Door::Failed(error.to_string()),
    }
}

/// Asks a socket of ours by an announced address of it.
pub(super) fn trip(to: SocketAddr, socket: &UdpSocket) -> Trip {
    let tried = (0..TRIES).map(|_| ask(to, socket));
    let mut last = Trip::Silent;
    for outcome in tried {
        match outcome {
            Ok(Some(from)) => return Trip::Answered(from),
            Ok(None) => last = Trip::Silent,
            Err(error) => last = Trip::Unsent(error.to_string()),
        }
    }
    last
}

/// There and back; none when one of them got lost.
fn ask(to: SocketAddr, socket: &UdpSocket) -> io::Result<Option<SocketAddr>> {
    let any = if to.is_ipv4() { "0.0.0.0" } else { "::" };
    let any: IpAddr = any.parse().map_err(io::Error::other)?;
    let asking = UdpSocket::bind((any, 0))?;
    for one in [&asking, socket] {
        one.set_read_timeout(Some(PATIENCE))?;
    }
    let mut transaction: Transaction = [0; 12];
    rand::fill(&mut transaction).map_err(io::Error::other)?;
    asking.send_to(&stun::request(transaction), to)?;
    let is_ours = |datagram: &[u8]| stun::read_request(datagram).filter(|one| *one == transaction);
    let Some((_, from)) = receive(socket, is_ours) else { return Ok(None) };
    socket.send_to(&stun::answer(transaction, from), from)?;
    let seen = receive(&asking, |datagram| stun::read_answer(datagram, transaction));
    Ok(seen.map(|(seen, _)| seen))
}

/// The first datagram that reads as wanted, and where it came from.
fn receive<T>(socket: &UdpSocket, read: impl Fn(&[u8]) -> Option<T>) -> Option<(T, SocketAddr)> {
    let mut buffer = [0; DATAGRAM_BYTES_MAX];
    for _ in 0..STRANGERS_MAX {
        let (bytes, from) = socket.recv_from(&mut buffer).ok()?;
        if let Some(wanted) = read(&buffer[..bytes]) {
            return Some((wanted, from));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arrives_is_answered_and_what_goes_elsewhere_is_silence() {
        let (door, socket) = media("127.0.0.1:0".parse().unwrap());
        assert_eq!(door, Door::Free);
        let socket = socket.unwrap();
        let Trip::Answered(from) = trip(socket.local_addr().unwrap(), &socket) else {
            panic!("nothing came back")
        };
        assert!(from.ip().is_loopback());
        let other = UdpSocket::bind("127.0.0.1:0").unwrap();
        assert_eq!(trip(other.local_addr().unwrap(), &socket), Trip::Silent);
    }

    #[test]
    fn a_port_that_is_taken_has_a_holder() {
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        let doors = [http(tcp.local_addr().unwrap()), media(udp.local_addr().unwrap()).0];
        for door in doors {
            let Door::Taken(Some(holder)) = door else { panic!("{door:?}") };
            assert_eq!(holder.pid, std::process::id());
        }
    }

    #[test]
    fn an_address_of_no_interface_is_elsewhere() {
        // For documentation (RFC 5737).
        assert_eq!(http("203.0.113.254:0".parse().unwrap()), Door::Elsewhere);
        assert_eq!(media("203.0.113.254:0".parse().unwrap()).0, Door::Elsewhere);
    }
}
