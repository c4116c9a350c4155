//! What an operator is told of the rooms, one by one: for as long as they last, and never as labels of metrics,
//! of which there would be one for each room there ever was.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use protocol::{ChannelId, GuildId};
use voice::RoomMetrics;

use super::roster::Mode;
use super::{RoomNode, sound};
use crate::engine::Context;

/// Rooms that are told of at once: the fullest ones. More say nothing that the sums do not say.
const ROOMS_TOLD_MAX: usize = 500;

/// A room with somebody in it.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomFigures {
    /// The voice channel, or the conversation.
    pub channel: ChannelId,
    /// Its guild; none for the call of a conversation.
    pub guild: Option<GuildId>,
    /// Who is in it, bots among them.
    pub participants: usize,
    /// Whether sound goes through the media server, and not from each to each.
    pub is_forwarded: bool,
    /// What the media server counted, if it has anybody of the room: for a while also before and after.
    pub media: Option<RoomMetrics>,
}

/// The rooms at this moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Rooms {
    /// How many there are.
    pub count: usize,
    /// The fullest first, some hundreds at most.
    pub rooms: Vec<RoomFigures>,
}

/// Looks at all of them.
pub(crate) fn rooms(context: &Context) -> Rooms {
    let media = context.sound.get().map(|sound| sound.media.metrics().rooms).unwrap_or_default();
    let media: HashMap<_, _> = media.into_iter().map(|room| (room.room, room)).collect();
    let seated = context.seats.rooms().into_iter();
    fullest(seated.map(|room| figures(&room, &media)).collect())
}

fn figures(room: &Arc<RoomNode>, media: &HashMap<u64, RoomMetrics>) -> RoomFigures {
    let roster = room.roster();
    RoomFigures {
        channel: room.channel,
        guild: room.guild_id(),
        participants: roster.participants.len(),
        is_forwarded: roster.mode == Mode::Sfu,
        media: media.get(&sound::number(room.channel)).cloned(),
    }
}

fn fullest(mut rooms: Vec<RoomFigures>) -> Rooms {
    let count = rooms.len();
    rooms.sort_by_key(|room| (Reverse(room.participants), room.channel));
    rooms.truncate(ROOMS_TOLD_MAX);
    Rooms { count, rooms }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(channel: u64, participants: usize) -> RoomFigures {
        let (channel, guild) = (ChannelId::new(channel), Some(GuildId::new(1)));
        RoomFigures { channel, guild, participants, is_forwarded: false, media: None }
    }

    #[test]
    fn the_fullest_are_told_of_and_all_are_counted() {
        let all = (1..=ROOMS_TOLD_MAX as u64 + 2).map(|channel| room(channel, 2));
        let Rooms { count, rooms } = fullest(all.chain([room(9_999, 7)]).collect());
        assert_eq!((count, rooms.len()), (ROOMS_TOLD_MAX + 3, ROOMS_TOLD_MAX));
        assert_eq!((&rooms[0], &rooms[1]), (&room(9_999, 7), &room(1, 2)));
    }
}
