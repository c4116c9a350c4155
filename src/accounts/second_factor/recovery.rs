//! Codes for when the app is lost: 80 bits each, so that a fast hash hides them well.

use crate::accounts::secret::{self, SecretHash};

/// As many as somebody has at once.
pub(super) const CODES: usize = 10;

/// Letters of five bits each.
const LETTERS: usize = 16;

/// Letters that are printed together.
const GROUP: usize = 4;

/// Without those that are read as others.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// New codes as they are shown, once, and what is kept of them.
pub(super) fn fresh() -> (Vec<String>, Vec<SecretHash>) {
    (0..CODES).map(|_| one()).unzip()
}

/// A code as it was made, from what somebody typed without blanks and dashes.
pub(super) fn read(typed: &str) -> Option<String> {
    let letters = typed.chars().map(|letter| match letter.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        letter => letter,
    });
    let code: String = letters.collect();
    let is_known = |byte: u8| ALPHABET.contains(&byte);
    (code.len() == LETTERS && code.bytes().all(is_known)).then_some(code)
}

fn one() -> (String, SecretHash) {
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte % 32)]);
    let letters = secret::random::<LETTERS>().map(letter);
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    (groups.join("-"), secret::hash(&groups.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_was_typed_by_hand_is_read_as_it_was_made() {
        let (codes, hashes) = fresh();
        assert_eq!((codes.len(), hashes.len()), (CODES, CODES));
        for (shown, hash) in codes.iter().zip(&hashes) {
            assert_eq!(shown.len(), LETTERS + 3);
            let typed = shown.replace('-', "");
            let typed = typed.to_uppercase().replace('0', "O").replace('1', "l");
            assert!(secret::matches(&read(&typed).expect("a code"), hash), "{shown}");
        }
        let different: std::collections::HashSet<_> = codes.iter().collect();
        assert_eq!(different.len(), CODES);
    }

    #[test]
    fn what_is_no_code_is_none() {
        for wrong in ["", "0123", "0123456789abcdefg", "0123456789abcde!", "0123456789abcdeu"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read("\u{e9}123456789abcde"), None);
    }
}
