//! What repair knows before it sees a document: the language model, the channels, the lexicon.

use std::path::Path;

use super::channel::{Channel, ChannelError};
use super::vocabulary::Vocabulary;
use crate::language::lexicon::{Lexicon, LexiconError};
use crate::language::ngram::model::OpenError;
use crate::language::ngram::{NgramModel, format::FormatError};

/// Everything learned or listed that repair works with.
#[derive(Debug, Clone)]
pub struct Models {
    /// The language model.
    pub language: NgramModel,
    /// How an English engine reads Vietnamese print.
    pub english: Channel,
    /// How the Vietnamese engine reads bad pages.
    pub vietnamese: Channel,
    /// The dictionaries.
    pub lexicon: Lexicon,
    /// The words that may be proposed.
    pub vocabulary: Vocabulary,
}

/// Why the models could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ModelsError {
    /// The language model in the program is damaged.
    #[error("the language model built into this program is damaged: {0}")]
    Language(#[from] FormatError),
    /// A language model file is missing or damaged.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A channel is missing or damaged.
    #[error("channel `{name}`: {source}")]
    Channel {
        /// The channel.
        name: String,
        /// What is wrong with it.
        source: ChannelError,
    },
    /// A file cannot be read.
    #[error("cannot read `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A dictionary cannot be read.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
}

/// File name of the language model in a folder of models.
pub const LANGUAGE_FILE: &str = "language.ngram";
/// File name of the English channel.
pub const ENGLISH_FILE: &str = "english.channel";
/// File name of the Vietnamese channel.
pub const VIETNAMESE_FILE: &str = "vietnamese.channel";

static LANGUAGE: &[u8] = include_bytes!("../../dictionaries/models/language.ngram");
static ENGLISH: &[u8] = include_bytes!("../../dictionaries/models/english.channel");
static VIETNAMESE: &[u8] = include_bytes!("../../dictionaries/models/vietnamese.channel");

impl Models {
    /// Returns the models built into the program, with the given lexicon.
    ///
    /// # Errors
    ///
    /// Where the program's own data is damaged.
    pub fn built_in(lexicon: Lexicon) -> Result<Self, ModelsError> {
        let channel = |name: &str, bytes| {
            Channel::from_bytes(bytes)
                .map_err(|source| ModelsError::Channel { name: name.to_owned(), source })
        };
        Ok(Self::of(
            NgramModel::from_static(LANGUAGE)?,
            channel("english", ENGLISH)?,
            channel("vietnamese", VIETNAMESE)?,
            lexicon,
        ))
    }

    /// Opens the models in a folder, as `phuchoi train` writes them.
    ///
    /// # Errors
    ///
    /// Where a file is missing or damaged.
    pub fn open(folder: &Path, lexicon: Lexicon) -> Result<Self, ModelsError> {
        let channel = |name: &str| {
            let path = folder.join(name);
            let bytes = std::fs::read(&path)
                .map_err(|source| ModelsError::Unreadable { path: path.display().to_string(), source })?;
            Channel::from_bytes(&bytes)
                .map_err(|source| ModelsError::Channel { name: path.display().to_string(), source })
        };
        let language = NgramModel::open(&folder.join(LANGUAGE_FILE))?;
        Ok(Self::of(language, channel(ENGLISH_FILE)?, channel(VIETNAMESE_FILE)?, lexicon))
    }

    /// Returns a name for these models and dictionaries: others, of other content, have another.
    pub fn fingerprint(&self) -> String {
        let channels = [&self.english, &self.vietnamese].map(Channel::fingerprint).join(" ");
        format!("{} {channels} {}", self.language.checksum(), self.lexicon.fingerprint())
    }

    fn of(language: NgramModel, english: Channel, vietnamese: Channel, lexicon: Lexicon) -> Self {
        let vocabulary = Vocabulary::new(&language, &lexicon);
        Self { language, english, vietnamese, lexicon, vocabulary }
    }
}
