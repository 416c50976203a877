//! How a run goes: counted as it happens, for a person who watches it for days and for `phuchoi status`.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::report::{InputReport, Status};
use super::{Event, Work};
use crate::document::written;
use crate::export::{self, ExportError};

/// The file, in the state folder.
const FILE: &str = "progress.json";

/// Most bytes that are read of it.
const LONGEST: u64 = 1 << 20;

/// How far back the rate looks: long enough to be steady, short enough to follow a change of the documents.
const WINDOW: Duration = Duration::from_mins(10);

/// How often the rate is taken.
const TICK: Duration = Duration::from_secs(5);

/// How a run goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Name and version of this format.
    pub schema: String,
    /// Where it stands.
    pub state: State,
    /// Inputs in all.
    pub documents: u64,
    /// Inputs restored whole by this run.
    pub restored: u64,
    /// Of all inputs, those whose pages this run read.
    #[serde(default)]
    pub read: u64,
    /// Those whose documents it made anew of pages that were read before.
    #[serde(default)]
    pub repaired: u64,
    /// Those of them that it made of what a record of version 1 holds.
    #[serde(default)]
    pub repaired_of_first: u64,
    /// Those whose documents it only wrote in other formats.
    #[serde(default)]
    pub written: u64,
    /// Files that a person had changed and that are kept under another name.
    #[serde(default)]
    pub kept_aside: u64,
    /// Inputs whose records an earlier run had made.
    pub kept: u64,
    /// Inputs restored but for some pages.
    pub incomplete: u64,
    /// Inputs that failed.
    pub failed: u64,
    /// Pages worked by this run.
    pub pages: u64,
    /// Seconds since the run began.
    pub seconds: f64,
    /// Pages a second over the last ten minutes.
    pub pages_per_second: f64,
    /// Seconds that the rest will take, if it goes on like the last ten minutes; null where nothing says.
    pub seconds_left: Option<f64>,
    /// The page that took longest.
    pub slowest: Option<Slowest>,
    /// How often each reason was met, by its code.
    pub reasons: BTreeMap<String, u64>,
    /// What was found and is no input, by the code of the reason.
    #[serde(default)]
    pub passed_over: BTreeMap<String, u64>,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// At work, or ended without saying so.
    Running,
    /// Asked to stop before it was done.
    Interrupted,
    /// All inputs were come to.
    Finished,
}

/// The page that took longest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slowest {
    /// Its input.
    pub path: String,
    /// Its number.
    pub page: u32,
    /// How long it took.
    pub seconds: f64,
}

impl Tally {
    /// Begins one for so many inputs.
    pub fn new(documents: u64) -> Self {
        Self {
            schema: "phuchoi/progress/1".to_owned(),
            state: State::Running,
            documents,
            restored: 0,
            read: 0,
            repaired: 0,
            repaired_of_first: 0,
            written: 0,
            kept_aside: 0,
            kept: 0,
            incomplete: 0,
            failed: 0,
            pages: 0,
            seconds: 0.0,
            pages_per_second: 0.0,
            seconds_left: None,
            slowest: None,
            reasons: BTreeMap::new(),
            passed_over: BTreeMap::new(),
        }
    }

    /// Returns how many inputs were come to.
    pub fn done(&self) -> u64 {
        self.restored + self.kept + self.incomplete + self.failed
    }

    fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Page { input, number, took, .. } => {
                self.pages += 1;
                let seconds = took.as_secs_f64();
                if self.slowest.as_ref().is_none_or(|slowest| slowest.seconds < seconds) {
                    self.slowest = Some(Slowest { path: written(&input.path), page: *number, seconds });
                }
            }
            Event::Input { report, work } => self.add_report(report, *work),
            Event::KeptAside { .. } => self.kept_aside += 1,
        }
    }

    fn add_report(&mut self, report: &InputReport, work: Work) {
        match work {
            Work::Kept => {}
            Work::Written => self.written += 1,
            Work::Repaired => self.repaired += 1,
            Work::RepairedOfFirst => {
                self.repaired += 1;
                self.repaired_of_first += 1;
            }
            Work::Read => self.read += u64::from(report.record.is_some()),
        }
        *match (report.status, work) {
            (Status::Ok, Work::Kept) => &mut self.kept,
            (Status::Ok, _) => &mut self.restored,
            (Status::Incomplete, _) => &mut self.incomplete,
            (Status::Failed, _) => &mut self.failed,
            (Status::Pending, _) => return,
        } += 1;
        if let Some(reason) = &report.reason {
            *self.reasons.entry(reason.code.clone()).or_default() += 1;
        }
    }

    /// Reads what a run wrote into its state folder last; `None` where there is none.
    pub fn read(state: &Path) -> Option<Self> {
        serde_json::from_slice(&export::file::read(&state.join(FILE), LONGEST).ok()?).ok()
    }

    /// Writes it into a state folder.
    fn write(&self, state: &Path) -> Result<(), ExportError> {
        export::file::replace(&state.join(FILE), export::json::pretty(self)?.as_bytes())
    }
}

/// A tally that keeps the time.
#[derive(Debug)]
pub(super) struct Clock {
    pub(super) tally: Tally,
    began: Instant,
    /// When, how many inputs were done, how many pages.
    past: VecDeque<(Instant, u64, u64)>,
}

impl Clock {
    pub(super) fn new(documents: u64, passed_over: BTreeMap<String, u64>) -> Self {
        let now = Instant::now();
        Self { tally: Tally { passed_over, ..Tally::new(documents) }, began: now, past: [(now, 0, 0)].into() }
    }

    /// As [`new`](Self::new), and writes it down, so that who asks before anything happened is not told of the run before.
    pub(super) fn begin(documents: u64, passed_over: BTreeMap<String, u64>, state: &Path) -> Self {
        let clock = Self::new(documents, passed_over);
        let _ = clock.tally.write(state);
        clock
    }

    /// Counts what happened. Every few seconds it is written down for who asks from outside.
    pub(super) fn add(&mut self, event: &Event<'_>, state: &Path) {
        self.tally.add(event);
        let now = Instant::now();
        self.look(now);
        if self.past.back().is_none_or(|(then, ..)| now - *then >= TICK) {
            self.past.push_back((now, self.tally.done(), self.tally.pages));
            while self.past.len() > 2 && self.past.front().is_some_and(|(then, ..)| now - *then > WINDOW) {
                self.past.pop_front();
            }
            // The run is no worse for it; what cannot be written will be said where it matters.
            let _ = self.tally.write(state);
        }
    }

    /// Says how the run ended.
    pub(super) fn end(&mut self, as_: State, state: &Path) -> Result<(), ExportError> {
        self.look(Instant::now());
        self.tally.state = as_;
        self.tally.write(state)
    }

    fn look(&mut self, now: Instant) {
        self.tally.seconds = (now - self.began).as_secs_f64();
        let Some((then, done, pages)) = self.past.front() else { return };
        let span = (now - *then).as_secs_f64();
        if span > 0.0 {
            self.tally.pages_per_second = (self.tally.pages - pages) as f64 / span;
            let came = self.tally.done() - done;
            let left = self.tally.documents.saturating_sub(self.tally.done());
            self.tally.seconds_left = (came > 0).then(|| left as f64 * span / came as f64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Failure;

    #[test]
    fn what_is_left_takes_as_long_as_the_last_minutes_say() {
        let mut clock = Clock::new(10, BTreeMap::new());
        let start = clock.began;
        let report = InputReport { status: Status::Ok, ..InputReport::pending(Path::new("a.pdf")) };
        (0..4).for_each(|_| clock.tally.add_report(&report, Work::Read));
        clock.look(start + Duration::from_secs(20));
        assert_eq!(clock.tally.seconds_left, Some(30.0));
    }

    #[test]
    fn reasons_are_counted_by_their_code() {
        let mut tally = Tally::new(3);
        for code in ["crashed", "time-limit", "crashed"] {
            let report = InputReport::failed(Path::new("a.pdf"), &Failure::of_input(code, "why"));
            tally.add_report(&report, Work::Read);
        }
        assert_eq!(tally.reasons, BTreeMap::from([("crashed".into(), 2), ("time-limit".into(), 1)]));
        assert_eq!(tally.done(), 3);
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Tally::read(folder.path()), None);
        let mut clock = Clock::new(7, [("hidden".to_owned(), 2)].into());
        clock.end(State::Interrupted, folder.path()).unwrap();
        assert_eq!(Tally::read(folder.path()), Some(clock.tally));
    }
}
