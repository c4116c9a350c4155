//! Whose a datagram is: by its address, and for an address that is not known yet by the name in its STUN
//! request. So a datagram is never offered to one connection after the other.
//!
//! - RO1  An address belongs to at most one participant, who keeps it until they leave.
//! - RO2  From an address that nobody has only STUN requests with a name that was given out go on.
//! - RO3  An address, and all strangers together, have a budget for each second.
//! - RO4  Whoever leaves, in whichever way, takes their name and their addresses along.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::ice::StunMessage;

/// Datagrams from one address in a second: twenty times the sound of one person, and enough for a picture
/// beside it.
const ADDRESS_BUDGET: u32 = 1_000;

/// Datagrams in a second from addresses that are not known. Each one costs a look at its name.
const STRANGERS_BUDGET: u32 = 2_000;

const BUDGET_SPAN: Duration = Duration::from_secs(1);

/// A participant, and the thread that its room is on. `join` differs from join to join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub(crate) shard: usize,
    pub(crate) room: u64,
    pub(crate) peer: u64,
    pub(crate) join: u64,
}

/// Where a datagram goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// To the owner of its address.
    Known(Target),
    /// To whom it names; its address becomes theirs if it proves that it knows their password.
    Named(Target),
    /// Nowhere: its address sends too much.
    Flood,
    /// Nowhere: it names nobody.
    Stranger,
}

#[derive(Debug)]
struct Budget {
    since: Instant,
    spent: u32,
}

impl Budget {
    fn new(now: Instant) -> Self {
        Self { since: now, spent: 0 }
    }

    fn spend(&mut self, max: u32, now: Instant) -> bool {
        if now.saturating_duration_since(self.since) >= BUDGET_SPAN {
            *self = Self::new(now);
        }
        self.spent += 1;
        self.spent <= max
    }
}

/// All addresses and names of all participants. Bounded by their number: each has one name and at most
/// [`crate::seat::ADDRESSES_MAX`] addresses.
#[derive(Debug)]
pub(crate) struct Routes {
    addresses: HashMap<SocketAddr, (Target, Budget)>,
    names: HashMap<String, Target>,
    strangers: Budget,
}

impl Routes {
    pub(crate) fn new(now: Instant) -> Self {
        let (addresses, names) = Default::default();
        Self { addresses, names, strangers: Budget::new(now) }
    }

    pub(crate) fn find(&mut self, from: SocketAddr, datagram: &[u8], now: Instant) -> Route {
        if let Some((target, budget)) = self.addresses.get_mut(&from) {
            return match budget.spend(ADDRESS_BUDGET, now) {
                true => Route::Known(*target),
                false => Route::Flood,
            };
        }
        if !self.strangers.spend(STRANGERS_BUDGET, now) {
            return Route::Flood;
        }
        let named = named(datagram).and_then(|name| self.names.get(&name).copied());
        named.map_or(Route::Stranger, Route::Named)
    }

    /// From now on STUN requests with this name are for `target`.
    pub(crate) fn name(&mut self, name: String, target: Target) {
        self.names.insert(name, target);
    }

    pub(crate) fn forget_name(&mut self, name: &str) {
        self.names.remove(name);
    }

    /// Gives an address to `target`; false if somebody else has it.
    pub(crate) fn claim(&mut self, address: SocketAddr, target: Target, now: Instant) -> bool {
        let owner = self.addresses.entry(address).or_insert_with(|| (target, Budget::new(now)));
        owner.0 == target
    }

    pub(crate) fn release(&mut self, address: SocketAddr, target: Target) {
        if self.addresses.get(&address).is_some_and(|(owner, _)| *owner == target) {
            self.addresses.remove(&address);
        }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.addresses.len() + self.names.len()
    }
}

/// Whom a STUN binding request is for: the first half of its user name (RFC 8445, 7.2.2).
fn named(datagram: &[u8]) -> Option<String> {
    // STUN begins with two zero bits; anything else is not worth parsing.
    if datagram.first()? > &3 {
        return None;
    }
    let message = StunMessage::parse(datagram).ok()?;
    let (name, _) = message.is_binding_request().then(|| message.split_username())??;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use str0m::ice::TransId;

    use super::*;
    use crate::clock;

    const ADA: Target = Target { shard: 0, room: 1, peer: 10, join: 1 };
    const BOB: Target = Target { shard: 1, room: 2, peer: 20, join: 2 };

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    fn request(name: &str) -> Vec<u8> {
        let user = format!("{name}:browser");
        let message = StunMessage::binding_request(&user, TransId::new(), true, 1, 1, false);
        let mut bytes = vec![0; 300];
        let length = message.to_bytes(Some(b"password"), &mut bytes, |_, _| [0; 20]).unwrap();
        bytes.truncate(length);
        bytes
    }

    #[test]
    fn ro1_an_address_stays_with_its_owner() {
        let now = clock::now();
        let mut routes = Routes::new(now);
        assert!(routes.claim(address(1), ADA, now));
        assert!(!routes.claim(address(1), BOB, now));
        assert_eq!(routes.find(address(1), b"anything", now), Route::Known(ADA));
        routes.release(address(1), BOB);
        assert_eq!(routes.find(address(1), b"anything", now), Route::Known(ADA));
        routes.release(address(1), ADA);
        assert!(routes.claim(address(1), BOB, now));
    }

    #[test]
    fn ro2_only_a_stun_request_with_a_known_name_goes_on() {
        let now = clock::now();
        let mut routes = Routes::new(now);
        routes.name("ada".to_owned(), ADA);
        assert_eq!(routes.find(address(1), &request("ada"), now), Route::Named(ADA));
        for other in [&request("bob"), b"".as_slice(), b"\x80\x6f", &[0; 19], &[1; 1_500]] {
            assert_eq!(routes.find(address(1), other, now), Route::Stranger);
        }
        routes.forget_name("ada");
        assert_eq!(routes.find(address(1), &request("ada"), now), Route::Stranger);
        assert_eq!(routes.len(), 0);
    }

    #[test]
    fn ro3_a_flood_is_cut_off_and_spares_the_others() {
        let now = clock::now();
        let mut routes = Routes::new(now);
        routes.claim(address(1), ADA, now);
        routes.claim(address(2), BOB, now);
        for _ in 0..ADDRESS_BUDGET {
            assert_eq!(routes.find(address(1), b"", now), Route::Known(ADA));
        }
        assert_eq!(routes.find(address(1), b"", now), Route::Flood);
        assert_eq!(routes.find(address(2), b"", now), Route::Known(BOB));
        for port in 0..STRANGERS_BUDGET {
            assert_eq!(routes.find(address(100 + port as u16), b"", now), Route::Stranger);
        }
        assert_eq!(routes.find(address(3), b"", now), Route::Flood);
        assert_eq!(routes.find(address(2), b"", now), Route::Known(BOB));
        assert_eq!(routes.find(address(1), b"", now + BUDGET_SPAN), Route::Known(ADA));
    }
}
