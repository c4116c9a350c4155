//! The UDP sockets: one for each listening address, shared by all threads.
//!
//! - SO1  A datagram of more than [`DATAGRAM_BYTES_MAX`] is known as such, never handed on cut short.
//! - SO2  Nothing here waits for a peer: what the kernel does not take at once is dropped and counted.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use rustix::net::{AddressFamily, RecvFlags, SocketAddrAny, SocketType, recvfrom, sockopt};

/// What a path of Ethernet carries, with room to spare; WebRTC sends no more than 1,200.
pub(crate) const DATAGRAM_BYTES_MAX: usize = 1_600;

/// Sockets, so that addresses of one come from one at most of each kind and a few interfaces.
const SOCKETS_MAX: usize = 8;

/// The kernel's queue for what comes in: 50 talkers for 200 ms. It may allow less.
const RECEIVE_BUFFER_BYTES: usize = 4 << 20;

/// The kernel's queue for what goes out.
const SEND_BUFFER_BYTES: usize = 4 << 20;

/// How long a receiver waits before it looks whether it shall end.
const LOOK_UP: Duration = Duration::from_millis(100);

/// A socket, and the addresses by which others reach it.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) socket: UdpSocket,
    /// Where it listens, with the port that it got.
    pub(crate) local: SocketAddr,
    /// The first is what connections know it by; others are only told in answers.
    pub(crate) announced: Vec<SocketAddr>,
}

/// What came in.
pub(crate) enum Datagram {
    Whole { bytes: usize, from: SocketAddr },
    Giant,
}

/// Binds each listening address, and finds out what to announce for it.
pub(crate) fn bind(listen: &[SocketAddr], announced: &[IpAddr]) -> io::Result<Vec<Bound>> {
    if !(1..=SOCKETS_MAX).contains(&listen.len()) {
        let message = format!("between 1 and {SOCKETS_MAX} addresses to listen on");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    listen.iter().map(|address| bind_one(*address, announced)).collect()
}

fn bind_one(address: SocketAddr, addresses: &[IpAddr]) -> io::Result<Bound> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let socket = rustix::net::socket(family, SocketType::DGRAM, None)?;
    if address.is_ipv6() {
        // The other kind has a socket of its own, so that addresses are what they seem.
        sockopt::set_ipv6_v6only(&socket, true)?;
    }
    rustix::net::bind(&socket, &address)?;
    // The kernel gives what it allows.
    sockopt::set_socket_recv_buffer_size(&socket, RECEIVE_BUFFER_BYTES)?;
    sockopt::set_socket_send_buffer_size(&socket, SEND_BUFFER_BYTES)?;
    let socket = UdpSocket::from(socket);
    socket.set_read_timeout(Some(LOOK_UP))?;
    let local = socket.local_addr()?;
    Ok(Bound { socket, local, announced: announced(local, addresses)? })
}

/// What clients are told of a socket that listens there: what was set for this kind of address, else where it
/// listens, else the address that this machine reaches others from.
///
/// # Errors
/// When no socket can be had to ask the routing table.
pub fn announced(local: SocketAddr, set: &[IpAddr]) -> io::Result<Vec<SocketAddr>> {
    let same_kind = set.iter().filter(|ip| ip.is_ipv4() == local.is_ipv4());
    let told: Vec<_> = same_kind.map(|ip| SocketAddr::new(*ip, local.port())).collect();
    if !told.is_empty() {
        return Ok(told);
    }
    let ip = if local.ip().is_unspecified() { own_address(local.is_ipv4())? } else { local.ip() };
    Ok(vec![SocketAddr::new(ip, local.port())])
}

/// Asks the routing table by connecting a socket, which sends nothing. Without a route: loopback.
fn own_address(is_ipv4: bool) -> io::Result<IpAddr> {
    // Addresses for documentation (RFC 5737, RFC 3849): anywhere but here.
    let (any, elsewhere, loopback): (IpAddr, IpAddr, IpAddr) = if is_ipv4 {
        let elsewhere = Ipv4Addr::new(192, 0, 2, 1);
        (Ipv4Addr::UNSPECIFIED.into(), elsewhere.into(), Ipv4Addr::LOCALHOST.into())
    } else {
        let elsewhere = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
        (Ipv6Addr::UNSPECIFIED.into(), elsewhere.into(), Ipv6Addr::LOCALHOST.into())
    };
    let probe = UdpSocket::bind((any, 0))?;
    match probe.connect((elsewhere, 9)) {
        Ok(()) => Ok(probe.local_addr()?.ip()),
        Err(_) => Ok(loopback),
    }
}

impl Bound {
    /// Waits a while for a datagram; `None` if none came.
    pub(crate) fn wait(&self, buffer: &mut [u8; DATAGRAM_BYTES_MAX]) -> Option<Datagram> {
        self.receive(buffer, RecvFlags::TRUNC)
    }

    /// The next datagram that is there already.
    pub(crate) fn take(&self, buffer: &mut [u8; DATAGRAM_BYTES_MAX]) -> Option<Datagram> {
        self.receive(buffer, RecvFlags::TRUNC | RecvFlags::DONTWAIT)
    }

    /// Errors are those of earlier datagrams to peers that are gone, or time that ran out: nothing to do.
    fn receive(&self, buffer: &mut [u8], flags: RecvFlags) -> Option<Datagram> {
        let buffer_bytes = buffer.len();
        let (_, bytes, from) = recvfrom(&self.socket, buffer, flags).ok()?;
        let from = from.and_then(|from: SocketAddrAny| SocketAddr::try_from(from).ok())?;
        Some(if bytes > buffer_bytes { Datagram::Giant } else { Datagram::Whole { bytes, from } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(announced: &[&str]) -> Bound {
        let announced: Vec<_> = announced.iter().map(|ip| ip.parse().unwrap()).collect();
        bind_one("127.0.0.1:0".parse().unwrap(), &announced).unwrap()
    }

    #[test]
    fn so1_a_giant_is_known_as_such() {
        let bound = bound(&[]);
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut buffer = [0; DATAGRAM_BYTES_MAX];
        for (sent, is_giant) in [(0, false), (DATAGRAM_BYTES_MAX, false), (9_000, true)] {
            sender.send_to(&vec![7; sent], bound.local).unwrap();
            match bound.wait(&mut buffer) {
                Some(Datagram::Whole { bytes, from }) => {
                    assert!(!is_giant);
                    assert_eq!((bytes, from), (sent, sender.local_addr().unwrap()));
                }
                Some(Datagram::Giant) => assert!(is_giant),
                None => panic!("nothing came"),
            }
        }
        assert!(bound.take(&mut buffer).is_none());
    }

    #[test]
    fn what_is_announced_is_of_the_same_kind_and_port() {
        let set = bound(&["192.0.2.7", "2001:db8::7", "192.0.2.8"]);
        let port = set.local.port();
        let expected =
            ["192.0.2.7", "192.0.2.8"].map(|ip| SocketAddr::new(ip.parse().unwrap(), port));
        assert_eq!(set.announced, expected);
        let plain = bound(&["2001:db8::7"]);
        assert_eq!(plain.announced, [plain.local]);
    }

    #[test]
    fn an_unspecified_address_is_never_announced() {
        let bound = bind_one("0.0.0.0:0".parse().unwrap(), &[]).unwrap();
        assert!(!bound.announced[0].ip().is_unspecified());
    }

    #[test]
    fn both_kinds_share_a_port() {
        let four = bind_one("0.0.0.0:0".parse().unwrap(), &[]).unwrap();
        let six = SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), four.local.port());
        // A machine without IPv6 has nothing to prove here.
        if UdpSocket::bind("[::1]:0").is_ok() {
            assert_eq!(bind_one(six, &[]).unwrap().local, six);
        }
    }
}
