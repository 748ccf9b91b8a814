//! What flows compile to: one petgraph graph per flow, nodes that carry a verb, edges that carry the way out of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::graph::{DiGraph, NodeIndex};
use serde_json::Value;

use super::expression::Expression;
use super::message::Messages;
use crate::diagnostics::Span;
use crate::domain::{ActionName, EntityName, FlowName, IntentName, Language, MessageKey, PurposeName, SlotName, StepId};

/// All flows of a bot version, with what they say and call. Never changes after it is compiled.
#[derive(Debug)]
pub struct Flows {
    /// The flows by name.
    pub flows: BTreeMap<FlowName, Flow>,
    /// Which flow an intent starts.
    pub starts: BTreeMap<IntentName, FlowName>,
    /// What the bot says, by key and language; built-in texts under `builtin.`.
    pub messages: Messages,
    /// The actions that flows may call.
    pub actions: BTreeMap<ActionName, Action>,
    /// Facts about the bot that texts speak of.
    pub about: About,
}

/// Facts about a bot that its texts speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The bot's name in words: `bot` in templates.
    pub bot: String,
    /// Where people reach the controller: `contact` in templates.
    pub contact: String,
    /// The bot's languages with what their speakers call them, the default first: `languages` in templates.
    pub languages: Vec<(Language, String)>,
    /// What each purpose is for, as told to the person: `why` in the consent question.
    pub why: BTreeMap<PurposeName, BTreeMap<Language, String>>,
    /// Whether "cancel" asks before it drops what was begun.
    pub confirm_cancel: bool,
}

impl About {
    /// Whether the bot speaks a language.
    pub fn speaks(&self, language: &Language) -> bool {
        self.languages.iter().any(|(own, _)| own == language)
    }
}

/// One flow.
#[derive(Debug)]
pub struct Flow {
    /// Its name.
    pub name: FlowName,
    /// Its slots.
    pub slots: BTreeMap<SlotName, Slot>,
    /// The steps and the ways between them.
    pub graph: DiGraph<Node, Edge>,
    /// The first step.
    pub entry: NodeIndex,
    /// Where each step is.
    pub steps: HashMap<StepId, NodeIndex>,
    /// The `end` steps inside `on_no_match`: a question was given up, so the flows that wait for the answer end as well.
    pub giving_up: BTreeSet<StepId>,
}

/// A declared slot.
#[derive(Debug, Clone)]
pub struct Slot {
    /// What it holds.
    pub kind: SlotKind,
    /// Why it is kept; a slot without purpose is volatile.
    pub purpose: Option<PurposeName>,
    /// Whether it may stay unset.
    pub optional: bool,
    /// For dates: whether days before today are accepted; without a rule, all are.
    pub past: Option<bool>,
    /// For dates: whether days after today are accepted.
    pub future: Option<bool>,
}

/// What a slot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotKind {
    /// Any text.
    Text,
    /// A person's name.
    PersonName,
    /// Yes or no.
    YesNo,
    /// A number.
    Number,
    /// An e-mail address.
    Email,
    /// A whole number.
    Integer,
    /// A phone number.
    Phone,
    /// A sum of money.
    Money,
    /// A time of day.
    Time,
    /// A calendar day.
    Date,
    /// A day and a time of day.
    DateTime,
    /// A length of time.
    Duration,
    /// What lies between two days, times or moments.
    Interval,
    /// A place in a row, such as 2 for "the second one"; -1 is the last.
    Ordinal,
    /// A web address.
    Url,
    /// The number of a bank account.
    Iban,
    /// A value of an entity that the bot declares.
    Entity(EntityName),
}

impl SlotKind {
    /// The last part of the keys of the built-in texts about this kind, such as `builtin.ask.date`,
    /// `builtin.no_match.date`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::PersonName => "person_name",
            Self::YesNo => "yes_no",
            Self::Number => "number",
            Self::Email => "email",
            Self::Date => "date",
            Self::Integer => "integer",
            Self::Phone => "phone",
            Self::Money => "money",
            Self::Time => "time",
            Self::DateTime => "datetime",
            Self::Duration => "duration",
            Self::Interval => "interval",
            Self::Ordinal => "ordinal",
            Self::Url => "url",
            Self::Iban => "iban",
            Self::Entity(_) => "entity",
        }
    }
}

/// A step.
#[derive(Debug)]
pub struct Node {
    /// Its id.
    pub id: StepId,
    /// What it does.
    pub verb: Verb,
    /// Where it is written.
    pub span: Span,
}

/// What a step does. Ways out are edges.
#[derive(Debug)]
pub enum Verb {
    /// Says a message. Way out: [`Edge::Next`].
    Say(MessageKey),
    /// Asks for one slot or several. Ways out: [`Edge::Next`], [`Edge::NoMatch`] (after the last attempt).
    Ask(Ask),
    /// Sums up and wants a yes. Ways out: [`Edge::Yes`], [`Edge::No`] (to the step named by `no:`, or the `else:` steps, if any).
    Confirm(MessageKey),
    /// Branches. Ways out: [`Edge::Yes`] (then), [`Edge::No`] (else, or past the step).
    If(Expression),
    /// Assigns slots, in order. Way out: [`Edge::Next`].
    Set(Vec<(SlotName, Expression)>),
    /// Goes to another step. Way out: [`Edge::Next`].
    Goto,
    /// Calls an action. Ways out: [`Edge::Next`], [`Edge::Status`] (the `on_status` steps), [`Edge::Failure`] (the `on_failure` steps, or past the step).
    Call(Call),
    /// Asks for a purpose, once. Ways out: [`Edge::Yes`] (past the step), [`Edge::No`] (the `else` steps, or past the step).
    Consent(PurposeName),
    /// Branches by a value. Ways out: [`Edge::Case`] by the case's position, [`Edge::No`] (the `else` steps, or past the step).
    Switch(Switch),
    /// Runs another flow, which returns. Way out: [`Edge::Next`].
    Run(Run),
    /// Leaves for another flow. No way out.
    Go(Go),
    /// Answers a question from the FAQ. Ways out: [`Edge::Yes`] (past the step), [`Edge::No`] (the `else` steps, or past the step).
    Faq(Expression),
    /// Ends the flow. No way out.
    End,
}

impl Verb {
    /// The verb as authors write it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Say(_) => "say",
            Self::Ask(_) => "ask",
            Self::Confirm(_) => "confirm",
            Self::If(_) => "if",
            Self::Set(_) => "set",
            Self::Goto => "goto",
            Self::Call(_) => "call",
            Self::Consent(_) => "consent",
            Self::Switch(_) => "switch",
            Self::Run(_) => "run",
            Self::Go(_) => "go",
            Self::Faq(_) => "faq",
            Self::End => "end",
        }
    }
}

/// A way out of a step; at most one of each kind leaves a node. A node without the way it needs ends the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// On to what follows.
    Next,
    /// The condition holds, the person agreed.
    Yes,
    /// The condition does not hold, the person declined.
    No,
    /// The call failed.
    Failure,
    /// No answer fitted, as often as `max_attempts` allows.
    NoMatch,
    /// The value is that of the case at this position, counted from 0.
    Case(usize),
    /// The call was answered with this status.
    Status(u16),
}

/// How often a slot is asked before [`Edge::NoMatch`] is taken, unless `max_attempts` says otherwise.
pub const DEFAULT_ATTEMPTS: u32 = 4;

/// An `ask` step.
#[derive(Debug)]
pub struct Ask {
    /// What it asks for, in order; one for a single question, several for a form.
    pub slots: Vec<AskSlot>,
    /// How often a slot is asked before [`Edge::NoMatch`] is taken.
    pub max_attempts: u32,
    /// Whether another intent, an FAQ question or a repair may interrupt the question (default true).
    pub interruptible: bool,
}

/// One slot of an `ask` step.
#[derive(Debug)]
pub struct AskSlot {
    /// The slot.
    pub slot: SlotName,
    /// The question's message: `say`, else `<flow>.ask_<slot>` if there is such a message, else a built-in text.
    pub say: MessageKey,
    /// The buttons.
    pub choices: Choices,
    /// Rules that refuse a value, with what is said then; the first that is true wins.
    pub reject: Vec<(Expression, MessageKey)>,
    /// What is said when the answer did not fit, by attempt; the last repeats. Empty: a built-in text, then the question.
    pub on_no_match: Vec<MessageKey>,
}

/// The buttons of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choices {
    /// None (yes/no questions always have a yes and a no button).
    None,
    /// The values of the slot's entity: (canonical value, label message key or plain label by language is resolved by
    /// [`Messages::label_of`]).
    Slot(Vec<String>),
    /// These values.
    Listed(Vec<String>),
}

/// A `call` step.
#[derive(Debug)]
pub struct Call {
    /// The action.
    pub action: ActionName,
    /// What is sent: JSON field to expression. Only what is named leaves the machine.
    pub with: Vec<(String, Expression)>,
    /// What is kept of the answer: slot to expression over `result`.
    pub save: Vec<(SlotName, Expression)>,
}

/// A `switch` step.
#[derive(Debug)]
pub struct Switch {
    /// What is looked at.
    pub subject: Expression,
    /// The values, as they are written.
    pub cases: Vec<String>,
}

impl Switch {
    /// The way for a value.
    pub fn way(&self, value: &Value) -> Edge {
        self.cases.iter().position(|case| is_case(case, value)).map_or(Edge::No, Edge::Case)
    }
}

/// Whether a value is the one that a case is written for.
fn is_case(case: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => text == case,
        Value::Bool(yes) => written_bool(case) == Some(*yes),
        Value::Number(number) => {
            case.parse().ok().zip(number.as_f64()).is_some_and(|(case, number): (f64, f64)| case.total_cmp(&number).is_eq())
        }
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Yes or no, as YAML writes them.
pub(super) fn written_bool(text: &str) -> Option<bool> {
    match text {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// A `run` step: a flow that lies on top of this one until it ends.
#[derive(Debug)]
pub struct Run {
    /// The flow that is run.
    pub flow: FlowName,
    /// What it begins with: slot of that flow to expression over this one.
    pub with: Vec<(SlotName, Expression)>,
    /// What it leaves behind: slot of this flow to expression over that one.
    pub save: Vec<(SlotName, Expression)>,
    /// The slots of this flow that get what that flow asks people for, each with the slot of that flow.
    pub asked: Vec<(SlotName, SlotName)>,
}

/// A `go` step.
#[derive(Debug)]
pub struct Go {
    /// The flow that takes over.
    pub flow: FlowName,
    /// What it begins with: slot of that flow to expression over this one.
    pub with: Vec<(SlotName, Expression)>,
}

/// An HTTP action.
#[derive(Debug, Clone)]
pub struct Action {
    /// Its name.
    pub name: ActionName,
    /// The HTTP method, upper case.
    pub method: String,
    /// The address, with `{{ field }}` where a field of `with` stands in it.
    pub url: String,
    /// Header name to value.
    pub headers: Vec<(String, HeaderValue)>,
    /// When to give up on one try, in milliseconds; at most 30,000.
    pub timeout_ms: u32,
    /// How often it is tried.
    pub retries: Retries,
    /// Whether it only looks something up, so that calling it again changes nothing.
    pub reads_only: bool,
}

/// How often a call is tried, and how long the pauses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// The most tries, the first one counted.
    pub attempts: u32,
    /// The first pause, in milliseconds; each further one is twice as long.
    pub backoff_ms: u32,
}

impl Default for Retries {
    fn default() -> Self {
        Self { attempts: 1, backoff_ms: 0 }
    }
}

impl Retries {
    /// The pause after a try, counted from 1.
    pub fn pause_ms(self, attempt: u32) -> u32 {
        self.backoff_ms.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)))
    }
}

impl Action {
    /// The longest that a call can take with all its tries, in milliseconds.
    pub fn budget_ms(&self) -> u32 {
        let pauses = (1..self.retries.attempts).map(|attempt| self.retries.pause_ms(attempt));
        pauses.fold(self.timeout_ms.saturating_mul(self.retries.attempts), u32::saturating_add)
    }
}

/// The value of a header: secrets come from the environment or the secret file, never inline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderValue {
    /// This text.
    Plain(String),
    /// The secret of this name.
    Secret(String),
}

impl Flow {
    /// The step with this id.
    pub fn node(&self, step: &StepId) -> Option<&Node> {
        self.steps.get(step).map(|index| &self.graph[*index])
    }

    /// The id of the first step.
    pub fn first_step(&self) -> &StepId {
        &self.graph[self.entry].id
    }

    /// The steps that the ways out of a step lead to.
    pub fn onward(&self, step: &StepId) -> impl Iterator<Item = &Node> {
        self.steps.get(step).into_iter().flat_map(|from| self.graph.neighbors(*from)).map(|to| &self.graph[to])
    }

    /// The step that a way out of a step leads to; none ends the flow.
    pub fn follow(&self, step: &StepId, way: Edge) -> Option<&StepId> {
        use petgraph::visit::EdgeRef;
        let from = *self.steps.get(step)?;
        let edge = self.graph.edges(from).find(|edge| *edge.weight() == way)?;
        Some(&self.graph[edge.target()].id)
    }
}
