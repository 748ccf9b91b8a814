//! What an utterance was taken to mean.

use std::fmt;

use super::message::Utterance;
use super::names::{EntityName, IntentName, Language, MessageKey, SlotName};
use super::value::SlotValue;

/// One intent with its calibrated confidence, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct IntentScore {
    /// The intent.
    pub intent: IntentName,
    /// The calibrated probability that it is meant.
    pub confidence: f64,
}

/// What the classifier decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// One intent.
    Intent(IntentName),
    /// Two intents too close to call, the likelier first.
    Ambiguous(IntentName, IntentName),
    /// None of the bot's intents.
    OutOfScope,
}

/// Which stage answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The utterance is, after normalisation, one of the examples.
    Exact,
    /// The words alone were enough.
    Lexical,
    /// An inner layer of the encoder was enough.
    EarlyExit,
    /// The encoder, blended with the lexical classifier.
    Full,
}

impl Stage {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Lexical => "lexical",
            Self::EarlyExit => "early_exit",
            Self::Full => "full",
        }
    }
}

/// How strongly the words themselves say that an entity is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Only plausible as the answer to a question for exactly this type ("Ada Lovelace" for a name).
    IfAsked,
    /// Clear, but in a question: told if the question is a request ("could I come on Friday at 11?"), else asked about ("are you open
    /// at 9?").
    InQuestion,
    /// The words carry it by themselves ("my name is Ada Lovelace", "ada@example.org").
    Clear,
}

/// A value found in an utterance.
#[derive(Clone, PartialEq)]
pub struct Entity {
    /// Its type, built in or declared.
    pub kind: EntityName,
    /// The slot it was said to be for ("role" of an annotation), if the words tell.
    pub slot: Option<SlotName>,
    /// The normalised value.
    pub value: SlotValue,
    /// First character in the utterance, in Unicode code points.
    pub start: usize,
    /// One past the last character, in Unicode code points.
    pub end: usize,
    /// How clear it is.
    pub strength: Strength,
}

impl fmt::Debug for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entity({} at {}..{}, {:?})", self.kind, self.start, self.end, self.strength)
    }
}

/// How long each stage took, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timings {
    /// Text to token ids.
    pub tokenize_us: u64,
    /// Token ids to sentence vector.
    pub encode_us: u64,
    /// Sentence vector to scores.
    pub head_us: u64,
    /// All of it, with waiting.
    pub total_us: u64,
}

/// What an utterance shows of the languages that somebody speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spoken {
    /// The language of the bot's that its words show; none where they belong to no language ("Ada Lovelace", "ok").
    pub shown: Option<Language>,
    /// The language that it asks to go on in, the bot's or not.
    pub wished: Option<Language>,
}

/// What an utterance was taken to mean, with everything the dialogue may want to weigh.
#[derive(Debug, Clone, PartialEq)]
pub struct Understanding {
    /// The utterance.
    pub utterance: Utterance,
    /// The language it was read in.
    pub language: Language,
    /// What it shows of languages.
    pub spoken: Spoken,
    /// All intents, likeliest first.
    pub ranked: Vec<IntentScore>,
    /// The decision.
    pub decision: Decision,
    /// Values found, by place; readings of different types may overlap.
    pub entities: Vec<Entity>,
    /// The stage that answered.
    pub stage: Stage,
    /// How long it took.
    pub timings: Timings,
}

/// An FAQ entry that answers an utterance.
#[derive(Debug, Clone, PartialEq)]
pub struct FaqHit {
    /// The entry's id.
    pub id: String,
    /// The message that answers.
    pub answer: MessageKey,
    /// The calibrated probability that it answers, 0 to 1.
    pub confidence: f64,
}

/// An utterance that tells something and asks something beside it ("Ada Lovelace, and is there parking?"), each understood on its
/// own: in the whole, the one hides the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// What is left without the question. Only its values were read; it was not classified.
    pub rest: Understanding,
    /// The question.
    pub question: Understanding,
    /// The FAQ entry that answers the question.
    pub faq: Option<FaqHit>,
}
