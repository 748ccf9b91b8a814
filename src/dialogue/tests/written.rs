//! Bots as designers write them, compiled, with the built-in texts that people read.

use crate::diagnostics::{Findings, Source, Span};
use crate::domain::{EntityName, IntentName, Language, MessageKey, PurposeName};
use crate::flow::{About, Documents, EntityValues, Flows, Known, compile};
use crate::yaml;

/// The flows of a bot in one document with `flows`, `messages` and `actions`.
pub(super) fn written(text: &str) -> Flows {
    let mut findings = Findings::default();
    let root = yaml::parse(&Source::new("bot.yaml", text), &mut findings).unwrap();
    let languages = [Language::new("en").unwrap()];
    let source = Source::new("faq.yaml", "answer: faq.parking");
    let faq = Span { range: 0..source.text.len(), source };
    let purpose = PurposeName::new("application").unwrap();
    let documents = Documents {
        flows: vec![root.get("flows").unwrap()],
        messages: root.get("messages").map(|messages| (languages[0].clone(), messages)).into_iter().collect(),
        actions: root.get("actions").into_iter().collect(),
    };
    let role = EntityValues { values: vec!["driver".into(), "cook".into()], ..EntityValues::default() };
    let known = Known {
        languages: &languages,
        intents: ["apply", "track", "tell"].map(|name| IntentName::new(name).unwrap()).into(),
        entities: [(EntityName::new("role").unwrap(), role)].into(),
        purposes: [purpose.clone()].into(),
        consents: [purpose.clone()].into(),
        answers: root.get("messages").map(|_| (MessageKey::new("faq.parking").unwrap(), faq)).into_iter().collect(),
        about: About {
            bot: "Recruitment".into(),
            contact: "hr@acme.example".into(),
            languages: Vec::new(),
            why: [(purpose, [(languages[0].clone(), "to handle your application".into())].into())].into(),
            confirm_cancel: true,
        },
    };
    let flows = compile(&documents, &known, &mut findings);
    let found: Vec<String> = findings.into_sorted().into_iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
    flows.unwrap_or_else(|| panic!("{found:#?}"))
}
