//! Each object is as its shape says: what is required is there, nothing is there that is not
//! described, and null is where it may be.

use std::collections::{BTreeMap, BTreeSet};

use protocol::wire::{
    Application, Ban, Channel, CurrentUser, Guild, Invite, Member, Message, Role, ThreadMember,
    ThreadPage, User,
};
use protocol::{ApiError, ErrorCode};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::samples;

/// The shapes that one refers to, by name.
type Shapes = BTreeMap<String, Value>;

/// An object's fields and which of them must be there.
#[derive(Default)]
struct Fields<'a> {
    /// More than one where alternatives have a field in common.
    shapes: BTreeMap<&'a str, Vec<&'a Value>>,
    required: BTreeSet<&'a str>,
}

fn faults<T: ToSchema + Serialize>(object: &T) -> Vec<String> {
    faults_of::<T>(&serde_json::to_value(object).unwrap())
}

fn faults_of<T: ToSchema>(object: &Value) -> Vec<String> {
    // A message may hold the one that it answers, so it refers to itself.
    let mut shapes = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut shapes);
    let shapes = shapes.into_iter().map(|(name, shape)| (name, json!(shape))).collect();
    compare(&shapes, &json!(T::schema()), object, &T::name())
}

/// All that is wrong with a value, each with its place.
fn compare(shapes: &Shapes, shape: &Value, value: &Value, place: &str) -> Vec<String> {
    let shape = resolved(shapes, shape);
    if let Some(either) = shape["oneOf"].as_array() {
        let fits = |shape| compare(shapes, shape, value, place).is_empty();
        return if either.iter().any(fits) { vec![] } else { vec![format!("{place}: {value}")] };
    }
    match value {
        Value::Object(map) => {
            let fields = fields(shapes, shape);
            let missing = fields.required.iter().filter(|name| !map.contains_key(**name));
            let missing = missing.map(|name| format!("{place}.{name} is missing"));
            let below = map.iter().flat_map(|(name, value)| {
                let place = format!("{place}.{name}");
                match fields.shapes.get(name.as_str()) {
                    Some(any) => {
                        let faults = any.iter().map(|shape| compare(shapes, shape, value, &place));
                        faults.min_by_key(Vec::len).unwrap_or_default()
                    }
                    None if fields.shapes.is_empty() => vec![],
                    None => vec![format!("{place} is not described")],
                }
            });
            missing.chain(below).collect()
        }
        Value::Array(list) if allows(shape, "array") => {
            let items = list.iter();
            items.flat_map(|item| compare(shapes, &shape["items"], item, place)).collect()
        }
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let fits = names(value).iter().any(|name| allows(shape, name));
            let is_listed = shape["enum"].as_array().is_none_or(|list| list.contains(value));
            if fits && is_listed { vec![] } else { vec![format!("{place}: {value}")] }
        }
    }
}

fn resolved<'a>(shapes: &'a Shapes, shape: &'a Value) -> &'a Value {
    match shape["$ref"].as_str() {
        Some(reference) => {
            let name = reference.rsplit('/').next().unwrap();
            shapes.get(name).unwrap_or_else(|| panic!("{name} is not among {:?}", shapes.keys()))
        }
        None => shape,
    }
}

/// Of alternatives all fields may be there, and none must.
fn fields<'a>(shapes: &'a Shapes, shape: &'a Value) -> Fields<'a> {
    let mut found = Fields::default();
    let list = |key: &str| shape[key].as_array().into_iter().flatten();
    if let Some(properties) = shape["properties"].as_object() {
        found.shapes.extend(properties.iter().map(|(name, shape)| (name.as_str(), vec![shape])));
    }
    found.required.extend(list("required").filter_map(Value::as_str));
    for part in list("allOf") {
        let part = fields(shapes, resolved(shapes, part));
        found.shapes.extend(part.shapes);
        found.required.extend(part.required);
    }
    for alternative in list("anyOf") {
        for (name, any) in fields(shapes, resolved(shapes, alternative)).shapes {
            found.shapes.entry(name).or_default().extend(any);
        }
    }
    found
}

fn allows(shape: &Value, name: &str) -> bool {
    match &shape["type"] {
        Value::String(only) => only == name,
        Value::Array(list) => list.iter().any(|allowed| allowed == name),
        _ => false,
    }
}

fn names(value: &Value) -> &'static [&'static str] {
    match value {
        Value::Null => &["null"],
        Value::Bool(_) => &["boolean"],
        Value::Number(number) if number.is_f64() => &["number"],
        Value::Number(_) => &["integer", "number"],
        Value::String(_) => &["string"],
        Value::Array(_) => &["array"],
        Value::Object(_) => &["object"],
    }
}

#[test]
fn w1_every_object_is_as_its_shape_says() {
    let found = [
        faults::<Application>(&Application::new(samples::bot(), samples::ada())),
        faults::<Channel>(&samples::text_channel()),
        faults::<Channel>(&samples::announcement_channel()),
        faults::<Channel>(&samples::voice_channel()),
        faults::<Channel>(&samples::category()),
        faults::<Channel>(&samples::thread()),
        faults::<Channel>(&samples::own_thread()),
        faults::<ThreadPage>(&samples::thread_page()),
        faults::<ThreadMember>(&samples::thread_member()),
        faults::<CurrentUser>(&samples::current_user()),
        faults::<Guild>(&samples::guild()),
        faults::<Invite>(&samples::invite()),
        faults::<Ban>(&samples::ban()),
        faults::<Member>(&samples::member()),
        faults::<Message>(&samples::message()),
        faults::<Message>(&samples::full_message()),
        faults::<Message>(&samples::orphan_message()),
        faults::<Role>(&samples::role()),
        faults::<Role>(&samples::bot_role()),
        faults::<User>(&samples::bot()),
        faults::<ApiError>(&ApiError::new(ErrorCode::UnknownUser)),
    ];
    assert_eq!(found.concat(), Vec::<String>::new());
}

#[test]
fn a_missing_field_an_unknown_one_and_a_wrong_null_are_found() {
    let mut member = serde_json::to_value(samples::member()).unwrap();
    let fields = member.as_object_mut().unwrap();
    fields.remove("nick");
    fields.insert("more".to_owned(), json!(1));
    fields["user"]["username"] = Value::Null;
    let expected =
        ["Member.nick is missing", "Member.more is not described", "Member.user.username: null"];
    assert_eq!(faults_of::<Member>(&member), expected);
}
