//! Black-box tests: the real program on port 0, real HTTP, real WebSockets, nothing of its insides.
//!
//! A test is a script that a person can read. It waits for events, never for time; the one time-out
//! there is only bounds how long a failure takes.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod about;
mod accounts;
mod administration;
mod announcements;
mod architecture;
mod audit;
mod bans;
mod blocks;
mod bot_messages;
mod brakes;
mod calls;
mod confinement;
mod conversations;
mod departure;
mod doctor;
mod exits;
mod files;
mod friends;
mod gateway;
mod groups;
mod hide_address;
mod hostile;
mod leaks;
mod limits;
mod matrix;
mod members;
mod messages;
mod mfa;
mod newcomers;
mod nicknames;
mod objectives;
mod portraits;
mod presence;
mod process;
mod profile;
mod reads;
mod receipts;
mod removal;
mod reports;
mod resume;
mod roles;
mod rules;
mod settings;
mod slow;
mod statistics;
mod story;
mod threads;
mod traces;
mod voice;
mod world;
