//! The document and what it describes do not part.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::text;
use crate::harness::World;

fn document() -> Value {
    serde_json::from_slice(text()).expect("JSON")
}

/// Each operation with where it is.
fn operations(document: &Value) -> impl Iterator<Item = (String, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths.flat_map(|(path, item)| {
        let item = item.as_object().expect("operations").iter();
        item.map(move |(method, operation)| (format!("{method} {path}"), operation))
    })
}

fn has_words(answer: &Value) -> bool {
    let refers = answer["$ref"].is_string();
    refers || answer["description"].as_str().is_some_and(|text| !text.is_empty())
}

/// All `$ref`s below a value.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|below| references(below, found));
        }
        Value::Array(list) => list.iter().for_each(|below| references(below, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Rust files below a folder, with their text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => {
                let text = fs::read_to_string(&path).expect("text");
                vec![(path.display().to_string(), text)]
            }
        })
        .collect()
}

#[test]
fn oa1_no_route_passes_the_description_by() {
    // In two parts, so that this file has none of them.
    let plain = [".route", ".route_service", ".nest_service"].map(|name| format!("{name}("));
    let found = sources(Path::new("src"))
        .into_iter()
        .filter(|(_, text)| plain.iter().any(|name| text.contains(name)));
    assert_eq!(found.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn oa2_every_operation_says_who_may_what_for_and_what_is_answered() {
    let document = document();
    let mut names = BTreeSet::new();
    let mut faults = Vec::new();
    for (place, operation) in operations(&document) {
        let answers = operation["responses"].as_object().expect("answers");
        let has = |status: &str| answers.contains_key(status);
        let succeeds = answers.keys().any(|status| status.starts_with(['1', '2']));
        let is_public = operation["security"] == serde_json::json!([{}]);
        let checks = [
            ("has a name of its own", names.insert(operation["operationId"].to_string())),
            ("has a summary", operation["summary"].as_str().is_some_and(|text| !text.is_empty())),
            ("can succeed", succeeds),
            ("has words for each answer", answers.values().all(has_words)),
            ("refuses who has no token", is_public || has("401")),
            ("refuses wrong input", operation["parameters"].is_null() || has("400")),
            ("bounds its body", operation["requestBody"].is_null() || has("413") && has("400")),
        ];
        let failed = checks.into_iter().filter(|(_, holds)| !holds);
        faults.extend(failed.map(|(rule, _)| format!("{place}: not so: {rule}")));
    }
    assert_eq!(faults, Vec::<String>::new());
    assert!(names.len() > 30, "{} operations", names.len());
}

#[test]
fn oa2_nothing_is_referred_to_that_is_not_there() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let missing = found.iter().filter(|reference| {
        let pointer = reference.strip_prefix('#').expect("a reference within the document");
        document.pointer(pointer).is_none()
    });
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
    let schemas = document["components"]["schemas"].as_object().expect("schemas").keys();
    let unused =
        schemas.filter(|name| !found.contains(format!("#/components/schemas/{name}").as_str()));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn oa3_the_kept_document_is_the_one_that_the_code_makes() {
    let path = Path::new("web/openapi.json");
    let kept = fs::read_to_string(path).expect("web/openapi.json");
    let made = std::str::from_utf8(text()).expect("JSON is text");
    assert!(kept == made, "web/openapi.json is not what the code makes: run `cargo xtask openapi`");
}

#[tokio::test]
async fn oa3_the_document_is_served_before_the_claim_and_once_to_who_keeps_it() {
    let world = World::unclaimed(|_| {}).await;
    let answer = world.get("/openapi.json", None).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "application/json");
    let tag = answer.headers()["etag"].clone();
    assert_eq!(answer.bytes().await.expect("a body"), text());
    let request = world.request(Method::GET, "/openapi.json", None).header("if-none-match", &tag);
    let again = request.send().await.expect("an answer");
    assert_eq!((again.status(), &again.headers()["etag"]), (StatusCode::NOT_MODIFIED, &tag));
}
