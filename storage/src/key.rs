//! Keys: one byte of table, then fixed-width big-endian ids, so that byte order is id order.
//!
//! - KE1  A key has at most one part of variable width, and it is the last.
//! - KE2  A table's number never changes and is never given to another table.

use std::fmt;

use protocol::{
    AttachmentId, AuditEntryId, ChannelId, GuildId, LoginId, MessageId, ReportId, RoleId, UserId,
    WordRuleId,
};

/// Longest key. The longest in use have 41 bytes: a guild and an invite code, and a
/// reaction.
pub const KEY_BYTES_MAX: usize = 47;

/// Longest text in a key: a username, an invite code.
pub const SHORT_TEXT_BYTES_MAX: usize = 32;

/// The first byte of every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "each is named after the record in `records` that it holds")]
pub enum Table {
    Schema = 1,
    Instance = 2,
    User = 3,
    Username = 4,
    Login = 5,
    BotToken = 6,
    Head = 8,
    UserSettings = 7,
    FileKey = 9,
    Guild = 10,
    Role = 11,
    Channel = 12,
    ChannelHome = 13,
    Member = 14,
    Membership = 15,
    Invite = 16,
    GuildInvite = 17,
    RemovedGuild = 18,
    RemovedChannel = 19,
    TimeOut = 20,
    OwnedBot = 21,
    Relationship = 22,
    Conversation = 23,
    Participation = 24,
    Pair = 25,
    ReadMark = 26,
    ReadReceipt = 27,
    RemovedAccount = 28,
    About = 29,
    Message = 30,
    LogEntry = 31,
    Nonce = 32,
    Idempotency = 33,
    Reaction = 34,
    ReactionSummary = 35,
    Pin = 36,
    MessageVersion = 37,
    Upload = 38,
    UserUpload = 39,
    ThreadMember = 40,
    Thread = 41,
    ActiveThread = 42,
    ArchivedThread = 43,
    ThreadCount = 44,
    Mentioning = 45,
    AuditEntry = 47,
    Ban = 46,
    MessageSweep = 48,
    OpenCall = 49,
    DeletedMessage = 50,
    RemovedRun = 51,
    Suspension = 52,
    InstanceAuditEntry = 53,
    WordRule = 54,
    Report = 55,
    Reporter = 56,
    SecondFactor = 57,
    Statistic = 58,
    Brakes = 59,
    /// Rows of tests; no release writes one.
    Scratch = 200,
}

/// Names a row. Compares as its bytes do.
#[derive(Clone, Copy)]
pub struct Key {
    length: u8,
    bytes: [u8; KEY_BYTES_MAX],
}

impl Key {
    /// The key of a row, or the prefix of many rows when `part` is the first of several.
    pub fn new(table: Table, part: &impl KeyPart) -> Self {
        let mut key = Self { length: 0, bytes: [0; KEY_BYTES_MAX] };
        key.push(&[table as u8]);
        part.write(&mut key);
        key
    }

    /// Reads a key back from an engine. `None` when no [`Key`] is that long.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > KEY_BYTES_MAX {
            return None;
        }
        let mut key = Self { length: 0, bytes: [0; KEY_BYTES_MAX] };
        key.push(bytes);
        Some(key)
    }

    /// The bytes that engines store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// The least key that is greater than all keys starting with this one.
    pub(crate) fn after_prefix(&self) -> Option<Self> {
        let mut end = *self;
        while let Some(last) = end.as_bytes().last() {
            if *last < u8::MAX {
                end.bytes[usize::from(end.length) - 1] += 1;
                return Some(end);
            }
            end.length -= 1;
        }
        None
    }

    fn push(&mut self, part: &[u8]) {
        let start = usize::from(self.length);
        self.bytes[start..start + part.len()].copy_from_slice(part);
        self.length += part.len() as u8;
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(")?;
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

/// What a key is made of.
pub trait KeyPart {
    /// Appends this part's bytes.
    fn write(&self, key: &mut Key);
}

/// A text of at most [`SHORT_TEXT_BYTES_MAX`] bytes, always the last part of its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortText(Key);

impl ShortText {
    /// `None` when the text is longer than any that a row could have.
    pub fn new(text: &str) -> Option<Self> {
        if text.len() > SHORT_TEXT_BYTES_MAX {
            return None;
        }
        Key::from_bytes(text.as_bytes()).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.0.as_bytes()).expect("it was made from a str")
    }
}

impl fmt::Debug for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl KeyPart for ShortText {
    fn write(&self, key: &mut Key) {
        key.push(self.0.as_bytes());
    }
}

impl serde::Serialize for ShortText {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for ShortText {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::new(&text).ok_or_else(|| serde::de::Error::custom("text too long for a key"))
    }
}

macro_rules! id_parts {
    ($($id:ty),*) => { $(
        impl KeyPart for $id {
            fn write(&self, key: &mut Key) {
                key.push(&self.get().to_be_bytes());
            }
        }
    )* };
}

id_parts!(
    UserId,
    GuildId,
    ChannelId,
    MessageId,
    RoleId,
    LoginId,
    AttachmentId,
    AuditEntryId,
    WordRuleId,
    ReportId
);

impl KeyPart for () {
    fn write(&self, _: &mut Key) {}
}

impl KeyPart for u64 {
    fn write(&self, key: &mut Key) {
        key.push(&self.to_be_bytes());
    }
}

impl KeyPart for [u8; 16] {
    fn write(&self, key: &mut Key) {
        key.push(self);
    }
}

impl<A: KeyPart, B: KeyPart> KeyPart for (A, B) {
    fn write(&self, key: &mut Key) {
        self.0.write(key);
        self.1.write(key);
    }
}

impl<A: KeyPart, B: KeyPart, C: KeyPart> KeyPart for (A, B, C) {
    fn write(&self, key: &mut Key) {
        self.0.write(key);
        self.1.write(key);
        self.2.write(key);
    }
}

impl<A: KeyPart, B: KeyPart, C: KeyPart, D: KeyPart> KeyPart for (A, B, C, D) {
    fn write(&self, key: &mut Key) {
        self.0.write(key);
        self.1.write(key);
        self.2.write(key);
        self.3.write(key);
    }
}

#[cfg(test)]
mod tests;
