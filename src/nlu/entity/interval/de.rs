//! Intervals in German.

use super::Period::{Month, Week, Weekend, Year};
use super::Words;

pub(in super::super) static WORDS: Words = Words {
    from: &["von", "vom", "ab", "ab dem", "von dem"],
    between: &["zwischen", "zwischen dem"],
    to: &["bis", "bis zum", "zum", "bis am", "bis einschliesslich", "bis inklusive", "bis den"],
    and: &["und", "und dem"],
    on: &["am", "den", "der", "dem", "von", "um"],
    has_point: true,
    periods: &[
        ("diese woche", Week, 0),
        ("in dieser woche", Week, 0),
        ("dieser woche", Week, 0),
        ("nachste woche", Week, 1),
        ("naechste woche", Week, 1),
        ("in der nachsten woche", Week, 1),
        ("kommende woche", Week, 1),
        ("letzte woche", Week, -1),
        ("vergangene woche", Week, -1),
        ("dieses wochenende", Weekend, 0),
        ("am wochenende", Weekend, 0),
        ("das wochenende", Weekend, 0),
        ("nachstes wochenende", Weekend, 1),
        ("naechstes wochenende", Weekend, 1),
        ("am nachsten wochenende", Weekend, 1),
        ("letztes wochenende", Weekend, -1),
        ("diesen monat", Month, 0),
        ("in diesem monat", Month, 0),
        ("nachsten monat", Month, 1),
        ("naechsten monat", Month, 1),
        ("im nachsten monat", Month, 1),
        ("kommenden monat", Month, 1),
        ("letzten monat", Month, -1),
        ("dieses jahr", Year, 0),
        ("nachstes jahr", Year, 1),
        ("naechstes jahr", Year, 1),
        ("letztes jahr", Year, -1),
    ],
};
