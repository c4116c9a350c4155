//! Who posts: a socket of the room, or a few connections of HTTP. What is due is sent when it is due, whatever came
//! before (PE2).

use std::rc::Rc;

use anyhow::ensure;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::sleep_until;

use super::course::Course;
use super::dialect::Dialect;
use super::socket::Socket;
use crate::account::Account;
use crate::door::Door;
use crate::http::Connection;

/// A durable post is answered after some milliseconds, and a connection has one in flight.
const CONNECTIONS: usize = 32;

/// Sends `posts` posts.
pub(super) async fn over_socket(
    socket: &Socket,
    dialect: Dialect,
    posts: u32,
    course: &Course,
) -> anyhow::Result<()> {
    for post in 0..posts {
        sleep_until(course.due(post)).await;
        if let Some(text) = dialect.post(&course.content(post)) {
            socket.say(&text).await?;
        }
    }
    Ok(())
}

/// Connections for [`over_http`].
pub(super) async fn connections(
    door: Door,
    accounts: &[Account],
) -> anyhow::Result<Vec<HttpPoster>> {
    let mut posters = Vec::new();
    for account in accounts.iter().cycle().take(CONNECTIONS) {
        let connection = Connection::open(door).await?;
        posters.push(HttpPoster { connection, account: account.clone() });
    }
    Ok(posters)
}

/// One connection, and who posts on it.
pub(super) struct HttpPoster {
    connection: Connection,
    account: Account,
}

/// Sends `posts` posts, spread over the connections; each must be answered well.
pub(super) async fn over_http(
    posters: &mut Vec<HttpPoster>,
    posts: u32,
    course: &Rc<Course>,
) -> anyhow::Result<()> {
    let every = posters.len();
    let mut posting = JoinSet::new();
    for (number, poster) in posters.drain(..).enumerate() {
        let course = Rc::clone(course);
        posting.spawn_local(poster.post((number as u32..posts).step_by(every), course));
    }
    while let Some(ended) = posting.join_next().await {
        posters.push(ended??);
    }
    Ok(())
}

impl HttpPoster {
    async fn post(
        mut self,
        posts: impl Iterator<Item = u32>,
        course: Rc<Course>,
    ) -> anyhow::Result<Self> {
        let path = self.account.channel_path("/messages");
        let authorization = self.account.authorization();
        for post in posts {
            sleep_until(course.due(post)).await;
            let (content, nonce) = (course.content(post), course.nonce(post));
            let body = json!({"content": content, "nonce": nonce}).to_string();
            let answer = self.connection.post(&path, &authorization, body.as_bytes()).await?;
            ensure!(answer.status == 200, "post {post} was refused: {answer:?}");
        }
        Ok(self)
    }
}
