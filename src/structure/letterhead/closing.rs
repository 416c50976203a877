//! The closing: recipients (nơi nhận), and the signer's office and name.

use std::ops::Range;

use super::column::part;
use super::field;
use crate::document::{BlockKind, Field, Letterhead, Signer};
use crate::structure::sheet::{Role, Sheet, SheetLine};
use crate::structure::{folding, office, paragraph};

/// How far from the left edge of the text, in its widths, the rule over notes begins at most.
const MARGIN: f32 = 0.1;

/// Fewest recipients before the file copy that are a list without its opening words.
const FEWEST_RECIPIENTS: usize = 2;

/// Probability that an office so found is what was printed.
const OFFICE_CONFIDENCE: f32 = 0.9;

/// Most lines of a list of recipients.
const RECIPIENTS: usize = 30;

/// Most lines of a text between the file copy and the signer's name that are neither office nor name (`(đã ký)`, signed),
/// and the most letters of one.
const STRAYS: usize = 4;
const LONGEST_STRAY: usize = 60;

pub(super) fn read_closing(sheet: &mut Sheet, own: Range<usize>, letterhead: &mut Letterhead) {
    let opens = |line: &SheetLine| {
        let head: Vec<&str> = line.text.split_whitespace().take(2).collect();
        head.len() == 2
            && line.role == Role::Body
            && folding::likeness(&head.join(" "), "nơi nhận") >= 0.75
            && (line.text.contains(':') || head.join(" ").len() + 2 >= line.text.trim().len())
    };
    let opening = own.clone().find(|at| opens(&sheet.lines[*at]));
    let Some(start) = opening.or_else(|| first_recipient(sheet, own.clone())) else { return };
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
    for at in (start + usize::from(opening.is_some())..end).take(RECIPIENTS) {
        if sheet.lines[at].role != Role::Body || leaves_closing(sheet, at, start) {
            break;
        }
        // The file copy ends the list, and what comes after it on a sheet of paper is signature and seal.
        let above = at.checked_sub(1).map_or("", |above| sheet.lines[above].text.trim_end());
        let goes_on = above.ends_with([',', '(', '-', '&', ':']);
        let is_over = letterhead.recipients.last().is_some_and(|last| is_file_copy(last)) && !goes_on;
        let is_text = sheet.lines[at].frame.is_none();
        let line = part(sheet, at);
        let (mut left_place, mut right_place) = (line.left_place(), line.right_place());
        let (mut left, mut right) = (line.left.trim().to_owned(), line.right.trim().to_owned());
        if is_over && is_text {
            let is_signed =
                is_name(&left) || is_name(&right) || may_be_office(&left) || may_be_office(&right);
            let is_other = left.chars().count() > LONGEST_STRAY || strays.len() == STRAYS;
            if paragraph::is_bullet(&left) || is_other || name.is_some() {
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
        if paragraph::is_bullet(&left) {
            let recipient = left
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .trim_end_matches([';', '.', ':', ' ']);
            if !recipient.is_empty() {
                letterhead.recipients.push(field(sheet, left_place, recipient));
            }
        } else if is_name(&left) && right.is_empty() {
            (right, right_place) = (left, left_place);
        } else if may_be_office(&left)
            && left.chars().count() > 6
            && right.is_empty()
            && !(is_text && goes_on && !letterhead.recipients.is_empty())
        {
            offices.push(sheet.text([left_place]).into());
        } else if let Some(last) = letterhead.recipients.last_mut().filter(|_| !is_over)
            && left.chars().filter(|c| c.is_alphabetic()).count() > 2
        {
            last.text.append(field(sheet, left_place, left.trim_end_matches([';', '.'])).text);
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
    for recipient in &mut letterhead.recipients {
        // A comma at the end of a line is kept where the name goes on in the next.
        let places = sheet.places(&recipient.text);
        recipient.text = sheet.text_without_end(places, |c| matches!(c, ';' | '.' | ',' | ':'));
    }
    claimed.sort_unstable();
    for office in &mut offices {
        if let Some(known) = office::misread(office).filter(|_| !sheet.pages[page].is_typed) {
            mend_office(sheet, &claimed, office, known);
        }
    }
    sheet.claim(BlockKind::Closing, claimed);
    let title = offices.into_iter().reduce(|mut title, office| {
        title.text.append(office.text);
        title
    });
    if title.is_some() || name.is_some() {
        letterhead.signer = Some(Signer { title, name });
    }
}

/// Returns whether a recipient is the file copy, `Lưu: VT`, with which the list ends.
fn is_file_copy(recipient: &str) -> bool {
    folding::fold(recipient).split(|c: char| !c.is_alphanumeric()).next() == Some("luu")
}

/// Returns the first line of a list of recipients whose opening was lost, under a seal or a signature: dashes up to the
/// file copy, `- Lưu: VT`, with which every such list ends.
fn first_recipient(sheet: &Sheet, own: Range<usize>) -> Option<usize> {
    let line = |at: usize| sheet.lines[at].text.trim();
    let is_copy = |at: &usize| {
        let is_bullet = paragraph::is_bullet(line(*at));
        sheet.lines[*at].role == Role::Body
            && is_bullet
            && is_file_copy(line(*at).trim_start_matches(|c: char| !c.is_alphanumeric()))
    };
    let last = own.clone().find(is_copy)?;
    let start = sheet.pages[sheet.lines[last].sheet_page].lines.start.max(own.start);
    // The signer's office stands beside the list.
    let is_beside =
        |at: usize| may_be_office(line(at)) || line(at).chars().filter(|c| c.is_alphabetic()).count() < 3;
    let block = (start..last)
        .rev()
        .take(RECIPIENTS)
        .take_while(|at| paragraph::is_bullet(line(*at)) || is_beside(*at));
    let bullets: Vec<usize> = block.filter(|at| paragraph::is_bullet(line(*at))).collect();
    bullets.last().copied().filter(|_| bullets.len() >= FEWEST_RECIPIENTS)
}

/// Parts a signer's office from the recipient it came to stand behind.
fn trailing_office(text: &str) -> Option<(String, String)> {
    let (recipient, office) = text.rsplit_once(';')?;
    let office = office.trim();
    let is_office =
        office::stands_for_another(office) || office::named(office).or(office::misread(office)).is_some();
    (may_be_office(office) && is_office).then(|| (recipient.to_owned(), office.to_owned()))
}

/// Returns whether words in the closing may be an office: codes of files and forms are none, and recipients go on with `&`
/// and end with `;`.
fn may_be_office(text: &str) -> bool {
    folding::capital_share(text) > 0.8
        && text.trim().chars().count() > 3
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '/' | ';' | '&'))
}

/// Writes an office into the line of the closing in which it was misread.
fn mend_office(sheet: &mut Sheet, lines: &[usize], title: &mut Field, office: &str) {
    let found = lines.iter().find_map(|at| sheet.find_exactly(sheet.whole(*at), title));
    if let Some((at, range)) = found {
        let reason = format!("signer's office read as `{}`: `{office}` of the list of offices", &**title);
        let start = range.start;
        sheet.replace(at, range, office, reason, OFFICE_CONFIDENCE);
        *title = field(sheet, (at, start..start + office.chars().count()), office);
    } else {
        office.clone_into(&mut title.text.text);
    }
}

/// Returns whether the rule over the page's notes parts a line from the closing that begins at `start`. It begins at the
/// left margin; what looks like a rule on the right is the stroke of a signature. Under it no further recipient stands.
fn leaves_closing(sheet: &Sheet, at: usize, start: usize) -> bool {
    let line = &sheet.lines[at];
    if paragraph::is_bullet(&line.text) {
        return false;
    }
    let (Some(head), Some(above), Some(own)) =
        (sheet.lines[start].frame, sheet.lines[at - 1].frame, line.frame)
    else {
        return false;
    };
    let page = &sheet.pages[line.sheet_page];
    let margin = page.extent.map_or(f32::MAX, |(left, right)| left + MARGIN * (right - left));
    page.across.iter().any(|rule| {
        let y = rule.center().1;
        rule.x0 <= margin && y > above.center().1.max(head.y1) && y < own.center().1
    })
}

/// Returns whether a text is a person's name: two to five words, each with a capital and the rest small.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|w| {
            let mut characters = w.chars();
            characters.next().is_some_and(char::is_uppercase)
                && characters.clone().next().is_some()
                && characters.all(|c| c.is_lowercase())
        })
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
