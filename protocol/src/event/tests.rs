use super::*;
use crate::gateway::{DISPATCH_HEAD_BYTES_MAX, put_dispatch_head};
use crate::id::{ChannelId, GuildId, MessageId, UserId};
use crate::time::Timestamp;
use crate::wire::{Message, MessageReference, ReferencedMessage, User};

fn posted(content: &str) -> MessageEvent {
    let author = User::new(UserId::new(1), "ada", false);
    let message =
        Message::new(MessageId::new(2), ChannelId::new(3), author, content, Timestamp::from_ms(0));
    MessageEvent { message, guild_id: Some(GuildId::new(4)), member: None, x_seq: 5 }
}

#[test]
fn ev1_head_and_tail_make_a_frame() {
    let tail = Event::Resumed(Empty {}).encode_tail();
    assert_eq!(tail, r#""t":"RESUMED","d":{}}"#);
    for seq in [0, 9, 10, 4_294_967_296, u64::MAX] {
        let mut room = [0; DISPATCH_HEAD_BYTES_MAX];
        let start = put_dispatch_head(&mut room, seq);
        let frame = [&room[start..], &tail].concat();
        let expected = format!(r#"{{"op":0,"s":{seq},"t":"RESUMED","d":{{}}}}"#);
        assert_eq!(String::from_utf8(frame).unwrap(), expected);
    }
}

#[test]
fn ev2_names_of_our_own_begin_with_x() {
    let unread = Event::Unread(Unread { channels: vec![] });
    assert!(unread.is_extension() && unread.is_fleeting());
    assert!(!Event::MessageCreate(Box::new(posted("hi"))).is_extension());
}

#[test]
fn messages_need_the_intent_of_their_place() {
    let in_guild = posted("hi");
    let direct = MessageEvent { guild_id: None, ..in_guild.clone() };
    for (event, intent) in [(in_guild, Intents::GUILD_MESSAGES), (direct, Intents::DIRECT_MESSAGES)]
    {
        assert_eq!(Event::MessageCreate(Box::new(event)).intent(), intent);
    }
    assert_eq!(Event::Resumed(Empty {}).intent(), Intents::empty());
}

#[test]
fn blanking_takes_all_that_the_author_put_in() {
    let mut event = posted("secret");
    event.message.embeds.push(serde_json::json!({"title": "secret"}));
    event.message.components.push(serde_json::json!({"type": 1, "label": "secret"}));
    event.message.referenced_message =
        Some(ReferencedMessage::Found(Box::new(posted("secret").message)));
    event.message.message_reference =
        Some(MessageReference::new(MessageId::new(2), ChannelId::new(3), None));
    let whole = Event::MessageUpdate(Box::new(event));
    let blanked = whole.blanked().unwrap();
    assert_eq!(blanked.name(), whole.name());
    let text = String::from_utf8(blanked.encode_tail().to_vec()).unwrap();
    assert!(!text.contains("secret"), "{text}");
    assert!(text.contains(r#""content":"","#) && text.contains(r#""x_seq":5"#), "{text}");
    assert_eq!(Event::Resumed(Empty {}).blanked(), None);
}

#[test]
fn content_is_open_to_the_author_the_mentioned_and_in_direct_conversations() {
    let (author, mentioned, other) = (UserId::new(1), UserId::new(8), UserId::new(9));
    let mut event = posted("hi");
    event.message.mentions.push(User::new(mentioned, "bot", true));
    assert!(event.is_open_to(author) && event.is_open_to(mentioned));
    assert!(!event.is_open_to(other));
    event.guild_id = None;
    assert!(event.is_open_to(other));
}
