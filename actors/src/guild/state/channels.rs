//! Making, changing and deleting channels.

use std::sync::Arc;

use protocol::permissions::{Permissions, initial_overwrites};
use protocol::{ChannelId, UserId};
use storage::Batch;
use storage::records::{Channel, ChannelHome, ChannelKind, RemovedChannel};

use super::super::{ChannelPatch, Field, GuildError, NewChannel, Outcome};
use super::overwrites::{grantable, of_known_roles};
use super::{CHANNELS_MAX, Change, Inputs, allowed, batch, name_of, need};
use crate::view::{GuildView, Place};

const TOPIC_CHARS_MAX: usize = 1_024;
const RATE_LIMIT_S_MAX: u32 = 21_600;
const BITRATES: std::ops::RangeInclusive<u32> = 8_000..=384_000;
const USER_LIMIT_MAX: u32 = 99;

pub(super) fn create(
    view: &GuildView,
    actor: UserId,
    new: NewChannel,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_CHANNELS, inputs.now_ms)?;
    if view.channels.len() >= CHANNELS_MAX {
        return Err(GuildError::TooManyChannels(CHANNELS_MAX));
    }
    let category = category(view, new.parent)?;
    if category.is_some() && new.kind == ChannelKind::Category {
        return Err(GuildError::Invalid(Field::Parent));
    }
    let asked = new.overwrites.map(|asked| of_known_roles(view, asked));
    if let Some(asked) = &asked {
        grantable(view, actor, (&[], asked), inputs.now_ms)?;
    }
    let inherited = category.map_or(&[][..], |category| &category.overwrites);
    let channel = Channel {
        guild: view.id(),
        id: ChannelId::new((inputs.next_id)()),
        kind: new.kind,
        name: name_of(&new.name, 1)?,
        position: u16::try_from(view.channels.len()).unwrap_or(u16::MAX),
        parent: new.parent,
        topic: topic(new.topic)?,
        nsfw: new.nsfw,
        overwrites: initial_overwrites(asked, inherited),
        rate_limit_per_user_s: rate_limit(new.rate_limit_per_user_s)?,
        bitrate: bitrate(new.bitrate)?,
        user_limit: user_limit(new.user_limit)?,
        locked: false,
        archived: false,
    };
    let home = ChannelHome { channel: channel.id, guild: view.id() };
    let rows = batch(view).expect_absent::<ChannelHome>(&channel.id).put(&channel).put(&home);
    Ok(replaced(view, channel, rows))
}

pub(super) fn update(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    patch: ChannelPatch,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let (channel, bits) = managed(view, actor, id, now_ms)?;
    let mut channel = channel.clone();
    if let Some(overwrites) = patch.overwrites {
        allowed(bits.contains(Permissions::MANAGE_ROLES))?;
        let overwrites = of_known_roles(view, overwrites);
        grantable(view, actor, (&channel.overwrites, &overwrites), now_ms)?;
        channel.overwrites = overwrites;
    }
    if let Some(name) = patch.name {
        channel.name = name_of(&name, 1)?;
    }
    if let Some(kind) = patch.kind.filter(|kind| *kind != channel.kind) {
        if !kind.holds_messages() || !channel.kind.holds_messages() {
            return Err(GuildError::Invalid(Field::Kind));
        }
        channel.kind = kind;
    }
    if let Some(new) = patch.topic {
        channel.topic = topic(new)?;
    }
    if let Some(seconds) = patch.rate_limit_per_user_s {
        channel.rate_limit_per_user_s = rate_limit(seconds)?;
    }
    if let Some(parent) = patch.parent {
        channel.parent = parent_of(view, &channel, parent)?;
    }
    if patch.bitrate.is_some() {
        channel.bitrate = bitrate(patch.bitrate)?;
    }
    if patch.user_limit.is_some() {
        channel.user_limit = user_limit(patch.user_limit)?;
    }
    channel.nsfw = patch.nsfw.unwrap_or(channel.nsfw);
    channel.position = patch.position.unwrap_or(channel.position);
    channel.locked = patch.locked.unwrap_or(channel.locked);
    channel.archived = patch.archived.unwrap_or(channel.archived);
    let rows = batch(view).put(&channel);
    Ok(replaced(view, channel, rows))
}

/// Takes the row by which a channel is found; its messages go page by page later. What stood under a
/// category stands under none.
pub(super) fn delete(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let (channel, _) = managed(view, actor, id, now_ms)?;
    let guild = view.id();
    let mut rows = batch(view)
        .delete::<Channel>(&(guild, channel.id))
        .delete::<ChannelHome>(&channel.id)
        .put(&RemovedChannel { channel: id, guild, removed_at_ms: now_ms });
    let mut next = view.clone();
    let mut channels = (*view.channels).clone();
    channels.remove(&id);
    for child in channels.values_mut().filter(|child| child.parent == Some(id)) {
        let orphan = Channel { parent: None, ..(**child).clone() };
        rows = rows.put(&orphan);
        *child = Arc::new(orphan);
    }
    if view.guild.system_channel == Some(id) {
        let mut guild = (*view.guild).clone();
        guild.system_channel = None;
        rows = rows.put(&guild);
        next.guild = Arc::new(guild);
    }
    next.channels = Arc::new(channels);
    // Their rows go later, with those of the channel.
    for thread in view.threads_below(id) {
        next.threads.remove(&thread);
    }
    next.access_version += 1;
    Ok(Change::new(rows, next, Outcome::Channel(id)))
}

/// GU1. A channel that the actor sees and manages, and all that it may do there.
pub(super) fn managed(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    now_ms: i64,
) -> Result<(&Channel, Permissions), GuildError> {
    let bits = view.access(actor, id, now_ms)?;
    let Some(Place::Channel(channel)) = view.place(id) else {
        return Err(GuildError::WrongChannelType);
    };
    allowed(bits.contains(Permissions::MANAGE_CHANNELS))?;
    Ok((channel, bits))
}

pub(super) fn replaced(view: &GuildView, channel: Channel, batch: Batch) -> Change {
    let mut next = view.clone();
    let id = channel.id;
    let mut channels = (*view.channels).clone();
    channels.insert(id, Arc::new(channel));
    next.channels = Arc::new(channels);
    next.access_version += 1;
    Change::new(batch, next, Outcome::Channel(id))
}

/// Where a channel may stand: a category under none, all others under a category.
pub(super) fn parent_of(
    view: &GuildView,
    channel: &Channel,
    parent: Option<ChannelId>,
) -> Result<Option<ChannelId>, GuildError> {
    category(view, parent)?;
    if channel.kind == ChannelKind::Category && parent.is_some() {
        return Err(GuildError::Invalid(Field::Parent));
    }
    Ok(parent)
}

pub(super) fn category(
    view: &GuildView,
    id: Option<ChannelId>,
) -> Result<Option<&Channel>, GuildError> {
    let Some(id) = id else { return Ok(None) };
    match view.channels.get(&id) {
        Some(channel) if channel.kind == ChannelKind::Category => Ok(Some(channel)),
        Some(_) | None => Err(GuildError::Invalid(Field::Parent)),
    }
}

fn topic(text: Option<String>) -> Result<Option<String>, GuildError> {
    match text {
        Some(text) if text.chars().count() > TOPIC_CHARS_MAX => {
            Err(GuildError::Invalid(Field::Topic))
        }
        other => Ok(other.filter(|text| !text.is_empty())),
    }
}

pub(super) fn rate_limit(seconds: u32) -> Result<u32, GuildError> {
    if seconds <= RATE_LIMIT_S_MAX {
        Ok(seconds)
    } else {
        Err(GuildError::Invalid(Field::RateLimit))
    }
}

fn bitrate(bits: Option<u32>) -> Result<Option<u32>, GuildError> {
    within(bits, |bits| BITRATES.contains(&bits), Field::Bitrate)
}

fn user_limit(people: Option<u32>) -> Result<Option<u32>, GuildError> {
    within(people, |people| people <= USER_LIMIT_MAX, Field::UserLimit)
}

fn within(
    value: Option<u32>,
    fits: impl FnOnce(u32) -> bool,
    field: Field,
) -> Result<Option<u32>, GuildError> {
    match value {
        Some(value) if !fits(value) => Err(GuildError::Invalid(field)),
        other => Ok(other),
    }
}
