//! From the spool to its name in the folder of files, so that a power cut finds it whole (FI1).

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{FileError, Spooled};

/// Gives synced bytes their name. Resolves when the name is durable too.
pub(super) async fn publish(spooled: Spooled, to: PathBuf) -> Result<(), FileError> {
    let publishing = tokio::task::spawn_blocking(move || rename(&spooled, &to));
    let done = publishing.await.map_err(|error| FileError::Failed(error.to_string().into()))?;
    Ok(done?)
}

fn rename(spooled: &Spooled, to: &Path) -> io::Result<()> {
    let folder = to.parent().expect("a place has an area and an owner");
    make_folders(folder)?;
    fs::rename(spooled.path(), to)?;
    let named = File::open(folder).and_then(|folder| folder.sync_all());
    if named.is_err() {
        // It may be durable or not: then it must not be there.
        fs::remove_file(to)?;
    }
    named
}

/// Makes a folder and those above it, and syncs the names of those that were not there.
pub(super) fn make_folders(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().unwrap_or(Path::new(""));
    make_folders(above)?;
    match fs::create_dir(folder) {
        Ok(()) => {}
        // Somebody else was quicker, and may not have synced it yet.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    File::open(above)?.sync_all()
}
