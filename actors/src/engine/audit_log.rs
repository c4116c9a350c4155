//! The audit log of a guild, for those who may read it.

use std::collections::{BTreeMap, BTreeSet};

use protocol::permissions::Permissions;
use protocol::wire::{self, AuditAction, AuditLog, EmptyList};
use protocol::{AuditEntryId, ChannelId, UserId};
use storage::records::{AuditEntry, User};
use storage::{ReadError, Scan, StoreExt};

use super::GuildHandle;
use crate::audit;
use crate::guild::GuildError;
use crate::render;
use crate::view::GuildView;

/// Entries of one page at most, as in v10.
pub const AUDIT_PAGE_MAX: usize = 100;

/// Entries that are read at once.
const READ_AT_ONCE: usize = 500;

/// Which entries are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditQuery {
    /// Those of one actor.
    pub actor: Option<UserId>,
    /// Those of one kind.
    pub action: Option<AuditAction>,
    /// Those before this entry, the newest first. It counts more than `after`.
    pub before: Option<AuditEntryId>,
    /// Those after this entry, the oldest first.
    pub after: Option<AuditEntryId>,
    /// At most as many, 1..=[`AUDIT_PAGE_MAX`].
    pub limit: usize,
}

impl GuildHandle {
    /// A page of the audit log, with the users that it names. What the reader may not know of is left out
    /// (AU3).
    ///
    /// # Errors
    /// `UnknownGuild` for strangers, `MissingPermission` without VIEW_AUDIT_LOG; `Unavailable`.
    pub async fn audit_log(
        &self,
        reader: UserId,
        query: AuditQuery,
    ) -> Result<AuditLog, GuildError> {
        let (view, now_ms) = (self.view(), self.node().context.clock.now_ms());
        if !view.members.contains_key(&reader) {
            return Err(GuildError::UnknownGuild);
        }
        if !view.guild_permissions(reader, now_ms).contains(Permissions::VIEW_AUDIT_LOG) {
            return Err(GuildError::MissingPermission);
        }
        let found = self.found(&view, reader, query).await.map_err(unreadable)?;
        let users = self.users_in(&view, &found).await.map_err(unreadable)?;
        let threads = found.iter().filter_map(|entry| entry.target).map(ChannelId::new);
        let threads: BTreeSet<_> = threads.filter(|id| view.threads.contains_key(id)).collect();
        Ok(AuditLog {
            audit_log_entries: found.iter().filter_map(render::audit_entry).collect(),
            users,
            threads: threads.into_iter().filter_map(|id| self.place(id, reader)).collect(),
            application_commands: EmptyList,
            auto_moderation_rules: EmptyList,
            guild_scheduled_events: EmptyList,
            integrations: EmptyList,
            webhooks: EmptyList,
        })
    }

    async fn found(
        &self,
        view: &GuildView,
        reader: UserId,
        query: AuditQuery,
    ) -> Result<Vec<AuditEntry>, ReadError> {
        let fits = |entry: &AuditEntry| {
            query.actor.is_none_or(|actor| entry.actor == actor)
                && query.action.is_none_or(|action| entry.action == action.number())
                && audit::is_readable(view, reader, entry.scope)
        };
        let limit = query.limit.clamp(1, AUDIT_PAGE_MAX);
        let (guild, mut found) = (view.id(), Vec::new());
        let forward = query.before.is_none() && query.after.is_some();
        let mut cursor = if forward { query.after } else { query.before };
        // A page that ends early is taken for the last one: only the log ends it, which a sweep keeps short.
        loop {
            let scan = Scan::<AuditEntry>::within(&guild).limit(READ_AT_ONCE);
            let scan = match (forward, cursor) {
                (true, Some(cursor)) => scan.after(&(guild, cursor)),
                (true, None) => scan,
                (false, Some(cursor)) => scan.backward().before(&(guild, cursor)),
                (false, None) => scan.backward(),
            };
            let page = self.node().context.store.scan(scan).await?;
            let Some(last) = page.last() else { break };
            cursor = Some(last.id);
            let is_last = page.len() < READ_AT_ONCE;
            found.extend(page.into_iter().filter(|entry| fits(entry)));
            if found.len() >= limit || is_last {
                break;
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Who acted, and whom it was about. Whose account is gone is shown as such.
    async fn users_in(
        &self,
        view: &GuildView,
        entries: &[AuditEntry],
    ) -> Result<Vec<wire::User>, ReadError> {
        let actors = entries.iter().map(|entry| entry.actor);
        let about = entries.iter().filter(|entry| is_about_user(entry));
        let about = about.filter_map(|entry| entry.target).map(UserId::new);
        let all: BTreeSet<UserId> = actors.chain(about).collect();
        let missing: Vec<UserId> =
            all.iter().filter(|id| !view.members.contains_key(*id)).copied().collect();
        let stored = self.node().context.store.load_many::<User>(&missing).await?;
        let stored: BTreeMap<UserId, User> =
            stored.into_iter().flatten().map(|user| (user.id, user)).collect();
        let shown = all.into_iter().map(|id| match (view.members.get(&id), stored.get(&id)) {
            (Some(member), _) => render::user(&member.user),
            (None, Some(user)) => render::user(user),
            (None, None) => render::unknown_user(id),
        });
        Ok(shown.collect())
    }
}

/// Whether the target of an entry is a user.
fn is_about_user(entry: &AuditEntry) -> bool {
    match AuditAction::from_number(entry.action.into()) {
        Some(
            AuditAction::MemberKick
            | AuditAction::MemberBanAdd
            | AuditAction::MemberBanRemove
            | AuditAction::MemberUpdate
            | AuditAction::MemberRoleUpdate
            | AuditAction::BotAdd
            | AuditAction::MessageDelete
            | AuditAction::MessagePin
            | AuditAction::MessageUnpin
            | AuditAction::WordRuleTimeOut
            | AuditAction::ReportUpdate,
        ) => true,
        Some(
            AuditAction::GuildUpdate
            | AuditAction::ChannelCreate
            | AuditAction::ChannelUpdate
            | AuditAction::ChannelDelete
            | AuditAction::OverwriteCreate
            | AuditAction::OverwriteUpdate
            | AuditAction::OverwriteDelete
            | AuditAction::RoleCreate
            | AuditAction::RoleUpdate
            | AuditAction::RoleDelete
            | AuditAction::InviteCreate
            | AuditAction::InviteDelete
            | AuditAction::MessageBulkDelete
            | AuditAction::ThreadUpdate
            | AuditAction::ThreadDelete
            | AuditAction::WordRuleCreate
            | AuditAction::WordRuleUpdate
            | AuditAction::WordRuleDelete
            | AuditAction::BrakesUpdate,
        )
        | None => false,
    }
}

fn unreadable(error: ReadError) -> GuildError {
    tracing::warn!(%error, "an audit log could not be read");
    GuildError::Unavailable
}
