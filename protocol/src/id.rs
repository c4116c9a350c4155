//! Ids: one newtype a noun, and the generator that makes them.
//!
//! - ID1  An id is a snowflake: 42 bits of milliseconds since [`EPOCH_MS`], 10 bits of node, 12 bits of count.
//! - ID2  In JSON an id goes out as a decimal string; a string or an integer comes in, never through a float.
//! - ID3  A generator's ids rise strictly, whatever the clock does.
//!
//! Bot libraries derive the time of creation from the id, so the epoch is part of the contract.

use std::fmt;

/// Start of the snowflake epoch, in Unix milliseconds.
pub const EPOCH_MS: i64 = 1_420_070_400_000;

/// Highest node number that fits an id.
pub const NODE_MAX: u16 = (1 << NODE_BITS) - 1;

const COUNT_BITS: u32 = 12;
const NODE_BITS: u32 = 10;
const COUNT_MAX: u64 = (1 << COUNT_BITS) - 1;
const TIME_SHIFT: u32 = COUNT_BITS + NODE_BITS;
const TIME_MAX: u64 = u64::MAX >> TIME_SHIFT;

/// A text that is no id: empty, not only digits, or beyond 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is a decimal number of at most 64 bits")]
pub struct IdError;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// Wraps a raw snowflake.
            pub const fn new(raw: u64) -> Self {
                Self(raw)
            }

            /// The raw snowflake.
            pub const fn get(self) -> u64 {
                self.0
            }

            /// When the id was made, in Unix milliseconds.
            pub const fn created_at_ms(self) -> i64 {
                created_at_ms(self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                crate::decimal::parse(text).map(Self).ok_or(IdError)
            }
        }

        impl From<u64> for $name {
            fn from(raw: u64) -> Self {
                Self(raw)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                crate::decimal::serialize(self.0, to)
            }
        }

        crate::schema::shape!($name, crate::schema::decimal("A snowflake as a decimal number."));

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::decimal::deserialize(from, "an id as a string or an integer").map(Self)
            }
        }
    };
}

id!(
    /// A person or a bot. The id of a bot's application is the same number.
    UserId
);
id!(
    /// A community.
    GuildId
);
id!(
    /// A text channel, voice channel, category, thread or direct conversation.
    ChannelId
);
id!(
    /// A message.
    MessageId
);
id!(
    /// A role. The id of @everyone is the guild's: see [`GuildId::everyone`].
    RoleId
);
id!(
    /// One login of a user: a browser or device that holds a refresh token.
    LoginId
);
id!(
    /// What a permission overwrite is about: a role or a user, as its kind says.
    OverwriteId
);
id!(
    /// A webhook.
    WebhookId
);
id!(
    /// A custom emoji.
    EmojiId
);
id!(
    /// A file of a message.
    AttachmentId
);
id!(
    /// An entry of a guild's audit log.
    AuditEntryId
);
id!(
    /// A rule about what is written in a guild.
    WordRuleId
);
id!(
    /// A report of a message.
    ReportId
);

impl GuildId {
    /// The role that every member has.
    pub const fn everyone(self) -> RoleId {
        RoleId(self.0)
    }
}

impl From<RoleId> for OverwriteId {
    fn from(role: RoleId) -> Self {
        Self(role.0)
    }
}

impl From<UserId> for OverwriteId {
    fn from(user: UserId) -> Self {
        Self(user.0)
    }
}

/// When a raw snowflake was made, in Unix milliseconds.
pub const fn created_at_ms(raw: u64) -> i64 {
    (raw >> TIME_SHIFT) as i64 + EPOCH_MS
}

/// The lowest snowflake of a moment: a cursor for "since then". Moments before the epoch give 0.
pub const fn first_at_ms(unix_ms: i64) -> u64 {
    let since_epoch_ms = unix_ms.saturating_sub(EPOCH_MS);
    let time = if since_epoch_ms < 0 { 0 } else { since_epoch_ms as u64 };
    (if time > TIME_MAX { TIME_MAX } else { time }) << TIME_SHIFT
}

/// The id that a node makes after `last`: of the clock's moment, or the next free one when the
/// clock stands or went back. The lowest ten bits of `node` count.
pub const fn next_after(node: u16, last: u64, now_ms: i64) -> u64 {
    let node_part = ((node & NODE_MAX) as u64) << COUNT_BITS;
    let by_clock = first_at_ms(now_ms) | node_part;
    if by_clock > last {
        return by_clock;
    }
    let first_of_last_ms = ((last >> TIME_SHIFT) << TIME_SHIFT) | node_part;
    if first_of_last_ms > last {
        first_of_last_ms
    } else if last - first_of_last_ms < COUNT_MAX {
        last + 1
    } else {
        (((last >> TIME_SHIFT) + 1) << TIME_SHIFT) | node_part
    }
}

/// Makes strictly rising snowflakes. Time comes in; it reads no clock.
#[derive(Debug, Clone)]
pub struct SnowflakeGenerator {
    node: u16,
    last: u64,
}

impl SnowflakeGenerator {
    /// A generator that has made nothing yet. The lowest ten bits of `node` count.
    pub const fn new(node: u16) -> Self {
        Self::resume(node, 0)
    }

    /// A generator whose next id comes after `last`, which is the highest one in the store.
    pub const fn resume(node: u16, last: u64) -> Self {
        Self { node: node & NODE_MAX, last }
    }

    /// The next id: `max(now_ms, last + 1)`.
    pub fn next(&mut self, now_ms: i64) -> u64 {
        self.last = next_after(self.node, self.last, now_ms);
        self.last
    }

    /// The id made last, 0 before the first.
    pub const fn last(&self) -> u64 {
        self.last
    }
}

#[cfg(test)]
mod tests;
