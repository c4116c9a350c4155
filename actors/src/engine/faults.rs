//! Crashes on demand. Only the feature `faults` compiles this.

use std::sync::atomic::Ordering;

use protocol::{ChannelId, GuildId, UserId};

use super::Engine;
use crate::channel::ChannelMsg;
use crate::guild::GuildMsg;
use crate::session::SessionId;
use crate::session::SessionMsg;
use crate::user::UserMsg;

/// Which actor to crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A channel of a guild.
    Channel(GuildId, ChannelId),
    /// The room of a voice channel.
    Room(GuildId, ChannelId),
    /// The room of a conversation.
    ConversationRoom(ChannelId),
    /// The fan-out task of a channel, at its next batch.
    Fanout(GuildId, ChannelId),
    /// The same of a conversation.
    ConversationFanout(ChannelId),
    /// A guild.
    Guild(GuildId),
    /// The supervisor of a guild and its channels.
    GuildSupervisor(GuildId),
    /// The supervisor of all guilds' supervisors.
    GuildsSupervisor,
    /// A user.
    User(UserId),
    /// The supervisor that a user and its sessions share with others.
    UserSupervisor(UserId),
    /// A gateway session.
    Session(SessionId),
}

impl Engine {
    /// Crashes an actor, if it runs.
    pub fn crash(&self, fault: Fault) {
        let context = &self.context;
        match fault {
            Fault::Channel(guild, channel) => {
                let guild = context.known_guild(guild);
                if let Some(node) = guild.and_then(|guild| guild.known_channel(channel)) {
                    node.slot.tell(ChannelMsg::Crash);
                }
            }
            Fault::Room(guild, channel) => {
                let guild = context.known_guild(guild);
                if let Some(room) = guild.and_then(|guild| guild.known_room(channel)) {
                    room.crash();
                }
            }
            Fault::ConversationRoom(channel) => {
                let conversation = context.conversations.known(channel);
                if let Some(room) = conversation.as_ref().and_then(|node| node.known_room()) {
                    room.crash();
                }
            }
            Fault::Fanout(guild, channel) => {
                let guild = context.known_guild(guild);
                if let Some(node) = guild.and_then(|guild| guild.known_channel(channel)) {
                    node.shared.panics.store(true, Ordering::Relaxed);
                }
            }
            Fault::ConversationFanout(channel) => {
                if let Some(node) = context.conversations.known(channel) {
                    node.channel().shared.panics.store(true, Ordering::Relaxed);
                }
            }
            Fault::Guild(id) => context.tell_guild(id, GuildMsg::Crash),
            Fault::GuildSupervisor(id) => {
                if let Some(node) = context.known_guild(id) {
                    node.supervisor.crash();
                }
            }
            Fault::GuildsSupervisor => context.guilds_supervisor().crash(),
            Fault::User(id) => context.crash_user(id, UserMsg::Crash),
            Fault::UserSupervisor(id) => context.supervisor_of(id).crash(),
            Fault::Session(id) => {
                if let Some(node) = context.session(id) {
                    node.slot.tell(SessionMsg::Crash);
                }
            }
        }
    }

    /// Crashes the thread of the media server that a room is on.
    pub async fn crash_media_thread(&self, channel: ChannelId) {
        if let Some(sound) = self.context.sound.get() {
            sound.crash_thread(channel).await;
        }
    }
}
