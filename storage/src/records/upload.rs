//! Files that came in, whose they are, and the key that signs their addresses.

use std::fmt;

use protocol::{AttachmentId, ChannelId, MessageId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// A file of a message. The row is there before the bytes are, and goes after them: so no bytes are
/// forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Which file.
    pub id: AttachmentId,
    /// Where it was sent.
    pub channel: ChannelId,
    /// Who sent it.
    pub user: UserId,
    /// Its size, with that of its thumbnail.
    pub bytes: u64,
    /// The message that it is part of; none until that is durable.
    pub message: Option<MessageId>,
    /// When it came.
    pub created_at_ms: i64,
}

impl Record for Upload {
    type Key = AttachmentId;
    type Prefix = ();
    const TABLE: Table = Table::Upload;

    fn key(&self) -> Self::Key {
        self.id
    }
}

/// What a user's file takes of what all of them may. Written before [`Upload`], deleted after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserUpload {
    /// Whose file it is.
    pub user: UserId,
    /// Which file.
    pub id: AttachmentId,
    /// As in [`Upload::bytes`].
    pub bytes: u64,
}

impl Record for UserUpload {
    type Key = (UserId, AttachmentId);
    type Prefix = UserId;
    const TABLE: Table = Table::UserUpload;

    fn key(&self) -> Self::Key {
        (self.user, self.id)
    }
}

/// Signs the addresses of files. Made at the first start.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileKey {
    /// The key of an HMAC-SHA256.
    pub secret: [u8; 32],
}

/// Without its secret: whoever logs it must not give it away.
impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileKey").finish_non_exhaustive()
    }
}

impl Record for FileKey {
    type Key = ();
    type Prefix = ();
    const TABLE: Table = Table::FileKey;

    fn key(&self) {}
}
