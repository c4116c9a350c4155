//! What a run of the steps says of them: a line each with its time, and all of them at the end.

use std::time::Instant;

/// The lines so far.
pub(crate) struct Record {
    steps: usize,
    started: Instant,
    lines: Vec<String>,
}

impl Record {
    /// A run of so many steps begins.
    pub(crate) fn begin(steps: usize) -> Self {
        Self { steps, started: Instant::now(), lines: Vec::new() }
    }

    /// A step ended. Its failure is the run's, and names it.
    pub(crate) fn note(
        &mut self,
        name: &str,
        begun: Instant,
        outcome: anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let line = line(name, begun);
        if let Err(error) = outcome {
            println!("\n{}\n{line}  FAILED", self.lines.join("\n"));
            println!("steps: {} passed, 1 failed", self.lines.len());
            return Err(error.context(format!("step `{name}` failed")));
        }
        println!("==> {line}");
        self.lines.push(line);
        Ok(())
    }

    /// All steps passed.
    pub(crate) fn end(&self) {
        println!("\n{}\n{}", self.lines.join("\n"), line("all", self.started));
        println!("steps: {} passed, 0 failed", self.steps);
    }
}

fn line(name: &str, since: Instant) -> String {
    format!("{name:<14}{:>8.1} s", since.elapsed().as_secs_f64())
}
