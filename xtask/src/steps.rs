//! `cargo xtask test`: the steps that a change must pass.
//!
//! - They run one after another in the order of the table; the first failure ends the run by name.
//! - Nothing is skipped: a step whose tool is missing installs it or fails.
//! - `--only` takes the named steps and all that they need, still in the order of the table.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::{autobahn, bots, chromium, fuzz, npm, openapi, run};

struct Step {
    name: &'static str,
    needs: &'static [&'static str],
    run: fn() -> anyhow::Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", needs: &[], run: || cargo(&["fmt", "--all", "--check"]) },
    Step { name: "web-packages", needs: &[], run: || npm::install("web") },
    Step { name: "clippy", needs: &[], run: clippy },
    Step { name: "web-types", needs: &["web-packages"], run: || npm::script("web", "types") },
    Step { name: "web-lint", needs: &["web-packages"], run: || npm::script("web", "lint") },
    Step { name: "web-unit", needs: &["web-packages"], run: || npm::script("web", "test") },
    Step { name: "rust", needs: &[], run: rust },
    Step { name: "fuzz", needs: &[], run: fuzz::step },
    Step { name: "autobahn", needs: &[], run: autobahn::run },
    Step { name: "build", needs: &[], run: build },
    Step { name: "packages", needs: &[], run: || npm::install("tests") },
    Step { name: "tours-types", needs: &["packages"], run: || npm::script("tests", "types") },
    Step { name: "browser", needs: &["build", "packages"], run: browser },
    Step { name: "bots-js", needs: &["build", "packages"], run: bots::discord_js },
    Step { name: "bots-py", needs: &["build"], run: bots::discord_py },
    Step { name: "openapi", needs: &["build"], run: openapi::schemathesis },
];

/// Prints each step on a line of its own.
pub(crate) fn print_names() {
    for step in STEPS {
        println!("{}", step.name);
    }
}

/// Runs the steps that `only` selects, or all of them.
pub(crate) fn run(only: &[String]) -> anyhow::Result<()> {
    let chosen = select(only)?;
    let started = Instant::now();
    let mut lines = Vec::new();
    for (position, step) in chosen.iter().enumerate() {
        println!("\n==> {} ({} of {})", step.name, position + 1, chosen.len());
        let begun = Instant::now();
        let outcome = (step.run)();
        let line = format!("{:<14}{:>8.1} s", step.name, seconds(begun.elapsed()));
        if let Err(error) = outcome {
            println!("\n{}\n{line}  FAILED", lines.join("\n"));
            println!("steps: {position} passed, 1 failed");
            return Err(error.context(format!("step `{}` failed", step.name)));
        }
        println!("==> {line}");
        lines.push(line);
    }
    println!("\n{}\n{:<14}{:>8.1} s", lines.join("\n"), "all", seconds(started.elapsed()));
    println!("steps: {} passed, 0 failed", chosen.len());
    Ok(())
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

fn rust() -> anyhow::Result<()> {
    if run::succeeds(&mut run::cargo(&["nextest", "--version"])) {
        cargo(&["nextest", "run", "--workspace", "--cargo-profile", "ci", "--no-fail-fast"])
    } else {
        cargo(&["test", "--workspace", "--profile", "ci", "--no-fail-fast"])
    }
}

fn build() -> anyhow::Result<()> {
    cargo(&["build", "--profile", "ci", "--package", "confab", "--package", "loadtest", "--bins"])
}

fn browser() -> anyhow::Result<()> {
    chromium::ensure()?;
    let confab = crate::workspace::program("confab");
    run::check(run::command("tests", "npm", &["run", "--silent", "browser"]).env("CONFAB", confab))
}

fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
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
