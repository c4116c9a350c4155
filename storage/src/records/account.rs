//! Users, their names, logins and bot tokens.

mod former;
mod stub;

use protocol::{LoginId, UserId};
use serde::{Deserialize, Serialize};

use crate::codec::{self, DecodeError};
use crate::key::{ShortText, Table};
use crate::record::Record;
use former::{UserV1, UserV2};
pub use stub::STUB_NAME_PREFIX;

/// A person or a bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// Unique among users, case-folded. The row that keeps it unique is [`Username`].
    pub username: String,
    /// The name shown, when another one is wanted.
    pub global_name: Option<String>,
    /// For recovery; nobody else sees it.
    pub email: Option<String>,
    /// An argon2id hash in PHC form; bots have none.
    pub password_hash: Option<String>,
    /// Whether this is a bot.
    pub bot: bool,
    /// Who made the bot.
    pub bot_owner: Option<UserId>,
    /// The user's rank on this instance.
    pub instance_role: InstanceRole,
    /// When the account was made.
    pub created_at_ms: i64,
    /// Names the user's picture.
    pub avatar: Option<String>,
    /// Whether a login asks for more than the password: there is a [`super::SecondFactor`]. The two are
    /// written together.
    pub second_factor: bool,
}

/// Rank on an instance. Compares by rank.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum InstanceRole {
    /// No say.
    #[default]
    User,
    /// Acts on users.
    Moderator,
    /// Changes settings too.
    Admin,
    /// Cannot be acted upon.
    Owner,
}

impl Record for User {
    type Key = UserId;
    type Prefix = ();
    const TABLE: Table = Table::User;
    const VERSION: u8 = 3;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn upgrade(version: u8, payload: &[u8]) -> Result<Self, DecodeError> {
        match version {
            1 => codec::decode_payload::<UserV1>(payload).map(Self::from),
            2 => codec::decode_payload::<UserV2>(payload).map(Self::from),
            _ => Err(DecodeError::UnknownVersion(version)),
        }
    }
}

/// Whose a username is. Written with `expect_absent`, it keeps names unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Username {
    /// The case-folded name.
    pub name: ShortText,
    /// Who has it.
    pub user: UserId,
}

impl Record for Username {
    type Key = ShortText;
    /// How names begin.
    type Prefix = ShortText;
    const TABLE: Table = Table::Username;

    fn key(&self) -> Self::Key {
        self.name
    }
}

/// A browser or device that is logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Whose login it is.
    pub user: UserId,
    /// Which of the user's logins.
    pub id: LoginId,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it was used last, to the minute or so.
    pub last_seen_at_ms: i64,
    /// The address it was used from last.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    /// SHA-256 of the current refresh token.
    pub refresh_hash: [u8; 32],
    /// SHA-256 of the former one, which stays good for a short while.
    pub previous_hash: Option<[u8; 32]>,
    /// When the former was replaced.
    pub rotated_at_ms: i64,
}

impl Record for Login {
    type Key = (UserId, LoginId);
    type Prefix = UserId;
    const TABLE: Table = Table::Login;

    fn key(&self) -> Self::Key {
        (self.user, self.id)
    }
}

/// A bot's current token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotToken {
    /// Whose token it is.
    pub bot: UserId,
    /// SHA-256 of the token's secret.
    pub secret_hash: [u8; 32],
}

impl Record for BotToken {
    type Key = UserId;
    type Prefix = ();
    const TABLE: Table = Table::BotToken;

    fn key(&self) -> Self::Key {
        self.bot
    }
}

/// The other direction of [`User::bot_owner`]: the bots of a person. Written with the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnedBot {
    /// Who made it.
    pub owner: UserId,
    /// The bot.
    pub bot: UserId,
}

impl Record for OwnedBot {
    type Key = (UserId, UserId);
    type Prefix = UserId;
    const TABLE: Table = Table::OwnedBot;

    fn key(&self) -> Self::Key {
        (self.owner, self.bot)
    }
}

/// What a user's clients keep with the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSettings {
    /// Whose settings they are.
    pub user: UserId,
    /// A JSON object, of which the server knows a few keys.
    pub json: String,
}

impl Record for UserSettings {
    type Key = UserId;
    type Prefix = ();
    const TABLE: Table = Table::UserSettings;

    fn key(&self) -> Self::Key {
        self.user
    }
}
