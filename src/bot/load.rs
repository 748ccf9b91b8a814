//! A folder to a bot: each part goes to the room that knows it, then the whole is checked. All findings are collected.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::folder::Folder;
use super::names::Names;
use super::offered::Offered;
use super::sections::Sections;
use super::settings::{Controller, Settings};
use super::tests_file::{ConversationTest, read_tests};
use super::{check, privacy_check, wording_check};
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::{Basis, BotName, Language, Retention};
use crate::faq::FaqSet;
use crate::flow::{About, Documents, EntityValues, Flows, Known, in_words};
use crate::nlu::entity::EntitySet;
use crate::nlu::intents::IntentSet;
use crate::nlu::language::own_name;
use crate::privacy::{Document, DocumentKind, Notice, Policy, Purposes};

/// A bot that has no errors, and everything that is known of it before training.
#[derive(Debug)]
pub struct Bot {
    /// Its name.
    pub name: BotName,
    /// Its languages, the default first; never empty.
    pub languages: Vec<Language>,
    /// Where "today" is.
    pub time_zone: TimeZone,
    /// Who decides why and how personal data is used.
    pub controller: Controller,
    /// Why values are kept.
    pub purposes: Purposes,
    /// How long anything of a person is kept after the last message.
    pub retention: Retention,
    /// The short privacy notice in each language.
    pub notices: BTreeMap<Language, Notice>,
    /// The full privacy policy in each language.
    pub policies: BTreeMap<Language, Policy>,
    /// The web pages that may show the widget.
    pub web_origins: Vec<String>,
    /// The name of the sentence encoder.
    pub encoder: String,
    /// The flows, with messages and actions.
    pub flows: Flows,
    /// What people say, built-in intents included.
    pub intents: IntentSet,
    /// The entities that the bot declares.
    pub entities: EntitySet,
    /// Questions with fixed answers.
    pub faq: FaqSet,
    /// The conversation tests.
    pub tests: Vec<ConversationTest>,
    /// The hex SHA-256 over all files.
    pub hash: String,
}

impl Bot {
    /// Its first language. The loader refuses a bot without one.
    pub fn default_language(&self) -> &Language {
        &self.languages[0]
    }
}

/// What came of loading a folder.
#[derive(Debug)]
pub struct Loaded {
    /// The bot; none exactly if a finding is an error.
    pub bot: Option<Bot>,
    /// All findings, by file and place.
    pub findings: Vec<Diagnostic>,
}

/// Findings that say that a whole file could not be read.
const LOST_A_FILE: [&str; 8] =
    ["yaml-syntax", "yaml-alias", "yaml-too-large", "yaml-too-deep", "yaml-documents", "not-utf8", "file-too-large", "unreadable-file"];

/// Findings that something is not there or not used, which may only be because it stands in a file that was lost: one
/// slip in `messages/en.yaml` shall not bring a finding for each message.
const MAY_FOLLOW: [&str; 8] = [
    "unknown-name",
    "missing-message",
    "unused-message",
    "unused-action",
    "unused-slot",
    "flow-never-started",
    "unused-intent",
    "PRV-MIN2",
];

/// Reads and checks a whole bot.
pub fn load(folder: &Folder) -> Loaded {
    let mut reading = Findings::default();
    folder.findings.iter().for_each(|found| reading.push(found.clone()));
    let (settings, sections) = Sections::read(folder, &mut reading);
    let mut checks = Findings::default();
    let bot = settings.and_then(|settings| join(folder, settings, &sections, &mut checks));
    let (reading, checks) = (reading.into_sorted(), checks.into_sorted());
    let has_lost_a_file = sections.has_lost_a_file || reading.iter().any(|found| LOST_A_FILE.contains(&found.code));
    let mut findings = Findings::default();
    let kept = checks.into_iter().filter(|found| !(has_lost_a_file && MAY_FOLLOW.contains(&found.code)));
    reading.into_iter().chain(kept).for_each(|found| findings.push(found));
    let bot = bot.filter(|_| !findings.has_errors());
    Loaded { bot, findings: findings.into_sorted() }
}

/// What other rooms read.
struct Parts {
    languages: Vec<Language>,
    intents: IntentSet,
    entities: EntitySet,
    faq: FaqSet,
}

impl Parts {
    fn read(settings: &Settings, sections: &Sections, findings: &mut Findings) -> Self {
        let languages = languages(settings, sections);
        let mut intents = IntentSet::with_builtin(&languages);
        sections.intents.iter().for_each(|node| intents.add(node, &languages, findings));
        intents.settle(findings);
        let mut entities = EntitySet::default();
        sections.entities.iter().for_each(|node| entities.add(node, &languages, findings));
        let mut faq = FaqSet::default();
        sections.faq.iter().for_each(|node| faq.add(node, &languages, findings));
        Self { languages, intents, entities, faq }
    }
}

fn join(folder: &Folder, settings: Settings, sections: &Sections, findings: &mut Findings) -> Option<Bot> {
    let parts = Parts::read(&settings, sections, findings);
    let contact = settings.controller.as_ref().map(|controller| controller.contact.as_str());
    let (notices, policies) = documents(sections, contact, findings);
    let flows = compile(&settings, sections, &parts, findings);
    let names = names(&settings, sections, &parts);
    privacy_check::check(sections, &settings.languages, findings);
    wording_check::check(sections, findings);
    check::check(sections, &parts.intents, &parts.entities, &parts.faq, &names.slots(), findings);
    let mut tests = Vec::new();
    sections.tests.iter().for_each(|node| read_tests(node, &names, &mut tests, findings));
    let Parts { languages, intents, entities, mut faq } = parts;
    let flows = flows?;
    for entry in &mut faq.entries {
        let words = |language: &Language| Some((language.clone(), flows.messages.in_language(language, &entry.answer)?.words()?));
        entry.answer_texts = languages.iter().filter_map(words).collect();
    }
    Some(Bot {
        name: settings.name?,
        languages,
        time_zone: settings.time_zone?,
        controller: settings.controller?,
        purposes: settings.purposes,
        retention: settings.retention,
        notices,
        policies,
        web_origins: settings.web_origins,
        encoder: settings.encoder,
        flows,
        intents,
        entities,
        faq,
        tests,
        hash: folder.hash(),
    })
}

/// The bot's languages; while `bot.yaml` names none, those of its files, so that these can be checked all the same.
fn languages(settings: &Settings, sections: &Sections) -> Vec<Language> {
    let named = settings.languages();
    if !named.is_empty() {
        return named;
    }
    let of_messages = sections.messages.iter().map(|(language, _)| language);
    let of_files: BTreeSet<&Language> = of_messages.chain(sections.documents.iter().map(|(_, language, _)| language)).collect();
    of_files.into_iter().cloned().collect()
}

type ByLanguage = BTreeMap<Language, Document>;

fn documents(sections: &Sections, contact: Option<&str>, findings: &mut Findings) -> (ByLanguage, ByLanguage) {
    let (mut notices, mut policies) = (BTreeMap::new(), BTreeMap::new());
    for (kind, language, source) in &sections.documents {
        let Some(document) = Document::read(source, *kind, language, contact, findings) else { continue };
        let documents = match kind {
            DocumentKind::Notice => &mut notices,
            DocumentKind::Policy => &mut policies,
        };
        documents.insert(language.clone(), document);
    }
    (notices, policies)
}

fn compile(settings: &Settings, sections: &Sections, parts: &Parts, findings: &mut Findings) -> Option<Flows> {
    let documents = Documents {
        flows: sections.flows.iter().collect(),
        messages: sections.messages.iter().map(|(language, node)| (language.clone(), node)).collect(),
        actions: sections.actions.iter().collect(),
    };
    let entities = parts.entities.entities.iter();
    let values = entities.map(|(name, entity)| (name.clone(), EntityValues { values: entity.value_names(), labels: entity.labels() }));
    let purposes = &settings.purposes;
    let spoken = |language: &Language| (language.clone(), own_name(language));
    let known = Known {
        languages: &parts.languages,
        intents: parts.intents.intents.keys().cloned().collect(),
        entities: values.collect(),
        purposes: purposes.names().cloned().collect(),
        consents: purposes.iter().filter(|purpose| purpose.basis == Basis::Consent).map(|purpose| purpose.name.clone()).collect(),
        answers: parts.faq.entries.iter().map(|entry| (entry.answer.clone(), entry.answer_span.clone())).collect(),
        about: About {
            bot: settings.name.as_ref().map(|name| in_words(name.as_str())).unwrap_or_default(),
            contact: settings.contact.clone().unwrap_or_default(),
            languages: parts.languages.iter().map(spoken).collect(),
            why: purposes.iter().map(|purpose| (purpose.name.clone(), purpose.why.clone())).collect(),
            confirm_cancel: settings.confirm_cancel,
        },
    };
    crate::flow::compile(&documents, &known, findings)
}

fn names(settings: &Settings, sections: &Sections, parts: &Parts) -> Names {
    let intents = parts.intents.intents.keys().map(ToString::to_string).collect();
    Names {
        languages: parts.languages.iter().map(ToString::to_string).collect(),
        offered: Offered::of(sections, &parts.entities, &intents),
        built_in: crate::flow::built_in_texts().into_iter().map(|(key, _)| key).collect(),
        intents,
        purposes: settings.purposes.names().map(ToString::to_string).collect(),
        ..Names::of(sections)
    }
}

#[cfg(test)]
mod tests;
