//! Numbers of 64 bits that JSON carries as decimal strings.
//!
//! A number of more than 53 bits does not survive a JavaScript client, so it goes out as a string.
//! Coming in, an integer is as good. Formats for machines, such as the store's, carry the number.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serializer};

/// Reads digits only: no sign, no blank, no more than 64 bits.
pub(crate) fn parse(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

pub(crate) fn serialize<S: Serializer>(value: u64, to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() { to.collect_str(&value) } else { to.serialize_u64(value) }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
    expected: &'static str,
) -> Result<u64, D::Error> {
    if from.is_human_readable() {
        from.deserialize_any(Decimal { expected })
    } else {
        u64::deserialize(from)
    }
}

struct Decimal {
    expected: &'static str,
}

impl Visitor<'_> for Decimal {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<u64, E> {
        u64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<u64, E> {
        parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}
