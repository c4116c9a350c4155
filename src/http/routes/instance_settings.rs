//! What administrators decide while the server runs.

use std::sync::Arc;

use axum::extract::State;
use protocol::error::FieldErrorCode;
use serde::{Deserialize, Serialize};
use storage::records::{GuildCreation, InstanceSettings, Registrations};
use utoipa::ToSchema;

use crate::accounts::{InstanceSettingsPatch, Power};
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{JsonBody, Person, Reason, given};
use crate::http::finish::finish;
use crate::http::{App, HttpError};

#[derive(Serialize, ToSchema)]
#[schema(as = InstanceSettings)]
pub(in crate::http) struct ShownSettings {
    registrations: ShownRegistrations,
    /// Whether nothing changes but by administrators.
    read_only: bool,
    /// Seconds between two messages of one person in channels of guilds; 0 is none.
    slow_mode_seconds: u32,
    guild_creation: ShownGuildCreation,
    /// Bytes of one file in a message, where that is less than what the configuration allows.
    #[schema(required)]
    upload_bytes_max: Option<u64>,
}

/// Who may register.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = Registrations)]
#[serde(rename_all = "lowercase")]
enum ShownRegistrations {
    Open,
    Invite,
    Closed,
}

/// Who may make guilds.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = GuildCreation)]
#[serde(rename_all = "lowercase")]
enum ShownGuildCreation {
    Everyone,
    Admins,
}

/// Absent stays.
#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct InstancePatchBody {
    registrations: Option<ShownRegistrations>,
    read_only: Option<bool>,
    #[schema(maximum = 21600)]
    slow_mode_seconds: Option<u32>,
    guild_creation: Option<ShownGuildCreation>,
    /// Null leaves it to the configuration.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u64>, minimum = 1)]
    upload_bytes_max: Option<Option<u64>>,
}

/// The settings of the instance, for administrators.
#[utoipa::path(
    get, path = "/admin/settings", tag = "admin", operation_id = "instance_settings",
    security(("user" = [])),
    responses((status = 200, body = ShownSettings), (status = 403)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<ShownSettings>> {
    app.accounts.with_power(person.user, Power::Administration).await?;
    Ok(Answer(app.accounts.instance_settings().into()))
}

/// Changes settings, which take effect at once.
#[utoipa::path(
    patch, path = "/admin/settings", tag = "admin", operation_id = "change_instance_settings",
    request_body = InstancePatchBody, security(("user" = [])),
    responses((status = 200, body = ShownSettings), (status = 403)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    person: Person,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<InstancePatchBody>,
) -> Outcome<Answer<ShownSettings>> {
    let most = app.settings.files.upload_bytes_max;
    if body.upload_bytes_max.flatten().is_some_and(|bytes| bytes > most) {
        let message = format!("Must be at most {most}, as the server was started with.");
        return Err(HttpError::field("upload_bytes_max", FieldErrorCode::OutOfRange, message));
    }
    finish(&app, move |app| async move {
        let take_effect = |settings: &InstanceSettings| app.follow(settings);
        let changing =
            app.accounts.change_instance_settings(person.user, body.into(), reason, take_effect);
        Ok(Answer(changing.await?.into()))
    })
    .await
}

impl App {
    /// Holds the engine and the files to settings of the instance; the accounts keep them themselves.
    pub(crate) fn follow(&self, settings: &InstanceSettings) {
        self.engine.slow_mode().set(settings.slow_mode_s);
        self.files.limit_uploads(settings.upload_bytes_max);
    }
}

impl From<InstanceSettings> for ShownSettings {
    fn from(settings: InstanceSettings) -> Self {
        Self {
            registrations: match settings.registrations {
                Registrations::Open => ShownRegistrations::Open,
                Registrations::Invite => ShownRegistrations::Invite,
                Registrations::Closed => ShownRegistrations::Closed,
            },
            read_only: settings.read_only,
            slow_mode_seconds: settings.slow_mode_s,
            guild_creation: match settings.guild_creation {
                GuildCreation::Everyone => ShownGuildCreation::Everyone,
                GuildCreation::Admins => ShownGuildCreation::Admins,
            },
            upload_bytes_max: settings.upload_bytes_max,
        }
    }
}

impl From<InstancePatchBody> for InstanceSettingsPatch {
    fn from(body: InstancePatchBody) -> Self {
        Self {
            registrations: body.registrations.map(|who| match who {
                ShownRegistrations::Open => Registrations::Open,
                ShownRegistrations::Invite => Registrations::Invite,
                ShownRegistrations::Closed => Registrations::Closed,
            }),
            read_only: body.read_only,
            slow_mode_s: body.slow_mode_seconds,
            guild_creation: body.guild_creation.map(|who| match who {
                ShownGuildCreation::Everyone => GuildCreation::Everyone,
                ShownGuildCreation::Admins => GuildCreation::Admins,
            }),
            upload_bytes_max: body.upload_bytes_max,
        }
    }
}
