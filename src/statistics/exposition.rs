//! Reads what `/metrics` tells: the text format of Prometheus, as far as this server writes it. Pure.

use super::histogram::Histogram;

/// One line: a metric with its labels, and its value.
struct Line<'a> {
    name: &'a str,
    labels: &'a str,
    value: f64,
}

/// What `/metrics` told at one moment.
pub(super) struct Exposition<'a>(Vec<Line<'a>>);

impl<'a> Exposition<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        Self(text.lines().filter(|line| !line.starts_with('#')).filter_map(line).collect())
    }

    /// A counter or gauge over all of its labels.
    pub(super) fn sum(&self, name: &str) -> f64 {
        self.sum_where(name, |_| true)
    }

    /// The same where labels say so, for example `status="500"`.
    pub(super) fn sum_where(&self, name: &str, wanted: impl Fn(&str) -> bool) -> f64 {
        let lines = self.0.iter().filter(|line| line.name == name && wanted(line.labels));
        lines.map(|line| line.value).sum()
    }

    /// A histogram over all of its labels.
    pub(super) fn histogram(&self, name: &str) -> Histogram {
        let lines = self.0.iter().filter(|line| line.name.strip_suffix("_bucket") == Some(name));
        lines.filter_map(|line| Some((bound(line.labels)?, line.value))).collect()
    }
}

fn line(text: &str) -> Option<Line<'_>> {
    let (metric, value) = text.rsplit_once(' ')?;
    let (name, labels) = match metric.split_once('{') {
        Some((name, labels)) => (name, labels.strip_suffix('}')?),
        None => (metric, ""),
    };
    Some(Line { name, labels, value: value.parse().ok()? })
}

/// The upper bound of a bucket.
fn bound(labels: &str) -> Option<f64> {
    let (_, rest) = labels.split_once("le=\"")?;
    match rest.split('"').next()? {
        "+Inf" => Some(f64::INFINITY),
        bound => bound.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# HELP requests_total Answers.
# TYPE requests_total counter
requests_total{route="/a b",status="200"} 7
requests_total{route="/a b",status="503"} 2
requests_total{route="other",status="500"} 1

up 1
took_seconds_bucket{route="x",le="0.5"} 1
took_seconds_bucket{route="x",le="+Inf"} 2
took_seconds_bucket{route="y",le="0.5"} 3
took_seconds_bucket{route="y",le="+Inf"} 3
took_seconds_sum{route="y"} 0.25
half a line{
no number x
"#;

    #[test]
    fn mo1_metrics_are_added_up_over_their_labels() {
        let told = Exposition::read(TEXT);
        assert_eq!(told.sum("requests_total"), 10.0);
        assert_eq!(told.sum_where("requests_total", |labels| labels.contains("status=\"5")), 3.0);
        assert_eq!((told.sum("up"), told.sum("nothing")), (1.0, 0.0));
    }

    #[test]
    fn mo1_histograms_are_added_up_by_their_bounds() {
        let told = Exposition::read(TEXT).histogram("took_seconds");
        assert_eq!(told, [(0.5, 4.0), (f64::INFINITY, 5.0)].into_iter().collect());
    }
}
