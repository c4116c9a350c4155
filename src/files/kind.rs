//! What a file is, by its bytes: neither its name nor its sender is believed.
//!
//! - FK1  Only what a browser shows without running anything is shown in place; the rest is saved.
//! - FK2  Markup is never shown, whatever else it claims to be.

/// How much of a file has to be known to tell what it is.
pub(crate) const HEAD_BYTES: usize = 8 << 10;

/// What is not known, or must not be shown.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// Text without markup; the charset is part of what was found.
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";

/// A picture that can be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImageKind {
    Png,
    Jpeg,
    Gif,
    Webp,
}

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A picture, to be looked at further.
    Image(ImageKind),
    /// Shown or played in place.
    Shown(&'static str),
    /// Only saved.
    Saved(&'static str),
}

impl ImageKind {
    const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Gif, Self::Webp];

    pub(crate) const fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }

    /// The picture with this type, if it is one of ours.
    pub(crate) fn of_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime() == mime)
    }
}

/// Sound and moving pictures that browsers play, by the names of the library and ours.
const PLAYED: [(&str, &str); 9] = [
    ("video/mp4", "video/mp4"),
    ("video/webm", "video/webm"),
    ("video/ogg", "video/ogg"),
    ("audio/m4a", "audio/mp4"),
    ("audio/mpeg", "audio/mpeg"),
    ("audio/ogg", "audio/ogg"),
    ("audio/opus", "audio/ogg"),
    ("audio/x-wav", "audio/wav"),
    ("audio/x-flac", "audio/flac"),
];

/// Tells what a file is by its first [`HEAD_BYTES`].
pub(crate) fn sniff(head: &[u8]) -> Kind {
    if is_markup(head) {
        return Kind::Saved(UNKNOWN);
    }
    let Some(found) = infer::get(head).map(|found| found.mime_type()) else {
        return if is_text(head) { Kind::Shown(TEXT) } else { Kind::Saved(UNKNOWN) };
    };
    if let Some(image) = ImageKind::of_mime(found) {
        return Kind::Image(image);
    }
    match PLAYED.iter().find(|(theirs, _)| *theirs == found) {
        Some((_, ours)) => Kind::Shown(ours),
        None => Kind::Saved(found),
    }
}

/// Whether a stored type may be shown in place (FK1).
pub(crate) fn is_shown(mime: &str) -> bool {
    mime == TEXT
        || ImageKind::of_mime(mime).is_some()
        || PLAYED.iter().any(|(_, ours)| *ours == mime)
}

/// FK2. Also behind a byte order mark and blanks, as browsers look for it.
fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let utf16 = head.starts_with(b"\xff\xfe<") || head.starts_with(b"\xfe\xff\0<");
    let opens = head.first() == Some(&b'<')
        && head.get(1).is_some_and(|next| next.is_ascii_alphabetic() || b"!?/".contains(next));
    utf16 || opens
}

fn is_text(head: &[u8]) -> bool {
    let known = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last character may go on behind the head.
        Err(error) if error.error_len().is_none() && head.len() >= HEAD_BYTES => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !known.is_empty() && !known.chars().any(|c| c.is_control() && !"\t\n\r\x0c\x1b".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: Kind) {
        assert_eq!(sniff(head), expected, "{:?}", String::from_utf8_lossy(head));
    }

    #[test]
    fn fk1_a_file_is_what_its_bytes_are() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Kind::Image(ImageKind::Png));
        check(b"\xff\xd8\xff\xe0\0\x10JFIF\0", Kind::Image(ImageKind::Jpeg));
        check(b"GIF89a\x01\0\x01\0", Kind::Image(ImageKind::Gif));
        check(b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Image(ImageKind::Webp));
        check(b"ID3\x04\0\0\0\0\0\0", Kind::Shown("audio/mpeg"));
        check(b"RIFF\x10\0\0\0WAVEfmt ", Kind::Shown("audio/wav"));
        check(b"\0\0\0\x18ftypisom\0\0\0\0isomiso2", Kind::Shown("video/mp4"));
        check(b"OggS\0\x02\0\0\0\0\0\0\0\0", Kind::Shown("audio/ogg"));
        check("Grüße, no markup: 1 < 2".as_bytes(), Kind::Shown(TEXT));
        check(b"PK\x03\x04\x14\0", Kind::Saved("application/zip"));
        check(b"%PDF-1.7", Kind::Saved("application/pdf"));
        check(b"MZ\x90\0", Kind::Saved("application/vnd.microsoft.portable-executable"));
        check(b"", Kind::Saved(UNKNOWN));
        check(b"text with a \0", Kind::Saved(UNKNOWN));
        check(&[0xff; 64], Kind::Saved(UNKNOWN));
    }

    #[test]
    fn fk2_markup_is_never_shown() {
        let markup: [&[u8]; 9] = [
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"<?xml version='1.0'?><svg/>",
            b"\xef\xbb\xbf  \n<svg onload='x()'/>",
            b"<!DOCTYPE html><p>",
            b"<!-- GIF89a --><script>",
            b"<HTML>",
            b"</p>",
            b"\xff\xfe<\0s\0v\0g\0",
            b"\xfe\xff\0<\0s\0v\0g",
        ];
        for head in markup {
            check(head, Kind::Saved(UNKNOWN));
        }
    }

    #[test]
    fn fk1_a_character_that_is_cut_by_the_head_is_text_and_a_broken_one_is_not() {
        let mut head = vec![b'a'; HEAD_BYTES - 1];
        head.push(0xc3);
        check(&head, Kind::Shown(TEXT));
        check(b"a\xc3", Kind::Saved(UNKNOWN));
        check(b"a\xc3(b", Kind::Saved(UNKNOWN));
    }

    #[test]
    fn fk1_what_is_sniffed_as_shown_may_be_shown_and_nothing_else() {
        for mime in ["image/png", "image/webp", "video/mp4", "audio/ogg", TEXT] {
            assert!(is_shown(mime), "{mime}");
        }
        for mime in [UNKNOWN, "text/html", "image/svg+xml", "application/pdf", "text/plain", ""] {
            assert!(!is_shown(mime), "{mime}");
        }
    }
}
