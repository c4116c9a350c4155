//! The stored form of every record, byte for byte (RE1). A line that changes here is data that the
//! next release cannot read: make a new version of the record instead.

use protocol::permissions::{Overwrite, OverwriteKind};
use protocol::{
    AttachmentId, AuditEntryId, ChannelId, GuildId, LoginId, MessageId, Permissions, ReportId,
    RoleId, UserId, WordRuleId,
};

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
    let all = [accounts(), guilds(), channels(), instance(), uploads(), threads()];
    all.into_iter().flatten().collect()
}

fn uploads() -> Vec<(String, String)> {
    let (user, id) = (UserId::new(1), AttachmentId::new(2));
    vec![
        row(Upload {
            id,
            channel: ChannelId::new(3),
            user,
            bytes: 100_000_000,
            message: Some(MessageId::new(4)),
            created_at_ms: 5,
        }),
        row(UserUpload { user, id, bytes: 100_000_000 }),
        row(FileKey { secret: [6; 32] }),
    ]
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
            avatar: Some("0f".repeat(16)),
            second_factor: true,
        }),
        row(Username { name: text("ada"), user }),
        row(SecondFactor {
            user,
            secret: [5; 20],
            last_step: 60_000_000,
            recovery_hashes: vec![[6; 32]],
            enabled_at_ms: 7,
        }),
        row(UserSettings { user, json: "{}".to_owned() }),
        row(About { user, text: "hé\nyou".to_owned() }),
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
        row(Relationship {
            user,
            other: UserId::new(0x21),
            relation: Relation::Outgoing,
            since_ms: 0x22,
        }),
        row(Conversation {
            channel: ChannelId::new(0x70),
            recipients: vec![user, UserId::new(0x21)],
            group: Some(Group { owner: user, name: Some("trip".to_owned()), icon: None }),
        }),
        row(Participation { user, channel: ChannelId::new(0x70), open: true }),
        row(Pair { lower: user, higher: UserId::new(0x21), channel: ChannelId::new(0x70) }),
        row(OpenCall {
            channel: ChannelId::new(0x70),
            message: MessageId::new(0x71),
            known_at_ms: 39,
        }),
        row(ReadMark { user, channel: ChannelId::new(0x70), message: MessageId::new(0x71) }),
        row(ReadReceipt { channel: ChannelId::new(0x70), user, message: MessageId::new(0x71) }),
        row(Mentioning { channel: ChannelId::new(0x70), message: MessageId::new(0x71) }),
        row(RemovedAccount { user, avatar: Some("picture".to_owned()), removed_at_ms: 0x72 }),
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
            mute: true,
            deaf: false,
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
        row(AuditEntry {
            guild,
            id: AuditEntryId::new(0x80),
            actor: user,
            action: 14,
            target: Some(0x30),
            scope: AuditScope::Channel { channel: ChannelId::new(0x30), open: true },
            changes: vec![AuditChange {
                key: "deny".to_owned(),
                old: Some("\"0\"".to_owned()),
                new: None,
            }],
            detail: AuditDetail::Overwrite {
                about: RoleId::new(0x40).into(),
                kind: OverwriteKind::Role,
                role_name: Some("é".to_owned()),
            },
            reason: Some("because".to_owned()),
        }),
        row(Ban {
            guild,
            user,
            reason: Some("hé".to_owned()),
            banned_by: UserId::new(0x21),
            banned_at_ms: 0x73,
        }),
        row(MessageSweep {
            guild,
            user,
            asked_at_ms: 0x74,
            asked_by: UserId::new(0x21),
            since_ms: 0x75,
        }),
        row(WordRule {
            guild,
            id: WordRuleId::new(0x81),
            name: "hé".to_owned(),
            enabled: true,
            words: vec!["bad*".to_owned()],
            patterns: vec!["b+".to_owned()],
            mentions_max: Some(5),
            action: RuleAction::TimeOut { seconds: 0x76 },
            told: None,
            exempt_roles: vec![RoleId::new(0x40)],
            exempt_channels: vec![ChannelId::new(0x30)],
            made_by: user,
        }),
        row(Brakes {
            guild,
            invites_paused: true,
            min_account_age_s: 0x78,
            joins_per_minute: 0x79,
        }),
        row(Report {
            guild,
            id: ReportId::new(0x82),
            channel: ChannelId::new(0x30),
            message: MessageId::new(0x50),
            author: user,
            by: ReportedBy::Member { user: UserId::new(0x21), reason: "hé".to_owned() },
            content: "said".to_owned(),
            files: vec!["a.png".to_owned()],
            claimed_by: Some(UserId::new(0x22)),
            resolution: None,
        }),
        row(Report {
            guild,
            id: ReportId::new(0x82),
            channel: ChannelId::new(0x30),
            message: MessageId::new(0x50),
            author: user,
            by: ReportedBy::Rule { rule: WordRuleId::new(0x81), name: "hé".to_owned() },
            content: String::new(),
            files: Vec::new(),
            claimed_by: None,
            resolution: Some(Resolution {
                by: UserId::new(0x22),
                at_ms: 0x77,
                outcome: ReportOutcome::Banned,
            }),
        }),
        row(Reporter {
            guild,
            message: MessageId::new(0x50),
            user: UserId::new(0x21),
            report: ReportId::new(0x82),
        }),
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
        row(full_message()),
        row(entry(LogKind::Delete)),
        row(entry(LogKind::BulkDelete { messages: vec![MessageId::new(0x4F), message] })),
        row(entry(LogKind::ReactionAdd { user: UserId::new(0x20), emoji: "é".to_owned() })),
        row(entry(LogKind::ReactionRemove { user: UserId::new(0x20), emoji: "é".to_owned() })),
        row(entry(LogKind::ReactionsRemoved)),
        row(entry(LogKind::EmojiRemoved { emoji: "é".to_owned() })),
        row(entry(LogKind::Pins)),
        row(MessageVersion {
            channel,
            message,
            number: 1,
            content: "hé".to_owned(),
            embeds: Some("[]".to_owned()),
            written_at_ms: 24,
        }),
        row(Pin { channel, message, pinned_at_ms: 25 }),
        row(DeletedMessage { deleted_at_ms: 26, channel, message }),
        row(Reaction {
            channel,
            message,
            run: [27; 16],
            user: UserId::new(0x20),
            created_at_ms: 28,
        }),
        row(ReactionSummary {
            channel,
            message,
            emojis: vec![EmojiCount { emoji: "é".to_owned(), run: [27; 16], count: 29 }],
        }),
        row(RemovedRun { channel, message, run: [27; 16] }),
        row(Nonce {
            author: UserId::new(0x20),
            channel,
            hash: [15; 16],
            message,
            created_at_ms: 16,
        }),
    ]
}

fn threads() -> Vec<(String, String)> {
    let (guild, parent, thread) = (GuildId::new(0x10), ChannelId::new(0x30), ChannelId::new(0x50));
    vec![
        row(Thread {
            guild,
            id: thread,
            parent,
            owner: UserId::new(0x20),
            name: "té".to_owned(),
            rate_limit_per_user_s: 5,
            auto_archive_minutes: 10_080,
            archived: true,
            locked: false,
            archived_changed_at_ms: 33,
            created_at_ms: 34,
        }),
        row(ActiveThread { guild, parent, thread }),
        row(ArchivedThread { parent, archived_at_ms: 33, thread }),
        row(ThreadCount { thread, messages: 35, total: 36 }),
        row(ThreadMember { thread, user: UserId::new(0x20), joined_at_ms: 37 }),
    ]
}

fn full_message() -> Message {
    let (channel, id) = (ChannelId::new(0x30), MessageId::new(0x50));
    Message {
        kind: 19,
        edited_at_ms: Some(12),
        flags: 4,
        nonce: Some(SentNonce::Integer(-1)),
        mentions: vec![UserId::new(0x21)],
        mention_roles: vec![RoleId::new(0x40)],
        mention_everyone: true,
        reference: Some(MessageReference { channel, message: MessageId::new(0x4F) }),
        attachments: vec![Attachment {
            id: AttachmentId::new(0x60),
            filename: "a.png".to_owned(),
            content_type: "image/png".to_owned(),
            size: 30,
            width: Some(31),
            height: None,
            thumbnail: true,
            description: Some("a".to_owned()),
            spoiler: false,
        }],
        embeds: Some("[{}]".to_owned()),
        pinned_at_ms: Some(32),
        thread: Some(ChannelId::new(0x31)),
        deleted_by: Some(UserId::new(0x22)),
        edits: 1,
        call: Some(CallNote { participants: vec![UserId::new(0x21)], ended_at_ms: Some(38) }),
        ..Message::new(channel, id, UserId::new(0x20), "hé".to_owned(), 11)
    }
}

fn entry(kind: LogKind) -> LogEntry {
    let (channel, message) = (ChannelId::new(0x30), MessageId::new(0x50));
    LogEntry { channel, seq: 13, kind, message, created_at_ms: 14 }
}

/// What version 1 wrote of a message and of a log entry, as they stood in the list above.
const MESSAGE_V1: &str = "01918549c630000000000000005000000000000000200000000000000013030000000000000068c3a90b00000000000000010c000000000000000004000000000000000101000000ffffffffffffffff0100000000000000210000000000000001000000000000004000000000000000010130000000000000004f00000000000000";
const LOG_ENTRY_V1: &str =
    "013a0653af30000000000000000d000000000000000200000050000000000000000e00000000000000";

#[test]
fn co2_messages_and_log_entries_of_version_1_are_read() {
    let former = Message {
        attachments: Vec::new(),
        embeds: None,
        pinned_at_ms: None,
        thread: None,
        deleted_by: None,
        edits: 0,
        call: None,
        ..full_message()
    };
    assert_eq!(codec::decode::<Message>(&bytes(MESSAGE_V1)), Ok(former.clone()));
    let entry_read = codec::decode::<LogEntry>(&bytes(LOG_ENTRY_V1));
    assert_eq!(entry_read, Ok(entry(LogKind::Delete)));
    let later = codec::encode(&former);
    assert_eq!(later[0], 3, "what is written again is of the present version");
    assert_eq!(codec::decode::<Message>(&later), Ok(former));
}

/// What version 2 wrote of the same message.
const MESSAGE_V2: &str = "02e0674ee930000000000000005000000000000000200000000000000013030000000000000068c3a90b00000000000000010c000000000000000004000000000000000101000000ffffffffffffffff0100000000000000210000000000000001000000000000004000000000000000010130000000000000004f00000000000000010000000000000060000000000000000500000000000000612e706e670900000000000000696d6167652f706e671e00000000000000011f000000000101010000000000000061000104000000000000005b7b7d5d01200000000000000001310000000000000001220000000000000001000000";

#[test]
fn re1_messages_of_version_2_are_read() {
    let former = Message { call: None, ..full_message() };
    assert_eq!(codec::decode::<Message>(&bytes(MESSAGE_V2)), Ok(former));
}

/// What version 1 wrote of an account, as it stood in the list above.
const USER_V1: &str = "01480074e70807060504030201030000000000000061646101030000000000000041646100010a00000000000000246172676f6e32696424010109000000000000000200000000505c18a3010000";

#[test]
fn re1_accounts_of_version_1_are_read() {
    let read = codec::decode::<User>(&bytes(USER_V1)).unwrap();
    assert_eq!((read.username.as_str(), read.avatar), ("ada", None));
    assert_eq!((read.bot_owner, read.instance_role), (Some(UserId::new(9)), InstanceRole::Admin));
}

/// What version 2 wrote of the same account.
const USER_V2: &str = "021699fa2f0807060504030201030000000000000061646101030000000000000041646100010a00000000000000246172676f6e32696424010109000000000000000200000000505c18a30100000120000000000000003066306630663066306630663066306630663066306630663066306630663066";

#[test]
fn re1_accounts_of_version_2_are_read() {
    let read = codec::decode::<User>(&bytes(USER_V2)).unwrap();
    assert_eq!((read.username.as_str(), read.avatar), ("ada", Some("0f".repeat(16))));
    assert!(!read.second_factor);
}

/// The same of a member.
const MEMBER_V1: &str = "018cee9b4f10000000000000002000000000000000010100000000000000410200000000000000400000000000000041000000000000000800000000000000010900000000000000";

#[test]
fn re1_members_of_version_1_are_read() {
    let read = codec::decode::<Member>(&bytes(MEMBER_V1)).unwrap();
    assert_eq!((read.nick.as_deref(), read.roles.len()), (Some("A"), 2));
    assert_eq!(read.communication_disabled_until_ms, Some(9));
    assert!(!read.mute && !read.deaf);
}

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

fn instance() -> Vec<(String, String)> {
    vec![
        row(Schema { version: 1 }),
        row(Head { groups: 17 }),
        row(Instance {
            owners: vec![UserId::new(0x20)],
            claim_token_hash: None,
            jwt_secret: [18; 32],
            created_at_ms: 19,
            settings: InstanceSettings {
                registrations: Registrations::Closed,
                read_only: true,
                slow_mode_s: 5,
                guild_creation: GuildCreation::Admins,
                upload_bytes_max: Some(6),
            },
        }),
        row(Idempotency { key: [20; 16], created_at_ms: 21 }),
        row(Statistic {
            span_s: 3_600,
            at_s: 1_800_000_000,
            cells: vec![StatisticCell { samples: 2, mean: 1.5, max: 2.5 }],
        }),
        row(Suspension {
            user: UserId::new(1),
            until_ms: Some(2),
            reason: Some("spam".to_owned()),
            by: UserId::new(3),
            at_ms: 4,
        }),
        row(InstanceAuditEntry {
            id: AuditEntryId::new(1),
            actor: UserId::new(2),
            act: InstanceAct::Unsuspend,
            target: Some(UserId::new(3)),
            changes: vec![AuditChange {
                key: "suspended_until".to_owned(),
                old: Some("null".to_owned()),
                new: None,
            }],
            reason: Some("sorry".to_owned()),
        }),
    ]
}

/// What version 1 wrote of an installation that takes nobody any more.
const INSTANCE_V1: &str = "01cec14ae7012000000000000000001212121212121212121212121212121212121212121212121212121212121212020000001300000000000000";

#[test]
fn re1_installations_of_version_1_are_read() {
    let read = codec::decode::<Instance>(&bytes(INSTANCE_V1)).unwrap();
    assert_eq!((read.owners, read.created_at_ms), (vec![UserId::new(0x20)], 19));
    let registrations = Registrations::Closed;
    assert_eq!(read.settings, InstanceSettings { registrations, ..InstanceSettings::default() });
}

fn text(text: &str) -> ShortText {
    ShortText::new(text).unwrap()
}

#[test]
fn an_instance_shows_no_secret() {
    let instance = Instance {
        owners: vec![],
        claim_token_hash: Some([171; 32]),
        jwt_secret: [205; 32],
        created_at_ms: 1,
        settings: InstanceSettings::default(),
    };
    let shown = format!("{instance:?}");
    for secret in ["171", "205"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_second_factor_shows_no_secret() {
    let factor = SecondFactor {
        user: UserId::new(1),
        secret: [171; 20],
        last_step: 2,
        recovery_hashes: vec![[205; 32]],
        enabled_at_ms: 3,
    };
    let shown = format!("{factor:?}");
    for secret in ["171", "205"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
