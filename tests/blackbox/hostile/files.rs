//! Uploads that no client sends: those that end early or never, bombs, and names that lead elsewhere.

use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

use super::metrics;
use super::raw::Raw;
use super::witness::Witness;
use crate::files::{files_below, png, sent};
use crate::world::{Account, BOUNDARY, PATIENCE, World, form};

const REFUSED: &str = "confab_http_refused_total";

/// The head of an upload, up to its body.
fn head(world: &World, who: &Account, length: &str) -> String {
    format!(
        "POST /api/v10/channels/{}/messages HTTP/1.1\r\nHost: x\r\n\
         Authorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
         {length}\r\n\r\n",
        world.general,
        who.rest.bare_token(),
    )
}

fn begun() -> String {
    format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a\"\r\n\r\n"
    )
}

fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

/// Waits until nothing is left of what came in.
async fn nothing_is_left(world: &World) {
    let folder = world.data().join("files");
    let waiting = async {
        let mut looks = tokio::time::interval(Duration::from_millis(5));
        while files_below(&folder) > 0 {
            looks.tick().await;
        }
    };
    timeout(PATIENCE, waiting).await.expect("the files are removed");
}

#[tokio::test]
async fn fu1_an_upload_that_is_cut_off_in_the_middle_leaves_nothing() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let eve = world.account("eve").await;
    let mut raw = Raw::connect(world.address()).await;
    let half = format!("{}{}", begun(), "x".repeat(300_000));
    raw.says(format!("{}{half}", head(&world, &eve, "Content-Length: 900000")).as_bytes()).await;
    let spool = world.data().join("files/spool");
    let waiting = async {
        let mut looks = tokio::time::interval(Duration::from_millis(5));
        while files_below(&spool) == 0 {
            looks.tick().await;
        }
    };
    timeout(PATIENCE, waiting).await.expect("it comes in");
    raw.stream.shutdown().await.unwrap();
    drop(raw);
    nothing_is_left(&world).await;
    witness.talks("after").await;
}

#[tokio::test]
async fn fa1_an_upload_that_stalls_or_drips_is_answered_408_and_leaves_nothing() {
    let world = World::start_with(&[("CONFAB_FILES_STALL_TIMEOUT_MS", "300")]).await;
    let mut witness = Witness::start(&world).await;
    let eve = world.account("eve").await;
    let label = "error=\"BodyTimeout\"";
    let before = metrics::value(&world, REFUSED, label).await;
    let mut raw = Raw::connect(world.address()).await;
    let stalls = format!("{}{}xx", head(&world, &eve, "Content-Length: 900000"), begun());
    raw.says(stalls.as_bytes()).await;
    assert_eq!(raw.statuses().await, [408]);

    let mut raw = Raw::connect(world.address()).await;
    let drips = head(&world, &eve, "Transfer-Encoding: chunked");
    raw.says(format!("{drips}{}", chunk(&begun())).as_bytes()).await;
    let dripping = async {
        let mut drops = tokio::time::interval(Duration::from_millis(10));
        while raw.says(chunk("x").as_bytes()).await {
            drops.tick().await;
        }
    };
    timeout(PATIENCE, dripping).await.expect("the server closes");
    metrics::reaches(&world, REFUSED, label, before + 2).await;
    nothing_is_left(&world).await;
    witness.talks("after").await;
}

#[tokio::test]
async fn fa1_an_upload_without_an_end_is_broken_off_and_leaves_nothing() {
    let world = World::start_with(&[("CONFAB_FILES_UPLOAD_BYTES_MAX", "1000000")]).await;
    let mut witness = Witness::start(&world).await;
    let eve = world.account("eve").await;
    let label = "error=\"TooLarge\"";
    let before = metrics::value(&world, REFUSED, label).await;
    let mut raw = Raw::connect(world.address()).await;
    let endless = head(&world, &eve, "Transfer-Encoding: chunked");
    raw.says(format!("{endless}{}", chunk(&begun())).as_bytes()).await;
    let more = chunk(&"x".repeat(50_000));
    let pouring = async { while raw.says(more.as_bytes()).await {} };
    timeout(PATIENCE, pouring).await.expect("the server closes");
    metrics::reaches(&world, REFUSED, label, before + 1).await;
    nothing_is_left(&world).await;

    // What says beforehand that it is too large is not read at all.
    let mut raw = Raw::connect(world.address()).await;
    raw.says(head(&world, &eve, "Content-Length: 99999999999").as_bytes()).await;
    assert_eq!(raw.statuses().await, [413]);
    witness.talks("after").await;
}

#[tokio::test]
async fn fa3_a_form_that_is_none_is_refused_by_name() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let eve = world.account("eve").await;
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let file = form(&json!({}), &[("a", b"x")]);
    let headless = [format!("--{BOUNDARY}\r\nX: ").into_bytes(), vec![b'x'; 200_000]].concat();
    let open = file[..file.len() - 8].to_vec();
    for body in [Vec::new(), b"no form".to_vec(), headless, open] {
        let refused = eve.rest.post_form(&path, body).await;
        refused.refused(400, 50_035);
    }
    let json = [file.clone(), b"garbage behind the end".to_vec()].concat();
    eve.rest.post_form(&path, json).await.expect(200);
    let broken = String::from_utf8(file).unwrap().replace("{}", "{");
    eve.rest.post_form(&path, broken.into_bytes()).await.refused(400, 50_109);
    witness.talks("after").await;
}

/// A picture that claims 60,000 by 60,000 pixels, and one that has more than may be decoded: both
/// are kept as files that nobody's browser opens by itself.
#[tokio::test]
async fn fp1_a_bomb_is_kept_as_a_file_and_opened_by_nobody() {
    let world = World::start_with(&[("CONFAB_FILES_IMAGE_PIXELS_MAX", "1000000")]).await;
    let mut witness = Witness::start(&world).await;
    let eve = world.account("eve").await;
    let mut claims = png(8, 8);
    claims[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let gif = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0;";
    let before = world.resident_bytes();
    for bomb in [claims, png(1_001, 1_000), gif.to_vec()] {
        let file = sent(&world, &eve, "bomb.png", &bomb).await;
        assert_eq!(file["content_type"], "application/octet-stream");
        assert_eq!(file["width"], json!(null));
    }
    assert!(world.resident_bytes() < before + (64 << 20), "nothing was decoded");
    witness.talks("after").await;
}

#[tokio::test]
async fn fn1_a_name_leads_nowhere_and_hides_nothing() {
    let world = World::start().await;
    let eve = world.account("eve").await;
    let long = format!("{}.txt", "x".repeat(5_000));
    let names = [
        ("../../../etc/passwd", "passwd"),
        ("..\\\\..\\\\boot.ini", "boot.ini"),
        ("photo\u{202e}gpj.exe", "photogpj.exe"),
        ("CON", "file-CON"),
        ("..", "file"),
        ("", "file"),
        (&long, &format!("{}.txt", "x".repeat(56))),
    ];
    for (sent_as, kept_as) in names {
        let file = sent(&world, &eve, sent_as, b"x").await;
        assert_eq!(file["filename"], kept_as, "{sent_as:?}");
        let answer = eve.rest.fetch(file["url"].as_str().unwrap(), &[]).await;
        assert_eq!(answer.status(), 200, "{sent_as:?}");
    }
    // Some characters cannot stand in the head of a form; there is another way to send a name.
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let hidden = "a\0\u{7}\r\nb.txt";
    eve.rest.post_files(&path, json!({}), &[(hidden, b"x")]).await.refused(400, 50_035);
    let message = json!({"attachments": [{"id": 0, "filename": hidden}]});
    let posted = eve.rest.post_files(&path, message, &[("x", b"x")]).await.expect(200);
    assert_eq!(posted["attachments"][0]["filename"], "ab.txt");
    assert_eq!(std::fs::read_dir(world.data()).unwrap().count(), 2, "store and files");
}
