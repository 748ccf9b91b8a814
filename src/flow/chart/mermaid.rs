//! Charts as Mermaid: <https://mermaid.js.org/syntax/flowchart.html>.

use std::fmt;

use super::{Chart, between};

/// Charts as one Mermaid flowchart, a frame for each flow, with dotted arrows to flows that others run or go over to. It ends without a line break.
#[derive(Debug, Clone, Copy)]
pub struct Mermaid<'a>(pub &'a [Chart]);

/// A text between quotes.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    /// Characters that Mermaid reads as markup, comment, entity or line break, even between quotes, are written as
    /// entities. The colon is one of them because Mermaid cuts a semicolon behind `style…:`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '"' | '#' | '&' | '<' | '>' | '%' | '`' | '\\' | ':' | ';' | '*' => write!(f, "#{};", u32::from(c))?,
                c if c.is_control() => write!(f, " ")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Mermaid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "flowchart TD")?;
        for (number, chart) in self.0.iter().enumerate() {
            frame(f, number, chart)?;
        }
        for (from, step, to) in between(self.0) {
            write!(f, "\n  f{from}_{step} -.-> f{to}_start")?;
        }
        Ok(())
    }
}

fn frame(f: &mut fmt::Formatter<'_>, number: usize, chart: &Chart) -> fmt::Result {
    let flow = format!("f{number}");
    write!(f, "\n  subgraph {flow}[\"{}\"]", Quoted(&chart.flow))?;
    write!(f, "\n    {flow}_start([\"{}\"])", Quoted(&chart.start_words()))?;
    for (step, place) in chart.steps.iter().zip(0_usize..) {
        let (open, close) = shape(step.verb);
        write!(f, "\n    {flow}_{place}{open}\"{}<br>{}\"{close}", Quoted(&step.id), Quoted(&step.words()))?;
    }
    if chart.has_open_end() {
        write!(f, "\n    {flow}_stop([\"end\"])")?;
    }
    if let Some(entry) = chart.number(&chart.entry) {
        write!(f, "\n    {flow}_start --> {flow}_{entry}")?;
    }
    for (from, to, when) in chart.numbered_ways() {
        let when = when.map(|when| format!("|\"{}\"|", Quoted(when))).unwrap_or_default();
        write!(f, "\n    {flow}_{from} -->{when} {flow}_{to}")?;
    }
    write!(f, "\n  end")
}

/// Branches are diamonds, ends are round, all else are boxes.
fn shape(verb: &str) -> (&'static str, &'static str) {
    match verb {
        "if" | "confirm" | "consent" | "switch" | "faq" => ("{", "}"),
        "end" => ("([", "])"),
        _ => ("[", "]"),
    }
}
