//! A conversation outside of guilds, in the form of a guild of one channel: so all that orders, delivers
//! and shows messages works there as it does in guilds.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::{ChannelId, GuildId, Permissions, UserId};
use storage::Shard;
use storage::records::{Brakes, Channel, ChannelKind, Conversation, Guild, Member, User};

use super::{GuildView, MemberView};
use crate::addresses::Addresses;
use crate::arrivals::Arrivals;

/// What a conversation has in place of roles.
#[derive(Debug, Clone)]
pub(crate) struct Private {
    /// Whether its recipients may add to it.
    pub writable: bool,
    /// Who is in it, and what it is as a group.
    pub conversation: Arc<Conversation>,
}

impl Private {
    const READS: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);
    /// All that v10 allows in direct messages, of what is built.
    const WRITES: Permissions = Permissions::SEND_MESSAGES
        .union(Permissions::EMBED_LINKS)
        .union(Permissions::ATTACH_FILES)
        .union(Permissions::ADD_REACTIONS)
        .union(Permissions::PIN_MESSAGES)
        .union(Permissions::CONNECT)
        .union(Permissions::SPEAK);

    pub(super) fn permissions(&self, is_recipient: bool) -> Permissions {
        match (is_recipient, self.writable) {
            (false, _) => Permissions::empty(),
            (true, false) => Self::READS,
            (true, true) => Self::READS.union(Self::WRITES),
        }
    }
}

impl GuildView {
    /// The view of a conversation. Recipients without an account are left out.
    pub(crate) fn of_conversation(
        private: Private,
        users: impl IntoIterator<Item = Arc<User>>,
        addresses: &Addresses,
    ) -> Self {
        let id = private.conversation.channel;
        let stand_in = GuildId::new(id.get());
        let members = users.into_iter().map(|user| (user.id, recipient(stand_in, user))).collect();
        let channel = channel(stand_in, id);
        Self {
            access_version: 1,
            guild: Arc::new(guild(stand_in)),
            roles: Arc::default(),
            channels: Arc::new(BTreeMap::from([(id, Arc::new(channel))])),
            threads: imbl::OrdMap::new(),
            members,
            addresses: addresses.clone(),
            private: Some(private),
            rules: Arc::default(),
            brakes: Brakes::off(stand_in),
            arrivals: Arrivals::default(),
        }
    }

    /// The guild's id; none in a conversation.
    pub fn guild_id(&self) -> Option<GuildId> {
        self.private.is_none().then(|| self.id())
    }

    /// It as a conversation.
    pub(crate) fn conversation(&self) -> Option<&Arc<Conversation>> {
        self.private.as_ref().map(|private| &private.conversation)
    }

    /// Whether it is a conversation.
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Where its rows are.
    pub fn shard(&self) -> Shard {
        self.guild_id().map_or(Shard::Social, Shard::Guild)
    }
}

pub(crate) fn recipient(stand_in: GuildId, user: Arc<User>) -> Arc<MemberView> {
    let member = Member {
        guild: stand_in,
        user: user.id,
        nick: None,
        roles: Vec::new(),
        joined_at_ms: 0,
        communication_disabled_until_ms: None,
        mute: false,
        deaf: false,
    };
    Arc::new(MemberView { member, user })
}

fn guild(id: GuildId) -> Guild {
    Guild {
        id,
        name: String::new(),
        owner: UserId::new(0),
        icon: None,
        system_channel: None,
        created_at_ms: 0,
    }
}

fn channel(guild: GuildId, id: ChannelId) -> Channel {
    Channel {
        guild,
        id,
        kind: ChannelKind::Text,
        name: String::new(),
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
    }
}
