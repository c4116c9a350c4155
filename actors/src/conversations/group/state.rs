//! What becomes of a group when somebody does something about it. The mind of [`super`].

use protocol::UserId;
use storage::records::{Conversation, Group};

use crate::conversations::ConversationError;
use crate::view::AccessError;

/// People of one group, as in v10.
pub const GROUP_PEOPLE_MAX: usize = 10;

/// Characters of a group's name, as of a channel's.
const NAME_CHARS_MAX: usize = 100;

/// What somebody does about a group that they are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupAct {
    /// Takes a friend in.
    Add(UserId),
    /// Takes somebody out, or leaves.
    Remove(UserId),
    /// Gives it another name, or none.
    Rename(Option<String>),
}

impl GroupAct {
    /// Who comes or goes.
    pub(super) fn whom(&self) -> Option<UserId> {
        match self {
            Self::Add(user) | Self::Remove(user) => Some(*user),
            Self::Rename(_) => None,
        }
    }
}

/// What it is then.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// What it was.
    Same,
    /// Something else. Nobody is in it once the last one left.
    Changed(Conversation),
}

/// Who is in a new group, its owner first, each once.
pub(super) fn founders(
    owner: UserId,
    friends: &[UserId],
) -> Result<Vec<UserId>, ConversationError> {
    let mut people = vec![owner];
    for friend in friends {
        if people.contains(friend) {
            continue;
        }
        if people.len() == GROUP_PEOPLE_MAX {
            return Err(ConversationError::Full);
        }
        people.push(*friend);
    }
    if people.len() == 1 { Err(ConversationError::Alone) } else { Ok(people) }
}

/// Whether they are friends is not looked at here.
pub(super) fn decide(
    now: &Conversation,
    actor: UserId,
    act: &GroupAct,
) -> Result<Next, ConversationError> {
    if !now.recipients.contains(&actor) {
        return Err(AccessError::UnknownChannel.into());
    }
    let group = now.group.as_ref().ok_or(ConversationError::NotAGroup)?;
    match act {
        GroupAct::Add(user) if now.recipients.contains(user) => Ok(Next::Same),
        GroupAct::Add(_) if now.recipients.len() >= GROUP_PEOPLE_MAX => {
            Err(ConversationError::Full)
        }
        GroupAct::Add(user) => {
            let recipients = now.recipients.iter().copied().chain([*user]).collect();
            Ok(Next::Changed(Conversation { recipients, ..now.clone() }))
        }
        GroupAct::Remove(user) if *user != actor && actor != group.owner => {
            Err(ConversationError::NotOwner)
        }
        GroupAct::Remove(user) if !now.recipients.contains(user) => {
            Err(ConversationError::UnknownUser)
        }
        GroupAct::Remove(user) => Ok(Next::Changed(without(now, group, *user))),
        GroupAct::Rename(name) if *name == group.name => Ok(Next::Same),
        GroupAct::Rename(name) => {
            let is_name =
                |name: &String| !name.trim().is_empty() && name.chars().count() <= NAME_CHARS_MAX;
            if !name.as_ref().is_none_or(is_name) {
                return Err(ConversationError::Name);
            }
            let group = Group { name: name.clone(), ..group.clone() };
            Ok(Next::Changed(Conversation { group: Some(group), ..now.clone() }))
        }
    }
}

/// Who came first of those who stay owns what the owner leaves.
fn without(now: &Conversation, group: &Group, user: UserId) -> Conversation {
    let stay = now.recipients.iter().copied().filter(|other| *other != user);
    let recipients: Vec<UserId> = stay.collect();
    let owner = match group.owner == user {
        true => recipients.first().copied().unwrap_or(user),
        false => group.owner,
    };
    let group = Some(Group { owner, ..group.clone() });
    Conversation { recipients, group, ..now.clone() }
}

#[cfg(test)]
mod tests {
    use protocol::ChannelId;

    use super::*;

    fn user(number: usize) -> UserId {
        UserId::new(number as u64)
    }

    /// Of the users 1 to `people`, who came in the order of their numbers; 1 owns it.
    fn group(people: usize) -> Conversation {
        let group = Group { owner: user(1), name: None, icon: None };
        let recipients = (1..=people).map(user).collect();
        Conversation { channel: ChannelId::new(9), recipients, group: Some(group) }
    }

    fn changed(now: &Conversation, actor: usize, act: GroupAct) -> Conversation {
        match decide(now, user(actor), &act) {
            Ok(Next::Changed(next)) => next,
            other => panic!("{other:?}"),
        }
    }

    fn owner(of: &Conversation) -> Option<UserId> {
        of.group.as_ref().map(|group| group.owner)
    }

    #[test]
    fn a_new_group_has_each_of_its_people_once_and_at_most_ten() {
        assert_eq!(founders(user(1), &[user(3), user(1), user(3)]), Ok(vec![user(1), user(3)]));
        assert_eq!(founders(user(1), &[user(1)]), Err(ConversationError::Alone));
        let others: Vec<UserId> = (2..=11).map(user).collect();
        assert_eq!(founders(user(1), &others), Err(ConversationError::Full));
        assert_eq!(founders(user(1), &others[..9]).map(|people| people.len()), Ok(10));
    }

    #[test]
    fn anybody_in_it_adds_until_it_is_full() {
        let next = changed(&group(2), 2, GroupAct::Add(user(7)));
        assert_eq!(next.recipients, [1, 2, 7].map(user));
        let again = decide(&next, user(1), &GroupAct::Add(user(7)));
        assert_eq!(again, Ok(Next::Same));
        let full = group(GROUP_PEOPLE_MAX);
        let refused = decide(&full, user(1), &GroupAct::Add(user(11)));
        assert_eq!(refused, Err(ConversationError::Full));
        assert_eq!(decide(&full, user(1), &GroupAct::Add(user(2))), Ok(Next::Same));
    }

    #[test]
    fn only_the_owner_takes_others_out() {
        let (now, act) = (group(3), GroupAct::Remove(user(3)));
        assert_eq!(changed(&now, 1, act.clone()).recipients, [1, 2].map(user));
        assert_eq!(decide(&now, user(2), &act), Err(ConversationError::NotOwner));
        let stranger = GroupAct::Remove(user(8));
        assert_eq!(decide(&now, user(1), &stranger), Err(ConversationError::UnknownUser));
        assert_eq!(decide(&now, user(2), &stranger), Err(ConversationError::NotOwner));
    }

    #[test]
    fn who_came_first_of_those_who_stay_owns_what_the_owner_leaves() {
        let mut now = group(3);
        for (leaves, owns) in [(1, 2), (2, 3)] {
            now = changed(&now, leaves, GroupAct::Remove(user(leaves)));
            assert_eq!(owner(&now), Some(user(owns)));
        }
        // Who leaves and comes back came last.
        now = changed(&now, 3, GroupAct::Add(user(1)));
        assert_eq!((owner(&now), &*now.recipients), (Some(user(3)), &[3, 1].map(user)[..]));
        now = changed(&now, 1, GroupAct::Remove(user(1)));
        assert_eq!(owner(&now), Some(user(3)), "whoever owns nothing leaves nothing");
        assert!(changed(&now, 3, GroupAct::Remove(user(3))).recipients.is_empty());
    }

    #[test]
    fn a_name_has_some_characters_and_none_is_a_name_too() {
        let named = |name: &str| GroupAct::Rename(Some(name.to_owned()));
        let next = changed(&group(2), 2, named("Trip"));
        assert_eq!(next.group.as_ref().and_then(|group| group.name.as_deref()), Some("Trip"));
        assert_eq!(decide(&next, user(1), &named("Trip")), Ok(Next::Same));
        assert_eq!(changed(&next, 1, GroupAct::Rename(None)).group, group(2).group);
        let long = "ü".repeat(NAME_CHARS_MAX);
        assert!(decide(&next, user(1), &named(&long)).is_ok());
        for wrong in ["", "  ", &format!("{long}.")] {
            assert_eq!(decide(&next, user(1), &named(wrong)), Err(ConversationError::Name));
        }
    }

    #[test]
    fn a_conversation_of_two_stays_one_and_nobody_changes_what_they_are_not_in() {
        let two = Conversation { group: None, ..group(2) };
        for act in [GroupAct::Add(user(3)), GroupAct::Remove(user(1)), GroupAct::Rename(None)] {
            assert_eq!(decide(&two, user(1), &act), Err(ConversationError::NotAGroup));
            let unknown = Err(AccessError::UnknownChannel.into());
            assert_eq!(decide(&group(2), user(5), &act), unknown);
        }
    }
}
