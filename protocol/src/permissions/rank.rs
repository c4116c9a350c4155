//! The role hierarchy: who may act upon whom.

use std::cmp::Reverse;

use crate::id::RoleId;

/// A member's or a role's place in the hierarchy. Higher is more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(Place);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    NoRole,
    // Of two roles at one position the older one stands higher.
    Role(i64, Reverse<RoleId>),
    Owner,
}

impl Rank {
    /// The guild's owner, above all.
    pub const OWNER: Self = Self(Place::Owner);
    /// @everyone, and a member without another role.
    pub const EVERYONE: Self = Self(Place::NoRole);

    /// A role. For @everyone use [`Self::EVERYONE`].
    pub fn of_role(role: RoleId, position: i64) -> Self {
        Self(Place::Role(position, Reverse(role)))
    }

    /// A member who is not the owner, by its roles without @everyone.
    pub fn of_member(roles: impl IntoIterator<Item = (RoleId, i64)>) -> Self {
        let ranks = roles.into_iter().map(|(role, position)| Self::of_role(role, position));
        ranks.max().unwrap_or(Self::EVERYONE)
    }
}

/// Whether `actor` may act upon `target`: it stands strictly higher. Equals may not.
pub fn outranks(actor: Rank, target: Rank) -> bool {
    actor > target
}
