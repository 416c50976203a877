//! The data that Tesseract reads with.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::{EngineSettings, RecognitionError};

/// phuchoi's own data for Vietnamese: `tessdata_fast`'s network, taught the print of damaged pages as restoration
/// leaves it. What it was made from: dictionaries/README.md.
static VIETNAMESE: &[u8] = include_bytes!("../../dictionaries/models/vie.traineddata");

/// Returns a sign of the data that an engine of these settings reads with, made of their bytes: what was read with other data is
/// read anew.
pub fn fingerprint(settings: &EngineSettings) -> String {
    let hash_of = |path: PathBuf| -> io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut File::open(path)?, &mut hasher)?;
        Ok(hasher.finalize().to_hex().to_string())
    };
    match Data::find(settings) {
        Ok(Data::BuiltIn(bytes)) => blake3::hash(bytes).to_hex().to_string(),
        Ok(Data::Folder(folder)) => {
            let files = settings.language.split('+').map(|code| folder.join(format!("{code}.traineddata")));
            let hashes = files.map(|file| hash_of(file).unwrap_or_else(|_| "unreadable".to_owned()));
            hashes.collect::<Vec<_>>().join(" ")
        }
        Err(_) => "missing".to_owned(),
    }
}

/// Where Tesseract's packages put their data: Debian 12 and later, Debian 11, then other systems.
const SYSTEM_TESSDATA: [&str; 5] = [
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
];

/// Returns whether a text may name languages: `vie`, `vie+eng`, `script/Vietnamese`.
pub fn are_languages(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/');
    text.split('+').all(|code| !code.is_empty() && code.chars().all(is_sign))
}

/// Where an engine's data are.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Data {
    /// Within phuchoi.
    BuiltIn(&'static [u8]),
    /// In a folder of `.traineddata` files.
    Folder(PathBuf),
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(_) => f.write_str("phuchoi's own data"),
            Self::Folder(folder) => write!(f, "`{}`", folder.display()),
        }
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Data {
    /// Finds the data of every language asked for.
    ///
    /// # Errors
    ///
    /// [`RecognitionError::BadLanguage`], or [`RecognitionError::DataMissing`] with the folders that were searched.
    pub(super) fn find(settings: &EngineSettings) -> Result<Self, RecognitionError> {
        let language = &settings.language;
        if !are_languages(language) {
            return Err(RecognitionError::BadLanguage { language: language.clone() });
        }
        if settings.tessdata.is_none() && language == "vie" {
            return Ok(Self::BuiltIn(VIETNAMESE));
        }
        let given = settings.tessdata.is_some();
        let searched: Vec<PathBuf> = match &settings.tessdata {
            Some(folder) => vec![folder.clone()],
            None => SYSTEM_TESSDATA.iter().map(PathBuf::from).collect(),
        };
        let missing = |folder: &Path| {
            language.split('+').find(|code| !folder.join(format!("{code}.traineddata")).is_file())
        };
        match searched.iter().find(|folder| missing(folder).is_none()) {
            Some(folder) => Ok(Self::Folder(folder.clone())),
            None => {
                let lacking = searched.iter().filter(|f| f.is_dir()).find_map(|f| missing(f));
                let language = lacking.or_else(|| language.split('+').next()).unwrap_or_default().to_owned();
                Err(RecognitionError::DataMissing { language, searched, given })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_built_in_unless_a_folder_is_given() {
        let found = Data::find(&EngineSettings::default()).unwrap();
        assert_eq!(found, Data::BuiltIn(VIETNAMESE));
    }

    #[test]
    fn data_are_known_by_their_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let settings =
            EngineSettings { tessdata: Some(folder.path().to_owned()), ..EngineSettings::default() };
        let missing = fingerprint(&settings);
        let with = |bytes: &str| {
            std::fs::write(folder.path().join("vie.traineddata"), bytes).unwrap();
            fingerprint(&settings)
        };
        let signs = [missing, with("one"), with("two"), fingerprint(&EngineSettings::default())];
        assert_eq!(signs.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn names_the_package_where_data_is_missing() {
        let settings = EngineSettings { language: "chi_sim".into(), ..EngineSettings::default() };
        // Whether or not the machine has it, the message is made from the search.
        let error = match Data::find(&settings) {
            Err(error) => error,
            Ok(_) => RecognitionError::DataMissing {
                language: settings.language.clone(),
                searched: Vec::new(),
                given: false,
            },
        };
        assert!(error.to_string().contains("apt-get install tesseract-ocr-chi-sim"), "{error}");
    }

    #[test]
    fn a_folder_given_is_the_only_one_searched() {
        let folder = tempfile::tempdir().unwrap();
        let settings =
            EngineSettings { tessdata: Some(folder.path().to_owned()), ..EngineSettings::default() };
        let error = Data::find(&settings).unwrap_err();
        assert!(
            matches!(&error, RecognitionError::DataMissing { searched, given: true, .. } if searched == &[folder.path()])
        );
        assert!(error.to_string().contains("put `vie.traineddata` there"), "{error}");
    }

    #[test]
    fn names_the_one_language_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vie.traineddata"), "").unwrap();
        let settings = EngineSettings {
            language: "vie+lao".into(),
            tessdata: Some(folder.path().to_owned()),
            ..EngineSettings::default()
        };
        let error = Data::find(&settings).unwrap_err();
        assert!(
            matches!(&error, RecognitionError::DataMissing { language, .. } if language == "lao"),
            "{error}"
        );
    }

    #[test]
    fn refuses_what_is_no_list_of_languages() {
        for language in ["", "vie++eng", "+vie", "../vie", "vie eng"] {
            let settings = EngineSettings { language: language.into(), ..EngineSettings::default() };
            let got = Data::find(&settings);
            assert!(matches!(got, Err(RecognitionError::BadLanguage { .. })), "{language}: {got:?}");
        }
    }
}
