//! What operators watch: the rules and the dashboard ask for what the server tells.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::world::World;

/// The metrics that the objectives of `docs/slo.md` are about.
const OF_OBJECTIVES: [&str; 3] = [
    "confab_delivery_duration_seconds",
    "confab_http_requests_total",
    "confab_gateway_greeting_duration_seconds",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The names of this server's metrics, and the standard ones of a process, in a text.
fn names(text: &str) -> BTreeSet<String> {
    let is_part = |char: char| char.is_ascii_lowercase() || char == '_' || char.is_ascii_digit();
    let words = text.split(|char: char| !is_part(char));
    let named = words.filter(|word| {
        let prefix = word.starts_with("confab_") || word.starts_with("process_");
        prefix && word.matches('_').count() > 1
    });
    named.map(|word| family(word).to_owned()).collect()
}

/// Without what a histogram adds.
fn family(name: &str) -> &str {
    ["_bucket", "_count", "_sum"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// All Rust text of the server.
fn sources() -> String {
    let mut folders: Vec<PathBuf> = ["src", "actors/src", "storage/src", "voice/src"]
        .iter()
        .map(|name| root().join(name))
        .collect();
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    text
}

#[tokio::test]
async fn what_the_objectives_and_the_machine_are_measured_by_is_told() {
    let mut world = World::start().await;
    let mut ada = world.member("ada").await;
    ada.says("hello").await;
    ada.sees("hello").await;
    let position = ada.socket.position();
    let mut socket = world.connect().await;
    assert!(socket.resume(&position).await);
    let response = world.owner.rest.raw("GET", "/metrics", Value::Null).await;
    let told = names(&response.text().await.unwrap());
    let rules = names(&read("docs/operations/alerts.yml"));
    for name in OF_OBJECTIVES {
        assert!(told.contains(name), "{name} is not told: {told:?}");
        assert!(rules.contains(name), "no rule asks for {name}");
    }
    for name in rules.iter().filter(|name| name.starts_with("process_")) {
        assert!(told.contains(name), "{name} is not told: {told:?}");
    }
    world.kill();
}

#[test]
fn rules_and_dashboard_ask_for_nothing_that_the_server_does_not_measure() {
    let sources = sources();
    for file in ["docs/operations/alerts.yml", "docs/operations/dashboard.json", "docs/slo.md"] {
        let asked = names(&read(file));
        let own = asked.iter().filter(|name| name.starts_with("confab_"));
        let unknown: Vec<&String> =
            own.filter(|name| !sources.contains(&format!("\"{name}\""))).collect();
        assert!(unknown.is_empty(), "{file} asks for {unknown:?}");
    }
}

#[test]
fn the_dashboard_is_one_and_each_panel_asks_for_something() {
    let dashboard: Value = serde_json::from_str(&read("docs/operations/dashboard.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    assert!(panels.len() > 10);
    for panel in panels {
        let asks = panel["targets"].as_array().unwrap().iter();
        assert!(asks.clone().count() > 0, "{}", panel["title"]);
        for target in asks {
            assert!(!names(target["expr"].as_str().unwrap()).is_empty(), "{target}");
        }
    }
}
