//! Typed yes and no, in the many ways people write them.
//!
//! [`Strength::Clear`] is an answer without reservation; [`Strength::IfAsked`] one that comes with a question, a condition
//! or a "but", and so is no consent to anything.

use crate::domain::{Language, SlotValue, Strength};

use super::Found;
use super::text::Text;

/// Phrases that begin like a yes or no and are neither; they win when they are longer. All lists hold folded words.
const NEITHER: &str = "no idea, no clue, no matter, no one, never mind, nevermind, not sure, not certain, i dont know, i do not know, \
i dont understand, i dont get, i dont remember, i dont want to say, i dont care, i dont mind, i have a question, \
i have a problem, i have an issue, i have a doubt, i have questions, i have another question, i have some questions, \
i have to, i have been, not now, id rather not say, i would rather not say, id rather not tell, prefer not to say, \
i prefer not to say, id prefer not to say, id rather not answer, im not sure, i am not sure, im not certain, i am not certain, \
im not too sure, im not so sure, im not really sure, im not quite sure, im not entirely sure, not so sure, not too sure, not really sure, \
not quite sure, not entirely sure, im unsure, i am unsure, yes and no, yes no maybe, maybe, perhaps, dunno, i dunno, idk, i cant remember, i cant say, i cant tell, yes or no, y n, dont mention it, \
no preference, i cant find, i cant open, i can see, i have no idea, i have no clue, i have no preference";

/// Ways to say yes, whatever follows.
const YES: &str = "yes, ye whatever, i meant yes, i have no objection, i have no objections, no objection whatsoever, \
ok accept, okay accept, ok acept, yse, yeh, yh, ya sure, thats rite, that is rite, its all good, its all fine, \
thats ok, thats okay, its ok with me, its fine with me, thats fine with me, thats ok with me, ok with me, fine for me, ok by me, thats all good, \
im happy with that, i am happy with that, happy with that, im ok with that, im okay with that, im fine with that, i am ok with that, \
i am fine with that, go on then, send it over, send it off, send them, send away, no probs, no prob, no problems, i have no problem, i have no objection, \
i have no objections, i see no problem,  yas, yay, please go ahead, thats all correct, thats all right, everything looks, all fine, thats good, yep, \
yeah, yea, yup, yess, yesss, yah, aye, yessir, ok, okay, okey, okie, sure, sure thing, for sure, of course, ofc, \
certainly, definitely, absolutely, totally, indeed, exactly, precisely, thats right, that is right, thats correct, \
that is correct, its correct, it is correct, all correct, everything is correct, thats true, all good, all right, \
alright, looks good, looks right, looks fine, looks correct, looks great, it looks good, that looks good, \
that looks right, sounds good, sounds great, sounds fine, that sounds good, perfect, fine by me, fine with me, \
thats fine, that is fine, that works, works for me, affirmative, agreed, i agree, i accept, i consent, you bet, \
by all means, please do, yes please, go ahead, go for it, do it, send it, submit it, i confirm, no problem, \
no worries, no doubt, no objection, no objections, not a problem, with pleasure, gladly, happy to, id love to, \
id like that, i would love to, i guess so, i think so, i believe so, i suppose so, i hope so, i guess yes, \
i think yes, probably yes, mhm, mmhmm, uh huh, uhhuh, hell yes, hell yeah, oh yes, oh yeah, please send it, \
please send them";

/// Ways to say yes that are a statement of their own when more follows: "I have a car", "please send me your list".
const YES_OR_STATEMENT: &str = "please send, i do, i did, i have one, i have got, ive got, i got one, got one, i have it, i have a, i have an, \
i have my, i have the, i have both, i have had, i can, we do, we can, do have, have one, already have, i already have";

/// Ways to say yes before the end or a punctuation mark: else they mean something else ("right now", "I am 25").
const YES_AT_END: &str = "you can store it, you may store it, you can keep it, you may keep it, you can save it, ya, ye, y, k, kk, course, cool, rite, go on, you can, you may, u can, u may, its fine, it is fine, its ok, its okay, spot on, correct, right, true, good, great, fine, fine then, send, positive, accept, accepted, agree, deal, please, submit, \
confirm, confirmed, why not, i suppose, i guess, roger, i have, i could, i will, i would, i am, im in, it is, they are, \
we have, we are, always, naturally, obviously, si, oui, ja";

/// Ways to say no, whatever follows.
const NO: &str = "no, im not happy, i am not happy, im not ok, im not okay, im not fine, i object, i dont consent, i do not consent, i dont accept, \
i do not accept, i dont want that, i do not want that, not for me, thats not right, that is not right, dont store, do not store, id rather you didnt, please dont, please do not, im afraid i dont, im afraid i cant, im afraid i havent, nope, nah, naw, noo, nooo, no thanks, no thank you, no way, hell no, oh no, yeah no, of course not, absolutely not, \
certainly not, definitely not, surely not, not really, not yet, not at all, not at the moment, not right now, not currently, \
not anymore, not any more, not quite, not exactly, not correct, not right, not that i know, not true, probably not, \
unfortunately not, unfortunately no, sadly not, sadly no, im afraid not, i am afraid not, afraid not, sorry no, i dont, \
i do not, dont have, do not have, i didnt, i did not, i havent, i have not, havent, i have no, i have none, i have never, \
i cant, i cannot, i can not, i couldnt, i wont, i will not, i wouldnt, i would not, im not, i am not, we dont, we havent, \
it isnt, it is not, its not, thats not, that is not, thats wrong, that is wrong, never, i refuse, i decline, i disagree, \
i dont agree, i do not agree, id rather not, i would rather not, rather not, id prefer not to, i prefer not to, \
prefer not to, i dont think so, i do not think so, dont think so, i think not, i guess not, i suppose not, i hope not, \
i think no, dont do, dont send, do not send, nuh uh, lost it";

/// Ways to say no before the end or a punctuation mark.
const NO_AT_END: &str = "n, nay, not, non, nein, not today, not me, cannot, cant, wrong, incorrect, false, negative, none, nothing, refuse, decline, \
disagree, dont, do not, uh uh, nada";

/// Words before the answer proper.
const FILLERS: &str = "unfortunately, sadly, regrettably, luckily, fortunately, um, uh, uhm, erm, er, well, oh, ah, hm, hmm, so, and, but, sorry, hi, hello, hey, actually, honestly, thanks, lol, haha, \
tbh";

/// Interjections that may stand before another yes without a mark between them: "fine send it", "course i do".
const CHAINED: &str = "ya, ye, k, kk, course, cool, rite, right, correct, true, good, great, fine";

/// What may follow a yes and takes nothing back, though it holds a word of [`RESERVATIONS`]: it names just what was asked.
const NO_RESERVATION: &str = "but only for that purpose, but only for this purpose, only for that purpose, only for this purpose, \
for that purpose only, for this purpose only, but for that purpose only, but for this purpose only, but only for that, but only for this, \
only for that, only for this, for that only, for this only, no problem, no problem at all, no problems, no worries, no objection, no objections, why not";

/// Doubts: no yes comes with one.
const DOUBTS: &str = "not sure, not certain, unsure, dont know, do not know, dunno, idk, no idea, no clue, maybe, and no, yes and no, maybe not, perhaps not";

/// Words behind a yes or no that take some of it back.
const RESERVATIONS: &str = "but, if, unless, only, except, however, although, though, instead, wait, actually, when, whether, provided, rather, \
before, until, without, not, no, dont, never";

/// An answer with so many words behind it says something else beside.
const PLAIN_WORDS: usize = 12;

/// The yes or no that an utterance begins with, if it begins with one; so at most one reading.
pub(super) fn find(text: &Text<'_>, language: &Language) -> Vec<Found> {
    if let Some(found) = thumb(text) {
        return vec![found];
    }
    if language.as_str() != "en" {
        return Vec::new();
    }
    // "oh no", "so so" begin with what could also be a filler: the unskipped reading goes first.
    if let Some(found) = drawn_out(text) {
        return vec![found];
    }
    for start in 0..=leading_fillers(text) {
        match at(text, start) {
            Some(Reading::Answer(found)) => return vec![found],
            Some(Reading::Neither) => return Vec::new(),
            None => {}
        }
    }
    last_sentence(text).into_iter().collect()
}

/// A plain yes or no with which the last sentence begins: "That is reassuring, thank you. Yes, do send it."
fn last_sentence(text: &Text<'_>) -> Option<Found> {
    let last = text.words.len().checked_sub(1)?;
    let start = (1..=last).rev().find(|word| text.gap(word - 1).contains(['.', '!', ';', '\n']))?;
    match at(text, start) {
        Some(Reading::Answer(found)) if found.strength == Strength::Clear => Some(found),
        _ => None,
    }
}

fn leading_fillers(text: &Text<'_>) -> usize {
    text.words.iter().take_while(|word| phrases(FILLERS).any(|filler| filler == word.folded)).count()
}

/// What a known phrase says.
enum Reading {
    Answer(Found),
    Neither,
}

/// The longest known phrase at an index.
fn at(text: &Text<'_>, start: usize) -> Option<Reading> {
    let longest_of = |list: &str| phrases(list).filter_map(|phrase| text.phrase(start, phrase)).max();
    let at_end = |list: &str| ending(text, list, start).max();
    let stated = longest_of(YES_OR_STATEMENT);
    let yes = longest_of(YES).max(at_end(YES_AT_END)).max(stated).max(chained(text, start));
    let no = longest_of(NO).max(at_end(NO_AT_END));
    let neither = longest_of(NEITHER);
    let longest = yes.max(no).max(neither)?;
    if neither == Some(longest) {
        return Some(Reading::Neither);
    }
    if no != Some(longest) && is_doubted(text, longest) {
        return Some(Reading::Neither);
    }
    // "yes no", "ok but no": only the phrase counts, not what comes after it; "yeah no" is in the list.
    let yes = no != Some(longest);
    let is_statement = stated == Some(longest) && !text.ends_before(longest);
    let strength = if is_plain(text, longest, yes) && !is_statement { Strength::Clear } else { Strength::IfAsked };
    Some(Reading::Answer(Found { bytes: text.bytes(start..longest), value: SlotValue::YesNo(yes), strength }))
}

/// The phrases of a list that start at an index and end where the utterance or its clause does.
fn ending<'t>(text: &'t Text<'_>, list: &'t str, start: usize) -> impl Iterator<Item = usize> + 't {
    phrases(list).filter_map(move |phrase| text.phrase(start, phrase)).filter(|next| text.ends_before(*next))
}

/// Past an interjection that another yes follows: "fine send it".
fn chained(text: &Text<'_>, start: usize) -> Option<usize> {
    let next = phrases(CHAINED).filter_map(|phrase| text.phrase(start, phrase)).max()?;
    let lists = [YES, YES_AT_END, YES_OR_STATEMENT];
    lists.iter().any(|list| ending(text, list, next).next().is_some()).then_some(next)
}

/// "Okay, I'm not sure", "yes, maybe": a doubt that ends what is said about it.
fn is_doubted(text: &Text<'_>, next: usize) -> bool {
    let ends = |next: usize| text.ends_before(next) || text.folded(next) == "yet";
    (next..text.words.len()).any(|at| phrases(DOUBTS).filter_map(|doubt| text.phrase(at, doubt)).any(ends))
}

/// Whether the words from an index on take a yes back.
fn is_reserved(text: &Text<'_>, mut next: usize) -> bool {
    while next < text.words.len() {
        if let Some(past) = ending(text, NO_RESERVATION, next).max() {
            next = past;
        } else if phrases(RESERVATIONS).any(|reservation| reservation == text.folded(next)) {
            return true;
        } else {
            next += 1;
        }
    }
    false
}

/// Whether nothing in the utterance takes the answer back. A no is plain whatever follows, as long as it is no question:
/// "no, I don't want that".
fn is_plain(text: &Text<'_>, next: usize, yes: bool) -> bool {
    let rest = text.words.get(next..).unwrap_or_default();
    !text.original.contains(['?', '？', '؟']) && rest.len() < PLAIN_WORDS && !(yes && is_reserved(text, next))
}

/// "yesss", "noooo": a first word with a letter three times in a row, without the repeated letters.
fn drawn_out(text: &Text<'_>) -> Option<Found> {
    let letters: Vec<char> = text.folded(0).chars().collect();
    if !letters.windows(3).any(|three| three.iter().all(|letter| Some(letter) == three.first())) {
        return None;
    }
    let mut word = letters;
    word.dedup();
    let word: String = word.into_iter().collect();
    let among = |list: &str| phrases(list).any(|phrase| phrase == word);
    let yes = among(YES);
    (yes || among(NO)).then(|| Found {
        bytes: text.bytes(0..1),
        value: SlotValue::YesNo(yes),
        strength: if is_plain(text, 1, yes) { Strength::Clear } else { Strength::IfAsked },
    })
}

fn phrases(list: &str) -> impl Iterator<Item = &str> {
    list.split(", ")
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
    let strength = if is_plain(text, 0, yes) { Strength::Clear } else { Strength::IfAsked };
    Some(Found { bytes: start..start + mark.len_utf8(), value: SlotValue::YesNo(yes), strength })
}
