//! The language of the conversation: changed at once on request, and by itself when somebody goes on in another one.

use super::hear::{Heard, score};
use super::texts::Text;
use super::turn::Turn;
use crate::domain::{Event, Language, Question, Rule};

impl Turn<'_> {
    /// Goes on in the language that was asked for; `false` if none was, or if its name is an answer to the open question.
    pub(super) fn takes_language_wish(&mut self, heard: &Heard) -> bool {
        let Some(wished) = &heard.understanding.spoken.wished else { return false };
        let answers = |question: &Question| self.read_answer(question, heard).is_some_and(|answer| answer.score() > score::IF_ASKED);
        // "Ok, English please": nobody says yes to a text that they wish to read in another language.
        let may_hold_it = |question: &&Question| matches!(question, Question::Slot { .. }) || *wished == self.state.language;
        if self.state.question.as_ref().filter(may_hold_it).is_some_and(answers) {
            return false;
        }
        self.weighed(Rule::Language, None, None);
        self.speak(wished);
        true
    }

    /// Goes on in a language, in words, and asks the open question in it.
    pub(super) fn speak(&mut self, wished: &Language) {
        if self.flows.about.speaks(wished) {
            self.push(Event::LanguageChanged { language: wished.clone() });
            self.say_builtin(Text::LanguageChanged);
        } else {
            self.say_builtin(Text::LanguageUnknown);
        }
        self.repeat();
    }

    /// Follows the person into another language: at once where nothing is under way, else with their second message in it. A word
    /// alone is a loan ("ciao", "grazie") from whoever wrote before. The answer to a question for consent is taken in the language that
    /// it was asked in; what is no answer to it lets the question come again in the other one.
    pub(super) fn follow_language(&mut self, heard: &Heard) {
        let Some(shown) = &heard.understanding.spoken.shown else { return };
        let consents = |question: &&Question| matches!(question, Question::Consent { .. }) && self.read_answer(question, heard).is_some();
        let consents = self.state.question.as_ref().is_some_and(|question| consents(&question));
        let at_once = self.state.frames.is_empty() && (self.state.turn <= 1 || heard.words.len() > 1);
        if *shown == self.state.language {
            if self.state.other_language.is_some() {
                self.push(Event::LanguageHeard { other: None });
            }
        } else if !consents && (at_once || self.state.other_language.as_ref() == Some(shown)) {
            self.push(Event::LanguageChanged { language: shown.clone() });
        } else {
            self.push(Event::LanguageHeard { other: Some(shown.clone()) });
        }
    }
}
