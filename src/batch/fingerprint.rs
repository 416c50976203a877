//! Fingerprints: of what decides, besides an input's bytes, what each stage of a run gives.
//!
//! A stage whose fingerprint is that of an earlier run need not be done again. So a fingerprint is made of keys and values that
//! are written out, and not of how a type happens to be called or shown: an archive is not to be read again for a name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::export::Format;
use crate::export::spreadsheet::Cells;

/// The fingerprints of the stages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprints {
    /// Of how pages are restored and read.
    pub reading: String,
    /// Of how a document is repaired and structured.
    pub completion: String,
    /// Of how each format is written, by its name on the command line.
    pub formats: BTreeMap<String, String>,
}

impl Fingerprints {
    /// Returns them with these formats only.
    pub fn with_formats(&self, formats: &[Format]) -> Self {
        let is_wanted = |name: &str| formats.iter().any(|format| format.name() == name);
        let formats = self.formats.iter().filter(|(name, _)| is_wanted(name));
        let formats = formats.map(|(name, of)| (name.clone(), of.clone())).collect();
        Self { formats, ..self.clone() }
    }

    /// Returns them for tables whose cells are written so.
    pub fn with_cells(mut self, cells: Cells) -> Self {
        if let Some(name) = cells.name()
            && let Some(of_tables) = self.formats.get_mut(Format::Csv.name())
        {
            *of_tables = Keys::of("format").and("of", of_tables).and("cells", name).fingerprint();
        }
        self
    }

    /// Returns the fingerprint of all that makes a document.
    pub fn document(&self) -> String {
        Keys::of("document").and("reading", &self.reading).and("completion", &self.completion).fingerprint()
    }
}

/// Named values, hashed.
#[derive(Debug)]
pub struct Keys(blake3::Hasher);

impl Keys {
    /// Begins the keys of a stage.
    pub fn of(stage: &str) -> Self {
        Self(blake3::Hasher::new()).and("stage", stage)
    }

    /// Adds a value under a key.
    pub fn and(mut self, key: &str, value: &str) -> Self {
        for part in [key, value] {
            // With its length before it, no part can pass for the end of another.
            self.0.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        self
    }

    /// Returns the hash, half of BLAKE3's, in hexadecimal.
    pub fn fingerprint(&self) -> String {
        self.0.finalize().to_hex().as_str()[..32].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_passes_for_the_end_of_another() {
        let of = |key: &str, value: &str| Keys::of("x").and(key, value).fingerprint();
        assert_ne!(of("a", "bc"), of("ab", "c"));
        assert_ne!(of("a", "b"), Keys::of("xa").and("", "b").fingerprint());
        assert_eq!(of("a", "b"), of("a", "b"));
    }
}
