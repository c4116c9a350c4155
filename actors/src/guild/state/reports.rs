//! Reports: making one, taking it, and doing with it.

use protocol::permissions::Permissions;
use protocol::{ChannelId, MessageId, ReportId, UserId};
use storage::Record as _;
use storage::records::{Message, Report, ReportedBy, Reporter, Resolution};

use super::super::{Field, GuildError, Outcome, ReportMove};
use super::{Change, Inputs, batch, need};
use crate::reports::{REPORT_REASON_CHARS_MAX, looks_after, of_message, sees};
use crate::view::GuildView;

/// A message that a member reports, as far as it was found.
#[derive(Debug, Clone)]
pub struct NewReport {
    /// Which message.
    pub message: MessageId,
    /// Why.
    pub reason: String,
    /// The message as stored; the guild finds it.
    pub(in crate::guild) found: Option<Box<Message>>,
    /// Whether the member reported it before; the guild finds out.
    pub(in crate::guild) is_repeated: bool,
}

impl NewReport {
    /// One that is to be looked into.
    pub fn new(message: MessageId, reason: String) -> Self {
        Self { message, reason, found: None, is_repeated: false }
    }
}

/// RP2, RP3. A second one of somebody is answered as if it were the first.
pub(super) fn create(
    view: &GuildView,
    actor: UserId,
    channel: ChannelId,
    new: NewReport,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    view.access(actor, channel, inputs.now_ms)?;
    let reason = new.reason.trim().to_owned();
    if !(1..=REPORT_REASON_CHARS_MAX).contains(&reason.chars().count()) {
        return Err(GuildError::Invalid(Field::ReportReason));
    }
    let found = new.found.filter(|message| message.deleted_at_ms.is_none());
    let message = found.ok_or(GuildError::UnknownMessage)?;
    if new.is_repeated {
        return Ok(Change::new(batch(view), view.clone(), Outcome::Done));
    }
    let id = ReportId::new((inputs.next_id)());
    let by = ReportedBy::Member { user: actor, reason };
    let report = of_message(view.id(), id, &message, by);
    let reporter = Reporter { guild: view.id(), message: message.id, user: actor, report: id };
    let rows = batch(view).put(&report).put(&reporter);
    Ok(told(Change::new(rows, view.clone(), Outcome::Done), report))
}

/// RP3. `found`: the report as it is stored.
pub(super) fn update(
    view: &GuildView,
    actor: UserId,
    found: Option<Report>,
    to: ReportMove,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::empty(), now_ms)?;
    if !looks_after(view, actor, now_ms) {
        return Err(GuildError::MissingPermission);
    }
    let seen = found.filter(|report| sees(view, actor, report, now_ms));
    let before = seen.ok_or(GuildError::UnknownReport)?;
    if let Some(resolution) = before.resolution {
        let is_same = to == ReportMove::Resolve(resolution.outcome) && resolution.by == actor;
        return match is_same {
            true => Ok(Change::new(batch(view), view.clone(), Outcome::Report(Box::new(before)))),
            false => Err(GuildError::ReportResolved(name(view, resolution.by))),
        };
    }
    let other = before.claimed_by.filter(|by| *by != actor && view.members.contains_key(by));
    let mut after = before.clone();
    match (to, other) {
        (ReportMove::Claim | ReportMove::Resolve(_), Some(other)) => {
            return Err(GuildError::ReportClaimed(name(view, other)));
        }
        // Whoever forgot it is not waited for.
        (ReportMove::Release, _) => after.claimed_by = None,
        (ReportMove::Claim, None) => after.claimed_by = Some(actor),
        (ReportMove::Resolve(outcome), None) => {
            after.claimed_by = Some(actor);
            after.resolution = Some(Resolution { by: actor, at_ms: now_ms, outcome });
        }
    }
    let outcome = Outcome::Report(Box::new(after.clone()));
    if after == before {
        return Ok(Change::new(batch(view), view.clone(), outcome));
    }
    let rows = batch(view).delete::<Report>(&before.key()).put(&after);
    Ok(told(Change::new(rows, view.clone(), outcome), after))
}

fn told(change: Change, report: Report) -> Change {
    Change { reports: vec![report], ..change }
}

/// By which others know them here.
fn name(view: &GuildView, user: UserId) -> String {
    let member = view.members.get(&user);
    let name = member.map(|member| {
        let account = &member.user;
        let nick = member.member.nick.as_ref().or(account.global_name.as_ref());
        nick.unwrap_or(&account.username).clone()
    });
    name.unwrap_or_else(|| "somebody who left".to_owned())
}
