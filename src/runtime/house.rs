//! Who is being understood right now, and how long one more would wait: a full house is an answer and never a growing wait.
//!
//! The wait is what is inside, in tokens, at the pace of the house: how long a token took lately while somebody was inside. That is all
//! that understanding takes – words, encoder, FAQ, values – on this machine, with whatever else it does.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The longest that an utterance may have to wait for those before it: about a second is what a flow of thought survives
/// (Nielsen 1993, *Usability Engineering*, chapter 5).
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// What one departure leaves of the pace that was measured before it: about the last hundred count.
const KEPT: f64 = 0.99;

/// The house; its door is [`House::enter`].
pub(super) struct House {
    state: Mutex<State>,
    longest_wait: Duration,
}

/// Too many are inside: when it may be worth coming again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full {
    pub(super) after: Duration,
}

#[derive(Default)]
struct State {
    guests: usize,
    /// The tokens of those inside.
    tokens: f64,
    /// When somebody was served last, or came into an empty house.
    since: Option<Instant>,
    /// Tokens that were served lately, and the seconds that they took; older ones count less.
    served: f64,
    seconds: f64,
}

/// An utterance inside; it leaves when this is dropped.
pub(super) struct Guest<'a> {
    house: &'a House,
    tokens: f64,
}

impl House {
    pub(super) fn new(longest_wait: Duration) -> Self {
        Self { state: Mutex::default(), longest_wait }
    }

    /// Lets an utterance of about so many tokens in, unless those inside take too long. An empty house takes anybody.
    pub(super) fn enter(&self, tokens: usize, now: Instant) -> Result<Guest<'_>, Full> {
        let mut state = self.lock();
        let wait = state.wait();
        if wait > self.longest_wait {
            return Err(Full { after: wait });
        }
        if state.guests == 0 {
            state.since = Some(now);
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of tokens is far below 2^52")]
        let tokens = tokens as f64;
        state.guests += 1;
        state.tokens += tokens;
        Ok(Guest { house: self, tokens })
    }

    /// Nothing that could panic runs under the lock, so a poisoned one is still whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// How long those inside will take. Nothing is known before somebody was served.
    fn wait(&self) -> Duration {
        let seconds = self.tokens * self.seconds / self.served;
        // As long as nobody was served this is no number.
        Duration::try_from_secs_f64(seconds).unwrap_or_default()
    }
}

impl Guest<'_> {
    /// Notes that the utterance was understood: the house learns its pace from that. One that leaves otherwise teaches nothing.
    pub(super) fn served(self, now: Instant) {
        let mut state = self.house.lock();
        // A machine that was asleep must not turn everybody away when it wakes.
        let took = state.since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since)).min(self.house.longest_wait);
        state.since = Some(now);
        state.served = state.served * KEPT + self.tokens;
        state.seconds = state.seconds * KEPT + took.as_secs_f64();
    }
}

impl Drop for Guest<'_> {
    fn drop(&mut self) {
        let mut state = self.house.lock();
        state.guests -= 1;
        // Sums of fractions would not end at 0; these are whole numbers.
        state.tokens -= self.tokens;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A house that has served a hundred utterances of ten tokens, each in so many milliseconds; and the time then.
    fn busy(per_utterance: u32) -> (House, Instant) {
        let house = House::new(LONGEST_WAIT);
        let mut now = Instant::now();
        for _ in 0..100 {
            let guest = house.enter(10, now).unwrap();
            now += MS * per_utterance;
            guest.served(now);
        }
        (house, now)
    }

    /// How many utterances of so many tokens are let in at once, and what the next one is told.
    fn fill(house: &House, tokens: usize, now: Instant) -> (usize, Full) {
        let mut guests = Vec::new();
        loop {
            match house.enter(tokens, now) {
                Ok(guest) => guests.push(guest),
                Err(full) => return (guests.len(), full),
            }
        }
    }

    #[test]
    fn so_many_are_let_in_as_are_served_in_the_longest_wait() {
        for (per_utterance, tokens, expected) in [(10, 10, 101), (10, 100, 11), (100, 10, 11), (100, 1, 101)] {
            let (house, now) = busy(per_utterance);
            let (inside, full) = fill(&house, tokens, now);
            assert_eq!(inside, expected, "{per_utterance} ms, {tokens} tokens");
            assert!(full.after > LONGEST_WAIT && full.after < LONGEST_WAIT * 2, "{full:?}");
        }
    }

    #[test]
    fn before_anybody_was_served_nobody_is_turned_away() {
        let (house, now) = (House::new(LONGEST_WAIT), Instant::now());
        let guests: Vec<_> = (0..1_000).map(|_| house.enter(256, now).unwrap()).collect();
        assert_eq!(guests.len(), 1_000);
    }

    #[test]
    fn those_who_leave_make_room_and_teach_no_pace() {
        let (house, now) = busy(10);
        let (inside, full) = fill(&house, 10, now);
        // All of them gave up, an hour later: nothing was learnt from them.
        assert_eq!(fill(&house, 10, now + Duration::from_hours(1)), (inside, full));
    }

    #[test]
    fn the_pace_is_that_of_the_whole_house() {
        let house = House::new(LONGEST_WAIT);
        let began = Instant::now();
        // Ten at a time are done together after 50 ms: 5 ms each.
        let mut now = began;
        for _ in 0..50 {
            let guests: Vec<_> = (0..10).map(|_| house.enter(10, now).unwrap()).collect();
            now += MS * 50;
            for guest in guests {
                guest.served(now);
            }
        }
        let (inside, _) = fill(&house, 10, now);
        assert!((190..=210).contains(&inside), "{inside}");
    }

    #[test]
    fn idle_time_is_not_counted_and_a_long_sleep_is_soon_forgotten() {
        let (house, now) = busy(10);
        let later = now + Duration::from_hours(1);
        assert_eq!(fill(&house, 10, later).0, 101);
        // Asleep in the middle of an utterance.
        let guest = house.enter(10, later).unwrap();
        let mut now = later + Duration::from_hours(1);
        guest.served(now);
        assert!(fill(&house, 10, now).0 > 30);
        for _ in 0..200 {
            let guest = house.enter(10, now).unwrap();
            now += MS * 10;
            guest.served(now);
        }
        assert!(fill(&house, 10, now).0 > 80);
    }
}
