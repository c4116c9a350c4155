//! The table: written from the API page, not from the server.
//!
//! Codes: 10003 channel and 10004 guild unknown; 40007 banned; 20001 not for bots; 50001 a channel of one's guild
//! that one may not see; 50013 no permission.

/// A route and what each caller gets.
pub(super) struct Row {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) body: &'static str,
    expected: &'static str,
}

impl Row {
    /// What somebody gets who is banned: what any other outsider does, who does not come in though.
    pub(super) fn of_banned(&self) -> &'static str {
        match (self.method, self.path) {
            ("POST", "/api/v10/invites/{invite}") => "403/40007",
            // The outsider has come in by now.
            ("DELETE", "/api/v10/guilds/{guild}") => "404/10004",
            _ => self.expected().nth(2).expect("the third caller is the outsider"),
        }
    }

    /// What somebody gets who is suspended, whatever they ask the API for.
    pub(super) fn of_suspended(&self) -> &'static str {
        match self.path.starts_with("/api/") {
            true => "403/900007",
            false => self.expected().next().expect("the first caller is nobody"),
        }
    }

    /// The expectations in the order of the callers.
    pub(super) fn expected(&self) -> impl Iterator<Item = &'static str> {
        self.expected.split_whitespace().filter(|cell| *cell != "|")
    }
}

const fn get(path: &'static str, expected: &'static str) -> Row {
    Row { method: "GET", path, body: "", expected }
}

const fn post(path: &'static str, body: &'static str, expected: &'static str) -> Row {
    Row { method: "POST", path, body, expected }
}

const fn patch(path: &'static str, body: &'static str, expected: &'static str) -> Row {
    Row { method: "PATCH", path, body, expected }
}

const fn delete(path: &'static str, expected: &'static str) -> Row {
    Row { method: "DELETE", path, body: "", expected }
}

const fn end(path: &'static str, body: &'static str, expected: &'static str) -> Row {
    Row { method: "DELETE", path, body, expected }
}

const fn put(path: &'static str, body: &'static str, expected: &'static str) -> Row {
    Row { method: "PUT", path, body, expected }
}

// nobody wrong outsider stray | hidden muted resting member | owner able plain
const UNKNOWN_FILE: &str = "404/0 404/0 404/0 404/0 | 404/0 404/0 404/0 404/0 | 404/0 404/0 404/0";
const ANYONE: &str = "200 200 200 200 | 200 200 200 200 | 200 200 200";
const A_TOKEN: &str = "401/0 401/0 200 200 | 200 200 200 200 | 200 200 200";
const A_PERSON: &str = "401/0 401/0 200 403/20001 | 200 200 200 200 | 200 403/20001 403/20001";
const A_MAKER: &str = "401/0 401/0 201 403/20001 | 201 201 201 201 | 201 403/20001 403/20001";
/// The owner of the guild is that of the instance.
const RUNS_INSTANCE: &str = "401/0 401/0 403/50013 403/20001 | \
     403/50013 403/50013 403/50013 403/50013 | 200 403/20001 403/20001";
const ENDS_ACCOUNTS: &str = "401/0 401/0 403/50013 403/20001 | \
     403/50013 403/50013 403/50013 403/50013 | 204 403/20001 403/20001";
/// Nobody has that password.
const GIVES_WRONG_PASSWORD: &str = "401/0 401/0 400/50035 403/20001 | \
     400/50035 400/50035 400/50035 400/50035 | 400/50035 403/20001 403/20001";
const IN_GUILD: &str = "401/0 401/0 404/10004 404/10004 | 200 200 200 200 | 200 200 200";
const SEES_ROOM: &str = "401/0 401/0 404/10003 404/10003 | 403/50001 200 200 200 | 200 200 200";
const WRITES: &str =
    "401/0 401/0 404/10003 404/10003 | 403/50001 403/50013 403/50013 200 | 200 200 200";
const TYPES: &str =
    "401/0 401/0 404/10003 404/10003 | 403/50001 403/50013 403/50013 204 | 204 204 204";
const INVITES: &str = "401/0 401/0 404/10003 404/10003 | 403/50001 200 403/50013 200 | 200 200 200";
/// Of `hidden` and `member`, who are friends.
const IN_CONVERSATION: &str = "401/0 401/0 404/10003 404/10003 | \
     200 404/10003 404/10003 200 | 404/10003 404/10003 404/10003";
const READS_CONVERSATION: &str = "401/0 401/0 404/10003 403/20001 | \
     204 404/10003 404/10003 204 | 404/10003 403/20001 403/20001";
const READS: &str = "401/0 401/0 404/10003 403/20001 | \
     403/50001 204 204 204 | 204 403/20001 403/20001";
const KNOWS_CONVERSATION: &str = "401/0 401/0 404/10003 403/20001 | \
     200 404/10003 404/10003 200 | 404/10003 403/20001 403/20001";
/// Nobody is in the call.
const RINGS: &str = "401/0 401/0 404/10003 403/20001 | \
     400/40032 404/10003 404/10003 400/40032 | 404/10003 403/20001 403/20001";
const CALLS_IN_GUILD: &str = "401/0 401/0 404/10003 403/20001 | \
     403/50001 400/50024 400/50024 400/50024 | 400/50024 403/20001 403/20001";
const KNOWS: &str = "401/0 401/0 404/10003 403/20001 | \
     403/50001 200 200 200 | 200 403/20001 403/20001";
/// With the member: a friend, and bots of one guild.
const OPENS_CONVERSATION: &str = "401/0 401/0 403/50007 403/50007 | \
     200 403/50007 403/50007 403/50007 | 403/50007 200 200";
/// With the plain bot: people of its guild.
const WRITES_TO_BOT: &str = "401/0 401/0 403/50007 403/50007 | \
     200 200 200 200 | 200 403/50007 403/50007";
/// Whoever is in a guild with the member.
const KNOWS_MEMBER: &str = "401/0 401/0 404/10013 404/10013 | 200 200 200 200 | 200 200 200";
/// The member is the one who is named.
const MAKES_GROUP: &str = "401/0 401/0 403/50007 403/20001 | \
     201 403/50007 403/50007 400/50035 | 403/50007 403/20001 403/20001";
/// Of `hidden`, who owns it, and the member.
const IN_GROUP: &str = "401/0 401/0 404/10003 403/20001 | \
     204 404/10003 404/10003 204 | 404/10003 403/20001 403/20001";
const MANAGES: &str = "401/0 401/0 404/10004 404/10004 | \
     403/50013 403/50013 403/50013 403/50013 | 200 200 403/50013";
/// The member is the one that is meant.
const CALLS: &str = "401/0 401/0 404/10004 404/10004 | \
     403/50013 403/50013 403/50013 200 | 200 200 403/50013";
const CREATES: &str = "401/0 401/0 404/10004 404/10004 | \
     403/50013 403/50013 403/50013 403/50013 | 201 201 403/50013";
const GRANTS: &str = "401/0 401/0 404/10004 404/10004 | \
     403/50013 403/50013 403/50013 403/50013 | 204 204 403/50013";

const MANAGES_CHANNEL: &str = "401/0 401/0 404/10003 404/10003 | \
     403/50001 403/50013 403/50013 403/50013 | 200 200 403/50013";
const CHANGES_CHANNEL: &str = "401/0 401/0 404/10003 404/10003 | \
     403/50001 403/50013 403/50013 403/50013 | 204 204 403/50013";
/// Theirs is the whole list of private ones.
const MANAGES_THREADS: &str = "401/0 401/0 404/10003 404/10003 | \
     403/50001 403/50013 403/50013 403/50013 | 200 200 403/50013";
/// The owner wrote it.
const EDITS: &str = "401/0 401/0 404/10003 404/10003 | \
     403/50001 403/50005 403/50005 403/50005 | 200 403/50005 403/50005";
/// Whoever may, also when it may not post.
const OPENS_THREAD: &str =
    "401/0 401/0 404/10003 404/10003 | 403/50001 201 403/50013 201 | 201 201 201";
/// Whoever may read joins, and leaves.
const JOINS_THREAD: &str = "401/0 401/0 404/10003 404/10003 | 403/50001 204 204 204 | 204 204 204";
/// Everybody may take oneself out: the member is the one that is taken out.
const REMOVES_FROM_THREAD: &str = "401/0 401/0 404/10003 404/10003 | \
     403/50001 403/50013 403/50013 204 | 204 204 403/50013";
const ADDS_TO_THREAD: &str = "401/0 401/0 404/10003 404/10003 | \
     403/50001 403/50013 403/50013 204 | 204 204 204";
/// Nobody else in its place.
const REACTS: &str = "401/0 401/0 404/10003 404/10003 | 403/50001 204 403/50013 204 | 204 204 204";
/// Whoever sees a message.
const REPORTS: &str = "401/0 401/0 404/10003 404/10003 | 403/50001 204 204 204 | 204 204 204";
const TAKES_BACK: &str = "401/0 401/0 404/10003 404/10003 | 403/50001 204 204 204 | 204 204 204";
/// The reaction of the plain bot, which may take back its own.
const REMOVES_REACTION: &str = "401/0 401/0 404/10003 404/10003 | \
     403/50001 403/50013 403/50013 403/50013 | 204 204 204";
/// Nobody is their own friend.
const BEFRIENDS: &str =
    "401/0 401/0 204 403/20001 | 204 204 204 400/80003 | 204 403/20001 403/20001";
const BLOCKS_BOT: &str = "401/0 401/0 204 403/20001 | 204 204 204 204 | 204 403/20001 403/20001";
const NO_SUCH_METHOD: &str =
    "405/0 405/0 405/0 405/0 | 405/0 405/0 405/0 405/0 | 405/0 405/0 405/0";
const DELETES_INVITE: &str = "401/0 401/0 404/10006 404/10006 | \
     403/50013 403/50013 403/50013 403/50013 | 200 200 403/50013";
/// The owner deletes it, so that the bots after it find it no more.
const DELETES_GUILD: &str = "401/0 401/0 403/50013 404/10004 | \
     403/50013 403/50013 403/50013 403/50013 | 204 404/10004 404/10004";

/// Nobody is, but that is only for those to know who could do something about it.
const NOT_IN_VOICE: &str = "401/0 401/0 404/10004 404/10004 | \
     403/50013 403/50013 403/50013 403/50013 | 400/40032 400/40032 403/50013";

const REST_NO_MORE: &str = r#"{"communication_disabled_until": null}"#;

pub(super) const ROWS: &[Row] = &[
    get("/healthz", ANYONE),
    get("/readyz", ANYONE),
    get("/openapi.json", ANYONE),
    // An address that nobody was given.
    get("/attachments/{room}/1/x", UNKNOWN_FILE),
    get("/avatars/1/x.png", UNKNOWN_FILE),
    get("/icons/1/x.png", UNKNOWN_FILE),
    get("/api/v10/gateway", ANYONE),
    get("/api/v10/users/@me", A_TOKEN),
    get("/api/v10/users/@me/guilds", A_TOKEN),
    get("/api/v10/users/{member}", A_TOKEN),
    get("/api/v10/guilds/{guild}", IN_GUILD),
    get("/api/v10/guilds/{guild}/channels", IN_GUILD),
    get("/api/v10/guilds/{guild}/audit-logs", MANAGES),
    get("/api/v10/guilds/{guild}/roles", IN_GUILD),
    get("/api/v10/guilds/{guild}/members?limit=10", IN_GUILD),
    get("/api/v10/guilds/{guild}/members/{member}", IN_GUILD),
    get("/api/v10/channels/{room}", SEES_ROOM),
    get("/api/v10/channels/{room}/messages", SEES_ROOM),
    get("/api/v10/channels/{room}/messages/{message}", SEES_ROOM),
    get("/api/x/channels/{room}/events?after=0", SEES_ROOM),
    post("/api/v10/channels/{room}/messages", r#"{"content": "hi"}"#, WRITES),
    patch("/api/v10/channels/{room}/messages/{message}", r#"{"content": "new"}"#, EDITS),
    get("/api/x/channels/{room}/messages/{message}/versions", MANAGES_CHANNEL),
    put("/api/v10/channels/{room}/messages/{message}/reactions/%F0%9F%91%8D/@me", "", REACTS),
    get("/api/v10/channels/{room}/messages/{message}/reactions/%F0%9F%91%8D", SEES_ROOM),
    delete("/api/v10/channels/{room}/messages/{message}/reactions/%F0%9F%91%8D/@me", TAKES_BACK),
    delete(
        "/api/v10/channels/{room}/messages/{message}/reactions/%F0%9F%91%8D/{bot}",
        REMOVES_REACTION,
    ),
    delete("/api/v10/channels/{room}/messages/{message}/reactions/%F0%9F%91%8D", CHANGES_CHANNEL),
    delete("/api/v10/channels/{room}/messages/{message}/reactions", CHANGES_CHANNEL),
    put("/api/v10/channels/{room}/messages/pins/{message}", "", CHANGES_CHANNEL),
    delete("/api/v10/channels/{room}/messages/pins/{message}", CHANGES_CHANNEL),
    put("/api/v10/channels/{room}/pins/{message}", "", CHANGES_CHANNEL),
    delete("/api/v10/channels/{room}/pins/{message}", CHANGES_CHANNEL),
    get("/api/v10/channels/{room}/messages/pins", SEES_ROOM),
    get("/api/v10/channels/{room}/pins", SEES_ROOM),
    delete("/api/v10/channels/{room}/messages/{message}", CHANGES_CHANNEL),
    post(
        "/api/v10/channels/{room}/messages/bulk-delete",
        r#"{"messages": ["{message}", "9223372036854775807"]}"#,
        CHANGES_CHANNEL,
    ),
    post(
        "/api/v10/channels/{room}/messages/{message}/threads",
        r#"{"name": "more"}"#,
        OPENS_THREAD,
    ),
    post("/api/v10/channels/{room}/threads", r#"{"name": "more", "type": 11}"#, OPENS_THREAD),
    get("/api/v10/guilds/{guild}/threads/active", IN_GUILD),
    get("/api/v10/channels/{room}/threads/archived/public", SEES_ROOM),
    get("/api/v10/channels/{room}/threads/archived/private", MANAGES_THREADS),
    get("/api/v10/channels/{room}/users/@me/threads/archived/private", SEES_ROOM),
    get("/api/v10/channels/{thread}", SEES_ROOM),
    get("/api/v10/channels/{thread}/messages", SEES_ROOM),
    post("/api/v10/channels/{thread}/messages", r#"{"content": "hi"}"#, WRITES),
    patch("/api/v10/channels/{thread}", r#"{"archived": true}"#, MANAGES_CHANNEL),
    delete("/api/v10/channels/{thread}", MANAGES_CHANNEL),
    get("/api/v10/channels/{thread}/thread-members", SEES_ROOM),
    put("/api/v10/channels/{thread}/thread-members/@me", "", JOINS_THREAD),
    delete("/api/v10/channels/{thread}/thread-members/@me", JOINS_THREAD),
    put("/api/v10/channels/{thread}/thread-members/{member}", "", ADDS_TO_THREAD),
    delete("/api/v10/channels/{thread}/thread-members/{member}", REMOVES_FROM_THREAD),
    post("/api/v10/channels/{room}/typing", "", TYPES),
    post("/api/v10/channels/{room}/invites", "{}", INVITES),
    post("/api/v10/guilds/{guild}/channels", r#"{"name": "more", "type": 0}"#, CREATES),
    post("/api/v10/guilds/{guild}/channels", r#"{"name": "news", "type": 5}"#, CREATES),
    patch("/api/v10/guilds/{guild}", r#"{"name": "The Guild"}"#, MANAGES),
    patch("/api/v10/guilds/{guild}/members/{member}", REST_NO_MORE, MANAGES),
    patch("/api/v10/guilds/{guild}/members/{member}", r#"{"nick": "Bosun"}"#, CALLS),
    patch("/api/v10/guilds/{guild}/members/{member}", r#"{"roles": []}"#, MANAGES),
    patch("/api/v10/guilds/{guild}/members/{member}", r#"{"mute": true}"#, NOT_IN_VOICE),
    patch("/api/v10/guilds/{guild}/members/{member}", r#"{"deaf": false}"#, NOT_IN_VOICE),
    patch("/api/v10/guilds/{guild}/members/{member}", r#"{"channel_id": null}"#, NOT_IN_VOICE),
    delete("/api/v10/guilds/{guild}/members/{fresh_member}", GRANTS),
    put("/api/v10/guilds/{guild}/bans/{fresh_member}", "", GRANTS),
    post(
        "/api/v10/guilds/{guild}/bulk-ban",
        r#"{"user_ids": ["{fresh_member}", "77"], "delete_message_seconds": 60}"#,
        MANAGES,
    ),
    get("/api/v10/guilds/{guild}/bans", MANAGES),
    get("/api/v10/guilds/{guild}/bans/{fresh_banned}", MANAGES),
    delete("/api/v10/guilds/{guild}/bans/{fresh_banned}", GRANTS),
    put("/api/x/guilds/{guild}/bots/{bot}", r#"{"permissions": "0"}"#, GRANTS),
    get("/api/x/me", A_PERSON),
    end("/api/x/me", r#"{"password": "a wrong one"}"#, GIVES_WRONG_PASSWORD),
    get("/api/x/users/@me/mfa", A_PERSON),
    post("/api/x/users/@me/mfa/totp", "", A_PERSON),
    post(
        "/api/x/users/@me/mfa/totp/enable",
        r#"{"password": "a wrong one", "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "code": "1"}"#,
        GIVES_WRONG_PASSWORD,
    ),
    post(
        "/api/x/users/@me/mfa/totp/disable",
        r#"{"password": "a wrong one", "code": "1"}"#,
        GIVES_WRONG_PASSWORD,
    ),
    post(
        "/api/x/users/@me/mfa/codes",
        r#"{"password": "a wrong one", "code": "1"}"#,
        GIVES_WRONG_PASSWORD,
    ),
    patch("/api/x/me/settings", r#"{"theme": "dark"}"#, A_PERSON),
    get("/api/x/bots", A_PERSON),
    get("/api/x/relationships", A_PERSON),
    post("/api/x/relationships", r#"{"username": "member"}"#, BEFRIENDS),
    put("/api/x/relationships/{member}", r#"{"type": 2}"#, BEFRIENDS),
    delete("/api/x/relationships/{member}", BEFRIENDS),
    put("/api/x/relationships/{bot}", r#"{"type": 2}"#, BLOCKS_BOT),
    delete("/api/x/relationships/{bot}", BLOCKS_BOT),
    get("/api/x/users/{member}/profile", KNOWS_MEMBER),
    get("/api/v10/users/@me/channels", A_TOKEN),
    get("/api/v10/channels/{direct}", IN_CONVERSATION),
    get("/api/v10/channels/{direct}/messages", IN_CONVERSATION),
    post("/api/v10/channels/{direct}/messages", r#"{"content": "hi"}"#, IN_CONVERSATION),
    get("/api/x/channels/{direct}/events?after=0", IN_CONVERSATION),
    post("/api/x/channels/{direct}/ack", r#"{"message_id": "1"}"#, READS_CONVERSATION),
    post("/api/x/channels/{room}/ack", r#"{"message_id": "1"}"#, READS),
    get("/api/x/channels/{direct}/receipts", KNOWS_CONVERSATION),
    get("/api/x/channels/{room}/receipts", KNOWS),
    post("/api/v10/users/@me/channels", r#"{"recipient_id": "{member}"}"#, OPENS_CONVERSATION),
    post("/api/v10/users/@me/channels", r#"{"recipient_id": "{bot}"}"#, WRITES_TO_BOT),
    get("/api/v10/channels/{direct}/call", KNOWS_CONVERSATION),
    get("/api/v10/channels/{room}/call", CALLS_IN_GUILD),
    post("/api/v10/channels/{direct}/call/ring", "{}", RINGS),
    post("/api/v10/channels/{room}/call/ring", "{}", CALLS_IN_GUILD),
    post("/api/v10/channels/{direct}/call/stop-ringing", "{}", READS_CONVERSATION),
    post("/api/v10/channels/{room}/call/stop-ringing", "{}", CALLS_IN_GUILD),
    delete("/api/v10/channels/{direct}", IN_CONVERSATION),
    post("/api/x/dms", r#"{"recipient_ids": ["{member}"]}"#, MAKES_GROUP),
    put("/api/x/dms/{group}/recipients/{member}", "", IN_GROUP),
    delete("/api/x/dms/{group}/recipients/{member}", IN_GROUP),
    patch("/api/v10/channels/{group}", r#"{"name": "Us"}"#, IN_CONVERSATION),
    delete("/api/v10/channels/{group}", IN_CONVERSATION),
    post("/api/x/bots", r#"{"name": "{fresh}"}"#, A_MAKER),
    post("/api/v10/guilds", r#"{"name": "Another"}"#, A_MAKER),
    patch("/api/v10/users/@me", r#"{"global_name": "Somebody"}"#, A_TOKEN),
    patch("/api/v10/users/{member}", "{}", NO_SUCH_METHOD),
    get("/api/v10/guilds/{guild}/invites", MANAGES),
    get("/api/v10/channels/{room}/invites", MANAGES_CHANNEL),
    delete("/api/v10/invites/{invite}", DELETES_INVITE),
    post("/api/x/channels/{room}/messages/{message}/report", r#"{"reason": "spam"}"#, REPORTS),
    get("/api/x/guilds/{guild}/reports", MANAGES),
    patch("/api/x/guilds/{guild}/reports/{report}", r#"{"status": "open"}"#, MANAGES),
    get("/api/x/guilds/{guild}/brakes", MANAGES),
    patch("/api/x/guilds/{guild}/brakes", r#"{"joins_per_minute": 0}"#, MANAGES),
    get("/api/x/guilds/{guild}/word-rules", MANAGES),
    post(
        "/api/x/guilds/{guild}/word-rules",
        r#"{"name": "{fresh}", "words": ["sludge"]}"#,
        CREATES,
    ),
    post(
        "/api/x/guilds/{guild}/word-rules/try",
        r#"{"rule": {"words": ["sludge"]}, "text": "sludge"}"#,
        MANAGES,
    ),
    patch("/api/x/guilds/{guild}/word-rules/{rule}", r#"{"enabled": false}"#, MANAGES),
    delete("/api/x/guilds/{guild}/word-rules/{rule}", GRANTS),
    get("/api/v10/guilds/{guild}/roles/{role}", IN_GUILD),
    post("/api/v10/guilds/{guild}/roles", r#"{"name": "more"}"#, MANAGES),
    patch("/api/v10/guilds/{guild}/roles", r#"[{"id": "{role}", "position": 1}]"#, MANAGES),
    patch("/api/v10/guilds/{guild}/roles/{role}", r#"{"name": "else"}"#, MANAGES),
    delete("/api/v10/guilds/{guild}/roles/{role}", GRANTS),
    put("/api/v10/guilds/{guild}/members/{member}/roles/{role}", "", GRANTS),
    delete("/api/v10/guilds/{guild}/members/{member}/roles/{role}", GRANTS),
    patch(
        "/api/v10/guilds/{guild}/channels",
        r#"[{"id": "{fresh_channel}", "position": 9}]"#,
        GRANTS,
    ),
    put("/api/v10/channels/{room}/permissions/{bot}", r#"{"type": 1}"#, CHANGES_CHANNEL),
    put("/api/v10/channels/{fresh_channel}/permissions/{role}", r#"{"type": 0}"#, CHANGES_CHANNEL),
    delete("/api/v10/channels/{fresh_channel}", MANAGES_CHANNEL),
    get("/api/x/admin/settings", RUNS_INSTANCE),
    patch("/api/x/admin/settings", r#"{"slow_mode_seconds": 0}"#, RUNS_INSTANCE),
    get("/api/x/admin/users", RUNS_INSTANCE),
    get("/api/x/admin/audit-log", RUNS_INSTANCE),
    get("/api/x/admin/stats", RUNS_INSTANCE),
    patch("/api/x/admin/users/{member}", "{}", RUNS_INSTANCE),
    delete("/api/x/admin/users/{fresh_member}", ENDS_ACCOUNTS),
    // These two last: the one lets the outsider in, the other leaves nothing.
    post("/api/v10/invites/{invite}", "", A_PERSON),
    delete("/api/v10/guilds/{guild}", DELETES_GUILD),
];
