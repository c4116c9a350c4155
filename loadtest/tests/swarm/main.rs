//! The load test as operators run it: the program itself, a real server, tiny loads.
//!
//! Nothing here is about figures; what is looked at is the exit status, the JSON and the page.

mod crowds;
mod lies;
mod peers;
mod report;
mod storms;
mod tamper;
mod world;
