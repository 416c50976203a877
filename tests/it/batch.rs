//! Runs over many inputs, with a line that needs no engine: a file's lines are its pages, and some words make
//! trouble.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use phuchoi::batch::catalogue::Catalogue;
use phuchoi::batch::claim::Claim;
use phuchoi::batch::draft::{Base, Binding, Completed, Draft, Exported, Wanted};
use phuchoi::batch::earlier::{self, EarlierSays};
use phuchoi::batch::fingerprint::Fingerprints;
use phuchoi::batch::input::{Group, Input};
use phuchoi::batch::report::{InputReport, Settings, Status, Totals};
use phuchoi::batch::shard;
use phuchoi::batch::stop::Stop;
use phuchoi::batch::tally::Tally;
use phuchoi::batch::walk::{Walking, walk};
use phuchoi::batch::{Event, Failure, Line, NOT_REPAIRED, Plan, RunError, Scope, Worked, run};
use phuchoi::document::{Document, Line as TextLine, Page, PageStatus, SourceInfo, SourceKind, Warning};
use phuchoi::export::Format;
use phuchoi::export::page_image::{ImageFormat, PageImage, PageImages};
use phuchoi::export::pdf::Bound;
use phuchoi::export::recognised::Recognised;
use phuchoi::export::spreadsheet::Cells;

/// Each line of a file is a page, or the two sides of a `|` are. `unreadable`, `panic` and `uninstalled` are pages that fail in their way.
struct Lines {
    fingerprints: Fingerprints,
    opened: AtomicUsize,
    worked: AtomicUsize,
    /// Pages whose images were restored without being read.
    imaged: AtomicUsize,
    completed: AtomicUsize,
    /// Done when the first page is worked.
    meddle: Option<Box<dyn Fn() + Sync>>,
}

impl Default for Lines {
    fn default() -> Self {
        Self::with("", "")
    }
}

impl Lines {
    /// One that reads and completes in ways of these fingerprints.
    fn with(reading: &str, completion: &str) -> Self {
        let formats = Format::ALL.map(|format| (format.name().to_owned(), "1".to_owned()));
        Self {
            fingerprints: Fingerprints {
                reading: reading.to_owned(),
                completion: completion.to_owned(),
                formats: formats.into(),
            },
            opened: AtomicUsize::new(0),
            worked: AtomicUsize::new(0),
            imaged: AtomicUsize::new(0),
            completed: AtomicUsize::new(0),
            meddle: None,
        }
    }

    /// Makes the document of what was read.
    fn completed_of(&self, recognised: Recognised) -> Document {
        self.completed.fetch_add(1, Ordering::SeqCst);
        let Recognised { source, mut pages, warnings, .. } = recognised;
        for line in pages.iter_mut().flat_map(|page| &mut page.lines) {
            // What is known to repair decides what it makes of a line.
            if line.ocr == "mangled" {
                line.text = format!("repaired by {}", self.fingerprints.completion);
            }
        }
        let mut document = Document { warnings, ..Document::new(source, pages) };
        document.lay_out_as_read();
        if document.pages.iter().flat_map(|page| &page.lines).any(|line| line.text == "too much") {
            let message = "it took too long".to_owned();
            document.warnings.push(Warning { page: None, code: NOT_REPAIRED.to_owned(), message });
        }
        document
    }

    /// How many inputs it opened, pages it read, pages it restored the images of, documents it completed.
    fn done(&self) -> [usize; 4] {
        [&self.opened, &self.worked, &self.imaged, &self.completed].map(|n| n.load(Ordering::SeqCst))
    }
}

impl Line for Lines {
    type Opened = (Input, Vec<String>);
    type Worker = ();

    fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    fn open(&self, (): &mut (), input: &Input, _: &str) -> Result<Self::Opened, Failure> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        let text =
            fs::read_to_string(&input.path).map_err(|e| Failure::of_input("unreadable", e.to_string()))?;
        if text.starts_with("locked") {
            return Err(Failure::of_input("password", "it has a password").hint("take it off"));
        }
        Ok((input.clone(), text.lines().map(str::to_owned).collect()))
    }

    fn info(&self, (input, lines): &Self::Opened) -> SourceInfo {
        SourceInfo {
            path: input.path.display().to_string(),
            blake3: input.blake3().expect("there"),
            kind: SourceKind::Text,
            page_count: lines.len() as u32,
        }
    }

    fn page_count(&self, opened: &Self::Opened) -> u32 {
        opened.1.len() as u32
    }

    fn worker(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn read(&self, (): &mut (), opened: &Self::Opened, number: u32, draft: &Draft) -> Result<(), Failure> {
        if self.worked.fetch_add(1, Ordering::SeqCst) == 0
            && let Some(meddle) = &self.meddle
        {
            meddle();
        }
        let text = &opened.1[number as usize - 1];
        match text.as_str() {
            "unreadable" => return Err(Failure::of_input("page-unreadable", "nothing can be read on it")),
            "panic" => panic!("the page bites"),
            "slow panic" => {
                thread::sleep(Duration::from_millis(20));
                panic!("the page bites late");
            }
            "uninstalled" => return Err(Failure::of_installation("no-engine", "there is no engine")),
            // Pages that take their time, so that they come out of order.
            slow if slow.starts_with("slow") => thread::sleep(Duration::from_millis(20)),
            _ => {}
        }
        let warning =
            || Warning { page: Some(number), code: "no-word-found".to_owned(), message: String::new() };
        let warnings = |text: &str| if text == "told" { vec![warning()] } else { Vec::new() };
        let worked =
            |text: &str| Worked { page: page(number, text), images: image(text), warnings: warnings(text) };
        Ok(draft.keep(number, &text.split('|').map(worked).collect::<Vec<_>>())?)
    }

    fn images(&self, (): &mut (), opened: &Self::Opened, number: u32, draft: &Draft) -> Result<(), Failure> {
        self.imaged.fetch_add(1, Ordering::SeqCst);
        let worked = |text| Worked { page: page(number, text), images: image(text), warnings: Vec::new() };
        Ok(draft.keep(number, &opened.1[number as usize - 1].split('|').map(worked).collect::<Vec<_>>())?)
    }

    fn earlier(&self, (): &mut (), folder: &Path) -> Result<Option<EarlierSays>, Failure> {
        Ok(earlier::read(folder).map(|earlier| earlier.says()))
    }

    fn complete(&self, (): &mut (), draft: &Draft, base: &Base) -> Result<Completed, Failure> {
        let (_, completed) = draft.complete(base, None, |recognised| Ok(self.completed_of(recognised)))?;
        Ok(completed)
    }

    /// Of a document that says so it cannot be made.
    fn bind(&self, (): &mut (), _: &Self::Opened, draft: &Draft) -> Result<Binding, Failure> {
        let document = draft.document()?;
        let says =
            |text: &str| document.pages.iter().flat_map(|page| &page.lines).any(|line| line.text == text);
        if says("unbound") {
            return Err(Failure::of_input("not-exported", "it has no image"));
        }
        let obstacles = says("printed").then(|| "its colours".to_owned()).into_iter().collect();
        let taken_out = if says("active") { vec!["programs".to_owned()] } else { Vec::new() };
        let was_signed = says("signed");
        Ok(draft.keep_pdf(Bound { bytes: b"%PDF".to_vec(), obstacles, was_signed, taken_out })?)
    }

    fn export(&self, (): &mut (), draft: &Draft, wanted: &Wanted) -> Result<Exported, Failure> {
        Ok(draft.export(&mut draft.document()?, wanted)?)
    }
}

/// A page of one line, as a scan of two inches' width gives it.
fn page(number: u32, text: &str) -> Page {
    Page { width: Some(400), ..Page::of_text(number, vec![TextLine::from_text(text)]) }
}

/// An image of a page, which shows its text.
fn image(text: &str) -> PageImages {
    let image = PageImage { page: 1, format: ImageFormat::Png, bytes: text.as_bytes().to_vec() };
    PageImages { files: vec![image], shown: Vec::new() }
}

type Watch<'a> = &'a (dyn Fn(&Event<'_>, &Tally) + Sync);

/// What a test looks for in `run.json`.
#[derive(serde::Deserialize)]
struct Written {
    totals: Totals,
    inputs: Vec<InputReport>,
}

#[derive(Debug)]
struct Report {
    totals: Totals,
    inputs: Vec<InputReport>,
}

impl Report {
    fn codes(&self) -> Vec<(Status, Option<&str>)> {
        self.inputs
            .iter()
            .map(|input| (input.status, input.reason.as_ref().map(|reason| reason.code.as_str())))
            .collect()
    }
}

/// Claims an output again after a run over it. A child that another test is just starting holds what this process had open, the last
/// claim too, until it has become another program.
fn claim(out: &Path) -> Claim {
    for _ in 0..100 {
        if let Ok(claim) = Claim::whole(out) {
            return claim;
        }
        thread::sleep(Duration::from_millis(20));
    }
    Claim::whole(out).expect("nobody else is at work")
}

fn walking() -> Walking<'static> {
    Walking { group: Group::File, follow_links: false, kinds: &phuchoi::run::kind_of }
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

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn plan(jobs: usize) -> Plan {
        Plan {
            jobs: NonZeroUsize::new(jobs).expect("not zero"),
            formats: Format::DEFAULT.to_vec(),
            cells: Cells::Guarded,
            resume: true,
            retry_failed: false,
            settings: Settings {
                from: "auto".to_owned(),
                language: "vie".to_owned(),
                group: Group::File,
                dictionaries: Vec::new(),
                formats: Vec::new(),
            },
        }
    }

    /// Runs over what is under some paths.
    fn go(
        &self,
        line: &Lines,
        paths: &[PathBuf],
        plan: &Plan,
        stop: &Stop,
        watch: Watch<'_>,
    ) -> Result<Report, RunError> {
        let claim = claim(&self.out());
        let mut catalogue = Catalogue::open(claim.state())?;
        walk(&mut catalogue, paths, &walking(), &self.out())?;
        let totals = run(line, &claim, &mut catalogue, plan, Scope::Whole, stop, watch)?;
        let written: Written =
            serde_json::from_slice(&fs::read(self.out().join("run.json")).expect("a report")).expect("JSON");
        assert_eq!(written.totals, totals);
        Ok(Report { inputs: written.inputs, totals })
    }

    fn run_as(&self, line: &Lines, plan: &Plan) -> Report {
        let paths = [self.0.path().join("in")];
        self.go(line, &paths, plan, &Stop::new(), &|_, _| {}).expect("a run")
    }

    fn run(&self, line: &Lines, jobs: usize) -> Report {
        self.run_as(line, &Self::plan(jobs))
    }

    fn document(&self, name: &str) -> Document {
        let text =
            fs::read_to_string(self.0.path().join("out").join(name).join("document.json")).expect("a record");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Every result, with its bytes or where it leads.
    fn output(&self) -> Vec<(String, Vec<u8>)> {
        fn walk(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.ends_with(".phuchoi") {
                    continue;
                }
                if let Ok(target) = path.read_link() {
                    all.push((path.display().to_string(), target.display().to_string().into_bytes()));
                } else if path.is_dir() {
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
    assert_eq!(
        one.len(),
        3 * 5 + 1 + 2,
        "three records of five files, the report, links to what failed: {one:#?}"
    );
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
    assert!(!report.totals.is_whole());
}

#[test]
fn an_input_that_fails_is_named_and_the_rest_goes_on() {
    let place = Place::new(&[("a.txt", "locked"), ("b.txt", "1"), ("c.txt", ""), ("d.txt", "unreadable")]);
    let report = place.run(&Lines::default(), 2);
    let expected = [
        (Status::Failed, Some("password")),
        (Status::Ok, None),
        (Status::Failed, Some("no-pages")),
        (Status::Failed, Some("page-unreadable")),
    ];
    assert_eq!(report.codes(), expected);
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
    let of = |line: &Lines| (line.opened.load(Ordering::SeqCst), line.worked.load(Ordering::SeqCst));
    assert_eq!(of(&second), (0, 0), "what failed fails for the same reason");
    assert_eq!(place.output(), before, "the bytes are the same");

    let third = Lines::default();
    place.run_as(&third, &Plan { retry_failed: true, ..Place::plan(2) });
    assert_eq!(of(&third), (2, 2), "the locked one, and that with an unreadable page");
    assert_eq!(place.output(), before, "made again, too");
}

#[test]
fn a_document_given_as_it_was_read_is_kept_and_counts_as_incomplete_until_it_is_tried_again() {
    let place = Place::new(&[("a.txt", "too much\n2")]);
    for (retry_failed, done) in [(false, [1, 2, 0, 1]), (false, [0; 4]), (true, [0, 0, 0, 1])] {
        let line = Lines::default();
        let report = place.run_as(&line, &Plan { retry_failed, ..Place::plan(2) });
        assert_eq!(report.codes(), [(Status::Incomplete, Some("not-repaired"))]);
        assert_eq!(line.done(), done, "what was read need not be read again");
        assert!(place.0.path().join("out/a/document.json").exists());
    }
}

#[test]
fn what_changed_is_done_again_and_what_comes_before_it_is_not() {
    type Change<'a> = &'a dyn Fn(&Place);
    const ALL: [usize; 4] = [1, 2, 0, 1];
    const REPAIR: [usize; 4] = [0, 0, 0, 1];
    let remove = |name: &'static str| {
        move |place: &Place| fs::remove_file(place.out().join("a").join(name)).expect("removed")
    };
    let damage = |place: &Place| {
        fs::write(place.out().join("a/recognised.json.zst"), "damaged").expect("written");
        fs::remove_file(place.out().join("a/receipt.json")).expect("removed");
    };
    let cases: [(&str, Lines, bool, Change<'_>, [usize; 4]); 8] = [
        ("nothing", Lines::with("x", "y"), true, &|_| {}, [0; 4]),
        ("the input", Lines::with("x", "y"), true, &|place| place.put("a.txt", "1\nmangled\n"), ALL),
        ("how it is read", Lines::with("other", "y"), true, &|_| {}, ALL),
        ("how it is repaired", Lines::with("x", "other"), true, &|_| {}, REPAIR),
        ("the user's mind", Lines::with("x", "y"), false, &|_| {}, ALL),
        ("the record is gone", Lines::with("x", "y"), true, &remove("document.json"), REPAIR),
        ("the receipt is gone", Lines::with("x", "y"), true, &remove("receipt.json"), REPAIR),
        ("what was read is damaged", Lines::with("x", "y"), true, &damage, ALL),
    ];
    for (what, line, resume, change, done) in cases {
        let place = Place::new(&[("a.txt", "1\nmangled")]);
        place.run(&Lines::with("x", "y"), 1);
        change(&place);
        place.run_as(&line, &Plan { resume, ..Place::plan(1) });
        assert_eq!(line.done(), done, "{what}");
        assert_as_undisturbed(&place, &line, &Place::plan(1), what);
    }

    let place = Place::new(&[("a.txt", "1\nmangled")]);
    place.run(&Lines::with("x", "y"), 1);
    remove("recognised.json.zst")(&place);
    let line = Lines::with("x", "y");
    place.run(&line, 1);
    assert_eq!(line.done(), [0; 4], "what was read is of no use to a record that stays");
}

/// Asserts that what is there is what one run of a line over the same inputs gives.
fn assert_as_undisturbed(place: &Place, line: &Lines, plan: &Plan, what: &str) {
    let there = place.output();
    fs::remove_dir_all(place.out()).expect("removed");
    let Fingerprints { reading, completion, .. } = &line.fingerprints;
    place.run_as(&Lines::with(reading, completion), plan);
    let undisturbed = place.output();
    let names = |all: &[(String, Vec<u8>)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&there), names(&undisturbed), "{what}");
    for ((name, there), (_, undisturbed)) in there.iter().zip(&undisturbed) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(there), text(undisturbed), "{what}: {name}");
    }
}

#[test]
fn another_format_is_written_of_the_record_and_no_page_is_read_again() {
    let place = Place::new(&[("a.txt", "1\nmangled|told"), ("b.txt", "unreadable\n2")]);
    let with = |formats: &[Format]| Plan { formats: formats.to_vec(), ..Place::plan(2) };
    place.run_as(&Lines::with("x", "y"), &with(&[Format::Markdown]));
    let cases: [(&[Format], [usize; 4]); 6] = [
        (&[Format::Html, Format::Text], [0; 4]),
        (&[Format::Markdown, Format::Alto, Format::Csv], [0; 4]),
        (&[Format::Markdown, Format::Pdf], [2, 0, 0, 0]),
        (&[Format::Pdf, Format::Html], [0; 4]),
        (&[Format::Png, Format::Html], [2, 0, 4, 0]),
        (&[Format::Png, Format::Text], [0; 4]),
    ];
    for (formats, done) in cases {
        let line = Lines::with("x", "y");
        place.run_as(&line, &with(formats));
        assert_eq!(line.done(), done, "{formats:?}");
        assert_as_undisturbed(&place, &line, &with(formats), &format!("{formats:?}"));
    }
}

#[test]
fn what_a_person_made_of_a_file_is_kept_aside_and_said_before_it_is_replaced_or_taken_away() {
    let place = Place::new(&[("a.txt", "1\nmangled"), ("b.txt", "1")]);
    let with = |formats: &[Format]| Plan { formats: formats.to_vec(), ..Place::plan(1) };
    let file = |name: &str| place.out().join("a").join(name);
    let read = |name: &str| fs::read_to_string(file(name)).ok();
    let paths = [place.0.path().join("in")];
    let told = Mutex::new(Vec::new());
    let watch = |event: &Event<'_>, _: &Tally| {
        if let Event::KeptAside { name, aside, .. } = event {
            told.lock().expect("no panic").push(format!("{name} as {aside}"));
        }
    };
    let go = |line: &Lines, formats: &[Format]| {
        let report = place.go(line, &paths, &with(formats), &Stop::new(), &watch).expect("a run");
        (report.inputs[0].kept_aside.clone(), std::mem::take(&mut *told.lock().expect("no panic")))
    };
    let (before, after) = (Lines::with("x", "y"), Lines::with("x", "z"));
    go(&before, &[Format::Markdown, Format::Html]);
    for name in ["document.md", "document.html", "document.txt", "notes.md"] {
        fs::write(file(name), format!("my {name}")).expect("written");
    }
    let untouched = go(&before, &[Format::Markdown, Format::Html]);
    assert_eq!(untouched, (vec![], vec![]), "nothing is made anew");
    assert_eq!(read("document.md").as_deref(), Some("my document.md"));

    let aside = ["document.kept-1.html", "document.kept-1.md"];
    let said = ["document.html as document.kept-1.html", "document.md as document.kept-1.md"];
    let (listed, told) = go(&after, &[Format::Markdown]);
    assert_eq!((listed, told), (aside.map(str::to_owned).into(), said.map(str::to_owned).into()));
    assert_eq!(read("document.kept-1.md").as_deref(), Some("my document.md"));
    assert_eq!(read("document.kept-1.html").as_deref(), Some("my document.html"));
    assert!(read("document.md").expect("made anew").contains("repaired by z"));
    assert_eq!(read("document.html"), None, "it is not asked for");
    assert_eq!(read("document.txt").as_deref(), Some("my document.txt"), "phuchoi never wrote one");
    assert!(!place.out().join("b/document.kept-1.md").exists(), "nobody changed that one");

    let (listed, told) = go(&after, &[Format::Markdown, Format::Text]);
    assert_eq!(told, ["document.txt as document.kept-1.txt"], "now phuchoi writes one");
    assert_eq!(listed.len(), 3, "the run's report names all: {listed:?}");
    assert_eq!(read("document.kept-1.txt").as_deref(), Some("my document.txt"));
    assert_eq!(read("notes.md").as_deref(), Some("my notes.md"));
}

#[test]
fn a_record_that_a_person_changed_is_not_written_in_other_formats() {
    let place = Place::new(&[("a.txt", "1\nmangled")]);
    place.run(&Lines::with("x", "y"), 1);
    let record = place.out().join("a/document.json");
    let changed = fs::read_to_string(&record).expect("there").replace("repaired by y", "mine");
    fs::write(&record, &changed).expect("written");
    let line = Lines::with("x", "y");
    let report = place.run_as(&line, &Plan { formats: vec![Format::Text], ..Place::plan(1) });
    assert_eq!(line.done(), [0, 0, 0, 1], "it is made anew of what was read");
    assert_eq!(report.inputs[0].kept_aside, ["document.kept-1.json"]);
    assert_eq!(fs::read_to_string(place.out().join("a/document.kept-1.json")).expect("kept"), changed);
    assert_eq!(place.document("a").pages[1].lines[0].text, "repaired by y");
}

/// Makes a record what version 1 would have left: no file of what was recognised, and a receipt of one fingerprint.
fn make_first(place: &Place, name: &str) {
    let file = |file: &str| place.out().join(name).join(file);
    let json = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(file(name)).expect("there")).expect("JSON")
    };
    fs::remove_file(file("recognised.json.zst")).expect("removed");
    let mut document = json("document.json");
    document["schema"] = "phuchoi/document/1".into();
    fs::write(file("document.json"), document.to_string()).expect("written");
    let receipt = json("receipt.json");
    let first = serde_json::json!({
        "path": receipt["path"], "blake3": receipt["blake3"], "fingerprint": "of everything",
        "failed_pages": receipt["failed_pages"], "counts": receipt["counts"],
    });
    fs::write(file("receipt.json"), first.to_string()).expect("written");
}

#[test]
fn without_a_receipt_what_a_person_made_is_kept_and_what_is_written_again_is_not() {
    let place = Place::new(&[("a.txt", "1\nmangled")]);
    let plan = Plan { formats: vec![Format::Markdown, Format::Text], ..Place::plan(1) };
    let paths = [place.0.path().join("in")];
    let go = |line: &Lines| {
        let report = place.go(line, &paths, &plan, &Stop::new(), &|_, _| {}).expect("a run");
        report.inputs[0].kept_aside.clone()
    };
    let line = Lines::with("x", "y");
    assert_eq!(go(&line), [""; 0]);
    let file = |name: &str| place.out().join("a").join(name);
    fs::remove_file(file("receipt.json")).expect("was there");
    assert_eq!(go(&line), [""; 0], "a run that was cut short leaves nothing");
    for damage in [None, Some("{")] {
        fs::write(file("document.md"), "mine").expect("written");
        match damage {
            Some(text) => fs::write(file("receipt.json"), text).expect("written"),
            None => fs::remove_file(file("receipt.json")).expect("was there"),
        }
        assert_eq!(go(&line), ["document.kept-1.md"]);
        assert_eq!(fs::read_to_string(file("document.kept-1.md")).expect("kept"), "mine");
        assert_ne!(fs::read_to_string(file("document.md")).expect("made anew"), "mine");
    }
}

#[test]
fn a_record_that_cannot_be_read_is_made_again_and_what_there_is_of_it_kept_aside() {
    let place = Place::new(&[("a.txt", "1")]);
    let plan = Place::plan(1);
    let paths = [place.0.path().join("in")];
    let go = || {
        let line = Lines::with("x", "y");
        place.go(&line, &paths, &plan, &Stop::new(), &|_, _| {}).expect("a run")
    };
    go();
    let record = place.out().join("a/document.json");
    let whole = fs::read_to_string(&record).expect("written");
    for (damaged, kept) in [("", 0), ("hi", 1), (&whole[..whole.len() / 2], 2)] {
        fs::write(&record, damaged).expect("written");
        assert_eq!(go().inputs[0].kept_aside.len(), kept);
        assert_eq!(fs::read_to_string(&record).expect("made again"), whole);
    }
}

#[test]
fn a_file_that_was_taken_away_is_written_again_and_no_page_read() {
    let place = Place::new(&[("a.txt", "1\nmangled"), ("b.txt", "1")]);
    let plan = Plan { formats: vec![Format::Json, Format::Markdown, Format::Text], ..Place::plan(1) };
    let line = Lines::with("x", "y");
    place.run_as(&line, &plan);
    let before = place.output();
    for name in ["document.md", "document.txt"] {
        fs::remove_file(place.out().join("a").join(name)).expect("was there");
        let again = Lines::with("x", "y");
        place.run_as(&again, &plan);
        assert_eq!(again.done(), [0; 4], "{name}");
        assert_eq!(place.output(), before, "{name}");
    }
    fs::remove_file(place.out().join("a/document.json")).expect("was there");
    let again = Lines::with("x", "y");
    place.run_as(&again, &plan);
    assert_eq!(again.done(), [0, 0, 0, 1], "the record is made of what was recognised");
    assert_eq!(place.output(), before);
}

#[test]
fn a_record_of_version_1_is_made_again_from_what_it_holds_where_that_is_enough() {
    let files = [("a.txt", "told\nmangled|2"), ("b.txt", "1\nunreadable"), ("c.txt", "1")];
    let place = Place::new(&files);
    place.run(&Lines::with("x", "y"), 1);
    ["a", "b", "c"].iter().for_each(|name| make_first(&place, name));
    place.put("c.txt", "1, and more");
    let theirs = place.out().join("a/document.md");
    fs::write(&theirs, "mine").expect("written");
    // A test is quicker than the clock of the file system, whose hand moves every few milliseconds.
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(1);
    fs::File::options().write(true).open(&theirs).and_then(|file| file.set_modified(later)).expect("set");

    let line = Lines::with("x", "z");
    let report = place.run(&line, 1);
    assert_eq!(line.done(), [2, 2 + 1, 0, 3], "one with a page unread and one of other bytes are read again");
    assert_eq!(report.inputs[0].kept_aside, ["document.kept-1.md"], "it is younger than its receipt");
    let tally = Tally::read(&place.out().join(".phuchoi")).expect("for `phuchoi status`");
    assert_eq!((tally.repaired, tally.repaired_of_first, tally.read), (1, 1, 2));

    fs::remove_file(place.out().join("a/document.kept-1.md")).expect("removed");
    let again = Lines::with("x", "z");
    place.run_as(&again, &Plan { formats: vec![Format::Text], ..Place::plan(1) });
    assert_eq!(again.done(), [0; 4], "it is a record as any other now");
    assert_as_undisturbed(&place, &line, &Plan { formats: vec![Format::Text], ..Place::plan(1) }, "all");
}

#[test]
fn an_interrupted_run_keeps_what_was_finished_and_the_next_goes_on() {
    let place = Place::new(&[("a.txt", "1\n2"), ("b.txt", "1\n2"), ("c.txt", "1")]);
    let stop = Stop::new();
    let after_the_first = |event: &Event<'_>, _: &Tally| {
        if matches!(event, Event::Input { .. }) {
            stop.finish();
        }
    };
    let paths = [place.0.path().join("in")];
    let report =
        place.go(&Lines::default(), &paths, &Place::plan(1), &stop, &after_the_first).expect("a run");
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
        let (line, paths, plan) = (Lines::default(), [place.0.path().join("in")], Place::plan(jobs));
        let error = place.go(&line, &paths, &plan, &Stop::new(), &|_, _| {});
        assert!(matches!(error, Err(RunError::Ended(failure)) if failure.code == "no-engine"));
    }
}

#[test]
fn the_record_of_another_input_is_not_overwritten() {
    let place = Place::new(&[("x/a.txt", "1"), ("y/a.txt", "2")]);
    let go = |name: &str| {
        let (line, paths) = (Lines::default(), [place.0.path().join("in").join(name)]);
        place.go(&line, &paths, &Place::plan(1), &Stop::new(), &|_, _| {}).expect("a run")
    };
    assert_eq!(go("x/a.txt").inputs[0].status, Status::Ok);
    let refused = &go("y/a.txt").inputs[0];
    assert_eq!(refused.reason.as_ref().map(|reason| reason.code.as_str()), Some("output-taken"));
    assert_eq!(place.document("a").pages[0].lines[0].text, "1");
}

#[test]
fn a_record_stays_its_documents_whatever_is_given_with_it_and_in_whatever_order() {
    let place = Place::new(&[("x/a.txt", "1"), ("y/a.txt", "2"), ("y/a.png", "3"), ("z/b/a.txt", "4")]);
    let go = |names: &[&str]| -> Vec<(Status, Option<String>)> {
        let paths: Vec<PathBuf> = names.iter().map(|name| place.0.path().join("in").join(name)).collect();
        let line = Lines::default();
        let report =
            place.go(&line, &paths, &Place::plan(1), &Stop::new(), &|_, _| {}).expect("a run over them");
        report.inputs.into_iter().map(|input| (input.status, input.record)).collect()
    };
    let ok = |names: &[&str]| -> Vec<(Status, Option<String>)> {
        names.iter().map(|name| (Status::Ok, Some((*name).to_owned()))).collect()
    };
    assert_eq!(go(&["x/a.txt", "y/a.txt"]), ok(&["a.txt", "a.txt-2"]));
    assert_eq!(go(&["y/a.txt", "x/a.txt"]), ok(&["a.txt-2", "a.txt"]), "in the other order");
    assert_eq!(go(&["y/a.txt"]), ok(&["a.txt-2"]), "by itself");
    assert_eq!(go(&["y/a.png", "y/a.txt"]), ok(&["a", "a.txt-2"]), "with one that has none yet");
    assert_eq!(go(&["z"]), ok(&["b/a"]));
    assert_eq!(go(&["z/b/a.txt", "x/a.txt"]), ok(&["b/a", "a.txt"]), "found in a folder, then given by name");
    fs::remove_file(place.out().join(".phuchoi/catalogue.sqlite")).expect("there");
    assert_eq!(go(&["y/a.txt", "x/a.txt"]), ok(&["a.txt-2", "a.txt"]), "without a catalogue");
    fs::remove_file(place.out().join("a.txt-2/receipt.json")).expect("there");
    assert_eq!(go(&["y/a.txt"]), ok(&["a.txt-2"]), "where a run was cut short");
    fs::remove_dir_all(place.out().join("a.txt-2")).expect("there");
    fs::remove_dir_all(place.out().join("a")).expect("there");
    assert_eq!(go(&["y/a.txt"]), ok(&["a"]), "a record that was taken away leaves no name behind");
}

#[test]
fn every_page_and_input_is_told_and_counted() {
    let place = Place::new(&MANY);
    let told = Mutex::new((0, 0, None));
    let watch = |event: &Event<'_>, tally: &Tally| {
        let mut told = told.lock().expect("no panic");
        match event {
            Event::Page { done, of, .. } => {
                assert!(done <= of);
                told.0 += 1;
            }
            Event::Input { .. } => told.1 += 1,
            Event::KeptAside { .. } => panic!("nobody changed anything"),
        }
        told.2 = Some(tally.clone());
    };
    let paths = [place.0.path().join("in"), place.0.path().join("nothing")];
    place.go(&Lines::default(), &paths, &Place::plan(3), &Stop::new(), &watch).expect("a run");
    let (pages, inputs, last) = told.into_inner().expect("no panic");
    assert_eq!((pages, inputs), (6 + 3 + 2, 5));
    let last = last.expect("something was told");
    assert_eq!((last.documents, last.restored, last.incomplete, last.failed), (5, 2, 1, 2));
    assert!(last.slowest.expect("one").seconds >= 0.02, "a page that takes its time is the slowest");
    let written = Tally::read(&place.out().join(".phuchoi")).expect("for `phuchoi status`");
    assert_eq!((written.pages, written.done()), (11, 5));
}

#[test]
fn what_failed_is_linked_by_its_reason() {
    let place = Place::new(&MANY);
    let link = |name: &str| fs::read_link(place.out().join("failed").join(name)).ok();
    let input = |name: &str| Some(place.0.path().join("in").join(name));
    place.run(&Lines::default(), 2);
    assert_eq!(link("password/d.txt"), input("d.txt"));
    assert_eq!(link("page-unreadable/b/c"), input("b/c.txt"));
    assert_eq!(link("password/a.txt"), None);

    place.put("d.txt", "open now");
    fs::write(place.out().join("failed/password/note.txt"), "asked for the password").expect("written");
    place.run(&Lines::default(), 2);
    assert_eq!(link("password/d.txt"), None, "what came out is no longer linked");
    assert!(place.out().join("failed/password/note.txt").exists(), "a person's own files stay");
}

#[test]
fn failed_inputs_of_one_name_are_each_linked() {
    let names: Vec<String> = (0..40).map(|k| format!("{k:02}/001.txt")).collect();
    let place = Place::new(&names.iter().map(|name| (name.as_str(), "locked")).collect::<Vec<_>>());
    place.run(&Lines::default(), 1);
    let folder = place.out().join("failed/password");
    let links = fs::read_dir(&folder).expect("links").map(|link| link.expect("one").path());
    let mut leads: Vec<PathBuf> = links.map(|link| fs::read_link(link).expect("a link")).collect();
    leads.sort();
    let inputs: Vec<PathBuf> = names.iter().map(|name| place.0.path().join("in").join(name)).collect();
    assert_eq!(leads, inputs);
    assert!(folder.join("001.txt").exists() && folder.join("001.txt-40").exists());
}

#[test]
fn an_input_that_changes_while_it_is_read_is_not_recorded() {
    let place = Place::new(&[("a.txt", "1\n2"), ("b.txt", "1")]);
    let changed = place.0.path().join("in/a.txt");
    let meddle = move || fs::write(&changed, "1\n2\n3").expect("written");
    let line = Lines { meddle: Some(Box::new(meddle)), ..Lines::default() };
    let report = place.run(&line, 1);
    assert_eq!(report.codes(), [(Status::Failed, Some("changed-while-read")), (Status::Ok, None)]);
    assert!(!place.out().join("a").exists());
    let report = place.run(&Lines::default(), 1);
    assert_eq!(report.codes(), [(Status::Ok, None), (Status::Ok, None)], "it lies still now");
}

#[test]
fn a_run_whose_output_is_taken_away_ends() {
    let place = Place::new(&[("a.txt", "1"), ("b.txt", "1")]);
    let out = place.out();
    let meddle = move || fs::remove_dir_all(&out).expect("removed");
    let line = Lines { meddle: Some(Box::new(meddle)), ..Lines::default() };
    let paths = [place.0.path().join("in")];
    let ended = place.go(&line, &paths, &Place::plan(1), &Stop::new(), &|_, _| {});
    assert!(matches!(&ended, Err(RunError::Ended(failure)) if failure.code == "output-gone"), "{ended:?}");
    assert!(!place.out().exists(), "nothing is written in its place");
}

#[test]
fn a_run_leaves_what_another_keeps_where_its_output_was() {
    let place = Place::new(&[("a.txt", "1"), ("b.txt", "1")]);
    let (out, kept) = (place.out(), place.out().join(".phuchoi/drafts/another/scans"));
    let others = kept.clone();
    let meddle = move || {
        fs::remove_dir_all(&out).expect("removed");
        fs::create_dir_all(&others).expect("made");
        fs::write(out.join(".phuchoi/lock"), "another").expect("written");
    };
    let line = Lines { meddle: Some(Box::new(meddle)), ..Lines::default() };
    let paths = [place.0.path().join("in")];
    let ended = place.go(&line, &paths, &Place::plan(1), &Stop::new(), &|_, _| {});
    assert!(matches!(&ended, Err(RunError::Ended(failure)) if failure.code == "output-gone"), "{ended:?}");
    assert!(kept.is_dir(), "the drafts of another are not its own");
    assert!(!place.out().join("a").exists(), "nothing is written beside them");
}

#[test]
fn a_worker_that_panics_while_it_opens_costs_its_input_only() {
    let place = Place::new(&[("a.txt", "slow panic\n2"), ("b.txt", "1\n2\n3")]);
    let report = place.run(&Lines::default(), 3);
    assert_eq!(report.codes(), [(Status::Incomplete, Some("internal-error")), (Status::Ok, None)]);
}

#[test]
fn a_lost_catalogue_costs_time_only() {
    let place = Place::new(&MANY);
    place.run(&Lines::default(), 2);
    let before = place.output();
    for damage in [b"no database".as_slice(), b""] {
        fs::write(place.out().join(".phuchoi/catalogue.sqlite"), damage).expect("written");
        let line = Lines::default();
        place.run(&line, 2);
        assert_eq!(line.worked.load(Ordering::SeqCst), 0, "receipts say what is done");
        assert_eq!(place.output(), before);
    }
}

#[test]
fn shards_in_any_order_give_the_bytes_of_one_run() {
    let place = Place::new(&MANY);
    place.run(&Lines::default(), 2);
    let whole = place.output();
    fs::remove_dir_all(place.out()).expect("removed");

    let shards = place.0.path().join("shards");
    let state = tempfile::tempdir().expect("a temporary folder");
    let mut catalogue = Catalogue::open(state.path()).expect("begun");
    walk(&mut catalogue, &[place.0.path().join("in")], &walking(), &place.out()).expect("walked");
    assert_eq!(shard::write(&mut catalogue, Group::File, 3, &shards).expect("written"), 2);
    for name in ["00001", "00000", "00001"] {
        let claim = Claim::shard(&place.out(), name).expect("nobody else is at work");
        let mut catalogue = Catalogue::open(claim.state()).expect("begun");
        let manifest = shards.join(format!("{name}.jsonl"));
        let head = shard::read(&mut catalogue, &manifest).expect("a shard");
        assert_eq!(head.group, Group::File);
        let (line, plan, scope) = (Lines::default(), Place::plan(1), Scope::Shard(name));
        run(&line, &claim, &mut catalogue, &plan, scope, &Stop::new(), &|_, _| {}).expect("a run");
        assert!(place.out().join(format!("shards/{name}.json")).exists(), "the receipt");
    }
    let last = Lines::default();
    place.run(&last, 2);
    assert_eq!(last.worked.load(Ordering::SeqCst), 0, "all pages were worked in the shards");
    fs::remove_dir_all(place.out().join("shards")).expect("removed");
    assert_eq!(place.output(), whole);
}

#[test]
fn a_shard_that_would_write_outside_the_output_or_over_what_is_no_record_of_its_own_is_refused() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let manifest = state.path().join("1.jsonl");
    let head = r#"{"schema":"phuchoi/shard/1","group":"file"}"#;
    let cases = [
        (format!("{head}\n{{\"path\":\"a.pdf\",\"record\":\"../a\"}}\n"), "line 2"),
        (format!("{head}\n{{\"path\":\"a.pdf\",\"record\":\"/a\"}}\n"), "line 2"),
        (format!("{head}\n{{\"path\":\"a.pdf\",\"record\":\"\"}}\n"), "line 2"),
        (format!("{head}\n{{\"path\":\"a.pdf\",\"record\":\"run.json\"}}\n"), "line 2"),
        (format!("{head}\n{{\"path\":\"a.pdf\",\"record\":\".phuchoi/a\"}}\n"), "line 2"),
        (
            format!(
                "{head}\n{{\"path\":\"a.pdf\",\"record\":\"q\"}}\n{{\"path\":\"b.pdf\",\"record\":\"q\"}}\n"
            ),
            "line 3",
        ),
        (format!("{head}\nnonsense\n"), "line 2"),
        ("{\"schema\":\"other/1\",\"group\":\"file\"}\n".to_owned(), "line 1"),
        (String::new(), "line 1"),
    ];
    for (text, place) in cases {
        fs::write(&manifest, &text).expect("written");
        let mut catalogue = Catalogue::open(state.path()).expect("begun");
        let error = shard::read(&mut catalogue, &manifest).expect_err(&text);
        assert!(error.to_string().contains(place), "{error}");
    }
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

#[test]
fn what_is_to_be_said_of_a_pdf_is_a_warning_and_its_lack_costs_nothing_else() {
    let cases: [(&str, bool, &[&str]); 5] = [
        ("plain", true, &[]),
        ("printed", true, &["not-pdf-a"]),
        ("signed", true, &["signature-void"]),
        ("active", true, &["active-content"]),
        ("unbound", false, &["not-exported"]),
    ];
    let names = cases.map(|(text, ..)| (format!("{text}.txt"), text));
    let place = Place::new(&names.each_ref().map(|(name, text)| (name.as_str(), *text)));
    let plan = Plan { formats: vec![Format::Json, Format::Pdf], ..Place::plan(2) };
    let report = place.run_as(&Lines::default(), &plan);
    assert_eq!((report.totals.ok, report.totals.failed), (5, 0));
    for (text, is_there, codes) in cases {
        let document = place.document(text);
        let found: Vec<&str> = document.warnings.iter().map(|warning| warning.code.as_str()).collect();
        assert_eq!(found, codes, "{text}");
        assert_eq!(place.out().join(text).join("document.pdf").exists(), is_there, "{text}");
    }
}
