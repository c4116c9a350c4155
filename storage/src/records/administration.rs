//! What is done to the accounts of an installation by those who run it, and the log of their acts.

use protocol::{AuditEntryId, UserId};
use serde::{Deserialize, Serialize};

use super::AuditChange;
use crate::key::Table;
use crate::record::Record;

/// That an account may not be used for a while. A row whose time is over says nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Whose account.
    pub user: UserId,
    /// When it ends; `None` when somebody must end it.
    pub until_ms: Option<i64>,
    /// Why, as the user is told.
    pub reason: Option<String>,
    /// Who decided it.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
}

impl Record for Suspension {
    type Key = UserId;
    type Prefix = ();
    const TABLE: Table = Table::Suspension;

    fn key(&self) -> Self::Key {
        self.user
    }
}

/// Who acts by a command on the machine itself.
pub const SHELL: UserId = UserId::new(0);

/// One act on the installation or on an account of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceAuditEntry {
    /// The entry; it says when.
    pub id: AuditEntryId,
    /// Who did it. [`SHELL`] is nobody's account: whoever holds the machine.
    pub actor: UserId,
    /// What.
    pub act: InstanceAct,
    /// To whom, where it was an account.
    pub target: Option<UserId>,
    /// What was other before.
    pub changes: Vec<AuditChange>,
    /// Why, in the actor's words.
    pub reason: Option<String>,
}

/// What is done by those who run an installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InstanceAct {
    /// Settings were changed.
    SettingsUpdate,
    /// A user got another instance role.
    RoleUpdate,
    /// A user was suspended, or the suspension changed.
    Suspend,
    /// A suspension was lifted.
    Unsuspend,
    /// An account was ended.
    Delete,
    /// The second factor of somebody who lost it was taken off.
    SecondFactorOff,
}

impl Record for InstanceAuditEntry {
    type Key = AuditEntryId;
    type Prefix = ();
    const TABLE: Table = Table::InstanceAuditEntry;

    fn key(&self) -> Self::Key {
        self.id
    }
}
