//! Out of the store again, a buffer at a time (FI3).

use std::io::SeekFrom;
use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResultPayload, ObjectStore};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::FileError;

/// The one buffer of a reader.
const BUFFER_BYTES: usize = 64 << 10;

/// A file, or a range of it, as it comes.
pub struct FileBytes {
    /// What comes, in order.
    pub stream: BoxStream<'static, Result<Bytes, FileError>>,
    /// The size of the whole file.
    pub whole_bytes: u64,
}

pub(super) async fn read(
    objects: &dyn ObjectStore,
    path: &Path,
    range: Option<Range<u64>>,
) -> Result<FileBytes, FileError> {
    let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
    let found = objects.get_opts(path, options).await?;
    let (whole_bytes, range) = (found.meta.size, found.range);
    let stream = match found.payload {
        GetResultPayload::File(file, _) => from_file(File::from_std(file), range).await?,
        GetResultPayload::Stream(stream) => stream.map(|read| Ok(read?)).boxed(),
    };
    Ok(FileBytes { stream, whole_bytes })
}

async fn from_file(
    mut file: File,
    range: Range<u64>,
) -> Result<BoxStream<'static, Result<Bytes, FileError>>, FileError> {
    file.seek(SeekFrom::Start(range.start)).await?;
    let rest = file.take(range.end.saturating_sub(range.start));
    let stream = stream::try_unfold(rest, |mut rest| async move {
        let mut buffer = BytesMut::with_capacity(BUFFER_BYTES);
        let read = rest.read_buf(&mut buffer).await?;
        Ok((read > 0).then(|| (buffer.freeze(), rest)))
    });
    Ok(stream.boxed())
}
