//! What handlers take out of a request, each with its refusal.

mod body;
mod caller;
mod ids;
mod query;
mod reason;
mod standing;

pub(super) use body::{JsonBody, JsonList, PictureBody, given, object};
pub(super) use caller::{ClientInfo, Person, client_address};
pub(super) use ids::{Ids, UserSelector};
pub(super) use query::Query;
pub(super) use reason::Reason;
pub(super) use standing::Standing;
