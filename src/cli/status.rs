//! `phuchoi status`: how a run goes, or how it ended.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::progress::{count, counted, done_again, span};
use super::shown::{shown, shown_json, shown_path};
use super::{Error, Exit, print, say};
use crate::batch::claim::{Claim, STATE};
use crate::batch::report::Totals;
use crate::batch::tally::{State, Tally};
use crate::batch::{past_run, quarantine, report, shard};

/// Arguments of `phuchoi status`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder that the records go to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Prints how the last run over a folder goes.
///
/// # Errors
///
/// Where no run ever wrote to it.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let folder = &arguments.folder;
    let is_running = Claim::is_taken(folder);
    // One that looks for its inputs yet has nothing to tell.
    let begun = || is_running.then(|| Tally::new(0));
    let tally = Tally::read(&folder.join(STATE)).or_else(begun).ok_or_else(|| untold(folder))?;
    if arguments.json {
        let json = serde_json::to_string(&tally).map_err(Error::input)?;
        print(&(shown_json(&json) + "\n"))?;
    } else {
        say(&text(&tally, is_running, folder))?;
    }
    Ok(Exit::Done)
}

/// Returns what is said where no tally can be read.
fn untold(folder: &Path) -> Error {
    let shown = folder.display();
    let report = past_run::each_input(folder, &mut |_| {}).ok().flatten();
    let hint = match report {
        Some(Totals { ok, incomplete, failed, pending, .. }) => format!(
            "by `run.json` there, {ok} restored, {incomplete} in part, {failed} failed, {pending} not come to"
        ),
        None if folder.join(shard::FOLDER).is_dir() => {
            return Error::input(format!("only shards were restored to `{shown}`")).hint(format!(
                "`{}` holds a report of each; `phuchoi restore` over all inputs sums them up",
                folder.join(shard::FOLDER).display()
            ));
        }
        None if Claim::is_output(folder) => "the next run tells it again".to_owned(),
        None => {
            return Error::usage(format!("no run has written to `{shown}`"))
                .hint("give the folder that was named with `--out`");
        }
    };
    Error::input(format!(
        "how the last run over `{shown}` went cannot be read: its progress is missing or damaged"
    ))
    .hint(hint)
}

fn text(tally: &Tally, is_running: bool, folder: &Path) -> String {
    let state = match (tally.state, is_running) {
        (State::Running, true) => "running",
        (State::Running, false) => "broken off; the same command goes on from there",
        (State::Interrupted, _) => "interrupted; the same command goes on from there",
        (State::Finished, _) => "finished",
    };
    let mut text = String::new();
    let mut row = |what: &str, value: String| {
        let _ = writeln!(text, "{what:<12}{value}");
    };
    row("state", format!("{state}, after {}", span(tally.seconds)));
    let parts = [
        ("restored", tally.restored),
        ("kept from before", tally.kept),
        ("in part", tally.incomplete),
        ("failed", tally.failed),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(what, number)| format!("{number} {what}"))
        .collect();
    let parted = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    row("documents", format!("{} of {}{parted}", tally.done(), tally.documents));
    for (line, label) in done_again(tally).iter().flat_map(|said| said.lines()).zip(["again", ""]) {
        row(label, line.to_owned());
    }
    row("pages", format!("{}, {:.2} a second", tally.pages, tally.pages_per_second));
    if let (State::Running, true, Some(seconds)) = (tally.state, is_running, tally.seconds_left) {
        row("left", format!("about {}", span(seconds)));
    }
    if let Some(slowest) = &tally.slowest {
        row(
            "slowest",
            format!("{} for page {} of {}", span(slowest.seconds), slowest.page, shown(&slowest.path)),
        );
    }
    for (code, label) in tally.reasons.keys().zip(std::iter::once("failures").chain(std::iter::repeat(""))) {
        row(label, format!("{} {}", count(tally.reasons[code], "time"), shown(code)));
    }
    if let Some(counted) = counted(&tally.passed_over) {
        row("passed over", counted);
    }
    if !tally.reasons.is_empty() && tally.state == State::Finished {
        let (links, report) = (folder.join(quarantine::FOLDER), folder.join(report::FILE));
        row("", format!("links in {}, reasons in {}", shown_path(&links), shown_path(&report)));
    }
    text
}
