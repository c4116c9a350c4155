//! The resolver: from roles and overwrites to what a member may do.

use super::{Overwrite, OverwriteKind, Permissions};
use crate::id::{GuildId, RoleId, UserId};

/// What the resolver needs to know of a member.
#[derive(Debug, Clone, Copy)]
pub struct MemberFacts<'a> {
    /// The guild in question; its @everyone role has the same number.
    pub guild: GuildId,
    /// The member.
    pub user: UserId,
    /// Whether the member owns the guild.
    pub owner: bool,
    /// What @everyone may do.
    pub everyone: Permissions,
    /// The member's roles. @everyone may stand among them, and need not.
    pub roles: &'a [(RoleId, Permissions)],
    /// Whether the member is in time-out now.
    pub timed_out: bool,
}

/// What a member may do in its guild, outside any channel.
pub fn resolve_guild(member: &MemberFacts<'_>) -> Permissions {
    let base = base(member);
    if base.contains(Permissions::ADMINISTRATOR) { base } else { timed_out(member, base) }
}

/// What a member may do in a channel, by the channel's own overwrites (PM7).
pub fn resolve_channel(member: &MemberFacts<'_>, overwrites: &[Overwrite]) -> Permissions {
    let base = base(member);
    if base.contains(Permissions::ADMINISTRATOR) {
        return base;
    }
    implied(timed_out(member, overwritten(member, base, overwrites)))
}

/// What a member may do in a thread, by the overwrites of the channel that it is below: as there, but
/// posting needs SEND_MESSAGES_IN_THREADS in the place of SEND_MESSAGES (PM8).
pub fn resolve_thread(member: &MemberFacts<'_>, overwrites: &[Overwrite]) -> Permissions {
    let base = base(member);
    if base.contains(Permissions::ADMINISTRATOR) {
        return base;
    }
    let mut bits = timed_out(member, overwritten(member, base, overwrites));
    let posts = bits.contains(Permissions::SEND_MESSAGES_IN_THREADS);
    bits.set(Permissions::SEND_MESSAGES, posts);
    implied(bits)
}

/// PM1, PM2. All bits for owner and administrator.
fn base(member: &MemberFacts<'_>) -> Permissions {
    let union = member.roles.iter().fold(member.everyone, |sum, (_, bits)| sum | *bits);
    if member.owner || union.contains(Permissions::ADMINISTRATOR) {
        Permissions::all()
    } else {
        union
    }
}

/// PM3.
fn overwritten(
    member: &MemberFacts<'_>,
    base: Permissions,
    overwrites: &[Overwrite],
) -> Permissions {
    let everyone = member.guild.everyone();
    let mut steps = [(Permissions::empty(), Permissions::empty()); 3];
    for overwrite in overwrites {
        let step = match overwrite.kind {
            OverwriteKind::Role if overwrite.id == everyone.into() => &mut steps[0],
            OverwriteKind::Role if has_role(member, overwrite) => &mut steps[1],
            OverwriteKind::Member if overwrite.id == member.user.into() => &mut steps[2],
            OverwriteKind::Role | OverwriteKind::Member => continue,
        };
        step.0 |= overwrite.allow;
        step.1 |= overwrite.deny;
    }
    steps.iter().fold(base, |bits, (allow, deny)| (bits - *deny) | *allow)
}

fn has_role(member: &MemberFacts<'_>, overwrite: &Overwrite) -> bool {
    member.roles.iter().any(|(role, _)| overwrite.id == (*role).into())
}

/// PM6.
fn timed_out(member: &MemberFacts<'_>, bits: Permissions) -> Permissions {
    if member.timed_out { bits & Permissions::WHILE_TIMED_OUT } else { bits }
}

/// PM4, PM5.
fn implied(bits: Permissions) -> Permissions {
    if !bits.contains(Permissions::VIEW_CHANNEL) {
        Permissions::empty()
    } else if !bits.contains(Permissions::SEND_MESSAGES) {
        bits - Permissions::NEED_SEND_MESSAGES
    } else {
        bits
    }
}
