//! Requests of one caller, and their answers.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use super::PATIENCE;

/// A caller: an address and a token, or none.
#[derive(Clone)]
pub(crate) struct Rest {
    client: reqwest::Client,
    url: String,
    authorization: Option<String>,
    reason: Option<String>,
}

/// A status and its JSON body (null when there is none).
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) content_type: Option<String>,
}

impl Answer {
    /// The body, if the status is this one.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// Asserts an error of this status and code.
    pub(crate) fn refused(self, status: u16, code: u64) {
        assert_eq!((self.status, self.code()), (status, Some(code)), "{}", self.body);
    }

    /// The code of an error.
    pub(crate) fn code(&self) -> Option<u64> {
        self.body["code"].as_u64()
    }
}

async fn answer(response: reqwest::Response) -> reqwest::Result<Answer> {
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let bytes = response.bytes().await?;
    let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| {
        let text = String::from_utf8_lossy(&bytes);
        if text.is_empty() { Value::Null } else { Value::String(text.into_owned()) }
    });
    Ok(Answer { status, body, content_type })
}

/// What parts the forms of [`Rest::post_files`].
pub(crate) const BOUNDARY: &str = "7f3c-boundary";

/// A form with files, and the message behind them as bot libraries send it.
pub(crate) fn form(message: &Value, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut form = Vec::new();
    let mut part = |disposition: String, content: &[u8]| {
        form.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n")
                .bytes(),
        );
        form.extend_from_slice(content);
        form.extend(b"\r\n");
    };
    for (number, (name, bytes)) in files.iter().enumerate() {
        part(format!("name=\"files[{number}]\"; filename=\"{name}\""), bytes);
    }
    part("name=\"payload_json\"".to_owned(), message.to_string().as_bytes());
    form.extend(format!("--{BOUNDARY}--\r\n").bytes());
    form
}

impl Rest {
    /// A caller with this `Authorization` header.
    pub(crate) fn new(url: &str, authorization: Option<&str>) -> Self {
        // No connection outlives its request, so a killed server leaves no stale one behind.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0);
        let client = client.timeout(PATIENCE).cookie_store(true).build();
        Self {
            client: client.unwrap(),
            url: url.trim_end_matches('/').to_owned(),
            authorization: authorization.map(str::to_owned),
            reason: None,
        }
    }

    /// The same caller with a reason for what it does.
    pub(crate) fn because(&self, reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..self.clone() }
    }

    /// The same client, cookies included, with another token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { authorization: Some(format!("Bearer {token}")), ..self.clone() }
    }

    /// The same caller at another address.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self { url: url.trim_end_matches('/').to_owned(), ..self.clone() }
    }

    /// The token without its scheme, as IDENTIFY takes it.
    pub(crate) fn bare_token(&self) -> &str {
        let authorization = self.authorization.as_deref().expect("a caller with a token");
        authorization.split_once(' ').map_or(authorization, |(_, token)| token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// POST to a server that may be gone.
    pub(crate) async fn try_post(&self, path: &str, body: Value) -> reqwest::Result<Answer> {
        self.try_send(Method::POST, path, Some(body)).await
    }

    /// Any request.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let answer = self.try_send(method, path, body).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error:?}"))
    }

    /// Any request with a body that need not be JSON.
    pub(crate) async fn send_bytes(&self, method: Method, path: &str, body: &[u8]) -> Answer {
        let answer = self.try_send_bytes(method, path, Some(body.to_vec())).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error:?}"))
    }

    /// A message with files, as a form: `files[0]`, `files[1]`, … and the message behind them.
    pub(crate) async fn post_files(
        &self,
        path: &str,
        message: Value,
        files: &[(&str, &[u8])],
    ) -> Answer {
        self.post_form(path, form(&message, files)).await
    }

    /// The same for a message that is there already.
    pub(crate) async fn patch_files(
        &self,
        path: &str,
        message: Value,
        files: &[(&str, &[u8])],
    ) -> Answer {
        self.send_form(Method::PATCH, path, form(&message, files)).await
    }

    /// Any form whose boundary is [`BOUNDARY`].
    pub(crate) async fn post_form(&self, path: &str, form: Vec<u8>) -> Answer {
        self.send_form(Method::POST, path, form).await
    }

    async fn send_form(&self, method: Method, path: &str, form: Vec<u8>) -> Answer {
        let mut request = self.request(method, path, None);
        request = request.header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
        answer(request.body(form).send().await.unwrap()).await.unwrap()
    }

    /// What is at an address, with these headers sent along.
    pub(crate) async fn fetch(&self, url: &str, headers: &[(&str, &str)]) -> reqwest::Response {
        let request = headers
            .iter()
            .fold(self.client.get(url), |request, (name, value)| request.header(*name, *value));
        request.send().await.unwrap()
    }

    /// Any request, answered with its headers. A null body is none.
    pub(crate) async fn raw(&self, method: &str, path: &str, body: Value) -> reqwest::Response {
        let body = Some(body).filter(|body| !body.is_null());
        let body = body.map(|body| body.to_string().into_bytes());
        self.request(method.parse().unwrap(), path, body).send().await.unwrap()
    }

    async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<Answer> {
        self.try_send_bytes(method, path, body.map(|body| body.to_string().into_bytes())).await
    }

    async fn try_send_bytes(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> reqwest::Result<Answer> {
        answer(self.request(method, path, body).send().await?).await
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> reqwest::RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        if let Some(reason) = &self.reason {
            request = request.header("X-Audit-Log-Reason", reason);
        }
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        request
    }
}
