//! Emojis to react with.
//!
//! - EM1  Only a character sequence that Unicode lists as an emoji is one, and however it is
//!   written, it is the same one.

use std::fmt;

/// An emoji in the one form that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emoji(String);

impl Emoji {
    /// Reads an emoji; nothing for every other text, the names of custom emojis among it.
    pub fn parse(text: &str) -> Option<Self> {
        emojis::get(text).map(|emoji| Self(emoji.as_str().to_owned()))
    }
}

impl fmt::Display for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Emoji;

    #[test]
    fn em1_one_emoji_has_one_form() {
        for (text, wanted) in [
            ("👍", "👍"),
            ("👍🏽", "👍🏽"),
            ("❤", "❤\u{fe0f}"),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
            ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
            ("🇳🇱", "🇳🇱"),
            ("1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}"),
        ] {
            assert_eq!(Emoji::parse(text).map(|emoji| emoji.to_string()).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn em1_other_text_is_none() {
        let long = "👍".repeat(1_000);
        for text in ["", "a", "1", "👍👍", "👍 ", "name:123", "<:name:123>", "\u{fe0f}", "🇳", &long]
        {
            assert_eq!(Emoji::parse(text), None, "{text:.20}");
        }
    }
}
