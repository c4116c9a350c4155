use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::id::{GuildId, RoleId, UserId};

type P = Permissions;

const GUILD: GuildId = GuildId::new(1);
const USER: UserId = UserId::new(2);
const RED: RoleId = RoleId::new(11);
const BLUE: RoleId = RoleId::new(12);
const NONE: P = P::empty();

fn member(everyone: P, roles: &[(RoleId, P)]) -> MemberFacts<'_> {
    MemberFacts { guild: GUILD, user: USER, owner: false, everyone, roles, timed_out: false }
}

#[test]
fn pm1_owner_and_administrator_have_everything() {
    let deny = [Overwrite::role(GUILD.everyone(), NONE, P::all())];
    let roles = [(RED, P::ADMINISTRATOR)];
    let owner = MemberFacts { owner: true, timed_out: true, ..member(NONE, &[]) };
    let administrator = MemberFacts { timed_out: true, ..member(NONE, &roles) };
    for facts in [owner, administrator] {
        assert_eq!(resolve_guild(&facts), P::all());
        assert_eq!(resolve_channel(&facts, &deny), P::all());
    }
}

#[test]
fn pm1_an_overwrite_makes_no_administrator() {
    let allow = [Overwrite::member(USER, P::ADMINISTRATOR, NONE)];
    let bits = resolve_channel(&member(P::VIEW_CHANNEL, &[]), &allow);
    assert!(!bits.contains(P::SEND_MESSAGES));
}

#[test]
fn pm2_roles_add_up() {
    let roles = [(RED, P::KICK_MEMBERS), (BLUE, P::BAN_MEMBERS)];
    let bits = resolve_guild(&member(P::VIEW_CHANNEL, &roles));
    assert_eq!(bits, P::VIEW_CHANNEL | P::KICK_MEMBERS | P::BAN_MEMBERS);
}

#[test]
fn pm3_later_steps_win_over_former_ones() {
    let base = P::VIEW_CHANNEL | P::SEND_MESSAGES | P::ADD_REACTIONS;
    let roles = [(RED, NONE), (BLUE, NONE)];
    let everyone_denied = Overwrite::role(GUILD.everyone(), NONE, P::ADD_REACTIONS);
    let red_allowed = Overwrite::role(RED, P::ADD_REACTIONS, NONE);
    let blue_denied = Overwrite::role(BLUE, NONE, P::ADD_REACTIONS);
    let member_denied = Overwrite::member(USER, NONE, P::ADD_REACTIONS);
    let cases: [(&[Overwrite], bool); 5] = [
        (&[], true),
        (&[everyone_denied], false),
        (&[everyone_denied, red_allowed], true),
        // Among roles an allowance wins, in whatever order they stand.
        (&[blue_denied, red_allowed, everyone_denied], true),
        (&[member_denied, red_allowed], false),
    ];
    for (overwrites, expected) in cases {
        let bits = resolve_channel(&member(base, &roles), overwrites);
        assert_eq!(bits.contains(P::ADD_REACTIONS), expected, "{overwrites:?}");
    }
}

#[test]
fn pm3_overwrites_of_others_do_not_count() {
    let base = P::VIEW_CHANNEL | P::SEND_MESSAGES;
    let others = [
        Overwrite::role(BLUE, NONE, P::all()),
        Overwrite::member(UserId::new(99), NONE, P::all()),
        // The member's own number as a role, and a role of theirs as a member.
        Overwrite::role(RoleId::new(USER.get()), NONE, P::all()),
        Overwrite::member(UserId::new(RED.get()), NONE, P::all()),
        Overwrite::member(UserId::new(GUILD.get()), NONE, P::all()),
    ];
    assert_eq!(resolve_channel(&member(base, &[(RED, NONE)]), &others), base);
}

#[test]
fn pm3_everyone_may_stand_among_the_roles() {
    let base = P::VIEW_CHANNEL | P::SEND_MESSAGES;
    let overwrites = [
        Overwrite::role(GUILD.everyone(), NONE, P::SEND_MESSAGES),
        Overwrite::role(RED, P::SEND_MESSAGES, NONE),
    ];
    let without = [(RED, NONE)];
    let with = [(GUILD.everyone(), base), (RED, NONE)];
    assert_eq!(
        resolve_channel(&member(base, &without), &overwrites),
        resolve_channel(&member(base, &with), &overwrites),
    );
}

#[test]
fn pm4_who_cannot_see_can_do_nothing() {
    let hidden = [Overwrite::role(GUILD.everyone(), P::SEND_MESSAGES, P::VIEW_CHANNEL)];
    assert_eq!(resolve_channel(&member(P::all() - P::ADMINISTRATOR, &[]), &hidden), NONE);
}

#[test]
fn pm5_who_cannot_post_cannot_notify_or_attach() {
    let quiet = [Overwrite::role(GUILD.everyone(), NONE, P::SEND_MESSAGES)];
    let bits = resolve_channel(&member(P::all() - P::ADMINISTRATOR, &[]), &quiet);
    assert!(!bits.intersects(P::NEED_SEND_MESSAGES));
    assert!(bits.contains(P::VIEW_CHANNEL | P::READ_MESSAGE_HISTORY | P::ADD_REACTIONS));
}

#[test]
fn pm6_a_time_out_leaves_reading() {
    let facts = MemberFacts { timed_out: true, ..member(DEFAULT_EVERYONE, &[]) };
    let reading = P::VIEW_CHANNEL | P::READ_MESSAGE_HISTORY;
    assert_eq!(resolve_guild(&facts), reading);
    assert_eq!(resolve_channel(&facts, &[]), reading);
    let allow = [Overwrite::member(USER, P::all() - P::ADMINISTRATOR, NONE)];
    assert_eq!(resolve_channel(&facts, &allow), reading, "no overwrite gives it back");
    let hidden = [Overwrite::member(USER, NONE, P::VIEW_CHANNEL)];
    assert_eq!(resolve_channel(&facts, &hidden), NONE, "and it gives nothing");
}

#[test]
fn pm7_a_new_channel_copies_its_category() {
    let category =
        [Overwrite::role(RED, P::VIEW_CHANNEL, NONE), Overwrite::member(USER, NONE, P::SPEAK)];
    let copied = initial_overwrites(None, &category);
    let turned = [category[1], category[0]];
    assert!(is_synced(&copied, &category) && is_synced(&turned, &category));
    let own = initial_overwrites(Some(vec![category[0]]), &category);
    assert!(!is_synced(&own, &category));
    assert!(is_synced(&[], &[]));
}

#[test]
fn hierarchy_is_owner_then_position_then_age() {
    let old = Rank::of_role(RoleId::new(10), 3);
    let young = Rank::of_role(RoleId::new(20), 3);
    let descending = [Rank::OWNER, Rank::of_role(RED, 4), old, young, Rank::EVERYONE];
    for (i, actor) in descending.iter().enumerate() {
        for (j, target) in descending.iter().enumerate() {
            assert_eq!(outranks(*actor, *target), i < j, "{actor:?} over {target:?}");
        }
    }
}

#[test]
fn hierarchy_counts_the_highest_role_only() {
    let member = Rank::of_member([(RED, 1), (BLUE, 7)]);
    assert_eq!(member, Rank::of_role(BLUE, 7));
    assert_eq!(Rank::of_member([]), Rank::EVERYONE);
    assert!(!outranks(member, member), "nobody stands above themselves");
    assert!(!outranks(Rank::OWNER, Rank::OWNER));
}

#[test]
fn bits_are_a_decimal_string_and_unknown_ones_are_dropped() {
    assert_eq!(serde_json::to_value(P::VIEW_CHANNEL).unwrap(), json!("1024"));
    let high = u64::MAX.to_string();
    for (value, bits) in [
        (json!("1024"), P::VIEW_CHANNEL),
        (json!(1024), P::VIEW_CHANNEL),
        (json!("0"), NONE),
        (json!(high), P::all()),
        (json!(1_u64 << 63 | 8), P::ADMINISTRATOR),
    ] {
        assert_eq!(serde_json::from_value::<P>(value.clone()).unwrap(), bits, "{value}");
    }
    for value in [json!(-1), json!(1.5), json!("x"), json!(null), json!("18446744073709551616")] {
        assert!(serde_json::from_value::<P>(value.clone()).is_err(), "{value}");
    }
}

#[test]
fn overwrites_come_in_with_either_side_missing() {
    let overwrite: Overwrite =
        serde_json::from_value(json!({"id": 7, "type": 0, "allow": 1024})).unwrap();
    assert_eq!(overwrite, Overwrite::role(RoleId::new(7), P::VIEW_CHANNEL, NONE));
    for kind in [json!(2), json!("role"), json!(-1), json!(null), json!(256)] {
        let value = json!({"id": "7", "type": kind});
        assert!(serde_json::from_value::<Overwrite>(value.clone()).is_err(), "{value}");
    }
}

/// The documented algorithm once more, bit by bit and from the last word to the first, so that it
/// shares no step with the resolver.
fn naive(member: &MemberFacts<'_>, overwrites: &[Overwrite], bit: P) -> bool {
    let has_base = |bit: P| {
        member.everyone.contains(bit) || member.roles.iter().any(|(_, bits)| bits.contains(bit))
    };
    if member.owner || has_base(P::ADMINISTRATOR) {
        return true;
    }
    if member.timed_out && bit != P::VIEW_CHANNEL && bit != P::READ_MESSAGE_HISTORY {
        return false;
    }
    let has = |bit: P| {
        let said = |kind: OverwriteKind, ids: &[u64], allow: bool| {
            overwrites.iter().any(|overwrite| {
                let side = if allow { overwrite.allow } else { overwrite.deny };
                overwrite.kind == kind && ids.contains(&overwrite.id.get()) && side.contains(bit)
            })
        };
        let own = member.roles.iter().map(|(role, _)| role.get());
        let roles: Vec<u64> = own.filter(|role| *role != member.guild.get()).collect();
        let steps = [
            (OverwriteKind::Member, vec![member.user.get()]),
            (OverwriteKind::Role, roles),
            (OverwriteKind::Role, vec![member.guild.get()]),
        ];
        for (kind, ids) in steps {
            if said(kind, &ids, true) {
                return true;
            }
            if said(kind, &ids, false) {
                return false;
            }
        }
        has_base(bit)
    };
    let follows_posting =
        [P::MENTION_EVERYONE, P::SEND_TTS_MESSAGES, P::ATTACH_FILES, P::EMBED_LINKS].contains(&bit);
    has(bit) && has(P::VIEW_CHANNEL) && (!follows_posting || has(P::SEND_MESSAGES))
}

fn bits() -> impl Strategy<Value = P> {
    // Sparse and dense sets, with the bits that imply others often among them.
    let some = prop::sample::subsequence(P::all().iter().collect::<Vec<_>>(), 0..12);
    let few = some.prop_map(|bits| bits.into_iter().collect::<P>());
    let many = any::<u64>().prop_map(P::from_bits_truncate);
    (prop_oneof![few, many], prop::bool::weighted(0.05), prop::bool::weighted(0.7)).prop_map(
        |(bits, administrator, talk)| {
            let bits = bits - P::ADMINISTRATOR;
            let bits = if administrator { bits | P::ADMINISTRATOR } else { bits };
            if talk { bits | P::VIEW_CHANNEL | P::SEND_MESSAGES } else { bits }
        },
    )
}

fn overwrite() -> impl Strategy<Value = Overwrite> {
    // Ids 1 (guild), 2 (user), 11 to 14 (roles) in both kinds, so that mix-ups are tried.
    let id = prop_oneof![Just(1_u64), Just(2), 11..15_u64];
    (id, any::<bool>(), bits(), bits()).prop_map(|(id, role, allow, deny)| {
        if role {
            Overwrite::role(RoleId::new(id), allow, deny)
        } else {
            Overwrite::member(UserId::new(id), allow, deny)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn resolver_agrees_with_the_documented_algorithm_bit_by_bit(
        everyone in bits(),
        roles in prop::collection::vec((prop_oneof![Just(1_u64), 11..14_u64], bits()), 0..4),
        overwrites in prop::collection::vec(overwrite(), 0..8),
        owner in prop::bool::weighted(0.05),
        timed_out in prop::bool::weighted(0.2),
    ) {
        let roles: Vec<_> = roles.into_iter().map(|(id, bits)| (RoleId::new(id), bits)).collect();
        let facts = MemberFacts { owner, timed_out, ..member(everyone, &roles) };
        let resolved = resolve_channel(&facts, &overwrites);
        for bit in P::all().iter() {
            prop_assert_eq!(resolved.contains(bit), naive(&facts, &overwrites, bit), "{:?}", bit);
        }
    }

    #[test]
    fn resolver_ignores_the_order_of_overwrites(
        everyone in bits(),
        overwrites in prop::collection::vec(overwrite(), 0..8),
    ) {
        let turned: Vec<_> = overwrites.iter().rev().copied().collect();
        let roles = [(RED, NONE), (BLUE, NONE)];
        let facts = member(everyone, &roles);
        prop_assert_eq!(resolve_channel(&facts, &overwrites), resolve_channel(&facts, &turned));
    }
}

#[test]
fn pm8_in_a_thread_the_permission_to_post_is_that_for_threads() {
    let posts = P::VIEW_CHANNEL | P::SEND_MESSAGES_IN_THREADS | P::ATTACH_FILES;
    let bits = resolve_thread(&member(posts, &[]), &[]);
    assert_eq!(bits, posts | P::SEND_MESSAGES);
    let channel_only = P::VIEW_CHANNEL | P::SEND_MESSAGES | P::ATTACH_FILES;
    assert_eq!(resolve_thread(&member(channel_only, &[]), &[]), P::VIEW_CHANNEL);
    let quiet = [Overwrite::role(GUILD.everyone(), NONE, P::SEND_MESSAGES_IN_THREADS)];
    let bits = resolve_thread(&member(posts | P::SEND_MESSAGES, &[]), &quiet);
    assert_eq!(bits, P::VIEW_CHANNEL);
    let hidden = [Overwrite::role(GUILD.everyone(), NONE, P::VIEW_CHANNEL)];
    assert_eq!(resolve_thread(&member(posts, &[]), &hidden), NONE);
    let owner = MemberFacts { owner: true, ..member(NONE, &[]) };
    assert_eq!(resolve_thread(&owner, &hidden), P::all());
}
