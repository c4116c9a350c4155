//! A guild for unit tests: Ada owns it, Bob is a member, Eve is not; everything else is added.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::permissions::{DEFAULT_EVERYONE, Overwrite, Permissions};
use protocol::{ChannelId, GuildId, RoleId, UserId};
use storage::records::{Brakes, Channel, ChannelKind, Guild, InstanceRole, Member, Role, User};

use super::{GuildView, MemberView};
use crate::addresses::Addresses;
use crate::arrivals::Arrivals;

pub(crate) const GUILD: GuildId = GuildId::new(100);
pub(crate) const GENERAL: ChannelId = ChannelId::new(200);
pub(crate) const ADA: UserId = UserId::new(1);
pub(crate) const BOB: UserId = UserId::new(2);
pub(crate) const EVE: UserId = UserId::new(9);

/// Ada's guild with `general`.
pub(crate) fn guild() -> GuildView {
    let guild = Guild {
        id: GUILD,
        name: "Harbour".to_owned(),
        owner: ADA,
        icon: None,
        system_channel: Some(GENERAL),
        created_at_ms: 0,
    };
    let view = GuildView {
        access_version: 1,
        guild: Arc::new(guild),
        roles: Arc::default(),
        channels: Arc::default(),
        threads: imbl::OrdMap::new(),
        members: imbl::OrdMap::new(),
        addresses: Addresses::default(),
        private: None,
        rules: Arc::default(),
        brakes: Brakes::off(GUILD),
        arrivals: Arrivals::default(),
    };
    let view = with_role(view, GUILD.everyone(), 0, DEFAULT_EVERYONE);
    let view = with_member(with_member(view, ADA, &[]), BOB, &[]);
    with_channel(view, GENERAL, |_| {})
}

/// Adds a role, or changes it.
pub(crate) fn with_role(
    view: GuildView,
    id: RoleId,
    position: u16,
    permissions: Permissions,
) -> GuildView {
    let role = Role {
        guild: GUILD,
        id,
        name: format!("role {id}"),
        permissions,
        position,
        color: 0,
        hoist: false,
        mentionable: false,
        managed: false,
        bot: None,
    };
    let mut roles: BTreeMap<_, _> = (*view.roles).clone();
    roles.insert(id, role);
    GuildView { roles: Arc::new(roles), ..view }
}

/// Adds a member, or changes its roles.
pub(crate) fn with_member(mut view: GuildView, user: UserId, roles: &[RoleId]) -> GuildView {
    let member = Member {
        guild: GUILD,
        user,
        nick: None,
        roles: roles.to_vec(),
        joined_at_ms: 0,
        communication_disabled_until_ms: None,
        mute: false,
        deaf: false,
    };
    let user = Arc::new(account(user));
    view.members.insert(user.id, Arc::new(MemberView { member, user }));
    view
}

/// Adds a text channel, or changes it.
pub(crate) fn with_channel(
    view: GuildView,
    id: ChannelId,
    change: impl FnOnce(&mut Channel),
) -> GuildView {
    let mut channel = Channel {
        guild: GUILD,
        id,
        kind: ChannelKind::Text,
        name: "general".to_owned(),
        position: 0,
        parent: None,
        topic: None,
        nsfw: false,
        overwrites: Vec::new(),
        rate_limit_per_user_s: 0,
        bitrate: None,
        user_limit: None,
        locked: false,
        archived: false,
    };
    change(&mut channel);
    let mut channels: BTreeMap<_, _> = (*view.channels).clone();
    channels.insert(id, Arc::new(channel));
    GuildView { channels: Arc::new(channels), access_version: view.access_version + 1, ..view }
}

/// Takes bits from a member in `general`.
pub(crate) fn denied(view: GuildView, user: UserId, bits: Permissions) -> GuildView {
    let overwrite = Overwrite::member(user, Permissions::empty(), bits);
    with_channel(view, GENERAL, |channel| channel.overwrites = vec![overwrite])
}

/// An account.
pub(crate) fn account(id: UserId) -> User {
    User {
        id,
        username: format!("user{id}"),
        global_name: None,
        email: None,
        password_hash: None,
        bot: false,
        bot_owner: None,
        instance_role: InstanceRole::User,
        created_at_ms: 0,
        avatar: None,
        second_factor: false,
    }
}
