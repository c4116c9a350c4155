//! A client: a str0m connection over a real socket on loopback. It says what it is told to, and keeps what
//! it hears.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::Instant;

use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::{Codec, FormatParams};
use str0m::ice::{StunMessage, TransId};
use str0m::media::{Direction, Frequency, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, ExtensionValues, RtpPacket, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};

use crate::world::now;

/// Ordinary speech, in dBov.
pub(crate) const SPEECH: i8 = -30;

/// What a microphone gives in a quiet room.
pub(crate) const SILENCE: i8 = -100;

/// A packet that was heard: who said it, its number among theirs, and by which line and number it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) talker: u64,
    pub(crate) count: u64,
    pub(crate) ssrc: u32,
    pub(crate) sequence: u64,
    /// It had the packet before along.
    pub(crate) has_more: bool,
}

pub(crate) struct Client {
    pub(crate) id: u64,
    pub(crate) socket: UdpSocket,
    pub(crate) address: SocketAddr,
    pub(crate) heard: Vec<Heard>,
    pub(crate) is_connected: bool,
    pub(crate) is_closed: bool,
    /// Whether it sends each packet with the one before along, and hears such.
    is_redundant: bool,
    /// What it said last.
    said_last: Vec<u8>,
    /// The level at which it talks, if it does.
    pub(crate) level: Option<i8>,
    /// The last packet of sound that it sent, as it was on the wire.
    pub(crate) last_sent: Vec<u8>,
    /// The last STUN request that it sent, signed with its password.
    pub(crate) last_asked: Vec<u8>,
    /// Its offer, and the answer to it.
    descriptions: (String, String),
    rtc: Rtc,
    pending: Option<SdpPendingOffer>,
    mic: Mid,
    said: u64,
    due: Instant,
}

impl Client {
    /// A client and its offer, with so many lines to listen on.
    pub(crate) fn offer(id: u64, slots: usize) -> (Self, String) {
        Self::offer_at("127.0.0.1", id, slots)
    }

    /// One that is at this address.
    pub(crate) fn offer_at(ip: &str, id: u64, slots: usize) -> (Self, String) {
        Self::offer_with(Rtc::builder().enable_opus(true, false), ip, id, slots)
    }

    /// One that calls Opus, and what it says of packets, by other numbers than the server would.
    pub(crate) fn offer_by_other_numbers(id: u64, slots: usize) -> (Self, String) {
        let mut config = Rtc::builder()
            .clear_extension_map()
            .set_extension(9, Extension::AudioLevel)
            .set_extension(7, Extension::RtpMid);
        let (payload_type, rate, format) =
            (97.into(), Frequency::FORTY_EIGHT_KHZ, FormatParams::default());
        let codecs = config.codec_config();
        codecs.clear();
        codecs.add_config(payload_type, None, Codec::Opus, rate, Some(2), format);
        Self::offer_with(config, "127.0.0.1", id, slots)
    }

    /// One that knows RED (RFC 2198), and sends it.
    pub(crate) fn offer_redundant(id: u64, slots: usize) -> (Self, String) {
        let config = Rtc::builder().enable_opus(true, true);
        let (mut client, offer) = Self::offer_with(config, "127.0.0.1", id, slots);
        client.is_redundant = true;
        (client, offer)
    }

    fn offer_with(config: RtcConfig, ip: &str, id: u64, slots: usize) -> (Self, String) {
        let socket = UdpSocket::bind((ip.parse::<IpAddr>().unwrap(), 0)).unwrap();
        socket.set_nonblocking(true).unwrap();
        let address = socket.local_addr().unwrap();
        let mut rtc = config.set_rtp_mode(true).build(now());
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut changes = rtc.sdp_api();
        let mic = changes.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        for _ in 0..slots {
            changes.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = changes.apply().unwrap();
        let client = Self {
            id,
            socket,
            address,
            heard: Vec::new(),
            is_connected: false,
            is_closed: false,
            is_redundant: false,
            said_last: Vec::new(),
            level: None,
            last_sent: Vec::new(),
            last_asked: Vec::new(),
            descriptions: (offer.to_sdp_string(), String::new()),
            rtc,
            pending: Some(pending),
            mic,
            said: 0,
            due: now(),
        };
        (client, offer.to_sdp_string())
    }

    pub(crate) fn accept(&mut self, answer: &str) {
        self.descriptions.1 = answer.to_owned();
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
        self.drain();
    }

    /// Takes in all that came, and lets time go on.
    pub(crate) fn pump(&mut self) {
        let mut buffer = [0; 2_000];
        while let Ok((bytes, from)) = self.socket.recv_from(&mut buffer) {
            let receive = Receive::new(Protocol::Udp, from, self.address, &buffer[..bytes]);
            let _ = self.rtc.handle_input(Input::Receive(now(), receive.unwrap()));
            self.drain();
        }
        if self.due <= now() {
            self.rtc.handle_input(Input::Timeout(now())).unwrap();
            self.drain();
        }
    }

    /// Says one packet of 20 ms, which holds who it is of and its number.
    pub(crate) fn say(&mut self, level: i8) {
        let payload = [self.id.to_be_bytes(), self.said.to_be_bytes(), [7; 8]].concat();
        let count = self.said;
        let before = std::mem::replace(&mut self.said_last, payload.clone());
        let (payload_type, payload) = match self.red().filter(|_| !before.is_empty()) {
            Some(red) => (red, [red_headers(*self.opus(), &before), before, payload].concat()),
            None => (self.opus(), payload),
        };
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(self.mic, None).unwrap();
        let values = ExtensionValues {
            audio_level: Some(level),
            voice_activity: Some(level > SILENCE),
            ..ExtensionValues::default()
        };
        let time = count as u32 * 960;
        let write = RtpWrite::new(payload_type, (count + 1).into(), time, now(), payload);
        stream.write_rtp(write.ext_vals(values));
        self.said += 1;
        self.rtc.handle_input(Input::Timeout(now())).unwrap();
        self.drain();
    }

    /// A STUN request as only this client can sign it, which wants all sound to go to wherever it comes from.
    pub(crate) fn greedy_request(&self) -> Vec<u8> {
        let (offer, answer) = &self.descriptions;
        let user = [answer, offer].map(|text| attribute(text, "a=ice-ufrag:")).join(":");
        let request =
            StunMessage::binding_request(&user, TransId::new(), true, u64::MAX, u32::MAX, true);
        let password = attribute(answer, "a=ice-pwd:");
        let provider = str0m::crypto::from_feature_flags().sha1_hmac_provider;
        let mut bytes = vec![0; 300];
        let length = request.to_bytes(Some(password.as_bytes()), &mut bytes, |key, parts| {
            provider.sha1_hmac(key, parts)
        });
        bytes.truncate(length.unwrap());
        bytes
    }

    pub(crate) fn close(&mut self) {
        self.rtc.close().unwrap();
        self.drain();
    }

    /// Packets heard of each talker.
    pub(crate) fn heard_of(&self, talker: u64) -> usize {
        self.heard.iter().filter(|heard| heard.talker == talker).count()
    }

    /// Whether all that was heard of a talker came in order and nothing between the first and the last of
    /// them is missing.
    pub(crate) fn heard_all_of(&self, talker: u64) -> bool {
        let counts: Vec<_> =
            self.heard.iter().filter(|heard| heard.talker == talker).map(|h| h.count).collect();
        counts.windows(2).all(|pair| pair[1] == pair[0] + 1)
    }

    /// Whether the numbers of each line go up by one.
    pub(crate) fn numbers_have_no_gap(&self) -> bool {
        let mut lines: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for heard in &self.heard {
            lines.entry(heard.ssrc).or_default().push(heard.sequence);
        }
        lines.values().all(|numbers| numbers.windows(2).all(|pair| pair[1] == pair[0] + 1))
    }

    fn opus(&self) -> Pt {
        let opus = self.rtc.codec_config().iter().find(|one| one.spec().codec == Codec::Opus);
        opus.unwrap().pt()
    }

    fn red(&self) -> Option<Pt> {
        let opus = self.rtc.codec_config().iter().find(|one| one.spec().codec == Codec::Opus);
        opus.unwrap().red().filter(|_| self.is_redundant)
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(at) => {
                    self.due = at;
                    return;
                }
                Output::Transmit(transmit) => {
                    let _ = self.socket.send_to(&transmit.contents, transmit.destination);
                    // The first two bits of a STUN request are zero, and so is its class.
                    if transmit.contents.starts_with(&[0, 1]) {
                        self.last_asked = transmit.contents.to_vec();
                    }
                    // RTP of this client: Opus is its only payload.
                    if transmit.contents[0] >= 128 && transmit.contents[1] & 127 == *self.opus() {
                        self.last_sent = transmit.contents.to_vec();
                    }
                }
                Output::Event(Event::Connected) => self.is_connected = true,
                Output::Event(Event::Closed) => self.is_closed = true,
                Output::Event(Event::RtpPacket(packet)) => {
                    let red = self.red();
                    self.heard.push(read(&packet, red));
                }
                Output::Event(_) => {}
            }
        }
    }
}

/// The rest of the first line that begins so.
pub(crate) fn attribute(description: &str, name: &str) -> String {
    let line = description.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap().to_owned()
}

/// One packet of 20 ms before, then another one.
fn red_headers(opus: u8, before: &[u8]) -> Vec<u8> {
    vec![128 | opus, (960 >> 6) as u8, 0, before.len() as u8, opus]
}

/// A redundant packet must have along what the same talker said directly before.
fn read(packet: &RtpPacket, red: Option<Pt>) -> Heard {
    let word = |bytes: &[u8], at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().unwrap());
    let mut payload = &packet.payload[..];
    let mut has_more = false;
    if Some(packet.header.payload_type) == red {
        let (before, now) = payload[5..].split_at(payload[3].into());
        let [one, other] = [before, now].map(|part| (word(part, 0), word(part, 8)));
        assert_eq!((one.0, one.1 + 1), other, "directly before");
        (payload, has_more) = (now, true);
    }
    let (ssrc, sequence) = (*packet.header.ssrc, *packet.seq_no);
    Heard { talker: word(payload, 0), count: word(payload, 8), ssrc, sequence, has_more }
}
