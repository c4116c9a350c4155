//! Refusals as they go out: number, text, and the fields that were wrong.
//!
//! - ER1  Every error is `{code, message, errors?}`; clients branch on `code`.
//! - ER2  Codes below 900000 have the documented v10 meaning, those from 900001 on are ours.

mod code;
mod field;

use serde::Serialize;
use utoipa::ToSchema;

pub use code::ErrorCode;
pub(crate) use field::FieldError;
pub use field::{FieldErrorCode, FieldErrors};

use crate::time::Timestamp;

/// An error body.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Error)]
pub struct ApiError {
    /// The number.
    pub code: ErrorCode,
    /// A sentence for people.
    pub message: String,
    /// Which fields were wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub errors: Option<FieldErrors>,
    /// What some codes say besides.
    #[serde(flatten)]
    #[schema(ignore)]
    pub detail: Option<ErrorDetail>,
}

/// What some codes say besides.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ErrorDetail {
    /// When to try again.
    Retry {
        /// Seconds, with a fraction.
        retry_after: f64,
        /// Whether it is about all routes.
        global: bool,
    },
    /// Why and how long an account may not be used.
    Suspension {
        /// Why.
        reason: Option<String>,
        /// The end, null if there is none.
        until: Option<Timestamp>,
    },
}

impl ApiError {
    /// An error with the code's own sentence.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, message: code.message().to_owned(), errors: None, detail: None }
    }

    /// The same with another sentence.
    pub fn with_message(self, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// Fields were wrong: code 50035.
    pub fn invalid(errors: FieldErrors) -> Self {
        Self { errors: Some(errors), ..Self::new(ErrorCode::InvalidFormBody) }
    }

    /// One field was wrong: code 50035. The path is dotted, for example `embeds.0.title`.
    pub fn invalid_field(path: &str, code: FieldErrorCode, message: impl Into<String>) -> Self {
        Self::invalid(FieldErrors::one(path, code, message))
    }

    /// The same with a time to wait.
    pub fn retry_after_ms(self, wait_ms: u64, global: bool) -> Self {
        // Whole milliseconds up to a day are exact in a double.
        let retry_after = wait_ms as f64 / 1000.0;
        Self { detail: Some(ErrorDetail::Retry { retry_after, global }), ..self }
    }

    /// The account is suspended: code 900007.
    pub fn suspended(reason: Option<String>, until: Option<Timestamp>) -> Self {
        let detail = Some(ErrorDetail::Suspension { reason, until });
        Self { detail, ..Self::new(ErrorCode::Suspended) }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

#[cfg(test)]
mod tests;
