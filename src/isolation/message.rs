//! What parent and child say to each other. Pages, documents and files are not among it: they lie in a [`Draft`].

use std::ffi::OsString;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::limits::Limits;
use crate::batch::Failure;
use crate::batch::draft::{Base, Binding, Completed, Draft, Exported, Wanted};
use crate::batch::earlier::EarlierSays;
use crate::batch::input::Input;
use crate::document::SourceInfo;
use crate::pipeline::Pipeline;
use crate::source::FolderContents;
use crate::triage::Survey;

/// What a child is told first.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) pipeline: Pipeline,
    pub(super) limits: Limits,
    /// The folders that it may write to.
    pub(super) writable: Vec<OsString>,
}

/// What a child is asked, and how many bytes of pages there are to be worked for it, besides those of one scan.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) request: Request,
    pub(super) bytes: u64,
}

/// What a child is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    /// To open an input.
    Open(Place),
    /// To read one of its scans.
    Read(Place, u32, Draft),
    /// To restore the image of one of its scans without reading it.
    Images(Place, u32, Draft),
    /// To say what the text layer of one of its scans is.
    Survey(Place, u32),
    /// To say what the folder of a record holds of what an earlier run read.
    Earlier(OsString),
    /// To make the document of a draft; as it was read where there is a reason to make no more of it.
    Complete { draft: Draft, base: Base, as_read: Option<Failure> },
    /// To make the searchable PDF of the document in a draft and the input that it was made of.
    Bind(Place, Draft),
    /// To write the files of the document in a draft.
    Export(Draft, Wanted),
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
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// It lives, and is this build of the program.
    Ready {
        build: String,
    },
    Opened {
        info: SourceInfo,
        page_count: u32,
        known: FolderContents,
    },
    /// What was asked for lies in the draft.
    Done,
    Surveyed(Box<Survey>),
    Earlier(Option<EarlierSays>),
    Completed(Completed),
    Bound(Binding),
    Exported(Box<Exported>),
    Failed(Failure),
}
