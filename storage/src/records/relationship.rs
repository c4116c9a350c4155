//! How users stand to each other: a row for each side, both in one batch.

use protocol::UserId;
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// How somebody stands to another one, as they see it. What they do not see has no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// Both agreed; both have it.
    Friend,
    /// Does not want to hear of the other, who has no row for it.
    Blocked,
    /// Was asked; the other has `Outgoing`.
    Incoming,
    /// Asked; the other has `Incoming`.
    Outgoing,
}

/// One side of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relationship {
    /// Whose view it is.
    pub user: UserId,
    /// The other one.
    pub other: UserId,
    /// How they stand.
    pub relation: Relation,
    /// Since when.
    pub since_ms: i64,
}

impl Record for Relationship {
    type Key = (UserId, UserId);
    type Prefix = UserId;
    const TABLE: Table = Table::Relationship;

    fn key(&self) -> Self::Key {
        (self.user, self.other)
    }
}
