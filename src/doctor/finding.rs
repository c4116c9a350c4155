//! One thing that was looked at.

use std::fmt;

use serde::Serialize;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// It is as it should be.
    Ok,
    /// It may keep somebody from hearing or speaking.
    Warning,
    /// It does.
    Problem,
}

/// See the module. As JSON, `todo` is null where there is nothing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// What was looked at: a name for scripts.
    pub(crate) check: &'static str,
    pub(crate) level: Level,
    /// A sentence: what is so.
    pub(crate) what: String,
    /// A sentence: what to do.
    pub(crate) todo: Option<String>,
}

impl Finding {
    pub(super) fn ok(check: &'static str, what: impl Into<String>) -> Self {
        Self { check, level: Level::Ok, what: what.into(), todo: None }
    }

    pub(super) fn warning(
        check: &'static str,
        what: impl Into<String>,
        todo: impl Into<String>,
    ) -> Self {
        Self { check, level: Level::Warning, what: what.into(), todo: Some(todo.into()) }
    }

    pub(super) fn problem(
        check: &'static str,
        what: impl Into<String>,
        todo: impl Into<String>,
    ) -> Self {
        Self { check, level: Level::Problem, what: what.into(), todo: Some(todo.into()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Ok => "ok",
            Level::Warning => "warning",
            Level::Problem => "problem",
        };
        write!(to, "{level:<8} {}", self.what)?;
        self.todo.iter().try_for_each(|todo| write!(to, " {todo}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dr2_a_finding_is_one_line_with_what_to_do() {
        let fine = Finding::ok("page", "All is well.");
        assert_eq!(fine.to_string(), "ok       All is well.");
        let wrong = Finding::problem("page", "It is not.", "Mend it.");
        assert_eq!(wrong.to_string(), "problem  It is not. Mend it.");
        let json = serde_json::json!({
            "check": "page", "level": "problem", "what": "It is not.", "todo": "Mend it.",
        });
        assert_eq!(serde_json::to_value(&wrong).unwrap(), json);
        assert_eq!(serde_json::to_value(&fine).unwrap()["todo"], serde_json::Value::Null);
    }
}
