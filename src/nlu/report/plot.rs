//! Small plots as SVG, drawn by hand: colours come from the page's style sheet, so that light, dark and print are its affair.

use std::fmt::Write;

/// Size of the whole picture and of its margins, in its own units.
const WIDTH: f64 = 480.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 18.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 50.0;

/// One direction of a plot.
pub(super) struct Axis {
    /// What it shows.
    pub(super) label: &'static str,
    /// The value where it begins.
    pub(super) low: f64,
    /// The value where it ends.
    pub(super) high: f64,
    /// Values that are named.
    pub(super) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// From 0 to 100 percent.
    pub(super) fn share(label: &'static str) -> Self {
        let ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0].map(|share: f64| (share, format!("{:.0} %", 100.0 * share)));
        Self { label, low: 0.0, high: 1.0, ticks: ticks.into() }
    }

    fn at(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        if span.abs() < f64::EPSILON { 0.5 } else { ((value - self.low) / span).clamp(0.0, 1.0) }
    }
}

/// A plot that is being drawn.
pub(super) struct Plot {
    title: String,
    description: String,
    height: f64,
    x: Axis,
    y: Axis,
    marks: String,
}

impl Plot {
    /// An empty plane. Title and description are read to those who do not see it.
    pub(super) fn new(title: &str, description: &str, height: f64, x: Axis, y: Axis) -> Self {
        Self { title: title.to_owned(), description: description.to_owned(), height, x, y, marks: String::new() }
    }

    fn across(&self, value: f64) -> f64 {
        LEFT + self.x.at(value) * (WIDTH - LEFT - RIGHT)
    }

    fn up(&self, value: f64) -> f64 {
        self.height - BOTTOM - self.y.at(value) * (self.height - TOP - BOTTOM)
    }

    /// A line through points; `class` is a style of the page.
    pub(super) fn line(&mut self, class: &str, points: impl Iterator<Item = (f64, f64)>) {
        let places: Vec<String> = points.map(|(x, y)| format!("{:.1},{:.1}", self.across(x), self.up(y))).collect();
        let _ = write!(self.marks, r#"<polyline class="{class}" points="{}"/>"#, places.join(" "));
    }

    /// A dot, with what it says when pointed at.
    pub(super) fn dot(&mut self, class: &str, (x, y): (f64, f64), words: &str) {
        let (x, y) = (self.across(x), self.up(y));
        let _ = write!(self.marks, r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="4.5"><title>{}</title></circle>"#, escaped(words));
    }

    /// A bar from one value across to another, standing on the axis.
    pub(super) fn bar(&mut self, class: &str, (from, to): (f64, f64), height: f64, words: &str) {
        let (left, right, top, floor) = (self.across(from), self.across(to), self.up(height), self.up(self.y.low));
        let (width, height) = ((right - left - 2.0).max(0.5), (floor - top).max(0.0));
        let left = left + 1.0;
        let title = escaped(words);
        let _ = write!(
            self.marks,
            r#"<rect class="{class}" x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}"><title>{title}</title></rect>"#
        );
    }

    /// An upright line between two values at one place, with its ends marked.
    pub(super) fn range(&mut self, class: &str, x: f64, (low, high): (f64, f64)) {
        let (x, low, high) = (self.across(x), self.up(low), self.up(high));
        let (left, right) = (x - 4.0, x + 4.0);
        let _ = write!(
            self.marks,
            r#"<path class="{class}" d="M{x:.1} {low:.1}V{high:.1}M{left:.1} {low:.1}H{right:.1}M{left:.1} {high:.1}H{right:.1}"/>"#
        );
    }

    /// Words above a place.
    pub(super) fn words(&mut self, (x, y): (f64, f64), words: &str) {
        let (x, y) = (self.across(x), self.up(y) - 5.0);
        let _ = write!(self.marks, r#"<text class="value" x="{x:.1}" y="{y:.1}" text-anchor="middle">{}</text>"#, escaped(words));
    }

    /// The picture.
    pub(super) fn svg(&self, id: &str) -> String {
        let (right, floor) = (WIDTH - RIGHT, self.height - BOTTOM);
        let mut svg = format!(
            r#"<svg viewBox="0 0 {WIDTH} {}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
            self.height,
            escaped(&self.title),
            escaped(&self.description)
        );
        for (value, words) in &self.x.ticks {
            let x = self.across(*value);
            let _ = write!(svg, r#"<path class="grid" d="M{x:.1} {TOP}V{floor}"/>"#);
            let _ = write!(svg, r#"<text class="tick" x="{x:.1}" y="{}" text-anchor="middle">{}</text>"#, floor + 17.0, escaped(words));
        }
        for (value, words) in &self.y.ticks {
            let y = self.up(*value);
            let _ = write!(svg, r#"<path class="grid" d="M{LEFT} {y:.1}H{right}"/>"#);
            let _ = write!(svg, r#"<text class="tick" x="{}" y="{:.1}" text-anchor="end">{}</text>"#, LEFT - 7.0, y + 4.0, escaped(words));
        }
        svg.push_str(&self.marks);
        let _ = write!(svg, r#"<path class="axis" d="M{LEFT} {TOP}V{floor}H{right}"/>"#);
        let (middle, below) = (f64::midpoint(LEFT, right), self.height - 12.0);
        let _ = write!(svg, r#"<text class="label" x="{middle}" y="{below}" text-anchor="middle">{}</text>"#, escaped(self.x.label));
        let height = f64::midpoint(TOP, floor);
        let _ = write!(
            svg,
            r#"<text class="label" transform="rotate(-90 15 {height})" x="15" y="{height}" text-anchor="middle">{}</text></svg>"#,
            escaped(self.y.label)
        );
        svg
    }
}

/// Text that is safe in HTML and SVG, also inside quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}
