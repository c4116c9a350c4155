//! The field lists of the contract, written once more: each field is there, null or not.

use protocol::wire::{ChannelDetail, VoiceDetail};
use serde_json::Value;

use crate::samples;

const USER: &str = "id username discriminator global_name avatar bot public_flags flags banner \
    accent_color avatar_decoration_data primary_guild";
const MEMBER: &str = "nick avatar banner roles joined_at premium_since deaf mute flags pending \
    communication_disabled_until";
const ROLE: &str = "id name permissions position color colors hoist managed mentionable icon \
    unicode_emoji flags";
const CHANNEL: &str = "id type guild_id name position permission_overwrites parent_id flags";
const TEXT: &str = "topic nsfw last_message_id rate_limit_per_user last_pin_timestamp";
const LAST: &str = "last_message_id last_pin_timestamp flags";
const VOICE: &str = "bitrate user_limit rtc_region";
const THREAD: &str = "owner_id message_count member_count total_message_sent thread_metadata";
const MESSAGE: &str = "id channel_id author content timestamp edited_timestamp tts \
    mention_everyone mentions mention_roles attachments embeds components pinned type flags";
const GUILD: &str = "id name icon owner_id roles emojis stickers features afk_timeout \
    afk_channel_id default_message_notifications explicit_content_filter mfa_level nsfw_level \
    preferred_locale premium_progress_bar_enabled premium_tier system_channel_flags \
    system_channel_id verification_level application_id banner description discovery_splash \
    splash vanity_url_code rules_channel_id public_updates_channel_id";
const GUILD_CREATE: &str = "joined_at large unavailable member_count voice_states members \
    channels threads presences stage_instances guild_scheduled_events";
const READY: &str = "v user guilds session_id resume_gateway_url application shard \
    private_channels";

fn check(what: &str, object: impl serde::Serialize, fields: &[&str]) {
    let object = serde_json::to_value(object).unwrap();
    for field in fields.iter().flat_map(|list| list.split_whitespace()) {
        assert!(object.get(field).is_some(), "{what} lacks {field}");
    }
}

#[test]
fn w1_every_documented_field_is_sent() {
    check("user", samples::ada(), &[USER]);
    check("current user", samples::current_user(), &[USER, "email verified mfa_enabled"]);
    check("member", samples::member(), &[MEMBER, "user"]);
    check("role", samples::role(), &[ROLE]);
    check(
        "colors",
        &samples::objects()[2].1["colors"],
        &["primary_color secondary_color tertiary_color"],
    );
    check("text channel", samples::text_channel(), &[CHANNEL, TEXT]);
    check("announcement channel", samples::announcement_channel(), &[CHANNEL, TEXT]);
    check("voice channel", samples::voice_channel(), &[CHANNEL, VOICE]);
    check("category", samples::category(), &[CHANNEL]);
    check("thread", samples::thread(), &[CHANNEL, THREAD]);
    check("thread member", samples::thread_member(), &["id user_id join_timestamp flags member"]);
    check("page of threads", samples::thread_page(), &["threads members has_more"]);
    check("group", samples::group_channel(), &["id type recipients owner_id name icon", LAST]);
    check("message", samples::message(), &[MESSAGE]);
    check("ban", samples::ban(), &["reason user"]);
    check("guild", samples::guild(), &[GUILD]);
    check("guild create", samples::guild_create(), &[GUILD, GUILD_CREATE]);
    check(
        "message event",
        samples::message_event(samples::message()),
        &[MESSAGE, "guild_id member x_seq"],
    );
    check("ready", samples::ready(), &[READY]);
    check("user's ready", samples::user_ready(), &[READY, "relationships settings read_state"]);
}

#[test]
fn w2_what_says_something_by_being_there_is_left_out() {
    let message = serde_json::to_value(samples::message()).unwrap();
    for field in [
        "message_reference",
        "referenced_message",
        "webhook_id",
        "x_seq",
        "guild_id",
        "poll",
        "thread",
        "interaction",
    ] {
        assert_eq!(message.get(field), None, "{field}");
    }
    let orphan = serde_json::to_value(samples::orphan_message()).unwrap();
    assert_eq!(orphan.get("referenced_message"), Some(&Value::Null), "deleted is null");
    let event = serde_json::to_value(samples::message_event(samples::message())).unwrap();
    assert_eq!(event["member"].get("user"), None);
    assert_eq!(event.get("reactions"), None, "an update would seem to take them away");
    let role = serde_json::to_value(samples::role()).unwrap();
    assert_eq!(role.get("tags"), None);
    let ready = serde_json::to_value(samples::ready()).unwrap();
    assert_eq!(ready.get("read_state"), None);
}

#[test]
fn w3_the_kind_of_a_channel_agrees_with_its_fields() {
    for (channel, kind) in [
        (samples::text_channel(), 0),
        (samples::announcement_channel(), 5),
        (samples::voice_channel(), 2),
        (samples::category(), 4),
        (samples::thread(), 11),
    ] {
        assert_eq!(serde_json::to_value(&channel).unwrap()["type"], kind);
        let voice =
            matches!(channel.detail, ChannelDetail::Voice(VoiceDetail { bitrate: 64_000, .. }));
        assert_eq!(voice, kind == 2);
    }
}

#[test]
fn w4_no_object_has_a_key_of_the_frame() {
    let objects = samples::objects().into_iter();
    let events = samples::events().into_iter();
    let events = events.map(|(_, event)| (event.name(), serde_json::to_value(&event).unwrap()));
    for (name, value) in objects.chain(events) {
        for key in keys(&value) {
            assert!(!["s", "t", "op"].contains(&key), "{name} has the key {key}");
        }
    }
}

#[test]
fn ids_and_permission_bits_are_strings_everywhere() {
    fn walk(name: &str, value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let id = key == "id" || key.ends_with("_id") || key == "permissions";
                    assert!(!(id && value.is_number()), "{name}: {key} is a number");
                    walk(name, value);
                }
            }
            Value::Array(list) => list.iter().for_each(|value| walk(name, value)),
            _ => {}
        }
    }
    for (_, event) in samples::events() {
        walk(event.name(), &serde_json::to_value(&event).unwrap());
    }
}

fn keys(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(map) => {
            map.iter().flat_map(|(key, value)| [vec![key.as_str()], keys(value)].concat()).collect()
        }
        Value::Array(list) => list.iter().flat_map(keys).collect(),
        _ => Vec::new(),
    }
}
