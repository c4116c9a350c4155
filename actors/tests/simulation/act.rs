//! What happens next: chance decides among everything that can happen.

use std::sync::Arc;
use std::time::Duration;

use actors::{Anchor, ChannelError, Engine, Fault};
use storage::Fault as StoreFault;

use crate::client::Link;
use crate::deed::Deed;
use crate::hearing::Subscription;
use crate::ledger::{self, State};
use crate::run::{Done, Life, Page, Pursued, Run};
use crate::tamper::Tamper;
use crate::wish::Wish;
use crate::world::{BOT, CHANNELS, OWNER, PEOPLE, channel, guild, user};

/// Bytes that a slow client's socket buffers, and that it reads in a step.
const SLOW_BUFFER_BYTES: usize = 3_000;
const SLOW_READ_BYTES: usize = 250;
/// How far back somebody still wants something of a message.
const RECENT_POSTS: usize = 30;
const FAST_BUFFER_BYTES: usize = 1 << 20;

const STORE_FAULTS: &[StoreFault] = &[
    StoreFault::Full,
    StoreFault::ReadOnly,
    StoreFault::Conflict,
    StoreFault::UnknownKept,
    StoreFault::UnknownLost,
    StoreFault::Overloaded,
    StoreFault::ReadFailed,
];

impl Run {
    /// Lets something happen and says what; nothing when the process is killed.
    pub(crate) async fn act(&mut self, life: &Life) -> Result<Option<String>, String> {
        self.spoil(life.now_ms())?;
        self.try_again(life, 30);
        self.tend(life, 40);
        let act = match self.dice.below(100) {
            0..35 => self.post(life),
            35..50 => self.wish(life),
            50..60 => self.disturb_link(life),
            60..64 => self.unsubscribe(life),
            64..70 => self.change_sight(life),
            70..76 => self.read(life),
            76..87 => self.crash(life),
            87..93 => self.break_store(life),
            93..96 => self.acknowledge(),
            96 => return Ok(None),
            97 => {
                self.calm(life).await?;
                "calm".to_owned()
            }
            _ => {
                // Long enough to unload what is idle.
                tokio::time::sleep(Duration::from_secs(self.dice.below(40))).await;
                "long pause".to_owned()
            }
        };
        Ok(Some(act))
    }

    fn post(&mut self, life: &Life) -> String {
        let (author, number) = (self.dice.index(PEOPLE), self.dice.index(CHANNELS));
        let burst = if self.dice.chance(10) { 1 + self.dice.index(30) } else { 1 };
        for _ in 0..burst {
            let post = self.ledger.add(author, number, self.step);
            self.send(life, post);
        }
        format!("p{author} posts {burst} in c{number}")
    }

    fn send(&mut self, life: &Life, post: usize) {
        let (draft, number) = self.ledger.attempt(post);
        let (engine, dones) = (life.engine.clone(), Arc::clone(&self.dones));
        tokio::spawn(async move {
            let answer = ledger::send(engine, draft, number).await;
            dones.lock().push(Done::Posted(post, answer));
        });
    }

    /// What got no final answer is tried again.
    pub(crate) fn try_again(&mut self, life: &Life, percent: u64) {
        for post in self.ledger.idle() {
            if self.dice.chance(percent) {
                self.send(life, post);
                if self.dice.chance(10) {
                    // An impatient client sends the same twice.
                    self.send(life, post);
                }
            }
        }
        for number in 0..self.deeds.len() {
            let idle = !self.deeds[number].tried && !self.deeds[number].done;
            if idle && self.dice.chance(percent) {
                self.pursue(life, number);
            }
        }
        for number in 0..self.wishes.all.len() {
            let idle = !self.wishes.all[number].tried && !self.wishes.all[number].done;
            if idle && self.dice.chance(percent) {
                self.try_wish(life, number);
            }
        }
    }

    /// Somebody wants something done to a message of the last ones. Where events are spoilt to check
    /// the checker, nothing may stand for them.
    fn wish(&mut self, life: &Life) -> String {
        let may_wish = matches!(self.tampering.kind, Tamper::Nothing | Tamper::Spoil);
        let posts = &self.ledger.posts;
        let recent = &posts[posts.len().saturating_sub(RECENT_POSTS)..];
        if !may_wish || recent.is_empty() {
            return self.post(life);
        }
        let post = self.dice.pick(recent);
        let State::Acknowledged(message) = post.state else { return "nothing".to_owned() };
        let about = (post.author, post.channel, message);
        let wish = Wish::about(about, &post.content, |end| self.dice.below(end));
        let said = format!("w{} {wish:?}", self.wishes.all.len());
        let Some(number) = self.wishes.add(wish, self.step) else { return "nothing".to_owned() };
        self.try_wish(life, number);
        said
    }

    fn try_wish(&mut self, life: &Life, number: usize) {
        let wished = &mut self.wishes.all[number];
        wished.tried = true;
        let (wish, engine, dones) =
            (wished.wish.clone(), life.engine.clone(), Arc::clone(&self.dones));
        tokio::spawn(async move {
            let answer = wish.attempt(&engine).await;
            dones.lock().push(Done::Answered(number, answer));
        });
    }

    fn pursue(&mut self, life: &Life, number: usize) {
        let pursued = &mut self.deeds[number];
        pursued.tried = true;
        let (deed, engine, dones) =
            (pursued.deed.clone(), life.engine.clone(), Arc::clone(&self.dones));
        tokio::spawn(async move {
            let outcome = deed.attempt(&engine).await;
            dones.lock().push(Done::Did(number, outcome));
        });
    }

    /// What a client does by itself: it connects, comes back and subscribes.
    pub(crate) fn tend(&mut self, life: &Life, percent: u64) {
        for number in 0..self.clients.len() {
            if !self.dice.chance(percent) {
                continue;
            }
            match self.clients[number].link {
                Link::Away => self.identify(life, number, percent < 100),
                Link::Lost { .. } => self.resume(life, number, percent < 100),
                Link::Open { .. } => self.subscribe_all(life, number),
                Link::Opening => {}
            }
        }
    }

    fn link(&mut self, number: usize, may_be_slow: bool) -> Arc<crate::socket::Socket> {
        let slow = may_be_slow && self.dice.chance(25);
        let client = &mut self.clients[number];
        (client.appetite, client.link_step) = (slow.then_some(SLOW_READ_BYTES), self.step);
        self.socket(if slow { SLOW_BUFFER_BYTES } else { FAST_BUFFER_BYTES })
    }

    fn identify(&mut self, life: &Life, number: usize, may_be_slow: bool) {
        let socket = self.link(number, may_be_slow);
        let client = &mut self.clients[number];
        client.link = Link::Opening;
        let spec = client.spec();
        let (engine, dones) = (life.engine.clone(), Arc::clone(&self.dones));
        tokio::spawn(async move {
            let opened = engine.identify(spec, Arc::clone(&socket) as _).await;
            let session = opened.ok().map(|(session, port)| {
                tokio::spawn(Arc::clone(&socket).serve(session.clone(), port));
                session
            });
            dones.lock().push(Done::Opened(number, socket, session));
        });
    }

    fn resume(&mut self, life: &Life, number: usize, may_be_slow: bool) {
        let socket = self.link(number, may_be_slow);
        self.clients[number].resume(&life.engine, socket, life.now_ms());
    }

    fn subscribe_all(&mut self, life: &Life, number: usize) {
        let now_ms = life.now_ms();
        let client = &mut self.clients[number];
        let (Some(session), Some(seen), false) =
            (client.session().cloned(), &client.seen, client.is_bot())
        else {
            return;
        };
        let prompt = client.is_prompt();
        for (number, hearing) in client.hearings.iter_mut().enumerate() {
            let wanted = match hearing.subscription {
                Subscription::None => hearing.is_idle(prompt, now_ms),
                // What was on its way has come by then.
                Subscription::Leaving(at_ms) => prompt && at_ms < now_ms - 2_000,
                Subscription::Live(_) => false,
            };
            if wanted && seen.channels.contains(&channel(number)) {
                session.subscribe(channel(number), hearing.asks());
            }
        }
    }

    fn unsubscribe(&mut self, life: &Life) -> String {
        let (number, place) = (self.dice.index(self.clients.len()), self.dice.index(CHANNELS));
        let client = &mut self.clients[number];
        if let (Some(session), true) = (client.session(), client.hears(place)) {
            session.unsubscribe(channel(place));
            client.hearings[place].subscription = Subscription::Leaving(life.now_ms());
        }
        format!("k{number} leaves c{place}")
    }

    fn disturb_link(&mut self, life: &Life) -> String {
        let number = self.dice.index(self.clients.len());
        let clean = self.dice.chance(15);
        let replaced = self.dice.chance(10);
        let client = &mut self.clients[number];
        let Link::Open { socket, session } = &client.link else { return "nothing".to_owned() };
        let session = session.clone();
        if !replaced {
            socket.hang_up(!clean);
        }
        if clean && !replaced {
            client.forget_session();
            return format!("k{number} goes");
        }
        client.link = Link::Lost { session };
        if replaced {
            self.resume(life, number, true);
        }
        format!("k{number} drops (replaced: {replaced})")
    }

    fn acknowledge(&mut self) -> String {
        let number = self.dice.index(self.clients.len());
        let client = &self.clients[number];
        if let Some(session) = client.session() {
            session.acknowledge(client.last_s);
        }
        format!("k{number} beats")
    }

    fn change_sight(&mut self, life: &Life) -> String {
        let (whom, number) = (1 + self.dice.index(PEOPLE - 1), self.dice.index(CHANNELS));
        let busy = self.sight.is_changing(whom)
            || self.deeds.iter().any(|pursued| {
                let of_channel =
                    matches!(&pursued.deed, Deed::Hide { channel, .. } if *channel == number);
                !pursued.done && (of_channel || pursued.deed.whom() == whom)
            });
        if busy {
            return "nothing".to_owned();
        }
        let joins_or_leaves = whom != BOT && self.dice.chance(40);
        let deed = if joins_or_leaves {
            let joins = !self.sight.is_member(whom);
            self.sight.joins(whom, joins);
            if joins { Deed::Join { person: whom } } else { Deed::Leave { person: whom } }
        } else {
            let hides = !self.sight.hidden_from(number).contains(&whom);
            self.sight.hides(number, whom, hides);
            Deed::Hide { channel: number, from: self.sight.hidden_from(number), whom }
        };
        let said = format!("d{} {deed:?}", self.deeds.len());
        self.deeds.push(Pursued { deed, tried: false, done: false, abandoned: false });
        self.pursue(life, self.deeds.len() - 1);
        said
    }

    fn read(&mut self, life: &Life) -> String {
        let (person, number) = (self.dice.index(PEOPLE), self.dice.index(CHANNELS));
        let (engine, dones, since) = (life.engine.clone(), Arc::clone(&self.dones), self.step);
        tokio::spawn(async move {
            let page = page(&engine, person, number).await;
            dones.lock().push(Done::Read { person, channel: number, since, page });
        });
        format!("p{person} reads c{number}")
    }

    /// Crashes an actor, each kind not more often than its budget allows.
    fn crash(&mut self, life: &Life) -> String {
        let person = self.dice.index(PEOPLE);
        let (kind, pause_ms, fault) = match self.dice.below(10) {
            0..3 => ("channel", 1_200, Fault::Channel(guild(), channel(self.dice.index(CHANNELS)))),
            3 => ("fan-out", 1_200, Fault::Fanout(guild(), channel(self.dice.index(CHANNELS)))),
            4 | 5 => ("guild", 1_200, Fault::Guild(guild())),
            6 => ("guild supervisor", 3_000, Fault::GuildSupervisor(guild())),
            7 => ("guilds supervisor", 3_000, Fault::GuildsSupervisor),
            8 => ("user", 1_200, Fault::User(user(person))),
            _ => match self.clients[self.dice.index(self.clients.len())].session() {
                Some(session) => ("session", 0, Fault::Session(session.id())),
                None => ("user supervisor", 3_000, Fault::UserSupervisor(user(OWNER))),
            },
        };
        let now_ms = life.now_ms();
        if self.crashed_ms.get(kind).is_some_and(|at_ms| now_ms < at_ms + pause_ms) {
            return "nothing".to_owned();
        }
        self.crashed_ms.insert(kind, now_ms);
        life.engine.crash(fault);
        format!("crash of a {kind}")
    }

    fn break_store(&mut self, life: &Life) -> String {
        if self.dice.chance(20) {
            let store = Arc::clone(&life.store);
            let outage = Duration::from_millis(self.dice.below(300));
            store.set_read_only(true);
            tokio::spawn(async move {
                tokio::time::sleep(outage).await;
                store.set_read_only(false);
            });
            return format!("the store is read-only for {outage:?}");
        }
        let fault = *self.dice.pick(STORE_FAULTS);
        life.store.inject(fault);
        format!("the store will fail: {fault:?}")
    }
}

async fn page(engine: &Engine, person: usize, number: usize) -> Result<Page, ChannelError> {
    let handle = engine.channel(channel(number), user(person)).await?;
    let page = handle.messages(Anchor::Latest, 20, user(person)).await?;
    Ok(page.into_iter().map(|message| (message.id, message.content)).collect())
}
