//! One turn: a message through the gate and the flows, on a copy; kept by the store, then by memory.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::api::{Answer, EngineError, Message, View};
use super::conversations::{Answered, Live, Notice};
use super::{Engine, replies_again};
use crate::dialogue::{self, Input, Need, Outcome, Step};
use crate::domain::hex::to_hex;
use crate::domain::{
    Basis, Content, ConversationId, Decision, DialogueState, Event, FaqHit, FlowName, Language, MessageKey, PurposeName, Question, Reply,
    ReplyKind, SlotName, SlotValue, Understanding, Utterance,
};
use crate::store::{ANSWERED_KEPT, AnsweredMessage, Evidence, ReplyRecord, StoredConversation, TurnCommit};

/// What an utterance means, and the FAQ entry that answers it.
type Understood = (Understanding, Option<FaqHit>);

/// What a turn has done so far.
#[derive(Default)]
pub(super) struct Doings {
    pub(super) replies: Vec<Reply>,
    pub(super) evidence: Vec<Evidence>,
    records: Vec<ReplyRecord>,
    /// Utterances that nothing answered.
    missed: Vec<(String, Language)>,
}

impl Doings {
    /// Says something that no flow says: the notice and what goes with it. Such replies are not rendered again after a
    /// restart, because a conversation in which they were said was not stored before.
    pub(super) fn say(&mut self, reply: Reply) {
        self.replies.push(reply);
    }

    /// Where two messages are answered at once, what both answers say stands in the second. `before`: how many replies and
    /// records there were before it.
    fn drop_repeated(&mut self, before: (usize, usize)) {
        let again: BTreeSet<MessageKey> = self.replies.iter().skip(before.0).filter_map(|reply| reply.key.clone()).collect();
        let is_said_again =
            |index: usize, before: usize, key: &Option<MessageKey>| index < before && key.as_ref().is_some_and(|key| again.contains(key));
        let mut index = 0..;
        self.replies.retain(|reply| !is_said_again(index.next().unwrap_or(usize::MAX), before.0, &reply.key));
        let mut index = 0..;
        self.records.retain(|record| !is_said_again(index.next().unwrap_or(usize::MAX), before.1, &record.key));
    }
}

/// The replies among a step's events.
pub(super) fn replies_of(step: &Step) -> Vec<Reply> {
    step.events.iter().filter_map(reply_of).collect()
}

fn reply_of(event: &Event) -> Option<Reply> {
    let Event::Said { key, kind, text, choices, attachment, .. } = event else { return None };
    Some(Reply { key: Some(key.clone()), kind: *kind, text: text.0.clone(), choices: choices.clone(), attachment: attachment.clone() })
}

impl Engine {
    /// Answers a message in a conversation whose lock is held.
    pub(super) async fn turn(&self, id: ConversationId, live: &mut Live, message: Message, now: Timestamp) -> Result<Answer, EngineError> {
        let message_id = message.id.as_ref().map(|message| self.0.store.message_mac(id, message));
        if let Some(answered) = message_id.and_then(|mac| live.answered.iter().find(|answered| answered.record.mac == mac)) {
            return Ok(Answer { replies: replies_again(live, answered, &live.brain.zoned(now)), view: view(live) });
        }
        let mut copy = live.clone();
        copy.trail.clear();
        let mut doings = Doings::default();
        let passed = if self.answers_first(id, &mut copy, &message.content, &mut doings, now).await? {
            Vec::new()
        } else {
            super::gate::pass(&mut copy, message.content, &mut doings, now)
        };
        let contents: Vec<(Content, bool)> = passed.into_iter().flat_map(|content| wish_and_rest(&copy, content, now)).collect();
        let stored = matches!(copy.notice, Notice::Accepted(_));
        if copy.state.stored != stored {
            copy.state.apply(&Event::StorageChosen { stored });
        }
        for (index, (content, is_rest)) in contents.into_iter().enumerate() {
            // What was written before a question was seen is no answer to it where a yes has consequences.
            let decides = matches!(copy.state.question, Some(Question::Consent { .. } | Question::Confirm));
            if index > 0 && decides && !is_rest {
                break;
            }
            let understood = if is_rest { self.answerable(&copy, &content, now).await? } else { None };
            if is_rest && understood.is_none() {
                continue;
            }
            let before = (doings.replies.len(), doings.records.len());
            self.run(id, &mut copy, &content, understood, &mut doings, now).await?;
            doings.drop_repeated(before);
        }
        if let Some(mac) = message_id {
            let record = AnsweredMessage { mac, turn: copy.state.turn, replies: std::mem::take(&mut doings.records) };
            copy.answered.push(Answered { record, replies: Some(doings.replies.clone()) });
            let excess = copy.answered.len().saturating_sub(ANSWERED_KEPT);
            copy.answered.drain(..excess);
        }
        self.keep(id, &mut copy, &mut doings, now).await?;
        *live = copy;
        Ok(Answer { replies: doings.replies, view: view(live) })
    }

    /// "Who sees my data?" at the notice: such a question is answered, if the bot has an answer, and the notice shown again. Nothing
    /// of it is stored before the choice.
    async fn answers_first(
        &self,
        id: ConversationId,
        live: &mut Live,
        content: &Content,
        doings: &mut Doings,
        now: Timestamp,
    ) -> Result<bool, EngineError> {
        let Content::Text(utterance) = content else { return Ok(false) };
        if !super::gate::may_ask_first(live, content, now) {
            return Ok(false);
        }
        let brain = live.brain.clone();
        let (understood, faq) = self.read(live, utterance, now).await?;
        if !dialogue::asks_about_data(&brain.bot.flows, &live.state, &understood, faq.as_ref(), &brain.zoned(now)) {
            return Ok(false);
        }
        self.run(id, live, content, Some((understood, faq)), doings, now).await?;
        doings.replies.extend(super::gate::notice_reply(live));
        Ok(true)
    }

    /// What was said beside a wish for a language, if it is understood. A yes or no in it was none to the question as it is read now.
    async fn answerable(&self, live: &Live, content: &Content, now: Timestamp) -> Result<Option<Understood>, EngineError> {
        let Content::Text(utterance) = content else { return Ok(None) };
        let (understood, faq) = self.read(live, utterance, now).await?;
        let is_known = faq.is_some() || understood.decision != Decision::OutOfScope || !understood.entities.is_empty();
        let says_yes_or_no = understood.entities.iter().any(|entity| entity.value.is_yes_no());
        Ok((is_known && !says_yes_or_no).then_some((understood, faq)))
    }

    /// What an utterance means where the conversation stands.
    async fn read(&self, live: &Live, utterance: &Utterance, now: Timestamp) -> Result<Understood, EngineError> {
        let spoken = live.brain.spoken(utterance.as_str(), &live.state.language);
        self.understand(&live.brain, utterance, spoken, &live.state.language, now).await
    }

    /// Moves the dialogue by one content, understood before or not: `step` until it listens, with its calls made in between.
    async fn run(
        &self,
        id: ConversationId,
        live: &mut Live,
        content: &Content,
        understood: Option<Understood>,
        doings: &mut Doings,
        now: Timestamp,
    ) -> Result<(), EngineError> {
        let brain = live.brain.clone();
        let flows = &brain.bot.flows;
        let zoned = brain.zoned(now);
        let mut input = match content {
            Content::Choice(choice) => Input::Pressed(choice.clone()),
            Content::Text(utterance) => {
                let (understanding, faq) = match understood {
                    Some(understood) => understood,
                    None => self.read(live, utterance, now).await?,
                };
                live.decision = Some(understanding.decision.clone());
                let parts = match live.state.question {
                    None | Some(Question::Clarify { .. }) => None,
                    Some(_) => {
                        brain.parts(&self.0.inference, utterance, &understanding.language, now).await.map_err(super::not_understood)?
                    }
                };
                Input::Heard { understanding, faq, parts: parts.map(Box::new) }
            }
        };
        // The dialogue asks for at most `dialogue::CALL_BUDGET` calls a turn.
        loop {
            let step = dialogue::step(flows, &live.state, &input, &zoned);
            for event in &step.events {
                if matches!(event, Event::FlowFinished { .. } | Event::FlowDropped) {
                    live.ended = live.state.frame().cloned();
                }
                live.trail.extend(super::Footprint::of(event, &live.state));
                live.state.apply(event);
                note(event, live, content, doings, now);
            }
            let (action, flow, step, body) = match step.outcome {
                Outcome::Listen | Outcome::Finished => return Ok(()),
                Outcome::Need(Need::Faq { question }) => {
                    let hit = brain.faq(&self.0.inference, &question, &live.state.language).await.map_err(super::not_understood)?;
                    input = Input::FaqDone(hit);
                    continue;
                }
                Outcome::Need(Need::Action { action, flow, step, body }) => (action, flow, step, body),
            };
            let times = live.state.turn_use.calls.get(&(flow.clone(), step.clone())).copied().unwrap_or(0);
            let key = self.0.store.idempotency_key(id, live.state.turn, &format!("{flow}/{step}"), times);
            let result = match flows.actions.get(&action) {
                Some(action) => self.0.actions.call(action, body, &key).await,
                None => Err(dialogue::ActionFailed { status: None }),
            };
            input = Input::ActionDone(result);
        }
    }

    /// Stores what may be stored; returns when it is safe on disk.
    async fn keep(&self, id: ConversationId, live: &mut Live, doings: &mut Doings, now: Timestamp) -> Result<(), EngineError> {
        let Notice::Accepted(notice) = &live.notice else { return Ok(()) };
        let conversation = StoredConversation {
            bot: live.brain.bot.name.clone(),
            version: live.brain.bot.hash.clone(),
            state: DialogueState { profile: changed(&live.state.profile, &live.saved), ..live.state.clone() },
            address: live.address.clone(),
            token_hash: live.token_hash,
            notice: notice.clone(),
            answered: live.answered.iter().map(|answered| answered.record.clone()).collect(),
            last_inbound: now,
            revision: live.revision,
            consent_texts: live.consent_texts.clone(),
        };
        let evidence = std::mem::take(&mut doings.evidence);
        let purposes = storable(live);
        live.revision = self.0.store.commit(TurnCommit { subject: live.subject, id, conversation, purposes, evidence, now }).await?;
        live.saved.clone_from(&live.state.profile);
        for (text, language) in doings.missed.drain(..) {
            let redacted = crate::privacy::redact::redact(&text).text;
            let week = iso_week(now);
            // The turn is stored and stands; an unanswered message that is not kept is a loss for the designer only.
            if let Err(error) = self.0.store.add_to_inbox(&live.brain.bot.name, &language, &week, &redacted).await {
                tracing::error!(%error, "an unanswered message could not be kept");
            }
        }
        Ok(())
    }
}

/// A wish for a language that stands beside something else, and the rest (`true`) as a message of its own; else the message.
fn wish_and_rest(live: &Live, content: Content, now: Timestamp) -> Vec<(Content, bool)> {
    let Content::Text(utterance) = &content else { return vec![(content, false)] };
    let Some(wish) = live.brain.wish_beside(utterance, &live.state.language, now) else { return vec![(content, false)] };
    let Ok(said) = Utterance::new(&wish.said) else { return vec![(content, false)] };
    let rest = wish.rest.and_then(|rest| Utterance::new(&rest).ok());
    [(Content::Text(said), false)].into_iter().chain(rest.map(|rest| (Content::Text(rest), true))).collect()
}

/// Where a conversation stands, for the caller.
pub(super) fn view(live: &Live) -> View {
    let gate = matches!(live.notice, Notice::Asked(_)).then(|| "notice".to_owned());
    let place = dialogue::describe(&live.state);
    View {
        flow: place.flow,
        open_question: gate.or(place.open_question),
        stored: matches!(live.notice, Notice::Accepted(_)),
        language: live.state.language.clone(),
    }
}

/// Writes down what an event means for the answer, the evidence and the inbox.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other events change the state and nothing else")]
fn note(event: &Event, live: &mut Live, content: &Content, doings: &mut Doings, now: Timestamp) {
    if let Some(reply) = reply_of(event) {
        doings.replies.push(reply);
    }
    if let Event::Said { key, variant, kind, choices, text, .. } = event {
        let choices = choices.iter().map(|choice| choice.id.clone()).collect();
        doings.records.push(ReplyRecord { key: Some(key.clone()), variant: *variant, kind: *kind, choices });
        if *kind == ReplyKind::Consent
            && let Some(purpose) = asked_purpose(live)
        {
            use sha2::{Digest, Sha256};
            live.consent_texts.insert(purpose, to_hex(&Sha256::digest(text.0.as_bytes())));
        }
    }
    match event {
        Event::ConsentAnswered { purpose, granted } => {
            doings.evidence.push(super::gate::consent_evidence(live, purpose, *granted, content, now));
        }
        Event::Missed => {
            if let Content::Text(utterance) = content {
                doings.missed.push((utterance.as_str().to_owned(), live.state.language.clone()));
            }
        }
        Event::Unanswered { question } => doings.missed.push((question.as_str().to_owned(), live.state.language.clone())),
        Event::FlowFailed { flow, step, what } => {
            tracing::error!(bot = %live.brain.bot.name, %flow, %step, %what, "a flow failed and was dropped");
        }
        _ => {}
    }
}

/// The purpose that the step at which the innermost flow stands asks for.
fn asked_purpose(live: &Live) -> Option<PurposeName> {
    let frame = live.state.frame()?;
    let node = live.brain.bot.flows.flows.get(&frame.flow)?.node(&frame.step)?;
    if let crate::flow::Verb::Consent(purpose) = &node.verb { Some(purpose.clone()) } else { None }
}

/// The slots that may be stored and why: those with a purpose that needs no consent or has it.
fn storable(live: &Live) -> BTreeMap<(FlowName, SlotName), PurposeName> {
    let bot = &live.brain.bot;
    let allowed = |purpose: &PurposeName| {
        let basis = bot.purposes.get(purpose).map(|purpose| purpose.basis);
        basis.is_some_and(|basis| basis != Basis::Consent) || live.state.consents.get(purpose) == Some(&true)
    };
    let slots = bot.flows.flows.values().flat_map(|flow| flow.slots.iter().map(move |(name, slot)| (flow, name, slot)));
    slots
        .filter_map(|(flow, name, slot)| {
            let purpose = slot.purpose.clone().filter(|purpose| allowed(purpose))?;
            Some(((flow.name.clone(), name.clone()), purpose))
        })
        .collect()
}

type Profile = BTreeMap<PurposeName, BTreeMap<SlotName, SlotValue>>;

/// The values of a profile that are not as they were saved.
fn changed(now: &Profile, saved: &Profile) -> Profile {
    let fresh = |purpose: &PurposeName, values: &BTreeMap<SlotName, SlotValue>| -> BTreeMap<SlotName, SlotValue> {
        let before = saved.get(purpose);
        let is_fresh = |slot: &SlotName, value: &SlotValue| before.and_then(|before| before.get(slot)) != Some(value);
        values.iter().filter(|(slot, value)| is_fresh(slot, value)).map(|(slot, value)| (slot.clone(), value.clone())).collect()
    };
    now.iter().map(|(purpose, values)| (purpose.clone(), fresh(purpose, values))).filter(|(_, values)| !values.is_empty()).collect()
}

/// The ISO week, `2026-W48`: the finest time that the inbox keeps.
fn iso_week(now: Timestamp) -> String {
    let week = now.to_zoned(jiff::tz::TimeZone::UTC).date().iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}
