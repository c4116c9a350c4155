//! Who may put whom out.

use super::*;

pub(super) fn kick(actor: UserId, target: UserId) -> Command {
    Command::Kick { actor, target }
}

/// Bob with a role of the middle, Cat with these roles, and Ada above both.
fn with_cat(permissions: Permissions, roles: &[RoleId]) -> GuildView {
    let view = with_role(guild(), LOW, 1, Permissions::empty());
    let view = with_role(with_role(view, MIDDLE, 2, permissions), HIGH, 3, Permissions::empty());
    with_member(with_member(view, BOB, &[MIDDLE]), CAT, roles)
}

const MIDDLE: RoleId = RoleId::new(13);

#[test]
fn gu2_only_a_higher_one_puts_out() {
    let strangers = Err(GuildError::UnknownMember);
    let table: [(&[RoleId], UserId, UserId, Result<(), GuildError>); 10] = [
        (&[], BOB, CAT, Ok(())),
        (&[LOW], BOB, CAT, Ok(())),
        (&[MIDDLE], BOB, CAT, MISSING),
        (&[LOW, HIGH], BOB, CAT, MISSING),
        (&[], BOB, BOB, MISSING),
        (&[], BOB, ADA, MISSING),
        (&[HIGH], ADA, CAT, Ok(())),
        (&[], ADA, ADA, MISSING),
        (&[], BOB, EVE, strangers),
        (&[HIGH], CAT, BOB, MISSING),
    ];
    for (roles, actor, target, wanted) in table {
        check(&with_cat(Permissions::KICK_MEMBERS, roles), kick(actor, target), wanted);
    }
    check(&with_cat(Permissions::BAN_MEMBERS, &[]), kick(BOB, CAT), MISSING);
    check(&with_cat(Permissions::ADMINISTRATOR, &[HIGH]), kick(BOB, CAT), MISSING);
    check(&guild(), kick(EVE, BOB), Err(GuildError::UnknownGuild));
}

#[test]
fn whoever_is_put_out_leaves_as_by_themselves() {
    let view = decided(&guild(), time_out(ADA, BOB)).unwrap().view;
    let left = decided(&view, Command::Leave { user: BOB }).unwrap();
    let kicked = decided(&view, kick(ADA, BOB)).unwrap();
    assert_eq!(kicked.batch, left.batch);
    assert!(!kicked.view.members.contains_key(&BOB));
    assert!(kicked.view.access_version > view.access_version);
}
