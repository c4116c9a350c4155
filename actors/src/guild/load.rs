//! Reads a guild from the store.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use protocol::permissions::OverwriteKind;
use protocol::{ChannelId, GuildId, RoleId, UserId};
use storage::records::{Channel, ChannelKind, Guild, Member, Message, Pin, Role, User};
use storage::{ReadError, Scan, Store, StoreExt};

use super::ChannelHead;
use crate::addresses::Addresses;
use crate::view::{GuildView, MemberView};

/// Members read at a time.
const MEMBERS_PAGE: usize = 1_000;

/// The guild as it is durable now, or nothing if there is none. A role that was deleted is still
/// named by members and overwrites in the store; it is left out here.
pub(crate) async fn view(
    store: &dyn Store,
    id: GuildId,
    addresses: &Addresses,
) -> Result<Option<GuildView>, ReadError> {
    let Some(guild) = store.load::<Guild>(&id).await? else { return Ok(None) };
    let roles = store.scan(Scan::<Role>::within(&id)).await?;
    let channels = store.scan(Scan::<Channel>::within(&id)).await?;
    let roles: BTreeMap<_, _> = roles.into_iter().map(|role| (role.id, role)).collect();
    let channels: BTreeMap<_, _> = channels
        .into_iter()
        .map(|mut channel| {
            channel.overwrites.retain(|overwrite| match overwrite.kind {
                OverwriteKind::Role => roles.contains_key(&RoleId::new(overwrite.id.get())),
                OverwriteKind::Member => true,
            });
            (channel.id, Arc::new(channel))
        })
        .collect();
    Ok(Some(GuildView {
        access_version: 1,
        guild: Arc::new(guild),
        members: members(store, id, &roles).await?,
        roles: Arc::new(roles),
        channels: Arc::new(channels),
        addresses: addresses.clone(),
    }))
}

/// The last message and the last pin of every text channel.
pub(crate) async fn heads(
    store: &dyn Store,
    view: &GuildView,
) -> Result<HashMap<ChannelId, ChannelHead>, ReadError> {
    let mut heads = HashMap::new();
    for channel in view.channels.values().filter(|channel| channel.kind == ChannelKind::Text) {
        if let Some(message) = store.last::<Message>(&channel.id).await? {
            let pins = store.scan(Scan::<Pin>::within(&channel.id)).await?;
            let last_pin_ms = pins.iter().map(|pin| pin.pinned_at_ms).max();
            let head = ChannelHead { last_message: Some(message.id), last_pin_ms };
            heads.insert(channel.id, head);
        }
    }
    Ok(heads)
}

async fn members(
    store: &dyn Store,
    id: GuildId,
    roles: &BTreeMap<RoleId, Role>,
) -> Result<imbl::OrdMap<UserId, Arc<MemberView>>, ReadError> {
    let mut all = imbl::OrdMap::new();
    let mut after = None;
    loop {
        let mut scan = Scan::<Member>::within(&id).limit(MEMBERS_PAGE);
        if let Some(last) = after {
            scan = scan.after(&(id, last));
        }
        let page = store.scan(scan).await?;
        let keys: Vec<UserId> = page.iter().map(|member| member.user).collect();
        let users = store.load_many::<User>(&keys).await?;
        after = keys.last().copied();
        let full = page.len() == MEMBERS_PAGE;
        // A member whose account is gone is no member: deleting an account is a job of many batches.
        for (mut member, user) in page.into_iter().zip(users) {
            member.roles.retain(|role| roles.contains_key(role));
            if let Some(user) = user {
                all.insert(member.user, Arc::new(MemberView { member, user: Arc::new(user) }));
            }
        }
        if !full {
            return Ok(all);
        }
    }
}
