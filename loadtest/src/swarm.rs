//! Many sessions opened side by side, but not all at once.

use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use tokio::task::JoinSet;
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
    let of = |number: usize| target.accounts[number % target.accounts.len()].clone();
    let wanted = (0..count).map(of).map(|account| {
        let channels = vec![account.channel_id.clone()];
        (account, channels)
    });
    open_all(target, wanted.collect(), run).await
}

/// Opens sessions that subscribe and then read nothing, for the accounts behind the first `from`.
pub(crate) async fn open_unread(
    target: &Target,
    from: usize,
    count: usize,
    run: &Rc<Run>,
) -> anyhow::Result<Vec<Rc<Session>>> {
    let mut sessions = Vec::with_capacity(count);
    for number in from..from + count {
        let account = &target.accounts[number % target.accounts.len()];
        let channels = [account.channel_id.clone()];
        sessions.push(Session::open(target.door, account, &channels, run).await?);
    }
    Ok(sessions)
}

/// Opens a session for each account, which hears of its channels, and lets them listen. They are in the order
/// of the accounts.
pub(crate) async fn open_all(
    target: &Target,
    wanted: Vec<(Account, Vec<String>)>,
    run: &Rc<Run>,
) -> anyhow::Result<Vec<Rc<Session>>> {
    let count = wanted.len();
    let descriptors = process::raise_descriptor_limit();
    ensure!(
        count as u64 + DESCRIPTORS_SPARE <= descriptors,
        "{count} sessions need more than the {descriptors} descriptors that a process may have"
    );
    target.record.mark("sessions open");
    let mut opening = JoinSet::new();
    let mut sessions = Vec::with_capacity(count);
    for (number, (account, channels)) in wanted.into_iter().enumerate() {
        if opening.len() == OPENING_MAX {
            sessions.extend(next(&mut opening).await?);
            target.record.connected(sessions.len());
        }
        let (door, run) = (target.door, Rc::clone(run));
        opening.spawn_local(async move {
            let session = Session::open(door, &account, &channels, &run).await?;
            anyhow::Ok((number, session))
        });
    }
    while let Some(session) = next(&mut opening).await? {
        sessions.push(session);
    }
    target.record.connected(sessions.len());
    sessions.sort_by_key(|(number, _)| *number);
    let sessions: Vec<Rc<Session>> = sessions.into_iter().map(|(_, session)| session).collect();
    sessions.iter().for_each(|session| session.listen(run));
    settle(&sessions).await;
    Ok(sessions)
}

/// And its place among all.
type Opened = (usize, Rc<Session>);

async fn next(opening: &mut JoinSet<anyhow::Result<Opened>>) -> anyhow::Result<Option<Opened>> {
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
