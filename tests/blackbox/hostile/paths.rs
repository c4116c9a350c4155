//! Ids and queries that are none.

use super::metrics;
use super::witness::Witness;
use crate::world::World;

/// Ids that cannot be one: 400.
const NO_IDS: &[&str] = &[
    "abc",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "0x10",
    "18446744073709551616",
    "%00",
    "%20",
    "1%00",
    "1%2F2",
    "1%252F2",
    "%EF%BC%91",
    "%F0%9F",
    "%ff",
    "@all",
    "1;2",
    "1,2",
    "..%2F..%2Fetc%2Fpasswd",
];

/// Ids that nobody has: 404 of their kind.
const NOBODYS_IDS: &[&str] = &["0", "1", "9223372036854775808", "18446744073709551615"];

/// Route, with `{}` for the id, and the code of an unknown one.
const ROUTES: &[(&str, u64)] = &[
    ("/api/v10/channels/{}", 10_003),
    ("/api/v10/channels/{}/messages", 10_003),
    ("/api/v10/guilds/{}", 10_004),
    ("/api/v10/guilds/{}/channels", 10_004),
    ("/api/v10/guilds/{guild}/members/{}", 10_007),
    ("/api/v10/channels/{general}/messages/{}", 10_008),
    ("/api/v10/users/{}", 10_013),
    ("/api/x/channels/{}/events", 10_003),
];

#[tokio::test]
async fn ht1_wrong_ids_in_paths_are_400_and_unknown_ones_404() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let mut deviations = Vec::new();
    for (route, unknown) in ROUTES {
        let route = route.replace("{guild}", &world.guild).replace("{general}", &world.general);
        let wrong = NO_IDS.iter().map(|id| (id, 400, 50_035));
        let nobodys = NOBODYS_IDS.iter().map(|id| (id, 404, *unknown));
        for (id, status, code) in wrong.chain(nobodys) {
            let path = route.replace("{}", id);
            let answer = world.owner.rest.get(&path).await;
            if (answer.status, answer.code()) != (status, Some(code)) {
                deviations.push(format!("{path}: {} {:.100}", answer.status, answer.body));
            }
        }
        witness.talks(&route).await;
    }
    assert!(deviations.is_empty(), "{}", deviations.join("\n"));
}

#[tokio::test]
async fn ht1_wrong_queries_are_400_and_named() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let before = metrics::value(&world, "confab_http_refused_total", "InvalidFormBody").await;
    let messages = format!("/api/v10/channels/{}/messages", world.general);
    let members = format!("/api/v10/guilds/{}/members", world.guild);
    let events = format!("/api/x/channels/{}/events", world.general);
    let cases = [
        (&messages, "limit=0", "limit"),
        (&messages, "limit=101", "limit"),
        (&messages, "limit=-1", "limit"),
        (&messages, "limit=1.5", "limit"),
        (&messages, "limit=abc", "limit"),
        (&messages, "limit=99999999999999999999", "limit"),
        (&messages, "limit=1&limit=0", "limit"),
        (&messages, "limit=%00", "limit"),
        (&messages, "limit=%EF%BC%91", "limit"),
        (&messages, "before=abc", "before"),
        (&messages, "before=-1", "before"),
        (&messages, "after=18446744073709551616", "after"),
        (&messages, "around=1&after=1", "before"),
        (&members, "limit=1001", "limit"),
        (&members, "after=x", "after"),
        (&events, "after=-1", "after"),
        (&events, "after=1e3", "after"),
        (&events, "limit=501", "limit"),
    ];
    let count = cases.len() as u64;
    for (path, query, field) in cases {
        let answer = world.owner.rest.get(&format!("{path}?{query}")).await;
        let named = answer.body["errors"][field]["_errors"].is_array();
        assert_eq!((answer.status, named), (400, true), "{query}: {}", answer.body);
    }
    let label = "InvalidFormBody";
    metrics::reaches(&world, "confab_http_refused_total", label, before + count).await;
    let long = format!("{messages}?limit=1&{}", "x=1&".repeat(3_000));
    world.owner.rest.get(&long).await.expect(200);
    witness.talks("after").await;
}

#[tokio::test]
async fn ht2_paths_that_climb_lead_nowhere() {
    let world = World::start().await;
    let deep = "/x".repeat(4_000);
    for path in [
        "/api/v10/%2e%2e/%2e%2e/metrics",
        "/api/v10/users/%40me%2F..%2F..",
        "/api/v10//users/@me",
        "/api/v10/users/@me/",
        "/api//v10/users/@me",
        "/api/v11/users/@me",
        "/api/x/../v10/gateway",
        &format!("/api/v10{deep}"),
    ] {
        let mut raw = super::raw::Raw::connect(world.address()).await;
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        raw.says(request.as_bytes()).await;
        let statuses = raw.statuses().await;
        assert!([404, 401, 400].contains(&statuses[0]), "{path:.60}: {statuses:?}");
    }
}
