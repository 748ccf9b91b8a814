//! The trees of all files, sorted by what they hold; every part may also be a section of `bot.yaml`.

use std::sync::Arc;

use super::folder::{Folder, Part};
use super::read::name;
use super::settings::{SECTIONS, Settings};
use crate::diagnostics::{Diagnostic, Findings, Source, Span};
use crate::domain::Language;
use crate::privacy::DocumentKind;
use crate::yaml::{self, Kind, Node};

/// What a bot's files hold, as trees with spans.
#[derive(Debug, Default)]
pub(super) struct Sections {
    pub(super) intents: Vec<Node>,
    pub(super) entities: Vec<Node>,
    pub(super) faq: Vec<Node>,
    pub(super) flows: Vec<Node>,
    pub(super) actions: Vec<Node>,
    pub(super) messages: Vec<(Language, Node)>,
    pub(super) tests: Vec<Node>,
    /// Notices and policies, not read yet: the contact that they must name is in `bot.yaml`.
    pub(super) documents: Vec<(DocumentKind, Language, Arc<Source>)>,
    /// Whether a file holds something, but not under the key of its part.
    pub(super) has_lost_a_file: bool,
}

impl Sections {
    /// Reads all files; settings are nothing if `bot.yaml` holds no tree.
    pub(super) fn read(folder: &Folder, findings: &mut Findings) -> (Option<Settings>, Self) {
        let mut sections = Self::default();
        let mut settings = None;
        let mut lost = false;
        for source in &folder.files {
            match Part::of(&source.path) {
                Some(Part::Bot) => settings = sections.bot(source, findings),
                Some(Part::Intents) => sections.intents.extend(section(source, "intents", &mut lost, findings)),
                Some(Part::Entities) => sections.entities.extend(section(source, "entities", &mut lost, findings)),
                Some(Part::Faq) => sections.faq.extend(section(source, "faq", &mut lost, findings)),
                Some(Part::Flows) => sections.flows.extend(section(source, "flows", &mut lost, findings)),
                Some(Part::Actions) => sections.actions.extend(section(source, "actions", &mut lost, findings)),
                Some(Part::Tests) => sections.tests.extend(section(source, "tests", &mut lost, findings)),
                Some(Part::Messages(language)) => sections.messages.extend(yaml::parse(source, findings).map(|node| (language, node))),
                Some(Part::Notice(language)) => sections.documents.push((DocumentKind::Notice, language, source.clone())),
                Some(Part::Policy(language)) => sections.documents.push((DocumentKind::Policy, language, source.clone())),
                None => {}
            }
        }
        sections.has_lost_a_file = lost;
        if let Some(settings) = &settings {
            sections.drop_other_languages(&settings.languages(), findings);
        }
        (settings, sections)
    }

    fn bot(&mut self, source: &Arc<Source>, findings: &mut Findings) -> Option<Settings> {
        let mut syntax = Findings::default();
        let root = yaml::parse(source, &mut syntax);
        let broken = syntax.has_errors();
        syntax.into_sorted().into_iter().for_each(|found| findings.push(found));
        let Some(root) = root else {
            if !broken {
                let start = Span { source: source.clone(), range: 0..0 };
                findings.push(Diagnostic::error("missing-key", "bot.yaml is empty", &start).help("begin it with `sottovoce: 1`"));
            }
            return None;
        };
        root.expect_map(findings)?;
        let settings = Settings::read(&root, findings);
        let Kind::Map(entries) = root.kind else { return None };
        for entry in entries.into_iter().filter(|entry| SECTIONS.contains(&entry.key.as_str())) {
            match entry.key.as_str() {
                "intents" => self.intents.push(entry.value),
                "entities" => self.entities.push(entry.value),
                "faq" => self.faq.push(entry.value),
                "flows" => self.flows.push(entry.value),
                "actions" => self.actions.push(entry.value),
                "tests" => self.tests.push(entry.value),
                _ => self.messages(entry.value, findings),
            }
        }
        Some(settings)
    }

    /// The section `messages` of `bot.yaml`: a mapping for each language.
    fn messages(&mut self, node: Node, findings: &mut Findings) {
        node.expect_map(findings);
        let Kind::Map(entries) = node.kind else { return };
        for entry in entries {
            let language = name(Language::new, &entry.key, &entry.key_span, findings);
            self.messages.extend(language.map(|language| (language, entry.value)));
        }
    }

    /// Texts in a language that the bot does not speak are never said.
    fn drop_other_languages(&mut self, languages: &[Language], findings: &mut Findings) {
        if languages.is_empty() {
            return;
        }
        let mut keep = |language: &Language, what: &str, span: &Span| {
            let spoken = languages.contains(language);
            if !spoken {
                let message = format!("{what} in `{language}`, a language that the bot does not speak");
                let help = format!("add `{language}` to `languages` in bot.yaml, or remove this");
                findings.push(Diagnostic::warning("unused-language", message, span).help(help));
            }
            spoken
        };
        self.messages.retain(|(language, node)| keep(language, "messages", &node.span.part(0..0)));
        self.documents.retain(|(kind, language, source)| {
            let start = Span { source: source.clone(), range: 0..0 };
            keep(language, &format!("a {}", kind.as_str()), &start)
        });
    }
}

/// The value under the one key that a file of this part has; lost if that key is misspelt.
fn section(source: &Arc<Source>, key: &str, lost: &mut bool, findings: &mut Findings) -> Option<Node> {
    let root = yaml::parse(source, findings).filter(|root| !root.is_null())?;
    *lost |= root.get(key).is_none();
    root.expect_fields(&source.path, &[key], findings);
    let Kind::Map(entries) = root.kind else { return None };
    entries.into_iter().find(|entry| entry.key == key).map(|entry| entry.value)
}
