//! The gateway: WebSocket connections of clients and bots.

mod frame;
