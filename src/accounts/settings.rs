//! What a user's clients keep with the account: a small JSON object of theirs, of which the server knows
//! some keys ([`KnownSettings`]).

use protocol::UserId;
use protocol::wire::KnownSettings;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use storage::records::{User, UserSettings};
use storage::{Batch, Shard, StoreExt};

use super::error::FieldProblem;
use super::{AccountError, Accounts};

/// The longest settings of a user, as JSON.
const SETTINGS_BYTES_MAX: usize = 16 * 1024;

impl Accounts {
    /// The settings of a user, `{}` at first.
    pub(crate) async fn settings(&self, user: UserId) -> Result<Box<RawValue>, AccountError> {
        let stored = self.store.load::<UserSettings>(&user).await?;
        raw(stored.map_or_else(|| "{}".to_owned(), |settings| settings.json))
    }

    /// Replaces the given keys; null takes one away. Returns the whole. That they changed
    /// is the caller's to tell.
    pub(crate) async fn change_settings(
        &self,
        user: UserId,
        patch: Map<String, Value>,
    ) -> Result<Box<RawValue>, AccountError> {
        KnownSettings::of(&patch).map_err(|error| AccountError::field(error.key(), error))?;
        let _alone = self.rows.lock(user.get()).await;
        let stored = self.store.load::<UserSettings>(&user).await?;
        let current = stored.map(|settings| settings.json).unwrap_or_default();
        let json = merged(serde_json::from_str(&current).unwrap_or_default(), patch);
        if json.len() > SETTINGS_BYTES_MAX {
            let problem = FieldProblem::TooLong(SETTINGS_BYTES_MAX);
            return Err(AccountError::field("settings", problem));
        }
        let changed = UserSettings { user, json };
        let batch = Batch::new(Shard::Social).expect_present::<User>(&user).put(&changed);
        self.store.commit(batch).await?;
        raw(changed.json)
    }
}

fn merged(mut settings: Map<String, Value>, patch: Map<String, Value>) -> String {
    for (key, value) in patch {
        if value.is_null() {
            settings.remove(&key);
        } else {
            settings.insert(key, value);
        }
    }
    Value::Object(settings).to_string()
}

fn raw(json: String) -> Result<Box<RawValue>, AccountError> {
    RawValue::from_string(json).map_err(|_| AccountError::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_keys_are_replaced_and_null_takes_one_away() {
        let object = |text: &str| serde_json::from_str(text).expect("an object");
        let merged = merged(object(r#"{"a":1,"b":{"c":2}}"#), object(r#"{"b":3,"a":null,"d":4}"#));
        assert_eq!(merged, r#"{"b":3,"d":4}"#);
    }
}
