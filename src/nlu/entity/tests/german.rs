//! The built-in types in German. Today is Wednesday 4 March 2026.

mod spans;

use super::{check_in, readings};
use crate::nlu::entity::EntitySet;

#[test]
fn days_near_today() {
    check_in(
        "de",
        "date",
        &[
            ("heute", &["2026-03-04"]),
            ("heut abend", &["2026-03-04"]),
            ("ab morgen", &["2026-03-05"]),
            ("gleich morgen früh", &["2026-03-05"]),
            ("übermorgen würde gehen", &["2026-03-06"]),
            ("uebermorgen", &["2026-03-06"]),
            ("ubermorgen vormittag", &["2026-03-06"]),
            ("gestern", &["2026-03-03"]),
            ("vorgestern hab ich das gekauft", &["2026-03-02"]),
            ("heute morgen", &["2026-03-04?"]),
            ("mir ist heute früh der Reifen geplatzt", &["2026-03-04?"]),
            ("in 14 Tagen", &["2026-03-18"]),
            ("in vierzehn Tagen", &["2026-03-18"]),
            ("so in ca. 2 Wochen", &["2026-03-18"]),
            ("in einer Woche", &["2026-03-11"]),
            ("innerhalb von drei Tagen", &["2026-03-07"]),
            ("in einem Monat", &["2026-04-04"]),
            ("in einem halben Jahr", &["2026-09-04"]),
            ("in anderthalb Jahren", &["2027-09-04"]),
            ("heute in einer Woche", &["2026-03-11"]),
            ("heute in acht Tagen", &["2026-03-11"]),
            ("heute in 14 tagen", &["2026-03-18"]),
            ("morgen in einer woche", &["2026-03-12"]),
            ("vor drei Tagen", &["2026-03-01"]),
            ("vor ner woche", &["2026-02-25"]),
            ("zwei Wochen ab heute", &["2026-03-18"]),
            ("nicht morgen", &[]),
            ("warum nicht morgen", &["2026-03-05"]),
            ("guten Morgen", &[]),
            ("Guten Morgen, ich hätte gern einen Termin am Freitag", &["2026-03-06", "2026-02-27?"]),
            ("Morgen, ich bräuchte einen Termin", &["2026-03-05?"]),
            ("jeden Morgen", &[]),
            ("sofort", &["2026-03-04?"]),
            ("ich kann sofort anfangen", &["2026-03-04?"]),
            ("anfangen könnte ich ab sofort", &["2026-03-04"]),
            ("so schnell wie möglich", &["2026-03-04?"]),
            ("ich habe zwei Wochen Kündigungsfrist", &["2026-03-18?"]),
            ("Kündigungsfrist beträgt 1 Monat", &["2026-04-04?"]),
            ("vielleicht morgen", &["2026-03-05?"]),
            ("morgen glaub ich", &["2026-03-05?"]),
            ("morgen? weiß noch nicht", &[]),
            ("erst morgen, ach nein, übermorgen", &["2026-03-06"]),
        ],
    );
}

#[test]
fn days_of_the_week() {
    check_in(
        "de",
        "date",
        &[
            ("Montag", &["2026-03-09", "2026-03-02?"]),
            ("am montag", &["2026-03-09", "2026-03-02?"]),
            ("Sonnabend", &["2026-03-07", "2026-02-28?"]),
            ("sonnabend vormittag", &["2026-03-07", "2026-02-28?"]),
            ("Freitagabend", &["2026-03-06", "2026-02-27?"]),
            ("freitag morgen", &["2026-03-06", "2026-02-27?"]),
            ("kommenden Montag", &["2026-03-09"]),
            ("am nächsten Montag", &["2026-03-09"]),
            ("naechsten montag", &["2026-03-09"]),
            ("diesen Freitag", &["2026-03-06"]),
            ("letzten Samstag", &["2026-02-28"]),
            ("übernächsten Dienstag", &["2026-03-17"]),
            ("Montag in acht Tagen", &["2026-03-16"]),
            ("Montag in einer Woche", &["2026-03-16"]),
            ("Montag in 14 Tagen", &["2026-03-23"]),
            ("nächste Woche", &["2026-03-09"]),
            ("nächste woche dienstag", &["2026-03-10"]),
            ("nächste Woche am Donnerstag", &["2026-03-12"]),
            ("Dienstag nächster Woche", &["2026-03-10"]),
            ("Freitag der kommenden Woche", &["2026-03-13"]),
            ("übernächste Woche Mittwoch", &["2026-03-18"]),
            ("uebernaechste woche", &["2026-03-16"]),
            ("diese Woche Freitag", &["2026-03-06"]),
            ("diese Woche noch", &[]),
            ("letzte Woche", &["2026-02-25?"]),
            ("am Wochenende", &["2026-03-07?"]),
            ("dieses Wochenende", &["2026-03-07"]),
            ("nächstes Wochenende", &["2026-03-07"]),
            ("Mittwoch, 11. März", &["2026-03-11"]),
            ("Montag, den 9.3.", &["2026-03-09"]),
            ("Mo. 9.3.", &["2026-03-09"]),
            ("Fr 13.3.2026", &["2026-03-13"]),
            ("am Fr", &["2026-03-06", "2026-02-27?"]),
            ("Fr. Müller", &[]),
            ("so um 10", &[]),
            ("das mach ich so", &[]),
            ("di caprio", &[]),
            ("montags", &[]),
            ("donerstag passt mir", &["2026-03-05", "2026-02-26?"]),
            ("mitwoch", &["2026-03-11", "2026-02-25?"]),
            ("Dienstag nach 15 Uhr", &["2026-03-10", "2026-03-03?"]),
            ("am Dienstag nach der Arbeit", &["2026-03-10", "2026-03-03?"]),
            ("der Dienstag nach der Messe", &[]),
            ("der Dienstag nach dem 20. März", &["2026-03-24"]),
            ("Montag kann ich nicht, Dienstag", &["2026-03-10", "2026-03-03?"]),
            ("Montag habe ich Zeit", &["2026-03-09", "2026-03-02?"]),
            ("nicht am Montag", &[]),
            ("haben Sie am Samstag offen?", &["2026-03-07?", "2026-02-28?"]),
        ],
    );
}

#[test]
fn days_of_a_month() {
    check_in(
        "de",
        "date",
        &[
            ("3. April", &["2026-04-03", "2025-04-03?"]),
            ("am 3. april", &["2026-04-03", "2025-04-03?"]),
            ("3.April", &["2026-04-03", "2025-04-03?"]),
            ("3 april 2027", &["2027-04-03"]),
            ("am 3.4.", &["2026-04-03", "2025-04-03?"]),
            ("am 3.4", &["2026-04-03", "2025-04-03?"]),
            ("am 3.4. um 10", &["2026-04-03", "2025-04-03?"]),
            ("3.4.", &["2026-04-03?", "2025-04-03?"]),
            ("03.04.2027", &["2027-04-03"]),
            ("3.4.27", &["2027-04-03"]),
            ("ab 1.5.", &["2026-05-01", "2025-05-01?"]),
            ("den ersten Mai", &["2026-05-01", "2025-05-01?"]),
            ("einundzwanzigster April", &["2026-04-21", "2025-04-21?"]),
            ("am zwölften Juni", &["2026-06-12", "2025-06-12?"]),
            ("am zwoelften juni", &["2026-06-12", "2025-06-12?"]),
            ("15ter Mai", &["2026-05-15", "2025-05-15?"]),
            ("5. Jänner", &["2027-01-05", "2026-01-05?"]),
            ("8. märz", &["2026-03-08", "2025-03-08?"]),
            ("8. maerz", &["2026-03-08", "2025-03-08?"]),
            ("20. febuar 2027", &["2027-02-20"]),
            ("am 15.", &["2026-03-15", "2026-02-15?"]),
            ("der 15. passt", &["2026-03-15", "2026-02-15?"]),
            ("am 15ten", &["2026-03-15", "2026-02-15?"]),
            ("am 15. um 10 uhr", &["2026-03-15", "2026-02-15?"]),
            ("zum 1. des nächsten Monats", &["2026-04-01"]),
            ("zum ersten des Monats", &["2026-04-01", "2026-03-01?"]),
            ("zum 2. Mal", &[]),
            ("am 3. Platz", &[]),
            ("der erste", &[]),
            ("im 3. Stock", &[]),
            ("Ende März", &["2026-03-31", "2025-03-31?"]),
            ("gegen Mitte Mai", &["2026-05-15", "2025-05-15?"]),
            ("ab Anfang April 2027", &["2027-04-01"]),
            ("Ende des Monats", &["2026-03-31"]),
            ("zum Monatsende", &["2026-03-31"]),
            ("Anfang nächsten Monats", &["2026-04-01"]),
            ("nächsten Monat", &["2026-04-01"]),
            ("Ende nächster Woche", &["2026-03-13"]),
            ("Mitte nächster Woche", &["2026-03-11"]),
            ("zum Jahresende", &["2026-12-31"]),
            ("im April", &["2026-04-01?", "2025-04-01?"]),
            ("der erste Montag im Mai", &["2026-05-04"]),
            ("am letzten Freitag des Monats", &["2026-03-27"]),
            ("erste Aprilwoche", &[]),
            ("die erste Woche im April", &[]),
            ("vom 10. bis 12. Mai", &["2026-05-10", "2025-05-10?"]),
            ("30. Februar", &[]),
        ],
    );
}

#[test]
fn feasts() {
    check_in(
        "de",
        "date",
        &[
            ("Heiligabend", &["2026-12-24", "2025-12-24?"]),
            ("an Silvester", &["2026-12-31", "2025-12-31?"]),
            ("am 2. Weihnachtstag", &["2026-12-26", "2025-12-26?"]),
            ("am Ostermontag", &["2026-04-06"]),
            ("Karfreitag", &["2026-04-03"]),
            ("Pfingstmontag", &["2026-05-25"]),
            ("Christi Himmelfahrt", &["2026-05-14"]),
            ("am Tag der Deutschen Einheit", &["2026-10-03", "2025-10-03?"]),
            ("nach Ostern", &["2026-04-07?"]),
            ("anfangen würde ich gleich nach Weihnachten", &["2026-12-27"]),
            ("Montag nach Pfingsten", &["2026-06-01?"]),
            ("im neuen Jahr", &["2027-01-01?"]),
            ("Ostern", &["2026-04-05?"]),
            ("vor Weihnachten", &[]),
            ("zwischen den Jahren", &[]),
        ],
    );
}

#[test]
fn times_of_day() {
    check_in(
        "de",
        "time",
        &[
            ("halb drei", &["14:30"]),
            ("um halb 3", &["14:30"]),
            ("um halb zehn morgens", &["09:30"]),
            ("halb eins", &["12:30"]),
            ("halb eins nachts", &["00:30"]),
            ("Viertel nach acht", &["08:15"]),
            ("viertel vor neun", &["08:45"]),
            ("viertel neun", &["08:15"]),
            ("dreiviertel neun", &["08:45"]),
            ("drei viertel neun", &["08:45"]),
            ("fünf vor halb neun", &["08:25"]),
            ("zehn nach acht", &["08:10"]),
            ("5 vor 12", &["11:55"]),
            ("20 Minuten vor 9", &["08:40"]),
            ("20 Uhr 15", &["20:15"]),
            ("acht Uhr dreißig", &["08:30"]),
            ("8uhr", &["08:00"]),
            ("8 uhr", &["08:00"]),
            ("9.30 Uhr", &["09:30"]),
            ("9:30", &["09:30"]),
            ("09.30h", &["09:30"]),
            ("14 Uhr", &["14:00"]),
            ("ein Uhr", &["13:00"]),
            ("um eins", &["13:00"]),
            ("um drei nachmittags", &["15:00"]),
            ("3 Uhr nachmittags", &["15:00"]),
            ("um 8 abends", &["20:00"]),
            ("um 6 Uhr früh", &["06:00"]),
            ("7 Uhr morgens", &["07:00"]),
            ("12 Uhr mittags", &["12:00"]),
            ("halb zwölf mittags", &["11:30"]),
            ("um 1 mittags", &["13:00"]),
            ("11 Uhr nachts", &["23:00"]),
            ("um 10", &["10:00"]),
            ("gegen 10", &["10:00"]),
            ("so gegen zehn", &["10:00"]),
            ("ab 16 Uhr", &["16:00"]),
            ("um zehn rum", &["10:00"]),
            ("um 10 würde gehen", &["10:00"]),
            ("Mitternacht", &["00:00"]),
            ("24 Uhr", &["00:00"]),
            ("Dienstag um halb vier", &["15:30"]),
            ("am 3.4. um 15 Uhr", &["15:00"]),
            ("Samstag 9.30", &["09:30"]),
            ("10", &["10:00?"]),
            ("vor 3 Tagen", &[]),
            ("um 2 Personen mehr", &[]),
            ("halb so schlimm", &[]),
            ("ein Viertel der Kosten", &[]),
            ("nach Berlin", &[]),
            ("Freitagnachmittag", &[]),
            ("25 Uhr", &[]),
        ],
    );
}

#[test]
fn numbers() {
    check_in(
        "de",
        "number",
        &[
            ("einundzwanzig", &["21"]),
            ("fünfunddreißig", &["35"]),
            ("fuenfunddreissig", &["35"]),
            ("zweihundertfünfzig", &["250"]),
            ("zwei tausend fünf hundert", &["2500"]),
            ("tausendzweihundert", &["1200"]),
            ("2 Millionen", &["2000000"]),
            ("eine Million", &["1000000"]),
            ("anderthalb", &["1.5"]),
            ("zweieinhalb Jahre", &["2.5"]),
            ("zwei Komma fünf", &["2.5"]),
            ("1.200", &["1200"]),
            ("1.200,50", &["1200.5"]),
            ("1 200 000", &["1200000"]),
            ("1'200", &["1200"]),
            ("3,5", &["3.5"]),
            ("ein Dutzend", &["12"]),
            ("ein halbes Dutzend", &["6"]),
            ("wir sind zu viert", &["4"]),
            ("zu zweit", &["2"]),
            ("dreimal pro Woche", &["3"]),
            ("zwo", &["2"]),
            ("ein Jahr", &["1"]),
            ("ein Fahrrad", &["1?"]),
            ("ich habe eins", &["1?"]),
            ("keine", &["0?"]),
            ("gar keine", &["0?"]),
            ("null Problem", &["0?"]),
            ("drei oder vier", &["3", "4"]),
            ("so um die 15", &["15"]),
            ("-5", &["-5"]),
            ("minus", &[]),
            ("so 5-6 Jahre", &[]),
            ("einige", &[]),
            ("ein paar", &[]),
            ("so ein Dings halt", &[]),
            ("eine ganz andere Frage", &[]),
            ("nur einen", &["1?"]),
            ("eine Million zweihunderttausend", &["1200000"]),
            ("der Hund", &[]),
            ("noch einmal", &[]),
            ("hundertprozentig", &[]),
            ("neunundneunzig Luftballons", &["99"]),
            ("mit 18 Gängen", &["18"]),
            ("drei und zwanzig", &["23"]),
            ("sechszehn", &["16"]),
        ],
    );
}

#[test]
fn names() {
    check_in(
        "de",
        "person_name",
        &[
            ("Mein Name ist Anna Schmidt", &["Anna Schmidt"]),
            ("mein name ist anna schmidt", &["Anna Schmidt"]),
            ("ich heiße Jürgen Groß", &["Jürgen Groß"]),
            ("ich heisse juergen gross", &["Juergen Gross"]),
            ("Ich heiße Otto von Bismarck und brauche einen Termin", &["Otto von Bismarck"]),
            ("Ich bin Karl-Theodor zu Guttenberg", &["Karl-Theodor zu Guttenberg"]),
            ("ich bin die Petra Müller-Lüdenscheidt", &["Petra Müller-Lüdenscheidt"]),
            ("ich bin der Michael", &["Michael?"]),
            ("Hier ist Sabine Koch", &["Sabine Koch"]),
            ("Hallo, hier Müller", &["Müller?"]),
            ("Müller", &["Müller?"]),
            ("Müller, Peter", &["Peter Müller?"]),
            ("peter müller", &["Peter Müller?"]),
            ("Peter Müller ist mein Name", &["Peter Müller?"]),
            ("Schmidt heiße ich", &["Schmidt?"]),
            ("Frau Dr. Annegret Vogel", &["Annegret Vogel?"]),
            ("Herr Schulze", &["Schulze?"]),
            ("ja klar, Lena Fischer", &["Lena Fischer?"]),
            ("auf den Namen Özdemir bitte", &["Özdemir"]),
            ("Name: Jana Weiß", &["Jana Weiß"]),
            ("nennen Sie mich Tom", &["Tom"]),
            ("Viele Grüße, Heike Baumann", &["Heike Baumann?"]),
            ("mfg klaus wagner", &["Klaus Wagner?"]),
            ("das ist Jonas Bauer", &["Jonas Bauer?"]),
            ("also ich bin Maria Huber, Kundin seit Jahren", &["Maria Huber"]),
            ("ich bin Kunde bei Ihnen", &[]),
            ("ich bin Rentner", &[]),
            ("Ich bin Studentin", &[]),
            ("ich bin krank", &[]),
            ("ich bin nicht sicher", &[]),
            ("ich bin morgen da", &[]),
            ("ich bin von der Firma Bosch", &[]),
            ("Ich bin am Montag im Urlaub", &[]),
            ("hier ist mein Problem", &[]),
            ("neue Adresse", &[]),
            ("Termin", &[]),
            ("Keine Ahnung", &[]),
            ("einen Termin bitte", &[]),
            ("was kostet das?", &[]),
            ("guten Tag", &[]),
            ("mein Name ist Hase", &["Hase"]),
            ("der Name ist falsch geschrieben", &[]),
            ("nein, der Name ist falsch: Lars Petersen", &["Lars Petersen"]),
            ("vielen Dank", &[]),
            ("weiß ich nicht", &[]),
            ("Fahrrad kaputt", &[]),
            ("Kurz", &["Kurz?"]),
            ("Sebastian Kurz", &["Sebastian Kurz?"]),
        ],
    );
}

#[test]
fn phones_are_cued() {
    let set = EntitySet::default();
    let context = |country: &str, text: &str| {
        let context = super::ExtractContext { language: crate::domain::Language::new("de").unwrap(), now: super::now() };
        let found = super::Extractors::new(&set, Some(country)).extract(text, &context);
        let phones = found.into_iter().filter(|entity| entity.kind.as_str() == "phone");
        phones
            .map(|phone| {
                format!("{}{}", phone.value.to_json().as_str().unwrap(), if phone.strength == super::Strength::Clear { "" } else { "?" })
            })
            .collect::<Vec<_>>()
    };
    for (country, text, expected) in [
        ("DE", "0171 1234567", "+491711234567?"),
        ("DE", "meine Handynummer ist 0171/1234567", "+491711234567"),
        ("DE", "Tel.: 030-123 45 67", "+49301234567"),
        ("DE", "telefonisch erreichbar unter 089 / 12 34 56", "+4989123456"),
        ("DE", "rufen Sie mich bitte an: 0151 23456789", "+4915123456789"),
        ("DE", "+49 (0)171 1234567", "+491711234567"),
        ("DE", "0049 171 1234567", "+491711234567"),
        ("DE", "(0221) 98 76 54", "+49221987654?"),
        ("AT", "Handy 0664 1234567", "+436641234567"),
        ("AT", "0664/123 45 67", "+436641234567?"),
        ("CH", "meine Nummer: 079 123 45 67", "+41791234567"),
        ("CH", "natel 0791234567", "+41791234567"),
        ("DE", "Handy: 01712345678", "+491712345678"),
        ("DE", "handynr 0160 1234567", "+491601234567"),
        ("DE", "meine Nummer lautet 0176 12345678", "+4917612345678"),
        ("DE", "Festnetz 0421-123456", "+49421123456"),
        ("DE", "Rückruf bitte unter 040 123456", "+4940123456"),
        ("DE", "mobil 0170 / 12 34 567", "+491701234567"),
        ("DE", "Sie erreichen mich telefonisch unter 0221 123456", "+49221123456"),
        ("DE", "ruf mich an 0157 12345678", "+4915712345678"),
        ("DE", "Rufnummer 07121 12345", "+49712112345"),
        ("DE", "whatsapp 01512 3456789", "+4915123456789"),
        ("DE", "Anna Schmidt, 0171 1234567", "+491711234567?"),
        ("DE", "+43 664 1234567", "+436641234567"),
        ("DE", "+41 79 123 45 67", "+41791234567"),
        ("AT", "Tel. 01 5331234", "+4315331234"),
        ("AT", "rufen Sie mich an unter 0676 1234567", "+436761234567"),
        ("AT", "+49 171 1234567", "+491711234567"),
        ("CH", "Tel 044 123 45 67", "+41441234567"),
        ("CH", "mobil: 076 123 45 67", "+41761234567"),
        ("CH", "076 123 45 67", "+41761234567?"),
    ] {
        assert_eq!(context(country, text), [expected], "{text}");
    }
    for (country, text) in [
        ("DE", "Rechnung 12345"),
        ("DE", "am 03.04.2026"),
        ("DE", "80331 München"),
        ("CH", "079 12"),
        ("DE", "um 14:30"),
        ("DE", "12 Zoll"),
        ("DE", "R-123"),
        ("DE", "halb drei"),
        ("DE", "Größe 42"),
        ("DE", "1.200,50 Euro"),
    ] {
        assert_eq!(context(country, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn sums_of_money() {
    let set = EntitySet::default();
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("12,50 €", "12.50"),
        ("€ 12,50", "12.50"),
        ("20€", "20.00"),
        ("20 Euro", "20.00"),
        ("20,- Euro", "20.00"),
        ("12 Euro 50", "12.50"),
        ("12 euro und 50 cent", "12.50"),
        ("zwölf Euro fünfzig", "12.50"),
        ("1.200 Euro", "1200.00"),
        ("1.200,50 EUR", "1200.50"),
        ("1 200 €", "1200.00"),
        ("zweitausend Euro", "2000.00"),
        ("2 tausend euro", "2000.00"),
        ("fuenfhundert euro", "500.00"),
        ("so um die 50 Euro", "50.00"),
        ("maximal 80 euro bitte", "80.00"),
        ("50 Tacken", "50.00"),
        ("höchstens 45,90 €", "45.90"),
        ("35€ wäre ok", "35.00"),
        ("hundertzwanzig Euro", "120.00"),
        ("zwölf euro und fünfzig cent", "12.50"),
        ("10.000 €", "10000.00"),
        ("bis 99,99€ passt es", "99.99"),
        ("5 euronen", "5.00"),
        ("EUR 250,00", "250.00"),
        ("das waren 17 Euro 80", "17.80"),
        ("fünfzehn euro pro Tag", "15.00"),
        ("einen Euro", "1.00"),
        ("dreißig Euro bitte", "30.00"),
        ("0,50 €", "0.50"),
        ("ein Euro", "1.00"),
    ] {
        let expected = format!("{{\"amount\":\"{expected}\",\"currency\":\"EUR\"}}");
        let read = readings(&set, "de", "money", text);
        if read != [expected.clone()] {
            wrong.push(format!("{text}: {read:?}"));
        }
    }
    for (text, amount, currency) in
        [("30 Franken", "30.00", "CHF"), ("CHF 20.50", "20.50", "CHF"), ("5 Franken 50", "5.50", "CHF"), ("10 Dollar", "10.00", "USD")]
    {
        let read = readings(&set, "de", "money", text);
        if read != [format!("{{\"amount\":\"{amount}\",\"currency\":\"{currency}\"}}")] {
            wrong.push(format!("{text}: {read:?}"));
        }
    }
    for text in ["zwei Pfund Tomaten", "der Euro", "teuer", "Eurovision", "20 Prozent Rabatt"] {
        let read = readings(&set, "de", "money", text);
        if read.iter().any(|read| !read.ends_with('?')) {
            wrong.push(format!("{text}: {read:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn yes_and_no() {
    let yes = "ja|jo|jaa|jep|jawohl|ja klar|ja gerne|ja bitte|na klar|klaro|natürlich|natuerlich|sicher|selbstverständlich|auf jeden Fall|genau|ganz genau|stimmt|stimmt so|\
das stimmt|richtig|alles richtig|korrekt|passt|passt so|passt schon|das passt mir gut|ok|okay|in ordnung|geht in Ordnung|alles klar|einverstanden|gern|sehr gerne|von mir aus|meinetwegen|\
so ist es|ja, so machen wir das|machen Sie das|bitte abschicken|schicken Sie es ab|kein Problem|warum nicht|ich denke schon|glaub schon|perfekt|wunderbar|klingt gut|sieht gut aus|\
ja, aber nur dafür|doch|doch, klar|gut|na gut|also gut|ja passt, danke|super, danke|ja das ist richtig so|alles gut, bitte buchen|jaaa|👍|dürfen Sie gerne|jo passt|tiptop|ich stimme zu|\
hab nichts dagegen|ich habe keine Einwände|bitte|ist ok|eh klar|freilich|jawoll|mhm|yes|Hallo, ja gerne|Danke, passt so|ja, speichern Sie das ruhig|weiter|nur zu|buchen";
    let no = "nein|nee|ne|nö|noe|nein danke|ne danke|nope|auf keinen Fall|auf gar keinen Fall|lieber nicht|besser nicht|eher nicht|leider nicht|leider nein|noch nicht|nicht wirklich|überhaupt nicht|ueberhaupt nicht|\
gar nicht|natürlich nicht|das stimmt nicht|stimmt so nicht|stimmt nicht ganz|passt nicht|passt mir leider nicht|falsch|das ist falsch|das geht nicht|nicht einverstanden|ich stimme nicht zu|ich möchte das nicht|will ich nicht|\
ich glaube nicht|denke nicht|hab ich nicht|ich habe keinen|kein Interesse|nicht speichern|bitte nicht|kommt nicht in Frage|niemals|nie|keinesfalls|doch nicht|nein, das will ich nicht|vergiss es|nichts|keine|👎|im Moment nicht|danke, nein|ach nein|nicht so";
    let neither = "jein|vielleicht|weiß nicht|weiß ich nicht|keine Ahnung|mal sehen|egal|ist mir egal|kommt drauf an|ja und nein|ich bin mir nicht sicher|kann sein|Moment|eine Frage hätte ich noch|wie bitte|\
ich verstehe die Frage nicht|ja, weiß nicht|einen Termin|Freitag|Anna Schmidt|drei|schlauch kaputt|jahrelang|neinsager|okapi|gernegroß|nehmen wir den roten|neu|genauer gesagt";
    let set = EntitySet::default();
    let mut wrong = Vec::new();
    for (texts, expected) in [(yes, vec!["true"]), (no, vec!["false"]), (neither, vec![])] {
        for text in texts.split('|') {
            let read = readings(&set, "de", "yes_no", text);
            if read != expected {
                wrong.push(format!("{text}: {read:?}"));
            }
        }
    }
    // With a reservation or a question it is no clear answer.
    for text in [
        "ja, aber erst nächste Woche",
        "ja wenn es nicht zu teuer ist",
        "ja, lieber Freitag",
        "ok?",
        "ja, was kostet das denn?",
        "gerne, falls das geht",
    ] {
        let read = readings(&set, "de", "yes_no", text);
        if read.iter().any(|read| read == "true") {
            wrong.push(format!("{text}: {read:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
