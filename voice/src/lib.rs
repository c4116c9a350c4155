//! The media server: sockets, DTLS, SRTP, and who hears whom. It knows no actors, no permissions and no
//! users: rooms and participants are numbers, and others decide who may be where.
//!
//! A datagram's way: [`receiver`] takes it off the socket, [`routes`] says whose it is, a letter box
//! ([`mail`]) hands it to the thread of its room ([`shard`]). There it is decrypted by the connection of its
//! sender ([`peer`]); [`loudness`] says whether there is sound in it, [`slots`] who hears it, [`numbering`]
//! how it is numbered for them. What is lost on the way comes along with the next packet where somebody needs that:
//! [`red`], [`recovery`], [`redundancy`]. At the end of the turn the connection of each listener is drained once, and
//! what it has to send goes out in batches ([`outgoing`]).
//!
//! The decisions, in `loudness`, `slots`, `numbering`, `recovery`, `redundancy`, `offer`, `routes`: no socket, no
//! clock.

mod clock;
mod events;
mod guarded;
mod impairment;
mod loudness;
mod mail;
mod media;
mod metrics;
mod negotiate;
mod numbering;
mod offer;
mod outgoing;
mod peer;
mod quality;
mod receiver;
mod recovery;
mod red;
mod redundancy;
mod refusal;
mod room;
mod routes;
mod seat;
mod shard;
mod shared;
mod slots;
mod sockets;
mod sound;
mod turn;

pub use events::{Event, Events, LostReason};
pub use impairment::Impairment;
pub use media::{Answer, Media, Patience, SLOTS_MAX, Settings};
pub use metrics::{DropMetrics, Metrics, RoomMetrics};
pub use refusal::Refusal;
pub use room::PEERS_MAX;
pub use sockets::announced;
