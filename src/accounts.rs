//! Accounts.
mod access;
mod bot_token;
mod name;
mod password;
mod refresh;
mod secret;
mod tries;
