//! Reports, from rows to the wire.

use std::collections::BTreeMap;

use protocol::{Timestamp, UserId, wire};
use storage::records::{Report, ReportOutcome, ReportedBy};

use super::unknown_user;

/// How far a report is.
pub(crate) fn status(report: &Report) -> wire::ReportStatus {
    match (report.resolution, report.claimed_by) {
        (Some(_), _) => wire::ReportStatus::Resolved,
        (None, Some(_)) => wire::ReportStatus::Claimed,
        (None, None) => wire::ReportStatus::Open,
    }
}

/// Whoever is named in it.
pub(crate) fn people(report: &Report) -> Vec<UserId> {
    let reporter = match report.by {
        ReportedBy::Member { user, .. } => Some(user),
        ReportedBy::Rule { .. } => None,
    };
    let resolved_by = report.resolution.map(|resolution| resolution.by);
    [Some(report.author), reporter, report.claimed_by, resolved_by].into_iter().flatten().collect()
}

pub(crate) fn report(report: &Report, users: &BTreeMap<UserId, wire::User>) -> wire::Report {
    let shown = |id: UserId| users.get(&id).cloned().unwrap_or_else(|| unknown_user(id));
    let (reporter, reason, rule) = match &report.by {
        ReportedBy::Member { user, reason } => (Some(shown(*user)), Some(reason.clone()), None),
        ReportedBy::Rule { rule, name } => {
            let rule = wire::ReportingRule { id: *rule, name: name.clone() };
            (None, None, Some(rule))
        }
    };
    let resolution = report.resolution;
    wire::Report {
        id: report.id,
        guild_id: report.guild,
        channel_id: report.channel,
        message_id: report.message,
        author: shown(report.author),
        reporter,
        reason,
        rule,
        content: report.content.clone(),
        files: report.files.clone(),
        status: status(report),
        claimed_by: report.claimed_by.map(shown),
        resolved_by: resolution.map(|resolution| shown(resolution.by)),
        outcome: resolution.map(|resolution| outcome(resolution.outcome)),
        created_at: Timestamp::from_ms(report.id.created_at_ms()),
        resolved_at: resolution.map(|resolution| Timestamp::from_ms(resolution.at_ms)),
    }
}

/// What was done.
pub(crate) fn outcome(outcome: ReportOutcome) -> wire::ReportOutcome {
    match outcome {
        ReportOutcome::Nothing => wire::ReportOutcome::Nothing,
        ReportOutcome::Deleted => wire::ReportOutcome::Deleted,
        ReportOutcome::TimedOut => wire::ReportOutcome::TimedOut,
        ReportOutcome::Kicked => wire::ReportOutcome::Kicked,
        ReportOutcome::Banned => wire::ReportOutcome::Banned,
    }
}
