//! Samples that the benches share: a message as people write it, in a guild of the usual size.
//!
//! `cargo bench --package bench` runs all; tests never do, as figures come from no test. What is measured are pure
//! parts: no socket, no disk, no other thread. But `committer`, which needs all three.

use protocol::event::Event;
use protocol::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use protocol::permissions::{DEFAULT_EVERYONE, Overwrite};
use protocol::wire::{Member, Message, MessageEvent, User};
use protocol::{Permissions, Timestamp};

/// The guild.
pub const GUILD: GuildId = GuildId::new(1_574_521_000_000_000_001);
/// The author.
pub const AUTHOR: UserId = UserId::new(1_574_521_000_000_000_002);
/// Where it is posted.
pub const CHANNEL: ChannelId = ChannelId::new(1_574_521_000_000_000_003);
/// Its id.
pub const MESSAGE: MessageId = MessageId::new(1_574_521_000_000_000_004);
/// When it was posted, in milliseconds since 1970.
pub const POSTED_AT_MS: i64 = 1_795_000_000_000;
/// A hundred bytes.
pub const CONTENT: &str = "Who brings the projector on Thursday? The one in the small room has gone to the workshop, I believe.";

/// MESSAGE_CREATE of that message.
pub fn message_create() -> Event {
    let posted_at = Timestamp::from_ms(POSTED_AT_MS);
    let author = User::new(AUTHOR, "ada", false);
    let message = Message::new(MESSAGE, CHANNEL, author, CONTENT, posted_at);
    let member = Some(Member::without_user(roles(3).map(|(role, _)| role).collect(), posted_at));
    Event::MessageCreate(Box::new(MessageEvent {
        message,
        guild_id: Some(GUILD),
        member,
        x_seq: 41,
    }))
}

/// So many roles, each with something of its own.
pub fn roles(count: u64) -> impl Iterator<Item = (RoleId, Permissions)> {
    (1..=count).map(|number| (RoleId::new(GUILD.get() + 100 + number), DEFAULT_EVERYONE))
}

/// So many overwrites of a channel, in turn for and against.
pub fn overwrites(count: u64) -> Vec<Overwrite> {
    let overwrite = |(number, (role, _)): (usize, (RoleId, Permissions))| {
        let (some, none) = (Permissions::SEND_MESSAGES, Permissions::empty());
        let (allow, deny) = if number.is_multiple_of(2) { (some, none) } else { (none, some) };
        Overwrite::role(role, allow, deny)
    };
    roles(count).enumerate().map(overwrite).collect()
}
