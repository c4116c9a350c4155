//! What a bot hears of a guild by the intents that it asked for.

use actors::{ChannelPatch, Command};
use protocol::intents::Intents;
use protocol::permissions::{Overwrite, Permissions};

use crate::world::{START_MS, World};

/// What a bot with these intents hears while Ada renames a channel, hides and shows it, puts Bob and
/// then the bot in time-out, and the bot leaves.
async fn heard(intents: Intents) -> Vec<String> {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let robot = world.account("robot").await;
    let (guild, general) = world.guild(ada).await;
    for who in [bob, robot] {
        world.join(&guild, general, ada, who).await;
    }
    let mut client = world.connect_bot(robot, intents).await;
    client.read().await;
    let hidden = Overwrite::member(robot, Permissions::empty(), Permissions::VIEW_CHANNEL);
    let named = ChannelPatch { name: Some("quay".to_owned()), ..ChannelPatch::default() };
    let with =
        |overwrites| ChannelPatch { overwrites: Some(overwrites), ..ChannelPatch::default() };
    let patch = |patch| Command::UpdateChannel { actor: ada, channel: general, patch };
    let time_out =
        |target| Command::TimeOut { actor: ada, target, until_ms: Some(START_MS + 3_600_000) };
    for command in [
        patch(named),
        patch(with(vec![hidden])),
        patch(with(Vec::new())),
        time_out(bob),
        time_out(robot),
        Command::Leave { user: robot },
    ] {
        guild.act(command).await.unwrap();
    }
    client.names().await
}

#[tokio::test(start_paused = true)]
async fn a_bot_hears_of_channels_and_of_the_guild_by_the_intent_for_guilds() {
    let wanted = [
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "CHANNEL_CREATE",
        "GUILD_MEMBER_UPDATE",
        "GUILD_DELETE",
    ];
    assert_eq!(heard(Intents::GUILDS).await, wanted);
}

#[tokio::test(start_paused = true)]
async fn a_bot_hears_of_itself_as_a_member_whatever_it_asked_for() {
    assert_eq!(heard(Intents::GUILD_MESSAGES).await, ["GUILD_MEMBER_UPDATE"]);
    let members = heard(Intents::GUILD_MEMBERS).await;
    assert_eq!(members, ["GUILD_MEMBER_UPDATE", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"]);
}
