//! What was done in a guild by those who may: the rows of its audit log.

use protocol::permissions::OverwriteKind;
use protocol::{AuditEntryId, ChannelId, GuildId, MessageId, OverwriteId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Where.
    pub guild: GuildId,
    /// The entry; it says when.
    pub id: AuditEntryId,
    /// Who did it.
    pub actor: UserId,
    /// What: a number of [`protocol::wire::AuditAction`].
    pub action: u8,
    /// The id of what it was done to: of a user, a role, a channel, a thread or the guild. An invite
    /// has none.
    pub target: Option<u64>,
    /// Who may read of it.
    pub scope: AuditScope,
    /// What was other before.
    pub changes: Vec<AuditChange>,
    /// What else is to be told.
    pub detail: AuditDetail,
    /// Why, in the actor's words.
    pub reason: Option<String>,
}

/// Who may read of an act, among those who read the log at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditScope {
    /// All of them.
    Guild,
    /// Those who see the channel.
    Channel {
        /// Which one; of a thread, the one above it.
        channel: ChannelId,
        /// Whether @everyone saw it then. It counts once the channel is gone.
        open: bool,
    },
}

/// A field and its values, each as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChange {
    /// What v10 calls the field.
    pub key: String,
    /// What it was; none if there was nothing.
    pub old: Option<String>,
    /// What it is; none if there is nothing.
    pub new: Option<String>,
}

/// What an act needs to be told beside its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditDetail {
    /// Nothing.
    None,
    /// Whose exception in a channel it was.
    Overwrite {
        /// The role or member.
        about: OverwriteId,
        /// Which of the two.
        kind: OverwriteKind,
        /// What the role was called.
        role_name: Option<String>,
    },
    /// Messages of a channel, as many as that.
    Messages {
        /// Which channel.
        channel: ChannelId,
        /// How many.
        count: u32,
    },
    /// One message of a channel.
    Message {
        /// Which channel.
        channel: ChannelId,
        /// Which message.
        message: MessageId,
    },
    /// A rule about words, or what it did by itself.
    Rule {
        /// What the rule was called.
        name: String,
        /// Where it did something.
        channel: Option<ChannelId>,
    },
}

impl Record for AuditEntry {
    type Key = (GuildId, AuditEntryId);
    type Prefix = GuildId;
    const TABLE: Table = Table::AuditEntry;

    fn key(&self) -> Self::Key {
        (self.guild, self.id)
    }
}
