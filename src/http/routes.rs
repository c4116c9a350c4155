//! The routes, one file a resource.

mod allowed_mentions;
pub(super) mod applications;
pub(super) mod auth;
pub(super) mod bots;
pub(super) mod channels;
pub(super) mod deletions;
pub(super) mod events;
pub(super) mod gateway;
pub(super) mod guilds;
pub(super) mod health;
pub(super) mod invite_lists;
pub(super) mod invites;
pub(super) mod logins;
pub(super) mod me;
pub(super) mod members;
pub(super) mod messages;
pub(super) mod overwrites;
pub(super) mod pins;
pub(super) mod positions;
pub(super) mod profile;
pub(super) mod reactions;
pub(super) mod roles;
pub(super) mod setup;
pub(super) mod thread_members;
pub(super) mod threads;
pub(super) mod users;
