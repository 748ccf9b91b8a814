use super::super::check_in;

#[test]
fn days_near_today() {
    check_in(
        "fr",
        "date",
        &[
            ("aujourd'hui", &["2026-03-04"]),
            ("aujourd’hui si possible", &["2026-03-04"]),
            ("auj c possible ?", &["2026-03-04?"]),
            ("demain", &["2026-03-05"]),
            ("demain matin ce serait top", &["2026-03-05"]),
            ("plutôt après-demain", &["2026-03-06"]),
            ("apres demain svp", &["2026-03-06"]),
            ("hier soir", &["2026-03-03"]),
            ("avant-hier", &["2026-03-02"]),
            ("ce soir", &["2026-03-04"]),
            ("cet après-midi", &["2026-03-04"]),
            ("dans 15 jours", &["2026-03-18"]),
            ("dans quinze jours environ", &["2026-03-18?"]),
            ("d'ici huit jours", &["2026-03-11"]),
            ("dans dix jours", &["2026-03-14"]),
            ("dans deux semaines", &["2026-03-18"]),
            ("dans une semaine", &["2026-03-11"]),
            ("dans un mois", &["2026-04-04"]),
            ("d'ici une quinzaine de jours", &["2026-03-18"]),
            ("sous huitaine", &["2026-03-11"]),
            ("demain en huit", &["2026-03-12"]),
            ("il y a deux jours", &["2026-03-02"]),
            ("ya 3 semaines", &["2026-02-11"]),
            ("pas demain", &[]),
            ("je ne peux pas demain, plutôt vendredi", &["2026-03-06", "2026-02-27?"]),
            ("pourquoi pas demain", &["2026-03-05"]),
            ("je peux commencer tout de suite", &["2026-03-04"]),
            ("tout de suite", &["2026-03-04?"]),
            ("dès que possible", &["2026-03-04?"]),
            ("n'importe quand", &["2026-03-04?"]),
            ("j'ai un mois de préavis", &["2026-04-04?"]),
            ("mon préavis est de deux semaines", &["2026-03-18?"]),
            ("un préavis de trois mois", &["2026-06-04?"]),
        ],
    );
}

#[test]
fn days_of_the_week() {
    check_in(
        "fr",
        "date",
        &[
            ("lundi", &["2026-03-09", "2026-03-02?"]),
            ("Lundi matin", &["2026-03-09", "2026-03-02?"]),
            ("lundi prochain", &["2026-03-09"]),
            ("le lundi qui vient", &["2026-03-09"]),
            ("ce vendredi", &["2026-03-06"]),
            ("vendredi de la semaine prochaine", &["2026-03-13"]),
            ("la semaine prochaine, jeudi", &["2026-03-12"]),
            ("la semaine prochaine", &["2026-03-09"]),
            ("samedi dernier", &["2026-02-28"]),
            ("lundi 9", &["2026-03-09"]),
            ("lundi 9.", &["2026-03-09"]),
            ("le lundi 9 à 10h", &["2026-03-09"]),
            ("vendredi le 10", &["2026-04-10"]),
            ("lundi 9 mars", &["2026-03-09"]),
            ("lundi 9 heures", &["2026-03-09", "2026-03-02?"]),
            ("lundi 9:30", &["2026-03-09", "2026-03-02?"]),
            ("lundi en huit", &["2026-03-16"]),
            ("lundi en quinze", &["2026-03-23"]),
            ("mardi dans 15 jours", &["2026-03-24"]),
            ("le week-end prochain", &["2026-03-07"]),
            ("ce weekend", &["2026-03-07"]),
            ("mercredi 11 mars", &["2026-03-11"]),
            ("lundi le 9 mars", &["2026-03-09"]),
            ("le lundi de Pâques", &["2026-04-06"]),
            ("plutot jeudi apres-midi", &["2026-03-05", "2026-02-26?"]),
            ("mardi après 17h", &["2026-03-10", "2026-03-03?"]),
            ("le mardi après la fête", &[]),
            ("le vendredi avant le 15 avril", &["2026-04-10"]),
            ("lundi je travaille, mardi alors", &["2026-03-10", "2026-03-03?"]),
            ("mardi, euh non mercredi", &["2026-03-11", "2026-02-25?"]),
            ("vendredi, ou plutôt samedi", &["2026-03-07", "2026-02-28?"]),
            ("sam", &["2026-03-07?", "2026-02-28?"]),
        ],
    );
}

#[test]
fn days_of_a_month() {
    check_in(
        "fr",
        "date",
        &[
            ("le 4 avril", &["2026-04-04", "2025-04-04?"]),
            ("du 4 avril 2027", &["2027-04-04"]),
            ("à partir du 3 mai", &["2026-05-03", "2025-05-03?"]),
            ("le 1er mai", &["2026-05-01", "2025-05-01?"]),
            ("le premier mai", &["2026-05-01", "2025-05-01?"]),
            ("vingt et un avril", &["2026-04-21", "2025-04-21?"]),
            ("le trente et un août", &["2026-08-31", "2025-08-31?"]),
            ("le 8 aout", &["2026-08-08", "2025-08-08?"]),
            ("15 dec", &["2026-12-15", "2025-12-15?"]),
            ("le 3 sept.", &["2026-09-03", "2025-09-03?"]),
            ("le 15", &["2026-03-15", "2026-02-15?"]),
            ("le 15 du mois prochain", &["2026-04-15"]),
            ("le premier du mois", &["2026-04-01", "2026-03-01?"]),
            ("le 20 ça m'irait", &["2026-03-20", "2026-02-20?"]),
            ("fin mars", &["2026-03-31", "2025-03-31?"]),
            ("à la fin du mois", &["2026-03-31"]),
            ("mi-avril", &["2026-04-15", "2025-04-15?"]),
            ("début mai 2027", &["2027-05-01"]),
            ("au début du mois prochain", &["2026-04-01"]),
            ("le premier lundi d'avril", &["2026-04-06"]),
            ("le premier lundi de mai", &["2026-05-04"]),
            ("le dernier vendredi du mois", &["2026-03-27"]),
            ("la première semaine de mai", &[]),
            ("en mai", &["2026-05-01?", "2025-05-01?"]),
            ("01/06/2026", &["2026-06-01"]),
            ("le 1/6", &["2026-06-01", "2025-06-01?"]),
            ("après Noël", &["2026-12-26?"]),
            ("je peux commencer après les fêtes", &["2027-01-02"]),
            ("le premier lundi après Pâques", &["2026-04-13?"]),
            ("le jour de Noël", &["2026-12-25", "2025-12-25?"]),
            ("jeudi de l'Ascension", &["2026-05-14"]),
        ],
    );
}

#[test]
fn doubts_and_what_is_no_day() {
    check_in(
        "fr",
        "date",
        &[
            ("peut-être lundi", &["2026-03-09?", "2026-03-02?"]),
            ("lundi, je crois", &["2026-03-09?", "2026-03-02?"]),
            ("vers le 15 mai", &["2026-05-15?", "2025-05-15?"]),
            ("mi-janvier, mais je ne sais pas encore", &[]),
            ("en mars, on verra", &[]),
            ("ça dépend", &[]),
            ("ma mère", &[]),
            ("la mer", &[]),
            ("le premier", &[]),
            ("le 15e arrondissement", &[]),
            ("il fait beau", &[]),
            ("la saison dernière était belle", &[]),
            ("j'ai deux semaines de vacances", &[]),
            ("je travaille ici depuis 3 ans", &[]),
            ("une table pour 4 personnes", &[]),
            ("midi", &[]),
            ("est-ce que vous ouvrez le dimanche ?", &["2026-03-08?", "2026-03-01?"]),
        ],
    );
}

/// For the test that counts.
pub(in crate::nlu::entity::tests) const TABLES: &[fn()] = &[days_near_today, days_of_the_week, days_of_a_month, doubts_and_what_is_no_day];
