//! Refusals, in words, that anything is stored.

use crate::dialogue::{Beside, accepts_storage, refuses_storage};
use crate::domain::Language;

fn check(text: &str, expected: Option<Beside>) {
    check_in("en", text, expected);
}

fn check_in(language: &str, text: &str, expected: Option<Beside>) {
    assert_eq!(refuses_storage(text, &Language::new(language).unwrap()), expected, "{text}");
}

#[test]
fn a_clear_refusal_is_one() {
    for text in [
        "I do not consent to any storage",
        "please don't save anything",
        "no data storing",
        "Don't store.",
        "no storage please",
        "I don't want my data to be kept anywhere",
        "nothing of this should be recorded",
        "hello, please do not keep any of my messages, thank you",
        "go on without saving this conversation",
        "I refuse to have my details stored",
        "go on without storing",
        "I'd rather continue without saving my data",
        "I would rather you did not keep anything, thank you",
        "Ok, yes, send. But not store",
    ] {
        check(text, Some(Beside::Nothing));
    }
}

#[test]
fn an_italian_though_inside_a_refusal_takes_nothing_back() {
    check_in("it", "i miei dati però non li dovete salvare", Some(Beside::Nothing));
    check_in("it", "non salvate i miei dati però per la candidatura va bene", None);
    check_in("it", "i dati li potete salvare però non per sempre", None);
}

#[test]
fn a_refusal_in_german() {
    for text in [
        "bitte nichts speichern",
        "nicht speichern",
        "Bitte speichern Sie nichts von mir",
        "ich möchte nicht, dass Sie meine Daten speichern",
        "keine Daten speichern bitte",
        "meine Angaben dürfen Sie nicht aufbewahren",
        "nein, ich will keine Speicherung meiner Daten",
        "weiter ohne Speicherung",
        "lieber ohne speichern",
        "Hallo, bitte merken Sie sich nichts davon, danke",
    ] {
        check_in("de", text, Some(Beside::Nothing));
    }
    check_in("de", "nichts speichern, ich möchte mich als Koch bewerben", Some(Beside::More));
    for text in [
        "kein Problem, speichern Sie es",
        "wird hier nichts gespeichert?",
        "was speichern Sie",
        "speichern Sie nichts außer meinem Namen, aber den schon",
        "ich habe keine Erfahrung",
        "nein",
        "ich hab nichts dagegen, dass Sie das speichern",
        "es ging um Fahrräder, nicht um die Speicherung",
        "ja",
        "",
    ] {
        check_in("de", text, None);
    }
}

#[test]
fn more_may_be_said_beside_a_refusal() {
    check("don't save anything, I want to apply as a cook", Some(Beside::More));
}

#[test]
fn what_is_not_clear_refuses_nothing() {
    for text in [
        "no problem, store it",
        "I don't mind if you keep this",
        "why not save everything",
        "will nothing be stored?",
        "don't you store anything",
        "I never kept bees",
        "I did that without keeping a list",
        "can I go on without storing?",
        "I have no experience",
        "no",
        "don't save anything but my name",
        "I don't care, keep my data",
        "what do you store",
        "I was asking about office jobs, not about storage!",
        "Yes, but if you do not store it",
        "",
    ] {
        check(text, None);
    }
    assert_eq!(refuses_storage("please don't save anything", &Language::new("it").unwrap()), None);
}

fn check_accepted(language: &str, text: &str, expected: Option<Beside>) {
    assert_eq!(accepts_storage(text, &Language::new(language).unwrap()), expected, "{text}");
}

#[test]
fn an_acceptance_in_words_is_one_and_nothing_like_it() {
    for text in [
        "I do wish it to be stored",
        "Please do store it",
        "yes, please store it",
        "I do want it to be stored",
        "you may keep whatever you need",
        "store it",
    ] {
        check_accepted("en", text, Some(Beside::Nothing));
    }
    check_accepted("en", "please store it, I want to apply as a cook", Some(Beside::More));
    for text in [
        "do you store it",
        "ok do you keep my data",
        "may I keep my data",
        "please store it?",
        "please store it, but not my name",
        "please do not store it",
        "you may keep bees",
        "data storage",
        "the storage of my data",
        "what do you keep of my data",
        "yes",
        "",
    ] {
        check_accepted("en", text, None);
    }
    for text in
        ["sì, conservate pure i miei dati", "vorrei che sia conservato", "potete conservare tutto", "per favore salvi la conversazione"]
    {
        check_accepted("it", text, Some(Beside::Nothing));
    }
    for text in ["ja, Sie dürfen meine Daten speichern", "bitte speichern", "ich möchte, dass das gespeichert wird"] {
        check_accepted("de", text, Some(Beside::Nothing));
    }
    for text in ["bitte nicht speichern", "speichern Sie das?", "was können Sie speichern", "ja", "Datenspeicherung"] {
        check_accepted("de", text, None);
    }
    for text in ["per quanto tempo conservate i dati", "conservate i dati?", "non conservate niente", "conservate pure, ma non il nome"] {
        check_accepted("it", text, None);
    }
}

#[test]
fn a_refusal_in_italian_is_one() {
    for text in [
        "non conservate niente",
        "per favore non salvare nulla",
        "non voglio che conserviate i miei dati",
        "non acconsento al trattamento dei miei dati",
        "niente salvataggio, grazie",
        "preferisco che non registriate nulla di questa conversazione",
        "senza salvare nulla",
        "preferirei andare avanti senza conservare",
    ] {
        check_in("it", text, Some(Beside::Nothing));
    }
    check_in("it", "non salvate niente, vorrei candidarmi come cuoco", Some(Beside::More));
    for text in [
        "conservate pure tutto",
        "nessun problema, conservate i miei dati",
        "non ho nulla in contrario alla conservazione",
        "non salvate niente?",
        "non ho esperienza",
        "non salvate niente ma il nome sì",
        "per quanto tempo conservate i dati",
        "chiedevo del lavoro, non della conservazione dei dati",
        "non parlavo di conservazione dei dati",
        "no",
    ] {
        check_in("it", text, None);
    }
}

#[test]
fn a_refusal_or_an_acceptance_in_french_is_one() {
    for text in [
        "ne conservez rien",
        "non, ne gardez pas mes données",
        "je ne veux pas que mes données soient conservées",
        "continuez sans enregistrer",
        "s'il vous plaît ne stockez rien de cette conversation",
        "je refuse la conservation de mes données",
    ] {
        check_in("fr", text, Some(Beside::Nothing));
    }
    check_in("fr", "n'enregistrez rien, je voudrais m'inscrire à la poterie", Some(Beside::More));
    for text in ["est-ce que vous conservez mes données ?", "vous pouvez tout conserver", "oui", "je ne sais pas", "gardez-moi une place"]
    {
        check_in("fr", text, None);
    }
    for text in ["oui, vous pouvez conserver mes données", "je veux bien que vous gardiez tout", "j'accepte la conservation"] {
        check_accepted("fr", text, Some(Beside::Nothing));
    }
    for text in ["ne conservez rien", "vous conservez quoi ?", "gardez-moi une place samedi"] {
        check_accepted("fr", text, None);
    }
}

#[test]
fn a_refusal_or_an_acceptance_in_spanish_is_one() {
    for text in [
        "no guarden nada",
        "no, no guarde mis datos",
        "no quiero que se conserven mis datos",
        "sigamos sin guardar",
        "por favor no almacenen nada de esta conversación",
        "rechazo la conservación de mis datos",
    ] {
        check_in("es", text, Some(Beside::Nothing));
    }
    check_in("es", "no guarden nada, quería una mesa para dos", Some(Beside::More));
    for text in ["¿guardan mis datos?", "pueden guardarlo todo", "sí", "no sé", "guárdeme una mesa"] {
        check_in("es", text, None);
    }
    for text in ["sí, pueden guardar mis datos", "acepto que se conserven mis datos", "por favor guarden la conversación"] {
        check_accepted("es", text, Some(Beside::Nothing));
    }
    for text in ["no guarden nada", "¿qué guardan?", "guárdeme una mesa el sábado"] {
        check_accepted("es", text, None);
    }
}
