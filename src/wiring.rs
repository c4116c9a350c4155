//! The process: opens everything in order, says that it is ready, and closes everything in order.

mod logging;
mod measuring;
mod opening;
mod shutdown;
mod sweeper;
mod traces;

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use actors::{Clock, Engine};
use metrics_exporter_prometheus::PrometheusHandle;
use storage::Store;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{Loaded, Settings};
use crate::exit::Failure;
use crate::http::{App, Confinement, Server, keep_finishing, metrics_router, router};
use crate::limits::Limits;
use crate::sampling::Sampler;
use crate::statistics;

pub(crate) use logging::install_crypto;
pub(crate) use opening::{
    engine_config, open_accounts, open_addresses, open_files, open_store, storage_failure,
    store_options, store_path,
};

/// Serves until a signal ends it.
pub(crate) fn serve(loaded: Loaded) -> Result<(), Failure> {
    let Loaded { settings, unknown_variables } = loaded;
    let collector = logging::start(&settings)?;
    install_crypto();
    for name in unknown_variables {
        tracing::warn!("there is no setting for the variable {name}");
    }
    opening::raise_file_limit();
    let runtime = opening::runtime()?;
    let outcome = runtime.block_on(run(settings));
    // What still runs at the end has had its time.
    runtime.shutdown_background();
    drop(collector);
    outcome
}

async fn run(settings: Settings) -> Result<(), Failure> {
    let listener = opening::listen(settings.listen).await?;
    let metrics = measuring::start()?;
    let metrics_listener = match settings.metrics {
        Some(address) => Some(opening::listen(address).await?),
        None => None,
    };
    let store = opening::open_store_off_thread(&settings).await?;
    let bound = listener.local_addr().map_err(Failure::internal)?;
    let url = url(&settings, bound);
    let app = assemble(settings, store, metrics, url.clone()).await?;
    let media = opening::start_media(&app, bound)?;
    let mut servers = TaskTracker::new();
    start(&mut servers, &app, listener, router(Arc::clone(&app)));
    if let Some(listener) = metrics_listener {
        start(&mut servers, &app, listener, metrics_router(Arc::clone(&app)));
    }
    #[expect(clippy::disallowed_methods, reason = "it runs as long as the process")]
    tokio::spawn(sweeper::run(
        Arc::clone(&app.store),
        app.clock.clone(),
        sweeper::Kept::of(&app.settings),
    ));
    let files = Arc::clone(&app.files);
    #[expect(clippy::disallowed_methods, reason = "it runs as long as the process")]
    tokio::spawn(async move { files.keep_sweeping().await });
    #[expect(clippy::disallowed_methods, reason = "it runs as long as the process")]
    tokio::spawn(keep_finishing(Arc::clone(&app)));
    #[expect(clippy::disallowed_methods, reason = "it runs as long as the process")]
    tokio::spawn(statistics::keep(Arc::clone(&app)));
    let engine = app.engine.clone();
    #[expect(clippy::disallowed_methods, reason = "it runs as long as the process")]
    tokio::spawn(async move { engine.keep_sweeping_messages().await });
    let told_to_end = shutdown::signals()?;
    say_ready(&app, &url, media)?;
    tracing::info!("serving on {url}");
    told_to_end.await;
    shutdown::run(&app, servers).await;
    Ok(())
}

async fn assemble(
    settings: Settings,
    store: Arc<dyn Store>,
    metrics: PrometheusHandle,
    url: String,
) -> Result<Arc<App>, Failure> {
    let clock = Clock::system();
    let accounts = open_accounts(Arc::clone(&store), clock.clone(), &settings).await?;
    let addresses = open_addresses(&*store, clock.clone(), url).await?;
    let files = open_files(Arc::clone(&store), clock.clone(), &settings)?;
    let config = engine_config(&settings, addresses.clone());
    let engine = Engine::start(config, Arc::clone(&store), clock.clone());
    let engine = engine.await.map_err(Failure::internal)?;
    engine.continue_ids().await.map_err(Failure::internal)?;
    engine.end_cut_off_calls().await.map_err(Failure::internal)?;
    let app = Arc::new(App {
        accounts: Arc::new(accounts),
        limits: Limits::new(&settings.limits),
        engine,
        files: Arc::new(files),
        addresses,
        store,
        clock,
        traces: Sampler::new(settings.traces.posts_permille),
        settings,
        metrics,
        process: metrics_process::Collector::default(),
        stopping: CancellationToken::new(),
        sockets: TaskTracker::new(),
        unfinished: TaskTracker::new(),
    });
    app.follow(&app.accounts.instance_settings());
    Ok(app)
}

fn start(servers: &mut TaskTracker, app: &App, listener: TcpListener, router: axum::Router) {
    let server = Server {
        listener,
        router,
        settings: app.settings.http.clone(),
        upload_timeout: app.files.pace().whole,
        confinement: Confinement::of(app.settings.public_url.as_deref()),
        stopping: app.stopping.clone(),
    };
    servers.spawn(server.run());
}

/// How this server is reached: from outside if that is known, else from this machine.
fn url(settings: &Settings, bound: SocketAddr) -> String {
    match &settings.public_url {
        Some(url) => url.clone(),
        None if bound.ip().is_unspecified() => format!("http://127.0.0.1:{}", bound.port()),
        None => format!("http://{bound}"),
    }
}

/// The one line on stdout.
fn say_ready(app: &App, url: &str, media: Option<SocketAddr>) -> Result<(), Failure> {
    let setup_url = app.accounts.setup_token().map(|token| format!("{url}/setup#token={token}"));
    let line = serde_json::json!({ "url": url, "media": media, "setup_url": setup_url });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(Failure::internal)
}
