//! The gateway: WebSocket connections of clients and bots.
//!
//! - GW1  HTTP is taken off at the handshake: after it, a socket is a `TcpStream`, one task, and no
//!   buffer of its own while it is idle.
//! - GW2  Before IDENTIFY or RESUME only heartbeats are taken, and not for long.
//! - GW3  A client that sends too much, too large, or nothing at all is closed with its code.
//! - GW4  A session hears no more once its login has ended, however close the two came.
//!
//! What a session hears goes through its outbox, which the engine also writes by itself; here it is
//! only drained when the socket was full.

mod budget;
#[cfg(test)]
mod echo;
mod frame;
mod goodbye;
mod greet;
mod live;
mod sink;
mod socket;
#[cfg(test)]
mod tests;
pub(crate) mod upgrade;
