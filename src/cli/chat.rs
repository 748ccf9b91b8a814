//! `chat`: talk to a bot in the terminal; nothing is stored.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Outcome;
use super::render::Output;
use super::setup::{InferenceBounds, Understanding, load_bot, tokio_runtime};
use crate::domain::{Choice, Clock, Content, Language, Reply, SystemClock, Utterance};
use crate::outbound::Outbound;
use crate::runtime::{Actions, Engine, Message, Start, understanding_json};
use crate::store::Store;

#[derive(Args)]
pub(super) struct Arguments {
    /// The bot folder.
    dir: PathBuf,
    /// Print how each message was understood, and where the conversation stands.
    #[arg(long)]
    explain: bool,
    /// The language to begin in.
    #[arg(long)]
    lang: Option<String>,
    /// A private `host:port` that the bot's actions may call, such as 127.0.0.1:8081.
    #[arg(long = "allow", value_name = "HOST:PORT")]
    allowed: Vec<String>,
}

pub(super) fn run(output: Output, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let runtime = tokio_runtime()?;
    let language = arguments.lang.as_deref().map(Language::new).transpose()?;
    let bot = load_bot(output, &arguments.dir)?;
    let name = bot.name.clone();
    let mut understanding = runtime.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::default()))?;
    let (brain, _) = understanding.prepare(output, bot, Some(super::models_of_bots()), false)?;
    let actions = Actions::Http(Arc::new(Outbound::new(arguments.allowed.iter().cloned())));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let engine = Engine::new(vec![Arc::new(brain)], Store::in_memory()?, understanding.inference, actions, clock);
    let start = Start { bot: name.clone(), language, channel: "terminal".into(), person: None, consents: Vec::new() };
    let started = runtime.block_on(engine.start_conversation(start))?;
    let mut offered = show(output, &started.replies);
    output.note("(write a message, or the number of a button; Ctrl-D ends)");
    let mut lines = std::io::stdin().lock().lines();
    loop {
        prompt();
        let Some(line) = lines.next() else { break };
        let content = match content(&line?, &offered) {
            Ok(content) => content,
            Err(problem) => {
                output.note(problem);
                continue;
            }
        };
        if let (true, Content::Text(utterance)) = (arguments.explain, &content) {
            let (understood, faq) = runtime.block_on(engine.parse(&name, utterance, Some(&started.language)))?;
            output.note(serde_json::to_string_pretty(&understanding_json(&understood, faq.as_ref()))?);
        }
        let answer = runtime.block_on(engine.handle(started.conversation, &started.token, Message { id: None, content }))?;
        offered = show(output, &answer.replies);
        if arguments.explain {
            output.note(format_args!("{:?}", answer.view));
        }
    }
    Ok(Outcome::Fine)
}

/// What a line means: the button of that number, or a text.
fn content(line: &str, offered: &[Choice]) -> Result<Content, crate::domain::message::UtteranceTooLong> {
    let pressed = line.trim().parse::<usize>().ok().and_then(|number| offered.get(number.checked_sub(1)?));
    match pressed {
        Some(choice) => Ok(Content::Choice(choice.id.clone())),
        None => Utterance::new(line).map(Content::Text),
    }
}

/// Prints the replies and gives the buttons that were offered, numbered from 1.
fn show(output: Output, replies: &[Reply]) -> Vec<Choice> {
    let mut offered = Vec::new();
    for reply in replies {
        output.line(format_args!("bot: {}", reply.text));
        for choice in &reply.choices {
            offered.push(choice.clone());
            output.line(format_args!("     [{}] {}", offered.len(), choice.title));
        }
    }
    offered
}

fn prompt() {
    if std::io::stdin().is_terminal() {
        let _ = write!(std::io::stderr(), "> ");
    }
}
