//! Values over 4 KiB, as several rows.
//!
//! sled writes pages over about 128 KB to files in `blobs/` that nothing syncs. A leaf page holds
//! at most a few dozen rows, so rows of 4 KiB keep it below that.
//!
//! A row is `[WHOLE][value]` or `[SPLIT][chunks u8][first part]`. Chunk `n` is a row of its own
//! under `[CHUNK_TABLE][key length][key][n]`, outside every table, so that pages never meet it.

use sled::IVec;

/// Longest value that sled is given.
pub(super) const ROW_BYTES_MAX: usize = 4096;

const CHUNK_TABLE: u8 = 0xFF;
const WHOLE: u8 = 0;
const SPLIT: u8 = 1;
const SPLIT_HEADER_BYTES: usize = 2;

/// What a row says about its value.
pub(super) enum Row<'a> {
    /// It is all here.
    Whole(&'a [u8]),
    /// It starts here and goes on in so many chunks.
    Split { first: &'a [u8], chunks: u8 },
}

/// Reads a row. `None` when it is neither kind.
pub(super) fn parse(row: &[u8]) -> Option<Row<'_>> {
    match row {
        [WHOLE, value @ ..] => Some(Row::Whole(value)),
        [SPLIT, chunks, first @ ..] => Some(Row::Split { first, chunks: *chunks }),
        _ => None,
    }
}

/// How many chunks belong to a row.
pub(super) fn chunk_count(row: &[u8]) -> u8 {
    match parse(row) {
        Some(Row::Split { chunks, .. }) => chunks,
        Some(Row::Whole(_)) | None => 0,
    }
}

/// Turns a value into its row and its chunks.
pub(super) fn split(value: &[u8]) -> (IVec, Vec<&[u8]>) {
    if value.len() < ROW_BYTES_MAX {
        return (tagged(&[WHOLE], value), Vec::new());
    }
    let (first, rest) = value.split_at(ROW_BYTES_MAX - SPLIT_HEADER_BYTES);
    let chunks: Vec<&[u8]> = rest.chunks(ROW_BYTES_MAX).collect();
    let count = u8::try_from(chunks.len()).expect("a value has at most 17 chunks");
    (tagged(&[SPLIT, count], first), chunks)
}

/// The key of a chunk.
pub(super) fn chunk_key(key: &[u8], chunk: u8) -> IVec {
    let length = u8::try_from(key.len()).expect("a key has at most 47 bytes");
    let mut bytes = Vec::with_capacity(key.len() + 3);
    bytes.extend_from_slice(&[CHUNK_TABLE, length]);
    bytes.extend_from_slice(key);
    bytes.push(chunk);
    IVec::from(bytes)
}

/// Whether a key names a chunk rather than a row.
pub(super) fn is_chunk(key: &[u8]) -> bool {
    key.first() == Some(&CHUNK_TABLE)
}

fn tagged(tag: &[u8], value: &[u8]) -> IVec {
    let mut row = Vec::with_capacity(tag.len() + value.len());
    row.extend_from_slice(tag);
    row.extend_from_slice(value);
    IVec::from(row)
}
