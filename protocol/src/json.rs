//! Reading JSON from outside: bounded nesting, and errors that name the field.
//!
//! - J1  Nesting deeper than [`DEPTH_MAX`] is refused before anything is parsed.
//! - J2  A wrong type is told with the path of its field.
//! - J3  Unknown fields are ignored.

use serde::Deserialize;
use serde_json::error::Category;

use crate::error::{ApiError, ErrorCode, FieldErrorCode};

/// Arrays and objects within each other at most. Deeper ones only serve to exhaust a stack.
pub const DEPTH_MAX: usize = 32;

/// Why a text was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It is no JSON.
    #[error("this is not valid JSON")]
    Malformed,
    /// It is nested too deeply.
    #[error("more than {DEPTH_MAX} levels of nesting")]
    TooDeep,
    /// A field is missing or has a wrong type.
    #[error("{path}: {message}")]
    Field {
        /// The dotted path, empty for the whole.
        path: String,
        /// What was expected.
        message: String,
    },
}

/// Reads a body.
pub fn read<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, JsonError> {
    check_depth(text)?;
    read_at("", text)
}

/// Reads a part whose nesting was already checked and that stands at a path.
pub(crate) fn read_at<'de, T: Deserialize<'de>>(
    path: &str,
    text: &'de [u8],
) -> Result<T, JsonError> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let inner = error.path().to_string();
        field_error(&joined(path, &inner), error.inner())
    })?;
    json.end().map_err(|_| JsonError::Malformed)?;
    Ok(value)
}

/// Refuses what is nested too deeply (J1). Brackets within strings do not count.
pub(crate) fn check_depth(text: &[u8]) -> Result<(), JsonError> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for &byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MAX {
            return Err(JsonError::TooDeep);
        }
    }
    Ok(())
}

fn field_error(path: &str, error: &serde_json::Error) -> JsonError {
    match error.classify() {
        Category::Data => JsonError::Field { path: path.to_owned(), message: without_place(error) },
        Category::Io | Category::Syntax | Category::Eof => JsonError::Malformed,
    }
}

/// The paths of lists read `a[0].b` there, and `a.0.b` in the documented errors.
fn joined(path: &str, inner: &str) -> String {
    let inner = inner.replace('[', ".").replace(']', "");
    match (path, inner.trim_start_matches('.')) {
        (path, "") => path.to_owned(),
        ("", inner) => inner.to_owned(),
        (path, inner) => format!("{path}.{inner}"),
    }
}

/// The line and the column mean nothing to one who built the text with a library.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

impl From<JsonError> for ApiError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Malformed => Self::new(ErrorCode::InvalidJson),
            JsonError::TooDeep => Self::new(ErrorCode::InvalidJson).with_message(error.to_string()),
            JsonError::Field { path, message } => {
                Self::invalid_field(&path, FieldErrorCode::WrongType, message)
            }
        }
    }
}

#[cfg(test)]
mod tests;
