//! The head: issuer, number, place and date, kind and subject.

use super::body::{bodies, mend_bodies};
use super::column::{HeadLine, is_motto, part};
use super::date::{date_of, place_across_gap, place_of_open_date};
use super::is_annex_note;
use super::symbol::{before_number, is_guess, number_of, without_symbol};
use crate::document::{Letterhead, Warning};
use crate::structure::sheet::{Role, Sheet};
use crate::structure::{folding, paragraph};

/// Most lines of a head: the longest forms of the appendix take some twenty.
const HEAD_LINES: usize = 30;

/// Kinds of document (tên loại văn bản) of the Decree and of the Party.
const KINDS: &[&str] = &[
    "BÁO CÁO",
    "QUYẾT ĐỊNH",
    "THÔNG BÁO",
    "KẾ HOẠCH",
    "TỜ TRÌNH",
    "NGHỊ QUYẾT",
    "CHỈ THỊ",
    "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH",
    "BIÊN BẢN",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "DỰ ÁN",
    "HỢP ĐỒNG",
    "CÔNG ĐIỆN",
    "CÔNG VĂN",
    "GIẤY MỜI",
    "KẾT LUẬN",
    "THÔNG TRI",
    "THÔNG TƯ",
    "NGHỊ ĐỊNH",
    "THÔNG CÁO",
    "BẢN GHI NHỚ",
    "BẢN THỎA THUẬN",
    "GIẤY ỦY QUYỀN",
    "GIẤY GIỚI THIỆU",
    "PHIẾU TRÌNH",
    "QUY TRÌNH",
];

pub(super) fn read_head(sheet: &mut Sheet, letterhead: &mut Letterhead, warnings: &mut Vec<Warning>) {
    for at in 0..sheet.lines.len().min(HEAD_LINES) {
        mend_bodies(sheet, at);
    }
    let lines: Vec<HeadLine> = (0..sheet.lines.len().min(HEAD_LINES))
        .take_while(|at| sheet.lines[*at].sheet_page == sheet.lines[0].sheet_page)
        .take_while(|at| sheet.lines[*at].role != Role::Table)
        .map(|at| part(sheet, at))
        .collect();
    let mut issuers: Vec<String> = Vec::new();
    let mut head_end = 0;
    let mut seen_head = false;
    let mut kind_at = None;
    for (index, line) in lines.iter().enumerate() {
        let text = &sheet.lines[line.at].text;
        if is_annex_note(text) {
            // An annex by itself has no head: the number and date are those of what it belongs to.
            break;
        }
        if let Some(kind) = kind_of(text) {
            letterhead.kind = Some(kind.to_owned());
            kind_at = Some(index);
            break;
        }
        if let Some((date, place)) = date_of(&line.right).or_else(|| date_of(&line.left))
            && letterhead.date.is_none()
        {
            letterhead.date = Some(date);
            letterhead.place = place;
            (seen_head, head_end) = (true, index + 1);
        }
        if letterhead.date.is_none()
            && letterhead.place.is_none()
            && let Some(place) = place_of_open_date(&line.right)
                .or_else(|| place_of_open_date(&line.left))
                .or_else(|| place_across_gap(text))
        {
            letterhead.place = Some(place);
            (seen_head, head_end) = (true, index + 1);
        }
        if letterhead.number.is_none()
            && let Some(found) = number_of(&line.left).or_else(|| number_of(&line.right))
        {
            (seen_head, head_end) = (true, index + 1);
            let printed = &sheet.lines[line.at];
            if is_guess(printed) {
                warnings.push(Warning {
                    page: Some(printed.page),
                    code: "number-unreadable".to_owned(),
                    message: format!(
                        "the document's number was read as `{found}` and cannot be trusted: it may be written by \
                         hand; look at line {} of the scan",
                        printed.line
                    ),
                });
            } else {
                letterhead.number = Some(found);
            }
            continue;
        }
        if is_motto(&line.right) || is_motto(&line.left) {
            (seen_head, head_end) = (true, index + 1);
        }
        if let Some(subject) = letter_subject(&line.left) {
            letterhead.subject = Some(subject);
            head_end = index + 1;
            continue;
        }
        let left = without_symbol(before_number(&line.left)).trim_matches(|c: char| !c.is_alphanumeric());
        let capitals =
            folding::capital_share(left) > 0.7 && left.chars().filter(|c| c.is_alphabetic()).count() > 4;
        if capitals && !is_motto(left) && letterhead.number.is_none() && date_of(left).is_none() {
            issuers.push(left.to_owned());
        }
    }
    if seen_head {
        // The last line or lines are the issuer; what names a body of its own above is the parent.
        let names = bodies(&issuers);
        letterhead.issuer = names.last().cloned();
        letterhead.parent = names.len().checked_sub(2).map(|at| names[at].clone());
    }
    if let Some(index) = kind_at {
        let mut subject: Vec<&str> = Vec::new();
        let mut end = index + 1;
        for line in &lines[index + 1..] {
            let sheet_line = &sheet.lines[line.at];
            let rule = sheet_line.text.chars().all(|c| !c.is_alphanumeric());
            if rule {
                end = line.at + 1;
                continue;
            }
            if sheet_line.gap_before && !subject.is_empty() || subject.len() >= 6 {
                break;
            }
            let text = sheet_line.text.trim();
            if paragraph::is_bullet(text) || folding::fold(text).starts_with("can cu") {
                break;
            }
            subject.push(text);
            end = line.at + 1;
        }
        if !subject.is_empty() {
            letterhead.subject = Some(paragraph::join(subject.into_iter()));
        }
        for line in &mut sheet.lines[..end] {
            line.role = Role::Letterhead;
        }
    } else if seen_head {
        for line in &mut sheet.lines[..head_end] {
            line.role = Role::Letterhead;
        }
    }
}

fn kind_of(text: &str) -> Option<&'static str> {
    // Until the nineties a decision named its issuer with its kind: `QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH`.
    let words: Vec<&str> = text
        .split_whitespace()
        .take_while(|w| folding::fold(w) != "cua")
        .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .collect();
    let core = words.join(" ");
    if words.len() > 4 || folding::capital_share(&core) < 0.8 {
        return None;
    }
    let (likeness, kind) =
        KINDS.iter().map(|k| (folding::likeness(&core, k), *k)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness >= 0.85).then_some(kind)
}

fn letter_subject(text: &str) -> Option<String> {
    let text = text.trim();
    let folded = folding::fold(text);
    folded.starts_with("v/v").then(|| text.chars().skip(3).collect::<String>().trim().to_owned())
}
