//! Requests that two servers could read in two ways, or that are none.
//!
//! What is malformed gets a bare 400 (431 for a head that is too large) and the end of its
//! connection, so that nothing behind it is taken for another request.

use super::raw::Raw;
use super::witness::Witness;
use super::{metrics, raw};
use crate::world::World;

/// What a case is counted as.
enum Counted {
    /// By `confab_http_connections_refused_total`.
    Connection(&'static str),
    /// By `confab_http_refused_total`.
    Answer(&'static str),
    Not,
}
use Counted::{Answer, Connection, Not};

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: x\r\n";
const LOGIN: &str = "POST /api/x/auth/login HTTP/1.1\r\nHost: x\r\n";
/// Stands behind an attack: whether it is answered shows where the server saw the attack's end.
const NEXT: &str = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// Name, bytes, statuses until the end, count.
type Case = (&'static str, String, &'static [u16], Counted);

fn lengths() -> Vec<Case> {
    let login = |rest: &str| format!("{LOGIN}{rest}{NEXT}");
    vec![
        ("pipelined", format!("{HEALTH}\r\n{HEALTH}\r\n{NEXT}"), &[200, 200, 200], Not),
        (
            "length, then chunked",
            login("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            &[400],
            Answer("InvalidFormBody"),
        ),
        (
            "chunked, then length",
            login("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
            &[400],
            Answer("InvalidFormBody"),
        ),
        (
            "two lengths",
            login("Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}"),
            &[400],
            Connection("malformed"),
        ),
        (
            "the same length twice",
            login("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
            &[400, 200],
            Answer("InvalidFormBody"),
        ),
        (
            "a list of lengths",
            login("Content-Length: 2, 2\r\n\r\n{}"),
            &[400],
            Connection("malformed"),
        ),
        ("a signed length", login("Content-Length: +2\r\n\r\n{}"), &[400], Connection("malformed")),
        (
            "a negative length",
            login("Content-Length: -2\r\n\r\n{}"),
            &[400],
            Connection("malformed"),
        ),
        (
            "a hexadecimal length",
            login("Content-Length: 0x2\r\n\r\n{}"),
            &[400],
            Connection("malformed"),
        ),
        ("no length", login("Content-Length: \r\n\r\n{}"), &[400], Connection("malformed")),
        (
            "more than 64 bits",
            login("Content-Length: 18446744073709551616\r\n\r\n"),
            &[400],
            Connection("malformed"),
        ),
        ("a tebibyte", login("Content-Length: 1099511627776\r\n\r\n"), &[413], Answer("TooLarge")),
    ]
}

fn codings() -> Vec<Case> {
    let login = |rest: &str| format!("{LOGIN}{rest}\r\n\r\n0\r\n\r\n{NEXT}");
    vec![
        (
            "a plain one",
            login("Transfer-Encoding: chunked"),
            &[400, 200],
            Answer("InvalidFormBody"),
        ),
        (
            "in capitals",
            login("TRANSFER-ENCODING: CHUNKED"),
            &[400, 200],
            Answer("InvalidFormBody"),
        ),
        ("unknown", login("Transfer-Encoding: xchunked"), &[400], Connection("malformed")),
        ("identity", login("Transfer-Encoding: identity"), &[400], Connection("malformed")),
        (
            "not last",
            login("Transfer-Encoding: chunked, identity"),
            &[400],
            Connection("malformed"),
        ),
        (
            "taken back",
            login("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
            &[400],
            Connection("malformed"),
        ),
        ("twice", login("Transfer-Encoding: chunked, chunked"), &[400], Answer("BadRequest")),
        ("after another", login("Transfer-Encoding: gzip, chunked"), &[400], Answer("BadRequest")),
        (
            "blank before the colon",
            login("Transfer-Encoding : chunked"),
            &[400],
            Connection("malformed"),
        ),
        ("vertical tab", login("Transfer-Encoding: \x0bchunked"), &[400], Connection("malformed")),
        (
            "a chunk of letters",
            format!("{LOGIN}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
            &[400],
            Answer("InvalidJson"),
        ),
        (
            "a chunk beyond 64 bits",
            format!("{LOGIN}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"),
            &[400],
            Answer("InvalidJson"),
        ),
        (
            "a chunk ended by LF",
            format!("{LOGIN}Transfer-Encoding: chunked\r\n\r\n2\n{{}}\n0\n\n"),
            &[400],
            Answer("InvalidJson"),
        ),
        (
            "with HTTP/1.0",
            "POST /api/x/auth/login HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                .to_owned(),
            &[400],
            Connection("malformed"),
        ),
    ]
}

fn heads() -> Vec<Case> {
    let head = |rest: &str| format!("{HEALTH}{rest}\r\n{NEXT}");
    let many: String = (0..200).map(|number| format!("X-{number}: 1\r\n")).collect();
    let long = format!("X: {}\r\n", "x".repeat(20_000));
    let address = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(20_000));
    vec![
        ("NUL in a value", head("X: a\0b\r\n"), &[400], Connection("malformed")),
        ("NUL in a name", head("X\0: a\r\n"), &[400], Connection("malformed")),
        (
            "NUL in the address",
            "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            &[400],
            Connection("malformed"),
        ),
        ("a lone CR", head("X: a\rb\r\n"), &[400], Connection("malformed")),
        ("a folded line", head("X: a\r\n b\r\n"), &[400], Connection("malformed")),
        ("a blank before the first name", head(" X: a\r\n"), &[400], Connection("malformed")),
        ("no name", head(": a\r\n"), &[400], Connection("malformed")),
        ("no colon", head("nonsense\r\n"), &[400], Connection("malformed")),
        ("no host", format!("GET /healthz HTTP/1.1\r\n\r\n{NEXT}"), &[400], Answer("BadRequest")),
        ("two hosts", format!("{HEALTH}Host: y\r\n\r\n{NEXT}"), &[400], Answer("BadRequest")),
        (
            "a host with a path",
            "GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n".to_owned() + NEXT,
            &[400],
            Answer("BadRequest"),
        ),
        ("200 headers", head(&many), &[431], Connection("head_too_large")),
        ("a header of 20 kB", head(&long), &[431], Connection("head_too_large")),
        ("an address of 20 kB", address, &[431], Connection("head_too_large")),
        ("ended by LF", NEXT.replace("\r\n", "\n"), &[200], Not),
        ("absolute form", NEXT.replace("/healthz", "http://elsewhere/healthz"), &[200], Not),
        (
            "asterisk form",
            "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(),
            &[405],
            Not,
        ),
        (
            "authority form",
            "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\nConnection: close\r\n\r\n".to_owned(),
            &[405],
            Not,
        ),
        ("HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n".to_owned(), &[200], Not),
        ("HTTP/0.9", "GET /healthz\r\n\r\n".to_owned(), &[400], Connection("malformed")),
        (
            "HTTP/3.0",
            "GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n".to_owned(),
            &[400],
            Connection("malformed"),
        ),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), &[], Connection("malformed")),
        ("TLS", "\x16\x03\x01\x02\0\x01".to_owned(), &[400], Connection("malformed")),
        (
            "no method",
            "/healthz HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            &[400],
            Connection("malformed"),
        ),
    ]
}

async fn check(cases: Vec<Case>) {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    for (name, bytes, expected, counted) in cases {
        let counter = match counted {
            Connection(kind) => {
                Some(("confab_http_connections_refused_total", format!("kind=\"{kind}\"")))
            }
            Answer(error) => Some(("confab_http_refused_total", format!("error=\"{error}\""))),
            Not => None,
        };
        let before = match &counter {
            Some((metric, label)) => metrics::value(&world, metric, label).await,
            None => 0,
        };
        let mut raw = raw::Raw::connect(world.address()).await;
        raw.says(bytes.as_bytes()).await;
        assert_eq!(raw.statuses().await, expected, "{name}");
        if let Some((metric, label)) = counter {
            metrics::reaches(&world, metric, &label, before + 1).await;
        }
        witness.talks(name).await;
    }
}

#[tokio::test]
async fn ht4_lengths_are_read_in_one_way_or_not_at_all() {
    check(lengths()).await;
}

#[tokio::test]
async fn ht4_transfer_codings_are_read_in_one_way_or_not_at_all() {
    check(codings()).await;
}

#[tokio::test]
async fn ht4_heads_are_read_in_one_way_or_not_at_all() {
    check(heads()).await;
}

#[tokio::test]
async fn ht4_a_head_that_does_not_end_is_ended_and_kept_by_nobody() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let mut raw = Raw::connect(world.address()).await;
    raw.says(HEALTH.as_bytes()).await;
    // More than the kernel holds: it can only be sent if the server reads it.
    let line = format!("X: {}\r\n", "x".repeat(1_000));
    let mut sent_bytes = 0;
    while raw.says(line.as_bytes()).await && sent_bytes < 64 << 20 {
        sent_bytes += line.len();
    }
    assert!(sent_bytes < 64 << 20, "64 MiB of a head were read");
    let label = "kind=\"head_too_large\"";
    metrics::reaches(&world, "confab_http_connections_refused_total", label, 1).await;
    witness.talks("after").await;
}
