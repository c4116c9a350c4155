//! Whether browsers give the page a microphone: only to a secure context (W3C Secure Contexts, 3.1), which is a
//! page by HTTPS, or one of the same machine.

use std::net::IpAddr;

use super::Finding;
use super::facts::Plan;

const CHECK: &str = "secure_context";

/// Endings of names that are known in one network only.
const NEAR: [&str; 5] = [".local", ".lan", ".home", ".internal", ".home.arpa"];

/// What there is to say of how people open the page.
pub(super) fn of(plan: &Plan) -> Finding {
    match &plan.public_url {
        Some(url) if url.starts_with("https://") => {
            Finding::ok(CHECK, format!("People come by {url}, where browsers give a microphone."))
        }
        Some(url) if is_own(host(url)) => alone(url),
        Some(url) => Finding::problem(
            CHECK,
            format!("People come by {url}, where browsers give no microphone: they only listen."),
            "Put a proxy that speaks TLS before this server, and set `public_url` to its https:// \
             address.",
        ),
        None if plan.http.ip().is_loopback() => alone(&format!("http://{}", plan.http)),
        None => Finding::warning(
            CHECK,
            format!(
                "No `public_url` is set: whoever comes by http:// and {} gets no microphone.",
                plan.http
            ),
            "Put a proxy that speaks TLS before this server, and set `public_url` to its https:// \
             address.",
        ),
    }
}

fn alone(url: &str) -> Finding {
    Finding::ok(
        CHECK,
        format!("People on this machine come by {url}, where browsers give a microphone."),
    )
}

/// Whether nobody else is meant to come.
pub(super) fn is_for_this_machine(plan: &Plan) -> bool {
    match &plan.public_url {
        Some(url) => is_own(host(url)),
        None => plan.http.ip().is_loopback(),
    }
}

/// Whether people come from other networks.
pub(super) fn is_for_the_world(plan: &Plan) -> bool {
    let Some(url) = &plan.public_url else { return false };
    let host = host(url);
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(ip) => !is_own(host) && !is_private(ip),
        Err(_) => {
            host.contains('.') && !NEAR.iter().any(|ending| host.ends_with(ending)) && !is_own(host)
        }
    }
}

/// Without scheme and port; of IPv6 with its brackets.
fn host(url: &str) -> &str {
    let place = url.split_once("://").map_or(url, |(_, place)| place).trim_end_matches('/');
    match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => place,
    }
}

/// Names and addresses that browsers take for the machine itself.
fn is_own(host: &str) -> bool {
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}

fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    fn plan(http: &str, public_url: Option<&str>) -> Plan {
        let http = http.parse().unwrap();
        let public_url = public_url.map(str::to_owned);
        Plan { http, media: None, announced: Vec::new(), public_url, mesh_max: 4 }
    }

    #[test]
    fn dr3_without_tls_there_is_a_microphone_only_on_the_same_machine() {
        for (http, public_url, level) in [
            ("127.0.0.1:8080", None, Level::Ok),
            ("[::1]:8080", None, Level::Ok),
            ("0.0.0.0:8080", None, Level::Warning),
            ("192.168.1.2:8080", None, Level::Warning),
            ("127.0.0.1:8080", Some("https://chat.example"), Level::Ok),
            ("0.0.0.0:8080", Some("http://chat.example"), Level::Problem),
            ("0.0.0.0:8080", Some("http://192.168.1.2:8080"), Level::Problem),
            ("0.0.0.0:8080", Some("http://localhost:8080"), Level::Ok),
            ("0.0.0.0:8080", Some("http://127.0.0.1:8080/"), Level::Ok),
            ("0.0.0.0:8080", Some("http://[::1]:8080"), Level::Ok),
            ("0.0.0.0:8080", Some("http://confab.localhost"), Level::Ok),
            ("0.0.0.0:8080", Some("http://localhost.example"), Level::Problem),
        ] {
            let finding = of(&plan(http, public_url));
            assert_eq!(finding.level, level, "{http} {public_url:?}: {}", finding.what);
        }
    }

    #[test]
    fn for_whom_a_server_is_its_address_says() {
        for (url, own, world) in [
            ("https://chat.example", false, true),
            ("https://chat.example:8443", false, true),
            ("https://203.0.113.5", false, true),
            ("https://192.168.1.2", false, false),
            ("https://[fd00::1]:8443", false, false),
            ("https://[2001:db8::1]", false, true),
            ("https://chat.lan", false, false),
            ("https://chat", false, false),
            ("http://localhost:8080", true, false),
        ] {
            let plan = plan("0.0.0.0:8080", Some(url));
            assert_eq!(
                (is_for_this_machine(&plan), is_for_the_world(&plan)),
                (own, world),
                "{url}"
            );
        }
    }
}
