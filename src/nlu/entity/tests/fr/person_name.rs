use super::super::{check_declared_in, check_in};

#[test]
fn names_after_a_cue() {
    check_in(
        "fr",
        "person_name",
        &[
            ("Je m'appelle Claire Fontaine", &["Claire Fontaine"]),
            ("je m’appelle claire fontaine", &["Claire Fontaine"]),
            ("jmappelle karim benali", &["Karim Benali"]),
            ("Bonjour, je m'appelle Jean-Pierre Dupont et je voudrais réserver", &["Jean-Pierre Dupont"]),
            ("mon nom est Anne de la Tour", &["Anne de la Tour"]),
            ("Mon nom est Hélène Lefèvre.", &["Hélène Lefèvre"]),
            ("mon nom c'est Zoé Müller", &["Zoé Müller"]),
            ("moi c'est Karim", &["Karim"]),
            ("Moi c'est Karim Benali", &["Karim Benali"]),
            ("je suis Sophie Martin", &["Sophie Martin"]),
            ("ici Paul Durand", &["Paul Durand"]),
            ("c'est au nom de Lambert", &["Lambert"]),
            ("au nom de Mme Bernard", &["Bernard"]),
            ("réservez au nom de Dupuis svp", &["Dupuis"]),
            ("Nom : Leroy", &["Leroy"]),
            ("nom et prénom : Leroy Marc", &["Leroy Marc"]),
            ("Prénom : Chloé", &["Chloé"]),
            ("appelez-moi Manu", &["Manu"]),
            ("de la part de Luc Moreau", &["Luc Moreau"]),
            ("Jean d'Ormesson, je m'appelle Jean d'Ormesson", &["Jean d'Ormesson"]),
            ("je m'appelle Marie des Neiges Lopez", &["Marie des Neiges Lopez"]),
            ("je suis intéressée par le cours", &[]),
            ("je suis disponible lundi", &[]),
            ("je suis malade", &[]),
            ("c'est parfait", &[]),
            ("c'est urgent", &[]),
            ("je suis en retard", &[]),
            ("mon nom est mal écrit", &[]),
            ("le nom de l'atelier", &[]),
            ("je suis un peu perdu", &[]),
        ],
    );
}

#[test]
fn bare_names_are_answers() {
    check_in(
        "fr",
        "person_name",
        &[
            ("Claire Fontaine", &["Claire Fontaine?"]),
            ("claire fontaine", &["Claire Fontaine?"]),
            ("Dupont", &["Dupont?"]),
            ("euh, c'est Claire Fontaine", &["Claire Fontaine"]),
            ("Oui bien sûr, Claire Fontaine", &["Claire Fontaine?"]),
            ("Jean-François Le Gall", &["Jean-François Le Gall?"]),
            ("Charles de Gaulle", &["Charles de Gaulle?"]),
            ("Monsieur Bernard", &["Bernard?"]),
            ("Mme Petit", &["Petit?"]),
            ("M. Blanc", &["Blanc?"]),
            ("Fontaine, Claire", &["Claire Fontaine?"]),
            ("Amélie N'Guessan", &["Amélie N'Guessan?"]),
            ("Marie-Ève Saint-Pierre", &["Marie-Ève Saint-Pierre?"]),
            ("Claire Fontaine, merci", &["Claire Fontaine?"]),
            ("claire fontaine svp", &["Claire Fontaine?"]),
            ("Claire Fontaine, claire.fontaine@posta.example", &["Claire Fontaine"]),
            ("cordialement, Luc Moreau", &["Luc Moreau?"]),
            ("pourquoi ?", &[]),
            ("je ne sais pas", &[]),
            ("oui", &[]),
            ("non merci", &[]),
            ("annuler", &[]),
            ("pourquoi voulez-vous mon nom ?", &[]),
            ("lundi prochain", &[]),
            ("deux personnes", &[]),
            ("quels sont vos horaires", &[]),
            ("une question", &[]),
            ("rien", &[]),
            ("numéro de commande", &[]),
            ("demain", &[]),
        ],
    );
}

#[test]
fn values_of_the_bot_are_no_names() {
    let yaml = "workshop: {values: {pottery: {labels: {fr: Poterie}}}}\n";
    check_declared_in("fr", yaml, "workshop", &[("je suis pour la poterie", &["pottery"])]);
    check_declared_in("fr", yaml, "person_name", &[("je m'appelle Luc, pour la poterie", &["Luc"])]);
}

/// For the test that counts.
pub(in crate::nlu::entity::tests) const TABLES: &[fn()] = &[names_after_a_cue, bare_names_are_answers];
