//! From a request to its bucket.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use axum::http::Method;

/// What kind of act it is: each has a rule of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Posting a message.
    Message,
    /// Any other change.
    Change,
    /// Reading.
    Read,
    /// Having a call ring others.
    Ring,
    /// Reporting a message.
    Report,
}

/// A request as the limits see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) kind: Kind,
    /// Names method and route, the same for every guild and channel.
    pub(crate) bucket: u64,
    /// The guild, channel or webhook in the path; 0 without one.
    pub(crate) major: u64,
}

/// Path parameters that have buckets of their own, as in v10.
const MAJOR: [&str; 3] = ["{guild}", "{channel}", "{webhook}"];

impl Route {
    /// `pattern` is the route as the router knows it, for example
    /// `/api/v10/channels/{channel}/messages`; a path that no route answers has none.
    pub(crate) fn new(method: &Method, pattern: Option<&str>, path: &str) -> Self {
        let pattern = pattern.unwrap_or("");
        let mut hasher = DefaultHasher::new();
        (method.as_str(), pattern).hash(&mut hasher);
        Self {
            kind: kind(method, pattern),
            bucket: hasher.finish(),
            major: major(pattern, path).unwrap_or(0),
        }
    }
}

fn kind(method: &Method, pattern: &str) -> Kind {
    if *method == Method::GET || *method == Method::HEAD {
        Kind::Read
    } else if *method == Method::POST && pattern.ends_with("/channels/{channel}/messages") {
        Kind::Message
    } else if *method == Method::POST && pattern.ends_with("/channels/{channel}/call/ring") {
        Kind::Ring
    } else if pattern.ends_with("/messages/{message}/report") {
        Kind::Report
    } else {
        Kind::Change
    }
}

/// The first major parameter of a path.
fn major(pattern: &str, path: &str) -> Option<u64> {
    let mut segments = pattern.split('/').zip(path.split('/'));
    let (_, value) = segments.find(|(name, _)| MAJOR.contains(name))?;
    value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = "/api/v10/channels/{channel}/messages";

    fn route(method: Method, pattern: &str, path: &str) -> Route {
        Route::new(&method, Some(pattern), path)
    }

    #[test]
    fn a_bucket_is_a_method_and_a_route_and_its_first_major_id() {
        let here = route(Method::POST, MESSAGES, "/api/v10/channels/7/messages");
        let there = route(Method::POST, MESSAGES, "/api/v10/channels/8/messages");
        assert_eq!((here.kind, here.major, there.major), (Kind::Message, 7, 8));
        assert_eq!(here.bucket, there.bucket);
        let read = route(Method::GET, MESSAGES, "/api/v10/channels/7/messages");
        assert_eq!(read.kind, Kind::Read);
        assert_ne!(here.bucket, read.bucket);
        let role = "/api/v10/guilds/{guild}/members/{user}/roles/{role}";
        let given = route(Method::PUT, role, "/api/v10/guilds/3/members/4/roles/5");
        assert_eq!((given.kind, given.major), (Kind::Change, 3));
    }

    #[test]
    fn ringing_has_a_rule_of_its_own_and_declining_has_not() {
        let kind = |act: &str| {
            let pattern = format!("/api/v10/channels/{{channel}}/call/{act}");
            route(Method::POST, &pattern, &format!("/api/v10/channels/7/call/{act}")).kind
        };
        assert_eq!((kind("ring"), kind("stop-ringing")), (Kind::Ring, Kind::Change));
    }

    #[test]
    fn reporting_has_a_rule_of_its_own() {
        let pattern = "/api/x/channels/{channel}/messages/{message}/report";
        let report = route(Method::POST, pattern, "/api/x/channels/7/messages/8/report");
        assert_eq!((report.kind, report.major), (Kind::Report, 7));
    }

    #[test]
    fn whatever_stands_in_a_path_has_a_bucket() {
        let none = route(Method::GET, "/api/v10/users/{user}", "/api/v10/users/@me");
        assert_eq!(none.major, 0);
        let junk = route(Method::POST, MESSAGES, "/api/v10/channels/%F0%9F/messages");
        assert_eq!(junk.major, 0);
        let unknown = Route::new(&Method::DELETE, None, "/api/v10/nothing");
        assert_eq!((unknown.kind, unknown.major), (Kind::Change, 0));
    }
}
