//! The engine over the store in memory, with sockets in memory: whole stories, no network.

#![expect(clippy::disallowed_methods, reason = "tasks of one test end with its runtime")]
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod acts;
mod bans;
mod calls;
mod conversations;
mod groups;
mod hiding;
mod ids;
mod intents;
mod invites;
mod media;
mod members;
mod memory_bound;
mod relations;
mod socket;
mod storm;
mod story;
mod supervision;
mod threads;
mod time_out;
mod traces;
mod voice;
mod world;
