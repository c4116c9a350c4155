//! A server that lies: it passes everything on, but for one message on its way to one session, which it drops,
//! doubles or swaps with the next. The load test has to find it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// What is done to one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    None,
    Drop,
    Double,
    Swap,
}

/// So many messages pass before the one that does not: by then a session hears of the run's.
const BEFORE: usize = 5;
const UPGRADED: &[u8] = b"HTTP/1.1 101";

/// Listens for as long as the test lives; what comes goes to `server`.
pub(crate) fn proxy(server: SocketAddr, lie: Lie) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let has_lied = Arc::new(AtomicBool::new(false));
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(upstream) = TcpStream::connect(server) else { return };
            let (mut from_client, mut to_server) = (clone(&client), clone(&upstream));
            thread::spawn(move || {
                // Either end may go first.
                drop(std::io::copy(&mut from_client, &mut to_server));
                drop(to_server.shutdown(std::net::Shutdown::Write));
            });
            let has_lied = Arc::clone(&has_lied);
            thread::spawn(move || drop(answer(upstream, client, lie, &has_lied)));
        }
    });
    address
}

fn clone(stream: &TcpStream) -> TcpStream {
    stream.try_clone().expect("a descriptor is free")
}

/// Passes on what the server says: bytes as they are, until it is a WebSocket; then frame by frame.
fn answer(
    mut server: TcpStream,
    mut client: TcpStream,
    lie: Lie,
    has_lied: &AtomicBool,
) -> std::io::Result<()> {
    let mut teller = Teller { lie, has_lied, messages: 0, held_back: None };
    let (mut received, mut is_upgraded) = (Vec::new(), false);
    let mut buffer = [0; 64 << 10];
    loop {
        let length = server.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        received.extend_from_slice(&buffer[..length]);
        if !is_upgraded {
            let head = received.windows(4).position(|end| end == b"\r\n\r\n").map(|at| at + 4);
            match head.filter(|_| received.starts_with(UPGRADED)) {
                Some(head) => {
                    client.write_all(&received[..head])?;
                    received.drain(..head);
                    is_upgraded = true;
                }
                None => {
                    client.write_all(&received)?;
                    received.clear();
                    continue;
                }
            }
        }
        while let Some(end) = frame_end(&received).filter(|end| *end <= received.len()) {
            let frame: Vec<u8> = received.drain(..end).collect();
            for frame in teller.told(frame) {
                client.write_all(&frame)?;
            }
        }
    }
}

/// Where a server's frame ends (RFC 6455, 5.2): it is not masked.
fn frame_end(bytes: &[u8]) -> Option<usize> {
    let [_, length, rest @ ..] = bytes else { return None };
    match (length, rest) {
        (126, [a, b, ..]) => Some(4 + usize::from(u16::from_be_bytes([*a, *b]))),
        (127, [0, 0, 0, 0, a, b, c, d, ..]) => {
            Some(10 + u32::from_be_bytes([*a, *b, *c, *d]) as usize)
        }
        (126.., _) => None,
        (length, _) => Some(2 + usize::from(*length)),
    }
}

/// What becomes of the frames to one session. Only one session in all is lied to.
struct Teller<'a> {
    lie: Lie,
    has_lied: &'a AtomicBool,
    messages: usize,
    held_back: Option<Vec<u8>>,
}

impl Teller<'_> {
    fn told(&mut self, frame: Vec<u8>) -> Vec<Vec<u8>> {
        let is_message = frame.windows(16).take(96).any(|part| part == b"\"MESSAGE_CREATE\"");
        if !is_message {
            return vec![frame];
        }
        if let Some(earlier) = self.held_back.take() {
            return vec![frame, earlier];
        }
        self.messages += 1;
        let is_due = self.messages == BEFORE && self.lie != Lie::None;
        if !is_due || self.has_lied.swap(true, Ordering::Relaxed) {
            return vec![frame];
        }
        match self.lie {
            Lie::None => vec![frame],
            Lie::Drop => Vec::new(),
            Lie::Double => vec![frame.clone(), frame],
            Lie::Swap => {
                self.held_back = Some(frame);
                Vec::new()
            }
        }
    }
}
