//! `sweep --once`: erases what is past its time, or says what is.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Outcome;
use super::render::{Failure, Output};
use super::serve::{Time, example_bots, folders_in};
use super::settings::read_settings;
use super::setup::{count, load_folder};
use super::store::{open, wait};
use crate::bot::{Bot, Folder};
use crate::config::{Settings, StoreAddress};
use crate::runtime::terms_of;
use crate::store::{Access, Store, SweepMode, SweepOrder, Swept};

#[derive(Args)]
pub(super) struct Sweep {
    /// Sweeps once, now. A server sweeps its own store every hour by itself.
    #[arg(long, required = true)]
    once: bool,
    /// Only counts what is due; works beside a running server.
    #[arg(long, conflicts_with = "confirm")]
    dry_run: bool,
    /// Erases even if that is most of the people: you have looked at the counts.
    #[arg(long)]
    confirm: bool,
    /// The settings file; without it `sottovoce.yaml`, if there is one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder whose folders are bots: they say how long they keep what.
    #[arg(long, value_name = "DIR")]
    bots: Option<PathBuf>,
    /// The store, such as `sqlite:./data`.
    #[arg(long)]
    store: Option<StoreAddress>,
    #[command(flatten)]
    time: Time,
}

impl Sweep {
    pub(super) fn run(&self, output: Output) -> anyhow::Result<Outcome> {
        let mut settings = read_settings(output, self.config.as_deref())?;
        if let Some(store) = &self.store {
            settings.store = store.clone();
        }
        let (folders, are_examples) = self.folders(output, &settings)?;
        let bots = folders.iter().map(|folder| load_folder(output, folder)).collect::<anyhow::Result<Vec<Bot>>>()?;
        let now = self.time.clock()?.now();
        let access = if self.dry_run { Access::Read } else { Access::Write };
        let store = open(&settings.store.data_dir, &settings.root_key_file, access, now)?;
        let order = |mode| SweepOrder { terms: Arc::new(terms_of(&bots)), now, mode };
        if are_examples {
            refuse_strangers(&wait(store.sweep(&order(SweepMode::DryRun), None))?)?;
        }
        let mode = match (self.dry_run, self.confirm) {
            (true, _) => SweepMode::DryRun,
            (_, true) => SweepMode::Confirmed,
            (..) => SweepMode::Guarded,
        };
        let swept = sweep(&store, &order(mode), output)?;
        report(&swept, output)?;
        if swept.needs_confirmation {
            let message =
                format!("the sweep would erase data of {} of {}: nothing was erased", swept.people_due, count_people(swept.people));
            let help = "check the clock and the bots' terms; if they are right, say `sweep --once --confirm`";
            return Err(Failure::new(message, help).into());
        }
        Ok(Outcome::Fine)
    }

    /// The bots whose terms hold. Where no folder is named and the usual one is not there, those of `demo`.
    fn folders(&self, output: Output, settings: &Settings) -> anyhow::Result<(Vec<Folder>, bool)> {
        if let Some(bots) = &self.bots {
            return Ok((folders_in(bots)?, false));
        }
        if settings.bots != Settings::default().bots || settings.bots.exists() {
            return Ok((folders_in(&settings.bots)?, false));
        }
        output.note(format_args!("there is no folder {}: the terms are those of the example bots", settings.bots.display()));
        Ok((example_bots(), true))
    }
}

/// What a bot keeps longer than the default must not go early because the bot was not looked for in the right folder.
fn refuse_strangers(swept: &Swept) -> anyhow::Result<()> {
    let Some(bot) = swept.unknown_bots.first() else { return Ok(()) };
    let message = format!("the store knows people of the bot `{bot}`, whose terms are not known here");
    Err(Failure::new(message, "name the folder of your bots with --bots").into())
}

fn sweep(store: &Store, order: &SweepOrder, output: Output) -> anyhow::Result<Swept> {
    let bar = output.progress("sweeping", 0);
    let tell = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let swept = wait(store.sweep(order, Some(&tell)));
    bar.finish_and_clear();
    swept
}

fn count_people(people: u64) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

fn report(swept: &Swept, output: Output) -> anyhow::Result<()> {
    if output.is_json() {
        return output.json(swept);
    }
    let verb = if swept.dry_run { "due" } else { "erased" };
    output.line(format_args!(
        "{} looked at: {} {verb}, {} kept, {} on hold",
        count_people(swept.examined),
        swept.erased,
        swept.kept,
        swept.held
    ));
    for (purpose, counts) in &swept.purposes {
        output.line(format_args!("{:>8} of {:>8} {verb}  {purpose}", counts.erased, counts.examined));
    }
    for (number, what) in [(swept.inbox, "unanswered message"), (swept.receipts, "old receipt"), (swept.orphans, "leftover")] {
        if number > 0 {
            output.line(format_args!("{} {verb}", count(usize::try_from(number)?, what)));
        }
    }
    for bot in &swept.unknown_bots {
        output.note(format_args!("the bot `{bot}` is not there any more: its people are kept as long as the default says, 24 months"));
    }
    if swept.unreadable > 0 {
        output.note(format_args!("{} cannot be read and are kept: see `sottovoce store check`", count_people(swept.unreadable)));
    }
    Ok(())
}
