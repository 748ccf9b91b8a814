use super::check;

#[test]
fn a_day_in_a_question_is_asked_about_and_not_told() {
    check("date", &[("I can start on 4 March 2027.", &["2027-03-04"]), ("Does somebody answer by 4 March 2027?", &["2027-03-04?"])]);
}

#[test]
fn absolute_dates() {
    check(
        "date",
        &[
            ("2026-03-09", &["2026-03-09"]),
            ("04.05.2026", &["2026-05-04"]),
            ("4/5/26", &["2026-05-04"]),
            ("3/25/2026", &["2026-03-25"]),
            ("I start on 4/5", &["2026-05-04", "2025-05-04?"]),
            ("4 May 2027", &["2027-05-04"]),
            ("May 4th, 2027", &["2027-05-04"]),
            ("the 4th of May", &["2026-05-04", "2025-05-04?"]),
            ("4 March", &["2026-03-04"]),
            ("March 3rd", &["2027-03-03", "2026-03-03?"]),
            ("Monday, 9 March", &["2026-03-09", "2025-03-09?"]),
            ("twenty-first of June", &["2026-06-21", "2025-06-21?"]),
            ("the 15th", &["2026-03-15", "2026-02-15?"]),
            ("the first of next month", &["2026-04-01"]),
            ("end of March", &["2026-03-31", "2025-03-31?"]),
            ("29 February", &["2028-02-29", "2024-02-29?"]),
            ("31/02/2026", &[]),
            ("24/7", &[]),
            ("192.168.10.20", &[]),
            ("you may 5 times", &[]),
            ("I may come", &[]),
        ],
    );
}

#[test]
fn relative_dates() {
    check(
        "date",
        &[
            ("today", &["2026-03-04"]),
            ("Tomorrow!", &["2026-03-05"]),
            ("the day after tomorrow", &["2026-03-06"]),
            ("next Monday", &["2026-03-09"]),
            ("next Wednesday", &["2026-03-11"]),
            ("this Wednesday", &["2026-03-04"]),
            ("this Friday", &["2026-03-06"]),
            ("on Monday", &["2026-03-09", "2026-03-02?"]),
            ("last Monday", &["2026-03-02"]),
            ("in two weeks", &["2026-03-18"]),
            ("in 10 days", &["2026-03-14"]),
            ("in a month", &["2026-04-04"]),
            ("two weeks from now", &["2026-03-18"]),
            ("3 days ago", &["2026-03-01"]),
            ("next week", &["2026-03-09"]),
            ("Tuesday next week", &["2026-03-10"]),
            ("next month", &["2026-04-01"]),
            ("end of month", &["2026-03-31"]),
            ("at the end of the month", &["2026-03-31"]),
            ("a week on Friday", &["2026-03-13"]),
            ("Friday week", &["2026-03-13"]),
            ("I moved here last year", &["2025-03-04?"]),
            ("asap", &["2026-03-04?"]),
            ("I can start immediately", &["2026-03-04"]),
            ("right away", &["2026-03-04?"]),
            ("I worked there for 3 years", &[]),
        ],
    );
}
