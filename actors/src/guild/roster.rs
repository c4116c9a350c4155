//! The member list in its order: those who are there by their highest hoisted role, then the others
//! who are there, then who is not; by name within each.
//!
//! - RO1  The order is what sorting all members by group, folded name and id would give.
//! - RO2  A change moves one row. Only a change of the hoisted roles places all of them anew.
//! - RO3  A row is what others see: whoever hides stands where those stand who are not there.

mod order;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use protocol::permissions::Rank;
use protocol::wire::extension::MemberGroupId;
use protocol::{RoleId, UserId};
use storage::records::Role;

use crate::appearance::Appearance;
use crate::view::{GuildView, MemberView};
use order::Order;

/// See the module.
pub(super) struct Roster {
    view: Arc<GuildView>,
    hoisted: BTreeMap<RoleId, Rank>,
    rows: HashMap<UserId, Row>,
    order: Order<Place>,
    groups: BTreeMap<Group, u32>,
    /// Counts changes of rows.
    revision: u64,
}

#[derive(Debug)]
struct Row {
    place: Place,
    seen: Appearance,
    revision: u64,
}

/// Where somebody stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    group: Group,
    name: Arc<str>,
    user: UserId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Role(Reverse<Rank>, RoleId),
    Online,
    Offline,
}

/// What a row said, as far as a later look needs to know whether it says something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    user: UserId,
    revision: u64,
}

impl Roster {
    /// `seen` is how others see somebody.
    pub(super) fn new(view: Arc<GuildView>, seen: impl Fn(UserId) -> Appearance) -> Self {
        let hoisted = hoisted(&view.roles);
        let row = |member: &Arc<MemberView>| {
            let seen = seen(member.user.id);
            Row { place: place(member, &seen, &hoisted), seen, revision: 0 }
        };
        let rows = view.members.iter().map(|(user, member)| (*user, row(member))).collect();
        let order = Order::of([]);
        let mut roster = Self { view, hoisted, rows, order, groups: BTreeMap::new(), revision: 0 };
        roster.sort();
        roster
    }

    /// The view that it shows.
    pub(super) fn view(&self) -> &Arc<GuildView> {
        &self.view
    }

    pub(super) fn total(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The groups that have members, in their order.
    pub(super) fn groups(&self) -> impl Iterator<Item = (MemberGroupId, u32)> {
        self.groups.iter().map(|(group, count)| {
            let id = match group {
                Group::Role(_, role) => MemberGroupId::Role(*role),
                Group::Online => MemberGroupId::Online,
                Group::Offline => MemberGroupId::Offline,
            };
            (id, *count)
        })
    }

    /// What the rows `from..=to` say, as far as there are any.
    pub(super) fn marks(&self, (from, to): (u32, u32)) -> impl Iterator<Item = Mark> {
        let places = self.order.from(from as usize).take((to - from) as usize + 1);
        places.filter_map(|place| {
            let revision = self.rows.get(&place.user)?.revision;
            Some(Mark { user: place.user, revision })
        })
    }

    /// Who stands in the rows from `from` on, and how present they are.
    pub(super) fn rows(&self, from: u32, count: usize) -> Vec<(&MemberView, &Appearance)> {
        let places = self.order.from(from as usize).take(count);
        let row = |place: &Place| {
            let member = self.view.members.get(&place.user)?;
            Some((&**member, &self.rows.get(&place.user)?.seen))
        };
        places.filter_map(row).collect()
    }

    /// Somebody may be seen otherwise than before.
    pub(super) fn note(&mut self, user: UserId, seen: Appearance) {
        let Some(member) = self.view.members.get(&user) else { return };
        if self.rows.get(&user).is_some_and(|row| row.seen == seen) {
            return;
        }
        let place = place(member, &seen, &self.hoisted);
        self.put(user, place, seen);
    }

    /// Members and roles may be other ones. `seen` is how others see somebody who is new.
    pub(super) fn follow(&mut self, view: Arc<GuildView>, seen: impl Fn(UserId) -> Appearance) {
        let before = std::mem::replace(&mut self.view, view);
        let view = Arc::clone(&self.view);
        if Arc::ptr_eq(&before, &view) {
            return;
        }
        if !Arc::ptr_eq(&before.roles, &view.roles) {
            self.follow_roles(hoisted(&view.roles));
        }
        for change in before.members.diff(&view.members) {
            match change {
                imbl::ordmap::DiffItem::Add(user, member)
                | imbl::ordmap::DiffItem::Update { new: (user, member), .. } => {
                    let known = self.rows.get(user).map(|row| row.seen.clone());
                    let seen = known.unwrap_or_else(|| seen(*user));
                    self.put(*user, place(member, &seen, &self.hoisted), seen);
                }
                imbl::ordmap::DiffItem::Remove(user, _) => self.take(*user),
            }
        }
    }

    fn follow_roles(&mut self, hoisted: BTreeMap<RoleId, Rank>) {
        if self.hoisted == hoisted {
            return;
        }
        self.hoisted = hoisted;
        for (user, row) in &mut self.rows {
            if let Some(member) = self.view.members.get(user) {
                row.place = place(member, &row.seen, &self.hoisted);
            }
        }
        self.sort();
    }

    fn sort(&mut self) {
        self.order = Order::of(self.rows.values().map(|row| row.place.clone()));
        self.groups.clear();
        for row in self.rows.values() {
            *self.groups.entry(row.place.group).or_default() += 1;
        }
    }

    fn put(&mut self, user: UserId, place: Place, seen: Appearance) {
        self.revision += 1;
        let row = Row { place: place.clone(), seen, revision: self.revision };
        let before = self.rows.insert(user, row);
        if before.as_ref().is_some_and(|before| before.place == place) {
            return;
        }
        if let Some(before) = before {
            self.leave(&before.place);
        }
        *self.groups.entry(place.group).or_default() += 1;
        self.order.insert(place);
    }

    fn take(&mut self, user: UserId) {
        if let Some(row) = self.rows.remove(&user) {
            self.leave(&row.place);
        }
    }

    fn leave(&mut self, place: &Place) {
        self.order.remove(place);
        if let Some(count) = self.groups.get_mut(&place.group) {
            *count -= 1;
        }
        self.groups.retain(|_, count| *count > 0);
    }
}

fn hoisted(roles: &BTreeMap<RoleId, Role>) -> BTreeMap<RoleId, Rank> {
    let hoisted = roles.values().filter(|role| role.hoist);
    hoisted.map(|role| (role.id, Rank::of_role(role.id, role.position.into()))).collect()
}

fn place(member: &MemberView, seen: &Appearance, hoisted: &BTreeMap<RoleId, Rank>) -> Place {
    let role = |id: &RoleId| Some(Group::Role(Reverse(*hoisted.get(id)?), *id));
    let group = if seen.is_offline() {
        Group::Offline
    } else {
        member.member.roles.iter().filter_map(role).min().unwrap_or(Group::Online)
    };
    Place { group, name: name(member).to_lowercase().into(), user: member.user.id }
}

/// The name that the list shows.
fn name(member: &MemberView) -> &str {
    let names = [member.member.nick.as_deref(), member.user.global_name.as_deref()];
    let chosen = names.into_iter().flatten().find(|name| !name.is_empty());
    chosen.unwrap_or(&member.user.username)
}
