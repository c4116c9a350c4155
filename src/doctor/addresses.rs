//! Whether the addresses that clients are told lead to this machine, from where they are.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use super::Finding;
use super::facts::{Machine, Plan};
use super::page;

const CHECK: &str = "announced";

/// How interfaces begin that join containers or virtual machines of one machine.
const BRIDGES: [&str; 8] = ["docker", "br-", "veth", "podman", "cni", "lxcbr", "lxdbr", "virbr"];

/// From how far an address is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It is no machine's.
    Nowhere,
    /// This machine alone.
    Machine,
    /// One cable.
    Link,
    /// Containers of one machine: the network that Docker makes by itself.
    Containers,
    /// The own network, or that of a provider.
    Network,
    /// Everybody.
    World,
}

/// What there is to say of an address that clients are told.
pub(super) fn announced(address: SocketAddr, plan: &Plan, machine: &Machine) -> Finding {
    let ip = address.ip();
    if let Some(Some(name)) = machine.interface(ip)
        && is_bridge(name)
    {
        return Finding::problem(
            CHECK,
            format!(
                "Clients are told {address}, which only containers reach: it is the bridge {name}."
            ),
            SET_ANNOUNCED,
        );
    }
    match reach(ip) {
        Reach::Nowhere => Finding::problem(
            CHECK,
            format!("Clients are told {address}, which is no machine's address."),
            SET_ANNOUNCED,
        ),
        Reach::Machine if page::is_for_this_machine(plan) => {
            Finding::ok(CHECK, format!("Clients on this machine are told {address}."))
        }
        Reach::Machine => Finding::problem(
            CHECK,
            format!("Clients are told {address}, which leads each of them to their own machine."),
            "Set `media` to an address that others reach, for example 0.0.0.0:8080, and \
             `voice.announced` where it is known by another one.",
        ),
        Reach::Link => Finding::problem(
            CHECK,
            format!("Clients are told {address}, which leads nowhere beyond one cable."),
            SET_ANNOUNCED,
        ),
        Reach::Containers => Finding::problem(
            CHECK,
            format!("Clients are told {address}, which only containers on this machine reach."),
            format!(
                "Publish the port of the container over UDP (`-p {port}:{port}/udp`), and set \
                 `voice.announced` to the address of the machine around it.",
                port = address.port()
            ),
        ),
        Reach::Network => network(address, plan, machine),
        Reach::World if machine.has(ip) => {
            Finding::ok(CHECK, format!("Clients are told {address}, an address of this machine."))
        }
        Reach::World => Finding::ok(
            CHECK,
            format!(
                "Clients are told {address}, which is not of this machine: something before it \
                 passes UDP port {} on.",
                address.port()
            ),
        ),
    }
}

const SET_ANNOUNCED: &str =
    "Set `voice.announced` to the address by which people reach this machine.";

/// It is enough for whoever is in the same network.
fn network(address: SocketAddr, plan: &Plan, machine: &Machine) -> Finding {
    let what = format!("Clients are told {address}, a private address");
    if machine.is_container && plan.announced.is_empty() {
        return Finding::warning(
            CHECK,
            format!("{what}, and this seems to be a container: others may not reach it."),
            "Publish the port over UDP, and set `voice.announced` to the address of the machine \
             around it.",
        );
    }
    if page::is_for_the_world(plan) {
        return Finding::warning(
            CHECK,
            format!("{what}: whoever is in another network hears nobody in larger rooms."),
            format!(
                "Set `voice.announced` to the public address, and have the router pass UDP port {} \
                 on to this machine.",
                address.port()
            ),
        );
    }
    Finding::ok(CHECK, format!("{what}: it is for people in the same network."))
}

/// What there is to say of bridges that are told to nobody.
pub(super) fn bridges(told: &[SocketAddr], machine: &Machine) -> Option<Finding> {
    let named = machine.addresses.iter().filter_map(|(ip, name)| Some((ip, name.as_deref()?)));
    let bridges = named.filter(|(ip, name)| {
        is_bridge(name) && ip.is_ipv4() && told.iter().all(|address| address.ip() != **ip)
    });
    let list: Vec<_> = bridges.map(|(ip, name)| format!("{name}, {ip}")).collect();
    let what = format!("Bridges of containers ({}) are told to nobody.", list.join("; "));
    (!list.is_empty()).then(|| Finding::ok("bridges", what))
}

fn is_bridge(interface: &str) -> bool {
    BRIDGES.iter().any(|beginning| interface.starts_with(beginning))
}

fn reach(ip: IpAddr) -> Reach {
    if ip.is_unspecified() || ip.is_multicast() {
        return Reach::Nowhere;
    }
    if ip.is_loopback() {
        return Reach::Machine;
    }
    match ip {
        IpAddr::V4(ip) => match ip.octets() {
            [255, 255, 255, 255] | [0, ..] => Reach::Nowhere,
            [169, 254, ..] => Reach::Link,
            [172, 17, ..] => Reach::Containers,
            // RFC 1918, and what providers share (RFC 6598).
            [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Reach::Network,
            _ => Reach::World,
        },
        IpAddr::V6(ip) => reach_v6(ip),
    }
}

fn reach_v6(ip: Ipv6Addr) -> Reach {
    match ip.to_ipv4_mapped() {
        Some(ip) => reach(ip.into()),
        None if ip.is_unicast_link_local() => Reach::Link,
        None if ip.is_unique_local() => Reach::Network,
        None => Reach::World,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn an_address_is_reached_from_as_far_as_its_range_says() {
        for (ip, wanted) in [
            ("0.0.0.0", Reach::Nowhere),
            ("255.255.255.255", Reach::Nowhere),
            ("224.0.0.1", Reach::Nowhere),
            ("::", Reach::Nowhere),
            ("127.0.0.53", Reach::Machine),
            ("::1", Reach::Machine),
            ("169.254.3.4", Reach::Link),
            ("fe80::1", Reach::Link),
            ("172.17.0.2", Reach::Containers),
            ("172.16.0.2", Reach::Network),
            ("172.31.255.1", Reach::Network),
            ("172.32.0.1", Reach::World),
            ("10.1.2.3", Reach::Network),
            ("192.168.1.2", Reach::Network),
            ("100.64.0.1", Reach::Network),
            ("100.128.0.1", Reach::World),
            ("fd12::1", Reach::Network),
            ("::ffff:10.0.0.1", Reach::Network),
            ("203.0.113.5", Reach::World),
            ("2001:db8::5", Reach::World),
        ] {
            assert_eq!(reach(ip.parse().unwrap()), wanted, "{ip}");
        }
    }

    #[test]
    fn bridges_are_known_by_their_names() {
        for (name, wanted) in [
            ("docker0", true),
            ("br-4f2a9c", true),
            ("veth12ab", true),
            ("virbr0", true),
            // A bridge of the operator's own carries the real network.
            ("br0", false),
            ("eth0", false),
            ("wlan0", false),
        ] {
            assert_eq!(is_bridge(name), wanted, "{name}");
        }
    }

    fn plan(http: &str, public_url: Option<&str>) -> Plan {
        let http: SocketAddr = http.parse().unwrap();
        let public_url = public_url.map(str::to_owned);
        Plan { http, media: Some(http), announced: Vec::new(), public_url, mesh_max: 4 }
    }

    fn machine(is_container: bool) -> Machine {
        let of = |ip: &str, name: &str| (ip.parse().unwrap(), Some(name.to_owned()));
        let addresses = vec![
            of("192.168.1.2", "eth0"),
            of("203.0.113.5", "eth1"),
            of("10.88.0.1", "podman0"),
            of("172.17.0.1", "docker0"),
        ];
        Machine { addresses, is_container }
    }

    #[test]
    fn dr3_what_nobody_reaches_is_a_problem_and_what_not_all_reach_is_a_warning() {
        let world = Some("https://chat.example");
        for (ip, public_url, is_container, level, part) in [
            ("203.0.113.5", world, false, Level::Ok, "of this machine"),
            ("203.0.113.9", world, false, Level::Ok, "passes UDP port 8080 on"),
            ("192.168.1.2", world, false, Level::Warning, "in another network"),
            ("192.168.1.2", Some("http://192.168.1.2:8080"), false, Level::Ok, "same network"),
            ("192.168.1.2", Some("https://chat.lan"), false, Level::Ok, "same network"),
            ("192.168.1.2", None, true, Level::Warning, "container"),
            ("127.0.0.1", world, false, Level::Problem, "their own machine"),
            ("10.88.0.1", None, false, Level::Problem, "bridge podman0"),
            ("172.17.0.1", world, false, Level::Problem, "bridge docker0"),
            ("172.17.0.2", world, true, Level::Problem, "only containers"),
            ("169.254.1.1", world, false, Level::Problem, "one cable"),
            ("0.0.0.0", world, false, Level::Problem, "no machine"),
        ] {
            let address = SocketAddr::new(ip.parse().unwrap(), 8080);
            let plan = plan("0.0.0.0:8080", public_url);
            let finding = announced(address, &plan, &machine(is_container));
            assert_eq!(finding.level, level, "{ip}: {}", finding.what);
            assert!(finding.what.contains(part), "{}", finding.what);
        }
    }

    #[test]
    fn bridges_that_nobody_is_told_of_are_named_and_no_others() {
        let told = ["203.0.113.5:8080".parse().unwrap(), "172.17.0.1:8080".parse().unwrap()];
        let finding = bridges(&told, &machine(false)).unwrap();
        assert_eq!(finding.what, "Bridges of containers (podman0, 10.88.0.1) are told to nobody.");
        assert_eq!(bridges(&[], &Machine::default()), None);
    }

    #[test]
    fn loopback_is_well_for_whoever_is_alone_and_a_set_address_is_believed_in_a_container() {
        let local = "127.0.0.1:8080".parse().unwrap();
        let finding = announced(local, &plan("127.0.0.1:8080", None), &machine(false));
        assert_eq!(finding.level, Level::Ok);
        // A proxy on the same machine: the others come by it, but their sound would not.
        let behind = plan("127.0.0.1:8080", Some("https://chat.example"));
        assert_eq!(announced(local, &behind, &machine(false)).level, Level::Problem);
        let set =
            Plan { announced: vec!["192.168.1.2".parse().unwrap()], ..plan("0.0.0.0:8080", None) };
        let finding = announced("192.168.1.2:8080".parse().unwrap(), &set, &machine(true));
        assert_eq!(finding.level, Level::Ok);
    }
}
