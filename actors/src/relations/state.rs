//! What becomes of two users' relations when one of them acts.

use storage::records::Relation::{self, Blocked, Friend, Incoming, Outgoing};

/// What somebody does about another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationAct {
    /// Asks for their friendship, or takes it where they asked.
    Ask,
    /// Hears nothing of them any more, and is not asked.
    Block,
    /// Ends what there is: declines, withdraws, parts or unblocks.
    Remove,
}

/// Why a relationship does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelationError {
    /// There is no such user.
    #[error("there is no such user")]
    UnknownUser,
    /// Oneself, or a bot that is asked.
    #[error("only other people can be friends")]
    NotAPerson,
    /// Whoever blocks somebody does not ask them.
    #[error("the other one is blocked by the asker")]
    Blocking,
    /// The other one blocks the asker.
    #[error("the other one takes no request")]
    Refused,
    /// One of both has as many as it may.
    #[error("no more relationships fit")]
    TooMany,
    /// The store does not answer at the moment.
    #[error("relationships cannot be changed at the moment")]
    Unavailable,
}

/// What each of two users has of the other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) own: Option<Relation>,
    pub(super) theirs: Option<Relation>,
}

const STRANGERS: Sides = Sides { own: None, theirs: None };

/// RL1
pub(super) fn decide(now: Sides, act: RelationAct) -> Result<Sides, RelationError> {
    /// Whoever blocks goes on blocking.
    fn kept(theirs: Option<Relation>) -> Option<Relation> {
        theirs.filter(|relation| *relation == Blocked)
    }
    match (act, now.own) {
        (RelationAct::Block, _) => Ok(Sides { own: Some(Blocked), theirs: kept(now.theirs) }),
        (RelationAct::Remove, _) => Ok(Sides { theirs: kept(now.theirs), ..STRANGERS }),
        (RelationAct::Ask, Some(Blocked)) => Err(RelationError::Blocking),
        (RelationAct::Ask, Some(Friend | Outgoing)) => Ok(now),
        (RelationAct::Ask, Some(Incoming)) => Ok(Sides { own: Some(Friend), theirs: Some(Friend) }),
        (RelationAct::Ask, None) if now.theirs == Some(Blocked) => Err(RelationError::Refused),
        (RelationAct::Ask, None) => Ok(Sides { own: Some(Outgoing), theirs: Some(Incoming) }),
    }
}

#[cfg(test)]
mod tests {
    use super::RelationAct::{Ask, Block, Remove};
    use super::*;

    const fn sides(own: Option<Relation>, theirs: Option<Relation>) -> Sides {
        Sides { own, theirs }
    }

    const ASKED: Sides = sides(Some(Outgoing), Some(Incoming));
    const WAS_ASKED: Sides = sides(Some(Incoming), Some(Outgoing));
    const FRIENDS: Sides = sides(Some(Friend), Some(Friend));
    const BLOCKS: Sides = sides(Some(Blocked), None);
    const IS_BLOCKED: Sides = sides(None, Some(Blocked));
    const BOTH_BLOCK: Sides = sides(Some(Blocked), Some(Blocked));
    const ALL: [Sides; 7] = [STRANGERS, ASKED, WAS_ASKED, FRIENDS, BLOCKS, IS_BLOCKED, BOTH_BLOCK];

    #[test]
    fn asking_is_answered_by_asking_back() {
        let outcomes = ALL.map(|now| decide(now, Ask));
        let expected = [
            Ok(ASKED),
            Ok(ASKED),
            Ok(FRIENDS),
            Ok(FRIENDS),
            Err(RelationError::Blocking),
            Err(RelationError::Refused),
            Err(RelationError::Blocking),
        ];
        assert_eq!(outcomes, expected);
    }

    #[test]
    fn blocking_ends_what_there_was_and_removing_ends_it_too_but_nobody_elses_block() {
        let blocked = [BLOCKS, BLOCKS, BLOCKS, BLOCKS, BLOCKS, BOTH_BLOCK, BOTH_BLOCK];
        assert_eq!(ALL.map(|now| decide(now, Block)), blocked.map(Ok));
        let removed =
            [STRANGERS, STRANGERS, STRANGERS, STRANGERS, STRANGERS, IS_BLOCKED, IS_BLOCKED];
        assert_eq!(ALL.map(|now| decide(now, Remove)), removed.map(Ok));
    }

    #[test]
    fn rl1_whatever_either_does_both_sides_fit() {
        for now in ALL {
            for act in [Ask, Block, Remove] {
                let Ok(next) = decide(now, act) else { continue };
                assert!(ALL.contains(&next), "{now:?} {act:?} {next:?}");
            }
        }
    }
}
