//! Weighing an utterance: an answer to the open question, or something else.

use super::answer::Answer;
use super::ask::{asked_slot, is_optional};
use super::beside::is_told;
use super::fill::plain_words;
use super::interrupt::{Interruption, Repair};
use super::texts::Text;
use super::turn::{Failure, Turn};
use crate::domain::{Choice, ChoiceId, Event, FaqHit, Parts, Question, Rule, SlotName, Stage, Strength, Understanding};

/// How an utterance is read while a question is open; see [`Turn::hear`].
pub(super) struct Heard<'u> {
    /// What the utterance was taken to mean.
    pub(super) understanding: &'u Understanding,
    /// The FAQ entry that answers it.
    pub(super) faq: Option<&'u FaqHit>,
    /// Its plain words.
    pub(super) words: Vec<String>,
    /// Its question and the rest, each on its own.
    pub(super) parts: Option<&'u Parts>,
}

impl<'u> Heard<'u> {
    /// An utterance as a whole.
    pub(super) fn new(understanding: &'u Understanding, faq: Option<&'u FaqHit>) -> Self {
        Self { understanding, faq, words: plain_words(understanding.utterance.as_str()), parts: None }
    }
}

/// Scores of answers. Interruptions bring calibrated confidences between 0 and 1, so an answer's place on that scale says how sure
/// of itself an interruption must be. Fixed for now; `train` will fit them per bot.
pub(super) mod score {
    use crate::dialogue::fill::Filling;
    use crate::domain::{SlotValue, Strength};

    /// The words carry the asked value by themselves: only a nearly certain interruption is more.
    pub(in crate::dialogue) const CLEAR: f64 = 0.95;
    /// The words carry a value of another slot of the flow, or another value of a slot that is set.
    pub(in crate::dialogue) const OTHER_SLOT: f64 = 0.9;
    /// Plausible only because it was asked for ("Ada Lovelace"); "cancel" is nobody's name.
    pub(in crate::dialogue) const IF_ASKED: f64 = 0.7;
    /// Free text is whatever was written, so it says nothing for itself.
    pub(in crate::dialogue) const FREE_TEXT: f64 = 0.5;
    /// An interruption below this is noise: fewer than six in ten such readings are right.
    pub(in crate::dialogue) const INTERRUPTION: f64 = 0.6;
    /// A topic (FAQ entry, another flow) mentioned in a free text must be surer: people tell stories in free text. Repairs need not.
    pub(in crate::dialogue) const TOPIC_IN_FREE_TEXT: f64 = 0.8;
    /// A clear answer that also asks something: with a question mark an ordinary hit is enough…
    pub(in crate::dialogue) const ALSO_ASKED: f64 = INTERRUPTION;
    /// …and without one only a sure hit.
    pub(in crate::dialogue) const ALSO_ASKED_UNMARKED: f64 = 0.85;
    /// The likeliest intent, unsure by itself, in a sentence that tells values its flow wants to know: as likely as not is too much to
    /// ask where two dozen intents share what is left.
    pub(in crate::dialogue) const WITH_VALUES: f64 = 0.3;
    /// How much surer an FAQ entry must be than an intent: equal scores go to the intent, whose flow can do something.
    pub(in crate::dialogue) const FAQ_OVER_INTENT: f64 = 0.1;

    /// Values of other slots than the one asked for. Roles and numbers may be talked about; a name or an address is given.
    pub(in crate::dialogue) fn of_others(fillings: &[Filling]) -> f64 {
        if is_given(fillings) { CLEAR } else { OTHER_SLOT }
    }

    /// Whether a name or an address is told by the words alone.
    pub(in crate::dialogue) fn is_given(fillings: &[Filling]) -> bool {
        fillings.iter().any(|filling| filling.strength == Strength::Clear && matches!(filling.value, SlotValue::Text(_)))
    }
}

/// The scores of the two readings: as an answer, and as something else.
type Scores = (Option<f64>, Option<f64>);

impl Turn<'_> {
    /// Handles an utterance. With a question open, its reading as an answer and its reading as an interruption are scored; the
    /// answer wins unless the interruption is sure enough and beats it. Without one: intent, FAQ, fallback.
    pub(super) fn hear(&mut self, heard: &Heard) {
        if heard.understanding.utterance.is_empty() {
            self.weighed(Rule::Empty, None, None);
            self.say_builtin(Text::Empty);
            return self.repeat();
        }
        if self.takes_language_wish(heard) {
            return;
        }
        self.follow_language(heard);
        let handled = match self.state.question.clone() {
            None => self.open_floor(heard),
            Some(question) => self.hear_answer(&question, heard),
        };
        if let Err(failure) = handled {
            self.fail(&failure);
        }
    }

    fn hear_answer(&mut self, question: &Question, heard: &Heard) -> Result<(), Failure> {
        if let Some(button) = self.typed_button(question, heard) {
            self.weighed(Rule::Button, None, None);
            return self.press_offered(question, &button);
        }
        if matches!(question, Question::Clarify { .. }) {
            // Neither of the intents offered: a new utterance like any other.
            self.push(Event::QuestionClosed);
            return self.open_floor(heard);
        }
        let interruptible = self.is_interruptible(question);
        if let Some((answer, asked)) = self.answer_and_question(question, heard).filter(|_| interruptible) {
            let scores = (Some(answer.score()), Some(asked.confidence()));
            return self.answered(question, answer, Some(&asked), scores);
        }
        // A question that nothing answers hides no answer.
        let rest = || heard.parts.and_then(|parts| self.read_answer(question, &Heard::new(&parts.rest, None)));
        let answer = self.read_answer(question, heard).or_else(|| rest().filter(|answer| is_told(question, answer)));
        let interruption = if interruptible { self.interruption(heard) } else { None };
        let changes = answer.as_ref().is_some_and(Answer::may_change) && self.wishes_change(question, heard);
        let scores = (answer.as_ref().map(Answer::score), interruption.as_ref().map(Interruption::confidence));
        match (answer, interruption) {
            (Some(answer), Some(interruption)) if heard.beats(&interruption, &answer, question, changes) => {
                self.interrupted(question, answer, interruption, heard, scores)
            }
            (Some(answer), interruption) => {
                let also = interruption.filter(|interruption| !changes && self.is_also_asked(&answer, interruption, heard));
                let granted = matches!(question, Question::Consent { .. }) && answer.yes_no() == Some(true);
                self.answered(question, answer, also.as_ref(), scores)?;
                if granted { self.fill_beside(heard) } else { Ok(()) }
            }
            (None, Some(interruption)) if interruption.confidence() >= score::INTERRUPTION => {
                self.weighed(interruption.rule(), None, scores.1);
                self.interrupt(interruption, heard)
            }
            (None, _) => self.no_match_or_skip(question, heard, scores.1),
        }
    }

    /// The button whose title, or value, was typed.
    fn typed_button(&self, question: &Question, heard: &Heard) -> Option<ChoiceId> {
        let typed = |button: &Choice| {
            let value = button.id.0.split_once('.').map_or("", |(_, value)| value);
            let words = &heard.words;
            !words.is_empty() && (plain_words(&button.title) == *words || value.split('_').eq(words.iter().map(String::as_str)))
        };
        self.buttons(question).into_iter().find(typed).map(|button| button.id)
    }

    /// Takes an answer, then answers what was asked beside it; before it, if the answer itself is asked back about.
    fn answered(&mut self, question: &Question, answer: Answer, also: Option<&Interruption>, scores: Scores) -> Result<(), Failure> {
        self.weighed(if also.is_some() { Rule::AnswerAndFaq } else { Rule::Answer }, scores.0, scores.1);
        if let Some(also) = also.filter(|_| is_asked_back(question, &answer)) {
            self.say_beside(also);
            return self.take(question, answer).map(drop);
        }
        let again = self.take(question, answer)?;
        if let Some(also) = also {
            self.say_beside(also);
        }
        if again || also.is_some() {
            self.repeat();
        }
        Ok(())
    }

    fn is_interruptible(&self, question: &Question) -> bool {
        asked_slot(question).and_then(|slot| self.asked(slot)).is_none_or(|(ask, _)| ask.interruptible)
    }

    /// An interruption won. What was clearly said for the flow's slots beside a mere question is kept all the same.
    fn interrupted(
        &mut self,
        question: &Question,
        answer: Answer,
        interruption: Interruption,
        heard: &Heard,
        scores: Scores,
    ) -> Result<(), Failure> {
        match (answer, interruption) {
            (Answer::Slots { fillings, .. }, asked @ (Interruption::Faq(_) | Interruption::Flow { .. }))
                if fillings.iter().any(|filling| filling.strength == Strength::Clear) && self.only_answers(&asked) =>
            {
                let clear = fillings.into_iter().filter(|filling| filling.strength == Strength::Clear).collect();
                self.answered(question, Answer::Slots { fillings: clear, either: Vec::new(), score: score::CLEAR }, Some(&asked), scores)
            }
            (_, interruption) => {
                self.weighed(interruption.rule(), scores.0, scores.1);
                self.interrupt(interruption, heard)
            }
        }
    }

    /// A refusal skips an optional slot and is no answer to any other question.
    fn no_match_or_skip(&mut self, question: &Question, heard: &Heard, interruption: Option<f64>) -> Result<(), Failure> {
        match asked_slot(question) {
            Some(slot) if heard.is_refusal() && self.may_skip(slot) => {
                self.weighed(Rule::Skip, None, interruption);
                self.push(Event::Understood);
                self.skip(slot);
                Ok(())
            }
            _ => {
                self.weighed(Rule::NoMatch, None, interruption);
                self.no_match(question)
            }
        }
    }

    fn may_skip(&self, slot: &SlotName) -> bool {
        self.flow().is_some_and(|flow| is_optional(flow, slot))
    }
}

impl Heard<'_> {
    /// Whether it ends, or goes on, with a question mark.
    pub(super) fn is_marked_question(&self) -> bool {
        self.understanding.utterance.as_str().contains(['?', '？', '؟'])
    }

    /// Whether it is clear values and nothing else ("cook", "Ada Lovelace, ada@posta.example").
    pub(super) fn is_values_alone(&self) -> bool {
        let clear = || self.understanding.entities.iter().filter(|entity| entity.strength == Strength::Clear);
        let outside = |(at, letter): (usize, char)| {
            let told = clear().any(|entity| (entity.start..entity.end).contains(&at));
            !told && (letter.is_alphanumeric() || matches!(letter, '?' | '？' | '؟'))
        };
        clear().next().is_some() && !self.understanding.utterance.as_str().chars().enumerate().any(outside)
    }

    /// Whether it is a yes or a no and nothing else ("why not").
    pub(super) fn is_yes_or_no_alone(&self) -> bool {
        let Some(said) = self.understanding.entities.iter().find(|entity| entity.value.is_yes_no()) else { return false };
        let mut letters = self.understanding.utterance.as_str().chars().enumerate().filter(|(_, letter)| letter.is_alphanumeric());
        letters.all(|(at, _)| (said.start..said.end).contains(&at))
    }

    /// Whether the words, and not only their likeness to examples, say that everything is to be dropped.
    pub(super) fn drops(&self, repair: Repair) -> bool {
        self.understanding.stage == Stage::Exact
            || repair.words(&self.understanding.language).iter().any(|word| self.words.iter().any(|said| said == word))
    }

    /// Whether an interruption is sure enough, and more than the answer.
    fn beats(&self, interruption: &Interruption, answer: &Answer, question: &Question, changes: bool) -> bool {
        let confidence = interruption.confidence();
        if confidence < score::INTERRUPTION {
            return false;
        }
        match (interruption, answer.yes_no()) {
            // Whoever says "yes, cancel it" or "no, don't cancel" has answered the question whether to stop.
            (Interruption::Repair(..), Some(_)) if *question == Question::CancelFlow => false,
            // Dropping what was told is not for a likeness: beside a clear answer, the words themselves must say it.
            (Interruption::Repair(repair @ (Repair::Cancel | Repair::Restart), _), _) if changes || answer.is_clear() => {
                self.drops(*repair)
            }
            // Whoever asks for a change of a value asks nothing else, whatever the sentence resembles.
            _ if changes => false,
            // Nobody agrees to anything in a question: "ok, but what do you do with my data?"
            (_, Some(true)) => self.is_marked_question() && matches!(question, Question::Consent { .. } | Question::Confirm),
            (_, Some(false)) => false,
            // Values alone resemble the questions in which they occur, and ask nothing.
            (_, None) if self.is_values_alone() => false,
            // Roles and days may be talked about; an address or a name is given, unless something is asked.
            (Interruption::Faq(_) | Interruption::Flow { .. }, None) if answer.is_given() && !self.is_question() => false,
            (Interruption::Faq(_) | Interruption::Flow { .. }, None) if is_free_text(answer) => {
                confidence >= score::TOPIC_IN_FREE_TEXT && confidence > answer.score()
            }
            (_, None) => confidence > answer.score(),
        }
    }
}

/// Whether taking the answer says the next question at once.
fn is_asked_back(question: &Question, answer: &Answer) -> bool {
    matches!(answer, Answer::Change(_)) || *question == Question::Confirm && answer.yes_no() == Some(false)
}

fn is_free_text(answer: &Answer) -> bool {
    matches!(answer, Answer::Slots { score, .. } if *score <= score::FREE_TEXT)
}
