//! An echo over the gateway's own handshake, frame reader and writer, for suites that test those.
//!
//! Only tests have it. It differs from the gateway in what it takes (binary and large messages) and
//! in that it closes with the codes of RFC 6455, where the API has one code for several of them.

#![expect(clippy::disallowed_methods, reason = "the echo ends with its test")]

use std::io::{BufRead as _, Write as _};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpListener;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use super::frame::{Incoming, Limits, pong_frame};
use super::goodbye::Goodbye;
use super::socket::{Socket, text_frame};
use super::upgrade::{handshake, take_back};
use crate::config::HttpSettings;
use crate::http::{Confinement, Server};

/// As much as the largest message of the suite.
const LIMITS: Limits =
    Limits { message_bytes_max: 16 << 20, fragments_max: u32::MAX, binary: true };

const PATIENCE: Duration = Duration::from_secs(1);

/// Says where the echo is; it stays until our standard input ends.
const STAY: &str = "CONFAB_ECHO_STAY";

const BINARY_FRAME: u8 = 0x82;

async fn upgrade(mut request: Request) -> Response {
    match handshake(&mut request) {
        Ok((response, upgrading)) => {
            tokio::spawn(async move {
                if let Some(socket) = take_back(upgrading, LIMITS).await {
                    serve(socket).await;
                }
            });
            response
        }
        Err(error) => error.into_response(),
    }
}

async fn serve(mut socket: Socket) {
    let goodbye = loop {
        if let Err(goodbye) = answer(&mut socket).await {
            break goodbye;
        }
    };
    socket.close(Vec::new(), &in_standard_codes(goodbye), PATIENCE).await;
}

async fn answer(socket: &mut Socket) -> Result<(), Goodbye> {
    let frame = match socket.next().await? {
        Incoming::Text(text) => text_frame(text.as_bytes()).to_vec(),
        Incoming::Binary(bytes) => {
            let mut frame = text_frame(&bytes).to_vec();
            frame[0] = BINARY_FRAME;
            frame
        }
        Incoming::Ping(payload) => pong_frame(&payload),
        Incoming::Pong => return Ok(()),
        Incoming::Close(code) => return Err(Goodbye::Peer(code)),
    };
    Ok(socket.write(&frame).await?)
}

fn in_standard_codes(goodbye: Goodbye) -> Goodbye {
    match goodbye {
        Goodbye::Frame(error) => Goodbye::Close {
            code: error.standard_code(),
            kind: error.kind(),
            reason: error.to_string(),
            reconnect: false,
        },
        other => other,
    }
}

/// The address of an echo that runs until the test ends.
async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let server = Server {
        listener,
        router: Router::new().fallback(upgrade),
        settings: HttpSettings::default(),
        upload_timeout: Duration::from_secs(1),
        confinement: Confinement::of(None),
        stopping: CancellationToken::new(),
    };
    tokio::spawn(server.run());
    format!("ws://{address}/")
}

/// `cargo xtask test --only autobahn` runs this very test with [`STAY`] set, and a suite against it.
#[tokio::test]
async fn what_is_said_comes_back() {
    let url = start().await;
    let (mut socket, _) = connect_async(&url).await.expect("a WebSocket");
    for message in [Message::text("☃"), Message::binary(vec![0xFF, 0]), Message::text("")] {
        socket.send(message.clone()).await.expect("the socket is open");
        assert_eq!(socket.next().await.expect("an answer").expect("a message"), message);
    }
    if std::env::var_os(STAY).is_some() {
        println!("{STAY}={url}");
        std::io::stdout().flush().expect("somebody reads");
        let until_the_end = || std::io::stdin().lock().lines().count();
        tokio::task::spawn_blocking(until_the_end).await.expect("standard input can be read");
    }
}
