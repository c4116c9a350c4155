//! Who looks at the member list of a guild, which rows, and what they have yet to hear.
//!
//! - LI1  A session that looks is told its rows at once, and then what became of them, never a change
//!   before the rows that it changes.
//! - LI2  Changes wait for the guild's interval: a session hears at most one list of them in each,
//!   however many there were, and none that touches neither its rows nor a heading.
//! - LI3  Only members look: who leaves, and whose session ends, looks no more.
//! - LI4  A session whose socket is slow or gone hears later, of what is then.
//! - LI5  Of two who are apart ([`crate::blocks`]) neither is told that the other one is there, though the place
//!   of a row may let it be guessed.
//!
//! The list is made when somebody looks and goes a while after nobody does: a guild that is not looked
//! at keeps no order.

#[cfg(test)]
mod tests;
mod told;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use parking_lot::Mutex;
use protocol::UserId;
use protocol::event::Event;
use protocol::wire::extension::{ListedMember, MemberGroup, MemberRange, Members};

use super::GuildShared;
use super::roster::Roster;
use crate::appearance::Appearance;
use crate::blocks::Blocks;
use crate::outbox::Outgoing;
use crate::render;
use crate::session::{SessionId, SessionShared};
use crate::view::MemberView;
pub(crate) use told::Range;
use told::{Run, Told, merged};

/// The member list of a guild and who looks at it.
#[derive(Default)]
pub(crate) struct Listing(Mutex<Listed>);

#[derive(Default)]
struct Listed {
    roster: Option<Roster>,
    viewports: BTreeMap<SessionId, Viewport>,
}

/// What became of news.
#[derive(PartialEq, Eq)]
enum Tell {
    Done,
    /// The socket has yet to take what came before.
    Later,
}

struct Viewport {
    session: Arc<SessionShared>,
    ranges: Vec<Range>,
    told: Option<Told>,
}

impl GuildShared {
    /// A session looks at these rows, and at no others any more. What they say comes by the guild.
    pub(crate) fn look(&self, session: &Arc<SessionShared>, ranges: Vec<Range>) {
        let viewport =
            Viewport { session: Arc::clone(session), ranges: merged(ranges), told: None };
        self.listing.0.lock().viewports.insert(session.id, viewport);
    }

    /// A session looks no more.
    pub(crate) fn look_away(&self, session: SessionId) {
        self.listing.0.lock().viewports.remove(&session);
    }

    /// LI1. Tells a session all that it looks at, whatever it was told before. True when it is to hear
    /// later.
    pub(super) fn tell_rows_of(&self, session: SessionId, blocks: &Blocks) -> bool {
        let mut listed = self.listing.0.lock();
        let Listed { roster, viewports } = &mut *listed;
        viewports.retain(|_, viewport| self.may_look(viewport));
        let Some(viewport) = viewports.get_mut(&session) else { return false };
        let roster = self.present(roster, self.changed_presences());
        viewport.told = None;
        viewport.tell(self, roster, blocks, &mut HashMap::new()) == Tell::Later
    }

    /// LI2. Tells everybody who looks what became of their rows. `changed`: who is seen otherwise than
    /// before. True when somebody is to hear later.
    pub(super) fn tell_rows(&self, changed: Vec<UserId>, blocks: &Blocks) -> bool {
        let mut listed = self.listing.0.lock();
        let Listed { roster, viewports } = &mut *listed;
        viewports.retain(|_, viewport| self.may_look(viewport));
        if roster.is_none() && viewports.is_empty() {
            return false;
        }
        let roster = self.present(roster, changed);
        let mut encoded = HashMap::new();
        let tells = viewports.values_mut().map(|one| one.tell(self, roster, blocks, &mut encoded));
        tells.fold(false, |later, tell| later | (tell == Tell::Later))
    }

    /// LI3. Whoever is taken out of the sessions is so before its viewport is.
    fn may_look(&self, viewport: &Viewport) -> bool {
        let may = self.has_session(viewport.session.id);
        if !may {
            viewport.session.forget_viewport(self.id);
        }
        may
    }

    /// Whether somebody looks at a list that the guild has changed since.
    pub(super) fn has_stale_list(&self) -> bool {
        let listed = self.listing.0.lock();
        let view = self.view();
        let is_stale = |roster: &Roster| !Arc::ptr_eq(roster.view(), &view);
        !listed.viewports.is_empty() && listed.roster.as_ref().is_some_and(is_stale)
    }

    /// Lets go of a list that nobody looks at.
    pub(crate) fn forget_unseen_list(&self) {
        let mut listed = self.listing.0.lock();
        if listed.viewports.is_empty() {
            listed.roster = None;
        }
    }

    /// The list as it is now.
    fn present<'a>(&self, roster: &'a mut Option<Roster>, changed: Vec<UserId>) -> &'a mut Roster {
        let view = self.view_full();
        let seen = |user| self.presence(user);
        let roster = roster.get_or_insert_with(|| Roster::new(Arc::clone(&view), seen));
        roster.follow(view, seen);
        for user in changed {
            roster.note(user, seen(user));
        }
        roster
    }
}

impl Viewport {
    fn tell(
        &mut self,
        shared: &GuildShared,
        roster: &Roster,
        blocks: &Blocks,
        encoded: &mut HashMap<Vec<Run>, Outgoing>,
    ) -> Tell {
        let outbox = &self.session.outbox;
        if !outbox.is_attached() {
            // LI4: a RESUME has it told anew.
            self.told = None;
            return Tell::Done;
        }
        if outbox.waiting_bytes() > 0 {
            return Tell::Later;
        }
        let now = Told::of(roster, &self.ranges);
        let news = match &self.told {
            Some(before) => now.since(before),
            None => Some(now.whole()),
        };
        self.told = Some(now);
        let Some(runs) = news else { return Tell::Done };
        let user = self.session.user;
        let sees = |other| !blocks.are_apart(user, other);
        let own;
        let event = if blocks.concern([user]) {
            own = rows(shared, roster, &runs, sees);
            &own
        } else {
            encoded.entry(runs).or_insert_with_key(|runs| rows(shared, roster, runs, |_| true))
        };
        outbox.push_whole(event, || shared.view().members.contains_key(&user));
        Tell::Done
    }
}

/// `sees`: whether the reader sees somebody who is there.
fn rows(
    shared: &GuildShared,
    roster: &Roster,
    runs: &[Run],
    sees: impl Fn(UserId) -> bool,
) -> Outgoing {
    let range = |(from, count): &Run| {
        let rows = roster.rows(*from, *count).into_iter();
        MemberRange { from: *from, members: rows.map(|one| row(one, &sees)).collect() }
    };
    Outgoing::of(&Event::Members(Members {
        guild_id: shared.id,
        total: roster.total(),
        groups: roster.groups().map(|(id, count)| MemberGroup { id, count }).collect(),
        ranges: runs.iter().map(range).collect(),
    }))
}

fn row((member, seen): (&MemberView, &Appearance), sees: impl Fn(UserId) -> bool) -> ListedMember {
    let user = member.user.id;
    let presence = match sees(user) {
        true => seen.presence_of(user),
        false => Appearance::offline().presence_of(user),
    };
    ListedMember { member: render::member(member), presence }
}
