//! Permission bits, overwrites, and who may do what.
//!
//! - PM1  The owner and ADMINISTRATOR have everything, whatever overwrites or a time-out say.
//! - PM2  Guild permissions are the union of @everyone's and the member's roles'.
//! - PM3  A channel changes them in this order: @everyone overwrite, all role overwrites together,
//!   member overwrite; in each step denial first, then allowance.
//! - PM4  Without VIEW_CHANNEL nothing is left in that channel.
//! - PM5  Without SEND_MESSAGES there is no mentioning everyone, TTS, attaching or embedding.
//! - PM6  A time-out leaves VIEW_CHANNEL and READ_MESSAGE_HISTORY at most.
//! - PM7  A channel is judged by its own overwrites; its category's are copied into it, never consulted.
//! - PM8  A thread has no overwrites: those of the channel that it is below hold, and posting needs
//!   SEND_MESSAGES_IN_THREADS in the place of SEND_MESSAGES.
//!
//! Bits and algorithm are those of the v10 bot API.

mod bits;
mod overwrite;
mod rank;
mod resolve;

pub use bits::{DEFAULT_EVERYONE, Permissions};
pub use overwrite::{Overwrite, OverwriteKind, initial_overwrites, is_synced};
pub use rank::{Rank, outranks};
pub use resolve::{MemberFacts, resolve_channel, resolve_guild, resolve_thread};

#[cfg(test)]
mod tests;
