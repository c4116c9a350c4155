//! Files of messages: they come in as a form, are what they are, and go out to who has their address.

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, Rgba, RgbaImage};
use reqwest::header::{
    CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    X_CONTENT_TYPE_OPTIONS,
};
use serde_json::{Value, json};

use crate::world::{Account, World};

const ATTACH_FILES: u64 = 1 << 15;

fn messages(channel: &str) -> String {
    format!("/api/v10/channels/{channel}/messages")
}

/// A picture as PNG.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbaImage::from_fn(width, height, |x, y| Rgba([x as u8, y as u8, 7, 255]));
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Posts one file, and returns the attachment as the answer shows it.
pub(crate) async fn sent(world: &World, who: &Account, name: &str, bytes: &[u8]) -> Value {
    let path = messages(&world.general);
    let message = who.rest.post_files(&path, json!({}), &[(name, bytes)]).await.expect(200);
    message["attachments"][0].clone()
}

async fn bytes_at(who: &Account, url: &Value) -> Vec<u8> {
    let answer = who.rest.fetch(url.as_str().unwrap(), &[]).await;
    assert_eq!(answer.status(), 200, "{url}");
    answer.bytes().await.unwrap().to_vec()
}

/// All files below a folder.
pub(crate) fn files_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| if entry.path().is_dir() { files_below(&entry.path()) } else { 1 }).sum()
}

#[tokio::test]
async fn fi1_files_come_with_their_message_to_everyone_and_outlive_a_kill() {
    let mut world = World::start().await;
    let (ada, mut bob) = world.two_members().await;
    let picture = png(700, 350);
    let text = "Grüße".as_bytes();
    let body = json!({
        "content": "", "nonce": "n1",
        "attachments": [
            {"id": 1, "description": "a greeting", "filename": "greet.txt"},
            {"id": "0", "is_spoiler": true},
        ],
    });
    let files = [("sunset photo.png", picture.as_slice()), ("notes", text)];
    let posted = ada.account.rest.post_files(&messages(&world.general), body, &files).await;
    let posted = posted.expect(200);
    let heard = bob.next_message().await;
    assert_eq!(heard["attachments"], posted["attachments"]);
    let [first, second] = posted["attachments"].as_array().unwrap().as_slice() else { panic!() };
    let shown = json!([first["filename"], first["content_type"], first["width"], first["height"]]);
    assert_eq!(shown, json!(["SPOILER_sunset_photo.png", "image/png", 700, 350]));
    let shown = json!([second["filename"], second["description"], second["size"], second["width"]]);
    assert_eq!(shown, json!(["greet.txt", "a greeting", text.len(), null]));

    let seen = bytes_at(&bob.account, &first["url"]).await;
    assert_eq!(image::load_from_memory(&seen).unwrap(), image::load_from_memory(&picture).unwrap());
    let small = json!(format!("{}&size=512", first["url"].as_str().unwrap()));
    let small = image::load_from_memory(&bytes_at(&bob.account, &small).await).unwrap();
    assert_eq!((small.width(), small.height()), (512, 256));

    world.kill();
    world.start_again();
    assert_eq!(bytes_at(&bob.account, &second["url"]).await, text);
    let listed = bob.account.rest.get(&messages(&world.general)).await.expect(200);
    assert_eq!(bytes_at(&bob.account, &listed[0]["attachments"][1]["url"]).await, text);
}

#[tokio::test]
async fn a_part_of_a_file_and_what_a_browser_has_already() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let text: String = (0..40_000).map(|line| format!("{line}\n")).collect();
    let file = sent(&world, &ada, "lines.txt", text.as_bytes()).await;
    let url = file["url"].as_str().unwrap();
    let part = ada.rest.fetch(url, &[("range", "bytes=65530-65549")]).await;
    let size = text.len();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()[CONTENT_RANGE], format!("bytes 65530-65549/{size}"));
    let tag = part.headers()[ETAG].to_str().unwrap().to_owned();
    assert_eq!(part.text().await.unwrap(), text[65_530..65_550]);
    let beyond = ada.rest.fetch(url, &[("range", &format!("bytes={size}-"))]).await;
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()[CONTENT_RANGE], format!("bytes */{size}"));
    let other = [("range", "bytes=0-0"), ("if-range", "\"other\"")];
    assert_eq!(ada.rest.fetch(url, &other).await.status(), 200);
    assert_eq!(ada.rest.fetch(url, &[("if-none-match", &tag)]).await.status(), 304);
}

#[tokio::test]
async fn ha1_an_address_is_good_as_it_was_made_and_in_no_other_form() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let file = sent(&world, &ada, "a.txt", b"hello").await;
    let url = file["url"].as_str().unwrap();
    let id = file["id"].as_str().unwrap();
    let (bare, query) = url.split_once('?').unwrap();
    let other_digit = |text: &str| {
        let last = if text.ends_with('0') { "1" } else { "0" };
        format!("{}{last}", &text[..text.len() - 1])
    };
    let changed = [
        bare.to_owned(),
        other_digit(url),
        url.replace("ex=", "ex=f"),
        url.replace("is=", "is=f"),
        url.replace("ex=", "EX="),
        url.replace("a.txt", "b.html"),
        url.replace(id, &other_digit(id)),
        url.replace(&world.general, &other_digit(&world.general)),
        format!("{bare}?ex=zz&is=0&hm=0"),
        format!("{}/attachments/x/y/z?{query}", world.url()),
    ];
    for url in changed {
        let answer = ada.rest.fetch(&url, &[]).await;
        assert_eq!(answer.status(), 404, "{url}");
    }
    assert_eq!(ada.rest.fetch(url, &[]).await.status(), 200);
}

#[tokio::test]
async fn ha2_only_what_is_safe_is_shown_and_nothing_runs() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><script>x()</script></svg>";
    let script = b"GIF89a/*\0\0\0\0*/=alert(1);//";
    let polyglot = [png(8, 8), b"<script>alert(1)</script>PK\x03\x04".to_vec()].concat();
    let cases: [(&str, &[u8], &str, &str); 6] = [
        ("a.svg", svg, "application/octet-stream", "attachment"),
        ("a.png", svg, "application/octet-stream", "attachment"),
        ("a.gif", script, "application/octet-stream", "attachment"),
        ("a.html", b"<!doctype html><p>", "application/octet-stream", "attachment"),
        ("a.html", b"no markup", "text/plain; charset=utf-8", "inline"),
        ("a.html", &polyglot, "image/png", "inline"),
    ];
    for (name, bytes, kind, how) in cases {
        let file = sent(&world, &ada, name, bytes).await;
        let answer = ada.rest.fetch(file["url"].as_str().unwrap(), &[]).await;
        let header = |name| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header(CONTENT_TYPE), kind, "{name}");
        let disposition = header(CONTENT_DISPOSITION);
        assert!(disposition.starts_with(&format!("{how}; filename=\"{name}\"")), "{disposition}");
        assert_eq!(header(X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(CONTENT_SECURITY_POLICY), "sandbox; default-src 'none'");
        let bytes = answer.bytes().await.unwrap();
        let is_script = bytes.windows(8).any(|window| window == b"<script>");
        assert!(!is_script || how == "attachment", "{name}");
    }
}

#[tokio::test]
async fn p5_who_may_not_attach_files_sends_none_and_their_bytes_are_not_read() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let overwrite = format!("/api/v10/channels/{}/permissions/{}", world.general, ada.id);
    let denied = json!({"type": 1, "allow": "0", "deny": ATTACH_FILES.to_string()});
    world.owner.rest.put(&overwrite, denied).await.expect(204);
    let path = messages(&world.general);
    ada.rest.post_files(&path, json!({"content": "x"}), &[("a", b"x")]).await.refused(403, 50_013);
    ada.rest.post(&path, json!({"content": "text"})).await.expect(200);
    assert_eq!(files_below(&world.data().join("files")), 0);
}

#[tokio::test]
async fn hu2_a_repeat_is_the_first_message_and_keeps_no_second_file() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let path = messages(&world.general);
    let body = json!({"nonce": "once"});
    let first = ada.rest.post_files(&path, body.clone(), &[("a", b"one")]).await.expect(200);
    let again = ada.rest.post_files(&path, body, &[("a", b"two")]).await.expect(200);
    assert_eq!(again["id"], first["id"]);
    assert_eq!(bytes_at(&ada, &again["attachments"][0]["url"]).await, b"one");
    assert_eq!(files_below(&world.data().join("files")), 1);
}

#[tokio::test]
async fn ed3_an_edit_leaves_files_out_keeps_others_and_adds_new_ones() {
    let world = World::start().await;
    let (ada, mut bob) = world.two_members().await;
    let rest = &ada.account.rest;
    let path = messages(&world.general);
    let posted = rest.post_files(&path, json!({}), &[("a.txt", b"a"), ("b.txt", b"b")]).await;
    let posted = posted.expect(200);
    bob.next_message().await;
    let (first, second) = (&posted["attachments"][0], &posted["attachments"][1]);
    let message = format!("{path}/{}", posted["id"].as_str().unwrap());

    // What is not spoken of stays, and what comes is added.
    let added = rest.patch_files(&message, json!({"content": "x"}), &[("c.txt", b"c")]).await;
    assert_eq!(names(&added.expect(200)), ["a.txt", "b.txt", "c.txt"]);
    let heard = bob.socket.event("MESSAGE_UPDATE").await;
    assert_eq!(names(&heard), ["a.txt", "b.txt", "c.txt"]);

    // One stays, one comes, and the others' addresses are gone at once, and their bytes soon.
    let wish = json!({"attachments": [
        {"id": 0, "filename": "d.txt"},
        {"id": second["id"], "description": "it stays"},
    ]});
    let changed = rest.patch_files(&message, wish, &[("x", b"d")]).await.expect(200);
    assert_eq!(names(&changed), ["b.txt", "d.txt"]);
    assert_eq!(changed["attachments"][0]["description"], "it stays");
    assert_eq!(rest.fetch(first["url"].as_str().unwrap(), &[]).await.status(), 404);
    assert_eq!(bytes_at(&bob.account, &second["url"]).await, b"b");
    until_left(&world, 2).await;

    let strange = json!({"attachments": [{"id": first["id"]}]});
    rest.patch(&message, strange).await.refused(400, 50_035);
    let nobody = json!({"attachments": []});
    bob.account.rest.patch(&message, nobody.clone()).await.refused(403, 50_005);
    let many = vec![("x", b"x".as_slice()); 9];
    rest.patch_files(&message, json!({}), &many).await.refused(400, 30_015);
    until_left(&world, 2).await;
    assert_eq!(names(&rest.patch(&message, nobody).await.expect(200)), [""; 0]);
    until_left(&world, 0).await;
    let bare = json!({"content": "", "attachments": []});
    rest.patch(&message, bare).await.refused(400, 50_006);
}

fn names(message: &Value) -> Vec<&str> {
    let files = message["attachments"].as_array().unwrap();
    files.iter().map(|file| file["filename"].as_str().unwrap()).collect()
}

/// Waits until so many files are left.
async fn until_left(world: &World, files: usize) {
    let folder = world.data().join("files");
    let waiting = async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(5));
        while files_below(&folder) != files {
            looks.tick().await;
        }
    };
    tokio::time::timeout(crate::world::PATIENCE, waiting)
        .await
        .expect("as many as there should be");
}

#[tokio::test]
async fn hu3_with_its_message_a_file_is_gone_from_every_answer_and_from_the_disk() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let path = messages(&world.general);
    let mut posted = Vec::new();
    for name in ["a", "b", "c"] {
        let files = [(name, name.as_bytes())];
        posted.push(ada.rest.post_files(&path, json!({}), &files).await.expect(200));
    }
    let ids: Vec<_> = posted.iter().map(|message| message["id"].as_str().unwrap()).collect();
    let answer = json!({"content": "an answer", "message_reference": {"message_id": ids[0]}});
    let answer = ada.rest.post(&path, answer).await.expect(200);
    assert_eq!(names(&answer["referenced_message"]), ["a"]);
    ada.rest.delete(&format!("{path}/{}", ids[0])).await.expect(204);
    let bulk = json!({"messages": [ids[1], ids[2]]});
    world.owner.rest.post(&format!("{path}/bulk-delete"), bulk).await.expect(204);
    for message in &posted {
        let url = message["attachments"][0]["url"].as_str().unwrap();
        assert_eq!(ada.rest.fetch(url, &[]).await.status(), 404);
    }
    let listed = ada.rest.get(&path).await.expect(200);
    assert_eq!(listed[0]["referenced_message"], json!(null));
    assert!(!listed.to_string().contains("/attachments/"), "{listed}");
    until_left(&world, 0).await;
}

#[tokio::test]
async fn what_is_refused_keeps_no_file() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let path = messages(&world.general);
    let post = async |body: Value| ada.rest.post_files(&path, body, &[("a", b"x")]).await;
    post(json!({"content": "x".repeat(2_001)})).await.refused(400, 50_035);
    post(json!({"message_reference": {"message_id": "1"}})).await.refused(400, 50_035);
    post(json!({"attachments": [{"id": 7}]})).await.refused(400, 50_035);
    let long = json!({"attachments": [{"id": 0, "description": "x".repeat(1_025)}]});
    post(long).await.refused(400, 50_035);
    post(json!([])).await.refused(400, 50_035);
    let many = vec![("a", b"x".as_slice()); 11];
    ada.rest.post_files(&path, json!({}), &many).await.refused(400, 30_015);
    ada.rest.post_files(&path, json!({}), &[]).await.refused(400, 50_006);
    assert_eq!(files_below(&world.data().join("files")), 0);
}

#[tokio::test]
async fn fq1_files_and_messages_and_all_files_of_a_user_have_their_bounds() {
    let settings = [
        ("CONFAB_FILES_UPLOAD_BYTES_MAX", "1000"),
        ("CONFAB_FILES_MESSAGE_BYTES_MAX", "3000"),
        ("CONFAB_FILES_UPLOAD_QUOTA_BYTES", "2500"),
    ];
    let world = World::start_with(&settings).await;
    let ada = world.account("ada").await;
    let path = messages(&world.general);
    let (fits, over) = (vec![b'x'; 1_000], vec![b'x'; 1_001]);
    let post = async |files: &[(&str, &[u8])]| ada.rest.post_files(&path, json!({}), files).await;
    post(&[("a", &over)]).await.refused(413, 40_005);
    post(&[("a", &fits), ("b", &fits), ("c", &fits)]).await.refused(413, 40_005);
    assert_eq!(files_below(&world.data().join("files")), 0);
    post(&[("a", &fits), ("b", &fits)]).await.expect(200);
    post(&[("a", &fits)]).await.refused(413, 900_013);
    post(&[("a", &fits[..500])]).await.expect(200);
    let bob = world.account("bob").await;
    let posted = bob.rest.post_files(&path, json!({}), &[("a", &fits)]).await;
    posted.expect(200);
    assert_eq!(files_below(&world.data().join("files")), 4);
}

#[tokio::test]
async fn fi4_on_a_full_disk_files_are_refused_and_messages_are_not() {
    let settings = [("CONFAB_FILES_FREE_SPACE_FLOOR_BYTES", "9000000000000000000")];
    let world = World::start_with(&settings).await;
    let ada = world.account("ada").await;
    let path = messages(&world.general);
    let refused = ada.rest.post_files(&path, json!({"content": "x"}), &[("a", b"x")]).await;
    refused.refused(503, 900_008);
    ada.rest.post(&path, json!({"content": "text"})).await.expect(200);
    assert_eq!(files_below(&world.data().join("files")), 0);
}

#[tokio::test]
async fn an_embed_shows_a_file_of_its_message_and_none_that_is_gone() {
    let world = World::start().await;
    let bot = world.bot("herald", 0).await;
    let embeds = json!([{"title": "Load", "image": {"url": "attachment://chart.png"}}]);
    let (path, body) = (messages(&world.general), json!({"embeds": embeds}));
    let files: [(&str, &[u8]); 2] = [("chart.png", &png(4, 3)), ("notes.txt", b"notes")];
    let said = bot.rest.post_files(&path, body, &files).await.expect(200);
    let (image, file) = (&said["embeds"][0]["image"], &said["attachments"][0]);
    assert_eq!((&image["url"], &image["width"]), (&file["url"], &json!(4)));
    bytes_at(&bot, &image["url"]).await;
    let one = format!("{path}/{}", said["id"].as_str().unwrap());
    let without = json!({"attachments": [{"id": said["attachments"][1]["id"]}]});
    let edited = bot.rest.patch(&one, without).await.expect(200);
    assert_eq!(edited["embeds"][0]["image"], Value::Null);
    assert_eq!(edited["embeds"][0]["title"], "Load");
}
