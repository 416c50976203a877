//! Which module may use which: the arrows of ARCHITECTURE.md, held against every `crate::` in src/.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Each module with those it may use, from the lowest up: none may use one below it in this table. `lib` is src/lib.rs;
/// `export::pdf` counts as a module of its own.
const ARROWS: &[(&str, &[&str])] = &[
    ("document", &[]),
    ("layout", &["document"]),
    ("language", &["document"]),
    ("markup", &["document", "layout"]),
    ("evaluation", &["document"]),
    // The stages; none uses another.
    ("source", &["document", "language", "layout", "markup"]),
    ("restoration", &["document"]),
    // Tesseract answers in hOCR.
    ("recognition", &["document", "layout", "markup"]),
    ("repair", &["document", "language"]),
    ("structure", &["document", "language"]),
    ("export::pdf", &["document", "export", "language"]),
    ("export", &["document", "export::pdf", "language", "markup"]),
    // What puts them in order, for a page and for a document.
    ("witness", &["document", "language", "source"]),
    ("triage", &["document", "language", "source", "witness"]),
    ("reading", &["document", "layout", "recognition", "restoration", "source", "triage", "witness"]),
    ("completion", &["document", "repair", "source", "structure"]),
    ("lib", &["completion", "document", "reading", "recognition", "repair", "source"]),
    // What drives many inputs knows what a line of stages is, and none: the pipeline is one, and isolation puts it into children.
    ("batch", &["document", "export", "export::pdf", "layout"]),
    (
        "pipeline",
        &[
            "batch",
            "completion",
            "document",
            "export",
            "export::pdf",
            "language",
            "reading",
            "recognition",
            "repair",
            "restoration",
            "source",
            "triage",
            "witness",
        ],
    ),
    // It passes on what the pipeline is asked and answers.
    ("isolation", &["batch", "document", "export", "export::pdf", "pipeline", "source", "triage"]),
    // What reads the output of a run: records, `run.json`, PDFs.
    ("collection", &["document", "export", "language"]),
    ("archive", &["batch", "collection", "document", "export", "export::pdf", "language"]),
    // A run's request is made of what every stage is asked; a walk is handed what tells a file's kind.
    (
        "run",
        &[
            "batch",
            "document",
            "export",
            "export::pdf",
            "isolation",
            "language",
            "pipeline",
            "reading",
            "recognition",
            "restoration",
            "source",
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
            "completion",
            "document",
            "evaluation",
            "export",
            "export::pdf",
            "isolation",
            "language",
            "lib",
            "pipeline",
            "reading",
            "recognition",
            "repair",
            "restoration",
            "run",
            "source",
            "structure",
            "triage",
            "witness",
        ],
    ),
];

#[test]
fn the_table_leads_one_way() {
    let place = |module: &str| ARROWS.iter().position(|(other, _)| *other == module);
    for (module, may) in ARROWS {
        for other in *may {
            // The PDF's writer and the table of formats are one folder.
            let is_one_folder = (*module, *other) == ("export::pdf", "export");
            assert!(place(other) < place(module) || is_one_folder, "`{module}` stands below `{other}`");
        }
    }
}

#[test]
fn modules_use_those_that_they_may_use() {
    let files = sources();
    let modules: BTreeSet<String> = files.iter().map(|file| module_of(file)).collect();
    let used: BTreeSet<(String, String)> = files.iter().flat_map(|file| arrows(file, &modules)).collect();
    for (from, to) in &used {
        let row = ARROWS.iter().find(|(module, _)| module == from);
        let (_, may) = row.unwrap_or_else(|| panic!("`{from}` has no row in ARROWS: say what it may use"));
        assert!(may.contains(&to.as_str()), "`{from}` may not use `{to}`: see ARCHITECTURE.md");
    }
}

#[test]
fn no_two_files_use_each_other() {
    let files: BTreeMap<Vec<String>, PathBuf> =
        sources().into_iter().map(|file| (names_of(&file), file)).collect();
    let uses: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> =
        files.iter().map(|(own, file)| (own, used_by(own, file, &files))).collect();
    let mut found = Vec::new();
    for (one, used) in &uses {
        for other in used.iter().filter(|other| one < other) {
            // A folder's own file names what is in it, and that may use what it names.
            let is_folder = other.starts_with(one);
            if !is_folder && uses.get(other).is_some_and(|back| back.contains(*one)) {
                found.push((one.join("/"), other.join("/")));
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn in_recognition_one_file_reads_hocr_and_another_says_what_was_wrong_with_it() {
    let reads =
        |file: &PathBuf| fs::read_to_string(top().join(file)).expect("a source").contains("crate::markup");
    let files = sources().into_iter().filter(|file| file.starts_with("recognition") && reads(file));
    let files: BTreeSet<PathBuf> = files.collect();
    assert_eq!(files, ["recognition/error.rs", "recognition/hocr.rs"].map(PathBuf::from).into());
}

/// Returns the names that lead to a file's module: `["export", "pdf", "sheet"]`.
fn names_of(file: &Path) -> Vec<String> {
    let names = file.with_extension("");
    names.iter().map(|name| name.display().to_string()).filter(|name| name != "mod").collect()
}

/// Returns the files whose modules a file's `use` items name, but for those of its tests.
fn used_by(own: &[String], file: &Path, files: &BTreeMap<Vec<String>, PathBuf>) -> BTreeSet<Vec<String>> {
    let text = fs::read_to_string(top().join(file)).expect("a source");
    let tests = Regex::new(r"#\[cfg\(test\)\]\n(?:pub\S* )?mod tests").expect("a pattern");
    let text = tests.split(&text).next().unwrap_or_default();
    let item =
        Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))? )?use ((?:crate|super|self)[^;]*);").expect("a pattern");
    let mut used = BTreeSet::new();
    for found in item.captures_iter(text) {
        let mut paths = Vec::new();
        flatten("", &found[1].split_whitespace().collect::<String>(), &mut paths);
        for path in paths {
            let mut names: Vec<&str> = path.split("::").collect();
            let mut at = own.to_vec();
            while let Some(&step @ ("crate" | "super" | "self")) = names.first() {
                match step {
                    "crate" => at.clear(),
                    "super" => drop(at.pop()),
                    _ => {}
                }
                names.remove(0);
            }
            for name in names {
                at.push(name.to_owned());
                if !files.contains_key(&at) {
                    at.pop();
                    break;
                }
            }
            used.insert(at);
        }
    }
    used.remove(own);
    used
}

/// Gives each path of a `use` item: of `a::{b, c::{d, e}}` three.
fn flatten(before: &str, item: &str, paths: &mut Vec<String>) {
    let Some((head, rest)) = item.split_once('{') else {
        paths.push(format!("{before}{item}"));
        return;
    };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut start) = (0, 0);
    for (at, character) in inner.char_indices().chain([(inner.len(), ',')]) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if start < at {
                    flatten(&format!("{before}{head}"), &inner[start..at], paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
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
