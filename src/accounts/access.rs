//! Access tokens of users: JWT with HS256, good for 15 minutes.
//!
//! A token names its login, so that it stops working when the login ends, not when it expires.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use protocol::{LoginId, UserId};
use serde::{Deserialize, Serialize};

/// Whose token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bearer {
    pub(crate) user: UserId,
    pub(crate) login: LoginId,
}

/// What a token says. Times are Unix seconds, as RFC 7519 has them.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    login: LoginId,
    iat: i64,
    exp: i64,
}

/// Makes and reads access tokens.
pub(crate) struct AccessTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl AccessTokens {
    pub(crate) fn new(secret: &[u8]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // Time is handed in: see `read`.
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["exp", "sub"]);
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
        }
    }

    pub(crate) fn issue(&self, bearer: Bearer, now_ms: i64, ttl_ms: u64) -> String {
        let until_ms = now_ms.saturating_add_unsigned(ttl_ms);
        let claims = Claims {
            sub: bearer.user,
            login: bearer.login,
            iat: now_ms.div_euclid(1_000),
            exp: until_ms.div_euclid(1_000),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .expect("claims of numbers and a key of bytes always encode")
    }

    /// The bearer of a token that this server signed and that has not expired.
    pub(crate) fn read(&self, token: &str, now_ms: i64) -> Option<Bearer> {
        let claims =
            jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        if now_ms.div_euclid(1_000) >= claims.exp {
            return None;
        }
        Some(Bearer { user: claims.sub, login: claims.login })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_800_000_000_000;
    const ADA: Bearer = Bearer { user: UserId::new(7), login: LoginId::new(9) };

    #[test]
    fn a_token_is_good_until_it_expires() {
        let tokens = AccessTokens::new(b"secret");
        let token = tokens.issue(ADA, NOW_MS, 900_000);
        assert_eq!(tokens.read(&token, NOW_MS), Some(ADA));
        assert_eq!(tokens.read(&token, NOW_MS + 899_000), Some(ADA));
        assert_eq!(tokens.read(&token, NOW_MS + 900_000), None);
    }

    #[test]
    fn a_token_of_another_secret_or_algorithm_is_refused() {
        let tokens = AccessTokens::new(b"secret");
        let other = AccessTokens::new(b"other").issue(ADA, NOW_MS, 900_000);
        assert_eq!(tokens.read(&other, NOW_MS), None);
        let claims = Claims { sub: ADA.user, login: ADA.login, iat: 0, exp: i64::MAX };
        let key = EncodingKey::from_secret(b"secret");
        let hs512 = jsonwebtoken::encode(&Header::new(Algorithm::HS512), &claims, &key)
            .expect("it encodes");
        assert_eq!(tokens.read(&hs512, NOW_MS), None);
        // {"alg":"none"} without a signature.
        let body = hs512.split('.').nth(1).expect("three parts");
        assert_eq!(tokens.read(&format!("eyJhbGciOiJub25lIn0.{body}."), NOW_MS), None);
        for junk in ["", ".", "..", "a.b.c", "\u{1F600}"] {
            assert_eq!(tokens.read(junk, NOW_MS), None, "{junk}");
        }
    }
}
