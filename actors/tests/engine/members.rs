//! Looking at the member list of a guild: what is told at once, what is told later, and to whom not.

use std::time::Duration;

use actors::{Command, EngineConfig, Fault, GuildHandle};
use protocol::wire::ChosenStatus;
use protocol::{ChannelId, GuildId, UserId};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;

use crate::story::resume;
use crate::world::{Client, World, invite, name, settle};

const INTERVAL: Duration = Duration::from_millis(500);

/// The list as somebody has it who looks at all of it.
#[derive(Default)]
struct Reader {
    rows: Vec<Option<(String, String)>>,
    groups: Vec<(String, u64)>,
    /// How many lists came.
    lists: usize,
    read: usize,
}

impl Reader {
    async fn read(&mut self, client: &mut Client) {
        client.read().await;
        for frame in &client.heard[self.read..] {
            if name(frame) == "X_MEMBERS" {
                self.apply(&frame["d"]);
            }
        }
        self.read = client.heard.len();
    }

    fn apply(&mut self, d: &Value) {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.lists += 1;
        self.rows.resize(d["total"].as_u64().unwrap() as usize, None);
        let groups = d["groups"].as_array().unwrap().iter();
        self.groups = groups.map(|g| (text(&g["id"]), g["count"].as_u64().unwrap())).collect();
        for range in d["ranges"].as_array().unwrap() {
            let from = range["from"].as_u64().unwrap() as usize;
            for (at, row) in (from..).zip(range["members"].as_array().unwrap()) {
                assert_eq!(row["user"]["id"], row["presence"]["user"]["id"]);
                let said = (text(&row["user"]["username"]), text(&row["presence"]["status"]));
                self.rows[at] = Some(said);
            }
        }
    }

    /// `name status`, for those that are known.
    fn says(&self) -> Vec<String> {
        let rows = self.rows.iter().flatten();
        rows.map(|(name, status)| format!("{name} {status}")).collect()
    }
}

/// A guild of ada's with bob and cleo, all of them there.
struct Three {
    world: World,
    guild: GuildHandle,
    general: ChannelId,
    users: [UserId; 3],
    clients: [Client; 3],
}

async fn three() -> Three {
    let world = World::start().await;
    let users =
        [world.account("ada").await, world.account("bob").await, world.account("cleo").await];
    let [ada, bob, cleo] = users;
    let (guild, general) = world.guild(ada).await;
    for user in [bob, cleo] {
        world.join(&guild, general, ada, user).await;
    }
    let clients = [world.connect(ada).await, world.connect(bob).await, world.connect(cleo).await];
    tokio::time::sleep(INTERVAL * 2).await;
    Three { world, guild, general, users, clients }
}

fn id(guild: &GuildHandle) -> GuildId {
    guild.view().id()
}

#[tokio::test(start_paused = true)]
async fn li1_the_rows_come_at_once_and_then_what_becomes_of_them() {
    let mut three = three().await;
    let [ada, bob, _] = &mut three.clients;
    let mut reader = Reader::default();
    ada.session.look_at_members(id(&three.guild), vec![(0, 99)]);
    reader.read(ada).await;
    assert_eq!(reader.says(), ["ada online", "bob online", "cleo online"]);
    assert_eq!(reader.groups, [("online".to_owned(), 3)]);

    bob.shows(ChosenStatus::Invisible);
    tokio::time::sleep(INTERVAL).await;
    reader.read(ada).await;
    assert_eq!(reader.says(), ["ada online", "cleo online", "bob offline"]);
    assert_eq!(reader.groups, [("online".to_owned(), 2), ("offline".to_owned(), 1)]);
    let dora = three.world.account("dora").await;
    three.world.join(&three.guild, three.general, three.users[0], dora).await;
    tokio::time::sleep(INTERVAL).await;
    reader.read(ada).await;
    assert_eq!(reader.says(), ["ada online", "cleo online", "bob offline", "dora offline"]);
}

#[tokio::test(start_paused = true)]
async fn li2_however_often_somebody_changes_one_list_comes_in_an_interval() {
    let mut three = three().await;
    let [ada, bob, _] = &mut three.clients;
    let mut reader = Reader::default();
    ada.session.look_at_members(id(&three.guild), vec![(0, 99)]);
    reader.read(ada).await;
    assert_eq!(reader.lists, 1);
    for _ in 0..100 {
        for status in [ChosenStatus::Dnd, ChosenStatus::Idle, ChosenStatus::Invisible] {
            bob.shows(status);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    reader.read(ada).await;
    assert!((5..=7).contains(&reader.lists), "{} lists in 3 s", reader.lists);
    assert_eq!(reader.says().last().unwrap(), "bob offline");
}

#[tokio::test(start_paused = true)]
async fn li2_a_session_hears_of_its_rows_and_of_headings_only() {
    let mut three = three().await;
    let [ada, _, cleo] = &mut three.clients;
    let mut reader = Reader::default();
    ada.session.look_at_members(id(&three.guild), vec![(0, 0)]);
    reader.read(ada).await;
    assert_eq!((reader.says(), reader.rows.len()), (vec!["ada online".to_owned()], 3));
    cleo.shows(ChosenStatus::Dnd);
    tokio::time::sleep(INTERVAL).await;
    reader.read(ada).await;
    assert_eq!(reader.lists, 1, "no row of ada's, and no heading");
    cleo.shows(ChosenStatus::Invisible);
    tokio::time::sleep(INTERVAL).await;
    reader.read(ada).await;
    let last = ada.heard.iter().rfind(|frame| name(frame) == "X_MEMBERS").unwrap();
    assert_eq!(last["d"]["ranges"], Value::Array(Vec::new()));
    assert_eq!(reader.groups, [("online".to_owned(), 2), ("offline".to_owned(), 1)]);
}

#[tokio::test(start_paused = true)]
async fn li3_who_looks_away_leaves_or_never_came_hears_nothing() {
    let mut three = three().await;
    let eve = three.world.account("eve").await;
    let mut eves = three.world.connect(eve).await;
    let guild = id(&three.guild);
    let [ada, bob, cleo] = &mut three.clients;
    for client in [&*ada, bob, &eves] {
        client.session.look_at_members(guild, vec![(0, 99)]);
    }
    settle().await;
    ada.session.look_at_members(guild, Vec::new());
    three.guild.act(Command::Leave { user: three.users[1] }).await.unwrap();
    settle().await;
    let mut readers = [Reader::default(), Reader::default(), Reader::default()];
    for (reader, client) in readers.iter_mut().zip([&mut *ada, bob, &mut eves]) {
        reader.read(client).await;
    }
    cleo.shows(ChosenStatus::Invisible);
    bob.session.look_at_members(guild, vec![(0, 99)]);
    tokio::time::sleep(INTERVAL * 2).await;
    for (reader, client) in readers.iter_mut().zip([ada, bob, &mut eves]) {
        reader.read(client).await;
    }
    assert_eq!(readers.map(|reader| reader.lists), [1, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn ro3_whoever_hides_leaves_no_trace_when_they_go() {
    let mut three = three().await;
    let [ada, bob, _] = &mut three.clients;
    bob.shows(ChosenStatus::Invisible);
    tokio::time::sleep(INTERVAL * 2).await;
    let mut reader = Reader::default();
    ada.session.look_at_members(id(&three.guild), vec![(0, 99)]);
    reader.read(ada).await;
    assert_eq!(reader.says(), ["ada online", "cleo online", "bob offline"]);
    bob.socket.hang_up(false);
    tokio::time::sleep(Duration::from_secs(60)).await;
    bob.shows(ChosenStatus::Invisible);
    tokio::time::sleep(INTERVAL * 2).await;
    reader.read(ada).await;
    assert_eq!(reader.lists, 1);
}

#[tokio::test(start_paused = true)]
async fn a_session_looks_at_eight_guilds_and_the_newest_count() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut guilds = Vec::new();
    for _ in 0..9 {
        guilds.push(world.guild(ada).await.0);
    }
    let mut client = world.connect(ada).await;
    let second = world.connect(ada).await;
    tokio::time::sleep(INTERVAL * 2).await;
    for guild in &guilds {
        client.session.look_at_members(id(guild), vec![(0, 9)]);
    }
    client.read().await;
    let from = client.heard.len();
    client.shows(ChosenStatus::Dnd);
    second.shows(ChosenStatus::Dnd);
    tokio::time::sleep(INTERVAL * 2).await;
    client.read().await;
    let told = client.heard[from..].iter().filter(|frame| name(frame) == "X_MEMBERS");
    let mut told: Vec<&str> = told.map(|frame| frame["d"]["guild_id"].as_str().unwrap()).collect();
    told.sort_unstable();
    let wanted: Vec<String> = guilds[1..].iter().map(|guild| id(guild).to_string()).collect();
    assert_eq!(told, wanted);
}

/// Changes of many kinds beside crashes, breaks and what a reader looks at: in the end the rows are
/// those of somebody who looks for the first time.
async fn storm(seed: u64) {
    let mut dice = StdRng::seed_from_u64(seed);
    let world = World::start().await;
    let ada = world.account("ada").await;
    let (guild, general) = world.guild(ada).await;
    let invite = invite(&guild, general, ada).await;
    let mut members = Vec::new();
    for number in 0..12 {
        let user = world.account(&format!("user{number:02}")).await;
        world.join(&guild, general, ada, user).await;
        members.push((user, world.connect(user).await));
    }
    let mut adas = world.connect(ada).await;
    let mut reader = Reader::default();
    adas.session.look_at_members(id(&guild), vec![(0, 5), (4, 60)]);
    for step in 0..150 {
        let (user, client) = &mut members[dice.random_range(0..12)];
        match dice.random_range(0..12) {
            // It may meet a crash.
            0 => drop(guild.act(Command::Leave { user: *user }).await),
            1 => {
                let user = world.engine.user(*user).await.unwrap().unwrap();
                drop(guild.act(Command::Join { user, invite }).await);
            }
            2 => {
                client.socket.hang_up(false);
                *client = world.open(*user, 1 << 20).await;
            }
            3 => world.engine.crash(Fault::Guild(id(&guild))),
            4 if step % 3 == 0 => {
                reader.read(&mut adas).await;
                adas.socket.hang_up(true);
                tokio::time::sleep(Duration::from_millis(dice.random_range(0..900))).await;
                resume(&world, &mut adas);
            }
            number => client.shows(match number % 4 {
                0 => ChosenStatus::Online,
                1 => ChosenStatus::Idle,
                2 => ChosenStatus::Dnd,
                _ => ChosenStatus::Invisible,
            }),
        }
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..200))).await;
    }
    tokio::time::sleep(EngineConfig::default().offline_after + INTERVAL * 4).await;
    reader.read(&mut adas).await;
    let mut anew = world.connect(ada).await;
    let mut fresh = Reader::default();
    anew.session.look_at_members(id(&guild), vec![(0, 60)]);
    fresh.read(&mut anew).await;
    assert!(fresh.says().len() > 3 && reader.lists > 20, "the storm did something");
    assert_eq!((reader.says(), reader.groups), (fresh.says(), fresh.groups), "seed {seed}");
}

#[tokio::test(start_paused = true)]
async fn li1_li4_after_a_storm_whoever_looked_all_along_has_the_list_of_a_newcomer() {
    for seed in 0..8 {
        storm(seed).await;
    }
}

#[tokio::test(start_paused = true)]
async fn li4_a_slow_socket_is_told_later_and_is_not_closed_over_it() {
    let three = three().await;
    let ada = three.users[0];
    let mut slow = three.world.connect_with(ada, 24 << 10).await;
    slow.read().await;
    for _ in 0..100 {
        slow.session.look_at_members(id(&three.guild), vec![(0, 99)]);
    }
    settle().await;
    three.clients[1].shows(ChosenStatus::Invisible);
    tokio::time::sleep(INTERVAL * 4).await;
    let mut reader = Reader::default();
    reader.read(&mut slow).await;
    tokio::time::sleep(INTERVAL * 2).await;
    reader.read(&mut slow).await;
    assert!(reader.lists < 30, "{} lists", reader.lists);
    assert_eq!(reader.says(), ["ada online", "cleo online", "bob offline"]);
    assert_eq!(slow.socket.closed(), None);
}
