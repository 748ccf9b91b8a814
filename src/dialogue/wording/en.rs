//! The wording of English.

use super::Words;

pub(super) static WORDS: Words = Words {
    code: "en",
    questions: "what which who whom whose when where why how is isn are aren am was were do does don did can could may might \
will would shall should have has",
    requests: &[
        "can you",
        "can we",
        "can i",
        "can it",
        "can that",
        "can the",
        "can my",
        "could you",
        "could we",
        "could i",
        "could it",
        "could that",
        "could the",
        "could my",
        "would you",
        "will you",
        "may i",
        "may we",
        "might i",
        "might we",
        "shall we",
        "should it",
        "should we",
        "is it possible",
        "would it be",
        "is there a way",
        "is there any way",
        "do you mind",
        "would you mind",
        "how about",
        "what about",
        "what if",
        "why not",
        "why don t we",
        "can t we",
    ],
    proposals: &["how about", "what about", "what if", "why not", "why don t we", "can t we"],
    changes: "change make instead rather put set move switch swap correct correction update replace edit modify fix be do say take actually \
meant mean should wrong better prefer not sorry wait",
    leads: "ok okay oh ah hm hmm well so and but sorry please actually wait hey hi thanks yes no one moment",
    later: "later afterwards still",
    negations: "no not don dont doesn didn never nothing none without refuse reject decline object disagree nor won wont cannot shouldn mustn \
withhold deny isn aren",
    storing: "store stored storing storage save saved saving keep kept keeping record recorded recording retain retained retention log \
logged logging collect collected collecting consent",
    stored: "data anything nothing everything any conversation chat storage information info details message messages consent this it \
personal me mine",
    commands: "please no don do not without never",
    asked: "you they",
    turns: "mind problem problems care worry worries matter why if but unless until yes ok okay sure objection objections issue forget hesitate \
yet how long later",
    courtesy_words: 4,
    conditions: "but if unless",
    nothing: "nothing none send submit",
    cancel: &["cancel", "stop", "abort", "quit"],
    restart: &["restart"],
    kinds: &[("person_name", "name"), ("email", "email mail"), ("date", "date day"), ("number", "number")],
};
