//! A form of the v10 API: `payload_json`, and files called `files[n]`.
//!
//! - FF1  A form is read once, from front to end: nothing of it is held but its fields, which are
//!   bounded, and one chunk of a file.
//! - FF2  A part with a file name is a file, whatever it is called; old clients call it `file`.

use actors::FILES_MAX;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use multer::{Field, Multipart};

use super::arrival::{Allowance, ArrivalError, Pace, arrival};

/// Parts of a form that are no files. The documented ones are four.
const FIELDS_MAX: usize = 16;

/// Why a form is not read on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormError {
    /// It did not arrive.
    #[error(transparent)]
    Arrival(#[from] ArrivalError),
    /// No form, or one that does not end.
    #[error("this is no form")]
    Malformed,
    /// More than [`FILES_MAX`] files.
    #[error("too many files")]
    TooManyFiles,
    /// More than [`FIELDS_MAX`] other parts.
    #[error("too many fields")]
    TooManyFields,
    /// A field with more bytes than it may have.
    #[error("a field is too large")]
    FieldTooLarge,
}

/// A form as it arrives.
pub(crate) struct Form {
    parts: Multipart<'static>,
    allowance: Allowance,
    field_bytes_max: usize,
    fields: usize,
    files: usize,
}

/// One part of it.
pub(crate) enum FormPart {
    /// The message as JSON.
    Payload(Bytes),
    /// A part that means nothing here; it was read over.
    Other,
    /// A file. Its content has to be read before the next part is.
    File(Box<FormFile>),
}

/// A file of a form.
pub(crate) struct FormFile {
    /// The `n` of `files[n]`; else the how many-th file it is.
    pub(crate) number: u64,
    /// As its sender called it.
    pub(crate) filename: String,
    field: Field<'static>,
}

/// The boundary of a form, if that is what a request brings.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<Result<String, FormError>> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or_default().trim();
    let is_form = essence.eq_ignore_ascii_case("multipart/form-data");
    is_form.then(|| multer::parse_boundary(value).map_err(|_| FormError::Malformed))
}

impl Form {
    pub(crate) fn new(body: Body, boundary: String, pace: Pace, field_bytes_max: usize) -> Self {
        let (stream, allowance) = arrival(body, pace);
        let parts = Multipart::new(stream, boundary);
        Self { parts, allowance, field_bytes_max, fields: 0, files: 0 }
    }

    /// The next part; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<FormPart>, FormError> {
        self.allowance.head();
        let Some(field) = self.parts.next_field().await? else { return Ok(None) };
        self.allowance.content();
        if let Some(filename) = field.file_name() {
            let filename = filename.to_owned();
            return self.file(field, filename).map(|file| Some(FormPart::File(file)));
        }
        self.fields += 1;
        if self.fields > FIELDS_MAX {
            return Err(FormError::TooManyFields);
        }
        let is_payload = field.name() == Some("payload_json");
        let content = self.content(field).await?;
        Ok(Some(if is_payload { FormPart::Payload(content) } else { FormPart::Other }))
    }

    fn file(
        &mut self,
        field: Field<'static>,
        filename: String,
    ) -> Result<Box<FormFile>, FormError> {
        if self.files == FILES_MAX {
            return Err(FormError::TooManyFiles);
        }
        let number = field.name().and_then(number).unwrap_or(self.files as u64);
        self.files += 1;
        Ok(Box::new(FormFile { number, filename, field }))
    }

    async fn content(&self, mut field: Field<'static>) -> Result<Bytes, FormError> {
        let mut content = BytesMut::new();
        while let Some(chunk) = field.chunk().await? {
            if content.len() + chunk.len() > self.field_bytes_max {
                return Err(FormError::FieldTooLarge);
            }
            content.extend_from_slice(&chunk);
        }
        Ok(content.freeze())
    }
}

impl FormFile {
    /// The next bytes of the file; `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, FormError> {
        Ok(self.field.chunk().await?)
    }
}

/// The `n` of `files[n]`.
fn number(name: &str) -> Option<u64> {
    name.strip_prefix("files[")?.strip_suffix(']')?.parse().ok()
}

impl From<multer::Error> for FormError {
    fn from(error: multer::Error) -> Self {
        match error {
            multer::Error::StreamReadFailed(cause) => {
                cause.downcast::<ArrivalError>().map_or(Self::Malformed, |cause| (*cause).into())
            }
            _ => Self::Malformed,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const PACE: Pace = Pace {
        whole: Duration::from_secs(100),
        stall: Duration::from_secs(10),
        bytes_max: 1 << 20,
    };

    fn form(text: &str) -> Form {
        Form::new(Body::from(text.to_owned()), "x".to_owned(), PACE, 1_000)
    }

    /// What is read, one word a part.
    async fn read(text: &str) -> Result<Vec<String>, FormError> {
        let (mut form, mut parts) = (form(text), Vec::new());
        while let Some(part) = form.next().await? {
            parts.push(match part {
                FormPart::Payload(json) => String::from_utf8(json.to_vec()).unwrap(),
                FormPart::Other => "other".to_owned(),
                FormPart::File(mut file) => {
                    let mut bytes = 0;
                    while let Some(chunk) = file.chunk().await? {
                        bytes += chunk.len();
                    }
                    format!("{} {} {bytes}", file.number, file.filename)
                }
            });
        }
        Ok(parts)
    }

    fn part(disposition: &str, content: &str) -> String {
        format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n")
    }

    fn whole(parts: &[String]) -> String {
        format!("{}--x--\r\n", parts.concat())
    }

    #[tokio::test]
    async fn ff2_parts_are_told_apart_by_their_names() {
        let text = whole(&[
            part("name=\"files[3]\"; filename=\"a.txt\"", "hello"),
            part("name=\"payload_json\"", "{}"),
            part("name=\"tts\"", "true"),
            part("name=\"file\"; filename=\"b\"", ""),
            part("name=\"\"; filename=\"c\"", "--x"),
        ]);
        let parts = read(&text).await.unwrap();
        assert_eq!(parts, ["3 a.txt 5", "{}", "other", "1 b 0", "2 c 3"]);
    }

    #[tokio::test]
    async fn ff1_what_does_not_end_or_is_too_much_is_refused() {
        let file = part("name=\"files[0]\"; filename=\"a\"", "x");
        let field = part("name=\"f\"", "x");
        let long = part("name=\"f\"", &"x".repeat(1_001));
        let check = |text: String| async move { read(&text).await.unwrap_err().to_string() };
        assert_eq!(check(file.clone()).await, "this is no form");
        assert_eq!(check("no form at all".to_owned()).await, "this is no form");
        assert_eq!(check(whole(&vec![file; FILES_MAX + 1])).await, "too many files");
        assert_eq!(check(whole(&vec![field; FIELDS_MAX + 1])).await, "too many fields");
        assert_eq!(check(whole(&[long])).await, "a field is too large");
        let head = format!("--x\r\nA: {}", "x".repeat(200_000));
        assert!(check(head).await.contains("head"));
    }

    #[test]
    fn a_form_is_known_by_its_content_type() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            boundary(&headers).map(|boundary| boundary.ok())
        };
        assert_eq!(of("multipart/form-data; boundary=abc"), Some(Some("abc".to_owned())));
        assert_eq!(of("Multipart/Form-Data; boundary=\"a b\""), Some(Some("a b".to_owned())));
        assert_eq!(of("multipart/form-data"), Some(None));
        assert_eq!(of("application/json"), None);
        assert_eq!(of("multipart/form-database; boundary=a"), None);
    }
}
