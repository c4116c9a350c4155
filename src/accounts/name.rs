//! What a username, a password and a guild's name may be.

use thiserror::Error;

/// The shortest and the longest username, in characters.
const USERNAME_CHARS: std::ops::RangeInclusive<usize> = 2..=32;

/// The shortest and the longest password, in characters. The bound keeps hashing cheap.
const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 8..=128;

/// Why a name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum NameError {
    /// Too short or too long.
    #[error("Must be between 2 and 32 in length.")]
    Length,
    /// A character that names do not have.
    #[error("Only letters, digits, underscores and dots are allowed.")]
    Characters,
}

/// How long a guild's name may be, in characters.
const GUILD_NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=100;

/// A guild's name outside 2 to 100 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Must be between 2 and 100 in length.")]
pub(crate) struct GuildNameLength;

/// How long a display name may be, in characters.
const DISPLAY_NAME_CHARS_MAX: usize = 32;

/// A display name that is too long, or with characters that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Must be between 1 and 32 in length.")]
pub(crate) struct DisplayNameError;

/// How long what somebody says of themselves may be, in characters, as in v10.
const ABOUT_CHARS_MAX: usize = 190;

/// What somebody says of themselves that is too long, or with characters that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Must be {ABOUT_CHARS_MAX} or fewer in length.")]
pub(crate) struct AboutError;

/// A password outside 8 to 128 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Must be between 8 and 128 in length.")]
pub(crate) struct PasswordLength;

/// A username as it is stored: folded to lower case, of `[a-z0-9_.]` only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Username(String);

impl Username {
    pub(crate) fn parse(text: &str) -> Result<Self, NameError> {
        if !USERNAME_CHARS.contains(&text.chars().count()) {
            return Err(NameError::Length);
        }
        let folded = text.to_ascii_lowercase();
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.');
        if !folded.bytes().all(allowed) {
            return Err(NameError::Characters);
        }
        Ok(Self(folded))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A guild's name, without blanks around it.
pub(crate) fn guild_name(name: &str) -> Result<&str, GuildNameLength> {
    let name = name.trim();
    if GUILD_NAME_CHARS.contains(&name.chars().count()) { Ok(name) } else { Err(GuildNameLength) }
}

/// A display name without blanks around it; an empty one is none.
pub(super) fn display_name(name: &str) -> Result<Option<String>, DisplayNameError> {
    let name = name.trim();
    if name.chars().count() > DISPLAY_NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(DisplayNameError);
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

/// What somebody says of themselves, without blanks around it; an empty text is none. Of control
/// characters it has line feeds only.
pub(super) fn about(text: &str) -> Result<Option<String>, AboutError> {
    let text = text.trim().replace("\r\n", "\n");
    let is_hidden = |char: char| char.is_control() && char != '\n';
    if text.chars().count() > ABOUT_CHARS_MAX || text.chars().any(is_hidden) {
        return Err(AboutError);
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Checks a password that someone chooses; one that is only compared is not checked.
pub(crate) fn check_password(password: &str) -> Result<(), PasswordLength> {
    if PASSWORD_CHARS.contains(&password.chars().count()) { Ok(()) } else { Err(PasswordLength) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_and_of_few_characters() {
        assert_eq!(Username::parse("Ada.L_1").expect("valid").as_str(), "ada.l_1");
        for (name, error) in [
            ("a", NameError::Length),
            ("", NameError::Length),
            (&"a".repeat(33), NameError::Length),
            ("ada lovelace", NameError::Characters),
            ("ädä", NameError::Characters),
            ("ada\n", NameError::Characters),
            ("K\u{212A}", NameError::Characters),
        ] {
            assert_eq!(Username::parse(name), Err(error), "{name:?}");
        }
        assert!(Username::parse(&"a".repeat(32)).is_ok());
    }

    #[test]
    fn guild_names_are_trimmed_and_have_2_to_100_characters() {
        assert_eq!(guild_name("  Home "), Ok("Home"));
        for (length, valid) in [(1, false), (2, true), (100, true), (101, false)] {
            assert_eq!(guild_name(&"é".repeat(length)).is_ok(), valid, "{length}");
        }
        assert_eq!(guild_name("          "), Err(GuildNameLength));
    }

    #[test]
    fn display_names_are_trimmed_and_have_32_characters_at_most() {
        assert_eq!(display_name(" Ada L. "), Ok(Some("Ada L.".to_owned())));
        assert_eq!(display_name("  "), Ok(None));
        assert!(display_name(&"é".repeat(32)).is_ok());
        for name in [&"é".repeat(33), "a\u{7}b", "a\nb"] {
            assert_eq!(display_name(name), Err(DisplayNameError), "{name:?}");
        }
    }

    #[test]
    fn what_somebody_says_of_themselves_has_190_characters_at_most_and_may_have_lines() {
        assert_eq!(about(" I paint.\r\nAnd you? "), Ok(Some("I paint.\nAnd you?".to_owned())));
        assert_eq!((about(""), about(" \n ")), (Ok(None), Ok(None)));
        assert!(about(&"é".repeat(190)).is_ok());
        for text in [&"é".repeat(191), "a\u{7}b", "a\rb", "a\tb"] {
            assert_eq!(about(text), Err(AboutError), "{text:?}");
        }
    }

    #[test]
    fn passwords_have_8_to_128_characters() {
        for (length, valid) in [(7, false), (8, true), (128, true), (129, false)] {
            assert_eq!(check_password(&"é".repeat(length)).is_ok(), valid, "{length}");
        }
    }
}
