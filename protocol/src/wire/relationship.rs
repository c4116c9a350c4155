//! Friends, requests and blocked users, as one of two sees them.

use serde::Serialize;
use utoipa::ToSchema;

use super::User;
use crate::id::UserId;
use crate::numbered::numbered;
use crate::time::Timestamp;

numbered! {
    /// How two users stand to each other.
    pub enum RelationshipKind: "a relationship type: 1, 2, 3 or 4" {
        /// Both agreed.
        Friend = 1,
        /// Not to be heard of.
        Blocked = 2,
        /// They asked.
        Incoming = 3,
        /// The session's user asked.
        Outgoing = 4,
    }
}

/// How a user stands to the session's user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Relationship {
    /// The other user's id.
    pub id: UserId,
    /// How they stand.
    #[serde(rename = "type")]
    pub kind: RelationshipKind,
    /// The other user.
    pub user: User,
    /// Since when.
    pub since: Timestamp,
}
