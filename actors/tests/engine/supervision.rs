//! What a crash costs, and whom.

use std::sync::Arc;
use std::time::Duration;

use actors::{
    CloseReason, Command, EngineConfig, Fault, GuildError, GuildHandle, NewThread, Outcome,
    PostError, ThreadCommand,
};
use protocol::{ChannelId, UserId};
use storage::{FaultPlan, FaultStore, MemoryStore};
use tokio::time::Instant;

use crate::world::{Client, World, name};

/// Ada's guild with Bob in it, who listens to `general`, over a store that takes its time.
struct Stage {
    world: World,
    store: Arc<FaultStore>,
    ada: UserId,
    bob: UserId,
    guild: GuildHandle,
    general: ChannelId,
    bobs: Client,
}

async fn stage() -> Stage {
    let plan = FaultPlan { sync_ms: 20..=20, ack_ms: 0..=0, ..FaultPlan::latencies_only(1) };
    let store = Arc::new(FaultStore::new(MemoryStore::new(), plan));
    let world = World::over(EngineConfig::default(), Arc::clone(&store) as _).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (guild, general) = world.guild(ada).await;
    world.join(&guild, general, ada, bob).await;
    let mut bobs = world.connect(bob).await;
    bobs.session.subscribe(general, None);
    bobs.read().await;
    Stage { world, store, ada, bob, guild, general, bobs }
}

impl Stage {
    async fn post(&self, content: &str) -> Result<(), PostError> {
        self.world.post(self.ada, self.general, content, None).await.map(drop)
    }

    fn crash(&self, fault: Fault) {
        self.world.engine.crash(fault);
    }

    fn channel(&self) -> Fault {
        Fault::Channel(self.guild.view().id(), self.general)
    }

    async fn open_thread(&self) -> Result<Outcome, GuildError> {
        let thread = NewThread {
            name: "aside".to_owned(),
            from: None,
            auto_archive_minutes: None,
            rate_limit_per_user_s: 0,
        };
        let (actor, parent) = (self.ada, self.general);
        self.guild.act(Command::Thread(ThreadCommand::Open { actor, parent, thread })).await
    }

    /// How often the guild was read again: it counts what may be seen anew.
    fn incarnation(&self) -> u64 {
        self.guild.view().access_version
    }

    /// Crashes the channel until it is left down.
    async fn exhaust(&self) {
        for _ in 0..11 {
            self.crash(self.channel());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Long enough for whatever is repaired at once, and far below a second.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

#[tokio::test(start_paused = true)]
async fn p4_a_channel_is_back_in_a_moment_with_its_order() {
    let mut stage = stage().await;
    for round in 0..5 {
        stage.post(&format!("before {round}")).await.unwrap();
        stage.crash(stage.channel());
        a_moment().await;
        stage.post(&format!("after {round}")).await.unwrap();
    }
    let heard = stage.bobs.messages().await;
    let wanted = (0..5).flat_map(|round| [format!("before {round}"), format!("after {round}")]);
    assert_eq!(heard, wanted.collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn sv2_a_channel_over_its_budget_rests_is_refused_in_time_and_comes_back() {
    let mut stage = stage().await;
    stage.post("before").await.unwrap();
    stage.exhaust().await;
    let asked = Instant::now();
    assert_eq!(stage.post("while it rests").await, Err(PostError::Unavailable));
    let waited = asked.elapsed();
    assert!(waited <= EngineConfig::default().slot_wait + Duration::from_millis(20), "{waited:?}");
    tokio::time::sleep(Duration::from_secs(10)).await;
    stage.post("after").await.unwrap();
    assert_eq!(stage.bobs.messages().await, ["before", "after"]);
}

#[tokio::test(start_paused = true)]
async fn sv2_what_rests_comes_back_unasked() {
    let stage = stage().await;
    stage.post("before").await.unwrap();
    assert_eq!(stage.world.engine.loaded_channels(), 1);
    stage.exhaust().await;
    assert_eq!(stage.world.engine.loaded_channels(), 0);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(stage.world.engine.loaded_channels(), 1);
}

#[tokio::test(start_paused = true)]
async fn p4_a_channel_that_rests_holds_up_no_other() {
    let stage = stage().await;
    stage.post("one").await.unwrap();
    let (other_guild, other) = stage.world.guild(stage.ada).await;
    assert_ne!(other_guild.view().id(), stage.guild.view().id());
    stage.exhaust().await;
    stage.world.post(stage.ada, other, "elsewhere", None).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn p4_threads_that_certainly_were_not_opened_cost_the_guild_no_actor() {
    let stage = stage().await;
    stage.open_thread().await.unwrap();
    let before = stage.incarnation();
    stage.store.set_read_only(true);
    for _ in 0..3 {
        assert_eq!(stage.open_thread().await.unwrap_err(), GuildError::Unavailable);
        a_moment().await;
    }
    stage.store.set_read_only(false);
    a_moment().await;
    stage.open_thread().await.unwrap();

    stage.exhaust().await;
    assert_eq!(stage.open_thread().await.unwrap_err(), GuildError::Unavailable);
    a_moment().await;
    assert_eq!(stage.incarnation(), before, "the guild was read again");
    assert_eq!(stage.guild.view().threads.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn ga2_a_thread_of_which_nobody_knows_whether_it_was_opened_is_there_if_it_was() {
    for (fault, threads) in [(storage::Fault::UnknownKept, 1), (storage::Fault::UnknownLost, 0)] {
        let stage = stage().await;
        let before = stage.incarnation();
        stage.store.inject(fault);
        assert_eq!(stage.open_thread().await.unwrap_err(), GuildError::Unavailable);
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert!(stage.incarnation() > before, "the guild reads what became of it");
        assert_eq!(stage.guild.view().threads.len(), threads);
        stage.open_thread().await.unwrap();
        assert_eq!(stage.guild.view().threads.len(), threads + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn p4_a_crash_in_one_guild_is_not_felt_in_another() {
    let mut stage = stage().await;
    let (guild, general) = stage.world.guild(stage.ada).await;
    stage.world.join(&guild, general, stage.ada, stage.bob).await;
    stage.bobs.session.subscribe(general, None);
    stage.bobs.read().await;
    let other = stage.guild.view().id();
    for round in 0..4 {
        for fault in [Fault::GuildSupervisor(other), Fault::Guild(other), stage.channel()] {
            stage.crash(fault);
            let asked = Instant::now();
            let content = format!("{round} {fault:?}");
            stage.world.post(stage.ada, general, &content, None).await.unwrap();
            assert!(asked.elapsed() < Duration::from_millis(50), "a commit takes 20 ms");
        }
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    assert_eq!(stage.bobs.messages().await.len(), 12);
    assert_eq!(stage.bobs.socket.closed(), None);
}

#[tokio::test(start_paused = true)]
async fn p4_what_was_durable_when_a_supervisor_crashed_is_heard_unasked() {
    for fault in [0, 1] {
        let mut stage = stage().await;
        stage.post("before").await.unwrap();
        stage.store.inject(storage::Fault::UnknownKept);
        assert_eq!(stage.post("kept").await, Err(PostError::Unavailable));
        stage.crash(match fault {
            0 => Fault::GuildSupervisor(stage.guild.view().id()),
            _ => Fault::GuildsSupervisor,
        });
        a_moment().await;
        assert_eq!(stage.bobs.messages().await, ["before", "kept"]);
    }
}

#[tokio::test(start_paused = true)]
async fn p4_a_fan_out_that_panics_loses_nothing() {
    let mut stage = stage().await;
    stage.post("before").await.unwrap();
    stage.crash(Fault::Fanout(stage.guild.view().id(), stage.general));
    // The post is durable and acknowledged; only its publishing failed.
    stage.post("panicking").await.unwrap();
    a_moment().await;
    assert_eq!(stage.bobs.messages().await, ["before", "panicking"]);
}

#[tokio::test(start_paused = true)]
async fn ga2_a_change_that_was_on_its_way_when_its_guild_crashed_is_said_unasked() {
    let mut stage = stage().await;
    let (guild, bob) = (stage.guild.clone(), stage.bob);
    let leaving = tokio::spawn(async move { guild.act(Command::Leave { user: bob }).await });
    // It takes 20 ms to become durable.
    tokio::time::sleep(Duration::from_millis(10)).await;
    stage.crash(Fault::GuildSupervisor(stage.guild.view().id()));
    assert!(leaving.await.unwrap().is_err(), "nobody was left to answer");
    a_moment().await;
    assert!(stage.bobs.names().await.contains(&"GUILD_DELETE".to_owned()));
    stage.post("alone").await.unwrap();
    assert!(stage.bobs.names().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn ga2_who_joined_while_the_guild_crashed_hears_of_it() {
    let stage = stage().await;
    let cat = stage.world.account("cat").await;
    let mut cats = stage.world.connect(cat).await;
    let invite = crate::world::invite(&stage.guild, stage.general, stage.ada).await;
    let user = stage.world.engine.user(cat).await.unwrap().unwrap();
    let guild = stage.guild.clone();
    let joining = tokio::spawn(async move { guild.act(Command::Join { user, invite }).await });
    tokio::time::sleep(Duration::from_millis(10)).await;
    stage.crash(Fault::GuildSupervisor(stage.guild.view().id()));
    assert!(joining.await.unwrap().is_err());
    a_moment().await;
    assert_eq!(cats.names().await[..2], ["READY", "GUILD_CREATE"]);
}

#[tokio::test(start_paused = true)]
async fn se2_a_crashed_session_is_closed_and_nothing_of_it_is_left() {
    for by_supervisor in [false, true] {
        let mut stage = stage().await;
        let (id, s) = (stage.bobs.session.id(), stage.bobs.last_s());
        stage.crash(match by_supervisor {
            false => Fault::Session(id),
            true => Fault::UserSupervisor(stage.bob),
        });
        a_moment().await;
        assert_eq!(stage.bobs.socket.closed(), Some(CloseReason::SessionEnded));
        assert_eq!(stage.world.engine.session_count(), 0);
        let login = crate::world::spec(stage.bob).login;
        let sink = crate::socket::Socket::new(1, None);
        assert!(stage.world.engine.resume(stage.bob, login, id, s, sink).is_err());
        stage.bobs = stage.world.connect(stage.bob).await;
        assert_eq!(stage.bobs.names().await[..2], ["READY", "GUILD_CREATE"]);
    }
}

#[tokio::test(start_paused = true)]
async fn p4_a_user_that_crashed_is_seen_again_as_it_is() {
    let stage = stage().await;
    let mut adas = stage.world.connect(stage.ada).await;
    adas.read().await;
    stage.crash(Fault::User(stage.bob));
    tokio::time::sleep(Duration::from_secs(1)).await;
    stage.bobs.socket.hang_up(false);
    tokio::time::sleep(Duration::from_secs(20)).await;
    let heard = adas.read().await.iter().rev().find(|frame| name(frame) == "X_PRESENCES").unwrap();
    assert_eq!(heard["d"]["presences"][0]["status"], "offline", "{heard}");
}
