//! Pages for people: the privacy policy, the widget and its files, and a list of the bots.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag};
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::App;
use super::problem::{ApiError, Code};
use super::wire::{self, Segment};
use crate::domain::{Attachment, BotName, Language};

#[derive(RustEmbed)]
#[folder = "src/web/widget"]
struct Widget;

/// The content security policy of pages without a script.
const PAGE_POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

#[derive(Deserialize)]
pub(super) struct PageQuery {
    lang: Option<String>,
}

/// `GET /p/{bot}/privacy`
pub(super) async fn privacy(
    State(shared): App,
    Segment(bot): Segment,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let bot = wire::bot_name(&bot)?;
    let language = wished(query)?;
    let page = shared.engine.privacy_page(&bot, language.as_ref())?.ok_or_else(|| ApiError::new(Code::NotFound))?;
    let mut html = frame(page.language.as_str(), &page.title);
    let words = Frame::of(&page.language);
    let _ = write!(html, "<p>{} {}, {}</p>", words.version, escape(&page.version), escape(&page.date));
    html.push_str(&markdown(&page.markdown));
    let _ = write!(html, "<footer><p>{} <code>{}</code></p>", words.policy, escape(&page.sha256));
    let _ = write!(html, "<p>{} <code>{}</code></p></footer>", escape(words.notice), escape(&page.notice_sha256));
    html.push_str("</main></body></html>");
    Ok(with_policy(Html(html).into_response(), PAGE_POLICY))
}

/// The language of an address.
fn wished(query: Result<Query<PageQuery>, QueryRejection>) -> Result<Option<Language>, ApiError> {
    let Query(query) = query.map_err(|_| ApiError::new(Code::InvalidAddress))?;
    query.lang.as_deref().map(Language::new).transpose().map_err(|_| ApiError::new(Code::InvalidAddress))
}

/// `GET /w/{bot}`: the widget as a page, for itself or in a frame on one of the bot's origins; `?lang=it` begins in Italian.
pub(super) async fn widget(
    State(shared): App,
    Segment(bot): Segment,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let bot = wire::bot_name(&bot)?;
    let brain = shared.engine.brain(&bot)?;
    let language = brain.language(wished(query)?.as_ref());
    let key = shared.settings.widget_keys.get(&bot).map(String::as_str).unwrap_or_default();
    let name = shown_name(&bot);
    let page = Widget::get("index.html").ok_or_else(|| ApiError::new(Code::Internal))?;
    let words = Words::read().ok_or_else(|| ApiError::new(Code::Internal))?;
    let html = words
        .filled_in(&String::from_utf8_lossy(&page.data), language)
        .replace("{{bot}}", &escape(bot.as_str()))
        .replace("{{title}}", &escape(&format!("{name} – {}", brain.bot.controller.name)))
        .replace("{{name}}", &escape(&name))
        .replace("{{controller}}", &escape(&brain.bot.controller.name))
        .replace("{{lang}}", &escape(language.as_str()))
        .replace("{{key}}", &escape(key));
    let ancestors: Vec<&str> = brain.bot.web_origins.iter().map(String::as_str).collect();
    // Pictures come from the places that the bot names, and only once the person asked for one.
    let images: BTreeSet<&str> = brain.bot.flows.messages.attachments().filter_map(image_origin).collect();
    let images: Vec<&str> = images.into_iter().collect();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' {}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self' {}",
        images.join(" "),
        ancestors.join(" ")
    );
    Ok(with_policy(Html(html).into_response(), &policy))
}

/// The widget's own words, by language.
struct Words {
    source: String,
    languages: BTreeMap<String, BTreeMap<String, String>>,
}

impl Words {
    fn read() -> Option<Self> {
        let source = String::from_utf8(Widget::get("words.json")?.data.into_owned()).ok()?;
        let languages = serde_json::from_str(&source).ok()?;
        Some(Self { source, languages })
    }

    /// The page with its words in a language, else in English, and with all of them for its script.
    fn filled_in(&self, page: &str, language: &Language) -> String {
        let words = self.languages.get(language.as_str()).or_else(|| self.languages.get("en")).into_iter().flatten();
        let html = words.fold(page.to_owned(), |html, (name, word)| html.replace(&format!("{{{{word.{name}}}}}"), &escape(word)));
        html.replace("{{words}}", &escape(&self.source))
    }
}

/// What stands around a privacy policy, which is the bot's own.
struct Frame {
    version: &'static str,
    policy: &'static str,
    notice: &'static str,
}

impl Frame {
    /// The words in a language, else in English.
    fn of(language: &Language) -> &'static Self {
        match language.as_str() {
            "de" => &GERMAN,
            "it" => &ITALIAN,
            "fr" => &FRENCH,
            "es" => &SPANISH,
            _ => &ENGLISH,
        }
    }
}

const ENGLISH: Frame =
    Frame { version: "Version", policy: "SHA-256 of this policy:", notice: "SHA-256 of the notice shown before a conversation is stored:" };

const GERMAN: Frame = Frame {
    version: "Fassung",
    policy: "SHA-256 dieser Datenschutzerklärung:",
    notice: "SHA-256 des Hinweises, der gezeigt wird, bevor ein Gespräch gespeichert wird:",
};

const ITALIAN: Frame = Frame {
    version: "Versione",
    policy: "SHA-256 di questa informativa:",
    notice: "SHA-256 dell'avviso mostrato prima che una conversazione venga conservata:",
};

const FRENCH: Frame = Frame {
    version: "Version",
    policy: "SHA-256 de cette politique de confidentialité :",
    notice: "SHA-256 de l'avis affiché avant qu'une conversation soit conservée :",
};

const SPANISH: Frame = Frame {
    version: "Versión",
    policy: "SHA-256 de esta política de privacidad:",
    notice: "SHA-256 del aviso mostrado antes de conservar una conversación:",
};

/// Where a picture is: scheme, host and port.
fn image_origin(attachment: &Attachment) -> Option<&str> {
    let Attachment::Image { url, .. } = attachment else { return None };
    let rest = url.strip_prefix("https://")?;
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    url.get(.."https://".len() + host)
}

/// `GET /widget/{file}`
pub(super) async fn asset(Segment(file): Segment) -> Result<Response, ApiError> {
    let kind = match file.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => return Err(ApiError::new(Code::NotFound)),
    };
    let found = Widget::get(&file).ok_or_else(|| ApiError::new(Code::NotFound))?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, kind)], found.data.into_owned()).into_response())
}

/// `GET /`: the bots that are served.
pub(super) async fn index(State(shared): App) -> Response {
    let mut html = frame("en", "Sottovoce");
    html.push_str("<p>These bots are served here:</p><ul>");
    for bot in shared.engine.bots().map(BotName::as_str) {
        let _ = write!(html, "<li><a href=\"/w/{bot}\">{bot}</a> – <a href=\"/p/{bot}/privacy\">privacy policy</a></li>");
    }
    html.push_str("</ul></main></body></html>");
    with_policy(Html(html).into_response(), PAGE_POLICY)
}

/// A bot's name as a heading: `staff_desk` is `Staff desk`.
fn shown_name(bot: &BotName) -> String {
    let words = bot.as_str().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn frame(language: &str, title: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"icon\" href=\"/widget/icon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"/widget/page.css\"></head><body><main><h1>{title}</h1>",
        escape(language)
    )
}

fn with_policy(mut response: Response, policy: &str) -> Response {
    if let Ok(policy) = HeaderValue::from_str(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
        out
    })
}

/// A designer's Markdown as HTML: raw HTML is shown as text, links lead to http, https or mail addresses only.
fn markdown(text: &str) -> String {
    let mut first_heading = true;
    let mut skipping = false;
    #[expect(clippy::wildcard_enum_match_arm, reason = "everything that is not named is kept as it is")]
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(|event| match event {
        // The page has the title as its heading already.
        Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }) if std::mem::take(&mut first_heading) => {
            skipping = true;
            None
        }
        Event::End(pulldown_cmark::TagEnd::Heading(_)) if std::mem::take(&mut skipping) => None,
        _ if skipping => None,
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let harmless = ["https://", "http://", "mailto:", "#", "/"].iter().any(|start| dest_url.starts_with(start));
            let dest_url = if harmless { dest_url } else { CowStr::Borrowed("#") };
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::Start(Tag::Image { .. }) | Event::End(pulldown_cmark::TagEnd::Image) => None,
        kept => Some(kept),
    });
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widget_has_all_its_words_in_every_language() {
        let words = Words::read().unwrap();
        let page = String::from_utf8(Widget::get("index.html").unwrap().data.into_owned()).unwrap();
        let script = String::from_utf8(Widget::get("widget.js").unwrap().data.into_owned()).unwrap();
        let english: Vec<&String> = words.languages["en"].keys().collect();
        for (code, own) in &words.languages {
            assert_eq!(own.keys().collect::<Vec<_>>(), english, "{code}");
            assert!(!words.filled_in(&page, &Language::new(code).unwrap()).contains("{{word"), "{code}");
        }
        for name in english {
            assert!(page.contains(&format!("{{{{word.{name}}}}}")) || script.contains(&format!("word.{name}")), "{name} is not used");
        }
        assert!(words.filled_in(&page, &Language::new("it").unwrap()).contains("Elimina i miei dati"));
        assert!(words.filled_in(&page, &Language::new("de").unwrap()).contains("Meine Daten löschen"));
        assert!(words.filled_in(&page, &Language::new("fi").unwrap()).contains("Delete my data"));
    }

    #[test]
    fn raw_html_and_script_links_in_a_policy_are_shown_as_text() {
        let html = markdown("# Title\n\nHi <script>alert(1)</script> [x](javascript:alert(1)) **b**");
        assert_eq!(html, "<p>Hi &lt;script&gt;alert(1)&lt;/script&gt; <a href=\"#\">x</a> <strong>b</strong></p>\n");
    }
}
