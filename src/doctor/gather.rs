//! Looks at the machine.

use std::fs;
use std::net::{SocketAddr, UdpSocket};
use std::path::Path;

use super::facts::{Door, Facts, Machine, MediaFacts, Plan, Trip, Way};
use super::{kernel, probe};
use crate::config::Settings;

/// What container engines put into a container.
const CONTAINER_MARKS: [&str; 2] = ["/.dockerenv", "/run/.containerenv"];

/// Takes some hundred milliseconds for each address from which nothing comes back.
pub(crate) fn gather(settings: &Settings) -> Facts {
    let plan = Plan::of(settings);
    Facts {
        http: probe::http(plan.http),
        media: plan.media.map(|address| media(address, &plan)),
        machine: machine(),
        plan,
    }
}

fn media(address: SocketAddr, plan: &Plan) -> MediaFacts {
    let (door, socket) = probe::media(address);
    let local = socket.as_ref().and_then(|socket| socket.local_addr().ok()).unwrap_or(address);
    // Where it cannot be listened on there is nothing to be told either.
    let announced = match door {
        Door::Free | Door::Taken(_) => {
            actors::announced(local, &plan.announced).unwrap_or_default()
        }
        Door::Forbidden | Door::Elsewhere | Door::Failed(_) => Vec::new(),
    };
    let ways = announced.into_iter().map(|to| Way { to, trip: try_it(to, socket.as_ref()) });
    MediaFacts { ways: ways.collect(), door }
}

fn try_it(to: SocketAddr, socket: Option<&UdpSocket>) -> Trip {
    socket.map_or(Trip::Untried, |socket| probe::trip(to, socket))
}

fn machine() -> Machine {
    let table =
        |name: &str| fs::read_to_string(Path::new("/proc/net").join(name)).unwrap_or_default();
    let mut addresses = kernel::addresses_v4(&table("fib_trie"), &table("route"));
    addresses.extend(kernel::addresses_v6(&table("if_inet6")));
    let is_container = CONTAINER_MARKS.iter().any(|mark| Path::new(mark).exists());
    Machine { addresses, is_container }
}
