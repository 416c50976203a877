//! Who made an edit.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who made an [`Edit`](super::Edit): a stage of the machine, or a person by name. In the record `recognition`, `repair`,
/// `structure`, `arithmetic`, `person:NAME`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Author {
    /// What the image shows that is no letter: boxes to be ticked.
    Recognition,
    /// The repair of words.
    #[default]
    Repair,
    /// What the structure proves: marks of footnotes, numbers of headings, names of bodies and offices.
    Structure,
    /// The sums of a table.
    Arithmetic,
    /// A person of this name.
    Person(String),
    /// Another stage, of a version that knows more of them.
    Other(String),
}

/// What stands before a person's name.
const PERSON: &str = "person:";

impl Author {
    /// Returns its name as in the record.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Recognition => "recognition".into(),
            Self::Repair => "repair".into(),
            Self::Structure => "structure".into(),
            Self::Arithmetic => "arithmetic".into(),
            Self::Person(name) => format!("{PERSON}{name}").into(),
            Self::Other(name) => name.into(),
        }
    }

    /// Returns whether it is a person.
    pub const fn is_person(&self) -> bool {
        matches!(self, Self::Person(_))
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl From<String> for Author {
    fn from(name: String) -> Self {
        match name.as_str() {
            "recognition" => Self::Recognition,
            "repair" => Self::Repair,
            "structure" => Self::Structure,
            "arithmetic" => Self::Arithmetic,
            _ => match name.strip_prefix(PERSON) {
                Some(person) => Self::Person(person.to_owned()),
                None => Self::Other(name),
            },
        }
    }
}

impl From<Author> for String {
    fn from(author: Author) -> Self {
        author.name().into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_author_is_read_back_by_its_name() {
        for author in [
            Author::Recognition,
            Author::Repair,
            Author::Structure,
            Author::Arithmetic,
            Author::Person("Lê Mẫu".into()),
            Author::Other("context".into()),
        ] {
            assert_eq!(Author::from(String::from(author.clone())), author);
        }
    }
}
