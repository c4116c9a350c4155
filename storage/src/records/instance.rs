//! What there is once, and what belongs to the store itself.

use std::fmt;

use protocol::UserId;
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// The schema version of a store: which migrations it has been through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// Counts up by one with every migration.
    pub version: u32,
}

impl Record for Schema {
    type Key = ();
    type Prefix = ();
    const TABLE: Table = Table::Schema;

    fn key(&self) {}
}

/// How far a store has come. The committer writes it with every group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Groups committed since the store was made.
    pub groups: u64,
}

impl Record for Head {
    type Key = ();
    type Prefix = ();
    const TABLE: Table = Table::Head;

    fn key(&self) {}
}

/// This installation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Who claimed it; `None` until then.
    pub owner: Option<UserId>,
    /// Hash of the set-up link's token; `None` once it was used.
    pub claim_token_hash: Option<[u8; 32]>,
    /// Signs access tokens.
    pub jwt_secret: [u8; 32],
    /// Who may register.
    pub registrations: Registrations,
    /// When the store was made.
    pub created_at_ms: i64,
}

/// Without its secrets: whoever logs it must not give them away.
impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { owner, claim_token_hash: _, jwt_secret: _, registrations, created_at_ms } = self;
        f.debug_struct("Instance")
            .field("owner", owner)
            .field("registrations", registrations)
            .field("created_at_ms", created_at_ms)
            .finish_non_exhaustive()
    }
}

/// Who may register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Registrations {
    /// Everyone.
    Open,
    /// Who brings an invite.
    Invite,
    /// Nobody.
    Closed,
}

impl Record for Instance {
    type Key = ();
    type Prefix = ();
    const TABLE: Table = Table::Instance;

    fn key(&self) {}
}

/// That a batch was committed. The committer writes it as part of the batch that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idempotency {
    /// Names the act.
    pub key: [u8; 16],
    /// When it was asked for.
    pub created_at_ms: i64,
}

impl Record for Idempotency {
    type Key = [u8; 16];
    type Prefix = ();
    const TABLE: Table = Table::Idempotency;

    fn key(&self) -> Self::Key {
        self.key
    }
}
