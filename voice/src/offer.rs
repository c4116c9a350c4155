//! What an offer has to be before anything is built from it.
//!
//! - OF1  Sound only: one line to speak on, then the receive slots; bounded in bytes and lines.
//! - OF2  Addresses in it are struck out: the server answers whoever proves to be there, and sends to
//!   no address that somebody only wrote down.

use crate::Refusal;

/// More than a browser's offer with the most slots: about 1.5 KiB a line.
const OFFER_BYTES_MAX: usize = 64 << 10;

/// The offer as it is taken, or why it is not.
pub(crate) fn screen(offer: &str, slots_max: usize) -> Result<String, Refusal> {
    if offer.len() > OFFER_BYTES_MAX {
        return Err(Refusal::TooLong);
    }
    let media = || offer.lines().filter(|line| line.starts_with("m="));
    if media().any(|line| !line.starts_with("m=audio ")) {
        return Err(Refusal::NotSound);
    }
    if !(1..=slots_max + 1).contains(&media().count()) {
        return Err(Refusal::LineCount);
    }
    let kept = offer.lines().filter(|line| !is_struck_out(line));
    Ok(kept.flat_map(|line| [line, "\r\n"]).collect())
}

/// `ice-lite` would have the server look for the client instead.
fn is_struck_out(line: &str) -> bool {
    ["a=candidate:", "a=remote-candidates:", "a=ice-lite"].iter().any(|head| line.starts_with(head))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screened(lines: &[&str]) -> Result<String, Refusal> {
        screen(&lines.join("\r\n"), 2)
    }

    #[test]
    fn of1_an_offer_is_sound_and_bounded() {
        let audio = "m=audio 9 UDP/TLS/RTP/SAVPF 111";
        assert!(screened(&["v=0", audio]).is_ok());
        assert!(screened(&["v=0", audio, audio, audio]).is_ok());
        assert_eq!(screened(&["v=0", audio, audio, audio, audio]), Err(Refusal::LineCount));
        assert_eq!(screened(&["v=0"]), Err(Refusal::LineCount));
        assert_eq!(screened(&["v=0", audio, "m=video 9 X 96"]), Err(Refusal::NotSound));
        assert_eq!(screened(&["m=application 9 X 1"]), Err(Refusal::NotSound));
        assert_eq!(screen(&"x".repeat(OFFER_BYTES_MAX + 1), 2), Err(Refusal::TooLong));
    }

    #[test]
    fn of2_addresses_are_struck_out() {
        let audio = "m=audio 9 UDP/TLS/RTP/SAVPF 111";
        let candidate = "a=candidate:1 1 udp 1 10.0.0.1 22 typ host";
        let kept = screened(&["v=0", "a=ice-lite", audio, candidate, "a=mid:0"]);
        assert_eq!(kept.unwrap(), format!("v=0\r\n{audio}\r\na=mid:0\r\n"));
    }
}
