//! `embeds` of a message: what a bot shows beside or instead of text.
//!
//! - EM1  What is kept has only documented fields, each of its documented type and within its bound;
//!   all texts of a message together have at most 6,000 characters.
//! - EM2  Addresses are of http and https, those of pictures also `attachment://` and the name of a file of
//!   the message: nothing that a client could run.

use axum::http::Uri;
use protocol::Timestamp;
use protocol::error::{ApiError, FieldErrorCode, FieldErrors};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const EMBEDS_MAX: usize = 10;
const FIELDS_MAX: usize = 25;
const TITLE_MAX: usize = 256;
const DESCRIPTION_MAX: usize = 4_096;
const NAME_MAX: usize = 256;
const VALUE_MAX: usize = 1_024;
const FOOTER_MAX: usize = 2_048;
const ADDRESS_MAX: usize = 2_048;
/// In front of the name of a file of the same message.
const OWN_FILE: &str = "attachment://";
const COLOR_MAX: u32 = 0xFF_FF_FF;
/// Characters of all embeds of a message.
const TOTAL_MAX: usize = 6_000;

/// An embed as it is sent and shown.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(super) struct EmbedBody {
    /// Always `rich`, whatever was sent.
    #[serde(rename = "type", skip_deserializing)]
    kind: Rich,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 256)]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4096)]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2048)]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 16_777_215)]
    color: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    footer: Option<EmbedFooter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<EmbedMedia>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail: Option<EmbedMedia>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<EmbedAuthor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 25)]
    fields: Option<Vec<EmbedField>>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Rich {
    #[default]
    Rich,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
struct EmbedFooter {
    #[schema(max_length = 2048)]
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2048)]
    icon_url: Option<String>,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
struct EmbedMedia {
    #[schema(max_length = 2048)]
    url: String,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
struct EmbedAuthor {
    #[schema(max_length = 256)]
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2048)]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2048)]
    icon_url: Option<String>,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
struct EmbedField {
    #[schema(max_length = 256)]
    name: String,
    #[schema(max_length = 1024)]
    value: String,
    #[serde(default)]
    inline: bool,
}

/// The embeds as the record of a message keeps them: none for an empty list.
pub(super) fn admitted(embeds: &[EmbedBody]) -> Result<Option<String>, ApiError> {
    let mut check = Check::default();
    if embeds.len() > EMBEDS_MAX {
        check.wrong("embeds", FieldErrorCode::TooLong, "Must be 10 or fewer in length.");
    }
    for (place, embed) in embeds.iter().take(EMBEDS_MAX).enumerate() {
        check.embed(&format!("embeds.{place}"), embed);
    }
    if check.total > TOTAL_MAX {
        let message = "All texts of the embeds have more than 6000 characters.";
        check.wrong("embeds", FieldErrorCode::EmbedsTooLarge, message);
    }
    check.errors.into_result()?;
    Ok((!embeds.is_empty())
        .then(|| serde_json::to_string(embeds).expect("texts and numbers are JSON")))
}

#[derive(Default)]
struct Check {
    errors: FieldErrors,
    total: usize,
}

impl Check {
    fn embed(&mut self, path: &str, embed: &EmbedBody) {
        let at = |field: &str| format!("{path}.{field}");
        self.optional(&at("title"), embed.title.as_deref(), TITLE_MAX);
        self.optional(&at("description"), embed.description.as_deref(), DESCRIPTION_MAX);
        self.address(&at("url"), embed.url.as_deref());
        if embed.color.is_some_and(|color| color > COLOR_MAX) {
            let message = "Must be between 0 and 16777215.";
            self.wrong(&at("color"), FieldErrorCode::OutOfRange, message);
        }
        if let Some(footer) = &embed.footer {
            self.text(&at("footer.text"), &footer.text, FOOTER_MAX);
            self.picture(&at("footer.icon_url"), footer.icon_url.as_deref());
        }
        if let Some(author) = &embed.author {
            self.text(&at("author.name"), &author.name, NAME_MAX);
            self.address(&at("author.url"), author.url.as_deref());
            self.picture(&at("author.icon_url"), author.icon_url.as_deref());
        }
        self.picture(&at("image.url"), embed.image.as_ref().map(|media| &*media.url));
        self.picture(&at("thumbnail.url"), embed.thumbnail.as_ref().map(|media| &*media.url));
        self.fields(&at("fields"), embed.fields.as_deref().unwrap_or_default());
        if embed.is_empty() {
            let message = "An embed shows at least one thing.";
            self.wrong(&at("description"), FieldErrorCode::Required, message);
        }
    }

    fn fields(&mut self, path: &str, fields: &[EmbedField]) {
        if fields.len() > FIELDS_MAX {
            self.wrong(path, FieldErrorCode::TooLong, "Must be 25 or fewer in length.");
        }
        for (place, field) in fields.iter().take(FIELDS_MAX).enumerate() {
            self.text(&format!("{path}.{place}.name"), &field.name, NAME_MAX);
            self.text(&format!("{path}.{place}.value"), &field.value, VALUE_MAX);
        }
    }

    fn text(&mut self, path: &str, text: &str, chars_max: usize) {
        if text.trim().is_empty() {
            self.wrong(path, FieldErrorCode::Required, "This field is required");
        }
        self.optional(path, Some(text), chars_max);
    }

    fn optional(&mut self, path: &str, text: Option<&str>, chars_max: usize) {
        let chars = text.map_or(0, |text| text.chars().count());
        self.total += chars;
        if chars > chars_max {
            let message = format!("Must be {chars_max} or fewer in length.");
            self.wrong(path, FieldErrorCode::TooLong, &message);
        }
    }

    /// EM2.
    fn picture(&mut self, path: &str, address: Option<&str>) {
        match address.and_then(|address| address.strip_prefix(OWN_FILE)) {
            Some(name) if !name.is_empty() && name.len() <= ADDRESS_MAX => {}
            _ => self.address(path, address),
        }
    }

    /// EM2.
    fn address(&mut self, path: &str, address: Option<&str>) {
        let Some(address) = address else { return };
        if address.len() > ADDRESS_MAX {
            self.wrong(path, FieldErrorCode::TooLong, "Must be 2048 or fewer in length.");
        } else if !is_web_address(address) {
            let message = "Must be a whole address of http or https.";
            self.wrong(path, FieldErrorCode::BadCharacters, message);
        }
    }

    fn wrong(&mut self, path: &str, code: FieldErrorCode, message: &str) {
        self.errors.add(path, code, message);
    }
}

impl EmbedBody {
    fn is_empty(&self) -> bool {
        let shows =
            |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        !shows(&self.title)
            && !shows(&self.description)
            && self.footer.is_none()
            && self.author.is_none()
            && self.image.is_none()
            && self.thumbnail.is_none()
            && self.fields.as_ref().is_none_or(Vec::is_empty)
    }
}

fn is_web_address(address: &str) -> bool {
    address.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn admit(embeds: Value) -> Result<Option<Value>, Value> {
        let embeds: Vec<EmbedBody> = serde_json::from_value(embeds).unwrap();
        match admitted(&embeds) {
            Ok(kept) => Ok(kept.map(|kept| serde_json::from_str(&kept).unwrap())),
            Err(refusal) => Err(serde_json::to_value(refusal.errors).unwrap()),
        }
    }

    #[test]
    fn em1_what_is_kept_has_only_documented_fields() {
        let sent = json!([{
            "type": "video", "title": "Build 7", "url": "https://example.org/7", "color": 3_066_993,
            "timestamp": "2026-11-22T18:23:16+01:00", "provider": {"name": "x"}, "html": "<b>",
            "author": {"name": "CI", "proxy_icon_url": "https://example.org"},
            "fields": [{"name": "Passed", "value": "412", "inline": true}, {"name": "a", "value": "b"}],
            "footer": {"text": "main"}, "image": {"url": "http://example.org/a.png", "width": 5},
        }]);
        let kept = json!([{
            "type": "rich", "title": "Build 7", "url": "https://example.org/7", "color": 3_066_993,
            "timestamp": "2026-11-22T17:23:16.000000+00:00", "author": {"name": "CI"},
            "fields": [
                {"name": "Passed", "value": "412", "inline": true},
                {"name": "a", "value": "b", "inline": false},
            ],
            "footer": {"text": "main"}, "image": {"url": "http://example.org/a.png"},
        }]);
        assert_eq!(admit(sent), Ok(Some(kept)));
        assert_eq!(admit(json!([])), Ok(None));
    }

    #[test]
    fn em1_each_text_and_all_of_them_have_a_bound() {
        for (embeds, path, code) in [
            (json!([{"title": "é".repeat(257)}]), "/0/title", "BASE_TYPE_MAX_LENGTH"),
            (json!([{"title": "a", "color": 16_777_216}]), "/0/color", "NUMBER_TYPE_MAX"),
            (json!([{"footer": {"text": " "}}]), "/0/footer/text", "BASE_TYPE_REQUIRED"),
            (
                json!([{"fields": [{"name": "a", "value": ""}]}]),
                "/0/fields/0/value",
                "BASE_TYPE_REQUIRED",
            ),
            (json!([{"color": 1}]), "/0/description", "BASE_TYPE_REQUIRED"),
            (json!(vec![json!({"title": "a"}); 11]), "", "BASE_TYPE_MAX_LENGTH"),
            (
                json!(vec![json!({"description": "a".repeat(3_001)}); 2]),
                "",
                "MAX_EMBED_SIZE_EXCEEDED",
            ),
            (
                json!([{"fields": vec![json!({"name": "a", "value": "b"}); 26]}]),
                "/0/fields",
                "BASE_TYPE_MAX_LENGTH",
            ),
        ] {
            let errors = admit(embeds).unwrap_err();
            let wrong = errors.pointer(&format!("/embeds{path}/_errors/0/code"));
            assert_eq!(wrong.and_then(Value::as_str), Some(code), "{path}: {errors}");
        }
        assert!(admit(json!([{"title": "é".repeat(256)}])).is_ok());
        assert!(admit(json!(vec![json!({"description": "a".repeat(3_000)}); 2])).is_ok());
    }

    #[test]
    fn em2_addresses_are_of_the_web() {
        let address = |address: &str| admit(json!([{"title": "a", "url": address}])).is_ok();
        assert!(address("https://example.org/a?b=%20#c") && address("http://[::1]:80/"));
        for hostile in [
            "javascript:alert(1)",
            "data:text/html,x",
            "/a",
            "//example.org",
            "https://",
            "file:///a",
            "",
        ] {
            assert!(!address(hostile), "{hostile}");
        }
        assert!(!address(&format!("https://example.org/{}", "a".repeat(2_048))));
        assert!(!address("attachment://a.png"));
    }

    #[test]
    fn em2_a_picture_is_of_the_web_or_a_file_of_the_message() {
        let picture = |address: &str| admit(json!([{"image": {"url": address}}])).is_ok();
        assert!(picture("attachment://a.png") && picture("https://example.org/a.png"));
        assert!(!picture("attachment://") && !picture("attachment:a.png"));
        assert!(!picture(&format!("attachment://{}", "a".repeat(2_049))));
        assert!(!picture("data:image/png;base64,AAAA"));
    }
}
