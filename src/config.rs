//! What an operator may set: flag, then `CONFAB_…`, then `confab.toml`, then the profile's default.
//!
//! - CF1  Every timer and limit is a key, so that a test can shorten it.
//! - CF2  An unknown key in the file, or a wrong value anywhere, is refused in one sentence.
//! - CF3  An unknown `CONFAB_…` variable is only warned about: container platforms invent such
//!   names for every service that they run.

mod files;
mod impairment;
mod limits;
mod load;
mod settings;
#[cfg(test)]
mod tests;
mod traces;

pub(crate) use files::{FileKeeper, FileSettings};
pub(crate) use impairment::ImpairmentSettings;
pub(crate) use limits::LimitSettings;
pub(crate) use load::{Loaded, Sources, load};
pub(crate) use settings::{AccountSettings, GatewaySettings, HttpSettings, Profile, Settings};
pub(crate) use traces::TraceSettings;
