//! The stored form of every record, byte for byte (RE1). A line that changes here is data that the
//! next release cannot read: make a new version of the record instead.

use protocol::permissions::{Overwrite, OverwriteKind};
use protocol::{ChannelId, GuildId, LoginId, MessageId, Permissions, RoleId, UserId};

use super::*;
use crate::codec;
use crate::key::ShortText;
use crate::record::Record;

const STORED: &str = include_str!("stored.txt");

#[test]
fn re1_the_stored_form_of_records_does_not_change() {
    let now: String = samples().iter().map(|(name, row)| format!("{name} {row}\n")).collect();
    for (now, then) in now.lines().zip(STORED.lines()) {
        assert_eq!(now, then);
    }
    assert_eq!(now.lines().count(), STORED.lines().count(), "the whole list is now:\n{now}");
}

/// Key and value of a record, as they are stored.
fn row<R: Record + PartialEq + std::fmt::Debug>(record: R) -> (String, String) {
    let value = codec::encode(&record);
    assert_eq!(codec::decode::<R>(&value).as_ref(), Ok(&record));
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let name = std::any::type_name::<R>().rsplit("::").next().unwrap_or_default().to_owned();
    (name, format!("{} {}", hex(R::row_key(&record.key()).as_bytes()), hex(&value)))
}

fn samples() -> Vec<(String, String)> {
    [accounts(), guilds(), channels(), instance()].into_iter().flatten().collect()
}

fn accounts() -> Vec<(String, String)> {
    let user = UserId::new(0x0102_0304_0506_0708);
    vec![
        row(User {
            id: user,
            username: "ada".to_owned(),
            global_name: Some("Ada".to_owned()),
            email: None,
            password_hash: Some("$argon2id$".to_owned()),
            bot: true,
            bot_owner: Some(UserId::new(9)),
            instance_role: InstanceRole::Admin,
            created_at_ms: 1_800_000_000_000,
        }),
        row(Username { name: text("ada"), user }),
        row(UserSettings { user, json: "{}".to_owned() }),
        row(Login {
            user,
            id: LoginId::new(2),
            created_at_ms: 1,
            last_seen_at_ms: 2,
            address: "::1".to_owned(),
            agent: "x".to_owned(),
            refresh_hash: [3; 32],
            previous_hash: Some([4; 32]),
            rotated_at_ms: -5,
        }),
        row(BotToken { bot: user, secret_hash: [6; 32] }),
        row(OwnedBot { owner: user, bot: UserId::new(0x21) }),
    ]
}

fn guilds() -> Vec<(String, String)> {
    let (guild, user, code) = (GuildId::new(0x10), UserId::new(0x20), text("abc"));
    vec![
        row(Guild {
            id: guild,
            name: "Home".to_owned(),
            owner: user,
            icon: None,
            system_channel: Some(ChannelId::new(0x30)),
            created_at_ms: 7,
        }),
        row(Role {
            guild,
            id: RoleId::new(0x40),
            name: "mods".to_owned(),
            permissions: Permissions::ADMINISTRATOR,
            position: 3,
            color: 0xFF_00_80,
            hoist: true,
            mentionable: false,
            managed: true,
            bot: Some(user),
        }),
        row(Member {
            guild,
            user,
            nick: Some("A".to_owned()),
            roles: vec![RoleId::new(0x40), RoleId::new(0x41)],
            joined_at_ms: 8,
            communication_disabled_until_ms: Some(9),
        }),
        row(Membership { user, guild }),
        row(Invite {
            code,
            guild,
            channel: ChannelId::new(0x30),
            inviter: user,
            max_uses: 5,
            uses: 1,
            expires_at_ms: None,
            created_at_ms: 10,
        }),
        row(GuildInvite { guild, code }),
        row(RemovedGuild { guild, removed_at_ms: 22 }),
        row(RemovedChannel { channel: ChannelId::new(0x30), guild, removed_at_ms: 23 }),
        row(TimeOut { guild, user, until_ms: 24 }),
    ]
}

fn channels() -> Vec<(String, String)> {
    let (guild, channel, message) =
        (GuildId::new(0x10), ChannelId::new(0x30), MessageId::new(0x50));
    vec![
        row(Channel {
            guild,
            id: channel,
            kind: ChannelKind::Voice,
            name: "Lounge".to_owned(),
            position: 1,
            parent: None,
            topic: Some("talk".to_owned()),
            nsfw: false,
            overwrites: vec![Overwrite {
                id: RoleId::new(0x40).into(),
                kind: OverwriteKind::Role,
                allow: Permissions::VIEW_CHANNEL,
                deny: Permissions::SEND_MESSAGES,
            }],
            rate_limit_per_user_s: 5,
            bitrate: Some(64_000),
            user_limit: Some(0),
            locked: true,
            archived: false,
        }),
        row(ChannelHome { channel, guild }),
        row(Message {
            channel,
            id: message,
            author: UserId::new(0x20),
            kind: 19,
            content: "hé".to_owned(),
            created_at_ms: 11,
            edited_at_ms: Some(12),
            deleted_at_ms: None,
            flags: 4,
            nonce: Some(SentNonce::Integer(-1)),
            mentions: vec![UserId::new(0x21)],
            mention_roles: vec![RoleId::new(0x40)],
            mention_everyone: true,
            reference: Some(MessageReference { channel, message: MessageId::new(0x4F) }),
        }),
        row(LogEntry { channel, seq: 13, kind: LogKind::Delete, message, created_at_ms: 14 }),
        row(Nonce {
            author: UserId::new(0x20),
            channel,
            hash: [15; 16],
            message,
            created_at_ms: 16,
        }),
    ]
}

fn instance() -> Vec<(String, String)> {
    vec![
        row(Schema { version: 1 }),
        row(Head { groups: 17 }),
        row(Instance {
            owner: Some(UserId::new(0x20)),
            claim_token_hash: None,
            jwt_secret: [18; 32],
            registrations: Registrations::Invite,
            created_at_ms: 19,
        }),
        row(Idempotency { key: [20; 16], created_at_ms: 21 }),
    ]
}

fn text(text: &str) -> ShortText {
    ShortText::new(text).unwrap()
}

#[test]
fn an_instance_shows_no_secret() {
    let instance = Instance {
        owner: None,
        claim_token_hash: Some([171; 32]),
        jwt_secret: [205; 32],
        registrations: Registrations::Open,
        created_at_ms: 1,
    };
    let shown = format!("{instance:?}");
    for secret in ["171", "205"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
