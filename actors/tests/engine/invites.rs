//! How many invites fit into a guild.

use actors::{Command, GuildError};
use storage::records::{GuildInvite, Invite};
use storage::{Batch, Shard, ShortText, Store};

use crate::world::{START_MS, World};

#[tokio::test(start_paused = true)]
async fn only_invites_that_still_work_count_against_the_bound() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (guild, channel) = world.guild(ada).await;
    world.join(&guild, channel, ada, bob).await;
    let id = guild.view().id();
    let put = async |numbers: std::ops::Range<u32>, expires_at_ms: Option<i64>| {
        let batch = numbers.fold(Batch::new(Shard::Guild(id)), |batch, number| {
            let code = ShortText::new(&format!("code{number}")).unwrap();
            let invite = Invite {
                code,
                guild: id,
                channel,
                inviter: bob,
                max_uses: 0,
                uses: 0,
                expires_at_ms,
                created_at_ms: START_MS - 2_000,
            };
            batch.put(&invite).put(&GuildInvite { guild: id, code })
        });
        world.engine.store().commit(batch).await.unwrap();
    };
    let create = async || {
        guild.act(Command::CreateInvite { actor: bob, channel, max_age_s: 0, max_uses: 0 }).await
    };

    put(0..500, Some(START_MS - 1_000)).await;
    put(500..1_000, Some(START_MS - 1_000)).await;
    create().await.unwrap();
    assert_eq!(guild.invites(ada).await.unwrap().len(), 2, "the one that Bob came by, and this");
    put(0..500, None).await;
    put(500..998, None).await;
    assert_eq!(create().await.map(drop), Err(GuildError::TooManyInvites(1_000)));
    assert_eq!(guild.invites(ada).await.unwrap().len(), 1_000);
    put(7..8, Some(START_MS - 1_000)).await;
    create().await.unwrap();
    assert_eq!(create().await.map(drop), Err(GuildError::TooManyInvites(1_000)));
}
