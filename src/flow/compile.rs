//! Drafts to the graphs that `dialogue` runs on.

use std::collections::BTreeMap;

use super::draft::{
    AskDraft, AskSlotDraft, CallDraft, ChoicesDraft, Drafts, FlowDraft, Formula, PassageDraft, SlotDraft, StepDraft, VerbDraft,
};
use super::expression::Expression;
use super::graph::{Ask, AskSlot, Call, Choices, Flow, Flows, Go, Node, Run, Slot, SlotKind, Switch, Verb};
use super::message::Messages;
use super::skeleton::Skeleton;
use super::{Documents, Known, builtin, check, read};
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::{EntityName, FlowName, MessageKey, SlotName};

/// Reads, checks and compiles flows, messages and actions. Findings are added, all of them; `None` when one of them is
/// an error.
pub fn compile(documents: &Documents<'_>, known: &Known<'_>, findings: &mut Findings) -> Option<Flows> {
    let mut own = Findings::default();
    let flows = compile_all(documents, known, &mut own);
    let failed = own.has_errors();
    for found in own.into_sorted() {
        findings.push(found);
    }
    flows.filter(|_| !failed)
}

fn compile_all(documents: &Documents<'_>, known: &Known<'_>, findings: &mut Findings) -> Option<Flows> {
    let default_language = known.languages.first()?;
    let drafts = read::read(documents, known, findings);
    let mut messages = Messages::new(default_language.clone());
    let built_in = builtin::add(&mut messages, findings);
    add_messages(&mut messages, &drafts, findings);
    add_labels(&mut messages, known);
    let skeletons: Vec<Skeleton<'_>> = drafts.flows.iter().map(|flow| Skeleton::new(flow, findings)).collect();
    check::check(&check::Index::new(&drafts, known, &built_in), &skeletons, findings);
    if findings.has_errors() {
        return None;
    }
    let mut flows = Flows {
        flows: BTreeMap::new(),
        starts: BTreeMap::new(),
        messages,
        actions: drafts.actions.iter().map(|draft| (draft.action.name.clone(), draft.action.clone())).collect(),
        about: known.about.clone(),
    };
    for (draft, skeleton) in drafts.flows.iter().zip(&skeletons) {
        let flow = flow(draft, skeleton, &Surroundings { drafts: &drafts, known })?;
        for intent in &draft.start {
            flows.starts.insert(intent.value.clone(), flow.name.clone());
        }
        flows.flows.insert(flow.name.clone(), flow);
    }
    Some(flows)
}

fn add_messages(messages: &mut Messages, drafts: &Drafts, findings: &mut Findings) {
    for draft in &drafts.messages {
        if let Err((variant, error)) = messages.add(&draft.language, &draft.key.value, builtin::message(draft)) {
            let span = draft.texts.get(variant).map_or(&draft.key.span, |text| &text.span);
            let message = format!("the template of `{}` does not compile: {error}", draft.key.value);
            let found = Diagnostic::error("template-syntax", message, span);
            findings.push(found.help("write values as `{{ slots.name }}` and conditions as `{% if … %}…{% endif %}`"));
        }
    }
}

fn add_labels(messages: &mut Messages, known: &Known<'_>) {
    for (name, entity) in &known.entities {
        for ((language, value), label) in &entity.labels {
            messages.add_label(name, language, value, label);
        }
    }
}

/// What a slot holds, by the name of its type; none if there is no such type.
pub(super) fn slot_kind(name: &str, known: &Known<'_>) -> Option<SlotKind> {
    Some(match name {
        "text" => SlotKind::Text,
        "person_name" => SlotKind::PersonName,
        "yes_no" => SlotKind::YesNo,
        "number" => SlotKind::Number,
        "email" => SlotKind::Email,
        "date" => SlotKind::Date,
        "integer" => SlotKind::Integer,
        "phone" => SlotKind::Phone,
        "money" => SlotKind::Money,
        "time" => SlotKind::Time,
        "datetime" => SlotKind::DateTime,
        "duration" => SlotKind::Duration,
        "interval" => SlotKind::Interval,
        "ordinal" => SlotKind::Ordinal,
        "url" => SlotKind::Url,
        "iban" => SlotKind::Iban,
        declared => SlotKind::Entity(known.entities.get_key_value(declared).map(|(name, _): (&EntityName, _)| name.clone())?),
    })
}

/// The key of the message that asks for a slot when the step does not say: `<flow>.ask_<slot>`.
pub(super) fn conventional_question(flow: &FlowName, slot: &SlotName) -> Option<MessageKey> {
    MessageKey::new(&format!("{flow}.ask_{slot}")).ok()
}

/// What a flow's steps refer to.
struct Surroundings<'a> {
    drafts: &'a Drafts,
    known: &'a Known<'a>,
}

fn flow(draft: &FlowDraft, skeleton: &Skeleton<'_>, around: &Surroundings<'_>) -> Option<Flow> {
    let slots: BTreeMap<SlotName, Slot> =
        draft.slots.iter().filter_map(|(name, slot)| Some((name.clone(), self::slot(slot, around.known)?))).collect();
    let node = |step: &StepDraft| {
        let verb = verb(step, draft, &slots, around)?;
        Some(Node { id: step.id.clone(), verb, span: step.span.clone() })
    };
    let graph = skeleton.graph.filter_map(|_, step| node(step), |_, edge| Some(*edge));
    // Without errors every step has its verb, and the indices stay what they were.
    if graph.node_count() != skeleton.graph.node_count() {
        return None;
    }
    let (steps, giving_up) = (skeleton.steps.clone(), skeleton.giving_up.clone());
    Some(Flow { name: draft.name.value.clone(), slots, graph, entry: skeleton.entry?, steps, giving_up })
}

fn slot(draft: &SlotDraft, known: &Known<'_>) -> Option<Slot> {
    Some(Slot {
        kind: slot_kind(&draft.kind.as_ref()?.value, known)?,
        purpose: draft.purpose.as_ref().map(|purpose| purpose.value.clone()),
        optional: draft.optional,
        past: draft.past,
        future: draft.future,
    })
}

fn verb(step: &StepDraft, flow: &FlowDraft, slots: &BTreeMap<SlotName, Slot>, around: &Surroundings<'_>) -> Option<Verb> {
    Some(match &step.verb {
        VerbDraft::Say(say) => Verb::Say(say.as_ref()?.value.clone()),
        VerbDraft::Ask(draft) => Verb::Ask(ask(draft, flow, slots, around)?),
        VerbDraft::Confirm { say, .. } => Verb::Confirm(say.as_ref()?.value.clone()),
        VerbDraft::If { condition, .. } => Verb::If(condition.as_ref()?.expression.clone()?),
        VerbDraft::Set(assignments) => Verb::Set(expressions(assignments, |slot| slot.value.clone())?),
        VerbDraft::Goto(_) => Verb::Goto,
        VerbDraft::Call(draft) => Verb::Call(call(draft)?),
        VerbDraft::Consent { purpose, .. } => Verb::Consent(purpose.as_ref()?.value.clone()),
        VerbDraft::Switch { subject, cases, .. } => Verb::Switch(Switch {
            subject: subject.as_ref()?.expression.clone()?,
            cases: cases.iter().map(|(case, _)| case.value.clone()).collect(),
        }),
        VerbDraft::Run(draft) => Verb::Run(run(draft, around)?),
        VerbDraft::Go(draft) => {
            Verb::Go(Go { flow: draft.flow.as_ref()?.value.clone(), with: expressions(&draft.with, |slot| slot.value.clone())? })
        }
        VerbDraft::Faq { question, .. } => Verb::Faq(question.as_ref()?.expression.clone()?),
        VerbDraft::End => Verb::End,
        VerbDraft::Unreadable => return None,
    })
}

fn expressions<K, N>(formulas: &[(K, Formula)], name: impl Fn(&K) -> N) -> Option<Vec<(N, Expression)>> {
    formulas.iter().map(|(key, formula)| Some((name(key), formula.expression.clone()?))).collect()
}

fn call(draft: &CallDraft) -> Option<Call> {
    Some(Call {
        action: draft.action.as_ref()?.value.clone(),
        with: expressions(&draft.with, String::clone)?,
        save: expressions(&draft.save, |slot| slot.value.clone())?,
    })
}

fn run(draft: &PassageDraft, around: &Surroundings<'_>) -> Option<Run> {
    let flow = draft.flow.as_ref()?.value.clone();
    let asked = draft.save.iter().filter_map(|(slot, formula)| {
        let source = formula.slot().filter(|source| is_asked(&flow, source, around.drafts, around.drafts.flows.len()))?;
        Some((slot.value.clone(), source))
    });
    Some(Run {
        asked: asked.collect(),
        with: expressions(&draft.with, |slot| slot.value.clone())?,
        save: expressions(&draft.save, |slot| slot.value.clone())?,
        flow,
    })
}

/// Whether people are asked for a slot of a flow, by itself or by one that it runs; flows that run each other are at most
/// as deep as there are flows.
fn is_asked(flow: &FlowName, slot: &SlotName, drafts: &Drafts, depth: usize) -> bool {
    let steps = drafts.flows.iter().filter(|draft| draft.name.value == *flow).flat_map(FlowDraft::all_steps);
    steps.into_iter().any(|step| {
        if let VerbDraft::Run(PassageDraft { flow: Some(flow), save, .. }) = &step.verb
            && depth > 0
        {
            let source = save.iter().find(|(target, _)| target.value == *slot).and_then(|(_, formula)| formula.slot());
            return source.is_some_and(|source| is_asked(&flow.value, &source, drafts, depth - 1));
        }
        matches!(&step.verb, VerbDraft::Ask(ask) if ask.slots.iter().any(|asked| asked.slot.value == *slot))
    })
}

fn ask(draft: &AskDraft, flow: &FlowDraft, slots: &BTreeMap<SlotName, Slot>, around: &Surroundings<'_>) -> Option<Ask> {
    let asked: Option<Vec<AskSlot>> = draft.slots.iter().map(|slot| ask_slot(slot, flow, slots, around)).collect();
    Some(Ask { slots: asked?, max_attempts: draft.max_attempts, interruptible: draft.interruptible })
}

fn ask_slot(draft: &AskSlotDraft, flow: &FlowDraft, slots: &BTreeMap<SlotName, Slot>, around: &Surroundings<'_>) -> Option<AskSlot> {
    let name = &draft.slot.value;
    let kind = &slots.get(name)?.kind;
    let say = match &draft.say {
        Some(say) => say.value.clone(),
        None => conventional_question(&flow.name.value, name)
            .filter(|key| around.drafts.messages.iter().any(|message| message.key.value == *key))
            .or_else(|| MessageKey::new(&format!("builtin.ask.{}", kind.as_str())).ok())?,
    };
    let choices = match (&draft.choices, kind) {
        (Some(ChoicesDraft::Slot(_)), SlotKind::Entity(entity)) => Choices::Slot(around.known.entities.get(entity)?.values.clone()),
        (Some(ChoicesDraft::Listed(values)), _) => Choices::Listed(values.iter().map(|value| value.value.clone()).collect()),
        (Some(ChoicesDraft::Slot(_)) | None, _) => Choices::None,
    };
    let reject: Option<_> = draft.reject.iter().map(|(when, say)| Some((when.expression.clone()?, say.value.clone()))).collect();
    let on_no_match = draft.on_no_match.iter().map(|key| key.value.clone()).collect();
    Some(AskSlot { slot: name.clone(), say, choices, reject: reject?, on_no_match })
}
