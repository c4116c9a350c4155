//! Roles: who may make, change, move, give and take them.

use super::*;

pub(super) fn new_role(actor: UserId, permissions: Permissions) -> Command {
    let role = RolePatch { permissions: Some(permissions), ..RolePatch::default() };
    Command::CreateRole { actor, role }
}

pub(super) fn change(actor: UserId, role: RoleId, permissions: Permissions) -> Command {
    let patch = RolePatch { permissions: Some(permissions), ..RolePatch::default() };
    Command::UpdateRole { actor, role, patch }
}

pub(super) fn place(actor: UserId, places: &[(RoleId, u16)]) -> Command {
    let places =
        places.iter().map(|(id, position)| RolePlace { id: *id, position: Some(*position) });
    Command::PlaceRoles { actor, places: places.collect() }
}

pub(super) fn set_overwrite(actor: UserId, role: RoleId, allow: Permissions) -> Command {
    let overwrite = Overwrite::role(role, allow, Permissions::empty());
    Command::SetOverwrite { actor, channel: GENERAL, overwrite }
}

/// The roles that somebody may not touch, the highest first, with what they give.
pub(super) fn not_below(view: &GuildView, actor: UserId) -> Vec<(RoleId, Permissions)> {
    let mut roles: Vec<_> =
        view.roles.values().filter(|role| role.id != GUILD.everyone()).collect();
    roles.sort_by_key(|role| (std::cmp::Reverse(role.position), role.id));
    if actor == view.guild.owner {
        return Vec::new();
    }
    let held = &view.members[&actor].member.roles;
    let highest = roles.iter().position(|role| held.contains(&role.id));
    let above = highest.map_or(roles.len(), |highest| highest + 1);
    roles[..above].iter().map(|role| (role.id, role.permissions)).collect()
}

fn next(view: &GuildView, command: Command) -> GuildView {
    decided(view, command).unwrap_or_else(|error| panic!("{error}")).view
}

/// Bob manages roles by `LOW`; `HIGH` stands above it, and `FLOOR` below.
fn ladder() -> GuildView {
    let bits = Permissions::MANAGE_ROLES | Permissions::KICK_MEMBERS;
    let view = with_role(guild(), LOW, 3, bits);
    let view =
        with_role(with_role(view, HIGH, 4, Permissions::empty()), FLOOR, 1, Permissions::empty());
    with_member(with_member(view, BOB, &[LOW]), CAT, &[])
}

const FLOOR: RoleId = RoleId::new(10);

#[test]
fn gu2_only_a_lower_role_is_changed_deleted_given_or_taken() {
    let view = ladder();
    for (role, wanted) in [(FLOOR, Ok(())), (LOW, MISSING), (HIGH, MISSING)] {
        check(&view, change(BOB, role, Permissions::KICK_MEMBERS), wanted.clone());
        check(&view, Command::DeleteRole { actor: BOB, role }, wanted.clone());
        check(&view, Command::GiveRole { actor: BOB, target: CAT, role }, wanted.clone());
        check(&view, Command::TakeRole { actor: BOB, target: CAT, role }, wanted);
        check(&view, Command::DeleteRole { actor: ADA, role }, Ok(()));
    }
    let give = Command::GiveRole { actor: BOB, target: EVE, role: FLOOR };
    check(&view, give, Err(GuildError::UnknownMember));
    let unknown = Command::DeleteRole { actor: BOB, role: RoleId::new(99) };
    check(&view, unknown, Err(GuildError::UnknownRole));
    check(&view, change(EVE, FLOOR, Permissions::empty()), Err(GuildError::UnknownGuild));
}

#[test]
fn gu2_nobody_puts_into_a_role_what_it_lacks() {
    let view = ladder();
    check(&view, new_role(BOB, Permissions::KICK_MEMBERS), Ok(()));
    check(&view, new_role(BOB, Permissions::BAN_MEMBERS), MISSING);
    check(&view, new_role(BOB, Permissions::ADMINISTRATOR), MISSING);
    check(&view, new_role(ADA, Permissions::ADMINISTRATOR), Ok(()));
    check(&view, change(BOB, FLOOR, Permissions::BAN_MEMBERS), MISSING);
    let armed = with_role(view, FLOOR, 1, Permissions::BAN_MEMBERS);
    check(&armed, change(BOB, FLOOR, Permissions::empty()), MISSING);
    let both = Permissions::BAN_MEMBERS | Permissions::KICK_MEMBERS;
    check(&armed, change(BOB, FLOOR, both), Ok(()));
}

#[test]
fn a_new_role_may_what_everyone_may_and_stands_lowest() {
    let view = ladder();
    let change = decided(&view, Command::CreateRole { actor: BOB, role: RolePatch::default() });
    let change = change.unwrap_or_else(|error| panic!("{error}"));
    let Outcome::Role(id) = change.outcome else { panic!("no role") };
    let role = &change.view.roles[&id];
    assert_eq!(role.name, "new role");
    assert_eq!(role.permissions, view.roles[&GUILD.everyone()].permissions);
    assert_eq!(not_below(&change.view, BOB), not_below(&view, BOB));
    let give = Command::GiveRole { actor: BOB, target: CAT, role: id };
    assert_eq!(next(&change.view, give).members[&CAT].member.roles, [id]);
}

#[test]
fn the_role_of_everyone_and_those_of_bots_are_nobodys_to_give_or_delete() {
    let view = next(&ladder(), grant(ADA, Permissions::empty()));
    let bots = view.roles.values().find(|role| role.managed).map(|role| role.id).unwrap();
    for role in [GUILD.everyone(), bots] {
        check(&view, Command::DeleteRole { actor: ADA, role }, Err(GuildError::InvalidRole));
        let give = Command::GiveRole { actor: ADA, target: CAT, role };
        check(&view, give, Err(GuildError::InvalidRole));
    }
    check(&view, place(ADA, &[(GUILD.everyone(), 3)]), Err(GuildError::InvalidRole));
    let named = RolePatch { name: Some("all".to_owned()), ..RolePatch::default() };
    let renamed = Command::UpdateRole { actor: ADA, role: GUILD.everyone(), patch: named };
    let renamed = next(&view, renamed);
    assert_eq!(renamed.roles[&GUILD.everyone()].name, view.roles[&GUILD.everyone()].name);
    check(&view, change(ADA, GUILD.everyone(), Permissions::all()), Ok(()));
}

#[test]
fn a_deleted_role_leaves_its_members_and_its_overwrites() {
    let given = next(&ladder(), Command::GiveRole { actor: BOB, target: CAT, role: FLOOR });
    let view = next(&given, set_overwrite(ADA, FLOOR, Permissions::SEND_MESSAGES));
    let gone = next(&view, Command::DeleteRole { actor: BOB, role: FLOOR });
    assert!(!gone.roles.contains_key(&FLOOR));
    assert!(gone.members[&CAT].member.roles.is_empty());
    assert!(gone.channels[&GENERAL].overwrites.is_empty());
    assert!(gone.access_version > view.access_version);
}

#[test]
fn gu2_roles_are_moved_only_among_the_lower_ones() {
    let other = RoleId::new(9);
    let view = with_role(ladder(), other, 1, Permissions::empty());
    // 9 is older than 10, so at one place it stands higher.
    let up = next(&view, place(BOB, &[(FLOOR, 2), (other, 1)]));
    let positions = |view: &GuildView| [HIGH, LOW, FLOOR, other].map(|id| view.roles[&id].position);
    assert_eq!(positions(&up), [4, 3, 2, 1]);
    check(&view, place(BOB, &[(FLOOR, 9)]), MISSING);
    check(&view, place(BOB, &[(LOW, 9)]), MISSING);
    check(&view, place(BOB, &[(HIGH, 0)]), MISSING);
    check(&view, place(ADA, &[(HIGH, 0)]), Ok(()));
    check(&view, place(ADA, &[(RoleId::new(99), 1)]), Err(GuildError::UnknownRole));
    check(&view, place(ADA, &[(LOW, 1); 251]), Err(GuildError::Invalid(Field::Places)));
}

#[test]
fn one_overwrite_is_set_and_taken_away_beside_others() {
    let view = ladder();
    let view = next(&view, set_overwrite(BOB, FLOOR, Permissions::KICK_MEMBERS));
    let both = next(&view, set_overwrite(ADA, HIGH, Permissions::BAN_MEMBERS));
    assert_eq!(both.channels[&GENERAL].overwrites.len(), 2);
    let delete = |actor, role: RoleId| Command::DeleteOverwrite {
        actor,
        channel: GENERAL,
        about: role.into(),
    };
    check(&both, delete(BOB, HIGH), MISSING);
    assert_eq!(next(&both, delete(BOB, FLOOR)).channels[&GENERAL].overwrites.len(), 1);
    check(&both, delete(ADA, LOW), Err(GuildError::UnknownOverwrite));
    let ghost = set_overwrite(ADA, RoleId::new(99), Permissions::empty());
    check(&both, ghost, Err(GuildError::UnknownRole));
}

#[test]
fn a_guild_has_at_most_250_roles_of_few_colours() {
    let full = (0..249)
        .fold(guild(), |view, i| with_role(view, RoleId::new(1_000 + i), 1, Permissions::empty()));
    check(&full, new_role(ADA, Permissions::empty()), Err(GuildError::TooManyRoles(250)));
    let patch = RolePatch { color: Some(0x0100_0000), ..RolePatch::default() };
    let loud = Command::UpdateRole { actor: ADA, role: LOW, patch };
    check(&ladder(), loud, Err(GuildError::Invalid(Field::Color)));
}
