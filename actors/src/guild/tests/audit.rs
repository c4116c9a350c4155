//! AU1, AU2: which entries an act writes, in its own batch.

use storage::Op;
use storage::records::{AuditDetail, AuditEntry, AuditScope};
use storage::{Key, Record as _};

use super::super::state::decide_and_tell;
use super::*;

/// The entries of an act of Ada's, as text: action, target, changes.
fn told(view: &GuildView, command: Command) -> Vec<String> {
    entries(view, command).iter().map(text).collect()
}

fn entries(view: &GuildView, command: Command) -> Vec<AuditEntry> {
    let is_banned = matches!(command, Command::Unban { .. });
    let asked = command.because(Some("a reason".to_owned()));
    let change = with_inputs(is_banned, |inputs| decide_and_tell(view, asked, inputs));
    let change = change.expect("an act that is allowed");
    for entry in &change.entries {
        assert_eq!((entry.guild, entry.actor), (GUILD, ADA));
        assert_eq!(entry.reason.as_deref(), Some("a reason"));
    }
    // AU1.
    let written = change.batch.ops.iter().filter(|op| {
        let key = match op {
            Op::Put { key, .. } | Op::Delete { key } => key,
        };
        key.as_bytes().starts_with(Key::new(AuditEntry::TABLE, &GUILD).as_bytes())
    });
    assert_eq!(written.count(), change.entries.len());
    change.entries
}

fn text(entry: &AuditEntry) -> String {
    let mut text = format!("{} {}", entry.action, entry.target.unwrap_or(0));
    for change in &entry.changes {
        let value = |value: &Option<String>| value.clone().unwrap_or_default();
        text += &format!(" {}:{}>{}", change.key, value(&change.old), value(&change.new));
    }
    text
}

#[test]
fn au2_a_guild_is_told_by_what_changed() {
    assert_eq!(told(&guild(), rename(ADA, "Pier")), [r#"1 100 name:"Harbour">"Pier""#]);
    assert!(told(&guild(), rename(ADA, "Harbour")).is_empty());
    let patch = GuildPatch { owner: Some(BOB), system_channel: Some(None), ..Default::default() };
    let told = told(&guild(), Command::Update { actor: ADA, patch });
    assert_eq!(told, [r#"1 100 owner_id:"1">"2" system_channel_id:"200">"#]);
}

#[test]
fn au2_a_channel_that_is_made_or_deleted_is_told_as_a_whole() {
    let made = told(&guild(), new_channel(ADA, |channel| channel.topic = Some("x".to_owned())));
    let whole = r#"10 1001 name:>"new" type:>0 position:>1 topic:>"x" nsfw:>false rate_limit_per_user:>0 permission_overwrites:>[]"#;
    assert_eq!(made, [whole]);
    let delete = Command::DeleteChannel { actor: ADA, channel: GENERAL };
    let gone = entries(&guild(), delete);
    assert_eq!(gone[0].scope, AuditScope::Channel { channel: GENERAL, open: true });
    let whole = r#"12 200 name:"general"> type:0> position:0> nsfw:false> rate_limit_per_user:0> permission_overwrites:[]>"#;
    assert_eq!(text(&gone[0]), whole);
    // What stood below a category stands nowhere by itself.
    let category = ChannelId::new(201);
    let view = with_channel(guild(), category, |channel| channel.kind = ChannelKind::Category);
    let view = with_channel(view, GENERAL, |channel| channel.parent = Some(category));
    let delete = Command::DeleteChannel { actor: ADA, channel: category };
    assert_eq!(entries(&view, delete).len(), 1);
}

#[test]
fn au2_exceptions_have_entries_of_their_own() {
    let keepers = Overwrite::role(LOW, Permissions::VIEW_CHANNEL, Permissions::empty());
    let bob = Overwrite::member(BOB, Permissions::empty(), Permissions::SEND_MESSAGES);
    let view = with_role(guild(), LOW, 1, Permissions::empty());
    let set = |overwrite| Command::SetOverwrite { actor: ADA, channel: GENERAL, overwrite };
    let made = entries(&view, set(keepers));
    assert_eq!(text(&made[0]), r#"13 200 allow:>"1024" deny:>"0""#);
    let role_name = Some(format!("role {LOW}"));
    let detail = AuditDetail::Overwrite { about: LOW.into(), kind: keepers.kind, role_name };
    assert_eq!(made[0].detail, detail);

    let view = with_channel(view, GENERAL, |channel| channel.overwrites = vec![keepers]);
    let harder = Overwrite { deny: Permissions::SEND_MESSAGES, ..keepers };
    assert_eq!(told(&view, set(harder)), [r#"14 200 deny:"0">"2048""#]);
    assert!(told(&view, set(keepers)).is_empty());
    let away = Command::DeleteOverwrite { actor: ADA, channel: GENERAL, about: LOW.into() };
    assert_eq!(told(&view, away), [r#"15 200 allow:"1024"> deny:"0">"#]);
    let both = told(&view, overwrites(ADA, vec![bob]));
    assert_eq!(both, [r#"13 200 allow:>"0" deny:>"2048""#, r#"15 200 allow:"1024"> deny:"0">"#]);
}

#[test]
fn au2_a_channel_is_told_by_what_changed() {
    let change = |patch| Command::UpdateChannel { actor: ADA, channel: GENERAL, patch };
    let patch = ChannelPatch {
        name: Some("quay".to_owned()),
        locked: Some(true),
        nsfw: Some(false),
        ..ChannelPatch::default()
    };
    let changed = told(&guild(), change(patch));
    assert_eq!(changed, [r#"11 200 name:"general">"quay" locked:false>true"#]);
    assert!(told(&guild(), change(ChannelPatch::default())).is_empty());
    let other = ChannelId::new(201);
    let view = with_channel(guild(), other, |channel| channel.position = 1);
    let place = |id, position| ChannelPlace {
        id,
        position: Some(position),
        parent: None,
        lock_permissions: false,
    };
    let places = vec![place(GENERAL, 1), place(other, 0)];
    let moved = told(&view, Command::PlaceChannels { actor: ADA, places });
    assert_eq!(moved, ["11 200 position:0>1", "11 201 position:1>0"]);
}

#[test]
fn au1_the_entries_of_the_greatest_act_fit_its_batch() {
    let category = ChannelId::new(300);
    let lowest = 1_000_000;
    let many = |count: u64| {
        (0..count).map(|n| {
            Overwrite::member(
                UserId::new(lowest + n),
                Permissions::empty(),
                Permissions::SEND_MESSAGES,
            )
        })
    };
    let view = with_channel(guild(), category, |channel| {
        channel.kind = ChannelKind::Category;
        channel.overwrites = many(20).collect();
    });
    let ids = || (1_000..1_400).map(ChannelId::new);
    let view = ids().fold(view, |view, id| with_channel(view, id, |_| {}));
    let place = |id| ChannelPlace {
        id,
        position: Some(7),
        parent: Some(Some(category)),
        lock_permissions: true,
    };
    let command = Command::PlaceChannels { actor: ADA, places: ids().map(place).collect() };
    let asked = command.because(Some("\u{1F980}".repeat(crate::REASON_CHARS_MAX)));
    let change = with_inputs(false, |inputs| decide_and_tell(&view, asked, inputs));
    let change = change.expect("an act that is allowed");
    assert_eq!(change.entries.len(), 400);
    assert_eq!(
        text(&change.entries[0]),
        "11 1000 position:0>7 parent_id:>\"300\" lock_permissions:>true"
    );
    assert_eq!(change.batch.check_size(), Ok(()));
}

#[test]
fn au3_what_is_told_when_a_channel_is_closed_is_of_a_closed_one() {
    let hidden = Overwrite::role(GUILD.everyone(), Permissions::empty(), Permissions::VIEW_CHANNEL);
    let patch = ChannelPatch {
        name: Some("plans".to_owned()),
        overwrites: Some(vec![hidden]),
        ..ChannelPatch::default()
    };
    let close = Command::UpdateChannel { actor: ADA, channel: GENERAL, patch };
    let closed = AuditScope::Channel { channel: GENERAL, open: false };
    let told = entries(&guild(), close);
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|entry| entry.scope == closed), "{told:?}");
}

#[test]
fn au2_roles_are_told_and_what_follows_from_them_is_not() {
    let view = with_member(with_role(guild(), LOW, 1, Permissions::empty()), BOB, &[LOW]);
    let bits = Permissions::KICK_MEMBERS.bits();
    let patch = RolePatch { permissions: Some(Permissions::KICK_MEMBERS), ..RolePatch::default() };
    let update = Command::UpdateRole { actor: ADA, role: LOW, patch };
    assert_eq!(told(&view, update), [format!(r#"31 11 permissions:"0">"{bits}""#)]);
    let gone = told(&view, Command::DeleteRole { actor: ADA, role: LOW });
    assert_eq!(
        gone,
        [
            r#"32 11 name:"role 11"> permissions:"0"> color:0> hoist:false> mentionable:false> position:1>"#
        ]
    );
    let take = Command::TakeRole { actor: ADA, target: BOB, role: LOW };
    assert_eq!(told(&view, take), [r#"25 2 $remove:>[{"id":"11","name":"role 11"}]"#]);
    let give = |target| Command::GiveRole { actor: ADA, target, role: LOW };
    assert_eq!(told(&view, give(ADA)), [r#"25 1 $add:>[{"id":"11","name":"role 11"}]"#]);
    assert!(told(&view, give(BOB)).is_empty());
}

#[test]
fn au2_members_bots_and_invites_are_told() {
    let until = told(&guild(), time_out(ADA, BOB));
    assert_eq!(until, [r#"24 2 communication_disabled_until:>"2027-01-15T08:01:00.000000+00:00""#]);
    let came = told(&guild(), grant(ADA, Permissions::KICK_MEMBERS));
    assert_eq!(came.len(), 2);
    assert_eq!(came[0], "28 50");
    assert!(came[1].starts_with(r#"30 1001 name:>"user50" permissions:>"2""#), "{came:?}");
    let invited = told(
        &guild(),
        Command::CreateInvite { actor: ADA, channel: GENERAL, max_age_s: 60, max_uses: 2 },
    );
    let whole = r#"40 0 code:>"code" channel_id:>"200" inviter_id:>"1" uses:>0 max_uses:>2 max_age:>60 temporary:>false"#;
    assert_eq!(invited, [whole]);
    let gone = told(&guild(), Command::DeleteInvite { actor: ADA, invite: invite() });
    assert!(gone[0].starts_with(r#"42 0 code:"code">"#), "{gone:?}");
}

#[test]
fn au2_who_is_put_out_or_let_in_is_told() {
    let user = || Arc::new(account(BOB));
    let ban = Command::Ban { actor: ADA, user: user(), reason: None, delete_message_s: 0 };
    assert_eq!(told(&guild(), Command::Kick { actor: ADA, target: BOB }), ["20 2"]);
    assert_eq!(told(&guild(), ban), ["22 2"]);
    assert_eq!(told(&guild(), Command::Unban { actor: ADA, user: user() }), ["23 2"]);
}

#[test]
fn what_is_ones_own_to_do_is_not_told() {
    let joined = Command::Join { user: Arc::new(account(EVE)), invite: invite() };
    for command in [joined, Command::Leave { user: BOB }, Command::Delete { actor: ADA }] {
        assert!(entries(&guild(), command).is_empty());
    }
}

#[test]
fn au2_brakes_are_told_by_what_changed() {
    let patch = super::super::BrakesPatch {
        invites_paused: Some(true),
        min_account_age_s: Some(0),
        joins_per_minute: Some(9),
    };
    let set = Command::SetBrakes { actor: ADA, patch };
    assert_eq!(told(&guild(), set), ["201 100 invites_paused:false>true joins_per_minute:0>9"]);
    let nothing = super::super::BrakesPatch::default();
    assert!(told(&guild(), Command::SetBrakes { actor: ADA, patch: nothing }).is_empty());
}
