//! The report as one page of HTML: no script, nothing from elsewhere, light or dark as the reader's machine.

use std::fmt::Write as _;

use super::figures::rows;
use super::plot::{Line, Plot, Scale, escape, short};
use super::thin::thin;
use super::{Outcome, Report};
use crate::latency::Quantiles;
use crate::limits::Judged;
use crate::record::{Figures, Second};

const STYLE: &str = include_str!("page.css");
/// Kinds of errors with a line of their own.
const ERROR_LINES_MAX: usize = 5;

/// Takes one of them.
type Quantile = fn(&Quantiles) -> f64;

/// The whole page.
pub(super) fn page(report: &Report) -> String {
    let (class, verdict) = match report.outcome {
        Outcome::Held => ("held", "held"),
        Outcome::Broken => ("broken", "broken"),
        Outcome::CouldNotRun => ("broken", "could not run"),
    };
    let name = report.command.split_whitespace().nth(1).unwrap_or("loadtest");
    let name = escape(name);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{name}: {verdict}</title>\n<style>{STYLE}</style>\n<main>\n\
         <h1>{name} <span class=\"badge {class}\">{verdict}</span></h1>\n<p><code>{}</code></p>\n",
        escape(&report.command),
    );
    if let Some(error) = &report.error {
        let _ = writeln!(out, "<p class=\"broken\">{}</p>", escape(error));
    }
    out.push_str(&cards(&report.figures));
    out.push_str(&limits(&report.limits));
    out.push_str(&plots(report));
    if !report.marks.is_empty() {
        out.push_str("<h2>Marks</h2>\n<ol>");
        for mark in &report.marks {
            let _ = write!(out, "<li>{:.1} s: {}</li>", mark.at_s, escape(&mark.what));
        }
        out.push_str("</ol>\n");
    }
    let machine = &report.machine;
    let _ = write!(
        out,
        "<h2>Result</h2>\n{}<p><small>{} cores, Linux {}, {} descriptors. Where a run is longer than {} \
         seconds, a point of a plot is the worst of several.</small></p>\n</main></html>\n",
        table(&rows(&report.result)),
        machine.cores,
        escape(&machine.kernel),
        machine.descriptors,
        super::thin::POINTS_MAX,
    );
    out
}

/// What is looked at first.
fn cards(figures: &Figures) -> String {
    let ms = |value: Option<f64>| value.map(|ms| format!("{} ms", short(ms)));
    let count = |count: u64| (count > 0).then(|| short(count as f64));
    let mib = |bytes: Option<u64>| bytes.map(|bytes| format!("{} MiB", bytes >> 20));
    let cards = [
        ("acts due", count(figures.offered)),
        ("answered", count(figures.answered)),
        ("delivered", count(figures.delivered)),
        ("delivery p50", ms(figures.delivery.map(|delivery| delivery.p50_ms))),
        ("delivery p99", ms(figures.delivery.map(|delivery| delivery.p99_ms))),
        ("answer p99", ms(figures.answer.map(|answer| answer.p99_ms))),
        ("server’s cores", figures.server_cores.map(short)),
        ("server’s memory, most", mib(figures.server_rss_peak_bytes)),
        (
            "memory a session",
            figures.rss_per_session_bytes.map(|bytes| format!("{:.1} KiB", bytes as f64 / 1_024.0)),
        ),
        ("lost", figures.lost_share.map(|share| format!("{} %", short(share * 100.0)))),
        ("errors", Some(short(figures.errors_in_all() as f64))),
    ];
    let mut out = String::from("<dl class=\"cards\">");
    for (what, value) in cards {
        if let Some(value) = value {
            let _ = write!(out, "<div><dt>{what}</dt><dd>{value}</dd></div>");
        }
    }
    out.push_str("</dl>\n");
    out
}

fn limits(limits: &[Judged]) -> String {
    let mut out = String::new();
    if limits.is_empty() {
        return out;
    }
    out.push_str("<h2>Limits</h2>\n<table><tr><th>limit<th>allowed<th>measured<th></tr>");
    for Judged { limit, allowed, measured, held } in limits {
        let (class, outcome) = if *held { ("held", "held") } else { ("broken", "broken") };
        let _ = write!(
            out,
            "<tr><td>{limit}<td>{}<td>{}<td class=\"{class}\">{outcome}</tr>",
            short(*allowed),
            short(*measured)
        );
    }
    out.push_str("</table>\n");
    out
}

fn table(rows: &[(String, String)]) -> String {
    let mut out = String::from("<table>");
    for (name, value) in rows {
        let _ = write!(out, "<tr><td>{}<td>{}</tr>", escape(name), escape(value));
    }
    out.push_str("</table>\n");
    out
}

fn plots(report: &Report) -> String {
    let seconds = thin(&report.seconds);
    let times: Vec<f64> = seconds.iter().map(|second| second.at_s).collect();
    let marks: Vec<f64> = report.marks.iter().map(|mark| mark.at_s).collect();
    let draw = |title, unit, scale, lines| {
        Plot { title, unit, scale, times: &times, lines, marks: &marks }.draw()
    };
    let of = |name: &str, value: &dyn Fn(&Second) -> Option<f64>| Line {
        name: name.to_owned(),
        values: seconds.iter().map(value).collect(),
    };
    // A line that is nothing all the time says nothing.
    let unless_zero = |name: &str, value: fn(&Second) -> f64| {
        let is_there = seconds.iter().any(|second| value(second) > 0.0);
        of(name, &|second| is_there.then(|| value(second)))
    };
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let plots = [
        draw(
            "Acts",
            "a second",
            Scale::Linear,
            vec![
                unless_zero("due", |second| second.offered_per_s),
                unless_zero("answered", |second| second.answered_per_s),
            ],
        ),
        draw(
            "Deliveries",
            "a second",
            Scale::Linear,
            vec![unless_zero("delivered", |second| second.delivered_per_s)],
        ),
        draw("From due to delivered", "ms", Scale::Logarithmic, latency(&seconds, |s| s.delivery)),
        draw("From due to answered", "ms", Scale::Logarithmic, latency(&seconds, |s| s.answer)),
        draw(
            "Processor",
            "cores",
            Scale::Linear,
            vec![
                of("server", &|second| second.server_cores),
                of("load test", &|second| Some(second.client_cores)),
            ],
        ),
        draw(
            "Memory of the server",
            "MiB",
            Scale::Linear,
            vec![of("resident", &|second| second.server_rss_bytes.map(mib))],
        ),
        draw(
            "Connected",
            "sessions",
            Scale::Linear,
            vec![unless_zero("sessions", |second| second.sessions as f64)],
        ),
        draw("Errors", "by kind", Scale::Linear, errors(&seconds)),
    ];
    format!("<section>\n{}</section>\n", plots.concat())
}

fn latency(seconds: &[Second], of: fn(&Second) -> Option<Quantiles>) -> Vec<Line> {
    let lines: [(&str, Quantile); 5] = [
        ("p50", |latency| latency.p50_ms),
        ("p90", |latency| latency.p90_ms),
        ("p99", |latency| latency.p99_ms),
        ("p99.9", |latency| latency.p999_ms),
        ("max", |latency| latency.max_ms),
    ];
    let line = |(name, value): (&str, Quantile)| Line {
        name: name.to_owned(),
        values: seconds.iter().map(|second| of(second).as_ref().map(value)).collect(),
    };
    lines.into_iter().map(line).collect()
}

fn errors(seconds: &[Second]) -> Vec<Line> {
    let mut kinds: Vec<&String> = seconds.iter().flat_map(|second| second.errors.keys()).collect();
    kinds.sort();
    kinds.dedup();
    let line = |kind: &&String| Line {
        name: (*kind).clone(),
        values: seconds
            .iter()
            .map(|second| Some(second.errors.get(*kind).copied().unwrap_or(0) as f64))
            .collect(),
    };
    kinds.iter().take(ERROR_LINES_MAX).map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Machine;
    use super::*;
    use crate::record::Mark;

    fn report() -> Report {
        let second = |at: u32| Second {
            at_s: f64::from(at),
            offered_per_s: 30.0,
            server_rss_bytes: Some(40 << 20),
            errors: [("<refused>".to_owned(), 1)].into(),
            ..Second::default()
        };
        Report {
            command: "loadtest fanout --server <b>".to_owned(),
            outcome: Outcome::Broken,
            error: None,
            words: String::new(),
            result: json!({"verdict": {"first": ["<script>"]}}),
            figures: Figures::default(),
            limits: vec![Judged { limit: "p99-ms", allowed: 1.0, measured: 2.0, held: false }],
            machine: Machine { cores: 2, kernel: "6".to_owned(), descriptors: 20_000 },
            marks: vec![Mark { at_s: 1.0, what: "a & b".to_owned() }],
            seconds: (1..=5).map(second).collect(),
        }
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere_and_no_script() {
        let page = page(&report());
        for outside in ["http://", "https://", "<script", "<link", "<img", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains("&lt;script&gt;") && page.contains("a &amp; b"));
        assert!(page.contains("<title>fanout: broken</title>"));
    }

    #[test]
    fn a_run_without_seconds_has_no_plots() {
        let page = page(&Report { seconds: Vec::new(), ..report() });
        assert!(!page.contains("<svg"));
    }
}
