//! Rooms of people who talk: who hears what of whom.

use std::time::Duration;

use actors::{
    ChannelPatch, Command, EngineConfig, Fault, GuildError, GuildHandle, GuildPatch, NewChannel,
    Outcome, RelationAct, SessionHandle,
};
use protocol::gateway::{
    DescriptionKind, PeerId, SessionDescription, VoiceSignal, VoiceSpeaking, VoiceStateChange,
};
use protocol::intents::Intents;
use protocol::permissions::{Overwrite, Permissions};
use protocol::wire::ChosenStatus;
use protocol::{ChannelId, UserId};
use serde_json::{Value, json};
use storage::records::ChannelKind;

use crate::socket::Socket;
use crate::world::{Client, START_MS, World, name, settle, spec};

/// Ada's guild with Bob and Cat in it, each with a session; the second channel is Ada's and Cat's alone.
struct Stage {
    world: World,
    guild: GuildHandle,
    lounge: ChannelId,
    den: ChannelId,
    ada: UserId,
    bob: UserId,
    cat: UserId,
    adas: Client,
    bobs: Client,
    cats: Client,
}

async fn stage() -> Stage {
    let world = World::start().await;
    let mut users = Vec::new();
    for name in ["ada", "bob", "cat"] {
        users.push(world.account(name).await);
    }
    let [ada, bob, cat] = users[..] else { unreachable!() };
    let (guild, general) = world.guild(ada).await;
    for who in [bob, cat] {
        world.join(&guild, general, ada, who).await;
    }
    let lounge = {
        let view = guild.view();
        view.channels.values().find(|channel| channel.kind == ChannelKind::Voice).unwrap().id
    };
    let hidden = Overwrite::member(bob, Permissions::empty(), Permissions::VIEW_CHANNEL);
    let den = voice_channel(&guild, ada, vec![hidden]).await;
    let mut clients = Vec::new();
    for user in [ada, bob, cat] {
        let mut client = world.connect(user).await;
        client.read().await;
        clients.push(client);
    }
    let [adas, bobs, cats] = clients.try_into().ok().unwrap();
    Stage { world, guild, lounge, den, ada, bob, cat, adas, bobs, cats }
}

pub(crate) async fn voice_channel(
    guild: &GuildHandle,
    actor: UserId,
    overwrites: Vec<Overwrite>,
) -> ChannelId {
    let channel = NewChannel {
        name: "den".to_owned(),
        kind: ChannelKind::Voice,
        parent: None,
        topic: None,
        nsfw: false,
        overwrites: Some(overwrites),
        rate_limit_per_user_s: 0,
        bitrate: None,
        user_limit: None,
    };
    match guild.act(Command::CreateChannel { actor, channel }).await.unwrap() {
        Outcome::Channel(id) => id,
        other => panic!("{other:?}"),
    }
}

impl Stage {
    fn enters(&self, session: &SessionHandle, channel: impl Into<Option<ChannelId>>) {
        session.change_voice(VoiceStateChange {
            guild_id: Some(self.guild.view().id()),
            channel_id: channel.into(),
            self_mute: false,
            self_deaf: false,
            self_video: false,
        });
    }

    /// Mutes itself in the lounge.
    fn mutes(&self, session: &SessionHandle) {
        session.change_voice(VoiceStateChange {
            guild_id: Some(self.guild.view().id()),
            channel_id: Some(self.lounge),
            self_mute: true,
            self_deaf: false,
            self_video: false,
        });
    }

    /// Ada and Bob are in the lounge, and all that was told of it is read.
    async fn talking() -> Self {
        let mut stage = stage().await;
        stage.enters(&stage.adas.session, stage.lounge);
        settle().await;
        stage.enters(&stage.bobs.session, stage.lounge);
        stage.read_all().await;
        stage
    }

    async fn read_all(&mut self) {
        for client in [&mut self.adas, &mut self.bobs, &mut self.cats] {
            client.read().await;
        }
    }

    async fn patch(&self, channel: ChannelId, patch: ChannelPatch) {
        let actor = self.ada;
        self.guild.act(Command::UpdateChannel { actor, channel, patch }).await.unwrap();
    }
}

/// Where the users of VOICE_STATE_UPDATEs went, by what was read last.
fn moves(frames: &[Value]) -> Vec<(Value, Value)> {
    let states = frames.iter().filter(|frame| name(frame) == "VOICE_STATE_UPDATE");
    states.map(|frame| (frame["d"]["user_id"].clone(), frame["d"]["channel_id"].clone())).collect()
}

/// The last VOICE_MODE.
pub(crate) fn mode(frames: &[Value]) -> Value {
    let mut modes = frames.iter().rev().filter(|frame| frame["op"] == 112);
    modes.next().unwrap_or_else(|| panic!("no mode in {frames:#?}"))["d"].clone()
}

fn users(mode: &Value) -> Vec<&Value> {
    mode["peers"].as_array().unwrap().iter().map(|peer| &peer["user_id"]).collect()
}

pub(crate) fn peer(mode: &Value) -> PeerId {
    PeerId::new(mode["self"].as_str().unwrap().parse().unwrap())
}

pub(crate) fn frames(heard: &[Value], op: u64) -> Vec<Value> {
    heard.iter().filter(|frame| frame["op"] == op).map(|frame| frame["d"].clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn ro5_whoever_joins_is_seen_by_all_and_shown_to_the_room() {
    let mut stage = stage().await;
    stage.enters(&stage.adas.session, stage.lounge);
    let heard = stage.adas.read().await.to_vec();
    let alone = mode(&heard);
    assert_eq!(moves(&heard), [(json!(stage.ada), json!(stage.lounge))]);
    assert_eq!((&alone["mode"], &alone["bitrate"]), (&json!("mesh"), &json!(64_000)));
    assert!(users(&alone).is_empty());

    stage.enters(&stage.bobs.session, stage.lounge);
    let bobs = mode(stage.bobs.read().await);
    let adas = mode(stage.adas.read().await);
    assert_eq!((users(&bobs), users(&adas)), (vec![&json!(stage.ada)], vec![&json!(stage.bob)]));
    assert_eq!(peer(&alone), peer(&adas));
    assert!(peer(&bobs) > peer(&adas), "RO3");
    let cats = stage.cats.read().await;
    assert_eq!(moves(cats).len(), 2);
    assert!(frames(cats, 112).is_empty());

    stage.enters(&stage.adas.session, None);
    assert_eq!(moves(stage.cats.read().await), [(json!(stage.ada), Value::Null)]);
    assert!(users(&mode(stage.bobs.read().await)).is_empty());
    let adas = stage.adas.read().await;
    assert!(frames(adas, 112).is_empty(), "whoever left is told no more of the room");
}

#[tokio::test(start_paused = true)]
async fn ro6_what_two_say_to_one_another_reaches_the_other_one() {
    let mut stage = Stage::talking().await;
    let (adas, bobs) = (mode(&stage.adas.heard), mode(&stage.bobs.heard));
    let channel_id = stage.lounge;
    let to_bob =
        |n| VoiceSignal { channel_id, peer_id: peer(&bobs), n, sdp: None, candidate: Some(None) };
    stage.adas.session.signal(&to_bob(1));
    // Cat is not in the room, and the den is not where Bob is.
    stage.cats.session.signal(&to_bob(2));
    stage.adas.session.signal(&VoiceSignal { channel_id: stage.den, ..to_bob(3) });
    let heard = frames(stage.bobs.read().await, 110);
    let wanted =
        json!({"channel_id": channel_id, "peer_id": adas["self"], "n": 1, "candidate": null});
    assert_eq!(heard, [wanted]);
}

#[tokio::test(start_paused = true)]
async fn sk1_the_others_hear_who_speaks_and_a_newcomer_who_spoke_before() {
    let mut stage = Stage::talking().await;
    let adas = mode(&stage.adas.heard)["self"].clone();
    let said = |speaking| VoiceSpeaking { channel_id: stage.lounge, speaking };
    for speaking in [true, false, true, false, true] {
        stage.adas.session.speaks(said(speaking));
    }
    stage.cats.session.speaks(said(true));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let told = json!({"channel_id": stage.lounge, "peer_id": adas, "speaking": true});
    assert_eq!(frames(stage.bobs.read().await, 113), std::slice::from_ref(&told));
    assert!(frames(stage.adas.read().await, 113).is_empty());
    stage.enters(&stage.cats.session, stage.lounge);
    assert_eq!(frames(stage.cats.read().await, 113), [told]);
}

#[tokio::test(start_paused = true)]
async fn vo1_whoever_goes_where_one_does_not_see_is_gone() {
    let mut stage = Stage::talking().await;
    stage.enters(&stage.adas.session, stage.den);
    let gone = (json!(stage.ada), Value::Null);
    assert_eq!(moves(stage.bobs.read().await), std::slice::from_ref(&gone));
    assert_eq!(moves(stage.cats.read().await), [(json!(stage.ada), json!(stage.den))]);
    assert!(!format!("{:?}", stage.bobs.heard).contains(&stage.den.to_string()));
    stage.enters(&stage.adas.session, None);
    assert!(moves(stage.bobs.read().await).is_empty());
    stage.enters(&stage.adas.session, stage.den);
    stage.bobs.read().await;

    // The den comes into Bob's sight, and goes out of it.
    stage.patch(stage.den, overwritten(Vec::new())).await;
    let heard = stage.bobs.read().await;
    let names: Vec<_> = heard.iter().map(name).collect();
    assert_eq!(names, ["CHANNEL_CREATE", "VOICE_STATE_UPDATE"]);
    assert_eq!(moves(heard), [(json!(stage.ada), json!(stage.den))]);
    let hidden = Overwrite::member(stage.bob, Permissions::empty(), Permissions::VIEW_CHANNEL);
    stage.patch(stage.den, overwritten(vec![hidden])).await;
    let heard = stage.bobs.read().await;
    let names: Vec<_> = heard.iter().map(name).collect();
    assert_eq!(names, ["VOICE_STATE_UPDATE", "CHANNEL_DELETE"]);
    assert_eq!(moves(heard), [gone]);
}

fn overwritten(overwrites: Vec<Overwrite>) -> ChannelPatch {
    ChannelPatch { overwrites: Some(overwrites), ..ChannelPatch::default() }
}

#[tokio::test(start_paused = true)]
async fn vo1_who_connects_hears_of_those_whom_it_sees() {
    let stage = Stage::talking().await;
    stage.enters(&stage.adas.session, stage.den);
    settle().await;
    let mut bobs = stage.world.connect(stage.bob).await;
    let heard = bobs.read().await;
    let create = heard.iter().find(|frame| name(frame) == "GUILD_CREATE").unwrap();
    let states = create["d"]["voice_states"].as_array().unwrap();
    assert_eq!(states.len(), 1, "{states:?}");
    assert_eq!(states[0]["user_id"], json!(stage.bob));
    assert_eq!(states[0].get("guild_id"), None);
}

#[tokio::test(start_paused = true)]
async fn ro1_another_session_of_the_same_user_takes_the_seat() {
    let mut stage = Stage::talking().await;
    let mut other = stage.world.connect(stage.ada).await;
    stage.enters(&other.session, stage.lounge);
    let heard = stage.adas.read().await.to_vec();
    assert_eq!(moves(&heard), [(json!(stage.ada), json!(stage.lounge))]);
    let state = heard.iter().find(|frame| name(frame) == "VOICE_STATE_UPDATE").unwrap();
    assert_eq!(state["d"]["session_id"], other.session.id().to_string());
    assert!(frames(&heard, 112).is_empty());
    let seen = mode(stage.bobs.read().await);
    assert_eq!(users(&seen), [&json!(stage.ada)]);
    assert_eq!(seen["peers"][0]["peer_id"], mode(other.read().await)["self"]);
}

#[tokio::test(start_paused = true)]
async fn ro1_whoever_loses_the_right_to_be_there_is_out() {
    let deny = |stage: &Stage, bits| Command::UpdateChannel {
        actor: stage.ada,
        channel: stage.lounge,
        patch: overwritten(vec![Overwrite::member(stage.bob, Permissions::empty(), bits)]),
    };
    for way in 0..7 {
        let mut stage = Stage::talking().await;
        let (actor, bob, lounge) = (stage.ada, stage.bob, stage.lounge);
        let act = match way {
            0 => deny(&stage, Permissions::VIEW_CHANNEL),
            1 => deny(&stage, Permissions::CONNECT),
            2 => Command::Leave { user: bob },
            3 => {
                let until_ms = Some(START_MS + 3_600_000);
                Command::TimeOut { actor, target: bob, until_ms }
            }
            4 => Command::DeleteChannel { actor, channel: lounge },
            5 => Command::Kick { actor, target: bob },
            _ => {
                stage.world.engine.end_sessions(bob);
                Command::Update { actor, patch: GuildPatch::default() }
            }
        };
        stage.guild.act(act).await.unwrap();
        let cats = moves(stage.cats.read().await);
        assert!(cats.contains(&(json!(bob), Value::Null)), "{way}: {cats:?}");
        if way != 4 {
            assert!(users(&mode(stage.adas.read().await)).is_empty(), "{way}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ro1_a_deleted_guild_has_no_rooms() {
    let mut stage = Stage::talking().await;
    stage.guild.act(Command::Delete { actor: stage.ada }).await.unwrap();
    assert!(stage.bobs.names().await.contains(&"GUILD_DELETE".to_owned()));
    // Both may go elsewhere, and are in no room of the past.
    let (guild, _) = stage.world.guild(stage.ada).await;
    let lounge = voice_channel(&guild, stage.ada, Vec::new()).await;
    stage.guild = guild;
    stage.enters(&stage.adas.session, lounge);
    assert!(users(&mode(stage.adas.read().await)).is_empty());
}

#[tokio::test(start_paused = true)]
async fn ro4_whoever_comes_back_in_time_is_still_there_and_is_shown_the_room() {
    let mut stage = Stage::talking().await;
    let (id, s) = (stage.bobs.session.id(), stage.bobs.last_s());
    stage.bobs.socket.hang_up(true);
    tokio::time::sleep(Duration::from_secs(14)).await;
    let heard = stage.adas.read().await;
    assert!(moves(heard).is_empty() && frames(heard, 112).is_empty(), "nobody has to know");
    let socket = Socket::new(1 << 20, None);
    let login = spec(stage.bob).login;
    let sink = std::sync::Arc::clone(&socket) as _;
    let (session, port) = stage.world.engine.resume(stage.bob, login, id, s, sink).unwrap();
    tokio::spawn(std::sync::Arc::clone(&socket).serve(session, port));
    settle().await;
    let heard = socket.read(usize::MAX);
    assert_eq!(name(&heard[0]), "RESUMED");
    assert_eq!(users(&mode(&heard)), [&json!(stage.ada)]);
    socket.hang_up(true);
    tokio::time::sleep(Duration::from_secs(16)).await;
    assert_eq!(moves(stage.adas.read().await), [(json!(stage.bob), Value::Null)]);
}

#[tokio::test(start_paused = true)]
async fn ro5_a_room_that_crashed_is_as_it_was_and_goes_on() {
    let mut stage = Stage::talking().await;
    let guild = stage.guild.view().id();
    let before = mode(&stage.bobs.heard);
    for fault in [Fault::Room(guild, stage.lounge), Fault::GuildSupervisor(guild)] {
        stage.world.engine.crash(fault);
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(moves(stage.cats.read().await).is_empty(), "{fault:?}");
        stage.enters(&stage.cats.session, stage.lounge);
        let seen = mode(stage.bobs.read().await);
        assert_eq!(seen["self"], before["self"], "{fault:?}");
        assert_eq!(users(&seen).len(), 2);
        stage.enters(&stage.cats.session, None);
        stage.read_all().await;
    }
    // A socket that goes while no room looks is seen by the next one.
    stage.world.engine.crash(Fault::Room(guild, stage.lounge));
    stage.bobs.socket.hang_up(true);
    tokio::time::sleep(Duration::from_secs(16)).await;
    assert_eq!(moves(stage.adas.read().await), [(json!(stage.bob), Value::Null)]);
}

#[tokio::test(start_paused = true)]
async fn ro2_a_mesh_that_is_full_says_so_and_who_is_refused_stays_where_it_is() {
    let mut config = EngineConfig::default();
    config.voice.mesh_max = 1;
    let world = World::over(config, std::sync::Arc::new(storage::MemoryStore::new())).await;
    let mut stage = Stage { world, ..stage().await };
    let (ada, bob) = (stage.world.account("ada").await, stage.world.account("bob").await);
    let (guild, general) = stage.world.guild(ada).await;
    stage.world.join(&guild, general, ada, bob).await;
    (stage.lounge, stage.den) =
        (voice_channel(&guild, ada, vec![]).await, voice_channel(&guild, ada, vec![]).await);
    (stage.guild, stage.adas, stage.bobs) =
        (guild, stage.world.connect(ada).await, stage.world.connect(bob).await);
    stage.enters(&stage.adas.session, stage.lounge);
    settle().await;
    stage.enters(&stage.bobs.session, stage.den);
    stage.bobs.read().await;
    stage.enters(&stage.bobs.session, stage.lounge);
    let heard = stage.bobs.read().await;
    assert!(moves(heard).is_empty());
    let refused = heard.iter().find(|frame| name(frame) == "X_VOICE_REFUSED").unwrap();
    assert_eq!(refused["d"]["channel_id"], json!(stage.lounge));
    assert_eq!(refused["d"]["code"], 900_015);
}

#[tokio::test(start_paused = true)]
async fn a_bot_is_listed_and_no_sound_goes_to_it() {
    let mut stage = Stage::talking().await;
    let robot = stage.world.account("robot").await;
    let general = stage.guild.view().guild.system_channel.unwrap();
    stage.world.join(&stage.guild, general, stage.ada, robot).await;
    let intents = Intents::GUILDS | Intents::GUILD_VOICE_STATES;
    let mut client = stage.world.connect_bot(robot, intents).await;
    let heard = client.read().await;
    let create = heard.iter().find(|frame| name(frame) == "GUILD_CREATE").unwrap();
    assert_eq!(create["d"]["voice_states"].as_array().unwrap().len(), 2);
    stage.read_all().await;
    stage.enters(&client.session, stage.lounge);
    let heard = client.read().await;
    assert_eq!(moves(heard), [(json!(robot), json!(stage.lounge))]);
    assert!(frames(heard, 112).is_empty());
    let server = heard.iter().find(|frame| name(frame) == "VOICE_SERVER_UPDATE").unwrap();
    assert_eq!(server["d"]["endpoint"], Value::Null);
    let adas = stage.adas.read().await;
    assert_eq!(moves(adas).len(), 1);
    assert!(frames(adas, 112).is_empty(), "the room sounds as before");
    // Without the intent it hears of nobody.
    let mut deaf = stage.world.connect_bot(robot, Intents::GUILDS).await;
    let heard = deaf.read().await;
    let create = heard.iter().find(|frame| name(frame) == "GUILD_CREATE").unwrap();
    assert_eq!(create["d"]["voice_states"], json!([]));
}

#[tokio::test(start_paused = true)]
async fn whoever_mutes_themselves_keeps_their_place() {
    let mut stage = Stage::talking().await;
    let before = mode(&stage.adas.heard);
    stage.mutes(&stage.adas.session);
    let heard = stage.bobs.read().await;
    let seen = mode(heard);
    assert_eq!(seen["peers"][0]["peer_id"], before["self"]);
    assert_eq!(
        (&seen["peers"][0]["mute"], &seen["peers"][0]["deaf"]),
        (&json!(true), &json!(false))
    );
    let state = heard.iter().find(|frame| name(frame) == "VOICE_STATE_UPDATE").unwrap();
    assert_eq!((&state["d"]["self_mute"], &state["d"]["mute"]), (&json!(true), &json!(false)));
}

#[tokio::test(start_paused = true)]
async fn ro7_vo3_two_who_are_apart_neither_hear_nor_see_one_another_in_voice() {
    let mut stage = Stage::talking().await;
    stage.enters(&stage.cats.session, stage.lounge);
    stage.read_all().await;
    let (ada, bob) = (stage.ada, stage.bob);
    stage.world.engine.relate(ada, bob, RelationAct::Block).await.unwrap();
    assert_eq!(users(&mode(&stage.cats.heard)).len(), 2);
    for (client, other) in [(&mut stage.adas, bob), (&mut stage.bobs, ada)] {
        let heard = client.read().await;
        assert_eq!(moves(heard), [(json!(other), Value::Null)]);
        let seen = mode(heard);
        assert!(users(&seen).len() == 1 && users(&seen)[0] != &json!(other), "{seen}");
    }
    assert!(moves(stage.cats.read().await).is_empty(), "others hear both");
    // Who comes back hears nothing of the other one either.
    let mut again = stage.world.connect(bob).await;
    let create = again.read().await.iter().find(|frame| name(frame) == "GUILD_CREATE").unwrap();
    let there = create["d"]["voice_states"].as_array().unwrap().iter();
    assert!(there.map(|state| &state["user_id"]).all(|user| *user != json!(ada)));
    stage.read_all().await;
    stage.enters(&stage.bobs.session, None);
    let heard = stage.adas.read().await;
    assert!(moves(heard).is_empty() && frames(heard, 113).is_empty());
    stage.enters(&stage.bobs.session, stage.lounge);
    assert!(moves(stage.adas.read().await).is_empty());
    stage.bobs.read().await;
    stage.world.engine.relate(ada, bob, RelationAct::Remove).await.unwrap();
    let heard = stage.adas.read().await;
    assert_eq!(moves(heard), [(json!(bob), json!(stage.lounge))]);
    assert_eq!(users(&mode(heard)).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn vo4_who_is_invisible_is_seen_only_by_those_who_talk_with_them() {
    let mut stage = Stage::talking().await;
    let (ada, bob) = (stage.ada, stage.bob);
    stage.bobs.shows(ChosenStatus::Invisible);
    assert_eq!(moves(stage.cats.read().await), [(json!(bob), Value::Null)]);
    assert_eq!(moves(stage.adas.read().await), [(json!(bob), json!(stage.lounge))]);
    let mut again = stage.world.connect(stage.cat).await;
    let create = again.read().await.iter().find(|frame| name(frame) == "GUILD_CREATE").unwrap();
    let there = create["d"]["voice_states"].as_array().unwrap().iter();
    assert_eq!(there.map(|state| &state["user_id"]).collect::<Vec<_>>(), [&json!(ada)]);
    // Whoever comes hears of them, and of their end when they go.
    stage.enters(&stage.cats.session, stage.lounge);
    let heard = moves(stage.cats.read().await);
    assert!(heard.contains(&(json!(bob), json!(stage.lounge))), "{heard:?}");
    stage.enters(&stage.cats.session, stage.den);
    let heard = moves(stage.cats.read().await);
    assert!(heard.contains(&(json!(bob), Value::Null)), "{heard:?}");
    stage.read_all().await;
    // What they do there concerns nobody else.
    stage.mutes(&stage.bobs.session);
    assert!(moves(stage.cats.read().await).is_empty());
    assert_eq!(moves(stage.adas.read().await), [(json!(bob), json!(stage.lounge))]);
    stage.bobs.shows(ChosenStatus::Online);
    assert_eq!(moves(stage.cats.read().await), [(json!(bob), json!(stage.lounge))]);
}

#[tokio::test(start_paused = true)]
async fn a_moderator_mutes_somebody_in_all_rooms_and_what_speaks_falls_silent() {
    let mut stage = Stage::talking().await;
    let (ada, bob) = (stage.ada, stage.bob);
    stage.bobs.session.speaks(VoiceSpeaking { channel_id: stage.lounge, speaking: true });
    stage.read_all().await;
    stage.guild.silence(ada, bob, (Some(true), None), None).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let heard = stage.adas.read().await.to_vec();
    let state = heard.iter().find(|frame| name(frame) == "VOICE_STATE_UPDATE").unwrap();
    assert_eq!((&state["d"]["mute"], &state["d"]["self_mute"]), (&json!(true), &json!(false)));
    assert_eq!(state["d"]["member"]["mute"], true);
    assert_eq!(mode(&heard)["peers"][0]["mute"], true);
    assert_eq!(frames(&heard, 113)[0]["speaking"], false);
    stage.bobs.session.speaks(VoiceSpeaking { channel_id: stage.lounge, speaking: true });
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(frames(stage.adas.read().await, 113).is_empty());

    // It is of the member, and not of the room.
    let quay = voice_channel(&stage.guild, ada, Vec::new()).await;
    stage.enters(&stage.bobs.session, quay);
    let heard = stage.cats.read().await;
    let state = heard.iter().rev().find(|frame| name(frame) == "VOICE_STATE_UPDATE").unwrap();
    assert_eq!((&state["d"]["channel_id"], &state["d"]["mute"]), (&json!(quay), &json!(true)));
    assert!(stage.guild.view().members[&bob].member.mute);

    stage.enters(&stage.bobs.session, None);
    settle().await;
    let ended = stage.guild.silence(ada, bob, (Some(false), None), None).await;
    assert_eq!(ended, Err(GuildError::NotInVoice));
    let asked = stage.guild.silence(bob, ada, (None, Some(true)), None).await;
    assert_eq!(asked, Err(GuildError::MissingPermission));
}

#[tokio::test(start_paused = true)]
async fn a_moderator_moves_somebody_who_sees_the_channel_and_puts_them_out() {
    let mut stage = Stage::talking().await;
    let (ada, bob) = (stage.ada, stage.bob);
    let hidden = stage.guild.move_member(ada, bob, Some(stage.den)).await;
    assert_eq!(hidden, Err(GuildError::Access(actors::AccessError::UnknownChannel)));
    let closed = Overwrite::member(bob, Permissions::empty(), Permissions::CONNECT);
    let quay = voice_channel(&stage.guild, ada, vec![closed]).await;
    stage.patch(quay, ChannelPatch { user_limit: Some(1), ..ChannelPatch::default() }).await;
    stage.enters(&stage.cats.session, quay);
    stage.read_all().await;

    stage.guild.move_member(ada, bob, Some(quay)).await.unwrap();
    assert_eq!(moves(stage.cats.read().await), [(json!(bob), json!(quay))]);
    assert_eq!(mode(stage.bobs.read().await)["channel_id"], json!(quay));
    assert!(users(&mode(stage.adas.read().await)).is_empty());
    stage.guild.move_member(ada, bob, None).await.unwrap();
    assert_eq!(moves(stage.cats.read().await), [(json!(bob), Value::Null)]);
    assert_eq!(stage.guild.move_member(ada, bob, None).await, Err(GuildError::NotInVoice));
    assert_eq!(stage.guild.move_member(bob, ada, None).await, Err(GuildError::MissingPermission));
    // Whoever is where the actor does not see is nowhere to it.
    stage.enters(&stage.adas.session, stage.den);
    settle().await;
    assert_eq!(stage.guild.move_member(bob, ada, None).await, Err(GuildError::MissingPermission));
}

#[tokio::test(start_paused = true)]
async fn the_bitrate_of_a_channel_is_heard_at_once_and_its_limit_holds() {
    let mut stage = Stage::talking().await;
    let patch =
        ChannelPatch { bitrate: Some(96_000), user_limit: Some(2), ..ChannelPatch::default() };
    stage.patch(stage.lounge, patch).await;
    assert_eq!(mode(stage.bobs.read().await)["bitrate"], 96_000);
    stage.enters(&stage.cats.session, stage.lounge);
    let heard = stage.cats.read().await;
    let refused = heard.iter().find(|frame| name(frame) == "X_VOICE_REFUSED").unwrap();
    assert_eq!(refused["d"]["code"], 900_015);
    stage.enters(&stage.cats.session, stage.guild.view().guild.system_channel);
    let heard = stage.cats.read().await;
    assert_eq!(heard.last().unwrap()["d"]["code"], 50_024);
}

#[tokio::test(start_paused = true)]
async fn ro1_who_moves_between_guilds_is_in_one_room() {
    let mut stage = Stage::talking().await;
    let (elsewhere, _) = stage.world.guild(stage.ada).await;
    let lounge = voice_channel(&elsewhere, stage.ada, Vec::new()).await;
    let here = std::mem::replace(&mut stage.guild, elsewhere);
    stage.enters(&stage.adas.session, lounge);
    assert_eq!(moves(stage.bobs.read().await), [(json!(stage.ada), Value::Null)]);
    assert!(users(&mode(&stage.bobs.heard)).is_empty());
    // A channel of the one guild is none of the other one.
    stage.enters(&stage.bobs.session, stage.lounge);
    let heard = stage.bobs.read().await;
    assert_eq!(heard.last().unwrap()["d"]["code"], 10_003);
    stage.guild = here;
    // Whoever leaves the voice of a guild where it is not stays where it is.
    stage.enters(&stage.adas.session, None);
    settle().await;
    let moved = stage.guild.move_member(stage.ada, stage.ada, None).await;
    assert_eq!(moved, Err(GuildError::NotInVoice));
    assert_eq!(mode(stage.adas.read().await)["channel_id"], json!(lounge));
}

#[tokio::test(start_paused = true)]
async fn vo1_whoever_goes_to_a_hidden_channel_leaves_nothing_of_it_behind() {
    let mut stage = Stage::talking().await;
    // From another device, so that the session is another one.
    let laptop = stage.world.connect(stage.ada).await;
    let before = stage.adas.session.id().to_string();
    stage.enters(&laptop.session, stage.den);
    let heard = stage.bobs.read().await;
    let gone = heard.iter().rev().find(|frame| name(frame) == "VOICE_STATE_UPDATE").unwrap();
    assert_eq!(
        (&gone["d"]["channel_id"], &gone["d"]["session_id"]),
        (&Value::Null, &json!(before))
    );
}

#[tokio::test(start_paused = true)]
async fn ro1_whoever_moves_leaves_also_when_nobody_waits_for_the_answer() {
    let mut stage = Stage::talking().await;
    let quay = voice_channel(&stage.guild, stage.ada, Vec::new()).await;
    stage.enters(&stage.cats.session, quay);
    stage.read_all().await;
    let (guild, ada, bob) = (stage.guild.clone(), stage.ada, stage.bob);
    // The room is asked, and nobody waits for what it says.
    let mut moving = Box::pin(async move { guild.move_member(ada, bob, Some(quay)).await });
    assert!(futures_util::poll!(&mut moving).is_pending());
    drop(moving);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(moves(stage.cats.read().await), [(json!(bob), json!(quay))]);
    assert!(users(&mode(stage.adas.read().await)).is_empty(), "he is in one room");
}

#[tokio::test(start_paused = true)]
async fn ro6_nobody_has_the_socket_of_somebody_else_closed_by_what_they_send() {
    let stage = Stage::talking().await;
    let mut slow = stage.world.connect_with(stage.bob, 8 << 10).await;
    slow.read().await;
    stage.enters(&slow.session, stage.lounge);
    settle().await;
    let peer_id = peer(&mode(slow.read().await));
    let sdp = SessionDescription { kind: DescriptionKind::Offer, sdp: "v".repeat(16 << 10) };
    let flood =
        VoiceSignal { channel_id: stage.lounge, peer_id, n: 1, sdp: Some(sdp), candidate: None };
    for _ in 0..100 {
        stage.adas.session.signal(&flood);
    }
    settle().await;
    assert_eq!(slow.socket.closed(), None);
    slow.socket.widen();
    let heard = frames(slow.read().await, 110).len();
    assert!((1..20).contains(&heard), "{heard} were waiting");
    // What comes when it reads again reaches it.
    let end = VoiceSignal { n: 2, sdp: None, candidate: Some(None), ..flood };
    stage.adas.session.signal(&end);
    assert_eq!(frames(slow.read().await, 110)[0]["n"], 2);
}
