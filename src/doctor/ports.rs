//! Whether the ports that voice needs can be had.

use std::net::SocketAddr;

use super::Finding;
use super::facts::{Door, Holder};

/// How this program's processes are called.
const OWN_NAME: &str = "confab";

/// A port, by the names that people know it by.
#[derive(Debug, Clone, Copy)]
struct Port {
    check: &'static str,
    about: &'static str,
    protocol: &'static str,
    /// Which key sets it.
    key: &'static str,
}

const HTTP: Port = Port { check: "http_port", about: "HTTP", protocol: "TCP", key: "`listen`" };
const MEDIA: Port =
    Port { check: "media_port", about: "the media server", protocol: "UDP", key: "`media`" };

/// The port of HTTP.
pub(super) fn http(address: SocketAddr, door: &Door) -> Finding {
    of(HTTP, address, door)
}

/// The port of the media server.
pub(super) fn media(address: SocketAddr, door: &Door) -> Finding {
    of(MEDIA, address, door)
}

/// There is no media server.
pub(super) fn off(mesh_max: usize) -> Finding {
    Finding::warning(
        MEDIA.check,
        format!(
            "The media server is turned off: a room takes {mesh_max} people at most, and whoever \
             hides their address cannot talk."
        ),
        "Set `voice.media` to true, unless this is meant.",
    )
}

fn of(port: Port, address: SocketAddr, door: &Door) -> Finding {
    let Port { check, about, protocol, key } = port;
    let place = format!("The port of {about}, {address} ({protocol}),");
    match door {
        Door::Free if address.port() == 0 => {
            Finding::ok(check, format!("The port of {about} ({protocol}) is any free one."))
        }
        Door::Free => Finding::ok(check, format!("{place} is free.")),
        Door::Taken(Some(Holder { pid, name })) if name == OWN_NAME => {
            Finding::ok(check, format!("{place} is served by {name} (process {pid})."))
        }
        Door::Taken(Some(Holder { pid, name })) => Finding::problem(
            check,
            format!("{place} is taken by {name} (process {pid})."),
            format!("End that process, or set {key} to another port."),
        ),
        Door::Taken(None) => Finding::problem(
            check,
            format!("{place} is taken, by a process that this user may not see."),
            format!("Run this as root to learn which, or set {key} to another port."),
        ),
        Door::Forbidden => Finding::problem(
            check,
            format!("{place} may not be listened on by this user."),
            format!("Set {key} to a port from 1024 on, or grant CAP_NET_BIND_SERVICE."),
        ),
        Door::Elsewhere => Finding::problem(
            check,
            format!("{place} cannot be listened on: this machine has no such address."),
            format!("Set {key} to an address of this machine, or to 0.0.0.0 for all of them."),
        ),
        Door::Failed(reason) => Finding::problem(
            check,
            format!("{place} cannot be listened on: {reason}."),
            format!("Set {key} to an address and port that can be."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn dr3_a_port_that_cannot_be_had_is_a_problem_and_one_that_confab_has_is_not() {
        let holder = |name: &str| Door::Taken(Some(Holder { pid: 12, name: name.to_owned() }));
        for (door, level, part) in [
            (Door::Free, Level::Ok, "192.0.2.7:8080 (UDP), is free."),
            (holder("confab"), Level::Ok, "served by confab (process 12)"),
            (holder("coturn"), Level::Problem, "taken by coturn (process 12)"),
            (Door::Taken(None), Level::Problem, "may not see"),
            (Door::Forbidden, Level::Problem, "may not be listened on by this user"),
            (Door::Elsewhere, Level::Problem, "no such address"),
            (Door::Failed("it rains".to_owned()), Level::Problem, ": it rains."),
        ] {
            let finding = media("192.0.2.7:8080".parse().unwrap(), &door);
            assert_eq!((finding.check, finding.level), ("media_port", level), "{door:?}");
            assert!(finding.what.contains(part), "{}", finding.what);
            assert_eq!(finding.todo.is_some(), level == Level::Problem, "DR2");
            assert!(finding.todo.is_none_or(|todo| todo.contains("`media`")));
        }
    }

    #[test]
    fn each_port_is_called_by_its_name() {
        let any = http("127.0.0.1:0".parse().unwrap(), &Door::Free);
        assert_eq!(any.what, "The port of HTTP (TCP) is any free one.");
        let forbidden = http("0.0.0.0:80".parse().unwrap(), &Door::Forbidden);
        assert!(forbidden.todo.unwrap().contains("`listen`"));
        assert!(off(4).what.contains("takes 4 people"));
    }
}
