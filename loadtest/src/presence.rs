//! `loadtest presence`: everybody of a large guild changes presence again and again while some look
//! at its member list. What these hear, what it costs the server, and whether the rows are right in
//! the end.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::account::Account;
use crate::process;
use crate::run::Run;
use crate::session::Session;
use crate::swarm;
use crate::target::Target;

const MEMBERS_MAX: usize = 10_000;
const SECONDS_MAX: f64 = 600.0;
/// What a viewer has on its screen and near it.
const ROWS: usize = 100;
/// Rows between where one viewer looks and where the next one does.
const ROWS_APART: usize = 613;
/// What was said last is told by then.
const DRAIN: Duration = Duration::from_secs(3);
/// What somebody says in turn: every second change takes them to another group.
const STATUSES: [&str; 4] = ["online", "dnd", "invisible", "idle"];
/// The promises.
const FRAMES_PER_SECOND_MAX: f64 = 2.0;
const CORES_MAX: f64 = 0.25;

/// The shape of the storm.
#[derive(Args, Clone, Debug)]
pub(crate) struct PresenceOptions {
    /// Members, each with a session.
    #[arg(long, default_value_t = 5_000)]
    pub(crate) members: usize,
    /// How often each of them changes.
    #[arg(long, default_value_t = 5_000)]
    every_ms: u64,
    /// How many of them look at the member list.
    #[arg(long, default_value_t = 10)]
    viewers: usize,
    /// How long it goes on.
    #[arg(long, default_value_t = 30.0)]
    seconds: f64,
}

/// The figures of a storm.
#[derive(Debug, Serialize)]
pub(crate) struct PresenceReport {
    members: usize,
    viewers: usize,
    changes: usize,
    seconds: f64,
    /// Of the viewer that heard the most.
    frames_per_second: f64,
    bytes_per_second: f64,
    server_cpu_s: f64,
    server_cores: f64,
    wrong_rows: usize,
    ended: usize,
}

impl PresenceReport {
    pub(crate) fn holds(&self) -> bool {
        self.frames_per_second <= FRAMES_PER_SECOND_MAX
            && self.server_cores <= CORES_MAX
            && self.wrong_rows == 0
            && self.ended == 0
    }
}

impl std::fmt::Display for PresenceReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { members, viewers, changes, seconds, .. } = self;
        writeln!(out, "{members} members, {changes} changes in {seconds:.1} s, {viewers} viewers")?;
        let (frames, kib) = (self.frames_per_second, self.bytes_per_second / 1_024.0);
        writeln!(out, "a viewer heard at most {frames:.2} frames/s, {kib:.0} KiB/s")?;
        let (cpu_s, cores) = (self.server_cpu_s, self.server_cores);
        writeln!(out, "the server used {cpu_s:.2} s of CPU: {cores:.3} of a core")?;
        write!(out, "{} wrong rows, {} sessions ended", self.wrong_rows, self.ended)
    }
}

/// Runs the storm against a target on the current thread.
pub(crate) async fn run(
    options: &PresenceOptions,
    target: &Target,
) -> anyhow::Result<PresenceReport> {
    ensure!((1..=MEMBERS_MAX).contains(&options.members), "1 to {MEMBERS_MAX} members");
    ensure!(options.viewers <= options.members, "viewers are members");
    ensure!(options.seconds > 0.0 && options.seconds <= SECONDS_MAX, "at most {SECONDS_MAX} s");
    ensure!(target.accounts.len() >= options.members, "there are too few accounts");
    LocalSet::new().run_until(run_locally(options, target)).await
}

async fn run_locally(options: &PresenceOptions, target: &Target) -> anyhow::Result<PresenceReport> {
    let pid = target.pid()?;
    let members = options.members;
    let rate = members as f64 * 1_000.0 / options.every_ms.max(1) as f64;
    let run = Rc::new(Run::new(rate, &target.record));
    let sessions = swarm::open(target, members, &run).await?;
    let mut viewers = Vec::new();
    for (number, session) in sessions.iter().take(options.viewers).enumerate() {
        viewers.push(Viewer::open(session, number * ROWS_APART % members, target).await?);
    }
    sleep(Duration::from_secs(1)).await;
    viewers.iter().for_each(|viewer| viewer.borrow_mut().begin());

    target.record.load_begins();
    let cpu_before = process::cpu_seconds(pid)?;
    run.begin();
    let begun = Instant::now();
    let changes = (rate * options.seconds) as usize;
    for change in 0..changes {
        sleep_until(run.due(change as u32)).await;
        target.record.offered();
        let member = change % members;
        let status = said(member, change / members);
        let d = json!({"since": null, "activities": [], "status": status, "afk": false});
        sessions[member].command(&json!({"op": 3, "d": d})).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let server_cpu_s = process::cpu_seconds(pid)? - cpu_before;
    target.record.load_ends();
    let heard: Vec<(u64, u64)> = viewers.iter().map(|viewer| viewer.borrow().heard()).collect();
    sleep(DRAIN).await;

    let last = |member: usize| {
        let rounds = changes / members + usize::from(member < changes % members);
        rounds.checked_sub(1).map_or("online", |round| said(member, round))
    };
    let truth = sorted(&sessions, target, last);
    Ok(PresenceReport {
        members,
        viewers: viewers.len(),
        changes,
        seconds,
        // The one at the very beginning belongs to the interval before it.
        frames_per_second: most(&heard, |(frames, _)| frames.saturating_sub(1)) / seconds,
        bytes_per_second: most(&heard, |(_, bytes)| bytes) / seconds,
        server_cpu_s,
        server_cores: server_cpu_s / seconds,
        wrong_rows: viewers.iter().map(|viewer| viewer.borrow().wrong_rows(&truth)).sum(),
        ended: sessions.iter().filter(|session| session.ended().is_some()).count(),
    })
}

fn most(heard: &[(u64, u64)], of: impl Fn((u64, u64)) -> u64) -> f64 {
    heard.iter().map(|heard| of(*heard)).max().unwrap_or(0) as f64
}

/// What a member says in a round; all of them begin elsewhere.
fn said(member: usize, round: usize) -> &'static str {
    STATUSES[(member + round + 1) % STATUSES.len()]
}

/// A row: whose it is, and how present they are.
type Row = (String, String);

/// All rows as they must be in the end.
fn sorted(
    sessions: &[Rc<Session>],
    target: &Target,
    last: impl Fn(usize) -> &'static str,
) -> Vec<Row> {
    let name = |user: &str| {
        let account = target.accounts.iter().find(|account| account.user_id == user);
        account.map(|account| account.username.clone()).unwrap_or_default()
    };
    let mut rows: Vec<(bool, String, Row)> = sessions
        .iter()
        .enumerate()
        .map(|(member, session)| {
            let user = session.user_id().to_owned();
            let status = match last(member) {
                "invisible" => "offline",
                seen => seen,
            };
            (status == "offline", name(&user), (user, status.to_owned()))
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, _, row)| row).collect()
}

/// Somebody who looks at rows of the list, and what they have on screen.
struct Viewer {
    from: usize,
    rows: Vec<Option<Row>>,
    frames: u64,
    bytes: u64,
}

impl Viewer {
    async fn open(
        session: &Rc<Session>,
        from: usize,
        target: &Target,
    ) -> anyhow::Result<Rc<RefCell<Self>>> {
        let viewer = Self { from, rows: vec![None; ROWS], frames: 0, bytes: 0 };
        let viewer = Rc::new(RefCell::new(viewer));
        let hears = Rc::clone(&viewer);
        session.observe(move |payload| hears.borrow_mut().hear(payload));
        let guild = target.accounts.first().map(|account: &Account| &account.guild_id);
        let d = json!({"guild_id": guild, "ranges": [[from, from + ROWS - 1]]});
        session.command(&json!({"op": 102, "d": d})).await?;
        Ok(viewer)
    }

    fn begin(&mut self) {
        (self.frames, self.bytes) = (0, 0);
    }

    fn heard(&self) -> (u64, u64) {
        (self.frames, self.bytes)
    }

    fn hear(&mut self, payload: &[u8]) {
        let Ok(Frame { op: 0, t, d }) = serde_json::from_slice(payload) else { return };
        self.frames += 1;
        self.bytes += payload.len() as u64;
        if t.as_deref() != Some("X_MEMBERS") {
            return;
        }
        let list: List = serde_json::from_value(d).unwrap_or_default();
        for range in list.ranges {
            for (number, row) in (range.from..).zip(range.members) {
                let Some(at) = number.checked_sub(self.from) else { continue };
                if let Some(place) = self.rows.get_mut(at) {
                    *place = Some((row.user.id, row.presence.status));
                }
            }
        }
        let shown = list.total.saturating_sub(self.from).min(ROWS);
        self.rows[shown..].fill(None);
    }

    fn wrong_rows(&self, truth: &[Row]) -> usize {
        let wanted = truth.iter().map(Some).skip(self.from).chain(std::iter::repeat(None));
        self.rows.iter().zip(wanted).filter(|(row, wanted)| row.as_ref() != *wanted).count()
    }
}

#[derive(Deserialize)]
struct Frame {
    op: u64,
    #[serde(default)]
    t: Option<String>,
    #[serde(default)]
    d: serde_json::Value,
}

#[derive(Default, Deserialize)]
struct List {
    total: usize,
    ranges: Vec<Range>,
}

#[derive(Deserialize)]
struct Range {
    from: usize,
    members: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    user: User,
    presence: Presence,
}

#[derive(Deserialize)]
struct User {
    id: String,
}

#[derive(Deserialize)]
struct Presence {
    status: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rows: &[(&str, &str)], from: usize, total: usize) -> Vec<u8> {
        let members: Vec<_> = rows
            .iter()
            .map(|(id, status)| json!({"user": {"id": id}, "presence": {"status": status}}))
            .collect();
        let d = json!({"total": total, "ranges": [{"from": from, "members": members}]});
        json!({"op": 0, "s": 1, "t": "X_MEMBERS", "d": d}).to_string().into_bytes()
    }

    #[test]
    fn a_row_that_was_not_told_or_is_another_one_counts_as_wrong() {
        let row = |id: &str, status: &str| (id.to_owned(), status.to_owned());
        let truth = [row("1", "online"), row("2", "dnd"), row("3", "offline")];
        let mut viewer = Viewer { from: 1, rows: vec![None; ROWS], frames: 0, bytes: 0 };
        assert_eq!(viewer.wrong_rows(&truth), 2);
        viewer.hear(&told(&[("1", "online"), ("2", "dnd"), ("9", "idle")], 0, 3));
        assert_eq!(viewer.wrong_rows(&truth), 1);
        viewer.hear(&told(&[("3", "offline")], 2, 3));
        assert_eq!((viewer.wrong_rows(&truth), viewer.heard().0), (0, 2));
        viewer.hear(&told(&[], 0, 2));
        assert_eq!(viewer.wrong_rows(&truth), 1);
    }
}
