//! On what terms two users write to each other outside of guilds (CV2).
//!
//! People do as friends. A bot and a person do as long as they share a guild, and the person takes messages
//! of bots and does not block this one. Nothing tells a conversation when that ends: whoever is about to use
//! it looks ([`settle`]).

use protocol::UserId;
use storage::ReadError;
use storage::records::User;

use super::ConversationNode;
use crate::engine::Context;
use crate::{relations, settings};

/// Whether these two may write to each other now.
pub(super) async fn hold(context: &Context, one: &User, other: &User) -> Result<bool, ReadError> {
    match (one.bot, other.bot) {
        _ if one.is_stub() || other.is_stub() => Ok(false),
        (false, false) => relations::are_friends(context, one.id, other.id).await,
        (false, true) => takes_from(context, one.id, other.id).await,
        (true, false) => takes_from(context, other.id, one.id).await,
        (true, true) => Ok(false),
    }
}

async fn takes_from(context: &Context, person: UserId, bot: UserId) -> Result<bool, ReadError> {
    Ok(settings::known(context, person).await?.bot_messages
        && !relations::are_apart(context, person, bot).await?
        && !context.shared_guilds(person, bot).await?.is_empty())
}

/// Has a conversation of a bot and a person be as their terms are now. What changes between this look and
/// what is said next counts from the next look on; a block takes the lock of both, and counts at once.
pub(crate) async fn settle(context: &Context, node: &ConversationNode) -> Result<(), ReadError> {
    let Some([one, other]) = node.bot_and_person() else { return Ok(()) };
    if hold(context, &one, &other).await? == node.is_writable() {
        return Ok(());
    }
    let _alone = context.relations.lock_both(one.id.get(), other.id.get()).await;
    node.set_writable(hold(context, &one, &other).await?);
    Ok(())
}
