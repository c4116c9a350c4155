//! From the spool to another machine, a part at a time (FI3).

use bytes::BytesMut;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::{FileError, Spooled};

/// The one buffer of a transfer: the smallest part that S3 takes.
const PART_BYTES: usize = 5 << 20;

/// Sends it. Resolves when the other machine says that it has it.
pub(super) async fn transfer(
    objects: &dyn ObjectStore,
    spooled: Spooled,
    to: &Path,
) -> Result<(), FileError> {
    let mut file = File::open(spooled.path()).await?;
    if spooled.bytes() <= PART_BYTES as u64 {
        objects.put(to, part(&mut file).await?.freeze().into()).await?;
        return Ok(());
    }
    let mut upload = objects.put_multipart(to).await?;
    let sent = send(&mut file, &mut *upload).await;
    if sent.is_err()
        && let Err(error) = upload.abort().await
    {
        tracing::warn!(%error, "parts of a file that was not kept are left");
    }
    sent
}

async fn send(file: &mut File, upload: &mut dyn MultipartUpload) -> Result<(), FileError> {
    loop {
        let part = part(file).await?;
        if part.is_empty() {
            upload.complete().await?;
            return Ok(());
        }
        upload.put_part(part.freeze().into()).await?;
    }
}

/// The next part; an empty one at the end.
async fn part(file: &mut File) -> Result<BytesMut, FileError> {
    let mut part = BytesMut::with_capacity(PART_BYTES);
    let mut rest = file.take(PART_BYTES as u64);
    while rest.read_buf(&mut part).await? > 0 {}
    Ok(part)
}
