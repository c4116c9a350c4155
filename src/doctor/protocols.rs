//! Whether sound goes by the kind of IP that people have.

use std::net::{IpAddr, SocketAddr};

use super::Finding;
use super::facts::{Machine, Plan};

/// What there is to say of IPv4 and IPv6. The media server listens on one address, which is of one kind.
pub(super) fn of(media: SocketAddr, plan: &Plan, machine: &Machine) -> Vec<Finding> {
    let mut all = vec![kind(media, machine)];
    let strange = plan.announced.iter().filter(|ip| ip.is_ipv4() != media.is_ipv4());
    all.extend(strange.map(|ip| {
        Finding::warning(
            "announced",
            format!("`voice.announced` has {ip}, which nobody is told: the media server listens on {media}."),
            "Take it out, or set `media` to an address of the same kind.",
        )
    }));
    all
}

fn kind(media: SocketAddr, machine: &Machine) -> Finding {
    const CHECK: &str = "ip_version";
    if media.is_ipv6() {
        return Finding::warning(
            CHECK,
            "Sound goes by IPv6 only: whoever has only IPv4 hears nobody in larger rooms.",
            format!("Set `media` to an address of IPv4, for example 0.0.0.0:{}.", media.port()),
        );
    }
    let global = machine.addresses.iter().find(|(ip, _)| is_global_v6(*ip));
    Finding::ok(
        CHECK,
        match global {
            Some((ip, _)) => format!("Sound goes by IPv4; this machine has IPv6 as well ({ip})."),
            None => "Sound goes by IPv4; this machine has no public IPv6.".to_owned(),
        },
    )
}

/// Global unicast (RFC 4291, 2.4, as far as it is given out: 2000::/3).
fn is_global_v6(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(ip) if ip.segments()[0] & 0xe000 == 0x2000)
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    fn check(media: &str, announced: &[&str], own: &str) -> Vec<(Level, String)> {
        let media: SocketAddr = media.parse().unwrap();
        let announced = announced.iter().map(|ip| ip.parse().unwrap()).collect();
        let plan =
            Plan { http: media, media: Some(media), announced, public_url: None, mesh_max: 4 };
        let addresses = vec![(own.parse().unwrap(), None)];
        let machine = Machine { addresses, is_container: false };
        of(media, &plan, &machine).into_iter().map(|one| (one.level, one.what)).collect()
    }

    #[test]
    fn dr3_one_kind_of_ip_is_heard_of_and_ipv6_alone_is_a_warning() {
        for (media, announced, own, wanted) in [
            ("0.0.0.0:1", &[][..], "fe80::1", vec![(Level::Ok, "no public IPv6")]),
            ("0.0.0.0:1", &[], "fd00::1", vec![(Level::Ok, "no public IPv6")]),
            ("0.0.0.0:1", &[], "2001:db8::1", vec![(Level::Ok, "IPv6 as well (2001:db8::1)")]),
            ("[::]:1", &[], "2001:db8::1", vec![(Level::Warning, "IPv6 only")]),
            (
                "0.0.0.0:1",
                &["203.0.113.5", "2001:db8::1"],
                "fe80::1",
                vec![(Level::Ok, "IPv4"), (Level::Warning, "2001:db8::1, which nobody is told")],
            ),
        ] {
            let found = check(media, announced, own);
            assert_eq!(found.len(), wanted.len(), "{media} {announced:?}");
            for ((level, what), (wanted_level, part)) in found.iter().zip(wanted) {
                assert_eq!(*level, wanted_level, "{what}");
                assert!(what.contains(part), "{what}");
            }
        }
    }
}
