use super::{EntitySet, check, is_counted, readings};

/// Each is read as the value, with or without reservation.
#[track_caller]
fn check_yes_no(said: &[&str], value: &str) {
    let set = EntitySet::default();
    for text in said.iter().filter(|text| !is_counted("en", "yes_no", text)) {
        let read = readings(&set, "en", "yes_no", text);
        assert_eq!(read.iter().map(|read| read.trim_end_matches('?')).collect::<Vec<_>>(), [value], "{text:?}");
    }
}

#[test]
fn a_yes_with_a_question_or_a_condition_is_not_without_reservation() {
    check(
        "yes_no",
        &[
            ("yes", &["true"]),
            ("ok yes i agree", &["true"]),
            ("Sure, that's fine with me.", &["true"]),
            ("Fine then, I'll risk it. Yes.", &["true"]),
            ("That is reassuring, thank you. Yes, do send it.", &["true"]),
            ("I sent it twice. Yes, but only once by mail.", &[]),
            ("no, I don't want that", &["false"]),
            ("no, not yet", &["false"]),
            ("no wait. internship yes or no?", &["false?"]),
            ("Okay but if I say yes and later I'm not taken, you delete it?", &["true?"]),
            ("Yes, if I can have 20 hours", &["true?"]),
            ("I can start on 4 March 2027", &["true?"]),
            ("I have a car and want to drive", &["true?"]),
            ("Please send me your open positions", &["true?"]),
            ("Yes, I agree for the application. My name is Ada Lovelace and I am from Rome and I can start soon.", &["true"]),
            ("Yes. But please remember that I can only ever start in the second week of March or so.", &["true?"]),
            ("That is not an answer. Yes, send it.", &["true"]),
            ("That is not my name. Yes, that is wrong.", &["false"]),
            ("That is not right. Yes, send it.", &["false"]),
            ("Nothing! It's all correct, just send it please", &["true"]),
            ("Nothing! Just change the date", &["false"]),
            ("I cannot say yes if it comes at 15:00 again", &[]),
            ("just send me the list", &[]),
            ("I do not understand this question at all", &[]),
            ("book it, but on Friday", &["true?"]),
            ("I am quite content with that arrangement. Please proceed.", &["true"]),
            ("I do", &["true"]),
            ("you can store it", &["true"]),
            ("you can store nothing of it", &[]),
            ("you can keep your forms", &[]),
            ("Yes is good. But in february better?", &["true?"]),
            ("Sounds fine, but I prefer my surname spelled Petrová", &["true?"]),
        ],
    );
}

#[test]
fn yes_in_many_ways() {
    let said = [
        "yes",
        "Yes!",
        "yep",
        "yeah sure",
        "sure thing",
        "of course I do",
        "yes I have one",
        "I do",
        "ok",
        "y",
        "absolutely",
        "um, yes",
        "that's right",
        "no problem",
        "why not",
        "I have a licence",
        "sounds good",
        "I think so",
        "👍",
        "Yes, since 2015",
        "go ahead",
        "oh yes",
        "yesss!",
        "please send it",
        "I do, yes",
        "right.",
        "well, of course",
        "I’ve got one",
        "ya thats it send it",
        "ya ok watever",
        "Pray send it",
        "just send it please",
        "yes, kindly book it",
        "Yes please send it off :)",
        "please book it",
    ];
    check_yes_no(&said, "true");
}

#[test]
fn no_in_many_ways() {
    let said = [
        "no",
        "No.",
        "nope",
        "nah",
        "not really",
        "I don't",
        "I dont have one",
        "I do not",
        "no thanks",
        "of course not",
        "absolutely not",
        "not yet",
        "I'm afraid not",
        "never",
        "no way!",
        "I have no licence",
        "I haven’t",
        "sorry, no",
        "I don't think so",
        "no, I never learned",
        "n",
        "👎",
        "I'd rather not",
        "unfortunately not",
        "yeah no",
        "oh no",
        "noooo",
        "unfortunately I don't",
        "don't send it",
    ];
    check_yes_no(&said, "false");
}

#[test]
fn neither_yes_nor_no() {
    let said = [
        "no idea",
        "I'm not sure".trim_start_matches("I'm "),
        "right now",
        "I have a question",
        "I don't know",
        "Ada Lovelace",
        "",
        "  ",
        "never mind",
        "I am 25",
        "maybe",
        "what?",
        "north",
        "yesterday",
        "truck driver",
        "I'd rather not say",
    ];
    check("yes_no", &said.map(|text| (text, &[] as &[&str])));
}

/// Without reservation: enough for a consent.
#[test]
fn a_plain_yes_in_the_words_people_type() {
    let said = [
        "Yes, for that purpose only",
        "yes, but only for that purpose",
        "thats rite ye",
        "course i do",
        "fine send it",
        "fine, go ahead",
        "go ahead",
        "sure thing",
        "yep all good",
        "correct",
        "that's right",
        "looks good",
        "looks good to me",
        "perfect, send",
        "all correct, send it off",
        "yup",
        "ya",
        "ya sure",
        "aye",
        "k",
        "okay then",
        "ok then send",
        "no problem",
        "no probs",
        "no problem at all",
        "why not",
        "why not, go on",
        "i agree",
        "I accept",
        "not a problem",
        "no objections",
        "I have no objection",
        "go on then",
        "yes u can",
        "you can",
        "you may",
        "that's ok with me",
        "it's fine",
        "its all good",
        "I consent",
        "cool",
        "yeh",
        "yh",
        "ye go on",
        "cool, send it over",
        "spot on",
        "happy with that",
        "I'm happy with that",
        "I'm ok with that",
        "yes why not",
        "yes, no problem",
    ];
    check("yes_no", &said.map(|text| (text, &["true"] as &[&str])));
}

#[test]
fn a_plain_no_in_the_words_people_type() {
    let said = [
        "no thanks",
        "nah",
        "nah not really",
        "not really",
        "rather not",
        "i'd rather not",
        "nope",
        "don't",
        "please don't",
        "absolutely not",
        "of course not",
        "not yet",
        "I don't think so",
        "I do not consent",
        "i dont consent",
        "I don't agree",
        "I don't accept",
        "I'm not happy with that",
        "I don't want that",
        "no chance",
        "not for me",
        "I'm not ok with that",
        "I object",
        "that's not right",
        "not correct",
    ];
    check("yes_no", &said.map(|text| (text, &["false"] as &[&str])));
}

#[test]
fn what_only_begins_like_a_yes_or_a_no_is_neither() {
    let said = [
        "yes and no",
        "yes no maybe",
        "yes or no",
        "well yes and no",
        "not sure",
        "I'm not sure",
        "i am not sure yet",
        "I'm not certain",
        "im unsure",
        "maybe",
        "perhaps yes",
        "maybe yes maybe no",
        "i dont know",
        "dunno",
        "no idea",
        "yes I don't know",
        "okay I'm not sure",
        "why not tomorrow",
        "why not?",
        "why not call me instead",
        "course details",
        "correct my name",
        "cool down period",
        "fine print",
        "ya know what",
        "k street",
        "you can call me Al",
        "you may be right",
        "go on about it",
        "spot on the map",
        "it's fine art",
        "its finer",
        "I don't mind the night shift",
        "object oriented",
        "can you send it",
        "you can find me online",
        "happy with my old job",
    ];
    // Some say something all the same, with reservation at most.
    let set = EntitySet::default();
    let wrong: Vec<_> = said.iter().filter(|text| readings(&set, "en", "yes_no", text).iter().any(|read| !read.ends_with('?'))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let neither =
        ["yes and no", "well yes and no", "yes no maybe", "not sure", "I'm not sure", "maybe", "i dont know", "perhaps yes", "dunno"];
    check("yes_no", &neither.map(|text| (text, &[] as &[&str])));
}

#[test]
fn a_condition_or_a_question_takes_a_yes_back() {
    let said = [
        "yes but only if you delete it later",
        "yes but not for other purposes and not yet",
        "sure, if it is only for that purpose",
        "yes only my e-mail",
        "fine send it but change the date",
        "go ahead if you must",
        "k but why?",
        "no problem, but not my number",
        "i agree only partly",
        "ok? what for",
    ];
    let set = EntitySet::default();
    let wrong: Vec<_> = said.iter().filter(|text| readings(&set, "en", "yes_no", text).iter().any(|read| read == "true")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_plain_yes_in_italian_to_sending_and_booking() {
    let set = EntitySet::default();
    for text in ["Potete inoltrare la mia domanda, grazie", "vabbe si prenota", "Niente! È tutto giusto, invia pure"] {
        assert_eq!(readings(&set, "it", "yes_no", text), ["true"], "{text}");
    }
    for text in ["vabbè lascia stare", "prenota un tavolo per due", "Certo, va benissimo, ma la mail ve l'ho già scritta"] {
        assert!(!readings(&set, "it", "yes_no", text).contains(&"true".to_owned()), "{text}");
    }
}

/// For the test that counts.
pub(in crate::nlu::entity::tests) const TABLES: &[fn()] = &[
    a_yes_with_a_question_or_a_condition_is_not_without_reservation,
    yes_in_many_ways,
    no_in_many_ways,
    neither_yes_nor_no,
    a_plain_yes_in_the_words_people_type,
    a_plain_no_in_the_words_people_type,
    what_only_begins_like_a_yes_or_a_no_is_neither,
];
