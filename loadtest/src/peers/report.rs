//! What came of it: a table of medians, and what each is of the first.

use std::fmt;

use serde::Serialize;

use super::peer::Peer;
use super::room::Leg;
use crate::compare::median;

/// One server, measured once.
#[derive(Debug, Serialize)]
pub(super) struct Round {
    pub(super) peer: Peer,
    pub(super) rss_per_socket_bytes: u64,
    pub(super) leg: Leg,
}

/// How much one server did, once.
#[derive(Debug, Serialize)]
pub(super) struct Ceiling {
    pub(super) peer: Peer,
    /// The highest rate that held, in messages a second; zero where none did.
    pub(super) rate: f64,
    pub(super) p99_ms: f64,
    /// Why the next one did not, where it was for what is missing.
    pub(super) broke: Option<String>,
    pub(super) legs: Vec<Leg>,
}

/// All rounds of a run.
#[derive(Debug, Serialize)]
pub(crate) struct PeersReport {
    listeners: usize,
    peers: Vec<Peer>,
    pub(super) rounds: Vec<Round>,
    pub(super) ceilings: Vec<Ceiling>,
}

impl Ceiling {
    pub(super) fn of(peer: Peer, legs: Vec<Leg>, holds: impl Fn(&Leg) -> bool) -> Self {
        let highest = legs.iter().rev().find(|leg| holds(leg));
        let (rate, p99_ms) = highest.map_or((0.0, 0.0), |leg| (leg.rate, leg.delivery.p99_ms));
        let broke = legs.last().and_then(|leg| leg.verdict.first.first().cloned());
        Self { peer, rate, p99_ms, broke, legs }
    }
}

impl PeersReport {
    pub(super) fn new(listeners: usize, peers: &[Peer]) -> Self {
        Self { listeners, peers: peers.to_vec(), rounds: Vec::new(), ceilings: Vec::new() }
    }

    /// Whether everybody has heard everything; what breaks at a ceiling is its end.
    pub(crate) fn holds(&self) -> bool {
        self.rounds.iter().all(|round| round.leg.verdict.holds())
    }

    pub(super) fn lowest_ceiling(&self, peer: Peer) -> Option<f64> {
        let rates = self.ceilings.iter().filter(|ceiling| ceiling.peer == peer);
        rates.map(|ceiling| ceiling.rate).reduce(f64::min)
    }

    fn median_of(&self, peer: Peer, figure: impl Fn(&Round) -> f64) -> f64 {
        median(self.rounds.iter().filter(|round| round.peer == peer).map(figure))
    }

    fn median_ceiling(&self, peer: Peer, figure: impl Fn(&Ceiling) -> f64) -> f64 {
        median(self.ceilings.iter().filter(|ceiling| ceiling.peer == peer).map(figure))
    }

    fn write_rounds(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "| {} sockets | messages/s | bytes a delivery ", self.listeners)?;
        write!(out, "| CPU s per million deliveries (rounds) | of the first's ")?;
        writeln!(out, "| p50 ms | p99 ms | memory a socket |")?;
        write!(out, "| --- | --- | --- | --- | --- | --- | --- | --- |")?;
        let cpu = |peer| self.median_of(peer, |round| round.leg.cpu_s_per_million);
        for peer in self.peers.iter().copied() {
            let of = |figure: fn(&Round) -> f64| self.median_of(peer, figure);
            let rounds = self.rounds.iter().filter(|round| round.peer == peer);
            let all = list(rounds.map(|round| round.leg.cpu_s_per_million), 2);
            let rate = of(|round| round.leg.rate);
            let bytes = of(|round| round.leg.bytes_per_delivery as f64);
            write!(out, "\n| {} | {rate:.0} | {bytes:.0} ", peer.name())?;
            write!(out, "| {:.2} ({all}) ", cpu(peer))?;
            write!(out, "| {:.2} × ", cpu(peer) / cpu(self.peers[0]))?;
            write!(out, "| {:.1} ", of(|round| round.leg.delivery.p50_ms))?;
            write!(out, "| {:.1} ", of(|round| round.leg.delivery.p99_ms))?;
            write!(out, "| {:.1} KiB |", of(|round| round.rss_per_socket_bytes as f64) / 1024.0)?;
        }
        Ok(())
    }

    fn write_ceilings(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "| {} sockets: the most that held | messages/s (rounds) ", self.listeners)?;
        writeln!(out, "| deliveries/s | of the first's | p99 ms |")?;
        write!(out, "| --- | --- | --- | --- | --- |")?;
        let rate = |peer| self.median_ceiling(peer, |ceiling| ceiling.rate);
        for peer in self.peers.iter().copied() {
            let ceilings = self.ceilings.iter().filter(|ceiling| ceiling.peer == peer);
            let all = list(ceilings.map(|ceiling| ceiling.rate), 0);
            let deliveries = rate(peer) * self.listeners as f64;
            write!(out, "\n| {} | {:.0} ({all}) ", peer.name(), rate(peer))?;
            write!(out, "| {deliveries:.0} | {:.2} × ", rate(peer) / rate(self.peers[0]))?;
            let p99_ms = self.median_ceiling(peer, |ceiling| ceiling.p99_ms);
            write!(out, "| {p99_ms:.0} |")?;
        }
        Ok(())
    }
}

fn list(values: impl Iterator<Item = f64>, digits: usize) -> String {
    values.map(|value| format!("{value:.digits$}")).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for PeersReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rounds.is_empty() { self.write_ceilings(out) } else { self.write_rounds(out) }
    }
}

impl fmt::Display for Round {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Leg { rate, deliveries, bytes_per_delivery, delivery, .. } = &self.leg;
        write!(out, "{}: {rate:.0}/s, {deliveries} deliveries ", self.peer.name())?;
        write!(out, "of {bytes_per_delivery} bytes, {:.2} CPU s ", self.leg.cpu_s_per_million)?;
        write!(out, "per million, {delivery}, client {:.2} cores, ", self.leg.client_cores)?;
        let verdict = &self.leg.verdict;
        write!(out, "{} bytes a socket, {} faults", self.rss_per_socket_bytes, verdict.faults)?;
        verdict.first.iter().try_for_each(|fault| write!(out, "\n    {fault}"))
    }
}

impl fmt::Display for Ceiling {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { peer, rate, p99_ms, broke, legs } = self;
        write!(out, "{}: {rate:.0}/s with p99 {p99_ms:.0} ms; then ", peer.name())?;
        match (broke, legs.last()) {
            (Some(fault), _) => write!(out, "{fault}")?,
            (None, Some(leg)) => write!(out, "{}", leg.delivery)?,
            (None, None) => {}
        }
        let cores = legs.last().map_or(0.0, |leg| leg.client_cores);
        write!(out, " (client {cores:.2} cores)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Verdict;
    use crate::latency::Latency;

    fn leg(rate: f64, cpu_s_per_million: f64) -> Leg {
        Leg {
            rate,
            posts: 1,
            deliveries: 1,
            bytes_per_delivery: 100,
            delivery: Latency::default().quantiles(),
            cpu_s: 0.0,
            cpu_s_per_million,
            client_cores: 0.0,
            verdict: Verdict::default(),
        }
    }

    #[test]
    fn the_table_has_medians_and_what_they_are_of_the_first() {
        let mut report = PeersReport::new(10, &[Peer::Confab, Peer::Ws]);
        for (peer, cpu) in [(Peer::Confab, 4.0), (Peer::Ws, 10.0), (Peer::Confab, 5.0)] {
            report.rounds.push(Round { peer, rss_per_socket_bytes: 1024, leg: leg(30.0, cpu) });
        }
        let table = report.to_string();
        assert!(table.contains("| node ws | 30 | 100 | 10.00 (10.00) | 2.00 × |"), "{table}");
    }

    #[test]
    fn a_ceiling_is_the_highest_rate_that_held() {
        let legs = vec![leg(10.0, 1.0), leg(12.0, 1.0), leg(14.4, 1.0)];
        let ceiling = Ceiling::of(Peer::Bun, legs, |leg| leg.rate < 14.0);
        assert!((ceiling.rate - 12.0).abs() < f64::EPSILON);
    }
}
