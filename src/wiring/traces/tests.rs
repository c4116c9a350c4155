//! A collector gets the spans of a traced post.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use actors::Trace;
use protocol::ChannelId;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry;

use super::layer;
use crate::config::TraceSettings;

/// Takes one request, and gives its first line and its body.
fn takes_one(listener: TcpListener) -> JoinHandle<(String, Vec<u8>)> {
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody connects");
        let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
        let mut head = String::new();
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a line");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            if line.trim().is_empty() {
                break;
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").expect("an answer");
        (head, body)
    })
}

#[test]
fn a_collector_gets_what_was_traced_when_the_server_ends_at_the_latest() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let request = takes_one(listener);
    let settings = TraceSettings { posts_permille: 1_000, endpoint };
    let (exported, collector) = layer(&settings).expect("it can be sent");
    let subscriber = registry().with(exported);
    tracing::subscriber::with_default(subscriber, || drop(Trace::begin(ChannelId::new(4_711), 1)));
    drop(collector);
    let (head, body) = request.join().expect("a request came");
    assert!(head.starts_with("POST /v1/traces "), "{head}");
    let holds = |text: &str| body.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("post") && holds("4711") && holds("confab"), "{body:?}");
}
