//! Typed yes and no, in the many ways people write them.
//!
//! Both are always [`Strength::IfAsked`]: "yes" means nothing without a question.

use crate::domain::{Language, SlotValue, Strength};

use super::Found;
use super::text::Text;

/// What may follow a phrase.
#[derive(Clone, Copy, PartialEq)]
enum Tail {
    /// Anything: the phrase decides.
    Any,
    /// Nothing, or a punctuation mark: else the words mean something else ("right now", "I am 25").
    End,
}

use Tail::{Any, End};

/// Phrases that begin like a yes or no and are neither; they win when they are longer.
const NEITHER: &[&str] = &[
    "no idea", "no clue", "no matter", "no one", "never mind", "nevermind", "not sure", "not certain", "i dont know", "i do not know",
    "i dont understand", "i dont get", "i dont remember", "i dont want to say", "i dont care", "i dont mind", "i have a question",
    "i have a problem", "i have an issue", "i have a doubt", "i have questions", "i have another question", "i have some questions",
    "i have to", "i have been", "not now", "id rather not say", "i would rather not say", "id rather not tell", "prefer not to say",
    "i prefer not to say", "id prefer not to say", "id rather not answer", "i cant remember", "i cant say", "i cant tell", "yes or no", "y n",
    "no preference", "i cant find", "i cant open", "i can see", "i have no idea", "i have no clue", "i have no preference",
];

const YES: &[(&str, Tail)] = &[
    ("yes", Any), ("yep", Any), ("yeah", Any), ("yea", Any), ("yup", Any), ("yess", Any), ("yesss", Any), ("yah", Any), ("ya", End),
    ("ye", End), ("y", End), ("aye", Any), ("yessir", Any), ("ok", Any), ("okay", Any), ("okey", Any), ("okie", Any), ("k", End),
    ("kk", End), ("sure", Any), ("sure thing", Any), ("for sure", Any), ("of course", Any), ("ofc", Any), ("course", End),
    ("certainly", Any), ("definitely", Any), ("absolutely", Any), ("totally", Any), ("indeed", Any), ("exactly", Any),
    ("precisely", Any), ("correct", End), ("right", End), ("true", End), ("thats right", Any), ("that is right", Any),
    ("thats correct", Any), ("that is correct", Any), ("its correct", Any), ("it is correct", Any), ("all correct", Any),
    ("everything is correct", Any), ("thats true", Any), ("all good", Any), ("all right", Any), ("alright", Any), ("looks good", Any),
    ("looks right", Any), ("looks fine", Any), ("looks correct", Any), ("looks great", Any), ("it looks good", Any), ("that looks good", Any),
    ("that looks right", Any), ("sounds good", Any), ("sounds great", Any), ("sounds fine", Any), ("that sounds good", Any), ("good", End),
    ("perfect", Any), ("great", End), ("fine", End), ("fine by me", Any), ("fine with me", Any), ("thats fine", Any), ("that is fine", Any),
    ("that works", Any), ("works for me", Any), ("affirmative", Any), ("positive", End), ("agreed", Any), ("i agree", Any),
    ("i accept", Any), ("accept", End), ("accepted", End), ("i consent", Any), ("agree", End), ("deal", End), ("you bet", Any),
    ("by all means", Any), ("please do", Any), ("yes please", Any), ("please", End), ("go ahead", Any), ("go for it", Any), ("do it", Any),
    ("send it", Any), ("submit", End), ("submit it", Any), ("confirm", End), ("confirmed", End), ("i confirm", Any), ("why not", End),
    ("no problem", Any), ("no worries", Any), ("no doubt", Any), ("no objection", Any), ("no objections", Any), ("not a problem", Any),
    ("with pleasure", Any), ("gladly", Any), ("happy to", Any), ("id love to", Any), ("id like that", Any), ("i would love to", Any),
    ("i guess so", Any), ("i think so", Any), ("i believe so", Any), ("i suppose so", Any), ("i suppose", End), ("i guess", End),
    ("i hope so", Any), ("i guess yes", Any), ("i think yes", Any), ("probably yes", Any), ("mhm", Any), ("mmhmm", Any), ("uh huh", Any),
    ("uhhuh", Any), ("hell yes", Any), ("hell yeah", Any), ("oh yes", Any), ("oh yeah", Any), ("roger", End), ("i do", Any), ("i did", Any),
    ("i have", End), ("i have one", Any), ("i have got", Any), ("ive got", Any), ("i got one", Any), ("got one", Any), ("i have it", Any),
    ("i have a", Any), ("i have an", Any), ("i have my", Any), ("i have the", Any), ("i have both", Any), ("i have had", Any), ("i can", Any),
    ("i could", End), ("i will", End), ("i would", End), ("i am", End), ("im in", End), ("it is", End), ("they are", End), ("we do", Any),
    ("we have", End), ("we can", Any), ("we are", End), ("do have", Any), ("have one", Any), ("already have", Any), ("i already have", Any),
    ("always", End), ("naturally", End), ("obviously", End), ("si", End), ("oui", End), ("ja", End),
];

const NO: &[(&str, Tail)] = &[
    ("no", Any), ("nope", Any), ("nah", Any), ("naw", Any), ("noo", Any), ("nooo", Any), ("n", End), ("nay", End), ("not", End), ("non", End),
    ("nein", End), ("no thanks", Any), ("no thank you", Any), ("no way", Any), ("hell no", Any), ("oh no", Any), ("yeah no", Any),
    ("of course not", Any), ("absolutely not", Any), ("certainly not", Any), ("definitely not", Any), ("surely not", Any), ("not really", Any), ("not yet", Any),
    ("not at all", Any), ("not at the moment", Any), ("not right now", Any), ("not currently", Any), ("not today", End),
    ("not anymore", Any), ("not any more", Any), ("not quite", Any), ("not exactly", Any), ("not correct", Any), ("not right", Any),
    ("not that i know", Any), ("not me", End), ("not true", Any), ("probably not", Any), ("unfortunately not", Any), ("unfortunately no", Any), ("sadly not", Any),
    ("sadly no", Any), ("im afraid not", Any), ("i am afraid not", Any), ("afraid not", Any), ("sorry no", Any), ("i dont", Any),
    ("i do not", Any), ("dont have", Any), ("do not have", Any), ("i didnt", Any), ("i did not", Any), ("i havent", Any),
    ("i have not", Any), ("havent", Any), ("i have no", Any), ("i have none", Any), ("i have never", Any), ("i cant", Any), ("i cannot", Any), ("i can not", Any),
    ("cannot", End), ("cant", End), ("i couldnt", Any), ("i wont", Any), ("i will not", Any), ("i wouldnt", Any), ("i would not", Any),
    ("im not", Any), ("i am not", Any), ("we dont", Any), ("we havent", Any), ("it isnt", Any), ("it is not", Any), ("its not", Any),
    ("thats not", Any), ("that is not", Any), ("thats wrong", Any), ("that is wrong", Any), ("wrong", End), ("incorrect", End),
    ("false", End), ("negative", End), ("never", Any), ("none", End), ("nothing", End), ("i refuse", Any), ("refuse", End), ("decline", End),
    ("i decline", Any), ("i disagree", Any), ("disagree", End), ("i dont agree", Any), ("i do not agree", Any), ("id rather not", Any),
    ("i would rather not", Any), ("rather not", Any), ("id prefer not to", Any), ("i prefer not to", Any), ("prefer not to", Any),
    ("i dont think so", Any), ("i do not think so", Any), ("dont think so", Any), ("i think not", Any), ("i guess not", Any),
    ("i suppose not", Any), ("i hope not", Any), ("i think no", Any), ("dont", End), ("do not", End), ("dont do", Any), ("dont send", Any),
    ("do not send", Any), ("uh uh", End), ("nuh uh", Any), ("nada", End), ("lost it", Any),
];

/// Words before the answer proper.
const FILLERS: &[&str] =
    &["um", "uh", "uhm", "erm", "er", "well", "oh", "ah", "hm", "hmm", "so", "and", "but", "sorry", "hi", "hello", "hey", "actually", "honestly", "thanks", "lol", "haha", "tbh"];

/// The yes or no that an utterance begins with, if it begins with one; so at most one reading.
pub(super) fn find(text: &Text<'_>, language: &Language) -> Vec<Found> {
    if let Some(found) = thumb(text) {
        return vec![found];
    }
    if language.as_str() != "en" {
        return Vec::new();
    }
    // "oh no", "why not", "so so" begin with what could also be a filler: the unskipped reading goes first.
    for start in 0..=leading_fillers(text) {
        if let Some(found) = at(text, start) {
            return found.into_iter().collect();
        }
    }
    Vec::new()
}

fn leading_fillers(text: &Text<'_>) -> usize {
    text.words.iter().take_while(|word| FILLERS.contains(&word.folded.as_str())).count()
}

/// The longest phrase at an index: a reading, or an inner nothing when it is neither yes nor no.
fn at(text: &Text<'_>, start: usize) -> Option<Option<Found>> {
    let next_of = |(phrase, tail): &(&str, Tail)| text.phrase(start, phrase).filter(|next| *tail == Any || text.ends_before(*next));
    let yes = YES.iter().filter_map(next_of).max();
    let no = NO.iter().filter_map(next_of).max();
    let neither = NEITHER.iter().filter_map(|phrase| text.phrase(start, phrase)).max();
    let longest = yes.max(no).max(neither)?;
    if neither == Some(longest) {
        return Some(None);
    }
    // "yes no", "ok but no": only the phrase counts, not what comes after it; "yeah no" is in the list.
    let value = SlotValue::YesNo(no != Some(longest));
    Some(Some(Found { bytes: text.bytes(start..longest), value, strength: Strength::IfAsked }))
}

/// A thumb up or down, whatever the skin.
fn thumb(text: &Text<'_>) -> Option<Found> {
    let start = text.original.len() - text.original.trim_start().len();
    let mark = text.original.trim_start().chars().next()?;
    let yes = match mark {
        '👍' | '✅' | '👌' | '✔' => true,
        '👎' | '❌' => false,
        _ => return None,
    };
    Some(Found { bytes: start..start + mark.len_utf8(), value: SlotValue::YesNo(yes), strength: Strength::IfAsked })
}
