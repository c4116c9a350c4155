//! Parts of a file, as RFC 9110, section 14 has them: one range of bytes, or the whole.

use std::ops::Range;

/// Which part is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it: nothing was asked for, or nothing that is understood.
    Whole,
    /// A part that lies within it and is not empty.
    Part(Range<u64>),
    /// A part that is not there.
    Nothing,
}

/// What the value of a `Range` field asks for, of a file of some size.
pub(super) fn wanted(value: Option<&str>, bytes: u64) -> Wanted {
    let Some(spec) = value.and_then(|value| value.trim().strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    // Several parts would be an answer of several parts; the whole answers them too.
    let Some((first, last)) = spec.trim().split_once('-').filter(|_| !spec.contains(',')) else {
        return Wanted::Whole;
    };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(bytes),
        (Some(first), None) if last.trim().is_empty() => first..bytes,
        (None, Some(last)) if first.trim().is_empty() => bytes.saturating_sub(last)..bytes,
        _ => return Wanted::Whole,
    };
    if range.start < range.end { Wanted::Part(range) } else { Wanted::Nothing }
}

fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: Wanted) {
        assert_eq!(wanted(Some(value), 100), expected, "{value}");
    }

    #[test]
    fn a_range_is_a_part_and_what_is_not_understood_is_the_whole() {
        check("bytes=0-0", Wanted::Part(0..1));
        check("bytes=10-19", Wanted::Part(10..20));
        check("bytes=90-", Wanted::Part(90..100));
        check("bytes=90-1000", Wanted::Part(90..100));
        check("bytes=0-18446744073709551615", Wanted::Part(0..100));
        check("bytes=-10", Wanted::Part(90..100));
        check("bytes=-1000", Wanted::Part(0..100));
        check("bytes=100-", Wanted::Nothing);
        check("bytes=-0", Wanted::Nothing);
        for value in ["bytes=", "bytes=-", "bytes=9-1", "bytes=0-1,5-6", "bytes=a-b", "lines=0-1"] {
            check(value, Wanted::Whole);
        }
        check("bytes=0-99999999999999999999", Wanted::Whole);
        check("bytes=+1-2", Wanted::Whole);
        assert_eq!(wanted(None, 100), Wanted::Whole);
        assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::Nothing);
    }
}
