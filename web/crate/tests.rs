//! What a browser gets for which path. Holds for the stand-in page of `WEB_SKIP=1` too.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use tower::ServiceExt;

async fn answer(method: &str, path: &str) -> Response<Body> {
    let request = Request::builder().method(method).uri(path).body(Body::empty());
    let request = request.expect("the test's own request is well formed");
    super::router().oneshot(request).await.expect("the router cannot fail")
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("ASCII"))
}

#[tokio::test]
async fn every_path_of_the_client_is_its_page_and_is_revalidated() {
    for path in ["/", "/index.html", "/setup", "/invite/abc", "/channels/1/2"] {
        let response = answer("GET", path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(header(&response, "content-type").starts_with("text/html"), "{path}");
        assert_eq!(header(&response, "cache-control"), "no-cache", "{path}");
    }
}

#[tokio::test]
async fn a_script_that_is_gone_is_missing_rather_than_a_page() {
    assert_eq!(answer("GET", "/assets/index-old.js").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_are_only_read() {
    for method in ["POST", "PUT", "DELETE"] {
        let response = answer(method, "/channels/1/2").await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[tokio::test]
async fn no_page_may_run_foreign_or_inline_scripts() {
    let response = answer("GET", "/").await;
    let policy = header(&response, "content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
}
