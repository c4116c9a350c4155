//! A guild as everyone reads it: an immutable snapshot that its actor replaces as a whole.
//!
//! - VW1  A view is published only after all it shows is durable.
//! - VW2  `access_version` rises whenever somebody may have lost sight of something.

mod private;
#[cfg(test)]
pub(crate) mod sample;
mod thread;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::addresses::Addresses;
use crate::arrivals::Arrivals;
use crate::rules::WordRules;
pub(crate) use private::{Private, recipient};

use protocol::permissions::{
    MemberFacts, Permissions, resolve_channel, resolve_guild, resolve_thread,
};
use protocol::{ChannelId, GuildId, RoleId, UserId};
use storage::records::{Brakes, Channel, Guild, Member, Role, User};
pub use thread::{Place, ThreadView};

/// One guild at one moment.
#[derive(Debug, Clone)]
pub struct GuildView {
    /// Rises with every change that can take sight or rights away.
    pub access_version: u64,
    /// The guild itself.
    pub guild: Arc<Guild>,
    /// All roles, @everyone among them.
    pub roles: Arc<BTreeMap<RoleId, Role>>,
    /// All channels.
    pub channels: Arc<BTreeMap<ChannelId, Arc<Channel>>>,
    /// All active threads, and archived ones that somebody asked for not long ago.
    pub threads: imbl::OrdMap<ChannelId, Arc<ThreadView>>,
    /// All members; a persistent map, so that a join copies a path and not the map.
    pub members: imbl::OrdMap<UserId, Arc<MemberView>>,
    /// Makes the addresses of files that messages of this guild carry.
    pub addresses: Addresses,
    /// In a conversation outside of guilds, what it has in place of roles.
    pub(crate) private: Option<Private>,
    /// What may not be written here, made ready.
    pub(crate) rules: Arc<WordRules>,
    /// What is held back of those who want in.
    pub(crate) brakes: Brakes,
    /// Who came of late.
    pub(crate) arrivals: Arrivals,
}

/// A member with the profile that events about it carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// The membership.
    pub member: Member,
    /// The account.
    pub user: Arc<User>,
}

/// Why a user may not even know of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// There is none, or the user is not in its guild.
    #[error("there is no such channel")]
    UnknownChannel,
    /// The user is in the guild and may not see the channel.
    #[error("the channel is hidden from this user")]
    NoAccess,
}

impl GuildView {
    /// What a user may do in a channel that it sees.
    ///
    /// # Errors
    /// See [`AccessError`].
    pub fn access(
        &self,
        user: UserId,
        channel: ChannelId,
        now_ms: i64,
    ) -> Result<Permissions, AccessError> {
        if !self.members.contains_key(&user) || self.place(channel).is_none() {
            return Err(AccessError::UnknownChannel);
        }
        let bits = self.channel_permissions(user, channel, now_ms);
        let seen = bits.contains(Permissions::VIEW_CHANNEL);
        if seen { Ok(bits) } else { Err(AccessError::NoAccess) }
    }

    /// The guild once it was deleted: nobody is in it any more.
    pub(crate) fn gone(&self) -> Self {
        Self {
            access_version: self.access_version + 1,
            guild: Arc::clone(&self.guild),
            roles: Arc::default(),
            channels: Arc::default(),
            threads: imbl::OrdMap::new(),
            members: imbl::OrdMap::new(),
            addresses: self.addresses.clone(),
            private: None,
            rules: Arc::default(),
            brakes: Brakes::off(self.id()),
            arrivals: Arrivals::default(),
        }
    }

    /// Whether the guild was deleted. Its owner never leaves, so nothing else empties it.
    pub(crate) fn is_gone(&self) -> bool {
        self.members.is_empty()
    }

    /// The guild's id, and what stands for one in a conversation.
    pub fn id(&self) -> GuildId {
        self.guild.id
    }

    /// What a member may do in the guild; nothing for anybody else.
    pub fn guild_permissions(&self, user: UserId, now_ms: i64) -> Permissions {
        self.resolve(user, now_ms, resolve_guild)
    }

    /// What a user may do in a channel or thread; nothing for strangers and in unknown ones.
    pub fn channel_permissions(
        &self,
        user: UserId,
        channel: ChannelId,
        now_ms: i64,
    ) -> Permissions {
        let Some(place) = self.place(channel) else { return Permissions::empty() };
        if let Some(private) = &self.private {
            return private.permissions(self.members.contains_key(&user));
        }
        let channel = place.channel();
        let bits = self.resolve(user, now_ms, |facts| match place {
            Place::Channel(_) => resolve_channel(facts, &channel.overwrites),
            Place::Thread(..) => resolve_thread(facts, &channel.overwrites),
        });
        if channel.archived && !bits.contains(Permissions::MANAGE_CHANNELS) {
            return Permissions::empty();
        }
        bits
    }

    /// Whether a user sees a channel. A time-out takes no sight, so no clock is needed.
    pub fn can_view(&self, user: UserId, channel: ChannelId) -> bool {
        self.channel_permissions(user, channel, i64::MAX).contains(Permissions::VIEW_CHANNEL)
    }

    /// The channels that a user sees.
    pub fn visible_channels(&self, user: UserId) -> impl Iterator<Item = &Arc<Channel>> {
        self.channels.values().filter(move |channel| self.can_view(user, channel.id))
    }

    fn resolve(
        &self,
        user: UserId,
        now_ms: i64,
        resolver: impl FnOnce(&MemberFacts<'_>) -> Permissions,
    ) -> Permissions {
        let Some(view) = self.members.get(&user) else { return Permissions::empty() };
        let roles: Vec<(RoleId, Permissions)> = view
            .member
            .roles
            .iter()
            .filter_map(|id| self.roles.get(id).map(|role| (*id, role.permissions)))
            .collect();
        let everyone = self.roles.get(&self.id().everyone());
        resolver(&MemberFacts {
            guild: self.id(),
            user,
            owner: self.guild.owner == user,
            everyone: everyone.map_or(Permissions::empty(), |role| role.permissions),
            roles: &roles,
            timed_out: view
                .member
                .communication_disabled_until_ms
                .is_some_and(|until_ms| until_ms > now_ms),
        })
    }
}
