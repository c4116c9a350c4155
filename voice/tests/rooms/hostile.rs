//! What others send who mean no good, beside two who talk on undisturbed.

use std::net::UdpSocket;

use str0m::ice::{StunMessage, TransId};
use voice::DropMetrics;

use crate::client::{Client, SPEECH, attribute};
use crate::world::{ROOM, World};

/// Two who talk, and must lose nothing whatever happens.
fn talking() -> World {
    let mut world = World::with(2, 2);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(1, 2, 10);
    world.until_heard(2, 1, 10);
    world
}

fn undisturbed(world: &mut World) {
    world.until_heard(1, 2, 30);
    world.until_heard(2, 1, 30);
    assert!(world.client(1).heard_all_of(2) && world.client(2).heard_all_of(1));
}

/// Sends to the media server from an address of its own.
fn stranger_sends(world: &World, datagrams: &[Vec<u8>]) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    for datagram in datagrams {
        socket.send_to(datagram, world.media.listens_at()[0]).unwrap();
    }
}

fn until_dropped(world: &mut World, is_it: impl Fn(&DropMetrics) -> bool) {
    world.until("it is counted", |world| is_it(&world.media.metrics().dropped));
}

fn stun(user: &str) -> Vec<u8> {
    let message = StunMessage::binding_request(user, TransId::new(), true, 1, 1, true);
    let mut bytes = vec![0; 300];
    // A signature that nobody with the password would make.
    let length = message.to_bytes(Some(b"a guess"), &mut bytes, |_, _| [7; 20]).unwrap();
    bytes.truncate(length);
    bytes
}

#[test]
fn ro2_garbage_of_strangers_goes_nowhere() {
    let mut world = talking();
    let garbage =
        [vec![], vec![0; 20], vec![22; 100], vec![128; 100], vec![255; 1_400], stun("a:b")];
    stranger_sends(&world, &garbage);
    until_dropped(&mut world, |dropped| dropped.stranger == 6);
    undisturbed(&mut world);
}

#[test]
fn so1_giants_go_nowhere() {
    let mut world = talking();
    stranger_sends(&world, &[vec![128; 1_601], vec![0; 60_000]]);
    until_dropped(&mut world, |dropped| dropped.giant == 2);
    undisturbed(&mut world);
}

#[test]
fn pe2_a_name_without_its_password_is_nobodys() {
    let mut world = talking();
    let (mut client, offer) = Client::offer(3, 1);
    let answer = world.ask(async |media| media.join(ROOM, 3, offer.clone()).await).unwrap();
    let name = attribute(&answer.sdp, "a=ice-ufrag:");
    let theirs = attribute(&offer, "a=ice-ufrag:");
    stranger_sends(&world, &[stun(&format!("{name}:{theirs}")), stun(&format!("{name}:x"))]);
    until_dropped(&mut world, |dropped| dropped.spoofed == 2);
    client.accept(&answer.sdp);
    world.clients.push(client);
    world.until("who has it connects", |world| world.client(3).is_connected);
    undisturbed(&mut world);
}

#[test]
fn pe3_what_comes_from_a_talkers_address_and_is_not_theirs_is_counted() {
    let mut world = talking();
    let server = world.media.listens_at()[0];
    let handshake = [[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 40].as_slice(), &[1; 40]].concat();
    let rtp = [[0x90, 111, 0x12, 0x34].as_slice(), &[5; 60]].concat();
    let rtcp = [[0x80, 200, 0, 6].as_slice(), &[5; 60]].concat();
    for datagram in [vec![], vec![90; 30], handshake, rtp, rtcp, stun("a:b")] {
        for _ in 0..10 {
            world.client(1).socket.send_to(&datagram, server).unwrap();
        }
    }
    world.until("it is counted", |world| {
        let metrics = world.metrics();
        metrics.garbage >= 20 && metrics.rejected >= 10
    });
    undisturbed(&mut world);
}

#[test]
fn pe3_a_packet_that_comes_again_or_from_somebody_else_is_not_passed_on() {
    let mut world = talking();
    let server = world.media.listens_at()[0];
    for _ in 0..10 {
        let recorded = world.client(1).last_sent.clone();
        for id in [1, 2] {
            world.client(id).socket.send_to(&recorded, server).unwrap();
        }
        world.until_heard(2, 1, 2);
    }
    world.until("it is counted", |world| world.metrics().rejected >= 20);
    undisturbed(&mut world);
}

#[test]
fn ro1_a_request_from_the_address_of_somebody_else_moves_nothing() {
    let mut world = World::with(3, 2);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(1, 2, 10);
    world.until_heard(2, 1, 10);
    let server = world.media.listens_at()[0];
    for _ in 0..20 {
        let asked = world.client(3).last_asked.clone();
        world.client(1).socket.send_to(&asked, server).unwrap();
        world.until_heard(1, 2, 1);
    }
    undisturbed(&mut world);
    world.until_heard(3, 1, 20);
}

/// Why the server is no ICE lite: that one sends sound wherever a signed request seems to come from.
#[test]
fn a_request_that_seems_to_come_from_elsewhere_sends_no_sound_there() {
    let mut world = talking();
    for is_recorded in [true, false] {
        let bystander = UdpSocket::bind("127.0.0.1:0").unwrap();
        for _ in 0..10 {
            let client = world.client(1);
            let recorded = is_recorded.then(|| client.last_asked.clone());
            let request = recorded.unwrap_or_else(|| client.greedy_request());
            bystander.send_to(&request, world.media.listens_at()[0]).unwrap();
            world.until_heard(1, 2, 2);
        }
        undisturbed(&mut world);
        assert_only_checks_came(&bystander);
    }
}

/// Answers and checks of the server, which nobody there takes up; and they did come, so the requests were
/// good ones.
fn assert_only_checks_came(bystander: &UdpSocket) {
    bystander.set_nonblocking(true).unwrap();
    let mut buffer = [0; 2_000];
    let mut checks = 0;
    while let Ok(bytes) = bystander.recv(&mut buffer) {
        assert!(bytes > 0 && buffer[0] < 4, "sound, or anything but a check");
        checks += 1;
    }
    assert!(checks > 0);
}

#[test]
fn ro3_a_flood_is_cut_off() {
    let mut world = World::with(3, 2);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(2, 1, 10);
    let server = world.media.listens_at()[0];
    let junk = [[0x90, 111, 0, 1].as_slice(), &[9; 80]].concat();
    for _ in 0..40 {
        for _ in 0..50 {
            world.client(3).socket.send_to(&junk, server).unwrap();
        }
        world.until_heard(2, 1, 1);
    }
    until_dropped(&mut world, |dropped| dropped.flood > 0);
    undisturbed(&mut world);
    assert!(world.metrics().rejected <= 3 * 1_000, "three seconds at most");
}

#[test]
fn of2_the_server_sends_nothing_to_an_address_in_an_offer() {
    let mut world = talking();
    let bystander = UdpSocket::bind("127.0.0.1:0").unwrap();
    bystander.set_nonblocking(true).unwrap();
    let (mut client, offer) = Client::offer(3, 1);
    let port = bystander.local_addr().unwrap().port();
    let candidate = format!("a=candidate:9 1 udp 2130706431 127.0.0.1 {port} typ host\r\n");
    let at = offer.find("a=candidate").unwrap();
    let offer = [&offer[..at], &candidate, &offer[at..]].concat();
    let answer = world.ask(async |media| media.join(ROOM, 3, offer).await).unwrap();
    client.accept(&answer.sdp);
    world.clients.push(client);
    world.until("it connects", |world| world.client(3).is_connected);
    undisturbed(&mut world);
    assert!(bystander.recv(&mut [0; 100]).is_err(), "nobody there asked for anything");
}
