//! The notice gate: the notice is the answer to the first message, which waits in memory for the choice.
//!
//! Declining, or writing on without a choice, leaves a bot that works from memory; both are confirmed in words. The notice's buttons stay valid: an
//! acceptance later stores the conversation from that turn on.

use jiff::Timestamp;

use super::conversations::{Live, Notice};
use super::turn::{Doings, replies_of};
use crate::dialogue::{self, Beside};
use crate::domain::{
    Choice, ChoiceId, Content, Entity, Event, Language, PurposeName, Question, Reply, ReplyKind, SlotValue, Spoken, Strength, Utterance,
};
use crate::flow::Scope;
use crate::nlu::entity::ExtractContext;
use crate::store::{Evidence, NoticeAnswer};

const ACCEPT: &str = "notice.accept";
const DECLINE: &str = "notice.decline";
/// What the two buttons say.
const ACCEPT_TITLE: &str = "builtin.notice.accept";
const DECLINE_TITLE: &str = "builtin.notice.decline";
/// How a yes or no was given, for the evidence.
const BUTTON: &str = "button";
const TYPED: &str = "typed";
/// How many questions are answered at the notice before one more counts as going on without a choice.
const QUESTIONS_FIRST: u64 = 2;
/// Said to whoever agrees when nothing waits to be answered.
const ACCEPTED: &str = "builtin.notice.accepted";
/// Said to whoever wants nothing stored.
const DECLINED: &str = "builtin.notice.declined";

/// The contents to be handled now: none while the notice waits for its choice.
pub(super) fn pass(live: &mut Live, content: Content, doings: &mut Doings, now: Timestamp) -> Vec<Content> {
    let pressed = match &content {
        Content::Choice(choice) if choice.0 == ACCEPT => Some(true),
        Content::Choice(choice) if choice.0 == DECLINE => Some(false),
        Content::Choice(_) | Content::Text(_) => None,
    };
    if matches!(live.notice, Notice::Unasked | Notice::Asked(_)) && in_another_language(live, &content, doings, now) {
        return Vec::new();
    }
    match (std::mem::replace(&mut live.notice, Notice::Unasked), pressed) {
        (Notice::Accepted(answer), None) => {
            live.notice = Notice::Accepted(answer);
            vec![content]
        }
        (Notice::Declined, None) => {
            live.notice = Notice::Declined;
            let notice = notice_reply(live).filter(|_| may_speak_of_storing(live) && acceptance(live, &content).is_some());
            let Some(notice) = notice else { return refused_again(live, content, doings, now) };
            // A wish is no acceptance of a text that was passed over: it is shown again, and chosen about.
            doings.say(notice);
            live.notice = Notice::Asked(Vec::new());
            Vec::new()
        }
        (Notice::Unasked, None) => {
            if let Some(notice) = notice_reply(live) {
                doings.say(notice);
                if refusal(live, &content).is_none() {
                    live.notice = Notice::Asked(vec![content]);
                    return Vec::new();
                }
            }
            // Whoever says so before being asked need not choose any more; the notice informs all the same.
            live.notice = Notice::Declined;
            refused_again(live, content, doings, now)
        }
        (Notice::Asked(mut waiting), None) => {
            let answer = typed_answer(live, &content, now);
            match answer {
                Some((accepted, _)) => choose(live, accepted, TYPED, doings, now),
                None => live.notice = Notice::Declined,
            }
            if live.notice == Notice::Declined {
                doings.say(text_reply(live, if answer.is_some() { DECLINED } else { "builtin.notice.passed" }));
            }
            if answer.is_none_or(|(_, says_more)| says_more) {
                waiting.push(content);
            }
            if waiting.is_empty() {
                if live.notice != Notice::Declined {
                    doings.say(text_reply(live, ACCEPTED));
                }
                ask_again(live, doings, now);
            }
            waiting
        }
        // A button of a notice that was not shown in this conversation: nobody agrees to an unseen text.
        (Notice::Unasked, Some(_)) if live.brain.bot.notices.contains_key(&live.state.language) => {
            if let Some(reply) = notice_reply(live) {
                doings.say(reply);
            }
            live.notice = Notice::Asked(Vec::new());
            Vec::new()
        }
        (before, Some(accepted)) => {
            let waiting = if let Notice::Asked(waiting) = &before { waiting.clone() } else { Vec::new() };
            match before {
                // What is stored is not unstored by a button of an old message: that is what erasing is for.
                Notice::Accepted(answer) => live.notice = Notice::Accepted(answer),
                Notice::Unasked | Notice::Asked(_) | Notice::Declined => {
                    choose(live, accepted, BUTTON, doings, now);
                }
            }
            let stored = matches!(live.notice, Notice::Accepted(_));
            if !stored || waiting.is_empty() {
                doings.say(text_reply(live, if stored { ACCEPTED } else { DECLINED }));
            }
            waiting
        }
    }
}

/// Before there is a choice, the notice is to be read in the language that the person writes, or asks for: such a request is done
/// with when the notice stands there in that language.
fn in_another_language(live: &mut Live, content: &Content, doings: &mut Doings, now: Timestamp) -> bool {
    let Spoken { shown, wished } = match content {
        Content::Text(utterance) => spoken(live, utterance, now),
        Content::Choice(choice) => Spoken { shown: None, wished: choice.language() },
    };
    let knows = |language: &Language| live.brain.bot.languages.contains(language);
    let speaks = |language: &Language| knows(language) && *language != live.state.language;
    // Whoever asks for the language that the notice is in has not chosen, and is shown it again.
    let wished = wished.filter(|wished| if live.notice == Notice::Unasked { speaks(wished) } else { knows(wished) });
    // An answer to a notice is an answer to the text that was shown.
    let shown = shown.filter(|shown| live.notice == Notice::Unasked && speaks(shown));
    let is_wish = wished.is_some();
    let Some(language) = wished.or(shown) else { return false };
    live.state.apply(&Event::LanguageChanged { language });
    if !is_wish {
        return false;
    }
    let Some(notice) = notice_reply(live) else { return false };
    doings.say(notice);
    let mut waiting = if let Notice::Asked(waiting) = &live.notice { waiting.clone() } else { Vec::new() };
    waiting.extend(beside_wish(live, content, now));
    live.notice = Notice::Asked(waiting);
    true
}

/// What a message shows of languages, a wish beside something else included.
fn spoken(live: &Live, utterance: &Utterance, now: Timestamp) -> Spoken {
    let spoken = live.brain.spoken(utterance.as_str(), &live.state.language);
    let beside = || live.brain.wish_beside(utterance, &live.state.language, now).map(|wish| wish.language);
    Spoken { wished: spoken.wished.or_else(beside), ..spoken }
}

/// What was said beside a wish for a language waits like any message; a yes or no in it was none to the notice in that language.
fn beside_wish(live: &Live, content: &Content, now: Timestamp) -> Option<Content> {
    let Content::Text(utterance) = content else { return None };
    let rest = live.brain.wish_beside(utterance, &live.state.language, now)?.rest?;
    let rest = Utterance::new(&rest).ok()?;
    let says_yes_or_no = entities(live, &rest, now).iter().any(|entity| entity.value.is_yes_no());
    (!says_yes_or_no).then_some(Content::Text(rest))
}

/// What a message refuses in so many words: that anything is stored.
fn refusal(live: &Live, content: &Content) -> Option<Beside> {
    let Content::Text(utterance) = content else { return None };
    let language = live.brain.language_of(utterance.as_str(), &live.state.language);
    dialogue::refuses_storage(utterance.as_str(), &language)
}

/// What a message agrees to in so many words: that the conversation is stored.
fn acceptance(live: &Live, content: &Content) -> Option<Beside> {
    let Content::Text(utterance) = content else { return None };
    let language = live.brain.language_of(utterance.as_str(), &live.state.language);
    dialogue::accepts_storage(utterance.as_str(), &language)
}

/// Whether the flow's own question leaves room for words about storing: a summary and a question for consent want an answer.
fn may_speak_of_storing(live: &Live) -> bool {
    matches!(live.state.question, None | Some(Question::Slot { .. }))
}

/// Whether a message at the notice can be neither an answer to it nor a wish for another language. A question about
/// the data is answered before the notice is shown again, a few times: who goes on asking has passed over it.
pub(super) fn may_ask_first(live: &Live, content: &Content, now: Timestamp) -> bool {
    let Content::Text(utterance) = content else { return false };
    let wishes = spoken(live, utterance, now).wished.is_some();
    matches!(live.notice, Notice::Asked(_)) && live.state.turn < QUESTIONS_FIRST && !wishes && typed_answer(live, content, now).is_none()
}

/// A message in a conversation that nothing is stored of. One that asks for that is told so, and what was asked before is asked again.
/// At a summary or a question for consent a refusal is the flow's to hear.
fn refused_again(live: &Live, content: Content, doings: &mut Doings, now: Timestamp) -> Vec<Content> {
    let Some(beside) = refusal(live, &content).filter(|_| may_speak_of_storing(live)) else { return vec![content] };
    doings.say(text_reply(live, DECLINED));
    if beside == Beside::More {
        return vec![content];
    }
    ask_again(live, doings, now);
    Vec::new()
}

/// Asks what was asked before the talk of storing.
fn ask_again(live: &Live, doings: &mut Doings, now: Timestamp) {
    let asked = dialogue::ask_again(&live.brain.bot.flows, &live.state, &live.brain.zoned(now));
    for reply in replies_of(&asked) {
        doings.say(reply);
    }
}

fn choose(live: &mut Live, accepted: bool, manner: &str, doings: &mut Doings, now: Timestamp) {
    let language = live.state.language.clone();
    let Some(notice) = live.brain.bot.notices.get(&language).filter(|_| accepted) else {
        live.notice = Notice::Declined;
        return;
    };
    doings.evidence.push(Evidence {
        purpose: None,
        granted: true,
        sha256: notice.sha256.clone(),
        version: notice.version.to_string(),
        language: language.clone(),
        channel: live.address.channel.clone(),
        manner: manner.to_owned(),
        at: now,
    });
    let answer = NoticeAnswer { version: notice.version.to_string(), sha256: notice.sha256.clone(), language, at: now };
    live.notice = Notice::Accepted(answer);
}

/// The record of an answer to a `consent` step.
pub(super) fn consent_evidence(live: &Live, purpose: &PurposeName, granted: bool, content: &Content, now: Timestamp) -> Evidence {
    let language = live.state.language.clone();
    Evidence {
        purpose: Some(purpose.clone()),
        granted,
        sha256: live.consent_texts.get(purpose).cloned().unwrap_or_default(),
        version: live.brain.bot.notices.get(&language).map(|notice| notice.version.to_string()).unwrap_or_default(),
        language,
        channel: live.address.channel.clone(),
        manner: if matches!(content, Content::Choice(_)) { BUTTON } else { TYPED }.to_owned(),
        at: now,
    }
}

/// The notice with its two buttons.
pub(super) fn notice_reply(live: &Live) -> Option<Reply> {
    let notice = live.brain.bot.notices.get(&live.state.language)?;
    let choice = |id: &str, key: &str| Choice { id: ChoiceId(id.into()), title: builtin(live, key) };
    let choices = vec![choice(ACCEPT, ACCEPT_TITLE), choice(DECLINE, DECLINE_TITLE)];
    Some(Reply { key: None, kind: ReplyKind::Notice, text: notice.text.clone(), choices, attachment: None })
}

fn text_reply(live: &Live, key: &str) -> Reply {
    let key_name = crate::domain::MessageKey::new(key).ok();
    Reply { key: key_name, kind: ReplyKind::Text, text: builtin(live, key), choices: Vec::new(), attachment: None }
}

pub(super) fn builtin(live: &Live, key: &str) -> String {
    let messages = &live.brain.bot.flows.messages;
    let rendered =
        crate::domain::MessageKey::new(key).ok().and_then(|key| messages.render(&live.state.language, &key, 0, &Scope::default()).ok());
    rendered.unwrap_or_default()
}

fn entities(live: &Live, utterance: &Utterance, now: Timestamp) -> Vec<Entity> {
    let language = live.brain.language_of(utterance.as_str(), &live.state.language);
    live.brain.entities_in(utterance, &ExtractContext { language, now: live.brain.zoned(now) })
}

/// How many words after a yes or no only underline it: "yes, that's fine with me".
const FEW_WORDS: usize = 4;

fn words_after(utterance: &Utterance, answers: &[Entity]) -> usize {
    let end = answers.first().map_or(0, |answer| answer.end);
    utterance.as_str().chars().skip(end).collect::<String>().split_whitespace().count()
}

/// The words of a button, or a plain yes or no, are an answer to the notice; anything else is a message that goes on without a choice. What is said
/// beside the yes or no ("yes, as a cook please", "ok, what are the opening hours") is not lost: then the second of the pair
/// is true.
fn typed_answer(live: &Live, content: &Content, now: Timestamp) -> Option<(bool, bool)> {
    let Content::Text(utterance) = content else { return None };
    let typed = |key: &str| dialogue::types_title(utterance.as_str(), &builtin(live, key));
    if let Some((_, accepted)) = [(ACCEPT_TITLE, true), (DECLINE_TITLE, false)].into_iter().find(|(key, _)| typed(key)) {
        return Some((accepted, false));
    }
    if let Some(beside) = refusal(live, content) {
        return Some((false, beside == Beside::More));
    }
    if let Some(beside) = acceptance(live, content) {
        return Some((true, beside == Beside::More));
    }
    let clear = entities(live, utterance, now).into_iter().filter(|entity| entity.strength == Strength::Clear);
    let (answers, others): (Vec<Entity>, Vec<Entity>) = clear.partition(|entity| entity.value.is_yes_no());
    match answers.first().map(|answer| &answer.value) {
        Some(SlotValue::YesNo(yes)) => Some((*yes, !others.is_empty() || words_after(utterance, &answers) > FEW_WORDS)),
        _ => None,
    }
}
