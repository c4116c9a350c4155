//! The rooms of a crowd: channels of the guild, which the owner makes, and their logs.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context;
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::sleep;

use super::Crowd;
use super::chance::Weighted;
use crate::account::Account;
use crate::check::Kept;
use crate::door::Door;
use crate::http::Connection;
use crate::log::Log;
use crate::target::Target;

/// What names of rooms begin with: those of an earlier run are used again.
const PREFIX: &str = "load-";

/// A channel and what was said in it.
pub(super) struct Room {
    /// The owner, in this channel.
    pub(super) account: Account,
    pub(super) listeners: usize,
    pub(super) acknowledged: RefCell<Vec<Kept>>,
    /// Held while it is read.
    pub(super) log: Mutex<Log>,
}

/// So many rooms.
pub(super) async fn open(target: &Target, count: usize) -> anyhow::Result<Vec<Room>> {
    target.record.mark("rooms are made");
    let owner = &target.accounts[0];
    let (path, token) =
        (format!("/api/v10/guilds/{}/channels", owner.guild_id), owner.authorization());
    let mut connection = Connection::open(target.door).await?;
    let listed = connection.get(&path, &token).await?.json()?;
    let listed = listed.as_array().context("channels are no list")?;
    let mut ids: Vec<String> = vec![owner.channel_id.clone()];
    let ours = listed
        .iter()
        .filter(|channel| channel["name"].as_str().is_some_and(|name| name.starts_with(PREFIX)));
    ids.extend(ours.filter_map(|channel| channel["id"].as_str().map(ToOwned::to_owned)));
    ids.truncate(count);
    while ids.len() < count {
        let body = json!({"name": format!("{PREFIX}{}", ids.len()), "type": 0}).to_string();
        let made = connection.post(&path, &token, body.as_bytes()).await?.json()?;
        ids.push(made["id"].as_str().context("a channel without an id")?.to_owned());
    }
    let mut rooms = Vec::with_capacity(count);
    for channel_id in ids {
        let account = Account { channel_id, ..owner.clone() };
        let log = Log::begin(target.door, &account).await?;
        let (listeners, acknowledged) = Default::default();
        rooms.push(Room { account, listeners, acknowledged, log: Mutex::new(log) });
    }
    Ok(rooms)
}

/// Different rooms, each taken by its popularity.
pub(super) fn choose(
    wanted: usize,
    all: usize,
    popular: &Weighted,
    random: &mut StdRng,
) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::with_capacity(wanted);
    while chosen.len() < wanted.min(all) {
        let mut room = popular.pick(random.random());
        // The next one that is free, so that this ends however unequal they are.
        while chosen.contains(&room) {
            room = (room + 1) % all;
        }
        chosen.push(room);
    }
    chosen
}

/// Reads all logs on, again and again: a log keeps its last entries only.
pub(super) async fn read_on(crowd: Rc<Crowd>, door: Door, every: Duration) {
    loop {
        sleep(every).await;
        for room in &crowd.rooms {
            let mut log = room.log.lock().await;
            if let Err(error) = log.read_on(door, &crowd.run).await {
                crowd.record.error(&format!("the log of a room: {error:#}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn everybody_is_in_as_many_different_rooms_as_they_want() {
        let mut random = StdRng::seed_from_u64(3);
        let popular = Weighted::zipf(20, 3.0);
        let mut in_the_first = 0;
        for _ in 0..500 {
            let mut chosen = choose(4, 20, &popular, &mut random);
            in_the_first += usize::from(chosen.contains(&0));
            chosen.sort_unstable();
            chosen.dedup();
            assert_eq!(chosen.len(), 4);
        }
        assert!(in_the_first > 450, "{in_the_first}");
        assert_eq!(choose(9, 2, &Weighted::zipf(2, 1.0), &mut random).len(), 2);
    }
}
