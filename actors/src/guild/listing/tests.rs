//! The member list against all members sorted anew, and against what a reader made of what it was told.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use protocol::permissions::Permissions;
use protocol::wire::extension::MemberGroupId;
use protocol::wire::{Activity, Status};
use protocol::{RoleId, UserId};

use super::told::{Range, Told};
use crate::appearance::Appearance;
use crate::guild::roster::Roster;
use crate::view::sample::{guild, with_member, with_role};
use crate::view::{GuildView, MemberView};

const ROLES: u64 = 4;

#[derive(Debug, Clone)]
enum Change {
    Seen(UserId, Appearance),
    Joins(UserId, Vec<RoleId>),
    Leaves(UserId),
    Nick(UserId, String),
    Role(RoleId, u16, bool),
    RoleGoes(RoleId),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let user = || (1_u64..40).prop_map(UserId::new);
    let role = || (11..11 + ROLES).prop_map(RoleId::new);
    let status = prop_oneof![
        Just(Status::Online),
        Just(Status::Idle),
        Just(Status::Dnd),
        Just(Status::Offline)
    ];
    let change = prop_oneof![
        8 => (user(), status, "[ab]{0,1}").prop_map(|(user, status, text)| {
            Change::Seen(user, Appearance::new(status, vec![Activity::custom(text)]))
        }),
        4 => (user(), prop::collection::vec(role(), 0..3)).prop_map(|(u, r)| Change::Joins(u, r)),
        1 => user().prop_map(Change::Leaves),
        3 => (user(), "[A-Ca-cÄ]{0,2}").prop_map(|(user, nick)| Change::Nick(user, nick)),
        2 => (role(), 1_u16..3, any::<bool>()).prop_map(|(r, at, hoist)| Change::Role(r, at, hoist)),
        1 => role().prop_map(Change::RoleGoes),
    ];
    prop::collection::vec(change, 0..120)
}

/// A guild and who is there, changed as the actor changes them.
struct World {
    view: GuildView,
    seen: BTreeMap<UserId, Appearance>,
}

impl World {
    fn apply(&mut self, change: Change) {
        let view = self.view.clone();
        match change {
            Change::Seen(user, seen) => drop(self.seen.insert(user, seen)),
            Change::Joins(user, roles) => self.view = with_member(view, user, &roles),
            Change::Leaves(user) => {
                self.seen.remove(&user);
                self.view.members.remove(&user);
            }
            Change::Nick(user, nick) => {
                let Some(member) = self.view.members.get(&user) else { return };
                let mut member = MemberView::clone(member);
                member.member.nick = Some(nick);
                self.view.members.insert(user, Arc::new(member));
            }
            Change::Role(id, position, hoist) => {
                let mut view = with_role(view, id, position, Permissions::empty());
                let mut roles = BTreeMap::clone(&view.roles);
                roles.entry(id).and_modify(|role| role.hoist = hoist);
                view.roles = Arc::new(roles);
                self.view = view;
            }
            Change::RoleGoes(id) => {
                let mut roles = BTreeMap::clone(&view.roles);
                roles.remove(&id);
                self.view.roles = Arc::new(roles);
            }
        }
    }

    fn seen(&self, user: UserId) -> Appearance {
        self.seen.get(&user).cloned().unwrap_or_else(Appearance::offline)
    }

    /// All rows, sorted anew.
    fn sorted(&self) -> Vec<(MemberGroupId, UserId)> {
        let mut hoisted: Vec<_> = self.view.roles.values().filter(|role| role.hoist).collect();
        hoisted.sort_by_key(|role| (u16::MAX - role.position, role.id));
        let group = |member: &MemberView| {
            if self.seen(member.user.id).is_offline() {
                return (hoisted.len() + 1, MemberGroupId::Offline);
            }
            let role = hoisted.iter().position(|role| member.member.roles.contains(&role.id));
            role.map_or((hoisted.len(), MemberGroupId::Online), |at| {
                (at, MemberGroupId::Role(hoisted[at].id))
            })
        };
        let name = |member: &MemberView| {
            let nick = member.member.nick.clone().filter(|nick| !nick.is_empty());
            nick.unwrap_or_else(|| member.user.username.clone()).to_lowercase()
        };
        let mut rows: Vec<_> = self
            .view
            .members
            .values()
            .map(|member| (group(member).0, name(member), member.user.id, group(member).1))
            .collect();
        rows.sort_by(|a, b| (a.0, &a.1, a.2).cmp(&(b.0, &b.1, b.2)));
        rows.into_iter().map(|(_, _, user, group)| (group, user)).collect()
    }
}

/// What somebody who looks has on screen.
type Screen = BTreeMap<u32, (MemberView, Appearance)>;

fn shown(roster: &Roster, runs: &[(u32, usize)]) -> Screen {
    let rows = runs.iter().flat_map(|(from, count)| (*from..).zip(roster.rows(*from, *count)));
    rows.map(|(number, (member, seen))| (number, (member.clone(), seen.clone()))).collect()
}

proptest! {
    #[test]
    fn ro1_li1_the_list_and_what_is_told_of_it_are_those_of_sorting_anew(changes in changes()) {
        let mut world = World { view: guild(), seen: BTreeMap::new() };
        let mut roster = Roster::new(Arc::new(world.view.clone()), |user| world.seen(user));
        let ranges: [Range; 2] = [(0, 9), (20, 24)];
        let mut told = Told::of(&roster, &ranges);
        let mut screen = shown(&roster, &told.whole());
        for change in changes {
            let said = match &change {
                Change::Seen(user, _) => Some(*user),
                _ => None,
            };
            world.apply(change);
            roster.follow(Arc::new(world.view.clone()), |user| world.seen(user));
            if let Some(user) = said {
                roster.note(user, world.seen(user));
            }

            let wanted = world.sorted();
            let rows = roster.rows(0, usize::MAX);
            let users: Vec<UserId> = rows.iter().map(|(member, _)| member.user.id).collect();
            prop_assert_eq!(&users, &wanted.iter().map(|(_, user)| *user).collect::<Vec<_>>());
            for (member, seen) in rows {
                prop_assert_eq!(seen, &world.seen(member.user.id));
                prop_assert_eq!(Some(member), world.view.members.get(&member.user.id).map(|m| &**m));
            }
            let groups: Vec<MemberGroupId> = roster
                .groups()
                .flat_map(|(id, count)| std::iter::repeat_n(id, count as usize))
                .collect();
            prop_assert_eq!(groups, wanted.iter().map(|(group, _)| *group).collect::<Vec<_>>());
            prop_assert_eq!(roster.total() as usize, wanted.len());

            let now = Told::of(&roster, &ranges);
            if let Some(runs) = now.since(&told) {
                screen.extend(shown(&roster, &runs));
            }
            screen.retain(|number, _| *number < roster.total());
            prop_assert_eq!(&screen, &shown(&roster, &now.whole()));
            told = now;
        }
    }
}
