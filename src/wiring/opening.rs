//! From settings to open doors, and what to say when one stays shut.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actors::{Addresses, Clock, EngineConfig, MediaSettings, OutboxLimits, SlowMode, VoiceLimits};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use storage::records::FileKey;
use storage::{
    Batch, FileStore, OpenError, S3Options, Shard, SledOptions, SledStore, Store, StoreExt as _,
};
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};

use crate::accounts::{Accounts, OpenError as AccountsOpenError};
use crate::config::{FileKeeper, Profile, Settings};
use crate::exit::Failure;
use crate::files::Files;
use crate::http::App;

/// The folder of files within the data directory.
const FILES_FOLDER: &str = "files";

/// The folder of the store within the data directory; files have their own beside it.
const STORE_FOLDER: &str = "store";

pub(super) fn runtime() -> Result<Runtime, Failure> {
    Builder::new_multi_thread().enable_all().build().map_err(Failure::internal)
}

/// Connections that wait in the kernel until they are accepted. After a restart everybody comes at once, and
/// whoever finds no room there asks again after one second, then two, four and eight. The kernel may allow
/// fewer (`net.core.somaxconn`).
const WAITING_MAX: u32 = 4_096;

/// Sockets are files, and many systems allow a process few of them until it asks for more.
pub(super) fn raise_file_limit() {
    let limit = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    if let Err(error) = raised {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
}

/// A listener with room for a storm.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    listening(address)
        .map_err(|error| Failure::unavailable(format!("{address} cannot be listened on: {error}")))
}

fn listening(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // What the one before left in TIME_WAIT is no reason to stay away.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING_MAX)
}

/// Where the rows of a data directory are.
pub(crate) fn store_path(settings: &Settings) -> PathBuf {
    settings.data.join(STORE_FOLDER)
}

/// Opens the store; it may take long, and blocks.
pub(crate) fn open_store(settings: &Settings) -> Result<Arc<dyn Store>, Failure> {
    let options = store_options(settings);
    if !options.sync {
        tracing::warn!("unsafe_no_sync: acknowledged data is lost in a power cut");
    }
    let store = SledStore::open(&store_path(settings), options).map_err(storage_failure)?;
    Ok(Arc::new(store))
}

pub(super) async fn open_store_off_thread(settings: &Settings) -> Result<Arc<dyn Store>, Failure> {
    let settings = settings.clone();
    let opening = tokio::task::spawn_blocking(move || open_store(&settings));
    opening.await.map_err(Failure::internal)?
}

/// What the settings say about the store.
pub(crate) fn store_options(settings: &Settings) -> SledOptions {
    let storage = &settings.storage;
    SledOptions {
        cache_bytes: storage.cache_bytes,
        free_space_floor_bytes: storage.free_space_floor_bytes,
        read_threads: storage.read_threads,
        read_queue_max: storage.read_queue_max,
        queue_operations_max: storage.queue_operations_max,
        queue_bytes_max: storage.queue_bytes_max,
        migrate: settings.migrate,
        sync: !(settings.unsafe_no_sync && settings.profile == Profile::Test),
    }
}

/// The exit code and the sentence of a store that does not open.
pub(crate) fn storage_failure(error: OpenError) -> Failure {
    match error {
        OpenError::Locked(_) => Failure::unavailable(error),
        OpenError::Older { .. } => Failure::bad_data(format!("{error} (confab serve --migrate)")),
        OpenError::Corrupt { .. } | OpenError::Newer { .. } => Failure::bad_data(error),
        OpenError::Io(_) => Failure::disk(error),
    }
}

/// Opens the accounts of a store.
pub(crate) async fn open_accounts(
    store: Arc<dyn Store>,
    clock: Clock,
    settings: &Settings,
) -> Result<Accounts, Failure> {
    let node = settings.session.node;
    let opened = Accounts::open(store, clock, node, settings.accounts.clone()).await;
    opened.map_err(|error| match error {
        AccountsOpenError::Passwords(_) => Failure::usage(error),
        AccountsOpenError::Commit(_) => Failure::disk(error),
        AccountsOpenError::Read(_) => Failure::bad_data(error),
    })
}

/// Opens the place of files; it blocks a little.
fn open_file_store(settings: &Settings) -> Result<FileStore, Failure> {
    let (root, files) = (settings.data.join(FILES_FOLDER), &settings.files);
    let opened = match files.keeper {
        FileKeeper::Local => FileStore::local(&root, files.free_space_floor_bytes),
        FileKeeper::S3 => {
            let options = S3Options {
                endpoint: files.s3_endpoint.clone(),
                bucket: files.s3_bucket.clone(),
                region: files.s3_region.clone(),
                access_key_id: files.s3_access_key_id.clone(),
                secret_access_key: files.s3_secret_access_key.clone(),
            };
            FileStore::s3(&options, &root, files.free_space_floor_bytes)
        }
    };
    opened.map_err(|error| Failure::disk(format!("the place of files cannot be used: {error}")))
}

/// Opens the files of a store.
pub(crate) fn open_files(
    rows: Arc<dyn Store>,
    clock: Clock,
    settings: &Settings,
) -> Result<Files, Failure> {
    Ok(Files::new(open_file_store(settings)?, rows, settings.files.clone(), clock))
}

/// What signs the addresses of files: made at the first start, the same ever after.
pub(crate) async fn open_addresses(
    store: &dyn Store,
    clock: Clock,
    base: String,
) -> Result<Addresses, Failure> {
    let found = store.load::<FileKey>(&()).await.map_err(Failure::bad_data)?;
    let key = match found {
        Some(key) => key,
        None => {
            let key = FileKey { secret: crate::accounts::random_secret() };
            let batch = Batch::new(Shard::Social).expect_absent::<FileKey>(&()).put(&key);
            store.commit(batch).await.map_err(Failure::disk)?;
            key
        }
    };
    Ok(Addresses::new(base, &key.secret, clock))
}

/// Starts the media server, unless the settings say otherwise. If no address is set, its port has the number
/// of HTTP's; where HTTP was to have any free port, and that number is taken for UDP, any free one does too.
pub(super) fn start_media(app: &App, http: SocketAddr) -> Result<Option<SocketAddr>, Failure> {
    let settings = &app.settings;
    if !settings.voice.media {
        return Ok(None);
    }
    let address = settings.media.unwrap_or(http);
    let start = |address| {
        let announced = settings.voice.announced.clone();
        let impairment = settings.impairment.chosen();
        let media = MediaSettings { announced, impairment, ..MediaSettings::at(address) };
        app.engine.start_media(media)
    };
    let mut started = start(address);
    if started.is_err() && settings.media.is_none() && settings.listen.port() == 0 {
        started = start(SocketAddr::new(address.ip(), 0));
    }
    let listens_at = started.map_err(|error| {
        Failure::unavailable(format!("{address} (UDP) cannot be listened on: {error}"))
    })?;
    Ok(listens_at.first().copied())
}

/// What the settings say about the engine.
pub(crate) fn engine_config(settings: &Settings, addresses: Addresses) -> EngineConfig {
    let session = &settings.session;
    EngineConfig {
        node: session.node,
        slot_wait: Duration::from_millis(session.restart_wait_ms),
        post_deadline: Duration::from_millis(session.post_deadline_ms),
        idle_unload: Duration::from_millis(session.unload_after_ms),
        channels_loaded_max: session.channels_loaded_max,
        channel_pending_max: session.channel_pending_max,
        content_chars_max: settings.message.characters_max,
        resume_window: Duration::from_millis(session.resume_ms),
        offline_after: Duration::from_millis(session.offline_after_ms),
        presence_interval: Duration::from_millis(session.presence_interval_ms),
        unread_interval: Duration::from_millis(session.unread_interval_ms),
        subscriptions_max: session.subscriptions_max,
        replay_max: session.replay_events_max,
        sessions_per_login_max: session.per_login_max,
        voice: VoiceLimits {
            mesh_max: settings.voice.mesh_max,
            grace: Duration::from_millis(settings.voice.grace_ms),
            ring: Duration::from_millis(settings.voice.ring_ms),
        },
        outbox: OutboxLimits {
            queue_events_max: session.outbox_events_max,
            queue_bytes_max: session.outbox_bytes_max,
            ring_events_max: session.ring_events_max,
            ring_bytes_max: session.ring_bytes_max,
        },
        slow_mode: SlowMode::default(),
        addresses,
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;

    /// More than the 128 that a listener has by default.
    const AT_ONCE: usize = 400;

    #[tokio::test]
    async fn everybody_may_come_at_once_before_anybody_is_accepted() {
        let listener =
            listen(([127, 0, 0, 1], 0).into()).await.unwrap_or_else(|_| panic!("a port"));
        let address = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        for _ in 0..AT_ONCE {
            waiting.push(TcpStream::connect(address).await.unwrap());
        }
        assert_eq!(waiting.len(), AT_ONCE);
    }
}
