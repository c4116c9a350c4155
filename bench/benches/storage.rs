//! Keys and values as the store has them.

use std::hint::black_box;

use bench::{AUTHOR, CHANNEL, CONTENT, MESSAGE, POSTED_AT_MS};
use criterion::Criterion;
use storage::records::Message;
use storage::{Key, Record, codec};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let message = Message::new(CHANNEL, MESSAGE, AUTHOR, CONTENT.to_owned(), POSTED_AT_MS);
    let (name, row) = (message.key(), Message::row_key(&message.key()));
    let value = codec::encode(&message);
    criterion.bench_function("the key of a message", |bencher| {
        bencher.iter(|| Message::row_key(black_box(&name)));
    });
    criterion.bench_function("a key read back", |bencher| {
        bencher.iter(|| Key::from_bytes(black_box(row.as_bytes())));
    });
    criterion.bench_function("a message as a value", |bencher| {
        bencher.iter(|| codec::encode(black_box(&message)));
    });
    criterion.bench_function("a value as a message", |bencher| {
        bencher.iter(|| codec::decode::<Message>(black_box(&value)));
    });
    criterion.final_summary();
}
