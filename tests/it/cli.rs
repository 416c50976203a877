//! The program as it is called: output, exit codes, files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use phuchoi::document::{Author, Edit, ledger};
use phuchoi::export::{self, Made};
use serde_json::Value;

fn phuchoi(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("phuchoi").expect("built");
    // What the tester keeps in a personal dictionary is no part of a test.
    command.args(arguments).env("PHUCHOI_DICTIONARY", "");
    command
}

struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

fn outcome(folder: &Path, arguments: &[&str]) -> Outcome {
    let output = phuchoi(arguments).current_dir(folder).output().expect("it runs");
    Outcome {
        code: output.status.code().expect("not killed"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("there")).expect("JSON")
}

const REPORT: &str = "BÁO CÁO\nTổng kết năm 2023\n\u{c}I. KẾT QUẢ\nCơ quan có 45 biên chế.\n";

#[test]
fn restore_writes_a_folder_a_document_and_a_report() {
    let place = folder(&[("in/a.txt", REPORT), ("in/b/c.txt", REPORT)]);
    let got = outcome(place.path(), &["restore", "in", "--out", "out", "--jobs", "2"]);
    assert_eq!((got.code, got.stdout.as_str()), (0, ""), "{}", got.stderr);
    for name in ["out/a/document.json", "out/a/document.md", "out/a/edits.jsonl", "out/b/c/document.json"] {
        assert!(place.path().join(name).exists(), "{name}");
    }
    let document = json(&place.path().join("out/a/document.json"));
    assert_eq!(document["pages"][1]["lines"][1]["ocr"], "Cơ quan có 45 biên chế.");
    assert_eq!(document["source"]["path"], "in/a.txt");
    let run = json(&place.path().join("out/run.json"));
    let of = |at: usize| (run["inputs"][at]["path"].as_str(), run["inputs"][at]["record"].as_str());
    assert_eq!((of(0), of(1)), ((Some("in/a.txt"), Some("a")), (Some("in/b/c.txt"), Some("b/c"))));
    assert_eq!(run["totals"]["counts"]["pages"], 4);
}

#[test]
fn inputs_are_left_as_they_are() {
    let place = folder(&[("in/a.txt", REPORT)]);
    outcome(place.path(), &["restore", "in/a.txt", "--out", "out"]);
    assert_eq!(fs::read_to_string(place.path().join("in/a.txt")).expect("there"), REPORT);
}

#[test]
fn a_failed_input_is_named_and_gives_exit_code_1() {
    let place = folder(&[("good.txt", REPORT)]);
    let got = outcome(place.path(), &["restore", "missing.pdf", "good.txt", "--out", "out", "--quiet"]);
    assert_eq!(got.code, 1);
    assert_eq!(
        got.stderr,
        "failed    missing.pdf: there is no `missing.pdf`\n          hint: check the spelling of the path\n"
    );
    let run = json(&place.path().join("out/run.json"));
    let of = |at: usize| (run["inputs"][at]["status"].as_str(), run["inputs"][at]["reason"]["code"].as_str());
    assert_eq!((of(0), of(1)), ((Some("failed"), Some("not-found")), (Some("ok"), None)), "as given");
}

#[test]
fn a_second_run_keeps_what_is_there() {
    let place = folder(&[("a.txt", REPORT)]);
    outcome(place.path(), &["restore", "a.txt", "--out", "out"]);
    let before =
        fs::metadata(place.path().join("out/a/document.json")).expect("there").modified().expect("known");
    let again = outcome(place.path(), &["restore", "a.txt", "--out", "out"]);
    assert!(again.stderr.starts_with("kept      a.txt"), "{}", again.stderr);
    let after =
        fs::metadata(place.path().join("out/a/document.json")).expect("there").modified().expect("known");
    assert_eq!(before, after);
    let anew = outcome(place.path(), &["restore", "a.txt", "--out", "out", "--no-resume"]);
    assert!(anew.stderr.starts_with("restored  a.txt"), "{}", anew.stderr);
}

#[test]
fn a_folder_of_someone_else_is_left_alone() {
    let place = folder(&[("a.txt", REPORT), ("out/a/thesis.md", "mine")]);
    let got = outcome(place.path(), &["restore", "a.txt", "--out", "out"]);
    assert_eq!(got.code, 1);
    assert!(
        got.stderr.contains("the folder `out/a` holds files that phuchoi did not write"),
        "{}",
        got.stderr
    );
    assert_eq!(fs::read_dir(place.path().join("out/a")).expect("there").count(), 1);
}

#[test]
fn wrong_usage_gives_exit_code_2_and_says_what_is_wrong() {
    let place = folder(&[("a.txt", REPORT), ("empty/readme.docx", ""), ("file", "")]);
    let cases: [(&[&str], &str); 8] = [
        (&[], "Usage:"),
        (&["restore", "a.txt"], "--out <DIR>"),
        (&["restore", "a.txt", "--out", "out", "--jobs", "0"], "--jobs"),
        (
            &["restore", "a.txt", "--out", "out", "--formats", "json,docx"],
            "possible values: json, edits, md, html, csv, txt, png, tif",
        ),
        (&["restore", "a.txt", "--out", "out", "--pdf-image", "restored"], "hint: add `pdf` to `--formats`"),
        (&["restore", "empty", "--out", "out"], "error: there is nothing to restore"),
        (&["restore", "a.txt", "--out", "file"], "error: `file` is a file, not a folder"),
        (&["eval", "a.txt", "a.txt", "--lines", "9-2"], "such as `1-499`"),
    ];
    for (arguments, expected) in cases {
        let got = outcome(place.path(), arguments);
        assert_eq!(got.code, 2, "{arguments:?}: {}", got.stderr);
        assert!(got.stderr.contains(expected), "{arguments:?}: {}", got.stderr);
    }
    fs::create_dir(place.path().join("bare")).expect("a folder");
    let got = outcome(place.path(), &["restore", "bare", "--out", "out"]);
    assert!(got.code == 2 && got.stderr.contains("`bare` is an empty folder"), "{}", got.stderr);
}

#[test]
fn formats_choose_what_is_written() {
    let place = folder(&[("a.txt", REPORT)]);
    outcome(place.path(), &["restore", "a.txt", "--out", "out", "--formats", "txt"]);
    assert_eq!(
        files(place.path(), "out/a"),
        ["document.json", "document.txt", "receipt.json", "recognised.json.zst"]
    );
}

/// The names of the files of a record, in order.
fn files(place: &Path, record: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(place.join(record))
        .expect("there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_format_with_a_plus_adds_to_what_is_written_anyway_and_reads_no_page_again() {
    let place = folder(&[("a.txt", REPORT)]);
    let restore = |formats: &str| {
        outcome(place.path(), &["restore", "a.txt", "--out", "out", "--formats", formats]).stderr
    };
    restore("json,md");
    let said = restore("+html,txt");
    let expected = [
        "document.html",
        "document.json",
        "document.md",
        "document.txt",
        "edits.jsonl",
        "receipt.json",
        "recognised.json.zst",
    ];
    assert_eq!(files(place.path(), "out/a"), expected);
    assert!(said.contains("\n1 document written in other formats, none read again\n"), "{said}");
    let unknown = restore("+docx");
    assert!(unknown.contains("possible values: json"), "{unknown}");
}

#[test]
fn render_writes_formats_of_records_whose_inputs_are_gone_and_the_next_run_keeps_them() {
    let place = folder(&[("in/a.txt", REPORT), ("in/b.txt", REPORT)]);
    let run = |arguments: &[&str]| outcome(place.path(), arguments);
    run(&["restore", "in", "--out", "out"]);
    fs::rename(place.path().join("in"), place.path().join("elsewhere")).expect("moved");
    fs::write(place.path().join("out/b/document.html"), "mine").expect("written");
    let got = run(&["render", "out", "--formats", "html,alto"]);
    assert_eq!((got.code, got.stdout.as_str()), (0, ""), "{}", got.stderr);
    assert_eq!(
        got.stderr,
        "kept aside  `document.kept-1.html`, for `document.html` in out/b was changed by hand\n\
         2 records written, 0 had all\n"
    );
    assert!(place.path().join("out/a/pages/001.alto.xml").exists());
    let again = run(&["render", "out/a", "--formats", "html"]);
    assert_eq!(again.stderr, "0 records written, 1 had all\n");

    let refused = run(&["render", "out", "--formats", "txt,pdf,png"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.starts_with("error: `png`, `pdf` need the scan"), "{}", refused.stderr);
    assert!(refused.stderr.contains("--formats +png,+pdf` writes"), "{}", refused.stderr);
    assert!(!place.path().join("out/a/document.txt").exists(), "nothing is written in part");

    fs::rename(place.path().join("elsewhere"), place.path().join("in")).expect("moved");
    let html = fs::read(place.path().join("out/a/document.html")).expect("there");
    let kept = run(&["restore", "in", "--out", "out"]);
    assert!(kept.stderr.contains("\n2 documents kept, none read again\n"), "{}", kept.stderr);
    assert_eq!(fs::read(place.path().join("out/a/document.html")).expect("there"), html);
    run(&["restore", "in", "--out", "direct", "--formats", "+html,alto"]);
    assert_eq!(fs::read(place.path().join("direct/a/document.html")).expect("there"), html);
}

#[test]
fn a_word_of_a_dictionary_repairs_anew_what_was_read() {
    let place = folder(&[("a.txt", "Xưởng Hoa Sim\n"), ("own.tsv", "Xưởng Hoa Sim\tname\n")]);
    outcome(place.path(), &["restore", "a.txt", "--out", "out"]);
    let arguments = ["restore", "a.txt", "--out", "out", "--dictionary", "own.tsv"];
    let said = outcome(place.path(), &arguments).stderr;
    assert!(said.starts_with("repaired  a.txt"), "{said}");
    assert!(said.contains("\n1 document repaired anew, none read again\n"), "{said}");
    let run = json(&place.path().join("out/run.json"));
    outcome(place.path(), &[&arguments[..], &["--no-resume"]].concat());
    assert_eq!(json(&place.path().join("out/run.json")), run, "the report knows no history");
}

#[test]
fn eval_prints_a_line_or_json() {
    let place = folder(&[
        ("truth", "có 45 biên chế\nmột"),
        ("seen", "có 46 biên chế\nmột"),
        ("ocr", "có 45 bien che\nmột"),
    ]);
    let line = outcome(place.path(), &["eval", "truth", "seen", "--ocr", "ocr"]);
    let expected = "CER 5.88%  WER 20.00%  numbers wrong 1/1  right words broken 1/3 (33.33%)  \
                    | OCR itself: CER 17.65% WER 40.00%\n";
    assert_eq!((line.code, line.stdout.as_str()), (0, expected));
    let counts = outcome(place.path(), &["eval", "truth", "seen", "--json", "--lines", "2-2"]);
    let counts: Value = serde_json::from_str(&counts.stdout).expect("JSON");
    assert_eq!((&counts["words"], &counts["cer"]), (&1.into(), &0.0.into()));
}

#[test]
fn eval_of_records_prints_counts_or_json() {
    let truth = r#"{
        "blocks": [{ "kind": "heading", "text": "I. QUY ĐỊNH" }, { "kind": "paragraph", "text": "Kho mở cửa." }]
    }"#;
    let seen = r#"{
        "body": [{ "kind": "heading", "lines": [[1, 2, 2]] }, { "kind": "paragraph", "lines": [[1, 1, 1]] }],
        "pages": [{ "number": 1, "lines": [{ "text": "Kho mở cửa." }, { "text": "I. QUY ĐỊNH" }] }]
    }"#;
    let place = folder(&[("truth.json", truth), ("document.json", seen)]);
    let said = outcome(place.path(), &["eval", "truth.json", "document.json"]);
    let expected = "\
order                    F1 100.00%  1 of 1 right, 1 found
blocks                   F1 100.00%  1 of 1 right, 1 found
footnotes_invented       0
labels_changed           0
teds                     100.00%  of 0
teds_spans               100.00%  of 0
";
    assert_eq!((said.code, said.stdout.as_str()), (0, expected));
    let counts = outcome(place.path(), &["eval", "document.json", "truth.json", "--json"]);
    let counts: Value = serde_json::from_str(&counts.stdout).expect("JSON");
    assert_eq!((&counts["order"]["right"], &counts["mean_teds_spans"]), (&1.into(), &100.0.into()));
    assert!(counts.get("errors").is_none(), "they are for people");
}

#[test]
fn eval_names_the_file_that_it_cannot_read() {
    let place = folder(&[("truth", "a")]);
    fs::write(place.path().join("latin1"), b"T\xe9").expect("written");
    let missing = outcome(place.path(), &["eval", "truth", "nothing"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.starts_with("error: cannot read `nothing`: "), "{}", missing.stderr);
    let latin = outcome(place.path(), &["eval", "truth", "latin1"]);
    assert!(latin.stderr.ends_with("\n\nhint: convert it with `iconv -t UTF-8`\n"), "{}", latin.stderr);
}

#[test]
fn doctor_says_what_mends_a_missing_language() {
    let place = folder(&[]);
    let got = outcome(place.path(), &["doctor", "--lang", "xxl"]);
    assert_eq!(got.code, 3);
    assert!(
        got.stdout.contains("\nhint: Tesseract data `xxl` is missing: apt-get install tesseract-ocr-xxl\n"),
        "{}",
        got.stdout
    );
}

#[test]
fn schema_goes_to_standard_output() {
    let got = outcome(Path::new("."), &["schema"]);
    assert_eq!((got.code, got.stderr.as_str()), (0, ""));
    assert_eq!(got.stdout, include_str!("../../docs/document.schema.json"));
}

#[test]
fn a_second_run_on_one_output_says_so_and_stops() {
    let place = folder(&[("in/a.txt", REPORT)]);
    let _claim =
        phuchoi::batch::claim::Claim::whole(&place.path().join("out")).expect("nobody else is at work");
    let got = outcome(place.path(), &["restore", "in", "--out", "out"]);
    assert_eq!(got.code, 4);
    assert!(got.stderr.contains("another run is at work on `out`"), "{}", got.stderr);
    assert!(got.stderr.contains("hint: wait"), "{}", got.stderr);
    assert!(!place.path().join("out/a").exists());
}

#[test]
fn status_tells_how_a_run_ended() {
    let place = folder(&[("in/a.txt", REPORT), ("in/b.pdf", "no PDF at all")]);
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]);
    let got = outcome(place.path(), &["status", "out"]);
    assert_eq!(got.code, 0, "{}", got.stderr);
    for part in ["finished", "2 of 2: 1 restored, 1 failed", "1 time mistaken-extension"] {
        assert!(got.stdout.contains(part), "{part}: {}", got.stdout);
    }
    let tally: Value =
        serde_json::from_str(&outcome(place.path(), &["status", "out", "--json"]).stdout).expect("JSON");
    assert_eq!((&tally["state"], &tally["pages"]), (&"finished".into(), &2.into()));
    outcome(place.path(), &["restore", "in", "--out", "out", "--formats", "json,txt"]);
    let again = outcome(place.path(), &["status", "out"]).stdout;
    assert!(again.contains("again     "), "{again}");
    assert!(again.contains("written in other formats") && again.contains("none read again"), "{again}");
    assert_eq!(outcome(place.path(), &["status", "in"]).code, 2);
}

#[test]
fn progress_for_machines_is_a_json_object_a_line() {
    let place = folder(&[("in/a.txt", REPORT), ("in/b.pdf", "no PDF at all")]);
    let got = outcome(place.path(), &["restore", "in", "--out", "out", "--progress", "json", "--jobs", "1"]);
    let lines: Vec<Value> =
        got.stdout.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let events: Vec<&str> = lines.iter().filter_map(|line| line["event"].as_str()).collect();
    assert_eq!(events, ["page", "page", "document", "document", "end"]);
    assert_eq!(
        (&lines[2]["status"], &lines[3]["reason"]["code"]),
        (&"ok".into(), &"mistaken-extension".into())
    );
    assert_eq!(lines[4]["failed"], 1);
    assert_eq!(got.stderr, "", "nothing is said twice");
}

#[test]
fn what_failed_is_tried_again_when_asked_for() {
    let place = folder(&[("in/b.pdf", "no PDF at all")]);
    let arguments = ["restore", "in", "--out", "out"];
    assert!(outcome(place.path(), &arguments).stderr.contains("failed    in/b.pdf"));
    let before = outcome(place.path(), &arguments);
    assert_eq!(before.code, 1);
    assert!(before.stderr.contains("failed before  in/b.pdf"), "{}", before.stderr);
    let again = outcome(place.path(), &[&arguments[..], &["--retry-failed"]].concat());
    assert!(again.stderr.contains("failed    in/b.pdf"), "{}", again.stderr);
}

#[test]
fn a_shard_is_restored_by_its_manifest() {
    let place = folder(&[("in/a.txt", REPORT), ("in/b/a.txt", REPORT), ("in/c.txt", REPORT)]);
    let got = outcome(place.path(), &["shard", "in", "--shards", "s", "--out", "out", "--size", "2"]);
    assert_eq!(got.code, 0, "{}", got.stderr);
    for shard in ["s/00001.jsonl", "s/00000.jsonl"] {
        let got = outcome(place.path(), &["restore", "--shard", shard, "--out", "out"]);
        assert_eq!(got.code, 0, "{}", got.stderr);
    }
    let receipt = json(&place.path().join("out/shards/00001.json"));
    assert_eq!(receipt["inputs"][0]["record"], "b/a");
    let status = outcome(place.path(), &["status", "out"]);
    assert!(status.stderr.contains("only shards were restored to `out`"), "{}", status.stderr);
    let all = outcome(place.path(), &["restore", "in", "--out", "out"]);
    assert_eq!(all.stderr.matches("kept  ").count(), 3, "{}", all.stderr);
}

#[test]
fn an_input_that_is_or_holds_the_output_is_refused_before_anything_is_made() {
    let place = folder(&[("in/scans/1.txt", REPORT)]);
    for arguments in [
        &["restore", "in", "--out", "in"][..],
        &["restore", "in", "--out", "in/scans/out"],
        &["restore", ".", "--out", "restored"],
        &["restore", "in", "--out", "out", "--dump", "in/steps"],
        &["shard", "in", "--shards", "s", "--out", "in/out"],
    ] {
        let got = outcome(place.path(), arguments);
        assert_eq!(got.code, 2, "{arguments:?}: {}", got.stderr);
        assert!(got.stderr.contains("hint: name a folder outside"), "{}", got.stderr);
    }
    let all = |path: &str| fs::read_dir(place.path().join(path)).expect("there").count();
    assert_eq!((all("."), all("in"), all("in/scans")), (1, 1, 1));

    let shard = "{\"schema\":\"phuchoi/shard/1\",\"group\":\"folder\"}\n\
                 {\"path\":\"in/scans\",\"files\":[\"in/scans/1.txt\"],\"record\":\"scans\"}\n";
    fs::write(place.path().join("s.jsonl"), shard).expect("written");
    let got = outcome(place.path(), &["restore", "--shard", "s.jsonl", "--out", "in/scans/out"]);
    assert_eq!((got.code, all("in/scans")), (2, 1), "{}", got.stderr);
}

#[test]
fn what_is_no_input_is_named_with_its_reason_wherever_inputs_are_looked_for() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/quyet-dinh/level-1/page-01.jpg");
    let place =
        folder(&[("in/a.txt", REPORT), ("in/.DS_Store", "x"), ("in/desktop.ini", "[.ShellClassInfo]")]);
    fs::create_dir(place.path().join("nas")).expect("made");
    fs::write(place.path().join("nas/b.txt"), REPORT).expect("written");
    std::os::unix::fs::symlink("../nas", place.path().join("in/2019")).expect("linked");
    let expected =
        [("in/.DS_Store", "hidden"), ("in/2019", "link-to-folder"), ("in/desktop.ini", "unsupported")];

    let got = outcome(place.path(), &["restore", "in", "--out", "out"]);
    assert_eq!(got.code, 0, "{}", got.stderr);
    let counted = "passed over: 1 hidden, 1 link-to-folder, 1 unsupported; named in out/run.json";
    assert!(got.stderr.contains(counted), "{}", got.stderr);
    let named = |told: &Value| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let all = told["passed_over"].as_array().expect("a list").iter();
        all.map(|said| (text(&said["path"]), text(&said["reason"]["code"]))).collect()
    };
    let expected = expected.map(|(path, code)| (path.to_owned(), code.to_owned()));
    let run = json(&place.path().join("out/run.json"));
    assert_eq!(named(&run), expected);
    assert_eq!(run["totals"]["passed_over"]["hidden"], 1);
    assert!(outcome(place.path(), &["status", "out"]).stdout.contains("1 link-to-folder"));

    let triage = outcome(place.path(), &["triage", "in", "--json"]).stdout;
    assert_eq!(named(&serde_json::from_str(&triage).expect("JSON")), expected);
    let told = outcome(place.path(), &["triage", "in"]).stdout;
    assert!(told.contains("passed over: 1 hidden, 1 link-to-folder, 1 unsupported"), "{told}");
    let shard = outcome(place.path(), &["shard", "in", "--shards", "s", "--out", "out"]);
    for (path, _) in &expected {
        assert!(shard.stderr.contains(&format!("passed over  {path}: ")), "{}", shard.stderr);
        assert!(told.contains(&format!("passed over  {path}: ")), "{told}");
    }

    fs::copy(&page, place.path().join("in/scan.jfif")).expect("copied");
    let arguments = ["shard", "in", "--shards", "s", "--out", "out", "--follow-links"];
    assert_eq!(outcome(place.path(), &arguments).code, 0);
    let manifest = fs::read_to_string(place.path().join("s/00000.jsonl")).expect("written");
    assert!(manifest.contains("in/scan.jfif") && manifest.contains("in/2019/b.txt"), "{manifest}");
}

/// A letter with a table of points, whose scores are gathered.
const POINTS: &str = "BẢNG CHẤM ĐIỂM CÁC PHÒNG\n\nTT | NỘI DUNG | ĐIỂM CHUẨN | ĐIỂM TỰ CHẤM\n\
                      1 | Sắp xếp kho lưu trữ | 10 | 9\n2 | Trực cơ quan | 10 | 8\n";

#[test]
fn names_of_any_bytes_come_through_every_command() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let place = folder(&[("in/good.txt", POINTS)]);
    let names: [&[u8]; 5] = [b"B\xb8o.txt", b"B\xb9o.txt", b"B\\xb8o.txt", b"a\nb.txt", b"=1+2;\".txt"];
    for name in names {
        fs::write(place.path().join("in").join(OsStr::from_bytes(name)), POINTS).expect("written");
    }
    let restored =
        outcome(place.path(), &["restore", "in", "--out", "out", "--quiet", "--formats", "+html,alto,hocr"]);
    assert_eq!((restored.code, restored.stderr.as_str()), (0, ""));
    for arguments in [&["deliver", "out"][..], &["export", "out", "--sqlite", "x.sqlite", "--parquet", "p"]] {
        let got = outcome(place.path(), arguments);
        // That fields are missing is no trouble with a name.
        assert!(got.code < 2 && !got.stderr.contains("error"), "{arguments:?}: {}", got.stderr);
        assert!(!got.stderr.contains("left out"), "{}", got.stderr);
    }
    let lines = |name: &str| {
        let mut reader = csv::ReaderBuilder::new().from_path(place.path().join(name)).expect("CSV");
        reader.records().map(|line| line.expect("a line")[0].to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(lines("out/delivery.csv").len(), 6);
    let documents = lines("out/scores.csv");
    assert_eq!(documents.len(), 6, "{documents:?}");
    let triage = outcome(place.path(), &["triage", "in"]).stdout;
    assert!(triage.contains(r"in/B\xb8o.txt: ") && triage.contains(r"in/B\x5cxb8o.txt: "), "{triage}");
    assert_eq!(outcome(place.path(), &["render", "out", "--formats", "txt"]).code, 0);
}

#[test]
fn what_failed_is_named_once_and_in_one_way() {
    use std::os::unix::ffi::OsStrExt;
    let place = folder(&[("in/a.pdf", "%PDF-1.4\nno more"), ("in/b\n\u{1b}.pdf", "%PDF-1.4\nno more")]);
    let odd = std::ffi::OsStr::from_bytes(b"in/c\xff.png");
    fs::write(place.path().join(odd), "no image").expect("written");
    let restored = outcome(place.path(), &["restore", "in", "--out", "out"]).stderr;
    for said in [
        "failed    in/a.pdf: is truncated",
        "failed    in/b\\n\\u{1b}.pdf: is truncated",
        "failed    in/c\\xff.png: is named .png",
    ] {
        assert!(restored.contains(said), "{said}: {restored}");
    }
    let surveyed = outcome(place.path(), &["triage", "in"]).stderr;
    assert!(surveyed.contains("failed    in/c\\xff.png: is named .png"), "{surveyed}");
    // Who reads only the reason finds the file there, under the name that it has everywhere.
    let run = json(&place.path().join("out/run.json"));
    let path = run["inputs"][2]["path"].as_str().expect("a path");
    let message = run["inputs"][2]["reason"]["message"].as_str().expect("a message");
    assert!(message.starts_with(&format!("{path}: ")), "{message}");
}

#[test]
fn tables_hold_no_formula_unless_they_are_for_programs() {
    let table = POINTS.replace("Sắp xếp kho", "- Sắp xếp kho").replace("Trực cơ quan", "=HYPERLINK(\"x\")");
    let place = folder(&[("in/=1+2.txt", table.as_str()), ("in/+ thư.txt", REPORT)]);
    let cells = |name: &str| -> Vec<String> {
        let path = place.path().join(name);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("CSV");
        reader
            .records()
            .flat_map(|line| line.expect("a line").iter().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    let begins = |cell: &String| cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
    let tables = ["out/scores.csv", "out/=1+2/scores.csv", "out/=1+2/tables/01.csv"];
    let deliveries = ["out/delivery.csv", "out/conformance.csv", "out/=1+2/metadata.csv"];
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]);
    outcome(place.path(), &["deliver", "out"]);
    for name in tables.iter().chain(&deliveries) {
        let all = cells(name);
        assert!(!all.iter().any(begins), "{name}: {all:?}");
    }
    let has = |beginning: &str| cells(tables[2]).iter().any(|cell| cell.starts_with(beginning));
    assert!(has("'- Sắp xếp kho") && has("'=HYPERLINK"));
    // Filled in, the delivery is a list: its records are known again.
    let listed = outcome(place.path(), &["deliver", "out", "--list", "out/delivery.csv"]);
    assert!(listed.stderr.contains("copy it to another name"), "{}", listed.stderr);
    fs::copy(place.path().join("out/delivery.csv"), place.path().join("list.csv")).expect("copied");
    outcome(place.path(), &["deliver", "out", "--list", "list.csv"]);
    assert!(!cells("out/conformance.csv").iter().any(|cell| cell == "no-record" || cell == "not-listed"));

    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet", "--raw-cells"]);
    outcome(place.path(), &["deliver", "out", "--raw-cells"]);
    assert!(has("- Sắp xếp kho") && has("=HYPERLINK"));
    for name in ["out/delivery.csv", "out/scores.csv"] {
        assert!(cells(name).iter().any(begins), "{name}");
    }
}

#[test]
fn tables_for_a_vietnamese_spreadsheet_go_through_every_command_and_back() {
    let points = POINTS.replace("| 9", "| 9,5").replace("2 | Trực", "2 | =Trực");
    let place = folder(&[("in/a.txt", &points)]);
    let read = |name: &str| fs::read_to_string(place.path().join(name)).expect("there");
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]);
    let plain = read("out/scores.csv");
    assert!(plain.contains(",9.5,"), "{plain}");

    let again = outcome(place.path(), &["restore", "in", "--out", "out", "--quiet", "--csv", "excel-vi"]);
    assert_eq!((again.code, again.stderr.as_str()), (0, ""));
    for name in ["out/scores.csv", "out/a/scores.csv"] {
        let table = read(name);
        assert!(table.starts_with("\u{feff}document;year;") && table.contains(";9,5;"), "{table}");
        assert!(table.contains(";'=Trực") && table.contains(";'1;"), "{table}");
    }
    assert!(read("out/a/tables/01.csv").contains(";9,5;"));
    outcome(place.path(), &["deliver", "out", "--csv", "excel-vi"]);
    assert!(read("out/delivery.csv").starts_with("\u{feff}record;"));
    fs::copy(place.path().join("out/delivery.csv"), place.path().join("list.csv")).expect("copied");
    outcome(place.path(), &["deliver", "out", "--list", "list.csv"]);
    let conformance = read("out/conformance.csv");
    assert!(!conformance.contains("no-record") && !conformance.contains("not-listed"), "{conformance}");

    // What is damaged is made again as it was written; another way of writing is no damage.
    fs::write(place.path().join("out/a/tables/01.csv"), "").expect("written");
    outcome(place.path(), &["verify", "out", "--read"]);
    assert!(read("out/a/tables/01.csv").contains(";9,5;"));
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]);
    assert_eq!(read("out/scores.csv"), plain);
    let both = outcome(place.path(), &["restore", "in", "--out", "out", "--csv", "excel-vi", "--raw-cells"]);
    assert_eq!(both.code, 2, "{}", both.stderr);
}

#[test]
fn a_workbook_is_exported_by_command_and_what_is_not_ours_stays() {
    let place = folder(&[("in/a.txt", POINTS), ("mine.xlsx", "mine")]);
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]);
    let got = outcome(place.path(), &["export", "out", "--xlsx", "all.xlsx"]);
    assert_eq!((got.code, got.stderr.as_str()), (0, "1 records in all.xlsx\n"));
    assert!(fs::read(place.path().join("all.xlsx")).expect("there").starts_with(b"PK"));
    let refused = outcome(place.path(), &["export", "out", "--xlsx", "mine.xlsx"]);
    assert!(refused.code == 2 && refused.stderr.contains("name another file"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(place.path().join("mine.xlsx")).expect("there"), "mine");
}

#[test]
fn nothing_that_steers_a_terminal_comes_out_of_names_and_files() {
    let place = folder(&[("in/x\u{1b}[2Jy.txt", POINTS), ("in/c\u{9b}2J\u{202e}\nerror: d.txt", REPORT)]);
    std::os::unix::fs::symlink("nowhere", place.path().join("in/z\u{1b}[2J.pdf")).expect("linked");
    fs::write(place.path().join("in/.h\u{1b}]0;x\u{7}"), "").expect("written");
    fs::write(place.path().join("list\u{1b}.csv"), "record,file.maintenance\na,\u{1b}[2J\n")
        .expect("written");
    let steers = |text: &str| text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}');
    let check = |arguments: &[&str]| {
        let got = outcome(place.path(), arguments);
        for text in [&got.stdout, &got.stderr] {
            assert!(!steers(text), "{arguments:?}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("error: d")), "{arguments:?}: {text}");
        }
        got
    };
    check(&["restore", "in", "--out", "out\u{1b}"]);
    check(&["restore", "in", "--out", "out\u{1b}", "--no-resume"]);
    check(&["restore", "in", "--out", "out\u{1b}", "--progress", "json"]);
    let record = "out\u{1b}/x\u{1b}[2Jy";
    for arguments in [
        &["status", "out\u{1b}"][..],
        &["status", "no\u{1b}where"],
        &["shard", "in", "--shards", "s\u{1b}", "--out", "o"],
        &["restore", "in", "--out", "in/\u{1b}"],
        &["restore", "no\u{1b}where", "--out", "o2"],
        &["restore", "--shard", "in/x\u{1b}[2Jy.txt", "--out", "o3"],
        &["restore", "in", "--out", "o4", "--dictionary", "in/x\u{1b}[2Jy.txt"],
        &["triage", "in"],
        &["triage", "in", "--json"],
        &["render", "out\u{1b}", "--formats", "txt"],
        &["deliver", "out\u{1b}", "--list", "list\u{1b}.csv"],
        &["export", "out\u{1b}", "--sqlite", "list\u{1b}.csv"],
        &["eval", "no\u{1b}.txt", "no.txt"],
        &["dictionary", "check", "in/x\u{1b}[2Jy.txt"],
        &["text", "no\u{1b}where"],
        &["repair", "no\u{1b}where"],
        &["--\u{1b}[2J"],
        &["restore", "--jobs", "\u{1b}[2J", "x", "--out", "o"],
    ] {
        check(arguments);
    }
    fs::write(place.path().join(record).join("document.json"), "{").expect("written");
    for arguments in [
        &["export", "out\u{1b}", "--sqlite", "x.sqlite"][..],
        &["render", "out\u{1b}", "--formats", "txt"],
        &["deliver", "out\u{1b}"],
        &["text", record],
    ] {
        assert_ne!(check(arguments).code, 0, "{arguments:?}");
    }
    fs::write(place.path().join("out\u{1b}/.phuchoi/progress.json"), "{").expect("written");
    check(&["status", "out\u{1b}"]);
}

#[test]
fn the_lines_of_a_record_are_given_with_the_edits_of_some_taken_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut document = crate::sample::document();
    let person = Edit {
        page: 1,
        line: 1,
        span: [0, 10],
        before: "I. KET QUA".to_owned(),
        after: "I. KẾT QUẢ NĂM".to_owned(),
        reason: "read from the scan".to_owned(),
        confidence: 1.0,
        by: Author::Person("Lê Mẫu".to_owned()),
        time: Some("2026-11-29T10:00:00+07:00".to_owned()),
        replaced: Vec::new(),
    };
    assert_eq!(ledger::apply(&mut document, vec![person]), []);
    export::write(&document, &Made::default(), &folder.path().join("r"), &[]).expect("written");
    let first = |whose: &[&str]| {
        let done = outcome(folder.path(), &[&["text", "r"], whose].concat());
        assert_eq!((done.code, done.stderr.as_str()), (0, ""));
        done.stdout.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(first(&[]), "I. KẾT QUẢ NĂM");
    assert_eq!(first(&["--without", "people"]), "I. KẾT QUẢ");
    assert_eq!(first(&["--without", "machine"]), "I. KẾT QUẢ NĂM");
    assert_eq!(first(&["--without", "all"]), "I. KET QUA");
    let missing = outcome(folder.path(), &["text", "nowhere"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("nowhere") && missing.stderr.contains("hint: "), "{}", missing.stderr);
}

#[test]
fn verify_makes_again_what_is_missing_or_damaged_and_leaves_what_a_person_wrote() {
    let place = folder(&[("in/a.txt", "Doan DBQH tinh da giam sat.\n"), ("in/b.txt", REPORT)]);
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet", "--formats", "+html"]);
    let path = |name: &str| place.path().join("out").join(name);
    let read = |name: &str| fs::read_to_string(path(name)).expect("there");
    let before = ["a/document.md", "a/edits.jsonl", "a/document.html", "b/document.json"].map(read);
    let verify = |arguments: &[&str]| outcome(place.path(), &[&["verify", "out"], arguments].concat());
    let got = verify(&["--read"]);
    assert_eq!(got.code, 0, "{}", got.stderr);
    assert!(got.stderr.contains("2 of 2 records as written"), "{}", got.stderr);

    // As a disk changes a byte: nobody wrote it.
    let rot = |name: &str| {
        let mut bytes = fs::read(path(name)).expect("there");
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        let receipt = path(name).with_file_name("receipt.json");
        let receipt = fs::metadata(receipt).and_then(|file| file.modified()).expect("a receipt");
        fs::write(path(name), bytes).expect("written");
        fs::File::options()
            .write(true)
            .open(path(name))
            .and_then(|file| file.set_modified(receipt))
            .expect("set");
    };
    fs::remove_file(path("a/document.md")).expect("removed");
    fs::write(path("a/edits.jsonl"), "").expect("emptied");
    rot("a/document.html");
    rot("b/document.json");
    rot("b/recognised.json.zst");
    fs::write(path("b/document.md"), "mine").expect("written");

    let told = verify(&["--only-tell"]);
    assert_eq!(told.code, 1);
    assert!(!path("a/document.md").exists(), "it only tells");
    assert!(told.stderr.contains("damaged   `edits.jsonl`"), "{}", told.stderr);
    assert!(!told.stderr.contains("document.html"), "as long as it was: {}", told.stderr);

    let got = verify(&["--read"]);
    assert_eq!(got.code, 1, "{}", got.stderr);
    for said in [
        "missing   `document.md` in out/a: made again from the record",
        "damaged   `edits.jsonl` in out/a: made again from the record",
        "damaged   `document.html` in out/a: made again from the record",
        "damaged   `document.json` in out/b: `phuchoi restore` makes it again",
        "damaged   `recognised.json.zst` in out/b: `phuchoi restore` makes it again",
        "changed   `document.md` in out/b: written since, and left as it is",
        "3 files made again, 3 to look after",
    ] {
        assert!(got.stderr.contains(said), "{said}: {}", got.stderr);
    }
    assert_eq!(["a/document.md", "a/edits.jsonl", "a/document.html"].map(read), before[..3]);

    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet", "--formats", "+html"]);
    assert_eq!(read("b/document.json"), before[3]);
    assert_eq!(read("b/document.kept-1.md"), "mine", "the document was made anew");
    assert_eq!(verify(&["--read"]).code, 0);
}

#[test]
fn what_a_person_wrote_is_no_damage_after_the_receipt_was_written_again() {
    let place = folder(&[("in/a.txt", "Doan DBQH tinh da giam sat.\n")]);
    let path = |name: &str| place.path().join("out/a").join(name);
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]);
    fs::write(path("document.md"), "mine").expect("written");
    let again: [&[&str]; 3] = [
        &["render", "out", "--formats", "html"],
        &["restore", "in", "--out", "out", "--quiet", "--formats", "+txt"],
        &["verify", "out"],
    ];
    for command in again {
        if command[0] == "verify" {
            fs::remove_file(path("edits.jsonl")).expect("removed");
        }
        outcome(place.path(), command);
        let got = outcome(place.path(), &["verify", "out", "--read"]);
        assert!(got.stderr.contains("changed   `document.md`"), "{command:?}: {}", got.stderr);
        assert_eq!(fs::read_to_string(path("document.md")).expect("there"), "mine", "{command:?}");
    }
}

#[test]
fn verify_misses_a_document_and_a_whole_record() {
    let place = folder(&[("in/a.txt", REPORT), ("in/b/c.txt", REPORT), ("in/d.txt", REPORT)]);
    outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]);
    fs::remove_file(place.path().join("out/a/document.json")).expect("removed");
    fs::remove_dir_all(place.path().join("out/b/c")).expect("removed");
    for arguments in [&["verify", "out"] as &[&str], &["export", "out", "--sqlite", "x.sqlite"]] {
        let got = outcome(place.path(), arguments);
        assert_eq!(got.code, 1, "{}", got.stderr);
        assert!(got.stderr.contains("out/a"), "{}", got.stderr);
    }
    let got = outcome(place.path(), &["verify", "out", "--only-tell"]);
    assert!(got.stderr.contains("missing   the record b/c"), "{}", got.stderr);
    assert_eq!(outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]).code, 0);
    assert_eq!(outcome(place.path(), &["verify", "out", "--read"]).code, 0);
}

#[test]
fn a_file_that_was_emptied_is_written_again() {
    let place = folder(&[("in/a.txt", "Doan DBQH tinh da giam sat.\n")]);
    let restore = || outcome(place.path(), &["restore", "in", "--out", "out", "--quiet"]).code;
    assert_eq!(restore(), 0);
    let names =
        ["document.json", "document.md", "edits.jsonl"].map(|name| place.path().join("out/a").join(name));
    let read = || names.each_ref().map(|name| fs::read(name).expect("there"));
    let before = read();
    for name in &names {
        fs::write(name, "").expect("emptied");
        assert_eq!(restore(), 0);
        assert_eq!(read(), before, "{}", name.display());
    }
}
