//! Which module may use which: the arrows of ARCHITECTURE.md, held against every `crate::` in src/.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Each module with those it may use. `lib` is src/lib.rs; `export::pdf` counts as a module of its own.
const ARROWS: &[(&str, &[&str])] = &[
    ("document", &[]),
    ("layout", &["document"]),
    ("language", &["document"]),
    ("markup", &["document", "layout"]),
    ("source", &["document", "language", "layout", "markup"]),
    ("witness", &["document", "language", "source"]),
    ("triage", &["document", "language", "source", "witness"]),
    ("restoration", &["document"]),
    // Tesseract answers in hOCR.
    ("recognition", &["document", "layout", "markup"]),
    ("repair", &["document", "language"]),
    ("structure", &["document", "language"]),
    ("export", &["document", "export::pdf", "language", "markup"]),
    ("export::pdf", &["document", "export", "language"]),
    ("evaluation", &["document"]),
    (
        "lib",
        &[
            "document",
            "layout",
            "recognition",
            "repair",
            "restoration",
            "source",
            "structure",
            "triage",
            "witness",
        ],
    ),
    ("pipeline", &["document", "recognition", "restoration", "source", "triage", "witness"]),
    ("batch", &["document", "export", "export::pdf", "layout"]),
    ("isolation", &["batch", "document", "pipeline"]),
    ("collection", &["document", "export", "language"]),
    ("archive", &["collection", "document", "export", "language"]),
    // A run's request is made of what every stage is asked.
    (
        "run",
        &[
            "batch",
            "export",
            "export::pdf",
            "isolation",
            "language",
            "lib",
            "pipeline",
            "recognition",
            "restoration",
            "witness",
        ],
    ),
    // What a person types reaches every stage by the settings that it takes.
    (
        "cli",
        &[
            "archive",
            "batch",
            "collection",
            "document",
            "evaluation",
            "export",
            "export::pdf",
            "isolation",
            "language",
            "lib",
            "pipeline",
            "recognition",
            "repair",
            "restoration",
            "run",
            "source",
            "triage",
            "witness",
        ],
    ),
];

/// Arrows that are there against the table, and why they still are. One that is cut is taken off this list.
const STILL_THERE: &[(&str, &str, &str)] = &[
    ("archive", "batch", "reads run.json by the batch's types and sorts as the batch does"),
    ("archive", "export::pdf", "reads the sheets of the PDFs that were delivered"),
    ("export", "restoration", "the threshold of ink, for an image of one bit a pixel"),
    ("isolation", "export", "a page's image, passed from the child"),
    ("isolation", "export::pdf", "a page of the PDF, passed from the child"),
    ("isolation", "language", "the child loads the dictionaries"),
    ("isolation", "lib", "the child completes documents: repair and structure"),
    ("isolation", "recognition", "the child starts the engine"),
    ("isolation", "repair", "the child loads the models"),
    ("isolation", "source", "the limit of pixels"),
    ("isolation", "triage", "what is told of a text layer, passed from the child"),
    ("pipeline", "batch", "what is worked and how it fails are the batch's words"),
    ("pipeline", "export", "draws a page's image where the pixels are"),
    ("pipeline", "export::pdf", "binds a page's PDF where the pixels are"),
    ("pipeline", "lib", "a page is read in lib.rs"),
];

#[test]
fn modules_use_those_that_they_may_use() {
    let files = sources();
    let modules: BTreeSet<String> = files.iter().map(|file| module_of(file)).collect();
    let used: BTreeSet<(String, String)> = files.iter().flat_map(|file| arrows(file, &modules)).collect();
    for (from, to) in &used {
        let row = ARROWS.iter().find(|(module, _)| module == from);
        let (_, may) = row.unwrap_or_else(|| panic!("`{from}` has no row in ARROWS: say what it may use"));
        let is_known = STILL_THERE.iter().any(|(source, target, _)| source == from && target == to);
        assert!(may.contains(&to.as_str()) || is_known, "`{from}` may not use `{to}`: see ARCHITECTURE.md");
    }
    for (from, to, _) in STILL_THERE {
        let is_there = used.iter().any(|(source, target)| source == from && target == to);
        assert!(is_there, "`{from}` uses `{to}` no longer: take it off STILL_THERE");
    }
}

#[test]
fn in_recognition_one_file_reads_hocr_and_another_says_what_was_wrong_with_it() {
    let reads =
        |file: &PathBuf| fs::read_to_string(top().join(file)).expect("a source").contains("crate::markup");
    let files = sources().into_iter().filter(|file| file.starts_with("recognition") && reads(file));
    let files: BTreeSet<PathBuf> = files.collect();
    assert_eq!(files, ["recognition/error.rs", "recognition/hocr.rs"].map(PathBuf::from).into());
}

/// Returns every file of Rust in src/ but the program's, by its path there.
pub(crate) fn sources() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::new()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(top().join(&folder)).expect("a folder of src") {
            let path = folder.join(entry.expect("an entry").file_name());
            if top().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && path != Path::new("main.rs")
            {
                files.push(path);
            }
        }
    }
    files
}

/// Returns the folder of the sources.
pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Returns the arrows of a file, but for those of its tests: from its module, to each that it names.
fn arrows(file: &Path, modules: &BTreeSet<String>) -> Vec<(String, String)> {
    let own = module_of(file);
    let text = fs::read_to_string(top().join(file)).expect("a source");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let text = Regex::new("//.*").expect("a pattern").replace_all(text, "");
    // src/lib.rs names its modules without `crate::`.
    let path =
        if own == "lib" { r"(?m)^(?:pub )?use (\w+)(?:::(\w+))?" } else { r"crate::(\w+)?(?:::(\w+))?" };
    let path = Regex::new(path).expect("a pattern");
    let named = path.captures_iter(&text).filter_map(|found| {
        let name = |group| found.get(group).map_or("", |name| name.as_str());
        match (name(1), name(2)) {
            ("export", "pdf") => Some("export::pdf".to_owned()),
            (first, _) if modules.contains(first) => Some(first.to_owned()),
            // Another crate.
            _ if own == "lib" => None,
            // An item of src/lib.rs, or a group of them.
            _ => Some("lib".to_owned()),
        }
    });
    named.filter(|to| *to != own).map(|to| (own.clone(), to)).collect()
}

/// Returns the module of a file: the first part of its path, but for the one room that counts as a module.
fn module_of(file: &Path) -> String {
    if file.starts_with("export/pdf") {
        return "export::pdf".to_owned();
    }
    let first = file.iter().next().map(Path::new).expect("a path");
    first.with_extension("").display().to_string()
}
