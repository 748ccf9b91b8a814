//! `chat`: talk to a bot in the terminal, or let a script do so; nothing is stored.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::Outcome;
use super::explain;
use super::prompt::Prompt;
use super::render::{Failure, Output};
use super::setup::{InferenceBounds, Understanding, count, load_bot, spoken, tokio_runtime};
use super::typed;
use crate::bot::Bot;
use crate::diagnostics::{self, Source};
use crate::domain::{ActionName, BotName, Choice, Clock, Content, Language, Reply, SystemClock};
use crate::http::{replies_json, view_json};
use crate::outbound::Outbound;
use crate::runtime::{Actions, Engine, EngineError, Observation, Script, Start, Started};
use crate::store::Store;

const HELP: &str = "\
write a message, or the number of a button
/explain  says from now on how each message was understood, or no longer does
/slots    shows what the bot knows
/reset    begins a new conversation
/help     shows this
Ctrl-D ends; a message that begins with / is written with two";

#[derive(Args)]
pub(super) struct Arguments {
    /// The bot folder.
    dir: PathBuf,
    /// Say how each message was understood, and where the conversation stands.
    #[arg(long)]
    explain: bool,
    /// The language to begin in.
    #[arg(long)]
    lang: Option<String>,
    /// A private `host:port` that the bot's actions may call, such as 127.0.0.1:8081.
    #[arg(long = "allow", value_name = "HOST:PORT")]
    allowed: Vec<String>,
    /// A YAML file that says what the bot's actions answer, as `actions` in a test does; nothing is called then.
    #[arg(long, value_name = "FILE", conflicts_with = "allowed")]
    stubs: Option<PathBuf>,
}

/// A conversation under way.
struct Chat {
    runtime: Runtime,
    engine: Engine,
    bot: BotName,
    language: Language,
    started: Started,
    /// The buttons of the last answer.
    offered: Vec<Choice>,
    explain: bool,
    /// Answers in place of servers, and how many calls of it were shown.
    stubs: Option<(Arc<Script>, usize)>,
    /// Nobody sees what is typed: it is printed.
    echoes: bool,
    output: Output,
}

pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    let runtime = tokio_runtime()?;
    let bot = load_bot(output, &arguments.dir)?;
    let language = spoken(&bot.languages, arguments.lang.as_deref())?;
    let name = bot.name.clone();
    let script = arguments.stubs.as_deref().map(|file| read_script(output, file, &bot)).transpose()?;
    let mut understanding = runtime.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::default()))?;
    let (brain, _) = understanding.prepare(output, bot, Some(super::models_of_bots()), false)?;
    let actions = match &script {
        Some(script) => Actions::Scripted(script.clone()),
        None => Actions::Http(Arc::new(Outbound::new(arguments.allowed.iter().cloned()))),
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let engine = Engine::new(vec![Arc::new(brain)], Store::in_memory()?, understanding.inference, actions, clock);
    let started = runtime.block_on(engine.start_conversation(start(&name, &language)))?;
    let mut prompt = Prompt::open()?;
    if prompt.is_terminal() {
        output.note("(write a message, or the number of a button; /help shows more, Ctrl-D ends)");
    }
    let (stubs, echoes) = (script.map(|script| (script, 0)), !prompt.is_terminal() && !output.is_json());
    let (explain, offered) = (arguments.explain, Vec::new());
    let mut chat = Chat { runtime, engine, bot: name, language, started, offered, explain, stubs, echoes, output };
    chat.greet()?;
    while let Some(line) = prompt.next()? {
        match line.trim().strip_prefix('/') {
            Some(command) if !command.starts_with('/') => chat.command(command)?,
            Some(text) => chat.say(text)?,
            None => chat.say(&line)?,
        }
    }
    if prompt.is_terminal() {
        output.note("bye; nothing was stored");
    }
    Ok(Outcome::Fine)
}

/// What actions answer, from a file; its mistakes are shown.
fn read_script(output: Output, file: &Path, bot: &Bot) -> anyhow::Result<Arc<Script>> {
    let path = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| format!("{path} could not be read"))?;
    let (stubs, findings) = crate::bot::stubs(&Source::new(&path, &text), bot);
    for finding in &findings {
        output.note(diagnostics::render(finding, output.colour()));
    }
    if findings.is_empty() {
        return Ok(Arc::new(Script::in_turn(stubs)));
    }
    let help = "write what each action answers: `create_ticket: {status: 409}`, `{body: {id: T-7}}` or `{times_out: true}`";
    Err(Failure::new(format!("{path} has {} that must be mended first", count(findings.len(), "mistake")), help).into())
}

fn start(bot: &BotName, language: &Language) -> Start {
    Start { bot: bot.clone(), language: Some(language.clone()), channel: "terminal".into(), person: None, consents: Vec::new() }
}

/// What the replies answer.
enum Turn {
    /// Nothing: the bot begins.
    None,
    /// A message, with what it was taken to mean if it was written and explanations are wanted.
    Taken(Option<Box<explain::Heard>>),
}

impl Chat {
    fn greet(&mut self) -> anyhow::Result<()> {
        let (replies, seen) = (self.started.replies.clone(), self.observe()?);
        self.show(&replies, &seen, &Turn::None)
    }

    fn observe(&self) -> anyhow::Result<Observation> {
        Ok(self.runtime.block_on(self.engine.observe(self.started.conversation, &self.started.token))?)
    }

    fn reset(&mut self) -> anyhow::Result<()> {
        self.started = self.runtime.block_on(self.engine.start_conversation(start(&self.bot, &self.language)))?;
        self.greet()
    }

    fn command(&mut self, command: &str) -> anyhow::Result<()> {
        match command.trim() {
            "explain" => {
                self.explain = !self.explain;
                self.output.note(if self.explain { "explaining" } else { "no longer explaining" });
            }
            "slots" => self.show_slots(&self.observe()?)?,
            "reset" => self.reset()?,
            "help" => self.output.note(HELP),
            unknown => self.output.note(format_args!("there is no /{unknown}; /help shows what there is")),
        }
        Ok(())
    }

    fn show_slots(&self, seen: &Observation) -> anyhow::Result<()> {
        if self.output.is_json() {
            return self.output.json(&explain::slots_json(seen));
        }
        let lines = explain::slots(seen);
        if lines.is_empty() {
            self.output.note("no slot is set");
        }
        self.print_indented(&lines);
        Ok(())
    }

    /// Sends what a line means.
    fn say(&mut self, line: &str) -> anyhow::Result<()> {
        let message = match typed::message(line, &self.offered, self.output.is_json()) {
            Ok(message) => message,
            Err(problem) => {
                self.output.note(problem);
                return Ok(());
            }
        };
        if self.echoes {
            let pressed = self.offered.iter().find(|choice| matches!(&message.content, Content::Choice(id) if *id == choice.id));
            match pressed {
                Some(choice) => self.output.line(format_args!("you: [{}]", choice.title)),
                None => self.output.line(format_args!("you: {line}")),
            }
        }
        let (engine, bot) = (self.engine.clone(), self.bot.clone());
        let (conversation, token) = (self.started.conversation, self.started.token.clone());
        let explain = self.explain;
        let turn = self.runtime.block_on(async {
            let language = engine.observe(conversation, &token).await?.state.language;
            let heard = match &message.content {
                Content::Text(utterance) if explain => Some(engine.parse(&bot, utterance, Some(&language)).await?),
                Content::Text(_) | Content::Choice(_) => None,
            };
            let answer = engine.handle(conversation, &token, message).await?;
            Ok((heard, answer, engine.observe(conversation, &token).await?))
        });
        match turn {
            Ok((heard, answer, seen)) => self.show(&answer.replies, &seen, &Turn::Taken(heard.map(Box::new))),
            Err(EngineError::ConversationGone) => {
                self.output.note("the conversation was silent for too long and is gone; here is a new one");
                self.reset()
            }
            Err(error) => Err(error.into()),
        }
    }

    fn print_indented(&self, lines: &[String]) {
        for line in lines {
            self.output.line(format_args!("     {line}"));
        }
    }

    /// The calls that were answered since the last turn by stubs.
    fn calls(&mut self) -> Vec<(ActionName, Value)> {
        let Some((script, shown)) = &mut self.stubs else { return Vec::new() };
        let calls: Vec<_> = script.calls().into_iter().skip(*shown).collect();
        *shown += calls.len();
        calls
    }

    /// Prints the replies, with the buttons numbered from 1, before the explanation if one is wanted.
    fn show(&mut self, replies: &[Reply], seen: &Observation, turn: &Turn) -> anyhow::Result<()> {
        let calls = self.calls();
        self.offered = replies.iter().flat_map(|reply| reply.choices.iter().cloned()).collect();
        let explained = if let Turn::Taken(heard) = turn { self.explain.then_some(heard.as_deref()) } else { None };
        if self.output.is_json() {
            let mut line = json!({"messages": replies_json(replies), "conversation": view_json(&seen.view)});
            if let (Some(heard), Some(line)) = (explained, line.as_object_mut()) {
                line.insert("explanation".to_owned(), explain::turn_json(heard, seen));
            }
            if let (Some(_), Some(line)) = (&self.stubs, line.as_object_mut()) {
                let called = calls.iter().map(|(action, sent)| json!({"action": action, "with": sent})).collect();
                line.insert("called".to_owned(), called);
            }
            return self.output.json(&line);
        }
        for (action, sent) in &calls {
            self.output.line(format_args!("     called: {action} {sent}"));
        }
        let mut number = 0;
        for reply in replies {
            self.output.line(format_args!("bot: {}", reply.text));
            if let Some(shown) = reply.in_words() {
                self.output.line(format_args!("     {shown}"));
            }
            for choice in &reply.choices {
                number += 1;
                self.output.line(format_args!("     [{number}] {}", choice.title));
            }
        }
        if let Some(heard) = explained {
            let understood = heard.map(|(understanding, faq)| explain::understood(understanding, faq.as_ref())).unwrap_or_default();
            self.print_indented(&understood);
            self.print_indented(&explain::stands(seen));
        }
        Ok(())
    }
}
