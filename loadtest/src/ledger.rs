//! What was acknowledged, kept by the client: one JSON object a line.
//!
//! A message's content follows from its nonce and its length, so the ledger stays short and the
//! check needs nothing from the server but the message.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

/// An acknowledged message.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Entry {
    pub(crate) channel_id: String,
    pub(crate) id: String,
    pub(crate) nonce: String,
    pub(crate) content_bytes: usize,
}

/// The content of the message with this nonce: letters without a pattern, that no store compresses.
pub(crate) fn content(nonce: &str, content_bytes: usize) -> String {
    let seed = nonce.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    });
    let mut random = StdRng::seed_from_u64(seed);
    (0..content_bytes).map(|_| char::from(random.random_range(b'a'..=b'z'))).collect()
}

pub(crate) fn write(file: &Path, entries: &[Entry]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    for entry in entries {
        serde_json::to_writer(&mut out, entry)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

pub(crate) fn read(file: &Path) -> anyhow::Result<Vec<Entry>> {
    let lines = BufReader::new(File::open(file).context("no ledger")?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_follows_from_the_nonce() {
        assert_eq!(content("a-1", 500), content("a-1", 500));
        assert_ne!(content("a-1", 500), content("a-2", 500));
        assert_eq!(content("a-1", 60_000).len(), 60_000);
    }

    #[test]
    fn a_ledger_is_read_as_it_was_written() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let entry = |id: &str| Entry {
            channel_id: "1".into(),
            id: id.into(),
            nonce: format!("n-{id}"),
            content_bytes: 7,
        };
        write(file.path(), &[entry("2"), entry("3")]).unwrap();
        let ids: Vec<String> = read(file.path()).unwrap().into_iter().map(|e| e.id).collect();
        assert_eq!(ids, ["2", "3"]);
    }
}
