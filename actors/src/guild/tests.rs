//! The guild's mind, without an actor: who may do what, and that rows and views say the same.

mod audit;
mod bans;
mod bots;
mod brakes;
mod deletions;
mod places;
mod roles;
mod threads;

use std::sync::Arc;

use crate::addresses::Addresses;
use crate::slow_mode::SlowMode;

use proptest::prelude::*;
use proptest::sample::select;
use protocol::permissions::{Overwrite, Permissions};
use protocol::{ChannelId, RoleId, UserId};
use storage::records::{ChannelHome, ChannelKind, Invite, Membership, User};
use storage::{Batch, MemoryStore, Shard, ShortText, Store};

use super::state::{Change, Inputs, decide};
use super::{
    ChannelPatch, ChannelPlace, Command, Field, GuildError, GuildPatch, NewChannel, Outcome,
    RolePatch, RolePlace, load,
};
use crate::view::sample::{
    ADA, BOB, EVE, GENERAL, GUILD, account, denied, guild, with_channel, with_member, with_role,
};
use crate::view::{AccessError, GuildView};

const NOW_MS: i64 = 1_800_000_000_000;
const CAT: UserId = UserId::new(3);
const ROBOT: UserId = UserId::new(50);
const LOW: RoleId = RoleId::new(11);
const HIGH: RoleId = RoleId::new(12);

fn decided(view: &GuildView, command: Command) -> Result<Change, GuildError> {
    decided_of(false, view, command)
}

/// The same where whom a command is about is banned, or is not.
fn decided_of(is_banned: bool, view: &GuildView, command: Command) -> Result<Change, GuildError> {
    with_inputs(is_banned, |inputs| decide(view, command, inputs))
}

fn with_inputs<T>(is_banned: bool, decide: impl FnOnce(&mut Inputs<'_>) -> T) -> T {
    let mut next = 1_000;
    let mut next_id = || {
        next += 1;
        next
    };
    decide(&mut Inputs {
        now_ms: NOW_MS,
        next_id: &mut next_id,
        invite_code: &mut || "code".to_owned(),
        timed_out_until_ms: None,
        is_banned,
        slow_mode: &SlowMode::default(),
    })
}

/// What comes of a command.
fn check(view: &GuildView, command: Command, wanted: Result<(), GuildError>) {
    let said = format!("{command:?}");
    assert_eq!(decided(view, command).map(drop), wanted, "{said}");
}

const MISSING: Result<(), GuildError> = Err(GuildError::MissingPermission);

fn rename(actor: UserId, name: &str) -> Command {
    let patch = GuildPatch { name: Some(name.to_owned()), ..GuildPatch::default() };
    Command::Update { actor, patch }
}

fn new_channel(actor: UserId, change: impl FnOnce(&mut NewChannel)) -> Command {
    let mut channel = NewChannel {
        name: "new".to_owned(),
        kind: ChannelKind::Text,
        parent: None,
        topic: None,
        nsfw: false,
        overwrites: None,
        rate_limit_per_user_s: 0,
        bitrate: None,
        user_limit: None,
    };
    change(&mut channel);
    Command::CreateChannel { actor, channel }
}

fn overwrites(actor: UserId, overwrites: Vec<Overwrite>) -> Command {
    let patch = ChannelPatch { overwrites: Some(overwrites), ..ChannelPatch::default() };
    Command::UpdateChannel { actor, channel: GENERAL, patch }
}

fn grant(actor: UserId, permissions: Permissions) -> Command {
    Command::GrantBot { actor, bot: Arc::new(account(ROBOT)), permissions }
}

fn time_out(actor: UserId, target: UserId) -> Command {
    Command::TimeOut { actor, target, until_ms: Some(NOW_MS + 60_000) }
}

fn invite() -> Invite {
    Invite {
        code: ShortText::new("code").unwrap(),
        guild: GUILD,
        channel: GENERAL,
        inviter: ADA,
        max_uses: 2,
        uses: 0,
        expires_at_ms: Some(NOW_MS + 1),
        created_at_ms: 0,
    }
}

/// Bob with these permissions by a role of his.
fn bob_with(permissions: Permissions) -> GuildView {
    with_member(with_role(guild(), LOW, 1, permissions), BOB, &[LOW])
}

#[test]
fn gu1_each_act_needs_its_permission() {
    let everything = Permissions::all() - Permissions::ADMINISTRATOR;
    let invite_to_general =
        Command::CreateInvite { actor: BOB, channel: GENERAL, max_age_s: 0, max_uses: 0 };
    let acts = [
        (rename(BOB, "Pier"), Permissions::MANAGE_GUILD),
        (new_channel(BOB, |_| {}), Permissions::MANAGE_CHANNELS),
        (overwrites(BOB, Vec::new()), Permissions::MANAGE_CHANNELS),
        (invite_to_general, Permissions::CREATE_INSTANT_INVITE),
        (grant(BOB, Permissions::empty()), Permissions::MANAGE_GUILD),
        (time_out(BOB, CAT), Permissions::MODERATE_MEMBERS),
        (bans::kick(BOB, CAT), Permissions::KICK_MEMBERS),
        (bans::ban(BOB, CAT), Permissions::BAN_MEMBERS),
        (roles::new_role(BOB, Permissions::empty()), Permissions::MANAGE_ROLES),
        (roles::place(BOB, &[]), Permissions::MANAGE_ROLES),
        (places::place(BOB, &[]), Permissions::MANAGE_CHANNELS),
        (deletions::channel(BOB, GENERAL), Permissions::MANAGE_CHANNELS),
        (roles::set_overwrite(BOB, LOW, Permissions::empty()), Permissions::MANAGE_ROLES),
    ];
    for (act, needed) in acts {
        let view = with_role(bob_with(everything), GUILD.everyone(), 0, Permissions::VIEW_CHANNEL);
        let view = with_member(view, CAT, &[]);
        check(&view, act.clone(), Ok(()));
        check(&with_role(view, LOW, 1, everything - needed), act, MISSING);
    }
    let change_overwrites = overwrites(BOB, Vec::new());
    check(&bob_with(Permissions::MANAGE_CHANNELS), change_overwrites, MISSING);
}

#[test]
fn gu1_a_stranger_finds_no_guild() {
    check(&guild(), rename(EVE, "Pier"), Err(GuildError::UnknownGuild));
    check(&guild(), Command::Leave { user: EVE }, Err(GuildError::UnknownGuild));
    let unknown = GuildError::Access(AccessError::UnknownChannel);
    check(&guild(), overwrites(EVE, Vec::new()), Err(unknown));
    let delete = Command::DeleteInvite { actor: EVE, invite: invite() };
    check(&guild(), delete, Err(GuildError::UnknownInvite));
}

#[test]
fn gu1_a_hidden_channel_is_not_changed_and_a_time_out_takes_all_rights() {
    let managers = bob_with(Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES);
    let blind = denied(managers, BOB, Permissions::VIEW_CHANNEL);
    let hidden = GuildError::Access(AccessError::NoAccess);
    check(&blind, overwrites(BOB, Vec::new()), Err(hidden));
    let busy = with_member(bob_with(Permissions::MANAGE_GUILD), CAT, &[]);
    let quiet = decided(&busy, time_out(ADA, BOB)).unwrap_or_else(|error| panic!("{error}")).view;
    check(&quiet, rename(BOB, "Pier"), MISSING);
}

#[test]
fn gu2_only_a_higher_one_puts_in_time_out() {
    let moderators =
        with_role(bob_with(Permissions::MODERATE_MEMBERS), HIGH, 2, Permissions::empty());
    let with_cat = |roles: &[RoleId]| with_member(moderators.clone(), CAT, roles);
    check(&with_cat(&[]), time_out(BOB, CAT), Ok(()));
    check(&with_cat(&[LOW]), time_out(BOB, CAT), MISSING);
    check(&with_cat(&[HIGH]), time_out(BOB, CAT), MISSING);
    check(&with_cat(&[]), time_out(BOB, BOB), MISSING);
    check(&with_cat(&[]), time_out(BOB, ADA), MISSING);
    check(&with_cat(&[HIGH]), time_out(ADA, CAT), Ok(()));
    check(&with_cat(&[]), time_out(BOB, EVE), Err(GuildError::UnknownMember));
}

#[test]
fn gu2_nobody_gives_or_takes_by_overwrite_what_it_lacks() {
    let bits = Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES;
    let (view, ban) = (bob_with(bits), Permissions::BAN_MEMBERS);
    let none = Permissions::empty();
    check(&view, overwrites(BOB, vec![Overwrite::member(CAT, ban, none)]), MISSING);
    check(&view, overwrites(BOB, vec![Overwrite::member(CAT, none, ban)]), MISSING);
    let send = Permissions::SEND_MESSAGES;
    check(&view, overwrites(BOB, vec![Overwrite::member(CAT, send, none)]), Ok(()));

    let set_by_ada = Overwrite::member(CAT, none, ban);
    let view = with_channel(view, GENERAL, |channel| channel.overwrites = vec![set_by_ada]);
    check(&view, overwrites(BOB, Vec::new()), MISSING);
    let beside = Overwrite::member(BOB, none, send);
    check(&view, overwrites(BOB, vec![set_by_ada, beside]), Ok(()));
    let asked = Some(vec![set_by_ada]);
    check(&view, new_channel(BOB, |channel| channel.overwrites = asked), MISSING);
}

#[test]
fn gu2_a_bot_gets_no_more_than_who_brings_it_and_a_higher_one_is_left_alone() {
    let view = bob_with(Permissions::MANAGE_GUILD | Permissions::KICK_MEMBERS);
    check(&view, grant(BOB, Permissions::KICK_MEMBERS), Ok(()));
    check(&view, grant(BOB, Permissions::BAN_MEMBERS), MISSING);
    check(&view, grant(BOB, Permissions::ADMINISTRATOR), MISSING);
    let brought = decided(&view, grant(ADA, Permissions::ADMINISTRATOR));
    let mut view = brought.unwrap_or_else(|error| panic!("{error}")).view;
    check(&view, grant(BOB, Permissions::ADMINISTRATOR), Ok(()));
    check(&view, grant(BOB, Permissions::empty()), MISSING);
    let mut roles = (*view.roles).clone();
    roles.values_mut().filter(|role| role.bot == Some(ROBOT)).for_each(|role| role.position = 2);
    view.roles = Arc::new(roles);
    check(&view, grant(BOB, Permissions::ADMINISTRATOR), MISSING);
    check(&view, grant(ADA, Permissions::empty()), Ok(()));
}

#[test]
fn fields_out_of_their_bounds_are_named() {
    let wrong = |field| Err(GuildError::Invalid(field));
    let view = guild();
    for name in ["", "x", "  x  ", "bell\u{7}", &"n".repeat(101)] {
        check(&view, rename(ADA, name), wrong(Field::Name));
    }
    check(&view, rename(ADA, &"ñ".repeat(100)), Ok(()));
    check(&view, new_channel(ADA, |c| c.topic = Some("t".repeat(1_025))), wrong(Field::Topic));
    check(&view, new_channel(ADA, |c| c.rate_limit_per_user_s = 21_601), wrong(Field::RateLimit));
    check(&view, new_channel(ADA, |c| c.bitrate = Some(7_999)), wrong(Field::Bitrate));
    check(&view, new_channel(ADA, |c| c.user_limit = Some(100)), wrong(Field::UserLimit));
    check(&view, new_channel(ADA, |c| c.parent = Some(GENERAL)), wrong(Field::Parent));
    let many = vec![Overwrite::member(BOB, Permissions::empty(), Permissions::empty()); 101];
    check(&view, overwrites(ADA, many), wrong(Field::Overwrites));
    let long = Command::TimeOut { actor: ADA, target: BOB, until_ms: Some(i64::MAX) };
    check(&view, long, wrong(Field::TimeOut));
    let called =
        |nick: &str| Command::Rename { actor: ADA, target: BOB, nick: Some(nick.to_owned()) };
    for nick in ["bell\u{7}", &"n".repeat(33)] {
        check(&view, called(nick), wrong(Field::Nick));
    }
    check(&view, called(&"n".repeat(32)), Ok(()));
    let age =
        Command::CreateInvite { actor: ADA, channel: GENERAL, max_age_s: 604_801, max_uses: 0 };
    check(&view, age, wrong(Field::MaxAge));
    let uses = Command::CreateInvite { actor: ADA, channel: GENERAL, max_age_s: 0, max_uses: 101 };
    check(&view, uses, wrong(Field::MaxUses));
}

#[test]
fn a_text_channel_becomes_one_for_announcements_and_back_and_nothing_else_becomes_another() {
    let view = with_channel(guild(), ChannelId::new(300), |channel| {
        channel.kind = ChannelKind::Voice;
    });
    let become_one = |channel, kind| {
        let patch = ChannelPatch { kind: Some(kind), ..ChannelPatch::default() };
        Command::UpdateChannel { actor: ADA, channel, patch }
    };
    let news = decided(&view, become_one(GENERAL, ChannelKind::Announcement)).expect("news").view;
    assert_eq!(news.channels[&GENERAL].kind, ChannelKind::Announcement);
    check(&news, become_one(GENERAL, ChannelKind::Text), Ok(()));
    let wrong = || Err(GuildError::Invalid(Field::Kind));
    check(&view, become_one(GENERAL, ChannelKind::Voice), wrong());
    check(&view, become_one(GENERAL, ChannelKind::Category), wrong());
    check(&view, become_one(ChannelId::new(300), ChannelKind::Announcement), wrong());
    check(&view, become_one(ChannelId::new(300), ChannelKind::Voice), Ok(()));
}

#[test]
fn a_guild_has_at_most_500_channels() {
    let full =
        (0..499).fold(guild(), |view, i| with_channel(view, ChannelId::new(300 + i), |_| {}));
    check(&full, new_channel(ADA, |_| {}), Err(GuildError::TooManyChannels(500)));
}

#[test]
fn an_invite_is_used_up_expires_and_leads_to_its_guild_only() {
    let user = Arc::new(account(EVE));
    let join = |invite| Command::Join { user: Arc::clone(&user), invite };
    let unknown = Err(GuildError::UnknownInvite);
    check(&guild(), join(invite()), Ok(()));
    check(&guild(), join(Invite { uses: 2, ..invite() }), unknown.clone());
    check(&guild(), join(Invite { expires_at_ms: Some(NOW_MS), ..invite() }), unknown.clone());
    check(&guild(), join(Invite { guild: protocol::GuildId::new(5), ..invite() }), unknown);
    let member =
        Command::Join { user: Arc::new(account(BOB)), invite: Invite { uses: 2, ..invite() } };
    let change = decided(&guild(), member).unwrap_or_else(|error| panic!("{error}"));
    assert!(change.batch.ops.is_empty(), "a member who joins again uses nothing up");
}

#[test]
fn the_owner_stays() {
    check(&guild(), Command::Leave { user: ADA }, Err(GuildError::OwnerStays));
    check(&guild(), Command::Leave { user: BOB }, Ok(()));
}

/// A guild with roles and members at random; Ada owns it.
fn any_guild() -> impl Strategy<Value = GuildView> {
    let bits = || any::<u64>().prop_map(Permissions::from_bits_truncate);
    let roles = prop::collection::vec((1u16..5, bits()), 4);
    let held = prop::collection::vec(prop::collection::vec(select(ROLES), 0..3), 4);
    let exceptions = prop::collection::vec(any_overwrite(), 0..4);
    (roles, held, exceptions, bits()).prop_map(|(roles, held, exceptions, everyone)| {
        let view = with_role(guild(), GUILD.everyone(), 0, everyone);
        let view = ROLES
            .iter()
            .zip(roles)
            .fold(view, |view, (id, (position, bits))| with_role(view, *id, position, bits));
        let view =
            PEOPLE.iter().zip(held).fold(view, |view, (id, held)| with_member(view, *id, &held));
        with_channel(view, GENERAL, |channel| channel.overwrites = exceptions)
    })
}

const ROLES: &[RoleId] = &[LOW, HIGH, RoleId::new(13), RoleId::new(14)];
const PEOPLE: &[UserId] = &[ADA, BOB, CAT, UserId::new(4)];

fn any_overwrite() -> impl Strategy<Value = Overwrite> {
    let bits = || any::<u64>().prop_map(Permissions::from_bits_truncate);
    let few = || (bits(), bits(), bits()).prop_map(|(a, b, c)| a & b & c);
    prop_oneof![
        (select(ROLES), few(), few())
            .prop_map(|(id, allow, deny)| Overwrite::role(id, allow, deny)),
        (select(PEOPLE), few(), few())
            .prop_map(|(id, allow, deny)| Overwrite::member(id, allow, deny)),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let who = || select(PEOPLE);
    let bits = any::<u64>().prop_map(Permissions::from_bits_truncate);
    prop_oneof![
        who().prop_map(|actor| rename(actor, "Pier")),
        (who(), prop::option::of(prop::collection::vec(any_overwrite(), 0..3)))
            .prop_map(|(actor, asked)| new_channel(actor, |channel| channel.overwrites = asked)),
        (who(), prop::collection::vec(any_overwrite(), 0..3))
            .prop_map(|(actor, asked)| overwrites(actor, asked)),
        (who(), bits).prop_map(|(actor, bits)| grant(actor, bits)),
        (who(), who()).prop_map(|(actor, target)| time_out(actor, target)),
        (who(), who()).prop_map(|(actor, target)| bans::kick(actor, target)),
        (who(), who()).prop_map(|(actor, target)| bans::ban(actor, target)),
        who().prop_map(|user| Command::Leave { user }),
        Just(Command::Join { user: Arc::new(account(EVE)), invite: invite() }),
        any_role_command(),
        who().prop_map(|actor| deletions::channel(actor, GENERAL)),
        who().prop_map(|actor| Command::Delete { actor }),
        (who(), who()).prop_map(|(actor, owner)| deletions::hand_over(actor, owner)),
        (who(), any_overwrite()).prop_map(|(actor, overwrite)| Command::SetOverwrite {
            actor,
            channel: GENERAL,
            overwrite
        }),
        (who(), any_overwrite()).prop_map(|(actor, overwrite)| Command::DeleteOverwrite {
            actor,
            channel: GENERAL,
            about: overwrite.id
        }),
    ]
}

fn any_role_command() -> impl Strategy<Value = Command> {
    let who = || select(PEOPLE);
    let few = (any::<u64>(), any::<u64>(), any::<u64>())
        .prop_map(|(a, b, c)| Permissions::from_bits_truncate(a & b & c));
    let place = (select(ROLES), prop::option::of(0u16..6))
        .prop_map(|(id, position)| RolePlace { id, position });
    prop_oneof![
        (who(), few.clone()).prop_map(|(actor, bits)| roles::new_role(actor, bits)),
        (who(), select(ROLES), few)
            .prop_map(|(actor, role, bits)| roles::change(actor, role, bits)),
        (who(), select(ROLES)).prop_map(|(actor, role)| Command::DeleteRole { actor, role }),
        (who(), who(), select(ROLES)).prop_map(|(actor, target, role)| Command::GiveRole {
            actor,
            target,
            role
        }),
        (who(), who(), select(ROLES)).prop_map(|(actor, target, role)| Command::TakeRole {
            actor,
            target,
            role
        }),
        (who(), who(), prop::collection::btree_set(select(ROLES), 0..3))
            .prop_map(|(actor, target, roles)| Command::SetRoles { actor, target, roles }),
        (who(), prop::collection::vec(place, 0..4))
            .prop_map(|(actor, places)| Command::PlaceRoles { actor, places }),
    ]
}

/// The overwrites of every channel by whom they are about, duplicates summed up.
fn exceptions(view: &GuildView, channel: ChannelId) -> Vec<(String, Permissions, Permissions)> {
    let mut sums = std::collections::BTreeMap::new();
    for overwrite in view.channels.get(&channel).map_or(&[][..], |channel| &channel.overwrites) {
        let key = format!("{:?} {:?}", overwrite.kind, overwrite.id);
        let sum = sums.entry(key).or_insert((Permissions::empty(), Permissions::empty()));
        *sum = (sum.0 | overwrite.allow, sum.1 | overwrite.deny);
    }
    sums.into_iter().map(|(key, (allow, deny))| (key, allow, deny)).collect()
}

/// The highest position of a member's roles; the owner is above all.
fn position(view: &GuildView, user: UserId) -> u16 {
    let of = |role: &RoleId| view.roles.get(role).map_or(0, |role| role.position);
    let highest = view.members[&user].member.roles.iter().map(of).max().unwrap_or(0);
    if user == view.guild.owner { u16::MAX } else { highest }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn gu2_no_admitted_act_grants_what_its_actor_lacks_or_reaches_up(
        view in any_guild(), command in any_command()
    ) {
        let Ok(Change { view: next, .. }) = decided(&view, command.clone()) else { return Ok(()) };
        match command {
            Command::CreateChannel { actor, .. }
            | Command::UpdateChannel { actor, .. }
            | Command::SetOverwrite { actor, .. }
            | Command::DeleteOverwrite { actor, .. } => {
                let own = view.guild_permissions(actor, NOW_MS);
                for channel in next.channels.keys() {
                    let (before, now) = (exceptions(&view, *channel), exceptions(&next, *channel));
                    for (key, allow, deny) in before.iter().filter(|entry| !now.contains(entry))
                        .chain(now.iter().filter(|entry| !before.contains(entry)))
                    {
                        let other = |list: &[(String, Permissions, Permissions)]| {
                            list.iter().find(|entry| entry.0 == *key).map_or_else(
                                || (Permissions::empty(), Permissions::empty()),
                                |entry| (entry.1, entry.2),
                            )
                        };
                        let ((a, d), (b, e)) = (other(&before), other(&now));
                        prop_assert!(own.contains((a ^ b) | (d ^ e)), "{key} {allow:?} {deny:?}");
                    }
                }
                let gained = next.channel_permissions(actor, GENERAL, NOW_MS)
                    - view.channel_permissions(actor, GENERAL, NOW_MS);
                prop_assert!(own.contains(gained), "{gained:?} for itself");
            }
            Command::GrantBot { actor, permissions, .. } => {
                let known = view.roles.values().find(|role| role.bot == Some(ROBOT));
                let known = known.map_or(Permissions::empty(), |role| role.permissions);
                let own = view.guild_permissions(actor, NOW_MS);
                prop_assert!(own.contains(known ^ permissions));
            }
            Command::Ban { actor, user, .. } => {
                prop_assert!(position(&view, actor) >= position(&view, user.id));
                prop_assert!(actor != user.id && user.id != ADA);
                prop_assert!(!next.members.contains_key(&user.id));
            }
            Command::TimeOut { actor, target, .. } | Command::Kick { actor, target } => {
                prop_assert!(position(&view, actor) >= position(&view, target));
                prop_assert!(actor != target && target != ADA);
            }
            Command::Silence { actor, target, silence } => {
                let own = view.channel_permissions(actor, silence.channel, NOW_MS);
                let (before, after) = (&view.members[&target].member, &next.members[&target].member);
                prop_assert!(own.contains(Permissions::MUTE_MEMBERS) || before.mute == after.mute);
                prop_assert!(own.contains(Permissions::DEAFEN_MEMBERS) || before.deaf == after.deaf);
            }
            Command::CreateRole { actor, .. }
            | Command::UpdateRole { actor, .. }
            | Command::PlaceRoles { actor, .. }
            | Command::DeleteRole { actor, .. } => {
                let own = view.guild_permissions(actor, NOW_MS);
                for (id, role) in next.roles.iter() {
                    let before = view.roles.get(id).map_or(Permissions::empty(), |r| r.permissions);
                    let everyone = view.roles[&GUILD.everyone()].permissions;
                    let changed = before ^ role.permissions;
                    let is_new = !view.roles.contains_key(id);
                    prop_assert!(own.contains(changed) || (is_new && everyone.contains(changed)));
                }
                let mut above = roles::not_below(&next, actor);
                // Who has no role has none below it either, not even the one it makes.
                above.retain(|(id, _)| view.roles.contains_key(id));
                prop_assert_eq!(roles::not_below(&view, actor), above);
            }
            Command::SetRoles { actor, target, .. } => {
                let of = |view: &GuildView| view.members[&target].member.roles.clone();
                let above = roles::not_below(&view, actor);
                let (before, after) = (of(&view), of(&next));
                for (id, _) in above {
                    prop_assert_eq!(before.contains(&id), after.contains(&id));
                }
            }
            Command::GiveRole { actor, role, .. } | Command::TakeRole { actor, role, .. } => {
                prop_assert!(!roles::not_below(&view, actor).iter().any(|(id, _)| *id == role));
            }
            Command::Delete { actor } => prop_assert_eq!(actor, ADA),
            Command::Update { actor, .. } => {
                prop_assert!(view.guild.owner == next.guild.owner || actor == ADA);
            }
            _ => {}
        }
    }

    #[test]
    fn gu3_the_rows_of_a_change_are_the_next_view(view in any_guild(), command in any_command()) {
        let Ok(Change { batch, view: next, .. }) = decided(&view, command) else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let stored = runtime.block_on(async {
            let store = MemoryStore::new();
            store.commit(rows(&view)).await.unwrap();
            store.commit(accounts()).await.unwrap();
            store.commit(batch).await.unwrap();
            load::view(&store, GUILD, &Addresses::default()).await.unwrap()
        });
        prop_assert_eq!(stored.is_none(), next.is_gone());
        let Some(stored) = stored else { return Ok(()) };
        prop_assert_eq!(&stored.guild, &next.guild);
        prop_assert_eq!(&stored.roles, &next.roles);
        prop_assert_eq!(&stored.channels, &next.channels);
        prop_assert_eq!(&stored.members, &next.members);
    }
}

/// All rows of a guild.
fn rows(view: &GuildView) -> Batch {
    let mut batch = Batch::new(Shard::Guild(GUILD)).put(&*view.guild).put(&invite());
    for role in view.roles.values() {
        batch = batch.put(role);
    }
    for channel in view.channels.values() {
        batch = batch.put(&**channel).put(&ChannelHome { channel: channel.id, guild: GUILD });
    }
    for (user, member) in &view.members {
        batch = batch.put(&member.member).put(&Membership { user: *user, guild: GUILD });
    }
    batch
}

fn accounts() -> Batch {
    let everyone = PEOPLE.iter().chain([&EVE, &ROBOT]);
    everyone.fold(Batch::new(Shard::Social), |batch, id| batch.put(&account(*id)))
}

#[test]
fn an_invite_that_was_made_can_be_used() {
    let create = Command::CreateInvite { actor: ADA, channel: GENERAL, max_age_s: 60, max_uses: 1 };
    let change = decided(&guild(), create).unwrap_or_else(|error| panic!("{error}"));
    let Outcome::Invite(made) = change.outcome else { panic!("no invite") };
    assert_eq!((made.max_uses, made.uses, made.expires_at_ms), (1, 0, Some(NOW_MS + 60_000)));
    check(&guild(), Command::Join { user: Arc::new(account(EVE)), invite: made }, Ok(()));
}
