//! Charts as DOT, for Graphviz: <https://graphviz.org/doc/info/lang.html>.

use std::fmt;

use super::{Chart, between};

/// Charts as one DOT graph, a cluster for each flow, with dashed arrows to flows that others run or go over to. It ends without a line break.
#[derive(Debug, Clone, Copy)]
pub struct Dot<'a>(pub &'a [Chart]);

/// A text between quotes, where a backslash begins an escape also within labels.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                // Graphviz decodes HTML entities in labels.
                '&' => write!(f, "&amp;")?,
                c if c.is_control() => write!(f, " ")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Dot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "digraph flows {{\n  node [shape=box];")?;
        for (number, chart) in self.0.iter().enumerate() {
            cluster(f, number, chart)?;
        }
        for (from, step, to) in between(self.0) {
            write!(f, "\n  f{from}_{step} -> f{to}_start [style=dashed];")?;
        }
        write!(f, "\n}}")
    }
}

fn cluster(f: &mut fmt::Formatter<'_>, number: usize, chart: &Chart) -> fmt::Result {
    let flow = format!("f{number}");
    write!(f, "\n  subgraph cluster_{flow} {{\n    label=\"{}\";", Quoted(&chart.flow))?;
    write!(f, "\n    {flow}_start [label=\"{}\", shape=oval];", Quoted(&chart.start_words()))?;
    for (step, place) in chart.steps.iter().zip(0_usize..) {
        let shape = match step.verb {
            "if" | "confirm" | "consent" | "switch" | "faq" => ", shape=diamond",
            "end" => ", shape=oval",
            _ => "",
        };
        write!(f, "\n    {flow}_{place} [label=\"{}\\n{}\"{shape}];", Quoted(&step.id), Quoted(&step.words()))?;
    }
    if chart.has_open_end() {
        write!(f, "\n    {flow}_stop [label=\"end\", shape=oval];")?;
    }
    if let Some(entry) = chart.number(&chart.entry) {
        write!(f, "\n    {flow}_start -> {flow}_{entry};")?;
    }
    for (from, to, when) in chart.numbered_ways() {
        let when = when.map(|when| format!(" [label=\"{}\"]", Quoted(when))).unwrap_or_default();
        write!(f, "\n    {flow}_{from} -> {flow}_{to}{when};")?;
    }
    write!(f, "\n  }}")
}
