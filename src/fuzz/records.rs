//! Stored records: bytes that are none are an error, whichever record they are taken for.

use bolero::check;
use reqwest::{Method, StatusCode};
use serde_json::json;
use storage::codec::{HEADER_BYTES, decode, encode, seal};
use storage::records::{
    About, ActiveThread, ArchivedThread, AuditEntry, Ban, BotToken, Brakes, Channel, ChannelHome,
    Conversation, DeletedMessage, FileKey, Guild, GuildInvite, Head, Idempotency, Instance,
    InstanceAuditEntry, Invite, LogEntry, Login, Member, Membership, Mentioning, Message,
    MessageSweep, MessageVersion, Nonce, OpenCall, OwnedBot, Pair, Participation, Pin, Reaction,
    ReactionSummary, ReadMark, ReadReceipt, Relationship, RemovedAccount, RemovedRun, Report,
    Reporter, Role, Schema, SecondFactor, Statistic, Suspension, Thread, ThreadCount, ThreadMember,
    TimeOut, Upload, User, UserSettings, UserUpload, Username, WordRule,
};
use storage::{Direction, Key, PageQuery, Record, Store as _, Table};

use super::{Edit, edited, share_of};
use crate::harness::{World, body_of};

/// Reads bytes as one type of record.
type Reader = fn(&[u8]);

/// Every type of record.
fn readers() -> Vec<(Table, Reader)> {
    fn of<R: Record>() -> (Table, Reader) {
        (R::TABLE, reads_again::<R>)
    }
    vec![
        of::<About>(),
        of::<ActiveThread>(),
        of::<ArchivedThread>(),
        of::<AuditEntry>(),
        of::<Ban>(),
        of::<Brakes>(),
        of::<BotToken>(),
        of::<Channel>(),
        of::<ChannelHome>(),
        of::<Conversation>(),
        of::<DeletedMessage>(),
        of::<FileKey>(),
        of::<Guild>(),
        of::<GuildInvite>(),
        of::<Head>(),
        of::<Idempotency>(),
        of::<Instance>(),
        of::<InstanceAuditEntry>(),
        of::<Invite>(),
        of::<LogEntry>(),
        of::<Login>(),
        of::<Member>(),
        of::<Membership>(),
        of::<Mentioning>(),
        of::<Message>(),
        of::<MessageSweep>(),
        of::<MessageVersion>(),
        of::<Nonce>(),
        of::<OpenCall>(),
        of::<OwnedBot>(),
        of::<Relationship>(),
        of::<Pair>(),
        of::<Participation>(),
        of::<Pin>(),
        of::<Reaction>(),
        of::<ReactionSummary>(),
        of::<ReadMark>(),
        of::<ReadReceipt>(),
        of::<RemovedAccount>(),
        of::<RemovedRun>(),
        of::<Report>(),
        of::<Reporter>(),
        of::<Role>(),
        of::<Schema>(),
        of::<SecondFactor>(),
        of::<Statistic>(),
        of::<Suspension>(),
        of::<Thread>(),
        of::<ThreadCount>(),
        of::<ThreadMember>(),
        of::<TimeOut>(),
        of::<Upload>(),
        of::<User>(),
        of::<UserSettings>(),
        of::<UserUpload>(),
        of::<Username>(),
        of::<WordRule>(),
    ]
}

/// FZ3: what is read at all is written as what reads the same.
fn reads_again<R: Record>(value: &[u8]) {
    let Ok(record) = decode::<R>(value) else { return };
    let written = encode(&record);
    let again = decode::<R>(&written).expect("what was written is read");
    assert_eq!(encode(&again), written);
}

/// The values of a server that was used a little.
fn stored() -> Vec<Vec<u8>> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let (world, ada, guild) = World::claimed().await;
        let bob = world.invite(&ada, &guild, "bob").await;
        for (who, whom) in [(&ada, &bob), (&bob, &ada)] {
            let path = format!("/api/x/relationships/{}", whom.id);
            let answer = world.request(Method::PUT, &path, Some(who)).json(&json!({})).send().await;
            assert_eq!(answer.expect("an answer").status(), StatusCode::NO_CONTENT);
        }
        let about = json!({"bio": "I paint."});
        let me = world.request(Method::PATCH, "/api/v10/users/@me", Some(&ada)).json(&about);
        assert_eq!(me.send().await.expect("an answer").status(), StatusCode::OK);
        let opened = json!({"recipient_id": bob.id});
        let opened = world.post("/api/v10/users/@me/channels", Some(&ada), &opened).await;
        body_of(opened, StatusCode::OK).await;
        let channel = world.general(&ada, &guild).await;
        let path = format!("/api/v10/channels/{channel}/messages");
        let body = json!({"content": "hello \u{2603}", "nonce": "n"});
        let said = body_of(world.post(&path, Some(&ada), &body).await, StatusCode::OK).await;
        let said = said["id"].as_str().expect("an id");
        for (method, rest, status) in [
            (Method::PATCH, format!("/{said}"), StatusCode::OK),
            (Method::PUT, format!("/{said}/reactions/%F0%9F%91%8D/@me"), StatusCode::NO_CONTENT),
            (Method::PUT, format!("/pins/{said}"), StatusCode::NO_CONTENT),
            (Method::POST, format!("/{said}/threads"), StatusCode::CREATED),
        ] {
            let request = world.request(method, &format!("{path}{rest}"), Some(&ada));
            let body = json!({"content": "hello again", "name": "more of it"});
            let answer = request.json(&body).send().await;
            assert_eq!(answer.expect("an answer").status(), status, "{rest}");
        }
        let report = format!("/api/x/channels/{channel}/messages/{said}/report");
        let reported = world.post(&report, Some(&bob), &json!({"reason": "spam"})).await;
        assert_eq!(reported.status(), StatusCode::NO_CONTENT);
        let bot = world.post("/api/x/bots", Some(&ada), &json!({"name": "beep"})).await;
        body_of(bot, StatusCode::CREATED).await;
        let eve = world.invite(&ada, &guild, "eve").await;
        let guild = guild["id"].as_str().expect("an id");
        let ban = format!("/api/v10/guilds/{guild}/bans/{}", eve.id);
        let ban = world.request(Method::PUT, &ban, Some(&ada)).header("x-audit-log-reason", "spam");
        let banned =
            ban.json(&json!({"delete_message_seconds": 60})).send().await.expect("an answer");
        assert_eq!(banned.status(), StatusCode::NO_CONTENT);
        let brakes = format!("/api/x/guilds/{guild}/brakes");
        let brakes = world.request(Method::PATCH, &brakes, Some(&ada));
        let set = brakes.json(&json!({"joins_per_minute": 9})).send().await.expect("an answer");
        assert_eq!(set.status(), StatusCode::OK);
        let rules = format!("/api/x/guilds/{guild}/word-rules");
        let rule = json!({"name": "Language", "words": ["sludge"]});
        body_of(world.post(&rules, Some(&ada), &rule).await, StatusCode::CREATED).await;
        let mut values = Vec::new();
        for (table, _) in readers() {
            values.extend(rows_of(&world, table).await);
        }
        values
    })
}

async fn rows_of(world: &World, table: Table) -> Vec<Vec<u8>> {
    let query = PageQuery {
        prefix: Key::new(table, &()),
        after: None,
        before: None,
        direction: Direction::Forward,
        limit: 3,
    };
    let page = world.app.store.page(query).await.expect("the store answers");
    page.rows.into_iter().map(|(_, value)| value).collect()
}

#[test]
fn any_bytes_are_a_record_or_an_error() {
    let (seeds, readers) = (stored(), readers());
    assert!(seeds.len() > readers.len(), "few rows were found: {}", seeds.len());
    check!().with_test_time(share_of(1)).with_type::<(u8, Option<u8>, Vec<Edit>)>().for_each(
        |(seed, version, edits)| {
            let bytes = edited(&seeds, *seed, edits);
            readers.iter().for_each(|(_, reader)| reader(&bytes));
            // With a checksum that fits, so that the payload itself is looked at.
            if let Some((header, payload)) = bytes.split_at_checked(HEADER_BYTES) {
                let sealed = seal(version.unwrap_or(header[0]), payload);
                readers.iter().for_each(|(_, reader)| reader(&sealed));
            }
        },
    );
}
