//! A sender's own name for a message, by which a repeated post is recognised.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest nonce, in characters.
pub const NONCE_CHARS_MAX: usize = 64;

const EXPECTED: &str = "a nonce: a string of 1 to 64 characters or an integer";

/// A text that is empty or too long for a nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a nonce has 1 to {NONCE_CHARS_MAX} characters")]
pub struct NonceError;

/// A nonce, which goes out as it came in. As text, by [`fmt::Display`], `5` and `"5"` are the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nonce(Form);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Form {
    Text(Box<str>),
    Integer(i128),
}

impl Nonce {
    /// A nonce that was sent as a string.
    pub fn text(text: impl Into<Box<str>>) -> Result<Self, NonceError> {
        let text = text.into();
        let fits = !text.is_empty() && text.chars().count() <= NONCE_CHARS_MAX;
        if fits { Ok(Self(Form::Text(text))) } else { Err(NonceError) }
    }

    /// A nonce that was sent as an integer.
    pub fn integer(number: impl Into<i128>) -> Self {
        Self(Form::Integer(number.into()))
    }

    /// The integer, `None` when it was sent as a string.
    pub fn as_integer(&self) -> Option<i128> {
        match self.0 {
            Form::Integer(number) => Some(number),
            Form::Text(_) => None,
        }
    }

    /// The string, `None` when it was sent as an integer.
    pub fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Form::Text(text) => Some(text),
            Form::Integer(_) => None,
        }
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Text(text) => f.write_str(text),
            Form::Integer(number) => number.fmt(f),
        }
    }
}

impl Serialize for Nonce {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Text(text) => to.serialize_str(text),
            Form::Integer(number) => to.serialize_i128(*number),
        }
    }
}

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(NonceVisitor)
    }
}

struct NonceVisitor;

impl Visitor<'_> for NonceVisitor {
    type Value = Nonce;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Nonce, E> {
        Nonce::text(text).map_err(|_| E::invalid_value(Unexpected::Other("another length"), &self))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Nonce, E> {
        Ok(Nonce::integer(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Nonce, E> {
        Ok(Nonce::integer(number))
    }
}

#[cfg(test)]
mod tests;
