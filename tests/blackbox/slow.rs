//! A client that does not read is its own trouble only (P3).

use crate::world::World;

/// Far more than the kernel and the outbox hold for a socket that is not read.
const POSTS: usize = 700;

#[tokio::test]
async fn p3_a_session_that_does_not_read_is_closed_and_slows_nobody() {
    let settings =
        [("CONFAB_SESSION_OUTBOX_BYTES_MAX", "65536"), ("CONFAB_SESSION_RING_BYTES_MAX", "65536")];
    let world = World::start_with(&settings).await;
    let (mut ada, mut bob) = world.two_members().await;
    let mut sleeper = world.member("sleeper").await;
    let long = "\u{1F4AC}".repeat(1_900);
    let posting = async {
        for number in 0..POSTS {
            ada.says(&format!("{number} {long}")).await;
        }
    };
    let reading = async {
        for number in 0..POSTS {
            let message = bob.next_message().await;
            let expected = format!("{number} ");
            assert!(message["content"].as_str().unwrap().starts_with(&expected), "{number}");
        }
    };
    tokio::join!(posting, reading);
    // What was on its way still arrives; then comes the close, or the end of the connection.
    let code = sleeper.socket.closed().await;
    assert!([4009, 1006].contains(&code), "closed with {code}");
    let mut again = world.socket(&sleeper.account).await;
    let back = again.subscribe(&world.general, None).await;
    assert_eq!(back["error"], serde_json::Value::Null);
}
