//! REST bodies: any bytes are a body of their route or a documented refusal.

use std::sync::Arc;

use actors::Settings;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use bolero::check;
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::extract::{JsonBody, JsonList};
use super::routes::{
    auth, bans, bots, brakes, calls, channels, conversations, guilds, instance_settings,
    instance_users, invites, me, members, messages, overwrites, positions, profile, reads,
    relationships, reports, roles, second_factor, setup, threads, word_rules,
};
use super::{App, HttpError};
use crate::fuzz::{Edit, edited, share_of};
use crate::harness::World;

/// What a body may be refused with.
const REFUSALS: [(u16, u64); 3] = [(400, 50_035), (400, 50_109), (413, 40_005)];

/// Takes bytes for one type of body.
type Taker = fn(&Arc<App>, &[u8]);

/// Every type of body that a route takes; a test compares it with the routes' own text.
fn takers() -> Vec<(&'static str, Taker)> {
    fn name<T>() -> &'static str {
        std::any::type_name::<T>().rsplit("::").next().unwrap_or_default()
    }
    fn of<T: DeserializeOwned>() -> (&'static str, Taker) {
        (name::<T>(), take::<JsonBody<T>>)
    }
    fn list_of<T: DeserializeOwned>() -> (&'static str, Taker) {
        (name::<T>(), take::<JsonList<T>>)
    }
    vec![
        of::<auth::LoginBody>(),
        of::<auth::MfaBody>(),
        of::<auth::PasswordBody>(),
        of::<auth::RegisterBody>(),
        of::<bans::BanBody>(),
        of::<bans::BulkBanBody>(),
        of::<bots::GrantBody>(),
        of::<bots::NewBotBody>(),
        of::<brakes::BrakesBody>(),
        of::<calls::RingBody>(),
        of::<calls::StopRingingBody>(),
        of::<channels::ChannelPatchBody>(),
        of::<channels::NewChannelBody>(),
        of::<conversations::NewGroupBody>(),
        of::<conversations::OpenBody>(),
        of::<guilds::GuildPatchBody>(),
        of::<guilds::NewGuildBody>(),
        of::<instance_settings::InstancePatchBody>(),
        of::<instance_users::UserPatchBody>(),
        of::<invites::NewInviteBody>(),
        of::<me::EndBody>(),
        of::<members::MemberPatchBody>(),
        of::<messages::BulkDeleteBody>(),
        of::<messages::EditBody>(),
        of::<messages::NewMessageBody>(),
        of::<overwrites::OverwriteBody>(),
        list_of::<positions::ChannelPlaceBody>(),
        list_of::<positions::RolePlaceBody>(),
        of::<profile::ProfilePatchBody>(),
        of::<reads::AckBody>(),
        of::<relationships::AskBody>(),
        of::<relationships::RelationshipBody>(),
        of::<reports::ReportBody>(),
        of::<reports::ReportPatchBody>(),
        of::<roles::RoleBody>(),
        of::<second_factor::CodeBody>(),
        of::<second_factor::EnableBody>(),
        of::<setup::SetupBody>(),
        of::<threads::NewThreadBody>(),
        of::<threads::ThreadOfMessageBody>(),
        of::<word_rules::TryBody>(),
        of::<word_rules::WordRuleBody>(),
        ("Settings", take::<JsonBody<Settings>>),
    ]
}

/// Through the real extractor. A body that is there whole is taken without waiting.
fn take<E: FromRequest<Arc<App>, Rejection = HttpError>>(app: &Arc<App>, bytes: &[u8]) {
    let request = Request::new(Body::from(bytes.to_vec()));
    let taken = E::from_request(request, app).now_or_never().expect("nothing to wait for");
    let Err(refusal) = taken else { return };
    let response = refusal.into_response();
    let status: StatusCode = response.status();
    let body = response.into_body().collect().now_or_never().expect("nothing to wait for");
    let body = body.expect("it is in memory").to_bytes();
    let body: Value = serde_json::from_slice(&body).expect("refusals are JSON");
    let code = body["code"].as_u64().expect("refusals have a code");
    assert!(REFUSALS.contains(&(status.as_u16(), code)), "{status}: {body}");
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "{}",
        r#"{"username":"ada","password":"correct horse","email":"ada@chat.example","invite":"abc"}"#,
        r#"{"old":"correct horse","new":"battery staple"}"#,
        r#"{"permissions":"3072"}"#,
        r#"{"name":"room","type":0,"parent_id":"41771983423143937","topic":null,"nsfw":false,"permission_overwrites":[{"id":"1","type":1,"allow":"0","deny":"1024"}],"rate_limit_per_user":5,"bitrate":64000,"user_limit":0}"#,
        r#"{"name":"room","position":1,"locked":true,"archived":false}"#,
        r#"{"type":1,"allow":"1024","deny":null}"#,
        r#"[{"id":"41771983423143937","position":2,"parent_id":null,"lock_permissions":true}]"#,
        r#"{"global_name":"Ada","bio":"I paint.","password":"correct horse"}"#,
        r#"{"name":"role","permissions":"8","color":255,"colors":{"primary_color":7},"hoist":true}"#,
        r#"{"registrations":"closed","read_only":true,"slow_mode_seconds":5,"guild_creation":"admins","upload_bytes_max":null}"#,
        r#"{"instance_role":"admin","suspended":true,"suspended_until":"2027-01-01T00:00:00.000000+00:00","suspension_reason":"spam"}"#,
        r#"{"ticket":"abc","code":"123 456","password":"correct horse","secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}"#,
        r#"{"max_age":86400,"max_uses":1}"#,
        r#"{"nick":"Ada","roles":["41771983423143937",41771983423143938]}"#,
        r#"{"communication_disabled_until":"2027-01-01T00:00:00.000000+00:00"}"#,
        r#"{"content":"hi \ud83c\udf89","nonce":18446744073709551615,"message_reference":{"message_id":1337,"fail_if_not_exists":false},"allowed_mentions":{"replied_user":false,"parse":["users"]}}"#,
        r#"{"content":null,"flags":4,"allowed_mentions":{"parse":[],"roles":["41771983423143937"]}}"#,
        r#"{"messages":["41771983423143937",41771983423143938]}"#,
        r#"{"delete_message_seconds":604800,"delete_message_days":7,"user_ids":["1",2]}"#,
        r#"{"recipient_ids":["41771983423143937",41771983423143938]}"#,
        r#"{"recipients":["41771983423143937",41771983423143938]}"#,
        r#"{"recipients":null}"#,
        r#"{"token":"abc","username":"ada","password":"correct horse","guild_name":"Home"}"#,
        r#"{"name":"a thread","auto_archive_duration":1440,"type":11,"rate_limit_per_user":5,"invitable":false}"#,
        r#"{"name":"Language","enabled":true,"words":["bad*"],"patterns":["b+"],"mentions_max":null,"action":"time_out","time_out_seconds":600,"message":null,"exempt_roles":["41771983423143937"],"exempt_channels":[]}"#,
        r#"{"reason":"spam"}"#,
        r#"{"status":"resolved","outcome":"timed_out"}"#,
        r#"{"rule":{"words":["bad"]},"text":"so bad"}"#,
        r#"{"theme":"dark","nested":[[[[{"a":[1,2,3.5e10,-1,null,true]}]]]]}"#,
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

#[test]
fn ht1_any_bytes_are_a_body_or_a_documented_refusal() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let world = runtime.block_on(World::unclaimed(|_| {}));
    let (seeds, takers, app) = (seeds(), takers(), Arc::clone(&world.app));
    let app = std::panic::AssertUnwindSafe(app);
    check!().with_test_time(share_of(1)).with_type::<(u8, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            // The extractor has a time-out, which takes a clock.
            let _clock = runtime.enter();
            let bytes = edited(&seeds, *seed, edits);
            takers.iter().for_each(|(_, take)| take(&app, &bytes));
        },
    );
}

/// `JsonBody<…>` and `JsonList<…>` in the routes' text: whoever adds a route adds its body above.
#[test]
fn every_body_of_a_route_is_fuzzed() {
    let known: Vec<&str> = takers().iter().map(|(name, _)| *name).collect();
    let mut missing = Vec::new();
    for entry in std::fs::read_dir("src/http/routes").expect("the routes are there") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
        let bodies = ["JsonBody<", "JsonList<"].iter().flat_map(|name| text.split(name).skip(1));
        let bodies = bodies.filter_map(|rest| rest.split('>').next());
        missing.extend(bodies.filter(|body| !known.contains(body)).map(str::to_owned));
    }
    assert!(missing.is_empty(), "add to the list above: {missing:?}");
}
