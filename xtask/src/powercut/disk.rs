//! An ext4 file system in a file, on a loop device, whose power can be cut.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::run;

/// Sparse. Above the server's free-space floor, with room for every round's messages.
const IMAGE_BYTES: u64 = 12 << 30;

/// A mounted file system; unmounted and removed when dropped.
pub(super) struct Disk {
    image: PathBuf,
    mount: PathBuf,
}

impl Disk {
    /// Makes the file system in `folder` and mounts it.
    pub(super) fn create(folder: &Path) -> anyhow::Result<Self> {
        let disk = Self { image: folder.join("disk.img"), mount: folder.join("disk") };
        File::create(&disk.image)?.set_len(IMAGE_BYTES)?;
        fs::create_dir_all(&disk.mount)?;
        let image = disk.image.to_string_lossy();
        run::quietly(&mut run::command("", "mkfs.ext4", &["-q", "-F", &image]))?;
        disk.mount()?;
        Ok(disk)
    }

    /// The data directory of the server.
    pub(super) fn data(&self) -> PathBuf {
        self.mount.join("data")
    }

    /// Everything written so far survives the next cut.
    pub(super) fn sync(&self) -> anyhow::Result<()> {
        rustix::fs::syncfs(File::open(&self.mount)?).context("syncfs")
    }

    /// From here on nothing reaches the disk: not even the log that ext4 holds in memory.
    pub(super) fn cut_power(&self) -> anyhow::Result<()> {
        shutdown::without_flushing_the_log(&File::open(&self.mount)?).context("EXT4_IOC_SHUTDOWN")
    }

    /// What a machine does when it boots again. No process may hold a file here.
    pub(super) fn remount(&self) -> anyhow::Result<()> {
        run::quietly(&mut run::command("", "umount", &[&self.mount.to_string_lossy()]))?;
        self.mount()
    }

    fn mount(&self) -> anyhow::Result<()> {
        let (image, mount) = (self.image.to_string_lossy(), self.mount.to_string_lossy());
        run::quietly(&mut run::command("", "mount", &["-o", "loop", &image, &mount]))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let mount = self.mount.to_string_lossy();
        if !run::succeeds(&mut run::command("", "umount", &[&mount])) {
            run::succeeds(&mut run::command("", "umount", &["--lazy", &mount]));
        }
    }
}

mod shutdown {
    use std::fs::File;

    use rustix::ioctl::{Setter, ioctl, opcode};

    /// `_IOR('X', 125, __u32)` of the kernel's `fs/ext4/ext4.h`.
    const EXT4_IOC_SHUTDOWN: rustix::ioctl::Opcode = opcode::read::<u32>(b'X', 125);
    const NO_LOG_FLUSH: u32 = 2;

    #[expect(unsafe_code, reason = "the ioctl has no safe wrapper; it reads one u32 and no more")]
    pub(super) fn without_flushing_the_log(folder: &File) -> rustix::io::Result<()> {
        // SAFETY: the opcode takes a pointer to a u32, which the setter gives it.
        unsafe { ioctl(folder, Setter::<EXT4_IOC_SHUTDOWN, u32>::new(NO_LOG_FLUSH)) }
    }
}
