//! What can be wrong with an input, in words that tell a person what to do about it.

use std::path::PathBuf;

use thiserror::Error;

use crate::document::written;

/// Why an input, or one page of it, could not be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// There is nothing at the path.
    #[error("{path}: there is no such file; check the spelling of the path", path = written(path))]
    NotFound {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The path is a folder.
    #[error("{path}: is a folder, not a file; give the files in it, or restore the folder", path = written(path))]
    IsFolder {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The path is a pipe, a socket or a device, which may never come to an end.
    #[error("{path}: is not a file but a pipe, a socket or a device; give the file itself", path = written(path))]
    NotAFile {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The operating system would not let it be read.
    #[error("{path}: cannot be read ({cause}); check its permissions and the disk", path = written(path))]
    Unreadable {
        /// The path as it was given.
        path: PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
    /// The file holds no bytes.
    #[error("{path}: is empty (0 bytes); copy or scan it again", path = written(path))]
    Empty {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The file is of a kind that is not read here.
    #[error(
        "{path}: looks like {looks_like}, which is not read here; {remedy}",
        path = written(path)
    )]
    Unsupported {
        /// The path as it was given.
        path: PathBuf,
        /// What the content looks like, with its article.
        looks_like: &'static str,
        /// What a person can do.
        remedy: &'static str,
    },
    /// The name promises an image or PDF, the content is plain text.
    #[error(
        "{path}: is named .{extension} but holds plain text; rename it to .txt if text is what is meant",
        path = written(path)
    )]
    MistakenExtension {
        /// The path as it was given.
        path: PathBuf,
        /// The extension without its dot.
        extension: String,
    },
    /// Text in a charset that is not recognised.
    #[error(
        "{path}: the text encoding was not recognised: line {line} is not UTF-8; save it as UTF-8 \
         (for example with iconv -t UTF-8)",
        path = written(path)
    )]
    Encoding {
        /// The path as it was given.
        path: PathBuf,
        /// The first line that is not valid, from 1.
        line: usize,
    },
    /// A PDF that opens only with a password.
    #[error(
        "{path}: is protected by a password; take it off first, for example with \
         qpdf --password=... --decrypt IN OUT",
        path = written(path)
    )]
    PasswordProtected {
        /// The path as it was given.
        path: PathBuf,
    },
    /// A PDF under a cipher that cannot be undone here.
    #[error("{path}: is encrypted in a way that is not read here ({cause}); save it again without encryption", path = written(path))]
    Encrypted {
        /// The path as it was given.
        path: PathBuf,
        /// What is unusual about the encryption.
        cause: String,
    },
    /// The file stops before its end.
    #[error("{path}{page}: is truncated: it ends before all of it is there ({cause}); copy or scan it again", path = written(path), page = on_page(*page))]
    Truncated {
        /// The path as it was given.
        path: PathBuf,
        /// The page concerned; null for the file as a whole.
        page: Option<u32>,
        /// What is missing.
        cause: String,
    },
    /// Of an image a part can be decoded, the rest is not there or broken.
    #[error(
        "{path}{page}: only a part of its image can be decoded ({missing}), and only that was read; copy or scan it \
         again",
        path = written(path), page = on_page(*page)
    )]
    CutShort {
        /// The path as it was given.
        path: PathBuf,
        /// The page concerned; null for a file of one image.
        page: Option<u32>,
        /// What is there, or what is missing.
        missing: String,
    },
    /// The file breaks the rules of its own format.
    #[error("{path}{page}: is damaged: {cause}; open and save it again with another program, or scan it again", path = written(path), page = on_page(*page))]
    Malformed {
        /// The path as it was given.
        path: PathBuf,
        /// The page concerned; null for the file as a whole.
        page: Option<u32>,
        /// What the decoder said.
        cause: String,
    },
    /// An image with more pixels than the limit, refused before it is decoded.
    #[error(
        "{path}{page}: has {width} × {height} pixels, more than the limit of {limit} million; scan it at a lower \
         resolution or cut it in parts",
        path = written(path), page = on_page(*page), limit = limit / 1_000_000
    )]
    TooManyPixels {
        /// The path as it was given.
        path: PathBuf,
        /// The page concerned; null for a file of one image.
        page: Option<u32>,
        /// Width in pixels.
        width: u64,
        /// Height in pixels.
        height: u64,
        /// The limit in pixels.
        limit: u64,
    },
    /// More pages than a document has; each would be a page of the record.
    #[error("{path}: has {page_count} pages, more than the limit of {limit}; cut it in parts", path = written(path))]
    TooManyPages {
        /// The path as it was given.
        path: PathBuf,
        /// Number of pages.
        page_count: usize,
        /// The limit.
        limit: u32,
    },
    /// A text longer than can be repaired as one.
    #[error("{path}: is a text of {megabytes} MB, more than the limit of {limit}; cut it in parts", path = written(path))]
    TooLong {
        /// The path as it was given.
        path: PathBuf,
        /// Its size in MB.
        megabytes: usize,
        /// The limit in MB.
        limit: usize,
    },
    /// A page number beyond the last page, or 0.
    #[error("{path}: there is no page {page}; it has pages 1 to {page_count}", path = written(path))]
    PageOutOfRange {
        /// The path as it was given.
        path: PathBuf,
        /// The page asked for.
        page: u32,
        /// Number of pages.
        page_count: u32,
    },
    /// One page cannot be decoded; others may.
    #[error("{path}, page {page}: cannot be decoded: {cause}; scan this page again, or print the file to a new PDF", path = written(path))]
    PageUndecodable {
        /// The path as it was given.
        path: PathBuf,
        /// The page, from 1.
        page: u32,
        /// What the decoder said.
        cause: String,
    },
}

impl SourceError {
    /// Returns a short stable name of what is wrong, for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not-found",
            Self::IsFolder { .. } => "is-folder",
            Self::NotAFile { .. } => "not-a-file",
            Self::Unreadable { .. } => "unreadable",
            Self::Empty { .. } => "empty",
            Self::Unsupported { .. } => "unsupported",
            Self::MistakenExtension { .. } => "mistaken-extension",
            Self::Encoding { .. } => "text-encoding",
            Self::PasswordProtected { .. } => "password",
            Self::Encrypted { .. } => "encrypted",
            Self::Truncated { .. } => "truncated",
            Self::CutShort { .. } => "cut-short",
            Self::Malformed { .. } => "damaged",
            Self::TooManyPixels { .. } => "too-many-pixels",
            Self::TooManyPages { .. } => "too-many-pages",
            Self::TooLong { .. } => "too-long",
            Self::PageOutOfRange { .. } => "no-such-page",
            Self::PageUndecodable { .. } => "page-undecodable",
        }
    }
}

fn on_page(page: Option<u32>) -> String {
    page.map(|number| format!(", page {number}")).unwrap_or_default()
}
