use super::{check, check_in};

#[test]
fn a_week_of_a_month_is_no_day_and_takes_the_notice_with_it() {
    check(
        "date",
        &[
            ("the first week of January", &[]),
            ("first week in Feb", &[]),
            ("I have a month's notice, so the first week of May", &[]),
            ("a month's notice, maybe first week", &[]),
            ("last week of next month", &[]),
            ("the 15th of the second", &["2027-02-15?", "2026-02-15?"]),
            ("the 15th of the second month", &["2027-02-15", "2026-02-15?"]),
        ],
    );
}

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
            ("Monday, 9 March", &["2026-03-09"]),
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

/// Relative to Wednesday, 4 March 2026; Easter Sunday is 5 April 2026.
#[test]
fn weeks_and_parts_of_months_ahead() {
    check(
        "date",
        &[
            ("week after next", &["2026-03-16"]),
            ("the week after next", &["2026-03-16"]),
            ("the month after next", &["2026-05-01"]),
            ("Monday after next", &["2026-03-16"]),
            ("in a fortnight", &["2026-03-18"]),
            ("in a fortnight's time", &["2026-03-18"]),
            ("in 3 weeks' time", &["2026-03-25"]),
            ("in three weeks time", &["2026-03-25"]),
            ("tomorrow week", &["2026-03-12"]),
            ("a week tomorrow", &["2026-03-12"]),
            ("a week today", &["2026-03-11"]),
            ("Monday week", &["2026-03-16"]),
            ("end of the month", &["2026-03-31"]),
            ("end of this month", &["2026-03-31"]),
            ("beginning of next month", &["2026-04-01"]),
            ("the middle of next month", &["2026-04-15"]),
            ("mid next month", &["2026-04-15"]),
            ("early next month", &["2026-04-01"]),
            ("mid-month", &["2026-03-15", "2026-02-15?"]),
            ("mid January", &["2027-01-15", "2026-01-15?"]),
            ("mid-January", &["2027-01-15", "2026-01-15?"]),
            ("start of May", &["2026-05-01", "2025-05-01?"]),
            ("the first Monday in February", &["2027-02-01"]),
            ("first Monday of May 2027", &["2027-05-03"]),
            ("last Friday of March", &["2026-03-27"]),
            ("2nd Tuesday in March", &["2026-03-10"]),
            ("the first Monday of next month", &["2026-04-06"]),
            ("the 5th Monday in February 2027", &[]),
            ("the fifth Monday in February 2027", &[]),
            ("the first Monday was hard", &["2026-03-09", "2026-03-02?"]),
            ("from the 15th", &["2026-03-15", "2026-02-15?"]),
            ("any time from April", &["2026-04-01?", "2025-04-01?"]),
            ("from April any time", &["2026-04-01?", "2025-04-01?"]),
            ("straight away", &["2026-03-04?"]),
            ("straightaway", &["2026-03-04?"]),
            ("ASAP please", &["2026-03-04?"]),
            ("1/2/2027", &["2027-02-01"]),
            ("next month", &["2026-04-01"]),
            ("a week", &[]),
            ("next to me", &[]),
            ("the week was long", &[]),
            ("mid range", &[]),
            ("any time is fine, from Rome", &["2026-03-04?"]),
            ("one time", &[]),
            ("in no time", &[]),
            ("I was late this week", &[]),
            ("too early this month", &[]),
            ("in 30000 years", &[]),
            ("in 40000 months", &[]),
            ("40000 years' notice", &[]),
        ],
    );
}

/// A feast's days are over: Boxing Day, New Year's Day, Easter Monday.
#[test]
fn after_a_feast_is_the_day_after_its_last_day() {
    check(
        "date",
        &[
            ("I can start after Christmas", &["2026-12-27"]),
            ("straight after Christmas", &["2026-12-27?"]),
            ("I can start the first Monday after New Year", &["2027-01-04"]),
            ("Tuesday after Easter", &["2026-04-07?"]),
            ("the 13th was right", &[]),
            ("after Xmas", &["2026-12-27?"]),
            ("after Easter", &["2026-04-07?"]),
            ("right after New Year", &["2027-01-02?"]),
            ("after New Year's", &["2027-01-02?"]),
            ("after the new year", &["2027-01-02?"]),
            ("in the new year", &["2027-01-01?"]),
            ("after Easter 2027", &["2027-03-30?"]),
            ("before Christmas", &[]),
            ("not before after-work drinks", &[]),
            ("a Christmas party", &[]),
            ("Easter eggs after lunch", &[]),
            ("a new year has begun", &[]),
        ],
    );
}

#[test]
fn a_notice_period_is_a_date_only_if_asked() {
    check(
        "date",
        &[
            ("I have 2 weeks notice", &["2026-03-18?"]),
            ("two weeks' notice", &["2026-03-18?"]),
            ("a month's notice", &["2026-04-04?"]),
            ("I must give 4 weeks of notice", &["2026-04-01?"]),
            ("my notice period is 3 months", &["2026-06-04?"]),
            ("I have a notice period of one month", &["2026-04-04?"]),
            ("I worked 2 weeks", &[]),
            ("did you notice it took two weeks", &[]),
            ("I notice that you need 3 years", &[]),
            ("a notice on the wall", &[]),
        ],
    );
}

#[test]
fn a_hedged_day_is_one_only_if_asked_and_a_doubted_day_is_none() {
    check(
        "date",
        &[
            ("probably the 5th", &["2026-03-05?", "2026-02-05?"]),
            ("maybe 4 May 2026", &["2026-05-04?"]),
            ("I think tomorrow", &["2026-03-05?"]),
            ("perhaps next month", &["2026-04-01?"]),
            ("tomorrow, probably", &["2026-03-05?"]),
            ("around 4 May 2026", &["2026-05-04?"]),
            ("4 May 2026 or so", &["2026-05-04?"]),
            ("some time in May", &["2026-05-01?", "2025-05-01?"]),
            ("Maybe you can help. I start on 4 May 2026.", &["2026-05-04"]),
            ("I think the role is great and I can start on 4 May 2026", &["2026-05-04"]),
            ("mid January? not sure", &[]),
            ("maybe in March, don't know yet", &[]),
            ("I'm not sure", &[]),
            ("not sure, maybe the 5th", &[]),
            ("I don't know when, next month?", &[]),
            ("tomorrow or so, no idea", &[]),
            ("next month, I haven't decided yet", &[]),
            ("it depends, tomorrow", &[]),
            ("I'm not sure about the salary, but I can start on 4 May 2026", &["2026-05-04"]),
            ("I don't know the company, I can start tomorrow", &["2026-03-05"]),
            ("not tomorrow", &[]),
            ("not on Monday", &[]),
            ("I can't start before 4 May 2026", &["2026-05-04"]),
            ("not until next month", &["2026-04-01"]),
        ],
    );
}

#[test]
fn may_is_a_verb_before_whoever_may() {
    check(
        "date",
        &[
            ("how late may I cancel", &[]),
            ("how late may my friend cancel", &[]),
            ("late may we come", &[]),
            ("how early in the morning", &[]),
            ("late May", &["2026-05-31", "2025-05-31?"]),
            ("late may", &["2026-05-31", "2025-05-31?"]),
        ],
    );
}

#[test]
fn a_weekday_that_hangs_on_another_day_is_not_the_next_one() {
    check(
        "date",
        &[
            ("the Tuesday after the Epiphany", &["2027-01-12?"]),
            ("the Tuesday after 6 January", &["2027-01-12"]),
            ("the Friday before Easter", &[]),
            ("the Tuesday after the fair", &[]),
            ("Tuesday after my exam", &[]),
            ("Tuesday after 3", &["2026-03-10", "2026-03-03?"]),
            ("Tuesday after lunch", &["2026-03-10", "2026-03-03?"]),
            ("monday week", &["2026-03-16"]),
            ("Thursday week", &["2026-03-12"]),
        ],
    );
    check_in(
        "it",
        "date",
        &[
            ("il martedì dopo l'Epifania", &["2027-01-12?"]),
            ("il martedì dopo il 6 gennaio", &["2027-01-12"]),
            ("il martedì dopo la fiera", &[]),
            ("il martedì dopo le 15", &["2026-03-10", "2026-03-03?"]),
            ("martedì dopo pranzo", &["2026-03-10", "2026-03-03?"]),
        ],
    );
}

#[test]
fn a_day_that_is_taken_back_is_none() {
    check(
        "date",
        &[
            ("next Thursday, no wait, Friday 13 March", &["2026-03-13"]),
            ("tuesday i have german class. can be 4 March", &["2026-03-04"]),
            ("tuesday i have time", &["2026-03-10", "2026-03-03?"]),
            ("tuesday i have class", &["2026-03-10", "2026-03-03?"]),
            ("some time after Christmas, not before the first week of January", &[]),
            ("from 15 December, then one week free. So after this", &[]),
            ("make that the eleventh", &["2026-03-11", "2026-02-11?"]),
        ],
    );
    check_in(
        "it",
        "date",
        &[
            ("giovedì prossimo, anzi no aspe giovedì lavoro.. venerdì della settimana prox", &["2026-03-13"]),
            ("il 15 è un po' presto, facciamo dal primo aprile", &["2026-04-01", "2025-04-01?"]),
        ],
    );
}

/// Relative to Wednesday, 4 March 2026.
#[test]
fn a_weekday_and_a_day_of_the_month_agree() {
    check(
        "date",
        &[
            ("Monday 18th", &["2026-05-18", "2025-08-18?"]),
            ("Monday the 4th", &["2026-05-04", "2025-08-04?"]),
            ("on Monday, the 9th", &["2026-03-09", "2026-02-09?"]),
            ("Monday 18 works", &["2026-05-18", "2025-08-18?"]),
            ("Monday 9 at 10", &["2026-03-09", "2026-02-09?"]),
            ("Monday 18 people", &["2026-03-09", "2026-03-02?"]),
            ("Monday 18:30", &["2026-03-09", "2026-03-02?"]),
            ("Friday 3", &["2026-03-06", "2026-02-27?"]),
            ("Friday 3 pm", &["2026-03-06", "2026-02-27?"]),
            ("mid January I said, say Monday 18th", &["2027-01-15?", "2026-01-15?", "2027-01-18"]),
            ("in January, the 18th", &["2027-01-01?", "2026-01-01?", "2027-01-18", "2026-01-18?"]),
            ("mid January 2027, say Monday 18th", &["2027-01-15?", "2027-01-18"]),
            ("mid January, Monday the 19th", &["2027-01-15?", "2026-01-15?", "2026-01-19?"]),
            ("Monday 18 January", &["2027-01-18"]),
            ("Friday 5 March", &["2027-03-05"]),
            ("Wednesday 5 March", &["2025-03-05?"]),
            ("Sunday 5 March", &["2028-03-05", "2023-03-05?"]),
            ("Tuesday 5 March", &["2024-03-05?"]),
            ("Thursday 6 March", &["2025-03-06?"]),
            ("Saturday 5 March", &[]),
            ("Monday 5 March 2026", &[]),
            ("Thursday 5 March 2026", &["2026-03-05"]),
            ("Monday 2026-03-05", &[]),
            ("Tuesday 8 March", &[]),
            ("next Friday the 13th", &["2026-03-13"]),
            ("tomorrow, 5 March", &["2026-03-05"]),
            ("6 March, Friday", &["2026-03-06"]),
            ("Monday in two weeks", &["2026-03-16?"]),
        ],
    );
    check_in(
        "it",
        "date",
        &[
            ("lunedì 4", &["2026-05-04", "2025-08-04?"]),
            ("lunedì 18 va bene", &["2026-05-18", "2025-08-18?"]),
            ("lunedì 9 alle 10", &["2026-03-09", "2026-02-09?"]),
            ("lunedì alle 4", &["2026-03-09", "2026-03-02?"]),
            ("lunedì il 4", &["2026-05-04", "2025-08-04?"]),
            ("lunedì 4 persone", &["2026-03-09", "2026-03-02?"]),
            ("giorno 11 gennaio", &["2027-01-11", "2026-01-11?"]),
            ("dal giorno 11 gennaio", &["2027-01-11", "2026-01-11?"]),
            ("metà gennaio, diciamo lunedì 18", &["2027-01-15?", "2026-01-15?", "2027-01-18"]),
            ("giovedì 5 marzo", &["2026-03-05"]),
            ("martedì 8 marzo", &[]),
            ("venerdì 6/3", &["2026-03-06"]),
        ],
    );
}

#[test]
fn days_with_a_name_and_days_that_do_not_exist() {
    check(
        "date",
        &[
            ("Christmas Day", &["2026-12-25", "2025-12-25?"]),
            ("on Christmas Eve", &["2026-12-24", "2025-12-24?"]),
            ("New Year's Eve 2027", &["2027-12-31"]),
            ("Easter Sunday", &["2026-04-05"]),
            ("Easter Monday 2027", &["2027-03-29"]),
            ("Good Friday", &["2026-04-03"]),
            ("Thanksgiving Day", &["2026-11-26"]),
            ("before Christmas Day", &[]),
            ("at Christmas", &[]),
            ("31 April", &[]),
            ("30 February 2027", &[]),
        ],
    );
    check_in(
        "it",
        "date",
        &[
            ("a Capodanno", &["2027-01-01", "2026-01-01?"]),
            ("a Ferragosto", &["2026-08-15", "2025-08-15?"]),
            ("il giorno di Natale", &["2026-12-25", "2025-12-25?"]),
            ("la domenica di Pasqua", &["2026-04-05"]),
            ("a Pasquetta", &["2026-04-06"]),
            ("prima di Ferragosto", &[]),
            ("il 31 aprile", &[]),
        ],
    );
}
