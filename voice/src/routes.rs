//! Whose a datagram is: by its address, and for an address that is not known yet by the name in its STUN
//! request. So a datagram is never offered to one connection after the other.
//!
//! - RO1  An address belongs to at most one participant. Once it answered the server there, it is theirs until
//!   they leave or move; one that was only claimed goes to the next who claims it with their own password.
//! - RO2  From an address that nobody has only STUN requests with a name that was given out go on.
//! - RO3  An address, and all strangers together, have a budget for each second.
//! - RO4  Whoever leaves, in whichever way, takes their name and their addresses along.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::ice::StunMessage;

/// Datagrams in a second from an address in use: twenty times the sound of one person, and enough for a
/// picture beside it.
const ADDRESS_BUDGET: u32 = 1_000;

/// Datagrams in a second from an address that is not in use, or not yet: checks and a handshake.
const SPARE_ADDRESS_BUDGET: u32 = 100;

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
struct Owned {
    by: Target,
    /// Sound is sent there, so it answered a check.
    is_used: bool,
    budget: Budget,
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
    addresses: HashMap<SocketAddr, Owned>,
    names: HashMap<String, Target>,
    strangers: Budget,
}

impl Routes {
    pub(crate) fn new(now: Instant) -> Self {
        let (addresses, names) = Default::default();
        Self { addresses, names, strangers: Budget::new(now) }
    }

    pub(crate) fn find(&mut self, from: SocketAddr, datagram: &[u8], now: Instant) -> Route {
        let Some(owned) = self.addresses.get_mut(&from) else {
            if !self.strangers.spend(STRANGERS_BUDGET, now) {
                return Route::Flood;
            }
            return self.named(datagram).map_or(Route::Stranger, Route::Named);
        };
        let budget = if owned.is_used { ADDRESS_BUDGET } else { SPARE_ADDRESS_BUDGET };
        if !owned.budget.spend(budget, now) {
            return Route::Flood;
        }
        let (by, is_used) = (owned.by, owned.is_used);
        let other = if is_used { None } else { self.named(datagram).filter(|other| *other != by) };
        other.map_or(Route::Known(by), Route::Named)
    }

    fn named(&self, datagram: &[u8]) -> Option<Target> {
        self.names.get(&named(datagram)?).copied()
    }

    /// From now on STUN requests with this name are for `target`.
    pub(crate) fn name(&mut self, name: String, target: Target) {
        self.names.insert(name, target);
    }

    pub(crate) fn forget_name(&mut self, name: &str) {
        self.names.remove(name);
    }

    /// Gives an address to `target`; false if somebody else uses it.
    pub(crate) fn claim(&mut self, address: SocketAddr, target: Target, now: Instant) -> bool {
        let fresh = || Owned { by: target, is_used: false, budget: Budget::new(now) };
        let owned = self.addresses.entry(address).or_insert_with(fresh);
        if !owned.is_used {
            owned.by = target;
        }
        owned.by == target
    }

    /// Notes whether sound is sent to an address of `target`.
    pub(crate) fn set_used(&mut self, address: SocketAddr, target: Target, is_used: bool) {
        if let Some(owned) = self.addresses.get_mut(&address).filter(|owned| owned.by == target) {
            owned.is_used = is_used;
        }
    }

    pub(crate) fn release(&mut self, address: SocketAddr, target: Target) {
        if self.addresses.get(&address).is_some_and(|owned| owned.by == target) {
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
    fn ro1_an_address_in_use_stays_with_its_owner() {
        let now = clock::now();
        let mut routes = Routes::new(now);
        routes.name("bob".to_owned(), BOB);
        assert!(routes.claim(address(1), ADA, now));
        routes.set_used(address(1), ADA, true);
        assert!(!routes.claim(address(1), BOB, now));
        assert_eq!(routes.find(address(1), &request("bob"), now), Route::Known(ADA));
        routes.release(address(1), BOB);
        assert_eq!(routes.find(address(1), b"anything", now), Route::Known(ADA));
        routes.release(address(1), ADA);
        assert!(routes.claim(address(1), BOB, now));
    }

    #[test]
    fn ro1_an_address_that_was_only_claimed_goes_to_who_comes_from_there() {
        let now = clock::now();
        let mut routes = Routes::new(now);
        routes.name("bob".to_owned(), BOB);
        routes.claim(address(1), ADA, now);
        routes.set_used(address(1), BOB, true);
        assert_eq!(routes.find(address(1), b"anything", now), Route::Known(ADA));
        assert_eq!(routes.find(address(1), &request("bob"), now), Route::Named(BOB));
        assert!(routes.claim(address(1), BOB, now));
        assert_eq!(routes.find(address(1), b"anything", now), Route::Known(BOB));
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

    proptest::proptest! {
        #[test]
        fn any_bytes_are_of_somebody_or_of_nobody(
            bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
            edits in proptest::collection::vec((0_usize..200, proptest::num::u8::ANY), 0..4),
        ) {
            let now = clock::now();
            let mut routes = Routes::new(now);
            routes.name("ada".to_owned(), ADA);
            proptest::prop_assert_eq!(routes.find(address(1), &bytes, now), Route::Stranger);
            let mut request = request("ada");
            for (at, byte) in edits {
                let at = at % request.len();
                request[at] = byte;
            }
            let found = routes.find(address(1), &request, now);
            proptest::prop_assert!(matches!(found, Route::Stranger | Route::Named(ADA)));
        }
    }

    #[test]
    fn ro3_a_flood_is_cut_off_and_spares_the_others() {
        let now = clock::now();
        let mut routes = Routes::new(now);
        routes.claim(address(1), ADA, now);
        routes.set_used(address(1), ADA, true);
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
        for _ in 2..SPARE_ADDRESS_BUDGET {
            assert_eq!(routes.find(address(2), b"", now), Route::Known(BOB));
        }
        assert_eq!(routes.find(address(2), b"", now), Route::Flood, "not in use");
        assert_eq!(routes.find(address(1), b"", now + BUDGET_SPAN), Route::Known(ADA));
    }
}
