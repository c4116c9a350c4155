//! Who may see what, as far as it is certain: a change in flight makes it uncertain until the
//! engine has answered that it is done.

use crate::world::{CHANNELS, OUTSIDER, OWNER, PEOPLE};

/// A fact that acts change.
#[derive(Debug, Clone, Copy)]
struct Fact {
    holds: bool,
    changing: bool,
    /// The step since which it is certain. Steps count from 1.
    since: usize,
}

impl Fact {
    fn new(holds: bool) -> Self {
        Self { holds, changing: false, since: 0 }
    }
}

/// See the module.
pub(crate) struct Sight {
    member: Vec<Fact>,
    hidden: Vec<Vec<Fact>>,
}

impl Sight {
    pub(crate) fn new() -> Self {
        let member = (0..PEOPLE).map(|person| Fact::new(person != OUTSIDER)).collect();
        Self { member, hidden: vec![vec![Fact::new(false); PEOPLE]; CHANNELS] }
    }

    /// Somebody begins to join or leave.
    pub(crate) fn joins(&mut self, person: usize, joins: bool) {
        self.member[person] = Fact { holds: joins, changing: true, since: usize::MAX };
    }

    /// A channel begins to be hidden from somebody, or shown.
    pub(crate) fn hides(&mut self, channel: usize, person: usize, hides: bool) {
        self.hidden[channel][person] = Fact { holds: hides, changing: true, since: usize::MAX };
    }

    pub(crate) fn settle_member(&mut self, person: usize, step: usize) {
        self.member[person].changing = false;
        self.member[person].since = step;
    }

    pub(crate) fn settle_hidden(&mut self, channel: usize, person: usize, step: usize) {
        self.hidden[channel][person].changing = false;
        self.hidden[channel][person].since = step;
    }

    pub(crate) fn is_changing(&self, person: usize) -> bool {
        self.member[person].changing || self.hidden.iter().any(|hidden| hidden[person].changing)
    }

    pub(crate) fn is_member(&self, person: usize) -> bool {
        self.member[person].holds
    }

    /// From whom a channel is hidden, or is to be.
    pub(crate) fn hidden_from(&self, channel: usize) -> Vec<usize> {
        (0..PEOPLE).filter(|person| self.hidden[channel][*person].holds).collect()
    }

    /// Certain since before this step: what came in it or later must obey it.
    pub(crate) fn is_blind(&self, person: usize, channel: usize, step: usize) -> bool {
        let (member, hidden) = (self.member[person], self.hidden[channel][person]);
        let out = !member.holds && !member.changing && member.since < step;
        out || (hidden.holds && !hidden.changing && hidden.since < step && person != OWNER)
    }

    /// Certain since before this step that nothing hides it.
    pub(crate) fn is_open(&self, person: usize, channel: usize, step: usize) -> bool {
        let (member, hidden) = (self.member[person], self.hidden[channel][person]);
        let certain = !member.changing && !hidden.changing && member.since.max(hidden.since) < step;
        certain && member.holds && !hidden.holds
    }
}
