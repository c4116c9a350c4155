//! `allowed_mentions` of a message: whom its text may mention.

use actors::{Allowed, AllowedMentions};
use protocol::error::FieldErrorCode;
use protocol::{RoleId, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::HttpError;
use crate::http::answer::Outcome;

/// Users, and roles, that may be named one by one.
const NAMED_MAX: usize = 100;

#[derive(Deserialize, ToSchema)]
pub(super) struct AllowedMentionsBody {
    /// `users`, `roles` and `everyone`: all of these that the text names.
    parse: Option<Vec<String>>,
    #[schema(max_items = 100)]
    users: Option<Vec<UserId>>,
    #[schema(max_items = 100)]
    roles: Option<Vec<RoleId>>,
    replied_user: Option<bool>,
}

/// Whom the text may mention, and whether the author of an answered message is. Without the object
/// everybody is allowed; with it, only whom it names.
pub(super) fn allowed(body: Option<AllowedMentionsBody>) -> Outcome<(AllowedMentions, bool)> {
    let Some(body) = body else { return Ok((AllowedMentions::default(), true)) };
    let parse = body.parse.unwrap_or_default();
    for (place, kind) in parse.iter().enumerate() {
        if !["users", "roles", "everyone"].contains(&kind.as_str()) {
            let path = format!("allowed_mentions.parse.{place}");
            let message = "Must be users, roles or everyone.";
            return Err(HttpError::field(&path, FieldErrorCode::NotAChoice, message));
        }
    }
    let parses = |kind: &str| parse.iter().any(|parsed| parsed == kind);
    let allowed = AllowedMentions {
        users: named("users", parses("users"), body.users)?,
        roles: named("roles", parses("roles"), body.roles)?,
        everyone: parses("everyone"),
    };
    Ok((allowed, body.replied_user.unwrap_or(false)))
}

fn named<T>(name: &str, all: bool, some: Option<Vec<T>>) -> Outcome<Allowed<T>> {
    let some = some.unwrap_or_default();
    let path = format!("allowed_mentions.{name}");
    if some.len() > NAMED_MAX {
        let message = "Must be 100 or fewer in length.";
        return Err(HttpError::field(&path, FieldErrorCode::TooLong, message));
    }
    if all && !some.is_empty() {
        let message = "Either all are allowed, or these.";
        return Err(HttpError::field(&path, FieldErrorCode::NotAChoice, message));
    }
    Ok(if all { Allowed::All } else { Allowed::Only(some) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(AllowedMentions, bool)> {
        allowed(serde_json::from_str(text).unwrap()).ok()
    }

    #[test]
    fn without_the_object_everybody_is_allowed_and_with_it_whom_it_names() {
        assert_eq!(read("null"), Some((AllowedMentions::default(), true)));
        let nobody = AllowedMentions {
            users: Allowed::Only(Vec::new()),
            roles: Allowed::Only(Vec::new()),
            everyone: false,
        };
        assert_eq!(read("{}"), Some((nobody.clone(), false)));
        let some = AllowedMentions {
            users: Allowed::All,
            roles: Allowed::Only(vec![RoleId::new(3)]),
            everyone: true,
        };
        let text = r#"{"parse": ["users", "everyone"], "roles": ["3"], "replied_user": true}"#;
        assert_eq!(read(text), Some((some, true)));
        assert_eq!(read(r#"{"parse": null, "users": []}"#), Some((nobody, false)));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let many = format!("{{\"users\": {:?}}}", (0..101).collect::<Vec<u64>>());
        for text in [r#"{"parse": ["user"]}"#, r#"{"parse": ["users"], "users": ["3"]}"#, &many] {
            assert_eq!(read(text), None, "{text:.40}");
        }
    }
}
