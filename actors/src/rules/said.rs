//! What there is to be read in a message.

use std::collections::BTreeSet;

use serde_json::Value;
use storage::records::Attachment;

use super::fold::folded;
use crate::channel::{named, outside_code};

/// Fields of embeds that are shown as text.
const TEXTS_OF_EMBEDS: [&str; 5] = ["title", "description", "name", "value", "text"];

/// A text, made ready to be held against rules.
pub(super) struct Said {
    /// As rules see it.
    pub(super) folded: String,
    /// How many users and roles it names, each once, and everyone.
    pub(super) mentions: usize,
}

impl Said {
    pub(super) fn new(texts: &[String]) -> Self {
        let content = texts.first().map_or("", String::as_str);
        // A word does not go on in another text.
        Self { folded: folded(&texts.join("\n")), mentions: mentioned(content) }
    }
}

/// The texts of a message, its content first.
pub(crate) fn texts<'f>(
    content: &str,
    embeds: Option<&str>,
    files: impl IntoIterator<Item = &'f Attachment>,
) -> Vec<String> {
    let mut texts = vec![content.to_owned()];
    if let Some(embeds) = embeds.and_then(|embeds| serde_json::from_str(embeds).ok()) {
        collect(&embeds, &mut texts);
    }
    for file in files {
        texts.push(file.filename.clone());
        texts.extend(file.description.clone());
    }
    texts
}

/// Embeds are bounded where they come in, in depth and in length.
fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if TEXTS_OF_EMBEDS.contains(&name.as_str()) => {
                        texts.push(text.clone());
                    }
                    other => collect(other, texts),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whoever is named counts, whether the author may mention them or not.
fn mentioned(content: &str) -> usize {
    let mut named_once = BTreeSet::new();
    let mut everyone = false;
    for prose in outside_code(content) {
        named_once.extend(named(prose));
        everyone |= prose.contains("@everyone") || prose.contains("@here");
    }
    named_once.len() + usize::from(everyone)
}
