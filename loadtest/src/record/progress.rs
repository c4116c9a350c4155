//! One line about the last second, on stderr: a terminal's is written over, elsewhere one comes now and then.

use std::io::{IsTerminal, Write, stderr};

use super::Second;

/// Where there is no terminal, one second in so many is told of.
const TOLD_EVERY: u32 = 10;
/// Back to the beginning of the line, and away with it.
const OVER: &str = "\r\u{1b}[2K";

/// What is going on, and whether there is a line to write over.
#[derive(Default)]
pub(crate) struct Progress {
    phase: String,
    told: u32,
    is_open: bool,
}

impl Progress {
    /// From now on this is going on.
    pub(crate) fn phase(&mut self, phase: &str) {
        phase.clone_into(&mut self.phase);
    }

    /// Tells of a second.
    pub(crate) fn show(&mut self, second: &Second) {
        self.told += 1;
        let line = line(&self.phase, second);
        let mut out = stderr();
        // Nobody is there to be told that stderr is closed.
        if out.is_terminal() {
            self.is_open = true;
            drop(write!(out, "{OVER}{line}").and_then(|()| out.flush()));
        } else if self.told.is_multiple_of(TOLD_EVERY) {
            drop(writeln!(out, "{line}"));
        }
    }

    /// What follows begins on a line of its own.
    pub(crate) fn end(&mut self) {
        if std::mem::take(&mut self.is_open) {
            drop(write!(stderr(), "{OVER}"));
        }
    }
}

fn line(phase: &str, second: &Second) -> String {
    let mut line = format!("{:.0} s", second.at_s);
    if !phase.is_empty() {
        line += &format!(" · {phase}");
    }
    let counts = [
        ("sessions", second.sessions as f64),
        ("due/s", second.offered_per_s),
        ("answered/s", second.answered_per_s),
        ("delivered/s", second.delivered_per_s),
        ("errors", second.errors.values().sum::<u64>() as f64),
    ];
    for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0.0) {
        line += &format!(" · {count:.0} {what}");
    }
    if let Some(latency) = second.delivery.or(second.answer) {
        line += &format!(" · p99 {:.1} ms", latency.p99_ms);
    }
    if let Some(cores) = second.server_cores {
        line += &format!(" · {cores:.2} cores");
    }
    if let Some(bytes) = second.server_rss_bytes {
        line += &format!(" · {} MiB", bytes >> 20);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_leaves_out_what_is_not_there() {
        let quiet = Second { at_s: 3.01, ..Second::default() };
        assert_eq!(line("opening", &quiet), "3 s · opening");
        let busy = Second {
            at_s: 4.0,
            sessions: 10,
            offered_per_s: 30.2,
            server_cores: Some(0.5),
            server_rss_bytes: Some(40 << 20),
            ..Second::default()
        };
        assert_eq!(line("", &busy), "4 s · 10 sessions · 30 due/s · 0.50 cores · 40 MiB");
    }
}
