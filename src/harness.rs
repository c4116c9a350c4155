//! A whole server within a test: memory store, port 0, real sockets.

#![expect(clippy::disallowed_methods, reason = "tasks of one test end with its runtime")]

use std::sync::Arc;

use actors::{Clock, Engine};
use futures_util::{SinkExt as _, StreamExt as _};
use metrics_exporter_prometheus::PrometheusBuilder;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use storage::MemoryStore;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accounts::Accounts;
use crate::config::{Profile, Settings};
use crate::http::{App, Confinement, Server, router};
use crate::limits::Limits;
use crate::sampling::Sampler;
use crate::wiring::{engine_config, install_crypto, open_addresses, open_files};

/// A server and a client of it.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) base: String,
    http: reqwest::Client,
    /// Goes with the world.
    _data: tempfile::TempDir,
}

/// A user with a token.
#[derive(Clone)]
pub(crate) struct Actor {
    pub(crate) id: String,
    pub(crate) authorization: String,
}

impl World {
    /// An unclaimed server.
    pub(crate) async fn unclaimed(change: impl FnOnce(&mut Settings)) -> Self {
        install_crypto();
        let mut settings = Settings::of(Profile::Test);
        change(&mut settings);
        let store: Arc<dyn storage::Store> = Arc::new(MemoryStore::new());
        let clock = Clock::system();
        let accounts =
            Accounts::open(Arc::clone(&store), clock.clone(), 0, settings.accounts.clone()).await;
        let data = tempfile::tempdir().expect("a folder");
        settings.data = data.path().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let addresses = open_addresses(&*store, clock.clone(), base.clone()).await;
        let addresses = addresses.expect("the store answers");
        let files = open_files(Arc::clone(&store), clock.clone(), &settings);
        let config = engine_config(&settings, addresses.clone());
        let engine = Engine::start(config, Arc::clone(&store), clock.clone()).await;
        let app = Arc::new(App {
            accounts: Arc::new(accounts.expect("accounts open")),
            limits: Limits::new(&settings.limits),
            engine: engine.expect("the engine starts"),
            files: Arc::new(files.expect("the folder can be used")),
            addresses,
            store,
            clock,
            traces: Sampler::new(settings.traces.posts_permille),
            settings,
            metrics: PrometheusBuilder::new().build_recorder().handle(),
            process: metrics_process::Collector::default(),
            stopping: CancellationToken::new(),
            sockets: TaskTracker::new(),
            unfinished: TaskTracker::new(),
        });
        let server = Server {
            listener,
            router: router(Arc::clone(&app)),
            settings: app.settings.http.clone(),
            upload_timeout: app.files.pace().whole,
            confinement: Confinement::of(app.settings.public_url.as_deref()),
            stopping: app.stopping.clone(),
        };
        tokio::spawn(server.run());
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { app, base, http, _data: data }
    }

    /// A server that `ada` has claimed, and its guild `Home`.
    pub(crate) async fn claimed() -> (Self, Actor, Value) {
        let world = Self::unclaimed(|_| {}).await;
        let (ada, guild) = world.claim().await;
        (world, ada, guild)
    }

    pub(crate) async fn claim(&self) -> (Actor, Value) {
        let body = json!({
            "token": self.app.accounts.setup_token().expect("not claimed yet"),
            "username": "ada",
            "password": "correct horse",
            "guild_name": "Home",
        });
        let claimed = self.post("/api/x/setup", None, &body).await;
        let claimed = body_of(claimed, StatusCode::CREATED).await;
        let (ada, guild) = (actor(&claimed), claimed["guild"].clone());
        // What is told of newcomers would stand between what tests say.
        let path = format!("/api/v10/guilds/{}", text(&guild["id"]));
        let quiet = self.request(Method::PATCH, &path, Some(&ada));
        let quiet = quiet.json(&json!({ "system_channel_id": null })).send().await;
        let guild = body_of(quiet.expect("an answer"), StatusCode::OK).await;
        (ada, guild)
    }

    /// Registers somebody by a fresh invite of `host` into the first channel of a guild.
    pub(crate) async fn invite(&self, host: &Actor, guild: &Value, name: &str) -> Actor {
        let channel = self.general(host, guild).await;
        let path = format!("/api/v10/channels/{channel}/invites");
        let invite = self.post(&path, Some(host), &json!({})).await;
        let invite = body_of(invite, StatusCode::OK).await;
        let body = json!({ "username": name, "password": "12345678", "invite": invite["code"] });
        let granted = self.post("/api/x/auth/register", None, &body).await;
        actor(&body_of(granted, StatusCode::CREATED).await)
    }

    /// The guild's text channel.
    pub(crate) async fn general(&self, who: &Actor, guild: &Value) -> String {
        let path = format!("/api/v10/guilds/{}/channels", text(&guild["id"]));
        let channels = self.get(&path, Some(who)).await;
        let channels = body_of(channels, StatusCode::OK).await;
        text(&channels[0]["id"])
    }

    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        who: Option<&Actor>,
    ) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match who {
            Some(who) => request.header("authorization", &who.authorization),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str, who: Option<&Actor>) -> Response {
        self.request(Method::GET, path, who).send().await.expect("an answer")
    }

    pub(crate) async fn post(&self, path: &str, who: Option<&Actor>, body: &Value) -> Response {
        self.request(Method::POST, path, who).json(body).send().await.expect("an answer")
    }

    pub(crate) async fn connect(&self, path: &str) -> Gateway {
        let url = format!("{}{path}", self.base.replacen("http", "ws", 1));
        let (socket, _) = connect_async(url).await.expect("a WebSocket");
        Gateway { socket }
    }

    /// A connection whose receive buffer is as small as the system allows.
    pub(crate) async fn connect_with_little_room(&self) -> Gateway {
        let address = self.base.trim_start_matches("http://").parse().expect("an address");
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(1).expect("a small buffer");
        let stream = socket.connect(address).await.expect("a connection");
        let url = format!("ws://{address}/gateway");
        let stream = MaybeTlsStream::Plain(stream);
        let (socket, _) = tokio_tungstenite::client_async(url, stream).await.expect("a WebSocket");
        Gateway { socket }
    }

    /// A session of somebody, once READY has come.
    pub(crate) async fn session(&self, who: &Actor) -> (Gateway, Value) {
        let mut gateway = self.connect("/gateway?v=10&encoding=json").await;
        assert_eq!(gateway.next().await["op"], 10);
        gateway.identify(&who.authorization).await;
        let ready = gateway.event("READY").await;
        (gateway, ready)
    }
}

/// A client's side of a WebSocket.
pub(crate) struct Gateway {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Gateway {
    pub(crate) async fn send(&mut self, frame: &Value) {
        self.send_text(frame.to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: String) {
        self.socket.send(Message::text(text)).await.expect("the socket is open");
    }

    pub(crate) async fn identify(&mut self, authorization: &str) {
        let token = authorization.trim_start_matches("Bearer ");
        let d = json!({ "token": token, "intents": 33_281, "properties": {} });
        self.send(&json!({ "op": 2, "d": d })).await;
    }

    /// The next frame.
    pub(crate) async fn next(&mut self) -> Value {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => serde_json::from_str(&text).expect("JSON"),
            other => panic!("no frame but {other:?}"),
        }
    }

    /// The payload of the next event of this name; others are passed over.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.next().await;
            if frame["t"] == name {
                return frame["d"].clone();
            }
        }
    }

    /// The code that the server closes with; frames before it are passed over.
    pub(crate) async fn close_code(&mut self) -> u16 {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Close(Some(close)))) => return CloseCode::into(close.code),
                Some(Ok(_)) => {}
                other => panic!("no close but {other:?}"),
            }
        }
    }
}

/// The JSON of an answer that must have this status.
#[track_caller]
pub(crate) fn body_of(response: Response, status: StatusCode) -> impl Future<Output = Value> {
    let place = std::panic::Location::caller();
    async move {
        let (got, url) = (response.status(), response.url().clone());
        let body = response.text().await.expect("a body");
        assert_eq!(got, status, "{url} at {place}: {body}");
        if body.is_empty() { Value::Null } else { serde_json::from_str(&body).expect("JSON") }
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

fn actor(granted: &Value) -> Actor {
    Actor {
        id: text(&granted["user"]["id"]),
        authorization: format!("Bearer {}", text(&granted["access_token"])),
    }
}
