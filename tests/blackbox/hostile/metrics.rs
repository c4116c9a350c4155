//! What the server counted.

use tokio::time::Instant;

use crate::world::{PATIENCE, World};

/// The sum of a metric's lines that carry all of `labels`, such as `kind="flood"`.
pub(super) async fn value(world: &World, name: &str, label: &str) -> u64 {
    let page = world.nobody().get("/metrics").await.expect(200);
    let lines = page.as_str().expect("text").lines().filter(|line| {
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' ']))
            && line.contains(label)
    });
    lines.map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap() as u64).sum()
}

/// Waits until a counter says `expected`: what was counted last may be a moment behind.
pub(super) async fn reaches(world: &World, name: &str, label: &str, expected: u64) {
    let began = Instant::now();
    loop {
        let now = value(world, name, label).await;
        if now == expected {
            return;
        }
        assert!(
            now < expected && began.elapsed() < PATIENCE,
            "{name} {label}: {now}, not {expected}"
        );
    }
}
