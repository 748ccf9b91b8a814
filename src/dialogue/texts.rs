//! The built-in texts that the dialogue says by itself, by key.

use crate::domain::MessageKey;

/// A built-in text; its words are messages under `builtin.`, in every language that the bot has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// The first words, when the bot has no message `greeting`.
    Greeting,
    /// Something in a flow failed.
    Error,
    /// Nothing was written.
    Empty,
    /// First miss: please say it in other words.
    Rephrase,
    /// Further misses: whom to contact.
    LastResort,
    /// A question that nothing answers; what was asked before follows.
    NoAnswer,
    /// What the bot can do.
    Help,
    /// How to reach a person.
    Human,
    /// "I am a program."
    BotOrHuman,
    /// What is kept of the person.
    MyData,
    /// The conversation goes on in another language.
    LanguageChanged,
    /// A language was asked for that the bot does not speak.
    LanguageUnknown,
    /// Everything starts anew.
    Restarted,
    /// "Do you really want to stop?"
    CancelConfirm,
    /// An answer to that was neither yes nor no; the question follows.
    CancelRepeat,
    /// What was begun is given up.
    Cancelled,
    /// There is nothing to give up.
    NothingToCancel,
    /// A mere yes or no, and nothing was asked.
    NothingAsked,
    /// "Did you mean one of these?"
    Clarify,
    /// After a "no" to a summary.
    WhatToChange,
    /// The question for consent, where nothing more exact is there.
    Consent,
    /// The answer did not fit a slot of this kind; the question follows.
    NoMatch(&'static str),
    /// The answer was neither yes nor no; the question follows.
    YesOrNo,
    /// A day before today was offered where none is accepted.
    DatePast,
    /// A day after today was offered where none is accepted.
    DateFuture,
    /// A button that no longer fits was pressed.
    StaleChoice,
    /// Too many things are begun already.
    TooDeep,
    /// What was told before is replaced, in the middle of a form.
    Changed,
    /// What was asked to be changed is so already.
    Unchanged,
    /// Several values were told for what holds one; the question follows.
    OnlyOne,
    /// A flow goes on after something that lay on top of it.
    Resume,
    /// Nothing is given up after all.
    Kept,
    /// An answer to the question for consent was neither yes nor no; the question follows.
    ConsentRepeat,
    /// The title of a yes button.
    Yes,
    /// The title of a no button.
    No,
}

impl Text {
    /// All of them, with one kind of slot.
    #[cfg(test)]
    pub(super) const ALL: &[Self] = &[
        Self::Greeting,
        Self::Error,
        Self::Empty,
        Self::Rephrase,
        Self::LastResort,
        Self::NoAnswer,
        Self::Help,
        Self::Human,
        Self::BotOrHuman,
        Self::MyData,
        Self::LanguageChanged,
        Self::LanguageUnknown,
        Self::Restarted,
        Self::CancelConfirm,
        Self::CancelRepeat,
        Self::Cancelled,
        Self::NothingToCancel,
        Self::NothingAsked,
        Self::Clarify,
        Self::WhatToChange,
        Self::Consent,
        Self::NoMatch("date"),
        Self::Changed,
        Self::Unchanged,
        Self::OnlyOne,
        Self::Resume,
        Self::Kept,
        Self::ConsentRepeat,
        Self::YesOrNo,
        Self::DatePast,
        Self::DateFuture,
        Self::StaleChoice,
        Self::TooDeep,
        Self::Yes,
        Self::No,
    ];

    /// The key of the message, or its first part where it goes on with the kind of slot.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Greeting => "builtin.greeting",
            Self::Error => "builtin.error",
            Self::Empty => "builtin.empty",
            Self::Rephrase => "builtin.fallback.rephrase",
            Self::LanguageChanged => "builtin.language.changed",
            Self::LanguageUnknown => "builtin.language.unknown",
            Self::LastResort => "builtin.fallback.last_resort",
            Self::NoAnswer => "builtin.no_answer",
            Self::Help => "builtin.help",
            Self::Human => "builtin.human",
            Self::BotOrHuman => "builtin.bot_or_human",
            Self::MyData => "builtin.my_data",
            Self::Restarted => "builtin.restart",
            Self::CancelConfirm => "builtin.cancel.confirm",
            Self::CancelRepeat => "builtin.cancel.repeat",
            Self::Cancelled => "builtin.cancel.done",
            Self::NothingToCancel => "builtin.cancel.nothing",
            Self::NothingAsked => "builtin.nothing_asked",
            Self::Clarify => "builtin.clarify",
            Self::WhatToChange => "builtin.confirm.what_to_change",
            Self::Consent => "builtin.consent.question",
            Self::NoMatch(_) => "builtin.no_match",
            Self::Changed => "builtin.changed",
            Self::Unchanged => "builtin.unchanged",
            Self::OnlyOne => "builtin.only_one",
            Self::Resume => "builtin.resume",
            Self::Kept => "builtin.cancel.kept",
            Self::ConsentRepeat => "builtin.consent.repeat",
            Self::YesOrNo => "builtin.confirm.repeat",
            Self::DatePast => "builtin.reject.past",
            Self::DateFuture => "builtin.reject.future",
            Self::StaleChoice => "builtin.choice.stale",
            Self::TooDeep => "builtin.too_deep",
            Self::Yes => "builtin.yes",
            Self::No => "builtin.no",
        }
    }

    /// The key as a name; every key here is one, which a test checks.
    pub(super) fn message_key(self) -> Option<MessageKey> {
        if let Self::NoMatch(kind) = self {
            MessageKey::new(&format!("{}.{kind}", self.key())).ok()
        } else {
            MessageKey::new(self.key()).ok()
        }
    }
}
