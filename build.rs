//! Hashes the sources of each stage, so that a build is known for what it is: a program that makes something else of a page, a
//! document or a format must not take the results of another for its own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is hashed, by the variable that has the hash when the program is compiled.
const PARTS: [(&str, &[&str]); 4] = [
    ("PHUCHOI_SOURCES", &["src", "Cargo.lock"]),
    (
        "PHUCHOI_READING_SOURCES",
        &["src/source", "src/restoration", "src/recognition", "src/reading.rs", "src/witness.rs"],
    ),
    (
        "PHUCHOI_COMPLETION_SOURCES",
        &[
            "src/document",
            "src/document.rs",
            "src/language",
            "src/layout",
            "src/repair",
            "src/structure",
            "src/completion.rs",
        ],
    ),
    (
        "PHUCHOI_FORMAT_SOURCES",
        &["src/document", "src/document.rs", "src/export", "src/language", "src/markup"],
    ),
];

fn main() -> io::Result<()> {
    for (variable, paths) in PARTS {
        let mut hasher = blake3::Hasher::new();
        for path in paths {
            println!("cargo::rerun-if-changed={path}");
            let mut files = Vec::new();
            gather(Path::new(path), &mut files)?;
            files.sort();
            for file in files {
                hasher.update(file.to_string_lossy().as_bytes());
                hasher.update(code_of(&String::from_utf8_lossy(&fs::read(&file)?)).as_bytes());
            }
        }
        println!("cargo::rustc-env={variable}={}", &hasher.finalize().to_hex()[..16]);
    }
    Ok(())
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.extend(path.exists().then(|| path.to_owned()));
        return Ok(());
    }
    fs::read_dir(path)?.try_for_each(|entry| gather(&entry?.path(), files))
}

/// Returns what of a source decides what it does: neither comments nor tests.
fn code_of(source: &str) -> String {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}
