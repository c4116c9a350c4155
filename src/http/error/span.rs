//! How long somebody waits, in words.

const UNITS: [(u64, &str); 4] =
    [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];

/// Rounded up, in the largest unit of which it is more than one.
pub(super) fn span(wait_ms: i64) -> String {
    let wait_ms = u64::try_from(wait_ms).unwrap_or(0).max(1);
    let (unit_ms, name) =
        UNITS.into_iter().find(|(unit_ms, _)| wait_ms > *unit_ms).unwrap_or((1_000, "second"));
    let count = wait_ms.div_ceil(unit_ms);
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_who_waits_as_long_as_they_are_told_comes_too_early() {
        let said = [
            (-1, "1 second"),
            (0, "1 second"),
            (1_000, "1 second"),
            (1_001, "2 seconds"),
            (60_000, "60 seconds"),
            (60_001, "2 minutes"),
            (3_600_001, "2 hours"),
            (86_400_000, "24 hours"),
            (86_400_001, "2 days"),
            (i64::MAX, "106751991168 days"),
        ];
        for (wait_ms, words) in said {
            assert_eq!(span(wait_ms), words);
        }
    }
}
