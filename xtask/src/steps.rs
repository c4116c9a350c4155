//! `cargo xtask test`: the steps that a change must pass.
//!
//! - They start one after another in the order of the table; the first failure ends the run by name.
//! - A step that goes on beside the others gets what they leave of the machine, and is waited for at
//!   the end.
//! - Nothing is skipped: a step whose tool is missing installs it or fails.
//! - `--only` takes the named steps and all that they need, still in the order of the table.

use std::time::Instant;

use anyhow::{Context, bail};

use crate::beside::Beside;
use crate::record::Record;
use crate::{autobahn, bots, chromium, fuzz, npm, openapi, run, s3};

type Work = fn() -> anyhow::Result<()>;

struct Step {
    name: &'static str,
    needs: &'static [&'static str],
    run: Work,
    /// It goes on while the next steps run.
    beside: bool,
}

const STEPS: &[Step] = &[
    now("fmt", &[], || cargo(&["fmt", "--all", "--check"])),
    now("web-packages", &[], || npm::install("web")),
    now("clippy", &[], clippy),
    now("web-types", &["web-packages"], || npm::script("web", "types")),
    now("web-lint", &["web-packages"], || npm::script("web", "lint")),
    now("web-unit", &["web-packages"], || npm::script("web", "test")),
    now("rust", &[], rust),
    beside("fuzz", &[], fuzz::step),
    now("autobahn", &[], autobahn::run),
    now("build", &[], build),
    beside("openapi", &["build"], openapi::schemathesis),
    now("packages", &[], || npm::install("tests")),
    now("tours-types", &["packages"], || npm::script("tests", "types")),
    now("browser", &["build", "packages"], browser),
    now("bots-js", &["build", "packages"], bots::discord_js),
    now("bots-py", &["build"], bots::discord_py),
    now("s3", &["build"], s3::run),
];

const fn now(name: &'static str, needs: &'static [&'static str], run: Work) -> Step {
    Step { name, needs, run, beside: false }
}

const fn beside(name: &'static str, needs: &'static [&'static str], run: Work) -> Step {
    Step { name, needs, run, beside: true }
}

/// Prints each step on a line of its own.
pub(crate) fn print_names() {
    for step in STEPS {
        println!("{}", step.name);
    }
}

/// Runs the steps that `only` selects, or all of them.
pub(crate) fn run(only: &[String]) -> anyhow::Result<()> {
    let chosen = select(only)?;
    let mut record = Record::begin(chosen.len());
    let mut running = Vec::new();
    for (position, step) in chosen.iter().enumerate() {
        println!("\n==> {} ({} of {})", step.name, position + 1, chosen.len());
        let begun = Instant::now();
        if step.beside {
            running.push((step.name, begun, Beside::start(&["step", step.name])?));
            println!("==> {} goes on beside the next ones", step.name);
        } else {
            record.note(step.name, begun, (step.run)())?;
        }
    }
    for (name, begun, child) in running {
        println!("\n==> {name}, which went on beside the others");
        record.note(name, begun, child.end())?;
    }
    record.end();
    Ok(())
}

/// Runs one step, without what it needs.
pub(crate) fn run_alone(name: &str) -> anyhow::Result<()> {
    let step = STEPS.iter().find(|step| step.name == name);
    (step.with_context(|| format!("no step is called `{name}`"))?.run)()
}

fn select(only: &[String]) -> anyhow::Result<Vec<&'static Step>> {
    let mut names: Vec<&str> = Vec::new();
    for wanted in only {
        let before = names.len();
        names.extend(STEPS.iter().filter(|step| answers_to(step, wanted)).map(|step| step.name));
        if names.len() == before {
            bail!("no step is called `{wanted}`; `cargo xtask test --list` prints them");
        }
    }
    let mut next = 0;
    while let Some(name) = names.get(next) {
        let step = STEPS.iter().find(|step| step.name == *name).context("a need names a step")?;
        names.extend(step.needs);
        next += 1;
    }
    Ok(STEPS.iter().filter(|step| only.is_empty() || names.contains(&step.name)).collect())
}

fn answers_to(step: &Step, wanted: &str) -> bool {
    step.name == wanted || step.name.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('-'))
}

fn cargo(args: &[&str]) -> anyhow::Result<()> {
    run::check(&mut run::cargo(args))
}

fn clippy() -> anyhow::Result<()> {
    cargo(&["clippy", "--workspace", "--all-targets", "--profile", "ci", "--", "-D", "warnings"])
}

/// In parts: the crashes on demand that tests of the actors have compiled in are not in the
/// server that the black box, fuzzing, tours and bots meet, and that one is built once for all.
/// Neither has what sends traces to a collector.
fn rust() -> anyhow::Result<()> {
    let parts: [&[&str]; 3] = [
        // Benches are linted, and no part of any test.
        &["--workspace", "--exclude", "confab", "--exclude", "loadtest", "--exclude", "bench"],
        &["--package", "confab", "--features", "otel", "--bin", "confab", "traces::"],
        &["--package", "confab", "--package", "loadtest"],
    ];
    let nextest = run::succeeds(&mut run::cargo(&["nextest", "--version"]));
    let tool: &[&str] =
        if nextest { &["nextest", "run", "--cargo-profile"] } else { &["test", "--profile"] };
    parts.iter().try_for_each(|part| cargo(&[tool, &["ci", "--no-fail-fast"], *part].concat()))
}

/// With the tests, as their features are those of the server that `rust` has built.
fn build() -> anyhow::Result<()> {
    cargo(&[
        "build",
        "--profile",
        "ci",
        "--package",
        "confab",
        "--package",
        "loadtest",
        "--bins",
        "--tests",
    ])
}

fn browser() -> anyhow::Result<()> {
    chromium::ensure()?;
    let confab = crate::workspace::program("confab");
    run::check(run::command("tests", "npm", &["run", "--silent", "browser"]).env("CONFAB", confab))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(only: &[&str], expected: &[&str]) {
        let only: Vec<String> = only.iter().map(ToString::to_string).collect();
        let names: Vec<&str> = select(&only).unwrap().iter().map(|step| step.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn only_takes_a_name_or_a_prefix_and_what_it_needs_in_table_order() {
        check(&["fmt"], &["fmt"]);
        check(&["web"], &["web-packages", "web-types", "web-lint", "web-unit"]);
        check(&["bots-js", "fmt"], &["fmt", "build", "packages", "bots-js"]);
        assert!(select(&["nothing".to_owned()]).is_err());
    }

    #[test]
    fn without_only_every_step_is_taken() {
        assert_eq!(select(&[]).unwrap().len(), STEPS.len());
    }

    #[test]
    fn every_need_names_an_earlier_step() {
        for (position, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(STEPS[..position].iter().any(|earlier| earlier.name == *need), "{need}");
            }
        }
    }
}
