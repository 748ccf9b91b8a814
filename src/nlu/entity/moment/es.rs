//! Days and hours together in Spanish.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    between: &[
        "a",
        "las",
        "la",
        "hacia",
        "sobre",
        "el",
        "manana",
        "de",
        "del",
        "por",
        "en",
        "eso",
        "para",
        "como",
        "alrededor",
        "mejor",
        "desde",
        "tipo",
        "antes",
        "despues",
        "pues",
        "mediodia",
        "partir",
    ],
    only_before_hour: &["desde"],
    has_point: false,
    evening: &["tarde", "noche"],
    ahead: &["en", "dentro de", "de aqui a"],
    from_now: &["mas tarde"],
    ago: &["atras"],
    since: &["hace"],
    now: &["ahora", "ahora mismo", "en este momento", "ahorita", "ya mismo"],
};
