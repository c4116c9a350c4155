//! The head splice: what differs per socket is written before a tail that all sockets share.
//!
//! A dispatch is `{"op":0,"s":N,` + `"t":…,"d":…}`. The tail is encoded once per event; the head is
//! this session's sequence number and the WebSocket header (RFC 6455 §5.2) of the whole.

use protocol::gateway::DispatchHead;

/// Header (at most 10 bytes) and the text before the tail (at most 33).
pub(crate) const HEAD_BYTES_MAX: usize = 43;

const TEXT_FINAL: u8 = 0x81;

/// The first bytes of one frame of one socket.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    bytes: [u8; HEAD_BYTES_MAX],
    len: u8,
}

impl Head {
    /// The head of a dispatch numbered `s` whose shared tail is `tail_bytes` long.
    pub(crate) fn new(s: u64, tail_bytes: usize) -> Self {
        let text = DispatchHead::new(s);
        let mut head = Self { bytes: [0; HEAD_BYTES_MAX], len: 0 };
        head.put_header(text.as_bytes().len() + tail_bytes);
        head.put(text.as_bytes());
        head
    }

    /// The bytes to write before the tail.
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    fn put_header(&mut self, payload_bytes: usize) {
        match (u8::try_from(payload_bytes), u16::try_from(payload_bytes)) {
            (Ok(short), _) if short < 126 => self.put(&[TEXT_FINAL, short]),
            (_, Ok(medium)) => {
                self.put(&[TEXT_FINAL, 126]);
                self.put(&medium.to_be_bytes());
            }
            _ => {
                self.put(&[TEXT_FINAL, 127]);
                self.put(&(payload_bytes as u64).to_be_bytes());
            }
        }
    }

    fn put(&mut self, part: &[u8]) {
        let from = usize::from(self.len);
        self.bytes[from..from + part.len()].copy_from_slice(part);
        self.len += u8::try_from(part.len()).expect("a head has at most 43 bytes");
    }
}

#[cfg(test)]
mod tests {
    use super::Head;

    #[test]
    fn head_announces_the_whole_payload() {
        for (s, tail) in [(1, 10), (9, 111), (10, 112), (7, 65_520), (u64::MAX, 70_000)] {
            let head = Head::new(s, tail);
            let bytes = head.as_slice();
            let (announced, at) = match bytes[1] {
                126 => (usize::from(u16::from_be_bytes([bytes[2], bytes[3]])), 4),
                127 => {
                    let mut long = [0; 8];
                    long.copy_from_slice(&bytes[2..10]);
                    (usize::try_from(u64::from_be_bytes(long)).unwrap(), 10)
                }
                short => (usize::from(short), 2),
            };
            assert_eq!(announced, bytes.len() - at + tail, "s={s} tail={tail}");
            assert_eq!(&bytes[at..], format!("{{\"op\":0,\"s\":{s},").as_bytes());
        }
    }
}
