//! Pictures of users and guilds: small ones of the server's own making, which everyone sees at once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use serde_json::{Value, json};

use crate::files::{files_below, png};
use crate::world::{Account, World};

const ME: &str = "/api/v10/users/@me";

fn data_uri(bytes: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(bytes))
}

async fn status(world: &World, who: &Account, path: &str) -> u16 {
    who.rest.fetch(&format!("{}{path}", world.url()), &[]).await.status().as_u16()
}

fn avatar(user: &Value) -> String {
    let (id, name) = (user["id"].as_str().unwrap(), user["avatar"].as_str().unwrap());
    format!("/avatars/{id}/{name}.webp?size=64")
}

#[tokio::test]
async fn po1_a_picture_is_seen_by_everyone_and_is_one_of_the_servers_making() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    let sent = [png(600, 300), b"<script>alert(1)</script>".to_vec()].concat();
    let patch = json!({"avatar": data_uri(&sent)});
    let me = ada.account.rest.patch(ME, patch).await.expect(200);
    let own = ada.socket.event("USER_UPDATE").await;
    assert_eq!(own["avatar"], me["avatar"]);
    let seen = bob.socket.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!(seen["user"]["avatar"], me["avatar"]);
    ada.says("look").await;
    assert_eq!(bob.sees("look").await["author"]["avatar"], me["avatar"]);

    world.kill();
    world.start_again();
    let url = format!("{}{}", world.url(), avatar(&me));
    let shown = world.nobody().fetch(&url, &[]).await;
    assert_eq!(shown.status(), 200);
    let header = |name| shown.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header(CONTENT_TYPE), "image/png");
    assert_eq!(header(X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(header(CONTENT_SECURITY_POLICY), "sandbox; default-src 'none'");
    assert_eq!(header(CACHE_CONTROL), "public, max-age=31536000, immutable");
    let bytes = shown.bytes().await.unwrap();
    let picture = image::load_from_memory(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (256, 128));
    assert!(!bytes.windows(7).any(|bytes| bytes == b"<script"));
}

#[tokio::test]
async fn po2_a_picture_that_is_replaced_or_taken_away_is_gone() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let files = || files_below(&world.data().join("files"));
    let set = async |picture: Value| ada.rest.patch(ME, json!({"avatar": picture})).await;
    let first = set(json!(data_uri(&png(8, 8)))).await.expect(200);
    let second = set(json!(data_uri(&png(8, 8)))).await.expect(200);
    assert_ne!(first["avatar"], second["avatar"]);
    assert_eq!(status(&world, &ada, &avatar(&first)).await, 404);
    assert_eq!(status(&world, &ada, &avatar(&second)).await, 200);
    assert_eq!(files(), 1);

    // What is refused changes nothing and keeps nothing.
    let name = json!({"username": "x", "avatar": data_uri(&png(8, 8))});
    ada.rest.patch(ME, name).await.refused(400, 50_035);
    for strange in ["", "https://example.com/a.png", &data_uri(b"<svg onload='x()'/>")] {
        set(json!(strange)).await.refused(400, 50_035);
    }
    set(json!(data_uri(&vec![7; (11 << 20) / 5]))).await.refused(413, 40_005);
    let mut bomb = png(8, 8);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    set(json!(data_uri(&bomb))).await.refused(400, 50_035);
    assert_eq!(files(), 1);
    let renamed = ada.rest.patch(ME, json!({"global_name": "Ada"})).await.expect(200);
    assert_eq!(renamed["avatar"], second["avatar"], "what is not spoken of stays");

    let bare = set(json!(null)).await.expect(200);
    assert_eq!(bare["avatar"], json!(null));
    assert_eq!(status(&world, &ada, &avatar(&second)).await, 404);
    assert_eq!(files(), 0);
}

#[tokio::test]
async fn p5_a_guilds_picture_is_changed_by_who_manages_the_guild() {
    let world = World::start().await;
    let (ada, mut bob) = world.two_members().await;
    let guild = format!("/api/v10/guilds/{}", world.guild);
    let patch = json!({"icon": data_uri(&png(300, 300))});
    ada.account.rest.patch(&guild, patch.clone()).await.refused(403, 50_013);
    assert_eq!(files_below(&world.data().join("files")), 0);
    let changed = world.owner.rest.patch(&guild, patch).await.expect(200);
    let icon = changed["icon"].as_str().unwrap();
    assert_eq!(bob.socket.event("GUILD_UPDATE").await["icon"], icon);
    let path = format!("/icons/{}/{icon}.png", world.guild);
    assert_eq!(status(&world, &ada.account, &path).await, 200);
    for strange in ["", ".exe", "0.png", "/../x.png"] {
        let path = format!("/icons/{}/{icon}{strange}", world.guild);
        assert_eq!(status(&world, &ada.account, &path).await, 404, "{path}");
    }
    world.owner.rest.patch(&guild, json!({"name": "Still so"})).await.expect(200);
    assert_eq!(status(&world, &ada.account, &path).await, 200);
    let bare = world.owner.rest.patch(&guild, json!({"icon": null})).await.expect(200);
    assert_eq!(bare["icon"], json!(null));
    assert_eq!(status(&world, &ada.account, &path).await, 404);
}
