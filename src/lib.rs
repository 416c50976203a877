//! phuchoi (*phục hồi*, to restore): restores scanned Vietnamese documents.

pub mod batch;
pub mod cli;
pub mod document;
pub mod evaluation;
pub mod export;
pub mod language;
pub mod recognition;
pub mod repair;
pub mod restoration;
pub mod source;
pub mod structure;

/// A line without stages: text files as they stand, pages parted by form feeds.
#[derive(Debug)]
pub struct PlainText;

impl PlainText {
    /// Returns it.
    ///
    /// # Errors
    ///
    /// None.
    pub fn new(_: &cli::restore::LineSettings) -> Result<Self, batch::Failure> {
        Ok(Self)
    }
}

impl batch::Line for PlainText {
    type Opened = (document::SourceInfo, Vec<String>);
    type Worker = ();

    fn identity(&self) -> String {
        "plain text".to_owned()
    }

    fn open(&self, input: &batch::input::Input) -> Result<Self::Opened, batch::Failure> {
        let text = std::fs::read_to_string(&input.path)
            .map_err(|error| batch::Failure::of_input("unreadable", error.to_string()))?;
        let pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
        let info = document::SourceInfo {
            path: input.path.display().to_string(),
            blake3: blake3::hash(text.as_bytes()).to_hex().to_string(),
            kind: document::SourceKind::Text,
            page_count: pages.len() as u32,
        };
        Ok((info, pages))
    }

    fn page_count(&self, opened: &Self::Opened) -> u32 {
        opened.0.page_count
    }

    fn worker(&self) -> Result<(), batch::Failure> {
        Ok(())
    }

    fn page(&self, (): &mut (), opened: &Self::Opened, number: u32) -> Result<batch::Worked, batch::Failure> {
        let page = document::Page {
            number,
            width: None,
            height: None,
            dpi: None,
            rotation: 0,
            skew: 0.0,
            status: document::PageStatus::Text,
            lines: opened.1[number as usize - 1].lines().map(document::Line::from_text).collect(),
            rules: Vec::new(),
        };
        Ok(batch::Worked { page, warnings: Vec::new() })
    }

    fn finish(
        &self,
        opened: &Self::Opened,
        pages: Vec<document::Page>,
        warnings: Vec<document::Warning>,
    ) -> Result<document::Document, batch::Failure> {
        Ok(document::Document {
            schema: document::SCHEMA.to_owned(),
            source: opened.0.clone(),
            letterhead: document::Letterhead::default(),
            sections: Vec::new(),
            footnotes: Vec::new(),
            tables: Vec::new(),
            pages,
            edits: Vec::new(),
            warnings,
        })
    }
}
