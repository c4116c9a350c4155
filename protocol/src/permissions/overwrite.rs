//! A channel's exceptions for a role or a member.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Permissions;
use crate::id::{OverwriteId, RoleId, UserId};
use crate::numbered::numbered;

numbered! {
    /// What an overwrite is about.
    pub enum OverwriteKind: "0 for a role or 1 for a member" {
        /// All who have the role.
        Role = 0,
        /// One member.
        Member = 1,
    }
}

/// What a channel allows or denies to a role or a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Overwrite {
    /// The role's or the user's id.
    pub id: OverwriteId,
    /// Which of the two.
    #[serde(rename = "type")]
    pub kind: OverwriteKind,
    /// Bits that are given.
    #[serde(default)]
    #[schema(required)]
    pub allow: Permissions,
    /// Bits that are taken.
    #[serde(default)]
    #[schema(required)]
    pub deny: Permissions,
}

impl Overwrite {
    /// An overwrite for all who have a role.
    pub fn role(role: RoleId, allow: Permissions, deny: Permissions) -> Self {
        Self { id: role.into(), kind: OverwriteKind::Role, allow, deny }
    }

    /// An overwrite for one member.
    pub fn member(user: UserId, allow: Permissions, deny: Permissions) -> Self {
        Self { id: user.into(), kind: OverwriteKind::Member, allow, deny }
    }
}

/// The overwrites of a new channel: those that were asked for, else a copy of its category's (PM7).
pub fn initial_overwrites(asked: Option<Vec<Overwrite>>, category: &[Overwrite]) -> Vec<Overwrite> {
    asked.unwrap_or_else(|| category.to_vec())
}

/// Whether a channel still has its category's overwrites, in any order. Such a channel follows
/// when the category's are changed.
pub fn is_synced(channel: &[Overwrite], category: &[Overwrite]) -> bool {
    channel.len() == category.len() && channel.iter().all(|own| category.contains(own))
}
