//! Accounts over a store in memory, with a clock that the test moves.

mod second_factor;

use std::sync::atomic::{AtomicI64, Ordering};

use storage::MemoryStore;
use storage::records::{Instance, InstanceRole, Login};
use storage::{Batch, Shard, StoreExt as _};

use super::*;
use crate::config::{Profile, Settings};
use error::FieldProblem;

struct World {
    accounts: Arc<Accounts>,
    store: Arc<dyn Store>,
    now_ms: Arc<AtomicI64>,
}

impl World {
    async fn new(change: impl FnOnce(&mut AccountSettings)) -> Self {
        crate::wiring::install_crypto();
        let mut settings = Settings::of(Profile::Test).accounts;
        change(&mut settings);
        let now_ms = Arc::new(AtomicI64::new(1_800_000_000_000));
        let reading = Arc::clone(&now_ms);
        let clock = Clock::new(move || reading.load(Ordering::Relaxed));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let accounts = Accounts::open(Arc::clone(&store), clock, 0, settings).await;
        Self { accounts: Arc::new(accounts.expect("accounts open")), store, now_ms }
    }

    fn pass(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::Relaxed);
    }

    async fn claim(&self) -> Grant {
        let token = self.accounts.setup_token().expect("not claimed yet");
        let request = ClaimRequest { token, username: "ada".into(), password: "12345678".into() };
        let claim = self.accounts.begin_claim(request).await.expect("accepted");
        self.accounts.finish_claim(claim, Client::default()).await.expect("claimed")
    }

    async fn register(&self, username: &str) -> Result<Grant, AccountError> {
        let registration = Registration {
            username: username.into(),
            password: "12345678".into(),
            email: Some("a@example.org".into()),
        };
        self.accounts.register(registration, Client::default()).await
    }

    async fn login(&self, username: &str, password: &str) -> Result<Grant, AccountError> {
        let granted = self.accounts.login(username, password.into(), Client::default()).await;
        granted.map(|granted| match granted {
            LoggedIn::Whole(grant, _) => *grant,
            LoggedIn::Half(_) => panic!("nobody here has a second factor"),
        })
    }

    async fn who(&self, grant: &Grant) -> Result<Caller, AccountError> {
        self.accounts.authorize(&format!("Bearer {}", grant.access_token)).await
    }

    async fn rotate(&self, token: &str) -> Result<Grant, RotateError> {
        self.accounts.rotate(token, Client::default()).await
    }
}

#[tokio::test]
async fn ac1_an_ended_login_is_refused_at_once() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    assert_eq!(world.who(&ada).await.map(|caller| caller.user), Ok(ada.user.id));
    world.accounts.end_login(ada.user.id, ada.login).await.expect("it ends");
    assert_eq!(world.who(&ada).await, Err(AccountError::Unauthorized));
    let rotated = world.rotate(&ada.refresh_token).await;
    assert!(matches!(rotated, Err(RotateError::Account(AccountError::Unauthorized))));
}

#[tokio::test]
async fn ac2_a_name_is_given_once_whatever_its_case() {
    let world = World::new(|_| {}).await;
    world.claim().await;
    world.register("Bob").await.expect("the name is free");
    let taken = AccountError::Fields(vec![("username", FieldProblem::NameTaken)]);
    assert_eq!(world.register("bOB").await.map(|_| ()), Err(taken));
    assert!(world.login("BOB", "12345678").await.is_ok());
}

#[tokio::test]
async fn ac2_a_registration_that_is_taken_back_frees_the_name() {
    let world = World::new(|_| {}).await;
    let bob = world.register("bob").await.expect("the name is free");
    world.accounts.unregister(&bob).await.expect("it is taken back");
    assert_eq!(world.who(&bob).await, Err(AccountError::Unauthorized));
    assert!(world.register("bob").await.is_ok());
}

#[tokio::test]
async fn ac3_the_instance_is_claimed_once_by_its_link() {
    let world = World::new(|_| {}).await;
    let wrong =
        ClaimRequest { token: "wrong".into(), username: "eve".into(), password: "12345678".into() };
    let refused = world.accounts.begin_claim(wrong.clone()).await.map(|_| ());
    assert_eq!(refused, Err(AccountError::WrongSetupToken));
    let ada = world.claim().await;
    assert_eq!(ada.user.instance_role, InstanceRole::Owner);
    assert!(world.accounts.is_claimed() && world.accounts.setup_token().is_none());
    let again = world.accounts.begin_claim(wrong).await.map(|_| ());
    assert_eq!(again, Err(AccountError::AlreadyClaimed));
}

#[tokio::test]
async fn ac3_the_link_stays_the_same_until_it_is_used() {
    let world = World::new(|_| {}).await;
    let settings = Settings::of(Profile::Test).accounts;
    let clock = Clock::new(|| 0);
    let again = Accounts::open(Arc::clone(&world.store), clock, 0, settings).await;
    let again = again.expect("accounts open");
    assert_eq!(again.setup_token(), world.accounts.setup_token());
}

#[tokio::test]
async fn ac4_the_store_holds_no_secret_that_works() {
    let world = World::new(|_| {}).await;
    let setup = world.accounts.setup_token().expect("not claimed yet");
    let instance = world.store.load::<Instance>(&()).await.expect("a read").expect("a row");
    assert_eq!(instance.claim_token_hash, Some(secret::hash(&setup)));
    let ada = world.claim().await;
    let row = world.store.load::<Login>(&(ada.user.id, ada.login)).await.expect("a read");
    assert_eq!(row.expect("a row").refresh_hash, secret::hash(&ada.refresh_token));
    assert!(ada.user.password_hash.expect("a hash").starts_with("$argon2id$"));
}

#[tokio::test]
async fn unknown_names_and_wrong_passwords_are_refused_alike() {
    let world = World::new(|_| {}).await;
    world.claim().await;
    for (name, password) in [("ada", "wrong"), ("nobody", "12345678"), ("not a name", "x")] {
        let refused = world.login(name, password).await.map(|_| ());
        assert_eq!(refused, Err(AccountError::WrongLogin), "{name}");
    }
}

#[tokio::test]
async fn logins_are_limited_by_name_and_by_address() {
    let world = World::new(|settings| settings.login_tries_per_minute = 2).await;
    world.claim().await;
    for _ in 0..2 {
        assert_eq!(world.login("ada", "x").await.map(|_| ()), Err(AccountError::WrongLogin));
    }
    let refused = world.login("ada", "12345678").await.map(|_| ());
    assert_eq!(refused, Err(AccountError::TooManyTries { retry_after_ms: 60_000 }));
    world.pass(60_000);
    assert!(world.login("ada", "12345678").await.is_ok());
}

fn client(address: &str) -> Client {
    Client::new(address.parse().expect("an address"), String::new())
}

#[tokio::test]
async fn tr1_a_name_that_nobody_can_have_counts_for_its_network_only() {
    let world = World::new(|settings| settings.login_tries_per_minute = 1).await;
    world.claim().await;
    let long = "x".repeat(1 << 20);
    let login =
        async |from| world.accounts.login(&long, "x".into(), client(from)).await.map(|_| ());
    for from in ["192.0.2.1", "192.0.2.2"] {
        assert_eq!(login(from).await, Err(AccountError::WrongLogin), "{from}");
        let again = login(from).await;
        assert_eq!(again, Err(AccountError::TooManyTries { retry_after_ms: 60_000 }), "{from}");
    }
}

#[tokio::test]
async fn tr2_the_addresses_of_one_ipv6_network_count_together() {
    let world = World::new(|settings| {
        settings.login_tries_per_minute = 1;
        settings.registrations_per_minute = 1;
    });
    let world = world.await;
    world.claim().await;
    let login = async |name: &str, from| {
        world.accounts.login(name, "x".into(), client(from)).await.map(|_| ())
    };
    assert_eq!(login("eve", "2001:db8:1:2::3").await, Err(AccountError::WrongLogin));
    let refused = Err(AccountError::TooManyTries { retry_after_ms: 60_000 });
    assert_eq!(login("mallory", "2001:db8:1:2:ffff::4").await, refused);
    assert_eq!(login("bob", "2001:db8:1:3::3").await, Err(AccountError::WrongLogin));
    assert_eq!(world.accounts.admit(true, &client("2001:db8:1:2::3")), Ok(()));
    assert_eq!(world.accounts.admit(true, &client("2001:db8:1:2::4")), refused);
}

#[tokio::test]
async fn registrations_need_an_invite_and_are_limited_by_address() {
    let world = World::new(|settings| settings.registrations_per_minute = 1).await;
    let client = client("192.0.2.1");
    assert_eq!(world.accounts.admit(false, &client), Err(AccountError::InviteNeeded));
    assert_eq!(world.accounts.admit(true, &client), Ok(()));
    let refused = world.accounts.admit(true, &client);
    assert_eq!(refused, Err(AccountError::TooManyTries { retry_after_ms: 60_000 }));
}

#[tokio::test]
async fn access_tokens_expire_and_are_refreshed() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    world.pass(15 * 60_000);
    assert_eq!(world.who(&ada).await, Err(AccountError::Unauthorized));
    let again = world.rotate(&ada.refresh_token).await.expect("a new token");
    assert_eq!(again.login, ada.login);
    assert!(world.who(&again).await.is_ok());
}

#[tokio::test]
async fn rt2_two_tabs_that_race_hold_the_same_token() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let (one, two) =
        tokio::join!(world.rotate(&ada.refresh_token), world.rotate(&ada.refresh_token));
    let (one, two) = (one.expect("a token"), two.expect("a token"));
    assert_eq!(one.refresh_token, two.refresh_token);
    assert!(world.rotate(&one.refresh_token).await.is_ok());
}

#[tokio::test]
async fn rt3_an_old_token_ends_the_login() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let next = world.rotate(&ada.refresh_token).await.expect("a token");
    let last = world.rotate(&next.refresh_token).await.expect("a token");
    let reused = RotateError::Reused { user: ada.user.id, login: ada.login };
    assert_eq!(world.rotate(&ada.refresh_token).await.map(|_| ()), Err(reused));
    assert_eq!(world.who(&last).await, Err(AccountError::Unauthorized));
    assert!(world.rotate(&last.refresh_token).await.is_err());
}

#[tokio::test]
async fn a_login_that_nobody_uses_ends_by_itself() {
    let world = World::new(|settings| settings.login_ttl_ms = 3_600_000).await;
    let ada = world.claim().await;
    world.pass(3_600_000);
    assert!(world.rotate(&ada.refresh_token).await.is_err());
    assert_eq!(world.accounts.logins(ada.user.id).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_new_password_ends_all_other_logins() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let other = world.login("ada", "12345678").await.expect("a login");
    let bearer = (ada.user.id, ada.login);
    let change =
        |old: &str| world.accounts.change_password(bearer, old.to_owned(), "87654321".to_owned());
    assert_eq!(change("wrong").await, Err(AccountError::WrongOldPassword));
    assert_eq!(change("12345678").await, Ok(()));
    assert!(world.who(&ada).await.is_ok());
    assert_eq!(world.who(&other).await, Err(AccountError::Unauthorized));
    assert!(world.login("ada", "12345678").await.is_err());
    assert!(world.login("ada", "87654321").await.is_ok());
}

#[tokio::test]
async fn a_new_password_ends_other_logins_that_share_a_lock_with_the_user_as_well() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    // Ids choose their locks: of so many logins some have the user's.
    for _ in 1..logins::LOGINS_PER_USER_MAX {
        world.login("ada", "12345678").await.expect("a login");
        world.pass(1);
    }
    let bearer = (ada.user.id, ada.login);
    let changed = world.accounts.change_password(bearer, "12345678".into(), "87654321".into());
    assert_eq!(changed.await, Ok(()));
    let left = world.accounts.logins(ada.user.id).await.expect("a read");
    assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), [ada.login]);
}

#[tokio::test]
async fn lg1_a_login_too_many_ends_the_one_that_was_not_used_for_the_longest() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let mut logins = Vec::new();
    for _ in 1..logins::LOGINS_PER_USER_MAX {
        world.pass(1);
        logins.push(world.login("ada", "12345678").await.expect("a login"));
    }
    world.pass(1);
    let ada = world.rotate(&ada.refresh_token).await.expect("a token");
    assert!(world.who(&logins[0]).await.is_ok());
    let client = Client::default();
    let opened = world.accounts.login("ada", "12345678".into(), client).await;
    let LoggedIn::Whole(_, ended) = opened.expect("one more") else {
        panic!("nobody here has a second factor");
    };
    assert_eq!(ended, [logins[0].login]);
    assert_eq!(world.who(&logins[0]).await, Err(AccountError::Unauthorized));
    assert!(world.who(&ada).await.is_ok() && world.who(&logins[1]).await.is_ok());
    let left = world.accounts.logins(ada.user.id).await.expect("a read");
    assert_eq!(left.len(), logins::LOGINS_PER_USER_MAX);
}

#[tokio::test]
async fn lg2_of_two_changes_from_the_same_password_one_is_made() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let bearer = (ada.user.id, ada.login);
    let change =
        |new: &str| world.accounts.change_password(bearer, "12345678".into(), new.to_owned());
    let (one, two) = tokio::join!(change("one-one-one"), change("two-two-two"));
    let (made, refused, password) =
        if one.is_ok() { (one, two, "one-one-one") } else { (two, one, "two-two-two") };
    assert_eq!((made, refused), (Ok(()), Err(AccountError::WrongOldPassword)));
    assert!(world.login("ada", password).await.is_ok());
}

#[tokio::test]
async fn lg2_a_login_that_has_ended_changes_no_password() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    world.accounts.end_login(ada.user.id, ada.login).await.expect("it ends");
    let bearer = (ada.user.id, ada.login);
    let refused = world.accounts.change_password(bearer, "12345678".into(), "87654321".into());
    assert_eq!(refused.await, Err(AccountError::Unauthorized));
    assert!(world.login("ada", "12345678").await.is_ok());
}

#[tokio::test]
async fn a_bot_is_known_by_its_latest_token_only() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let (bot, first) = world.accounts.create_bot(ada.user.id, "beep").await.expect("a bot");
    let who = |token: String| {
        let accounts = Arc::clone(&world.accounts);
        async move { accounts.authorize(&format!("Bot {token}")).await.map(|caller| caller.user) }
    };
    assert_eq!(who(first.clone()).await, Ok(bot.id));
    let second = world.accounts.reset_bot_token(ada.user.id, bot.id).await.expect("a token");
    assert_eq!(who(first).await, Err(AccountError::Unauthorized));
    assert_eq!(who(second.clone()).await, Ok(bot.id));
    // The gateway's token may come without its prefix.
    let caller = world.accounts.authorize_gateway(&second, false).await;
    assert_eq!(caller.map(|caller| caller.identity), Ok(Identity::Bot));
    let stranger = world.register("bob").await.expect("an account");
    let refused = world.accounts.reset_bot_token(stranger.user.id, bot.id).await;
    assert_eq!(refused, Err(AccountError::NotYours));
}

#[tokio::test]
async fn a_login_whose_row_is_gone_is_not_brought_back_by_its_last_use() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let key = (ada.user.id, ada.login);
    let row = world.store.load::<Login>(&key).await.expect("a read").expect("a row");
    let gone = Batch::new(Shard::Social).delete::<Login>(&key);
    world.store.commit(gone).await.expect("it is gone");
    assert_eq!(world.accounts.update(&row).await, Err(AccountError::Unauthorized));
    assert_eq!(world.store.load::<Login>(&key).await, Ok(None));
}

#[tokio::test]
async fn a_person_has_a_bounded_number_of_bots_even_when_they_are_made_at_once() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await.user.id;
    let names: Vec<String> = (0..=bots::BOTS_MAX).map(|n| format!("bot{n}")).collect();
    let made = names.iter().map(|name| world.accounts.create_bot(ada, name));
    let made = futures_util::future::join_all(made).await;
    let refused: Vec<_> = made.iter().filter_map(|made| made.as_ref().err()).collect();
    assert_eq!(refused, [&AccountError::TooManyBots]);
    assert_eq!(world.accounts.bots_of(ada).await.map(|bots| bots.len()), Ok(bots::BOTS_MAX));
    let bob = world.register("bob").await.expect("an account").user.id;
    assert!(world.accounts.create_bot(bob, "bobs").await.is_ok());
}

#[tokio::test]
async fn ids_go_on_from_the_store_when_the_clock_was_set_back() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    world.pass(-86_400_000);
    let clock = world.accounts.clock.clone();
    let settings = Settings::of(Profile::Test).accounts;
    let again = Accounts::open(Arc::clone(&world.store), clock, 0, settings).await;
    let bot = again.expect("accounts open").create_bot(ada.user.id, "beep").await;
    assert!(bot.expect("a bot").0.id > ada.user.id);
}

#[tokio::test]
async fn da3_nothing_that_was_under_way_brings_back_an_account_that_ended() {
    let world = World::new(|_| {}).await;
    world.claim().await;
    let bob = world.register("bob").await.expect("registered");
    let caller = world.who(&bob).await.expect("logged in");
    let accounts = &world.accounts;
    let confirmed = accounts.confirm_end(caller.user, caller.identity, "12345678".into()).await;
    let twice = accounts.confirm_end(caller.user, caller.identity, "12345678".into()).await;
    accounts.end_account(confirmed.expect("the password")).await.expect("it ends");
    let wrong = AccountError::field("password", FieldProblem::WrongPassword);
    assert_eq!(accounts.end_account(twice.expect("the password")).await, Err(wrong));
    let patch = ProfilePatch { global_name: Some(Some("Bob".into())), ..ProfilePatch::default() };
    assert_eq!(accounts.change_profile(caller, patch).await, Err(AccountError::Unauthorized));
    let bot = accounts.create_bot(caller.user, "beep").await;
    assert_eq!(bot, Err(AccountError::Unauthorized));
    assert_eq!(world.who(&bob).await, Err(AccountError::Unauthorized));
    let rotated = world.rotate(&bob.refresh_token).await;
    assert!(matches!(rotated, Err(RotateError::Account(AccountError::Unauthorized))));
    assert!(accounts.user(caller.user).await.expect("a stub").is_stub());
}
