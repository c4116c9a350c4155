//! What a person's clients keep with the account: a small JSON object, of which the server knows some keys
//! ([`KnownSettings`]).
//!
//! - SG1  Changes of one user follow one another, and all of their sessions hear of them in that order.
//! - SG2  What changes nothing is neither stored nor told: two clients that answer each other come to rest.

use protocol::UserId;
use protocol::event::{Event, SettingsChanged};
use protocol::wire::{KnownSettings, SettingError};
use serde_json::{Map, Value};
use storage::records::{User, UserSettings};
use storage::{Batch, CommitError, ReadError, Shard, StoreExt};

use crate::engine::Context;
use crate::outbox::Outgoing;
use crate::user::UserNode;

/// The longest settings of a user, as JSON.
pub const SETTINGS_BYTES_MAX: usize = 16 * 1024;

/// Settings by their names.
pub type Settings = Map<String, Value>;

/// Why settings stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// All of it would have more than [`SETTINGS_BYTES_MAX`].
    #[error("settings have at most {SETTINGS_BYTES_MAX} bytes")]
    TooLong,
    /// A key that the server knows would say nothing that it knows.
    #[error(transparent)]
    Wrong(#[from] SettingError),
    /// The store did not take it.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The store did not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// The settings of a user, empty at first. Whoever holds the lock meanwhile misses no change.
pub(crate) async fn load(context: &Context, user: UserId) -> Result<Settings, ReadError> {
    let stored = context.store.load::<UserSettings>(&user).await?;
    let json = stored.map(|settings| settings.json).unwrap_or_default();
    Ok(serde_json::from_str(&json).unwrap_or_default())
}

/// Those that the server knows. What does not read is as if it was not set.
pub(crate) async fn known(context: &Context, user: UserId) -> Result<KnownSettings, ReadError> {
    Ok(KnownSettings::stored(&load(context, user).await?))
}

/// Has a user with a session go by what is stored; no change of it gets in between.
pub(crate) async fn learn(node: &UserNode) -> Result<KnownSettings, ReadError> {
    // SG1
    let _alone = node.context.settings.lock(node.id.get()).await;
    let known = known(&node.context, node.id).await?;
    node.know(&known);
    Ok(known)
}

/// Replaces the given ones; null takes one away. Returns the whole.
pub(crate) async fn change(
    context: &Context,
    user: UserId,
    patch: Settings,
) -> Result<Settings, SettingsError> {
    KnownSettings::of(&patch)?;
    // SG1
    let _alone = context.settings.lock(user.get()).await;
    let before = load(context, user).await?;
    let after = merged(before.clone(), patch);
    // SG2
    if after == before {
        return Ok(after);
    }
    let event = SettingsChanged { settings: Value::Object(after.clone()) };
    let json = event.settings.to_string();
    if json.len() > SETTINGS_BYTES_MAX {
        return Err(SettingsError::TooLong);
    }
    let batch = Batch::new(Shard::Social).expect_present::<User>(&user);
    let committed = context.store.commit(batch.put(&UserSettings { user, json })).await;
    // Also where nobody knows whether it was stored.
    let known = committed.is_ok().then(|| KnownSettings::stored(&after));
    context.settings_changed(user, known.as_ref());
    committed?;
    let event = Outgoing::of(&Event::SettingsChanged(event));
    for session in context.sessions_of(user) {
        session.outbox.push(std::slice::from_ref(&event), || true);
    }
    Ok(after)
}

fn merged(mut settings: Settings, patch: Settings) -> Settings {
    for (key, value) in patch {
        if value.is_null() {
            settings.remove(&key);
        } else {
            settings.insert(key, value);
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_keys_are_replaced_and_null_takes_one_away() {
        let object = |text: &str| serde_json::from_str::<Settings>(text).expect("an object");
        let merged = merged(object(r#"{"a":1,"b":{"c":2}}"#), object(r#"{"b":3,"a":null,"d":4}"#));
        assert_eq!(merged, object(r#"{"b":3,"d":4}"#));
    }
}
