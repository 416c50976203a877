//! What decides, besides an input's bytes, what each stage gives: named and hashed, so that a stage is done again when that
//! changed, and only then.

use std::collections::BTreeMap;

use crate::batch::fingerprint::{Fingerprints, Keys};
use crate::document::SCHEMA;
use crate::export::Format;
use crate::export::pdf::Showing;
use crate::recognition::{self, EngineSettings};
use crate::restoration::Step;
use crate::witness::Witness;

/// The version of the program and the hash of its sources: two builds that may do different things differ in it.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("PHUCHOI_SOURCES"));

/// The hash of the sources of the stages up to recognition.
const READING_SOURCES: &str = env!("PHUCHOI_READING_SOURCES");

/// The hash of the sources of repair and structure, and of what they stand on.
const COMPLETION_SOURCES: &str = env!("PHUCHOI_COMPLETION_SOURCES");

/// The hash of the sources of the formats, and of what they stand on.
const FORMAT_SOURCES: &str = env!("PHUCHOI_FORMAT_SOURCES");

/// To be raised with every change outside those sources, to documents, layout, language or markup, that makes another page of a
/// scan. Reading takes seconds a page, so that it is not done again with every change there.
const READING_REVISION: u32 = 3;

/// To be raised with every change to how restored images are encoded.
const IMAGE_REVISION: u32 = 1;

/// What decides how pages are restored and read.
struct ReadingKeys<'a> {
    revision: u32,
    sources: &'a str,
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
        let Self { revision, sources, witness, left_out, language, second_looks, data, tesseract } = self;
        let witness = match witness {
            Witness::Auto => "auto",
            Witness::Image => "image",
            Witness::TextLayer => "text-layer",
        };
        let left_out: Vec<&str> = left_out.iter().map(|step| step.name()).collect();
        Keys::of("reading")
            .and("revision", &revision.to_string())
            .and("sources", sources)
            .and("from", witness)
            .and("without", &left_out.join(","))
            .and("language", language)
            .and("second-looks", if *second_looks { "yes" } else { "no" })
            .and("data", data)
            .and("tesseract", tesseract)
            .fingerprint()
    }
}

/// What decides how a document is repaired and structured. That takes milliseconds a page.
struct CompletionKeys<'a> {
    sources: &'a str,
    schema: &'a str,
    /// The models and dictionaries of repair, the user's among them.
    models: &'a str,
}

impl CompletionKeys<'_> {
    fn fingerprint(&self) -> String {
        let Self { sources, schema, models } = self;
        Keys::of("completion")
            .and("sources", sources)
            .and("schema", schema)
            .and("models", models)
            .fingerprint()
    }
}

/// What decides how a format is written.
enum FormatKeys<'a> {
    /// Of a record.
    OfRecord { format: Format, sources: &'a str },
    /// Of a record and its scan.
    Pdf { sources: &'a str, showing: Showing },
    /// Of the scan, which takes as long as restoration does.
    OfScan { format: Format, revision: u32 },
}

impl<'a> FormatKeys<'a> {
    fn new(format: Format, sources: &'a str, showing: Showing) -> Self {
        match format {
            Format::Png | Format::Tif => Self::OfScan { format, revision: IMAGE_REVISION },
            Format::Pdf => Self::Pdf { sources, showing },
            _ => Self::OfRecord { format, sources },
        }
    }

    fn fingerprint(&self) -> String {
        let keys = |format: Format| Keys::of("format").and("format", format.name());
        match self {
            Self::OfRecord { format, sources } => keys(*format).and("sources", sources),
            Self::Pdf { sources, showing } => {
                let shows = match showing {
                    Showing::Scan => "scan",
                    Showing::Restored => "restored",
                };
                keys(Format::Pdf).and("sources", sources).and("shows", shows)
            }
            Self::OfScan { format, revision } => keys(*format).and("revision", &revision.to_string()),
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
    let keys = ReadingKeys {
        revision: READING_REVISION,
        sources: READING_SOURCES,
        witness: reading.witness,
        left_out: &reading.left_out,
        language: &engine.language,
        second_looks: engine.second_looks,
        data: recognition::fingerprint(engine),
        tesseract: tesseract::plumbing::version().to_string_lossy().into_owned(),
    };
    let completion = CompletionKeys { sources: COMPLETION_SOURCES, schema: SCHEMA, models };
    let formats = of_formats(showing);
    Fingerprints { reading: keys.fingerprint(), completion: completion.fingerprint(), formats }
}

/// Returns the fingerprints of how the formats are written, by name; pages of a PDF show this.
pub(super) fn of_formats(showing: Showing) -> BTreeMap<String, String> {
    let of = |format| FormatKeys::new(format, FORMAT_SOURCES, showing).fingerprint();
    Format::ALL.into_iter().map(|format| (format.name().to_owned(), of(format))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading_keys() -> ReadingKeys<'static> {
        ReadingKeys {
            revision: 1,
            sources: "89ab",
            witness: Witness::Auto,
            left_out: &[Step::Clean],
            language: "vie",
            second_looks: true,
            data: "0123".to_owned(),
            tesseract: "5.3.0".to_owned(),
        }
    }

    fn completion_keys() -> CompletionKeys<'static> {
        CompletionKeys { sources: "cdef", schema: "phuchoi/document/1", models: "4567" }
    }

    /// Whoever changes one of these makes every archive be read, or repaired, or written again: a renamed field must not.
    #[test]
    fn fingerprints_of_the_same_settings_never_change() {
        let sources = "0123";
        let formats = [
            FormatKeys::OfRecord { format: Format::Markdown, sources },
            FormatKeys::Pdf { sources, showing: Showing::Scan },
            FormatKeys::Pdf { sources, showing: Showing::Restored },
            FormatKeys::OfScan { format: Format::Png, revision: 1 },
        ];
        let of_formats = formats.map(|keys| keys.fingerprint());
        let of_stages = [reading_keys().fingerprint(), completion_keys().fingerprint()];
        let expected = [
            "6a022e49f64b298a2e87dd65a477efd6",
            "d55457747897dcd7fbedf468d805f3d1",
            "323f36d3c7781ced7cf2e63bb34ae1cc",
            "94008cd44d11e46b0db12d78aae1c571",
            "f89e7b1bdf7194b28762d6ce7540bf8a",
            "f5497de199f37cc1d89be884c123c9b8",
        ];
        assert_eq!(of_stages.into_iter().chain(of_formats).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn whatever_decides_a_stage_changes_its_fingerprint() {
        let readings = [
            reading_keys(),
            ReadingKeys { revision: 2, ..reading_keys() },
            ReadingKeys { sources: "89", ..reading_keys() },
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
            CompletionKeys { sources: "cd", ..completion_keys() },
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
}
