//! The trace of one message in the log: from its request to the last socket.

use serde_json::{Value, json};

use crate::process::Process;
use crate::world::{claim, named};

const SAID: &str = "something private";

/// The lines of the log that tell of the end of a step, in the order of their ends.
fn steps(logged: &str) -> Vec<Value> {
    let lines = logged.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["target"] == "confab::trace").collect()
}

/// Posts once on a server of its own; its log, and the ids of the channel and the message.
async fn posted_once(settings: &[(&str, &str)]) -> (String, String, String) {
    let (data, logs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let log = logs.path().join("stderr");
    let mut process = Process::start_logging(data.path(), settings, &log);
    let (owner, claimed) = claim(&process).await;
    let guild = claimed["guild"]["id"].as_str().unwrap();
    let channels = owner.rest.get(&format!("/api/v10/guilds/{guild}/channels")).await.expect(200);
    let channel = named(&channels, "general");
    let path = format!("/api/v10/channels/{channel}/messages");
    let message = owner.rest.post(&path, json!({"content": SAID})).await.expect(200);
    assert_eq!(process.terminate(), Some(0));
    let logged = std::fs::read_to_string(&log).unwrap();
    (logged, channel, message["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn each_step_of_a_traced_post_is_a_line_and_none_tells_what_was_said() {
    let all = [("CONFAB_TRACES_POSTS_PERMILLE", "1000"), ("CONFAB_LOG", "info")];
    let (logged, channel, message) = posted_once(&all).await;
    let steps = steps(&logged);
    let names: Vec<&str> = steps.iter().filter_map(|step| step["span"]["name"].as_str()).collect();
    assert_eq!(names.len(), 4, "{logged}");
    for name in ["mailbox", "commit", "fan-out", "post"] {
        assert!(names.contains(&name), "{name} is missing in {names:?}");
    }
    assert!(
        names.iter().position(|name| *name == "mailbox")
            < names.iter().position(|name| *name == "commit")
    );
    let post = steps.iter().find(|step| step["span"]["name"] == "post").unwrap();
    assert_eq!(post["span"]["channel"], channel.as_str());
    assert_eq!(post["span"]["message"], message.as_str());
    assert!(steps.iter().all(|step| step["span"]["trace"] == 1), "they are told as parts of one");
    assert!(!logged.contains(SAID));
}

#[tokio::test]
async fn without_the_setting_nothing_is_traced() {
    let (logged, ..) = posted_once(&[("CONFAB_LOG", "trace")]).await;
    assert_eq!(steps(&logged), Vec::<Value>::new());
    assert!(!logged.contains("confab::trace"), "no line of the plain log either");
}

#[tokio::test]
async fn a_collector_is_for_builds_that_have_one() {
    let data = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_confab"))
        .args(["serve", "--profile", "test", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .env("CONFAB_TRACES_POSTS_PERMILLE", "10")
        .env("CONFAB_TRACES_ENDPOINT", "http://127.0.0.1:9")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(64), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("--features otel"), "{said}");
}
