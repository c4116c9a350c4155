//! What a bot wants to hear of.

bitflags::bitflags! {
    /// Groups of events, by the documented v10 bits. User sessions have none: they hear all guild
    /// events, and channel events by subscription.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct Intents: u64 {
        /// Guilds, channels, roles, threads, pins.
        const GUILDS = 1 << 0;
        /// Members.
        const GUILD_MEMBERS = 1 << 1;
        /// Bans and the audit log.
        const GUILD_MODERATION = 1 << 2;
        /// Emojis.
        const GUILD_EXPRESSIONS = 1 << 3;
        /// Integrations.
        const GUILD_INTEGRATIONS = 1 << 4;
        /// Webhooks.
        const GUILD_WEBHOOKS = 1 << 5;
        /// Invites.
        const GUILD_INVITES = 1 << 6;
        /// Voice states.
        const GUILD_VOICE_STATES = 1 << 7;
        /// Presences.
        const GUILD_PRESENCES = 1 << 8;
        /// Messages in guilds.
        const GUILD_MESSAGES = 1 << 9;
        /// Reactions in guilds.
        const GUILD_MESSAGE_REACTIONS = 1 << 10;
        /// Typing in guilds.
        const GUILD_MESSAGE_TYPING = 1 << 11;
        /// Messages in direct conversations.
        const DIRECT_MESSAGES = 1 << 12;
        /// Reactions in direct conversations.
        const DIRECT_MESSAGE_REACTIONS = 1 << 13;
        /// Typing in direct conversations.
        const DIRECT_MESSAGE_TYPING = 1 << 14;
        /// What messages say. Without it they come blanked.
        const MESSAGE_CONTENT = 1 << 15;
        /// Scheduled events.
        const GUILD_SCHEDULED_EVENTS = 1 << 16;
        /// Rules of automatic moderation.
        const AUTO_MODERATION_CONFIGURATION = 1 << 20;
        /// Acts of automatic moderation.
        const AUTO_MODERATION_EXECUTION = 1 << 21;
        /// Polls in guilds.
        const GUILD_MESSAGE_POLLS = 1 << 24;
        /// Polls in direct conversations.
        const DIRECT_MESSAGE_POLLS = 1 << 25;
    }
}
