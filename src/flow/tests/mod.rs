//! Bots of a few lines, compiled; findings are compared to the letter.

mod charts;
mod compiled;
mod findings_between_flows;
mod findings_in_conditions;
mod findings_in_expressions;
mod findings_in_files;
mod findings_in_rules;
mod findings_in_steps;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::diagnostics::{Diagnostic, Findings, Source};

/// A bot folder in small: flows, messages by language, actions; and what the rest of the folder declares.
struct Bot<'a> {
    flows: &'a str,
    messages: Vec<(&'static str, &'a str)>,
    actions: &'a str,
}

impl<'a> Bot<'a> {
    fn new(flows: &'a str, messages: &'a str) -> Self {
        Self { flows, messages: vec![("en", messages)], actions: "" }
    }

    fn compile(&self) -> (Option<Flows>, Vec<Diagnostic>) {
        let mut findings = Findings::default();
        let mut read = |path: &str, text: &str| yaml::parse(&Source::new(path, text), &mut findings);
        let flows = read("flows.yaml", self.flows);
        let actions = read("actions.yaml", self.actions);
        let messages: Vec<_> =
            self.messages.iter().map(|(code, text)| (language(code), read(&format!("messages/{code}.yaml"), text))).collect();
        let documents = Documents {
            flows: flows.iter().filter_map(|node| node.get("flows")).collect(),
            messages: messages.iter().filter_map(|(code, node)| Some((code.clone(), node.as_ref()?))).collect(),
            actions: actions.iter().filter_map(|node| node.get("actions")).collect(),
        };
        let languages: Vec<Language> = self.messages.iter().map(|(code, _)| language(code)).collect();
        let compiled = compile(&documents, &known(&languages), &mut findings);
        (compiled, findings.into_sorted())
    }
}

fn language(code: &str) -> Language {
    Language::new(code).unwrap()
}

fn known(languages: &[Language]) -> Known<'_> {
    let role = EntityValues {
        values: vec!["driver".into(), "cook".into()],
        labels: [((language("en"), "driver".to_owned()), "Lorry driver".to_owned())].into(),
    };
    let entities: BTreeMap<_, _> =
        [("role", role), ("order_number", EntityValues::default())].map(|(name, values)| (EntityName::new(name).unwrap(), values)).into();
    Known {
        languages,
        intents: ["apply_for_job", "track_order", "cancel"].map(|name| IntentName::new(name).unwrap()).into(),
        entities,
        purposes: [PurposeName::new("application").unwrap()].into(),
        consents: BTreeSet::new(),
        answers: vec![(MessageKey::new("faq.hours").unwrap(), faq_answer())],
        about: About {
            bot: "Test".into(),
            contact: "privacy@acme.example".into(),
            languages: Vec::new(),
            why: BTreeMap::new(),
            confirm_cancel: true,
        },
    }
}

/// Where the FAQ says that `faq.hours` answers.
fn faq_answer() -> Span {
    let source = Source::new("faq.yaml", "answer: faq.hours");
    Span { range: 8..source.text.len(), source }
}

/// Findings as `path:line:column code: message (help)`.
fn lines(findings: &[Diagnostic]) -> String {
    let line = |found: &Diagnostic| {
        let places: Vec<String> = found
            .labels
            .iter()
            .map(|label| {
                let (line, column) = label.span.line_and_column();
                format!("{}:{line}:{column}", label.span.source.path)
            })
            .collect();
        let help = found.help.as_deref().unwrap_or_default();
        format!("{} {} {}: {} ({help})\n", places.join(" "), found.severity.as_str(), found.code, found.message)
    };
    findings.iter().map(line).collect()
}

/// The flow that steps stand in; the first step is on line 13.
const FLOW: &str = "flows:
  book:
    start: apply_for_job
    slots:
      role: {type: role}
      name: {type: person_name}
      age: {type: number}
      day: {type: date}
      licence: {type: yes_no}
      note: {type: text}
      comment: {type: text, optional: true}
    steps:
";

const MESSAGES: &str = "faq.hours: From nine to five.
m:
  hello: Hello!
  bye: Bye!
  sure: Sure?
  name: Dear {{ slots.name }}!
  wrong: Dear {{ slots.nmae }}!
";

const ACTIONS: &str = "actions: {create_application: {url: https://a.example, timeout: 3 s}}";

/// Checks the findings of steps, but for what is only unused.
fn check_steps(steps: &str, expected: &str) {
    let indented: Vec<String> = steps.trim_start().lines().map(|line| format!("      {line}")).collect();
    let flows = format!("{FLOW}{}\n", indented.join("\n"));
    let bot = Bot { actions: ACTIONS, ..Bot::new(&flows, MESSAGES) };
    let is_advice = |found: &Diagnostic| found.code.starts_with("unused-") || found.code == "ask-without-id";
    let findings: Vec<Diagnostic> = bot.compile().1.into_iter().filter(|found| !is_advice(found)).collect();
    assert_eq!(lines(&findings), expected.trim_start());
}
