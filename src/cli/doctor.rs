//! `phuchoi doctor`: what is installed, what is missing, and what mends it.

use std::thread;

use super::columns::{padded, width};
use super::{Error, Exit, say};
use crate::isolation::{Confinement, confine};
use crate::language::lexicon::Lexicon;
use crate::recognition::{Engine, EngineSettings};
use crate::repair::Models;

/// What `doctor` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The language to look for
    #[arg(long, default_value = "vie")]
    lang: String,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub what: String,
    /// What was found; `None` where it is missing.
    pub found: Option<String>,
    /// The command that mends it.
    pub remedy: String,
}

/// Looks, prints a line for each thing, and after an empty line what mends those missing.
///
/// # Errors
///
/// Where standard output cannot be written to.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let findings = look(&arguments.lang);
    say(&describe(&findings))?;
    let whole = findings.iter().all(|finding| finding.found.is_some());
    Ok(if whole { Exit::Done } else { Exit::NotInstalled })
}

/// Looks at everything that `restore` needs.
pub fn look(languages: &str) -> Vec<Finding> {
    let version = tesseract::plumbing::version().to_string_lossy().into_owned();
    let mut findings = vec![Finding {
        what: "Tesseract library".to_owned(),
        found: Some(version),
        remedy: "apt-get install libtesseract-dev".to_owned(),
    }];
    for language in languages.split('+') {
        let settings = EngineSettings { language: language.to_owned(), ..EngineSettings::default() };
        // That the engine starts is the proof.
        let started = Engine::new(&settings).is_ok();
        findings.push(Finding {
            what: format!("Tesseract data `{language}`"),
            found: started.then(|| "ready".to_owned()),
            remedy: format!("apt-get install tesseract-ocr-{}", language.replace('_', "-")),
        });
    }
    let models = Models::built_in(Lexicon::built_in(Vec::new()));
    findings.push(Finding {
        what: "Models and dictionaries".to_owned(),
        found: models.is_ok().then(|| "built in".to_owned()),
        remedy: "build phuchoi anew from a whole checkout with `scripts/restore`".to_owned(),
    });
    findings.push(confinement());
    findings
}

/// Says whether this kernel confines the processes that open what anyone may have made. One that does not is none the worse for
/// restoring, so that nothing is missing.
fn confinement() -> Finding {
    // For the thread that it is tried in it cannot be taken back.
    let tried = thread::Builder::new().spawn(|| confine(&[])).ok().and_then(|thread| thread.join().ok());
    let Confinement { files, calls } = tried.unwrap_or(Confinement { files: false, calls: false });
    let found = match (files, calls) {
        (true, true) => "write only drafts, reach no network, start no program",
        (true, false) => "write only drafts; this kernel has no seccomp, so that the network is not barred",
        (false, true) => {
            "reach no network, start no program; this kernel has no Landlock, so that files are not barred"
        }
        (false, false) => "not confined: this kernel has neither Landlock nor seccomp",
    };
    Finding { what: "Child processes".to_owned(), found: Some(found.to_owned()), remedy: String::new() }
}

fn describe(findings: &[Finding]) -> String {
    let places = findings.iter().map(|finding| width(&finding.what)).max().unwrap_or(0);
    let mut text = String::new();
    for Finding { what, found, .. } in findings {
        let state = found.as_deref().unwrap_or("missing");
        text.push_str(&format!("{}  {state}\n", padded(what, places)));
    }
    for finding in findings.iter().filter(|finding| finding.found.is_none()) {
        text.push_str(&format!("\nhint: {} is missing: {}\n", finding.what, finding.remedy));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_comes_with_what_mends_it() {
        let finding = |what: &str, found: Option<&str>| Finding {
            what: what.to_owned(),
            found: found.map(str::to_owned),
            remedy: format!("get {what}"),
        };
        let text = describe(&[finding("engine", Some("5.3.0")), finding("data", None)]);
        assert_eq!(text, "engine  5.3.0\ndata    missing\n\nhint: data is missing: get data\n");
    }
}
