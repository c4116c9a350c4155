//! Files of messages, to whoever has an address of one: no token is asked for.
//!
//! - HA1  A wrong, changed or expired address, and one whose message is gone, is 404, and says no more.
//! - HA2  A browser runs nothing that it gets here, and shows in place only what it can show safely.

use std::sync::Arc;

use actors::Signed;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::error::ErrorCode;
use protocol::{AttachmentId, ChannelId};
use storage::records::{Attachment, ChannelHome, Message, RemovedGuild, Upload};
use storage::{FilePlace, Part, StoreExt as _};

use crate::files::{HEAD_BYTES, Kind, UNKNOWN, is_shown, sniff};
use crate::http::answer::Outcome;
use crate::http::extract::Query;
use crate::http::ranges::{Wanted, wanted};
use crate::http::{App, HttpError};

/// HA2. Not even our own pages' scripts run in it, and it loads nothing.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

/// As long as an address is good at least, in a browser's own store only.
const CACHED: HeaderValue = HeaderValue::from_static("private, max-age=82800, immutable");

/// A file of a message.
///
/// `ex`, `is` and `hm` are part of the address that the message brings. With `size` it is a smaller
/// picture, if there is one.
#[utoipa::path(
    get, path = "/attachments/{channel}/{attachment}/{filename}", tag = "files", security(()),
    params(
        ("ex" = Option<String>, Query, pattern = "^[0-9a-f]{1,16}$"),
        ("is" = Option<String>, Query, pattern = "^[0-9a-f]{1,16}$"),
        ("hm" = Option<String>, Query, pattern = "^[0-9a-f]{64}$"),
        ("size" = Option<u32>, Query),
    ),
    responses(
        (status = 200, content_type = "application/octet-stream"),
        (status = 206, content_type = "application/octet-stream", description = "A part of it."),
        (status = 304),
        (status = 416, description = "There is no such part of it."),
    ),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    path: Result<Path<(ChannelId, AttachmentId, String)>, axum::extract::rejection::PathRejection>,
    query: Query,
    headers: HeaderMap,
) -> Outcome<Response> {
    let Ok(Path((channel, id, filename))) = path else { return Err(unknown()) };
    let signed = signed((channel, id), &query).ok_or_else(unknown)?;
    if !app.addresses.is_good(&signed) {
        return Err(unknown());
    }
    let file = find(&app, channel, id).await?.ok_or_else(unknown)?;
    if file.filename != filename {
        return Err(unknown());
    }
    let tag = tag(id);
    if headers.get_all(header::IF_NONE_MATCH).iter().any(|known| *known == tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let wants_small = query.has("size") && file.thumbnail;
    let place = |part| FilePlace::Attachment(channel, id, part);
    let mut response = if wants_small {
        small(&app, place(Part::Thumbnail)).await?
    } else {
        whole(&app, place(Part::Whole), &file, &tag, &headers).await?
    };
    confine(response.headers_mut(), &file, tag);
    Ok(response)
}

/// HA1.
fn unknown() -> HttpError {
    ErrorCode::NotFound.into()
}

fn signed(file: (ChannelId, AttachmentId), query: &Query) -> Option<Signed> {
    let seconds = |name| i64::from_str_radix(query.text(name)?, 16).ok();
    let digits = query.text("hm").filter(|digits| digits.len() == 64 && digits.is_ascii())?;
    let mut signature = [0; 32];
    for (byte, at) in signature.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&digits[at..at + 2], 16).ok()?;
    }
    Some(Signed { file, until_s: seconds("ex")?, since_s: seconds("is")?, signature })
}

/// The file, if its message and its channel are still there.
async fn find(app: &App, channel: ChannelId, id: AttachmentId) -> Outcome<Option<Attachment>> {
    let upload = app.store.load::<Upload>(&id).await?.filter(|upload| upload.channel == channel);
    let Some(message) = upload.and_then(|upload| upload.message) else { return Ok(None) };
    let Some(home) = app.store.load::<ChannelHome>(&channel).await? else { return Ok(None) };
    if app.store.load::<RemovedGuild>(&home.guild).await?.is_some() {
        return Ok(None);
    }
    let message = app.store.load::<Message>(&(channel, message)).await?;
    let message = message.filter(|message| message.deleted_at_ms.is_none());
    Ok(message.and_then(|message| message.attachments.into_iter().find(|file| file.id == id)))
}

async fn whole(
    app: &App,
    place: FilePlace,
    file: &Attachment,
    tag: &HeaderValue,
    headers: &HeaderMap,
) -> Outcome<Response> {
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    // A part of another state of the file is of no use.
    let is_same = headers.get(header::IF_RANGE).is_none_or(|known| known == tag);
    let (status, range) = match wanted(range.filter(|_| is_same), file.size) {
        Wanted::Whole => (StatusCode::OK, None),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, Some(range)),
        Wanted::Nothing => {
            let size = [(header::CONTENT_RANGE, format!("bytes */{}", file.size))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, size).into_response());
        }
    };
    let bytes = app.files.store.read(place, range.clone()).await?;
    let mut response = Response::new(Body::from_stream(bytes.stream));
    *response.status_mut() = status;
    let length = range.as_ref().map_or(file.size, |range| range.end - range.start);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_TYPE, content_type(&file.content_type));
    if let Some(range) = range {
        let part = format!("bytes {}-{}/{}", range.start, range.end - 1, file.size);
        headers.insert(header::CONTENT_RANGE, HeaderValue::try_from(part).expect("digits"));
    }
    Ok(response)
}

/// A smaller picture: we made it, so it is small, and one of two kinds.
async fn small(app: &App, place: FilePlace) -> Outcome<Response> {
    let bytes = app.files.read_small(place).await?;
    let kind = match sniff(&bytes[..bytes.len().min(HEAD_BYTES)]) {
        Kind::Image(kind) => kind.mime(),
        Kind::Shown(_) | Kind::Saved(_) => UNKNOWN,
    };
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}

/// What is not shown says nothing that a browser could act upon.
fn content_type(stored: &str) -> HeaderValue {
    let shown = Some(stored).filter(|stored| is_shown(stored));
    let value = HeaderValue::from_str(shown.unwrap_or(UNKNOWN));
    value.unwrap_or(HeaderValue::from_static(UNKNOWN))
}

/// HA2.
fn confine(headers: &mut HeaderMap, file: &Attachment, tag: HeaderValue) {
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, CACHED);
    headers.insert(header::ETAG, tag);
    headers.insert(header::CONTENT_DISPOSITION, disposition(file));
    // A bot's site may show it; it is no secret to whoever has the address.
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
}

/// RFC 6266: the name in ASCII for old clients, and as it is.
fn disposition(file: &Attachment) -> HeaderValue {
    let how = if is_shown(&file.content_type) { "inline" } else { "attachment" };
    let plain: String = file
        .filename
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '_' })
        .collect();
    let exact: String = file
        .filename
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let value = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{exact}");
    HeaderValue::try_from(value).expect("letters, digits and a few signs")
}

fn tag(id: AttachmentId) -> HeaderValue {
    HeaderValue::try_from(format!("\"{id}\"")).expect("digits")
}
