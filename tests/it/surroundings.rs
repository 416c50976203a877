//! What the machine does to a command: what cannot be written, opened or read to its end, and which exit code and remedy it gets.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn program() -> std::path::PathBuf {
    assert_cmd::cargo::cargo_bin("phuchoi")
}

/// Runs phuchoi by a shell, in a folder, as `$PHUCHOI`; what takes longer than a minute hangs.
fn sh(folder: &Path, script: &str) -> Outcome {
    let mut command = assert_cmd::Command::new("bash");
    command.args(["-c", script]).env("PHUCHOI", program()).env("PHUCHOI_DICTIONARY", "").current_dir(folder);
    let output = command.timeout(Duration::from_mins(1)).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A folder with the texts `in/a.txt` and `in/b.txt`.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(place.path().join("in")).expect("made");
    for (name, text) in [("a", "Thông báo nghỉ lễ.\n"), ("b", "Kế hoạch năm 2023.\n")] {
        fs::write(place.path().join(format!("in/{name}.txt")), text).expect("written");
    }
    place
}

#[test]
fn a_record_that_cannot_be_written_is_no_fault_of_its_document_and_is_tried_again() {
    let place = place();
    let receipt = place.path().join("out/a/receipt.json");
    let restore = || sh(place.path(), "$PHUCHOI restore in --out out");
    assert_eq!(restore().code, Some(0));
    fs::remove_file(&receipt).expect("was there");
    // A folder that cannot be taken away, for it is not empty.
    fs::create_dir_all(receipt.join("mine")).expect("made");
    let hindered = restore();
    assert_eq!(hindered.code, Some(4), "{}", hindered.stderr);
    assert!(hindered.stderr.contains("cannot write `out/a/receipt.json`: "), "{}", hindered.stderr);
    let run: Value =
        serde_json::from_slice(&fs::read(place.path().join("out/run.json")).expect("there")).expect("JSON");
    let of = |at: usize| (run["inputs"][at]["status"].as_str(), run["inputs"][at]["reason"]["code"].as_str());
    assert_eq!((of(0), of(1)), ((Some("pending"), Some("output-unwritable")), (Some("ok"), None)));
    fs::remove_dir_all(&receipt).expect("was there");
    assert_eq!(restore().code, Some(0));
}

#[test]
fn what_never_ends_is_an_error_that_names_it_and_the_limit() {
    let place = place();
    assert_eq!(sh(place.path(), "$PHUCHOI restore in --out out --quiet").code, Some(0));
    for (arguments, said) in [
        ("train language /dev/zero=1 --out x", "`/dev/zero`, line 1: it is longer than 64 MB"),
        ("deliver out --list /dev/zero", "`/dev/zero`: it is longer than 1 GB"),
        ("repair /dev/zero", "`/dev/zero`: it is longer than 1 GB"),
        ("restore in --out x --dictionary /dev/zero", "`/dev/zero`: it is longer than 1 GB"),
        ("restore --out x --shard /dev/zero", "`/dev/zero`: it is no regular file"),
    ] {
        let got = sh(place.path(), &format!("$PHUCHOI {arguments}"));
        assert!(matches!(got.code, Some(1 | 2)) && got.stderr.contains(said), "{arguments}: {}", got.stderr);
    }
}

#[test]
fn what_comes_from_another_program_is_read_as_a_file_is() {
    let place = place();
    for script in ["$PHUCHOI repair <(cat in/a.txt)", "cat in/a.txt | $PHUCHOI repair /dev/stdin"] {
        let got = sh(place.path(), script);
        assert_eq!((got.code, got.stdout.as_str()), (Some(0), "Thông báo nghỉ lễ.\n"), "{}", got.stderr);
    }
    let with = sh(place.path(), "$PHUCHOI restore in --out out --quiet --dictionary <(echo 'Hoa Sim')");
    assert_eq!(with.code, Some(0), "{}", with.stderr);
}

#[test]
fn a_run_that_waits_for_a_pipe_ends_when_it_is_asked_to() {
    let place = place();
    let pipe = place.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("coreutils").success());
    let mut waiting = Command::new(program())
        .args(["restore", "in", "--out", "out", "--dictionary", "pipe"])
        .env("PHUCHOI_DICTIONARY", "")
        .current_dir(place.path())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    let began = Instant::now();
    let ended = loop {
        // It may not have come to the pipe yet; asked again, it is no other.
        let asked = Command::new("kill").arg(waiting.id().to_string()).stderr(Stdio::null()).status();
        assert!(asked.is_ok());
        match waiting.try_wait().expect("a child of ours") {
            None if began.elapsed() < Duration::from_secs(20) => {
                std::thread::sleep(Duration::from_millis(50))
            }
            ended => break ended,
        }
    };
    let _ = waiting.kill();
    assert!(ended.is_some(), "it does not end");
}

#[test]
fn too_few_open_files_end_the_run_with_exit_code_4_and_say_what_mends_it() {
    let place = place();
    for files in [8, 10, 12] {
        let got = sh(place.path(), &format!("ulimit -n {files}; $PHUCHOI restore in --out out --jobs 2"));
        assert_eq!(got.code, Some(4), "{files}: {}", got.stderr);
        assert!(got.stderr.contains("Too many open files"), "{files}: {}", got.stderr);
        assert!(got.stderr.contains("hint: let the run open more files"), "{files}: {}", got.stderr);
    }
    assert_eq!(sh(place.path(), "$PHUCHOI restore in --out out --quiet").code, Some(0));
}

#[test]
fn too_little_memory_ends_a_command_with_exit_code_4_and_says_what_mends_it() {
    let place = place();
    for limit in ["-v 280000", "-d 150000"] {
        for arguments in ["restore in --out out", "repair in/a.txt"] {
            let got = sh(place.path(), &format!("ulimit {limit}; $PHUCHOI {arguments}"));
            assert_eq!(got.code, Some(4), "{limit}, {arguments}: {}", got.stderr);
            assert!(got.stderr.contains("hint: raise the limit"), "{limit}, {arguments}: {}", got.stderr);
        }
        // What needs none goes.
        assert_eq!(sh(place.path(), &format!("ulimit {limit}; $PHUCHOI --version")).code, Some(0), "{limit}");
    }
}

#[test]
fn what_cannot_be_printed_is_told_whatever_it_is() {
    let place = place();
    for arguments in ["--help", "--version", "restore --help", "schema", "repair in/a.txt"] {
        let got = sh(place.path(), &format!("$PHUCHOI {arguments} > /dev/full"));
        assert_eq!(got.code, Some(1), "{arguments}");
        assert!(got.stderr.contains("cannot write to standard output"), "{arguments}: {}", got.stderr);
    }
    assert_eq!(sh(place.path(), "$PHUCHOI --help | head -1").code, Some(0));
}

#[test]
fn a_run_without_its_progress_is_not_taken_for_none() {
    let place = place();
    assert_eq!(sh(place.path(), "$PHUCHOI restore in --out out --quiet").code, Some(0));
    for damage in
        ["echo {} > out/.phuchoi/progress.json", "rm out/.phuchoi/progress.json", "rm -r out/.phuchoi"]
    {
        let got = sh(place.path(), &format!("{damage}; $PHUCHOI status out"));
        assert_eq!(got.code, Some(1), "{damage}");
        assert!(got.stderr.contains("progress is missing or damaged"), "{damage}: {}", got.stderr);
        assert!(got.stderr.contains("by `run.json` there, 2 restored"), "{damage}: {}", got.stderr);
    }
}

#[test]
fn a_report_that_cannot_be_read_is_told_by_who_needs_it() {
    let place = place();
    assert_eq!(sh(place.path(), "$PHUCHOI restore in --out out --quiet").code, Some(0));
    sh(place.path(), "rm out/run.json; mkfifo out/run.json");
    let verified = sh(place.path(), "$PHUCHOI verify out --only-tell");
    assert_eq!(verified.code, Some(1));
    assert!(verified.stderr.contains("damaged   out/run.json: it is no regular file"), "{}", verified.stderr);
    sh(place.path(), "$PHUCHOI deliver out");
    let report = fs::read_to_string(place.path().join("out/conformance.csv")).expect("a report");
    assert!(report.contains("which inputs failed is not known: it is no regular file"), "{report}");
}

#[test]
fn a_file_that_is_not_ours_is_called_a_file_and_what_mends_it_can_be_done() {
    let place = place();
    assert_eq!(sh(place.path(), "$PHUCHOI restore in --out out --quiet").code, Some(0));
    fs::write(place.path().join("out/run.json"), "{}").expect("written");
    for arguments in ["restore in --out out", "verify out", "render out --formats html"] {
        let got = sh(place.path(), &format!("$PHUCHOI {arguments}"));
        assert_eq!(got.code, Some(4), "{arguments}");
        assert_eq!(
            got.stderr,
            "error: `out/run.json` was not written by phuchoi; take it away, or give it another name\n",
            "{arguments}"
        );
    }
}

#[test]
fn what_cannot_be_written_is_called_by_the_name_that_it_was_given() {
    let place = place();
    assert_eq!(sh(place.path(), "$PHUCHOI restore in --out out --quiet").code, Some(0));
    let got = sh(place.path(), "$PHUCHOI deliver out --report nowhere/report.md");
    assert_eq!(got.code, Some(4));
    let said = "error: cannot write `nowhere/report.md`: No such file or directory (os error 2)\n";
    assert!(got.stderr.starts_with(said), "{}", got.stderr);
}
