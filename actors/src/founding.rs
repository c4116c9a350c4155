//! A guild's first rows, for whoever founds one: a user, the claim of an instance, or a seeded store.

use protocol::permissions::DEFAULT_EVERYONE;
use protocol::{ChannelId, GuildId, UserId};
use storage::records::{Channel, ChannelHome, ChannelKind, Guild, Member, Membership, Role};
use storage::{Batch, Shard};

/// What a new guild has.
#[derive(Debug, Clone, Copy)]
pub struct Founding {
    /// Its text channel `general`.
    pub general: ChannelId,
    /// Its voice channel `Lounge`.
    pub lounge: ChannelId,
}

/// The batch that founds a guild with @everyone, `general`, `Lounge` and its owner as a member.
pub fn found(
    guild: GuildId,
    owner: UserId,
    name: &str,
    next_id: &mut dyn FnMut() -> u64,
    now_ms: i64,
) -> (Founding, Batch) {
    let founding =
        Founding { general: ChannelId::new(next_id()), lounge: ChannelId::new(next_id()) };
    let record = Guild {
        id: guild,
        name: name.to_owned(),
        owner,
        icon: None,
        system_channel: Some(founding.general),
        created_at_ms: now_ms,
    };
    let member = Member {
        guild,
        user: owner,
        nick: None,
        roles: Vec::new(),
        joined_at_ms: now_ms,
        communication_disabled_until_ms: None,
        mute: false,
        deaf: false,
    };
    let mut batch = Batch::new(Shard::Guild(guild))
        .expect_absent::<Guild>(&guild)
        .put(&record)
        .put(&everyone(guild))
        .put(&member)
        .put(&Membership { user: owner, guild });
    let general = channel(guild, founding.general, ChannelKind::Text, "general", 0);
    let lounge = channel(guild, founding.lounge, ChannelKind::Voice, "Lounge", 1);
    for channel in [general, lounge] {
        let home = ChannelHome { channel: channel.id, guild };
        batch = batch.put(&channel).put(&home);
    }
    (founding, batch)
}

fn everyone(guild: GuildId) -> Role {
    Role {
        guild,
        id: guild.everyone(),
        name: "@everyone".to_owned(),
        permissions: DEFAULT_EVERYONE,
        position: 0,
        color: 0,
        hoist: false,
        mentionable: false,
        managed: false,
        bot: None,
    }
}

fn channel(guild: GuildId, id: ChannelId, kind: ChannelKind, name: &str, position: u16) -> Channel {
    Channel {
        guild,
        id,
        kind,
        name: name.to_owned(),
        position,
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
