//! Texts as rules see them: without what is not seen, and in one form of each letter.
//!
//! - FO1  What shows nothing is left out: characters of no width, marks of direction, soft hyphens.
//! - FO2  Compatible forms are one (NFKC): fullwidth, bold, circled letters and ligatures.
//! - FO3  Marks that stand over or through a letter beside it are left out; a letter that has one of its own,
//!   as é, stays itself. Upper and lower case are one.
//! - FO4  A text becomes at most a few times longer.
//!
//! Letters of other scripts that look alike stay what they are: a word of one script is no other's.

use icu_normalizer::ComposingNormalizerBorrowed;

/// FO1 to FO4.
pub(super) fn folded(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c) && !is_phrase(*c)).collect();
    let seen = ComposingNormalizerBorrowed::new_nfkc().normalize(&seen);
    let lower = seen.chars().flat_map(char::to_lowercase);
    let kept = lower.filter(|c| !is_invisible(*c) && !is_mark_beside(*c));
    // The sigma at the end of a word is the one in its middle.
    kept.map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

/// FO1. `Default_Ignorable_Code_Point` of Unicode.
fn is_invisible(c: char) -> bool {
    matches!(
        u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
            | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
            | 0xE0000..=0xE0FFF
    )
}

/// FO4. One character that NFKC makes a sentence of: up to 18.
fn is_phrase(c: char) -> bool {
    matches!(u32::from(c), 0xFDFA..=0xFDFB)
}

/// FO3. The blocks of combining diacritical marks. Vowel signs of other scripts are letters to whoever
/// writes them, and stay.
fn is_mark_beside(c: char) -> bool {
    matches!(
        u32::from(c),
        0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        assert_eq!(folded(text), wanted, "{text:?}");
        assert_eq!(folded(wanted), wanted, "folding again changes nothing");
    }

    #[test]
    fn fo1_what_is_not_seen_is_left_out() {
        check("b\u{200b}a\u{200d}\u{feff}d", "bad");
        check("b\u{ad}a\u{2060}\u{e0061}d\u{fe0f}", "bad");
        check("\u{202e}bad\u{202c}", "bad");
    }

    #[test]
    fn fo2_compatible_forms_are_one() {
        check("ｂａｄ", "bad");
        check("𝐛𝕒𝖉", "bad");
        check("ⓑⓐⓓ", "bad");
        check("ﬁsh", "fish");
    }

    #[test]
    fn fo3_marks_and_case_do_not_hide_a_word() {
        check("b\u{336}a\u{336}d\u{336}", "bad");
        check("BaD", "bad");
        check("CAFE\u{301}", "café");
        check("ΣΊΣΥΦΟΣ", "σίσυφοσ");
        check("İ", "i");
    }

    #[test]
    fn fo3_letters_of_other_scripts_stay() {
        check("हिन्दी", "हिन्दी");
        check("бад", "бад");
    }

    #[test]
    fn fo4_no_character_becomes_many() {
        for c in char::MIN..=char::MAX {
            let longest = folded(&c.to_string()).chars().count();
            assert!(longest <= 8, "{c:?} becomes {longest}");
        }
    }
}
