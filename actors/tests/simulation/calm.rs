//! Nothing new happens for a while: everybody comes back, and then all views are equal.

use std::collections::BTreeSet;
use std::time::Duration;

use protocol::{ChannelId, UserId};

use crate::client::{Client, Link, Seen};
use crate::deed::Deed;
use crate::hearing::Subscription;
use crate::ledger::State;
use crate::run::{Life, Run};
use crate::tamper::Tamper;
use crate::world::{CHANNELS, channel, user};

/// Rounds of a calm, half a second each. Restart budgets rest ten seconds.
const ROUNDS: usize = 30;

impl Run {
    /// Waits, and checks that everybody was answered and has heard everything.
    pub(crate) async fn calm(&mut self, life: &Life) -> Result<(), String> {
        for _ in 0..ROUNDS {
            let now_ms = life.now_ms();
            self.clients.iter_mut().for_each(|client| client.hurry(now_ms));
            self.try_again(life, 100);
            self.tend(life, 100);
            tokio::time::sleep(Duration::from_millis(500)).await;
            self.note(life, "calm")?;
        }
        if let Some(post) =
            self.ledger.posts.iter().find(|post| matches!(post.state, State::Trying(_)))
        {
            return Err(format!("P4: {:?} has no answer", post.content));
        }
        if let Some(pursued) = self.deeds.iter().find(|pursued| !pursued.done) {
            return Err(format!("P4: {:?} is not done", pursued.deed));
        }
        if let Some(wished) = self.wishes.all.iter().find(|wished| !wished.done) {
            return Err(format!("P4: {:?} is not done", wished.wish));
        }
        if self.clients[0].session().is_some() && self.tampering.strikes(Tamper::Spoil) {
            let mut mirrors = self.clients[0].mirrors.iter_mut();
            self.tampering.done = mirrors.any(crate::mirror::Mirror::spoil);
        }
        self.learn_what_was_abandoned();
        self.check_acknowledged()?;
        let present: BTreeSet<usize> = self
            .clients
            .iter()
            .filter(|client| matches!(client.link, Link::Open { .. }))
            .map(|client| client.person)
            .collect();
        self.clients.iter().try_for_each(|client| self.check_view(client, &present))
    }

    /// By now the rows say what became of deeds that nobody pursued to the end.
    fn learn_what_was_abandoned(&mut self) {
        let (members, hidden) = (self.disk.members(), self.disk.hidden());
        for pursued in self.deeds.iter_mut().filter(|pursued| pursued.abandoned) {
            pursued.abandoned = false;
            match &pursued.deed {
                Deed::Hide { channel: number, whom, .. } => {
                    let holds = hidden[&channel(*number)].contains(&user(*whom).get());
                    self.sight.hides(*number, *whom, holds);
                    self.sight.settle_hidden(*number, *whom, self.step);
                }
                Deed::Join { person } | Deed::Leave { person } => {
                    self.sight.joins(*person, members.contains(&user(*person)));
                    self.sight.settle_member(*person, self.step);
                }
            }
        }
    }

    /// P1, once more for all that was ever acknowledged.
    fn check_acknowledged(&self) -> Result<(), String> {
        let ids = |number| self.disk.written(number).iter().map(|(_, id)| id.get()).collect();
        let logs: Vec<BTreeSet<u64>> = (0..CHANNELS).map(ids).collect();
        for post in &self.ledger.posts {
            if let State::Acknowledged(id) = post.state
                && !logs[post.channel].contains(&id.get())
            {
                return Err(format!("P1: {:?} was acknowledged and is gone", post.content));
            }
        }
        Ok(())
    }

    /// Everybody knows the same guild, as far as it may, and has heard all of it.
    fn check_view(&self, client: &Client, present: &BTreeSet<usize>) -> Result<(), String> {
        let name = &client.name;
        if !matches!(client.link, Link::Open { .. }) {
            return Err(format!("P4: {name} cannot connect"));
        }
        let wanted = self.wanted(client, present);
        if client.seen != wanted {
            let seen = &client.seen;
            return Err(format!("P2: {name} knows\n{seen:?} and should know\n{wanted:?}"));
        }
        let Some(seen) = wanted else { return Ok(()) };
        for (number, hearing) in client.hearings.iter().enumerate() {
            if !seen.channels.contains(&channel(number)) {
                continue;
            }
            let (head, last) = (self.disk.head(number), hearing.last());
            let subscribed = matches!(hearing.subscription, Subscription::Live(_));
            if !subscribed && !client.is_bot() {
                let subscription = hearing.subscription;
                return Err(format!("P4: {name} is not live on c{number}: {subscription:?}"));
            }
            let missed_nothing = client.is_bot() && last.is_none() && head <= client.heads[number];
            let lacks = |last: u64| {
                last > head || !(last + 1..=head).all(|seq| self.disk.may_be_left_out(number, seq))
            };
            if last.is_none_or(lacks) && !missed_nothing {
                return Err(format!("P2: {name} has heard c{number} to {last:?} of {head}"));
            }
            let known = client.mirrors[number].check(number, &self.disk);
            known.map_err(|broken| format!("{broken} ({name})"))?;
        }
        Ok(())
    }

    fn wanted(&self, client: &Client, present: &BTreeSet<usize>) -> Option<Seen> {
        let members = self.disk.members();
        let me = user(client.person);
        if !members.contains(&me) {
            return None;
        }
        let hidden = self.disk.hidden();
        let sees = |id: &ChannelId| {
            self.is_owner(me) || !hidden.get(id).is_some_and(|from| from.contains(&me.get()))
        };
        let present: BTreeSet<UserId> = present.iter().map(|person| user(*person)).collect();
        Some(Seen {
            channels: hidden.keys().filter(|id| sees(id)).copied().collect(),
            present: members.intersection(&present).copied().collect(),
            members,
        })
    }

    fn is_owner(&self, person: UserId) -> bool {
        person == user(crate::world::OWNER)
    }
}
