//! Files (hồ sơ): documents of one file code, numbered, and what their file has of them: how many, how many pages, from when
//! to when.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::date::Date;
use super::fields::{Key, key};
use super::metadata::Metadata;

/// What of a document's is its file's where nobody says otherwise.
const INHERITED: [(Key, &str); 4] = [
    (key!("document.maintenance"), "file.maintenance"),
    (key!("document.mode"), "file.mode"),
    (key!("document.riskRecovery"), "file.riskRecovery"),
    (key!("document.riskRecoveryStatus"), "file.riskRecoveryStatus"),
];

/// Fills in what a file gives its documents and they give it. Documents without a file code stay as they are, for nobody
/// knows which others are of their file.
pub fn settle(documents: &mut [&mut Metadata]) {
    let mut files: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, document) in documents.iter_mut().enumerate() {
        for (own, of_file) in INHERITED {
            let text = document.text(of_file).to_owned();
            document.rule(own, text);
        }
        let code = document.text("file.fileCode").to_owned();
        if !code.is_empty() {
            files.entry(code).or_default().push(at);
        }
    }
    for (code, members) in &files {
        number(documents, code, members);
        sum(documents, members);
    }
}

/// Numbers the documents of a file: as the list has them, the others in their order, with the numbers that are left.
fn number(documents: &mut [&mut Metadata], code: &str, members: &[usize]) {
    let ordinal = |document: &Metadata| document.text("document.docOrdinal").parse::<u64>().ok();
    let taken: BTreeSet<u64> = members.iter().filter_map(|at| ordinal(documents[*at])).collect();
    let mut free = (1..).filter(|number| !taken.contains(number));
    for at in members {
        let document = &mut *documents[*at];
        let Some(number) = ordinal(document).or_else(|| free.next()) else { continue };
        document.rule(key!("document.docOrdinal"), number.to_string());
        document.rule(key!("document.docId"), format!("{code}.{number}"));
        document.rule(key!("document.docCode"), format!("{code}.{number:07}"));
        document.rule(key!("copy.nameAsked"), format!("{code}.{number}.pdf"));
        let archive = document.text("fonds.identifier").to_owned();
        if !archive.is_empty() {
            document.rule(key!("file.arcFileCode"), format!("{archive}.{code}"));
        }
    }
}

/// Gives the file what its documents tell together. What one of them does not tell, they do not.
fn sum(documents: &mut [&mut Metadata], members: &[usize]) {
    let all = |key: &str| -> Option<Vec<&str>> {
        let texts: Vec<&str> = members.iter().map(|at| documents[*at].text(key)).collect();
        texts.iter().all(|text| !text.is_empty()).then_some(texts)
    };
    let pages: Option<u64> = all("document.numberOfPage")
        .and_then(|texts| texts.iter().map(|text| text.parse::<u64>().ok()).sum());
    let dates: Option<Vec<Date>> =
        all("document.issuedDate").and_then(|texts| texts.iter().map(|text| Date::read(text)).collect());
    let bounds = dates.and_then(|dates| dates.iter().min().copied().zip(dates.iter().max().copied()));
    let languages = all("document.language").map(|texts| {
        let each: BTreeSet<&str> = texts.iter().flat_map(|text| text.split(';')).collect();
        each.into_iter().collect::<Vec<_>>().join(";")
    });
    let origin = all("document.confidenceLevel").map(|texts| {
        let each: BTreeSet<&str> = texts.into_iter().collect();
        let one = each.first().copied().filter(|_| each.len() == 1);
        one.unwrap_or(codes::MIXED).to_owned()
    });
    for at in members {
        let document = &mut *documents[*at];
        document.count(key!("file.totalDoc"), members.len());
        if let Some(pages) = pages {
            document.count(key!("file.numberOfPage"), pages);
        }
        if let Some((first, last)) = bounds {
            document.rule(key!("file.startDate"), first.to_string());
            document.rule(key!("file.endDate"), last.to_string());
        }
        document.rule(key!("file.language"), languages.clone().unwrap_or_default());
        document.rule(key!("file.confidenceLevel"), origin.clone().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(values: &[(&str, &str)]) -> Metadata {
        let mut document = Metadata::default();
        for (key, text) in values {
            document.count(Key::named(key), text);
        }
        document
    }

    fn settled(mut documents: Vec<Metadata>) -> Vec<Metadata> {
        settle(&mut documents.iter_mut().collect::<Vec<_>>());
        documents
    }

    #[test]
    fn documents_are_numbered_within_their_file_around_the_numbers_given() {
        let of = |code, given| document(&[("file.fileCode", code), ("document.docOrdinal", given)]);
        let found =
            settled(vec![of("H1.1", ""), of("H1.2", ""), of("H1.1", "1"), of("H1.1", ""), of("", "")]);
        let ids: Vec<&str> = found.iter().map(|document| document.text("document.docId")).collect();
        assert_eq!(ids, ["H1.1.2", "H1.2.1", "H1.1.1", "H1.1.3", ""]);
        assert_eq!(found[0].text("document.docCode"), "H1.1.0000002");
        assert_eq!(found[0].text("copy.nameAsked"), "H1.1.2.pdf");
        assert_eq!(found[0].text("file.totalDoc"), "3");
    }

    #[test]
    fn a_file_has_its_documents_pages_and_span_of_time() {
        let of = |date, pages, origin| {
            document(&[
                ("file.fileCode", "H1"),
                ("document.issuedDate", date),
                ("document.numberOfPage", pages),
                ("document.confidenceLevel", origin),
                ("fonds.identifier", "L01"),
            ])
        };
        let found = settled(vec![of("18/12/2023", "3", "02"), of("05/01/2024", "4", "01")]);
        let texts = |key: &str| found[1].text(key).to_owned();
        assert_eq!(
            (texts("file.startDate"), texts("file.endDate")),
            ("18/12/2023".into(), "05/01/2024".into())
        );
        assert_eq!((texts("file.numberOfPage"), texts("file.confidenceLevel")), ("7".into(), "03".into()));
        assert_eq!(texts("file.arcFileCode"), "L01.H1");
    }

    #[test]
    fn what_one_document_does_not_tell_the_file_does_not_have() {
        let found = settled(vec![
            document(&[("file.fileCode", "H1"), ("document.issuedDate", "18/12/2023")]),
            document(&[("file.fileCode", "H1")]),
        ]);
        assert_eq!((found[0].text("file.startDate"), found[0].text("file.totalDoc")), ("", "2"));
    }

    #[test]
    fn a_document_keeps_what_it_has_of_its_own() {
        let found = settled(vec![document(&[
            ("file.mode", "01"),
            ("document.mode", "03"),
            ("file.maintenance", "02"),
        ])]);
        assert_eq!((found[0].text("document.mode"), found[0].text("document.maintenance")), ("03", "02"));
    }
}
