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
use crate::runtime::{Actions, Engine, Message, Observation, Start, understanding_json};
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

pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
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
            let seen = runtime.block_on(engine.observe(started.conversation, &started.token))?;
            for line in explained(&seen) {
                output.note(line);
            }
        }
    }
    Ok(Outcome::Fine)
}

/// Where the conversation stands, a line for each fact.
fn explained(seen: &Observation) -> Vec<String> {
    let frames = &seen.state.frames;
    let flows: Vec<&str> = frames.iter().map(|frame| frame.flow.as_str()).collect();
    let mut lines = vec![
        format!("flow: {}", if flows.is_empty() { "none".to_owned() } else { flows.join(" > ") }),
        format!("open question: {}", seen.view.open_question.as_deref().unwrap_or("none")),
    ];
    for (slot, value) in frames.last().into_iter().flat_map(|frame| &frame.slots) {
        lines.push(format!("slot {slot}: {}", value.to_json()));
    }
    lines.push(format!("may be stored: {}", if seen.view.stored { "yes" } else { "no" }));
    lines
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
        if let Some(shown) = reply.in_words() {
            output.line(format_args!("     {shown}"));
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DialogueState, FlowName, Frame, SlotName, SlotValue, StepId};
    use crate::runtime::View;

    #[test]
    fn explain_says_line_by_line_where_the_conversation_stands() {
        let mut state = DialogueState::new(Language::new("en").unwrap(), 0);
        let view = View { flow: None, open_question: None, stored: false };
        let seen = |view: &View, state: &DialogueState| {
            explained(&Observation { view: view.clone(), state: state.clone(), ended: None, decision: None, trail: Vec::new() })
        };
        assert_eq!(seen(&view, &state), ["flow: none", "open question: none", "may be stored: no"]);
        for name in ["apply", "ask_about_pay"] {
            state.frames.push(Frame::new(FlowName::new(name).unwrap(), StepId::new("0").unwrap()));
        }
        let slots = &mut state.frames[1].slots;
        slots.insert(SlotName::new("role").unwrap(), SlotValue::Choice("driver".into()));
        slots.insert(SlotName::new("licence").unwrap(), SlotValue::YesNo(true));
        let view = View { flow: None, open_question: Some("name".into()), stored: true };
        let lines =
            ["flow: apply > ask_about_pay", "open question: name", "slot licence: true", "slot role: \"driver\"", "may be stored: yes"];
        assert_eq!(seen(&view, &state), lines);
    }
}
