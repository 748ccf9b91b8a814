//! What is read before it is set: which slots are certainly set at each step, on every way to it.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::between::All;
use super::{Index, cases};
use crate::diagnostics::{Diagnostic, Findings, Span, closest};
use crate::domain::{FlowName, MessageKey, SlotName};
use crate::flow::draft::{AskDraft, FlowDraft, Formula, Spanned, StepDraft, UNSET, VerbDraft};
use crate::flow::graph::Edge;
use crate::flow::scan::{Reading, Scan, place};
use crate::flow::skeleton::Skeleton;

/// The names of slots that are certainly set.
pub(super) type Set<'a> = BTreeSet<&'a str>;

pub(super) fn check(index: &Index<'_>, skeletons: &[Skeleton<'_>], findings: &mut Findings) {
    let all = All { index, skeletons };
    for (flow, skeleton) in all.flows() {
        check_flow(flow, skeleton, &all, findings);
    }
}

/// What is certainly set before each step, if the flow begins with some slots.
pub(super) fn before<'a>(flow: &'a FlowDraft, skeleton: &Skeleton<'a>, begins_with: Set<'a>, all: &All<'a>) -> HashMap<NodeIndex, Set<'a>> {
    let Some(entry) = skeleton.entry else { return HashMap::new() };
    let mut before: HashMap<NodeIndex, Set<'a>> = [(entry, begins_with)].into();
    let mut queue = VecDeque::from([entry]);
    loop {
        while let Some(node) = queue.pop_front() {
            let set = before.get(&node).cloned().unwrap_or_default();
            let mut walk = Walk { flow, all, set, unset: Vec::new() };
            let after = walk.step(skeleton.graph[node]);
            for edge in skeleton.graph.edges(node) {
                let arriving = after.along(*edge.weight());
                let known = before.get(&edge.target());
                let met: Set<'_> = known.map_or_else(|| arriving.clone(), |known| known.intersection(&arriving).copied().collect());
                if known != Some(&met) {
                    before.insert(edge.target(), met);
                    queue.push_back(edge.target());
                }
            }
        }
        // Steps that are cut off by mistake are read as if the step before them did not leave.
        let Some((node, set)) = cut_off(&flow.steps, skeleton, &before) else { return before };
        before.insert(node, set);
        queue.push_back(node);
    }
}

fn check_flow<'a>(flow: &'a FlowDraft, skeleton: &Skeleton<'a>, all: &All<'a>, findings: &mut Findings) {
    let mut before = before(flow, skeleton, all.begins_with(flow), all);
    let mut told = Vec::new();
    let mut failures: BTreeMap<NodeIndex, Vec<Unset<'_>>> = BTreeMap::new();
    for node in skeleton.graph.node_indices() {
        let Some(set) = before.remove(&node) else { continue };
        let mut walk = Walk { flow, all, set, unset: Vec::new() };
        walk.step(skeleton.graph[node]);
        for unset in walk.unset {
            // A message that several steps say is one mistake.
            if !told.contains(&unset.place) {
                told.push(unset.place.clone());
                match failed_call(skeleton, node, unset.slot) {
                    Some(call) if !unset.is_answer => failures.entry(call).or_default().push(unset),
                    _ => findings.push(unset.finding(flow)),
                }
            }
        }
    }
    for (call, unsets) in failures {
        if let Some(found) = left_unset(skeleton.graph[call], &unsets) {
            findings.push(found);
        }
    }
}

/// The one call that saves a slot, when every way to a step leads over that call, and one of them over its failure.
fn failed_call(skeleton: &Skeleton<'_>, node: NodeIndex, slot: &str) -> Option<NodeIndex> {
    let saves = |call: &NodeIndex| matches!(&skeleton.graph[*call].verb, VerbDraft::Call(call) if call.save.iter().any(|(saved, _)| saved.value.as_str() == slot));
    skeleton.graph.node_indices().filter(saves).find(|call| {
        let after_failure = skeleton.graph.edges(*call).filter(|way| *way.weight() == Edge::Failure).map(|way| way.target());
        let fails = reached(skeleton, after_failure.collect(), *call).contains(&node);
        let passes_by = reached(skeleton, skeleton.entry.into_iter().collect(), *call).contains(&node);
        fails && !passes_by
    })
}

/// The steps that can be reached from some, but not over one.
fn reached(skeleton: &Skeleton<'_>, mut open: Vec<NodeIndex>, but_over: NodeIndex) -> BTreeSet<NodeIndex> {
    let mut reached = BTreeSet::new();
    while let Some(node) = open.pop() {
        if node != but_over && reached.insert(node) {
            open.extend(skeleton.graph.neighbors(node));
        }
    }
    reached
}

/// One finding for all that a failed call leaves unset.
fn left_unset(step: &StepDraft, unsets: &[Unset<'_>]) -> Option<Diagnostic> {
    let VerbDraft::Call(call) = &step.verb else { return None };
    let action = call.action.as_ref()?;
    let mut slots: Vec<String> = Vec::new();
    for name in unsets.iter().map(|unset| format!("`{}`", unset.slot)) {
        if !slots.contains(&name) {
            slots.push(name);
        }
    }
    let message = format!("when `{}` fails nothing sets {}, read later", action.value, slots.join(" and "));
    let mut found = Diagnostic::error("read-before-set", message, &action.span);
    for unset in unsets {
        found = found.and(&unset.place, "read here");
    }
    Some(found.help(if call.on_failure.is_some() {
        "end its `on_failure` with `end`"
    } else {
        "add `on_failure: [{say: …}, end]` to the step"
    }))
}

/// The first step that is not reached, after one that is, with what is set before that one.
fn cut_off<'a>(steps: &[StepDraft], skeleton: &Skeleton<'_>, before: &HashMap<NodeIndex, Set<'a>>) -> Option<(NodeIndex, Set<'a>)> {
    let node = |step: &StepDraft| skeleton.steps.get(&step.id).filter(|node| std::ptr::eq(skeleton.graph[**node], step)).copied();
    let set = |step: &StepDraft| before.get(&node(step)?);
    for (step, next) in steps.iter().zip(steps.iter().skip(1)) {
        if let (Some(set), None, Some(next)) = (set(step), set(next), node(next)) {
            return Some((next, set.clone()));
        }
    }
    steps.iter().flat_map(StepDraft::blocks).find_map(|block| cut_off(block, skeleton, before))
}

/// What is certainly set when a flow ends, if it begins with some slots; nothing if it never ends.
pub(super) fn at_end<'a>(flow: &'a FlowDraft, skeleton: &Skeleton<'a>, begins_with: Set<'a>, all: &All<'a>) -> Option<Set<'a>> {
    let mut ended: Option<Set<'a>> = None;
    for (node, set) in before(flow, skeleton, begins_with, all) {
        let after = Walk { flow, all, set, unset: Vec::new() }.step(skeleton.graph[node]);
        for way in skeleton.last_ways(node) {
            let set = after.along(way);
            ended = Some(ended.map_or_else(|| set.clone(), |ended| ended.intersection(&set).copied().collect()));
        }
    }
    ended
}

/// A slot that is read where it may not be set.
struct Unset<'a> {
    slot: &'a str,
    place: Span,
    in_template: bool,
    /// In `reject`, the slot that is being asked for.
    is_answer: bool,
    /// Where a step says the message that reads it, if that is another place.
    said: Option<Span>,
    /// What `run` saves: the flow that may end without it.
    ended: Option<&'a FlowName>,
}

impl Unset<'_> {
    fn finding(self, flow: &FlowDraft) -> Diagnostic {
        let slot = self.slot;
        if let Some(ended) = self.ended {
            let message = format!("the flow `{ended}` may end without `slots.{slot}`");
            let found = Diagnostic::error("read-before-set", message, &self.place).here("read here");
            return found.help(format!("`slots.{slot}` alone may be saved all the same, or guard it: `slots.{slot} | default(…)`"));
        }
        if self.is_answer {
            let message = format!("`slots.{slot}` does not hold the new answer yet");
            return Diagnostic::error("read-before-set", message, &self.place).help("in `reject` the new answer is `value`");
        }
        let optional = SlotName::new(slot).ok().and_then(|name| flow.slots.get(&name)).is_some_and(|slot| slot.optional);
        let why = if optional { "it is optional" } else { "on some way to this step nothing sets it" };
        let mut found =
            Diagnostic::error("read-before-set", format!("`slots.{slot}` may not be set here: {why}"), &self.place).here("read here");
        if let Some(said) = &self.said {
            found = found.and(said, "said here");
        }
        let guard = if self.in_template {
            format!("{{% if slots.{slot} is defined %}}…{{% endif %}}")
        } else {
            format!("slots.{slot} is defined and …")
        };
        let set = if optional { "" } else { "`ask` for it or `set` it before on every way, or " };
        found.help(format!("{set}guard it: `{guard}`"))
    }
}

/// What is set after a step: the same on all ways, or more on some.
struct After<'a> {
    /// Set on [`Edge::Next`], [`Edge::Yes`] and [`Edge::Case`].
    onward: Set<'a>,
    /// Set on the other ways.
    aside: Set<'a>,
}

impl<'a> After<'a> {
    fn along(&self, way: Edge) -> Set<'a> {
        match way {
            Edge::Next | Edge::Yes | Edge::Case(_) => self.onward.clone(),
            Edge::No | Edge::Failure | Edge::NoMatch | Edge::Status(_) => self.aside.clone(),
        }
    }
}

/// One pass over a step.
struct Walk<'a, 'w> {
    flow: &'a FlowDraft,
    all: &'w All<'a>,
    set: Set<'a>,
    unset: Vec<Unset<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn step(&mut self, step: &'a StepDraft) -> After<'a> {
        match &step.verb {
            VerbDraft::Say(say) | VerbDraft::Confirm { say, .. } => {
                if let Some(say) = say {
                    self.message(say);
                }
                self.same()
            }
            VerbDraft::Ask(ask) => self.ask(ask),
            VerbDraft::If { condition, .. } => {
                let Some(condition) = condition else { return self.same() };
                self.formula(condition);
                let (when_true, when_false) = Scan::expression(&condition.text).defined();
                let with = |slots: Vec<&'a str>| self.set.iter().copied().chain(slots).collect();
                After { onward: with(when_true), aside: with(when_false) }
            }
            VerbDraft::Set(assignments) => {
                for (slot, formula) in assignments {
                    self.formula(formula);
                    if formula.text.trim() == UNSET {
                        self.set.remove(slot.value.as_str());
                    } else {
                        self.assign(slot);
                    }
                }
                self.same()
            }
            VerbDraft::Call(call) => {
                call.with.iter().for_each(|(_, formula)| self.formula(formula));
                let aside = self.set.clone();
                for (slot, formula) in &call.save {
                    self.formula(formula);
                    self.assign(slot);
                }
                After { onward: self.set.clone(), aside }
            }
            VerbDraft::Unreadable => {
                let all: Set<'a> = self.flow.slots.keys().map(SlotName::as_str).collect();
                After { onward: all.clone(), aside: all }
            }
            VerbDraft::Faq { question: formula, .. } => {
                if let Some(formula) = formula {
                    self.formula(formula);
                }
                self.same()
            }
            VerbDraft::Switch { subject, cases, otherwise } => {
                if let Some(formula) = subject {
                    self.formula(formula);
                }
                let kind = subject.as_ref().and_then(|subject| self.all.index.kind(self.flow, &subject.slot()?));
                if otherwise.is_none() && kind.is_some_and(|kind| cases::covers(&kind, cases, self.all.index)) {
                    // One of the cases is taken.
                    return After { onward: self.set.clone(), aside: self.flow.slots.keys().map(SlotName::as_str).collect() };
                }
                self.same()
            }
            VerbDraft::Go(passage) => {
                passage.with.iter().for_each(|(_, formula)| self.formula(formula));
                self.same()
            }
            VerbDraft::Run(passage) => {
                passage.with.iter().for_each(|(_, formula)| self.formula(formula));
                let ended = self.all.ended(passage);
                for (slot, formula) in &passage.save {
                    self.save(slot, formula, ended.as_ref());
                }
                self.same()
            }
            VerbDraft::Goto(_) | VerbDraft::Consent { .. } | VerbDraft::End => self.same(),
        }
    }

    fn same(&self) -> After<'a> {
        After { onward: self.set.clone(), aside: self.set.clone() }
    }

    fn ask(&mut self, ask: &'a AskDraft) -> After<'a> {
        let aside = self.set.clone();
        for asked in &ask.slots {
            if let Some(say) = self.all.index.question(self.flow, asked) {
                self.message(&say);
            }
            for (when, say) in &asked.reject {
                self.rule(when, asked.slot.value.as_str());
                self.message(say);
            }
            asked.on_no_match.iter().for_each(|say| self.message(say));
            if self.flow.slots.get(&asked.slot.value).is_none_or(|slot| !slot.optional) {
                self.assign(&asked.slot);
            }
        }
        After { onward: self.set.clone(), aside }
    }

    /// A slot gets a value; a misspelt one stands for the one that is meant, so that one mistake is one finding.
    fn assign(&mut self, slot: &'a Spanned<SlotName>) {
        let known: Vec<&'a str> = self.flow.slots.keys().map(SlotName::as_str).collect();
        let written = slot.value.as_str();
        self.set.extend(known.iter().find(|known| **known == written).copied().or_else(|| closest(written, &known)));
    }

    /// What `run` saves: a slot of the other flow alone may be unset, and then leaves the target unset.
    fn save(&mut self, slot: &'a Spanned<SlotName>, formula: &'a Formula, ended: Option<&(&'a FlowName, Set<'a>)>) {
        let Some((flow, set)) = ended else { return self.assign(slot) };
        let readings = Scan::expression(&formula.text).readings();
        let mut missing = readings.iter().filter(|read| read.root == "slots" && !read.guarded && !set.contains(read.name));
        match missing.next() {
            None => self.assign(slot),
            Some(_) if formula.slot().is_some() => {
                self.set.remove(slot.value.as_str());
            }
            Some(read) => {
                let place = place(&formula.span, &formula.text, &read.range);
                self.unset.push(Unset { slot: read.name, place, in_template: false, is_answer: false, said: None, ended: Some(flow) });
                self.assign(slot);
            }
        }
    }

    fn formula(&mut self, formula: &'a Formula) {
        for reading in Scan::expression(&formula.text).readings() {
            if self.is_unset(&reading) {
                let place = place(&formula.span, &formula.text, &reading.range);
                self.unset.push(Unset { slot: reading.name, place, in_template: false, is_answer: false, said: None, ended: None });
            }
        }
    }

    /// An expression of `reject`: the asked slot still holds what it held before, guarded or not.
    fn rule(&mut self, formula: &'a Formula, asked: &str) {
        let is_answer = |reading: &Reading<'a>| reading.root == "slots" && reading.name == asked;
        if let Some(reading) = Scan::expression(&formula.text).readings().into_iter().find(is_answer) {
            let place = place(&formula.span, &formula.text, &reading.range);
            self.unset.push(Unset { slot: reading.name, place, in_template: false, is_answer: true, said: None, ended: None });
        }
        for reading in Scan::expression(&formula.text).readings() {
            if !is_answer(&reading) && self.is_unset(&reading) {
                let place = place(&formula.span, &formula.text, &reading.range);
                self.unset.push(Unset { slot: reading.name, place, in_template: false, is_answer: false, said: None, ended: None });
            }
        }
    }

    fn message(&mut self, say: &Spanned<MessageKey>) {
        let drafts = self.all.index.messages.get(&say.value).into_iter().flat_map(|by_language| by_language.values());
        for draft in drafts {
            for text in &draft.texts {
                for reading in Scan::template(&text.value).readings() {
                    if self.is_unset(&reading) {
                        let place = place(&text.span, &text.value, &reading.range);
                        let said = (!draft.inline).then(|| say.span.clone());
                        self.unset.push(Unset { slot: reading.name, place, in_template: true, is_answer: false, said, ended: None });
                    }
                }
            }
        }
    }

    /// Whether an unset slot is read; after that it counts as set, since the flow would have failed.
    fn is_unset(&mut self, reading: &Reading<'a>) -> bool {
        let declared = self.flow.slots.keys().any(|known| known.as_str() == reading.name);
        reading.root == "slots" && !reading.guarded && declared && self.set.insert(reading.name)
    }
}
