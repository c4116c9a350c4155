//! Who may put whom out, and that who is banned stays out.

use storage::records::{Ban, MessageSweep};

use super::*;

pub(super) fn kick(actor: UserId, target: UserId) -> Command {
    Command::Kick { actor, target }
}

pub(super) fn ban(actor: UserId, target: UserId) -> Command {
    ban_with(actor, target, 0)
}

fn ban_with(actor: UserId, target: UserId, delete_message_s: u32) -> Command {
    let reason = Some("spam".to_owned());
    Command::Ban { actor, user: Arc::new(account(target)), reason, delete_message_s }
}

fn unban(actor: UserId, target: UserId) -> Command {
    Command::Unban { actor, user: Arc::new(account(target)) }
}

const MIDDLE: RoleId = RoleId::new(13);

/// Bob with a role of the middle, Cat with these roles, and Ada above both.
fn with_cat(permissions: Permissions, roles: &[RoleId]) -> GuildView {
    let view = with_role(guild(), LOW, 1, Permissions::empty());
    let view = with_role(with_role(view, MIDDLE, 2, permissions), HIGH, 3, Permissions::empty());
    with_member(with_member(view, BOB, &[MIDDLE]), CAT, roles)
}

#[test]
fn gu2_only_a_higher_one_puts_out() {
    type Case<'a> = (&'a [RoleId], UserId, UserId, Result<(), GuildError>);
    let table: [Case<'_>; 9] = [
        (&[], BOB, CAT, Ok(())),
        (&[LOW], BOB, CAT, Ok(())),
        (&[MIDDLE], BOB, CAT, MISSING),
        (&[LOW, HIGH], BOB, CAT, MISSING),
        (&[], BOB, BOB, MISSING),
        (&[], BOB, ADA, MISSING),
        (&[HIGH], ADA, CAT, Ok(())),
        (&[], ADA, ADA, MISSING),
        (&[HIGH], CAT, BOB, MISSING),
    ];
    let bits = Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS;
    for (roles, actor, target, wanted) in table {
        check(&with_cat(bits, roles), kick(actor, target), wanted.clone());
        check(&with_cat(bits, roles), ban(actor, target), wanted);
    }
    let view = with_cat(bits, &[]);
    check(&view, kick(BOB, EVE), Err(GuildError::UnknownMember));
    check(&view, ban(BOB, EVE), Ok(()));
    check(&with_cat(Permissions::ADMINISTRATOR, &[HIGH]), ban(BOB, CAT), MISSING);
    for act in [kick(EVE, BOB), ban(EVE, BOB), unban(EVE, BOB)] {
        check(&view, act, Err(GuildError::UnknownGuild));
    }
    for act in [ban(BOB, CAT), ban(BOB, EVE), unban(BOB, EVE)] {
        check(&with_cat(Permissions::KICK_MEMBERS, &[]), act, MISSING);
    }
    check(&with_cat(Permissions::BAN_MEMBERS, &[]), kick(BOB, CAT), MISSING);
}

#[test]
fn whoever_is_put_out_leaves_as_by_themselves() {
    let view = decided(&guild(), time_out(ADA, BOB)).unwrap().view;
    let left = decided(&view, Command::Leave { user: BOB }).unwrap();
    let kicked = decided(&view, kick(ADA, BOB)).unwrap();
    assert_eq!(kicked.batch, left.batch);
    let banned = decided(&view, ban(ADA, BOB)).unwrap();
    let ban = Ban {
        guild: GUILD,
        user: BOB,
        reason: Some("spam".to_owned()),
        banned_by: ADA,
        banned_at_ms: NOW_MS,
    };
    assert_eq!(banned.batch.ops, Batch::new(Shard::Guild(GUILD)).put(&ban).extend(left.batch).ops);
    for put_out in [kicked, banned] {
        assert!(!put_out.view.members.contains_key(&BOB));
        assert!(put_out.view.access_version > view.access_version);
    }
}

#[test]
fn gu4_nobody_who_is_banned_comes_in() {
    let view = with_member(guild(), ROBOT, &[]);
    let came = |command| decided_of(true, &guild(), command).map(drop);
    let banned = Err(GuildError::Banned);
    assert_eq!(came(Command::Join { user: Arc::new(account(EVE)), invite: invite() }), banned);
    assert_eq!(came(grant(ADA, Permissions::empty())), banned);
    let ended = Invite { uses: 2, ..invite() };
    let join = Command::Join { user: Arc::new(account(EVE)), invite: ended };
    assert_eq!(came(join), Err(GuildError::UnknownInvite), "of the invite everybody may know");
    check(&view, grant(ADA, Permissions::empty()), Ok(()));
}

#[test]
fn of_two_bans_the_first_one_stays_and_only_a_ban_is_taken_back() {
    let again = decided_of(true, &guild(), ban(ADA, EVE)).unwrap();
    assert!(again.batch.ops.is_empty() && matches!(again.outcome, Outcome::Done));
    check(&guild(), unban(ADA, EVE), Err(GuildError::UnknownBan));
    let back = decided_of(true, &guild(), unban(ADA, EVE)).unwrap();
    assert_eq!(back.batch.ops, Batch::new(Shard::Guild(GUILD)).delete::<Ban>(&(GUILD, EVE)).ops);
    assert!(matches!(back.outcome, Outcome::Unbanned));
}

#[test]
fn the_messages_of_at_most_seven_days_go_with_a_ban() {
    let week_s = 7 * 24 * 3_600;
    let long = Err(GuildError::Invalid(Field::DeleteMessages));
    check(&guild(), ban_with(ADA, EVE, week_s + 1), long);
    check(&guild(), ban_with(ADA, EVE, u32::MAX), Err(GuildError::Invalid(Field::DeleteMessages)));
    let sweep = MessageSweep {
        guild: GUILD,
        user: EVE,
        asked_at_ms: NOW_MS,
        asked_by: ADA,
        since_ms: NOW_MS - i64::from(week_s) * 1_000,
    };
    let wanted = Batch::new(Shard::Guild(GUILD)).put(&sweep).ops;
    let with = decided(&guild(), ban_with(ADA, EVE, week_s)).unwrap();
    assert!(wanted.iter().all(|row| with.batch.ops.contains(row)));
    let without = decided(&guild(), ban(ADA, EVE)).unwrap();
    assert_eq!(with.batch.ops.len(), without.batch.ops.len() + 1);
}
