//! Second factors: the clock is the test's, the codes are those that an app would show.

use storage::records::{InstanceAct, SHELL, SecondFactor};

use super::*;
use crate::accounts::second_factor::{Enrolled, code_of};

const PASSWORD: &str = "12345678";

/// Somebody whose second factor is on.
struct Guarded {
    grant: Grant,
    secret: String,
    recovery: Vec<String>,
}

impl World {
    /// The code of an app, some steps from now.
    fn code(&self, secret: &str, steps: i64) -> String {
        code_of(secret, self.now_ms.load(Ordering::Relaxed) + steps * 30_000)
    }

    async fn proposed(&self, grant: &Grant) -> String {
        let proposed = self.accounts.propose_secret(grant.user.id, "chat.example").await;
        proposed.expect("a secret").text
    }

    async fn guarded(&self) -> Guarded {
        let grant = self.claim().await;
        let secret = self.proposed(&grant).await;
        let code = self.code(&secret, -1);
        let enabled = self.enable(&grant, PASSWORD, &secret, &code).await;
        Guarded { grant, secret, recovery: enabled.expect("it is on").recovery_codes }
    }

    async fn enable(
        &self,
        grant: &Grant,
        password: &str,
        secret: &str,
        code: &str,
    ) -> Result<Enrolled, AccountError> {
        let caller = (grant.user.id, grant.login);
        self.accounts.enable_second_factor(caller, password.into(), secret, code).await
    }

    async fn ticket(&self, password: &str) -> Result<String, AccountError> {
        let answer = self.accounts.login("ada", password.into(), Client::default()).await;
        answer.map(|answer| match answer {
            LoggedIn::Half(ticket) => ticket,
            LoggedIn::Whole(..) => panic!("the password alone was enough"),
        })
    }

    async fn second_step(&self, ticket: &str, code: &str) -> Result<Grant, AccountError> {
        let opened = self.accounts.second_step(ticket, code, Client::default()).await;
        opened.map(|(grant, _)| grant)
    }

    /// Both steps.
    async fn whole_login(&self, code: &str) -> Result<Grant, AccountError> {
        let ticket = self.ticket(PASSWORD).await?;
        self.second_step(&ticket, code).await
    }
}

#[tokio::test]
async fn sf1_of_two_who_come_with_one_code_one_gets_in() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    for code in [world.code(&ada.secret, 0), ada.recovery[0].clone()] {
        let (one, other) = (world.ticket(PASSWORD).await, world.ticket(PASSWORD).await);
        let (one, other) = (one.expect("a ticket"), other.expect("a ticket"));
        let both = tokio::join!(world.second_step(&one, &code), world.second_step(&other, &code));
        let outcomes = [both.0.map(|_| ()), both.1.map(|_| ())];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.contains(&Err(AccountError::WrongCode)), "{outcomes:?}");
    }
}

#[tokio::test]
async fn sf1_a_code_that_switched_it_on_is_used() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    let used = world.code(&ada.secret, -1);
    assert_eq!(world.whole_login(&used).await.map(|_| ()), Err(AccountError::WrongCode));
    let grant = world.whole_login(&world.code(&ada.secret, 0)).await.expect("logged in");
    assert_eq!(world.who(&grant).await.map(|caller| caller.user), Ok(ada.grant.user.id));
}

#[tokio::test]
async fn sf2_a_wrong_password_says_what_it_says_of_anybody() {
    let world = World::new(|_| {}).await;
    world.guarded().await;
    for (name, password) in [("ada", "wrong"), ("nobody", PASSWORD)] {
        let answer = world.accounts.login(name, password.into(), Client::default()).await;
        assert_eq!(answer.map(|_| ()), Err(AccountError::WrongLogin), "{name}");
    }
}

#[tokio::test]
async fn sf3_a_ticket_ends_with_its_time_its_tries_and_its_password() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    let over = Err(AccountError::WrongTicket);
    let late = world.ticket(PASSWORD).await.expect("a ticket");
    world.pass(5 * 60_000);
    let code = world.code(&ada.secret, 0);
    assert_eq!(world.second_step(&late, &code).await.map(|_| ()), over);
    let tried = world.ticket(PASSWORD).await.expect("a ticket");
    for _ in 0..5 {
        let wrong = world.second_step(&tried, "not a code").await.map(|_| ());
        assert_eq!(wrong, Err(AccountError::WrongCode));
    }
    assert_eq!(world.second_step(&tried, &code).await.map(|_| ()), over);
    let former = world.ticket(PASSWORD).await.expect("a ticket");
    let caller = (ada.grant.user.id, ada.grant.login);
    let changed = world.accounts.change_password(caller, PASSWORD.into(), "87654321".into()).await;
    assert_eq!(changed, Ok(()));
    assert_eq!(world.second_step(&former, &code).await.map(|_| ()), over);
    // The change did not switch it off.
    let ticket = world.ticket("87654321").await.expect("a ticket");
    let grant = world.second_step(&ticket, &code).await.expect("logged in");
    let again = world.second_step(&ticket, &ada.recovery[0]).await.map(|_| ());
    assert_eq!((grant.user.id, again), (ada.grant.user.id, over));
}

#[tokio::test]
async fn sf4_tries_of_codes_count_as_those_of_passwords() {
    let world = World::new(|settings| settings.login_tries_per_minute = 3).await;
    let ada = world.guarded().await;
    let ticket = world.ticket(PASSWORD).await.expect("a ticket");
    for _ in 0..3 {
        let wrong = world.second_step(&ticket, "not a code").await.map(|_| ());
        assert_eq!(wrong, Err(AccountError::WrongCode));
    }
    let refused = world.second_step(&ticket, &ada.recovery[0]).await.map(|_| ());
    assert_eq!(refused, Err(AccountError::TooManyTries { retry_after_ms: 60_000 }));
    world.pass(60_000);
    assert!(world.second_step(&ticket, &ada.recovery[0]).await.is_ok());
}

#[tokio::test]
async fn sf4_digits_are_guessed_a_few_times_an_hour_and_recovery_codes_go_on() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    let wrong = world.code(&ada.secret, 100);
    for _ in 0..10 {
        let refused = world.whole_login(&wrong).await.map(|_| ());
        assert_eq!(refused, Err(AccountError::WrongCode));
    }
    let right = world.code(&ada.secret, 0);
    let refused = world.whole_login(&right).await.map(|_| ());
    assert_eq!(refused, Err(AccountError::TooManyTries { retry_after_ms: 3_600_000 }));
    assert!(world.whole_login(&ada.recovery[0]).await.is_ok());
    world.pass(3_600_000);
    assert!(world.whole_login(&world.code(&ada.secret, 0)).await.is_ok());
}

#[tokio::test]
async fn sf5_it_is_switched_on_by_a_password_and_a_code_and_ends_no_login() {
    let world = World::new(|_| {}).await;
    let ada = world.claim().await;
    let phone = world.login("ada", PASSWORD).await.expect("logged in");
    let secret = world.proposed(&ada).await;
    let code = world.code(&secret, 0);
    let wrong_password = world.enable(&ada, "wrong", &secret, &code).await.map(|_| ());
    let field = |name, problem| Err(AccountError::Fields(vec![(name, problem)]));
    assert_eq!(wrong_password, field("password", FieldProblem::WrongPassword));
    let wrong_code = world.enable(&ada, PASSWORD, &secret, &world.code(&secret, 100)).await;
    assert_eq!(wrong_code.map(|_| ()), Err(AccountError::WrongCode));
    let weak = world.enable(&ada, PASSWORD, "AAAA", &code).await.map(|_| ());
    assert_eq!(weak, field("secret", FieldProblem::Secret));
    assert!(world.accounts.second_factor(ada.user.id).await.expect("a read").is_none());

    let enabled = world.enable(&ada, PASSWORD, &secret, &code).await.expect("it is on");
    let others: Vec<LoginId> = enabled.others.iter().map(|login| login.id).collect();
    assert_eq!((others, enabled.recovery_codes.len()), (vec![phone.login], 10));
    assert!(world.who(&ada).await.is_ok() && world.who(&phone).await.is_ok());
    let again = world.enable(&ada, PASSWORD, &secret, &world.code(&secret, 1)).await;
    assert_eq!(again.map(|_| ()), Err(AccountError::SecondFactorOn));
}

#[tokio::test]
async fn sf5_it_is_switched_off_by_a_password_and_a_code_of_either_kind() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    let caller = (ada.grant.user.id, ada.grant.login);
    let off = async |password: &str, code: &str| {
        world.accounts.disable_second_factor(caller, password.into(), code).await
    };
    let field = AccountError::Fields(vec![("password", FieldProblem::WrongPassword)]);
    assert_eq!(off("wrong", &ada.recovery[0]).await, Err(field));
    assert_eq!(off(PASSWORD, "nothing").await, Err(AccountError::WrongCode));
    let ticket = world.ticket(PASSWORD).await.expect("a ticket");
    assert_eq!(off(PASSWORD, &ada.recovery[0]).await, Ok(()));
    let over = world.second_step(&ticket, &world.code(&ada.secret, 0)).await.map(|_| ());
    assert_eq!(over, Err(AccountError::WrongTicket));
    assert!(world.login("ada", PASSWORD).await.is_ok());
    assert_eq!(off(PASSWORD, &ada.recovery[1]).await, Err(AccountError::SecondFactorOff));
}

#[tokio::test]
async fn new_recovery_codes_take_the_place_of_the_former_ones() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    let caller = (ada.grant.user.id, ada.grant.login);
    let code = world.code(&ada.secret, 0);
    let renewed = world.accounts.renew_recovery_codes(caller, PASSWORD.into(), &code).await;
    let renewed = renewed.expect("new codes");
    let former = world.whole_login(&ada.recovery[0]).await.map(|_| ());
    assert_eq!(former, Err(AccountError::WrongCode));
    assert!(world.whole_login(&renewed[0]).await.is_ok());
    let state = world.accounts.second_factor(ada.grant.user.id).await.expect("a read");
    assert_eq!(state.expect("it is on").codes_left, 9);
    // The code that asked for them is used.
    assert_eq!(world.whole_login(&code).await.map(|_| ()), Err(AccountError::WrongCode));
}

#[tokio::test]
async fn ac4_recovery_codes_are_kept_as_hashes() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    let row = world.store.load::<SecondFactor>(&ada.grant.user.id).await.expect("a read");
    let row = row.expect("a row");
    let code = ada.recovery[0].replace('-', "");
    assert_eq!(row.recovery_hashes[0], secret::hash(&code));
}

#[tokio::test]
async fn nothing_of_it_is_left_of_an_account_that_ended() {
    let world = World::new(|_| {}).await;
    world.claim().await;
    let bob = world.register("bob").await;
    let bob = bob.expect("the name is free");
    let secret = world.proposed(&bob).await;
    let code = world.code(&secret, 0);
    world.enable(&bob, PASSWORD, &secret, &code).await.expect("it is on");
    let identity = Identity::Login(bob.login);
    let confirmed = world.accounts.confirm_end(bob.user.id, identity, PASSWORD.into()).await;
    world.accounts.end_account(confirmed.expect("the password")).await.expect("it ends");
    let row = world.store.load::<SecondFactor>(&bob.user.id).await.expect("a read");
    assert_eq!(row, None);
    let stub = world.accounts.user(bob.user.id).await.expect("a stub");
    assert!(!stub.second_factor);
}

#[tokio::test]
async fn ia2_an_operator_takes_it_off_and_the_log_says_so() {
    let world = World::new(|_| {}).await;
    let ada = world.guarded().await;
    let id = ada.grant.user.id;
    let reason = Some("lost her phone".to_owned());
    let taken = world.accounts.take_second_factor_off("ada", reason.clone()).await;
    assert_eq!(taken, Ok(()));
    assert!(world.login("ada", PASSWORD).await.is_ok());
    let query = InstanceLogQuery { actor: None, act: None, before: None, limit: 10 };
    let log = world.accounts.instance_log(id, query).await.expect("an owner reads it");
    let entry = log.first().expect("an entry");
    assert_eq!((entry.actor, entry.target, &entry.reason), (SHELL, Some(id), &reason));
    assert_eq!(entry.act, InstanceAct::SecondFactorOff);
    let again = world.accounts.take_second_factor_off("ada", None).await;
    assert_eq!(again, Err(AccountError::SecondFactorOff));
}
