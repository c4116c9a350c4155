//! Many sessions opened side by side, but not all at once.

use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use tokio::task::{JoinSet, spawn_local};
use tokio::time::Instant;

use crate::account::Account;
use crate::process;
use crate::run::Run;
use crate::session::Session;
use crate::target::Target;

/// Sockets that are in their handshake at one time: a server's backlog is bounded.
const OPENING_MAX: usize = 32;
/// Descriptors that are not sessions: posters, the runtime, files.
const DESCRIPTORS_SPARE: u64 = 200;
/// Sessions count as settled when nothing came for this long.
const QUIET: Duration = Duration::from_millis(1_500);
const SETTLE_MAX: Duration = Duration::from_secs(30);

/// Opens `count` sessions over the target's accounts, round robin, and lets them listen.
pub(crate) async fn open(
    target: &Target,
    count: usize,
    run: &Rc<Run>,
) -> anyhow::Result<Vec<Rc<Session>>> {
    let descriptors = process::raise_descriptor_limit();
    ensure!(
        count as u64 + DESCRIPTORS_SPARE <= descriptors,
        "{count} sessions need more than the {descriptors} descriptors that a process may have"
    );
    target.record.mark("sessions open");
    let mut opening = JoinSet::new();
    let mut sessions = Vec::with_capacity(count);
    for number in 0..count {
        if opening.len() == OPENING_MAX {
            sessions.extend(next(&mut opening).await?);
            target.record.connected(sessions.len());
        }
        let account: Account = target.accounts[number % target.accounts.len()].clone();
        let address = target.address;
        opening.spawn_local(async move { Session::open(address, &account).await });
    }
    while let Some(session) = next(&mut opening).await? {
        sessions.push(session);
    }
    target.record.connected(sessions.len());
    for session in &sessions {
        spawn_local(session.clone().listen(run.clone()));
    }
    settle(&sessions).await;
    Ok(sessions)
}

type Opened = anyhow::Result<Rc<Session>>;

async fn next(opening: &mut JoinSet<Opened>) -> anyhow::Result<Option<Rc<Session>>> {
    opening.join_next().await.map(|opened| opened?).transpose()
}

/// Waits until what follows a session's opening (presence, member lists) has been delivered.
async fn settle(sessions: &[Rc<Session>]) {
    let until = Instant::now() + SETTLE_MAX;
    let mut poll = tokio::time::interval(Duration::from_millis(100));
    let begun = Instant::now();
    loop {
        let now = poll.tick().await;
        let last = sessions.iter().filter_map(|session| session.last_frame_at()).max();
        let quiet = now.saturating_duration_since(last.unwrap_or(begun)) >= QUIET;
        if quiet || now >= until {
            return;
        }
    }
}
