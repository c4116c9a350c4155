//! The settings of the instance: what they may be, and how they change.

use protocol::UserId;
use serde_json::{Value, json};
use storage::records::{
    AuditChange, GuildCreation, Instance, InstanceAct, InstanceSettings, Registrations,
};
use storage::{Batch, Shard};

use super::Power;
use super::log::{Fact, change};
use crate::accounts::error::FieldProblem;
use crate::accounts::{AccountError, Accounts};

/// The longest pause between messages, as in v10.
const SLOW_MODE_MAX_S: u32 = 21_600;

/// What may change; absent stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct InstanceSettingsPatch {
    pub(crate) registrations: Option<Registrations>,
    pub(crate) read_only: Option<bool>,
    pub(crate) slow_mode_s: Option<u32>,
    pub(crate) guild_creation: Option<GuildCreation>,
    /// `Some(None)` leaves it to the configuration.
    pub(crate) upload_bytes_max: Option<Option<u64>>,
}

impl InstanceSettingsPatch {
    fn apply(&self, to: InstanceSettings) -> Result<InstanceSettings, AccountError> {
        if self.slow_mode_s.is_some_and(|seconds| seconds > SLOW_MODE_MAX_S) {
            return Err(AccountError::field("slow_mode_seconds", FieldProblem::SlowMode));
        }
        if self.upload_bytes_max == Some(Some(0)) {
            return Err(AccountError::field("upload_bytes_max", FieldProblem::NoBytes));
        }
        Ok(InstanceSettings {
            registrations: self.registrations.unwrap_or(to.registrations),
            read_only: self.read_only.unwrap_or(to.read_only),
            slow_mode_s: self.slow_mode_s.unwrap_or(to.slow_mode_s),
            guild_creation: self.guild_creation.unwrap_or(to.guild_creation),
            upload_bytes_max: self.upload_bytes_max.unwrap_or(to.upload_bytes_max),
        })
    }
}

impl Accounts {
    /// What holds now.
    pub(crate) fn instance_settings(&self) -> InstanceSettings {
        self.instance.current().settings
    }

    /// Changes settings (IA2). That they take effect is the caller's to see to, in the order of the
    /// changes: it is done before the next change is looked at.
    pub(crate) async fn change_instance_settings(
        &self,
        actor: UserId,
        patch: InstanceSettingsPatch,
        reason: Option<String>,
        take_effect: impl FnOnce(&InstanceSettings) + Send,
    ) -> Result<InstanceSettings, AccountError> {
        let _alone = self.instance.lock().await;
        self.with_power(actor, Power::Administration).await?;
        let current = self.instance.current();
        let settings = patch.apply(current.settings)?;
        let changes = differences(&current.settings, &settings);
        if changes.is_empty() {
            return Ok(settings);
        }
        let fact = Fact { act: InstanceAct::SettingsUpdate, target: None, changes };
        let entry = self.instance_entry(fact, actor, reason);
        let changed = Instance { settings, ..Instance::clone(&current) };
        self.instance.change(changed, Batch::new(Shard::Social).put(&entry)).await?;
        take_effect(&settings);
        Ok(settings)
    }
}

fn differences(before: &InstanceSettings, after: &InstanceSettings) -> Vec<AuditChange> {
    let (before, after) = (fields(before), fields(after));
    let pairs = before.into_iter().zip(after);
    pairs.filter_map(|((key, old), (_, new))| change(key, &old, &new)).collect()
}

/// As they are told.
fn fields(settings: &InstanceSettings) -> [(&'static str, Value); 5] {
    let InstanceSettings {
        registrations,
        read_only,
        slow_mode_s,
        guild_creation,
        upload_bytes_max,
    } = *settings;
    let registrations = match registrations {
        Registrations::Open => "open",
        Registrations::Invite => "invite",
        Registrations::Closed => "closed",
    };
    let guild_creation = match guild_creation {
        GuildCreation::Everyone => "everyone",
        GuildCreation::Admins => "admins",
    };
    [
        ("registrations", json!(registrations)),
        ("read_only", json!(read_only)),
        ("slow_mode_seconds", json!(slow_mode_s)),
        ("guild_creation", json!(guild_creation)),
        ("upload_bytes_max", json!(upload_bytes_max)),
    ]
}
