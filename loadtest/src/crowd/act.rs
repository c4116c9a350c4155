//! What somebody does in a room, and how it is asked of the server.

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::chance::Weighted;
use super::{Crowd, Doing};
use crate::account::Account;
use crate::check::Kept;
use crate::http::Response;

/// A guild has no more active threads than a thousand; a run leaves some to others.
const THREADS_MAX: u32 = 200;
const HISTORY: usize = 50;
const THUMB: &str = "%F0%9F%91%8D";
const STATUSES: [&str; 4] = ["online", "idle", "dnd", "invisible"];

/// One act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Post,
    Read,
    React,
    Mark,
    Presence,
    Thread,
}

impl Act {
    pub(super) const ALL: [Self; 6] =
        [Self::Post, Self::Read, Self::React, Self::Mark, Self::Presence, Self::Thread];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Read => "read history",
            Self::React => "react",
            Self::Mark => "mark as read",
            Self::Presence => "presence",
            Self::Thread => "thread",
        }
    }

    /// How often each of them is done.
    pub(super) fn mix(doing: Doing) -> Weighted {
        Weighted::new(Self::ALL.map(|act| match (doing, act) {
            (Doing::Chat, Self::Post) => 0.8,
            (Doing::Chat, Self::Read) => 0.2,
            (Doing::Chat, _) => 0.0,
            (Doing::Social, Self::Post | Self::React | Self::Presence) => 0.2,
            (Doing::Social, Self::Mark) => 0.28,
            (Doing::Social, Self::Read) => 0.1,
            (Doing::Social, Self::Thread) => 0.02,
        }))
    }
}

impl Crowd {
    /// Does it; where there is nothing to do it to, somebody has to post first.
    pub(super) async fn act(
        &self,
        act: Act,
        person: usize,
        room: usize,
        due: Instant,
    ) -> (Act, anyhow::Result<()>) {
        let newest = self.rooms[room].acknowledged.borrow().last().map(|kept| kept.id);
        let person_at = &self.people[person];
        let account = Account {
            channel_id: self.rooms[room].account.channel_id.clone(),
            ..person_at.account.clone()
        };
        match (act, newest) {
            (Act::Presence, _) => (act, self.show_presence(person).await),
            (Act::Read, Some(newest)) => (act, self.read(&account, newest).await),
            (Act::React, Some(newest)) => (act, self.react(&account, newest).await),
            (Act::Mark, Some(newest)) => (act, self.mark(&account, newest).await),
            (Act::Thread, Some(_)) if self.threads.get() < THREADS_MAX => {
                (act, self.open_thread(&account).await)
            }
            _ => (Act::Post, self.post(&account, room, due).await),
        }
    }

    async fn post(&self, account: &Account, room: usize, due: Instant) -> anyhow::Result<()> {
        let post = self.run.plan(due);
        self.room_of.borrow_mut().push(room);
        let (nonce, bytes) = (self.run.nonce(post), self.content_bytes);
        let body = json!({"content": format!("{nonce:x<bytes$}"), "nonce": nonce});
        let answer = self.ask("POST", &account.channel_path("/messages"), account, &body).await?;
        let id = answer.json()?["id"].as_str().context("an answer without an id")?.parse()?;
        self.rooms[room].acknowledged.borrow_mut().push(Kept { post, id });
        Ok(())
    }

    async fn read(&self, account: &Account, before: u64) -> anyhow::Result<()> {
        let path = account.channel_path(&format!("/messages?limit={HISTORY}&before={before}"));
        self.ask("GET", &path, account, &Value::Null).await.map(drop)
    }

    async fn react(&self, account: &Account, message: u64) -> anyhow::Result<()> {
        let path = account.channel_path(&format!("/messages/{message}/reactions/{THUMB}/@me"));
        self.ask("PUT", &path, account, &Value::Null).await.map(drop)
    }

    async fn mark(&self, account: &Account, message: u64) -> anyhow::Result<()> {
        let path = format!("/api/x/channels/{}/ack", account.channel_id);
        let body = json!({ "message_id": message.to_string() });
        self.ask("POST", &path, account, &body).await.map(drop)
    }

    async fn open_thread(&self, account: &Account) -> anyhow::Result<()> {
        let number = self.threads.get() + 1;
        self.threads.set(number);
        let body = json!({"name": format!("thread {number}"), "type": 11});
        self.ask("POST", &account.channel_path("/threads"), account, &body).await.map(drop)
    }

    async fn show_presence(&self, person: usize) -> anyhow::Result<()> {
        let number = self.presences.replace(self.presences.get() + 1);
        let status = STATUSES[number % STATUSES.len()];
        let d = json!({"since": null, "activities": [], "status": status, "afk": false});
        self.people[person].session.command(&json!({"op": 3, "d": d})).await
    }

    /// Everybody lets authors know what they read.
    pub(super) async fn want_receipts(&self) -> anyhow::Result<()> {
        self.record.mark("everybody wants receipts");
        for person in &self.people {
            let body = json!({ "receipts": true });
            self.ask("PATCH", "/api/x/me/settings", &person.account, &body).await?;
        }
        Ok(())
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        account: &Account,
        body: &Value,
    ) -> anyhow::Result<Response> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let token = account.authorization();
        let answer = self.pool.send(method, path, &token, body.as_bytes()).await;
        let answer = answer.context("no answer")?;
        ensure!((200..300).contains(&answer.status), "status {}", answer.status);
        Ok(answer)
    }
}
