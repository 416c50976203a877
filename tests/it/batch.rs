//! Runs over many inputs, with a line that needs no engine: a file's lines are its pages, and some words make
//! trouble.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use phuchoi::batch::input::{Found, Group, Input, find};
use phuchoi::batch::report::{Report, Settings, Status};
use phuchoi::batch::{Event, Failure, Line, Plan, RunError, Worked, run};
use phuchoi::document::{Document, Line as TextLine, Page, PageStatus, SourceInfo, SourceKind, Warning};
use phuchoi::export::Format;

/// Each line of a file is a page, or the two sides of a `|` are. `unreadable`, `panic` and `uninstalled` are pages that fail in their way.
#[derive(Default)]
struct Lines {
    identity: &'static str,
    worked: AtomicUsize,
}

impl Line for Lines {
    type Opened = (Input, Vec<String>);
    type Worker = ();

    fn identity(&self) -> String {
        self.identity.to_owned()
    }

    fn open(&self, input: &Input) -> Result<Self::Opened, Failure> {
        let text =
            fs::read_to_string(&input.path).map_err(|e| Failure::of_input("unreadable", e.to_string()))?;
        if text.starts_with("locked") {
            return Err(Failure::of_input("password", "it has a password").hint("take it off"));
        }
        Ok((input.clone(), text.lines().map(str::to_owned).collect()))
    }

    fn page_count(&self, opened: &Self::Opened) -> u32 {
        opened.1.len() as u32
    }

    fn worker(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn pages(&self, (): &mut (), opened: &Self::Opened, number: u32) -> Result<Vec<Worked>, Failure> {
        self.worked.fetch_add(1, Ordering::SeqCst);
        let text = &opened.1[number as usize - 1];
        match text.as_str() {
            "unreadable" => return Err(Failure::of_input("page-unreadable", "nothing can be read on it")),
            "panic" => panic!("the page bites"),
            "uninstalled" => return Err(Failure::of_installation("no-engine", "there is no engine")),
            // Pages that take their time, so that they come out of order.
            slow if slow.starts_with("slow") => thread::sleep(Duration::from_millis(20)),
            _ => {}
        }
        let page = |text: &str| Page::of_text(number, vec![TextLine::from_text(text)]);
        let warning = || Warning { page: Some(number), code: "told".to_owned(), message: String::new() };
        let warnings = |text: &str| if text == "told" { vec![warning()] } else { Vec::new() };
        Ok(text
            .split('|')
            .map(|text| Worked { page: page(text), images: Vec::new(), warnings: warnings(text) })
            .collect())
    }

    fn finish(
        &self,
        opened: &Self::Opened,
        pages: Vec<Page>,
        warnings: Vec<Warning>,
    ) -> Result<Document, Failure> {
        let source = SourceInfo {
            path: opened.0.path.display().to_string(),
            blake3: opened.0.blake3().map_err(|e| Failure::of_input("unreadable", e.to_string()))?,
            kind: SourceKind::Text,
            page_count: pages.len() as u32,
        };
        Ok(Document { warnings, ..Document::new(source, pages) })
    }
}

/// A folder with inputs in `in`, for records in `out`.
struct Place(tempfile::TempDir);

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            place.put(name, text);
        }
        place
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join("in").join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn found(&self) -> Found {
        find(&[self.0.path().join("in")], Group::File, &self.0.path().join("out"))
    }

    fn plan(&self, jobs: usize, resume: bool) -> Plan {
        Plan {
            output: self.0.path().join("out"),
            jobs: NonZeroUsize::new(jobs).expect("not zero"),
            formats: Format::DEFAULT.to_vec(),
            resume,
            settings: Settings {
                from: "auto".to_owned(),
                language: "vie".to_owned(),
                group: Group::File,
                dictionaries: Vec::new(),
                formats: Vec::new(),
            },
        }
    }

    fn run(&self, line: &Lines, jobs: usize) -> Report {
        run(line, &self.found(), &self.plan(jobs, true), &AtomicBool::new(false), &|_| {}).expect("a run")
    }

    fn document(&self, name: &str) -> Document {
        let text =
            fs::read_to_string(self.0.path().join("out").join(name).join("document.json")).expect("a record");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Every file of the output, with its bytes.
    fn output(&self) -> Vec<(String, Vec<u8>)> {
        fn walk(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(&path, all);
                } else {
                    all.push((path.display().to_string(), fs::read(&path).expect("a file")));
                }
            }
        }
        let mut all = Vec::new();
        walk(&self.0.path().join("out"), &mut all);
        all.sort();
        let root = self.0.path().display().to_string();
        all.into_iter().map(|(name, bytes)| (name.replace(&root, ""), bytes)).collect()
    }
}

const MANY: [(&str, &str); 4] = [
    ("a.txt", "slow 1\n2\nslow 3\n4\n5\n6"),
    ("b.txt", "1\nslow 2\n3"),
    ("b/c.txt", "unreadable\n2"),
    ("d.txt", "locked"),
];

#[test]
fn pages_stand_in_order_however_long_they_take() {
    let place = Place::new(&MANY);
    place.run(&Lines::default(), 4);
    let document = place.document("a");
    let pages: Vec<&str> = document.pages.iter().map(|page| page.lines[0].text.as_str()).collect();
    assert_eq!(pages, ["slow 1", "2", "slow 3", "4", "5", "6"]);
}

#[test]
fn one_thread_and_many_give_the_same_bytes() {
    let place = Place::new(&MANY);
    place.run(&Lines::default(), 1);
    let one = place.output();
    fs::remove_dir_all(place.0.path().join("out")).expect("removed");
    place.run(&Lines::default(), 5);
    assert_eq!(one.len(), 3 * 4 + 1, "three records of four files, and the report: {one:#?}");
    assert_eq!(place.output(), one);
}

#[test]
fn a_page_that_fails_costs_itself_only() {
    let place = Place::new(&[("a.txt", "1\nunreadable\n3\npanic\n5")]);
    let report = place.run(&Lines::default(), 2);
    let document = place.document("a");
    let statuses: Vec<PageStatus> = document.pages.iter().map(|page| page.status).collect();
    use PageStatus::{Failed, Text};
    assert_eq!(statuses, [Text, Failed, Text, Failed, Text]);
    let warnings: Vec<(Option<u32>, &str)> =
        document.warnings.iter().map(|warning| (warning.page, warning.code.as_str())).collect();
    assert_eq!(warnings, [(Some(2), "page-unreadable"), (Some(4), "internal-error")]);
    assert!(document.warnings[1].message.contains("the page bites"));
    assert_eq!((report.inputs[0].status, &report.inputs[0].failed_pages), (Status::Incomplete, &vec![2, 4]));
    assert!(!report.is_whole());
}

#[test]
fn an_input_that_fails_is_named_and_the_rest_goes_on() {
    let place = Place::new(&[("a.txt", "locked"), ("b.txt", "1"), ("c.txt", ""), ("d.txt", "unreadable")]);
    let report = place.run(&Lines::default(), 2);
    let got: Vec<(Status, Option<&str>)> = report
        .inputs
        .iter()
        .map(|input| (input.status, input.reason.as_ref().map(|reason| reason.code.as_str())))
        .collect();
    let expected = [
        (Status::Failed, Some("password")),
        (Status::Ok, None),
        (Status::Failed, Some("no-pages")),
        (Status::Failed, Some("page-unreadable")),
    ];
    assert_eq!(got, expected);
    assert!(!place.0.path().join("out/a").exists());
}

#[test]
fn what_is_done_is_not_done_again() {
    let place = Place::new(&MANY);
    let first = Lines::default();
    place.run(&first, 2);
    let before = place.output();
    assert_eq!(first.worked.load(Ordering::SeqCst), 6 + 3 + 2);

    let second = Lines::default();
    place.run(&second, 2);
    assert_eq!(
        second.worked.load(Ordering::SeqCst),
        2,
        "only the document with a failed page is tried again"
    );
    assert_eq!(place.output(), before, "kept or made again, the bytes are the same");
}

#[test]
fn a_record_is_made_again_when_anything_behind_it_changed() {
    type Change = fn(&Place);
    let cases: [(&str, &'static str, bool, Change); 5] = [
        ("the input", "x", true, |place| place.put("a.txt", "1\n2\n3")),
        ("the settings", "y", true, |_| {}),
        ("the user's mind", "x", false, |_| {}),
        ("the record is gone", "x", true, |p| {
            fs::remove_file(p.0.path().join("out/a/document.json")).expect("gone")
        }),
        ("the receipt is gone", "x", true, |p| {
            fs::remove_file(p.0.path().join("out/a/receipt.json")).expect("gone")
        }),
    ];
    for (what, identity, resume, change) in cases {
        let place = Place::new(&[("a.txt", "1\n2")]);
        place.run(&Lines { identity: "x", ..Lines::default() }, 1);
        change(&place);
        let line = Lines { identity, ..Lines::default() };
        run(&line, &place.found(), &place.plan(1, resume), &AtomicBool::new(false), &|_| {}).expect("a run");
        let pages = fs::read_to_string(place.0.path().join("in/a.txt")).expect("there").lines().count();
        // Without its document.json the folder is no longer known as ours, and is left alone.
        let expected = if what == "the record is gone" { 0 } else { pages };
        assert_eq!(line.worked.load(Ordering::SeqCst), expected, "{what}");
    }
}

#[test]
fn an_interrupted_run_keeps_what_was_finished_and_the_next_goes_on() {
    let place = Place::new(&[("a.txt", "1\n2"), ("b.txt", "1\n2"), ("c.txt", "1")]);
    let stop = AtomicBool::new(false);
    let after_the_first = |event: Event<'_>| {
        if matches!(event, Event::Input { .. }) {
            stop.store(true, Ordering::SeqCst);
        }
    };
    let line = Lines::default();
    let report = run(&line, &place.found(), &place.plan(1, true), &stop, &after_the_first).expect("a run");
    let statuses: Vec<Status> = report.inputs.iter().map(|input| input.status).collect();
    assert_eq!(statuses, [Status::Ok, Status::Pending, Status::Pending]);

    let next = Lines::default();
    place.run(&next, 1);
    assert_eq!(next.worked.load(Ordering::SeqCst), 3, "b and c");
    let resumed = place.output();
    fs::remove_dir_all(place.0.path().join("out")).expect("removed");
    place.run(&Lines::default(), 1);
    assert_eq!(place.output(), resumed, "as if it had not been interrupted");
}

#[test]
fn what_is_not_installed_ends_the_run() {
    let place = Place::new(&[("a.txt", "1\nuninstalled\n3"), ("b.txt", "1")]);
    for jobs in [1, 3] {
        let error =
            run(&Lines::default(), &place.found(), &place.plan(jobs, true), &AtomicBool::new(false), &|_| {});
        assert!(matches!(error, Err(RunError::Installation(failure)) if failure.code == "no-engine"));
    }
}

#[test]
fn the_record_of_another_input_is_not_overwritten() {
    let place = Place::new(&[("x/a.txt", "1"), ("y/a.txt", "2")]);
    let given =
        |name: &str| find(&[place.0.path().join("in").join(name)], Group::File, &place.0.path().join("out"));
    let go = |name: &str| {
        run(&Lines::default(), &given(name), &place.plan(1, true), &AtomicBool::new(false), &|_| {})
            .expect("a run")
    };
    assert_eq!(go("x/a.txt").inputs[0].status, Status::Ok);
    let refused = &go("y/a.txt").inputs[0];
    assert_eq!(refused.reason.as_ref().map(|reason| reason.code.as_str()), Some("output-taken"));
    assert_eq!(place.document("a").pages[0].lines[0].text, "1");
}

#[test]
fn every_page_and_input_is_told() {
    let place = Place::new(&MANY);
    let told = Mutex::new((0, 0));
    let watch = |event: Event<'_>| {
        let mut told = told.lock().expect("no panic");
        match event {
            Event::Page { done, of, .. } => {
                assert!(done <= of);
                told.0 += 1;
            }
            Event::Input { .. } => told.1 += 1,
        }
    };
    run(&Lines::default(), &place.found(), &place.plan(3, true), &AtomicBool::new(false), &watch)
        .expect("a run");
    assert_eq!(*told.lock().expect("no panic"), (6 + 3 + 2, 4));
}

#[test]
fn a_scan_of_two_pages_gives_two_and_those_after_it_go_on_from_there() {
    let place = Place::new(&[("a.txt", "one\ntwo|told\nfour\n")]);
    place.run(&Lines::default(), 1);
    let document = place.document("a");
    let pages: Vec<(u32, u32, &str)> =
        document.pages.iter().map(|page| (page.number, page.scan, page.lines[0].text.as_str())).collect();
    assert_eq!(pages, [(1, 1, "one"), (2, 2, "two"), (3, 2, "told"), (4, 3, "four")]);
    assert_eq!(document.warnings[0].page, Some(3), "warnings get their page's number");
}
