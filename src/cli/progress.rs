//! Progress on standard error: a line that is written over where it is a terminal, plain lines where not.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::sync::{Mutex, PoisonError};

use crate::batch::Event;
use crate::batch::report::{InputReport, Report, Status};

/// Takes the cursor to the line's start and clears the line.
const CLEAR_LINE: &str = "\r\x1b[K";

/// Where progress is told.
pub(super) struct Progress {
    shown: Shown,
    state: Mutex<State>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Failures only.
    Failures,
    Lines,
    Terminal,
}

struct State {
    inputs: usize,
    inputs_done: usize,
}

impl Progress {
    /// Returns one for a run over so many inputs.
    pub(super) fn new(inputs: usize, quiet: bool) -> Self {
        let shown = match (quiet, io::stderr().is_terminal()) {
            (true, _) => Shown::Failures,
            (false, true) => Shown::Terminal,
            (false, false) => Shown::Lines,
        };
        Self { shown, state: Mutex::new(State { inputs, inputs_done: 0 }) }
    }

    /// Tells what happened.
    pub(super) fn tell(&self, event: &Event<'_>) {
        // Held while writing, so that the lines of two threads do not mix.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let text = match event {
            Event::Page { input, done, of } if self.shown == Shown::Terminal => {
                let State { inputs, inputs_done } = *state;
                format!("{CLEAR_LINE}{inputs_done}/{inputs}  {}: page {done} of {of}", input.path.display())
            }
            Event::Page { .. } => return,
            Event::Input { report, kept, .. } => {
                state.inputs_done += 1;
                if self.shown == Shown::Failures && report.status == Status::Ok {
                    return;
                }
                let clear = if self.shown == Shown::Terminal { CLEAR_LINE } else { "" };
                format!("{clear}{}\n", describe(report, *kept))
            }
        };
        let mut output = io::stderr().lock();
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    }
}

/// A line on what became of an input, and the hint where there is one.
pub(super) fn describe(report: &InputReport, kept: bool) -> String {
    let InputReport { path, status, reason, counts, .. } = report;
    let mut line = match (status, kept) {
        (Status::Ok, true) => format!("kept      {path}"),
        (Status::Ok, false) => format!("restored  {path}"),
        (Status::Incomplete, _) => format!("restored in part  {path}"),
        (Status::Failed, _) => format!("failed    {path}"),
        (Status::Pending, _) => format!("not come to  {path}"),
    };
    if let (Some(counts), None) = (counts, reason) {
        let _ = write!(line, ": {}, {}", count(counts.pages, "page"), count(counts.edits, "change"));
    }
    if let Some(reason) = reason {
        let _ = write!(line, ": {}", reason.message);
        if let Some(hint) = &reason.hint {
            let _ = write!(line, "\n          hint: {hint}");
        }
    }
    line
}

/// What a run brought, a line for each thing.
pub(super) fn summary(report: &Report) -> String {
    let totals = &report.totals;
    let counts = &totals.counts;
    let mut text = String::from("\n");
    let mut row = |what: &str, figure: u64, note: String| {
        let _ = writeln!(text, "{what:18}{figure:>9}{}{note}", if note.is_empty() { "" } else { "  " });
    };
    let others = [("in part", totals.incomplete), ("failed", totals.failed), ("not come to", totals.pending)];
    let others = others.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}"));
    row("documents", (totals.ok + totals.incomplete) as u64, others.collect::<Vec<_>>().join(", "));
    row("pages", counts.pages, String::new());
    row("words", counts.words, String::new());
    row("changes", counts.edits, String::new());
    row("words to review", counts.review, share(counts.review, counts.words));
    row("headings", counts.headings, String::new());
    row("footnotes", counts.footnotes, String::new());
    row("table rows", counts.rows, format!("in {}", count(counts.tables, "table")));
    let doubts = [
        ("after a repair", counts.repaired),
        ("do not hold as printed", counts.violated),
        ("open", counts.open),
    ];
    let doubts = doubts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}"));
    row("sums that hold", counts.holds + counts.repaired, doubts.collect::<Vec<_>>().join(", "));
    text
}

fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn share(part: u64, whole: u64) -> String {
    if whole == 0 { String::new() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}
