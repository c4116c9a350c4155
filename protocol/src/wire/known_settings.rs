//! The keys of somebody's settings that the server knows; all others are for their clients alone.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::presence::{ACTIVITY_CHARS_MAX, Activity, ChosenStatus};
use crate::time::Timestamp;

/// The key of the chosen status.
const STATUS: &str = "status";

/// The key of the text beside it.
const CUSTOM_STATUS: &str = "custom_status";

/// The key of whether receipts are given and wanted.
const RECEIPTS: &str = "receipts";

/// The key of whether bots write directly.
const BOT_MESSAGES: &str = "bot_messages";

/// The key of whether others in voice rooms are kept from the network address.
const HIDE_ADDRESS: &str = "hide_address";

/// A text beside a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CustomStatus {
    /// 1 to [`ACTIVITY_CHARS_MAX`] characters.
    pub text: String,
    /// When it ends; null is never.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSettings {
    /// Chosen for all devices; `online` leaves it to them.
    pub status: ChosenStatus,
    /// The text beside it, if there is one.
    pub custom: Option<CustomStatus>,
    /// Whether receipts are given and wanted.
    pub receipts: bool,
    /// Whether bots of the person's guilds may write directly.
    pub bot_messages: bool,
    /// Whether sound always goes through the media server, so that nobody in a voice room learns the
    /// network address.
    pub hide_address: bool,
}

impl Default for KnownSettings {
    fn default() -> Self {
        Self {
            status: ChosenStatus::default(),
            custom: None,
            receipts: true,
            bot_messages: true,
            hide_address: false,
        }
    }
}

/// Which key of the settings is wrong, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No status that can be chosen.
    #[error("Value must be one of online, idle, dnd, invisible.")]
    Status,
    /// No text, or one that is empty or too long.
    #[error(
        "Must be null, or a text of 1 to {ACTIVITY_CHARS_MAX} characters with the time of its end."
    )]
    CustomStatus,
    /// Neither true nor false.
    #[error("Must be either true or false.")]
    Receipts,
    /// Neither true nor false.
    #[error("Must be either true or false.")]
    BotMessages,
    /// Neither true nor false.
    #[error("Must be either true or false.")]
    HideAddress,
}

impl SettingError {
    /// The key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Status => STATUS,
            Self::CustomStatus => CUSTOM_STATUS,
            Self::Receipts => RECEIPTS,
            Self::BotMessages => BOT_MESSAGES,
            Self::HideAddress => HIDE_ADDRESS,
        }
    }
}

impl KnownSettings {
    /// Reads it out of settings; what is not there, or null, is as if nothing was chosen.
    ///
    /// # Errors
    /// For the first key that holds anything else.
    pub fn of(settings: &Map<String, Value>) -> Result<Self, SettingError> {
        let status = read::<ChosenStatus>(settings, STATUS);
        let custom = read::<CustomStatus>(settings, CUSTOM_STATUS);
        let receipts = read::<bool>(settings, RECEIPTS);
        let bot_messages = read::<bool>(settings, BOT_MESSAGES);
        let hide_address = read::<bool>(settings, HIDE_ADDRESS);
        Ok(Self {
            status: status.map_err(|_| SettingError::Status)?.unwrap_or_default(),
            custom: custom
                .ok()
                .filter(|custom| custom.as_ref().is_none_or(CustomStatus::is_bounded))
                .ok_or(SettingError::CustomStatus)?,
            receipts: receipts.map_err(|_| SettingError::Receipts)?.unwrap_or(true),
            bot_messages: bot_messages.map_err(|_| SettingError::BotMessages)?.unwrap_or(true),
            hide_address: hide_address.map_err(|_| SettingError::HideAddress)?.unwrap_or(false),
        })
    }

    /// The same of what was stored: a key that does not read is as if it was not set.
    pub fn stored(settings: &Map<String, Value>) -> Self {
        let one = |key: &str| {
            let value = settings.get(key).cloned();
            let alone = value.map(|value| (key.to_owned(), value)).into_iter().collect();
            Self::of(&alone).unwrap_or_default()
        };
        Self {
            status: one(STATUS).status,
            custom: one(CUSTOM_STATUS).custom,
            receipts: one(RECEIPTS).receipts,
            bot_messages: one(BOT_MESSAGES).bot_messages,
            hide_address: one(HIDE_ADDRESS).hide_address,
        }
    }

    /// What is shown beside the name at a moment.
    pub fn activity(&self, now_ms: i64) -> Option<Activity> {
        let custom = self.custom.as_ref()?;
        let is_over = custom.expires_at.is_some_and(|end| end.as_ms() <= now_ms);
        (!is_over).then(|| Activity::custom(custom.text.clone()))
    }

    /// When what is shown ends by itself, if it does after a moment.
    pub fn ends_ms(&self, now_ms: i64) -> Option<i64> {
        let end = self.custom.as_ref()?.expires_at?.as_ms();
        (end > now_ms).then_some(end)
    }
}

impl CustomStatus {
    fn is_bounded(&self) -> bool {
        !self.text.trim().is_empty() && self.text.chars().count() <= ACTIVITY_CHARS_MAX
    }
}

fn read<T: for<'de> Deserialize<'de>>(
    settings: &Map<String, Value>,
    key: &str,
) -> Result<Option<T>, serde_json::Error> {
    settings.get(key).map_or(Ok(None), Option::<T>::deserialize)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known(settings: Value) -> Result<KnownSettings, SettingError> {
        let Value::Object(settings) = settings else { panic!("an object") };
        KnownSettings::of(&settings)
    }

    #[test]
    fn what_is_not_set_is_online_without_a_text_with_receipts_and_messages_of_bots() {
        assert_eq!(known(json!({})), Ok(KnownSettings::default()));
        assert_eq!(
            known(json!({"status": null, "custom_status": null, "other": 1})),
            known(json!({}))
        );
    }

    #[test]
    fn a_stored_key_that_does_not_read_takes_no_other_one_with_it() {
        let settings = json!({
            "status": "invisible", "custom_status": "away", "receipts": false, "bot_messages": false,
            "hide_address": true,
        });
        let Value::Object(settings) = settings else { panic!("an object") };
        let known = KnownSettings::stored(&settings);
        assert_eq!(known.status, ChosenStatus::Invisible);
        assert_eq!((known.custom, known.receipts, known.bot_messages), (None, false, false));
        assert!(known.hide_address);
    }

    #[test]
    fn a_text_ends_when_it_says() {
        let chosen = known(json!({
            "status": "dnd",
            "custom_status": {"text": "Away", "expires_at": "1970-01-01T00:00:05Z"},
        }))
        .unwrap();
        assert_eq!(chosen.status, ChosenStatus::Dnd);
        assert_eq!(chosen.activity(4_999), Some(Activity::custom("Away".to_owned())));
        assert_eq!((chosen.ends_ms(4_999), chosen.ends_ms(5_000)), (Some(5_000), None));
        assert_eq!(chosen.activity(5_000), None);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_key() {
        let key = |settings| known(settings).map_err(SettingError::key);
        assert_eq!(key(json!({"status": "away"})), Err("status"));
        assert_eq!(key(json!({"status": 3})), Err("status"));
        assert_eq!(key(json!({"receipts": "yes"})), Err("receipts"));
        assert_eq!(key(json!({"bot_messages": 1})), Err("bot_messages"));
        assert_eq!(key(json!({"hide_address": "on"})), Err("hide_address"));
        for custom in
            [json!({"text": " "}), json!({"text": "x".repeat(129)}), json!("Away"), json!({})]
        {
            assert_eq!(key(json!({ "custom_status": custom })), Err("custom_status"));
        }
    }
}
