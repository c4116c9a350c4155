use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::id::{ChannelId, GuildId, UserId};
use crate::intents::Intents;
use crate::json::JsonError;
use crate::wire::ChosenStatus;

fn parse(frame: Value) -> Result<ClientCommand, ParseError> {
    ClientCommand::parse(frame.to_string().as_bytes())
}

fn identify(d: Value) -> Identify {
    match parse(json!({"op": 2, "d": d})) {
        Ok(ClientCommand::Identify(identify)) => *identify,
        other => panic!("{other:?}"),
    }
}

fn wrong_path(frame: Value) -> String {
    match parse(frame.clone()) {
        Err(ParseError::Json(JsonError::Field { path, .. })) => path,
        other => panic!("{frame}: {other:?}"),
    }
}

#[test]
fn gw1_identify_of_each_library_is_understood() {
    let payloads = [
        // discord.js
        json!({"token": "a.b.c", "properties": {"os": "linux"}, "large_threshold": 50,
            "intents": 33281, "shard": [0, 1], "compress": false,
            "presence": {"status": "idle", "afk": false, "since": null, "activities": []}}),
        // discord.py
        json!({"token": "a.b.c", "properties": {"os": "linux"}, "compress": true,
            "large_threshold": 250, "intents": 33281, "shard": [0, 1],
            "presence": {"status": "idle", "game": null, "since": 0, "afk": false}}),
        // serenity
        json!({"token": "Bot a.b.c", "intents": 33281, "compress": true, "large_threshold": 250,
            "shard": [0, 1], "v": 10, "properties": {},
            "presence": {"status": "idle", "since": {"secs_since_epoch": 1}, "activities": []}}),
        // eris
        json!({"token": "Bot a.b.c", "v": 10, "compress": false, "large_threshold": 250,
            "intents": 33281, "properties": {}, "presence": {"status": "idle", "afk": false}}),
    ];
    for payload in payloads {
        let identify = identify(payload.clone());
        assert_eq!(identify.token.secret, "a.b.c");
        assert_eq!(identify.intents.bits(), 33281);
        assert_eq!(identify.presence.unwrap().status, ChosenStatus::Idle);
        assert!(LARGE_THRESHOLD.contains(&identify.large_threshold));
        assert!(identify.shard.is_none_or(|shard| shard == [0, 1]));
    }
}

#[test]
fn gw1_nothing_but_the_token_can_be_wrong() {
    for odd in [json!(null), json!("x"), json!(-1), json!(1.5), json!([]), json!({}), json!([3, 1])]
    {
        let identify = identify(json!({
            "token": "t", "intents": odd, "presence": odd, "large_threshold": odd, "shard": odd,
            "properties": odd, "compress": odd, "capabilities": odd,
        }));
        assert_eq!(identify.intents, Intents::empty());
        assert_eq!((identify.presence, identify.shard), (None, None));
        assert_eq!(identify.large_threshold, 50);
    }
    assert_eq!(wrong_path(json!({"op": 2, "d": {"token": 1}})), "d.token");
    assert_eq!(wrong_path(json!({"op": 2, "d": {}})), "d");
    assert_eq!(wrong_path(json!({"op": 2})), "d");
}

#[test]
fn gw1_unknown_intents_are_dropped_and_a_text_is_a_number() {
    let intents = |value: Value| identify(json!({"token": "t", "intents": value})).intents;
    assert_eq!(intents(json!(1_u64 << 40 | 1)), Intents::GUILDS);
    assert_eq!(intents(json!("513")), Intents::GUILDS | Intents::GUILD_MESSAGES);
}

#[test]
fn gw1_the_prefix_of_a_token_is_taken_off() {
    for (text, secret, bot_prefix) in [
        ("Bot a.b.c", "a.b.c", true),
        ("a.b.c", "a.b.c", false),
        ("Bearer eyJ", "eyJ", false),
        (" Bot  a ", "a", true),
        ("Botany", "Botany", false),
    ] {
        let token = Token::new(text);
        assert_eq!((token.secret.as_str(), token.bot_prefix), (secret, bot_prefix), "{text:?}");
    }
}

#[test]
fn gw1_a_logged_command_does_not_show_the_token() {
    let text = format!("{:?}", parse(json!({"op": 2, "d": {"token": "Bot hidden"}})));
    assert!(text.contains("bot_prefix: true") && !text.contains("hidden"), "{text}");
}

#[test]
fn gw1_activities_that_are_odd_long_or_many_are_dropped() {
    let activities = json!([
        {"name": "chess", "type": 0, "created_at": 1},
        {"name": 7},
        "x",
        {"name": "a".repeat(129)},
    ]);
    let frame = json!({"op": 3, "d": {"status": "dnd", "since": 0.0, "activities": activities}});
    let Ok(ClientCommand::PresenceUpdate(change)) = parse(frame) else { panic!("not read") };
    assert_eq!(change.status, ChosenStatus::Dnd);
    let names: Vec<&str> =
        change.activities.iter().map(|activity| activity.name.as_str()).collect();
    assert_eq!(names, ["chess"]);
    let many = json!(vec![json!({"name": "x"}); 50]);
    let frame = json!({"op": 3, "d": {"status": "offline", "activities": many}});
    let Ok(ClientCommand::PresenceUpdate(change)) = parse(frame) else { panic!("not read") };
    assert_eq!((change.status, change.activities.len()), (ChosenStatus::Invisible, 5));
}

#[test]
fn gw2_a_wrong_type_names_its_field() {
    let cases = [
        (json!({"op": "1"}), "op"),
        (json!({"op": -1}), "op"),
        (json!({"op": 1.5}), "op"),
        (json!({"d": null}), ""),
        (json!({"op": 1, "d": "7"}), "d"),
        (json!({"op": 1, "d": -1}), "d"),
        (json!({"op": 3, "d": {"status": "gone"}}), "d.status"),
        (json!({"op": 3, "d": {}}), "d"),
        (json!({"op": 4, "d": {"guild_id": true}}), "d.guild_id"),
        (json!({"op": 4, "d": {"self_mute": "no"}}), "d.self_mute"),
        (json!({"op": 6, "d": {"token": "t", "session_id": 7, "seq": 1}}), "d.session_id"),
        (json!({"op": 6, "d": {"token": "t", "session_id": "s", "seq": -1}}), "d.seq"),
        (json!({"op": 8, "d": {"guild_id": ["1", "2"]}}), "d.guild_id"),
        (json!({"op": 8, "d": {"guild_id": "x"}}), "d.guild_id"),
        (json!({"op": 8, "d": {"guild_id": "1", "limit": "5"}}), "d.limit"),
        (json!({"op": 8, "d": {"guild_id": "1", "user_ids": vec![1; 101]}}), "d.user_ids"),
        (json!({"op": 100, "d": {"channel_id": "x"}}), "d.channel_id"),
        (json!({"op": 100, "d": {"channel_id": "1", "after": "5"}}), "d.after"),
        (json!({"op": 100, "d": {"channel_id": "1", "after": -5}}), "d.after"),
        (json!({"op": 101, "d": {}}), "d"),
        (json!({"op": 102, "d": {"guild_id": "1", "ranges": [[0, 99], [5, 4]]}}), "d.ranges.1"),
        (json!({"op": 102, "d": {"guild_id": "1", "ranges": [[0, 200]]}}), "d.ranges.0"),
        (json!({"op": 102, "d": {"guild_id": "1", "ranges": vec![[0, 1]; 17]}}), "d.ranges"),
        (json!({"op": 102, "d": {"guild_id": "1", "ranges": vec![[0, 199]; 5]}}), "d.ranges"),
        (json!({"op": 102, "d": {"guild_id": "1", "ranges": [[0]]}}), "d.ranges.0"),
    ];
    for (frame, path) in cases {
        assert_eq!(wrong_path(frame.clone()), path, "{frame}");
    }
}

#[test]
fn gw2_heartbeats_come_with_a_number_null_or_nothing() {
    for (frame, seq) in [
        (json!({"op": 1, "d": 251}), Some(251)),
        (json!({"op": 1, "d": null}), None),
        (json!({"op": 1}), None),
        (json!({"op": 1, "d": u64::MAX}), Some(u64::MAX)),
    ] {
        assert_eq!(parse(frame), Ok(ClientCommand::Heartbeat(seq)));
    }
}

#[test]
fn gw2_ids_are_strings_or_integers() {
    let subscribe = Subscribe { channel_id: ChannelId::new(u64::MAX), after: Some(7) };
    for id in [json!(u64::MAX), json!(u64::MAX.to_string())] {
        let frame = json!({"op": 100, "d": {"channel_id": id, "after": 7}});
        assert_eq!(parse(frame), Ok(ClientCommand::Subscribe(subscribe)));
    }
}

#[test]
fn gw2_members_are_asked_for_by_prefix_or_by_id() {
    let request = |d: Value| match parse(json!({"op": 8, "d": d})) {
        Ok(ClientCommand::RequestGuildMembers(request)) => request,
        other => panic!("{other:?}"),
    };
    let all = request(json!({"guild_id": ["1"], "query": "", "limit": 0, "nonce": "n"}));
    assert_eq!(all.guild_id, GuildId::new(1));
    assert_eq!(all.query, MemberQuery::Prefix { prefix: String::new(), limit: 0 });
    assert_eq!(all.nonce.unwrap().as_str(), "n");
    for ids in [json!("5"), json!(5), json!(["5"]), json!([5])] {
        let some = request(json!({"guild_id": 1, "user_ids": ids, "query": null}));
        assert_eq!(some.query, MemberQuery::Users(vec![UserId::new(5)]));
    }
    let long = request(json!({"guild_id": 1, "query": "", "nonce": "n".repeat(33)}));
    assert_eq!(long.nonce, None);
}

#[test]
fn gw3_unknown_opcodes_are_kept() {
    for op in [0, 5, 7, 9, 10, 11, 12, 31, 99, 103, 112, 1_000_000, u64::MAX] {
        let frame = json!({"op": op, "d": {"x": [1]}});
        assert_eq!(parse(frame), Ok(ClientCommand::Unknown(op)));
    }
}

#[test]
fn gw4_frames_have_bounds() {
    let long = json!({"op": 1, "d": null, "pad": "x".repeat(FRAME_BYTES_MAX)});
    assert_eq!(parse(long), Err(ParseError::TooLarge));
    let deep = format!(r#"{{"op":99,"d":{}{}}}"#, "[".repeat(32), "]".repeat(32));
    let error = ClientCommand::parse(deep.as_bytes()).unwrap_err();
    assert_eq!(error, ParseError::Json(JsonError::TooDeep));
    assert_eq!(error.close_code(), CloseCode::Undecodable);
    let within = format!(r#"{{"op":99,"d":{}{}}}"#, "[".repeat(31), "]".repeat(31));
    assert_eq!(ClientCommand::parse(within.as_bytes()), Ok(ClientCommand::Unknown(99)));
}

#[test]
fn gw4_what_is_no_json_is_refused() {
    for frame in [&b""[..], b"{", b"\xff\xfe", b"{\"op\":1}{}", b"\x83m", b"null", b"[]", b"1"] {
        assert!(ClientCommand::parse(frame).is_err(), "{frame:?}");
    }
}

#[test]
fn close_codes_are_those_of_the_contract() {
    let numbers: BTreeSet<u16> = CloseCode::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(numbers, BTreeSet::from([1000, 1001, 4000, 4002, 4003, 4004, 4005, 4008, 4009]));
    for code in CloseCode::ALL {
        assert!(code.reason().len() <= 123, "a close frame carries no more");
    }
    assert!(CloseCode::TimedOut.keeps_session());
    assert!(!CloseCode::Unauthenticated.keeps_session());
}

proptest! {
    #[test]
    fn gw4_no_bytes_panic(frame in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = ClientCommand::parse(&frame);
    }

    #[test]
    fn gw4_no_shape_panics(op in 0_u64..120, d in shape()) {
        let _ = parse(json!({"op": op, "d": d}));
    }
}

/// Values with the keys that commands look for, and anything behind them.
fn shape() -> impl Strategy<Value = Value> {
    let keys = prop::sample::select(vec![
        "token",
        "intents",
        "presence",
        "status",
        "activities",
        "guild_id",
        "channel_id",
        "ranges",
        "after",
        "peer_id",
        "n",
        "sdp",
        "candidate",
        "speaking",
        "user_ids",
        "query",
        "limit",
        "nonce",
        "session_id",
        "seq",
        "name",
        "type",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[0-9a-z]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let list = prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from);
        let object = prop::collection::btree_map(keys.clone().prop_map(str::to_owned), inner, 0..8);
        prop_oneof![list, object.prop_map(|map| Value::Object(map.into_iter().collect()))]
    })
}
