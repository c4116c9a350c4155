//! Brakes: who sets them, and whom they hold back.

use storage::records::Brakes;

use super::super::BrakesPatch;
use super::*;
use crate::arrivals::{JOINS_PER_MINUTE_MAX, MIN_ACCOUNT_AGE_S_MAX};

fn set(actor: UserId, patch: BrakesPatch) -> Command {
    Command::SetBrakes { actor, patch }
}

fn pause() -> BrakesPatch {
    BrakesPatch { invites_paused: Some(true), ..BrakesPatch::default() }
}

fn join() -> Command {
    Command::Join { user: Arc::new(account(EVE)), invite: invite() }
}

fn braked(brakes: Brakes) -> GuildView {
    GuildView { brakes, ..guild() }
}

#[test]
fn gu1_whoever_manages_the_guild_sets_its_brakes() {
    check(&guild(), set(ADA, pause()), Ok(()));
    check(&guild(), set(BOB, pause()), MISSING);
    check(&guild(), set(EVE, pause()), Err(GuildError::UnknownGuild));
    let view = with_role(guild(), LOW, 1, Permissions::MANAGE_GUILD);
    check(&with_member(view, BOB, &[LOW]), set(BOB, pause()), Ok(()));
}

#[test]
fn brakes_have_bounds() {
    let age = |seconds| BrakesPatch { min_account_age_s: Some(seconds), ..BrakesPatch::default() };
    let joins = |count| BrakesPatch { joins_per_minute: Some(count), ..BrakesPatch::default() };
    check(&guild(), set(ADA, age(MIN_ACCOUNT_AGE_S_MAX)), Ok(()));
    let too_old = Err(GuildError::Invalid(Field::MinAccountAge));
    check(&guild(), set(ADA, age(MIN_ACCOUNT_AGE_S_MAX + 1)), too_old);
    check(&guild(), set(ADA, joins(JOINS_PER_MINUTE_MAX)), Ok(()));
    let too_many = Err(GuildError::Invalid(Field::JoinsPerMinute));
    check(&guild(), set(ADA, joins(JOINS_PER_MINUTE_MAX + 1)), too_many);
}

#[test]
fn what_is_left_out_stays_and_what_stays_is_not_written() {
    let before = Brakes { joins_per_minute: 5, ..Brakes::off(GUILD) };
    let change = decided(&braked(before), set(ADA, pause())).expect("an act that is allowed");
    let after = Brakes { invites_paused: true, ..before };
    assert_eq!(change.view.brakes, after);
    assert_eq!(change.batch.ops, Batch::new(Shard::Guild(GUILD)).put(&after).ops);
    let again = decided(&change.view, set(ADA, pause())).expect("an act that is allowed");
    assert!(again.batch.ops.is_empty());
}

#[test]
fn rb1_brakes_hold_back_who_joins_by_an_invite_and_no_member_or_bot() {
    let paused = braked(Brakes { invites_paused: true, ..Brakes::off(GUILD) });
    check(&paused, join(), Err(GuildError::InvitesPaused));
    check(&paused, Command::Join { user: Arc::new(account(BOB)), invite: invite() }, Ok(()));
    check(&paused, grant(ADA, Permissions::empty()), Ok(()));
    let used_up = Invite { uses: 2, ..invite() };
    let join = Command::Join { user: Arc::new(account(EVE)), invite: used_up };
    check(&paused, join, Err(GuildError::UnknownInvite));
}

#[test]
fn rb1_an_account_is_as_old_as_its_id() {
    let brakes = Brakes { min_account_age_s: 60, ..Brakes::off(GUILD) };
    let made_ago_ms = |ago_ms: i64| {
        let id = UserId::new(protocol::id::first_at_ms(NOW_MS - ago_ms));
        let user = Arc::new(account(id));
        decided(&braked(brakes), Command::Join { user, invite: invite() }).map(drop)
    };
    assert_eq!(made_ago_ms(20_000), Err(GuildError::AccountTooYoung { wait_ms: 40_000 }));
    assert_eq!(made_ago_ms(60_000), Ok(()));
}

#[test]
fn rb2_a_join_counts_in_the_view_that_it_leads_to() {
    let brakes = Brakes { joins_per_minute: 1, ..Brakes::off(GUILD) };
    let came = decided(&braked(brakes), join()).expect("the first one").view;
    let next = Command::Join { user: Arc::new(account(CAT)), invite: invite() };
    check(&came, next, Err(GuildError::TooManyJoins { wait_ms: 60_000 }));
    // Whoever leaves makes no room.
    let left = decided(&came, Command::Leave { user: EVE }).expect("somebody who left").view;
    check(&left, join(), Err(GuildError::TooManyJoins { wait_ms: 60_000 }));
}
