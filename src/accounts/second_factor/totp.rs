//! Codes that change every half minute (RFC 6238): six digits of SHA-1, which is what every app computes.

use totp_rs::{Builder, Secret, Totp};

use crate::accounts::secret;

/// As long as RFC 4226 recommends.
pub(super) type SecretBytes = [u8; 20];

/// How far the two clocks may be apart, in steps.
const DRIFT_STEPS: u16 = 1;

/// What an app is told to compute codes from.
pub(crate) struct NewSecret {
    /// Base32, to be typed.
    pub(crate) text: String,
    /// An `otpauth:` address, to be drawn.
    pub(crate) uri: String,
}

impl NewSecret {
    /// Unpredictable. `issuer` and `name` are what the app shows; neither has a colon.
    pub(super) fn make(issuer: &str, name: &str) -> Self {
        let secret = secret::random::<20>();
        let described = builder(&secret).with_issuer(Some(issuer)).with_account_name(name).build();
        let uri = described.and_then(|totp| totp.to_url());
        let uri = uri.expect("names without colons, and a secret of the usual length");
        Self { text: Secret::new_stack(secret).to_base32(), uri }
    }
}

/// The bytes of a secret as [`NewSecret`] has it.
pub(super) fn read(text: &str) -> Option<SecretBytes> {
    let secret = Secret::try_from_base32(text).ok()?;
    secret.as_bytes().try_into().ok()
}

/// The step whose code this is, among the present one and those that are next to it.
pub(super) fn matching_step(secret: &SecretBytes, digits: &str, now_ms: i64) -> Option<u64> {
    totp(secret).check(digits, u64::try_from(now_ms).ok()? / 1_000)
}

fn totp(secret: &SecretBytes) -> Totp {
    builder(secret).build().expect("a secret of the usual length")
}

fn builder(secret: &SecretBytes) -> Builder {
    Builder::new().with_secret(Secret::new_stack(*secret)).with_skew(DRIFT_STEPS)
}

/// What an app with this secret shows at a time.
#[cfg(test)]
pub(in crate::accounts) fn code_of(secret: &str, at_ms: i64) -> String {
    code_at(&read(secret).expect("a secret"), at_ms as u64 / 30_000)
}

/// The code of a step.
#[cfg(test)]
pub(super) fn code_at(secret: &SecretBytes, step: u64) -> String {
    totp(secret).generate(step * 30).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix B of RFC 6238, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = b"12345678901234567890";
        for (at_s, digits) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(matching_step(secret, digits, at_s * 1_000), Some(at_s as u64 / 30));
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_and_one_step_late() {
        let secret = &[7; 20];
        let at = |step: i64| matching_step(secret, &code_at(secret, 1_000), step * 30_000);
        assert_eq!(
            [998, 999, 1_000, 1_001, 1_002].map(at),
            [None, Some(1_000), Some(1_000), Some(1_000), None]
        );
        assert_eq!(matching_step(secret, "000000", i64::MIN), None);
    }

    #[test]
    fn what_is_no_code_fits_nothing() {
        let secret = &[7; 20];
        let right = code_at(secret, 1_000);
        for wrong in ["", "1", "+00001", "\u{664}\u{664}\u{664}", &right[1..], &format!("{right}0")]
        {
            assert_eq!(matching_step(secret, wrong, 30_000_000), None, "{wrong}");
        }
    }

    #[test]
    fn a_new_secret_is_read_again_and_never_the_same() {
        let (one, other) = (NewSecret::make("chat.example", "ada"), NewSecret::make("x", "ada"));
        assert_ne!(one.text, other.text);
        assert_eq!(one.text.len(), 32);
        assert!(read(&one.text).is_some());
        let text = &one.text;
        assert_eq!(
            one.uri,
            format!("otpauth://totp/chat.example:ada?secret={text}&issuer=chat.example")
        );
        for wrong in ["", "AAAA", &one.text[8..], &format!("{text}AAAAAAAA"), "!", "\u{e9}"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
