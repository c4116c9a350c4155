//! Whether a code is right, and what is left of a second factor after it (SF1). Pure.

use storage::records::SecondFactor;

use super::{recovery, totp};
use crate::accounts::secret;

/// More than any code has with its blanks and dashes.
const TYPED_BYTES_MAX: usize = 64;

/// A code as somebody gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Presented {
    /// Six digits, as of an app.
    Digits(String),
    /// A recovery code, or what is none.
    Recovery(String),
}

impl Presented {
    /// Apps and people put blanks and dashes into codes.
    pub(super) fn read(typed: &str) -> Self {
        if typed.len() > TYPED_BYTES_MAX {
            return Self::Recovery(String::new());
        }
        let text: String =
            typed.chars().filter(|char| !char.is_whitespace() && *char != '-').collect();
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Digits(text)
        } else {
            Self::Recovery(text)
        }
    }
}

/// What is to be kept once this code was accepted; nothing where it is wrong or was used.
pub(super) fn accepted(
    factor: &SecondFactor,
    code: &Presented,
    now_ms: i64,
) -> Option<SecondFactor> {
    match code {
        Presented::Digits(digits) => {
            let step = totp::matching_step(&factor.secret, digits, now_ms)?;
            (step > factor.last_step).then(|| SecondFactor { last_step: step, ..factor.clone() })
        }
        Presented::Recovery(typed) => {
            let code = recovery::read(typed)?;
            let mut left = factor.clone();
            left.recovery_hashes.retain(|hash| !secret::matches(&code, hash));
            (left.recovery_hashes.len() < factor.recovery_hashes.len()).then_some(left)
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::UserId;

    use super::*;

    const SECRET: [u8; 20] = [7; 20];
    const NOW_MS: i64 = 30_000_000;
    const STEP: u64 = 1_000;

    fn factor(recovery_hashes: Vec<[u8; 32]>) -> SecondFactor {
        let user = UserId::new(1);
        SecondFactor { user, secret: SECRET, last_step: 0, recovery_hashes, enabled_at_ms: 0 }
    }

    fn try_step(factor: &SecondFactor, step: u64) -> Option<SecondFactor> {
        accepted(factor, &Presented::read(&totp::code_at(&SECRET, step)), NOW_MS)
    }

    #[test]
    fn sf1_no_step_is_accepted_twice_nor_one_before_it() {
        let used = try_step(&factor(vec![]), STEP).expect("the present code");
        assert_eq!(used.last_step, STEP);
        assert_eq!(try_step(&used, STEP), None);
        assert_eq!(try_step(&used, STEP - 1), None);
        let next = try_step(&used, STEP + 1).expect("the next one");
        assert_eq!(next.last_step, STEP + 1);
        assert_eq!(try_step(&next, STEP), None);
    }

    #[test]
    fn sf1_a_recovery_code_is_accepted_once_and_the_others_stay() {
        let (codes, hashes) = recovery::fresh();
        let first = Presented::read(&codes[3]);
        let left = accepted(&factor(hashes), &first, NOW_MS).expect("it is one of them");
        assert_eq!(left.recovery_hashes.len(), recovery::CODES - 1);
        assert_eq!(accepted(&left, &first, NOW_MS), None);
        assert!(accepted(&left, &Presented::read(&codes[4]), NOW_MS).is_some());
        // It says nothing of the app's codes.
        assert_eq!(left.last_step, 0);
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(Presented::read(" 123 456"), Presented::Digits("123456".to_owned()));
        for other in ["12345", "1234567", "12345a", "\u{661}\u{662}\u{663}"] {
            assert!(matches!(Presented::read(other), Presented::Recovery(_)), "{other}");
        }
        let long = "1".repeat(TYPED_BYTES_MAX + 1);
        assert_eq!(accepted(&factor(vec![]), &Presented::read(&long), NOW_MS), None);
    }
}
