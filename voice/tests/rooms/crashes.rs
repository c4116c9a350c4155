//! What a crash costs: whom it strikes, and nobody else.

use voice::{Event, LostReason};

use crate::client::SPEECH;
use crate::world::{ROOM, World};

#[test]
fn pe1_a_panic_in_a_connection_ends_only_that_participant() {
    let mut world = World::with(3, 3);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(3, 1, 20);
    world.forget_heard();
    world.ask(async |media| media.crash_peer(ROOM, 1).await).unwrap();
    let lost = Event::Lost { room: ROOM, peer: 1, reason: LostReason::Crashed };
    world.until("it is told", |world| world.events.contains(&lost));
    world.until_heard(3, 2, 50);
    assert!(world.client(3).heard_all_of(2), "the others talked on without a gap");
    world.join(ROOM, 1, 3).unwrap();
    world.until("back again", |world| world.client(1).is_connected);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(3, 1, 20);
}

#[test]
fn sh2_a_thread_that_crashes_loses_its_rooms_and_no_others() {
    let mut world = World::with(2, 2);
    // The emptier thread is the other one.
    world.join(8, 3, 2).unwrap();
    world.join(8, 4, 2).unwrap();
    world.talk(&[(1, SPEECH), (3, SPEECH)]);
    world.until_heard(2, 1, 20);
    world.until_heard(4, 3, 20);
    world.forget_heard();
    world.ask(async |media| media.crash_thread(ROOM).await).unwrap();
    let ended = Event::ThreadEnded { rooms: vec![ROOM] };
    world.until("it is told", |world| world.events.contains(&ended));
    world.until_heard(4, 3, 50);
    assert!(world.client(4).heard_all_of(3));
    let rooms = world.media.metrics().rooms;
    assert_eq!(rooms.iter().map(|room| room.room).collect::<Vec<_>>(), [8]);
    for id in [1, 2] {
        world.join(ROOM, id, 2).unwrap();
    }
    world.until("back again", |world| world.clients.iter().all(|client| client.is_connected));
    world.talk(&[(1, SPEECH), (3, SPEECH)]);
    world.until_heard(2, 1, 20);
}
