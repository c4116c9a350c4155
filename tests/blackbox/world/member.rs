//! A member in front of a channel: says, sees, and knows what came.

use serde_json::{Value, json};

use super::{Account, Answer, Socket};

/// An account with an open session that listens to a channel.
pub(crate) struct Member {
    pub(crate) account: Account,
    pub(crate) socket: Socket,
    channel: String,
    said: u64,
    /// The contents of all messages seen, in the order they came.
    pub(crate) seen: Vec<String>,
    /// The `x_seq` of the last of them: the cursor for coming back.
    pub(crate) cursor: u64,
}

impl Member {
    pub(crate) fn new(account: Account, socket: Socket, channel: String) -> Self {
        Self { account, socket, channel, said: 0, seen: Vec::new(), cursor: 0 }
    }

    /// Posts, and returns the acknowledged message.
    pub(crate) async fn says(&mut self, content: &str) -> Value {
        self.said += 1;
        let nonce = format!("{}-{}", self.account.name, self.said);
        self.posts(content, &nonce).await.expect(200)
    }

    /// Posts with a nonce of one's own, whatever the answer.
    pub(crate) async fn posts(&self, content: &str, nonce: &str) -> Answer {
        let path = format!("/api/v10/channels/{}/messages", self.channel);
        self.account.rest.post(&path, json!({"content": content, "nonce": nonce})).await
    }

    /// Posts to a server that may be gone: then there is no answer.
    pub(crate) async fn tries(&self, content: &str, nonce: &str) -> Option<Value> {
        let path = format!("/api/v10/channels/{}/messages", self.channel);
        let body = json!({"content": content, "nonce": nonce});
        let answer = self.account.rest.try_post(&path, body).await.ok()?;
        Some(answer.expect(200))
    }

    /// Waits until a message with this content comes, and notes all that came before it.
    pub(crate) async fn sees(&mut self, content: &str) -> Value {
        loop {
            let message = self.next_message().await;
            if message["content"] == content {
                return message;
            }
        }
    }

    /// Waits for the next message of the channel.
    pub(crate) async fn next_message(&mut self) -> Value {
        let message = self.socket.event("MESSAGE_CREATE").await;
        let x_seq = message["x_seq"].as_u64().expect("x_seq is an integer");
        assert!(x_seq > self.cursor, "P2: {x_seq} came after {}", self.cursor);
        self.cursor = x_seq;
        self.seen.push(message["content"].as_str().unwrap().to_owned());
        message
    }

    /// Takes a socket that came back.
    pub(crate) fn is_back(&mut self, socket: Socket) {
        self.socket = socket;
    }
}
