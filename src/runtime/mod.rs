//! The engine: the only room that knows all others, and the one path of every message.
//!
//! A message takes its conversation's lock, passes the notice gate, is understood, moved through the flows by
//! [`crate::dialogue::step`], and what may be kept is sealed by the store before the answer leaves. A failed turn
//! changes nothing: the turn works on a copy that replaces the conversation only after the store has it.

mod actions;
mod api;
mod brain;
mod conversations;
mod gate;
mod house;
mod json;
mod people;
mod retention;
mod training;
mod turn;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex as AsyncMutex;

pub use crate::privacy::ip::mask as mask_address;
pub use crate::store::{SweepMode, Swept};
pub use actions::{Actions, Script};
pub use api::{Answer, EngineError, Footprint, Message, Observation, PolicyPage, Start, Started, Token, View};
pub use brain::{Brain, BrainError, BrainProgress, Workshop, model_folder, training_rows};
pub use json::understanding_json;
pub use people::Erasure;
pub use retention::{SweepTimer, terms_of};
pub use training::{Trained, faq_id, kept_review, kind_of};

use crate::dialogue;
use crate::domain::{
    BotName, ChannelAddress, Choice, ChoiceId, Clock, ConversationId, DialogueState, FaqHit, Language, Reply, Spoken, Understanding,
    Utterance,
};
use crate::nlu::inference::{self, Inference, InferenceError};
use crate::store::NoticeAnswer;
use crate::store::seal::random;
use crate::store::{Revision, Store, StoredConversation, SubjectHandle};
use conversations::{Conversations, Found, Live, Notice};
use house::House;

/// When to come again where nobody can tell how long it takes.
const SOON: Duration = Duration::from_secs(1);

/// Runs the conversations of all bots; cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    brains: BTreeMap<BotName, Arc<Brain>>,
    store: Store,
    inference: Inference,
    house: House,
    actions: Actions,
    clock: Arc<dyn Clock>,
    conversations: Conversations,
    /// Read while a known person's conversation begins, so that an erasure can wait for those under way.
    starts: tokio::sync::RwLock<()>,
    sweeping: AsyncMutex<()>,
}

impl Engine {
    /// An engine over loaded bots.
    pub fn new(brains: Vec<Arc<Brain>>, store: Store, inference: Inference, actions: Actions, clock: Arc<dyn Clock>) -> Self {
        let brains = brains.into_iter().map(|brain| (brain.bot.name.clone(), brain)).collect();
        Self(Arc::new(Inner {
            brains,
            store,
            inference,
            house: House::new(house::LONGEST_WAIT),
            actions,
            clock,
            conversations: Conversations::default(),
            starts: tokio::sync::RwLock::default(),
            sweeping: AsyncMutex::default(),
        }))
    }

    /// The bots, by name.
    pub fn bots(&self) -> impl Iterator<Item = &BotName> {
        self.0.brains.keys()
    }

    /// Whether it can answer and keep what it may keep: false once the store has stopped writing.
    pub fn is_ready(&self) -> bool {
        self.0.store.can_write()
    }

    /// A bot at work.
    ///
    /// # Errors
    /// [`EngineError::UnknownBot`].
    pub fn brain(&self, bot: &BotName) -> Result<&Arc<Brain>, EngineError> {
        self.0.brains.get(bot).ok_or(EngineError::UnknownBot)
    }

    /// Begins a conversation: greets, and stores nothing.
    ///
    /// # Errors
    /// Unknown bot; too many conversations; the store can't be read.
    pub async fn start_conversation(&self, start: Start) -> Result<Started, EngineError> {
        let brain = self.brain(&start.bot)?.clone();
        let now = self.now();
        let language = brain.language(start.language.as_ref()).clone();
        let known = start.person.is_some();
        let address = ChannelAddress { channel: start.channel, id: start.person.map_or_else(random::token, Ok)? };
        let subject = self.0.store.subject(&address);
        let conversation = ConversationId(random::uuid()?);
        let token = Token::new(random::token()?);
        let mut state = DialogueState::new(language.clone(), u64::from_le_bytes(random::bytes()?));
        let mut notice = Notice::Unasked;
        let _starting = self.0.starts.read().await;
        if known {
            let person = self.0.store.profile(&subject, &start.bot).await?;
            // What was read in one language need not be read again in another.
            let current = |sha256: &str| brain.bot.notices.values().any(|notice| notice.sha256 == sha256);
            if let Some(given) = person.notice.filter(|given| given.granted && current(&given.sha256)) {
                state.profile = person.values;
                state.consents = person.consents;
                notice =
                    Notice::Accepted(NoticeAnswer { version: given.version, sha256: given.sha256, language: given.language, at: given.at });
            }
        }
        state.consents.extend(start.consents.into_iter().map(|purpose| (purpose, true)));
        let saved = state.profile.clone();
        let greeting = dialogue::greet(&brain.bot.flows, &state, &brain.zoned(now));
        let replies = turn::replies_of(&greeting);
        let live = Live {
            brain,
            address,
            subject,
            token_hash: hash(&token),
            state,
            notice,
            answered: Vec::new(),
            saved,
            revision: Revision::default(),
            consent_texts: BTreeMap::new(),
            ended: None,
            decision: None,
            trail: Vec::new(),
            gone: false,
        };
        self.0.conversations.insert(conversation, live, now).ok_or(EngineError::Overloaded { after: SOON })?;
        Ok(Started { conversation, token, replies, language })
    }

    /// Answers one message.
    ///
    /// # Errors
    /// [`EngineError`]; after any of them the conversation stands as before the message.
    pub async fn handle(&self, conversation: ConversationId, token: &Token, message: Message) -> Result<Answer, EngineError> {
        let now = self.now();
        let live = self.live(conversation, &hash(token), now).await?;
        let mut live = live.lock_owned().await;
        if live.gone {
            return Err(EngineError::ConversationGone);
        }
        // On its own task: a caller who hangs up must not cut a turn between the store and the memory, and a panic in a
        // turn must not take more than the turn with it.
        let engine = self.clone();
        let turn = tokio::spawn(async move {
            let was_stored = live.revision != Revision::default();
            let answer = engine.turn(conversation, &mut live, message, now).await;
            let changed_elsewhere = matches!(answer, Err(EngineError::Store(crate::store::StoreError::Conflict { .. })));
            if changed_elsewhere || was_stored && matches!(answer, Err(EngineError::Store(_) | EngineError::StoreFull)) {
                // What the store holds now is not known here: the next message reads it.
                engine.0.conversations.remove(conversation);
            }
            answer
        });
        turn.await.unwrap_or(Err(EngineError::Panicked))
    }

    /// Drops the conversations that were silent for half an hour; call it from time to time.
    pub fn drop_idle(&self) {
        self.0.conversations.drop_idle(self.now());
    }

    /// A conversation seen from inside.
    ///
    /// # Errors
    /// The conversation is gone; the store failed.
    pub async fn observe(&self, conversation: ConversationId, token: &Token) -> Result<Observation, EngineError> {
        let live = self.live(conversation, &hash(token), self.now()).await?;
        let live = live.lock().await;
        Ok(Observation {
            view: turn::view(&live),
            state: live.state.clone(),
            ended: live.ended.clone(),
            decision: live.decision.clone(),
            trail: live.trail.clone(),
        })
    }

    /// What an utterance means to a bot, outside any conversation; nothing is stored.
    ///
    /// # Errors
    /// Unknown bot; the encoder is overloaded or failed.
    pub async fn parse(
        &self,
        bot: &BotName,
        utterance: &Utterance,
        language: Option<&Language>,
    ) -> Result<(Understanding, Option<FaqHit>), EngineError> {
        let brain = self.brain(bot)?;
        let spoken = if language.is_some() { Spoken::default() } else { brain.spoken(utterance.as_str(), brain.default_language()) };
        self.understand(brain, utterance, spoken, brain.language(language), self.now()).await
    }

    /// A bot's privacy policy.
    ///
    /// # Errors
    /// [`EngineError::UnknownBot`].
    pub fn privacy_page(&self, bot: &BotName, language: Option<&Language>) -> Result<Option<PolicyPage>, EngineError> {
        let brain = self.brain(bot)?;
        let language = brain.language(language);
        let page = brain.bot.policies.get(language).map(|policy| PolicyPage {
            version: policy.version.to_string(),
            date: policy.date.to_string(),
            title: policy.title.clone(),
            markdown: policy.text.clone(),
            sha256: policy.sha256.clone(),
            notice_sha256: brain.bot.notices.get(language).map(|notice| notice.sha256.clone()).unwrap_or_default(),
            language: language.clone(),
        });
        Ok(page)
    }

    async fn understand(
        &self,
        brain: &Brain,
        utterance: &Utterance,
        spoken: Spoken,
        language: &Language,
        now: Timestamp,
    ) -> Result<(Understanding, Option<FaqHit>), EngineError> {
        let tokens = inference::tokens(utterance.as_str());
        let guest = self.0.house.enter(tokens, Instant::now()).map_err(|full| EngineError::Overloaded { after: full.after })?;
        let understood = brain.understand(&self.0.inference, utterance, spoken, language, now).await.map_err(not_understood)?;
        guest.served(Instant::now());
        Ok(understood)
    }

    /// The conversation, from memory or from the store.
    async fn live(&self, id: ConversationId, token_hash: &[u8; 32], now: Timestamp) -> Result<Arc<AsyncMutex<Live>>, EngineError> {
        match self.0.conversations.find(id, token_hash, now) {
            Found::Live(live) => return Ok(live),
            Found::WrongToken => return Err(EngineError::ConversationGone),
            Found::Unknown => {}
        }
        let (subject, stored) = self.0.store.conversation(id, token_hash).await?.ok_or(EngineError::ConversationGone)?;
        let brain = self.brain(&stored.bot).map_err(|_| EngineError::ConversationGone)?.clone();
        let live = revive(brain, subject, stored);
        self.0.conversations.insert(id, live, now).ok_or(EngineError::Overloaded { after: SOON })
    }

    /// The present instant, by the clock of the engine.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }
}

/// A stored conversation as it goes on, on the bot version that runs now: a flow or step that is no longer there is
/// left, with all flows on top of it.
fn revive(brain: Arc<Brain>, subject: SubjectHandle, stored: StoredConversation) -> Live {
    let mut state = stored.state;
    let saved = state.profile.clone();
    let known = |frame: &crate::domain::Frame| brain.bot.flows.flows.get(&frame.flow).is_some_and(|flow| flow.node(&frame.step).is_some());
    if let Some(lost) = state.frames.iter().position(|frame| !known(frame)) {
        state.frames.truncate(lost);
        state.question = None;
    }
    let answered = stored.answered.into_iter().map(|record| conversations::Answered { record, replies: None }).collect();
    Live {
        brain,
        address: stored.address,
        subject,
        token_hash: stored.token_hash,
        state,
        notice: Notice::Accepted(stored.notice),
        answered,
        saved,
        revision: stored.revision,
        consent_texts: stored.consent_texts,
        ended: None,
        decision: None,
        trail: Vec::new(),
        gone: false,
    }
}

fn not_understood(error: BrainError) -> EngineError {
    match error {
        BrainError::Inference(InferenceError::Overloaded { .. }) => EngineError::Overloaded { after: SOON },
        BrainError::Inference(InferenceError::DeadlineExceeded { deadline }) => EngineError::Overloaded { after: deadline },
        error @ (BrainError::Inference(_) | BrainError::Cache(_) | BrainError::Train(_) | BrainError::Model(_) | BrainError::Faq(_)) => {
            EngineError::Understanding(error.to_string())
        }
    }
}

fn hash(token: &Token) -> [u8; 32] {
    Sha256::digest(token.as_str().as_bytes()).into()
}

/// The answer to a repeated message; after a restart it is rendered again from the keys that were kept.
fn replies_again(live: &Live, answered: &conversations::Answered, now: &jiff::Zoned) -> Vec<Reply> {
    if let Some(replies) = &answered.replies {
        return replies.clone();
    }
    let flows = &live.brain.bot.flows;
    let open = dialogue::open_choices(flows, &live.state, now);
    let title = |id: &ChoiceId| open.iter().find(|choice| choice.id == *id).map_or_else(|| id.0.clone(), |choice| choice.title.clone());
    let render = |record: &crate::store::ReplyRecord| {
        let text = record.key.as_ref().and_then(|key| dialogue::rerender(flows, &live.state, key, record.variant, now).ok());
        let choices = record.choices.iter().map(|id| Choice { id: id.clone(), title: title(id) }).collect();
        let text = text.unwrap_or_else(|| gate::builtin(live, "builtin.repeated"));
        let message = record.key.as_ref().and_then(|key| flows.messages.get(&live.state.language, key));
        let attachment = message.and_then(|message| message.attachment.clone());
        Reply { key: record.key.clone(), kind: record.kind, text, choices, attachment }
    };
    answered.record.replies.iter().map(render).collect()
}
