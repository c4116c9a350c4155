//! Brakes, from rows to the wire.

use protocol::wire;
use storage::records::Brakes;

pub(crate) fn brakes(brakes: &Brakes) -> wire::Brakes {
    wire::Brakes {
        invites_paused: brakes.invites_paused,
        min_account_age_s: brakes.min_account_age_s,
        joins_per_minute: brakes.joins_per_minute,
    }
}
