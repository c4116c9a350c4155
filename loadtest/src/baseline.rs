//! The yardstick: a bare fan-out server. It stores nothing, checks nothing, replays nothing.
//!
//! What it does is what any server must: take a post over HTTP, encode one event, write it to every
//! subscribed socket. The fastest shape measured does that in one loop over shared bytes: fastwebsockets
//! shakes hands, the `TcpStream` is taken back, the poster's task writes to all sockets itself.
//! It understands only this program's client, which masks its frames with zeroes.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};

use crate::event::{self, Draft};
use crate::frames;
use crate::http::find;

const HELLO: &[u8] = br#"{"op":10,"d":{"heartbeat_interval":41250}}"#;
const READY: &[u8] = br#"{"op":0,"s":1,"t":"READY","d":{"v":10}}"#;
const SUBSCRIBED: &[u8] = br#"{"op":0,"s":2,"t":"X_SUBSCRIBED","d":{"head":0,"replayed":0}}"#;
const BEAT_ACK: &[u8] = br#"{"op":11}"#;
const READ_BYTES: usize = 4 << 10;

#[derive(Default)]
struct Room {
    x_seq: u64,
    sockets: Vec<Arc<TcpStream>>,
}

type SharedRoom = Arc<Mutex<Room>>;

#[derive(Deserialize)]
struct Post {
    content: String,
    nonce: String,
}

/// Serves until the process is killed, after one JSON line with the address.
pub(crate) async fn serve(listen: SocketAddr) -> anyhow::Result<()> {
    let listener = TcpListener::bind(listen).await?;
    println!(r#"{{"url":"http://{}"}}"#, listener.local_addr()?);
    accept(listener).await
}

/// Serves on a listener of the caller's.
pub(crate) async fn accept(listener: TcpListener) -> anyhow::Result<()> {
    let room = SharedRoom::default();
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let room = room.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(room.clone(), request));
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            // A client that breaks off is no news.
            drop(connection.with_upgrades().await);
        });
    }
}

async fn answer(
    room: SharedRoom,
    mut request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    if request.method() == Method::POST {
        return Ok(publish(&room, request).await);
    }
    let Ok((response, upgrade)) = fastwebsockets::upgrade::upgrade(&mut request) else {
        return Ok(refusal());
    };
    tokio::spawn(async move {
        if let Ok(socket) = upgrade.await {
            let upgraded = socket.into_inner().into_inner();
            if let Ok(parts) = upgraded.downcast::<TokioIo<TcpStream>>() {
                // The client waits for HELLO, so nothing was read along with the handshake.
                drop(talk(room, parts.io.into_inner()).await);
            }
        }
    });
    let (head, _) = response.into_parts();
    Ok(Response::from_parts(head, Full::default()))
}

async fn publish(room: &SharedRoom, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let Ok(body) = request.into_body().collect().await else { return refusal() };
    let Ok(post) = serde_json::from_slice::<Post>(&body.to_bytes()) else { return refusal() };
    let message = {
        let mut room = lock(room);
        room.x_seq += 1;
        let draft = Draft { x_seq: room.x_seq, content: &post.content, nonce: &post.nonce };
        let message = event::message(&draft);
        let frame = frames::to_client(frames::TEXT, event::message_create(&message).as_bytes());
        // A socket that cannot take the frame at once is dropped: there is no outbox here.
        room.sockets
            .retain(|socket| socket.try_write(&frame).is_ok_and(|sent| sent == frame.len()));
        message
    };
    let mut response = Response::new(Full::from(message));
    let json = hyper::header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

async fn talk(room: SharedRoom, stream: TcpStream) -> std::io::Result<()> {
    let stream = Arc::new(stream);
    say(&stream, HELLO);
    loop {
        stream.readable().await?;
        let mut buffer = [0; READ_BYTES];
        let length = match stream.try_read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error),
        };
        let said = |op: &[u8]| find(&buffer[..length], op).is_some();
        if said(br#""op":100"#) {
            say(&stream, SUBSCRIBED);
            lock(&room).sockets.push(stream.clone());
        } else if said(br#""op":2"#) {
            say(&stream, READY);
        } else if said(br#""op":1"#) {
            say(&stream, BEAT_ACK);
        }
    }
}

fn say(stream: &TcpStream, payload: &[u8]) {
    // A full socket buffer here is a client that does not read: it will miss the answer and give up.
    drop(stream.try_write(&frames::to_client(frames::TEXT, payload)));
}

fn refusal() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

fn lock(room: &SharedRoom) -> MutexGuard<'_, Room> {
    room.lock().expect("nothing panics while it holds the room")
}
