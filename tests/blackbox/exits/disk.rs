//! A file system of few megabytes, to be filled.
//!
//! It is a tmpfs, which takes root to mount; the continuous checks run as root. Anybody else is told
//! so: a full disk cannot be had in another way that does not hurt the machine.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Unmounted when dropped; whoever uses it has ended by then.
pub(super) struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    pub(super) fn of_mib(mib: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={mib}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "confab-test"]).arg(folder.path());
        assert!(mount.status().unwrap().success(), "mounting a tmpfs takes root");
        Self { folder }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes all the room that is left.
    pub(super) fn fill_up(&self) {
        let path = self.filler();
        let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
        for block in [vec![0; 1 << 16], vec![0; 1 << 8]] {
            while file.write_all(&block).is_ok() {}
        }
    }

    /// Gives the room back.
    pub(super) fn empty(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> std::path::PathBuf {
        self.folder.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a process of a failed test may still hold a file.
        let unmounted = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "the small disk is still mounted");
    }
}
