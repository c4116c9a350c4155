//! The room's mind, without a room.

use protocol::gateway::{
    DescriptionKind, IceCandidate, MEDIA_OFFER_BYTES_MAX, MediaOffer, PeerId, SDP_BYTES_MAX,
    SessionDescription, VoiceSignal,
};
use protocol::permissions::{Overwrite, Permissions};
use protocol::{ChannelId, UserId};
use storage::records::ChannelKind;

use super::roster::{Change, Kind, Mode, OwnVoice, Participant, Roster, Standing, difference};
use super::signal::{SignalRefusal, route};
use super::speaking::{Due, Speaking};
use super::standing::{Rights, Terms, VoiceError, may_enter, rights, terms};
use super::state::{Joining, Line, PARTICIPANTS_MAX, RoomState, Rules, Seen};
use super::steer::{Orders, offerer, orders};
use crate::session::SessionId;
use crate::view::GuildView;
use crate::view::sample::{ADA, BOB, EVE, GENERAL, guild, with_channel, with_role};

const GRACE_MS: i64 = 15_000;
const MESH: Rules = Rules { mesh_max: 3, media_max: 0, grace_ms: GRACE_MS };
const TERMS: Terms = Terms { bitrate: 64_000, user_limit: 0 };
const RIGHTS: Rights = Rights {
    connects: true,
    moves_members: false,
    timed_out: false,
    standing: Standing { mute: false, deaf: false, suppress: false },
};
const HERE: Seen = Seen {
    rights: Some(RIGHTS),
    line: Line::Open,
    is_hidden: false,
    hides_address: false,
    is_seated: true,
};

fn session(number: u8) -> SessionId {
    SessionId::parse(&format!("{number:032x}")).unwrap()
}

/// The how many-th user joins.
fn joining(number: u8) -> Joining {
    Joining {
        user: UserId::new(number.into()),
        session: session(number),
        kind: Kind::Person,
        own: OwnVoice::default(),
        brought: false,
        hides_address: false,
    }
}

/// A room with the first so many users in it.
fn room(people: u8, rules: Rules) -> RoomState {
    let mut state = RoomState::new(Roster::default(), rules);
    for number in 1..=people {
        state.join(PeerId::new(number.into()), joining(number), TERMS, RIGHTS).unwrap();
        state.look(Some(TERMS), |_| HERE, 0);
    }
    state
}

fn peers(state: &RoomState) -> Vec<u64> {
    state.roster().participants.keys().map(|peer| peer.get()).collect()
}

#[test]
fn ro1_nobody_gets_in_without_the_permission_but_who_is_brought_and_nobody_in_time_out() {
    let may_not = Rights { connects: false, ..RIGHTS };
    let timed_out = Rights { timed_out: true, ..RIGHTS };
    for (rights, brought, wanted) in [
        (RIGHTS, false, Ok(())),
        (may_not, false, Err(VoiceError::NotAllowed)),
        (may_not, true, Ok(())),
        (timed_out, true, Err(VoiceError::NotAllowed)),
    ] {
        let mut state = room(1, MESH);
        let joined = state.join(PeerId::new(2), Joining { brought, ..joining(2) }, TERMS, rights);
        assert_eq!(joined, wanted, "{rights:?} {brought}");
        assert_eq!(peers(&state).len(), 1 + usize::from(wanted.is_ok()));
    }
}

#[test]
fn ro1_a_user_who_joins_again_takes_its_own_place() {
    let mut state = room(3, MESH);
    let again = Joining { user: UserId::new(2), session: session(9), ..joining(4) };
    // Also when there is room for nobody else.
    state.join(PeerId::new(4), again, Terms { user_limit: 3, ..TERMS }, RIGHTS).unwrap();
    assert_eq!(peers(&state), [1, 3, 4]);
}

#[test]
fn ro2_a_full_room_takes_nobody_but_who_moves_members_or_is_brought() {
    let full = Terms { user_limit: 2, ..TERMS };
    let moves = Rights { moves_members: true, ..RIGHTS };
    for (rights, brought, wanted) in
        [(RIGHTS, false, Err(VoiceError::Full)), (moves, false, Ok(())), (RIGHTS, true, Ok(()))]
    {
        let mut state = room(2, MESH);
        let joined = state.join(PeerId::new(3), Joining { brought, ..joining(3) }, full, rights);
        assert_eq!(joined, wanted);
    }
}

#[test]
fn ro10_a_limit_counts_only_whom_the_comer_may_know_of() {
    let hidden = |one: &Participant| Seen { is_hidden: one.peer == PeerId::new(1), ..HERE };
    for (apart_from, limit, wanted) in [
        // Of three, the comer knows of two, of one, and of two again.
        (None, 2, Err(VoiceError::Full)),
        (None, 3, Ok(())),
        (Some(UserId::new(2)), 1, Err(VoiceError::Full)),
        (Some(UserId::new(2)), 2, Ok(())),
        (Some(UserId::new(1)), 2, Err(VoiceError::Full)),
        (None, 0, Ok(())),
    ] {
        let mut state = room(3, Rules { mesh_max: 9, ..MESH });
        state.look(Some(TERMS), hidden, 0);
        let unknown = state.unknown_to(UserId::new(4), |user| Some(user) == apart_from);
        let terms = Terms { user_limit: limit, ..TERMS }.beside(unknown);
        let joined = state.join(PeerId::new(4), joining(4), terms, RIGHTS);
        assert_eq!(joined, wanted, "{apart_from:?} {limit}");
    }
}

#[test]
fn ro2_a_mesh_takes_as_many_people_as_it_may_and_a_media_server_the_rest() {
    let mut state = room(3, MESH);
    let moves = Rights { moves_members: true, ..RIGHTS };
    assert_eq!(state.join(PeerId::new(4), joining(4), TERMS, moves), Err(VoiceError::Full));
    let bot = Joining { kind: Kind::Bot, ..joining(4) };
    state.join(PeerId::new(4), bot, TERMS, RIGHTS).expect("no sound goes to a bot");
    assert_eq!(state.roster().mode, Mode::Mesh);

    let state = room(4, Rules { media_max: 100, ..MESH });
    assert_eq!(state.roster().mode, Mode::Sfu);
}

#[test]
fn ro2_the_media_server_takes_so_many_people_too() {
    let mut state = room(5, Rules { media_max: 5, ..MESH });
    assert_eq!(state.join(PeerId::new(6), joining(6), TERMS, RIGHTS), Err(VoiceError::Full));
}

#[test]
fn ro8_a_room_goes_back_to_the_mesh_only_when_one_more_could_come() {
    let mut state = room(4, Rules { media_max: 100, ..MESH });
    let mut modes = Vec::new();
    for gone in 1..=3 {
        let is_seated = |one: &Participant| one.peer > PeerId::new(gone);
        state.look(Some(TERMS), |one| Seen { is_seated: is_seated(one), ..HERE }, 0);
        modes.push(state.roster().mode);
    }
    assert_eq!(modes, [Mode::Sfu, Mode::Mesh, Mode::Mesh]);
    state.join(PeerId::new(5), joining(5), TERMS, RIGHTS).unwrap();
    state.join(PeerId::new(6), joining(6), TERMS, RIGHTS).unwrap();
    state.look(Some(TERMS), |_| HERE, 0);
    assert_eq!(state.roster().mode, Mode::Mesh, "three fit, and nothing moves");
}

/// The first so many of a room hide their address.
fn hide(state: &mut RoomState, hiders: u64) {
    let hides = |one: &Participant| one.peer <= PeerId::new(hiders);
    state.look(Some(TERMS), |one| Seen { hides_address: hides(one), ..HERE }, 0);
}

#[test]
fn ro11_while_somebody_hides_their_address_sound_goes_through_the_media_server() {
    let rules = Rules { media_max: 100, ..MESH };
    for (people, hiders, hidden, shown) in [
        (1, 1, Mode::Sfu, Mode::Mesh),
        (2, 1, Mode::Sfu, Mode::Mesh),
        (2, 2, Mode::Sfu, Mode::Mesh),
        // As many as a mesh takes go back at once: they did not outgrow it.
        (3, 1, Mode::Sfu, Mode::Mesh),
        (4, 1, Mode::Sfu, Mode::Sfu),
        (3, 0, Mode::Mesh, Mode::Mesh),
    ] {
        let mut state = room(people, rules);
        hide(&mut state, hiders);
        assert_eq!(state.roster().mode, hidden, "{hiders} of {people}");
        hide(&mut state, 0);
        assert_eq!(state.roster().mode, shown, "none of {people}");
        assert_eq!(peers(&state).len(), usize::from(people), "nobody is out");
    }
}

#[test]
fn ro11_whoever_hides_is_hidden_from_the_moment_they_come_until_they_are_gone() {
    let mut state = room(2, Rules { media_max: 100, ..MESH });
    let hider = Joining { hides_address: true, ..joining(3) };
    state.join(PeerId::new(3), hider, TERMS, RIGHTS).unwrap();
    let seen = |one: &Participant| Seen { hides_address: one.peer == PeerId::new(3), ..HERE };
    state.look(Some(TERMS), seen, 0);
    assert_eq!(state.roster().mode, Mode::Sfu);
    state.look(Some(TERMS), |one| Seen { is_seated: seen(one).hides_address, ..seen(one) }, 0);
    assert_eq!(state.roster().mode, Mode::Sfu, "also alone");
    state.look(Some(TERMS), |one| Seen { is_seated: false, ..seen(one) }, 0);
    assert_eq!(state.roster().mode, Mode::Mesh);
}

#[test]
fn ro11_who_hides_is_told_to_nobody() {
    let mut state = room(4, Rules { media_max: 100, ..MESH });
    let before = state.roster().clone();
    hide(&mut state, 2);
    assert!(state.roster().people().any(|one| one.hides_address));
    assert_eq!(difference(&before, state.roster()), []);
}

#[test]
fn ro11_without_a_media_server_whoever_hides_is_neither_let_in_nor_kept_and_others_stay() {
    let mut state = room(2, MESH);
    let hider = Joining { hides_address: true, ..joining(3) };
    let may_not = Rights { connects: false, ..RIGHTS };
    for (joining, rights, wanted) in [
        (hider, RIGHTS, Err(VoiceError::AddressHidden)),
        (Joining { brought: true, ..hider }, RIGHTS, Err(VoiceError::AddressHidden)),
        (hider, may_not, Err(VoiceError::NotAllowed)),
        (Joining { kind: Kind::Bot, ..hider }, RIGHTS, Ok(())),
    ] {
        let joined = state.join(PeerId::new(3), joining, TERMS, rights);
        assert_eq!(joined, wanted, "{joining:?}");
    }
    let is_person = |one: &Participant| one.kind == Kind::Person;
    let first = |one: &Participant| one.peer == PeerId::new(1);
    let seen = |one: &Participant| Seen { hides_address: first(one) || !is_person(one), ..HERE };
    state.look(Some(TERMS), seen, 0);
    assert_eq!((peers(&state), state.roster().mode), (vec![2, 3], Mode::Mesh));
    assert_eq!(state.wayless().iter().map(|one| one.peer.get()).collect::<Vec<_>>(), [1]);
    state.look(Some(TERMS), |_| HERE, 0);
    assert!(state.wayless().is_empty(), "it is told once");
    // Whoever is out for another reason is not told this one.
    state.look(Some(TERMS), |_| Seen { is_seated: false, hides_address: true, ..HERE }, 0);
    assert!(state.wayless().is_empty() && peers(&state).is_empty());
}

#[test]
fn ro2_there_is_a_bound_to_every_room() {
    let mut state = room(1, MESH);
    for number in 2..=PARTICIPANTS_MAX as u64 {
        let user = UserId::new(number);
        let bot = Joining { user, kind: Kind::Bot, ..joining(2) };
        state.join(PeerId::new(number), bot, TERMS, RIGHTS).unwrap();
    }
    let last = PARTICIPANTS_MAX as u64 + 1;
    let bot = Joining { kind: Kind::Bot, brought: true, ..joining(2) };
    let one_more = Joining { user: UserId::new(last), ..bot };
    let joined = state.join(PeerId::new(last), one_more, TERMS, RIGHTS);
    assert_eq!(joined, Err(VoiceError::Full));
}

/// Whether somebody of whom this is known stays.
fn stays(terms: Option<Terms>, seen: Seen) -> bool {
    let mut state = room(1, MESH);
    state.look(terms, |_| seen, 0);
    !state.roster().participants.is_empty()
}

#[test]
fn ro1_whoever_may_not_be_there_any_more_is_out() {
    let rights = |rights| Seen { rights: Some(rights), ..HERE };
    for (terms, seen, wanted) in [
        (Some(TERMS), HERE, true),
        (None, HERE, false),
        (Some(TERMS), Seen { rights: None, ..HERE }, false),
        (Some(TERMS), rights(Rights { connects: false, ..RIGHTS }), false),
        (Some(TERMS), rights(Rights { timed_out: true, ..RIGHTS }), false),
        (Some(TERMS), Seen { is_seated: false, ..HERE }, false),
        (Some(TERMS), Seen { line: Line::Ended, ..HERE }, false),
        (Some(TERMS), Seen { line: Line::Lost, ..HERE }, true),
        // A limit that falls puts nobody out.
        (Some(Terms { user_limit: 1, ..TERMS }), HERE, true),
    ] {
        assert_eq!(stays(terms, seen), wanted, "{terms:?} {seen:?}");
    }
}

#[test]
fn ro4_whoever_has_no_socket_is_out_when_the_grace_is_over_and_not_before() {
    let lost = Seen { line: Line::Lost, ..HERE };
    let mut state = room(1, MESH);
    assert_eq!(state.look(Some(TERMS), |_| lost, 100), Some(100 + GRACE_MS));
    // Another look is no other beginning.
    assert_eq!(state.look(Some(TERMS), |_| lost, 9_000), Some(100 + GRACE_MS));
    assert_eq!(state.look(Some(TERMS), |_| HERE, 9_500), None);
    assert_eq!(state.look(Some(TERMS), |_| lost, 10_000), Some(10_000 + GRACE_MS));
    state.look(Some(TERMS), |_| lost, 9_999 + GRACE_MS);
    assert_eq!(peers(&state), [1]);
    assert_eq!(state.look(Some(TERMS), |_| lost, 10_000 + GRACE_MS), None);
    assert!(peers(&state).is_empty());
}

#[test]
fn ro5_each_change_is_told_once_and_who_comes_before_who_goes() {
    let one = room(1, MESH).roster().clone();
    let mut state = room(2, MESH);
    let two = state.roster().clone();
    let (ada, bob) = (PeerId::new(1), PeerId::new(2));
    assert_eq!(difference(&two, &two), []);
    assert_eq!(difference(&one, &two), [Change::Seated(bob), Change::Picture]);
    assert_eq!(difference(&two, &one), [Change::Left(UserId::new(2), bob), Change::Picture]);

    state.set_own(ada, OwnVoice { mute: true, ..OwnVoice::default() });
    assert_eq!(difference(&two, state.roster()), [Change::Seated(ada), Change::Picture]);
    let muted = state.roster().clone();
    // To the room it makes no difference why somebody is not heard.
    let suppressed = Standing { suppress: true, ..Standing::default() };
    let seen = |one: &Participant| {
        let standing = if one.peer == ada { suppressed } else { Standing::default() };
        Seen { rights: Some(Rights { standing, ..RIGHTS }), ..HERE }
    };
    state.look(Some(TERMS), seen, 0);
    assert_eq!(difference(&muted, state.roster()), [Change::Seated(ada)]);

    let mut state = RoomState::new(two.clone(), MESH);
    state.look(Some(TERMS), |_| Seen { line: Line::Lost, ..HERE }, 5);
    assert_eq!(difference(&two, state.roster()), [], "they may be back in a moment");
    state.look(Some(Terms { bitrate: 96_000, ..TERMS }), |_| HERE, 6);
    assert_eq!(difference(&two, state.roster()), [Change::Picture]);

    let mut state = RoomState::new(two.clone(), MESH);
    let again = Joining { user: UserId::new(1), session: session(9), ..joining(3) };
    state.join(PeerId::new(3), again, TERMS, RIGHTS).unwrap();
    let wanted =
        [Change::Seated(PeerId::new(3)), Change::Left(UserId::new(1), ada), Change::Picture];
    assert_eq!(difference(&two, state.roster()), wanted);
}

fn signal(to: u64) -> VoiceSignal {
    let channel_id = ChannelId::new(1);
    let peer_id = PeerId::new(to);
    VoiceSignal { channel_id, peer_id, n: 1, sdp: None, candidate: Some(None) }
}

fn described(bytes: usize) -> VoiceSignal {
    let sdp = SessionDescription { kind: DescriptionKind::Offer, sdp: "v".repeat(bytes) };
    VoiceSignal { sdp: Some(sdp), candidate: None, ..signal(2) }
}

#[test]
fn ro6_signals_pass_between_people_of_one_mesh_only() {
    let mut state = room(2, MESH);
    state.join(PeerId::new(3), Joining { kind: Kind::Bot, ..joining(3) }, TERMS, RIGHTS).unwrap();
    let mesh = state.roster().clone();
    let sfu = Roster { mode: Mode::Sfu, ..mesh.clone() };
    let long = IceCandidate {
        candidate: "c".repeat(3_000),
        sdp_mid: None,
        sdp_m_line_index: None,
        username_fragment: None,
    };
    let long = VoiceSignal { candidate: Some(Some(long)), ..signal(2) };
    for (roster, from, signal, wanted) in [
        (&mesh, 1, signal(2), Ok((1, 2))),
        (&mesh, 2, signal(1), Ok((2, 1))),
        (&mesh, 1, described(SDP_BYTES_MAX), Ok((1, 2))),
        (&mesh, 1, described(SDP_BYTES_MAX + 1), Err(SignalRefusal::TooLarge)),
        (&mesh, 1, long, Err(SignalRefusal::TooLarge)),
        (&mesh, 1, VoiceSignal { candidate: None, ..signal(2) }, Err(SignalRefusal::Empty)),
        (&mesh, 9, signal(2), Err(SignalRefusal::NotThere)),
        (&mesh, 3, signal(2), Err(SignalRefusal::NotThere)),
        (&mesh, 1, signal(3), Err(SignalRefusal::NoSuchPeer)),
        (&mesh, 1, signal(1), Err(SignalRefusal::NoSuchPeer)),
        (&mesh, 1, signal(7), Err(SignalRefusal::NoSuchPeer)),
        (&sfu, 1, signal(2), Err(SignalRefusal::NotMesh)),
    ] {
        let passed = route(roster, session(from), &signal, |_, _| false, |_| false);
        let passed = passed.map(|(peer, to)| (peer.get(), to.peer.get()));
        assert_eq!(passed, wanted, "from {from}: {:.80}", format!("{signal:?}"));
    }
}

#[test]
fn ro7_nothing_passes_between_two_who_are_apart() {
    let roster = room(3, MESH).roster().clone();
    let apart = |one: UserId, other: UserId| one.get().abs_diff(other.get()) == 1;
    for (from, to, wanted) in [
        (1, 2, Err(SignalRefusal::NoSuchPeer)),
        (2, 1, Err(SignalRefusal::NoSuchPeer)),
        (1, 3, Ok(3)),
    ] {
        let passed = route(&roster, session(from), &signal(to), apart, |_| false);
        assert_eq!(passed.map(|(_, to)| to.peer.get()), wanted, "{from} to {to}");
    }
}

#[test]
fn ro11_nothing_passes_from_or_to_whoever_hides_also_before_the_room_looks() {
    let roster = room(3, MESH).roster().clone();
    assert_eq!(roster.mode, Mode::Mesh);
    for (from, to, wanted) in [
        (1, 2, Err(SignalRefusal::AddressHidden)),
        (2, 1, Err(SignalRefusal::AddressHidden)),
        (2, 3, Ok(3)),
        // It is nobody's to find out by who is not there.
        (1, 7, Err(SignalRefusal::NoSuchPeer)),
    ] {
        let hides = |user| user == UserId::new(1);
        let passed = route(&roster, session(from), &signal(to), |_, _| false, hides);
        assert_eq!(passed.map(|(_, to)| to.peer.get()), wanted, "{from} to {to}");
    }
}

#[test]
fn sk1_changes_come_five_times_a_second_at_most_and_the_last_one_always() {
    let mut speaking = Speaking::default();
    let ada = PeerId::new(1);
    let heard = |_| Some(true);
    assert!(speaking.note(ada, true));
    assert_eq!(speaking.due(heard, 0), Due { changes: vec![(ada, true)], wait_ms: None });
    assert!(!speaking.note(ada, true), "it is known");
    assert!(speaking.note(ada, false));
    assert_eq!(speaking.due(heard, 50), Due { changes: vec![], wait_ms: Some(150) });
    assert!(!speaking.note(ada, true), "it is as it was told");
    assert_eq!(speaking.due(heard, 200), Due::default());
    let told = (0..5_000).step_by(10).filter(|now_ms| {
        speaking.note(ada, now_ms % 20 == 0);
        !speaking.due(heard, 1_000 + now_ms).changes.is_empty()
    });
    let told = told.count();
    assert!((20..=25).contains(&told), "{told} in five seconds");
    speaking.note(ada, false);
    speaking.due(heard, 10_000);
    assert_eq!(speaking.told(), []);
}

#[test]
fn sk2_whoever_is_muted_while_speaking_falls_silent_and_who_left_is_forgotten() {
    let mut speaking = Speaking::default();
    let ada = PeerId::new(1);
    speaking.note(ada, true);
    assert_eq!(speaking.due(|_| Some(false), 0), Due::default());
    speaking.due(|_| Some(true), 0);
    assert_eq!(speaking.told(), [ada]);
    assert_eq!(speaking.due(|_| Some(false), 500).changes, [(ada, false)]);
    assert_eq!(speaking.due(|_| Some(true), 1_000).changes, [(ada, true)]);
    speaking.due(|_| None, 2_000);
    assert_eq!(speaking.told(), []);
}

fn with_voice(view: GuildView) -> GuildView {
    with_channel(view, LOUNGE, |channel| channel.kind = ChannelKind::Voice)
}

const LOUNGE: ChannelId = ChannelId::new(300);

#[test]
fn a_guild_says_who_may_enter_a_voice_channel() {
    let view = with_voice(guild());
    assert_eq!(terms(&view, LOUNGE), Ok(TERMS));
    let everyone = view.id().everyone();
    let hidden = Overwrite::member(BOB, Permissions::empty(), Permissions::VIEW_CHANNEL);
    let hidden = with_channel(view.clone(), LOUNGE, |channel| {
        channel.kind = ChannelKind::Voice;
        channel.overwrites = vec![hidden];
    });
    let closed = with_role(view.clone(), everyone, 0, Permissions::VIEW_CHANNEL);
    for (view, user, channel, wanted) in [
        (&view, BOB, LOUNGE, Ok(())),
        (&view, BOB, GENERAL, Err(VoiceError::WrongType)),
        (&view, BOB, ChannelId::new(7), Err(VoiceError::Unknown)),
        (&view, EVE, LOUNGE, Err(VoiceError::Unknown)),
        (&hidden, BOB, LOUNGE, Err(VoiceError::Unknown)),
        (&hidden, ADA, LOUNGE, Ok(())),
        (&closed, BOB, LOUNGE, Err(VoiceError::NotAllowed)),
    ] {
        assert_eq!(may_enter(view, user, channel, 0), wanted, "{user} {channel}");
    }
}

#[test]
fn whoever_may_not_speak_is_suppressed_and_a_time_out_closes_the_door() {
    let everyone = guild().id().everyone();
    let listens = Permissions::VIEW_CHANNEL | Permissions::CONNECT;
    let mut view = with_role(with_voice(guild()), everyone, 0, listens);
    assert!(rights(&view, BOB, LOUNGE, 0).unwrap().standing.suppress);
    assert!(!rights(&view, ADA, LOUNGE, 0).unwrap().standing.suppress);
    let mut bob = (*view.members[&BOB]).clone();
    bob.member.communication_disabled_until_ms = Some(10);
    view.members.insert(BOB, bob.into());
    assert_eq!(may_enter(&view, BOB, LOUNGE, 9), Err(VoiceError::NotAllowed));
    assert!(!rights(&view, BOB, LOUNGE, 9).unwrap().lets_in(true));
    assert_eq!(may_enter(&view, BOB, LOUNGE, 10), Ok(()));
}

#[test]
fn ro9_an_offer_is_of_somebody_there_whose_sound_goes_through_the_server_and_bounded() {
    let (mesh, sfu) = (room(2, MESH), room(2, Rules { mesh_max: 1, media_max: 100, ..MESH }));
    let offer =
        |bytes| MediaOffer { channel_id: ChannelId::new(1), n: 1, offer: "v".repeat(bytes) };
    for (state, from, bytes, wanted) in [
        (&sfu, 2, MEDIA_OFFER_BYTES_MAX, Ok(PeerId::new(2))),
        (&sfu, 2, MEDIA_OFFER_BYTES_MAX + 1, Err(SignalRefusal::TooLarge)),
        (&sfu, 3, 1, Err(SignalRefusal::NotThere)),
        (&mesh, 2, 1, Err(SignalRefusal::NotSfu)),
    ] {
        let taken = offerer(state.roster(), session(from), &offer(bytes));
        assert_eq!(taken.map(|one| one.peer), wanted);
    }
}

#[test]
fn ro9_the_media_server_mutes_and_parts_as_the_room_does_and_lets_go_of_who_left() {
    let mut state = room(3, MESH);
    state.set_own(PeerId::new(1), OwnVoice { mute: true, deaf: true, video: false });
    let are_apart = |one: UserId, other: UserId| one != other && one.get() + other.get() == 3;
    let of = |peer| orders(state.roster(), PeerId::new(peer), are_apart);
    assert_eq!(of(1), Some(Orders { mute: true, deaf: true, apart: vec![2] }));
    assert_eq!(of(2), Some(Orders { mute: false, deaf: false, apart: vec![1] }));
    assert_eq!(of(3), Some(Orders { mute: false, deaf: false, apart: vec![] }));
    assert_eq!(of(4), None);
}
