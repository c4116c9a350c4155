//! JSON bodies: bounded in bytes, depth and time; unknown fields and content types do not matter.

use std::sync::Arc;
use std::time::Duration;

use axum::body::HttpBody as _;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::json;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use super::Standing;
use crate::http::{App, HttpError};

/// A JSON body; an empty one is `{}`.
pub(in crate::http) struct JsonBody<T>(pub(in crate::http) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, HttpError> {
        object(&bounded(request, app, app.settings.http.body_bytes_max).await?).map(Self)
    }
}

/// A JSON body that may hold a picture.
pub(in crate::http) struct PictureBody<T>(pub(in crate::http) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for PictureBody<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, HttpError> {
        // Base64 makes four bytes of three.
        let picture = app.settings.files.picture_bytes_max.div_ceil(3) * 4;
        let bytes_max = app.settings.http.body_bytes_max + picture;
        object(&bounded(request, app, bytes_max).await?).map(Self)
    }
}

/// An object from JSON; nothing is an empty one.
pub(in crate::http) fn object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpError> {
    let text: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    // serde would take a list for the fields of an object in their order.
    if text.trim_ascii_start().starts_with(b"[") {
        return Err(HttpError::field("", FieldErrorCode::WrongType, "Must be an object."));
    }
    Ok(json::read(text)?)
}

/// A JSON body that is a list.
pub(in crate::http) struct JsonList<T>(pub(in crate::http) Vec<T>);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonList<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, HttpError> {
        let bytes = bounded(request, app, app.settings.http.body_bytes_max).await?;
        if !bytes.trim_ascii_start().starts_with(b"[") {
            return Err(HttpError::field("", FieldErrorCode::WrongType, "Must be a list."));
        }
        Ok(Self(json::read(&bytes)?))
    }
}

async fn bounded(request: Request, app: &App, bytes_max: usize) -> Result<Bytes, HttpError> {
    let standing = Standing::of(&request);
    let reading = read(request, bytes_max);
    let timeout = Duration::from_millis(app.settings.http.body_timeout_ms);
    let late = |_| HttpError::from(ErrorCode::BodyTimeout);
    let bytes = tokio::time::timeout(timeout, reading).await.map_err(late)??;
    standing.holds(app)?;
    Ok(bytes)
}

async fn read(request: Request, bytes_max: usize) -> Result<Bytes, HttpError> {
    let body = request.into_body();
    // What says beforehand that it is too large need not be sent.
    if body.size_hint().lower() > bytes_max as u64 {
        return Err(ErrorCode::TooLarge.into());
    }
    let body = Limited::new(body, bytes_max);
    let collected = body.collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            HttpError::from(ErrorCode::TooLarge)
        } else {
            HttpError::from(ErrorCode::InvalidJson)
        }
    })?;
    Ok(collected.to_bytes())
}

/// Tells null, which takes a value away, from a field that is not there.
pub(in crate::http) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}
