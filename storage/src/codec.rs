//! The form of a stored value: `[version u8][crc32c u32 big-endian][payload]`.
//!
//! - CO1  Bytes that were not written by `encode` are an error, never a panic and never a large
//!   allocation.
//! - CO2  A value of a former version is upgraded when it is read; one of a later version is refused.
//!
//! Payloads are bincode in its legacy layout (little-endian, fixed width, no type tags), by serde:
//! ids and permission bits of `protocol` implement serde and not bincode's own traits, and carry
//! plain numbers in formats that are not for people. bincode is no longer maintained; this file is
//! the only one that names it.

use crate::record::Record;

/// Bytes before the payload.
pub const HEADER_BYTES: usize = 5;

/// Longest payload. Without a limit, a hostile length makes bincode allocate until it dies.
pub const PAYLOAD_BYTES_MAX: usize = 64 << 10;

/// Why bytes are not a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Shorter than its header.
    #[error("truncated")]
    Truncated,
    /// The checksum does not match.
    #[error("checksum mismatch")]
    Checksum,
    /// A version that this program has no type for.
    #[error("unknown version {0}")]
    UnknownVersion(u8),
    /// The payload is not of its version's type.
    #[error("malformed: {0}")]
    Malformed(String),
}

/// Encodes a record in its current version.
pub fn encode<R: Record>(record: &R) -> Vec<u8> {
    let payload = bincode::serde::encode_to_vec(record, bincode::config::legacy())
        .expect("records are plain data, and writing to memory does not fail");
    seal(R::VERSION, &payload)
}

/// Puts a header before a payload.
pub fn seal(version: u8, payload: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(HEADER_BYTES + payload.len());
    value.push(version);
    value.extend_from_slice(&checksum(version, payload).to_be_bytes());
    value.extend_from_slice(payload);
    value
}

/// Decodes a value of any version that the record knows.
pub fn decode<R: Record>(value: &[u8]) -> Result<R, DecodeError> {
    let (version, payload) = open(value)?;
    if version == R::VERSION { decode_payload(payload) } else { R::upgrade(version, payload) }
}

/// Checks a value's checksum; answers its version and payload.
pub fn open(value: &[u8]) -> Result<(u8, &[u8]), DecodeError> {
    let (header, payload) =
        value.split_first_chunk::<HEADER_BYTES>().ok_or(DecodeError::Truncated)?;
    let [version, stored @ ..] = *header;
    if u32::from_be_bytes(stored) != checksum(version, payload) {
        return Err(DecodeError::Checksum);
    }
    Ok((version, payload))
}

/// Decodes the payload of one version. Upgrade functions call it with a former type.
pub fn decode_payload<T: serde::de::DeserializeOwned>(payload: &[u8]) -> Result<T, DecodeError> {
    let config = bincode::config::legacy().with_limit::<PAYLOAD_BYTES_MAX>();
    let malformed = |error: bincode::error::DecodeError| DecodeError::Malformed(error.to_string());
    let (record, read) = bincode::serde::decode_from_slice(payload, config).map_err(malformed)?;
    if read != payload.len() {
        return Err(DecodeError::Malformed("bytes left over".to_owned()));
    }
    Ok(record)
}

/// The version is covered too: a flipped bit there would pick the wrong type.
fn checksum(version: u8, payload: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&[version]), payload)
}

#[cfg(test)]
mod tests;
