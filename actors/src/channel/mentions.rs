//! Whom a text mentions: users, roles, everyone; as far as it may.
//!
//! - ME1  Only members are mentioned; a role that is not mentionable, and everyone, only by whom the
//!   permission allows it.
//! - ME2  What stands in code mentions nobody.

use protocol::permissions::Permissions;
use protocol::{RoleId, UserId};
use storage::records::{Member, Message};

use crate::view::{GuildView, MemberView};

/// Users, and roles, that one message can mention.
const MENTIONS_MAX: usize = 100;

/// Whom the sender wants to be mentioned by what the text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedMentions {
    /// Which users.
    pub users: Allowed<UserId>,
    /// Which roles.
    pub roles: Allowed<RoleId>,
    /// Whether everyone and whoever is here.
    pub everyone: bool,
}

/// All that the text names, or some of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed<T> {
    /// All.
    All,
    /// These only.
    Only(Vec<T>),
}

impl Default for AllowedMentions {
    fn default() -> Self {
        Self { users: Allowed::All, roles: Allowed::All, everyone: true }
    }
}

impl<T: PartialEq> Allowed<T> {
    fn has(&self, one: &T) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.contains(one),
        }
    }
}

/// See the module.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    users: Vec<UserId>,
    roles: Vec<RoleId>,
    everyone: bool,
}

impl Mentions {
    /// ME1. `bits` are the sender's.
    pub(super) fn of(
        content: &str,
        allowed: &AllowedMentions,
        view: &GuildView,
        bits: Permissions,
    ) -> Self {
        let mut found = Self::default();
        if !content.contains('@') {
            return found;
        }
        let may_all = bits.contains(Permissions::MENTION_EVERYONE);
        for prose in outside_code(content) {
            found.everyone |= may_all
                && allowed.everyone
                && (prose.contains("@everyone") || prose.contains("@here"));
            for (is_role, id) in named(prose) {
                if is_role {
                    let id = RoleId::new(id);
                    let role = view.roles.get(&id).filter(|role| role.id != view.id().everyone());
                    if role.is_some_and(|role| role.mentionable || may_all)
                        && allowed.roles.has(&id)
                    {
                        add(&mut found.roles, id);
                    }
                } else {
                    let id = UserId::new(id);
                    if view.members.contains_key(&id) && allowed.users.has(&id) {
                        add(&mut found.users, id);
                    }
                }
            }
        }
        found
    }

    /// One user more, before the others.
    pub(super) fn with(mut self, user: Option<UserId>) -> Self {
        if let Some(user) = user {
            self.users.retain(|other| *other != user);
            self.users.insert(0, user);
        }
        self
    }

    /// Writes them into a message.
    pub(super) fn write(self, message: &mut Message) {
        message.mentions = self.users;
        message.mention_roles = self.roles;
        message.mention_everyone = self.everyone;
    }
}

/// Whether a message mentions anybody.
pub(crate) fn mentions_somebody(message: &Message) -> bool {
    message.mention_everyone || !message.mentions.is_empty() || !message.mention_roles.is_empty()
}

/// Whether a message mentions a member, who did not write it.
pub(crate) fn mentions(message: &Message, member: &MemberView) -> bool {
    let Member { user, roles, .. } = &member.member;
    message.author != *user
        && (message.mention_everyone
            || message.mentions.contains(user)
            || message.mention_roles.iter().any(|role| roles.contains(role)))
}

fn add<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) && list.len() < MENTIONS_MAX {
        list.push(one);
    }
}

/// What `<@id>`, `<@!id>` and `<@&id>` name: whether it is a role, and its id.
pub(crate) fn named(text: &str) -> impl Iterator<Item = (bool, u64)> {
    text.split("<@").skip(1).filter_map(|rest| {
        let (is_role, digits) = match rest.strip_prefix('&') {
            Some(digits) => (true, digits),
            None => (false, rest.strip_prefix('!').unwrap_or(rest)),
        };
        let (digits, _) = digits.split_once('>')?;
        Some((is_role, digits.parse::<UserId>().ok()?.get()))
    })
}

/// ME2. The stretches between backticks are left out; a run of them ends with one as long.
pub(crate) fn outside_code(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        parts.push(&rest[..at]);
        let behind = &rest[at..];
        let ticks = behind.len() - behind.trim_start_matches('`').len();
        let inside = &behind[ticks..];
        rest = end_of_code(inside, ticks).map_or(inside, |end| &inside[end..]);
    }
    parts.push(rest);
    parts
}

fn end_of_code(text: &str, ticks: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('`').map(|at| from + at) {
        let run = text[at..].len() - text[at..].trim_start_matches('`').len();
        from = at + run;
        if run == ticks {
            return Some(from);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use storage::records::Role;

    use super::*;
    use crate::view::sample::{ADA, BOB, EVE, GENERAL, guild, with_member, with_role};

    const HELPERS: RoleId = RoleId::new(40);
    const GUESTS: RoleId = RoleId::new(41);

    fn view() -> GuildView {
        let mut view = with_role(guild(), HELPERS, 1, Permissions::empty());
        view = with_role(view, GUESTS, 2, Permissions::empty());
        let mut roles = (*view.roles).clone();
        let helpers = roles.get_mut(&HELPERS).unwrap();
        *helpers = Role { mentionable: true, ..helpers.clone() };
        GuildView { roles: roles.into(), ..view }
    }

    #[track_caller]
    fn check(content: &str, allowed: &AllowedMentions, bits: Permissions, wanted: Mentions) {
        assert_eq!(Mentions::of(content, allowed, &view(), bits), wanted, "{content}");
    }

    fn users(users: &[UserId]) -> Mentions {
        Mentions { users: users.to_vec(), ..Mentions::default() }
    }

    #[test]
    fn me1_members_are_mentioned_once_each_and_strangers_not() {
        let (all, none) = (AllowedMentions::default(), Permissions::empty());
        check(
            &format!("<@{BOB}> hi <@!{ADA}> <@{BOB}> <@x> <@> <@9"),
            &all,
            none,
            users(&[BOB, ADA]),
        );
        check(&format!("<@{EVE}> <@&{BOB}>"), &all, none, Mentions::default());
    }

    #[test]
    fn me1_everyone_and_shut_roles_take_the_permission() {
        let all = AllowedMentions::default();
        let text = format!("@everyone <@&{HELPERS}> <@&{GUESTS}>");
        let plain = Mentions { roles: vec![HELPERS], ..Mentions::default() };
        check(&text, &all, Permissions::empty(), plain);
        let able = Mentions { roles: vec![HELPERS, GUESTS], everyone: true, ..Mentions::default() };
        check(&text, &all, Permissions::MENTION_EVERYONE, able);
        let here = Mentions { everyone: true, ..Mentions::default() };
        check("@here", &all, Permissions::MENTION_EVERYONE, here);
    }

    #[test]
    fn what_the_sender_does_not_allow_is_not_mentioned() {
        let text = format!("@everyone <@{ADA}> <@{BOB}> <@&{HELPERS}>");
        let nobody = AllowedMentions {
            users: Allowed::Only(Vec::new()),
            roles: Allowed::Only(Vec::new()),
            everyone: false,
        };
        check(&text, &nobody, Permissions::MENTION_EVERYONE, Mentions::default());
        let bob = AllowedMentions { users: Allowed::Only(vec![BOB]), ..nobody };
        check(&text, &bob, Permissions::MENTION_EVERYONE, users(&[BOB]));
    }

    #[test]
    fn whoever_wrote_a_message_is_not_mentioned_by_it_and_the_others_are() {
        let view = with_member(view(), BOB, &[HELPERS]);
        let (ada, bob) = (view.members[&ADA].clone(), view.members[&BOB].clone());
        let id = protocol::MessageId::new(1);
        let plain = Message::new(GENERAL, id, ADA, String::new(), 0);
        let everyone = Message { mention_everyone: true, ..plain.clone() };
        let role = Message { mention_roles: vec![HELPERS], ..plain.clone() };
        let user = Message { mentions: vec![BOB, ADA], ..plain.clone() };
        assert!(!mentions_somebody(&plain) && !mentions(&plain, &bob));
        for message in [everyone, role, user] {
            assert!(mentions_somebody(&message));
            assert!(mentions(&message, &bob) && !mentions(&message, &ada));
        }
    }

    #[test]
    fn me2_what_stands_in_code_mentions_nobody() {
        let (all, able) = (AllowedMentions::default(), Permissions::MENTION_EVERYONE);
        for text in [
            format!("`<@{BOB}>`"),
            format!("```\n<@{BOB}> ` @everyone\n```"),
            format!("``a ` <@{BOB}>``"),
        ] {
            check(&text, &all, able, Mentions::default());
        }
        check(&format!("`x` <@{BOB}> ` <@{ADA}>"), &all, able, users(&[BOB, ADA]));
        check(&format!("``` <@{BOB}>"), &all, able, users(&[BOB]));
    }
}
