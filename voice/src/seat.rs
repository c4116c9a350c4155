//! What a participant has of the server: a place, a name, addresses. Given back when this is dropped, and
//! so in whichever way the participant ends (RO4).

use std::net::SocketAddr;
use std::sync::Arc;

use crate::clock;
use crate::routes::Target;
use crate::shared::Shared;

/// Addresses of one participant: a few interfaces, and what a roaming client had before.
pub(crate) const ADDRESSES_MAX: usize = 8;

/// Addresses of one join in all. A connection remembers each one, and checks it for a while; a client that
/// still moves has to join again.
const CLAIMS_MAX: usize = 100;

/// A participant's place.
#[derive(Debug)]
pub(crate) struct Seat {
    shared: Arc<Shared>,
    target: Target,
    name: String,
    addresses: Vec<SocketAddr>,
    claims: usize,
    /// Where sound is sent.
    used: Option<SocketAddr>,
}

impl Seat {
    pub(crate) fn new(shared: Arc<Shared>, target: Target, name: String) -> Self {
        Self { shared, target, name, addresses: Vec::new(), claims: 0, used: None }
    }

    pub(crate) fn target(&self) -> Target {
        self.target
    }

    /// Makes an address this participant's; false if somebody else uses it, or after too many. The oldest one
    /// makes room, but never the one in use.
    pub(crate) fn claim(&mut self, address: SocketAddr) -> bool {
        let is_new = !self.addresses.contains(&address);
        if is_new && self.claims == CLAIMS_MAX {
            return false;
        }
        let mut routes = self.shared.routes.lock();
        if !routes.claim(address, self.target, clock::now()) {
            return false;
        }
        if !is_new {
            return true;
        }
        self.claims += 1;
        self.addresses.push(address);
        if self.addresses.len() > ADDRESSES_MAX {
            let oldest = self.addresses.iter().position(|known| Some(*known) != self.used);
            let oldest = self.addresses.remove(oldest.unwrap_or_default());
            routes.release(oldest, self.target);
        }
        true
    }

    /// Sound is sent there from now on.
    pub(crate) fn use_address(&mut self, address: SocketAddr) {
        if self.used == Some(address) {
            return;
        }
        let mut routes = self.shared.routes.lock();
        if let Some(left) = self.used.replace(address) {
            routes.set_used(left, self.target, false);
        }
        routes.set_used(address, self.target, true);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.shared.unseat(self.target, &self.name, &self.addresses);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sockets;

    fn shared() -> Arc<Shared> {
        let sockets = sockets::bind(&["127.0.0.1:0".parse().unwrap()], &[]).unwrap();
        Arc::new(Shared::new(sockets, 1))
    }

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn ro4_whoever_ends_takes_everything_along() {
        let shared = shared();
        let mut seat = shared.seat(1, 2, "ada".to_owned()).unwrap();
        for port in 1..=20 {
            assert!(seat.claim(address(port)));
        }
        assert_eq!(shared.routes.lock().len(), ADDRESSES_MAX + 1);
        drop(seat);
        assert_eq!(shared.routes.lock().len(), 0);
        assert_eq!(shared.placement.lock().shard_of(1), None);
    }

    #[test]
    fn who_comes_from_ever_new_addresses_has_to_join_again() {
        let shared = shared();
        let mut seat = shared.seat(1, 2, "ada".to_owned()).unwrap();
        assert!((1..=CLAIMS_MAX as u16).all(|port| seat.claim(address(port))));
        assert!(!seat.claim(address(9_999)));
        assert!(seat.claim(address(CLAIMS_MAX as u16)), "what it has it keeps");
        assert_eq!(shared.routes.lock().len(), ADDRESSES_MAX + 1);
    }

    #[test]
    fn ro1_nobody_takes_an_address_that_somebody_else_uses() {
        let shared = shared();
        let mut ada = shared.seat(1, 2, "ada".to_owned()).unwrap();
        let mut eve = shared.seat(1, 3, "eve".to_owned()).unwrap();
        assert!(ada.claim(address(1)));
        ada.use_address(address(1));
        assert!(!eve.claim(address(1)));
        ada.claim(address(2));
        ada.use_address(address(2));
        assert!(eve.claim(address(1)), "ada moved");
        drop(ada);
        assert!(eve.claim(address(2)));
    }

    #[test]
    fn the_address_in_use_outlives_the_others() {
        let shared = shared();
        let mut seat = shared.seat(1, 2, "ada".to_owned()).unwrap();
        seat.claim(address(1));
        seat.use_address(address(1));
        for port in 2..=50 {
            seat.claim(address(port));
        }
        assert!(seat.addresses.contains(&address(1)));
    }
}
