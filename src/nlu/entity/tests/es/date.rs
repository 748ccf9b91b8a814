use super::super::check_in;

#[test]
fn days_near_today() {
    check_in(
        "es",
        "date",
        &[
            ("hoy", &["2026-03-04"]),
            ("hoy mismo si puede ser", &["2026-03-04"]),
            ("mañana", &["2026-03-05"]),
            ("manana por la manana", &["2026-03-05"]),
            ("mañana por la mañana", &["2026-03-05"]),
            ("pues mañana a las 9 de la mañana", &["2026-03-05"]),
            ("a partir de mañana", &["2026-03-05"]),
            ("pasado mañana", &["2026-03-06"]),
            ("mejor pasado mañana", &["2026-03-06"]),
            ("esta tarde", &["2026-03-04"]),
            ("esta noche", &["2026-03-04"]),
            ("ayer", &["2026-03-03"]),
            ("anteayer", &["2026-03-02"]),
            ("antes de ayer", &["2026-03-02"]),
            ("dentro de dos semanas", &["2026-03-18"]),
            ("en quince días", &["2026-03-18"]),
            ("dentro de 15 dias", &["2026-03-18"]),
            ("dentro de ocho días", &["2026-03-11"]),
            ("en diez días", &["2026-03-14"]),
            ("en una semana", &["2026-03-11"]),
            ("dentro de un mes", &["2026-04-04"]),
            ("de hoy en ocho", &["2026-03-11"]),
            ("hace dos días", &["2026-03-02"]),
            ("hace un mes", &["2026-02-04"]),
            ("dos semanas atrás", &["2026-02-18"]),
            ("que no sea mañana", &[]),
            ("mañana no puedo, mejor el viernes", &["2026-03-06", "2026-02-27?"]),
            ("por qué no mañana", &["2026-03-05"]),
            ("puedo empezar ya", &["2026-03-04"]),
            ("cuanto antes", &["2026-03-04?"]),
            ("cuando quieran", &["2026-03-04?"]),
            ("tengo un mes de preaviso", &["2026-04-04?"]),
            ("mi preaviso es de dos semanas", &["2026-03-18?"]),
            ("quince días de preaviso", &["2026-03-18?"]),
        ],
    );
}

#[test]
fn days_of_the_week() {
    check_in(
        "es",
        "date",
        &[
            ("el lunes", &["2026-03-09", "2026-03-02?"]),
            ("lunes", &["2026-03-09", "2026-03-02?"]),
            ("El miercoles", &["2026-03-11", "2026-02-25?"]),
            ("el lunes que viene", &["2026-03-09"]),
            ("el lunes q viene", &["2026-03-09"]),
            ("el próximo lunes", &["2026-03-09"]),
            ("este viernes", &["2026-03-06"]),
            ("este sábado por la noche", &["2026-03-07"]),
            ("el sábado pasado", &["2026-02-28"]),
            ("el lunes 9", &["2026-03-09"]),
            ("el viernes 10 a las 9", &["2026-04-10"]),
            ("el lunes día 9", &["2026-03-09"]),
            ("el lunes 9 de marzo", &["2026-03-09"]),
            ("el lunes a las 9", &["2026-03-09", "2026-03-02?"]),
            ("el jueves de la semana que viene", &["2026-03-12"]),
            ("la semana que viene, el martes", &["2026-03-10"]),
            ("la semana que viene", &["2026-03-09"]),
            ("la próxima semana", &["2026-03-09"]),
            ("el lunes en ocho días", &["2026-03-16"]),
            ("el fin de semana", &["2026-03-07"]),
            ("el finde que viene", &["2026-03-07"]),
            ("miércoles 11 de marzo", &["2026-03-11"]),
            ("lunes, 9 de marzo", &["2026-03-09"]),
            ("el lunes de Pascua", &["2026-04-06"]),
            ("el martes después de las 5", &["2026-03-10", "2026-03-03?"]),
            ("el martes después de la feria", &[]),
            ("el viernes antes del 15 de abril", &["2026-04-10"]),
            ("el lunes no, mejor el martes", &["2026-03-10", "2026-03-03?"]),
            ("no el martes", &["2026-03-10", "2026-03-03?"]),
            ("no, el viernes", &["2026-03-06", "2026-02-27?"]),
            ("el viernes, digo, el sábado", &["2026-03-07", "2026-02-28?"]),
            ("los lunes no puedo", &[]),
            ("vie", &["2026-03-06?", "2026-02-27?"]),
        ],
    );
}

#[test]
fn days_of_a_month() {
    check_in(
        "es",
        "date",
        &[
            ("el 4 de abril", &["2026-04-04", "2025-04-04?"]),
            ("del 4 de abril de 2027", &["2027-04-04"]),
            ("4 abril", &["2026-04-04", "2025-04-04?"]),
            ("a partir del 3 de mayo", &["2026-05-03", "2025-05-03?"]),
            ("el uno de mayo", &["2026-05-01", "2025-05-01?"]),
            ("el primero de mayo", &["2026-05-01", "2025-05-01?"]),
            ("1º de mayo", &["2026-05-01", "2025-05-01?"]),
            ("el veintiuno de abril del 2027", &["2027-04-21"]),
            ("el treinta y uno de agosto", &["2026-08-31", "2025-08-31?"]),
            ("15 dic", &["2026-12-15", "2025-12-15?"]),
            ("el 3 de setiembre", &["2026-09-03", "2025-09-03?"]),
            ("el 15", &["2026-03-15", "2026-02-15?"]),
            ("el día 15 me va bien", &["2026-03-15", "2026-02-15?"]),
            ("el 15 del mes que viene", &["2026-04-15"]),
            ("el 20 estaría bien", &["2026-03-20", "2026-02-20?"]),
            ("a finales de marzo", &["2026-03-31", "2025-03-31?"]),
            ("a fin de mes", &["2026-03-31"]),
            ("a mediados de abril", &["2026-04-15", "2025-04-15?"]),
            ("a principios de mayo de 2027", &["2027-05-01"]),
            ("a principios del mes que viene", &["2026-04-01"]),
            ("el primer lunes de abril", &["2026-04-06"]),
            ("el último viernes del mes", &["2026-03-27"]),
            ("la primera semana de mayo", &[]),
            ("en mayo", &["2026-05-01?", "2025-05-01?"]),
            ("01/06/2026", &["2026-06-01"]),
            ("el 1/6", &["2026-06-01", "2025-06-01?"]),
            ("después de Navidad", &["2026-12-26?"]),
            ("puedo empezar después de Reyes", &["2027-01-07"]),
            ("el primer lunes después de Semana Santa", &["2026-04-13?"]),
            ("el día de Navidad", &["2026-12-25", "2025-12-25?"]),
            ("en Nochevieja", &["2026-12-31", "2025-12-31?"]),
            ("el Viernes Santo", &["2026-04-03"]),
        ],
    );
}

#[test]
fn doubts_and_what_is_no_day() {
    check_in(
        "es",
        "date",
        &[
            ("quizás el lunes", &["2026-03-09?", "2026-03-02?"]),
            ("el lunes, creo", &["2026-03-09?", "2026-03-02?"]),
            ("sobre el 15 de mayo", &["2026-05-15?", "2025-05-15?"]),
            ("a mediados de enero, pero no lo sé todavía", &[]),
            ("en marzo, ya veremos", &[]),
            ("depende", &[]),
            ("por la mañana", &[]),
            ("a las 9 de la mañana", &[]),
            ("cada mañana", &[]),
            ("el mar", &[]),
            ("el primero", &[]),
            ("los tres", &[]),
            ("tengo dos semanas de vacaciones", &[]),
            ("trabajo aquí desde hace tiempo", &[]),
            ("una mesa para 4 personas", &[]),
            ("al mediodía", &[]),
            ("¿abren el domingo?", &["2026-03-08?", "2026-03-01?"]),
        ],
    );
}

/// For the test that counts.
pub(in crate::nlu::entity::tests) const TABLES: &[fn()] = &[days_near_today, days_of_the_week, days_of_a_month, doubts_and_what_is_no_day];
