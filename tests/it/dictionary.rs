//! Dictionaries as a person keeps them: what `dictionary` adds and shows, and that the next run knows it.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use phuchoi::language::lexicon::check;

/// Where these tests keep the personal dictionary, in a folder of their own.
const PERSONAL: &str = "own/dictionary.tsv";

struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().expect("it runs");
    Outcome {
        code: output.status.code().expect("not killed"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn phuchoi(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("phuchoi").expect("built");
    command.args(arguments).current_dir(folder).env("PHUCHOI_DICTIONARY", PERSONAL);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Outcome {
    outcome(&mut phuchoi(folder, arguments))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn rows(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("there");
    assert_eq!(check(&text), [], "{}", path.display());
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn an_entry_added_changes_the_next_run() {
    let place = folder();
    let seen = "Hợp đồng với Công ty Zenlunix về phần mềm.\n";
    fs::write(place.path().join("seen.txt"), seen).expect("written");
    let repaired = |place: &Path| run(place, &["repair", "seen.txt"]).stdout;
    assert_eq!(repaired(place.path()), seen);
    let added = run(place.path(), &["dictionary", "add", "Zenlumix", "--kind", "name"]);
    assert_eq!((added.code, added.stdout.as_str()), (0, ""), "{}", added.stderr);
    assert_eq!(added.stderr, "added `Zenlumix` to own/dictionary.tsv\n");
    assert_eq!(repaired(place.path()), "Hợp đồng với Công ty Zenlumix về phần mềm.\n");
}

#[test]
fn records_are_made_again_after_an_entry_is_added() {
    let place = folder();
    fs::write(place.path().join("a.txt"), "Cơ quan có 45 biên chế.\n").expect("written");
    let restore = || run(place.path(), &["restore", "a.txt", "--out", "out"]).stderr;
    assert!(restore().starts_with("restored  a.txt"));
    assert!(restore().starts_with("kept      a.txt"));
    run(place.path(), &["dictionary", "add", "Zenlumix"]);
    let again = restore();
    assert!(again.starts_with("repaired  a.txt"), "{again}");
    let report = fs::read_to_string(place.path().join("out/run.json")).expect("there");
    assert!(report.contains(PERSONAL), "{report}");
}

#[test]
fn entries_are_kept_canonical_and_once() {
    let place = folder();
    for (form, kind) in [("  thuỷ đạc ", "term"), ("Bến Sậy", "place"), ("thủy đạc", "name"), ("BSĐ", "term")]
    {
        let added = run(place.path(), &["dictionary", "add", form, "--kind", kind]);
        assert_eq!(added.code, 0, "{}", added.stderr);
        let repeated = added.stderr == "`thủy đạc` is in own/dictionary.tsv already\n";
        assert_eq!(repeated, kind == "name", "{}", added.stderr);
    }
    assert_eq!(rows(&place.path().join(PERSONAL)), ["BSĐ\tterm", "Bến Sậy\tplace", "thủy đạc\tterm"]);
    assert_eq!(fs::read_dir(place.path().join("own")).expect("there").count(), 1, "nothing half written");
}

#[test]
fn what_cannot_be_an_entry_is_refused() {
    let place = folder();
    for (form, said) in [
        (" ", "is empty"),
        ("a\tb", "a tab"),
        ("a\nb", "a tab, a line's end"),
        ("#a", "header line"),
        ("7", "no letter"),
    ] {
        let refused = run(place.path(), &["dictionary", "add", form]);
        assert_eq!(refused.code, 2, "{form:?}");
        assert!(refused.stderr.starts_with("error: ") && refused.stderr.contains(said), "{}", refused.stderr);
    }
    assert!(!place.path().join(PERSONAL).exists());
    let nowhere =
        outcome(phuchoi(place.path(), &["dictionary", "add", "Bến Sậy"]).env("PHUCHOI_DICTIONARY", ""));
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.stderr.contains("\nhint: set PHUCHOI_DICTIONARY to a file"), "{}", nowhere.stderr);
}

#[test]
fn a_file_named_takes_the_entry_instead() {
    let place = folder();
    let own = place.path().join("own.tsv");
    assert_eq!(run(place.path(), &["dictionary", "add", "Bến Sậy", "--file", "own.tsv"]).code, 0);
    assert_eq!(rows(&own), ["Bến Sậy\tterm"]);
    assert!(!place.path().join(PERSONAL).exists());
    let other = "# columns: form\texpansion\tkind\nBSĐ\tban sậy đồng\tbody\n";
    fs::write(&own, other).expect("written");
    let refused = run(place.path(), &["dictionary", "add", "Bến Sậy", "--file", "own.tsv"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("columns are `form, expansion, kind`"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&own).expect("there"), other);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_dictionary_stays_one_and_a_device_is_refused() {
    let place = folder();
    fs::write(place.path().join("real.tsv"), "").expect("written");
    std::os::unix::fs::symlink("real.tsv", place.path().join("link.tsv")).expect("linked");
    assert_eq!(run(place.path(), &["dictionary", "add", "Bến Sậy", "--file", "link.tsv"]).code, 0);
    assert!(place.path().join("link.tsv").is_symlink());
    assert_eq!(rows(&place.path().join("real.tsv")), ["Bến Sậy\tterm"]);
    fs::create_dir(place.path().join("folder")).expect("made");
    let refused = run(place.path(), &["dictionary", "add", "Bến Sậy", "--file", "folder"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("is no ordinary file"), "{}", refused.stderr);
}

#[test]
fn the_personal_dictionary_lies_with_the_user_s_data() {
    let place = folder();
    let data = place.path().join("data");
    let mut add = phuchoi(place.path(), &["dictionary", "add", "Bến Sậy"]);
    add.env_remove("PHUCHOI_DICTIONARY").env("XDG_DATA_HOME", &data);
    assert_eq!(outcome(&mut add).code, 0);
    assert_eq!(rows(&data.join("phuchoi/dictionary.tsv")), ["Bến Sậy\tterm"]);
    let mut show = phuchoi(place.path(), &["dictionary", "show", "bến sậy"]);
    show.env_remove("PHUCHOI_DICTIONARY").env("XDG_DATA_HOME", &data);
    assert_eq!(outcome(&mut show).stdout, "dictionary.tsv\tBến Sậy\tterm\n");
}

#[test]
fn show_finds_words_without_their_marks_and_case() {
    let place = folder();
    fs::write(place.path().join("given.tsv"), "Đội HĐND thiếu nhi\tteam\n").expect("written");
    let got = run(place.path(), &["dictionary", "show", "hdnd", "--dictionary", "given.tsv"]);
    assert_eq!(got.code, 0, "{}", got.stderr);
    let rows: Vec<&str> = got.stdout.lines().collect();
    assert_eq!(rows.first(), Some(&"abbreviations.tsv\tHĐND\tHội đồng nhân dân\tbody"));
    assert_eq!(rows.last(), Some(&"given.tsv\tĐội HĐND thiếu nhi\tteam"));
}

#[test]
fn show_names_words_that_no_dictionary_holds() {
    let place = folder();
    let got = run(place.path(), &["dictionary", "show", "zenlumix", "ubnd"]);
    assert_eq!((got.code, got.stderr.as_str()), (1, "no dictionary holds `zenlumix`\n"));
    assert!(got.stdout.contains("\tUBND\t"), "{}", got.stdout);
}

#[test]
fn show_lists_the_dictionaries_and_says_where_the_personal_one_lies() {
    let place = folder();
    let listed = || run(place.path(), &["dictionary", "show"]).stdout;
    let line = |text: &str| -> String {
        text.lines().find(|line| line.starts_with("personal")).expect("a line").to_owned()
    };
    let before = listed();
    assert!(before.contains("provinces.tsv") && before.contains("built in"), "{before}");
    assert!(line(&before).contains("0  own/dictionary.tsv (not there yet"), "{before}");
    run(place.path(), &["dictionary", "add", "Bến Sậy"]);
    assert!(line(&listed()).ends_with("1  own/dictionary.tsv"), "{}", listed());
}
