//! What was measured of the server: told to its administrators, also after a kill.

use serde_json::{Value, json};

use crate::world::World;

const STATS: &str = "/api/x/admin/stats";

/// The largest number of a series, once there is one of at least this much.
async fn reaches(world: &World, range: &str, name: &str, wanted: f64) -> f64 {
    loop {
        let told = world.owner.rest.get(&format!("{STATS}?range={range}")).await.expect(200);
        let largest = values(&told, name, "max").into_iter().flatten().fold(0.0, f64::max);
        if largest >= wanted {
            return largest;
        }
    }
}

fn values(told: &Value, name: &str, of: &str) -> Vec<Option<f64>> {
    let series = told["series"].as_array().unwrap();
    let series = series.iter().find(|series| series["name"] == name).unwrap();
    series[of].as_array().unwrap().iter().map(Value::as_f64).collect()
}

#[tokio::test]
async fn what_happens_is_measured_and_still_told_after_a_kill() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    ada.says("hello").await;
    bob.sees("hello").await;
    for range in ["hour", "day", "week", "month"] {
        reaches(&world, range, "messages", 1.0).await;
        reaches(&world, range, "deliveries", 2.0).await;
        reaches(&world, range, "sessions", 2.0).await;
        reaches(&world, range, "memory", 1e6).await;
        reaches(&world, range, "disk_free", 1e6).await;
        let p99 = reaches(&world, range, "delivery_p99", 0.001).await;
        assert!(p99 < 10_000.0, "{p99}");
        reaches(&world, range, "commit_p50", 0.001).await;
    }
    let messages = reaches(&world, "month", "messages", 1.0).await;
    world.kill();
    world.start_again();
    let after = reaches(&world, "month", "messages", messages).await;
    assert_eq!(after, messages, "nobody has said anything since");
}

#[tokio::test]
async fn a_range_is_told_in_points_of_one_length_beside_their_times() {
    let world = World::start().await;
    reaches(&world, "hour", "memory", 1.0).await;
    for (range, span_s) in [("hour", 60), ("day", 300), ("week", 3_600), ("month", 3_600)] {
        let told = world.owner.rest.get(&format!("{STATS}?range={range}")).await.expect(200);
        assert_eq!((&told["range"], &told["span_seconds"]), (&json!(range), &json!(span_s)));
        let at = told["at"].as_array().unwrap();
        assert!(!at.is_empty());
        assert!(at.iter().all(|at| at.as_u64().unwrap() % span_s == 0));
        for series in told["series"].as_array().unwrap() {
            for of in ["mean", "max"] {
                assert_eq!(series[of].as_array().unwrap().len(), at.len(), "{}", series["name"]);
            }
        }
    }
    let unknown = world.owner.rest.get(&format!("{STATS}?range=century")).await;
    unknown.refused(400, 50_035);
}
