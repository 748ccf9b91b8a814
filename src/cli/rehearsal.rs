//! Runs one conversation test through the engine, as a channel would: in-memory store, scripted actions, own clock.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::bot::{ConsentState, ConversationTest, Expectation, Expected, NoticeAnswer, TestInput};
use crate::domain::{
    ChoiceId, Clock, Content, Decision, Frame, MessageId, PurposeName, Reply, ReplyKind, SlotName, SlotValue, SystemClock, Utterance,
};
use crate::nlu::inference::Inference;
use crate::nlu::normalise::normalised;
use crate::runtime::{Actions, Answer, Brain, Engine, EngineError, Footprint, Message, Observation, Script, Start, Started};
use crate::store::Store;

/// A clock that a test moves.
struct TestClock(Mutex<Timestamp>);

impl TestClock {
    fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.saturating_add(by).unwrap_or(*now);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Miss {
    /// The line of the expectation in the test's file.
    pub(super) line: usize,
    /// The step, counted from 1; one past the last for `then`.
    pub(super) step: usize,
    /// What was expected, in the author's words.
    pub(super) expected: String,
    /// What came instead.
    pub(super) actual: String,
    /// How many messages had been answered.
    #[serde(skip)]
    pub(super) turns: usize,
}

/// What came of a test.
#[derive(Debug)]
pub(super) struct Rehearsed {
    /// The expectations that were not met.
    pub(super) misses: Vec<Miss>,
    /// The steps that ran and the ways that were taken.
    pub(super) trail: BTreeSet<Footprint>,
    /// What was said before the first step: the greeting, and the answer to the notice.
    pub(super) before: Vec<Turn>,
    /// What was said in the steps.
    pub(super) turns: Vec<Turn>,
}

/// A message and its answer.
#[derive(Debug)]
pub(super) struct Turn {
    /// What was sent, as the HTTP interface takes it; nothing for the greeting.
    pub(super) message: Option<Value>,
    /// What the bot said.
    pub(super) answer: Answer,
}

/// One test under way.
struct Rehearsal<'a> {
    brain: &'a Arc<Brain>,
    inference: &'a Inference,
    store: Store,
    clock: Arc<TestClock>,
    script: Arc<Script>,
    engine: Engine,
    started: Started,
    /// How many calls were made before the turn under way.
    calls_before: usize,
    result: Rehearsed,
}

/// Runs a test.
///
/// # Errors
/// The engine failed.
pub(super) async fn rehearse(brain: &Arc<Brain>, inference: &Inference, test: &ConversationTest) -> Result<Rehearsed, EngineError> {
    let script = Arc::new(Script::in_turn(test.actions.clone()));
    let clock = Arc::new(TestClock(Mutex::new(test.given.clock.unwrap_or_else(|| SystemClock.now()))));
    let store = Store::in_memory()?;
    let engine = engine(brain, inference, &store, &script, &clock);
    let start = Start {
        bot: brain.bot.name.clone(),
        language: test.given.language.clone(),
        channel: "test".into(),
        person: None,
        consents: test.given.consent.clone(),
    };
    let started = engine.start_conversation(start).await?;
    let view = engine.observe(started.conversation, &started.token).await?.view;
    let greeting = Answer { replies: started.replies.clone(), view };
    let before = vec![Turn { message: None, answer: greeting }];
    let result = Rehearsed { misses: Vec::new(), trail: BTreeSet::new(), before, turns: Vec::new() };
    let mut rehearsal = Rehearsal { brain, inference, store, clock, script, engine, started, calls_before: 0, result };
    rehearsal.answer_notice(test.given.notice).await?;
    for (index, step) in test.steps.iter().enumerate() {
        rehearsal.run(index + 1, &step.input, &step.expect).await?;
    }
    rehearsal.calls_before = 0;
    rehearsal.check(test.steps.len() + 1, &test.then).await?;
    Ok(rehearsal.result)
}

fn engine(brain: &Arc<Brain>, inference: &Inference, store: &Store, script: &Arc<Script>, clock: &Arc<TestClock>) -> Engine {
    Engine::new(vec![brain.clone()], store.clone(), inference.clone(), Actions::Scripted(script.clone()), clock.clone())
}

impl Rehearsal<'_> {
    async fn answer_notice(&mut self, answer: NoticeAnswer) -> Result<(), EngineError> {
        let choice = match answer {
            NoticeAnswer::Accepted => "notice.accept",
            NoticeAnswer::Declined => "notice.decline",
            NoticeAnswer::Unanswered => return Ok(()),
        };
        // The first press brings the notice up: nobody agrees to a text that was not shown.
        for _ in 0..2 {
            let turn = self.send(Message { id: None, content: Content::Choice(ChoiceId(choice.into())) }).await?;
            self.result.before.push(turn);
        }
        Ok(())
    }

    async fn send(&self, message: Message) -> Result<Turn, EngineError> {
        let mut sent = match &message.content {
            Content::Text(utterance) => json!({"text": utterance.as_str()}),
            Content::Choice(choice) => json!({"choice": choice}),
        };
        if let Some(id) = &message.id {
            sent["id"] = json!(id.0);
        }
        let answer = self.engine.handle(self.started.conversation, &self.started.token, message).await?;
        Ok(Turn { message: Some(sent), answer })
    }

    async fn run(&mut self, step: usize, input: &TestInput, expect: &[Expectation]) -> Result<(), EngineError> {
        self.calls_before = self.script.calls().len();
        let (content, id) = match input {
            TestInput::Wait(duration) => {
                self.clock.advance(SignedDuration::try_from(*duration).unwrap_or(SignedDuration::MAX));
                return self.check(step, expect).await;
            }
            TestInput::Restart => {
                self.engine = engine(self.brain, self.inference, &self.store, &self.script, &self.clock);
                return self.check(step, expect).await;
            }
            TestInput::Text { text, id } => match Utterance::new(text) {
                Ok(utterance) => (Content::Text(utterance), id),
                Err(error) => return Err(EngineError::Understanding(error.to_string())),
            },
            TestInput::Choice { choice, id } => (Content::Choice(self.button(choice)), id),
        };
        let turn = self.send(Message { id: id.clone().map(MessageId), content }).await?;
        self.result.turns.push(turn);
        self.result.trail.extend(self.engine.observe(self.started.conversation, &self.started.token).await?.trail);
        self.check(step, expect).await
    }

    /// The button with this title in the latest replies, else the id itself.
    fn button(&self, choice: &str) -> ChoiceId {
        let turns = self.result.turns.iter().rev().chain(&self.result.before);
        let mut offered = turns.flat_map(|turn| &turn.answer.replies).flat_map(|reply| &reply.choices);
        offered.find(|offered| offered.title == choice).map_or_else(|| ChoiceId(choice.to_owned()), |offered| offered.id.clone())
    }

    async fn check(&mut self, step: usize, expect: &[Expectation]) -> Result<(), EngineError> {
        if expect.is_empty() {
            return Ok(());
        }
        let seen = self.engine.observe(self.started.conversation, &self.started.token).await?;
        for expectation in expect {
            if let Some(actual) = self.missed(&expectation.expected, &seen).await? {
                let (line, _) = expectation.span.line_and_column();
                let expected = expectation.span.text().trim().to_owned();
                let turns = self.result.turns.len();
                self.result.misses.push(Miss { line, step, expected, actual, turns });
            }
        }
        Ok(())
    }

    /// What came instead of what was expected; nothing when it was met.
    async fn missed(&self, expected: &Expected, seen: &Observation) -> Result<Option<String>, EngineError> {
        let turns = &self.result.turns;
        let replies = turns.last().map(|turn| turn.answer.replies.as_slice()).unwrap_or_default();
        let said = || replies.iter().map(describe).collect::<Vec<_>>().join("; ");
        let unless = |met: bool, actual: String| (!met).then_some(actual);
        Ok(match expected {
            Expected::Bot(key) => unless(replies.iter().any(|reply| reply.key.as_ref() == Some(key)), format!("the bot said {}", said())),
            Expected::BotText(pattern) => {
                let matches =
                    |reply: &Reply| pattern.is_match(&reply.text) || reply.in_words().is_some_and(|shown| pattern.is_match(&shown));
                unless(replies.iter().any(matches), format!("the bot said {}", said()))
            }
            Expected::Asks(slot) => {
                let open = seen.view.open_question.clone().unwrap_or_else(|| "nothing".into());
                unless(open == slot.as_str(), format!("it asks {open}; the bot said {}", said()))
            }
            Expected::Slots(slots) => {
                let value = |slot: &SlotName| self.slot(seen, slot).map(SlotValue::to_json);
                let wrong = slots.iter().find(|(slot, wanted)| !wanted.matches(value(slot).as_ref()));
                wrong.map(|(slot, _)| format!("{slot} is {}", value(slot).unwrap_or(Value::Null)))
            }
            Expected::Flow(flow) => {
                let actual = seen.view.flow.as_ref().map_or("none".to_owned(), ToString::to_string);
                unless(seen.view.flow == *flow, format!("the flow is {actual}; the bot said {}", said()))
            }
            Expected::Flows(flows) => {
                let actual: Vec<String> = seen.state.frames.iter().map(|frame| frame.flow.to_string()).collect();
                unless(actual.iter().map(String::as_str).eq(flows.iter().map(crate::domain::FlowName::as_str)), format!("{actual:?}"))
            }
            Expected::Intent(intent) => match &seen.decision {
                Some(Decision::Intent(actual)) if actual == intent => None,
                other => Some(format!("{other:?}")),
            },
            Expected::Called(action, wanted) => {
                let calls = self.calls();
                let bodies: Vec<&Value> = calls.iter().filter(|(called, _)| called == action).map(|(_, body)| body).collect();
                let met = bodies.iter().any(|body| wanted.matches(Some(body)));
                unless(met, if bodies.is_empty() { "it was not called".into() } else { format!("it was called with {}", join(&bodies)) })
            }
            Expected::NotCalled(action) => unless(self.calls().iter().all(|(called, _)| called != action), "it was called".into()),
            Expected::CalledTimes(action, times) => {
                let actual = self.calls().iter().filter(|(called, _)| called == action).count();
                unless(usize::try_from(*times) == Ok(actual), format!("it was called {actual} times"))
            }
            Expected::NoticeShown => {
                unless(replies.iter().any(|reply| reply.kind == ReplyKind::Notice), format!("the bot said {}", said()))
            }
            Expected::Language(language) => {
                let spoken = &seen.state.language;
                unless(spoken == language, format!("the language is {spoken}"))
            }
            Expected::Consent(purpose, state) => consent_missed(seen, purpose, *state),
            Expected::SameAsTurn(turn) => {
                let earlier = usize::try_from(*turn).ok().and_then(|turn| turns.get(turn.checked_sub(1)?));
                unless(earlier.is_some_and(|earlier| earlier.answer.replies == replies), format!("the bot said {}", said()))
            }
            Expected::NotStored(text) => {
                let stored = normalised(&self.everything_stored().await?);
                unless(!stored.contains(&normalised(text)), "it is in the store".into())
            }
        })
    }

    /// The value of a slot of the innermost flow that declares it: while a sub-flow asks, the flows that wait are looked at too.
    fn slot<'s>(&self, seen: &'s Observation, slot: &SlotName) -> Option<&'s SlotValue> {
        let declares = |frame: &&Frame| self.brain.bot.flows.flows.get(&frame.flow).is_some_and(|flow| flow.slots.contains_key(slot));
        match seen.state.frames.iter().rev().find(declares) {
            Some(frame) => frame.slots.get(slot),
            None => seen.slot(slot),
        }
    }

    /// Every stored value, as `store dump --decrypt` would print it.
    async fn everything_stored(&self) -> Result<String, EngineError> {
        let (mut all, mut after) = (String::new(), None);
        loop {
            let page = self.store.dump_page(after).await?;
            for line in &page.lines {
                all.push_str(&line.to_string());
                all.push('\n');
            }
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    fn calls(&self) -> Vec<(crate::domain::ActionName, Value)> {
        self.script.calls().into_iter().skip(self.calls_before).collect()
    }
}

fn consent_missed(seen: &Observation, purpose: &PurposeName, wanted: ConsentState) -> Option<String> {
    let asked = matches!(&seen.state.question, Some(crate::domain::Question::Consent { purpose: open }) if open == purpose);
    let actual = match seen.state.consents.get(purpose) {
        Some(true) => "yes",
        Some(false) if !asked => "no",
        _ if asked => "asked",
        _ => "not asked",
    };
    let wanted = match wanted {
        ConsentState::Yes => "yes",
        ConsentState::No => "no",
        ConsentState::Asked => "asked",
    };
    (actual != wanted).then(|| format!("it is {actual}"))
}

fn describe(reply: &Reply) -> String {
    let key = reply.key.as_ref().map_or_else(|| "the notice".to_owned(), ToString::to_string);
    let shown = reply.in_words().map(|shown| format!(", {shown}")).unwrap_or_default();
    format!("{key} (\"{}\"{shown})", reply.text)
}

fn join(bodies: &[&Value]) -> String {
    bodies.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
