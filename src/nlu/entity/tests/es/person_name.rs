use super::super::{check_declared_in, check_in};

#[test]
fn names_after_a_cue() {
    check_in(
        "es",
        "person_name",
        &[
            ("Me llamo Lucía García Márquez", &["Lucía García Márquez"]),
            ("me llamo lucia garcia marquez", &["Lucia Garcia Marquez"]),
            ("Hola, me llamo José Luis de la Fuente y quiero reservar", &["José Luis de la Fuente"]),
            ("mi nombre es María del Carmen Núñez", &["María del Carmen Núñez"]),
            ("Mi nombre es Íñigo de los Ríos.", &["Íñigo de los Ríos"]),
            ("soy Ana", &["Ana"]),
            ("Soy Ana Belén Ortega", &["Ana Belén Ortega"]),
            ("yo soy Pedro Sánchez Ruiz", &["Pedro Sánchez Ruiz"]),
            ("le habla Carmen Vidal", &["Carmen Vidal"]),
            ("a nombre de Ortega", &["Ortega"]),
            ("póngala a nombre de la Sra. Vidal", &["Vidal"]),
            ("reserva a nombre de Juan Pérez", &["Juan Pérez"]),
            ("Nombre: Pilar", &["Pilar"]),
            ("nombre y apellidos: Pilar Soto Vega", &["Pilar Soto Vega"]),
            ("llámeme Paco", &["Paco"]),
            ("de parte de Rosa Gil", &["Rosa Gil"]),
            ("me llamo Santiago Ramón y Cajal", &["Santiago Ramón y Cajal"]),
            ("me dicen Nacho", &["Nacho"]),
            ("soy vegetariana", &[]),
            ("soy alérgico a los frutos secos", &[]),
            ("soy de Madrid", &[]),
            ("es urgente", &[]),
            ("es correcto", &[]),
            ("soy yo otra vez", &[]),
            ("mi nombre está mal escrito", &[]),
            ("el nombre del restaurante", &[]),
            ("soy la misma de antes", &[]),
            ("estoy interesada en la mesa", &[]),
        ],
    );
}

#[test]
fn bare_names_are_answers() {
    check_in(
        "es",
        "person_name",
        &[
            ("Lucía García", &["Lucía García?"]),
            ("lucia garcia marquez", &["Lucia Garcia Marquez?"]),
            ("Ortega", &["Ortega?"]),
            ("Julio Iglesias Soto", &["Julio Iglesias Soto?"]),
            ("julio", &["Julio?"]),
            ("Simón", &["Simón?"]),
            ("pues Lucía García", &["Lucía García?"]),
            ("Sí claro, Lucía García", &["Lucía García?"]),
            ("José María", &["José María?"]),
            ("Juan de la Cruz", &["Juan de la Cruz?"]),
            ("Señora Vidal", &["Vidal?"]),
            ("Sr. Blanco", &["Blanco?"]),
            ("Don Manuel", &["Manuel?"]),
            ("García Márquez, Lucía", &["Lucía García Márquez?"]),
            ("Ana López-Ibor", &["Ana López-Ibor?"]),
            ("Lucía García, gracias", &["Lucía García?"]),
            ("lucia garcia por favor", &["Lucia Garcia?"]),
            ("Lucía García, lucia.garcia@posta.example", &["Lucía García"]),
            ("saludos, Carmen Vidal", &["Carmen Vidal?"]),
            ("¿para qué?", &[]),
            ("no sé", &[]),
            ("sí", &[]),
            ("no gracias", &[]),
            ("cancelar", &[]),
            ("¿por qué quieren mi nombre?", &[]),
            ("el lunes que viene", &[]),
            ("dos personas", &[]),
            ("cuál es el horario", &[]),
            ("una pregunta", &[]),
            ("nada", &[]),
            ("número de pedido", &[]),
            ("mañana", &[]),
            ("por la tarde", &[]),
        ],
    );
}

#[test]
fn values_of_the_bot_are_no_names() {
    let yaml = "place: {values: {terrace: {labels: {es: Terraza}}}}\n";
    check_declared_in("es", yaml, "place", &[("en la terraza, si puede ser", &["terrace"])]);
    check_declared_in("es", yaml, "person_name", &[("me llamo Rosa, en la terraza", &["Rosa"])]);
}

/// For the test that counts.
pub(in crate::nlu::entity::tests) const TABLES: &[fn()] = &[names_after_a_cue, bare_names_are_answers];
