//! Brakes: what a guild holds back of those who want in.

use serde::Serialize;
use utoipa::ToSchema;

/// The brakes of a guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Brakes {
    /// Whether nobody joins by an invite.
    pub invites_paused: bool,
    /// Seconds that an account has to be old; 0 for any age.
    pub min_account_age_s: u32,
    /// People who join by invites within a minute at most; 0 is without limit.
    pub joins_per_minute: u16,
}
