//! What a command is to write to is nothing that it reads.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::Error;

/// Makes sure that the file that `option` names is none of those that are read, whatever name or link leads there.
///
/// # Errors
///
/// Where it is one; nothing was written.
pub(super) fn check<'a>(
    output: &Path,
    option: &str,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Error> {
    // A pipe may be both, as the terminal is.
    let file =
        |path: &Path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|m| (m.dev(), m.ino()));
    let Some(own) = file(output) else { return Ok(()) };
    match inputs.into_iter().find(|input| file(input) == Some(own)) {
        Some(input) => {
            let (shown, read) = (output.display(), input.display());
            Err(Error::usage(format!("`{option} {shown}` is the file `{read}`, which is read"))
                .hint(format!("name another with `{option}`; nothing was written")))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn what_is_read_is_never_written_to_whatever_name_leads_there() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        fs::write(at("a"), "gió").unwrap();
        fs::write(at("b"), "gió").unwrap();
        fs::hard_link(at("a"), at("hard")).unwrap();
        symlink("a", at("soft")).unwrap();
        for output in ["a", "hard", "soft", "./a"] {
            assert!(check(&at(output), "--out", [at("b").as_path(), &at("a")]).is_err(), "{output}");
        }
        for output in ["b", "none"] {
            assert!(check(&at(output), "--out", [at("a").as_path(), &at("none")]).is_ok(), "{output}");
        }
        let null = Path::new("/dev/null");
        assert!(check(null, "--out", [null]).is_ok());
    }
}
