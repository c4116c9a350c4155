//! Which threads were quiet for too long (TH4).

use std::sync::Arc;

use protocol::ChannelId;
use storage::records::Thread;

use super::super::super::Outcome;
use super::super::{Change, batch};
use super::moved;
use crate::view::{GuildView, ThreadView};

/// Threads that one batch archives. Each takes three operations.
const ARCHIVED_AT_ONCE: usize = 300;

const MINUTE_MS: i64 = 60_000;

/// The threads whose time is over, each with the moment when it was; and the moment before which no
/// other's is, whatever is posted meanwhile.
pub(crate) fn due<'v>(
    threads: impl Iterator<Item = (&'v Thread, Option<i64>)>,
    now_ms: i64,
) -> (Vec<(ChannelId, i64)>, i64) {
    let (mut due, mut next_ms) = (Vec::new(), i64::MAX);
    for (thread, last_message_ms) in threads.filter(|(thread, _)| !thread.archived) {
        let since_ms = last_message_ms.unwrap_or(0).max(thread.archived_changed_at_ms);
        let over_ms = since_ms + i64::from(thread.auto_archive_minutes) * MINUTE_MS;
        if over_ms <= now_ms {
            due.push((thread.id, over_ms));
        } else {
            next_ms = next_ms.min(over_ms);
        }
    }
    (due, next_ms)
}

/// Archives some threads, the first ones of many.
pub(crate) fn archived(view: &GuildView, due: &[(ChannelId, i64)]) -> Change {
    let mut next = view.clone();
    let mut rows = batch(view);
    for (id, at_ms) in due.iter().take(ARCHIVED_AT_ONCE) {
        let Some(before) = next.threads.get(id).filter(|thread| !thread.thread.archived) else {
            continue;
        };
        let thread =
            Thread { archived: true, archived_changed_at_ms: *at_ms, ..before.thread.clone() };
        rows = moved(rows.put(&thread), &before.thread, &thread);
        let members = before.members.clone();
        next.threads.insert(*id, Arc::new(ThreadView { thread, members }));
    }
    Change::new(rows, next, Outcome::Done)
}
