//! The clauses that fields and checks rest on.

/// A clause of a text of law.
///
/// What each says was read in public quotations, not in the gazette: [`seen`](Self::seen) says how near to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clause {
    /// What the data of a fonds are.
    FondsData,
    /// What the data of a file are.
    FileData,
    /// What the data of a document are.
    DocumentData,
    /// A document's field that only a package for submission (SIP) has.
    SubmissionData,
    /// A document's field that only a package for preservation (AIP) has.
    PreservationData,
    /// What a copy made from paper must be.
    Digitised,
    /// How the copy's file is named.
    FileName,
    /// The digest by which a package names its files.
    Digest,
    /// What a digitised copy must be, for the clerk's office.
    DecreeCopy,
    /// That pages bear numbers.
    DecreePages,
    /// Head and closing of a document.
    DecreeHead,
    /// No text of law asks for it.
    None,
}

/// How near to a clause's own words its quotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Its words are quoted by a public body; the number may be inferred from the clauses around.
    Quoted,
    /// Its content is given by programs that implement it, more than one of which agree.
    Reported,
    /// It is known by its content; the place within the text was not seen.
    Content,
    /// There is none.
    Nowhere,
}

impl Clause {
    /// Returns its reference, in Vietnamese as such references are written; empty where there is none.
    pub const fn reference(self) -> &'static str {
        match self {
            Self::FondsData => "Thông tư 05/2025/TT-BNV, Điều 4 khoản 1 (phông)",
            Self::FileData => "Thông tư 05/2025/TT-BNV, Điều 4 khoản 1 (hồ sơ); Phụ lục I, III",
            Self::DocumentData => "Thông tư 05/2025/TT-BNV, Điều 4 khoản 1 (tài liệu); Phụ lục I, III",
            Self::SubmissionData => "Thông tư 05/2025/TT-BNV, Điều 4 khoản 1 (tài liệu); Phụ lục III",
            Self::PreservationData => "Thông tư 05/2025/TT-BNV, Phụ lục I",
            Self::Digitised => "Thông tư 05/2025/TT-BNV, Điều 8",
            Self::FileName => "Thông tư 05/2025/TT-BNV, Điều 8 khoản 1 điểm d",
            Self::Digest => "Thông tư 05/2025/TT-BNV, Phụ lục I, III (METS)",
            Self::DecreeCopy => "Nghị định 30/2020/NĐ-CP, Phụ lục I (bản sao sang định dạng điện tử)",
            Self::DecreePages => "Nghị định 30/2020/NĐ-CP, Phụ lục I (số trang)",
            Self::DecreeHead => "Nghị định 30/2020/NĐ-CP, Phụ lục I (thể thức)",
            Self::None => "",
        }
    }

    /// Returns the short name that docs/delivery.md has for it; empty where there is none.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FondsData => "TT05 Đ4 phông",
            Self::FileData => "TT05 Đ4 hồ sơ",
            Self::DocumentData => "TT05 Đ4 tài liệu",
            Self::SubmissionData => "TT05 PL III",
            Self::PreservationData => "TT05 PL I",
            Self::Digitised => "TT05 Đ8",
            Self::FileName => "TT05 Đ8.1.d",
            Self::Digest => "TT05 METS",
            Self::DecreeCopy => "NĐ30 bản sao",
            Self::DecreePages => "NĐ30 số trang",
            Self::DecreeHead => "NĐ30 thể thức",
            Self::None => "",
        }
    }

    /// Every clause, in order.
    pub const ALL: [Self; 11] = [
        Self::FondsData,
        Self::FileData,
        Self::DocumentData,
        Self::SubmissionData,
        Self::PreservationData,
        Self::Digitised,
        Self::FileName,
        Self::Digest,
        Self::DecreeCopy,
        Self::DecreePages,
        Self::DecreeHead,
    ];

    /// Returns how near to its words its quotation is.
    pub const fn seen(self) -> Seen {
        match self {
            Self::FondsData | Self::FileData => Seen::Quoted,
            Self::DocumentData
            | Self::SubmissionData
            | Self::PreservationData
            | Self::Digitised
            | Self::FileName
            | Self::Digest => Seen::Reported,
            Self::DecreeCopy | Self::DecreePages | Self::DecreeHead => Seen::Content,
            Self::None => Seen::Nowhere,
        }
    }
}

impl Seen {
    /// Returns it in a word, as docs/delivery.md has it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::Reported => "reported",
            Self::Content => "content",
            Self::Nowhere => "",
        }
    }
}
