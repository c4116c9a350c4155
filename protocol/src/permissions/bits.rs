//! The permission bits. JSON carries them as a decimal string; an integer comes in as well.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

bitflags::bitflags! {
    /// A set of permissions. Bits that this version does not know are dropped when read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct Permissions: u64 {
        /// Make invites.
        const CREATE_INSTANT_INVITE = 1 << 0;
        /// Remove members.
        const KICK_MEMBERS = 1 << 1;
        /// Ban members.
        const BAN_MEMBERS = 1 << 2;
        /// Everything, past all overwrites.
        const ADMINISTRATOR = 1 << 3;
        /// Make, change and delete channels.
        const MANAGE_CHANNELS = 1 << 4;
        /// Change the guild.
        const MANAGE_GUILD = 1 << 5;
        /// Put a new reaction under a message.
        const ADD_REACTIONS = 1 << 6;
        /// Read the audit log.
        const VIEW_AUDIT_LOG = 1 << 7;
        /// Be heard over others in a voice channel.
        const PRIORITY_SPEAKER = 1 << 8;
        /// Send video.
        const STREAM = 1 << 9;
        /// See a channel, and with it everything in it.
        const VIEW_CHANNEL = 1 << 10;
        /// Post messages, and threads in a forum.
        const SEND_MESSAGES = 1 << 11;
        /// Post messages that are read aloud.
        const SEND_TTS_MESSAGES = 1 << 12;
        /// Delete and pin the messages of others.
        const MANAGE_MESSAGES = 1 << 13;
        /// Have links shown with a preview.
        const EMBED_LINKS = 1 << 14;
        /// Attach files.
        const ATTACH_FILES = 1 << 15;
        /// Read what was posted before.
        const READ_MESSAGE_HISTORY = 1 << 16;
        /// Notify everyone.
        const MENTION_EVERYONE = 1 << 17;
        /// Use emojis of other guilds.
        const USE_EXTERNAL_EMOJIS = 1 << 18;
        /// Read the guild's statistics.
        const VIEW_GUILD_INSIGHTS = 1 << 19;
        /// Join a voice channel.
        const CONNECT = 1 << 20;
        /// Speak in a voice channel.
        const SPEAK = 1 << 21;
        /// Mute others.
        const MUTE_MEMBERS = 1 << 22;
        /// Deafen others.
        const DEAFEN_MEMBERS = 1 << 23;
        /// Move others between voice channels.
        const MOVE_MEMBERS = 1 << 24;
        /// Speak without push-to-talk.
        const USE_VAD = 1 << 25;
        /// Change the own nickname.
        const CHANGE_NICKNAME = 1 << 26;
        /// Change the nicknames of others.
        const MANAGE_NICKNAMES = 1 << 27;
        /// Change roles below the own highest one, and overwrites.
        const MANAGE_ROLES = 1 << 28;
        /// Make, change and delete webhooks.
        const MANAGE_WEBHOOKS = 1 << 29;
        /// Change all emojis, stickers and sounds.
        const MANAGE_GUILD_EXPRESSIONS = 1 << 30;
        /// Use application commands.
        const USE_APPLICATION_COMMANDS = 1 << 31;
        /// Ask to speak on a stage.
        const REQUEST_TO_SPEAK = 1 << 32;
        /// Change all scheduled events.
        const MANAGE_EVENTS = 1 << 33;
        /// Change and delete threads, see private ones.
        const MANAGE_THREADS = 1 << 34;
        /// Open public threads.
        const CREATE_PUBLIC_THREADS = 1 << 35;
        /// Open private threads.
        const CREATE_PRIVATE_THREADS = 1 << 36;
        /// Use stickers of other guilds.
        const USE_EXTERNAL_STICKERS = 1 << 37;
        /// Post in threads.
        const SEND_MESSAGES_IN_THREADS = 1 << 38;
        /// Start activities.
        const USE_EMBEDDED_ACTIVITIES = 1 << 39;
        /// Put members into time-out.
        const MODERATE_MEMBERS = 1 << 40;
        /// Read figures about sales.
        const VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41;
        /// Use the soundboard.
        const USE_SOUNDBOARD = 1 << 42;
        /// Make emojis, stickers and sounds, and change the own ones.
        const CREATE_GUILD_EXPRESSIONS = 1 << 43;
        /// Make scheduled events, and change the own ones.
        const CREATE_EVENTS = 1 << 44;
        /// Use sounds of other guilds.
        const USE_EXTERNAL_SOUNDS = 1 << 45;
        /// Send voice messages.
        const SEND_VOICE_MESSAGES = 1 << 46;
        /// Post polls.
        const SEND_POLLS = 1 << 49;
        /// Use applications that the guild did not install.
        const USE_EXTERNAL_APPS = 1 << 50;
        /// Pin messages.
        const PIN_MESSAGES = 1 << 51;
        /// Post without regard to slow mode.
        const BYPASS_SLOWMODE = 1 << 52;
    }
}

/// What @everyone may do in a new guild: talk, react, read, join voice, open threads and invite.
pub const DEFAULT_EVERYONE: Permissions = Permissions::CREATE_INSTANT_INVITE
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::STREAM)
    .union(Permissions::VIEW_CHANNEL)
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::CONNECT)
    .union(Permissions::SPEAK)
    .union(Permissions::USE_VAD)
    .union(Permissions::CHANGE_NICKNAME)
    .union(Permissions::USE_APPLICATION_COMMANDS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::SEND_MESSAGES_IN_THREADS);

impl Permissions {
    /// What a member in time-out keeps at most (PM6).
    pub const WHILE_TIMED_OUT: Self = Self::VIEW_CHANNEL.union(Self::READ_MESSAGE_HISTORY);

    /// What falls with SEND_MESSAGES (PM5).
    pub const NEED_SEND_MESSAGES: Self = Self::MENTION_EVERYONE
        .union(Self::SEND_TTS_MESSAGES)
        .union(Self::ATTACH_FILES)
        .union(Self::EMBED_LINKS);
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        crate::decimal::serialize(self.bits(), to)
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        crate::decimal::deserialize(from, "permission bits as a decimal string or an integer")
            .map(Self::from_bits_truncate)
    }
}
