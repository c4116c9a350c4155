//! Who somebody is: accounts, logins, tokens, bots, and the claim of the instance.
//!
//! - AC1  A login that ended is refused from the moment its end is durable, whatever its tokens say.
//! - AC2  A username belongs to one account: the store refuses a second one.
//! - AC3  The instance is claimed once, by who holds the set-up link.
//! - AC4  No secret is stored: passwords as argon2id, tokens as hashes or MACs. But for that of a second
//!   factor, which both sides compute from.
//!
//! Decisions are in [`refresh`], [`name`], [`tries`], [`second_factor`] and [`live`]; the rest carries them to the
//! store. Gateway sessions are not known here: who ends a login here ends its sessions too.

mod access;
mod administration;
mod bot_token;
mod bots;
mod caller;
mod claim;
mod deletion;
mod error;
#[cfg(test)]
mod fuzz;
mod instance;
mod live;
mod logins;
mod name;
mod password;
mod profile;
mod refresh;
mod register;
mod second_factor;
mod secret;
mod seed;
mod seen;
#[cfg(test)]
mod tests;
mod tries;

use std::net::IpAddr;
use std::sync::Arc;

use actors::{Clock, Stripes};
use parking_lot::Mutex;
use protocol::{LoginId, SnowflakeGenerator, UserId};
use storage::records::{InstanceAuditEntry, User};
use storage::{Store, StoreExt};

use crate::config::AccountSettings;
use crate::limits::Network;
use access::AccessTokens;
use administration::Suspensions;
use bots::LiveBot;
use instance::InstanceKeeper;
use live::Live;
use password::Passwords;
use refresh::RefreshTokens;
use second_factor::{GUESSES, Tickets};
use seen::LastSeen;
use tries::{Tried, Tries};

pub(crate) use administration::{
    Administered, InstanceLogQuery, InstanceSettingsPatch, LOG_PAGE_MAX, Power, SuspensionPatch,
    USERS_PAGE_MAX, UserPatch,
};
pub(crate) use caller::{Caller, Identity};
pub(crate) use claim::ClaimRequest;
pub(crate) use error::{AccountError, FieldProblem, OpenError};
pub(crate) use logins::{Grant, LoggedIn, LoginRow, RotateError};
pub(crate) use name::{NameError, guild_name};
pub(crate) use profile::ProfilePatch;
pub(crate) use register::Registration;
pub(crate) use second_factor::NewSecret;
use second_factor::switched_off;
pub(crate) use secret::random as random_secret;

/// Where a request comes from, as far as a login remembers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Client {
    /// The peer's IP address.
    address: String,
    /// For what tries of this address count.
    network: Network,
    /// What it calls itself.
    agent: String,
}

impl Client {
    pub(crate) fn new(address: IpAddr, agent: String) -> Self {
        let network = Network::of(address);
        Self { address: address.to_canonical().to_string(), network, agent }
    }
}

/// The door to all accounts.
pub(crate) struct Accounts {
    store: Arc<dyn Store>,
    clock: Clock,
    settings: AccountSettings,
    instance: InstanceKeeper,
    passwords: Passwords,
    access: AccessTokens,
    refresh: RefreshTokens,
    ids: Mutex<SnowflakeGenerator>,
    /// One change of a login's row at a time.
    rows: Stripes,
    logins: Live<(UserId, LoginId), Arc<LastSeen>>,
    bots: Live<UserId, LiveBot>,
    login_tries: Mutex<Tries<Tried>>,
    registrations: Mutex<Tries<Network>>,
    /// Wrong digits of second factors.
    guesses: Mutex<Tries<UserId>>,
    tickets: Mutex<Tickets>,
    suspensions: Suspensions,
}

impl Accounts {
    /// Opens the accounts of a store; the first time, this makes the instance's secrets. Ids go on
    /// from the highest in the store, also when the clock was set back since.
    pub(crate) async fn open(
        store: Arc<dyn Store>,
        clock: Clock,
        node: u16,
        settings: AccountSettings,
    ) -> Result<Self, OpenError> {
        let instance = InstanceKeeper::open(Arc::clone(&store), clock.now_ms()).await?;
        let secret = instance.current().jwt_secret;
        let last_user = store.last::<User>(&()).await?.map_or(0, |user| user.id.get());
        let last_act = store.last::<InstanceAuditEntry>(&()).await?.map_or(0, |act| act.id.get());
        let last_id = last_user.max(last_act);
        Ok(Self {
            passwords: Passwords::new(&settings)?,
            access: AccessTokens::new(&secret),
            refresh: RefreshTokens::new(&secret),
            ids: Mutex::new(SnowflakeGenerator::resume(node, last_id)),
            rows: Stripes::default(),
            logins: Live::new(settings.login_cache_max),
            bots: Live::new(settings.login_cache_max),
            login_tries: Mutex::new(Tries::new(settings.login_tries_per_minute)),
            registrations: Mutex::new(Tries::new(settings.registrations_per_minute)),
            guesses: Mutex::new(Tries::within(GUESSES)),
            tickets: Mutex::new(Tickets::default()),
            suspensions: Suspensions::open(&*store).await?,
            instance,
            store,
            clock,
            settings,
        })
    }

    fn next_id(&self) -> u64 {
        self.ids.lock().next(self.clock.now_ms())
    }
}
