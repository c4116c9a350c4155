//! Who is put out of a guild: gone for themselves and for all others, and who is let in again.

use serde_json::{Value, json};

use crate::world::{Account, World, say};

fn member(world: &World, who: &Account) -> String {
    format!("/api/v10/guilds/{}/members/{}", world.guild, who.id)
}

async fn come(world: &World, who: &Account) -> crate::world::Answer {
    let code = world.invite(&world.general).await;
    who.rest.post(&format!("/api/v10/invites/{code}"), json!({})).await
}

#[tokio::test]
async fn whoever_is_kicked_is_out_at_once_for_all_and_may_come_back() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    bob.says("still here").await;
    ada.sees("still here").await;
    ada.account.rest.delete(&member(&world, &bob.account)).await.refused(403, 50_013);
    world.owner.rest.delete(&member(&world, &world.owner)).await.refused(403, 50_013);
    let nobody = format!("/api/v10/guilds/{}/members/77", world.guild);
    world.owner.rest.delete(&nobody).await.refused(404, 10_007);

    world.owner.rest.delete(&member(&world, &bob.account)).await.expect(204);
    assert_eq!(bob.socket.event("GUILD_DELETE").await, json!({"id": world.guild}));
    let gone = ada.socket.event("GUILD_MEMBER_REMOVE").await;
    assert_eq!(gone["user"]["id"], bob.account.id.as_str());
    world.owner.rest.delete(&member(&world, &bob.account)).await.refused(404, 10_007);
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        say(&bob.account, &world.general, "let me in").await.refused(404, 10_003);
        let guilds = bob.account.rest.get("/api/v10/users/@me/guilds").await.expect(200);
        assert_eq!(guilds, json!([]));
    }
    come(&world, &bob.account).await.expect(200);
    say(&bob.account, &world.general, "back again").await.expect(200);
}

#[tokio::test]
async fn a_bot_that_is_kicked_takes_its_role_along() {
    let world = World::start().await;
    let bot = world.bot("beep", 1 << 1).await;
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    let names = |roles: &Value| {
        let roles = roles.as_array().expect("a list");
        roles.iter().map(|role| role["name"].as_str().expect("a name").to_owned()).collect()
    };
    let before: Vec<String> = names(&world.owner.rest.get(&roles).await.expect(200));
    assert!(before.contains(&"beep".to_owned()), "{before:?}");
    world.owner.rest.delete(&member(&world, &bot)).await.expect(204);
    let after: Vec<String> = names(&world.owner.rest.get(&roles).await.expect(200));
    assert_eq!(after, ["@everyone"]);
    bot.rest.get(&roles).await.refused(404, 10_004);
}
