//! What is left of an account that ended.

use protocol::UserId;

use super::{InstanceRole, User};

/// What every name of a stub begins with. Nobody else gets one of these.
pub const STUB_NAME_PREFIX: &str = "deleted_";

/// How a stub is shown.
const SHOWN_AS: &str = "Deleted user";

const BASE: u64 = 36;

impl User {
    /// What is left of this account once it ended: what it wrote still has an author. It has no
    /// [`super::Username`] row, so that nobody finds it, and nothing to log in by.
    #[must_use]
    pub fn stub(&self) -> Self {
        Self {
            id: self.id,
            username: stub_name(self.id),
            global_name: Some(SHOWN_AS.to_owned()),
            email: None,
            password_hash: None,
            bot: self.bot,
            bot_owner: None,
            instance_role: InstanceRole::User,
            created_at_ms: self.created_at_ms,
            avatar: None,
            second_factor: false,
        }
    }

    /// Whether the account ended.
    pub fn is_stub(&self) -> bool {
        self.username.starts_with(STUB_NAME_PREFIX) && self.username == stub_name(self.id)
    }
}

/// The id in base 36: at most 13 digits.
fn stub_name(id: UserId) -> String {
    let mut digits = Vec::new();
    let mut rest = id.get();
    loop {
        digits.push(char::from_digit((rest % BASE) as u32, BASE as u32).unwrap_or('0'));
        rest /= BASE;
        if rest == 0 {
            break;
        }
    }
    STUB_NAME_PREFIX.chars().chain(digits.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: u64) -> User {
        User {
            id: UserId::new(id),
            username: "ada".to_owned(),
            global_name: Some("Ada".to_owned()),
            email: Some("ada@chat.example".to_owned()),
            password_hash: Some("hash".to_owned()),
            bot: false,
            bot_owner: None,
            instance_role: InstanceRole::User,
            created_at_ms: 7,
            avatar: Some("picture".to_owned()),
            second_factor: false,
        }
    }

    #[test]
    fn a_stub_says_nothing_of_who_it_was_and_is_known_as_one() {
        let ada = user(71);
        let stub = ada.stub();
        assert!(!ada.is_stub() && stub.is_stub());
        assert_eq!((stub.id, stub.username.as_str()), (ada.id, "deleted_1z"));
        assert_eq!(stub.global_name.as_deref(), Some("Deleted user"));
        assert_eq!((&stub.password_hash, &stub.email, &stub.avatar), (&None, &None, &None));
        assert_eq!(stub.stub(), stub);
    }

    #[test]
    fn names_of_stubs_are_usernames_and_differ() {
        let names: Vec<String> = [0, 35, 36, 1_442_000_000_000_000_001, u64::MAX]
            .map(|id| user(id).stub().username)
            .into();
        assert_eq!(names[..3], ["deleted_0", "deleted_z", "deleted_10"]);
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
        assert!(names.iter().all(|name| name.len() <= 32 && name.bytes().all(allowed)));
        // Somebody else's name does not make one.
        assert!(!User { username: names[1].clone(), ..user(36) }.is_stub());
    }
}
