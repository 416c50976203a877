//! Progress: on standard error a line that is written over where it is a terminal, plain lines where not; or JSON lines on
//! standard output.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::Serialize;

use super::shown::{shown, shown_json, shown_path};
use super::{log, log_lines};
use crate::batch::report::{self, InputReport, PassedOver, Status, Totals};
use crate::batch::tally::Tally;
use crate::batch::{Event, Work};
use crate::document::written;

/// Takes the cursor to the line's start and clears the line.
const CLEAR_LINE: &str = "\r\x1b[K";

/// How often plain lines and JSON lines say how the whole goes.
const EVERY: Duration = Duration::from_secs(60);

/// How progress is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For a person, on standard error
    #[default]
    Text,
    /// A JSON object a line, on standard output
    Json,
}

/// Where progress is told.
pub(super) struct Progress {
    shown: Shown,
    said: Mutex<Instant>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Failures only.
    Failures,
    Lines,
    Terminal,
    Json,
}

/// A line for machines.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Told<'a> {
    Page {
        path: String,
        page: u32,
        done: u32,
        of: u32,
        seconds: f64,
    },
    Document {
        kept: bool,
        work: Work,
        #[serde(flatten)]
        report: &'a InputReport,
    },
    KeptAside {
        path: String,
        name: &'a str,
        aside: &'a str,
    },
    Progress(&'a Tally),
    End(&'a Totals),
}

impl Progress {
    /// Returns one.
    pub(super) fn new(form: Form, quiet: bool) -> Self {
        let shown = match (form, quiet, io::stderr().is_terminal()) {
            (Form::Json, ..) => Shown::Json,
            (Form::Text, true, _) => Shown::Failures,
            (Form::Text, false, true) => Shown::Terminal,
            (Form::Text, false, false) => Shown::Lines,
        };
        Self { shown, said: Mutex::new(Instant::now()) }
    }

    /// Tells what happened.
    pub(super) fn tell(&self, event: &Event<'_>, tally: &Tally) {
        match self.shown {
            Shown::Json => self.tell_machines(event, tally),
            Shown::Failures => match event {
                Event::Input { report, .. } if report.status == Status::Ok => {}
                event => describe(event).into_iter().for_each(log_lines),
            },
            Shown::Lines => {
                describe(event).into_iter().for_each(log_lines);
                if self.is_time() {
                    log(standing(tally));
                }
            }
            Shown::Terminal => {
                let line = describe(event).map(|line| format!("{line}\n")).unwrap_or_default();
                let mut output = io::stderr().lock();
                let _ = write!(output, "{CLEAR_LINE}{line}{}", standing(tally)).and_then(|()| output.flush());
            }
        }
    }

    fn tell_machines(&self, event: &Event<'_>, tally: &Tally) {
        put(&match event {
            Event::Page { input, number, done, of, took } => Told::Page {
                path: written(&input.path),
                page: *number,
                done: *done,
                of: *of,
                seconds: took.as_secs_f64(),
            },
            Event::Input { report, work } => {
                Told::Document { kept: *work == Work::Kept, work: *work, report }
            }
            Event::KeptAside { of, name, aside } => Told::KeptAside { path: written(of), name, aside },
        });
        if self.is_time() {
            put(&Told::Progress(tally));
        }
    }

    /// True once in a while.
    fn is_time(&self) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = said.elapsed() >= EVERY;
        if is_time {
            *said = Instant::now();
        }
        is_time
    }

    /// Tells what the run brought.
    pub(super) fn end(&self, totals: &Totals, tally: &Tally, output: &Path) {
        match self.shown {
            Shown::Json => put(&Told::End(totals)),
            Shown::Failures => {}
            Shown::Lines | Shown::Terminal => {
                if self.shown == Shown::Terminal {
                    let _ = write!(io::stderr().lock(), "{CLEAR_LINE}");
                }
                log_lines(summary(totals));
                done_again(tally).into_iter().for_each(log_lines);
                if let Some(counted) = counted(&totals.passed_over) {
                    let report = output.join(report::FILE);
                    log(format_args!("passed over: {counted}; named in {}", shown_path(&report)));
                }
                log(format_args!("records in {}", shown_path(output)));
            }
        }
    }
}

/// Writes a line for machines. One that reads no more is not waited for.
fn put(told: &Told<'_>) {
    if let Ok(line) = serde_json::to_string(told) {
        let line = shown_json(&line) + "\n";
        let mut output = io::stdout().lock();
        let _ = output.write_all(line.as_bytes()).and_then(|()| output.flush());
    }
}

/// How the run stands, in a line.
fn standing(tally: &Tally) -> String {
    let mut line = format!(
        "{} of {}, {} pages, {:.2} a second",
        tally.done(),
        count(tally.documents, "document"),
        tally.pages,
        tally.pages_per_second
    );
    if let Some(left) = tally.seconds_left {
        let _ = write!(line, ", about {} left", span(left));
    }
    if tally.failed + tally.incomplete > 0 {
        let _ = write!(line, ", {} not whole", tally.failed + tally.incomplete);
    }
    if let Some(slowest) = &tally.slowest {
        let _ = write!(
            line,
            ", slowest {} for page {} of {}",
            span(slowest.seconds),
            slowest.page,
            shown(&slowest.path)
        );
    }
    line
}

/// A line on what happened, and the hint where there is one; none for a page.
fn describe(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Page { .. } => None,
        Event::Input { report, work } => Some(describe_input(report, *work)),
        Event::KeptAside { of, name, aside } => {
            let [aside, name] = [aside, name].map(|name| shown(name));
            let path = shown_path(of);
            Some(format!("kept aside  `{aside}`, for `{name}` of {path} was changed by hand"))
        }
    }
}

fn describe_input(report: &InputReport, work: Work) -> String {
    let InputReport { status, reason, counts, .. } = report;
    let path = shown(&report.path);
    let mut line = match (status, work) {
        (Status::Ok, Work::Kept) => format!("kept      {path}"),
        (Status::Ok, Work::Written) => format!("written   {path}"),
        (Status::Ok, Work::Repaired | Work::RepairedOfFirst) => format!("repaired  {path}"),
        (Status::Ok, Work::Read) => format!("restored  {path}"),
        (Status::Incomplete, Work::Kept) => format!("kept in part  {path}"),
        (Status::Incomplete, _) => format!("restored in part  {path}"),
        (Status::Failed, Work::Kept) => format!("failed before  {path}"),
        (Status::Failed, _) => format!("failed    {path}"),
        (Status::Pending, _) => format!("not come to  {path}"),
    };
    if let (Some(counts), None) = (counts, reason) {
        let _ = write!(line, ": {}, {}", count(counts.pages, "page"), count(counts.edits, "change"));
    }
    if let Some(reason) = reason {
        let _ = write!(line, ": {}", shown(reason.message_after(&report.path)));
        if let Some(hint) = &reason.hint {
            let _ = write!(line, "\n          hint: {}", shown(hint));
        }
        if work == Work::Kept {
            line += "\n          hint: `--retry-failed` tries it again";
        }
    }
    line
}

/// A line on what is no input.
pub(super) fn describe_passed_over(said: &PassedOver) -> String {
    let mut line =
        format!("passed over  {}: {}", shown(&said.path), shown(said.reason.message_after(&said.path)));
    if let Some(hint) = &said.reason.hint {
        let _ = write!(line, "; {}", shown(hint));
    }
    line
}

/// How often each reason was met, in words; none where none was.
pub(super) fn counted(codes: &BTreeMap<String, u64>) -> Option<String> {
    let told: Vec<String> = codes.iter().map(|(code, number)| format!("{number} {}", shown(code))).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// What was done again, in a sentence; none where nothing was left of an earlier run.
pub(super) fn done_again(tally: &Tally) -> Option<String> {
    let Tally { repaired, repaired_of_first, written, kept, read, .. } = *tally;
    if repaired + written + kept == 0 {
        return None;
    }
    let mut parts = Vec::new();
    if repaired > 0 {
        parts.push(format!("{} repaired anew", count(repaired, "document")));
    }
    if written > 0 {
        parts.push(format!("{} written in other formats", count(written, "document")));
    }
    if kept > 0 {
        parts.push(format!("{} kept", count(kept, "document")));
    }
    parts.push(if read == 0 { "none read again".to_owned() } else { format!("{read} read") });
    let mut said = parts.join(", ");
    if repaired_of_first > 0 {
        let records = count(repaired_of_first, "record");
        let _ = write!(
            said,
            "\n{records} of version 1 made again from what they hold; `--no-resume` reads their scans again"
        );
    }
    Some(said)
}

/// What a run brought, a line for each thing.
fn summary(totals: &Totals) -> String {
    let counts = &totals.counts;
    let mut text = String::from("\n");
    let mut row = |what: &str, figure: u64, note: String| {
        let _ = writeln!(text, "{what:18}{figure:>9}{}{note}", if note.is_empty() { "" } else { "  " });
    };
    let others = [("in part", totals.incomplete), ("failed", totals.failed), ("not come to", totals.pending)];
    let others = others.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}"));
    row("documents", totals.ok + totals.incomplete, others.collect::<Vec<_>>().join(", "));
    row("pages", counts.pages, String::new());
    row("words", counts.words, String::new());
    row("changes", counts.edits, String::new());
    row("words to review", counts.review, share(counts.review, counts.words));
    row("warnings", counts.warnings, String::new());
    row("headings", counts.headings, String::new());
    row("footnotes", counts.footnotes, String::new());
    row("table rows", counts.rows, format!("in {}", count(counts.tables, "table")));
    let doubts = [("after a repair", counts.repaired), ("suspect", counts.suspect), ("open", counts.open)];
    let doubts = doubts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}"));
    row("sums that hold", counts.holds + counts.repaired, doubts.collect::<Vec<_>>().join(", "));
    text
}

/// A number with what it counts.
pub(super) fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn share(part: u64, whole: u64) -> String {
    if whole == 0 { String::new() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}

/// A span of time as a person says it.
pub(super) fn span(seconds: f64) -> String {
    match seconds {
        s if s < 100.0 => format!("{s:.1} s"),
        s if s < 100.0 * 60.0 => format!("{:.0} min", s / 60.0),
        s if s < 100.0 * 3600.0 => format!("{:.0} h {:02.0} min", (s / 3600.0).floor(), s % 3600.0 / 60.0),
        s => format!("{:.0} days", s / 86_400.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_units_that_fit() {
        let cases = [
            (0.04, "0.0 s"),
            (59.9, "59.9 s"),
            (600.0, "10 min"),
            (45_000.0, "12 h 30 min"),
            (1e6, "12 days"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(span(seconds), expected);
        }
    }
}
