//! What is done after an account ended, until nothing is left to be done.
//!
//! - DP1  Every account that ended goes out of all that it was in, also when the server stopped meanwhile.
//! - DP2  The mark stays until what was under way when the account ended is over, and is looked at again
//!   then: nothing that came in late is overlooked.

use std::sync::Arc;
use std::time::Duration;

use protocol::UserId;
use storage::FilePlace;
use storage::records::RemovedAccount;
use storage::sweep::REMOVAL_SETTLES_MS;

use super::App;
use super::answer::Outcome;
use super::routes::portraits;
use crate::accounts::AccountError;

/// From the end of one look to the next.
const REST: Duration = Duration::from_secs(60);

/// DP1. Looks for accounts that ended, at the start and then for as long as the process runs.
pub(crate) async fn keep_finishing(app: Arc<App>) {
    loop {
        if let Err(error) = look(&app).await {
            tracing::warn!(%error, "accounts that ended could not be looked for");
        }
        tokio::time::sleep(REST).await;
    }
}

async fn look(app: &Arc<App>) -> Result<(), AccountError> {
    let mut after = None;
    loop {
        let marks = app.accounts.removed_accounts(after).await?;
        let Some(last) = marks.last() else { return Ok(()) };
        after = Some(last.user);
        for mark in marks {
            let user = mark.user;
            if let Err(error) = depart(app, mark).await {
                tracing::warn!(?error, %user, "an account that ended is still in something");
            }
        }
    }
}

/// The same for one account, and the bots that it made. It says nothing: whatever is left is looked for.
pub(super) async fn finish_now(app: &Arc<App>, user: UserId) {
    app.engine.end_sessions(user);
    let departed = async {
        for bot in app.accounts.end_bots_of(user).await? {
            depart_marked(app, bot).await?;
        }
        depart_marked(app, user).await
    };
    if let Err(error) = departed.await {
        tracing::warn!(?error, %user, "an account that ended is still in something");
    }
}

async fn depart_marked(app: &Arc<App>, user: UserId) -> Outcome<()> {
    match app.accounts.removed_account(user).await? {
        Some(mark) => depart(app, mark).await,
        None => Ok(()),
    }
}

async fn depart(app: &Arc<App>, mark: RemovedAccount) -> Outcome<()> {
    let RemovedAccount { user, avatar, removed_at_ms } = mark;
    // Those that have no mark yet have one for the next look.
    app.accounts.end_bots_of(user).await?;
    app.engine.take_leave(user).await?;
    let place = |name| FilePlace::Avatar(user, name);
    portraits::let_go(app, avatar.as_ref(), None, place).await;
    // DP2
    if removed_at_ms <= app.clock.now_ms() - REMOVAL_SETTLES_MS {
        app.accounts.forget_removed(user).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use protocol::GuildId;
    use storage::StoreExt as _;
    use storage::records::{About, User, UserSettings};
    use storage::{Batch, Shard};

    use super::*;
    use crate::accounts::Identity;
    use crate::harness::{Actor, World};

    const LOGIN: Identity = Identity::Login(protocol::LoginId::new(1));

    /// Bob's account has ended, and the server stopped right then.
    async fn broken_off() -> (World, GuildId, UserId) {
        let (world, ada, guild) = World::claimed().await;
        let bob: Actor = world.invite(&ada, &guild, "bob").await;
        let user: UserId = bob.id.parse().expect("an id");
        let settings = UserSettings { user, json: "{}".to_owned() };
        let about = About { user, text: "I was here.".to_owned() };
        let batch = Batch::new(Shard::Social).put(&settings).put(&about);
        world.app.store.commit(batch).await.expect("it is stored");
        let accounts = &world.app.accounts;
        accounts.create_bot(user, "beep").await.expect("a bot");
        let confirmed = accounts.confirm_end(user, LOGIN, "12345678".to_owned()).await;
        accounts.end_account(confirmed.expect("the password")).await.expect("it ends");
        let guild = guild["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        (world, guild, user)
    }

    #[tokio::test]
    async fn dp1_what_was_broken_off_is_brought_to_its_end() {
        let (world, guild, bob) = broken_off().await;
        let app = &world.app;
        assert_eq!(app.engine.guilds_of(bob).await, Ok(vec![guild]));
        assert_eq!(app.store.load::<About>(&bob).await, Ok(None), "with the account");
        look(app).await.expect("the store answers");
        assert_eq!(app.engine.guilds_of(bob).await, Ok(vec![]));
        assert_eq!(app.store.load::<UserSettings>(&bob).await, Ok(None));
        assert!(app.accounts.named("beep").await.is_err());
        let marks = app.accounts.removed_accounts(None).await.expect("the store answers");
        let stubs: Vec<UserId> = marks.iter().map(|mark| mark.user).collect();
        assert_eq!(stubs.len(), 2, "of Bob and his bot: {marks:?}");
        for stub in app.store.load_many::<User>(&stubs).await.expect("the store answers") {
            assert!(stub.expect("a stub").is_stub());
        }
    }

    #[tokio::test]
    async fn dp2_the_mark_stays_until_what_was_under_way_is_over() {
        let (world, _, bob) = broken_off().await;
        let app = &world.app;
        look(app).await.expect("the store answers");
        let mark = app.accounts.removed_account(bob).await.expect("the store answers");
        let mark = mark.expect("it is young");
        let old = RemovedAccount { removed_at_ms: mark.removed_at_ms - REMOVAL_SETTLES_MS, ..mark };
        let batch = Batch::new(Shard::Social).put(&old);
        app.store.commit(batch).await.expect("it is stored");
        look(app).await.expect("the store answers");
        assert_eq!(app.accounts.removed_account(bob).await, Ok(None));
    }
}
