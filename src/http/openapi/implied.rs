//! What follows from the shape of a request (OA2): its path parameters, and how it can be refused.

use serde_json::{Map, Value, json};

/// A parameter's name in the paths, what it is, and its shape.
const PARAMETERS: &[(&str, &str, &str)] = &[
    ("about", "The id of a role or of a user.", ID),
    ("attachment", "A file's id.", ID),
    ("bot", "A bot's user id.", ID),
    ("channel", "A channel's id.", ID),
    ("code", "What stands in the link of an invite.", TEXT),
    ("emoji", "An emoji, or `name:id` of a custom one.", TEXT),
    ("filename", "The name of the file.", TEXT),
    ("guild", "A guild's id.", ID),
    ("login", "A login's id.", ID),
    ("message", "A message's id.", ID),
    ("picture", "The name of a picture, with `.png` or another ending behind it.", TEXT),
    ("role", "A role's id.", ID),
    ("report", "A report's id.", ID),
    ("rule", "The id of a rule about words.", ID),
    ("user", "A user's id; a member of a guild may also be `@me`.", ID_OR_ME),
];

const ID: &str = "^[0-9]{1,20}$";
const ID_OR_ME: &str = "^([0-9]{1,20}|@me)$";
const TEXT: &str = "^[^/]+$";

/// A refusal: its status, the name of its description, and what it means.
const REFUSALS: &[(u16, &str, &str)] = &[
    (400, "BadRequest", "Something in the request is wrong; `errors` says where."),
    (401, "Unauthorized", "The token is missing, wrong or no longer valid."),
    (403, "Forbidden", "The caller may not do this."),
    (404, "NotFound", "There is no such thing, or not for the caller to know of."),
    (413, "TooLarge", "The body is too large."),
    (429, "TooMany", "Too many requests: wait as long as it says, then try again."),
    (503, "Unavailable", "The server has no owner yet, or cannot store anything right now."),
];

/// Adds to each operation its name, its path parameters and its refusals.
pub(super) fn complete(document: &mut Value) {
    document["components"]["responses"] = refusals();
    for (path, item) in object(&mut document["paths"]) {
        for operation in object(item).values_mut() {
            name(operation);
            parameters(path, operation);
            answers(path, operation);
        }
    }
}

/// Unique among all: handlers of one name differ by their tag.
fn name(operation: &mut Value) {
    let name = format!("{}_{}", text(&operation["tags"][0]), text(&operation["operationId"]));
    operation["operationId"] = name.into();
}

fn parameters(path: &str, operation: &mut Value) {
    let of_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = of_path.map(parameter).collect();
    if let Some(of_query) = operation["parameters"].as_array() {
        parameters.extend(of_query.iter().cloned());
    }
    if parameters.is_empty() {
        object(operation).remove("parameters");
    } else {
        operation["parameters"] = parameters.into();
    }
}

fn parameter(name: &str) -> Value {
    let known = PARAMETERS.iter().find(|(known, ..)| *known == name);
    let (_, description, pattern) =
        known.unwrap_or_else(|| panic!("what is {{{name}}} in a path?"));
    json!({
        "name": name, "in": "path", "required": true, "description": description,
        "schema": { "type": "string", "pattern": pattern },
    })
}

fn answers(path: &str, operation: &mut Value) {
    for status in refused_with(path, operation) {
        let answers = object(&mut operation["responses"]);
        answers.entry(status.to_string()).or_insert_with(|| json!({ "description": "" }));
    }
    for (status, answer) in object(&mut operation["responses"]) {
        describe(status, answer);
    }
}

/// The statuses that the parts of a request imply.
fn refused_with(path: &str, operation: &Value) -> Vec<u16> {
    let has_input = !operation["parameters"].is_null() || !operation["requestBody"].is_null();
    let is_public = operation["security"] == json!([{}]);
    let rules = [
        (400, has_input),
        (401, !is_public),
        (403, !is_public),
        (404, path.contains('{')),
        (413, !operation["requestBody"].is_null()),
        (429, path.starts_with("/api/")),
        (503, path.starts_with("/api/")),
    ];
    rules.into_iter().filter_map(|(status, holds)| holds.then_some(status)).collect()
}

/// A refusal without a shape of its own has that of all; an answer without words gets some.
fn describe(status: &str, answer: &mut Value) {
    let refusal = REFUSALS.iter().find(|(known, ..)| known.to_string() == status);
    if let (Some((_, name, _)), true) = (refusal, answer["content"].is_null()) {
        *answer = json!({ "$ref": format!("#/components/responses/{name}") });
        return;
    }
    if matches!(answer["description"].as_str(), None | Some("")) {
        answer["description"] = words(status).into();
    }
}

fn words(status: &str) -> &'static str {
    match status {
        "101" => "The connection is a WebSocket from here on.",
        "201" => "It was made.",
        "204" => "It was done.",
        "304" => "It is what the client has.",
        "503" => "Not now.",
        _ => "The answer.",
    }
}

fn refusals() -> Value {
    let refusals = REFUSALS.iter().map(|(status, name, description)| {
        let mut refusal = json!({
            "description": description,
            "content": { "application/json": { "schema": shape(*status) } },
        });
        if matches!(status, 429 | 503) {
            refusal["headers"]["Retry-After"] = json!({
                "description": "Seconds to wait.",
                "required": *status == 429,
                "schema": { "type": "integer", "minimum": 0 },
            });
        }
        ((*name).to_owned(), refusal)
    });
    Value::Object(refusals.collect())
}

fn shape(status: u16) -> Value {
    let error = json!({ "$ref": "#/components/schemas/Error" });
    if status != 429 {
        return error;
    }
    let wait = json!({
        "type": "object",
        "required": ["retry_after", "global"],
        "properties": {
            "retry_after": { "type": "number", "description": "Seconds, with a fraction." },
            "global": { "type": "boolean", "description": "Whether it is about all routes." },
        },
    });
    json!({ "allOf": [error, wait] })
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().expect("an OpenAPI document has an object here")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("every operation has a name and a tag")
}
