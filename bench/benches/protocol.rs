//! Encoding an event once, its head for each session, reading what clients send, and what somebody may do.

use std::hint::black_box;

use bench::{AUTHOR, GUILD, message_create, overwrites, roles};
use criterion::Criterion;
use protocol::gateway::{ClientCommand, DISPATCH_HEAD_BYTES_MAX, put_dispatch_head};
use protocol::permissions::{DEFAULT_EVERYONE, MemberFacts, resolve_channel};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    encode(&mut criterion);
    parse(&mut criterion);
    resolve(&mut criterion);
    criterion.final_summary();
}

fn encode(criterion: &mut Criterion) {
    let event = message_create();
    criterion.bench_function("the tail of MESSAGE_CREATE", |bencher| {
        bencher.iter(|| black_box(&event).encode_tail());
    });
    let mut room = [0; DISPATCH_HEAD_BYTES_MAX];
    criterion.bench_function("the head of a dispatch", |bencher| {
        bencher.iter(|| put_dispatch_head(black_box(&mut room), black_box(1_234_567)));
    });
}

fn parse(criterion: &mut Criterion) {
    let frames = [
        ("a heartbeat", r#"{"op":1,"d":41}"#),
        (
            "a presence",
            r#"{"op":3,"d":{"since":null,"activities":[],"status":"idle","afk":false}}"#,
        ),
        ("a subscription", r#"{"op":100,"d":{"channel_id":"1574521000000000003","after":41}}"#),
    ];
    for (name, frame) in frames {
        criterion.bench_function(&format!("read {name}"), |bencher| {
            bencher.iter(|| ClientCommand::parse(black_box(frame.as_bytes())));
        });
    }
}

fn resolve(criterion: &mut Criterion) {
    for (held, written) in [(1, 2), (10, 20), (50, 100)] {
        let (roles, overwrites) = (roles(held).collect::<Vec<_>>(), overwrites(written));
        let member = MemberFacts {
            guild: GUILD,
            user: AUTHOR,
            owner: false,
            everyone: DEFAULT_EVERYONE,
            roles: &roles,
            timed_out: false,
        };
        let name = format!("may do in a channel: {held} roles, {written} overwrites");
        criterion.bench_function(&name, |bencher| {
            bencher.iter(|| resolve_channel(black_box(&member), black_box(&overwrites)));
        });
    }
}
