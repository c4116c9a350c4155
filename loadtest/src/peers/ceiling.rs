//! How much a server delivers: the rate rises until a delivery is missing, or one in a hundred is late.

use super::PeersOptions;
use super::peer::Peer;
use super::report::Ceiling;
use super::room::{Leg, Room};
use super::server::Places;

/// A room in which talk is later than that is none.
const LATE_MS: f64 = 500.0;
const STEP: f64 = 1.2;
/// From one message a second to what no machine does.
const STEPS_MAX: usize = 60;

/// Raises the rate from that of the options on, or from half of what the server did last time.
pub(super) async fn find(
    peer: Peer,
    options: &PeersOptions,
    last: Option<f64>,
    places: &Places,
) -> anyhow::Result<Ceiling> {
    let room = Room::open(peer, options.listeners, places).await?;
    let mut legs: Vec<Leg> = Vec::new();
    let mut rate = last.map_or(options.rate, |last| (last / 2.0).max(options.rate));
    for _ in 0..STEPS_MAX {
        let leg = room.talk(rate, (rate * options.seconds).ceil() as u32).await?;
        let held = holds(&leg);
        legs.push(leg);
        if !held {
            break;
        }
        rate *= STEP;
    }
    Ok(Ceiling::of(peer, legs, holds))
}

fn holds(leg: &Leg) -> bool {
    leg.verdict.holds() && leg.delivery.p99_ms <= LATE_MS
}
