//! The OpenAPI document, made from the handlers that [`router`](super::router) routes.
//!
//! - OA1  Every route is described and every description is routed: both come from one list.
//! - OA2  What follows from the shape of a request is said once, in [`implied`], not at each handler.
//! - OA3  The document is made once; its bytes are what is served, printed and kept as
//!   `web/openapi.json`, from which the client's types are made.

mod implied;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use protocol::ApiError;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use utoipa::{PartialSchema as _, ToSchema as _};

use super::router::described;

static DOCUMENT: LazyLock<Document> =
    LazyLock::new(|| Document::new(finish(described().into_openapi())));

struct Document {
    text: Bytes,
    tag: HeaderValue,
}

/// The document as text, with a line feed at its end.
pub(crate) fn text() -> &'static [u8] {
    &DOCUMENT.text
}

/// This description of the API, as OpenAPI 3.1.
#[utoipa::path(
    get, path = "/openapi.json", tag = "process", security(()),
    responses(
        (status = 200, body = Object, content_type = "application/json",
            headers(("ETag" = String, description = "Changes when the document does."))),
        (status = 304),
    ),
)]
pub(super) async fn document(headers: HeaderMap) -> Response {
    let Document { text, tag } = &*DOCUMENT;
    let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|value| value == tag);
    if known {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag.clone())]).into_response();
    }
    let mut response = Response::new(Body::from(text.clone()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ETAG, tag.clone());
    response
}

impl Document {
    fn new(document: Value) -> Self {
        let mut text = serde_json::to_vec_pretty(&document).expect("a document has string keys");
        text.push(b'\n');
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &text);
        let digest: String =
            digest.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let tag = HeaderValue::try_from(format!("\"{digest}\"")).expect("hexadecimal digits");
        Self { text: Bytes::from(text), tag }
    }
}

/// What the routes say, with what holds for all of them.
fn finish(mut routes: OpenApi) -> Value {
    let mut schemas = vec![(ApiError::name().into_owned(), ApiError::schema())];
    ApiError::schemas(&mut schemas);
    routes.components.get_or_insert_default().schemas.extend(schemas);
    let mut document = serde_json::to_value(routes).expect("a document has string keys");
    document["info"] = json!({
        "title": "Confab",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Works with libraries written for the Discord v10 bot API; not affiliated. \
            What that API does not offer is under /api/x. Unknown fields are ignored.",
        "license": { "name": "MIT OR Apache-2.0" },
    });
    document["security"] = json!([{ "user": [] }, { "bot": [] }]);
    document["components"]["securitySchemes"] = json!({
        "user": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
        "bot": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "`Bot ` and the token.",
        },
        "refresh": { "type": "apiKey", "in": "cookie", "name": "confab_refresh" },
    });
    implied::complete(&mut document);
    document
}
