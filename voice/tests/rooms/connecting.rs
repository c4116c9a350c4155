//! How connections come about and end.

use std::net::UdpSocket;
use std::time::Duration;

use voice::{Event, LostReason};

use crate::client::{Client, SPEECH};
use crate::world::{ROOM, World};

fn lost(peer: u64, reason: LostReason) -> Event {
    Event::Lost { room: ROOM, peer, reason }
}

#[test]
fn both_kinds_of_addresses_meet_in_one_room() {
    // A machine without IPv6 has nothing to prove here.
    if UdpSocket::bind("[::1]:0").is_err() {
        return;
    }
    let mut world = World::start_with(|settings| settings.listen.push("[::1]:0".parse().unwrap()));
    world.join_with(ROOM, 1, Client::offer_at("127.0.0.1", 1, 1)).unwrap();
    world.join_with(ROOM, 2, Client::offer_at("::1", 2, 1)).unwrap();
    world.until("connected", |world| world.clients.iter().all(|client| client.is_connected));
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(1, 2, 20);
    world.until_heard(2, 1, 20);
}

#[test]
fn an_address_that_is_announced_stands_in_the_answer() {
    let announced = ["192.0.2.1", "127.0.0.1"].map(|ip| ip.parse().unwrap());
    let mut world = World::start_with(|settings| settings.announced = announced.into());
    let port = world.media.listens_at()[0].port();
    let (mut client, offer) = Client::offer(1, 1);
    let answer = world.ask(async |media| media.join(ROOM, 1, offer).await).unwrap();
    for ip in ["192.0.2.1", "127.0.0.1"] {
        assert!(answer.sdp.contains(&format!(" {ip} {port} typ host")), "{}", answer.sdp);
    }
    client.accept(&answer.sdp);
    world.clients.push(client);
    world.until("connected", |world| world.client(1).is_connected);
}

#[test]
fn who_never_comes_is_given_up() {
    let mut world =
        World::start_with(|settings| settings.patience.connect = Duration::from_millis(200));
    let (_, offer) = Client::offer(1, 1);
    world.ask(async |media| media.join(ROOM, 1, offer).await).unwrap();
    let given_up = lost(1, LostReason::NeverConnected);
    world.until("it is told", |world| world.events.contains(&given_up));
    assert_eq!(world.media.metrics().rooms, [], "the room went with its last participant");
}

#[test]
fn who_falls_silent_for_too_long_is_given_up_and_who_does_not_stays() {
    let mut world =
        World::start_with(|settings| settings.patience.silence = Duration::from_millis(1_500));
    for id in [1, 2] {
        world.join(ROOM, id, 1).unwrap();
    }
    world.until("connected", |world| world.clients.iter().all(|client| client.is_connected));
    world.talk(&[(2, SPEECH)]);
    world.clients.retain(|client| client.id == 2);
    let given_up = lost(1, LostReason::Silent);
    world.until("it is told", |world| world.events.contains(&given_up));
    assert!(!world.events.contains(&lost(2, LostReason::Silent)));
}

#[test]
fn a_client_that_closes_is_told_at_once() {
    let mut world = World::with(2, 1);
    world.client(1).close();
    let closed = lost(1, LostReason::Closed);
    world.until("it is told", |world| world.events.contains(&closed));
}
