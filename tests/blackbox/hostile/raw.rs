//! HTTP by hand: bytes out, and every answer that comes until the server closes.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::world::PATIENCE;

/// A connection on which anything can be said.
pub(super) struct Raw {
    pub(super) stream: TcpStream,
}

impl Raw {
    pub(super) async fn connect(address: &str) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap() }
    }

    /// Says it; a server that has closed shows that when it is read.
    pub(super) async fn says(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    /// The statuses of all answers until the server closes.
    pub(super) async fn statuses(&mut self) -> Vec<u16> {
        let mut bytes = Vec::new();
        let reading = async {
            // A reset is an end as well; what came before it counts.
            while self.stream.read_buf(&mut bytes).await.is_ok_and(|read| read > 0) {}
        };
        timeout(PATIENCE, reading).await.expect("the server closes");
        statuses(&bytes)
    }
}

/// The statuses of answers that follow one another.
fn statuses(mut bytes: &[u8]) -> Vec<u16> {
    let mut statuses = Vec::new();
    while let Some(end) = bytes.windows(4).position(|part| part == b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        statuses.push(head.split(' ').nth(1).unwrap().parse().unwrap());
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let body = length.map_or(0, |length| length.parse::<usize>().unwrap());
        bytes = &bytes[end + 4 + body..];
    }
    assert!(bytes.is_empty(), "left over: {:?}", String::from_utf8_lossy(bytes));
    statuses
}
