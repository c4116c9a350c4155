//! What a server wants to hear before it delivers, and how a post is told it: texts only, no socket.

use serde_json::json;

use crate::account::Account;
use crate::session;

const FRAMING: &str = "xmlns='urn:ietf:params:xml:ns:xmpp-framing'";
const ROOM: &str = "room@conference.localhost";

/// A way of speaking over WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// The product's gateway, with posts over HTTP.
    Gateway,
    /// Texts as they are.
    Plain,
    /// Packets of socket.io 5 in packets of engine.io 4.
    SocketIo,
    /// XMPP over WebSocket (RFC 7395), in a room (XEP-0045).
    Xmpp,
}

/// Something to say, and what the answer has in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) say: Option<String>,
    pub(super) until: &'static str,
}

impl Dialect {
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Gateway => "/gateway?v=10&encoding=json",
            Self::Plain => "/",
            Self::SocketIo => "/socket.io/?EIO=4&transport=websocket",
            Self::Xmpp => "/ws",
        }
    }

    pub(super) fn subprotocol(self) -> Option<&'static str> {
        match self {
            Self::Xmpp => Some("xmpp"),
            Self::Gateway | Self::Plain | Self::SocketIo => None,
        }
    }

    /// From the handshake to being in the room. `number` is the socket's own.
    pub(super) fn steps(self, number: usize, account: &Account) -> Vec<Step> {
        match self {
            Self::Gateway => {
                let subscribe = json!({"op": 100, "d": {"channel_id": account.channel_id}});
                vec![
                    hear(r#""op":10,"#),
                    say(session::identify(account).to_string(), r#""READY""#),
                    say(subscribe.to_string(), r#""X_SUBSCRIBED""#),
                ]
            }
            Self::Plain => vec![hear("joined")],
            Self::SocketIo => vec![hear("0{"), say("40".to_owned(), r#"42["joined"]"#)],
            Self::Xmpp => xmpp_steps(number),
        }
    }

    /// What is said now and then, so that the server does not take the socket for dead.
    pub(super) fn beat(self) -> Option<&'static str> {
        match self {
            Self::Gateway => Some(r#"{"op":1,"d":null}"#),
            Self::Plain | Self::SocketIo | Self::Xmpp => None,
        }
    }

    /// What a text must be answered with.
    pub(super) fn answer(self, text: &[u8]) -> Option<&'static str> {
        match self {
            Self::SocketIo => (text == b"2").then_some("3"),
            Self::Gateway | Self::Plain | Self::Xmpp => None,
        }
    }

    /// A post as a text, where posts go over a socket. The content has nothing to escape.
    pub(super) fn post(self, content: &str) -> Option<String> {
        match self {
            Self::Gateway => None,
            Self::Plain => Some(content.to_owned()),
            Self::SocketIo => Some(format!(r#"42["post","{content}"]"#)),
            Self::Xmpp => Some(format!(
                "<message xmlns='jabber:client' to='{ROOM}' type='groupchat'><body>{content}</body></message>"
            )),
        }
    }
}

fn xmpp_steps(number: usize) -> Vec<Step> {
    let open = format!("<open {FRAMING} to='localhost' version='1.0'/>");
    let guest = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
    let bind = "<iq xmlns='jabber:client' type='set' id='bind'>\
                <bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
    let join = format!(
        "<presence xmlns='jabber:client' to='{ROOM}/socket{number}'>\
         <x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
    );
    vec![
        say(open.clone(), "ANONYMOUS"),
        say(guest.to_owned(), "<success"),
        say(open, "xmpp-bind"),
        say(bind.to_owned(), "<jid>"),
        // The subject comes last (XEP-0045, 7.2.15).
        say(join, "<subject"),
    ]
}

fn hear(until: &'static str) -> Step {
    Step { say: None, until }
}

fn say(say: String, until: &'static str) -> Step {
    Step { say: Some(say), until }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account;

    #[test]
    fn posts_go_over_the_socket_but_for_the_gateway() {
        assert_eq!(Dialect::Gateway.post("x"), None);
        assert_eq!(Dialect::Plain.post("x").as_deref(), Some("x"));
        assert_eq!(Dialect::SocketIo.post("x").as_deref(), Some(r#"42["post","x"]"#));
        assert!(Dialect::Xmpp.post("x").is_some_and(|post| post.contains("<body>x</body>")));
    }

    #[test]
    fn a_ping_of_engine_io_is_answered_and_nothing_else_is() {
        assert_eq!(Dialect::SocketIo.answer(b"2"), Some("3"));
        assert_eq!(Dialect::SocketIo.answer(b"2["), None);
        assert_eq!(Dialect::Plain.answer(b"2"), None);
    }

    #[test]
    fn every_socket_of_a_room_has_a_name_of_its_own() {
        let account = &account::anyone(1)[0];
        let steps = |number| Dialect::Xmpp.steps(number, account);
        assert_ne!(steps(1).last(), steps(2).last());
    }
}
