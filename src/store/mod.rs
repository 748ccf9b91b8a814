//! The sealed store: what must be kept is kept as ciphertext, each person and purpose under an own key.
//!
//! Two files: `data.db` holds sealed records and nothing that says whose they are; `keys.db` holds wrapped keys under
//! pseudonyms. Erasing a person destroys the keys, then the records. The async methods here only hand work to the
//! store's own threads: a write is acknowledged after its group commit reached the disk.
//!
//! Reading order: [`model`], `seal`, `records`, `vault`, `commit`, `read`, `erase`, `sweep`, `inbox`, `threads`, `sqlite`.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::hex::to_hex;
use crate::domain::privacy::{EVIDENCE, METADATA, RESERVED_PURPOSES};
use crate::domain::{BotName, ChannelAddress, ConversationId, Language, MessageId};

mod commit;
mod erase;
mod error;
mod inbox;
mod inspect;
pub mod model;
mod read;
mod records;
pub mod seal;
mod sqlite;
mod sweep;
mod threads;
mod vault;

pub use error::{StoreError, StoreFile};
pub use inspect::{Checked, CheckedKeys, DumpPage, Export, ExportedPurpose, ExportedRecord, Stat, SubjectSummary};
pub use model::{
    ANSWERED_KEPT, AnsweredMessage, Evidence, InboxItem, NoticeAnswer, Profile, Receipt, ReplyRecord, Revision, StoredConversation,
    SubjectHandle, TurnCommit,
};
pub use seal::{RootKey, RootKeyError, RootKeyId};
pub use sqlite::{Access, StoreSettings, create_folder};
pub use sweep::{BotTerms, Progress, SweepMode, SweepOrder, Swept, SweptPurpose, Terms};

use threads::Threads;

/// The tenant of a single-tenant installation.
const TENANT: &str = "default";

/// The code of a bot's purpose, as keys are filed under it. Names hold no `/`, so no two codes are equal.
fn code(bot: &BotName, purpose: &str) -> String {
    format!("{bot}/{purpose}")
}

/// The sealed store of a tenant; cheap to clone, closed when the last clone is dropped.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    /// Dropped first: the threads finish before the lock is let go.
    threads: Threads,
    ring: Arc<seal::KeyRing>,
    may_write: bool,
    #[expect(dead_code, reason = "held for as long as the store is open")]
    lock: Option<sqlite::Lock>,
}

impl Store {
    /// Opens a store. With [`Access::Serve`] a new one is made in an empty data folder.
    ///
    /// # Errors
    /// [`StoreError`] says what stands in the way; a store that is refused stays as it was.
    pub fn open(settings: StoreSettings, now: Timestamp) -> Result<Self, StoreError> {
        let opened = sqlite::open(&settings, TENANT)?;
        let access = settings.access;
        // The root key is wiped here: from now on the tenant's keys suffice.
        drop(settings);
        if access == Access::Serve {
            erase::drop_old_receipts(&opened.files, now)?;
            drop_orphans(&opened)?;
        }
        Self::start(opened, access != Access::Read)
    }

    /// A store in memory, sealed under a key that is thrown away with it.
    ///
    /// # Errors
    /// [`StoreError`] when the machine gives no randomness or threads.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::start(sqlite::open_in_memory(TENANT)?, true)
    }

    fn start(opened: sqlite::Opened, may_write: bool) -> Result<Self, StoreError> {
        let ring = Arc::new(opened.ring);
        let threads = Threads::start(opened.files, opened.readers, &ring, TENANT)?;
        Ok(Self(Arc::new(Inner { threads, ring, may_write, lock: opened.lock })))
    }

    /// The person behind a channel address.
    pub fn subject(&self, address: &ChannelAddress) -> SubjectHandle {
        SubjectHandle(self.0.ring.pseudonym(address))
    }

    /// A stored conversation with its person. None for an unknown or erased id and for a wrong token alike.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when a record does not open.
    pub async fn conversation(
        &self,
        id: ConversationId,
        token_hash: &[u8; 32],
    ) -> Result<Option<(SubjectHandle, StoredConversation)>, StoreError> {
        let token_hash = *token_hash;
        self.0.threads.read(move |reading| read::conversation(reading, id, &token_hash)).await
    }

    /// What a bot knows of a person who was here before; empty for a new one.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when a record does not open.
    pub async fn profile(&self, subject: &SubjectHandle, bot: &BotName) -> Result<Profile, StoreError> {
        let (subject, bot) = (*subject, bot.clone());
        self.0.threads.read(move |reading| read::profile(reading, subject, &bot)).await
    }

    /// Writes a turn in one sealed transaction; ready when it is on the disk. Gives the revision to commit the next turn on.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when the conversation was erased since it was read, [`StoreError::Conflict`] when somebody
    /// else wrote it, [`StoreError::Overloaded`] when the queue is full. A turn that fails changes nothing.
    pub async fn commit(&self, turn: TurnCommit) -> Result<Revision, StoreError> {
        self.write(move |work| commit::commit(work, &turn)).await
    }

    /// Erases everything of a person at a bot: keys first, then records. A repeated erasure gives the same receipt;
    /// none when nothing is and was known of the person there.
    ///
    /// # Errors
    /// [`StoreError`] when the erasure could not be made durable.
    pub async fn erase(&self, subject: &SubjectHandle, bot: &BotName, now: Timestamp) -> Result<Option<Receipt>, StoreError> {
        let (subject, bot) = (*subject, bot.clone());
        self.write(move |work| erase::erase(work, subject, Some(&bot), now)).await
    }

    /// Adds an unanswered message, already redacted, to the inbox, or counts it once more. It is linked to nobody.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be made durable.
    pub async fn add_to_inbox(&self, bot: &BotName, language: &Language, iso_week: &str, redacted: &str) -> Result<(), StoreError> {
        let item = inbox::sighting(bot, language, iso_week, redacted);
        self.write(move |work| inbox::add(work, item)).await
    }

    /// The keyed hash under which a conversation remembers a message id.
    pub fn message_mac(&self, conversation: ConversationId, message: &MessageId) -> [u8; 16] {
        let parts: [&[u8]; 2] = [conversation.0.as_bytes(), message.0.as_bytes()];
        seal::cut(&self.0.ring.keyed_hash("sottovoce.message.v1", &parts))
    }

    /// The idempotency key of a call, in hexadecimal digits: the same after a crash between call and commit.
    pub fn idempotency_key(&self, conversation: ConversationId, turn: u64, step: &str, run: u32) -> String {
        let parts: [&[u8]; 4] = [conversation.0.as_bytes(), &turn.to_be_bytes(), step.as_bytes(), &run.to_be_bytes()];
        to_hex(&seal::cut(&self.0.ring.keyed_hash("sottovoce.idempotency.v1", &parts)))
    }

    /// Erases what is due, in batches that leave room for turns; `progress` is told how many people are done, and how
    /// many there are. A dry run needs no right to write.
    ///
    /// # Errors
    /// [`StoreError`] when a file cannot be read or an erasure could not be made durable; what was erased before stays so.
    pub async fn sweep(&self, order: &SweepOrder, progress: Option<&Progress<'_>>) -> Result<Swept, StoreError> {
        if order.mode != SweepMode::DryRun && !self.0.may_write {
            return Err(StoreError::ReadOnly);
        }
        sweep::run(&self.0.threads, order, progress).await
    }

    /// All people with their purposes, by pseudonym.
    ///
    /// # Errors
    /// [`StoreError`] when the keys file cannot be read.
    pub async fn subjects(&self) -> Result<Vec<SubjectSummary>, StoreError> {
        self.0.threads.read(inspect::subjects).await
    }

    /// A person's purposes and how many records lie under them: none, for a stranger.
    ///
    /// # Errors
    /// [`StoreError`] when a file cannot be read.
    pub async fn summary(&self, subject: &SubjectHandle) -> Result<SubjectSummary, StoreError> {
        let subject = *subject;
        self.0.threads.read(move |reading| inspect::summary(reading, subject)).await
    }

    /// Everything on a person, at all bots; none for a stranger.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when a record does not open.
    pub async fn export(&self, subject: &SubjectHandle) -> Result<Option<Export>, StoreError> {
        let subject = *subject;
        self.0.threads.read(move |reading| inspect::export(reading, subject)).await
    }

    /// Erases a person at all bots of the tenant; otherwise like [`Self::erase`].
    ///
    /// # Errors
    /// [`StoreError`] when the erasure could not be made durable.
    pub async fn erase_everywhere(&self, subject: &SubjectHandle, now: Timestamp) -> Result<Option<Receipt>, StoreError> {
        let subject = *subject;
        self.write(move |work| erase::erase(work, subject, None, now)).await
    }

    /// The inbox, the most frequent first.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when an item does not open.
    pub async fn inbox(&self) -> Result<Vec<InboxItem>, StoreError> {
        self.0.threads.read(inbox::list).await
    }

    /// Removes all inbox items that hold a text, whatever its case, and says how many they were.
    ///
    /// # Errors
    /// [`StoreError`] when the removal could not be made durable.
    pub async fn purge_inbox(&self, text: &str) -> Result<u64, StoreError> {
        let text = text.to_owned();
        self.write(move |work| inbox::purge(work, &text)).await
    }

    /// Whose keys there are, as JSON objects; never the keys.
    ///
    /// # Errors
    /// [`StoreError`] when the keys file cannot be read.
    pub async fn dump_keys(&self) -> Result<Vec<serde_json::Value>, StoreError> {
        self.0.threads.read(inspect::dump_keys).await
    }

    /// The records after one, opened, as JSON objects.
    ///
    /// # Errors
    /// [`StoreError`] when the data file cannot be read; a record that does not open is marked instead.
    pub async fn dump_page(&self, after: Option<uuid::Uuid>) -> Result<DumpPage, StoreError> {
        self.0.threads.read(move |reading| inspect::dump_page(reading, after)).await
    }

    /// Opens every key and record and looks for anything in clear.
    ///
    /// # Errors
    /// [`StoreError`] when a file cannot be read; keys and records that do not open are counted instead.
    pub async fn check(&self) -> Result<Checked, StoreError> {
        self.0.threads.read(inspect::check).await
    }

    /// Opens every key.
    ///
    /// # Errors
    /// [`StoreError`] when the keys file cannot be read; keys that do not open are counted instead.
    pub async fn check_keys(&self) -> Result<CheckedKeys, StoreError> {
        self.0.threads.read(inspect::check_keys).await
    }

    /// Counts people, keys and records.
    ///
    /// # Errors
    /// [`StoreError`] when a file cannot be read.
    pub async fn stat(&self) -> Result<Stat, StoreError> {
        self.0.threads.read(inspect::stat).await
    }

    /// Whether turns can be kept: false once the writing thread has stopped, which only a restart mends.
    pub fn can_write(&self) -> bool {
        self.0.may_write && self.0.threads.can_write()
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut vault::Work<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.0.may_write { self.0.threads.write(work).await } else { Err(StoreError::ReadOnly) }
    }
}

/// Deletes what a crash left behind between erasing keys and deleting their records.
fn drop_orphans(opened: &sqlite::Opened) -> Result<(), StoreError> {
    let reading = vault::Reading { files: &opened.files, ring: &opened.ring, tenant: TENANT };
    let (_, gone) = inspect::orphans(&reading, None, usize::MAX)?;
    inspect::drop_orphans(&reading, &gone).map(drop)
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

#[cfg(test)]
mod tests;
