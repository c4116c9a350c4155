//! The two messages of a STUN round trip without credentials (RFC 8489, 5 and 14.2).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Which request an answer is to.
pub(super) type Transaction = [u8; 12];

const REQUEST: [u8; 2] = [0x00, 0x01];
const SUCCESS: [u8; 2] = [0x01, 0x01];
const MAGIC: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const XOR_MAPPED_ADDRESS: [u8; 2] = [0x00, 0x20];
const HEADER_BYTES: usize = 20;

/// A binding request.
pub(super) fn request(transaction: Transaction) -> Vec<u8> {
    header(REQUEST, 0, transaction)
}

/// Which request a datagram is, if it is one.
pub(super) fn read_request(datagram: &[u8]) -> Option<Transaction> {
    let (kind, transaction) = read_header(datagram)?;
    (kind == REQUEST && datagram.len() == HEADER_BYTES).then_some(transaction)
}

/// The answer to a request that came from there.
pub(super) fn answer(transaction: Transaction, from: SocketAddr) -> Vec<u8> {
    let (family, ip) = match from.ip() {
        IpAddr::V4(ip) => (1, ip.octets().to_vec()),
        IpAddr::V6(ip) => (2, ip.octets().to_vec()),
    };
    let value = [&[0, family][..], &from.port().to_be_bytes(), &ip].concat();
    let length = u8::try_from(value.len()).unwrap_or(u8::MAX);
    let mut message = header(SUCCESS, 4 + u16::from(length), transaction);
    message.extend(XOR_MAPPED_ADDRESS);
    message.extend([0, length]);
    message.extend(masked(&value, transaction));
    message
}

/// From where the request seemed to come, if a datagram is the answer to it.
pub(super) fn read_answer(datagram: &[u8], transaction: Transaction) -> Option<SocketAddr> {
    let (kind, answered) = read_header(datagram)?;
    if kind != SUCCESS || answered != transaction {
        return None;
    }
    let attribute = datagram.get(HEADER_BYTES..)?.strip_prefix(&XOR_MAPPED_ADDRESS)?;
    let [0, length, value @ ..] = attribute else { return None };
    if usize::from(*length) != value.len() {
        return None;
    }
    let value = masked(value, transaction);
    let [_, family, high, low, ip @ ..] = &value[..] else { return None };
    let ip = match family {
        1 => Ipv4Addr::from(<[u8; 4]>::try_from(ip).ok()?).into(),
        2 => Ipv6Addr::from(<[u8; 16]>::try_from(ip).ok()?).into(),
        _ => return None,
    };
    Some(SocketAddr::new(ip, u16::from_be_bytes([*high, *low])))
}

fn header(kind: [u8; 2], bytes: u16, transaction: Transaction) -> Vec<u8> {
    [&kind[..], &bytes.to_be_bytes(), &MAGIC, &transaction].concat()
}

fn read_header(datagram: &[u8]) -> Option<([u8; 2], Transaction)> {
    let (header, rest) = datagram.split_at_checked(HEADER_BYTES)?;
    let bytes = usize::from(u16::from_be_bytes([header[2], header[3]]));
    let is_stun = header[4..8] == MAGIC && bytes == rest.len();
    is_stun.then_some(([header[0], header[1]], header[8..].try_into().ok()?))
}

/// The address is written so that no router on the way takes it for one to be changed: the port and the
/// address are combined with the magic cookie, and what is longer with the transaction. The same takes it back.
fn masked(value: &[u8], transaction: Transaction) -> Vec<u8> {
    let mask = MAGIC.into_iter().chain(transaction);
    let masks = [0, 0].into_iter().chain(MAGIC.into_iter().take(2)).chain(mask);
    value.iter().zip(masks).map(|(byte, mask)| byte ^ mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of RFC 5769, 2.2 and 2.3.
    const TRANSACTION: Transaction =
        [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];

    #[test]
    fn addresses_are_written_as_in_the_sample_of_the_standard() {
        let four = answer(TRANSACTION, "192.0.2.1:32853".parse().unwrap());
        assert_eq!(four[20..], [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]);
        let six =
            answer(TRANSACTION, "[2001:db8:1234:5678:11:2233:4455:6677]:32853".parse().unwrap());
        let sample = [
            0x00, 0x02, 0xa1, 0x47, 0x01, 0x13, 0xa9, 0xfa, 0xa5, 0xd3, 0xf1, 0x79, 0xbc, 0x25,
            0xf4, 0xb5, 0xbe, 0xd2, 0xb9, 0xd9,
        ];
        assert_eq!(six[24..], sample);
    }

    #[test]
    fn a_request_and_its_answer_are_read_as_they_were_written() {
        assert_eq!(read_request(&request(TRANSACTION)), Some(TRANSACTION));
        for from in ["127.0.0.1:9", "[::1]:65535"] {
            let from = from.parse().unwrap();
            let answer = answer(TRANSACTION, from);
            assert_eq!(read_answer(&answer, TRANSACTION), Some(from));
            assert_eq!(read_answer(&answer, [0; 12]), None, "to another request");
        }
    }

    #[test]
    fn anything_else_is_neither() {
        let answer = answer(TRANSACTION, "127.0.0.1:9".parse().unwrap());
        for bytes in 0..answer.len() {
            assert_eq!(read_answer(&answer[..bytes], TRANSACTION), None, "{bytes} bytes of it");
        }
        for at in 0..24 {
            let mut wrong = answer.clone();
            wrong[at] ^= 0xff;
            assert_eq!(read_answer(&wrong, TRANSACTION), None, "byte {at}");
        }
        assert_eq!(read_request(&answer), None);
        assert_eq!(read_request(b"hello"), None);
        assert_eq!(read_request(&[0; 20]), None);
    }
}
