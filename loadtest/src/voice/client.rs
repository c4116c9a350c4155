//! One client: a str0m connection over its own socket, as a browser would have it.
//!
//! All packets of sound are counted by what can be read of them without their key; one in
//! [`OPENED_EVERY`] is decrypted, for the time that it holds. The server cannot tell, and the clients leave
//! it more of the machine.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Context;
use rand::RngExt;
use rustix::net::sockopt::set_socket_recv_buffer_size;
use str0m::change::SdpAnswer;
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use voice::Media;

use super::tally::{Phase, Tally};

const PACKET_PERIOD: Duration = Duration::from_millis(20);
const TICKS_PER_PACKET: u32 = 960;
/// Speech at 24 to 48 kbit/s.
const PAYLOAD_BYTES: std::ops::RangeInclusive<usize> = 60..=120;
/// Speech, in dBov.
const LEVEL: std::ops::RangeInclusive<i8> = -40..=-20;
const OPENED_EVERY: u16 = 4;
const RECEIVE_BUFFER_BYTES: usize = 2 << 20;
/// How long a client without anything to do waits.
const IDLE_MAX: Duration = Duration::from_millis(50);

/// A client in a room.
pub(crate) struct Client {
    id: u64,
    rtc: Rtc,
    socket: UdpSocket,
    address: SocketAddr,
    mic: Mid,
    opus: Pt,
    said: u32,
    next_packet: Option<Instant>,
    due: Instant,
    is_connected: bool,
}

impl Client {
    /// Joins a room of the media server.
    pub(crate) async fn join(
        media: &Media,
        room: u64,
        id: u64,
        slots: usize,
    ) -> anyhow::Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        // What this process is too late to read is no loss of the server's.
        set_socket_recv_buffer_size(&socket, RECEIVE_BUFFER_BYTES)?;
        let address = socket.local_addr()?;
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(address, "udp")?);
        let mut changes = rtc.sdp_api();
        let mic = changes.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        for _ in 0..slots {
            changes.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = changes.apply().context("nothing to offer")?;
        let answer = media.join(room, id, offer.to_sdp_string()).await?;
        rtc.sdp_api().accept_answer(pending, SdpAnswer::from_sdp_string(&answer.sdp)?)?;
        let opus = rtc.codec_config().iter().find(|params| params.spec().codec == Codec::Opus);
        let opus = opus.context("no Opus")?.pt();
        let due = Instant::now();
        let (said, next_packet, is_connected) = Default::default();
        Ok(Self { id, rtc, socket, address, mic, opus, said, next_packet, due, is_connected })
    }

    /// Lives until the run is over.
    pub(crate) async fn run(mut self, tally: Rc<Tally>, is_talker: bool) -> anyhow::Result<()> {
        self.drain(&tally)?;
        while tally.phase.get() != Phase::Gone {
            let may_talk = matches!(tally.phase.get(), Phase::WarmUp | Phase::Measured);
            if is_talker && may_talk {
                self.talk(&tally)?;
            }
            let now = Instant::now();
            if self.due <= now {
                self.rtc.handle_input(Input::Timeout(now))?;
                self.drain(&tally)?;
            }
            let next = [Some(self.due), self.next_packet.filter(|_| may_talk)];
            let next = next.into_iter().flatten().fold(now + IDLE_MAX, Instant::min);
            tokio::select! {
                readable = self.socket.readable() => {
                    readable?;
                    self.read(&tally)?;
                }
                () = tokio::time::sleep_until(next.into()) => {}
            }
        }
        Ok(())
    }

    /// Says what is due. The talkers begin at different times of the 20 ms.
    fn talk(&mut self, tally: &Tally) -> anyhow::Result<()> {
        let now = Instant::now();
        let first = || now + PACKET_PERIOD.mul_f64(rand::rng().random::<f64>());
        let next = *self.next_packet.get_or_insert_with(first);
        if next > now {
            return Ok(());
        }
        self.next_packet = Some(next + PACKET_PERIOD);
        let mut payload = vec![0x78; rand::rng().random_range(PAYLOAD_BYTES)];
        payload[..8].copy_from_slice(&tally.stamp().to_be_bytes());
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(self.mic, None).context("no stream to talk on")?;
        self.said += 1;
        let time = self.said.wrapping_mul(TICKS_PER_PACKET);
        let values = ExtensionValues {
            audio_level: Some(rand::rng().random_range(LEVEL)),
            voice_activity: Some(true),
            ..ExtensionValues::default()
        };
        let write = RtpWrite::new(self.opus, u64::from(self.said).into(), time, now, payload);
        stream.write_rtp(write.ext_vals(values));
        tally.sends();
        self.rtc.handle_input(Input::Timeout(now))?;
        self.drain(tally)
    }

    /// Takes in all that has come.
    fn read(&mut self, tally: &Tally) -> anyhow::Result<()> {
        let mut buffer = [0; 2_000];
        while let Ok((bytes, from)) = self.socket.try_recv_from(&mut buffer) {
            let (now, stamp, datagram) = (Instant::now(), tally.stamp(), &buffer[..bytes]);
            if let Some((source, number)) = self.sound(datagram) {
                tally.count(self.id, source, number);
                if number % OPENED_EVERY != 0 {
                    continue;
                }
            }
            let receive = Receive::new(Protocol::Udp, from, self.address, datagram)?;
            self.rtc.handle_input(Input::Receive(now, receive))?;
            self.drain_at(tally, stamp)?;
        }
        Ok(())
    }

    /// Source and number of a packet of sound (RFC 3550, 5.1), neither of which is encrypted.
    fn sound(&self, datagram: &[u8]) -> Option<(u32, u16)> {
        let [128..192, kind, n0, n1, _, _, _, _, s0, s1, s2, s3, ..] = datagram else {
            return None;
        };
        (kind & 127 == *self.opus)
            .then(|| (u32::from_be_bytes([*s0, *s1, *s2, *s3]), u16::from_be_bytes([*n0, *n1])))
    }

    fn drain(&mut self, tally: &Tally) -> anyhow::Result<()> {
        self.drain_at(tally, tally.stamp())
    }

    fn drain_at(&mut self, tally: &Tally, stamp: u64) -> anyhow::Result<()> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => {
                    self.due = at;
                    return Ok(());
                }
                Output::Transmit(transmit) => {
                    // A full buffer is loss, which is counted where it is missing.
                    let _ = self.socket.try_send_to(&transmit.contents, transmit.destination);
                }
                Output::Event(Event::Connected) if !self.is_connected => {
                    self.is_connected = true;
                    tally.connected.set(tally.connected.get() + 1);
                }
                Output::Event(Event::RtpPacket(packet)) => {
                    if let Some(sent) = packet.payload.first_chunk() {
                        tally.arrived(u64::from_be_bytes(*sent), stamp);
                    }
                }
                Output::Event(_) => {}
            }
        }
    }
}
