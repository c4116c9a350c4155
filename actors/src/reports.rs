//! Reports of messages: who may see one, and how it comes to be.
//!
//! - RP1  A report is for those who look after the guild and manage messages where the message is: of a channel
//!   that one does not see, one learns of no report.
//! - RP2  A report keeps what the message said when it was reported.
//! - RP3  Nobody reports a message twice, and of two who take a report one has it.

use protocol::{GuildId, Permissions, ReportId, UserId};
use storage::records::{Message, Report, ReportedBy};

use crate::rules::Refusal;
use crate::view::GuildView;

/// Letters of a reason.
pub const REPORT_REASON_CHARS_MAX: usize = 512;

/// What a message says, as a report keeps it (RP2).
pub(crate) fn of_message(
    guild: GuildId,
    id: ReportId,
    message: &Message,
    by: ReportedBy,
) -> Report {
    Report {
        guild,
        id,
        channel: message.channel,
        message: message.id,
        author: message.author,
        by,
        content: message.content.clone(),
        files: message.attachments.iter().map(|file| file.filename.clone()).collect(),
        claimed_by: None,
        resolution: None,
    }
}

/// In the name of a rule.
pub(crate) fn by_rule(flag: &Refusal) -> ReportedBy {
    ReportedBy::Rule { rule: flag.rule, name: flag.name.clone() }
}

/// Whether somebody looks after the guild: manages its messages, or itself.
pub(crate) fn looks_after(view: &GuildView, user: UserId, now_ms: i64) -> bool {
    let bits = view.guild_permissions(user, now_ms);
    bits.intersects(Permissions::MANAGE_MESSAGES | Permissions::MANAGE_GUILD)
}

/// RP1. Once the channel is gone, it is for administrators.
pub(crate) fn sees(view: &GuildView, user: UserId, report: &Report, now_ms: i64) -> bool {
    if !looks_after(view, user, now_ms) {
        return false;
    }
    let in_guild = view.guild_permissions(user, now_ms);
    if view.place(report.channel).is_none() {
        return in_guild.contains(Permissions::ADMINISTRATOR);
    }
    let there = view.channel_permissions(user, report.channel, now_ms);
    there.contains(Permissions::VIEW_CHANNEL)
        && (in_guild.contains(Permissions::MANAGE_GUILD)
            || there.contains(Permissions::MANAGE_MESSAGES))
}

#[cfg(test)]
mod tests {
    use protocol::permissions::Overwrite;
    use protocol::{ChannelId, MessageId, RoleId};

    use super::*;
    use crate::view::sample::{
        ADA, BOB, GENERAL, GUILD, guild, with_channel, with_member, with_role,
    };

    const ROLE: RoleId = RoleId::new(40);

    fn report() -> Report {
        let message = Message::new(GENERAL, MessageId::new(7), ADA, "said".to_owned(), 0);
        let by = ReportedBy::Member { user: BOB, reason: "why".to_owned() };
        of_message(GUILD, ReportId::new(8), &message, by)
    }

    fn bob_with(bits: Permissions) -> GuildView {
        with_member(with_role(guild(), ROLE, 1, bits), BOB, &[ROLE])
    }

    #[test]
    fn rp1_it_is_seen_by_whoever_manages_messages_there_or_the_guild() {
        let sees = |view: &GuildView| sees(view, BOB, &report(), 0);
        assert!(!sees(&bob_with(Permissions::KICK_MEMBERS)));
        for bits in [Permissions::MANAGE_MESSAGES, Permissions::MANAGE_GUILD] {
            assert!(sees(&bob_with(bits)));
            let hidden = Overwrite::member(BOB, Permissions::empty(), Permissions::VIEW_CHANNEL);
            let view = with_channel(bob_with(bits), GENERAL, |c| c.overwrites = vec![hidden]);
            assert!(!sees(&view));
        }
        let taken = Overwrite::member(BOB, Permissions::empty(), Permissions::MANAGE_MESSAGES);
        let view = bob_with(Permissions::MANAGE_MESSAGES);
        assert!(!sees(&with_channel(view, GENERAL, |c| c.overwrites = vec![taken])));
    }

    #[test]
    fn rp1_of_a_channel_that_is_gone_it_is_for_administrators() {
        let gone = Report { channel: ChannelId::new(999), ..report() };
        assert!(!sees(&bob_with(Permissions::MANAGE_GUILD), BOB, &gone, 0));
        assert!(sees(&bob_with(Permissions::ADMINISTRATOR), BOB, &gone, 0));
    }
}
