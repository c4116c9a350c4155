//! Looking at the member lists of guilds: at which, and again after a RESUME.

use protocol::GuildId;

use super::SessionNode;
use crate::guild::{GuildMsg, Range};
use crate::session::Audience;

/// Looks at these rows of a guild's member list, and at no others of it any more.
pub(super) fn look(node: &SessionNode, guild: GuildId, ranges: Vec<Range>) {
    let (session, context) = (&node.shared, &node.context);
    let Some(found) = context.known_guild(guild) else { return };
    if ranges.is_empty() {
        session.forget_viewport(guild);
        return found.shared.look_away(session.id);
    }
    if session.audience != Audience::User {
        return;
    }
    let oldest = session.note_viewport(guild);
    if let Some(oldest) = oldest.and_then(|id| context.known_guild(id)) {
        oldest.shared.look_away(session.id);
    }
    found.shared.look(session, ranges);
    context.tell_guild(guild, GuildMsg::TellRows(session.id));
}

/// What became of the rows was not kept for the socket that is there now.
pub(super) fn look_again(node: &SessionNode) {
    for guild in node.shared.viewports() {
        node.context.tell_guild(guild, GuildMsg::TellRows(node.shared.id));
    }
}
