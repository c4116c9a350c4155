//! What an act on an account leads to, or why it is refused (IA1, IA4). Pure.

use protocol::UserId;
use serde_json::{Value, json};
use storage::records::{AuditChange, InstanceAct, InstanceRole, Suspension, User};

use super::log::{Fact, change};
use super::rank::{Ranked, may_act_on, may_give};
use crate::accounts::AccountError;
use crate::accounts::error::FieldProblem;

/// The longest reason of a suspension, in characters.
const REASON_CHARS_MAX: usize = 512;

/// What may change of an account; absent stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct UserPatch {
    pub(crate) role: Option<InstanceRole>,
    pub(crate) suspension: Option<SuspensionPatch>,
}

/// What becomes of a suspension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SuspensionPatch {
    /// It holds from now on. What is not given stays as it is.
    Holds {
        /// Whether it may begin by this; otherwise one that holds is changed.
        begins: bool,
        /// Until when; `Some(None)` is without an end.
        until_ms: Option<Option<i64>>,
        /// What the user is told.
        reason: Option<Option<String>>,
    },
    /// It is over.
    Lifted,
}

/// How things stand.
#[derive(Debug, Clone)]
pub(super) struct Standing<'a> {
    pub(super) actor: &'a User,
    /// To whom it is done.
    pub(super) user: &'a User,
    /// The role of whoever made them, if they are a bot: to act on a bot is to act on that one.
    pub(super) speaks_for: InstanceRole,
    pub(super) owners: &'a [UserId],
    pub(super) suspension: Option<Suspension>,
    pub(super) now_ms: i64,
}

/// How they stand afterwards, and what is to be told of it: nothing where all stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decided {
    pub(super) role: InstanceRole,
    pub(super) owners: Vec<UserId>,
    pub(super) suspension: Option<Suspension>,
    pub(super) facts: Vec<Fact>,
}

impl Decided {
    /// Whether the user is put out by it.
    pub(super) fn suspends(&self) -> bool {
        self.facts.iter().any(|fact| fact.act == InstanceAct::Suspend)
    }
}

pub(super) fn decide(now: &Standing<'_>, patch: UserPatch) -> Result<Decided, AccountError> {
    let mut decided = Decided {
        role: now.user.instance_role,
        owners: now.owners.to_vec(),
        suspension: now.suspension.clone(),
        facts: Vec::new(),
    };
    if let Some(role) = patch.role {
        give(&mut decided, now, role)?;
    }
    if let Some(suspension) = patch.suspension {
        suspend(&mut decided, now, suspension)?;
    }
    Ok(decided)
}

fn give(decided: &mut Decided, now: &Standing<'_>, role: InstanceRole) -> Result<(), AccountError> {
    let former = now.user.instance_role;
    if !may_give(ranked(now.actor), ranked(now.user), role) {
        return Err(AccountError::LacksRank);
    }
    if role == former {
        return Ok(());
    }
    // IA4: nobody could lift it any more.
    if role == InstanceRole::Owner && now.suspension.is_some() {
        return Err(AccountError::field("instance_role", FieldProblem::SuspendedOwner));
    }
    let id = now.user.id;
    decided.owners.retain(|owner| *owner != id);
    decided.owners.extend((role == InstanceRole::Owner).then_some(id));
    if decided.owners.is_empty() {
        return Err(AccountError::OwnsInstance);
    }
    decided.role = role;
    let changes = change("instance_role", &role_name(former), &role_name(role));
    decided.note(InstanceAct::RoleUpdate, id, changes.into_iter().collect());
    Ok(())
}

fn suspend(
    decided: &mut Decided,
    now: &Standing<'_>,
    patch: SuspensionPatch,
) -> Result<(), AccountError> {
    let target = ranked(now.user);
    let role = target.role.max(decided.role).max(now.speaks_for);
    if !may_act_on(ranked(now.actor), Ranked { role, ..target }) {
        return Err(AccountError::LacksRank);
    }
    let (user, by, at_ms) = (now.user.id, now.actor.id, now.now_ms);
    let wanted = match patch {
        SuspensionPatch::Lifted => None,
        SuspensionPatch::Holds { begins, until_ms, reason } => {
            let former = now.suspension.as_ref();
            if former.is_none() && !begins {
                return Err(AccountError::field("suspension_reason", FieldProblem::NotSuspended));
            }
            let until_ms = until_ms.unwrap_or_else(|| former.and_then(|row| row.until_ms));
            let reason = reason.unwrap_or_else(|| former.and_then(|row| row.reason.clone()));
            if until_ms.is_some_and(|until| until <= at_ms) {
                return Err(AccountError::field("suspended_until", FieldProblem::Past));
            }
            if reason.as_ref().is_some_and(|reason| reason.chars().count() > REASON_CHARS_MAX) {
                return Err(AccountError::field("suspension_reason", FieldProblem::Reason));
            }
            Some(Suspension { user, until_ms, reason, by, at_ms })
        }
    };
    let changes = differences(now.suspension.as_ref(), wanted.as_ref());
    if changes.is_empty() {
        return Ok(());
    }
    let act = if wanted.is_some() { InstanceAct::Suspend } else { InstanceAct::Unsuspend };
    decided.note(act, user, changes);
    decided.suspension = wanted;
    Ok(())
}

impl Decided {
    fn note(&mut self, act: InstanceAct, target: UserId, changes: Vec<AuditChange>) {
        self.facts.push(Fact { act, target: Some(target), changes });
    }
}

pub(super) fn ranked(user: &User) -> Ranked {
    Ranked { user: user.id, role: user.instance_role, is_bot: user.bot }
}

fn differences(before: Option<&Suspension>, after: Option<&Suspension>) -> Vec<AuditChange> {
    let fields = |row: Option<&Suspension>| {
        [
            ("suspended", json!(row.is_some())),
            ("suspended_until", json!(row.and_then(|row| row.until_ms))),
            ("suspension_reason", json!(row.and_then(|row| row.reason.as_deref()))),
        ]
    };
    let pairs = fields(before).into_iter().zip(fields(after));
    pairs.filter_map(|((key, old), (_, new))| change(key, &old, &new)).collect()
}

/// As it is told.
fn role_name(role: InstanceRole) -> Value {
    json!(match role {
        InstanceRole::Owner => "owner",
        InstanceRole::Admin => "admin",
        InstanceRole::Moderator => "moderator",
        InstanceRole::User => "user",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: u64, role: InstanceRole) -> User {
        User {
            id: UserId::new(id),
            username: format!("user{id}"),
            global_name: None,
            email: None,
            password_hash: None,
            bot: false,
            bot_owner: None,
            instance_role: role,
            created_at_ms: 0,
            avatar: None,
            second_factor: false,
        }
    }

    fn decide_as(
        (actor, target): (InstanceRole, InstanceRole),
        suspension: Option<Suspension>,
        patch: UserPatch,
    ) -> Result<Decided, AccountError> {
        let (actor, user) = (user(1, actor), user(2, target));
        let (owners, speaks_for) = ([UserId::new(1)], InstanceRole::User);
        let (actor, user, owners) = (&actor, &user, &owners[..]);
        decide(&Standing { actor, user, speaks_for, owners, suspension, now_ms: 50 }, patch)
    }

    fn holds(until_ms: Option<Option<i64>>, reason: Option<Option<String>>) -> SuspensionPatch {
        SuspensionPatch::Holds { begins: true, until_ms, reason }
    }

    fn until(until_ms: i64) -> UserPatch {
        let holds = holds(Some(Some(until_ms)), None);
        UserPatch { role: None, suspension: Some(holds) }
    }

    const BELOW: (InstanceRole, InstanceRole) = (InstanceRole::Moderator, InstanceRole::User);

    #[test]
    fn ia2_what_changes_nothing_is_not_told() {
        let suspended = decide_as(BELOW, None, until(60)).unwrap();
        assert!(suspended.suspends());
        let again = decide_as(BELOW, suspended.suspension, until(60)).unwrap();
        assert_eq!(again.facts, []);
        let lifted = UserPatch { role: None, suspension: Some(SuspensionPatch::Lifted) };
        assert_eq!(decide_as(BELOW, None, lifted).unwrap().facts, []);
        let same = UserPatch { role: Some(InstanceRole::User), suspension: None };
        let pair = (InstanceRole::Admin, InstanceRole::User);
        assert_eq!(decide_as(pair, None, same).unwrap().facts, []);
    }

    #[test]
    fn a_suspension_ends_later_and_has_a_reason_of_bounded_length() {
        assert!(decide_as(BELOW, None, until(50)).is_err());
        assert!(decide_as(BELOW, None, until(51)).is_ok());
        let long = Some("é".repeat(REASON_CHARS_MAX + 1));
        let suspension = Some(holds(None, Some(long)));
        assert!(decide_as(BELOW, None, UserPatch { role: None, suspension }).is_err());
    }

    #[test]
    fn ia4_the_last_owner_stays_and_a_second_one_frees_the_first() {
        let owner = user(1, InstanceRole::Owner);
        let (one, both) = ([owner.id], [owner.id, UserId::new(2)]);
        let step_down = |owners: &[UserId]| {
            let patch = UserPatch { role: Some(InstanceRole::Admin), suspension: None };
            let now = Standing {
                actor: &owner,
                user: &owner,
                owners,
                suspension: None,
                speaks_for: InstanceRole::User,
                now_ms: 50,
            };
            decide(&now, patch)
        };
        assert_eq!(step_down(&one), Err(AccountError::OwnsInstance));
        assert_eq!(step_down(&both).unwrap().owners, [UserId::new(2)]);
        let patch = UserPatch { role: Some(InstanceRole::Owner), suspension: None };
        let pair = (InstanceRole::Owner, InstanceRole::User);
        assert_eq!(decide_as(pair, None, patch).unwrap().owners, both);
    }

    #[test]
    fn what_is_not_given_stays_and_nothing_begins_by_a_reason_alone() {
        let because = |text: &str| Some(Some(text.to_owned()));
        let patch = |suspension| UserPatch { role: None, suspension: Some(suspension) };
        let first = decide_as(BELOW, None, patch(holds(Some(Some(60)), because("spam")))).unwrap();
        let later = decide_as(BELOW, first.suspension.clone(), until(70)).unwrap().suspension;
        assert_eq!(later.map(|row| row.reason), Some(Some("spam".to_owned())));
        let reason = SuspensionPatch::Holds { begins: false, until_ms: None, reason: because("x") };
        let other = decide_as(BELOW, first.suspension, patch(reason.clone())).unwrap().suspension;
        assert_eq!(other.map(|row| row.until_ms), Some(Some(60)));
        assert!(decide_as(BELOW, None, patch(reason)).is_err());
    }

    #[test]
    fn ia4_no_owner_is_suspended_in_whatever_order() {
        let pair = (InstanceRole::Owner, InstanceRole::Admin);
        let suspended = decide_as(pair, None, until(60)).unwrap().suspension;
        let owner = |suspension| UserPatch { role: Some(InstanceRole::Owner), suspension };
        assert!(decide_as(pair, suspended, owner(None)).is_err());
        assert!(decide_as(pair, None, owner(until(60).suspension)).is_err());
    }

    #[test]
    fn ia1_whoever_acts_on_a_bot_acts_on_whoever_made_it() {
        let (actor, bot) = (user(1, InstanceRole::Moderator), user(2, InstanceRole::User));
        let bot = User { bot: true, ..bot };
        let of = |speaks_for| {
            let owners = [UserId::new(9)];
            let (actor, user) = (&actor, &bot);
            let standing =
                Standing { actor, user, speaks_for, owners: &owners, suspension: None, now_ms: 50 };
            decide(&standing, until(60)).is_ok()
        };
        assert!(of(InstanceRole::User));
        assert!(!of(InstanceRole::Moderator) && !of(InstanceRole::Owner));
    }
}
