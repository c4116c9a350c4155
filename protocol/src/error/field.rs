//! Which fields were wrong: a tree that follows the request, with `_errors` where something is.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use utoipa::ToSchema;

/// What is wrong with a field, as the documented v10 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
pub enum FieldErrorCode {
    /// It is missing.
    #[serde(rename = "BASE_TYPE_REQUIRED")]
    Required,
    /// It has another type.
    #[serde(rename = "BASE_TYPE_INVALID")]
    WrongType,
    /// It is none of those allowed.
    #[serde(rename = "BASE_TYPE_CHOICES")]
    NotAChoice,
    /// It is too short or too long.
    #[serde(rename = "BASE_TYPE_BAD_LENGTH")]
    BadLength,
    /// It is too long.
    #[serde(rename = "BASE_TYPE_MAX_LENGTH")]
    TooLong,
    /// It is out of bounds.
    #[serde(rename = "NUMBER_TYPE_MAX")]
    OutOfRange,
    /// It has characters that are not allowed.
    #[serde(rename = "STRING_TYPE_REGEX")]
    BadCharacters,
    /// The name belongs to somebody.
    #[serde(rename = "USERNAME_ALREADY_TAKEN")]
    NameTaken,
    /// It is not the account's password.
    #[serde(rename = "PASSWORD_DOES_NOT_MATCH")]
    WrongPassword,
    /// The texts of all embeds together are too long.
    #[serde(rename = "MAX_EMBED_SIZE_EXCEEDED")]
    EmbedsTooLarge,
    /// It refers to nothing.
    #[serde(rename = "REPLIES_UNKNOWN_MESSAGE")]
    UnknownReply,
}

/// Errors by field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors {
    here: Vec<FieldError>,
    below: BTreeMap<String, FieldErrors>,
}

/// One thing that is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    code: FieldErrorCode,
    message: String,
}

impl FieldErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One error at a dotted path, for example `embeds.0.title`; the empty path is the whole body.
    pub fn one(path: &str, code: FieldErrorCode, message: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(path, code, message);
        errors
    }

    /// Adds an error at a dotted path.
    pub fn add(&mut self, path: &str, code: FieldErrorCode, message: impl Into<String>) {
        let steps = path.split('.').filter(|step| !step.is_empty());
        let field = steps.fold(self, |node, step| node.below.entry(step.to_owned()).or_default());
        field.here.push(FieldError { code, message: message.into() });
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty() && self.below.is_empty()
    }

    /// `Err` with code 50035 if anything is wrong.
    pub fn into_result(self) -> Result<(), super::ApiError> {
        if self.is_empty() { Ok(()) } else { Err(super::ApiError::invalid(self)) }
    }
}

impl Serialize for FieldErrors {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (step, errors) in &self.below {
            map.serialize_entry(step, errors)?;
        }
        if !self.here.is_empty() {
            map.serialize_entry("_errors", &self.here)?;
        }
        map.end()
    }
}
