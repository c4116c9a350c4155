//! Hostile clients: each breach has its documented answer, is counted, and is felt by nobody else.
//!
//! One file an idea, its cases a table. A witness talks before, between and after them.

mod bodies;
mod commands;
mod crowd;
mod files;
mod frames;
mod metrics;
mod paths;
mod raw;
mod requests;
mod slow;
mod tokens;
mod voice;
mod wire;
mod witness;
