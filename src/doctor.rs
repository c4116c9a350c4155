//! What keeps voice from working on this machine, as far as that can be seen from here: `confab doctor voice`.
//!
//! - DR1  Nothing is changed and nothing is sent to anybody else: sockets are bound for a moment, and datagrams go
//!   to the addresses that clients of this very server would be told.
//! - DR2  Each finding is one line that says what is so and, unless that is well, what to do.
//! - DR3  What only may be wrong is a warning; a problem is what surely keeps somebody from hearing or speaking.
//!
//! [`gather`] looks, [`findings`] decides: facts in, sentences out.

mod addresses;
mod facts;
mod finding;
mod gather;
mod holder;
mod kernel;
mod page;
mod ports;
mod probe;
mod protocols;
mod stun;
mod trips;

pub(crate) use facts::Facts;
pub(crate) use finding::{Finding, Level};
pub(crate) use gather::gather;

/// What there is to say, in the order in which somebody would go about it.
pub(crate) fn findings(facts: &Facts) -> Vec<Finding> {
    let Facts { plan, machine, http, media } = facts;
    let mut all = vec![ports::http(plan.http, http)];
    match (media, plan.media) {
        (Some(media), Some(address)) => {
            all.push(ports::media(address, &media.door));
            all.extend(media.ways.iter().map(|way| addresses::announced(way.to, plan, machine)));
            let told: Vec<_> = media.ways.iter().map(|way| way.to).collect();
            all.extend(addresses::bridges(&told, machine));
            all.extend(protocols::of(address, plan, machine));
            all.extend(media.ways.iter().map(|way| trips::of(way, machine)));
        }
        _ => all.push(ports::off(plan.mesh_max)),
    }
    all.push(page::of(plan));
    all
}
