//! What repair knows before it sees a document: the language model, the channels, the lexicon.

use std::path::Path;

use rayon::prelude::*;

use super::calibration::{Calibration, CalibrationError};
use super::channel::{Channel, ChannelError};
use super::phrases::PhraseBook;
use super::vocabulary::Vocabulary;
use crate::language::lexicon::{self, Dictionary, Lexicon, LexiconError};
use crate::language::ngram::model::OpenError;
use crate::language::ngram::{NgramModel, format::FormatError};

/// Everything learned or listed that repair works with.
#[derive(Debug, Clone)]
pub struct Models {
    /// The language model.
    pub language: NgramModel,
    /// How an English engine reads Vietnamese print.
    pub english: Channel,
    /// How other engines set to English read it.
    pub other: Channel,
    /// How it is written without marks.
    pub stripped: Channel,
    /// How the Vietnamese engine reads bad pages.
    pub vietnamese: Channel,
    /// The dictionaries.
    pub lexicon: Lexicon,
    /// The words that may be proposed.
    pub vocabulary: Vocabulary,
    /// The dictionaries' phrases.
    pub phrases: PhraseBook,
    /// How sure a word is with the evidence there is.
    pub calibration: Calibration,
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
    /// The calibration is damaged.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
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

/// File name of the calibration.
pub const CALIBRATION_FILE: &str = "confidence.tsv";
/// File name of the language model in a folder of models.
pub const LANGUAGE_FILE: &str = "language.ngram";
/// File name of the English channel.
pub const ENGLISH_FILE: &str = "english.channel";
/// File name of the channel of other engines.
pub const OTHER_FILE: &str = "other.channel";
/// File name of the Vietnamese channel.
pub const VIETNAMESE_FILE: &str = "vietnamese.channel";

static LANGUAGE: &[u8] = include_bytes!("../../dictionaries/models/language.ngram");
static ENGLISH: &[u8] = include_bytes!("../../dictionaries/models/english.channel");
static CALIBRATION: &str = include_str!("../../dictionaries/models/confidence.tsv");
static OTHER: &[u8] = include_bytes!("../../dictionaries/models/other.channel");
static VIETNAMESE: &[u8] = include_bytes!("../../dictionaries/models/vietnamese.channel");

impl Models {
    /// Returns the models built into the program, with the given lexicon.
    ///
    /// # Errors
    ///
    /// Where the program's own data is damaged.
    pub fn built_in(lexicon: Lexicon) -> Result<Self, ModelsError> {
        let channel = |(name, bytes): (&str, &[u8])| {
            Channel::from_bytes(bytes)
                .map_err(|source| ModelsError::Channel { name: name.to_owned(), source })
        };
        let language = NgramModel::from_static(LANGUAGE)?;
        let calibration = Calibration::parse(CALIBRATION)?;
        // The parts know nothing of each other, and a program that starts for one page must start fast.
        let ((vocabulary, phrases), channels) = rayon::join(
            || rayon::join(|| Vocabulary::new(&language, &lexicon), || PhraseBook::new(&lexicon)),
            || {
                let listed = [("english", ENGLISH), ("other", OTHER), ("vietnamese", VIETNAMESE)];
                listed.into_par_iter().map(channel).collect::<Result<Vec<_>, _>>()
            },
        );
        let [english, other, vietnamese] = <[Channel; 3]>::try_from(channels?)
            .unwrap_or_else(|_| unreachable!("three channels were listed"));
        let stripped = Channel::stripped();
        Ok(Self { language, english, other, stripped, vietnamese, lexicon, vocabulary, phrases, calibration })
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
        let channels = [channel(ENGLISH_FILE)?, channel(OTHER_FILE)?, channel(VIETNAMESE_FILE)?];
        let path = folder.join(CALIBRATION_FILE);
        let calibration = std::fs::read_to_string(&path)
            .map_err(|source| ModelsError::Unreadable { path: path.display().to_string(), source })?;
        Ok(Self::of(language, channels, Calibration::parse(&calibration)?, lexicon))
    }

    /// Returns a name for the models built into the program with a lexicon, without loading them: others, of other content,
    /// have another.
    pub fn fingerprint(user: &[Dictionary]) -> String {
        let mut hasher = blake3::Hasher::new();
        for bytes in [LANGUAGE, ENGLISH, OTHER, VIETNAMESE, CALIBRATION.as_bytes()] {
            // With its length before it, no part can pass for the end of another.
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        }
        format!("{} {}", hasher.finalize().to_hex(), lexicon::fingerprint(user))
    }

    fn of(
        language: NgramModel,
        [english, other, vietnamese]: [Channel; 3],
        calibration: Calibration,
        lexicon: Lexicon,
    ) -> Self {
        let vocabulary = Vocabulary::new(&language, &lexicon);
        let phrases = PhraseBook::new(&lexicon);
        let stripped = Channel::stripped();
        Self { language, english, other, stripped, vietnamese, lexicon, vocabulary, phrases, calibration }
    }
}
