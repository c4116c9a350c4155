//! Bans of a guild.

use serde::Serialize;
use utoipa::ToSchema;

use super::User;

/// A user who is kept out of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ban {
    /// Why, in the words of whoever decided it.
    #[schema(required)]
    pub reason: Option<String>,
    /// Who is kept out.
    pub user: User,
}
