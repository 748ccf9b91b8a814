//! Dates in English.

mod feast;
mod named;
mod relative;

use jiff::civil::Date;

use super::super::text::Text;
use super::doubt::Doubts;
use super::{Grammar, Said};

pub(in super::super) static GRAMMAR: Grammar = Grammar {
    said,
    negation: "not",
    after_negation: &["on", "in", "from", "by", "for"],
    proposals: &["why"],
    notice: "notice",
    after_weekday: &["the", "on", "on the"],
    before_digits: &["on", "from", "by", "until", "till", "since", "before", "after", "start", "starting", "starts", "date"],
    doubts: Doubts {
        phrases: &[
            "not sure",
            "not too sure",
            "not certain",
            "unsure",
            "dont know",
            "do not know",
            "dunno",
            "idk",
            "no idea",
            "no clue",
            "undecided",
            "not decided",
            "havent decided",
            "have not decided",
            "cant say",
            "cannot say",
            "cant tell",
            "hard to say",
            "depends",
            "depends on",
            "not fixed",
            "not clear",
            "to be decided",
            "to be confirmed",
            "tbd",
            "tbc",
            "well see",
            "we will see",
            "dont remember",
        ],
        goes_on: &[
            "yet",
            "when",
            "if",
            "whether",
            "exactly",
            "really",
            "though",
            "now",
            "right now",
            "at the moment",
            "either",
            "tbh",
            "which",
            "about that",
            "about it",
            "about when",
            "about the date",
            "about the day",
            "about the start",
            "of the date",
            "my",
            "the date",
            "the exact date",
            "the day",
        ],
        hedges: &[
            "maybe",
            "perhaps",
            "probably",
            "prob",
            "probs",
            "possibly",
            "presumably",
            "hopefully",
            "i think",
            "i guess",
            "i suppose",
            "i hope",
            "roughly",
        ],
        hedges_before: &["likely", "around", "about", "approximately", "approx", "might be", "could be"],
        hedges_behind: &["or so", "ish", "more or less"],
        kept: &["was right", "was correct", "was fine", "was ok", "was okay", "can stay", "stays", "remains"],
    },
};

fn said(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let readings = [named::at(text, at, today), relative::at(text, at, today), feast::at(text, at, today)];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}
