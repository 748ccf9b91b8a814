//! What authors wrote, read but not yet resolved: names keep their spans, what could not be read is absent (and has a
//! finding already), so that the checks can go on with the rest.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::Expression;
use crate::diagnostics::Span;
use crate::domain::{ActionName, Attachment, ChoiceId, FlowName, IntentName, Language, MessageKey, PurposeName, SlotName, StepId};

/// Something and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Spanned<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) flows: Vec<FlowDraft>,
    pub(super) messages: Vec<MessageDraft>,
    pub(super) actions: Vec<ActionDraft>,
    /// The words in flows and steps that could not be read: what they name may be used there.
    pub(super) unread_words: BTreeSet<String>,
}

/// A flow.
#[derive(Debug)]
pub(super) struct FlowDraft {
    pub(super) name: Spanned<FlowName>,
    pub(super) start: Vec<Spanned<IntentName>>,
    pub(super) slots: BTreeMap<SlotName, SlotDraft>,
    pub(super) steps: Vec<StepDraft>,
}

/// A slot.
#[derive(Debug)]
pub(super) struct SlotDraft {
    pub(super) span: Span,
    pub(super) kind: Option<Spanned<String>>,
    pub(super) purpose: Option<Spanned<PurposeName>>,
    pub(super) optional: bool,
    pub(super) past: Option<bool>,
    pub(super) future: Option<bool>,
    /// Rules that refuse a value wherever the slot is asked for; each such question holds them too, before its own.
    pub(super) reject: Rules,
}

/// A step.
#[derive(Debug)]
pub(super) struct StepDraft {
    pub(super) id: StepId,
    /// The author's id, if there is one.
    pub(super) id_span: Option<Span>,
    pub(super) span: Span,
    pub(super) verb: VerbDraft,
}

/// What a step does.
#[derive(Debug)]
pub(super) enum VerbDraft {
    Say(Option<Spanned<MessageKey>>),
    Ask(AskDraft),
    Confirm {
        say: Option<Spanned<MessageKey>>,
        no: Option<Spanned<StepId>>,
        otherwise: Option<Vec<StepDraft>>,
    },
    If {
        condition: Option<Formula>,
        then: Vec<StepDraft>,
        otherwise: Option<Vec<StepDraft>>,
    },
    Set(Vec<(Spanned<SlotName>, Formula)>),
    Goto(Option<Spanned<StepId>>),
    Call(CallDraft),
    Consent {
        purpose: Option<Spanned<PurposeName>>,
        otherwise: Option<Vec<StepDraft>>,
    },
    Switch {
        subject: Option<Formula>,
        cases: Vec<(Spanned<String>, Vec<StepDraft>)>,
        otherwise: Option<Vec<StepDraft>>,
    },
    Run(PassageDraft),
    Go(PassageDraft),
    Faq {
        question: Option<Formula>,
        otherwise: Option<Vec<StepDraft>>,
    },
    End,
    /// No verb, two verbs, or one that is not supported: a finding says so; the checks suppose that it can do anything.
    Unreadable,
}

/// The expression that unsets the slot that it is assigned to.
pub(super) const UNSET: &str = "none";

/// `reject` rules: what refuses a value, and what is said then.
pub(super) type Rules = Vec<(Formula, Spanned<MessageKey>)>;

/// An expression.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    pub(super) text: String,
    pub(super) span: Span,
    /// None: it does not compile, and a finding says so.
    pub(super) expression: Option<Expression>,
}

impl Formula {
    /// The slot, if it reads one slot and does nothing else.
    pub(super) fn slot(&self) -> Option<SlotName> {
        SlotName::new(self.text.trim().strip_prefix("slots.")?).ok()
    }
}

/// An `ask` step.
#[derive(Debug)]
pub(super) struct AskDraft {
    pub(super) slots: Vec<AskSlotDraft>,
    pub(super) max_attempts: u32,
    pub(super) interruptible: bool,
    /// The steps at the end of `on_no_match`.
    pub(super) no_match_steps: Option<Vec<StepDraft>>,
}

/// One slot of an `ask` step.
#[derive(Debug)]
pub(super) struct AskSlotDraft {
    pub(super) slot: Spanned<SlotName>,
    pub(super) say: Option<Spanned<MessageKey>>,
    pub(super) choices: Option<ChoicesDraft>,
    /// The slot's own rules, then those of the question.
    pub(super) reject: Rules,
    pub(super) on_no_match: Vec<Spanned<MessageKey>>,
}

/// The buttons of a question.
#[derive(Debug)]
pub(super) enum ChoicesDraft {
    /// The values of the slot's entity.
    Slot(Span),
    /// These values.
    Listed(Vec<Spanned<String>>),
}

/// A `call` step.
#[derive(Debug)]
pub(super) struct CallDraft {
    pub(super) action: Option<Spanned<ActionName>>,
    pub(super) with: Vec<(String, Formula)>,
    pub(super) save: Vec<(Spanned<SlotName>, Formula)>,
    pub(super) on_failure: Option<Vec<StepDraft>>,
    /// The steps after an answer of a status.
    pub(super) on_status: Vec<(Spanned<u16>, Vec<StepDraft>)>,
}

/// A `run` or a `go` step.
#[derive(Debug)]
pub(super) struct PassageDraft {
    pub(super) flow: Option<Spanned<FlowName>>,
    /// Slots of that flow, and expressions over this one.
    pub(super) with: Vec<(Spanned<SlotName>, Formula)>,
    /// Slots of this flow, and expressions over that one; `go` has none.
    pub(super) save: Vec<(Spanned<SlotName>, Formula)>,
}

/// A message in one language.
#[derive(Debug)]
pub(super) struct MessageDraft {
    pub(super) language: Language,
    pub(super) key: Spanned<MessageKey>,
    pub(super) texts: Vec<Spanned<String>>,
    pub(super) quick_replies: Vec<QuickReplyDraft>,
    pub(super) attachment: Option<Attachment>,
    /// Written in a step instead of a file of messages.
    pub(super) inline: bool,
}

/// A button under a message.
#[derive(Debug)]
pub(super) struct QuickReplyDraft {
    pub(super) title: Spanned<String>,
    pub(super) effect: QuickReplyEffect,
}

/// What a button does.
#[derive(Debug)]
pub(super) enum QuickReplyEffect {
    /// Answers the question with a value.
    Value(Spanned<String>),
    /// Is understood as an intent.
    Intent(Spanned<IntentName>),
    /// Starts a flow.
    Flow(Spanned<FlowName>),
}

impl QuickReplyEffect {
    /// The id of the choice.
    pub(super) fn id(&self) -> ChoiceId {
        ChoiceId(match self {
            Self::Value(value) => format!("value.{}", value.value),
            Self::Intent(intent) => format!("intent.{}", intent.value),
            Self::Flow(flow) => format!("flow.{}", flow.value),
        })
    }
}

/// An action.
#[derive(Debug)]
pub(super) struct ActionDraft {
    pub(super) span: Span,
    pub(super) has_timeout: bool,
    pub(super) action: super::graph::Action,
}

impl VerbDraft {
    /// The verb as authors write it.
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            Self::Say(_) => "say",
            Self::Ask(_) => "ask",
            Self::Confirm { .. } => "confirm",
            Self::If { .. } => "if",
            Self::Set(_) => "set",
            Self::Goto(_) => "goto",
            Self::Call(_) => "call",
            Self::Consent { .. } => "consent",
            Self::Switch { .. } => "switch",
            Self::Run(_) => "run",
            Self::Go(_) => "go",
            Self::Faq { .. } => "faq",
            Self::End => "end",
            Self::Unreadable => "?",
        }
    }
}

impl StepDraft {
    /// The blocks of steps inside it, in the order of the text.
    pub(super) fn blocks(&self) -> Vec<&[StepDraft]> {
        match &self.verb {
            VerbDraft::If { then, otherwise, .. } => std::iter::once(then.as_slice()).chain(otherwise.as_deref()).collect(),
            VerbDraft::Confirm { otherwise: block, .. }
            | VerbDraft::Consent { otherwise: block, .. }
            | VerbDraft::Faq { otherwise: block, .. }
            | VerbDraft::Ask(AskDraft { no_match_steps: block, .. }) => block.as_deref().into_iter().collect(),
            VerbDraft::Call(call) => call.on_status.iter().map(|(_, steps)| steps.as_slice()).chain(call.on_failure.as_deref()).collect(),
            VerbDraft::Switch { cases, otherwise, .. } => {
                cases.iter().map(|(_, steps)| steps.as_slice()).chain(otherwise.as_deref()).collect()
            }
            VerbDraft::Say(_)
            | VerbDraft::Set(_)
            | VerbDraft::Goto(_)
            | VerbDraft::Run(_)
            | VerbDraft::Go(_)
            | VerbDraft::End
            | VerbDraft::Unreadable => Vec::new(),
        }
    }

    /// This step and all steps inside it, in the order of the text.
    pub(super) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a StepDraft)) {
        visit(self);
        for steps in self.blocks() {
            for step in steps {
                step.walk(visit);
            }
        }
    }
}

impl FlowDraft {
    /// All steps, in the order of the text.
    pub(super) fn all_steps(&self) -> Vec<&StepDraft> {
        let mut all = Vec::new();
        for step in &self.steps {
            step.walk(&mut |step| all.push(step));
        }
        all
    }
}
