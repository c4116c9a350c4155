//! One keep-alive HTTP/1.1 connection: a request, then its response, nothing in parallel.
//!
//! As lean as a poster must be that shares two cores with the server. Responses need a
//! `Content-Length`; one of another kind is an error.

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::door::Door;

const RESPONSE_BYTES_MAX: usize = 64 << 20;
const READ_BYTES: usize = 16 << 10;
/// What an upload writes at once.
const UPLOAD_BYTES: usize = 16 << 10;

/// A status and its body.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The body of a 2xx answer as JSON.
    pub(crate) fn json(&self) -> anyhow::Result<serde_json::Value> {
        if !(200..300).contains(&self.status) {
            bail!("status {}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

/// A connection that is used for many requests.
pub(crate) struct Connection {
    stream: TcpStream,
    door: Door,
    received: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(door: Door) -> anyhow::Result<Self> {
        let stream = door.connect().await?;
        Ok(Self { stream, door, received: Vec::new() })
    }

    /// GET with a bearer token.
    pub(crate) async fn get(&mut self, path: &str, token: &str) -> anyhow::Result<Response> {
        self.send("GET", path, token, b"").await
    }

    /// POST of a JSON body with a bearer token.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        token: &str,
        body: &[u8],
    ) -> anyhow::Result<Response> {
        self.send("POST", path, token, body).await
    }

    /// POST of a form with one file of zeros.
    pub(crate) async fn upload(
        &mut self,
        path: &str,
        token: &str,
        file_bytes: u64,
    ) -> anyhow::Result<Response> {
        let part = "--load\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"load\"\r\n\r\n";
        let end = "\r\n--load--\r\n";
        let length = file_bytes + (part.len() + end.len()) as u64;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {token}\r\n\
             Content-Type: multipart/form-data; boundary=load\r\nContent-Length: {length}\r\n\r\n{part}",
            self.door.server(),
        );
        self.stream.write_all(head.as_bytes()).await?;
        let zeros = [0; UPLOAD_BYTES];
        let mut left = file_bytes;
        while left > 0 {
            let bytes = left.min(UPLOAD_BYTES as u64);
            self.stream.write_all(&zeros[..bytes as usize]).await?;
            left -= bytes;
        }
        self.stream.write_all(end.as_bytes()).await?;
        self.response().await
    }

    /// Any request with a bearer token.
    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        body: &[u8],
    ) -> anyhow::Result<Response> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.door.server(),
            body.len()
        );
        let mut request = head.into_bytes();
        request.extend_from_slice(body);
        self.stream.write_all(&request).await?;
        self.response().await
    }

    async fn response(&mut self) -> anyhow::Result<Response> {
        self.received.clear();
        let head_bytes = loop {
            if let Some(end) = find(&self.received, b"\r\n\r\n") {
                break end + 4;
            }
            self.fill().await?;
        };
        let head = std::str::from_utf8(&self.received[..head_bytes])?;
        let status = head.get(9..12).context("no status line")?.parse()?;
        let body_bytes = body_bytes(head, status)?;
        while self.received.len() < head_bytes + body_bytes {
            self.fill().await?;
        }
        let body = self.received[head_bytes..head_bytes + body_bytes].to_vec();
        Ok(Response { status, body })
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        if self.received.len() > RESPONSE_BYTES_MAX {
            bail!("the response is larger than {RESPONSE_BYTES_MAX} bytes");
        }
        self.received.reserve(READ_BYTES);
        if self.stream.read_buf(&mut self.received).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn body_bytes(head: &str, status: u16) -> anyhow::Result<usize> {
    if status == 204 {
        return Ok(0);
    }
    let named = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = named.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = lengths.next().context("the response has no Content-Length")?;
    Ok(length.trim().parse()?)
}

/// Where `needle` first stands in `bytes`.
pub(crate) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
