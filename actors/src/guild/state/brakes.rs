//! Setting the brakes.

use protocol::UserId;
use protocol::permissions::Permissions;
use storage::records::Brakes;

use super::super::{BrakesPatch, Field, GuildError, Outcome};
use super::{Change, batch, need};
use crate::arrivals::{JOINS_PER_MINUTE_MAX, MIN_ACCOUNT_AGE_S_MAX};
use crate::view::GuildView;

pub(super) fn update(
    view: &GuildView,
    actor: UserId,
    patch: BrakesPatch,
    now_ms: i64,
) -> Result<Change, GuildError> {
    readable(view, actor, now_ms)?;
    let before = view.brakes;
    let brakes = Brakes {
        guild: view.id(),
        invites_paused: patch.invites_paused.unwrap_or(before.invites_paused),
        min_account_age_s: patch.min_account_age_s.unwrap_or(before.min_account_age_s),
        joins_per_minute: patch.joins_per_minute.unwrap_or(before.joins_per_minute),
    };
    if brakes.min_account_age_s > MIN_ACCOUNT_AGE_S_MAX {
        return Err(GuildError::Invalid(Field::MinAccountAge));
    }
    if brakes.joins_per_minute > JOINS_PER_MINUTE_MAX {
        return Err(GuildError::Invalid(Field::JoinsPerMinute));
    }
    let rows = batch(view);
    let rows = if brakes == before { rows } else { rows.put(&brakes) };
    Ok(Change::new(rows, GuildView { brakes, ..view.clone() }, Outcome::Done))
}

/// Whether somebody may know the brakes.
pub(crate) fn readable(view: &GuildView, actor: UserId, now_ms: i64) -> Result<(), GuildError> {
    need(view, actor, Permissions::MANAGE_GUILD, now_ms)
}
