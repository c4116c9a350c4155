//! A request whose body does not come until something else was decided.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::world::{Account, PATIENCE, World};

/// The server has looked at who asks, and asks for the body.
pub(super) struct HeldBack {
    stream: TcpStream,
    body: Vec<u8>,
}

impl HeldBack {
    /// Sends the head, and waits until the body is asked for.
    pub(super) async fn begin(
        world: &World,
        who: &Account,
        (method, path): (&str, &str),
        (content_type, body): (&str, Vec<u8>),
    ) -> Self {
        let mut stream = TcpStream::connect(world.address()).await.unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\ncontent-type: {content_type}\r\n\
             content-length: {}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n",
            world.address(),
            who.rest.bare_token(),
            body.len(),
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        timeout(PATIENCE, stream.read_exact(&mut answer)).await.expect("an answer").unwrap();
        assert_eq!(&answer, b"HTTP/1.1 100", "the body is asked for");
        Self { stream, body }
    }

    /// Sends the body; the status and the text of the answer.
    pub(super) async fn finish(mut self) -> (u16, String) {
        self.stream.write_all(&self.body).await.unwrap();
        let mut answer = Vec::new();
        let reading = self.stream.read_to_end(&mut answer);
        timeout(PATIENCE, reading).await.expect("the answer ends").unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let last = answer.rsplit("HTTP/1.1 ").next().unwrap_or_default().to_owned();
        (last[..3].parse().unwrap(), last)
    }
}
