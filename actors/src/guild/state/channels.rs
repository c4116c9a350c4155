//! Making and changing channels.

use std::sync::Arc;

use protocol::permissions::{Overwrite, Permissions, initial_overwrites};
use protocol::{ChannelId, UserId};
use storage::Batch;
use storage::records::{Channel, ChannelHome, ChannelKind};

use super::super::{ChannelPatch, Field, GuildError, NewChannel, Outcome};
use super::{CHANNELS_MAX, Change, Inputs, OVERWRITES_MAX, batch, name_of, need};
use crate::view::GuildView;

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
    if let Some(asked) = &new.overwrites {
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
        overwrites: initial_overwrites(new.overwrites, inherited),
        rate_limit_per_user_s: rate_limit(new.rate_limit_per_user_s)?,
        bitrate: within(new.bitrate, |bits| BITRATES.contains(&bits), Field::Bitrate)?,
        user_limit: within(new.user_limit, |limit| limit <= USER_LIMIT_MAX, Field::UserLimit)?,
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
    let bits = view.access(actor, id, now_ms)?;
    if !bits.contains(Permissions::MANAGE_CHANNELS) {
        return Err(GuildError::MissingPermission);
    }
    let Some(channel) = view.channels.get(&id) else {
        return Err(crate::view::AccessError::UnknownChannel.into());
    };
    let mut channel = (**channel).clone();
    if let Some(overwrites) = patch.overwrites {
        if !bits.contains(Permissions::MANAGE_ROLES) {
            return Err(GuildError::MissingPermission);
        }
        grantable(view, actor, (&channel.overwrites, &overwrites), now_ms)?;
        channel.overwrites = overwrites;
    }
    if let Some(name) = patch.name {
        channel.name = name_of(&name, 1)?;
    }
    if let Some(new) = patch.topic {
        channel.topic = topic(new)?;
    }
    if let Some(seconds) = patch.rate_limit_per_user_s {
        channel.rate_limit_per_user_s = rate_limit(seconds)?;
    }
    channel.nsfw = patch.nsfw.unwrap_or(channel.nsfw);
    channel.position = patch.position.unwrap_or(channel.position);
    channel.locked = patch.locked.unwrap_or(channel.locked);
    channel.archived = patch.archived.unwrap_or(channel.archived);
    let rows = batch(view).put(&channel);
    Ok(replaced(view, channel, rows))
}

fn replaced(view: &GuildView, channel: Channel, batch: Batch) -> Change {
    let mut next = view.clone();
    let id = channel.id;
    let mut channels = (*view.channels).clone();
    channels.insert(id, Arc::new(channel));
    next.channels = Arc::new(channels);
    next.access_version += 1;
    Change { batch, view: next, outcome: Outcome::Channel(id) }
}

fn category(view: &GuildView, id: Option<ChannelId>) -> Result<Option<&Channel>, GuildError> {
    let Some(id) = id else { return Ok(None) };
    match view.channels.get(&id) {
        Some(channel) if channel.kind == ChannelKind::Category => Ok(Some(channel)),
        Some(_) | None => Err(GuildError::Invalid(Field::Parent)),
    }
}

/// GU2: whoever changes overwrites gives and takes only what it has itself. What stays as it was is
/// nobody's act; what is left out is a change like any other.
fn grantable(
    view: &GuildView,
    actor: UserId,
    (before, next): (&[Overwrite], &[Overwrite]),
    now_ms: i64,
) -> Result<(), GuildError> {
    if next.len() > OVERWRITES_MAX {
        return Err(GuildError::Invalid(Field::Overwrites));
    }
    let changed = before.iter().chain(next).fold(Permissions::empty(), |sum, overwrite| {
        let (allowed, denied) = bits_of(before, overwrite);
        let (allows, denies) = bits_of(next, overwrite);
        sum | (allowed ^ allows) | (denied ^ denies)
    });
    let own = view.guild_permissions(actor, now_ms);
    if own.contains(changed) { Ok(()) } else { Err(GuildError::MissingPermission) }
}

/// What a list says about whom `about` is about.
fn bits_of(list: &[Overwrite], about: &Overwrite) -> (Permissions, Permissions) {
    let same = list.iter().filter(|other| (other.id, other.kind) == (about.id, about.kind));
    same.fold((Permissions::empty(), Permissions::empty()), |(allow, deny), other| {
        (allow | other.allow, deny | other.deny)
    })
}

fn topic(text: Option<String>) -> Result<Option<String>, GuildError> {
    match text {
        Some(text) if text.chars().count() > TOPIC_CHARS_MAX => {
            Err(GuildError::Invalid(Field::Topic))
        }
        other => Ok(other.filter(|text| !text.is_empty())),
    }
}

fn rate_limit(seconds: u32) -> Result<u32, GuildError> {
    if seconds <= RATE_LIMIT_S_MAX {
        Ok(seconds)
    } else {
        Err(GuildError::Invalid(Field::RateLimit))
    }
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
