//! What is done to a run from outside while it works, each in short: scripts/kills, scripts/faults and scripts/power-cuts do it at
//! length.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// Texts that a run is disturbed over, after the first.
const TEXTS: usize = 10;

/// A page's time in these runs, in seconds, and how long a run is suspended.
const LIMIT: u64 = 6;

struct Place {
    folder: tempfile::TempDir,
    program: PathBuf,
}

/// A folder with texts, in `in`, and a copy of the program.
fn place(texts: usize) -> Place {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("in")).expect("made");
    for number in 0..texts {
        let text =
            format!("BÁO CÁO\nBáo cáo số {number} của văn phòng.\n\u{c}Cơ quan có {number} biên chế.\n");
        fs::write(folder.path().join(format!("in/{number}.txt")), text).expect("written");
    }
    let program = folder.path().join("phuchoi");
    fs::copy(built(), &program).expect("copied");
    Place { folder, program }
}

fn built() -> PathBuf {
    assert_cmd::cargo::cargo_bin("phuchoi")
}

impl Place {
    fn start(&self, out: &str) -> Child {
        let limit = LIMIT.to_string();
        let mut command = Command::new(&self.program);
        command.args(["restore", "in", "--out", out, "--jobs", "1", "--quiet", "--page-seconds", &limit]);
        command.current_dir(self.folder.path()).env("PHUCHOI_DICTIONARY", "");
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("started")
    }

    /// Restores undisturbed, and again while this is done to the run and to its child, when the first record is written: no document
    /// is blamed, and the files are the same.
    fn assert_costs_nothing(&self, disturb: impl FnOnce(Pid, Pid)) {
        assert_eq!(ended(self.start("undisturbed")), (Some(0), String::new()));
        let run = self.start("disturbed");
        let parent = pid(run.id());
        let first = self.folder.path().join("disturbed/0/receipt.json");
        while !first.exists() {
            sleep(Duration::from_millis(5));
        }
        kill_process(parent, Signal::STOP).expect("it is at work");
        let child = child_of(parent).expect("a child works the other texts");
        disturb(parent, child);
        kill_process(parent, Signal::CONT).expect("it is at work");
        assert_eq!(ended(run), (Some(0), String::new()));
        assert_eq!(self.files("disturbed"), self.files("undisturbed"));
    }

    /// The files of an output, but for what the run keeps for itself.
    fn files(&self, out: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut files, mut folders) = (BTreeMap::new(), vec![self.folder.path().join(out)]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("there") {
                let path = entry.expect("read").path();
                if path.is_dir() && !path.ends_with(".phuchoi") {
                    folders.push(path);
                } else if path.is_file() {
                    let name = path.strip_prefix(self.folder.path().join(out)).expect("within").to_owned();
                    files.insert(name, fs::read(&path).expect("read"));
                }
            }
        }
        files
    }
}

/// The exit code of a run, and what it said.
fn ended(run: Child) -> (Option<i32>, String) {
    let output = run.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(i32::try_from(id).expect("a small number")).expect("not 0")
}

/// A child of any thread of a process.
fn child_of(process: Pid) -> Option<Pid> {
    let threads = fs::read_dir(format!("/proc/{}/task", process.as_raw_nonzero())).ok()?;
    let of_thread = |thread: fs::DirEntry| fs::read_to_string(thread.path().join("children")).ok();
    let children = threads.flatten().filter_map(of_thread).collect::<Vec<_>>().join(" ");
    Some(pid(children.split_whitespace().next()?.parse().ok()?))
}

#[test]
fn a_program_replaced_or_taken_away_under_a_run_is_started_again_from_what_runs() {
    for replace in [
        // Another program, by its name, as an update puts it there.
        |program: &Path| fs::copy("/bin/true", program.with_extension("new")).map(|_| ()),
        |_: &Path| Ok(()),
    ] {
        let place = place(TEXTS);
        place.assert_costs_nothing(|_, child| {
            fs::remove_file(&place.program).expect("was there");
            replace(&place.program).expect("copied");
            let _ = fs::rename(place.program.with_extension("new"), &place.program);
            // The next child is started after that.
            kill_process(child, Signal::KILL).expect("it is at work");
        });
    }
}

#[test]
fn a_child_that_the_system_kills_for_want_of_memory_is_no_fault_of_its_document() {
    // To the run it is SIGKILL, as any.
    place(TEXTS).assert_costs_nothing(|_, child| kill_process(child, Signal::KILL).expect("it is at work"));
}

#[test]
fn a_child_that_is_stopped_and_let_go_on_costs_nothing() {
    place(TEXTS).assert_costs_nothing(|parent, child| {
        kill_process(child, Signal::STOP).expect("it is at work");
        kill_process(parent, Signal::CONT).expect("it is at work");
        sleep(Duration::from_millis(500));
        kill_process(child, Signal::CONT).expect("it is stopped");
    });
}

#[test]
fn a_run_suspended_with_its_children_for_longer_than_a_page_may_take_blames_nobody() {
    place(TEXTS).assert_costs_nothing(|_, child| {
        kill_process(child, Signal::STOP).expect("it is at work");
        sleep(Duration::from_secs(LIMIT + 1));
        kill_process(child, Signal::CONT).expect("it is stopped");
    });
}

#[test]
fn a_disk_that_is_full_ends_the_run_and_the_next_one_goes_on_from_there() {
    let place = place(2);
    let long = "Cơ quan có 45 biên chế, và sau này có thêm năm người.\n".repeat(800);
    fs::write(place.folder.path().join("in/long.txt"), long).expect("written");
    let restore = |out: &str, before: &str| {
        let script = format!("{before} exec ./phuchoi restore in --out {out} --jobs 1 --quiet");
        let mut command = Command::new("bash");
        command.args(["-c", &script]).current_dir(place.folder.path()).env("PHUCHOI_DICTIONARY", "");
        ended(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("started"))
    };
    assert_eq!(restore("undisturbed", ""), (Some(0), String::new()));
    // As long as a file may get, in kB: room for the catalogue and short documents, and not for a long one.
    let (code, said) = restore("disturbed", "ulimit -f 256;");
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("hint: make room on the disk; the same command goes on from there"), "{said}");
    let (full, all) = (place.files("disturbed"), place.files("undisturbed"));
    assert!(full.len() < all.len() && !full.is_empty(), "{:?}", full.keys());
    full.iter().for_each(|(name, bytes)| assert!(all[name] == *bytes, "`{}` is whole", name.display()));
    assert_eq!(restore("disturbed", ""), (Some(0), String::new()));
    assert!(place.files("disturbed") == all);
}

/// Runs a script of ours on the program that is tested; what cannot be done here is said to be left out.
#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn attack(script: &str, arguments: &[&str]) {
    /// What a script gives where it cannot do what it is for, and what `env` gives where there is no Python.
    const LEFT_OUT: [Option<i32>; 2] = [Some(77), Some(127)];
    let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(script));
    let output = command.args(arguments).arg("--phuchoi").arg(built()).output().expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if LEFT_OUT.contains(&output.status.code()) {
        eprintln!("left out, scripts/{script}: {said}");
    } else {
        assert!(output.status.success(), "{said}");
    }
}

#[test]
fn system_calls_that_fail_leave_no_receipt_that_is_not_true() {
    let faults = ["rename ENOSPC 2 of all", "fsync EIO 3 of the run", "clone3 EAGAIN 1 of the run"];
    let faults = faults.iter().flat_map(|fault| ["--fault", *fault]);
    attack("faults", &["--scans", "0"].into_iter().chain(faults).collect::<Vec<_>>());
}

#[test]
fn what_a_run_wrote_outlasts_a_power_cut() {
    attack("power-cuts", &["--documents", "6", "--cuts", "1"]);
}
