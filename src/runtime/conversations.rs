//! The conversations in memory: those that may not be stored live only here; stored ones are kept at hand.
//!
//! Bounded in number and in time: a conversation that is silent for [`IDLE`] is dropped; a stored one is then read from
//! the store again, any other is gone.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq;
use tokio::sync::Mutex as AsyncMutex;

use super::brain::Brain;
use crate::domain::{ChannelAddress, Content, ConversationId, Decision, DialogueState, Frame, PurposeName, Reply, SlotName, SlotValue};
use crate::store::{AnsweredMessage, NoticeAnswer, Revision, SubjectHandle};

/// How long a silent conversation stays in memory (architecture: 30 minutes).
pub(super) const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// The most conversations in memory; past it the ones idle the longest must be gone before a new one starts.
pub(super) const MOST: usize = 20_000;

/// Whether a conversation may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notice {
    /// Nothing was said yet: the notice will be the answer to the first message.
    Unasked,
    /// The notice was shown; the first message waits for the choice.
    Asked(Vec<Content>),
    /// The person does not want it stored, or wrote on without choosing.
    Declined,
    /// The person agreed.
    Accepted(NoticeAnswer),
}

/// A message that was answered.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    /// What is stored of it: no text.
    pub(super) record: AnsweredMessage,
    /// The answer; after a restart only its keys are known, and it is rendered again.
    pub(super) replies: Option<Vec<Reply>>,
}

/// One conversation.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) brain: Arc<Brain>,
    pub(super) address: ChannelAddress,
    pub(super) subject: SubjectHandle,
    pub(super) token_hash: [u8; 32],
    pub(super) state: DialogueState,
    pub(super) notice: Notice,
    pub(super) answered: Vec<Answered>,
    /// The profile as the store has it: only what a turn changed is written, so that another conversation's values stay.
    pub(super) saved: BTreeMap<PurposeName, BTreeMap<SlotName, SlotValue>>,
    /// The store's revision of it.
    pub(super) revision: Revision,
    /// Hex SHA-256 of the consent question last shown, by purpose: evidence names the exact text.
    pub(super) consent_texts: BTreeMap<PurposeName, String>,
    /// The flow that ended last, for [`super::Observation`].
    pub(super) ended: Option<Frame>,
    /// What was decided about the last utterance, for [`super::Observation`].
    pub(super) decision: Option<Decision>,
    /// What the last turn did in flows, for [`super::Observation`].
    pub(super) trail: Vec<super::Footprint>,
    /// Erased while another request waited for it.
    pub(super) gone: bool,
}

/// All of them.
#[derive(Default)]
pub(super) struct Conversations {
    table: Mutex<HashMap<ConversationId, Entry>>,
}

struct Entry {
    live: Arc<AsyncMutex<Live>>,
    token_hash: [u8; 32],
    subject: SubjectHandle,
    used: Timestamp,
}

/// What a look-up found.
pub(super) enum Found {
    /// It is here.
    Live(Arc<AsyncMutex<Live>>),
    /// It is here, but the token is another's.
    WrongToken,
    /// It is not in memory.
    Unknown,
}

impl Conversations {
    /// Finds a conversation and marks it as used.
    pub(super) fn find(&self, id: ConversationId, token_hash: &[u8; 32], now: Timestamp) -> Found {
        let mut table = self.lock();
        match table.get_mut(&id) {
            Some(entry) if now.duration_since(entry.used) > IDLE => {
                table.remove(&id);
                Found::Unknown
            }
            Some(entry) if entry.token_hash.ct_eq(token_hash).into() => {
                entry.used = now;
                Found::Live(entry.live.clone())
            }
            Some(_) => Found::WrongToken,
            None => Found::Unknown,
        }
    }

    /// Keeps a conversation; nothing when the table is full. One that another request has put there first stays.
    pub(super) fn insert(&self, id: ConversationId, live: Live, now: Timestamp) -> Option<Arc<AsyncMutex<Live>>> {
        let mut table = self.lock();
        if table.len() >= MOST {
            table.retain(|_, entry| now.duration_since(entry.used) <= IDLE);
            if table.len() >= MOST {
                return None;
            }
        }
        let (token_hash, subject) = (live.token_hash, live.subject);
        let entry = table.entry(id).or_insert_with(|| Entry { live: Arc::new(AsyncMutex::new(live)), token_hash, subject, used: now });
        Some(entry.live.clone())
    }

    /// Drops those that are idle.
    pub(super) fn drop_idle(&self, now: Timestamp) {
        self.lock().retain(|_, entry| now.duration_since(entry.used) <= IDLE);
    }

    /// Drops one conversation: its next message reads it from the store, if it was stored.
    pub(super) fn remove(&self, id: ConversationId) {
        self.lock().remove(&id);
    }

    /// All conversations of a person in memory, at all bots.
    pub(super) fn of_person(&self, subject: SubjectHandle) -> Vec<(ConversationId, Arc<AsyncMutex<Live>>)> {
        let table = self.lock();
        table.iter().filter(|(_, entry)| entry.subject == subject).map(|(id, entry)| (*id, entry.live.clone())).collect()
    }

    /// A panic while the table was locked left it whole: each change is one call.
    fn lock(&self) -> MutexGuard<'_, HashMap<ConversationId, Entry>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
