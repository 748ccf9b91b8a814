//! The terms of the bots at work, and when the next sweep is due.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{Engine, EngineError};
use crate::bot::Bot;
use crate::domain::Retention;
use crate::privacy::DEFAULT_RETENTION;
use crate::store::{BotTerms, SweepMode, SweepOrder, Swept, Terms};

/// How long unanswered messages are kept after the week in which they were last seen.
const INBOX_RETENTION: Retention = Retention::Months(6);

/// How long after the start the first sweep comes: not beside the first rush of messages.
const FIRST_SWEEP: SignedDuration = SignedDuration::from_mins(5);
const SWEEP_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// How long these bots keep what they store. People of any other bot are kept as long as a bot that says nothing keeps them.
pub fn terms_of<'a>(bots: impl IntoIterator<Item = &'a Bot>) -> Terms {
    let terms = |bot: &Bot| {
        let purposes = bot.purposes.iter().map(|purpose| (purpose.name.clone(), purpose.keep)).collect();
        (bot.name.clone(), BotTerms { everything: bot.retention, purposes })
    };
    let bots: BTreeMap<_, _> = bots.into_iter().map(terms).collect();
    Terms { bots, otherwise: DEFAULT_RETENTION, inbox: INBOX_RETENTION }
}

/// When the next sweep is due, by the clock that everything else goes by.
#[derive(Debug)]
pub struct SweepTimer {
    asked: Timestamp,
    next: Timestamp,
}

impl SweepTimer {
    /// A timer for a server that starts now.
    pub fn new(now: Timestamp) -> Self {
        Self { asked: now, next: later(now, FIRST_SWEEP) }
    }

    /// Whether a sweep is due; then the next one is due an hour later.
    pub fn is_due(&mut self, now: Timestamp) -> bool {
        if now < self.asked {
            // The clock was set back: nobody waits until it has caught up.
            self.next = self.next.min(later(now, SWEEP_EVERY));
        }
        self.asked = now;
        let due = now >= self.next;
        if due {
            self.next = later(now, SWEEP_EVERY);
        }
        due
    }
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

impl Engine {
    /// Erases what is due by the terms of the bots at work, beside the turns.
    ///
    /// # Errors
    /// The store failed; what was erased before stays erased.
    pub async fn sweep(&self, mode: SweepMode) -> Result<Swept, EngineError> {
        let terms = Arc::new(terms_of(self.0.brains.values().map(|brain| &brain.bot)));
        // One at a time: a second one would only look at the same people again.
        let _alone = self.0.sweeping.lock().await;
        Ok(self.0.store.sweep(&SweepOrder { terms, now: self.now(), mode }, None).await?)
    }

    /// A timer that starts now.
    pub fn sweep_timer(&self) -> SweepTimer {
        SweepTimer::new(self.now())
    }

    /// Sweeps when the timer says so; what comes of it goes to the log. Call it every second or so.
    pub async fn sweep_if_due(&self, timer: &mut SweepTimer) {
        if !timer.is_due(self.now()) {
            return;
        }
        match self.sweep(SweepMode::Guarded).await {
            Ok(swept) if swept.needs_confirmation => tracing::error!(
                people = swept.people,
                people_due = swept.people_due,
                "the sweep stopped: it would erase data of at least half of all people. Is the clock right, are the terms? Then confirm it: POST /v1/tenants/default/sweep"
            ),
            Ok(swept) => {
                if swept.unreadable > 0 {
                    tracing::error!(
                        unreadable = swept.unreadable,
                        "people whose records do not open are kept: run `sottovoce store check`"
                    );
                }
                tracing::info!(
                    examined = swept.examined,
                    people_due = swept.people_due,
                    erased = swept.erased,
                    inbox = swept.inbox,
                    orphans = swept.orphans,
                    "swept"
                );
            }
            Err(error) => tracing::error!(%error, "the sweep failed, the next one goes on from there"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sweep_comes_after_five_minutes_and_the_next_ones_hourly_whatever_the_clock_does() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let mut timer = SweepTimer::new(at("2026-11-23T12:00:00Z"));
        let cases = [
            ("2026-11-23T12:04:59Z", false),
            ("2026-11-23T12:05:00Z", true),
            ("2026-11-23T12:05:01Z", false),
            ("2026-11-23T13:05:00Z", true),
            // Two years forward, and at once back again.
            ("2028-11-23T13:05:01Z", true),
            ("2026-11-23T13:05:02Z", false),
            ("2026-11-23T14:05:01Z", false),
            ("2026-11-23T14:05:02Z", true),
        ];
        for (now, due) in cases {
            assert_eq!(timer.is_due(at(now)), due, "{now}");
        }
    }
}
