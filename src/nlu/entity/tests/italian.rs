//! The built-in types in Italian. Today is Wednesday 4 March 2026.

mod figures;

use super::{check_declared, check_in};

#[test]
fn days_near_today() {
    check_in(
        "it",
        "date",
        &[
            ("oggi", &["2026-03-04"]),
            ("da domani", &["2026-03-05"]),
            ("dopodomani va bene", &["2026-03-06"]),
            ("ieri", &["2026-03-03"]),
            ("l'altro ieri", &["2026-03-02"]),
            ("fra due settimane", &["2026-03-18"]),
            ("tra un mese", &["2026-04-04"]),
            ("fra quindici giorni", &["2026-03-19"]),
            ("tra un paio di settimane", &["2026-03-18"]),
            ("due giorni fa", &["2026-03-02"]),
            ("oggi a otto", &["2026-03-11"]),
            ("non domani", &[]),
            ("perché non domani", &["2026-03-05"]),
            ("posso iniziare subito", &["2026-03-04"]),
            ("subito", &["2026-03-04?"]),
            ("il prima possibile", &["2026-03-04?"]),
            ("ho un mese di preavviso", &["2026-04-04?"]),
            ("il mio preavviso è di due settimane", &["2026-03-18?"]),
        ],
    );
}

#[test]
fn days_of_the_week() {
    check_in(
        "it",
        "date",
        &[
            ("lunedì", &["2026-03-09", "2026-03-02?"]),
            ("lunedi", &["2026-03-09", "2026-03-02?"]),
            ("lunedì prossimo", &["2026-03-09"]),
            ("il prossimo lunedì", &["2026-03-09"]),
            ("questo venerdì", &["2026-03-06"]),
            ("sabato scorso", &["2026-02-28"]),
            ("lunedì a otto", &["2026-03-16"]),
            ("la settimana prossima", &["2026-03-09"]),
            ("la prossima settimana", &["2026-03-09"]),
            ("martedì della prossima settimana", &["2026-03-10"]),
            ("giovedì della settimana prossima", &["2026-03-12"]),
            ("la settimana scorsa", &["2026-02-25?"]),
            ("il fine settimana", &["2026-03-07"]),
            ("mercoledì 11 marzo", &["2026-03-11"]),
            ("lunedì, il 9 marzo", &["2026-03-09"]),
        ],
    );
}

#[test]
fn days_of_a_month() {
    check_in(
        "it",
        "date",
        &[
            ("il 4 aprile", &["2026-04-04", "2025-04-04?"]),
            ("dal 4 aprile 2027", &["2027-04-04"]),
            ("il quattro di aprile del 2027", &["2027-04-04"]),
            ("l'8 giugno", &["2026-06-08", "2025-06-08?"]),
            ("l'otto giugno", &["2026-06-08", "2025-06-08?"]),
            ("dall'11 maggio", &["2026-05-11", "2025-05-11?"]),
            ("il primo maggio", &["2026-05-01", "2025-05-01?"]),
            ("1° maggio", &["2026-05-01", "2025-05-01?"]),
            ("il ventuno aprile", &["2026-04-21", "2025-04-21?"]),
            ("il 15", &["2026-03-15", "2026-02-15?"]),
            ("il 15 del mese prossimo", &["2026-04-15"]),
            ("il primo del mese", &["2026-04-01", "2026-03-01?"]),
            ("fine mese", &["2026-03-31"]),
            ("alla fine di maggio", &["2026-05-31", "2025-05-31?"]),
            ("a metà maggio", &["2026-05-15", "2025-05-15?"]),
            ("inizio aprile", &["2026-04-01", "2025-04-01?"]),
            ("all'inizio del mese prossimo", &["2026-04-01"]),
            ("il mese prossimo", &["2026-04-01"]),
            ("fine anno", &["2026-12-31"]),
            ("da maggio", &["2026-05-01?", "2025-05-01?"]),
            ("maggio 2027", &["2027-05-01?"]),
            ("04/05/2026", &["2026-05-04"]),
            ("dal 4/5", &["2026-05-04", "2025-05-04?"]),
            ("il primo lunedì di maggio", &["2026-05-04"]),
            ("l'ultimo venerdì del mese", &["2026-03-27"]),
            ("la prima settimana di maggio", &[]),
            ("dopo Pasqua", &["2026-04-07?"]),
            ("posso iniziare dopo Natale", &["2026-12-27"]),
            ("dopo le feste", &["2027-01-07?"]),
            ("il 15% in più", &[]),
            ("ho 15 anni di esperienza", &[]),
        ],
    );
}

#[test]
fn a_doubted_day_is_no_answer_and_a_hedged_one_only_an_answer() {
    check_in(
        "it",
        "date",
        &[
            ("forse lunedì", &["2026-03-09?", "2026-03-02?"]),
            ("penso il 9 marzo", &["2026-03-09?", "2025-03-09?"]),
            ("lunedì, credo", &["2026-03-09?", "2026-03-02?"]),
            ("metà maggio? non so ancora", &[]),
            ("dipende, forse lunedì", &[]),
            ("quando, lunedì?", &["2026-03-09?", "2026-03-02?"]),
        ],
    );
}

#[test]
fn yes_and_no() {
    check_in(
        "it",
        "yes_no",
        &[
            ("sì", &["true"]),
            ("si", &["true"]),
            ("sì grazie", &["true"]),
            ("siii", &["true"]),
            ("certo", &["true"]),
            ("certo che no", &["false"]),
            ("va bene", &["true"]),
            ("ok va bene", &["true"]),
            ("d'accordo", &["true"]),
            ("perfetto, invia", &["true"]),
            ("sì, ce l'ho", &["true"]),
            ("ce l'ho", &["true"]),
            ("ho la patente", &["true?"]),
            ("perché no", &["true"]),
            ("no", &["false"]),
            ("no grazie", &["false"]),
            ("non ancora", &["false"]),
            ("purtroppo no", &["false"]),
            ("non ce l'ho", &["false"]),
            ("direi di no", &["false"]),
            ("non voglio che conserviate niente", &["false"]),
            ("mai avuta", &["false"]),
            ("sì, ma solo per questo scopo", &["true"]),
            ("sì, ma solo se è gratis", &["true?"]),
            ("va bene, però vorrei prima sapere una cosa", &["true?"]),
            ("ok?", &["true?"]),
            ("sì? e i miei dati?", &["true?"]),
            ("ok, non so", &[]),
            ("forse", &[]),
            ("non so", &[]),
            ("boh", &[]),
            ("sì e no", &[]),
            ("non lo so ancora", &[]),
            ("si può iniziare lunedì?", &[]),
            ("si chiama Ada", &[]),
            ("Silvia", &[]),
            ("Nora Certi", &[]),
            ("preferisco non dirlo", &[]),
            ("ho una domanda", &[]),
        ],
    );
}

#[test]
fn names() {
    check_in(
        "it",
        "person_name",
        &[
            ("mi chiamo Ada Lovelace", &["Ada Lovelace"]),
            ("Mi chiamo ada lovelace", &["Ada Lovelace"]),
            ("buongiorno, sono Chiara De Luca", &["Chiara De Luca"]),
            ("sono Ada", &["Ada"]),
            ("il mio nome è Giuseppe D'Angelo", &["Giuseppe D'Angelo"]),
            ("Nome: Ada", &["Ada"]),
            ("nome e cognome: Sara Rossi", &["Sara Rossi"]),
            ("sono il signor Bianchi", &["Bianchi"]),
            ("Ada Lovelace", &["Ada Lovelace?"]),
            ("ada lovelace, grazie", &["Ada Lovelace?"]),
            ("è Ada Lovelace", &["Ada Lovelace?"]),
            ("scrivi pure Maria Rossi", &["Maria Rossi?"]),
            ("Maria Rossi e vorrei candidarmi", &["Maria Rossi?"]),
            ("sono interessato al posto", &[]),
            ("sono un cuoco", &[]),
            ("sono di Roma", &[]),
            ("sono la nuova cuoca", &[]),
            ("sono italiana", &[]),
            ("sono molto stanca", &[]),
            ("sono pronto", &[]),
            ("sono disponibile da lunedì", &[]),
            ("annulla", &[]),
            ("sì", &[]),
            ("va bene", &[]),
            ("come ti chiami?", &[]),
            ("non te lo dico", &[]),
        ],
    );
}

#[test]
fn numbers() {
    check_in(
        "it",
        "number",
        &[
            ("3", &["3"]),
            ("ho tre anni di esperienza", &["3"]),
            ("sei anni", &["6"]),
            ("sei un bot?", &["6?"]),
            ("ventuno", &["21"]),
            ("milleduecento euro", &["1200"]),
            ("due milioni", &["2000000"]),
            ("duecento cinquanta", &["250"]),
            ("due anni e mezzo", &["2"]),
            ("due e mezzo", &["2.5"]),
            ("un paio di mesi", &["2"]),
            ("1.200,50", &["1200.5"]),
            ("nessuna esperienza", &["0?"]),
            ("una", &["1?"]),
        ],
    );
}

#[test]
fn a_name_ends_where_a_command_or_a_description_begins() {
    check_in(
        "it",
        "person_name",
        &[
            ("mi chiamo rosa conti scrivetemi a rosa@posta.example", &["Rosa Conti"]),
            ("mi chiamo rosa contattatemi pure", &["Rosa"]),
            ("mi chiamo rosa conti disponibile da domani", &["Rosa Conti"]),
            ("mi chiamo marco armi", &["Marco Armi"]),
            ("mi chiamo maria rosa cuoco", &["Maria Rosa Cuoco"]),
        ],
    );
    check_in("en", "person_name", &[("my name is ada lovelace email me at ada@posta.example", &["Ada Lovelace"])]);
}

#[test]
fn what_puts_a_name_right() {
    check_in(
        "it",
        "person_name",
        &[
            ("no aspetti, il nome giusto è Niccolò D'Angelo", &["Niccolò D'Angelo"]),
            ("quello giusto è Anna Conti", &["Anna Conti"]),
            ("intendevo Anna Conti", &["Anna Conti"]),
            ("intendevo lunedì", &[]),
            ("ci sono corsi di formazione?", &[]),
            ("sono anna conti", &["Anna Conti"]),
            ("ah no scusi, è gio.riva@posta.example", &[]),
            ("È gio.riva@posta.example", &[]),
        ],
    );
}

#[test]
fn a_part_of_the_day_is_no_part_of_a_date() {
    check_in("it", "date", &[("domani mattina", &["2026-03-05"]), ("domattina", &["2026-03-05"]), ("stasera", &["2026-03-04"])]);
}

#[test]
fn a_plain_italian_word_is_no_slip() {
    let roles = "
role:
  values: {driver: [autista, corriere, camion], cook: [cucina, cuoco], cleaner: [pulizie, pulizia], warehouse: [muletto, fattorino]}
  fuzzy: 1
";
    let none: &[&str] = &[];
    let words = "cugina cugine artista artiste polizia fuoco camino carriere muretto fattoria";
    let cases: Vec<(&str, &[&str])> = words.split(' ').map(|word| (word, none)).chain([("cucinna", &["cook"] as &[&str])]).collect();
    check_declared(roles, "role", &cases);
}
