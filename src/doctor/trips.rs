//! Whether a datagram to an announced address arrives here, and its answer comes back.

use super::Finding;
use super::facts::{Machine, Trip, Way};

const CHECK: &str = "round_trip";

/// What there is to say of the way to an announced address.
pub(super) fn of(Way { to, trip }: &Way, machine: &Machine) -> Finding {
    let port = to.port();
    match trip {
        Trip::Answered(from) if from.ip() == to.ip() || machine.has(from.ip()) => {
            Finding::ok(CHECK, format!("What is sent to {to} arrives, and is answered."))
        }
        Trip::Answered(from) => Finding::ok(
            CHECK,
            format!("What is sent to {to} arrives, and is answered; it seems to come from {from}."),
        ),
        Trip::Silent | Trip::Unsent(_) if !machine.has(to.ip()) => Finding::warning(
            CHECK,
            format!(
                "Nothing that is sent from here to {to} arrives. It may from outside: few routers \
                 pass a machine's own packets back to it."
            ),
            format!(
                "Have the router pass UDP port {port} on to this machine, and try it from another network."
            ),
        ),
        Trip::Silent => Finding::problem(
            CHECK,
            format!(
                "Nothing that is sent to {to} arrives, though it is an address of this machine."
            ),
            format!("Have its firewall let UDP port {port} in."),
        ),
        Trip::Unsent(reason) => Finding::problem(
            CHECK,
            format!("Nothing can be sent to {to}: {reason}."),
            format!("Have its firewall let UDP port {port} out and in."),
        ),
        Trip::Untried => Finding::warning(
            CHECK,
            format!("The way to {to} was not tried: its port is not to be had."),
            "Stop what listens there, confab too, and run this again.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn dr3_silence_is_a_problem_on_this_machine_and_a_warning_beyond_it() {
        let own = Machine {
            addresses: vec![("192.168.1.2".parse().unwrap(), None)],
            is_container: false,
        };
        let answered = |from: &str| Trip::Answered(from.parse().unwrap());
        let unsent = || Trip::Unsent("Network is unreachable".to_owned());
        for (to, trip, level, part) in [
            ("192.168.1.2:80", answered("192.168.1.2:5"), Level::Ok, "is answered."),
            ("203.0.113.5:80", answered("203.0.113.5:5"), Level::Ok, "is answered."),
            ("203.0.113.5:80", answered("203.0.113.1:5"), Level::Ok, "from 203.0.113.1:5"),
            ("192.168.1.2:80", Trip::Silent, Level::Problem, "of this machine"),
            ("127.0.0.1:80", Trip::Silent, Level::Problem, "of this machine"),
            ("203.0.113.5:80", Trip::Silent, Level::Warning, "from outside"),
            ("203.0.113.5:80", unsent(), Level::Warning, "from outside"),
            ("192.168.1.2:80", unsent(), Level::Problem, "Network is unreachable"),
            ("192.168.1.2:80", Trip::Untried, Level::Warning, "not tried"),
        ] {
            let way = Way { to: to.parse().unwrap(), trip };
            let finding = of(&way, &own);
            assert_eq!(finding.level, level, "{way:?}");
            assert!(finding.what.contains(part), "{}", finding.what);
            assert_eq!(finding.todo.is_none(), level == Level::Ok, "DR2");
        }
    }
}
