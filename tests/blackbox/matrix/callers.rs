//! Who calls, and the guild in which they do.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::world::{Account, Rest, World};

const VIEW_CHANNEL: u64 = 1 << 10;
const SEND_MESSAGES: u64 = 1 << 11;
const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
/// MANAGE_CHANNELS, MANAGE_GUILD, MANAGE_NICKNAMES, KICK_MEMBERS, BAN_MEMBERS, MANAGE_MESSAGES, MANAGE_ROLES,
/// MODERATE_MEMBERS, MANAGE_THREADS, VIEW_AUDIT_LOG: what the able bot may do.
const ABLE: u64 = 1 << 7
    | 1 << 4
    | 1 << 5
    | 1 << 1
    | 1 << 2
    | 1 << 13
    | 1 << 27
    | 1 << 28
    | 1 << 40
    | 1 << 34
    | 0b111 << 22;

/// The columns of the table.
///
/// - `nobody` sends no token, `wrong` one that nobody gave out.
/// - `outsider` is in another guild only, and so is `stray`, a bot.
/// - `hidden` is denied VIEW_CHANNEL in the room, `muted` SEND_MESSAGES and SEND_MESSAGES_IN_THREADS,
///   each by an overwrite of their own; `resting` is timed out.
/// - `able` is a bot that was granted permissions, `plain` one that was granted none.
pub(super) const CALLERS: [&str; 11] = [
    "nobody", "wrong", "outsider", "stray", "hidden", "muted", "resting", "member", "owner",
    "able", "plain",
];

/// Who was a member and is banned: to them the table has no column of its own.
pub(super) const BANNED: &str = "banned";

/// Who was a member and is suspended: to them every route of the API says the same.
pub(super) const SUSPENDED: &str = "suspended";

/// The guild, its room, and a caller of each kind.
pub(super) struct Stage<'a> {
    world: &'a World,
    callers: BTreeMap<&'static str, Rest>,
    room: String,
    member: String,
    bot: String,
    names: AtomicU32,
}

impl<'a> Stage<'a> {
    /// Makes all of it.
    pub(super) async fn set(world: &'a World) -> Self {
        let owner = &world.owner;
        let elsewhere = elsewhere(owner).await;
        let outsider = world.account_in(&elsewhere.channel, "outsider").await;
        let hidden = world.account("hidden").await;
        let banned = world.account(BANNED).await;
        ban(world, &banned).await;
        let suspended = world.account(SUSPENDED).await;
        suspend(world, &suspended).await;
        let muted = world.account("muted").await;
        let resting = world.account("resting").await;
        let member = world.account("member").await;
        let able = world.bot("able", ABLE).await;
        let plain = world.bot("plain", 0).await;
        let stray = stray(owner, &elsewhere.guild, world.url()).await;
        let denied = |account: &Account, deny: u64| json!({"id": account.id, "type": 1, "allow": "0", "deny": deny.to_string()});
        let silence = SEND_MESSAGES | SEND_MESSAGES_IN_THREADS;
        let overwrites = json!([denied(&hidden, VIEW_CHANNEL), denied(&muted, silence)]);
        let body = json!({"name": "room", "type": 0, "permission_overwrites": overwrites});
        let path = format!("/api/v10/guilds/{}/channels", world.guild);
        let room = owner.rest.post(&path, body).await.expect(201);
        rest_a_while(world, &resting).await;
        let callers = BTreeMap::from([
            ("nobody", world.nobody()),
            ("wrong", Rest::new(world.url(), Some("Bearer no.such.token"))),
            ("outsider", outsider.rest),
            (BANNED, banned.rest),
            (SUSPENDED, suspended.rest),
            ("stray", stray),
            ("hidden", hidden.rest),
            ("muted", muted.rest),
            ("resting", resting.rest),
            ("member", member.rest),
            ("owner", owner.rest.clone()),
            ("able", able.rest),
            ("plain", plain.rest),
        ]);
        let room = room["id"].as_str().unwrap().to_owned();
        Self { world, callers, room, member: member.id, bot: plain.id, names: AtomicU32::new(0) }
    }

    /// The requests of a caller.
    pub(super) fn caller(&self, name: &str) -> &Rest {
        &self.callers[name]
    }

    /// Of `hidden`, who owns it, and `member`.
    async fn group(&self) -> String {
        self.conversation().await;
        let body = json!({"recipient_ids": [self.member]});
        let made = self.caller("hidden").post("/api/x/dms", body).await.expect(201);
        made["id"].as_str().unwrap().to_owned()
    }

    /// Between `hidden` and `member`, whatever they did about each other before.
    async fn conversation(&self) -> String {
        let (hidden, member) = (self.caller("hidden"), self.caller("member"));
        let me = hidden.get("/api/v10/users/@me").await.expect(200);
        let other = me["id"].as_str().unwrap();
        for (who, whom) in [(hidden, self.member.as_str()), (member, other)] {
            let path = format!("/api/x/relationships/{whom}");
            who.delete(&path).await.expect(204);
        }
        for (who, whom) in [(hidden, self.member.as_str()), (member, other)] {
            let path = format!("/api/x/relationships/{whom}");
            who.put(&path, json!({})).await.expect(204);
        }
        let opened =
            hidden.post("/api/v10/users/@me/channels", json!({"recipient_id": self.member})).await;
        opened.expect(200)["id"].as_str().unwrap().to_owned()
    }

    /// Puts ids in the place of their names; what a call may use up is made anew each time.
    pub(super) async fn fill(&self, text: &str) -> String {
        let mut text = text
            .replace("{guild}", &self.world.guild)
            .replace("{room}", &self.room)
            .replace("{member}", &self.member)
            .replace("{bot}", &self.bot);
        if text.contains("{fresh}") {
            let number = self.names.fetch_add(1, Ordering::Relaxed);
            text = text.replace("{fresh}", &format!("fresh{number}"));
        }
        if text.contains("{fresh_member}") {
            text = text.replace("{fresh_member}", &self.newcomer().await.id);
        }
        if text.contains("{fresh_banned}") {
            let fresh = self.newcomer().await;
            ban(self.world, &fresh).await;
            text = text.replace("{fresh_banned}", &fresh.id);
        }
        if text.contains("{report}") {
            text = text.replace("{report}", &self.report().await);
        }
        if text.contains("{rule}") {
            text = text.replace("{rule}", &self.rule().await);
        }
        if text.contains("{role}") {
            let path = format!("/api/v10/guilds/{}/roles", self.world.guild);
            text = text.replace("{role}", &self.made(&path, json!({"name": "fresh"})).await);
        }
        if text.contains("{fresh_channel}") {
            // Hidden from and shut for the same ones as the room, whose exceptions are copied.
            let path = format!("/api/v10/channels/{}", self.room);
            let mut room = self.world.owner.rest.get(&path).await.expect(200);
            let overwrites = room["permission_overwrites"].take();
            let body = json!({"name": "fresh", "permission_overwrites": overwrites});
            let path = format!("/api/v10/guilds/{}/channels", self.world.guild);
            text = text.replace("{fresh_channel}", &self.made(&path, body).await);
        }
        if text.contains("{direct}") {
            text = text.replace("{direct}", &self.conversation().await);
        }
        if text.contains("{group}") {
            text = text.replace("{group}", &self.group().await);
        }
        if text.contains("{thread}") {
            let path = format!("/api/v10/channels/{}/threads", self.room);
            text = text
                .replace("{thread}", &self.made(&path, json!({"name": "fresh", "type": 11})).await);
        }
        if text.contains("{message}") {
            text = text.replace("{message}", &self.message().await);
        }
        if text.contains("{invite}") {
            text = text.replace("{invite}", &self.world.invite(&self.room).await);
        }
        text
    }

    async fn newcomer(&self) -> Account {
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        self.world.account(&format!("fresh{number}")).await
    }

    async fn made(&self, path: &str, body: Value) -> String {
        let answer = self.world.owner.rest.post(path, body).await;
        assert!(answer.status < 300, "{}", answer.body);
        answer.body["id"].as_str().unwrap().to_owned()
    }

    async fn report(&self) -> String {
        let path =
            format!("/api/x/channels/{}/messages/{}/report", self.room, self.message().await);
        self.caller("member").post(&path, json!({"reason": "spam"})).await.expect(204);
        let path = format!("/api/x/guilds/{}/reports?limit=1", self.world.guild);
        let reports = self.world.owner.rest.get(&path).await.expect(200);
        reports[0]["id"].as_str().unwrap().to_owned()
    }

    /// The last one is taken for the next, since a guild holds few.
    async fn rule(&self) -> String {
        let path = format!("/api/x/guilds/{}/word-rules", self.world.guild);
        let rules = self.world.owner.rest.get(&path).await.expect(200);
        match rules.as_array().and_then(|rules| rules.last()) {
            Some(rule) => rule["id"].as_str().unwrap().to_owned(),
            None => self.made(&path, json!({"name": "fresh", "words": ["sludge"]})).await,
        }
    }

    async fn message(&self) -> String {
        let path = format!("/api/v10/channels/{}/messages", self.room);
        let message = self.world.owner.rest.post(&path, json!({"content": "here"})).await;
        message.expect(200)["id"].as_str().unwrap().to_owned()
    }
}

struct Elsewhere {
    guild: String,
    channel: String,
}

/// Another guild of the owner's, which the guild's members are not in.
async fn elsewhere(owner: &Account) -> Elsewhere {
    let guild = owner.rest.post("/api/v10/guilds", json!({"name": "Elsewhere"})).await.expect(201);
    let guild = guild["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v10/guilds/{guild}/channels");
    let channels = owner.rest.get(&path).await.expect(200);
    let text = channels.as_array().unwrap().iter().find(|channel| channel["type"] == 0).unwrap();
    Elsewhere { guild, channel: text["id"].as_str().unwrap().to_owned() }
}

async fn stray(owner: &Account, guild: &str, url: &str) -> Rest {
    let made = owner.rest.post("/api/x/bots", json!({"name": "stray"})).await.expect(201);
    let path = format!("/api/x/guilds/{guild}/bots/{}", made["id"].as_str().unwrap());
    owner.rest.put(&path, json!({"permissions": "0"})).await.expect(204);
    Rest::new(url, Some(&format!("Bot {}", made["token"].as_str().unwrap())))
}

async fn ban(world: &World, account: &Account) {
    let path = format!("/api/v10/guilds/{}/bans/{}", world.guild, account.id);
    world.owner.rest.put(&path, json!({})).await.expect(204);
}

async fn suspend(world: &World, account: &Account) {
    let path = format!("/api/x/admin/users/{}", account.id);
    world.owner.rest.patch(&path, json!({"suspended": true})).await.expect(200);
}

/// Times the account out for a week: as long as an invite lasts, whose end the server tells.
async fn rest_a_while(world: &World, account: &Account) {
    let path = format!("/api/v10/channels/{}/invites", world.general);
    let invite = world.owner.rest.post(&path, json!({"max_age": 604_800})).await.expect(200);
    let path = format!("/api/v10/guilds/{}/members/{}", world.guild, account.id);
    let until = json!({"communication_disabled_until": invite["expires_at"]});
    world.owner.rest.patch(&path, until).await.expect(200);
}
