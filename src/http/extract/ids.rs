//! Ids in paths.

use std::fmt;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use protocol::UserId;
use protocol::error::FieldErrorCode;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, Visitor};

use crate::http::HttpError;

/// The parameters of a path, one id or a tuple of ids.
pub(in crate::http) struct Ids<T>(pub(in crate::http) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Ids<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(ids)) => Ok(Self(ids)),
            Err(rejection) => Err(refusal(&rejection)),
        }
    }
}

fn refusal(rejection: &PathRejection) -> HttpError {
    HttpError::field("id", FieldErrorCode::WrongType, rejection.body_text())
}

/// `{user_id}` where `@me` may stand too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum UserSelector {
    /// The caller.
    Me,
    /// A certain user.
    Id(UserId),
}

impl UserSelector {
    pub(in crate::http) fn resolve(self, caller: UserId) -> UserId {
        match self {
            Self::Me => caller,
            Self::Id(user) => user,
        }
    }
}

impl<'de> Deserialize<'de> for UserSelector {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(SelectorVisitor)
    }
}

struct SelectorVisitor;

impl Visitor<'_> for SelectorVisitor {
    type Value = UserSelector;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a user's id or @me")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<UserSelector, E> {
        if text == "@me" {
            return Ok(UserSelector::Me);
        }
        text.parse().map(UserSelector::Id).map_err(E::custom)
    }
}
