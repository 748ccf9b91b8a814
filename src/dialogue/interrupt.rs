//! What is not an answer: repairs, other flows, FAQ questions, and the ladder when nothing fits.

use super::answer::Answer;
use super::hear::{Heard, score};
use super::reader::Aim;
use super::run::only_says;
use super::texts::Text;
use super::turn::{Failure, Turn};
use super::wording::Words;
use crate::domain::{Decision, Event, FaqHit, FlowName, Frame, IntentName, Language, Question, Rule, Stage, Strength};

/// How many flows may lie on top of each other at once, those that other flows run not counted.
const MAX_DEPTH: usize = 3;

/// How many values for a flow's slots speak for the flow; one alone may be mentioned in anything.
const TELLING_VALUES: usize = 2;

/// Something that was said instead of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Interruption {
    /// A repair.
    Repair(Repair, f64),
    /// An intent that starts a flow.
    Flow {
        /// The flow.
        flow: FlowName,
        /// The intent's confidence.
        confidence: f64,
    },
    /// A question that the FAQ answers.
    Faq(FaqHit),
}

/// A repair by a built-in intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    Cancel,
    Restart,
    Help,
    Human,
    BotOrHuman,
    MyData,
}

impl Repair {
    fn of(intent: &IntentName) -> Option<Self> {
        match intent.as_str() {
            "cancel" => Some(Self::Cancel),
            "restart" => Some(Self::Restart),
            "help" => Some(Self::Help),
            "human" => Some(Self::Human),
            "bot_or_human" => Some(Self::BotOrHuman),
            "my_data" => Some(Self::MyData),
            _ => None,
        }
    }

    /// What a repair says that does nothing else.
    pub(super) fn text(self) -> Option<Text> {
        match self {
            Self::Help => Some(Text::Help),
            Self::Human => Some(Text::Human),
            Self::BotOrHuman => Some(Text::BotOrHuman),
            Self::MyData => Some(Text::MyData),
            Self::Cancel | Self::Restart => None,
        }
    }

    /// Words that name the repairs which drop something; in languages without any the examples remain.
    pub(super) fn words(self, language: &Language) -> &'static [&'static str] {
        match (self, Words::of(language)) {
            (Self::Cancel, Some(words)) => words.cancel,
            (Self::Restart, Some(words)) => words.restart,
            (Self::Cancel | Self::Restart | Self::Help | Self::Human | Self::BotOrHuman | Self::MyData, _) => &[],
        }
    }
}

impl Interruption {
    /// The rule that it wins by.
    pub(super) fn rule(&self) -> Rule {
        match self {
            Self::Flow { .. } => Rule::Flow,
            Self::Faq(_) => Rule::Faq,
            Self::Repair(Repair::Cancel, _) => Rule::Cancel,
            Self::Repair(Repair::Restart, _) => Rule::Restart,
            Self::Repair(Repair::Help, _) => Rule::Help,
            Self::Repair(Repair::Human, _) => Rule::Human,
            Self::Repair(Repair::BotOrHuman, _) => Rule::BotOrHuman,
            Self::Repair(Repair::MyData, _) => Rule::MyData,
        }
    }

    pub(super) fn confidence(&self) -> f64 {
        match self {
            Self::Repair(_, confidence) | Self::Flow { confidence, .. } => *confidence,
            Self::Faq(hit) => hit.confidence,
        }
    }
}

impl Heard<'_> {
    fn confidence(&self, intent: &IntentName) -> f64 {
        self.understanding.ranked.iter().find(|score| score.intent == *intent).map_or(0.0, |score| score.confidence)
    }

    /// "I'd rather not."
    pub(super) fn is_refusal(&self) -> bool {
        matches!(&self.understanding.decision, Decision::Intent(intent) if intent.as_str() == "skip")
    }
}

impl Turn<'_> {
    /// What an intent does: starts its flow, or repairs. An intent whose flow is under way already does nothing new.
    pub(super) fn act_of(&self, intent: &IntentName, confidence: f64) -> Option<Interruption> {
        match self.flows.starts.get(intent) {
            Some(flow) if self.state.frames.iter().any(|frame| frame.flow == *flow) => None,
            Some(flow) => Some(Interruption::Flow { flow: flow.clone(), confidence }),
            None => Repair::of(intent).map(|repair| Interruption::Repair(repair, confidence)),
        }
    }

    /// What an intent does that was heard. A mere yes or no agrees or denies: what of the repairs it resembles is not meant.
    fn meant(&self, intent: &IntentName, heard: &Heard) -> Option<Interruption> {
        let act = self.act_of(intent, heard.confidence(intent))?;
        let resembles = matches!(act, Interruption::Repair(..)) && heard.understanding.stage != Stage::Exact;
        (!resembles || !heard.is_yes_or_no_alone()).then_some(act)
    }

    /// The reading of an utterance as something else than an answer; between an intent and an FAQ entry, see `is_faq_meant`.
    pub(super) fn interruption(&self, heard: &Heard) -> Option<Interruption> {
        let intent = match &heard.understanding.decision {
            Decision::Intent(intent) => self.meant(intent, heard),
            Decision::Ambiguous(..) | Decision::OutOfScope => None,
        };
        let faq = heard.faq.cloned();
        match (intent, faq) {
            (Some(intent), Some(faq)) if !Self::is_faq_meant(&faq, &intent) => Some(intent),
            (_, Some(faq)) => Some(Interruption::Faq(faq)),
            (intent, None) => intent,
        }
    }

    /// Between an FAQ entry and an intent: the classifier knows the questions of the FAQ as well, so an intent that it is sure of is
    /// meant, and an entry must be surer than one that it is not sure of.
    fn is_faq_meant(faq: &FaqHit, intent: &Interruption) -> bool {
        intent.confidence() < score::INTERRUPTION && Self::is_surer(faq, intent.confidence())
    }

    /// Whether an FAQ entry is surer than an intent that may as well be meant.
    fn is_surer(faq: &FaqHit, intent: f64) -> bool {
        faq.confidence > intent + score::FAQ_OVER_INTENT
    }

    /// Acts on an interruption; the open question, if there is one, is asked again.
    pub(super) fn interrupt(&mut self, interruption: Interruption, heard: &Heard) -> Result<(), Failure> {
        self.push(Event::Understood);
        match interruption {
            Interruption::Faq(faq) => {
                self.say_faq(&faq);
                self.repeat();
                Ok(())
            }
            Interruption::Flow { flow, .. } => {
                if self.begin(&flow)? {
                    self.fill_from_start(heard)?;
                }
                Ok(())
            }
            // What only resembles "restart" is asked about before anything is dropped.
            Interruption::Repair(Repair::Restart, _) if self.state.frame().is_some() && !heard.drops(Repair::Restart) => {
                self.pose(&Question::CancelFlow)
            }
            Interruption::Repair(repair, _) => self.repair(repair),
        }
    }

    /// Answers an FAQ question. If the answer's text fails, the flow goes on all the same.
    pub(super) fn say_faq(&mut self, faq: &FaqHit) {
        self.say_once(&faq.answer);
    }

    fn repair(&mut self, repair: Repair) -> Result<(), Failure> {
        match repair {
            Repair::Cancel => return self.cancel(),
            Repair::Restart => {
                self.drop_all();
                self.say_builtin(Text::Restarted);
            }
            Repair::Help | Repair::Human | Repair::BotOrHuman | Repair::MyData => {
                if let Some(text) = repair.text() {
                    self.say_builtin(text);
                }
            }
        }
        self.repeat();
        Ok(())
    }

    /// Asks before it gives up what was begun, if the bot is to. Whoever says "cancel" to that question means yes.
    fn cancel(&mut self) -> Result<(), Failure> {
        if self.state.frames.is_empty() {
            self.say_builtin(Text::NothingToCancel);
            self.repeat();
            Ok(())
        } else if self.state.question == Some(Question::CancelFlow) || !self.flows.about.confirm_cancel {
            self.take(&Question::CancelFlow, Answer::YesNo(true))?;
            Ok(())
        } else {
            self.pose(&Question::CancelFlow)
        }
    }

    /// Starts a flow on top of what is under way, if there is room for it.
    fn begin(&mut self, flow: &FlowName) -> Result<bool, Failure> {
        // A mere answer is over at once.
        let begun = self.state.frames.iter().filter(|frame| !frame.called).count();
        if begun >= MAX_DEPTH && !self.flows.flows.get(flow).is_some_and(only_says) {
            self.say_builtin(Text::TooDeep);
            self.repeat();
            return Ok(false);
        }
        if self.start_flow(flow) { Ok(true) } else { Err(Failure::NoStep) }
    }

    /// Values said in the sentence that started a flow.
    fn fill_from_start(&mut self, heard: &Heard) -> Result<(), Failure> {
        let (Some(flow), Some(frame)) = (self.flow(), self.state.frame()) else { return Ok(()) };
        let aim = if heard.is_question() { Aim::Opening } else { Aim::Unset };
        let (fillings, either) = self.read_one_each(flow, frame, heard, aim);
        for told in either {
            self.say_either(&told)?;
        }
        self.take_early(fillings).map(drop)
    }

    /// "Yes, and my name is Ada": what is clearly told beside a consent.
    pub(super) fn fill_beside(&mut self, heard: &Heard) -> Result<(), Failure> {
        let (Some(flow), Some(frame)) = (self.flow(), self.state.frame()) else { return Ok(()) };
        let mut fillings = self.read(flow, frame, self.said(heard), Aim::Unset);
        fillings.retain(|filling| filling.strength == Strength::Clear);
        self.take_early(fillings).map(drop)
    }

    /// No question is open: intent, FAQ, then the ladder.
    pub(super) fn open_floor(&mut self, heard: &Heard) -> Result<(), Failure> {
        if let Some(flow) = self.flow_of_values(heard) {
            return self.interrupt_or_miss(Some(flow), heard);
        }
        match (&heard.understanding.decision, heard.faq) {
            (Decision::Ambiguous(first, second), faq) if faq.is_none_or(|faq| !Self::is_surer(faq, heard.confidence(first))) => {
                self.clarify(first, second, heard)
            }
            _ => self.interrupt_or_miss(self.interruption(heard), heard),
        }
    }

    /// "Ada Lovelace, ada@posta.example, as a nurse from March": an intent that is likeliest and yet unsure is meant all the same when
    /// the sentence tells several things that its flow wants to know.
    fn flow_of_values(&self, heard: &Heard) -> Option<Interruption> {
        if heard.faq.is_some() || matches!(heard.understanding.decision, Decision::Intent(_)) {
            return None;
        }
        let likeliest = heard.understanding.ranked.first().filter(|likeliest| likeliest.confidence >= score::WITH_VALUES)?;
        let act = self.act_of(&likeliest.intent, likeliest.confidence)?;
        let Interruption::Flow { flow, .. } = &act else { return None };
        let flow = self.flows.flows.get(flow)?;
        let frame = Frame::new(flow.name.clone(), flow.first_step().clone());
        let told = self.read(flow, &frame, self.said(heard), Aim::Unset);
        (told.len() >= TELLING_VALUES).then_some(act)
    }

    /// Two intents are too close to call: those that do something become buttons.
    fn clarify(&mut self, first: &IntentName, second: &IntentName, heard: &Heard) -> Result<(), Failure> {
        let acts = [first, second].map(|intent| self.meant(intent, heard).map(|act| (intent.clone(), act)));
        match acts {
            [Some((_, Interruption::Flow { flow, .. })), Some((_, Interruption::Flow { flow: other, confidence }))] if flow == other => {
                self.interrupt_or_miss(Some(Interruption::Flow { flow, confidence }), heard)
            }
            [Some((first, act)), Some((second, _))] => {
                self.weighed(Rule::Clarify, None, Some(act.confidence()));
                self.push(Event::Understood);
                self.pose(&Question::Clarify { intents: vec![first, second] })
            }
            [Some((_, act)), None] | [None, Some((_, act))] => self.interrupt_or_miss(Some(act), heard),
            [None, None] => self.interrupt_or_miss(heard.faq.cloned().map(Interruption::Faq), heard),
        }
    }

    /// Acts on what was understood; if nothing was, the ladder: please rephrase, then whom to contact.
    fn interrupt_or_miss(&mut self, understood: Option<Interruption>, heard: &Heard) -> Result<(), Failure> {
        if let Some(interruption) = understood {
            self.weighed(interruption.rule(), None, Some(interruption.confidence()));
            return self.interrupt(interruption, heard);
        }
        self.weighed(Rule::Miss, None, None);
        self.push(Event::Missed);
        self.say_builtin(match self.state.misses {
            _ if heard.is_yes_or_no_alone() => Text::NothingAsked,
            0 | 1 => Text::Rephrase,
            _ => Text::LastResort,
        });
        Ok(())
    }

    /// Acts on an intent that was chosen by a button; `false` if it does nothing here.
    pub(super) fn choose_intent(&mut self, intent: &IntentName) -> Result<bool, Failure> {
        match self.act_of(intent, 1.0) {
            None | Some(Interruption::Faq(_)) => Ok(false),
            Some(Interruption::Flow { flow, .. }) => {
                self.push(Event::Understood);
                self.begin(&flow)?;
                Ok(true)
            }
            Some(Interruption::Repair(repair, _)) => {
                self.push(Event::Understood);
                self.repair(repair)?;
                Ok(true)
            }
        }
    }

    /// Starts a flow that was chosen by a button; `false` if there is none to start.
    pub(super) fn choose_flow(&mut self, flow: &FlowName) -> Result<bool, Failure> {
        let known = self.flows.flows.contains_key(flow) && self.state.frames.iter().all(|frame| frame.flow != *flow);
        if known {
            self.push(Event::Understood);
            self.begin(flow)?;
        }
        Ok(known)
    }
}
