//! What the kernel's tables under `/proc/net` say (proc_pid_net(5)): addresses, their interfaces, and which
//! sockets hold a port. A line that does not read is passed over.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The addresses of IPv4 of this machine, by `fib_trie` and `route`.
pub(super) fn addresses_v4(fib_trie: &str, route: &str) -> Vec<(IpAddr, Option<String>)> {
    let routes: Vec<_> = route.lines().filter_map(network).collect();
    let mut all = Vec::new();
    let mut last = None;
    for line in fib_trie.lines().map(str::trim) {
        if let Some(ip) = line.strip_prefix("|-- ") {
            last = ip.parse::<Ipv4Addr>().ok();
        }
        let Some(ip) = last.filter(|_| line == "/32 host LOCAL") else { continue };
        if !all.iter().any(|(known, _)| *known == IpAddr::from(ip)) {
            all.push((ip.into(), interface(ip, &routes)));
        }
    }
    all
}

/// The addresses of IPv6, by `if_inet6`.
pub(super) fn addresses_v6(if_inet6: &str) -> Vec<(IpAddr, Option<String>)> {
    let read = |line: &str| {
        let mut fields = line.split_whitespace();
        let ip = u128::from_str_radix(fields.next()?, 16).ok()?;
        Some((Ipv6Addr::from_bits(ip).into(), Some(fields.next_back()?.to_owned())))
    };
    if_inet6.lines().filter_map(read).collect()
}

/// The inodes of the sockets that stand in the way of somebody who listens there, by `tcp`, `tcp6`, `udp` or
/// `udp6`.
pub(super) fn holders(table: &str, wanted: SocketAddr) -> Vec<u64> {
    const LISTENS: &str = "0A";
    /// Of UDP, where nobody listens in another sense than this.
    const UNCONNECTED: &str = "07";
    let read = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let local = local_address(fields.get(1)?)?;
        let state = *fields.get(3)?;
        let is_open = state == LISTENS || state == UNCONNECTED;
        let overlaps = local.ip().is_unspecified()
            || wanted.ip().is_unspecified()
            || local.ip() == wanted.ip();
        let is_it = is_open && overlaps && local.port() == wanted.port();
        fields.get(9)?.parse().ok().filter(|_| is_it)
    };
    table.lines().skip(1).filter_map(read).collect()
}

/// A network at an interface.
struct Network {
    interface: String,
    destination: u32,
    mask: u32,
}

fn network(line: &str) -> Option<Network> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let number = |at: usize| u32::from_str_radix(fields.get(at)?, 16).ok().map(u32::from_be);
    let (destination, gateway, mask) = (number(1)?, number(2)?, number(7)?);
    // What goes by a router is no network of the interface.
    (gateway == 0).then(|| Network { interface: fields[0].to_owned(), destination, mask })
}

fn interface(ip: Ipv4Addr, networks: &[Network]) -> Option<String> {
    if ip.is_loopback() {
        return Some("lo".to_owned());
    }
    let at = networks.iter().filter(|one| ip.to_bits() & one.mask == one.destination);
    at.max_by_key(|one| one.mask).map(|one| one.interface.clone())
}

/// `0100007F:1F90`: words of the machine's order, then the port.
fn local_address(text: &str) -> Option<SocketAddr> {
    let (ip, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let word = |at: usize| {
        let word = u32::from_str_radix(ip.get(at * 8..at * 8 + 8)?, 16).ok()?;
        Some(word.to_ne_bytes())
    };
    let ip = match ip.len() {
        8 => Ipv4Addr::from(word(0)?).into(),
        32 => {
            let words = [word(0)?, word(1)?, word(2)?, word(3)?].concat();
            Ipv6Addr::from(<[u8; 16]>::try_from(words).ok()?).into()
        }
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;

    const FIB_TRIE: &str = "\
Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 172.17.0.0/16 2 0 2
        |-- 172.17.0.1
           /32 host LOCAL
        |-- 172.17.255.255
           /32 link BROADCAST
     |-- 192.168.1.2
        /32 host LOCAL
     |-- 127.0.0.1
        /32 host LOCAL
Local:
     |-- 192.168.1.2
        /32 host LOCAL
     |-- 198.51.100.7
        /32 host LOCAL
     |-- nonsense
        /32 host LOCAL
";

    const ROUTE: &str = "\
Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	0101A8C0	0003	0	0	0	00000000	0	0	0
eth0	0001A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
docker0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
nonsense
";

    #[test]
    fn each_address_is_found_once_with_the_interface_of_its_network() {
        let of = |ip: &str, name: Option<&str>| (ip.parse().unwrap(), name.map(str::to_owned));
        let wanted = [
            of("172.17.0.1", Some("docker0")),
            of("192.168.1.2", Some("eth0")),
            of("127.0.0.1", Some("lo")),
            of("198.51.100.7", None),
        ];
        assert_eq!(addresses_v4(FIB_TRIE, ROUTE), wanted);
        let if_inet6 = "\
00000000000000000000000000000001 01 80 10 80       lo
20010db8000000000000000000000002 04 40 00 82     eth0
x
";
        let wanted = [of("::1", Some("lo")), of("2001:db8::2", Some("eth0"))];
        assert_eq!(addresses_v6(if_inet6), wanted);
    }

    const TCP: &str = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1
   1: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4712 1
   2: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 4713 1
   3: 00000000:1F92 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4714 2
";

    const TCP6: &str = "\
  sl  local_address                         remote_address                        st tx rx tr tm retr uid timeout inode
   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0 1000 0 4715 1
";

    #[test]
    fn whoever_listens_on_a_port_is_found_and_whoever_only_talks_there_is_not() {
        for (table, wanted, inodes) in [
            (TCP, "127.0.0.1:8080", vec![4711]),
            (TCP, "0.0.0.0:8080", vec![4711]),
            (TCP, "192.0.2.1:8080", vec![]),
            (TCP, "192.0.2.1:8081", vec![4712]),
            (TCP, "127.0.0.1:8082", vec![4714]),
            (TCP, "127.0.0.1:8083", vec![]),
            (TCP6, "[::1]:8080", vec![4715]),
            (TCP6, "[::]:8080", vec![4715]),
            (TCP6, "[2001:db8::1]:8080", vec![]),
            ("", "127.0.0.1:8080", vec![]),
        ] {
            assert_eq!(holders(table, wanted.parse().unwrap()), inodes, "{wanted}");
        }
    }
}
