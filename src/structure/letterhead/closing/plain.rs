//! A closing in plain text, line by line: a signer's office and name stand among the recipients, behind one in its line, or below the
//! file copy with which the list ends.

use std::ops::Range;

use super::person::is_name;
use super::recipients::{self, Habit, MOST, Row, bullet, is_file_copy};
use super::{Closing, may_be_office, mend};
use crate::document::{Field, Signer};
use crate::structure::letterhead::column::part;
use crate::structure::letterhead::field;
use crate::structure::sheet::{Place, Role, Sheet};
use crate::structure::{folding, office};

/// Most lines of a text between the file copy and the signer's name that are neither office nor name (`(đã ký)`, signed),
/// and the most letters of one.
const STRAYS: usize = 4;
const LONGEST_STRAY: usize = 60;

/// Reads a closing whose list opens at a line, or begins there.
pub(super) fn read(sheet: &mut Sheet, own: Range<usize>, start: usize, opening: Option<usize>) -> Closing {
    let listed = rows(sheet, start + usize::from(opening.is_some())..own.end);
    let habit = Habit::of(&listed);
    // Without bullets a list is known by the file copy with which it ends.
    let is_bare = listed.last().is_some_and(|last| is_file_copy(&last.text));
    let mut recipients: Vec<Vec<Place>> = Vec::new();
    let mut last: Option<Row> = None;
    let mut has_copy = false;
    let page = sheet.lines[start].sheet_page;
    let mut claimed: Vec<usize> = opening.into_iter().collect();
    let mut name: Option<Field> = None;
    let after = opening.map(|at| {
        let line = part(sheet, at);
        if !line.right.trim().is_empty() {
            return line.right_place();
        }
        let text = &sheet.lines[at].text;
        let colon = text.chars().position(|c| c == ':').map_or(text.chars().count(), |at| at + 1);
        (at, colon..text.chars().count())
    });
    let mut offices: Vec<Field> = Vec::new();
    let after = after.map(|place| sheet.text([place])).unwrap_or_default();
    if folding::capital_share(&after) > 0.7 {
        offices.push(after.into());
    }
    // The signer's office stands beside or above the recipients.
    for at in (sheet.pages[page].lines.start.max(own.start)..start).rev().take(4) {
        let line = part(sheet, at);
        let (text, place) = if line.right.trim().is_empty() {
            (&line.left, line.left_place())
        } else {
            (&line.right, line.right_place())
        };
        if may_be_office(text) && offices.len() < 3 {
            offices.insert(0, sheet.text([place]).into());
            claimed.push(at);
        } else {
            break;
        }
    }
    let end = sheet.pages[page].lines.end.min(own.end);
    let mut strays: Vec<usize> = Vec::new();
    for at in (start + usize::from(opening.is_some())..end).take(MOST) {
        if sheet.lines[at].role != Role::Body {
            break;
        }
        // The file copy ends the list, and what comes after it on a sheet of paper is signature and seal.
        let above = at.checked_sub(1).map_or("", |above| sheet.lines[above].text.trim_end());
        let goes_on = recipients::goes_on(above);
        let is_over = has_copy && !goes_on;
        let line = part(sheet, at);
        let (mut left_place, mut right_place) = (line.left_place(), line.right_place());
        let (mut left, mut right) = (line.left.trim().to_owned(), line.right.trim().to_owned());
        if is_over {
            let is_signed =
                is_name(&left) || is_name(&right) || may_be_office(&left) || may_be_office(&right);
            let is_other = left.chars().count() > LONGEST_STRAY || strays.len() == STRAYS;
            if bullet(&left) > 0 || is_other || name.is_some() {
                break;
            }
            if !is_signed {
                strays.push(at);
                continue;
            }
            // What stands above office or name is of the closing as well: `(đã ký)`, `Người lập biểu`.
            claimed.append(&mut strays);
        }
        for trailing in [trailing_name, trailing_office] {
            if right.is_empty()
                && let Some((recipient, behind)) = trailing(&left)
            {
                right_place = sheet.find(left_place.clone(), &behind);
                left_place.1.end = right_place.1.start;
                (left, right) = (recipient, behind);
            }
        }
        let blanks = left_place.1.start + leading_blanks(sheet, &left_place);
        let row = Row { places: vec![(at, blanks..left_place.1.end)], text: left.clone(), frame: None };
        let has_words = left.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if bullet(&left) > 0 {
            has_copy |= is_file_copy(&left);
            recipients.push(recipients::without_bullet(&row));
            last = Some(row);
        } else if is_name(&left) && right.is_empty() && !(is_bare && recipients.is_empty()) {
            (right, right_place) = (left, left_place);
        } else if may_be_office(&left)
            && left.chars().count() > 6
            && right.is_empty()
            && (!goes_on || recipients.is_empty())
        {
            offices.push(sheet.text([left_place]).into());
        } else if has_words && !is_over && (last.is_some() || is_bare) {
            let places = recipients::without_bullet(&row);
            match recipients.last_mut().zip(last.as_ref()) {
                Some((own, above)) if !habit.begins(above, &row) => own.extend(places),
                _ => {
                    has_copy |= is_file_copy(&left);
                    recipients.push(places);
                }
            }
            last = Some(row);
        }
        if let Some(office) = office::named(&right).filter(|_| name.is_none()) {
            // Fonts that set small letters as capitals leave small ones.
            let mut own = field(sheet, right_place, right);
            office.clone_into(&mut own.text.text);
            offices.push(own);
        } else if may_be_office(&right) && name.is_none() {
            offices.push(sheet.text([right_place]).into());
        } else if is_name(&right) {
            name = Some(sheet.text([right_place]).into());
        }
        claimed.push(at);
    }
    let mut recipients: Vec<Field> =
        recipients.into_iter().map(|places| recipients::field(sheet, places)).collect();
    recipients.retain(|recipient| !recipient.is_empty());
    let moment = sheet.moment();
    mend(sheet, offices.iter(), std::iter::empty(), &[]);
    for field in offices.iter_mut().chain(&mut name).chain(&mut recipients) {
        sheet.follow(moment, &mut field.text);
    }
    let title = offices.into_iter().reduce(|mut title, office| {
        title.text.append(office.text);
        title
    });
    let is_signed = title.is_some() || name.is_some();
    let signers = is_signed.then_some(Signer { title, name }).into_iter().collect();
    Closing { recipients, signers, lines: claimed }
}

/// Returns the lines of a list up to the file copy.
fn rows(sheet: &Sheet, lines: Range<usize>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for at in lines.take(MOST) {
        if sheet.lines[at].role != Role::Body || rows.last().is_some_and(|last| is_file_copy(&last.text)) {
            break;
        }
        let line = part(sheet, at);
        let text = line.left.trim().to_owned();
        if !text.is_empty() && !may_be_office(&text) && !is_name(&text) {
            rows.push(Row { places: vec![line.left_place()], text, frame: None });
        }
    }
    rows
}

fn leading_blanks(sheet: &Sheet, (at, range): &Place) -> usize {
    sheet.lines[*at].slice(range).chars().take_while(|c| c.is_whitespace()).count()
}

/// Parts a signer's office from the recipient it came to stand behind.
fn trailing_office(text: &str) -> Option<(String, String)> {
    let (recipient, office) = text.rsplit_once(';')?;
    let office = office.trim();
    let is_office =
        office::stands_for_another(office) || office::named(office).or(office::misread(office)).is_some();
    (may_be_office(office) && is_office).then(|| (recipient.to_owned(), office.to_owned()))
}

/// Parts a signer's name from the recipient it came to stand behind.
fn trailing_name(text: &str) -> Option<(String, String)> {
    let at = text.rfind(['.', ';'])?;
    let (recipient, name) = text.split_at(at + 1);
    is_name(name).then(|| (recipient.to_owned(), name.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use crate::document::Letterhead;
    use crate::structure::letterhead;
    use crate::structure::sample;
    use crate::structure::sheet::Sheet;

    fn closing(lines: &[&str]) -> Letterhead {
        letterhead::find(&mut Sheet::new(&sample::text(lines)), 0..lines.len(), &mut Vec::new())
    }

    fn title(letterhead: &Letterhead) -> Option<&str> {
        letterhead.signer.as_ref()?.title.as_deref()
    }

    #[test]
    fn the_file_copy_ends_the_list_of_a_text_and_the_signer_may_stand_under_it() {
        let lines = [
            "Nơi nhận:",
            "- Như Điều 4;",
            "- Lưu: VT,",
            "KSTTHC.",
            "(đã ký)",
            "Trần Minh Lan",
            "Chương trình giữ nước của huyện giai đoạn 2004 - 2010",
            "- Đã trồng 744 cây trên đê.",
        ];
        let closing = closing(&lines);
        assert_eq!(closing.recipients, ["Như Điều 4", "Lưu: VT, KSTTHC"]);
        assert_eq!(closing.signer.and_then(|signer| signer.name).as_deref(), Some("Trần Minh Lan"));
    }

    #[test]
    fn a_recipient_that_goes_on_in_capitals_is_no_office() {
        let apart =
            closing(&["Nơi nhận:", "- Trung tâm", "ĐG&ĐNƯỚC;", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
        assert_eq!(title(&apart), Some("KT. CHỦ TỊCH PHÓ CHỦ TỊCH"));
        assert_eq!(apart.recipients, ["Trung tâm ĐG&ĐNƯỚC", "Lưu: VT"]);
        let beside = closing(&["Nơi nhận:", "- Trung tâm", "ĐG&ĐNƯỚC; KT. CHỦ TỊCH", "- Lưu: VT; VPĐG."]);
        assert_eq!(title(&beside), Some("KT. CHỦ TỊCH"));
        assert_eq!(beside.recipients, ["Trung tâm ĐG&ĐNƯỚC", "Lưu: VT; VPĐG"]);
    }

    #[test]
    fn an_office_of_two_lines_keeps_the_second_in_small_letters() {
        let lines =
            ["Nơi nhận:     KT. THỐNG ĐỐC", "- Như trên;     phó Thống đốc", "- Lưu: VT.     Đỗ Văn Giếng"];
        let read = closing(&lines);
        assert_eq!(title(&read), Some("KT. THỐNG ĐỐC PHÓ THỐNG ĐỐC"));
        assert_eq!(read.signer.and_then(|signer| signer.name).as_deref(), Some("Đỗ Văn Giếng"));
    }
}
