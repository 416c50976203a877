//! What parent and child say to each other.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::frame;
use super::limits::Limits;
use crate::batch::input::Input;
use crate::batch::{Failure, Worked};
use crate::document::{Document, Page, SourceInfo, Warning};
use crate::export::page_image::{ImageFormat, PageImage, PageImages};
use crate::export::pdf::Bound;
use crate::pipeline::Pipeline;
use crate::source::FolderContents;
use crate::triage::Survey;

/// What a child is told first.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) pipeline: Pipeline,
    pub(super) limits: Limits,
}

/// What a child is asked. The bytes of images follow it.
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
    /// To make the searchable PDF of a document and the input it was made of, which shows these restored images.
    Bind {
        place: Place,
        document: Box<Cow<'a, Document>>,
        #[serde(serialize_with = "heads", deserialize_with = "headless")]
        shown: Vec<PageImage>,
    },
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
            Self::Bind { document, .. } => pages_of(&document.pages),
        }
    }

    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let shown = match self {
            Self::Bind { shown, .. } => shown.as_slice(),
            _ => &[],
        };
        frame::write(to, self, &shown.iter().map(|image| image.bytes.as_slice()).collect::<Vec<_>>())
    }

    /// Reads a request; `None` where the parent has closed its end.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let Some((mut request, blobs)) = frame::read::<Self>(from)? else { return Ok(None) };
        if let Self::Bind { shown, .. } = &mut request {
            fill(shown, &mut blobs.into_iter())?;
        }
        Ok(Some(request))
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
    #[serde(serialize_with = "heads", deserialize_with = "headless")]
    files: Vec<PageImage>,
    #[serde(serialize_with = "heads", deserialize_with = "headless")]
    shown: Vec<PageImage>,
    warnings: Vec<Warning>,
}

/// Writes the page and the format of each image, whose bytes follow the frame.
fn heads<S: Serializer>(images: &[PageImage], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(images.iter().map(|image| (image.page, image.format)))
}

/// Reads what [`heads`] wrote; the bytes are still to be [filled](fill) in.
fn headless<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<PageImage>, D::Error> {
    let heads = Vec::<(u32, ImageFormat)>::deserialize(from)?;
    Ok(heads.into_iter().map(|(page, format)| PageImage { page, format, bytes: Vec::new() }).collect())
}

fn fill(images: &mut [PageImage], blobs: &mut impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    for image in images {
        image.bytes = blobs.next().ok_or(io::ErrorKind::UnexpectedEof)?;
    }
    Ok(())
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
                    .map(|Worked { page, images: PageImages { mut files, mut shown }, warnings }| {
                        let images = files.iter_mut().chain(&mut shown);
                        blobs.extend(images.map(|image| std::mem::take(&mut image.bytes)));
                        WrittenPage { page, files, shown, warnings }
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
                let worked = pages.into_iter().map(|WrittenPage { page, mut files, mut shown, warnings }| {
                    fill(&mut files, &mut blobs)?;
                    fill(&mut shown, &mut blobs)?;
                    Ok(Worked { page, images: PageImages { files, shown }, warnings })
                });
                Self::Worked(worked.collect::<io::Result<_>>()?)
            }
        }))
    }
}
