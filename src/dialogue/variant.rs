//! Which variant of a message is said: the same in a repeated answer, different from turn to turn.

use crate::domain::MessageKey;

/// Chooses one of `count` variants from the conversation's seed, the turn and the message's key.
pub(super) fn choose(seed: u64, turn: u64, key: &MessageKey, count: usize) -> usize {
    let hash = key.as_str().bytes().fold(mix(seed) ^ mix(turn), |hash, byte| mix(hash ^ u64::from(byte)));
    let count = u64::try_from(count.max(1)).unwrap_or(1);
    usize::try_from(hash % count).unwrap_or(0)
}

/// The output function of `SplitMix64` (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_turn_says_the_same_and_other_turns_vary() {
        let key = MessageKey::new("apply.hello").unwrap();
        assert_eq!(choose(7, 3, &key, 4), choose(7, 3, &key, 4));
        let said: std::collections::BTreeSet<usize> = (0..40).map(|turn| choose(7, turn, &key, 4)).collect();
        assert_eq!(said.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
}
