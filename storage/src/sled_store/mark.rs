//! How far the store is known to be durable, written down outside of it.
//!
//! When sled finds a damaged record near the end of its log, it takes it for the torn end of a
//! crash and drops everything from there on without a word: one flipped bit can empty a young
//! store, which then looks new. So the committer numbers its groups, in a row of each group, and
//! writes the number of a synced group into this file, at most once a second and when it ends. A
//! store whose row is behind its file has lost its end, and is refused.
//!
//! The file is two slots, written in turn, so that a torn write leaves the other one. It is never
//! ahead of what is synced, and at most a second behind.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// Longest time that the file is behind while groups are committed.
const BEHIND_MAX: Duration = Duration::from_secs(1);

const FILE: &str = "durable";
const SLOT_BYTES: usize = 12;
/// Slots are disk sectors apart, so that one torn sector cannot hit both.
const SLOT_OFFSETS: [u64; 2] = [0, 4096];

/// The file, and what it says.
pub(super) struct Mark {
    file: File,
    groups: u64,
    /// The slot to write next: not the one that holds `groups`.
    turn: usize,
    written_at: Instant,
    sync: bool,
}

impl Mark {
    /// Opens the file of a store, or makes one that claims nothing.
    pub(super) fn open(directory: &Path, sync: bool) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(directory.join(FILE))?;
        let slots = SLOT_OFFSETS.map(|offset| read_slot(&file, offset));
        let turn = usize::from(slots[0] > slots[1]);
        let groups = slots.into_iter().flatten().max().unwrap_or(0);
        Ok(Self { file, groups, turn, written_at: Instant::now(), sync })
    }

    /// The last group that is known to have been synced.
    pub(super) fn groups(&self) -> u64 {
        self.groups
    }

    /// Notes a synced group, unless the last note is fresh.
    pub(super) fn note(&mut self, groups: u64) -> io::Result<()> {
        if self.written_at.elapsed() < BEHIND_MAX { Ok(()) } else { self.note_now(groups) }
    }

    /// Notes a synced group.
    pub(super) fn note_now(&mut self, groups: u64) -> io::Result<()> {
        if groups > self.groups {
            let mut slot = [0; SLOT_BYTES];
            slot[..8].copy_from_slice(&groups.to_be_bytes());
            slot[8..].copy_from_slice(&crc32c::crc32c(&groups.to_be_bytes()).to_be_bytes());
            self.file.write_all_at(&slot, SLOT_OFFSETS[self.turn])?;
            if self.sync {
                self.file.sync_data()?;
            }
            self.groups = groups;
            self.turn = 1 - self.turn;
        }
        self.written_at = Instant::now();
        Ok(())
    }
}

/// What a slot says, `None` when it was never written whole.
fn read_slot(file: &File, offset: u64) -> Option<u64> {
    let mut slot = [0; SLOT_BYTES];
    file.read_exact_at(&mut slot, offset).ok()?;
    let (groups, checksum) = slot.split_first_chunk::<8>()?;
    let matches = checksum == crc32c::crc32c(groups).to_be_bytes();
    matches.then(|| u64::from_be_bytes(*groups))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_survives_and_never_goes_back() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Mark::open(folder.path(), true).unwrap();
        assert_eq!(open().groups(), 0);
        for groups in [1, 2, 7, 9, 3] {
            let mut mark = open();
            mark.note_now(groups).unwrap();
            assert_eq!(open().groups(), groups.max(mark.groups()));
        }
        assert_eq!(open().groups(), 9);
    }

    #[test]
    fn a_torn_slot_leaves_the_other_one() {
        let folder = tempfile::tempdir().unwrap();
        let mut mark = Mark::open(folder.path(), true).unwrap();
        mark.note_now(4).unwrap();
        mark.note_now(5).unwrap();
        let newest = SLOT_OFFSETS[1 - mark.turn];
        mark.file.write_all_at(&[0xAB; 3], newest).unwrap();
        assert_eq!(Mark::open(folder.path(), true).unwrap().groups(), 4);
        mark.file.write_all_at(&[0xAB; 3], SLOT_OFFSETS[mark.turn]).unwrap();
        assert_eq!(Mark::open(folder.path(), true).unwrap().groups(), 0);
    }
}
