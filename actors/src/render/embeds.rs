//! Embeds as they are shown.
//!
//! - EB1  A picture that names a file of the message has the address of that file, which is good from now
//!   on; one whose file is not there is left out.
//! - EB2  So has one that came back by an address that such a file had before: bots edit what they read.

use protocol::wire::Attachment;
use serde_json::{Map, Value, json};

/// In front of the name of a file of the same message.
const OWN_FILE: &str = "attachment://";

pub(super) fn embeds(admitted: &str, files: &[Attachment]) -> Vec<Value> {
    let mut embeds: Vec<Value> = serde_json::from_str(admitted).unwrap_or_default();
    for embed in embeds.iter_mut().filter_map(Value::as_object_mut) {
        for part in ["image", "thumbnail"] {
            picture(embed, part, files);
        }
        for part in ["author", "footer"] {
            icon(embed, part, files);
        }
    }
    embeds
}

fn picture(embed: &mut Map<String, Value>, part: &str, files: &[Attachment]) {
    let address = embed.get(part).and_then(|media| media.get("url")).and_then(Value::as_str);
    let Some(file) = address.and_then(|address| own_file(address, files)) else { return };
    if let Some(Attachment { url, proxy_url, width, height, .. }) = file {
        let media = json!({"url": url, "proxy_url": proxy_url, "width": width, "height": height});
        embed.insert(part.to_owned(), media);
    } else {
        embed.remove(part);
    }
}

fn icon(embed: &mut Map<String, Value>, part: &str, files: &[Attachment]) {
    let Some(Value::Object(part)) = embed.get_mut(part) else { return };
    let address = part.get("icon_url").and_then(Value::as_str);
    let Some(file) = address.and_then(|address| own_file(address, files)) else { return };
    if let Some(Attachment { url, proxy_url, .. }) = file {
        part.insert("icon_url".to_owned(), json!(url));
        part.insert("proxy_icon_url".to_owned(), json!(proxy_url));
    } else {
        part.remove("icon_url");
    }
}

/// The file that an address means; `Some(None)` when it names one that the message does not have.
fn own_file<'f>(address: &str, files: &'f [Attachment]) -> Option<Option<&'f Attachment>> {
    if let Some(name) = address.strip_prefix(OWN_FILE) {
        return Some(files.iter().find(|file| file.filename == name));
    }
    // EB2
    files.iter().find(|file| lasting(&file.url) == lasting(address)).map(Some)
}

/// An address without what says how long it is good.
fn lasting(address: &str) -> &str {
    address.split_once('?').map_or(address, |(lasting, _)| lasting)
}

#[cfg(test)]
mod tests {
    use protocol::AttachmentId;

    use super::*;

    fn file() -> Attachment {
        Attachment {
            id: AttachmentId::new(7),
            filename: "chart.png".to_owned(),
            description: None,
            content_type: None,
            size: 9,
            url: "https://chat.example/a/7".to_owned(),
            proxy_url: "https://chat.example/a/7".to_owned(),
            width: Some(4),
            height: Some(3),
            flags: 0,
        }
    }

    fn check(admitted: &Value, shown: &Value) {
        assert_eq!(json!(embeds(&admitted.to_string(), &[file()])), *shown);
    }

    #[test]
    fn eb2_a_picture_that_came_back_by_a_former_address_has_the_present_one() {
        let former = "https://chat.example/a/7?ex=1&is=0&hm=ab";
        check(
            &json!([{"image": {"url": former}, "footer": {"text": "f", "icon_url": former}}]),
            &json!([{
                "image": {
                    "url": "https://chat.example/a/7",
                    "proxy_url": "https://chat.example/a/7",
                    "width": 4,
                    "height": 3,
                },
                "footer": {
                    "text": "f",
                    "icon_url": "https://chat.example/a/7",
                    "proxy_icon_url": "https://chat.example/a/7",
                },
            }]),
        );
        let other = json!([{"image": {"url": "https://chat.example/a/8?ex=1"}}]);
        check(&other, &other);
    }

    #[test]
    fn eb1_a_picture_that_names_a_file_has_its_address_and_size() {
        let url = "https://chat.example/a/7";
        let media = json!({"url": url, "proxy_url": url, "width": 4, "height": 3});
        check(
            &json!([{
                "title": "t",
                "image": {"url": "attachment://chart.png"},
                "thumbnail": {"url": "https://else.example/b.png"},
                "author": {"name": "n", "icon_url": "attachment://chart.png"},
            }]),
            &json!([{
                "title": "t",
                "image": media,
                "thumbnail": {"url": "https://else.example/b.png"},
                "author": {"name": "n", "icon_url": url, "proxy_icon_url": url},
            }]),
        );
    }

    #[test]
    fn eb1_one_whose_file_is_not_there_is_left_out() {
        check(
            &json!([{
                "title": "t",
                "image": {"url": "attachment://other.png"},
                "footer": {"text": "f", "icon_url": "attachment://"},
            }]),
            &json!([{"title": "t", "footer": {"text": "f"}}]),
        );
        check(
            &json!([7, {"image": 7}, {"image": {}, "footer": []}]),
            &json!([7, {"image": 7}, {"image": {}, "footer": []}]),
        );
    }
}
