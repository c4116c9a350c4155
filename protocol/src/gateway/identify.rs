//! IDENTIFY, which every library fills in another way (GW1).

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::command::PresenceChange;
use super::parse::lenient_presence;
use crate::intents::Intents;

/// The member counts above which GUILD_CREATE may leave members out.
pub const LARGE_THRESHOLD: std::ops::RangeInclusive<u64> = 50..=250;

/// Begins a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identify {
    /// Who begins it.
    pub token: Token,
    /// What a bot wants to hear of; unknown bits are dropped, and people have none.
    pub intents: Intents,
    /// The first status, `None` where it was not said or not to be understood.
    pub presence: Option<PresenceChange>,
    /// Above how many members GUILD_CREATE may leave some out, within [`LARGE_THRESHOLD`].
    pub large_threshold: u64,
    /// This shard and how many there are, if it was said.
    pub shard: Option<[u32; 2]>,
}

/// A token without its prefix. It is not shown when the command is logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The token itself.
    pub secret: String,
    /// Whether it said to be a bot's. Some libraries leave that out here.
    pub bot_prefix: bool,
}

impl Token {
    /// Takes the prefix `Bot ` or `Bearer ` off.
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        if let Some(secret) = text.strip_prefix("Bot ") {
            return Self { secret: secret.trim_start().to_owned(), bot_prefix: true };
        }
        let secret = text.strip_prefix("Bearer ").unwrap_or(text).trim_start();
        Self { secret: secret.to_owned(), bot_prefix: false }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("bot_prefix", &self.bot_prefix).finish_non_exhaustive()
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self::new(&text))
    }
}

/// The payload as it comes; all that may be anything is a `Value`.
#[derive(Deserialize)]
pub(super) struct Raw {
    token: Token,
    #[serde(default)]
    intents: Value,
    #[serde(default)]
    presence: Value,
    #[serde(default)]
    large_threshold: Value,
    #[serde(default)]
    shard: Value,
}

impl From<Raw> for Identify {
    fn from(raw: Raw) -> Self {
        let threshold = raw.large_threshold.as_u64().unwrap_or(*LARGE_THRESHOLD.start());
        Self {
            token: raw.token,
            intents: intents(&raw.intents),
            presence: lenient_presence(&raw.presence),
            large_threshold: threshold.clamp(*LARGE_THRESHOLD.start(), *LARGE_THRESHOLD.end()),
            shard: shard(raw.shard),
        }
    }
}

fn intents(value: &Value) -> Intents {
    let bits = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    Intents::from_bits_truncate(bits.unwrap_or(0))
}

fn shard(value: Value) -> Option<[u32; 2]> {
    let shard: [u32; 2] = serde_json::from_value(value).ok()?;
    (shard[0] < shard[1]).then_some(shard)
}
