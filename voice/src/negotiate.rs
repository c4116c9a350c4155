//! From an offer to a connection and its answer. All of it happens on the thread of whoever asks: reading
//! an offer of 26 lines takes longer than passing on a hundred packets.

use std::net::SocketAddr;

use str0m::change::SdpOffer;
use str0m::config::DtlsCert;
use str0m::format::Codec;
use str0m::media::Pt;
use str0m::rtp::Extension;
use str0m::{Candidate, Rtc, RtcConfig};

use crate::guarded::{Broken, Guarded};
use crate::quality::REPORT_PERIOD;
use crate::sockets::Bound;
use crate::{Refusal, clock};

/// A connection that is ready to be sought by its client.
pub(crate) struct Negotiated {
    pub(crate) rtc: Guarded,
    pub(crate) answer: String,
    /// What its client calls it in STUN requests.
    pub(crate) name: String,
    pub(crate) types: PayloadTypes,
}

/// What sound is called in the packets of one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PayloadTypes {
    pub(crate) opus: Pt,
    /// Opus with the packet before along, if the client knows that.
    pub(crate) red: Option<Pt>,
}

/// The certificate of a server: clients know it by the fingerprint in their answer.
pub(crate) fn certificate() -> Option<DtlsCert> {
    str0m::crypto::from_feature_flags().dtls_provider.generate_certificate()
}

/// Accepts an offer that was screened.
pub(crate) fn negotiate(
    offer: &str,
    certificate: &DtlsCert,
    sockets: &[Bound],
) -> Result<Negotiated, Refusal> {
    let rtc = config(certificate).build(clock::now());
    let mut rtc = Guarded::new(rtc);
    let negotiated = rtc.with(|rtc| accept(rtc, offer, sockets));
    let (answer, name, types) = negotiated.unwrap_or_else(|Broken| {
        Err(Refusal::Malformed("it made the media server stumble".to_owned()))
    })?;
    Ok(Negotiated { rtc, answer: announce(&answer, sockets), name, types })
}

/// Opus, with redundancy for whoever knows it, and without feedback on bandwidth: voices are small, and reports about them are not.
fn config(certificate: &DtlsCert) -> RtcConfig {
    Rtc::builder()
        .set_rtp_mode(true)
        .clear_codecs()
        .enable_opus(true, true)
        .clear_extension_map()
        .set_extension(1, Extension::AudioLevel)
        .set_extension(4, Extension::RtpMid)
        .set_dtls_cert(certificate.clone())
        .set_stats_interval(Some(REPORT_PERIOD))
}

fn accept(
    rtc: &mut Rtc,
    offer: &str,
    sockets: &[Bound],
) -> Result<(String, String, PayloadTypes), Refusal> {
    let malformed = |error: &dyn std::fmt::Display| Refusal::Malformed(error.to_string());
    for bound in sockets {
        let candidate = Candidate::host(bound.announced[0], "udp");
        rtc.add_local_candidate(candidate.map_err(|error| malformed(&error))?);
    }
    let offer = SdpOffer::from_sdp_string(offer).map_err(|error| malformed(&error))?;
    let answer = rtc.sdp_api().accept_offer(offer).map_err(|error| malformed(&error))?;
    let opus = rtc.codec_config().iter().find(|params| params.spec().codec == Codec::Opus);
    let opus = opus.ok_or(Refusal::NotSound)?;
    let types = PayloadTypes { opus: opus.pt(), red: opus.red() };
    let name = rtc.direct_api().local_ice_credentials().ufrag;
    Ok((answer.to_sdp_string(), name, types))
}

/// Repeats a socket's candidate for each further address that is announced for it.
fn announce(answer: &str, sockets: &[Bound]) -> String {
    let lines = answer.lines().flat_map(|line| {
        let others = sockets.iter().flat_map(move |bound| repeated(line, &bound.announced));
        std::iter::once(line.to_owned()).chain(others)
    });
    lines.flat_map(|line| [line, "\r\n".to_owned()]).collect()
}

fn repeated(line: &str, announced: &[SocketAddr]) -> Vec<String> {
    let [first, others @ ..] = announced else { return Vec::new() };
    let written = |address: &SocketAddr| format!(" {} {} ", address.ip(), address.port());
    if !line.starts_with("a=candidate:") || !line.contains(&written(first)) {
        return Vec::new();
    }
    others.iter().map(|other| line.replacen(&written(first), &written(other), 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_addresses_are_announced_beside_the_first() {
        let announced = ["192.0.2.1:7000", "10.0.0.1:7000"].map(|text| text.parse().unwrap());
        let line = "a=candidate:1 1 udp 2130706175 192.0.2.1 7000 typ host ufrag abc";
        let expected = "a=candidate:1 1 udp 2130706175 10.0.0.1 7000 typ host ufrag abc";
        assert_eq!(repeated(line, &announced), [expected]);
        for other in ["a=candidate:1 1 udp 1 192.0.2.10 7000 typ host", "a=mid:0"] {
            assert_eq!(repeated(other, &announced), Vec::<String>::new());
        }
    }
}
