//! The accounts that sessions and posters use: one JSON object a line, as `confab admin seed`
//! prints them.

use std::path::Path;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

/// More members than the load tests have sessions for.
const ACCOUNTS_MAX: usize = 100_000;

/// A member of a guild and the channel it is to use.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Account {
    pub(crate) user_id: String,
    #[serde(default)]
    pub(crate) username: String,
    pub(crate) token: String,
    pub(crate) guild_id: String,
    pub(crate) channel_id: String,
    #[serde(default)]
    pub(crate) bot: bool,
}

impl Account {
    /// The value of the `Authorization` header.
    pub(crate) fn authorization(&self) -> String {
        let scheme = if self.bot { "Bot" } else { "Bearer" };
        format!("{scheme} {}", self.token)
    }

    /// The `path` of this account's channel, such as `/messages`.
    pub(crate) fn channel_path(&self, path: &str) -> String {
        format!("/api/v10/channels/{}{path}", self.channel_id)
    }
}

/// Reads a file of accounts.
pub(crate) fn read(file: &Path) -> anyhow::Result<Vec<Account>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read accounts from {}", file.display()))?;
    parse(&text)
}

/// Reads accounts, of which there must be at least one.
pub(crate) fn parse(text: &str) -> anyhow::Result<Vec<Account>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(ACCOUNTS_MAX);
    let accounts = lines.map(serde_json::from_str).collect::<Result<Vec<Account>, _>>()?;
    ensure!(!accounts.is_empty(), "there is no account");
    Ok(accounts)
}

/// Accounts for a server that asks for none.
pub(crate) fn anyone(count: usize) -> Vec<Account> {
    let account = |number: usize| Account {
        user_id: (100_000_000_000_000_000 + number).to_string(),
        username: format!("anyone{number}"),
        token: "anyone".to_owned(),
        guild_id: "100000000000000001".to_owned(),
        channel_id: "100000000000000002".to_owned(),
        bot: false,
    };
    (0..count.max(1)).map(account).collect()
}
