//! What somebody proves at a login besides their password.

use std::fmt;

use protocol::UserId;
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// The codes that an account's app computes (RFC 6238), and those for when the app is lost.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Whose it is.
    pub user: UserId,
    /// What the codes are computed from. Both sides need it as it is, so no hash of it would do.
    pub secret: [u8; 20],
    /// The step of the last code that was accepted, in 30 seconds since 1970: no code of this one or
    /// an earlier one is accepted again.
    pub last_step: u64,
    /// SHA-256 of each recovery code that was not used yet.
    pub recovery_hashes: Vec<[u8; 32]>,
    /// Since when.
    pub enabled_at_ms: i64,
}

/// Without its secrets: whoever logs it must not give them away.
impl fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { user, secret: _, last_step, recovery_hashes, enabled_at_ms } = self;
        f.debug_struct("SecondFactor")
            .field("user", user)
            .field("last_step", last_step)
            .field("recovery_codes", &recovery_hashes.len())
            .field("enabled_at_ms", enabled_at_ms)
            .finish_non_exhaustive()
    }
}

impl Record for SecondFactor {
    type Key = UserId;
    type Prefix = ();
    const TABLE: Table = Table::SecondFactor;

    fn key(&self) -> Self::Key {
        self.user
    }
}
