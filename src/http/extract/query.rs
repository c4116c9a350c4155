//! Query strings: what is asked for is read leniently, what is not is ignored.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use protocol::error::FieldErrorCode;

use crate::http::HttpError;

/// The parameters of a query; of several with one name the last counts.
#[derive(Debug, Default)]
pub(in crate::http) struct Query(HashMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, HttpError> {
        Self::parse(&parts.uri)
    }
}

impl Query {
    fn parse(uri: &axum::http::Uri) -> Result<Self, HttpError> {
        match axum::extract::Query::try_from_uri(uri) {
            Ok(axum::extract::Query(pairs)) => Ok(Self(pairs)),
            Err(rejection) => {
                Err(HttpError::field("query", FieldErrorCode::WrongType, rejection.body_text()))
            }
        }
    }

    /// A number within bounds, or the default.
    pub(in crate::http) fn number<T>(
        &self,
        name: &str,
        bounds: RangeInclusive<T>,
        default: T,
    ) -> Result<T, HttpError>
    where
        T: FromStr + PartialOrd + std::fmt::Display,
    {
        let Some(number) = self.parsed(name, "Must be a number.")? else { return Ok(default) };
        if !bounds.contains(&number) {
            let (from, to) = (bounds.start(), bounds.end());
            let message = format!("Must be between {from} and {to}.");
            return Err(HttpError::field(name, FieldErrorCode::OutOfRange, message));
        }
        Ok(number)
    }

    /// An id, if there is one.
    pub(in crate::http) fn id<T: From<u64>>(&self, name: &str) -> Result<Option<T>, HttpError> {
        Ok(self.parsed::<u64>(name, "Must be an id.")?.map(T::from))
    }

    /// Whether something is asked for: libraries write 1 as well as true.
    pub(in crate::http) fn flag(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|text| matches!(text.as_str(), "1" | "true" | "True"))
    }

    /// Whether it was given, even without a value.
    pub(in crate::http) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// As it was given.
    pub(in crate::http) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Anything that is written as text.
    pub(in crate::http) fn parsed<T: FromStr>(
        &self,
        name: &str,
        message: &str,
    ) -> Result<Option<T>, HttpError> {
        match self.0.get(name).filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => text
                .parse()
                .map(Some)
                .map_err(|_| HttpError::field(name, FieldErrorCode::WrongType, message)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::MessageId;

    fn query(text: &str) -> Query {
        Query::parse(&format!("/?{text}").parse().expect("a URI")).expect("a query")
    }

    #[test]
    fn numbers_and_ids_are_read_and_the_rest_is_ignored() {
        let query = query("limit=7&before=12&other=x&empty=&yes=1&also=true&no=0");
        let flags = ["yes", "also", "no", "missing"].map(|name| query.flag(name));
        assert_eq!(flags, [true, true, false, false]);
        assert_eq!(query.number("limit", 1..=100, 50).ok(), Some(7));
        assert_eq!(query.number("missing", 1..=100, 50).ok(), Some(50));
        assert_eq!(query.number("empty", 1..=100, 50).ok(), Some(50));
        assert_eq!(query.id::<MessageId>("before").ok().flatten(), Some(MessageId::new(12)));
    }

    #[test]
    fn wrong_values_are_refused() {
        let query = query("limit=0&before=x");
        assert!(query.number("limit", 1..=100, 50).is_err());
        assert!(query.id::<MessageId>("before").is_err());
    }
}
