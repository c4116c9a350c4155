//! Bot tokens: `base64url(user id).x.y`, the form that bot libraries take apart.

use protocol::UserId;

use super::secret::{self, SecretHash};

/// The longest token that is looked at.
const TOKEN_BYTES_MAX: usize = 128;

/// A new token and what is stored of it.
pub(crate) struct NewBotToken {
    pub(crate) token: String,
    pub(crate) secret_hash: SecretHash,
}

/// Makes a token; the server keeps only the hash.
pub(crate) fn issue(bot: UserId) -> NewBotToken {
    let id = secret::encode(bot.to_string().as_bytes());
    let token =
        format!("{id}.{}.{}", secret::encode(&secret::random::<5>()), secret::random_text());
    let secret_hash = secret::hash(&token);
    NewBotToken { token, secret_hash }
}

/// Whose token it claims to be; the hash of the whole decides.
pub(crate) fn claimed_bot(token: &str) -> Option<UserId> {
    if token.len() > TOKEN_BYTES_MAX {
        return None;
    }
    let mut parts = token.split('.');
    let id = secret::decode(parts.next()?)?;
    let shape = [parts.next()?, parts.next()?].iter().all(|part| !part.is_empty());
    if !shape || parts.next().is_some() {
        return None;
    }
    std::str::from_utf8(&id).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_bot_and_fits_its_hash() {
        let bot = UserId::new(1_442_000_000_000_000_001);
        let NewBotToken { token, secret_hash } = issue(bot);
        assert_eq!(claimed_bot(&token), Some(bot));
        assert!(secret::matches(&token, &secret_hash));
        assert!(!secret::matches(&issue(bot).token, &secret_hash));
        assert_eq!(token.split('.').count(), 3);
    }

    #[test]
    fn what_has_not_the_shape_names_nobody() {
        for junk in ["", "..", "NDI.x", "NDI.x.", "NDI..y", "NDI.x.y.z", "eA.x.y", "*.x.y"] {
            assert_eq!(claimed_bot(junk), None, "{junk}");
        }
        assert_eq!(claimed_bot("NDI.x.y"), Some(UserId::new(42)));
        assert_eq!(claimed_bot(&format!("NDI.x.{}", "y".repeat(200))), None);
    }
}
