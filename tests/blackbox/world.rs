//! A server with an owner, a guild and members: what every script begins with.

mod member;
mod people;
mod rest;
mod socket;

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::Process;
pub(crate) use member::Member;
pub(crate) use people::{CONVERSATIONS, befriend, open, opened, part, say};
pub(crate) use rest::{Answer, BOUNDARY, Rest, form};
pub(crate) use socket::Socket;

/// Bounds how long a failure takes; nothing that works comes near it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// Every account's password.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A claimed server and its owner.
pub(crate) struct World {
    process: Process,
    data: TempDir,
    settings: Vec<(&'static str, &'static str)>,
    /// The owner of the instance and of the guild.
    pub(crate) owner: Account,
    /// The first guild.
    pub(crate) guild: String,
    /// Its text channel `general`.
    pub(crate) general: String,
}

/// Someone with a token.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) rest: Rest,
}

impl World {
    /// A claimed server with the settings of the test profile.
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same with some `CONFAB_…` variables.
    pub(crate) async fn start_with(settings: &[(&'static str, &'static str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let process = Process::start(data.path(), "127.0.0.1:0", settings);
        let (owner, claim) = claim(&process).await;
        let guild = claim["guild"]["id"].as_str().unwrap().to_owned();
        let channels = owner.rest.get(&format!("/api/v10/guilds/{guild}/channels")).await;
        let channels = channels.expect(200);
        let general = named(&channels, "general");
        // What is told of newcomers would stand between what tests say.
        let quiet = json!({"system_channel_id": null});
        owner.rest.patch(&format!("/api/v10/guilds/{guild}"), quiet).await.expect(200);
        Self { process, data, settings: settings.to_vec(), owner, guild, general }
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.process.url
    }

    /// `127.0.0.1:PORT`.
    pub(crate) fn address(&self) -> &str {
        self.process.address()
    }

    /// Memory of the process that is in use now, in bytes.
    pub(crate) fn resident_bytes(&self) -> u64 {
        self.process.resident_bytes()
    }

    /// Requests without a token.
    pub(crate) fn nobody(&self) -> Rest {
        Rest::new(self.url(), None)
    }

    /// Registers `name` with an invite of the owner's to the first guild.
    pub(crate) async fn account(&self, name: &str) -> Account {
        self.account_in(&self.general, name).await
    }

    /// Registers `name` with an invite to the guild of `channel`.
    pub(crate) async fn account_in(&self, channel: &str, name: &str) -> Account {
        let code = self.invite(channel).await;
        let body = json!({"username": name, "password": PASSWORD, "invite": code});
        let answer = self.nobody().post("/api/x/auth/register", body).await;
        self.of_login(&answer.expect(201))
    }

    /// The account that a login or a registration answered with.
    pub(crate) fn of_login(&self, login: &Value) -> Account {
        account(self.url(), login)
    }

    /// A new invite to `channel`.
    pub(crate) async fn invite(&self, channel: &str) -> String {
        let path = format!("/api/v10/channels/{channel}/invites");
        let invite = self.owner.rest.post(&path, json!({})).await.expect(200);
        invite["code"].as_str().unwrap().to_owned()
    }

    /// A member with an open gateway session that listens to `general`.
    pub(crate) async fn member(&self, name: &str) -> Member {
        self.listening(self.account(name).await).await
    }

    /// Two of them.
    pub(crate) async fn two_members(&self) -> (Member, Member) {
        (self.member("ada").await, self.member("bob").await)
    }

    /// Opens a session for an account that listens to `general`.
    pub(crate) async fn listening(&self, account: Account) -> Member {
        let mut socket = self.socket(&account).await;
        socket.subscribe(&self.general, None).await;
        Member::new(account, socket, self.general.clone())
    }

    /// An identified session of the account.
    pub(crate) async fn socket(&self, account: &Account) -> Socket {
        let mut socket = self.connect().await;
        socket.identify(account.rest.bare_token()).await;
        socket
    }

    /// A socket that has not said who it is.
    pub(crate) async fn connect(&self) -> Socket {
        Socket::connect(self.process.address()).await
    }

    /// A bot in the first guild with these permission bits.
    pub(crate) async fn bot(&self, name: &str, permissions: u64) -> Account {
        let made = self.owner.rest.post("/api/x/bots", json!({"name": name})).await.expect(201);
        let id = made["id"].as_str().unwrap().to_owned();
        let path = format!("/api/x/guilds/{}/bots/{id}", self.guild);
        let body = json!({"permissions": permissions.to_string()});
        self.owner.rest.put(&path, body).await.expect(204);
        let token = format!("Bot {}", made["token"].as_str().unwrap());
        Account { id, name: name.to_owned(), rest: Rest::new(self.url(), Some(&token)) }
    }

    /// The data directory.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// Kills the server with SIGKILL; `start_again` brings it back on the same port and data.
    pub(crate) fn kill(&mut self) {
        self.process.kill();
    }

    /// Ends the server with SIGTERM; its exit code.
    pub(crate) fn terminate(&mut self) -> Option<i32> {
        self.process.terminate()
    }

    /// Starts the server again on the same port and data.
    pub(crate) fn start_again(&mut self) {
        let listen = self.process.address().to_owned();
        self.process = Process::start(self.data.path(), &listen, &self.settings);
    }
}

/// The first owner, and what the set-up answered.
pub(crate) async fn claim(process: &Process) -> (Account, Value) {
    let link = process.setup_url.as_deref().expect("an unclaimed server has a set-up link");
    let (_, token) = link.split_once("/setup#token=").expect("the link ends with its token");
    let body = json!({
        "token": token,
        "username": "owner",
        "password": PASSWORD,
        "guild_name": "The Guild",
    });
    let claim = Rest::new(&process.url, None).post("/api/x/setup", body).await.expect(201);
    (account(&process.url, &claim), claim)
}

fn account(url: &str, login: &Value) -> Account {
    let token = format!("Bearer {}", login["access_token"].as_str().expect("an access token"));
    let text = |key: &str| login["user"][key].as_str().unwrap().to_owned();
    Account { id: text("id"), name: text("username"), rest: Rest::new(url, Some(&token)) }
}

/// The id of the object with this name in a list.
pub(crate) fn named(list: &Value, name: &str) -> String {
    let found = list.as_array().unwrap().iter().find(|object| object["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {list}"))["id"].as_str().unwrap().to_owned()
}
