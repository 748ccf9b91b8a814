//! Flows as charts: plain steps and ways, and the diagrams that are drawn of them.

mod dot;
mod mermaid;

use std::fmt;

use petgraph::visit::EdgeRef;
use serde::Serialize;

pub use dot::Dot;
pub use mermaid::Mermaid;

use super::{Edge, Flow, Flows, Go, Run, Verb};
use crate::domain::FlowName;

/// The most characters of a verb's words that a diagram shows.
const LONGEST_LABEL: usize = 80;

/// A flow as steps and ways between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// The flow's name.
    pub flow: String,
    /// The intents that start it.
    pub start: Vec<String>,
    /// The first step.
    pub entry: String,
    /// The steps; a step stands before those that it contains.
    pub steps: Vec<ChartStep>,
    /// The ways, by the step that they leave.
    pub ways: Vec<ChartWay>,
}

/// A step of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartStep {
    /// Its id; without one its place in the file.
    pub id: String,
    /// The verb as authors write it.
    pub verb: &'static str,
    /// What the verb is about: a message key, slots, a condition, an action or a purpose.
    pub about: String,
}

/// A way out of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartWay {
    /// The step that it leaves.
    pub from: String,
    /// The step that it leads to; none when the flow ends there.
    pub to: Option<String>,
    /// When it is taken (`yes`, `no`, `failed`, `no match`, a case, a status); none if it is the only way on.
    pub when: Option<String>,
}

impl Flows {
    /// The chart of one flow; none if there is no such flow.
    pub fn chart(&self, name: &FlowName) -> Option<Chart> {
        let flow = self.flows.get(name)?;
        let start = self.starts.iter().filter(|(_, started)| *started == name).map(|(intent, _)| intent.to_string());
        Some(Chart {
            flow: name.to_string(),
            start: start.collect(),
            entry: flow.first_step().to_string(),
            steps: flow.graph.node_weights().map(|node| ChartStep::new(node.id.as_str(), &node.verb)).collect(),
            ways: ways(flow),
        })
    }

    /// The charts of all flows, by name.
    pub fn charts(&self) -> Vec<Chart> {
        self.flows.keys().filter_map(|name| self.chart(name)).collect()
    }
}

/// All ways of a flow, those that end it included.
fn ways(flow: &Flow) -> Vec<ChartWay> {
    let mut ways = Vec::new();
    for index in flow.graph.node_indices() {
        let node = &flow.graph[index];
        let mut found: Vec<(Edge, Option<String>)> =
            flow.graph.edges(index).map(|edge| (*edge.weight(), Some(flow.graph[edge.target()].id.to_string()))).collect();
        for needed in needed(&node.verb) {
            if !found.iter().any(|(way, _)| way == needed) {
                found.push((*needed, None));
            }
        }
        found.sort_by_key(|(way, _)| *way);
        ways.extend(found.into_iter().map(|(way, to)| ChartWay { from: node.id.to_string(), to, when: when(way, &node.verb) }));
    }
    ways
}

/// The ways without which a step ends its flow. A `confirm` without its no asks what to change; an `ask` without its
/// no-match skips an optional slot, or names the contact and drops the flow, which is not drawn: every `ask` would have it.
fn needed(verb: &Verb) -> &'static [Edge] {
    match verb {
        Verb::Say(_) | Verb::Ask(_) | Verb::Set(_) | Verb::Run(_) | Verb::Goto => &[Edge::Next],
        Verb::Confirm(_) => &[Edge::Yes],
        Verb::If(_) | Verb::Consent(_) | Verb::Faq(_) => &[Edge::Yes, Edge::No],
        Verb::Call(_) => &[Edge::Next, Edge::Failure],
        Verb::Switch(_) => &[Edge::No],
        Verb::Go(_) | Verb::End => &[],
    }
}

fn when(way: Edge, verb: &Verb) -> Option<String> {
    match (way, verb) {
        (Edge::Next, _) => None,
        (Edge::Yes, _) => Some("yes".into()),
        (Edge::No, Verb::Switch(_)) => Some("else".into()),
        (Edge::No, _) => Some("no".into()),
        (Edge::Failure, _) => Some("failed".into()),
        (Edge::NoMatch, _) => Some("no match".into()),
        (Edge::Case(nth), Verb::Switch(switch)) => switch.cases.get(nth).cloned(),
        (Edge::Case(nth), _) => Some(nth.to_string()),
        (Edge::Status(status), _) => Some(status.to_string()),
    }
}

impl ChartStep {
    fn new(id: &str, verb: &Verb) -> Self {
        let about = match verb {
            Verb::Say(key) | Verb::Confirm(key) => key.to_string(),
            Verb::Ask(ask) => joined(ask.slots.iter().map(|asked| &asked.slot)),
            Verb::If(condition) => condition.source().to_owned(),
            Verb::Set(assignments) => joined(assignments.iter().map(|(slot, _)| slot)),
            Verb::Call(call) => call.action.to_string(),
            Verb::Consent(purpose) => purpose.to_string(),
            Verb::Switch(switch) => switch.subject.source().to_owned(),
            Verb::Faq(question) => question.source().to_owned(),
            Verb::Run(Run { flow, .. }) | Verb::Go(Go { flow, .. }) => flow.to_string(),
            Verb::Goto | Verb::End => String::new(),
        };
        Self { id: id.to_owned(), verb: verb.as_str(), about }
    }

    /// Verb and what it is about in one line, shortened.
    fn words(&self) -> String {
        let line = format!("{} {}", self.verb, self.about).split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= LONGEST_LABEL {
            return line;
        }
        let shortened: String = line.chars().take(LONGEST_LABEL - 1).collect();
        format!("{shortened}…")
    }
}

/// The steps that run or go over to a flow that is drawn too: the numbers of chart and step, and of that flow's chart.
fn between(charts: &[Chart]) -> impl Iterator<Item = (usize, usize, usize)> {
    charts.iter().enumerate().flat_map(move |(chart, drawn)| {
        let leaves = drawn.steps.iter().enumerate().filter(|(_, step)| matches!(step.verb, "run" | "go"));
        leaves.filter_map(move |(step, leaving)| Some((chart, step, charts.iter().position(|other| other.flow == leaving.about)?)))
    })
}

fn joined(names: impl Iterator<Item = impl fmt::Display>) -> String {
    names.map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}

impl Chart {
    /// The number of a step within the chart, which diagrams name it by.
    fn number(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }

    /// The ways between steps by their numbers, `stop` for where the flow ends, and what each is taken for.
    fn numbered_ways(&self) -> impl Iterator<Item = (usize, String, Option<&str>)> {
        self.ways.iter().filter_map(|way| {
            let to = match &way.to {
                Some(to) => self.number(to)?.to_string(),
                None => "stop".to_owned(),
            };
            Some((self.number(&way.from)?, to, way.when.as_deref()))
        })
    }

    /// What the starting point is called: the intents, if any start the flow.
    fn start_words(&self) -> String {
        if self.start.is_empty() { "start".to_owned() } else { self.start.join(", ") }
    }

    /// Whether a way ends the flow without an `end` step.
    fn has_open_end(&self) -> bool {
        self.ways.iter().any(|way| way.to.is_none())
    }
}
