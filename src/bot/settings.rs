//! `bot.yaml`: who runs the bot, in which languages, for which purposes.

use jiff::tz::TimeZone;

use super::read::{duration, name_in, needed, not_yet};
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{BotName, Language, Retention};
use crate::nlu::models::DEFAULT_ENCODER;
use crate::privacy::{DEFAULT_RETENTION, Purposes, check_within, read_keep};
use crate::yaml::Node;

/// The format of bot folders that this build reads.
const FORMAT_VERSION: &str = "1";

/// Sections that may stand in `bot.yaml` instead of files of their own.
pub(super) const SECTIONS: [&str; 7] = ["intents", "entities", "faq", "flows", "actions", "messages", "tests"];

/// The other keys of `bot.yaml`.
const KEYS: [&str; 12] =
    ["sottovoce", "bot", "languages", "timezone", "controller", "contact", "privacy", "nlu", "timeouts", "channels", "repair", "queues"];

/// Who decides why and how personal data is used (GDPR Art. 4(7)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Controller {
    /// The name.
    pub name: String,
    /// The address for requests about data.
    pub contact: String,
    /// The data protection officer's address.
    pub dpo: Option<String>,
    /// The country, two capital letters.
    pub country: Option<String>,
}

/// Everything in `bot.yaml` but the sections; parts that could not be read are absent, and findings say why.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) name: Option<BotName>,
    /// Each language with its place; the first is the default.
    pub(super) languages: Vec<(Language, Span)>,
    pub(super) time_zone: Option<TimeZone>,
    pub(super) controller: Option<Controller>,
    /// What the last resort tells people to turn to: `contact`, else the controller's.
    pub(super) contact: Option<String>,
    pub(super) purposes: Purposes,
    /// How long anything of a person is kept after the last message.
    pub(super) retention: Retention,
    pub(super) encoder: String,
    pub(super) web_origins: Vec<String>,
    pub(super) confirm_cancel: bool,
}

impl Settings {
    /// The languages alone.
    pub(super) fn languages(&self) -> Vec<Language> {
        self.languages.iter().map(|(language, _)| language.clone()).collect()
    }

    /// Reads the tree of `bot.yaml`.
    pub(super) fn read(root: &Node, findings: &mut Findings) -> Self {
        let known: Vec<&str> = KEYS.into_iter().chain(SECTIONS).collect();
        root.expect_fields("bot.yaml", &known, findings);
        let place = root.map().and_then(|entries| entries.first()).map_or_else(|| root.span.part(0..0), |entry| entry.key_span.clone());
        read_format(root, &place, findings);
        let mut needed = |key: &str, help: &str| needed(root, key, "bot.yaml", &place, help, findings);
        let name = needed("bot", "add `bot: my_bot`");
        let languages = needed("languages", "add `languages: [en]`; the first is the default");
        let name = name.and_then(|node| name_in(BotName::new, node, findings));
        let languages = languages.map(|node| read_languages(node, findings)).unwrap_or_default();
        let time_zone = root.get("timezone").map_or(Some(TimeZone::UTC), |node| read_time_zone(node, findings));
        let controller = read_controller(root, &place, findings);
        let own_contact = root.get("contact").and_then(|node| node.expect_text(findings)).map(str::to_owned);
        let contact = own_contact.or_else(|| controller.as_ref().map(|controller| controller.contact.clone()));
        let codes: Vec<Language> = languages.iter().map(|(language, _)| language.clone()).collect();
        let (purposes, retention) = read_privacy(root, &codes, findings);
        check_timeouts(root, findings);
        if let Some(node) = root.get("queues") {
            findings.push(not_yet("handover to `queues`", &node.span));
        }
        Self {
            name,
            languages,
            time_zone,
            controller,
            contact,
            purposes,
            retention,
            encoder: read_encoder(root, findings),
            web_origins: read_origins(root, findings),
            confirm_cancel: read_repair(root, findings),
        }
    }
}

fn read_format(root: &Node, place: &Span, findings: &mut Findings) {
    let help = format!("write `sottovoce: {FORMAT_VERSION}` as the first line");
    let Some(node) = needed(root, "sottovoce", "bot.yaml", place, &help, findings) else { return };
    if node.scalar() != Some(FORMAT_VERSION) {
        let written = node.scalar().unwrap_or(node.describe());
        let message = format!("this build reads bots of format {FORMAT_VERSION}, not `{written}`");
        findings.push(Diagnostic::error("format-version", message, &node.span).help(help));
    }
}

fn read_languages(node: &Node, findings: &mut Findings) -> Vec<(Language, Span)> {
    let mut languages: Vec<(Language, Span)> = Vec::new();
    if let Some(text) = node.scalar().filter(|_| !node.is_null()) {
        let found = Diagnostic::error("wrong-type", "expected a list of languages, found text", &node.span);
        findings.push(found.help(format!("write `[{text}]`")));
        return name_in(Language::new, node, findings).map(|language| (language, node.span.clone())).into_iter().collect();
    }
    let items = node.expect_list(findings);
    if items.is_some_and(<[Node]>::is_empty) {
        findings.push(Diagnostic::error("missing-language", "a bot speaks at least one language", &node.span).help("write `[en]`"));
    }
    for item in items.unwrap_or_default() {
        let Some(language) = name_in(Language::new, item, findings) else { continue };
        if let Some((_, first)) = languages.iter().find(|(known, _)| *known == language) {
            let found = Diagnostic::error("duplicate-name", format!("the language `{language}` stands twice"), &item.span);
            findings.push(found.here("again here").and(first, "first here").help("remove one of them"));
        } else {
            languages.push((language, item.span.clone()));
        }
    }
    languages
}

fn read_time_zone(node: &Node, findings: &mut Findings) -> Option<TimeZone> {
    let text = node.expect_text(findings)?;
    TimeZone::get(text)
        .map_err(|_| {
            let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let found = Diagnostic::error("unknown-time-zone", format!("there is no time zone `{text}`"), &node.span);
            findings.push(match crate::diagnostics::closest(text, &known) {
                Some(candidate) => found.help(format!("did you mean `{candidate}`?")),
                None => found.help("write a name of the IANA list, such as `Europe/Rome`"),
            });
        })
        .ok()
}

fn read_controller(root: &Node, place: &Span, findings: &mut Findings) -> Option<Controller> {
    const EXAMPLE: &str = "{name: Acme Srl, contact: privacy@acme.example, country: IT}";
    let Some(node) = root.get("controller") else {
        if root.has_misspelt("controller") {
            return None;
        }
        let found = Diagnostic::error("PRV-ROLE", "bot.yaml does not say who the controller is", place);
        findings.push(found.help(format!("add `controller: {EXAMPLE}` (GDPR Art. 13(1)(a))")));
        return None;
    };
    let fields = node.expect_fields("`controller`", &["name", "contact", "dpo", "country"], findings)?;
    let mut text = |key: &str| fields.iter().find(|field| field.key == key)?.value.expect_text(findings).map(str::to_owned);
    let (name, contact, dpo, country) = (text("name"), text("contact"), text("dpo"), text("country"));
    let lacks = |key: &str| node.get(key).is_none() && !node.has_misspelt(key);
    if lacks("name") {
        let found = Diagnostic::error("PRV-ROLE", "the controller has no name", &node.span);
        findings.push(found.help("add `name: Acme Srl` (GDPR Art. 13(1)(a))"));
    }
    if lacks("contact") {
        let found = Diagnostic::error("PRV-ROLE", "the controller has no contact for requests about personal data", &node.span);
        findings.push(found.help("add `contact: privacy@acme.example` (GDPR Art. 12(2), 13(1)(a))"));
    }
    if let (Some(code), Some(node)) = (&country, node.get("country"))
        && !is_country(code)
    {
        let found = Diagnostic::error("invalid-country", format!("`{code}` is no country code"), &node.span);
        findings.push(found.help("write two capital letters, such as `IT`"));
    }
    Some(Controller { name: name?, contact: contact?, dpo, country })
}

/// Whether it has the form of an ISO 3166-1 alpha-2 code.
pub(super) fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn read_privacy(root: &Node, languages: &[Language], findings: &mut Findings) -> (Purposes, Retention) {
    let Some(node) = root.get("privacy") else { return (Purposes::default(), DEFAULT_RETENTION) };
    node.expect_fields("`privacy`", &["purposes", "history", "end_user_retention", "reason"], findings);
    let purposes = node.get("purposes").map(|node| Purposes::read(node, languages, findings)).unwrap_or_default();
    if let Some(history) = node.get("history")
        && history.expect_bool(findings) == Some(true)
    {
        findings.push(not_yet("keeping message texts (`history`)", &history.span).help("write `history: off`, or leave it out"));
    }
    let keep = node.get("end_user_retention");
    let retention = keep.and_then(|keep| read_keep(keep, "`end_user_retention`", node.get("reason"), findings));
    let retention = retention.unwrap_or(DEFAULT_RETENTION);
    if let Some(node) = node.get("purposes") {
        check_within(node, retention, findings);
    }
    (purposes, retention)
}

fn read_encoder(root: &Node, findings: &mut Findings) -> String {
    let Some(node) = root.get("nlu") else { return DEFAULT_ENCODER.to_owned() };
    node.expect_fields("`nlu`", &["encoder"], findings);
    let Some(encoder) = node.get("encoder") else { return DEFAULT_ENCODER.to_owned() };
    let Some(name) = encoder.expect_text(findings) else { return DEFAULT_ENCODER.to_owned() };
    // The name becomes a folder's name.
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) && !name.starts_with('.');
    if !is_plain {
        let found = Diagnostic::error("invalid-name", format!("`{name}` is no name of an encoder"), &encoder.span);
        findings.push(found.help("`sottovoce models list` shows the names"));
    }
    name.to_owned()
}

/// `timeouts` is checked, but nothing acts on it yet, so it is not kept.
fn check_timeouts(root: &Node, findings: &mut Findings) {
    let Some(node) = root.get("timeouts") else { return };
    node.expect_fields("`timeouts`", &["flow", "conversation"], findings);
    for key in ["flow", "conversation"] {
        node.get(key).and_then(|node| duration(node, findings));
    }
}

fn read_origins(root: &Node, findings: &mut Findings) -> Vec<String> {
    let Some(channels) = root.get("channels") else { return Vec::new() };
    channels.expect_fields("`channels`", &["web", "messenger", "whatsapp"], findings);
    for name in ["messenger", "whatsapp"] {
        if let Some(node) = channels.get(name) {
            findings.push(not_yet(format!("the channel `{name}`"), &node.span));
        }
    }
    let Some(web) = channels.get("web") else { return Vec::new() };
    web.expect_fields("`web`", &["origins"], findings);
    let items = web.get("origins").and_then(|node| node.expect_list(findings)).unwrap_or_default();
    let mut origins = Vec::new();
    for item in items {
        let Some(text) = item.expect_text(findings) else { continue };
        if is_origin(text) {
            origins.push(text.to_owned());
        } else {
            let found = Diagnostic::error("invalid-origin", format!("`{text}` is not the origin of a web page"), &item.span);
            findings.push(found.help("write scheme and host without a path, such as `https://acme.example`"));
        }
    }
    origins
}

/// A scheme, a host and perhaps a port: exactly what a browser sends in `Origin`.
fn is_origin(text: &str) -> bool {
    let Some(host) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
    let host_is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    !host.is_empty() && host.chars().all(host_is_plain) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Whether a flow is given up only after a "yes".
fn read_repair(root: &Node, findings: &mut Findings) -> bool {
    let Some(node) = root.get("repair") else { return true };
    for entry in node.expect_fields("`repair`", &["interrupt", "cancel", "back", "clarify"], findings).unwrap_or_default() {
        if matches!(entry.key.as_str(), "interrupt" | "back" | "clarify") {
            findings.push(not_yet(format!("the setting `repair.{}`", entry.key), &entry.key_span));
        }
    }
    let Some(cancel) = node.get("cancel") else { return true };
    cancel.expect_fields("`cancel`", &["confirm"], findings);
    cancel.get("confirm").and_then(|node| node.expect_bool(findings)).unwrap_or(true)
}

#[cfg(test)]
mod tests;
