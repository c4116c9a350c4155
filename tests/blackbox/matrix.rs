//! The permission matrix (P5): every route, every kind of caller, the answer that the table expects.
//!
//! A route that is added to the server gets a row in `table.rs`. All deviations are reported at once.

mod callers;
mod table;

use callers::{BANNED, CALLERS, SUSPENDED, Stage};
use table::{ROWS, Row};

use crate::world::{Answer, World};

#[tokio::test]
async fn p5_every_route_answers_every_kind_of_caller_as_the_table_says() {
    let world = World::start().await;
    let stage = Stage::set(&world).await;
    let mut deviations = Vec::new();
    for row in ROWS {
        let expected = CALLERS.iter().zip(row.expected());
        for (caller, expected) in
            expected.chain([(&BANNED, row.of_banned()), (&SUSPENDED, row.of_suspended())])
        {
            let answer = ask(&stage, row, caller).await;
            let answered = outcome(&answer);
            if answered != expected {
                let Row { method, path, .. } = row;
                let body = answer.body;
                deviations.push(format!(
                    "{method} {path} as {caller}: {answered}, not {expected}: {body:.200}"
                ));
            }
        }
    }
    assert!(deviations.is_empty(), "{} deviations:\n{}", deviations.len(), deviations.join("\n"));
}

#[test]
fn every_row_has_an_expectation_for_every_caller() {
    for row in ROWS {
        assert_eq!(row.expected().count(), CALLERS.len(), "{} {}", row.method, row.path);
    }
}

async fn ask(stage: &Stage<'_>, row: &Row, caller: &str) -> Answer {
    let path = stage.fill(row.path).await;
    let body = match row.body {
        "" => None,
        text => Some(serde_json::from_str(&stage.fill(text).await).expect("bodies are JSON")),
    };
    stage.caller(caller).send(row.method.parse().unwrap(), &path, body).await
}

/// `200`, or `403/50013` where there is an error code.
fn outcome(answer: &Answer) -> String {
    match answer.code() {
        Some(code) if answer.status >= 400 => format!("{}/{code}", answer.status),
        _ => answer.status.to_string(),
    }
}
