//! A scenario's result as rows of a table, whichever scenario it is: a name for each value in it.

use serde_json::Value;

/// Rows of a result that is longer than a page should be.
const ROWS_MAX: usize = 400;

/// `name`, `value` for each number, text and truth in `value`, in its order; `a.b` for what is in another.
pub(super) fn rows(value: &Value) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    collect("", value, &mut rows);
    rows.truncate(ROWS_MAX);
    rows
}

fn collect(name: &str, value: &Value, rows: &mut Vec<(String, String)>) {
    let of = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            fields.iter().for_each(|(field, value)| collect(&of(field), value, rows));
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                collect(&of(&(number + 1).to_string()), item, rows);
            }
        }
        Value::String(text) => rows.push((name.to_owned(), text.clone())),
        Value::Number(number) => rows.push((name.to_owned(), number_text(number))),
        Value::Bool(truth) => rows.push((name.to_owned(), truth.to_string())),
    }
}

fn number_text(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => format!("{float:.3}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_has_a_row_by_its_path() {
        let result =
            json!({"sent": 7, "latency": {"p99_ms": 1.23456}, "none": null, "first": ["a"]});
        let expected = [("sent", "7"), ("latency.p99_ms", "1.235"), ("first.1", "a")];
        let mut rows = rows(&result);
        rows.sort();
        let mut expected: Vec<_> = expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        expected.sort();
        assert_eq!(rows, expected);
        let long = json!((0..1_000).collect::<Vec<_>>());
        assert_eq!(super::rows(&long).len(), ROWS_MAX);
    }
}
