//! How the program ends when it cannot start: a number for scripts, a sentence for people, and
//! whatever it found stays as it was.

mod disk;
mod folder;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

use crate::process::Process;
use crate::world::{PASSWORD, Rest};
use disk::SmallDisk;
use folder::Contents;

fn confab(args: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_confab"));
    command.args(args).env("CONFAB_LOG", "off").envs(settings.iter().copied()).output().unwrap()
}

fn serve(data: &Path, more: &[&str], settings: &[(&str, &str)]) -> Output {
    let data = data.to_str().unwrap();
    let serve = ["serve", "--profile", "test", "--listen", "127.0.0.1:0", "--data", data];
    confab(&[&serve, more].concat(), settings)
}

/// The exit code, and that one sentence with `part` was said on stderr and nothing on stdout.
#[track_caller]
fn check(output: &Output, code: i32, part: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.starts_with("confab: ") && said.contains(part), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(output.stdout.is_empty());
}

/// A data directory of a claimed server that ended well.
async fn used_directory() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let mut process = Process::start(data.path(), "127.0.0.1:0", &[]);
    claim(&process).await;
    assert_eq!(process.terminate(), Some(0));
    data
}

async fn claim(process: &Process) -> (Rest, String) {
    let (_, token) = process.setup_url.as_deref().unwrap().split_once("#token=").unwrap();
    let body =
        json!({"token": token, "username": "ada", "password": PASSWORD, "guild_name": "Home"});
    let claimed = Rest::new(&process.url, None).post("/api/x/setup", body).await.expect(201);
    let token = format!("Bearer {}", claimed["access_token"].as_str().unwrap());
    let rest = Rest::new(&process.url, Some(&token));
    let path = format!("/api/v10/guilds/{}/channels", claimed["guild"]["id"].as_str().unwrap());
    let channels = rest.get(&path).await.expect(200);
    (rest, crate::world::named(&channels, "general"))
}

#[test]
fn what_cannot_be_meant_ends_with_64() {
    check(&confab(&["serve", "--no-such-flag"], &[]), 64, "--no-such-flag");
    check(&confab(&["serve", "--listen", "nowhere"], &[]), 64, "nowhere");
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (name, value, part) in [
        ("CONFAB_GATEWAY_HEARTBEAT_INTERVAL_MS", "soon", "gateway.heartbeat_interval_ms"),
        ("CONFAB_HTTP_CONNECTIONS_MAX", "-1", "http.connections_max"),
        ("CONFAB_HTTP_CONNECTIONS_MAX", "0", "http.connections_max"),
        ("CONFAB_HTTP_HEAD_BYTES_MAX", "99999999999999999999", "http.head_bytes_max"),
        ("CONFAB_SESSION_NODE", "1024", "session.node"),
        ("CONFAB_ACCOUNTS_PASSWORD_MEMORY_KIB", "1", "accounts.password_memory_kib"),
        ("CONFAB_PUBLIC_URL", "chat.example", "public_url"),
        ("CONFAB_METRICS", "9090", "metrics"),
        ("CONFAB_LOG", "confab=shout", "log"),
    ] {
        check(&serve(&data, &[], &[(name, value)]), 64, part);
    }
    check(&confab(&["serve"], &[("CONFAB_UNSAFE_NO_SYNC", "true")]), 64, "unsafe_no_sync");
    check(&confab(&["serve"], &[("CONFAB_IMPAIRMENT_LOST_PERMILLE", "50")]), 64, "impairment");
    check(&serve(&data, &[], &[("CONFAB_IMPAIRMENT_LOST_PERMILLE", "1001")]), 64, "impairment");
    assert!(!data.exists(), "nothing is made for a configuration that is wrong");
}

#[test]
fn a_file_of_settings_that_is_wrong_ends_with_64_and_names_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("confab.toml"));
    let config = ["--config", file.to_str().unwrap()];
    check(&serve(&data, &config, &[]), 64, "confab.toml");
    for (text, part) in [
        ("no_such_key = 1", "no_such_key"),
        ("[http]\nno_such_key = 1", "http.no_such_key"),
        ("[no_such_area]\nx = 1", "no_such_area"),
        ("[http]\nconnections_max = \"many\"", "http.connections_max"),
        ("[http]\nconnections_max = -1", "http.connections_max"),
        ("http = 7", "http"),
        ("[gateway]\nheartbeat_interval_ms = 1", "gateway.heartbeat_interval_ms"),
        ("profile = \"fast\"", "profile"),
        ("not toml", "confab.toml"),
        ("data = \"a\"\ndata = \"b\"", "confab.toml"),
    ] {
        std::fs::write(&file, text).unwrap();
        check(&serve(&data, &config, &[]), 64, part);
    }
    std::fs::write(&file, b"\xFF\xFE").unwrap();
    check(&serve(&data, &config, &[]), 64, "confab.toml");
    assert!(!data.exists(), "nothing is made for a configuration that is wrong");
}

#[tokio::test]
async fn a_data_directory_or_a_port_in_use_ends_with_69() {
    let (mine, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let process = Process::start(mine.path(), "127.0.0.1:0", &[]);
    let (ada, general) = claim(&process).await;
    let before = Contents::of(mine.path());
    check(&serve(mine.path(), &[], &[]), 69, "in use");
    assert_eq!(Contents::of(mine.path()), before);
    let taken = ["--listen", process.address()];
    let data = other.path().to_str().unwrap();
    let serve = ["serve", "--profile", "test", "--data", data];
    check(&confab(&[&serve[..], &taken].concat(), &[]), 69, process.address());
    assert_eq!(Contents::of(other.path()), Contents::default());
    // Who has it goes on as if nobody had asked.
    let path = format!("/api/v10/channels/{general}/messages");
    ada.post(&path, json!({"content": "still here"})).await.expect(200);
}

#[test]
fn a_port_of_the_media_server_in_use_ends_with_69() {
    let data = tempfile::tempdir().unwrap();
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let media = socket.local_addr().unwrap().to_string();
    let taken = [("CONFAB_MEDIA", media.as_str())];
    check(&serve(data.path(), &[], &taken), 69, &format!("{media} (UDP)"));
}

#[tokio::test]
async fn a_damaged_data_directory_ends_with_65_and_is_left_as_it_was() {
    let data = used_directory().await;
    let rows = data.path().join("store/db");
    let good = std::fs::read(&rows).unwrap();
    let written = good.iter().rposition(|byte| *byte != 0).unwrap();
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 0b100;
        bytes
    };
    for (name, bytes) in [
        ("its end is missing", good[..written / 2].to_vec()),
        ("it is empty", Vec::new()),
        ("it is something else", b"this is no store".repeat(1_000)),
        ("one bit near the beginning", flipped(written / 8)),
        ("one bit in the middle", flipped(written / 2)),
    ] {
        std::fs::write(&rows, bytes).unwrap();
        let before = Contents::of(data.path());
        let output = serve(data.path(), &[], &[]);
        check(&output, 65, "Restore the latest backup");
        assert_eq!(Contents::of(data.path()), before, "{name}");
    }
    std::fs::write(&rows, good).unwrap();
    let mut process = Process::start(data.path(), "127.0.0.1:0", &[]);
    assert_eq!(process.setup_url, None, "the good bytes are still a claimed server");
    assert_eq!(process.terminate(), Some(0));
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_74() {
    // Not even root may write below these.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "mine").unwrap();
    check(&serve(&file, &[], &[]), 74, "disk");
    check(&serve(&file.join("below"), &[], &[]), 74, "disk");
    check(&serve(Path::new("/proc/confab"), &[], &[]), 74, "disk");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[tokio::test]
async fn a_disk_that_is_full_at_the_start_ends_with_74() {
    let disk = SmallDisk::of_mib(8);
    disk.fill_up();
    let data = disk.path().join("data");
    check(&serve(&data, &[], &[("CONFAB_STORAGE_FREE_SPACE_FLOOR_BYTES", "0")]), 74, "disk");
}

#[tokio::test]
async fn a_disk_that_fills_up_stops_writes_and_nothing_else() {
    let disk = SmallDisk::of_mib(64);
    let data = disk.path().join("data");
    let mut process = Process::start(&data, "127.0.0.1:0", &[]);
    let (ada, general) = claim(&process).await;
    let path = format!("/api/v10/channels/{general}/messages");
    ada.post(&path, json!({"content": "kept"})).await.expect(200);
    disk.fill_up();
    // The room is looked at with each group, so the first one after it may still pass.
    let mut answer = ada.post(&path, json!({"content": "maybe"})).await;
    if answer.status == 200 {
        answer = ada.post(&path, json!({"content": "not kept"})).await;
    }
    answer.refused(503, 900_008);
    let nobody = Rest::new(&process.url, None);
    assert_eq!(nobody.get("/readyz").await.status, 503);
    assert_eq!(nobody.get("/healthz").await.status, 200);
    let seen = ada.get(&path).await.expect(200);
    assert!(seen.as_array().unwrap().iter().any(|message| message["content"] == "kept"));
    disk.empty();
    assert_eq!(process.terminate(), Some(0));
    let process = Process::start(&data, "127.0.0.1:0", &[]);
    let ada = ada.at(&process.url);
    ada.post(&path, json!({"content": "room again"})).await.expect(200);
    let seen = ada.get(&path).await.expect(200);
    assert_eq!(seen[0]["content"], "room again");
    assert!(seen.as_array().unwrap().iter().any(|message| message["content"] == "kept"));
}
