//! A snapshot of every object, command and event, for a person to read.

use std::collections::BTreeSet;

use protocol::Event;
use protocol::gateway::{
    ClientCommand, heartbeat, heartbeat_ack, hello, invalid_session, reconnect,
};
use serde_json::Value;

use crate::samples;

fn labelled(name: &str, label: &str) -> String {
    if label.is_empty() { name.to_owned() } else { format!("{name}_{label}") }
}

#[test]
fn snapshot_of_every_object() {
    for (name, object) in samples::objects() {
        insta::assert_json_snapshot!(format!("object_{name}"), object);
    }
}

#[test]
fn snapshot_of_every_event() {
    for (label, event) in samples::events() {
        let name = labelled(event.name(), label);
        let frame = [b"{\"op\":0,\"s\":1,", event.encode_tail().as_ref()].concat();
        let frame: Value = serde_json::from_slice(&frame).unwrap();
        insta::assert_json_snapshot!(format!("event_{name}"), frame);
    }
}

#[test]
fn snapshot_of_every_command() {
    for (name, frame) in samples::commands() {
        let command = ClientCommand::parse(frame.to_string().as_bytes()).unwrap();
        insta::assert_debug_snapshot!(format!("command_{name}"), command);
    }
}

#[test]
fn snapshot_of_every_server_frame() {
    let frames = [hello(41_250), heartbeat(), heartbeat_ack(), reconnect()];
    let frames = frames.into_iter().chain([invalid_session(true), invalid_session(false)]);
    let text: Vec<String> =
        frames.map(|frame| String::from_utf8(frame.to_vec()).unwrap()).collect();
    insta::assert_snapshot!("server_frames", text.join("\n"));
}

#[test]
fn snapshot_of_every_voice_frame() {
    let frames = samples::voice_frames();
    let text: Vec<String> =
        frames.into_iter().map(|frame| String::from_utf8(frame.to_vec()).unwrap()).collect();
    insta::assert_snapshot!("voice_frames", text.join("\n"));
}

#[test]
fn every_event_has_a_sample() {
    let sampled: BTreeSet<&str> = samples::events().iter().map(|(_, event)| event.name()).collect();
    let all: BTreeSet<&str> = Event::NAMES.iter().copied().collect();
    assert_eq!(sampled, all);
}
