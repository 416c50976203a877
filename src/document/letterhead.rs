//! Head and closing, and what is stamped or signed beside them.

use std::ops::Deref;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;
use super::text::Text;

/// A field that was read from the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// What it says, and where.
    #[serde(flatten)]
    pub text: Text,
    /// How sure it is: as sure as the least sure of its words.
    #[serde(default = "certain")]
    pub confidence: f32,
    /// True where a person should look at it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub review: bool,
}

impl Field {
    /// Returns a field that stands on no page.
    pub fn bare(text: impl Into<String>) -> Self {
        Self::from(Text::bare(text))
    }
}

impl From<Text> for Field {
    fn from(text: Text) -> Self {
        Self { text, confidence: 1.0, review: false }
    }
}

/// A field is read as a string wherever nothing else matters.
impl Deref for Field {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<&str> for Field {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

/// The day of issue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DateField {
    /// What is printed: `ngày 18 tháng 12 năm 2023`.
    #[serde(flatten)]
    pub field: Field,
    /// The day after ISO 8601, as far as it is known: `2023-12-18`, `2023-12`.
    #[serde(default)]
    pub iso: Option<String>,
}

/// Head and closing of an administrative document (Decree 30/2020/NĐ-CP, appendix I).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Letterhead {
    /// Parent body of the issuer (cơ quan chủ quản), top left.
    pub parent: Option<Field>,
    /// Issuing body (cơ quan ban hành).
    pub issuer: Option<Field>,
    /// Number and symbol (số, ký hiệu), such as `218/BC-VP`.
    pub number: Option<Field>,
    /// Place of issue (địa danh).
    pub place: Option<Field>,
    /// Date of issue.
    pub date: Option<DateField>,
    /// Kind of document (tên loại), such as `BÁO CÁO`.
    pub kind: Option<Field>,
    /// Subject (trích yếu).
    pub subject: Option<Field>,
    /// Recipients (nơi nhận), in order.
    #[serde(default)]
    pub recipients: Vec<Field>,
    /// Who signed it; of several the last in the order of reading, who is the chief or presides.
    pub signer: Option<Signer>,
    /// All who signed it, in the order of reading.
    #[serde(default)]
    pub signers: Vec<Signer>,
}

impl Letterhead {
    /// Returns the day of issue after ISO 8601, as far as it is known.
    pub fn iso_date(&self) -> Option<&str> {
        self.date.as_ref()?.iso.as_deref()
    }

    /// Returns all who signed it; of a record without that list, of an earlier version, the one it names.
    pub fn signers(&self) -> impl Iterator<Item = &Signer> {
        let one = self.signer.as_ref().filter(|_| self.signers.is_empty());
        self.signers.iter().chain(one)
    }

    /// Returns its fields with their names, those of the head before those of the closing.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &Field)> {
        let head = [
            ("parent", self.parent.as_ref()),
            ("issuer", self.issuer.as_ref()),
            ("number", self.number.as_ref()),
            ("place", self.place.as_ref()),
            ("date", self.date.as_ref().map(|date| &date.field)),
            ("kind", self.kind.as_ref()),
            ("subject", self.subject.as_ref()),
        ];
        let signers = self.signers().flat_map(|signer| {
            [("signer.title", signer.title.as_ref()), ("signer.name", signer.name.as_ref())]
        });
        let recipients = self.recipients.iter().map(|recipient| ("recipient", Some(recipient)));
        head.into_iter().chain(recipients).chain(signers).filter_map(|(name, field)| Some((name, field?)))
    }

    /// Returns its fields, to be changed.
    pub fn fields_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        let head = [
            self.parent.as_mut(),
            self.issuer.as_mut(),
            self.number.as_mut(),
            self.place.as_mut(),
            self.date.as_mut().map(|date| &mut date.field),
            self.kind.as_mut(),
            self.subject.as_mut(),
        ];
        let signers = self.signer.iter_mut().chain(&mut self.signers);
        let signers = signers.flat_map(|signer| [signer.title.as_mut(), signer.name.as_mut()]);
        head.into_iter().chain(self.recipients.iter_mut().map(Some)).chain(signers).flatten()
    }
}

/// Who signed a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// Office held (chức vụ).
    pub title: Option<Field>,
    /// Full name.
    pub name: Option<Field>,
}

/// The caption of a digital signature (chữ ký số). It says what is printed; whether the signature holds it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// Page it stands on.
    pub page: u32,
    /// Its block in the body.
    pub block: u32,
    /// Who signed.
    pub signer: Option<Text>,
    /// The signer's office or body (cơ quan).
    pub body: Option<Text>,
    /// The signer's address.
    pub email: Option<Text>,
    /// The document's number, where an annex's caption names it.
    pub number: Option<Text>,
    /// When, after ISO 8601, as far as it is told.
    pub time: Option<String>,
}

/// A stamp of arrival (dấu đến) of a body that the document came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Arrival {
    /// Page it stands on.
    pub page: u32,
    /// Its block in the body.
    pub block: u32,
    /// The body.
    pub body: Option<Text>,
    /// The number under which it was entered.
    pub number: Option<Text>,
    /// The day on which it was, after ISO 8601.
    pub date: Option<String>,
}

const fn certain() -> f32 {
    1.0
}
