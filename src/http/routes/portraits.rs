//! Pictures of users and guilds: kept when somebody changes them, and sent to everyone.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::{GuildId, UserId};
use storage::FilePlace;

use super::attachments::POLICY;
use crate::files::{HEAD_BYTES, Kind, PortraitError, UNKNOWN, name_of, sniff};
use crate::http::answer::Outcome;
use crate::http::{App, HttpError};

/// A name never means another picture.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The endings that an address may have; the picture has the type that it has.
const ENDINGS: [&str; 5] = ["png", "jpg", "jpeg", "webp", "gif"];

/// Whose picture, and which.
type Named<Id> = Result<Path<(Id, String)>, axum::extract::rejection::PathRejection>;

/// A user's picture. `size` may be given and does not matter: it is small.
#[utoipa::path(
    get, path = "/avatars/{user}/{picture}", tag = "files", security(()),
    params(("size" = Option<u32>, Query)),
    responses((status = 200, content_type = "image/*"), (status = 304)),
)]
pub(in crate::http) async fn avatar(
    State(app): State<Arc<App>>,
    path: Named<UserId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    send(&app, path, &headers, FilePlace::Avatar).await
}

/// A guild's picture. `size` may be given and does not matter: it is small.
#[utoipa::path(
    get, path = "/icons/{guild}/{picture}", tag = "files", security(()),
    params(("size" = Option<u32>, Query)),
    responses((status = 200, content_type = "image/*"), (status = 304)),
)]
pub(in crate::http) async fn icon(
    State(app): State<Arc<App>>,
    path: Named<GuildId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    send(&app, path, &headers, FilePlace::Icon).await
}

async fn send<Id>(
    app: &App,
    path: Named<Id>,
    headers: &HeaderMap,
    place: fn(Id, [u8; 16]) -> FilePlace,
) -> Outcome<Response> {
    let unknown = || HttpError::from(ErrorCode::NotFound);
    let Ok(Path((owner, picture))) = path else { return Err(unknown()) };
    let (name, ending) = picture.split_once('.').ok_or_else(unknown)?;
    let known = ENDINGS.contains(&ending).then(|| name_of(name)).flatten().ok_or_else(unknown)?;
    let bytes = app.files.read_small(place(owner, known)).await?;
    let tag = HeaderValue::try_from(format!("\"{name}\"")).expect("digits");
    if headers.get_all(header::IF_NONE_MATCH).iter().any(|there| *there == tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let kind = match sniff(&bytes[..bytes.len().min(HEAD_BYTES)]) {
        Kind::Image(kind) => kind.mime(),
        Kind::Shown(_) | Kind::Saved(_) => UNKNOWN,
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, CACHED);
    headers.insert(header::ETAG, tag);
    Ok(response)
}

/// Keeps the picture that a change brings, if it brings one, for the field of that name.
pub(super) async fn keep(
    app: &App,
    field: &str,
    sent: Option<Option<String>>,
    place: impl Fn([u8; 16]) -> FilePlace,
) -> Outcome<Option<Option<String>>> {
    let Some(Some(address)) = sent else { return Ok(sent) };
    let kept = app.files.keep_portrait(address, place).await;
    let name = kept.map_err(|error| match error {
        PortraitError::NoPicture => {
            HttpError::field(field, FieldErrorCode::WrongType, "Must be a picture as a data URI.")
        }
        PortraitError::TooLarge => ErrorCode::TooLarge.into(),
        PortraitError::File(error) => error.into(),
    })?;
    Ok(Some(Some(name)))
}

/// Removes a picture, unless it is the present one.
pub(in crate::http) async fn let_go(
    app: &App,
    former: Option<&String>,
    present: Option<&String>,
    place: impl Fn([u8; 16]) -> FilePlace,
) {
    let gone = former.filter(|former| Some(*former) != present);
    if let Some(name) = gone.and_then(|name| name_of(name)) {
        app.files.remove_portrait(place(name)).await;
    }
}
