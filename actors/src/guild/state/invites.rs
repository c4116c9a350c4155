//! Making invites, listing them and taking them back.

use protocol::permissions::Permissions;
use protocol::{ChannelId, UserId};
use storage::ShortText;
use storage::records::{GuildInvite, Invite};

use super::super::{Field, GuildError, Outcome};
use super::{Change, Inputs, allowed, batch, need};
use crate::view::GuildView;

/// A week, as in v10.
const AGE_S_MAX: u32 = 604_800;
const USES_MAX: u32 = 100;

pub(super) fn create(
    view: &GuildView,
    actor: UserId,
    channel: ChannelId,
    (max_age_s, max_uses): (u32, u32),
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    let bits = view.access(actor, channel, inputs.now_ms)?;
    if !view.channels.contains_key(&channel) {
        return Err(GuildError::WrongChannelType);
    }
    if !bits.contains(Permissions::CREATE_INSTANT_INVITE) {
        return Err(GuildError::MissingPermission);
    }
    if max_age_s > AGE_S_MAX {
        return Err(GuildError::Invalid(Field::MaxAge));
    }
    if max_uses > USES_MAX {
        return Err(GuildError::Invalid(Field::MaxUses));
    }
    let code = ShortText::new(&(inputs.invite_code)()).ok_or(GuildError::Unavailable)?;
    let invite = Invite {
        code,
        guild: view.id(),
        channel,
        inviter: actor,
        max_uses,
        uses: 0,
        expires_at_ms: (max_age_s > 0).then(|| inputs.now_ms + i64::from(max_age_s) * 1_000),
        created_at_ms: inputs.now_ms,
    };
    let rows = batch(view)
        .expect_absent::<Invite>(&code)
        .put(&invite)
        .put(&GuildInvite { guild: view.id(), code });
    Ok(Change::new(rows, view.clone(), Outcome::Invite(invite)))
}

/// Whether somebody may list the invites of the guild, or of one of its channels.
pub(crate) fn listable(
    view: &GuildView,
    actor: UserId,
    channel: Option<ChannelId>,
    now_ms: i64,
) -> Result<(), GuildError> {
    match channel {
        None => need(view, actor, Permissions::MANAGE_GUILD, now_ms),
        Some(channel) => {
            let bits = view.access(actor, channel, now_ms)?;
            allowed(bits.contains(Permissions::MANAGE_CHANNELS))
        }
    }
}

pub(super) fn delete(
    view: &GuildView,
    actor: UserId,
    invite: &Invite,
    now_ms: i64,
) -> Result<Change, GuildError> {
    if !view.members.contains_key(&actor) {
        return Err(GuildError::UnknownInvite);
    }
    let in_channel = view.channel_permissions(actor, invite.channel, now_ms);
    let in_guild = view.guild_permissions(actor, now_ms);
    if !in_channel.contains(Permissions::MANAGE_CHANNELS)
        && !in_guild.contains(Permissions::MANAGE_GUILD)
    {
        return Err(GuildError::MissingPermission);
    }
    let rows = batch(view)
        .delete::<Invite>(&invite.code)
        .delete::<GuildInvite>(&(invite.guild, invite.code));
    Ok(Change::new(rows, view.clone(), Outcome::Invite(*invite)))
}
