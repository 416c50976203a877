//! Every pattern that the program searches by.

use std::fs;

use regex::Regex;

use crate::arrows::{sources, top};

/// A pattern is compiled where it is first wanted, and what it is for is passed over where that fails: so that it cannot
/// fail, each is compiled here.
#[test]
fn every_pattern_compiles() {
    let written = Regex::new(r##"(?s)\bRegex::new\(\s*(?:r"([^"]*)"|r#"(.*?)"#)"##).unwrap();
    let mut count = 0;
    for file in sources() {
        let text = fs::read_to_string(top().join(&file)).unwrap();
        let patterns: Vec<_> = written.captures_iter(&text).collect();
        let made = text.matches("Regex::new(").count();
        assert_eq!(patterns.len(), made, "{}: a pattern is written as one raw string", file.display());
        for pattern in patterns {
            let pattern = pattern.get(1).or_else(|| pattern.get(2)).unwrap().as_str();
            let compiled = Regex::new(pattern);
            assert!(compiled.is_ok(), "{}: {pattern}: {}", file.display(), compiled.unwrap_err());
            count += 1;
        }
    }
    assert!(count > 0, "no pattern is found");
}
