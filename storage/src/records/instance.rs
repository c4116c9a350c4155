//! What there is once, and what belongs to the store itself.

mod former;
mod settings;

use std::fmt;

use protocol::UserId;
use serde::{Deserialize, Serialize};

use crate::codec::{self, DecodeError};
use crate::key::Table;
use crate::record::Record;
use former::InstanceV1;
pub use settings::{GuildCreation, InstanceSettings, Registrations};

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
    /// Who claimed it, and whom they made owners besides; nobody until then.
    pub owners: Vec<UserId>,
    /// Hash of the set-up link's token; `None` once it was used.
    pub claim_token_hash: Option<[u8; 32]>,
    /// Signs access tokens.
    pub jwt_secret: [u8; 32],
    /// When the store was made.
    pub created_at_ms: i64,
    /// What its administrators decide.
    pub settings: InstanceSettings,
}

/// Without its secrets: whoever logs it must not give them away.
impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { owners, claim_token_hash: _, jwt_secret: _, created_at_ms, settings } = self;
        f.debug_struct("Instance")
            .field("owners", owners)
            .field("created_at_ms", created_at_ms)
            .field("settings", settings)
            .finish_non_exhaustive()
    }
}

impl Record for Instance {
    type Key = ();
    type Prefix = ();
    const TABLE: Table = Table::Instance;
    const VERSION: u8 = 2;

    fn key(&self) {}

    fn upgrade(version: u8, payload: &[u8]) -> Result<Self, DecodeError> {
        match version {
            1 => codec::decode_payload::<InstanceV1>(payload).map(Self::from),
            _ => Err(DecodeError::UnknownVersion(version)),
        }
    }
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
