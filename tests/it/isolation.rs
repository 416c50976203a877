//! Child processes that die, hang or take too much, and what becomes of the page they worked.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use phuchoi::Reading;
use phuchoi::batch::draft::{Base, Draft, Wanted};
use phuchoi::batch::input::Input;
use phuchoi::batch::{Blame, Failure, Line, Worked};
use phuchoi::document::{Document, Line as TextLine, Page};
use phuchoi::export::page_image::{ImageFormat, PageImages};
use phuchoi::export::pdf::Showing;
use phuchoi::export::spreadsheet::Cells;
use phuchoi::isolation::{Isolated, Limits, Opened};
use phuchoi::pipeline::{BUILD, Pipeline};
use phuchoi::recognition::EngineSettings;

fn line(launch: &[&str], limits: Limits) -> Isolated {
    let launch = launch.iter().map(OsString::from).collect();
    let engine = EngineSettings { language: "vie".to_owned(), tessdata: None, second_looks: true };
    isolated(launch, Pipeline::new(Reading::default(), engine), limits)
}

fn isolated(launch: Vec<OsString>, pipeline: Pipeline, limits: Limits) -> Isolated {
    let fingerprints = pipeline.fingerprints();
    Isolated::new(launch, pipeline, limits, fingerprints).writing_below(&std::env::temp_dir())
}

fn program() -> String {
    assert_cmd::cargo::cargo_bin("phuchoi").display().to_string()
}

fn scan() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bao-cao-thi-dua/level-1/page-01.jpg")
}

fn input(path: PathBuf) -> Input {
    Input { files: vec![path.clone()], path, is_folder: false, name: "a".into() }
}

fn text(folder: &Path) -> Input {
    let path = folder.join("a.txt");
    fs::write(&path, "Cơ quan có 45 biên chế.\n").expect("written");
    input(path)
}

/// A draft, and the folder that goes with it.
fn draft() -> (tempfile::TempDir, Draft) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let draft = Draft::at(&folder.path().join("draft"));
    draft.begin().expect("begun");
    (folder, draft)
}

/// Opens an input, works its first page and makes a document of that.
fn first_page(line: &Isolated, input: &Input) -> Result<String, Failure> {
    let (_folder, draft) = draft();
    let mut worker = line.worker()?;
    let opened = line.open(&mut worker, input, "")?;
    line.read(&mut worker, &opened, 1, &draft)?;
    line.complete(&mut worker, &draft, &base(line, &opened))?;
    let document = draft.document()?;
    Ok(document.pages[0].lines.iter().map(|line| line.text.as_str()).collect())
}

fn base(line: &Isolated, opened: &Opened) -> Base {
    Base::Scans { source: line.info(opened), reading: String::new() }
}

#[test]
fn a_child_gives_what_the_page_holds() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = line(&[&program()], Limits::default());
    assert_eq!(first_page(&line, &text(folder.path())).as_deref(), Ok("Cơ quan có 45 biên chế."));
}

#[test]
fn a_child_killed_from_outside_costs_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = format!(
        "cd {}; if [ -e killed ]; then exec {} work; else touch killed; kill -9 $$; fi",
        folder.path().display(),
        program()
    );
    let line = line(&["sh", "-c", &script], Limits::default());
    assert!(first_page(&line, &text(folder.path())).is_ok());
    assert!(folder.path().join("killed").exists());
}

/// What starts, in a folder, a child that says that it lives and does this when it is asked the first thing; after so many of
/// them, the program itself.
fn after_bad_ones(folder: &Path, count: usize, does: &str) -> [String; 3] {
    let answer = format!(r#"{{"Ready":{{"build":"{BUILD}"}}}}"#);
    let frame = [&(answer.len() as u64).to_le_bytes(), answer.as_bytes()].concat();
    fs::write(folder.join("ready"), frame).expect("written");
    let script = format!(
        "cd {}; echo >> starts; if [ $(wc -l < starts) -gt {count} ]; then exec {} work; fi; \
         cat ready; sleep 0.2; {does}",
        folder.display(),
        program()
    );
    ["sh".to_owned(), "-c".to_owned(), script]
}

fn with_bad_ones(folder: &Path, count: usize, does: &str, limits: Limits) -> Isolated {
    let launch = after_bad_ones(folder, count, does);
    line(&launch.each_ref().map(String::as_str), limits)
}

fn starts(folder: &Path) -> usize {
    fs::read_to_string(folder.join("starts")).expect("started").lines().count()
}

#[test]
fn an_input_on_which_two_children_die_fails_with_what_was_said_last() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = with_bad_ones(folder.path(), 9, "echo the library fell >&2; kill -11 $$", Limits::default());
    let failure = first_page(&line, &text(folder.path())).expect_err("it dies");
    assert_eq!((failure.code.as_str(), failure.blame), ("crashed", Blame::Input));
    assert!(failure.message.contains("signal: 11"), "{failure}");
    assert!(failure.message.contains("the library fell"), "{failure}");
    assert!(failure.hint.is_some());
    assert_eq!(starts(folder.path()), 2);
}

#[test]
fn one_child_that_dies_by_itself_costs_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = with_bad_ones(folder.path(), 1, "kill -6 $$", Limits::default());
    assert!(first_page(&line, &text(folder.path())).is_ok());
}

#[test]
fn children_that_are_killed_from_outside_are_no_fault_of_the_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = with_bad_ones(folder.path(), 3, "kill -XCPU $$", Limits::default());
    assert!(first_page(&line, &text(folder.path())).is_ok());
    assert_eq!(starts(folder.path()), 4);

    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = with_bad_ones(folder.path(), 99, "kill -9 $$", Limits::default());
    let blame = || first_page(&line, &text(folder.path())).expect_err("it is killed").blame;
    // A third that nothing comes of is no chance: the run ends.
    assert_eq!([blame(), blame(), blame()], [Blame::Surroundings, Blame::Surroundings, Blame::Machine]);
}

#[test]
fn children_that_cannot_hear_or_reach_their_parent_are_no_fault_of_the_input() {
    for unheard in ["exit 0", "exit 4"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let line = with_bad_ones(folder.path(), 2, unheard, Limits::default());
        assert!(first_page(&line, &text(folder.path())).is_ok(), "{unheard}");
        assert_eq!(starts(folder.path()), 3, "{unheard}");
    }
}

#[test]
fn a_child_that_is_at_work_for_too_long_is_ended() {
    let limits = Limits { wall: Duration::from_millis(500), ..Limits::default() };
    let failure = first_page(&line(&[&program()], limits), &input(scan())).expect_err("it takes longer");
    assert_eq!((failure.code.as_str(), failure.blame), ("time-limit", Blame::Input));
    assert!(failure.hint.is_some_and(|hint| hint.contains("--page-seconds")));
}

#[test]
fn a_child_that_stands_still_is_ended_and_the_input_is_not_blamed() {
    for still in ["exec sleep 600", "kill -STOP $$"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let limits = Limits { wall: Duration::from_millis(500), ..Limits::default() };
        let line = with_bad_ones(folder.path(), 9, still, limits);
        let failure = first_page(&line, &text(folder.path())).expect_err("it hangs");
        assert_eq!((failure.code.as_str(), failure.blame), ("stalled", Blame::Surroundings), "{still}");
    }
}

#[test]
fn a_program_that_was_replaced_ends_the_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for launch in
        [vec!["true"], vec!["sh", "-c", "printf '\\027\\0\\0\\0\\0\\0\\0\\0{\"Ready\":{\"build\":\"0\"}}'"]]
    {
        let failure = first_page(&line(&launch, Limits::default()), &text(folder.path()))
            .expect_err("it is another program");
        assert_eq!((failure.code.as_str(), failure.blame), ("no-child", Blame::Machine), "{failure}");
    }
}

#[test]
fn a_page_that_takes_more_memory_than_it_may_fails_and_says_so() {
    let limits = Limits { memory: 8 << 20, ..Limits::default() };
    let failure =
        first_page(&line(&[&program()], limits), &input(scan())).expect_err("a page takes some 60 MB");
    assert_eq!(failure.code, "memory-limit");
    assert!(failure.message.contains("8 MB"), "{failure}");
}

#[test]
fn an_image_of_too_many_pixels_is_not_decoded() {
    let limits = Limits { pixels: 1_000_000, ..Limits::default() };
    let failure = first_page(&line(&[&program()], limits), &input(scan())).expect_err("it has more");
    assert!(failure.message.contains("1 million"), "{failure}");
}

#[test]
fn a_program_that_is_not_there_ends_the_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = line(&["/nowhere/phuchoi"], Limits::default());
    let failure = first_page(&line, &text(folder.path())).expect_err("there is none");
    assert_eq!((failure.code.as_str(), failure.blame), ("no-child", Blame::Machine));
}

#[test]
fn an_image_is_restored_again_without_an_engine_to_the_same_bytes() {
    let pipeline = |tessdata: Option<PathBuf>| {
        Pipeline::new(Reading::default(), EngineSettings { tessdata, ..EngineSettings::default() })
    };
    let of = |pipeline| isolated(vec![program().into()], pipeline, Limits::default());
    let with = |tessdata| {
        let images = pipeline(tessdata).with_images(vec![ImageFormat::Tif]);
        of(images.with_pdf_showing(Showing::Restored))
    };
    let (_of_read, read) = draft();
    let (_of_images, images) = draft();
    let reading = with(None);
    let mut worker = reading.worker().expect("no worker yet");
    let opened = reading.open(&mut worker, &input(scan()), "").expect("opened");
    reading.read(&mut worker, &opened, 1, &read).expect("read");
    let none = with(Some("/nowhere".into()));
    let failure = none.read(&mut None, &opened, 1, &images);
    assert!(failure.is_err_and(|failure| failure.blame == Blame::Installation), "it has no engine");
    none.images(&mut None, &opened, 1, &images).expect("restored");
    reading.complete(&mut worker, &read, &base(&reading, &opened)).expect("completed");
    reading.complete(&mut worker, &images, &base(&reading, &opened)).expect("completed");
    let document = read.document().expect("a document");
    let shown = read.shown(&document).expect("an image");
    assert_eq!((shown.len(), &shown), (1, &images.shown(&document).expect("an image")));
    let formats = || Wanted { formats: vec!["tif".to_owned()], of_pdf: Vec::new(), cells: Cells::default() };
    let files = |draft: &Draft| reading.export(&mut None, draft, &formats()).expect("written").files;
    assert_eq!(files(&read), files(&images));

    // What the PDF shows lies in the draft: no child restores the scan once more.
    let mut bind = |draft: &Draft| {
        reading.bind(&mut worker, &opened, draft).expect("bound");
        let formats = Wanted { formats: vec!["pdf".to_owned()], of_pdf: Vec::new(), cells: Cells::default() };
        let files = reading.export(&mut worker, draft, &formats).expect("written").files;
        files["document.pdf"].length
    };
    let (_of_scan, scanned) = draft();
    of(pipeline(None)).read(&mut None, &opened, 1, &scanned).expect("read");
    reading.complete(&mut None, &scanned, &base(&reading, &opened)).expect("completed");
    let (restored, scanned) = (bind(&read), bind(&scanned));
    assert!(restored < files(&read)["pages/001.tif"].length * 2, "{restored} bytes");
    assert!(scanned > restored * 2, "the scan is shown: {scanned} bytes");
}

/// Completes a document of one page with these lines.
fn completed(by: &Isolated, folder: &Path, lines: &[&str]) -> Document {
    let (_folder, draft) = draft();
    let opens = line(&[&program()], Limits::default());
    let opened = opens.open(&mut None, &text(folder), "").expect("opened");
    let lines = lines.iter().copied().map(TextLine::from_text).collect();
    let page = Page::of_text(1, lines);
    let worked = Worked { page, images: PageImages::default(), warnings: Vec::new() };
    draft.keep(1, &[worked]).expect("kept");
    by.complete(&mut None, &draft, &base(by, &opened)).expect("completed");
    draft.document().expect("a document")
}

#[test]
fn a_document_is_repaired_in_a_child() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = line(&[&program()], Limits::default());
    let document = completed(&line, folder.path(), &["Doan PBQH tinh da giam sat"]);
    assert_eq!(document.pages[0].lines[0].text, "Đoàn ĐBQH tỉnh đã giám sát");
    assert!(document.warnings.is_empty(), "{:?}", document.warnings);
}

#[test]
fn a_document_that_takes_too_much_to_repair_is_given_as_it_was_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = with_bad_ones(folder.path(), 2, "kill -11 $$", Limits::default());
    let document = completed(&line, folder.path(), &["Doan PBQH tinh da giam sat"]);
    assert_eq!(document.pages[0].lines[0].text, "Doan PBQH tinh da giam sat");
    let [warning] = document.warnings.as_slice() else { panic!("{:?}", document.warnings) };
    assert_eq!((warning.page, warning.code.as_str()), (None, "not-repaired"));
    assert!(warning.message.contains("signal: 11"), "{}", warning.message);
}
