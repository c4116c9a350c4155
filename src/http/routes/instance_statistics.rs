//! What was measured of the server.

use std::sync::Arc;

use axum::extract::State;
use protocol::error::FieldErrorCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Power;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Person, Query};
use crate::http::{App, HttpError};
use crate::statistics::{self, Range};

/// How far back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = StatisticsRange)]
#[serde(rename_all = "lowercase")]
enum ShownRange {
    Hour,
    Day,
    Week,
    Month,
}

/// Points, oldest first; at most 720. Spans in which the server did not run are missing.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Statistics {
    range: ShownRange,
    /// How long each point stands for.
    span_seconds: u64,
    /// When each point begins, in seconds since 1970.
    at: Vec<u64>,
    series: Vec<Series>,
}

/// One number for each point; null where nothing was measured. Counts are a minute's, durations milliseconds.
#[derive(Serialize, ToSchema)]
#[schema(as = StatisticsSeries)]
struct Series {
    name: &'static str,
    mean: Vec<Option<f32>>,
    max: Vec<Option<f32>>,
}

/// What was measured of the server lately, for its administrators.
#[utoipa::path(
    get, path = "/admin/stats", tag = "admin", operation_id = "instance_statistics",
    security(("user" = [])),
    params(("range" = Option<ShownRange>, Query, description = "How far back: `day` unless given.")),
    responses((status = 200, body = Statistics), (status = 403)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    person: Person,
    query: Query,
) -> Outcome<Answer<Statistics>> {
    app.accounts.with_power(person.user, Power::Administration).await?;
    let shown = range(&query)?;
    let range = Range::from(shown);
    let rows = statistics::read(&*app.store, range, app.clock.now_ms()).await?;
    let series = statistics::columns(&rows).into_iter();
    Ok(Answer(Statistics {
        range: shown,
        span_seconds: range.span_s(),
        at: rows.iter().map(|row| row.at_s).collect(),
        series: series
            .map(|column| Series { name: column.name, mean: column.mean, max: column.max })
            .collect(),
    }))
}

fn range(query: &Query) -> Result<ShownRange, HttpError> {
    let Some(text) = query.text("range").filter(|text| !text.is_empty()) else {
        return Ok(ShownRange::Day);
    };
    let unknown = |_| {
        HttpError::field("range", FieldErrorCode::NotAChoice, "Must be hour, day, week or month.")
    };
    serde_json::from_value(text.into()).map_err(unknown)
}

impl From<ShownRange> for Range {
    fn from(range: ShownRange) -> Self {
        match range {
            ShownRange::Hour => Self::Hour,
            ShownRange::Day => Self::Day,
            ShownRange::Week => Self::Week,
            ShownRange::Month => Self::Month,
        }
    }
}
