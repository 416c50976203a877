//! What parent and child say to each other.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::frame;
use super::limits::Limits;
use crate::batch::input::Input;
use crate::batch::{Failure, Worked};
use crate::document::{Document, Page, SourceInfo, Warning};
use crate::export::page_image::{ImageFormat, PageImage};
use crate::export::pdf::Bound;
use crate::language::lexicon::Dictionary;
use crate::pipeline::Pipeline;
use crate::source::FolderContents;
use crate::triage::Survey;

/// What a child is told first.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) pipeline: Pipeline,
    pub(super) limits: Limits,
    /// The user's own.
    pub(super) dictionaries: Vec<Dictionary>,
}

/// What a child is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request<'a> {
    /// To open an input.
    Open(Place),
    /// To work one of its pages.
    Page(Place, u32),
    /// To restore the image of one of its pages without reading it.
    Images(Place, u32),
    /// To say what the text layer of one of its pages is.
    Survey(Place, u32),
    /// To make the document of its pages.
    Complete { info: Cow<'a, SourceInfo>, pages: Cow<'a, [Page]>, warnings: Cow<'a, [Warning]> },
    /// To make the searchable PDF of a document and the input it was made of.
    Bind(Place, Box<Cow<'a, Document>>),
}

/// An input as it is told.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Place {
    /// As strings of the system, for names may be any bytes.
    path: OsString,
    files: Vec<OsString>,
    is_folder: bool,
    name: OsString,
    /// What is known of its files, where it is a folder.
    known: FolderContents,
}

impl Request<'_> {
    /// Returns how many times what a page may take this may take.
    pub(super) fn share(&self) -> u32 {
        match self {
            Self::Open(_) | Self::Page(..) | Self::Images(..) | Self::Survey(..) => 1,
            Self::Complete { pages, .. } => pages_of(pages),
            Self::Bind(_, document) => pages_of(&document.pages),
        }
    }
}

fn pages_of(pages: &[Page]) -> u32 {
    u32::try_from(pages.len()).unwrap_or(u32::MAX).max(1)
}

impl Place {
    pub(super) fn new(input: &Input, known: FolderContents) -> Self {
        Self {
            path: input.path.clone().into(),
            files: input.files.iter().map(OsString::from).collect(),
            is_folder: input.is_folder,
            name: input.name.clone().into(),
            known,
        }
    }

    pub(super) fn known(&self) -> &FolderContents {
        &self.known
    }

    pub(super) fn input(&self) -> Input {
        Input {
            path: self.path.clone().into(),
            files: self.files.iter().map(PathBuf::from).collect(),
            is_folder: self.is_folder,
            name: self.name.clone().into(),
        }
    }
}

/// What a child answers.
#[derive(Debug)]
pub(super) enum Answer {
    Opened { info: SourceInfo, page_count: u32, known: FolderContents },
    Worked(Vec<Worked>),
    Completed(Box<Document>),
    Bound(Bound),
    Surveyed(Box<Survey>),
    Failed(Failure),
}

/// An answer as it is written; the bytes of its images, or of its PDF, follow it.
#[derive(Serialize, Deserialize)]
enum Written {
    Opened { info: SourceInfo, page_count: u32, known: FolderContents },
    Worked(Vec<WrittenPage>),
    Completed(Box<Document>),
    Bound { obstacles: Vec<String>, was_signed: bool },
    Surveyed(Box<Survey>),
    Failed(Failure),
}

#[derive(Serialize, Deserialize)]
struct WrittenPage {
    page: Page,
    /// The page and the format of each of its images.
    images: Vec<(u32, ImageFormat)>,
    warnings: Vec<Warning>,
}

impl Answer {
    pub(super) fn write(self, to: &mut impl Write) -> io::Result<()> {
        let mut blobs = Vec::new();
        let written = match self {
            Self::Opened { info, page_count, known } => Written::Opened { info, page_count, known },
            Self::Completed(document) => Written::Completed(document),
            Self::Bound(Bound { bytes, obstacles, was_signed }) => {
                blobs.push(bytes);
                Written::Bound { obstacles, was_signed }
            }
            Self::Surveyed(survey) => Written::Surveyed(survey),
            Self::Failed(failure) => Written::Failed(failure),
            Self::Worked(worked) => Written::Worked(
                worked
                    .into_iter()
                    .map(|Worked { page, images, warnings }| {
                        let heads = images.iter().map(|image| (image.page, image.format)).collect();
                        blobs.extend(images.into_iter().map(|image| image.bytes));
                        WrittenPage { page, images: heads, warnings }
                    })
                    .collect(),
            ),
        };
        frame::write(to, &written, &blobs.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// Reads an answer; `None` where the child has closed its end.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let Some((written, blobs)) = frame::read::<Written>(from)? else { return Ok(None) };
        let mut blobs = blobs.into_iter();
        Ok(Some(match written {
            Written::Opened { info, page_count, known } => Self::Opened { info, page_count, known },
            Written::Completed(document) => Self::Completed(document),
            Written::Bound { obstacles, was_signed } => {
                let bytes = blobs.next().ok_or(io::ErrorKind::UnexpectedEof)?;
                Self::Bound(Bound { bytes, obstacles, was_signed })
            }
            Written::Surveyed(survey) => Self::Surveyed(survey),
            Written::Failed(failure) => Self::Failed(failure),
            Written::Worked(pages) => {
                let worked = pages.into_iter().map(|WrittenPage { page, images, warnings }| {
                    let image = |(page, format)| {
                        let bytes = blobs.next().ok_or(io::ErrorKind::UnexpectedEof)?;
                        Ok::<_, io::Error>(PageImage { page, format, bytes })
                    };
                    let images = images.into_iter().map(image).collect::<io::Result<_>>()?;
                    Ok(Worked { page, images, warnings })
                });
                Self::Worked(worked.collect::<io::Result<_>>()?)
            }
        }))
    }
}
