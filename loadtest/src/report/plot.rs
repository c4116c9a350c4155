//! Lines over time as SVG: a wide drawing and a narrow one, of which a style sheet shows the one that fits.

use std::fmt::Write as _;

/// One line: its name, and a value at each time, or none.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) values: Vec<Option<f64>>,
}

impl Line {
    fn is_there(&self) -> bool {
        self.values.iter().any(Option::is_some)
    }
}

/// How values become heights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scale {
    /// From nothing up.
    Linear,
    /// As many times more is as far up: for latencies, whose tail is what counts.
    Logarithmic,
}

/// What is drawn.
pub(super) struct Plot<'a> {
    pub(super) title: &'a str,
    pub(super) unit: &'a str,
    pub(super) scale: Scale,
    /// Seconds, rising.
    pub(super) times: &'a [f64],
    pub(super) lines: Vec<Line>,
    /// Where something began or ended.
    pub(super) marks: &'a [f64],
}

/// Pixels of a drawing, and of its margins for labels.
struct Size {
    class: &'static str,
    width: f64,
    height: f64,
    time_labels: usize,
}

const WIDE: Size = Size { class: "wide", width: 900.0, height: 240.0, time_labels: 10 };
const NARROW: Size = Size { class: "narrow", width: 340.0, height: 220.0, time_labels: 4 };
const LEFT: f64 = 52.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 24.0;
const VALUE_LABELS: usize = 4;

impl Plot<'_> {
    /// A figure, or nothing where no line has a value.
    pub(super) fn draw(&self) -> String {
        let values = || self.lines.iter().flat_map(|line| line.values.iter().flatten());
        if values().next().is_none() {
            return String::new();
        }
        let axis = Axis::of(values().copied(), self.scale);
        let mut out = String::new();
        let _ = write!(out, "<figure><figcaption>{} <small>{}</small>", self.title, self.unit);
        for (number, line) in self.lines.iter().enumerate().filter(|(_, line)| line.is_there()) {
            let most = line.values.iter().flatten().copied().fold(f64::NAN, f64::max);
            let _ = write!(
                out,
                "<span class=\"key\"><i class=\"c{number}\"></i>{} <small>≤ {}</small></span>",
                escape(&line.name),
                short(most)
            );
        }
        out.push_str("</figcaption>");
        for size in [WIDE, NARROW] {
            self.draw_at(&size, &axis, &mut out);
        }
        out.push_str("</figure>\n");
        out
    }

    fn draw_at(&self, size: &Size, axis: &Axis, out: &mut String) {
        let end = self.times.last().copied().unwrap_or(1.0).max(1e-9);
        let x = |at: f64| LEFT + at / end * (size.width - LEFT - RIGHT);
        let y = |value: f64| TOP + (1.0 - axis.share(value)) * (size.height - TOP - BOTTOM);
        let Size { class, width, height, .. } = size;
        let _ = write!(
            out,
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">",
            self.title
        );
        let (right, bottom) = (width - RIGHT, height - BOTTOM);
        for label in axis.labels() {
            let at = y(label);
            let _ = write!(out, "<path class=\"grid\" d=\"M{LEFT} {at:.1}H{right}\"/>");
            let _ = write!(
                out,
                "<text class=\"value\" x=\"{}\" y=\"{:.1}\">{}</text>",
                LEFT - 6.0,
                at + 4.0,
                short(label)
            );
        }
        let step = round_up(end / size.time_labels as f64);
        for label in (0..).map(|n| f64::from(n) * step).take_while(|at| *at <= end) {
            let (at, baseline) = (x(label), height - 8.0);
            let _ = write!(
                out,
                "<text class=\"time\" x=\"{at:.1}\" y=\"{baseline}\">{}</text>",
                clock(label)
            );
        }
        for (number, mark) in self.marks.iter().enumerate() {
            let at = x(mark.min(end));
            let _ = write!(out, "<path class=\"mark\" d=\"M{at:.1} {TOP}V{bottom}\"/>");
            let number = number + 1;
            let _ = write!(out, "<text class=\"mark\" x=\"{at:.1}\" y=\"11\">{number}</text>");
        }
        for (number, line) in self.lines.iter().enumerate() {
            let points =
                line.values.iter().zip(self.times).map(|(value, at)| value.map(|v| (x(*at), y(v))));
            let _ = write!(out, "<path class=\"line c{number}\" d=\"{}\"/>", path(points));
        }
        out.push_str("</svg>");
    }
}

/// Pieces of a line; a value that is alone is a dot, which round ends make of a line without length.
fn path(points: impl Iterator<Item = Option<(f64, f64)>>) -> String {
    let (mut path, mut is_open) = (String::new(), false);
    for point in points {
        if let Some((x, y)) = point {
            let _ = match is_open {
                true => write!(path, "L{x:.1} {y:.1}"),
                false => write!(path, "M{x:.1} {y:.1}h0"),
            };
        }
        is_open = point.is_some();
    }
    path
}

/// From which value to which.
struct Axis {
    least: f64,
    most: f64,
    scale: Scale,
}

impl Axis {
    fn of(values: impl Iterator<Item = f64>, scale: Scale) -> Self {
        let (least, most) = values
            .fold((f64::MAX, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
        match scale {
            Scale::Linear => Self { least: 0.0, most: round_up(most.max(1e-9)), scale },
            Scale::Logarithmic => {
                let least = 10_f64.powf(least.max(0.01).log10().floor());
                Self { least, most: 10_f64.powf(most.max(least * 1.01).log10().ceil()), scale }
            }
        }
    }

    /// How far up, from 0 to 1.
    fn share(&self, value: f64) -> f64 {
        let share = match self.scale {
            Scale::Linear => value / self.most,
            Scale::Logarithmic => {
                (value.max(self.least) / self.least).log10() / (self.most / self.least).log10()
            }
        };
        share.clamp(0.0, 1.0)
    }

    fn labels(&self) -> Vec<f64> {
        match self.scale {
            Scale::Linear => {
                (0..=VALUE_LABELS).map(|n| self.most * n as f64 / VALUE_LABELS as f64).collect()
            }
            Scale::Logarithmic => {
                std::iter::successors(Some(self.least), |label| Some(label * 10.0))
                    .take_while(|label| *label <= self.most * 1.01)
                    .collect()
            }
        }
    }
}

/// The next number upwards that is 1, 2 or 5 with zeroes, or 2 or 4 times that.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 5.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|step| *step >= value * 0.999).unwrap_or(value)
}

/// A number in few characters.
pub(super) fn short(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if !value.is_finite() => "–".to_owned(),
        _ if size >= 9_999_500.0 => format!("{:.0}M", value / 1e6),
        _ if size >= 999_950.0 => format!("{:.1}M", value / 1e6),
        _ if size >= 9_999.5 => format!("{:.0}k", value / 1e3),
        _ if size >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        _ if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn clock(seconds: f64) -> String {
    let whole = seconds as u64;
    match whole {
        3_600.. => format!("{}:{:02} h", whole / 3_600, whole / 60 % 60),
        120.. => format!("{}:{:02}", whole / 60, whole % 60),
        _ => format!("{} s", short(seconds)),
    }
}

/// Text that may stand in HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers_and_hold_every_value() {
        let check = |values: &[f64], scale, most: f64, labels: usize| {
            let axis = Axis::of(values.iter().copied(), scale);
            assert!((axis.most / most - 1.0).abs() < 1e-9, "{} for {values:?}", axis.most);
            assert_eq!(axis.labels().len(), labels, "{values:?}");
            assert!(values.iter().all(|value| (0.0..=1.0).contains(&axis.share(*value))));
        };
        check(&[0.0], Scale::Linear, 1e-9, 5);
        check(&[3.0, 27.0], Scale::Linear, 40.0, 5);
        check(&[0.4, 93.0], Scale::Logarithmic, 100.0, 4);
        check(&[5.0, 5.0], Scale::Logarithmic, 10.0, 2);
        check(&[0.0, 1_500.0], Scale::Logarithmic, 10_000.0, 7);
    }

    #[test]
    fn a_line_is_broken_where_there_was_nothing() {
        let points = [Some((1.0, 1.0)), Some((2.0, 1.0)), None, Some((4.0, 2.0))];
        assert_eq!(path(points.into_iter()), "M1.0 1.0h0L2.0 1.0M4.0 2.0h0");
    }

    #[test]
    fn a_plot_without_values_is_left_out() {
        let line = || Line { name: "a<b".to_owned(), values: vec![None, Some(3.0)] };
        let plot = |lines| Plot {
            title: "Rate",
            unit: "a second",
            scale: Scale::Linear,
            times: &[1.0, 2.0],
            lines,
            marks: &[1.5],
        };
        assert_eq!(plot(vec![Line { name: String::new(), values: vec![None] }]).draw(), "");
        let drawn = plot(vec![line()]).draw();
        assert_eq!(drawn.matches("<svg").count(), 2);
        assert!(drawn.contains("a&lt;b") && !drawn.contains("a<b"));
    }

    #[test]
    fn numbers_are_short() {
        let cases =
            [(0.0, "0"), (0.254, "0.25"), (12.34, "12.3"), (1_234.5, "1234"), (25_000.0, "25k")];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
        assert_eq!(
            (clock(30.0), clock(150.0), clock(7_260.0)),
            ("30 s".into(), "2:30".into(), "2:01 h".into())
        );
    }
}
