//! Retention: what is due is erased, keys first, a few people at a time, so that turns find room in between.
//!
//! What is due follows from the sealed time of a person's last message at a bot and from the terms handed in, each time
//! anew: nothing about it lies in clear, and a term that was changed counts from the next sweep on. A sweep that ends
//! half-way has erased what it has erased; the next one finds the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use super::erase::{destroy, drop_old_receipts, old_receipts};
use super::records::{ConversationRecord, EvidenceRecord, ProfileRecord, SlotsRecord, Stored};
use super::seal::Pseudonym;
use super::sqlite::SubjectKeyRow;
use super::threads::Threads;
use super::vault::{Reading, Work};
use super::{METADATA, RESERVED_PURPOSES, StoreError, inbox, inspect};
use crate::domain::{BotName, PurposeName, Retention};

/// People looked at in one read, and people erased in one write: some ten milliseconds each, then others have their turn.
const PEOPLE_A_READ: u32 = 100;
const PEOPLE_A_WRITE: usize = 10;
/// Keys and inbox items looked at or erased in one go.
const ITEMS_AT_ONCE: usize = 500;
/// Up to so many people a sweep erases without asking, whatever share of all they are.
const FEW_PEOPLE: u64 = 100;

/// Told how many people are done, and how many there are.
pub type Progress<'a> = dyn Fn(u64, u64) + Sync + 'a;

/// How long things are kept after a person's last message, by bot.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The bots at work.
    pub bots: BTreeMap<BotName, BotTerms>,
    /// For people of bots that are not at work any more.
    pub otherwise: Retention,
    /// For unanswered messages, counted from the end of the week of the last sighting.
    pub inbox: Retention,
}

/// How long a bot keeps things after a person's last message.
#[derive(Debug, Clone)]
pub struct BotTerms {
    /// Everything of the person.
    pub everything: Retention,
    /// Values of a purpose, where that is shorter.
    pub purposes: BTreeMap<PurposeName, Retention>,
}

/// How far a sweep may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SweepMode {
    /// Counts what is due and erases nothing.
    DryRun,
    /// Erases, but nothing at all when that were most of the people: more likely a clock is wrong, or a term.
    Guarded,
    /// Erases: somebody has looked at the counts.
    Confirmed,
}

/// What to sweep.
#[derive(Debug, Clone)]
pub struct SweepOrder {
    /// How long things are kept.
    pub terms: Arc<Terms>,
    /// The present instant.
    pub now: Timestamp,
    /// How far to go.
    pub mode: SweepMode,
}

/// What a sweep did, or in a dry run would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// People at bots that were looked at: whoever talked to two bots counts twice.
    pub examined: u64,
    /// Those of whom everything was erased.
    pub erased: u64,
    /// Those of whom something is still kept.
    pub kept: u64,
    /// Those on hold, who are not touched.
    pub held: u64,
    /// Whether nothing was erased because it was only asked what is due.
    pub dry_run: bool,
    /// Whether nothing was erased because too much was due: somebody has to look and confirm.
    pub needs_confirmation: bool,
    /// People, each counted once.
    pub people: u64,
    /// People of whom anything was due.
    pub people_due: u64,
    /// Keys by `bot/purpose`.
    pub purposes: BTreeMap<String, SweptPurpose>,
    /// Records that went with their keys.
    pub records: u64,
    /// Unanswered messages past their time.
    pub inbox: u64,
    /// Receipts of erasures past their time.
    pub receipts: u64,
    /// Keys without a record, records without a key: what a crash left behind.
    pub orphans: u64,
    /// People at bots with records that do not open, so that nobody knows when they are due; they are kept.
    pub unreadable: u64,
    /// Bots that are not at work any more, of which people are known.
    pub unknown_bots: BTreeSet<String>,
}

/// What a sweep did with the keys of a purpose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SweptPurpose {
    /// Keys looked at.
    pub examined: u64,
    /// Keys destroyed, with all that lay under them.
    pub erased: u64,
}

impl Terms {
    fn everything(&self, bot: &str) -> Retention {
        self.of(bot).map_or(self.otherwise, |terms| terms.everything)
    }

    fn of(&self, bot: &str) -> Option<&BotTerms> {
        self.bots.iter().find(|(name, _)| name.as_str() == bot).map(|(_, terms)| terms)
    }

    /// The own term of a purpose. A purpose that its bot does not declare any more goes with the person: it may only have been
    /// renamed by mistake, and what is erased can not be had back.
    fn purpose(&self, bot: &str, purpose: &str) -> Option<Retention> {
        if RESERVED_PURPOSES.contains(&purpose) {
            return None;
        }
        self.of(bot)?.purposes.iter().find(|(name, _)| name.as_str() == purpose).map(|(_, keep)| *keep)
    }
}

/// Looks at everything, then erases what is due. `progress` gets how many people are done, and how many there are.
pub(super) async fn run(threads: &Threads, order: &SweepOrder, progress: Option<&Progress<'_>>) -> Result<Swept, StoreError> {
    let tell = |done, total| progress.iter().for_each(|progress| progress(done, total));
    // Counting a million people holds up writes for a moment: only where somebody is watching.
    let total = match progress {
        Some(_) => threads.read(|reading| reading.files.keys.count_people(reading.tenant)).await?,
        None => 0,
    };
    let mut swept = Swept { dry_run: order.mode == SweepMode::DryRun, ..Swept::default() };
    let (mut due, mut after) = (Vec::new(), None);
    loop {
        let order = order.clone();
        let page = threads.read(move |reading| examine(reading, after, &order)).await?;
        swept.add(page.swept);
        due.extend(page.due);
        tell(swept.people, total);
        let Some(last) = page.last else { break };
        after = Some(last);
    }
    swept.people_due = due.len() as u64;
    swept.needs_confirmation = order.mode == SweepMode::Guarded && is_too_much(swept.people_due, swept.people);
    if order.mode != SweepMode::DryRun {
        swept.forget_erased();
    }
    if !swept.needs_confirmation {
        if order.mode != SweepMode::DryRun {
            for (batch, people) in due.chunks(PEOPLE_A_WRITE).enumerate() {
                let (order, people) = (order.clone(), people.to_vec());
                swept.add(threads.write(move |work| erase_due(work, &people, &order)).await?);
                tell((batch * PEOPLE_A_WRITE) as u64, swept.people_due);
            }
        }
        sweep_rest(threads, order, &mut swept).await?;
    }
    swept.kept = swept.examined.saturating_sub(swept.erased).saturating_sub(swept.held);
    Ok(swept)
}

/// Whether so many at once look like a mistake: half of all people and more.
fn is_too_much(due: u64, people: u64) -> bool {
    due > FEW_PEOPLE && due.saturating_mul(2) >= people
}

/// What is linked to nobody: inbox items, receipts, orphans.
async fn sweep_rest(threads: &Threads, order: &SweepOrder, swept: &mut Swept) -> Result<(), StoreError> {
    let (keep, now, dry_run) = (order.terms.inbox, order.now, order.mode == SweepMode::DryRun);
    let items = threads.read(move |reading| inbox::due(reading, keep, now)).await?;
    if dry_run {
        swept.inbox += items.total();
        swept.receipts += threads.read(move |reading| old_receipts(reading.files, now)).await?;
    } else {
        if items.total() > 0 {
            swept.inbox += threads.write(move |work| inbox::expire_buffered(work, keep, now)).await?;
        }
        for ids in items.ids.chunks(ITEMS_AT_ONCE) {
            let ids = ids.to_vec();
            swept.inbox += threads.write(move |work| inbox::expire(work, &ids, keep, now)).await?;
        }
        swept.receipts += threads.write(move |work| drop_old_receipts(work.reading.files, now)).await?;
    }
    let mut after = None;
    loop {
        let (last, gone) = threads.read(move |reading| inspect::orphans(reading, after, ITEMS_AT_ONCE)).await?;
        if dry_run {
            swept.orphans += gone.len() as u64;
        } else if !gone.is_empty() {
            swept.orphans += threads.write(move |work| inspect::drop_orphans(&work.reading, &gone)).await?;
        }
        if last.is_none() {
            return Ok(());
        }
        after = last;
    }
}

impl Swept {
    fn add(&mut self, more: Self) {
        self.examined += more.examined;
        self.erased += more.erased;
        self.held += more.held;
        self.people += more.people;
        self.records += more.records;
        self.orphans += more.orphans;
        self.unreadable += more.unreadable;
        self.unknown_bots.extend(more.unknown_bots);
        for (purpose, counts) in more.purposes {
            let sum = self.purposes.entry(purpose).or_default();
            sum.examined += counts.examined;
            sum.erased += counts.erased;
        }
    }

    /// What was found to be due is not erased yet.
    fn forget_erased(&mut self) {
        self.erased = 0;
        self.orphans = 0;
        self.purposes.values_mut().for_each(|counts| counts.erased = 0);
    }
}

/// Some people, looked at.
struct Page {
    swept: Swept,
    /// Those of whom anything is due.
    due: Vec<Pseudonym>,
    /// Where the next page begins; none after the last.
    last: Option<Pseudonym>,
}

fn examine(reading: &Reading<'_>, after: Option<Pseudonym>, order: &SweepOrder) -> Result<Page, StoreError> {
    let people = reading.files.keys.people(reading.tenant, after, PEOPLE_A_READ)?;
    let last = people.last().copied().filter(|_| people.len() == PEOPLE_A_READ as usize);
    let mut page = Page { swept: Swept { people: people.len() as u64, ..Swept::default() }, due: Vec::new(), last };
    for pseudonym in people {
        let mut is_due = false;
        for at_bot in people_at_bots(reading, &pseudonym)? {
            let verdict = judge(reading, &at_bot, order)?;
            is_due |= matches!(verdict, Verdict::Due(_) | Verdict::Empty);
            if order.terms.of(&at_bot.bot).is_none() {
                page.swept.unknown_bots.insert(at_bot.bot.clone());
            }
            page.swept.count_examined(&at_bot, &verdict);
            page.swept.count_erased(&at_bot, &verdict);
        }
        if is_due {
            page.due.push(pseudonym);
        }
    }
    Ok(page)
}

/// Erases what is due of some people. It is judged again here, on the one thread that writes: a message that came
/// meanwhile has moved the time.
fn erase_due(work: &Work<'_>, people: &[Pseudonym], order: &SweepOrder) -> Result<Swept, StoreError> {
    let reading = &work.reading;
    let mut swept = Swept::default();
    for pseudonym in people {
        for at_bot in people_at_bots(reading, pseudonym)? {
            let verdict = judge(reading, &at_bot, order)?;
            for key in at_bot.keys.iter().filter(|key| verdict.is_due(key)) {
                swept.records += destroy(reading, key.key_id)?;
            }
            swept.count_erased(&at_bot, &verdict);
        }
    }
    Ok(swept)
}

impl Swept {
    fn count_examined(&mut self, at_bot: &PersonAtBot, verdict: &Verdict) {
        if matches!(verdict, Verdict::Empty) {
            return;
        }
        self.examined += 1;
        self.held += u64::from(matches!(verdict, Verdict::Held));
        self.unreadable += u64::from(matches!(verdict, Verdict::Unreadable));
        for key in &at_bot.keys {
            self.purposes.entry(key.purpose.clone()).or_default().examined += 1;
        }
    }

    fn count_erased(&mut self, at_bot: &PersonAtBot, verdict: &Verdict) {
        if matches!(verdict, Verdict::Empty) {
            self.orphans += at_bot.keys.len() as u64;
            return;
        }
        self.erased += u64::from(at_bot.keys.iter().all(|key| verdict.is_due(key)));
        for key in at_bot.keys.iter().filter(|key| verdict.is_due(key)) {
            self.purposes.entry(key.purpose.clone()).or_default().erased += 1;
        }
    }
}

/// A person's keys at one bot.
struct PersonAtBot {
    bot: String,
    keys: Vec<SubjectKeyRow>,
}

enum Verdict {
    /// These purposes are due, or all of them.
    Due(BTreeSet<String>),
    /// Nothing is due.
    Kept,
    /// Somebody has to decide first.
    Held,
    /// Records do not open: nobody knows.
    Unreadable,
    /// There is nothing under the keys.
    Empty,
}

impl Verdict {
    fn is_due(&self, key: &SubjectKeyRow) -> bool {
        match self {
            Self::Due(purposes) => purposes.contains(&key.purpose),
            Self::Empty => true,
            Self::Kept | Self::Held | Self::Unreadable => false,
        }
    }
}

fn people_at_bots(reading: &Reading<'_>, pseudonym: &Pseudonym) -> Result<Vec<PersonAtBot>, StoreError> {
    let mut by_bot: BTreeMap<String, Vec<SubjectKeyRow>> = BTreeMap::new();
    for key in reading.files.keys.of_subject(reading.tenant, pseudonym)? {
        by_bot.entry(split(&key.purpose).0.to_owned()).or_default().push(key);
    }
    Ok(by_bot.into_iter().map(|(bot, keys)| PersonAtBot { bot, keys }).collect())
}

fn split(code: &str) -> (&str, &str) {
    code.split_once('/').unwrap_or((code, ""))
}

fn judge(reading: &Reading<'_>, at_bot: &PersonAtBot, order: &SweepOrder) -> Result<Verdict, StoreError> {
    if at_bot.keys.iter().any(|key| key.hold) {
        return Ok(Verdict::Held);
    }
    let last = match last_interaction(reading, at_bot) {
        Ok(Some(last)) => last,
        Ok(None) => return Ok(Verdict::Empty),
        Err(StoreError::Unreadable { .. }) => return Ok(Verdict::Unreadable),
        Err(error) => return Err(error),
    };
    let is_due = |keep: Retention| keep.after(last).is_some_and(|due| due <= order.now);
    let everything = is_due(order.terms.everything(&at_bot.bot));
    let is_key_due = |key: &&SubjectKeyRow| everything || order.terms.purpose(&at_bot.bot, split(&key.purpose).1).is_some_and(is_due);
    let due: BTreeSet<String> = at_bot.keys.iter().filter(is_key_due).map(|key| key.purpose.clone()).collect();
    Ok(if due.is_empty() { Verdict::Kept } else { Verdict::Due(due) })
}

/// When the person last wrote to the bot; where no conversation is left, when anything of theirs was last written. None where
/// nothing is.
fn last_interaction(reading: &Reading<'_>, at_bot: &PersonAtBot) -> Result<Option<Timestamp>, StoreError> {
    let is_metadata = |key: &&SubjectKeyRow| split(&key.purpose).1 == METADATA;
    let mut last = None;
    for key in at_bot.keys.iter().filter(is_metadata) {
        last = last.max(latest(reading, key, |record: ConversationRecord| record.last_inbound)?);
    }
    if last.is_some() {
        return Ok(last);
    }
    for key in &at_bot.keys {
        last = last.max(latest(reading, key, |record: SlotsRecord| record.updated)?);
        last = last.max(latest(reading, key, |record: ProfileRecord| record.updated)?);
        last = last.max(latest(reading, key, |record: EvidenceRecord| record.at)?);
    }
    Ok(last)
}

fn latest<T: Stored>(reading: &Reading<'_>, key: &SubjectKeyRow, time: impl Fn(T) -> Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let key = reading.open_key(key)?;
    Ok(reading.records::<T>(&key)?.into_iter().map(|(_, record)| time(record)).max())
}
