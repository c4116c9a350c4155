//! Who may do what on the instance, and to whom (IA1). Pure.

use protocol::UserId;
use storage::records::InstanceRole;

/// What instance roles are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    /// To see the accounts, and to suspend those below.
    Users,
    /// To change settings and roles, to end accounts, and to read the log and the statistics.
    Administration,
    /// To make guilds where not everybody does.
    Guilds,
}

impl Power {
    /// Whether somebody of this role has it.
    pub(crate) fn is_of(self, role: InstanceRole) -> bool {
        role >= match self {
            Self::Users => InstanceRole::Moderator,
            Self::Administration | Self::Guilds => InstanceRole::Admin,
        }
    }
}

/// Somebody, and what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ranked {
    pub(super) user: UserId,
    pub(super) role: InstanceRole,
    pub(super) is_bot: bool,
}

/// Whether one may suspend another or end their account.
pub(super) fn may_act_on(actor: Ranked, target: Ranked) -> bool {
    actor.user != target.user && actor.role > target.role
}

/// Whether one may give another a role. Whoever gives one is above it, but for owners, who make others
/// owners; everybody may step down. A bot has none.
pub(super) fn may_give(actor: Ranked, target: Ranked, role: InstanceRole) -> bool {
    if target.is_bot || !Power::Administration.is_of(actor.role) {
        return actor.user == target.user && role < actor.role;
    }
    if actor.user == target.user {
        return role < actor.role;
    }
    let gives = role < actor.role || actor.role == InstanceRole::Owner;
    actor.role > target.role && gives
}

#[cfg(test)]
mod tests {
    use super::*;
    use InstanceRole::{Admin, Moderator, Owner};

    const ROLES: [InstanceRole; 4] = [InstanceRole::User, Moderator, Admin, Owner];

    fn ranked(user: u64, role: InstanceRole) -> Ranked {
        Ranked { user: UserId::new(user), role, is_bot: false }
    }

    #[test]
    fn ia1_nobody_acts_on_an_equal_or_a_higher_one() {
        for actor in ROLES {
            for target in ROLES {
                let (one, other) = (ranked(1, actor), ranked(2, target));
                assert_eq!(may_act_on(one, other), actor > target, "{actor:?} {target:?}");
                for role in ROLES.into_iter().filter(|_| actor <= target) {
                    assert!(!may_give(one, other, role), "{actor:?} {target:?} {role:?}");
                }
            }
            assert!(!may_act_on(ranked(1, actor), ranked(1, actor)), "{actor:?}");
        }
    }

    #[test]
    fn a_role_is_given_from_above_and_by_administrators() {
        let check = |actor, target, role, wanted: bool| {
            let may = may_give(ranked(1, actor), ranked(2, target), role);
            assert_eq!(may, wanted, "{actor:?} {target:?} {role:?}");
        };
        check(Admin, InstanceRole::User, Moderator, true);
        check(Admin, Moderator, InstanceRole::User, true);
        check(Admin, InstanceRole::User, Admin, false);
        check(Owner, InstanceRole::User, Owner, true);
        check(Owner, Admin, Owner, true);
        check(Owner, Owner, Admin, false);
        check(Moderator, InstanceRole::User, InstanceRole::User, false);
        let bot = Ranked { is_bot: true, ..ranked(2, InstanceRole::User) };
        assert!(!may_give(ranked(1, Owner), bot, Moderator));
    }

    #[test]
    fn everybody_may_step_down_and_nobody_up() {
        for own in ROLES {
            for role in ROLES {
                let same = ranked(1, own);
                assert_eq!(may_give(same, same, role), role < own, "{own:?} {role:?}");
            }
        }
    }
}
