//! What those hear who are not looking at a channel, and what the channel shows and remembers of itself.

use std::sync::Arc;

use super::happening::Happening;
use super::mentions::mentions_somebody;
use super::shared::ChannelShared;
use crate::engine::Context;
use crate::guild::GuildMsg;
use crate::notices;
use crate::view::GuildView;

/// Of what was published: marks the channel unread, tells whom a message is for, and notes the newest
/// messages and pin.
pub(crate) fn note<'h>(
    context: &Context,
    channel: &ChannelShared,
    view: &GuildView,
    happenings: impl Iterator<Item = &'h Happening>,
) {
    let (mut last, mut mentioning) = (None, Vec::new());
    for happening in happenings {
        match happening {
            Happening::Created(shown) => {
                last = Some(shown.message.id);
                if channel.receipts.are_given(channel, view) {
                    channel.receipts.said(shown.message.id, shown.message.author);
                }
                if view.is_private() || mentions_somebody(&shown.message) {
                    notices::mention(context, channel, view, shown);
                    mentioning.push(Arc::clone(&shown.message));
                }
            }
            Happening::Pins { last_pin_ms, .. } => {
                channel.guild.note_pins(channel.id, *last_pin_ms);
            }
            _ => {}
        }
    }
    let Some(last) = last else { return };
    if !channel.guild.note_message(channel.id, last, &mentioning) {
        return;
    }
    if view.is_private() {
        notices::unread_soon(context, &channel.guild);
    } else {
        context.tell_guild(channel.guild.id, GuildMsg::UnreadNoted);
    }
}
