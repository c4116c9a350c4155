//! Refresh tokens: one per login, replaced at each use.
//!
//! - RT1  A rotated token stays good for the grace time, or until its successor is used.
//! - RT2  Within it, the same token gives the same successor: two tabs that race end with one
//!   cookie, whichever answer arrives last.
//! - RT3  A token of this login used after that ends the login: someone has a copy.
//! - RT4  What this server never issued changes nothing.
//!
//! A token is `user.login.generation.tag`; the tag is a MAC, so the successor can be computed again
//! and forgeries never reach the store.

use aws_lc_rs::hmac;
use protocol::{LoginId, UserId};

use super::secret::{self, SecretHash};

/// Which token of which login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refresh {
    pub(crate) user: UserId,
    pub(crate) login: LoginId,
    pub(crate) generation: u64,
}

impl Refresh {
    /// The first token of a new login.
    pub(crate) fn first(user: UserId, login: LoginId) -> Self {
        Self { user, login, generation: 0 }
    }

    pub(crate) fn successor(self) -> Self {
        Self { generation: self.generation + 1, ..self }
    }
}

/// Makes and reads refresh tokens.
pub(crate) struct RefreshTokens {
    key: hmac::Key,
}

impl RefreshTokens {
    /// Derives its key from the instance's secret, which also signs access tokens.
    pub(crate) fn new(secret: &[u8]) -> Self {
        let instance = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let derived = hmac::sign(&instance, b"confab refresh tokens");
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()) }
    }

    pub(crate) fn issue(&self, refresh: Refresh) -> String {
        let claim = format!("{}.{}.{}", refresh.user, refresh.login, refresh.generation);
        let tag = hmac::sign(&self.key, claim.as_bytes());
        format!("{claim}.{}", secret::encode(tag.as_ref()))
    }

    /// What a token says, if this server issued it (RT4).
    pub(crate) fn read(&self, token: &str) -> Option<Refresh> {
        let (claim, tag) = token.rsplit_once('.')?;
        hmac::verify(&self.key, claim.as_bytes(), &secret::decode(tag)?).ok()?;
        let mut parts = claim.split('.');
        let refresh = Refresh {
            user: parts.next()?.parse().ok()?,
            login: parts.next()?.parse().ok()?,
            generation: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(refresh)
    }
}

/// What a login knows of its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rotation {
    pub(crate) current: SecretHash,
    pub(crate) previous: Option<SecretHash>,
    pub(crate) rotated_at_ms: i64,
}

/// What follows from a presented token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the current one: its successor takes its place.
    Advance,
    /// It was rotated a moment ago: the same successor is handed out again.
    Repeat,
    /// It is an old one: the login ends.
    Reused,
}

impl Rotation {
    /// Decides about a token that [`RefreshTokens::read`] accepted for this login.
    pub(crate) fn judge(&self, presented: &SecretHash, now_ms: i64, grace_ms: u64) -> Verdict {
        let within_grace = now_ms < self.rotated_at_ms.saturating_add_unsigned(grace_ms);
        if *presented == self.current {
            Verdict::Advance
        } else if self.previous.as_ref() == Some(presented) && within_grace {
            Verdict::Repeat
        } else {
            Verdict::Reused
        }
    }

    /// After [`Verdict::Advance`].
    pub(crate) fn advanced(&self, successor: SecretHash, now_ms: i64) -> Self {
        Self { current: successor, previous: Some(self.current), rotated_at_ms: now_ms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRACE_MS: u64 = 30_000;

    struct Login {
        tokens: RefreshTokens,
        rotation: Rotation,
        first: Refresh,
    }

    impl Login {
        fn new() -> Self {
            let tokens = RefreshTokens::new(b"secret");
            let first = Refresh::first(UserId::new(7), LoginId::new(9));
            let current = secret::hash(&tokens.issue(first));
            Self { tokens, first, rotation: Rotation { current, previous: None, rotated_at_ms: 0 } }
        }

        fn token(&self, generation: u64) -> SecretHash {
            secret::hash(&self.tokens.issue(Refresh { generation, ..self.first }))
        }

        fn present(&mut self, generation: u64, now_ms: i64) -> Verdict {
            let verdict = self.rotation.judge(&self.token(generation), now_ms, GRACE_MS);
            if verdict == Verdict::Advance {
                self.rotation = self.rotation.advanced(self.token(generation + 1), now_ms);
            }
            verdict
        }
    }

    #[test]
    fn rt1_rt2_a_rotated_token_repeats_within_the_grace_time() {
        let mut login = Login::new();
        assert_eq!(login.present(0, 1_000), Verdict::Advance);
        assert_eq!(login.present(0, 1_001), Verdict::Repeat);
        assert_eq!(login.present(0, 30_999), Verdict::Repeat);
        assert_eq!(login.present(0, 31_000), Verdict::Reused);
    }

    #[test]
    fn rt1_rt3_the_use_of_the_successor_ends_the_grace_time() {
        let mut login = Login::new();
        assert_eq!(login.present(0, 1_000), Verdict::Advance);
        assert_eq!(login.present(1, 1_001), Verdict::Advance);
        assert_eq!(login.present(0, 1_002), Verdict::Reused);
        assert_eq!(login.present(1, 1_002), Verdict::Repeat);
        assert_eq!(login.present(2, 1_003), Verdict::Advance);
    }

    #[test]
    fn rt4_only_issued_tokens_are_read() {
        let tokens = RefreshTokens::new(b"secret");
        let first = Refresh::first(UserId::new(7), LoginId::new(9));
        let token = tokens.issue(first);
        assert_eq!(tokens.read(&token), Some(first));
        assert_eq!(tokens.read(&tokens.issue(first.successor())), Some(first.successor()));
        assert_eq!(RefreshTokens::new(b"other").read(&token), None);
        assert_eq!(tokens.read(&token.replacen("7.9.0", "7.9.1", 1)), None);
        for junk in ["", "...", "7.9.0", "7.9.0.", "7.9.0.AAAA"] {
            assert_eq!(tokens.read(junk), None, "{junk}");
        }
    }
}
