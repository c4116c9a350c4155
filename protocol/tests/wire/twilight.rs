//! A strict bot library reads what we send, and we read what it sends.

use protocol::Event;
use protocol::gateway::{
    ClientCommand, DISPATCH_HEAD_BYTES_MAX, MemberQuery, heartbeat, heartbeat_ack, hello,
    invalid_session, put_dispatch_head, reconnect,
};
use protocol::wire::{ChosenStatus, GatewayAddress, GatewayBot};
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed};
use twilight_model::channel::thread::ThreadsListing;
use twilight_model::channel::{Channel, Message};
use twilight_model::gateway::connection_info::{BotConnectionInfo, ConnectionInfo};
use twilight_model::gateway::event::{DispatchEvent, GatewayEvent, GatewayEventDeserializer};
use twilight_model::gateway::payload::incoming::GuildCreate;
use twilight_model::gateway::payload::outgoing::{
    Heartbeat, Identify, RequestGuildMembers, Resume, UpdatePresence, UpdateVoiceState,
};
use twilight_model::gateway::presence::{ActivityType, MinimalActivity, Status};
use twilight_model::gateway::{Intents, ShardId};
use twilight_model::guild::invite::Invite;
use twilight_model::guild::{Ban, Guild, Member, Role};
use twilight_model::id::Id;
use twilight_model::oauth::Application;
use twilight_model::user::{CurrentUser, CurrentUserGuild, User};
use twilight_model::voice::VoiceState;

use crate::samples;

fn read<T: DeserializeOwned>(what: &str, object: impl Serialize) -> T {
    let text = serde_json::to_string(&object).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{what}: {error}\n{text}"))
}

fn read_frame(frame: &[u8]) -> GatewayEvent {
    let text = std::str::from_utf8(frame).unwrap();
    let seed = GatewayEventDeserializer::from_json(text).expect("an opcode is found");
    let mut json = serde_json::Deserializer::from_str(text);
    let event = seed.deserialize(&mut json).unwrap_or_else(|error| panic!("{error}\n{text}"));
    json.end().unwrap();
    event
}

fn read_event(event: &Event) -> DispatchEvent {
    let mut room = [0; DISPATCH_HEAD_BYTES_MAX];
    let start = put_dispatch_head(&mut room, 77);
    let frame = [&room[start..], &event.encode_tail()].concat();
    match read_frame(&frame) {
        GatewayEvent::Dispatch(77, dispatch) => dispatch,
        other => panic!("{}: {other:?}", event.name()),
    }
}

#[test]
fn twilight_reads_every_event() {
    let events = samples::events().into_iter().filter(|(_, event)| !event.is_extension());
    let mut count = 0;
    for (label, event) in events {
        let read = read_event(&event);
        assert_eq!(read.kind().name(), Some(event.name()), "{label}");
        count += 1;
    }
    assert!(count >= 24, "only {count} events were tried");
}

#[test]
fn twilight_reads_every_server_frame() {
    let GatewayEvent::Hello(frame) = read_frame(&hello(41_250)) else { panic!("no hello") };
    assert_eq!(frame.heartbeat_interval, 41_250);
    assert!(matches!(read_frame(&heartbeat()), GatewayEvent::Heartbeat));
    assert!(matches!(read_frame(&heartbeat_ack()), GatewayEvent::HeartbeatAck));
    assert!(matches!(read_frame(&reconnect()), GatewayEvent::Reconnect));
    for resumable in [true, false] {
        let frame = read_frame(&invalid_session(resumable));
        assert!(matches!(frame, GatewayEvent::InvalidateSession(told) if told == resumable));
    }
}

#[test]
fn twilight_finds_what_ready_says() {
    let DispatchEvent::Ready(ready) = read_event(&samples::events()[0].1) else { panic!() };
    assert_eq!(ready.version, 10);
    assert_eq!(ready.user.id, Id::new(samples::BOT.get()));
    assert_eq!(ready.application.id, Id::new(samples::BOT.get()));
    assert!(ready.user.bot && ready.guilds[0].unavailable);
    assert_eq!(ready.guilds[0].id, Id::new(samples::GUILD.get()));
    assert_eq!(ready.resume_gateway_url, "ws://127.0.0.1:8080/gateway");
}

#[test]
fn twilight_finds_what_guild_create_says() {
    let event = Event::GuildCreate(Box::new(samples::guild_create()));
    let DispatchEvent::GuildCreate(create) = read_event(&event) else { panic!() };
    let GuildCreate::Available(guild) = *create else { panic!("unavailable") };
    assert_eq!(guild.name, "Analysts");
    assert_eq!((guild.members.len(), guild.member_count), (2, Some(2)));
    assert_eq!((guild.channels.len(), guild.threads.len(), guild.roles.len()), (3, 1, 3));
    assert_eq!(guild.presences[0].status, Status::Idle);
    assert_eq!(guild.presences[0].activities[0].name, "chess");
    assert_eq!(guild.voice_states[0].channel_id, Some(Id::new(samples::VOICE.get())));
    assert_eq!(guild.roles[1].colors.primary_color, 0x00_33_66);
    let tags = guild.roles[2].tags.as_ref().unwrap();
    assert_eq!(tags.bot_id, Some(Id::new(samples::BOT.get())));
    assert!(!tags.premium_subscriber && !tags.available_for_purchase && !tags.guild_connections);
    let overwrites = guild.channels[1].permission_overwrites.as_ref().unwrap();
    assert_eq!(overwrites.len(), 2);
    assert_eq!(guild.channels[2].bitrate, Some(64_000));
}

#[test]
fn twilight_finds_what_a_message_says() {
    let event = Event::MessageCreate(Box::new(samples::message_event(samples::full_message())));
    let DispatchEvent::MessageCreate(message) = read_event(&event) else { panic!() };
    assert_eq!(message.content, "yes");
    assert_eq!(message.guild_id, Some(Id::new(samples::GUILD.get())));
    assert_eq!(message.member.as_ref().unwrap().roles, [Id::new(samples::ROLE.get())]);
    assert_eq!(
        message.reference.as_ref().unwrap().message_id,
        Some(Id::new(samples::MESSAGE.get()))
    );
    assert!(message.referenced_message.as_ref().unwrap().content.starts_with("hello"));
    let thread = message.thread.as_ref().unwrap();
    assert_eq!(thread.parent_id, Some(Id::new(samples::TEXT.get())));
    assert_eq!((message.attachments.len(), message.embeds.len()), (1, 1));
    assert!(message.reactions.is_empty(), "each reaction is an event");
    assert_eq!(message.timestamp.as_micros(), 1_795_368_196_123_000);
}

#[test]
fn twilight_finds_what_a_reaction_says() {
    let events = samples::events();
    let of = |name: &str| &events.iter().find(|(_, event)| event.name() == name).unwrap().1;
    let DispatchEvent::ReactionAdd(added) = read_event(of("MESSAGE_REACTION_ADD")) else {
        panic!()
    };
    assert_eq!(added.user_id, Id::new(samples::ADA.get()));
    assert_eq!(added.message_author_id, Some(Id::new(samples::BOT.get())));
    assert!(added.member.is_some() && !added.burst);
    let bulk = read_event(of("MESSAGE_DELETE_BULK"));
    let DispatchEvent::MessageDeleteBulk(bulk) = bulk else { panic!() };
    assert_eq!(bulk.ids.len(), 2);
}

#[test]
fn twilight_reads_every_object() {
    assert!(!read::<User>("user", samples::ada()).bot);
    assert_eq!(read::<CurrentUser>("current user", samples::current_user()).verified, Some(true));
    read::<Role>("role", samples::role());
    for channel in [
        samples::text_channel(),
        samples::announcement_channel(),
        samples::voice_channel(),
        samples::category(),
        samples::thread(),
    ] {
        read::<Channel>("channel", channel);
    }
    let direct: Channel = read("direct", samples::private_channel());
    assert_eq!(direct.recipients.unwrap().len(), 1);
    let group: Channel = read("group", samples::group_channel());
    assert_eq!(group.owner_id, Some(Id::new(samples::ADA.get())));
    let own: Channel = read("own thread", samples::own_thread());
    assert_eq!(own.member.unwrap().user_id, Some(Id::new(samples::ADA.get())));
    read::<ThreadsListing>("page of threads", samples::thread_page());
    read::<Member>("member", samples::member());
    read::<Guild>("guild", samples::guild());
    assert_eq!(read::<Ban>("ban", samples::ban()).reason.as_deref(), Some("spam"));
    read::<VoiceState>("voice state", samples::voice_state());
    for message in [samples::message(), samples::full_message(), samples::orphan_message()] {
        read::<Message>("message", message);
    }
    let message: Message = read("message", samples::full_message());
    assert_eq!((message.reactions[0].count, message.reactions.len()), (2, 2));
    let invite: Invite = read("invite", samples::invite());
    assert_eq!((invite.uses, invite.max_uses), (Some(1), Some(10)));
    assert_eq!(invite.guild.unwrap().name, "Analysts");
    for (name, object) in samples::objects() {
        match name {
            "guild_partial" => assert!(read::<CurrentUserGuild>(name, object).owner),
            "application" => drop(read::<Application>(name, object)),
            "invite_public" => assert_eq!(read::<Invite>(name, object).uses, None),
            _ => {}
        }
    }
}

#[test]
fn twilight_reads_the_gateway_addresses() {
    let url = "ws://127.0.0.1:8080/gateway";
    let info: BotConnectionInfo = read("gateway bot", GatewayBot::new(url));
    assert_eq!((info.shards, info.session_start_limit.max_concurrency), (1, 16));
    assert!(info.session_start_limit.remaining > 0);
    let info: ConnectionInfo = read("gateway", GatewayAddress { url: url.to_owned() });
    assert_eq!(info.url, url);
}

fn parse(command: &impl Serialize) -> ClientCommand {
    let text = serde_json::to_string(command).unwrap();
    ClientCommand::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn update_presence() -> UpdatePresence {
    let activity =
        MinimalActivity { kind: ActivityType::Playing, name: "chess".to_owned(), url: None };
    UpdatePresence::new(vec![activity.into()], false, None, Status::DoNotDisturb).unwrap()
}

#[test]
fn twilight_identify_and_resume_are_understood() {
    let identify =
        Identify::new(twilight_model::gateway::payload::outgoing::identify::IdentifyInfo {
            capabilities: twilight_model::gateway::Capabilities::empty(),
            compress: false,
            intents: Intents::GUILDS | Intents::MESSAGE_CONTENT,
            large_threshold: 100,
            presence: Some(update_presence().d),
            properties:
                twilight_model::gateway::payload::outgoing::identify::IdentifyProperties::new(
                    "twilight", "twilight", "linux",
                ),
            shard: Some(ShardId::ONE),
            token: "Bot a.b.c".to_owned(),
        });
    let ClientCommand::Identify(identify) = parse(&identify) else { panic!() };
    assert_eq!((identify.token.secret.as_str(), identify.token.bot_prefix), ("a.b.c", true));
    assert_eq!(identify.intents, protocol::Intents::GUILDS | protocol::Intents::MESSAGE_CONTENT);
    assert_eq!((identify.large_threshold, identify.shard), (100, Some([0, 1])));
    assert_eq!(identify.presence.unwrap().activities[0].name, "chess");
    let ClientCommand::Resume(resume) = parse(&Resume::new(9, "session", "a.b.c")) else {
        panic!()
    };
    assert_eq!((resume.seq, resume.session_id.as_str()), (9, "session"));
}

#[test]
fn twilight_commands_are_understood() {
    assert_eq!(parse(&Heartbeat::new(Some(5))), ClientCommand::Heartbeat(Some(5)));
    assert_eq!(parse(&Heartbeat::new(None)), ClientCommand::Heartbeat(None));
    let ClientCommand::PresenceUpdate(change) = parse(&update_presence()) else { panic!() };
    assert_eq!(change.status, ChosenStatus::Dnd);
    let state = UpdateVoiceState::new(Id::new(1), Some(Id::new(2)), true, false);
    let ClientCommand::VoiceStateUpdate(change) = parse(&state) else { panic!() };
    assert_eq!((change.self_deaf, change.self_mute), (true, false));
    let members = RequestGuildMembers::builder(Id::new(1)).nonce("n").user_ids([Id::new(5)]);
    let ClientCommand::RequestGuildMembers(request) = parse(&members.unwrap()) else { panic!() };
    assert_eq!(request.query, MemberQuery::Users(vec![protocol::UserId::new(5)]));
}
