//! What decides, besides an input's bytes, what each stage gives: named and hashed, so that a stage is done again when that
//! changed, and only then.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::batch::fingerprint::{Fingerprints, Keys};
use crate::document::SCHEMA;
use crate::export::Format;
use crate::export::pdf::Showing;
use crate::recognition::{self, EngineSettings};
use crate::restoration::Step;
use crate::witness::Witness;

/// To be raised with every change to source, restoration or recognition that makes another page of a scan. Reading takes seconds a
/// page, so it is done again only where this says so.
const READING_REVISION: u32 = 2;

/// To be raised with every change to repair or structure that makes another record of the same pages within one version.
const COMPLETION_REVISION: u32 = 2;

/// To be raised with every change to how a format is written of the same record within one version.
const FORMAT_REVISION: u32 = 3;

/// To be raised with every change to how restored images are encoded.
const IMAGE_REVISION: u32 = 1;

/// What decides how pages are restored and read.
struct ReadingKeys<'a> {
    revision: u32,
    witness: Witness,
    left_out: &'a [Step],
    language: &'a str,
    second_looks: bool,
    /// The recogniser's data.
    data: String,
    /// The version of libtesseract.
    tesseract: String,
}

impl ReadingKeys<'_> {
    fn fingerprint(&self) -> String {
        let Self { revision, witness, left_out, language, second_looks, data, tesseract } = self;
        let witness = match witness {
            Witness::Auto => "auto",
            Witness::Image => "image",
            Witness::TextLayer => "text-layer",
        };
        let left_out: Vec<&str> = left_out.iter().map(|step| step.name()).collect();
        Keys::of("reading")
            .and("revision", &revision.to_string())
            .and("from", witness)
            .and("without", &left_out.join(","))
            .and("language", language)
            .and("second-looks", if *second_looks { "yes" } else { "no" })
            .and("data", data)
            .and("tesseract", tesseract)
            .fingerprint()
    }
}

/// What decides how a document is repaired and structured. That takes milliseconds a page, so it is done again with every version.
struct CompletionKeys<'a> {
    version: &'a str,
    revision: u32,
    schema: &'a str,
    /// The models and dictionaries of repair, the user's among them.
    models: &'a str,
}

impl CompletionKeys<'_> {
    fn fingerprint(&self) -> String {
        let Self { version, revision, schema, models } = self;
        Keys::of("completion")
            .and("version", version)
            .and("revision", &revision.to_string())
            .and("schema", schema)
            .and("models", models)
            .fingerprint()
    }
}

/// What decides how a format is written.
enum FormatKeys<'a> {
    /// Of a record.
    OfRecord { format: Format, version: &'a str, revision: u32 },
    /// Of a record and its scan.
    Pdf { version: &'a str, revision: u32, showing: Showing },
    /// Of the scan, which takes as long as restoration does.
    OfScan { format: Format, revision: u32 },
}

impl<'a> FormatKeys<'a> {
    fn new(format: Format, version: &'a str, showing: Showing) -> Self {
        match format {
            Format::Png | Format::Tif => Self::OfScan { format, revision: IMAGE_REVISION },
            Format::Pdf => Self::Pdf { version, revision: FORMAT_REVISION, showing },
            _ => Self::OfRecord { format, version, revision: FORMAT_REVISION },
        }
    }

    fn fingerprint(&self) -> String {
        let keys = |format: Format, revision: &u32| {
            Keys::of("format").and("format", format.name()).and("revision", &revision.to_string())
        };
        match self {
            Self::OfRecord { format, version, revision } => keys(*format, revision).and("version", version),
            Self::Pdf { version, revision, showing } => {
                let shows = match showing {
                    Showing::Scan => "scan",
                    Showing::Restored => "restored",
                };
                keys(Format::Pdf, revision).and("version", version).and("shows", shows)
            }
            Self::OfScan { format, revision } => keys(*format, revision),
        }
        .fingerprint()
    }
}

/// Returns the fingerprints of all stages and formats. `models` is that of repair's models and dictionaries.
pub(super) fn fingerprints(
    reading: &crate::reading::Reading,
    engine: &EngineSettings,
    showing: Showing,
    models: &str,
) -> Fingerprints {
    let version = env!("CARGO_PKG_VERSION");
    let keys = ReadingKeys {
        revision: READING_REVISION,
        witness: reading.witness,
        left_out: &reading.left_out,
        language: &engine.language,
        second_looks: engine.second_looks,
        data: data_of(engine),
        tesseract: tesseract::plumbing::version().to_string_lossy().into_owned(),
    };
    let completion = CompletionKeys { version, revision: COMPLETION_REVISION, schema: SCHEMA, models };
    let formats = of_formats(showing);
    Fingerprints { reading: keys.fingerprint(), completion: completion.fingerprint(), formats }
}

/// Returns the fingerprints of how the formats are written, by name; pages of a PDF show this.
pub(super) fn of_formats(showing: Showing) -> BTreeMap<String, String> {
    let of = |format| FormatKeys::new(format, env!("CARGO_PKG_VERSION"), showing).fingerprint();
    Format::ALL.into_iter().map(|format| (format.name().to_owned(), of(format))).collect()
}

/// Returns a sign of the recogniser's data: of a folder that was named, the hash of its files for these languages; the system's
/// are known by libtesseract's version only.
fn data_of(engine: &EngineSettings) -> String {
    let Some(folder) = &engine.tessdata else {
        return if engine.language == "vie" { recognition::fingerprint() } else { "system".to_owned() };
    };
    let hash_of = |path: &Path| fs::read(path).map(|bytes| blake3::hash(&bytes).to_hex().to_string());
    let files = engine.language.split('+').map(|code| folder.join(format!("{code}.traineddata")));
    files.map(|file| hash_of(&file).unwrap_or_else(|_| "missing".to_owned())).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading_keys() -> ReadingKeys<'static> {
        ReadingKeys {
            revision: 1,
            witness: Witness::Auto,
            left_out: &[Step::Clean],
            language: "vie",
            second_looks: true,
            data: "0123".to_owned(),
            tesseract: "5.3.0".to_owned(),
        }
    }

    fn completion_keys() -> CompletionKeys<'static> {
        CompletionKeys { version: "0.1.0", revision: 1, schema: "phuchoi/document/1", models: "4567" }
    }

    /// Whoever changes one of these makes every archive be read, or repaired, or written again: a renamed field must not.
    #[test]
    fn fingerprints_of_the_same_settings_never_change() {
        let (version, revision) = ("0.1.0", 1);
        let formats = [
            FormatKeys::OfRecord { format: Format::Markdown, version, revision },
            FormatKeys::Pdf { version, revision, showing: Showing::Scan },
            FormatKeys::Pdf { version, revision, showing: Showing::Restored },
            FormatKeys::OfScan { format: Format::Png, revision },
        ];
        let of_formats = formats.map(|keys| keys.fingerprint());
        let of_stages = [reading_keys().fingerprint(), completion_keys().fingerprint()];
        let expected = [
            "c54f80e7b54dda77f7a4d5f89d6b7024",
            "b6369714be90ef84f835317d332926e5",
            "7c5ed5a08729be01cbb650a9dd756f61",
            "eb6bc496a3425f8e5142ea26bbfe5a5d",
            "d966e52cfe31db971d57269a080fdc90",
            "f5497de199f37cc1d89be884c123c9b8",
        ];
        assert_eq!(of_stages.into_iter().chain(of_formats).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn whatever_decides_a_stage_changes_its_fingerprint() {
        let readings = [
            reading_keys(),
            ReadingKeys { revision: 2, ..reading_keys() },
            ReadingKeys { witness: Witness::Image, ..reading_keys() },
            ReadingKeys { witness: Witness::TextLayer, ..reading_keys() },
            ReadingKeys { left_out: &[], ..reading_keys() },
            ReadingKeys { language: "vie+eng", ..reading_keys() },
            ReadingKeys { second_looks: false, ..reading_keys() },
            ReadingKeys { data: "012".to_owned(), ..reading_keys() },
            ReadingKeys { tesseract: "5.5.0".to_owned(), ..reading_keys() },
        ];
        let completions = [
            completion_keys(),
            CompletionKeys { version: "0.2.0", ..completion_keys() },
            CompletionKeys { revision: 2, ..completion_keys() },
            CompletionKeys { schema: "phuchoi/document/2", ..completion_keys() },
            CompletionKeys { models: "456", ..completion_keys() },
        ];
        let all = readings.iter().map(ReadingKeys::fingerprint);
        let all: Vec<String> = all.chain(completions.iter().map(CompletionKeys::fingerprint)).collect();
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn what_pages_of_a_pdf_show_decides_that_format_only() {
        let of = |showing| {
            fingerprints(&crate::reading::Reading::default(), &EngineSettings::default(), showing, "models")
        };
        let (mut scan, mut restored) = (of(Showing::Scan), of(Showing::Restored));
        assert_ne!(scan.formats.remove("pdf"), restored.formats.remove("pdf"));
        assert_eq!(scan, restored);
    }

    #[test]
    fn data_of_one_s_own_are_known_by_their_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let engine = EngineSettings { tessdata: Some(folder.path().to_owned()), ..EngineSettings::default() };
        let missing = data_of(&engine);
        fs::write(folder.path().join("vie.traineddata"), "one").unwrap();
        let one = data_of(&engine);
        fs::write(folder.path().join("vie.traineddata"), "two").unwrap();
        let signs = [missing, one, data_of(&engine), data_of(&EngineSettings::default())];
        assert_eq!(signs.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    }
}
