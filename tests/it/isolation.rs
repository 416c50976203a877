//! Child processes that die, hang or take too much, and what becomes of the page they worked.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use phuchoi::Reading;
use phuchoi::batch::input::Input;
use phuchoi::batch::{Blame, Failure, Line};
use phuchoi::document::{Document, Line as TextLine, Page};
use phuchoi::export::page_image::{ImageFormat, PageImages};
use phuchoi::export::pdf::Showing;
use phuchoi::isolation::{Isolated, Limits};
use phuchoi::language::lexicon::Lexicon;
use phuchoi::pipeline::Pipeline;
use phuchoi::recognition::EngineSettings;

fn line(launch: &[&str], limits: Limits) -> Isolated {
    let launch = launch.iter().map(OsString::from).collect();
    let engine = EngineSettings { language: "vie".to_owned(), tessdata: None, second_looks: true };
    isolated(launch, Pipeline::new(Reading::default(), engine), limits)
}

fn isolated(launch: Vec<OsString>, pipeline: Pipeline, limits: Limits) -> Isolated {
    let fingerprints = pipeline.fingerprints(&Lexicon::built_in(Vec::new()));
    Isolated::new(launch, pipeline, limits, fingerprints)
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

/// Opens an input and works its first page.
fn first_page(line: &Isolated, input: &Input) -> Result<String, Failure> {
    let mut worker = line.worker()?;
    let opened = line.open(&mut worker, input, "")?;
    let worked = line.pages(&mut worker, &opened, 1)?;
    Ok(worked[0].page.lines.iter().map(|line| line.text.as_str()).collect())
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

#[test]
fn an_input_on_which_every_child_dies_fails_with_what_was_said_last() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = line(&["sh", "-c", "echo the library fell >&2; kill -11 $$"], Limits::default());
    let failure = first_page(&line, &text(folder.path())).expect_err("it dies");
    assert_eq!((failure.code.as_str(), failure.blame), ("crashed", Blame::Input));
    assert!(failure.message.contains("signal: 11"), "{failure}");
    assert!(failure.message.contains("the library fell"), "{failure}");
    assert!(failure.hint.is_some());
}

#[test]
fn a_child_that_never_answers_is_ended() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let limits = Limits { wall: Duration::from_millis(200), ..Limits::default() };
    let failure = first_page(&line(&["sh", "-c", "exec sleep 600"], limits), &text(folder.path()))
        .expect_err("it hangs");
    assert_eq!(failure.code, "time-limit");
    assert!(failure.hint.is_some_and(|hint| hint.contains("--page-seconds")));
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
    assert_eq!((failure.code.as_str(), failure.blame), ("no-child", Blame::Installation));
}

#[test]
fn an_image_is_restored_again_without_an_engine_to_the_same_bytes() {
    let with = |tessdata: Option<PathBuf>| {
        let engine = EngineSettings { tessdata, ..EngineSettings::default() };
        let pipeline = Pipeline::new(Reading::default(), engine)
            .with_images(vec![ImageFormat::Tif])
            .with_pdf_showing(Showing::Restored);
        isolated(vec![program().into()], pipeline, Limits::default())
    };
    let images = |line: &Isolated| {
        let mut worker = line.worker().expect("no worker yet");
        let opened = line.open(&mut worker, &input(scan()), "").expect("opened");
        line.images(&mut worker, &opened, 1).expect("restored")
    };
    let reading = with(None);
    let mut worker = reading.worker().expect("no worker yet");
    let opened = reading.open(&mut worker, &input(scan()), "").expect("opened");
    let read = reading.pages(&mut worker, &opened, 1).expect("read");
    let none = with(Some("/nowhere".into()));
    let failure = none.pages(&mut None, &opened, 1);
    assert!(failure.is_err_and(|failure| failure.blame == Blame::Installation), "it has no engine");
    assert_eq!(images(&none), [read[0].images.clone()]);
    assert_eq!((read[0].images.files.len(), read[0].images.shown.len()), (1, 1));

    // What the PDF shows comes with the request: no child restores the scan once more.
    let document = Document::new(reading.info(&opened), vec![Page { number: 1, ..read[0].page.clone() }]);
    let PageImages { files, shown } = read[0].images.clone();
    let mut bind = |shown| reading.bind(&mut worker, &opened, &document, shown).expect("bound").bytes;
    let (restored, scanned) = (bind(shown), bind(Vec::new()));
    assert!(restored.len() < files[0].bytes.len() * 2, "{} bytes", restored.len());
    assert!(scanned.len() > restored.len() * 2, "the scan is shown: {} bytes", scanned.len());
}

/// Completes a document of one page with these lines.
fn completed(line: &Isolated, folder: &Path, lines: &[&str]) -> Document {
    let mut worker = line.worker().expect("no worker yet");
    let opened = line.open(&mut worker, &text(folder), "").expect("opened");
    let lines = lines.iter().copied().map(TextLine::from_text).collect();
    line.finish(&mut worker, line.info(&opened), vec![Page::of_text(1, lines)], Vec::new()).expect("finished")
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
    let script = format!(
        "cd {}; if [ -e opened ]; then exec sleep 600; else touch opened; exec {} work; fi",
        folder.path().display(),
        program()
    );
    let limits = Limits { memory: 1 << 20, wall: Duration::from_secs(5), ..Limits::default() };
    let line = line(&["sh", "-c", &script], limits);
    let document = completed(&line, folder.path(), &["Doan PBQH tinh da giam sat"]);
    assert_eq!(document.pages[0].lines[0].text, "Doan PBQH tinh da giam sat");
    let [warning] = document.warnings.as_slice() else { panic!("{:?}", document.warnings) };
    assert_eq!((warning.page, warning.code.as_str()), (None, "not-repaired"));
    assert!(warning.message.contains("--page-"), "{}", warning.message);
}
