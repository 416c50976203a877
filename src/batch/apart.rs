//! Inputs and output kept apart: a folder that is walked neither is nor holds the one that records go to. Else records would
//! stand among scans, and the next run take the folder of both for the output of a run.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::Failure;
use crate::document::written;

/// Makes sure that no input is or holds a folder that `option` names, which need not be there yet.
///
/// # Errors
///
/// The failure of the first that does.
pub fn check(inputs: &[PathBuf], folder: &Path, option: &str) -> Result<(), Failure> {
    let target = resolved(folder);
    let Some(input) = inputs.iter().find(|input| target.starts_with(resolved(input))) else { return Ok(()) };
    let (shown, given) = (written(folder), written(input));
    let message = if target == resolved(input) {
        format!("`{given}` is both an input and what `{option}` names")
    } else {
        format!("`{option} {shown}` lies within the input `{given}`")
    };
    Err(Failure::of_input("output-within-input", message)
        .hint(format!("name a folder outside `{given}` with `{option}`; nothing was written")))
}

/// Returns where a path leads, links followed as far as it is there.
fn resolved(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            part => {
                real.push::<&OsStr>(part.as_ref());
                if let Ok(there) = real.canonicalize() {
                    real = there;
                }
            }
        }
    }
    real
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn an_input_that_is_or_holds_the_output_is_refused_however_it_is_written() {
        let place = tempfile::tempdir().unwrap();
        let at = |path: &str| place.path().join(path);
        fs::create_dir_all(at("in/sub")).unwrap();
        fs::create_dir(at("in-2")).unwrap();
        symlink("in", at("link")).unwrap();
        symlink("in/sub", at("deep")).unwrap();
        let refused = |input: &str, out: &str| check(&[at("in-2"), at(input)], &at(out), "--out").is_err();
        let same = ["in", "in/", "in/sub/..", "link", "none/../in", "in/.", "deep/.."];
        let within = ["in/out", "in/sub", "in/a/b/c", "link/out", "deep", "deep/out", "none/../in/out"];
        for out in same.iter().chain(&within) {
            assert!(refused("in", out), "{out}");
            assert!(refused("link", out), "{out}");
        }
        for out in ["out", "in-out", "none/in", "in/../out", "in/out/../../out"] {
            assert!(!refused("in", out), "{out}");
        }
        assert!(!refused("in/sub", "in"), "records beside a folder of scans");
    }
}
