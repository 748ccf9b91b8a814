//! Sentences as people write them, with several things in them.

use super::super::check_in;

#[test]
fn dates_in_chatty_sentences() {
    check_in(
        "fr",
        "date",
        &[
            ("bjr, vous auriez qqch vendredi soir ?", &["2026-03-06?", "2026-02-27?"]),
            ("ce serait pour samedi prochain vers 20h, on sera 6", &["2026-03-07"]),
            ("Alors, disons le jeudi 12 mars en fin de journée", &["2026-03-12"]),
            ("plutôt la semaine d'après", &[]),
            ("mercredi ça m'arrange pas, jeudi oui", &["2026-03-05", "2026-02-26?"]),
            ("euh attendez, non, le 18 plutôt", &["2026-03-18", "2026-02-18?"]),
            ("du 3 au 7 avril", &["2026-04-03", "2026-03-03?", "2026-04-07", "2025-04-07?"]),
            ("d'ici vendredi", &["2026-03-06", "2026-02-27?"]),
            ("je peux à partir de lundi", &["2026-03-09", "2026-03-02?"]),
            ("mon anniversaire c'est le 12/08/1990", &["1990-08-12"]),
            ("né le 3 février 1985", &["1985-02-03"]),
            ("le week end du 14", &["2026-03-14", "2026-02-14?"]),
            ("dans 3 jours", &["2026-03-07"]),
            ("dans trois mois environ", &["2026-06-04?"]),
            ("je ne serai pas là avant le 20", &["2026-03-20", "2026-02-20?"]),
            ("on a mangé chez vous hier c'était très bon", &["2026-03-03"]),
            ("j'ai 25 ans et j'habite à Lyon", &[]),
            ("je vous remercie et bonne journée", &[]),
            ("ça fait 2 semaines que j'attends ma commande", &[]),
            ("c'est ouvert tous les jours ?", &[]),
        ],
    );
}

#[test]
fn times_in_chatty_sentences() {
    check_in(
        "fr",
        "time",
        &[
            ("ce serait pour samedi prochain vers 20h, on sera 6", &["20:00", "18:00?"]),
            ("plutôt 19h30 alors si c'est bon pour vous", &["19:30"]),
            ("à sept heures et demie du soir", &["19:30"]),
            ("vers midi ou 13h", &["12:00", "13:00"]),
            ("pas avant 18h", &["18:00"]),
            ("on arrivera à neuf heures moins dix", &["08:50"]),
            ("disons 8h et quart", &["08:15"]),
            ("20h15 svp", &["20:15"]),
            ("rdv à 14:00", &["14:00"]),
            ("dans l'après-midi", &[]),
            ("le matin de préférence", &[]),
            ("une demi-heure", &[]),
            ("la formation dure trois heures", &[]),
            ("24h/24", &[]),
        ],
    );
}
