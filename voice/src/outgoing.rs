//! What a thread sends: gathered over a turn, then handed to the kernel in batches.

use std::io::IoSlice;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, SocketAddrAny, sendmmsg};
use str0m::net::{DatagramSend, Transmit};

use crate::impairment::Detour;
use crate::metrics::{DropReason, Drops};
use crate::sockets::Bound;

/// Datagrams in one system call. At this many the batch goes out at once: who is drained first should
/// not wait for the last.
const BATCH_MAX: usize = 64;

struct Waiting {
    to: SocketAddrAny,
    contents: DatagramSend,
}

/// The batch that is being gathered, for each socket.
pub(crate) struct Outgoing {
    sockets: Arc<Vec<Bound>>,
    waiting: Vec<Vec<Waiting>>,
    /// Where datagrams wait if the network is bad on purpose.
    detour: Option<Detour<Transmit>>,
    drops: Arc<Drops>,
}

impl Outgoing {
    pub(crate) fn new(sockets: Arc<Vec<Bound>>, drops: Arc<Drops>) -> Self {
        let waiting = sockets.iter().map(|_| Vec::with_capacity(BATCH_MAX)).collect();
        Self { sockets, waiting, detour: None, drops }
    }

    /// From now on everything takes this detour.
    pub(crate) fn impair(&mut self, detour: Detour<Transmit>) {
        self.detour = Some(detour);
    }

    pub(crate) fn push(&mut self, transmit: Transmit, now: Instant) {
        match &mut self.detour {
            Some(detour) => detour.take(transmit, now),
            None => self.gather(transmit),
        }
    }

    fn gather(&mut self, transmit: Transmit) {
        let from = self.socket_of(transmit.source);
        let waiting = Waiting { to: transmit.destination.into(), contents: transmit.contents };
        self.waiting[from].push(waiting);
        if self.waiting[from].len() == BATCH_MAX {
            self.flush_socket(from);
        }
    }

    /// Sends what is left of the turn.
    pub(crate) fn flush(&mut self, now: Instant) {
        while let Some(transmit) = self.detour.as_mut().and_then(|detour| detour.let_go(now)) {
            self.gather(transmit);
        }
        for socket in 0..self.waiting.len() {
            self.flush_socket(socket);
        }
    }

    /// When something that waits goes on.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.detour.as_ref().and_then(Detour::due)
    }

    /// Connections know each socket by the first address that is announced for it.
    fn socket_of(&self, source: SocketAddr) -> usize {
        self.sockets.iter().position(|bound| bound.announced[0] == source).unwrap_or(0)
    }

    fn flush_socket(&mut self, socket: usize) {
        let waiting = &mut self.waiting[socket];
        let mut sent = 0;
        while sent < waiting.len() {
            match send(&self.sockets[socket], &waiting[sent..]) {
                Ok(count) => sent += count.max(1),
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::NOBUFS) => {
                    self.drops.add(DropReason::Unsent, waiting.len() - sent);
                    break;
                }
                // It is about the first of them: a peer that is gone, or an address without a route.
                Err(_) => {
                    self.drops.add(DropReason::Unsent, 1);
                    sent += 1;
                }
            }
        }
        waiting.clear();
    }
}

fn send(bound: &Bound, batch: &[Waiting]) -> rustix::io::Result<usize> {
    let slices: Vec<_> = batch.iter().map(|one| [IoSlice::new(&one.contents)]).collect();
    let mut controls: Vec<_> = batch.iter().map(|_| SendAncillaryBuffer::default()).collect();
    let parts = batch.iter().zip(&slices).zip(&mut controls);
    let mut headers: Vec<_> = parts
        .map(|((one, slice), control)| MMsgHdr::new_with_addr(&one.to, slice, control))
        .collect();
    sendmmsg(&bound.socket, &mut headers, SendFlags::DONTWAIT)
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;
    use std::time::Duration;

    use str0m::net::Protocol;

    use super::*;
    use crate::{clock, sockets};

    fn outgoing() -> Outgoing {
        let sockets = sockets::bind(&["127.0.0.1:0".parse().unwrap()], &[]).unwrap();
        Outgoing::new(Arc::new(sockets), Arc::default())
    }

    fn transmit(outgoing: &Outgoing, to: SocketAddr, byte: u8) -> Transmit {
        Transmit {
            proto: Protocol::Udp,
            source: outgoing.sockets[0].local,
            destination: to,
            contents: vec![byte; 40].into(),
        }
    }

    fn received(socket: &UdpSocket) -> Vec<u8> {
        socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut buffer = [0; 100];
        let length = socket.recv(&mut buffer).unwrap();
        buffer[..length].to_vec()
    }

    #[test]
    fn more_than_a_batch_goes_out_in_order() {
        let mut outgoing = outgoing();
        let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
        for byte in 0..100 {
            let transmit = transmit(&outgoing, peer.local_addr().unwrap(), byte);
            outgoing.push(transmit, clock::now());
        }
        outgoing.flush(clock::now());
        for byte in 0..100 {
            assert_eq!(received(&peer), [byte; 40]);
        }
    }

    #[test]
    fn one_that_cannot_be_sent_does_not_hold_up_the_others() {
        let mut outgoing = outgoing();
        let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
        // Port 0 is nobody's.
        for to in ["127.0.0.1:0".parse().unwrap(), peer.local_addr().unwrap()] {
            let transmit = transmit(&outgoing, to, 1);
            outgoing.push(transmit, clock::now());
        }
        outgoing.flush(clock::now());
        assert_eq!(received(&peer), [1; 40]);
        assert_eq!(outgoing.drops.snapshot().unsent, 1);
    }
}
