//! What someone else put into the output folder, or runs from another folder: nothing of theirs is written over, nothing leads out of
//! the folder, nothing is waited for.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

struct Outcome {
    code: Option<i32>,
    stderr: String,
}

/// Runs phuchoi in a folder; what takes longer than a minute waits for something that never comes.
fn outcome(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = assert_cmd::Command::cargo_bin("phuchoi").expect("built");
    command.args(arguments).env("PHUCHOI_DICTIONARY", "").current_dir(folder);
    let output = command.timeout(Duration::from_mins(1)).output().expect("it runs");
    Outcome { code: output.status.code(), stderr: String::from_utf8_lossy(&output.stderr).into_owned() }
}

fn restore(folder: &Path) -> Outcome {
    outcome(folder, &["restore", "in", "--out", "out", "--quiet", "--jobs", "1"])
}

/// A folder with an input `in/a.txt`, and what `prepare` makes of `out`.
fn place(prepare: impl FnOnce(&Path)) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    for folder in ["in", "out"] {
        fs::create_dir(place.path().join(folder)).expect("made");
    }
    fs::write(place.path().join("in/a.txt"), "Thông báo nghỉ lễ.\n").expect("written");
    prepare(&place.path().join("out"));
    place
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("coreutils").success());
}

#[test]
fn the_same_name_from_another_folder_does_not_replace_a_record() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let of = |folder: &str, text: &str| {
        let input = place.path().join(folder).join("in/a.txt");
        fs::create_dir_all(input.parent().expect("has one")).expect("made");
        fs::write(input, text).expect("written");
        let arguments = ["restore", "in", "--out", "../out", "--quiet"];
        outcome(&place.path().join(folder), &arguments)
    };
    let text = || fs::read_to_string(place.path().join("out/a/document.md")).expect("a record");
    assert_eq!(of("one", "Thông báo thứ nhất.\n").code, Some(0));
    let refused = of("two", "Thông báo thứ hai.\n");
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(refused.stderr.contains("/one/in/a.txt`"), "{}", refused.stderr);
    assert!(text().contains("thứ nhất"));
    // The same file, changed, is done again; and where the folder was moved, it is the same file.
    assert_eq!(of("one", "Thông báo thứ ba.\n").code, Some(0));
    assert!(text().contains("thứ ba"));
    fs::rename(place.path().join("one"), place.path().join("moved")).expect("moved");
    assert_eq!(of("moved", "Thông báo thứ tư.\n").code, Some(0));
    assert!(text().contains("thứ tư"));
}

#[test]
fn the_same_file_by_another_way_is_not_done_again() {
    let place = place(|_| ());
    assert_eq!(restore(place.path()).code, Some(0));
    let receipt = || fs::metadata(place.path().join("out/a/receipt.json")).and_then(|file| file.modified());
    let before = receipt().expect("a receipt");
    symlink("in", place.path().join("way")).expect("made");
    for way in [place.path().join("in/a.txt"), place.path().join("way/a.txt"), "./in/../in/a.txt".into()] {
        let way = way.display().to_string();
        let got = outcome(place.path(), &["restore", &way, "--out", "out"]);
        assert_eq!(got.code, Some(0), "{}", got.stderr);
        assert_eq!(receipt().expect("a receipt"), before, "{way}");
    }
}

#[test]
fn a_folder_is_ours_by_what_its_files_say_and_not_by_their_names() {
    for (name, bytes) in [
        ("document.json", r#"{"mine": 1}"#),
        ("document.json", ""),
        ("receipt.json", r#"{"path": "a.txt", "total": 12}"#),
        ("recognised.json.zst", "not packed"),
    ] {
        let place = place(|out| {
            fs::create_dir(out.join("a")).expect("made");
            fs::write(out.join("a").join(name), bytes).expect("written");
            fs::write(out.join("a/document.html"), "mine").expect("written");
        });
        let got = restore(place.path());
        assert_eq!(got.code, Some(1), "{name}");
        assert!(got.stderr.contains("phuchoi did not write"), "{}", got.stderr);
        assert_eq!(fs::read_to_string(place.path().join("out/a").join(name)).expect("there"), bytes);
        assert_eq!(fs::read_dir(place.path().join("out/a")).expect("a folder").count(), 2, "{name}");
    }
}

#[test]
fn no_link_in_the_output_folder_is_followed() {
    // Where the link lies, and the file that is to stay as it is.
    for link in
        [".phuchoi", ".phuchoi/lock", ".phuchoi/catalogue.sqlite", ".phuchoi/progress.json", "a", "run.json"]
    {
        let place = place(|out| {
            let target = out.with_file_name("theirs");
            if ["a", ".phuchoi"].contains(&link) {
                fs::create_dir(&target).expect("made");
            } else {
                fs::write(&target, "precious").expect("written");
                fs::create_dir_all(out.join(link).parent().expect("has one")).expect("made");
            }
            symlink("../theirs", out.join(link)).expect("made");
            if link.contains('/') {
                fs::remove_file(out.join(link)).expect("removed");
                symlink("../../theirs", out.join(link)).expect("made");
            }
        });
        restore(place.path());
        let theirs = place.path().join("theirs");
        if theirs.is_dir() {
            assert_eq!(fs::read_dir(theirs).expect("a folder").count(), 0, "{link}");
        } else {
            assert_eq!(fs::read_to_string(theirs).expect("there"), "precious", "{link}");
        }
    }
}

#[test]
fn a_link_in_the_place_of_the_folder_of_what_failed_is_left_alone() {
    let place = place(|out| {
        fs::create_dir_all(out.with_file_name("theirs/sub")).expect("made");
        symlink("/etc/hostname", out.with_file_name("theirs/sub/link")).expect("made");
        symlink("../theirs", out.join("failed")).expect("made");
    });
    fs::write(place.path().join("in/bad.pdf"), "no PDF").expect("written");
    assert_eq!(restore(place.path()).code, Some(1));
    let theirs = place.path().join("theirs");
    assert!(fs::symlink_metadata(theirs.join("sub/link")).is_ok());
    assert_eq!(fs::read_dir(theirs).expect("a folder").count(), 1);
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    for name in [
        "run.json",
        "a/receipt.json",
        "a/document.json",
        "a/recognised.json.zst",
        "scores.csv",
        ".phuchoi/lock",
    ] {
        let place = place(|_| ());
        assert_eq!(restore(place.path()).code, Some(0));
        let path = place.path().join("out").join(name);
        let _ = fs::remove_file(&path);
        pipe(&path);
        // `outcome` gives up after a minute, with no exit code.
        assert!(restore(place.path()).code.is_some(), "{name}: restore hangs");
    }
    for name in ["run.json", "a/receipt.json", "a/document.json"] {
        let place = place(|_| ());
        assert_eq!(restore(place.path()).code, Some(0));
        let path = place.path().join("out").join(name);
        fs::remove_file(&path).expect("was there");
        pipe(&path);
        for command in [
            &["deliver", "out"] as &[&str],
            &["text", "out/a"],
            &["verify", "out", "--read"],
            &["render", "out", "--formats", "html"],
            &["export", "out", "--sqlite", "x.sqlite"],
            &["status", "out"],
        ] {
            assert!(outcome(place.path(), command).code.is_some(), "{name}: {command:?} hangs");
        }
    }
}

#[test]
fn a_forged_receipt_leads_nowhere() {
    let place = place(|_| ());
    // A second one, for sums of two to be too great.
    fs::write(place.path().join("in/b.txt"), "Thông báo khác.\n").expect("written");
    assert_eq!(restore(place.path()).code, Some(0));
    let path = place.path().join("out/a/receipt.json");
    let receipt: Value = serde_json::from_str(&fs::read_to_string(&path).expect("there")).expect("JSON");
    let forgeries: [fn(&mut Value); 3] = [
        |receipt| receipt["counts"]["words"] = u64::MAX.into(),
        |receipt| receipt["reason"] = serde_json::json!({"code": "../../escaped", "message": "x"}),
        |receipt| receipt["files"]["../../in/a.txt"] = serde_json::json!({"length": 1, "blake3": "00"}),
    ];
    for forge in forgeries {
        let mut forged = receipt.clone();
        forge(&mut forged);
        fs::write(&path, serde_json::to_vec(&forged).expect("JSON")).expect("written");
        assert_eq!(restore(place.path()).code, Some(0));
        assert!(!place.path().join("escaped").exists());
        assert!(place.path().join("in/a.txt").exists());
    }
}

#[test]
fn a_trigger_in_the_catalogue_has_it_begun_anew() {
    let place = place(|_| ());
    assert_eq!(restore(place.path()).code, Some(0));
    let catalogue = place.path().join("out/.phuchoi/catalogue.sqlite");
    let theirs = rusqlite::Connection::open(&catalogue).expect("a database");
    theirs
        .execute_batch(
            "CREATE TRIGGER t AFTER INSERT ON input BEGIN
             INSERT INTO input (place, path, name, name_hash)
             VALUES (randomblob(8), CAST('/etc/hostname' AS BLOB), CAST('../stolen' AS BLOB), randomblob(16)); END",
        )
        .expect("a trigger");
    drop(theirs);
    assert_eq!(restore(place.path()).code, Some(0));
    assert!(!place.path().join("stolen").exists());
    assert!(!place.path().join("out/stolen").exists());
}

#[test]
fn a_forged_name_in_the_catalogue_leads_nowhere() {
    let place = place(|_| ());
    assert_eq!(restore(place.path()).code, Some(0));
    let copied = Command::new("cp").args(["-r", "out", "other"]).current_dir(place.path()).status();
    assert!(copied.expect("coreutils").success());
    let catalogue = place.path().join("out/.phuchoi/catalogue.sqlite");
    for name in ["../other/a", "run.json", ".phuchoi/a", ""] {
        let theirs = rusqlite::Connection::open(&catalogue).expect("a database");
        let forged = theirs.execute("UPDATE record SET name = CAST(?1 AS BLOB)", [name]).expect("a record");
        assert_eq!(forged, 1, "{name}");
        drop(theirs);
        fs::write(place.path().join("in/a.txt"), format!("Thông báo khác: {name}.\n")).expect("written");
        assert_eq!(restore(place.path()).code, Some(0), "{name}");
        let text = |record: &str| {
            fs::read_to_string(place.path().join(record).join("document.md")).expect("a record")
        };
        assert!(text("out/a").contains("khác") && text("other/a").contains("nghỉ lễ"), "{name}");
    }
}
