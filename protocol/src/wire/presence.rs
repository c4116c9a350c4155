//! Who is there, and what they are doing.

use serde::{Deserialize, Serialize};

use crate::id::{GuildId, UserId};

/// Longest text of an activity that is kept, in characters.
pub const ACTIVITY_CHARS_MAX: usize = 128;

/// Activities of one user at most; more are dropped.
pub const ACTIVITIES_MAX: usize = 5;

/// A status as others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Here.
    Online,
    /// Here, without input for a while.
    Idle,
    /// Here, and not to be disturbed.
    Dnd,
    /// Not here, or invisible.
    Offline,
}

/// A status as a user chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChosenStatus {
    /// Here.
    #[default]
    Online,
    /// Away.
    Idle,
    /// Not to be disturbed.
    Dnd,
    /// Offline to others. A bot may say `offline` for it.
    #[serde(alias = "offline")]
    Invisible,
}

impl ChosenStatus {
    /// What others see of it.
    pub const fn seen(self) -> Status {
        match self {
            Self::Online => Status::Online,
            Self::Idle => Status::Idle,
            Self::Dnd => Status::Dnd,
            Self::Invisible => Status::Offline,
        }
    }
}

/// What a user is doing, as a bot says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// What it is called.
    pub name: String,
    /// 0 plays, 1 streams, 2 listens, 3 watches, 4 custom, 5 competes.
    #[serde(rename = "type", default)]
    pub kind: u8,
    /// Where a stream is.
    #[serde(default)]
    pub url: Option<String>,
    /// A custom status, or how the activity goes.
    #[serde(default)]
    pub state: Option<String>,
    /// Unix milliseconds, if they were said.
    #[serde(default)]
    pub created_at: Option<u64>,
}

/// [`Activity::kind`] of a custom status.
pub const CUSTOM_ACTIVITY: u8 = 4;

impl Activity {
    /// A text of one's own.
    pub fn custom(text: String) -> Self {
        Self {
            name: "Custom Status".to_owned(),
            kind: CUSTOM_ACTIVITY,
            url: None,
            state: Some(text),
            created_at: None,
        }
    }

    /// Whether its texts are short enough to be passed on.
    pub fn is_bounded(&self) -> bool {
        let texts = [Some(&self.name), self.url.as_ref(), self.state.as_ref()];
        texts.into_iter().flatten().all(|text| text.chars().count() <= ACTIVITY_CHARS_MAX)
    }
}

/// A user of whom only the id is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct UserRef {
    /// The user's id.
    pub id: UserId,
}

/// The status on each kind of device. All of ours are browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ClientStatus {
    /// In a browser or a bot; left out when offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<Status>,
}

/// A presence inside a list that says of which guild it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Presence {
    /// Whose it is.
    pub user: UserRef,
    /// The status.
    pub status: Status,
    /// What they are doing.
    pub activities: Vec<Activity>,
    /// The same by device; [`Presence::new`] makes it agree.
    pub client_status: ClientStatus,
}

/// PRESENCE_UPDATE: a presence by itself, once for each guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PresenceEvent {
    /// The guild in which it is seen.
    pub guild_id: GuildId,
    /// The presence.
    #[serde(flatten)]
    pub presence: Presence,
}

impl Presence {
    /// Whoever is offline does nothing.
    pub fn new(user: UserId, status: Status, activities: Vec<Activity>) -> Self {
        let web = (status != Status::Offline).then_some(status);
        let client_status = ClientStatus { web };
        let activities = if web.is_some() { activities } else { Vec::new() };
        Self { user: UserRef { id: user }, status, activities, client_status }
    }
}
