//! A server, a room in it, and all its sockets: somebody talks for a while, and what that cost is told.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Serialize;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep};

use super::course::Course;
use super::fault;
use super::peer::Peer;
use super::poster::{self, HttpPoster};
use super::server::{Places, Server};
use super::socket::Socket;
use crate::check::Verdict;
use crate::latency::Quantiles;
use crate::process;

/// Sockets that are in their handshake at one time.
const OPENING_MAX: usize = 32;
/// What follows the opening (presence, lists of members) is over by then.
const SETTLE: Duration = Duration::from_millis(1_500);
/// How long deliveries may trail the last post before they count as missed.
const DRAIN_MAX: Duration = Duration::from_secs(10);

/// See the file.
pub(super) struct Room {
    peer: Peer,
    course: Rc<Course>,
    sockets: Vec<Rc<Socket>>,
    posters: RefCell<Vec<HttpPoster>>,
    pub(super) rss_per_socket_bytes: u64,
    /// Dropped last: sockets that see it end say nothing of interest.
    server: Server,
}

/// What came of a number of posts.
#[derive(Debug, Serialize)]
pub(super) struct Leg {
    pub(super) rate: f64,
    pub(super) posts: u32,
    pub(super) deliveries: u64,
    pub(super) bytes_per_delivery: u64,
    pub(super) delivery: Quantiles,
    pub(super) cpu_s: f64,
    pub(super) cpu_s_per_million: f64,
    /// Of this program: where it is at a whole core, it has measured itself.
    pub(super) client_cores: f64,
    pub(super) verdict: Verdict,
}

impl Room {
    /// Starts a server, and joins with as many sockets, one of which posts where posts go over sockets.
    pub(super) async fn open(
        peer: Peer,
        listeners: usize,
        places: &Places,
    ) -> anyhow::Result<Self> {
        let server = Server::start(peer, listeners, places).await?;
        let rss_before = process::resident_bytes(server.pid)?;
        let course = Rc::new(Course::new());
        let sockets = open_all(peer, listeners, &server).await?;
        sockets.iter().for_each(|socket| socket.listen(&course));
        sleep(SETTLE).await;
        let rss_bytes = process::resident_bytes(server.pid)?.saturating_sub(rss_before);
        let posters = match peer.dialect().post("") {
            None => poster::connections(server.door, &server.accounts).await?,
            Some(_) => Vec::new(),
        };
        let rss_per_socket_bytes = rss_bytes / sockets.len() as u64;
        let posters = RefCell::new(posters);
        Ok(Self { peer, course, sockets, posters, rss_per_socket_bytes, server })
    }

    /// Posts, and waits until all have heard it or the bound is reached.
    pub(super) async fn talk(&self, rate: f64, posts: u32) -> anyhow::Result<Leg> {
        let (pid, own) = (self.server.pid, std::process::id());
        self.sockets.iter().for_each(|socket| socket.forget());
        let (cpu_before, own_before) = (process::cpu_seconds(pid)?, process::cpu_seconds(own)?);
        self.course.begin(rate);
        let begun = Instant::now();
        let posted = self.post(posts).await;
        self.drain(u64::from(posts) * self.sockets.len() as u64).await;
        let cpu_s = process::cpu_seconds(pid).context("it is gone")? - cpu_before;
        let own_s = process::cpu_seconds(own)? - own_before;
        let deliveries = self.course.deliveries();
        let client_cores = own_s / begun.elapsed().as_secs_f64();
        Ok(Leg {
            rate,
            posts,
            deliveries,
            bytes_per_delivery: self.course.bytes_per_delivery(),
            delivery: self.course.latency().quantiles(),
            cpu_s,
            cpu_s_per_million: cpu_s * 1e6 / deliveries.max(1) as f64,
            client_cores,
            verdict: self.judge(posts, posted),
        })
    }

    async fn post(&self, posts: u32) -> anyhow::Result<()> {
        let dialect = self.peer.dialect();
        if dialect.post("").is_some() {
            return poster::over_socket(&self.sockets[0], dialect, posts, &self.course).await;
        }
        let mut posters = self.posters.take();
        let posted = poster::over_http(&mut posters, posts, &self.course).await;
        self.posters.replace(posters);
        posted
    }

    /// Waits until every socket heard every post, or the bound is reached.
    async fn drain(&self, expected: u64) {
        let until = Instant::now() + DRAIN_MAX;
        let mut poll = interval(Duration::from_millis(5));
        while self.course.deliveries() < expected && poll.tick().await < until {}
    }

    fn judge(&self, posts: u32, posted: anyhow::Result<()>) -> Verdict {
        let heard: Vec<_> = self.sockets.iter().map(|socket| socket.heard()).collect();
        let mut verdict = fault::judge(posts, heard.iter().map(|heard| &heard[..]));
        if let Err(error) = posted {
            verdict.add(&format!("posting ended: {error:#}"));
        }
        for (number, socket) in self.sockets.iter().enumerate() {
            if let Some(reason) = socket.ended() {
                verdict.add(&format!("socket {number} ended: {reason}"));
            }
        }
        verdict
    }
}

async fn open_all(peer: Peer, count: usize, server: &Server) -> anyhow::Result<Vec<Rc<Socket>>> {
    let mut opening = JoinSet::new();
    let mut sockets = Vec::with_capacity(count);
    let dialect = peer.dialect();
    for number in 0..count {
        let account = &server.accounts[number % server.accounts.len()];
        let (door, steps) = (server.door, dialect.steps(number, account));
        opening.spawn_local(async move { Socket::open(door, dialect, &steps).await });
        // The first one makes the room, where a room is made by whoever comes first.
        if opening.len() == OPENING_MAX || number == 0 {
            sockets.extend(next(&mut opening).await?);
        }
    }
    while let Some(socket) = next(&mut opening).await? {
        sockets.push(socket);
    }
    ensure!(sockets.len() == count, "{} of {count} sockets are open", sockets.len());
    Ok(sockets)
}

async fn next(
    opening: &mut JoinSet<anyhow::Result<Rc<Socket>>>,
) -> anyhow::Result<Option<Rc<Socket>>> {
    opening.join_next().await.map(|opened| opened?).transpose()
}
