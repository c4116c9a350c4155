//! Gateway commands: any text is a command or a reason. Of the border of the frames that carry it.

use bolero::check;
use protocol::gateway::{ClientCommand, CloseCode};
use serde_json::Value;

use super::{Edit, edited, share_of};

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        r#"{"op":1,"d":null}"#,
        r#"{"op":1,"d":251}"#,
        r#"{"op":2,"d":{"token":"a.b.c","intents":33281,"properties":{"os":"linux"},"large_threshold":50,"shard":[0,1],"presence":{"since":null,"status":"idle","afk":false,"activities":[{"name":"x","type":0}]}}}"#,
        r#"{"op":3,"d":{"since":91879201,"activities":[{"name":"Save the Oxford Comma","type":0}],"status":"dnd","afk":false}}"#,
        r#"{"op":4,"d":{"guild_id":"41771983423143937","channel_id":"127121515262115840","self_mute":false,"self_deaf":true}}"#,
        r#"{"op":6,"d":{"token":"Bot a.b.c","session_id":"0123456789abcdef","seq":1337}}"#,
        r#"{"op":8,"d":{"guild_id":"41771983444115456","query":"","limit":0,"presences":true,"nonce":"n"}}"#,
        r#"{"op":8,"d":{"guild_id":["41771983444115456"],"user_ids":["1","2"]}}"#,
        r#"{"op":100,"d":{"channel_id":"41771983423143937","after":12}}"#,
        r#"{"op":101,"d":{"channel_id":41771983423143937}}"#,
        r#"{"op":102,"d":{"guild_id":"41771983423143937","ranges":[[0,99],[100,199]]}}"#,
        r#"{"op":110,"d":{"channel_id":"41771983423143937","peer_id":"7","n":1,"sdp":{"type":"offer","sdp":"v=0"}}}"#,
        r#"{"op":110,"d":{"channel_id":"41771983423143937","peer_id":7,"n":1,"candidate":{"candidate":"c","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":null}}}"#,
        r#"{"op":111,"d":{"channel_id":"41771983423143937","n":1,"offer":"v=0"}}"#,
        r#"{"op":113,"d":{"channel_id":"41771983423143937","speaking":true}}"#,
        r#"{"op":1,"d":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"#,
        r#"{"s":null,"t":null,"op":18446744073709551615,"d":{}}"#,
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

#[test]
fn any_text_is_a_command_or_closes_with_4002() {
    let seeds = seeds();
    check!().with_test_time(share_of(3)).with_type::<(u8, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            let text = edited(&seeds, *seed, edits);
            match ClientCommand::parse(&text) {
                Err(error) => assert_eq!(error.close_code(), CloseCode::Undecodable),
                Ok(command) => reads_again(&text, &command),
            }
        },
    );
}

/// FZ3: spaces, the order of fields and unknown ones do not count.
fn reads_again(text: &[u8], command: &ClientCommand) {
    // Numbers beyond a float's range may stand in fields that nobody reads.
    let Ok(value) = serde_json::from_slice::<Value>(text) else { return };
    let again = serde_json::to_vec(&value).expect("a value is JSON");
    assert_eq!(ClientCommand::parse(&again).as_ref(), Ok(command));
}

#[test]
fn every_seed_is_a_command() {
    for seed in seeds() {
        let shown = String::from_utf8_lossy(&seed).into_owned();
        let is_deep = shown.contains("[[[[");
        assert_eq!(ClientCommand::parse(&seed).is_ok(), !is_deep, "{shown}");
    }
}
