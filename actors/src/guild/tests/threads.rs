//! Threads: what a channel's slow mode says to opening them.

use super::*;
use crate::guild::{NewThread, ThreadCommand};

const PAUSE_S: u32 = 60;

fn open(actor: UserId, parent: ChannelId) -> Command {
    let thread = NewThread {
        name: "aside".to_owned(),
        from: None,
        auto_archive_minutes: None,
        rate_limit_per_user_s: 0,
    };
    Command::Thread(ThreadCommand::Open { actor, parent, thread })
}

/// Bob has opened a thread in a channel with slow mode, so many seconds ago.
fn opened(seconds_ago: i64) -> GuildView {
    let view = with_member(guild(), CAT, &[]);
    let view = with_channel(view, GENERAL, |channel| channel.rate_limit_per_user_s = PAUSE_S);
    let mut view =
        decided(&view, open(BOB, GENERAL)).unwrap_or_else(|error| panic!("{error}")).view;
    let mut thread =
        view.threads.values().next().map(|held| (**held).clone()).expect("it is there");
    // Of another id than the next one has.
    thread.thread.id = ChannelId::new(77);
    thread.thread.created_at_ms -= seconds_ago * 1_000;
    view.threads = imbl::OrdMap::unit(thread.thread.id, Arc::new(thread));
    view
}

#[test]
fn th5_slow_mode_holds_for_opening_threads_and_exempts_who_moderates() {
    let early = Err(GuildError::SlowMode { retry_after_ms: 20_000 });
    check(&opened(40), open(BOB, GENERAL), early);
    check(&opened(60), open(BOB, GENERAL), Ok(()));
    check(&opened(40), open(CAT, GENERAL), Ok(()));
    let moderates = with_role(opened(40), LOW, 1, Permissions::MANAGE_MESSAGES);
    check(&with_member(moderates, BOB, &[LOW]), open(BOB, GENERAL), Ok(()));
}
