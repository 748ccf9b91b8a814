//! Sentences as people write them, with several things in them.

use super::super::check_in;

#[test]
fn dates_in_chatty_sentences() {
    check_in(
        "es",
        "date",
        &[
            ("hola, tendrían algo para el viernes por la noche?", &["2026-03-06?", "2026-02-27?"]),
            ("sería para el sábado que viene sobre las 9, seremos 6", &["2026-03-07"]),
            ("pues el jueves 12 de marzo a última hora", &["2026-03-12"]),
            ("el miércoles me va mal, el jueves sí", &["2026-03-05", "2026-02-26?"]),
            ("ay no, espere, mejor el 18", &["2026-03-18", "2026-02-18?"]),
            ("del 3 al 7 de abril", &["2026-04-03?", "2026-03-03?", "2026-04-07", "2025-04-07?"]),
            ("puedo a partir del lunes", &["2026-03-09", "2026-03-02?"]),
            ("mi cumple es el 12/08/1990", &["1990-08-12"]),
            ("nací el 3 de febrero de 1985", &["1985-02-03"]),
            ("el finde del 14", &["2026-03-14", "2026-02-14?"]),
            ("en tres días", &["2026-03-07"]),
            ("dentro de unos tres meses", &["2026-06-04"]),
            ("no estaré antes del 20", &["2026-03-20", "2026-02-20?"]),
            ("cenamos ahí ayer y todo muy rico", &["2026-03-03"]),
            ("tengo 25 años y vivo en Sevilla", &[]),
            ("buenos días y muchas gracias", &[]),
            ("llevo 2 semanas esperando el pedido", &[]),
            ("abren todos los días?", &[]),
            ("a primera hora de la mañana", &[]),
            ("hasta mañana entonces", &["2026-03-05"]),
        ],
    );
}

#[test]
fn times_in_chatty_sentences() {
    check_in(
        "es",
        "time",
        &[
            ("sería para el sábado que viene sobre las 9, seremos 6", &["09:00", "18:00?"]),
            ("mejor a las 19:30 si les va bien", &["19:30"]),
            ("a las siete y media de la tarde", &["19:30"]),
            ("sobre las dos o las tres", &["14:00", "15:00"]),
            ("no antes de las 8 de la tarde", &["20:00"]),
            ("llegamos a las nueve menos diez", &["08:50"]),
            ("a las 8 y cuarto", &["08:15"]),
            ("20:15 porfa", &["20:15"]),
            ("a las 21.30", &["21:30"]),
            ("por la tarde mejor", &[]),
            ("a primera hora", &[]),
            ("media hora", &[]),
            ("el curso dura tres horas", &[]),
            ("24 horas al día", &[]),
            ("las mejores mesas", &[]),
        ],
    );
}
