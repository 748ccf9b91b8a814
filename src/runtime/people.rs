//! What people, and those who answer to them, may ask of the engine: find, export, erase; and the inbox, which is nobody's.

use super::conversations::Live;
use super::{Engine, EngineError, Token, hash};
use crate::domain::{BotName, ChannelAddress, ConversationId};
use crate::store::{Export, InboxItem, Receipt, SubjectHandle, SubjectSummary};

/// What erasing a person came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The proof, if anything is or was kept of the person.
    pub receipt: Option<Receipt>,
    /// How many conversations in memory were ended.
    pub ended: usize,
}

impl Engine {
    /// Ends a conversation and erases everything of the person at this bot.
    ///
    /// # Errors
    /// The conversation is gone; the store failed.
    pub async fn erase(&self, conversation: ConversationId, token: &Token) -> Result<Option<Receipt>, EngineError> {
        let live = self.live(conversation, &hash(token), self.now()).await?;
        let engine = self.clone();
        // On its own task, as a turn: whoever asks to be forgotten need not wait for it.
        let erasure = tokio::spawn(async move {
            let (subject, bot) = {
                let mut live = live.lock().await;
                live.gone = true;
                (live.subject, live.brain.bot.name.clone())
            };
            engine.erase_now(subject, Some(bot)).await.map(|erasure| erasure.receipt)
        });
        erasure.await.unwrap_or(Err(EngineError::Panicked))
    }

    /// Ends all conversations of a person, at one bot or at all, and erases everything that is kept there. None for a stranger,
    /// of whom there is neither.
    ///
    /// # Errors
    /// The store failed.
    pub async fn erase_person(&self, pseudonym: &str, bot: Option<BotName>) -> Result<Option<Erasure>, EngineError> {
        let Some(subject) = SubjectHandle::from_pseudonym(pseudonym) else { return Ok(None) };
        let engine = self.clone();
        let erasure = tokio::spawn(async move { engine.erase_now(subject, bot).await });
        let erasure = erasure.await.unwrap_or(Err(EngineError::Panicked))?;
        Ok(Some(erasure).filter(|erasure| erasure.receipt.is_some() || erasure.ended > 0))
    }

    async fn erase_now(&self, subject: SubjectHandle, bot: Option<BotName>) -> Result<Erasure, EngineError> {
        let mut ended = self.end_conversations(subject, bot.as_ref()).await;
        let mut receipt = self.erase_stored(subject, bot.as_ref()).await?;
        // A conversation of the same person that began meanwhile may have read what is erased now.
        drop(self.0.starts.write().await);
        let late = self.end_conversations(subject, bot.as_ref()).await;
        if late.len() > ended.len() {
            receipt = self.erase_stored(subject, bot.as_ref()).await?.or(receipt);
        }
        ended.extend(late);
        // Only now: an erasure that failed above can be asked for again under the same id.
        for id in &ended {
            self.0.conversations.remove(*id);
        }
        self.0.inference.forget_recent();
        Ok(Erasure { receipt, ended: ended.len() })
    }

    async fn erase_stored(&self, subject: SubjectHandle, bot: Option<&BotName>) -> Result<Option<Receipt>, EngineError> {
        let now = self.now();
        Ok(match bot {
            Some(bot) => self.0.store.erase(&subject, bot, now).await?,
            None => self.0.store.erase_everywhere(&subject, now).await?,
        })
    }

    /// Ends all conversations of a person that are in memory, after the turns under way.
    async fn end_conversations(&self, subject: SubjectHandle, bot: Option<&BotName>) -> Vec<ConversationId> {
        let is_at = |live: &Live| bot.is_none_or(|bot| live.brain.bot.name == *bot);
        let mut ended = Vec::new();
        for (id, live) in self.0.conversations.of_person(subject) {
            let mut live = live.lock().await;
            if is_at(&live) {
                live.gone = true;
                ended.push(id);
            }
        }
        ended
    }

    /// The pseudonym of somebody whom a channel knows, and what is kept under it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn find_person(&self, address: &ChannelAddress) -> Result<SubjectSummary, EngineError> {
        let subject = self.0.store.subject(address);
        Ok(self.0.store.summary(&subject).await?)
    }

    /// Everything that is kept of a person; none for a stranger.
    ///
    /// # Errors
    /// The store failed.
    pub async fn export_person(&self, pseudonym: &str) -> Result<Option<Export>, EngineError> {
        match SubjectHandle::from_pseudonym(pseudonym) {
            Some(subject) => Ok(self.0.store.export(&subject).await?),
            None => Ok(None),
        }
    }

    /// Unanswered messages, the most frequent first: of one bot, or of all.
    ///
    /// # Errors
    /// The store failed.
    pub async fn inbox(&self, bot: Option<&BotName>) -> Result<Vec<InboxItem>, EngineError> {
        let mut items = self.0.store.inbox().await?;
        items.retain(|item| bot.is_none_or(|bot| item.bot == *bot));
        Ok(items)
    }

    /// Removes all unanswered messages that hold a text, whatever its case, and says how many they were.
    ///
    /// # Errors
    /// The store failed.
    pub async fn purge_inbox(&self, text: &str) -> Result<u64, EngineError> {
        Ok(self.0.store.purge_inbox(text).await?)
    }
}
