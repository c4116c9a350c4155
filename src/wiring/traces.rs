//! Where the spans of traced posts go: into the log, a line for each that ends, or to a collector by OTLP.

use std::io;

use actors::TRACE_TARGET;
use tracing::{Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{self, format::FmtSpan};
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;

use crate::config::TraceSettings;
use crate::exit::Failure;

/// A layer of a subscriber, of which the wiring knows no more.
type Boxed<S> = Box<dyn Layer<S> + Send + Sync>;

/// What listens to traces, if any post is traced; and what sends the last of them when it is dropped.
pub(super) fn layer<S>(settings: &TraceSettings) -> Result<(Option<Boxed<S>>, Collector), Failure>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    if settings.posts_permille == 0 {
        return Ok((None, Collector::default()));
    }
    let (layer, collector) = if settings.endpoint.is_empty() {
        (lines(), Collector::default())
    } else {
        exported(&settings.endpoint)?
    };
    let of_posts = Targets::new().with_target(TRACE_TARGET, Level::INFO);
    Ok((Some(layer.with_filter(of_posts).boxed()), collector))
}

fn lines<S>() -> Boxed<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fmt::layer().json().with_span_events(FmtSpan::CLOSE).with_writer(io::stderr).boxed()
}

#[cfg(not(feature = "otel"))]
fn exported<S>(_endpoint: &str) -> Result<(Boxed<S>, Collector), Failure> {
    Err(Failure::usage(
        "traces.endpoint needs a build with `--features otel`; without it traces are lines of the log",
    ))
}

#[cfg(feature = "otel")]
fn exported<S>(endpoint: &str) -> Result<(Boxed<S>, Collector), Failure>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    use opentelemetry::trace::TracerProvider as _;
    use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
    use opentelemetry_sdk::Resource;
    use opentelemetry_sdk::trace::SdkTracerProvider;

    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{endpoint}/v1/traces"))
        .build()
        .map_err(Failure::internal)?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name("confab").build())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("confab"));
    Ok((layer.boxed(), Collector { provider: Some(provider) }))
}

/// Sends what was not sent yet when it is dropped.
#[derive(Default)]
pub(super) struct Collector {
    #[cfg(feature = "otel")]
    provider: Option<opentelemetry_sdk::trace::SdkTracerProvider>,
}

impl Drop for Collector {
    fn drop(&mut self) {
        #[cfg(feature = "otel")]
        if let Some(provider) = &self.provider
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

#[cfg(all(test, feature = "otel"))]
mod tests;
