//! Days and hours together in French.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    between: &[
        "a", "vers", "des", "le", "la", "matin", "du", "au", "de", "pour", "plutot", "autour", "apres", "avant", "environ", "donc",
        "alors", "disons", "matinee", "dans", "en", "et", "partir",
    ],
    only_before_hour: &["a", "des"],
    has_point: false,
    evening: &["midi", "soir", "soiree", "nuit", "aprem"],
    ahead: &["dans", "dici", "sous"],
    from_now: &["plus tard"],
    ago: &["plus tot"],
    since: &["il y a", "y a", "ya"],
    now: &["maintenant", "la maintenant", "en ce moment", "tout de suite"],
};
