//! What people and bots say of themselves.

use protocol::UserId;
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// What somebody says of themselves. Whoever says nothing has no row, and an account that ended neither.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Who says it.
    pub user: UserId,
    /// What they say; it is not empty.
    pub text: String,
}

impl Record for About {
    type Key = UserId;
    type Prefix = ();
    const TABLE: Table = Table::About;

    fn key(&self) -> Self::Key {
        self.user
    }
}
