//! When an actor of a user lies down: once nothing came for a while (US4).

/// How near it is to its rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nobody will ask whether it lies down.
    #[default]
    Far,
    /// It will be asked, and nothing came since that was settled.
    Near,
    /// It will be asked, and something came since.
    Disturbed,
}

/// What follows from a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// It goes on.
    On,
    /// It is to be asked after a while.
    AskLater,
    /// It lies down if it waits for nothing.
    LieDown,
}

impl Rest {
    /// Something came that is not the question.
    pub(super) fn disturb(&mut self) -> Next {
        match std::mem::replace(self, Self::Disturbed) {
            Self::Far => {
                *self = Self::Near;
                Next::AskLater
            }
            Self::Near | Self::Disturbed => Next::On,
        }
    }

    /// The question came.
    pub(super) fn ask(&mut self) -> Next {
        match self {
            Self::Far => Next::On,
            Self::Near => {
                *self = Self::Far;
                Next::LieDown
            }
            Self::Disturbed => {
                *self = Self::Near;
                Next::AskLater
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn us4_it_is_asked_once_and_again_only_when_something_came_meanwhile() {
        let mut rest = Rest::default();
        assert_eq!(
            [rest.disturb(), rest.disturb(), rest.disturb()],
            [Next::AskLater, Next::On, Next::On]
        );
        assert_eq!([rest.ask(), rest.ask(), rest.ask()], [Next::AskLater, Next::LieDown, Next::On]);
        assert_eq!(
            rest.disturb(),
            Next::AskLater,
            "it was not allowed to, and waits for something"
        );
        assert_eq!(rest.ask(), Next::LieDown);
    }
}
