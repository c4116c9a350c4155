//! Names of files, made harmless: they are shown, are part of an address, and name a file on
//! somebody's disk.
//!
//! - FN1  A name has no way out of its folder, no character that hides or turns others round, and
//!   none that a file system forbids.
//! - FN2  A name that was made is not changed by making it again.

/// Longest name, in characters. File systems take 255 bytes, a character has at most four.
const NAME_CHARS_MAX: usize = 60;

/// Longest part behind the last dot that is kept when a name is cut.
const EXTENSION_CHARS_MAX: usize = 12;

/// For a name of which nothing is left.
const NAMELESS: &str = "file";

/// Names that some systems take for devices, with any extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// FN1.
pub(crate) fn sanitise(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|c| !is_hidden(*c)).map(plain).collect();
    let trimmed = visible.trim_matches(['.', '_']);
    let cut = cut(trimmed);
    let stem = cut.split('.').next().unwrap_or_default();
    if cut.is_empty() {
        NAMELESS.to_owned()
    } else if DEVICES.contains(&stem.to_lowercase().as_str()) {
        self::cut(&format!("{NAMELESS}-{cut}"))
    } else {
        cut
    }
}

/// What takes no room, or changes how its neighbours are read.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

fn plain(c: char) -> char {
    let is_forbidden = matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\'' | '`' | '%');
    if is_forbidden || c.is_whitespace() { '_' } else { c }
}

/// The first characters, and the extension.
fn cut(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS_MAX {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= EXTENSION_CHARS_MAX => {
            (stem, format!(".{extension}"))
        }
        _ => (name, String::new()),
    };
    let room = NAME_CHARS_MAX - extension.chars().count();
    let stem: String = stem.chars().take(room).collect();
    format!("{}{extension}", stem.trim_end_matches(['.', '_']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(sent: &str, expected: &str) {
        assert_eq!(sanitise(sent), expected, "{sent:?}");
    }

    #[test]
    fn fn1_an_ordinary_name_stays_as_it_is() {
        for name in ["a.png", "Ferienfoto-2026.JPG", "日本語.txt", "archive.tar.gz", "no extension"]
        {
            check(name, &name.replace(' ', "_"));
        }
    }

    #[test]
    fn fn1_a_name_has_no_way_out_of_its_folder() {
        check("../../etc/passwd", "passwd");
        check("..\\..\\boot.ini", "boot.ini");
        check("/", "file");
        check("..", "file");
        check(".bashrc", "bashrc");
        check("a/..", "file");
    }

    #[test]
    fn fn1_characters_that_hide_or_turn_others_are_gone() {
        check("in\u{202e}gpj.exe", "ingpj.exe");
        check("a\u{200b}\u{feff}b\0\r\n\x1b.txt", "ab.txt");
        check("a\u{2066}b\u{2069}.png", "ab.png");
        check("<img src=x>.html", "img_src=x_.html");
        check("a\"b:c|d?.txt", "a_b_c_d_.txt");
    }

    #[test]
    fn fn1_devices_and_nothing_get_another_name() {
        check("", "file");
        check("\u{200b}", "file");
        check("NUL", "file-NUL");
        check("com1.tar.gz", "file-com1.tar.gz");
        check("console.txt", "console.txt");
        let long = sanitise(&format!("{}tar.gz", "con.".repeat(13)));
        assert!(long.chars().count() <= 60, "{long}");
        assert_eq!(sanitise(&long), long);
        check("name.", "name");
    }

    #[test]
    fn fn1_a_long_name_keeps_its_extension() {
        let cut = sanitise(&format!("{}.jpeg", "ä".repeat(500)));
        assert_eq!(cut, format!("{}.jpeg", "ä".repeat(55)));
        assert!(cut.len() <= 255);
        assert_eq!(sanitise(&"x.".repeat(500)).chars().count(), 59);
    }

    proptest! {
        #[test]
        fn fn2_whatever_comes_becomes_a_name_that_is_one(sent in ".{0,300}|[./\\\\ a_%\u{202e}CON1]{0,80}") {
            let name = sanitise(&sent);
            prop_assert!(!name.is_empty() && name.len() <= 255);
            let forbidden = ['/', '\\', '\0', '\n', '"', '\u{202e}'];
            prop_assert!(!name.contains(forbidden));
            prop_assert!(!name.starts_with('.') && !name.ends_with('.'));
            prop_assert_eq!(sanitise(&name), name);
        }
    }
}
