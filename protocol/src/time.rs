//! Moments: Unix milliseconds inside, RFC 3339 UTC with microseconds in JSON.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, as Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// A text that is no moment in RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time is written as in RFC 3339, for example 2026-11-22T17:23:16Z")]
pub struct TimestampError;

impl Timestamp {
    /// The last moment that can be written with a year of four digits.
    pub const MAX: Self = Self(253_402_207_199_999);
    /// The first moment that can be written with a year of four digits.
    pub const MIN: Self = Self(-62_167_219_200_000);

    /// A moment of Unix milliseconds, held within [`Self::MIN`] and [`Self::MAX`].
    pub const fn from_ms(unix_ms: i64) -> Self {
        if unix_ms < Self::MIN.0 {
            Self::MIN
        } else if unix_ms > Self::MAX.0 {
            Self::MAX
        } else {
            Self(unix_ms)
        }
    }

    /// Unix milliseconds.
    pub const fn as_ms(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = jiff::Timestamp::from_millisecond(self.0)
            .expect("MIN and MAX are within what jiff can hold")
            .to_zoned(jiff::tz::TimeZone::UTC)
            .datetime();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}000+00:00",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second(),
            civil.millisecond(),
        )
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Any offset and any precision; what is finer than a millisecond is cut off.
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let moment: jiff::Timestamp = text.parse().map_err(|_| TimestampError)?;
        let unix_ms = moment.as_nanosecond().div_euclid(1_000_000);
        let unix_ms = i64::try_from(unix_ms).map_err(|_| TimestampError)?;
        (Self::MIN.0..=Self::MAX.0)
            .contains(&unix_ms)
            .then_some(Self(unix_ms))
            .ok_or(TimestampError)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() { to.collect_str(self) } else { to.serialize_i64(self.0) }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return i64::deserialize(from).map(Self::from_ms);
        }
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
