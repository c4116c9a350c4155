//! The reports of a guild, for those who look after it.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{ReportId, UserId, wire};
use storage::records::{Report, User};
use storage::{ReadError, Scan, StoreExt};

use super::GuildHandle;
use crate::guild::GuildError;
use crate::render;
use crate::reports;
use crate::view::GuildView;

/// Reports of one page at most.
pub const REPORTS_PAGE_MAX: usize = 50;

/// Reports that are read at once.
const READ_AT_ONCE: usize = 200;

/// Which reports are asked for.
#[derive(Debug, Clone, Copy)]
pub struct ReportQuery {
    /// Those that are so far; of none, all that wait.
    pub status: Option<wire::ReportStatus>,
    /// Those before this one; the newest come first.
    pub before: Option<ReportId>,
    /// At most as many, 1..=[`REPORTS_PAGE_MAX`].
    pub limit: usize,
}

impl GuildHandle {
    /// A page of the reports that the reader may see (RP1).
    ///
    /// # Errors
    /// `UnknownGuild` for strangers, `MissingPermission` for those who do not look after the guild;
    /// `Unavailable`.
    pub async fn reports(
        &self,
        reader: UserId,
        query: ReportQuery,
    ) -> Result<Vec<wire::Report>, GuildError> {
        let (view, now_ms) = (self.view(), self.node().context.clock.now_ms());
        if !view.members.contains_key(&reader) {
            return Err(GuildError::UnknownGuild);
        }
        if !reports::looks_after(&view, reader, now_ms) {
            return Err(GuildError::MissingPermission);
        }
        let fits = |report: &Report| {
            query.status.is_none_or(|status| status == render::report_status(report))
                && reports::sees(&view, reader, report, now_ms)
        };
        let found = self.found_reports(&view, query, fits).await.map_err(unreadable)?;
        let users = self.people_of(&view, &found).await.map_err(unreadable)?;
        Ok(found.iter().map(|report| render::report(report, &users)).collect())
    }

    /// A report as it is shown to whoever changed it just now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn shown_report(&self, report: Report) -> Result<wire::Report, GuildError> {
        let reports = [report];
        let users = self.people_of(&self.view(), &reports).await.map_err(unreadable)?;
        Ok(render::report(&reports[0], &users))
    }

    async fn found_reports(
        &self,
        view: &GuildView,
        query: ReportQuery,
        fits: impl Fn(&Report) -> bool,
    ) -> Result<Vec<Report>, ReadError> {
        let stage = match query.status {
            Some(wire::ReportStatus::Resolved) => Report::DONE,
            Some(wire::ReportStatus::Open | wire::ReportStatus::Claimed) | None => Report::WAITING,
        };
        let limit = query.limit.clamp(1, REPORTS_PAGE_MAX);
        let (mut found, mut cursor) = (Vec::new(), query.before);
        // As in the audit log: a page that ends early is the last one.
        loop {
            let scan = Scan::<Report>::within(&(view.id(), stage)).limit(READ_AT_ONCE).backward();
            let scan = match cursor {
                Some(cursor) => scan.before(&(view.id(), stage, cursor)),
                None => scan,
            };
            let page = self.node().context.store.scan(scan).await?;
            let Some(last) = page.last() else { break };
            cursor = Some(last.id);
            let is_last = page.len() < READ_AT_ONCE;
            found.extend(page.into_iter().filter(&fits));
            if found.len() >= limit || is_last {
                break;
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Whoever is named in them. Whose account is gone is shown as such.
    async fn people_of(
        &self,
        view: &GuildView,
        reports: &[Report],
    ) -> Result<BTreeMap<UserId, wire::User>, ReadError> {
        let all: BTreeSet<UserId> = reports.iter().flat_map(render::people_in_report).collect();
        let missing: Vec<UserId> =
            all.iter().filter(|id| !view.members.contains_key(*id)).copied().collect();
        let stored = self.node().context.store.load_many::<User>(&missing).await?;
        let stored: BTreeMap<UserId, User> =
            stored.into_iter().flatten().map(|user| (user.id, user)).collect();
        let shown = all.into_iter().map(|id| {
            let user = match (view.members.get(&id), stored.get(&id)) {
                (Some(member), _) => render::user(&member.user),
                (None, Some(user)) => render::user(user),
                (None, None) => render::unknown_user(id),
            };
            (id, user)
        });
        Ok(shown.collect())
    }
}

fn unreadable(error: ReadError) -> GuildError {
    tracing::warn!(%error, "reports could not be read");
    GuildError::Unavailable
}
