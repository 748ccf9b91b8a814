//! "Three nights, and is there parking?": the answer is taken, the question answered after it.

use super::answer::Answer;
use super::hear::{Heard, score};
use super::interrupt::{Interruption, Repair};
use super::run::only_says;
use super::turn::Turn;
use crate::domain::{FlowName, MessageKey, Question};
use crate::flow::{Edge, Verb};

/// The fewest words beside an answer's own that can be a question of their own ("is there parking").
const WORDS_OF_A_QUESTION: usize = 3;

impl Turn<'_> {
    /// An answer and a question that can be told apart, each read on its own.
    pub(super) fn answer_and_question(&self, question: &Question, heard: &Heard) -> Option<(Answer, Interruption)> {
        let parts = heard.parts?;
        let asked = Heard::new(&parts.question, parts.faq.as_ref());
        let least = if asked.is_marked_question() { score::ALSO_ASKED } else { score::ALSO_ASKED_UNMARKED };
        let interruption = self.interruption(&asked).filter(|interruption| interruption.confidence() >= least)?;
        let answer = self.read_answer(question, &Heard::new(&parts.rest, None))?;
        (is_told(question, &answer) && self.only_answers(&interruption)).then_some((answer, interruption))
    }

    /// Whether an interruption comes beside an answer that was read from the whole utterance.
    pub(super) fn is_also_asked(&self, answer: &Answer, interruption: &Interruption, heard: &Heard) -> bool {
        // A question that could be told apart was weighed alone, and nothing answers it.
        if heard.parts.is_some() || !answer.is_clear() || heard.words.len() < answer.values() + WORDS_OF_A_QUESTION {
            return false;
        }
        let marked = heard.is_marked_question();
        let least = match interruption {
            Interruption::Faq(_) if marked => score::ALSO_ASKED,
            // "No, not yet" may look like a question about something else, and is none.
            Interruption::Faq(_) if answer.yes_no().is_none() => score::ALSO_ASKED_UNMARKED,
            Interruption::Flow { .. } if marked && self.only_answers(interruption) => score::ALSO_ASKED_UNMARKED,
            Interruption::Faq(_) | Interruption::Flow { .. } | Interruption::Repair(..) => return false,
        };
        interruption.confidence() >= least
    }

    /// Whether an interruption is over when something was said.
    pub(super) fn only_answers(&self, interruption: &Interruption) -> bool {
        match interruption {
            Interruption::Faq(_) => true,
            Interruption::Flow { flow, .. } => self.flows.flows.get(flow).is_some_and(only_says),
            Interruption::Repair(repair, _) => matches!(repair, Repair::Help | Repair::Human | Repair::BotOrHuman | Repair::MyData),
        }
    }

    /// Answers what was asked beside an answer.
    pub(super) fn say_beside(&mut self, interruption: &Interruption) {
        match interruption {
            Interruption::Faq(faq) => self.say_faq(faq),
            Interruption::Flow { flow, .. } => {
                for key in self.sayings(flow) {
                    self.say_once(&key);
                }
            }
            Interruption::Repair(repair, _) => {
                if let Some(text) = repair.text() {
                    self.say_builtin(text);
                }
            }
        }
    }

    /// What a flow says that does nothing else.
    fn sayings(&self, flow: &FlowName) -> Vec<MessageKey> {
        let flows = self.flows;
        let Some(flow) = flows.flows.get(flow) else { return Vec::new() };
        let mut keys = Vec::new();
        let mut step = Some(flow.first_step());
        while let Some(node) = step.and_then(|step| flow.node(step)) {
            let Verb::Say(key) = &node.verb else { break };
            if keys.len() >= flow.graph.node_count() {
                break;
            }
            keys.push(key.clone());
            step = flow.follow(&node.id, Edge::Next);
        }
        keys
    }
}

/// Whether an answer stands by itself. Nobody agrees to anything beside a question, and free text is whatever was written.
pub(super) fn is_told(question: &Question, answer: &Answer) -> bool {
    match (question, answer) {
        (Question::Consent { .. } | Question::Confirm, answer) if answer.yes_no() == Some(true) => false,
        (_, Answer::Slots { fillings, either, score }) => !(fillings.is_empty() && either.is_empty()) && *score > score::FREE_TEXT,
        (_, Answer::Corrected(_) | Answer::Change(_) | Answer::YesNo(_)) => true,
    }
}
