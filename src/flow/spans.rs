//! The filters `datetime`, `duration` and `interval`: moments, lengths and what lies between as people say them; and `days` and `minutes`:
//! how long a duration is, as a number to compare.

use jiff::civil::Date;
use jiff::{SpanTotal, Unit};
use minijinja::{Error, ErrorKind, State, Value};

use super::{day::day, figures::time};
use crate::domain::{Duration, Interval, moment_of};

/// How a language says lengths and intervals.
struct Manner {
    code: &'static str,
    /// One and several: years, months, weeks, days, hours, minutes, seconds.
    units: [(&'static str, &'static str); 7],
    and: &'static str,
    /// Before the hour of a moment.
    at: &'static str,
    /// Before the two ends: of days, of hours.
    days: (&'static str, &'static str),
    hours: (&'static str, &'static str),
}

const MANNERS: [Manner; 5] = [
    Manner {
        code: "en",
        units: [
            ("year", "years"),
            ("month", "months"),
            ("week", "weeks"),
            ("day", "days"),
            ("hour", "hours"),
            ("minute", "minutes"),
            ("second", "seconds"),
        ],
        and: "and",
        at: "at",
        days: ("from", "to"),
        hours: ("from", "to"),
    },
    Manner {
        code: "it",
        units: [
            ("anno", "anni"),
            ("mese", "mesi"),
            ("settimana", "settimane"),
            ("giorno", "giorni"),
            ("ora", "ore"),
            ("minuto", "minuti"),
            ("secondo", "secondi"),
        ],
        and: "e",
        at: "alle",
        days: ("da", "a"),
        hours: ("dalle", "alle"),
    },
    Manner {
        code: "de",
        units: [
            ("Jahr", "Jahre"),
            ("Monat", "Monate"),
            ("Woche", "Wochen"),
            ("Tag", "Tage"),
            ("Stunde", "Stunden"),
            ("Minute", "Minuten"),
            ("Sekunde", "Sekunden"),
        ],
        and: "und",
        at: "um",
        days: ("von", "bis"),
        hours: ("von", "bis"),
    },
    Manner {
        code: "es",
        units: [
            ("año", "años"),
            ("mes", "meses"),
            ("semana", "semanas"),
            ("día", "días"),
            ("hora", "horas"),
            ("minuto", "minutos"),
            ("segundo", "segundos"),
        ],
        and: "y",
        at: "a las",
        days: ("del", "al"),
        hours: ("de", "a"),
    },
    Manner {
        code: "fr",
        units: [
            ("an", "ans"),
            ("mois", "mois"),
            ("semaine", "semaines"),
            ("jour", "jours"),
            ("heure", "heures"),
            ("minute", "minutes"),
            ("seconde", "secondes"),
        ],
        and: "et",
        at: "à",
        days: ("du", "au"),
        hours: ("de", "à"),
    },
];

fn manner(state: &State) -> Option<&'static Manner> {
    let lang = state.lookup("lang");
    MANNERS.iter().find(|manner| lang.as_ref().and_then(Value::as_str) == Some(manner.code))
}

/// `PT1H30M` as `1 hour and 30 minutes`, in the language of the conversation. What is no duration stays as it is.
pub(super) fn duration(state: &State, value: &Value) -> Value {
    let Some((manner, length)) = manner(state).zip(duration_of(value)) else { return value.clone() };
    let span = length.span();
    let counts = [
        i64::from(span.get_years()),
        i64::from(span.get_months()),
        i64::from(span.get_weeks()),
        i64::from(span.get_days()),
        i64::from(span.get_hours()),
        span.get_minutes(),
        span.get_seconds(),
    ];
    let told = counts.into_iter().zip(manner.units).filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> =
        told.map(|(count, (one, several))| format!("{count} {}", if count == 1 { one } else { several })).collect();
    let Some(last) = parts.pop() else { return value.clone() };
    let said = if parts.is_empty() { last } else { format!("{} {} {last}", parts.join(", "), manner.and) };
    said.into()
}

/// `2026-03-06T10:00:00+01:00` as `Friday 6 March 2026 at 10:00 am`. What is no moment stays as it is.
pub(super) fn datetime(state: &State, value: &Value) -> Value {
    let Some((manner, (on, at))) = manner(state).zip(halves(value)) else { return value.clone() };
    format!("{} {} {}", day(state, &on), manner.at, time(state, &at)).into()
}

/// The day and the hour of a moment, each as a slot of its type is written.
fn halves(value: &Value) -> Option<(Value, Value)> {
    let text = value.as_str()?;
    moment_of(text)?;
    let (on, at) = text.split_once('T')?;
    Some((on.into(), at.get(..5)?.into()))
}

/// `{"from": "2026-03-09", "to": "2026-03-13"}` as `from Monday 9 March 2026 to Friday 13 March 2026`; none for what is no interval.
pub(super) fn interval_said(state: &State, value: &Value) -> Option<Value> {
    let json = serde_json::to_value(value).ok()?;
    let interval = Interval::from_json(&json)?;
    let end = |name: &str| value.get_attr(name).ok();
    let (from, to) = (end("from")?, end("to")?);
    let Some(manner) = manner(state) else { return Some(format!("{from} – {to}").into()) };
    let joined = |(first, second): (&str, &str), from: &Value, to: &Value| format!("{first} {from} {second} {to}");
    let said = match interval {
        Interval::Dates(..) => joined(manner.days, &day(state, &from), &day(state, &to)),
        Interval::Times(..) => joined(manner.hours, &time(state, &from), &time(state, &to)),
        Interval::Moments(..) => {
            let ((first, opens), (last, closes)) = (halves(&from)?, halves(&to)?);
            if first == last {
                format!("{} {}", day(state, &first), joined(manner.hours, &time(state, &opens), &time(state, &closes)))
            } else {
                joined(manner.days, &datetime(state, &from), &datetime(state, &to))
            }
        }
    };
    Some(said.into())
}

/// An interval in words. What is none stays as it is.
pub(super) fn interval(state: &State, value: &Value) -> Value {
    interval_said(state, value).unwrap_or_else(|| value.clone())
}

/// How many days a duration has, counted from today. What is no duration is an error, since a condition is never silently false.
pub(super) fn days(state: &State, value: &Value) -> Result<Value, Error> {
    total(state, value, Unit::Day)
}

/// How many minutes a duration has, counted from today.
pub(super) fn minutes(state: &State, value: &Value) -> Result<Value, Error> {
    total(state, value, Unit::Minute)
}

fn total(state: &State, value: &Value, unit: Unit) -> Result<Value, Error> {
    let today: Option<Date> = state.lookup("today").and_then(|today| today.as_str()?.parse().ok());
    let total = duration_of(value).zip(today).and_then(|(length, today)| length.span().total(SpanTotal::from((unit, today))).ok());
    total.map(Value::from).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "this is no length of time"))
}

fn duration_of(value: &Value) -> Option<Duration> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::flow::expression::{Expression, Scope};

    #[track_caller]
    fn check(expression: &str, lang: &str, value: serde_json::Value, expected: &serde_json::Value) {
        let scope = Scope { value: Some(value), lang: lang.into(), today: "2026-03-04".into(), ..Scope::default() };
        assert_eq!(Expression::new(expression).unwrap().evaluate(&scope).unwrap(), *expected, "{lang}");
    }

    #[test]
    fn lengths_are_said_in_the_language_of_the_conversation() {
        check("value | duration", "en", json!("P2W"), &json!("2 weeks"));
        check("value | duration", "en", json!("PT1H30M"), &json!("1 hour and 30 minutes"));
        check("value | duration", "it", json!("P1Y2M3D"), &json!("1 anno, 2 mesi e 3 giorni"));
        check("value | duration", "de", json!("P1Y2M3D"), &json!("1 Jahr, 2 Monate und 3 Tage"));
        check("value | duration", "es", json!("P1Y2M3D"), &json!("1 año, 2 meses y 3 días"));
        check("value | duration", "fr", json!("P1Y2M3D"), &json!("1 an, 2 mois et 3 jours"));
        check("value | duration", "fi", json!("P2W"), &json!("P2W"));
        check("value | duration", "en", json!("soon"), &json!("soon"));
    }

    #[test]
    fn lengths_are_compared_as_numbers() {
        check("value | days == 14", "en", json!("P2W"), &json!(true));
        check("value | minutes > 60", "en", json!("PT1H30M"), &json!(true));
        check("value | days == 31", "it", json!("P1M"), &json!(true));
        let scope = Scope { value: Some(json!("soon")), today: "2026-03-04".into(), ..Scope::default() };
        assert!(Expression::new("value | days > 1").unwrap().evaluate(&scope).is_err());
    }

    #[test]
    fn moments_and_intervals_are_said_with_day_and_hour() {
        check("value | datetime", "en", json!("2026-03-06T15:00:00+01:00"), &json!("Friday 6 March 2026 at 3:00 pm"));
        check("value | datetime", "it", json!("2026-03-06T15:00:00+01:00"), &json!("venerdì 6 marzo 2026 alle 15:00"));
        let days = json!({"from": "2026-03-09", "to": "2026-03-13"});
        check("value | interval", "en", days.clone(), &json!("from Monday 9 March 2026 to Friday 13 March 2026"));
        check("value | interval", "it", days.clone(), &json!("da lunedì 9 marzo 2026 a venerdì 13 marzo 2026"));
        check("value | interval", "de", days.clone(), &json!("von Montag, 9. März 2026 bis Freitag, 13. März 2026"));
        check("value | interval", "es", days.clone(), &json!("del lunes 9 de marzo de 2026 al viernes 13 de marzo de 2026"));
        check("value | interval", "fr", days.clone(), &json!("du lundi 9 mars 2026 au vendredi 13 mars 2026"));
        check("value | interval", "fi", days.clone(), &json!("2026-03-09 – 2026-03-13"));
        check("value.from < today", "en", days, &json!(false));
        check("value | interval", "it", json!({"from": "10:00", "to": "12:00"}), &json!("dalle 10:00 alle 12:00"));
        let moments = json!({"from": "2026-03-06T10:00:00+01:00", "to": "2026-03-06T12:00:00+01:00"});
        check("value | interval", "en", moments.clone(), &json!("Friday 6 March 2026 from 10:00 am to 12:00 pm"));
        check("value | interval", "de", moments.clone(), &json!("Freitag, 6. März 2026 von 10:00 bis 12:00"));
        check("value | interval", "es", moments.clone(), &json!("viernes 6 de marzo de 2026 de 10:00 a 12:00"));
        check("value | interval", "fr", moments.clone(), &json!("vendredi 6 mars 2026 de 10:00 à 12:00"));
        check("value | interval", "it", moments, &json!("venerdì 6 marzo 2026 dalle 10:00 alle 12:00"));
    }
}
