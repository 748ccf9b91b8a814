//! Checks of what the bot's words say, in English, German, French, Spanish and Italian: that a machine speaks, and that nobody is invited to tell what needs
//! special protection. Other languages have no word lists yet.

use super::sections::Sections;
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::Language;
use crate::yaml::{Kind, Node};

/// Words that tell people that they talk to a machine.
const MACHINE: [&str; 11] =
    ["machine", "bot", "chatbot", "robot", "automated", "automatic", "computer", "software", "program", "virtual assistant", "ai"];

/// Words of special categories of data (GDPR Art. 9(1)) and of offences (Art. 10).
const SENSITIVE: [&str; 40] = [
    "illness",
    "illnesses",
    "disease",
    "diseases",
    "disability",
    "disabilities",
    "disabled",
    "health",
    "medical",
    "medication",
    "diagnosis",
    "allergy",
    "allergies",
    "pregnant",
    "pregnancy",
    "religion",
    "religious",
    "faith",
    "church",
    "ethnicity",
    "ethnic",
    "race",
    "racial",
    "political",
    "party membership",
    "trade union",
    "union member",
    "sexual",
    "sexuality",
    "gay",
    "genetic",
    "biometric",
    "conviction",
    "convictions",
    "convicted",
    "criminal record",
    "vaccination",
    "vaccinated",
    "therapy",
    "mental",
];

/// The same in Italian.
const MACHINE_ITALIAN: [&str; 16] = [
    "macchina",
    "bot",
    "chatbot",
    "robot",
    "automatico",
    "automatica",
    "automatizzato",
    "automatizzata",
    "computer",
    "software",
    "programma",
    "assistente virtuale",
    "assistente digitale",
    "intelligenza artificiale",
    "ia",
    "ai",
];

const SENSITIVE_ITALIAN: [&str; 42] = [
    "malattia",
    "malattie",
    "disabilità",
    "disabile",
    "disabili",
    "invalidità",
    "salute",
    "medico",
    "medica",
    "medici",
    "mediche",
    "farmaci",
    "diagnosi",
    "allergia",
    "allergie",
    "incinta",
    "gravidanza",
    "religione",
    "religioso",
    "religiosa",
    "fede",
    "chiesa",
    "etnia",
    "etnica",
    "razza",
    "razziale",
    "politica",
    "politiche",
    "partito",
    "sindacato",
    "sindacale",
    "sessuale",
    "sessualità",
    "gay",
    "genetico",
    "genetici",
    "biometrico",
    "biometrici",
    "condanna",
    "condanne",
    "precedenti penali",
    "vaccinazione",
];

/// The same in German.
const MACHINE_GERMAN: [&str; 26] = [
    "maschine",
    "bot",
    "chatbot",
    "roboter",
    "automatisch",
    "automatische",
    "automatischer",
    "automatischen",
    "automatisches",
    "automatisiert",
    "automatisierte",
    "automatisierter",
    "computer",
    "computerprogramm",
    "software",
    "programm",
    "virtueller assistent",
    "virtuelle assistentin",
    "virtuellen assistenten",
    "virtuellen assistentin",
    "digitaler assistent",
    "digitale assistentin",
    "künstliche intelligenz",
    "künstlichen intelligenz",
    "ki",
    "ai",
];

const SENSITIVE_GERMAN: [&str; 63] = [
    "krankheit",
    "krankheiten",
    "erkrankung",
    "erkrankungen",
    "vorerkrankung",
    "vorerkrankungen",
    "behinderung",
    "behinderungen",
    "behindert",
    "schwerbehindert",
    "schwerbehinderung",
    "gesundheit",
    "gesundheitlich",
    "gesundheitliche",
    "gesundheitlichen",
    "gesundheitszustand",
    "medizinisch",
    "medizinische",
    "medizinischen",
    "medikament",
    "medikamente",
    "diagnose",
    "diagnosen",
    "allergie",
    "allergien",
    "unverträglichkeit",
    "unverträglichkeiten",
    "schwanger",
    "schwangerschaft",
    "religion",
    "religiös",
    "religiöse",
    "konfession",
    "glaube",
    "glauben",
    "kirche",
    "ethnie",
    "ethnisch",
    "ethnische",
    "rasse",
    "politisch",
    "politische",
    "politischen",
    "partei",
    "parteimitglied",
    "gewerkschaft",
    "gewerkschaftsmitglied",
    "sexuell",
    "sexuelle",
    "sexualität",
    "schwul",
    "lesbisch",
    "genetisch",
    "genetische",
    "biometrisch",
    "biometrische",
    "vorstrafe",
    "vorstrafen",
    "vorbestraft",
    "führungszeugnis",
    "impfung",
    "geimpft",
    "therapie",
];

/// The same in French.
const MACHINE_FRENCH: [&str; 17] = [
    "machine",
    "bot",
    "chatbot",
    "robot",
    "automatique",
    "automatisé",
    "automatisée",
    "ordinateur",
    "logiciel",
    "programme",
    "programme informatique",
    "assistant virtuel",
    "assistante virtuelle",
    "assistant numérique",
    "intelligence artificielle",
    "ia",
    "ai",
];

const SENSITIVE_FRENCH: [&str; 48] = [
    "maladie",
    "maladies",
    "malade",
    "handicap",
    "handicapé",
    "handicapée",
    "invalidité",
    "santé",
    "médical",
    "médicale",
    "médicaux",
    "médicales",
    "médicament",
    "médicaments",
    "traitement médical",
    "diagnostic",
    "allergie",
    "allergies",
    "enceinte",
    "grossesse",
    "religion",
    "religieux",
    "religieuse",
    "croyance",
    "croyances",
    "église",
    "ethnie",
    "ethnique",
    "race",
    "raciale",
    "politique",
    "politiques",
    "parti",
    "syndicat",
    "syndical",
    "syndicale",
    "sexuel",
    "sexuelle",
    "sexualité",
    "gay",
    "génétique",
    "biométrique",
    "condamnation",
    "condamnations",
    "casier judiciaire",
    "vaccination",
    "vacciné",
    "thérapie",
];

/// The same in Spanish.
const MACHINE_SPANISH: [&str; 17] = [
    "máquina",
    "bot",
    "chatbot",
    "robot",
    "automático",
    "automática",
    "automatizado",
    "automatizada",
    "ordenador",
    "computadora",
    "software",
    "programa",
    "asistente virtual",
    "asistente digital",
    "inteligencia artificial",
    "ia",
    "ai",
];

const SENSITIVE_SPANISH: [&str; 46] = [
    "enfermedad",
    "enfermedades",
    "discapacidad",
    "discapacidades",
    "discapacitado",
    "discapacitada",
    "minusvalía",
    "salud",
    "médico",
    "médica",
    "médicos",
    "médicas",
    "medicación",
    "medicamentos",
    "diagnóstico",
    "alergia",
    "alergias",
    "embarazada",
    "embarazo",
    "religión",
    "religioso",
    "religiosa",
    "creencias",
    "fe",
    "iglesia",
    "etnia",
    "étnico",
    "étnica",
    "raza",
    "racial",
    "política",
    "políticas",
    "partido",
    "sindicato",
    "sindical",
    "sexual",
    "sexualidad",
    "gay",
    "genético",
    "genéticos",
    "biométrico",
    "biométricos",
    "condena",
    "condenas",
    "antecedentes penales",
    "vacunación",
];

/// The word lists of one language.
struct Lists {
    code: &'static str,
    machine: &'static [&'static str],
    sensitive: &'static [&'static str],
    /// How a bot may say that it is a machine.
    example: &'static str,
}

const LISTS: [Lists; 5] = [
    Lists { code: "en", machine: &MACHINE, sensitive: &SENSITIVE, example: "I'm an automated assistant" },
    Lists { code: "de", machine: &MACHINE_GERMAN, sensitive: &SENSITIVE_GERMAN, example: "Ich bin ein automatischer Assistent" },
    Lists { code: "it", machine: &MACHINE_ITALIAN, sensitive: &SENSITIVE_ITALIAN, example: "Sono un assistente automatico" },
    Lists { code: "fr", machine: &MACHINE_FRENCH, sensitive: &SENSITIVE_FRENCH, example: "Je suis un assistant automatique" },
    Lists { code: "es", machine: &MACHINE_SPANISH, sensitive: &SENSITIVE_SPANISH, example: "Soy un asistente automático" },
];

fn lists(language: &Language) -> Option<&'static Lists> {
    LISTS.iter().find(|lists| lists.code == language.as_str())
}

/// Runs them.
pub(super) fn check(sections: &Sections, findings: &mut Findings) {
    greeting(sections, findings);
    sensitive_questions(sections, findings);
}

fn greeting(sections: &Sections, findings: &mut Findings) {
    for (language, messages) in &sections.messages {
        for key in ["greeting", "builtin.greeting"] {
            let Some(message) = message(messages, key) else { continue };
            let texts = texts(message);
            let Some(lists) = lists(language).filter(|_| !texts.is_empty()) else { continue };
            if texts.iter().all(|text| mentions(text, lists.machine).is_some()) {
                continue;
            }
            let found = Diagnostic::error("PRV-AI", format!("the message `{key}` does not say that a machine speaks"), &message.span);
            findings.push(found.help(format!("say it in words, such as \"{}\" (AI Act Art. 50(1))", lists.example)));
        }
    }
}

/// Text slots whose name or question invites what needs special protection.
fn sensitive_questions(sections: &Sections, findings: &mut Findings) {
    let flows = sections.flows.iter().filter_map(Node::map).flatten();
    for flow in flows {
        let slots = flow.value.get("slots").and_then(Node::map).unwrap_or_default();
        for slot in slots.iter().filter(|slot| slot.value.get("type").and_then(Node::scalar) == Some("text")) {
            let asked: Vec<String> =
                [format!("{}.ask_{}", flow.key, slot.key)].into_iter().chain(questions(&flow.value, &slot.key)).collect();
            let invited = sections.messages.iter().find_map(|(language, messages)| {
                let texts = asked.iter().filter_map(|key| message(messages, key)).flat_map(texts);
                texts.into_iter().find_map(|text| mentions(&text, lists(language)?.sensitive))
            });
            // Names of slots are English, as all names are.
            let Some(word) = mentions(&slot.key.replace('_', " "), &SENSITIVE).or(invited) else { continue };
            let message = format!("the slot `{}` invites people to tell what needs special protection (`{word}`)", slot.key);
            let found = Diagnostic::warning("PRV-A9", message, &slot.key_span).here("free text, kept as it is written");
            findings.push(found.help("do not ask for it, or ask a yes/no question that does not need the reason (GDPR Art. 9, 10)"));
        }
    }
}

/// The message keys with which a flow's steps ask for a slot, at any depth.
fn questions(node: &Node, slot: &str) -> Vec<String> {
    match &node.kind {
        Kind::Scalar { .. } => Vec::new(),
        Kind::List(items) => items.iter().flat_map(|item| questions(item, slot)).collect(),
        Kind::Map(entries) => {
            let asks = node.get("ask").and_then(Node::scalar) == Some(slot);
            let own = node.get("say").and_then(Node::scalar).filter(|_| asks).map(ToOwned::to_owned);
            own.into_iter().chain(entries.iter().flat_map(|entry| questions(&entry.value, slot))).collect()
        }
    }
}

/// A message by its dotted key, written flat or nested.
fn message<'a>(messages: &'a Node, key: &str) -> Option<&'a Node> {
    messages.get(key).or_else(|| key.split('.').try_fold(messages, |node, part| node.get(part)))
}

/// The texts of a message: itself, `text`, or each of `variants`.
fn texts(message: &Node) -> Vec<String> {
    let own = message.scalar().or_else(|| message.get("text").and_then(Node::scalar));
    let variants = message.get("variants").and_then(Node::list).unwrap_or_default();
    own.into_iter().chain(variants.iter().filter_map(Node::scalar)).map(ToOwned::to_owned).collect()
}

/// The first of some phrases that stands in a text as whole words.
fn mentions(text: &str, phrases: &[&'static str]) -> Option<&'static str> {
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let spaced = format!(" {} ", words.join(" "));
    phrases.iter().copied().find(|phrase| spaced.contains(&format!(" {phrase} ")))
}

#[cfg(test)]
mod tests {
    use super::super::folder::Folder;
    use super::*;

    fn check(messages: &str, flows: &str, expected: &[&str]) {
        assert_eq!(checked(&[("bot.yaml", "languages: [en]\n"), ("messages/en.yaml", messages), ("flows/a.yaml", flows)]), expected);
    }

    fn checked(files: &[(&str, &str)]) -> Vec<String> {
        let folder = Folder::from_embedded("x", files.iter().map(|(path, text)| (*path, text.as_bytes())));
        let (_, sections) = Sections::read(&folder, &mut Findings::default());
        let mut findings = Findings::default();
        super::check(&sections, &mut findings);
        let place = |found: &Diagnostic| {
            let (line, column) = found.labels[0].span.line_and_column();
            format!("{}:{line}:{column} {}: {}", found.labels[0].span.source.path, found.code, found.message)
        };
        findings.into_sorted().iter().map(place).collect()
    }

    #[test]
    fn the_first_words_say_that_a_machine_speaks() {
        check("greeting: Hello, I'm the Acme bot.\n", "flows: {}\n", &[]);
        check(
            "greeting: {variants: [\"Hi, I'm a machine.\", \"Hi, I'm Botho!\"]}\nbuiltin: {greeting: Hello!}\n",
            "flows: {}\n",
            &[
                "messages/en.yaml:1:11 PRV-AI: the message `greeting` does not say that a machine speaks",
                "messages/en.yaml:2:21 PRV-AI: the message `builtin.greeting` does not say that a machine speaks",
            ],
        );
    }

    #[test]
    fn italian_words_are_checked_too() {
        let messages = "greeting: Ciao, sono Botho!\napply: {note: Hai qualche malattia?}\n";
        let flows = "flows: {apply: {slots: {note: {type: text}}, steps: [{ask: note, say: apply.note}]}}\n";
        let files = [("bot.yaml", "languages: [it]\n"), ("messages/it.yaml", messages), ("flows/a.yaml", flows)];
        assert_eq!(
            checked(&files),
            [
                "flows/a.yaml:1:25 PRV-A9: the slot `note` invites people to tell what needs special protection (`malattia`)",
                "messages/it.yaml:1:11 PRV-AI: the message `greeting` does not say that a machine speaks",
            ]
        );
        let files = [("bot.yaml", "languages: [it]\n"), ("messages/it.yaml", "greeting: \"Ciao, sono l'assistente virtuale di Acme\"\n")];
        assert_eq!(checked(&files), Vec::<String>::new());
    }

    #[test]
    fn german_words_are_checked_too() {
        let messages = "greeting: Moin, ich bin Botho!\napply: {note: Haben Sie Allergien?}\n";
        let flows = "flows: {apply: {slots: {note: {type: text}}, steps: [{ask: note, say: apply.note}]}}\n";
        let files = [("bot.yaml", "languages: [de]\n"), ("messages/de.yaml", messages), ("flows/a.yaml", flows)];
        assert_eq!(
            checked(&files),
            [
                "flows/a.yaml:1:25 PRV-A9: the slot `note` invites people to tell what needs special protection (`allergien`)",
                "messages/de.yaml:1:11 PRV-AI: the message `greeting` does not say that a machine speaks",
            ]
        );
        let files = [("bot.yaml", "languages: [de]\n"), ("messages/de.yaml", "greeting: \"Hallo, ich bin der Chatbot von Acme\"\n")];
        assert_eq!(checked(&files), Vec::<String>::new());
    }

    #[test]
    fn french_and_spanish_words_are_checked_too() {
        for (language, greeting, fine, question, word) in [
            ("fr", "Bonjour, je suis Botho !", "Bonjour, je suis l'assistant automatique", "Avez-vous une maladie ?", "maladie"),
            ("es", "¡Hola, soy Botho!", "Hola, soy un asistente automático", "¿Tiene alguna enfermedad?", "enfermedad"),
        ] {
            let (bot, path) = (format!("languages: [{language}]\n"), format!("messages/{language}.yaml"));
            let messages = format!("greeting: \"{greeting}\"\napply: {{note: \"{question}\"}}\n");
            let flows = "flows: {apply: {slots: {note: {type: text}}, steps: [{ask: note, say: apply.note}]}}\n";
            let slot = format!("flows/a.yaml:1:25 PRV-A9: the slot `note` invites people to tell what needs special protection (`{word}`)");
            let machine = format!("{path}:1:11 PRV-AI: the message `greeting` does not say that a machine speaks");
            assert_eq!(checked(&[("bot.yaml", &bot), (&path, &messages), ("flows/a.yaml", flows)]), [slot, machine]);
            let fine = format!("greeting: \"{fine}\"\n");
            assert_eq!(checked(&[("bot.yaml", &bot), (&path, &fine)]), Vec::<String>::new());
        }
    }

    #[test]
    fn free_text_about_health_or_offences_is_not_invited() {
        let flows = "\
flows:
  apply:
    slots: {health: {type: text}, note: {type: text}, past: {type: text}, name: {type: person_name}}
    steps:
      - ask: note
        say: apply.note
      - if: slots.note is defined
        then: [{ask: past, say: apply.past}]
";
        check(
            "apply: {note: Anything else?, past: 'Do you have a criminal record?'}\n",
            flows,
            &[
                "flows/a.yaml:3:13 PRV-A9: the slot `health` invites people to tell what needs special protection (`health`)",
                "flows/a.yaml:3:55 PRV-A9: the slot `past` invites people to tell what needs special protection (`criminal record`)",
            ],
        );
    }
}
