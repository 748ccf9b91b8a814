//! How much of a bot's flows its conversation tests reach: steps, and the ways out of steps that have more than one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::render::Output;
use crate::domain::{FlowName, StepId};
use crate::flow::{Flow, Flows, chart::ChartWay};
use crate::runtime::Footprint;

/// What was reached and what was not.
#[derive(Debug, Default, Serialize)]
pub(super) struct Coverage {
    /// How many steps the flows have.
    steps: usize,
    /// How many of them ran.
    covered: usize,
    /// The same in percent.
    percent: f64,
    /// The steps that never ran.
    uncovered: Vec<Place>,
    /// How many ways lead out of steps that have more than one.
    branches: usize,
    /// How many of them were taken.
    covered_branches: usize,
    /// Those that were not, of steps that ran.
    uncovered_branches: Vec<Place>,
}

/// A place that no test reached.
#[derive(Debug, Serialize)]
struct Place {
    file: String,
    line: usize,
    flow: String,
    step: String,
    /// The rest of the line as the author wrote it, from the step on.
    excerpt: String,
    /// For a branch: which way out of the step.
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<String>,
}

impl Coverage {
    /// Compares flows with the traces of all tests.
    pub(super) fn new(flows: &Flows, trail: &BTreeSet<Footprint>) -> Self {
        let mut coverage = Self::default();
        for chart in flows.charts() {
            let Some(flow) = FlowName::new(&chart.flow).ok().and_then(|name| flows.flows.get(&name)) else { continue };
            for id in chart.steps.iter().filter_map(|step| StepId::new(&step.id).ok()) {
                coverage.add_step(flow, &id, &chart.ways, trail);
            }
        }
        let place = |place: &Place| (place.file.clone(), place.line);
        coverage.uncovered.sort_by_key(place);
        coverage.uncovered_branches.sort_by_key(place);
        coverage.percent = percent(coverage.covered, coverage.steps);
        coverage
    }

    fn add_step(&mut self, flow: &Flow, step: &StepId, ways: &[ChartWay], trail: &BTreeSet<Footprint>) {
        self.steps += 1;
        let ran = trail.contains(&Footprint::Ran { flow: flow.name.clone(), step: step.clone() });
        if ran {
            self.covered += 1;
        } else {
            self.uncovered.extend(place(flow, step, None));
        }
        // Two ways to one step can't be told apart by where they lead, and need not be.
        let mut targets: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
        for way in ways.iter().filter(|way| way.from == step.as_str()) {
            targets.entry(way.to.as_deref()).or_default().push(way.when.as_deref().unwrap_or("fine"));
        }
        if targets.len() < 2 {
            return;
        }
        for (to, names) in targets {
            self.branches += 1;
            let to = to.and_then(|to| StepId::new(to).ok());
            if trail.contains(&Footprint::Left { flow: flow.name.clone(), step: step.clone(), to }) {
                self.covered_branches += 1;
            } else if ran {
                self.uncovered_branches.extend(place(flow, step, Some(names.join(" or "))));
            }
        }
    }

    /// Whether at least so many percent of the steps ran.
    pub(super) fn reaches(&self, percent: f64) -> bool {
        self.percent >= percent
    }

    /// Prints the figures in one line, then what no test reached.
    pub(super) fn show(&self, output: Output) {
        for place in self.uncovered.iter().chain(&self.uncovered_branches) {
            let way = place.way.as_ref().map(|way| format!("  (never: {way})")).unwrap_or_default();
            output.line(format_args!("not reached  {}:{}  {}{way}", place.file, place.line, place.excerpt));
        }
        let branches = percent(self.covered_branches, self.branches);
        output.line(format_args!(
            "coverage: {:.1} % of steps ({} of {}), {branches:.1} % of branches ({} of {})",
            self.percent, self.covered, self.steps, self.covered_branches, self.branches
        ));
    }
}

/// Where a step is written.
fn place(flow: &Flow, step: &StepId, way: Option<String>) -> Option<Place> {
    let span = &flow.node(step)?.span;
    let (line, _) = span.line_and_column();
    let rest = span.source.text.get(span.range.start..).unwrap_or_default();
    let excerpt = rest.lines().next().unwrap_or_default().trim_end().to_owned();
    Some(Place { file: span.source.path.clone(), line, flow: flow.name.to_string(), step: step.to_string(), excerpt, way })
}

/// Rounded down to a tenth, so that only all is 100.
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 100.0;
    }
    let tenths = u32::try_from(part.saturating_mul(1000) / whole).unwrap_or(u32::MAX);
    f64::from(tenths) / 10.0
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::bot::{self, Folder};

    #[test]
    fn steps_that_never_ran_and_ways_never_taken_are_named_by_their_lines() {
        let desk = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bots/desk");
        let flows = bot::load(&Folder::read(&desk).unwrap()).bot.unwrap().flows;
        let apply = FlowName::new("apply").unwrap();
        let step = |id: &str| StepId::new(id).unwrap();
        let ran = |id: &str| Footprint::Ran { flow: apply.clone(), step: step(id) };
        let left = |from: &str, to: &str| Footprint::Left { flow: apply.clone(), step: step(from), to: Some(step(to)) };
        let trail = BTreeSet::from([ran("0"), left("0", "role"), ran("role"), left("role", "email"), ran("email")]);
        let coverage = Coverage::new(&flows, &trail);
        assert_eq!((coverage.steps, coverage.covered, coverage.percent), (10, 3, 30.0));
        let shown = |places: &[Place]| -> Vec<String> {
            places.iter().map(|place| format!("{}:{} {} {:?}", place.file, place.line, place.excerpt, place.way)).collect()
        };
        let uncovered = shown(&coverage.uncovered);
        assert_eq!((uncovered.len(), uncovered[0].as_str()), (7, "bot.yaml:31 say: apply.no_consent}, end] None"));
        // Both ways out of the call are missing, but so is the call.
        assert_eq!((coverage.branches, coverage.covered_branches), (4, 1));
        assert_eq!(shown(&coverage.uncovered_branches), ["bot.yaml:30 consent: application Some(\"no\")"]);
        assert!(coverage.reaches(30.0) && !coverage.reaches(30.1));
    }

    #[test]
    fn a_bot_without_flows_is_covered() {
        assert_eq!((percent(0, 0), percent(1999, 2000)), (100.0, 99.9));
    }
}
