//! A closing on an image, by where its pieces stand.
//!
//! Recipients begin where their opening words do; what begins farther right, beside them or above, is the signers'. Without recipients
//! the signers stand below the last line of text.

use std::ops::Range;

use super::levels::{Level, floor, levels, width_of};
use super::next_page::{OFF_AXIS, read_next_page};
use super::piece::{self, Piece};
use super::recipients::{self, MOST, Row, bullet, goes_on, is_file_copy};
use super::signers::{self, Read, is_note, is_speck};
use super::{Closing, may_be_office, mend, without_specks_before};
use crate::document::{Field, Signer};
use crate::structure::office;
use crate::structure::sheet::{Frame, Place, Role, Sheet};

/// How far right of the opening words, in widths of the text, a line of the list begins at most; signers begin 0.3 and more away.
const LIST: f32 = 0.2;

/// How far left of them, in widths of the text, a piece stands in another column of the text.
const OTHER_COLUMN: f32 = 0.1;

/// Width, in those of the text, from which a line without a bullet is text, not a recipient or a signer.
const TEXT_WIDTH: f32 = 0.62;

/// The widest step in a list, in heights of its lines.
const LIST_STEP: f32 = 3.5;

/// The widest step between the list and what stands above it on the signers' side, and within that: a signature's room.
const SIGNATURE_STEP: f32 = 9.0;

/// Most stretches of a page without text among which the signers' is looked for, from its foot.
const ZONES: usize = 2;

/// Most pages from the last back on which they are looked for.
const PAGES: usize = 2;

/// Most words of a piece in small letters that is no text.
const FEW_WORDS: usize = 6;

/// How far apart in height, in heights of the line, what two who sign side by side have in one line stands at most.
const ASKEW: f32 = 1.2;

/// Reads a closing with recipients, whose opening words or first recipient is a line.
pub(super) fn beside_list(sheet: &mut Sheet, own: Range<usize>, start: usize, is_opened: bool) -> Closing {
    let Some(first) = piece::of_line(sheet, start).into_iter().next() else { return Closing::default() };
    let page = sheet.lines[start].sheet_page;
    let width = width_of(sheet, page);
    let (margin, top) = (first.frame.x0, first.frame.y0);
    let is_of_list = |piece: &Piece| piece.frame.x0 - margin < LIST * width;
    let mut levels = levels(sheet, page, &own);
    for level in &mut levels {
        level.retain(|piece| piece.frame.x0 > margin - OTHER_COLUMN * width);
    }
    levels.retain(|level| !level.is_empty());
    let floor = floor(sheet, page, first.frame, &levels);

    let mut rows: Vec<Row> = Vec::new();
    let mut beside: Vec<Piece> = Vec::new();
    let mut lines = vec![start];
    let mut is_over = false;
    let from = levels.iter().position(|level| level.iter().any(|piece| piece.place.0 == start)).unwrap_or(0);
    let (above, below) = levels.split_at(from);
    for level in below {
        let (mut left, right): (Level, Level) = level.iter().cloned().partition(is_of_list);
        if left.first().or(right.first()).is_some_and(|piece| piece.frame.y0 >= floor) {
            break;
        }
        if is_opened && rows.is_empty() && left.first().is_some_and(|piece| piece.place.0 == start) {
            left = behind_opening(sheet, &left, &mut beside);
        }
        let row = row(sheet, left);
        if let Some(row) = row.filter(|row| !is_speck(&row.text) || bullet(&row.text) > 0) {
            if is_over && !goes_on_below_copy(&rows, &row) || rows.len() >= MOST || leaves(&rows, &row, width)
            {
                if is_text(&row, width) || rows.is_empty() {
                    break;
                }
            } else if row.text.chars().any(char::is_alphanumeric) {
                is_over |= is_file_copy(&row.text);
                lines.extend(row.places.iter().map(|(at, _)| *at));
                rows.push(row);
            }
        }
        beside.extend(right);
    }
    // On a page askew who signs on the right stands in another level.
    let has_partner = |piece: &Piece| {
        let off = |other: &Piece| (other.frame.center().1 - piece.frame.center().1).abs();
        let is_beside = |other: &Piece| {
            !is_of_list(other)
                && off(other) < ASKEW * piece.frame.height()
                && may_stand_over_name(&other.text)
                && !is_speck(&other.text)
        };
        above.iter().flatten().any(is_beside)
    };
    let mut below = top;
    let side_by_side = side_by_side_over(above, top, &is_of_list);
    for (at, level) in above.iter().enumerate().rev() {
        let frame = |piece: &Piece| piece.frame;
        let Some(lowest) = level.iter().map(|piece| frame(piece).y1).reduce(f32::max) else { continue };
        let height = level.iter().map(|piece| frame(piece).height()).fold(1.0, f32::max);
        // Opening words that could not be read leave a piece over the list.
        let is_opening = !is_opened && below == top;
        let is_beside = level.iter().any(|piece| !is_of_list(piece));
        let may_open = |text: &str| {
            let words = text.split_whitespace().count();
            is_opening && words < FEW_WORDS && (is_beside || may_stand_over_name(text))
        };
        // Of several who sign side by side the first stands over the list.
        let is_askew = || level.iter().all(|piece| may_stand_over_name(&piece.text) && has_partner(piece));
        let is_row = is_row(level) || at >= side_by_side || is_askew();
        let may_sign = |piece: &Piece| match is_of_list(piece) && !is_row {
            true => may_open(&piece.text),
            false => may_stand_over_name(&piece.text),
        };
        if below - lowest > SIGNATURE_STEP * height || !level.iter().all(may_sign) {
            break;
        }
        below = level.iter().map(|piece| frame(piece).y0).fold(f32::MAX, f32::min);
        beside.extend(level.iter().filter(|piece| is_row || !is_of_list(piece)).cloned());
    }
    let mut signers = signers::read(sheet, beside, width);
    let is_office = |read: &Read| read.signer.title.as_deref().is_some_and(names_signer);
    signers.retain(|read| read.signer.name.is_some() || is_office(read));
    // Where they stand at the head of the page, their offices may have begun at the foot of the one before.
    let head = above.first().map(|level| level.iter().map(|piece| piece.frame.y0).fold(f32::MAX, f32::min));
    if page > 0 && head.is_some_and(|head| below <= head) {
        take_offices(&mut signers, offices_at_end_of(sheet, page - 1, &own), width);
    }
    // The list may have begun the next page by itself.
    if signers.is_empty() && above.is_empty() && page > 0 {
        signers = at_end_of(sheet, page - 1, &own);
    }
    let ends = rows.last().is_some_and(|row| is_file_copy(&row.text));
    read_next_page(sheet, &own, page, !ends, &mut rows, &mut signers, &mut lines);
    let recipients = recipients::read(sheet, &rows);
    closing(sheet, recipients, signers, lines)
}

/// Returns whether a level has pieces of several who sign side by side.
fn is_row(level: &Level) -> bool {
    level.len() > 1 && level.iter().all(|piece| may_stand_over_name(&piece.text))
}

/// Returns the first of the levels over a list, whose upper edge is `top`, of which the signers' names and offices stand over the list as
/// well as beside it: their offices at one height, the names where their signatures left room. The number of levels where none do.
fn side_by_side_over(above: &[Level], top: f32, is_of_list: &impl Fn(&Piece) -> bool) -> usize {
    let mut first = above.len();
    let mut below = top;
    for (at, level) in above.iter().enumerate().rev() {
        let lowest = level.iter().map(|piece| piece.frame.y1).fold(f32::MIN, f32::max);
        let height = level.iter().map(|piece| piece.frame.height()).fold(1.0, f32::max);
        if below - lowest > SIGNATURE_STEP * height
            || !level.iter().all(|piece| may_stand_over_name(&piece.text))
        {
            break;
        }
        if is_row(level) && level.iter().any(is_of_list) {
            first = at;
        }
        below = level.iter().map(|piece| piece.frame.y0).fold(f32::MAX, f32::min);
    }
    first
}

/// Reads a closing of signers alone, below the text of the last page; on a page behind it notes may stand.
pub(super) fn without_list(sheet: &mut Sheet, own: Range<usize>) -> Closing {
    let is_free = |at: &usize| sheet.lines[*at].role == Role::Body && sheet.lines[*at].frame.is_some();
    let Some(last) = own.clone().rev().find(is_free) else { return Closing::default() };
    let last = sheet.lines[last].sheet_page;
    for page in (0..=last).rev().take(PAGES) {
        let signers = at_end_of(sheet, page, &own);
        if !signers.is_empty() {
            return closing(sheet, Vec::new(), signers, Vec::new());
        }
    }
    Closing::default()
}

fn at_end_of(sheet: &Sheet, page: usize, own: &Range<usize>) -> Vec<Read> {
    let width = width_of(sheet, page);
    let levels = levels(sheet, page, own);
    let may_sign = |piece: &Piece| {
        piece.frame.x1 - piece.frame.x0 < TEXT_WIDTH * width && may_stand_over_name(&piece.text)
    };
    let is_signing = |read: &Read| {
        let title = read.signer.title.as_deref();
        read.signer.name.is_some() && title.is_some_and(|title| read.has_note || names_signer(title))
    };
    // Whoever stands for a body whose opening was misread, beside one who signs: by itself it may be a heading, `III. BAN CHỈ ĐẠO`.
    let is_beside_signing = |read: &Read| {
        let title = read.signer.title.as_deref();
        read.signer.name.is_some()
            && title.is_some_and(|title| office::with_opening_due(title, None).is_some())
    };
    // Notes may stand below them.
    let zones = levels.chunk_by(|a, b| a.iter().chain(b).all(may_sign));
    for zone in zones.rev().filter(|zone| zone.iter().flatten().all(may_sign)).take(ZONES) {
        let mut signers = signers::read(sheet, zone.iter().flatten().cloned().collect(), width);
        if signers.iter().any(is_signing) {
            let ends = |read: &Read| ends_of(sheet, read);
            let rows: Vec<Vec<Frame>> = signers.iter().filter(|read| is_signing(read)).map(ends).collect();
            // Of several who sign in a row one may stand for what is no office: `PHÒNG KẾ TOÁN`.
            let is_level = |(a, b): (&Frame, &Frame)| (a.center().1 - b.center().1).abs() < a.height();
            let is_in_row = |read: &Read| {
                let own = ends(read);
                let has_both = read.signer.name.is_some() && read.signer.title.is_some();
                has_both && rows.iter().any(|row| row.iter().zip(&own).all(is_level))
            };
            signers.retain(|read| is_signing(read) || is_beside_signing(read) || is_in_row(read));
        } else {
            signers.clear();
        }
        if !signers.is_empty() {
            return signers;
        }
    }
    Vec::new()
}

/// Returns where the first and the last line stand that a signer was read off.
fn ends_of(sheet: &Sheet, read: &Read) -> Vec<Frame> {
    let ends = [read.lines.first(), read.lines.last()];
    ends.into_iter().flatten().filter_map(|at| sheet.lines[*at].frame).collect()
}

/// Returns the offices that end a page, whose names stand on the next one.
fn offices_at_end_of(sheet: &Sheet, page: usize, own: &Range<usize>) -> Vec<Read> {
    let width = width_of(sheet, page);
    let levels = levels(sheet, page, own);
    let may_sign = |piece: &Piece| {
        piece.frame.x1 - piece.frame.x0 < TEXT_WIDTH * width && may_stand_over_name(&piece.text)
    };
    let start = levels.iter().rposition(|level| !level.iter().all(may_sign)).map_or(0, |last| last + 1);
    let mut offices = signers::read(sheet, levels[start..].iter().flatten().cloned().collect(), width);
    offices
        .retain(|read| read.signer.name.is_none() && read.signer.title.as_deref().is_some_and(names_signer));
    offices
}

/// Gives signers at the head of a page, so wide its text, the offices that stand on the page before on their axes, or what of them does.
fn take_offices(signers: &mut [Read], offices: Vec<Read>, width: f32) {
    for office in offices {
        let is_his = |read: &&mut Read| (read.axis - office.axis).abs() <= OFF_AXIS * width;
        if let (Some(read), Some(mut title)) = (signers.iter_mut().find(is_his), office.signer.title) {
            if let Some(rest) = read.signer.title.take() {
                title.text.append(rest.text);
            }
            read.signer.title = Some(title);
            read.lines.extend(office.lines);
            read.cut.extend(office.cut);
        }
    }
}

/// Returns whether a title is an office, or what one is called who signs.
fn names_signer(title: &str) -> bool {
    office::opens(title)
        || office::holds(title)
        || office::opens_signing(title)
        || office::misread_in_doubt(title).is_some()
}

/// Puts a closing together, and mends the offices in it.
fn closing(
    sheet: &mut Sheet,
    mut recipients: Vec<Field>,
    signers: Vec<Read>,
    mut lines: Vec<usize>,
) -> Closing {
    lines.extend(signers.iter().flat_map(|read| read.lines.iter().copied()));
    let cut: Vec<_> = signers.iter().flat_map(|read| read.cut.iter().cloned()).collect();
    let mut signers: Vec<_> = signers.into_iter().map(|read| read.signer).collect();
    let moment = sheet.moment();
    let (mut offices, mut names) = (Vec::new(), Vec::new());
    for Signer { title, name } in &mut signers {
        offices.extend(title.as_ref());
        names.extend(name.as_mut());
    }
    mend(sheet, offices.into_iter(), names.into_iter(), &cut);
    recipients::mend_abbreviations(sheet, &recipients);
    let of_signers = signers.iter_mut().flat_map(|signer| [signer.title.as_mut(), signer.name.as_mut()]);
    for field in of_signers.flatten().chain(&mut recipients) {
        sheet.follow(moment, &mut field.text);
    }
    Closing { recipients, signers, lines }
}

/// Returns what stands behind the opening words and their colon: a recipient, or in capitals a signer's office.
fn behind_opening(sheet: &Sheet, left: &[Piece], beside: &mut Vec<Piece>) -> Level {
    let Some((first, rest)) = left.split_first() else { return Vec::new() };
    let line = &sheet.lines[first.place.0];
    let own = line.slice(&first.place.1);
    let specks = own.len() - without_specks_before(&own).len();
    let mut words = own
        .char_indices()
        .zip(own.chars().skip(1))
        .filter(|((at, c), next)| *at >= specks && !c.is_whitespace() && next.is_whitespace());
    let colon = own.chars().position(|c| c == ':').map(|at| at + 1);
    let second = words.nth(1).map(|((at, _), _)| own[..at].chars().count() + 1);
    let cut = first.place.1.start + colon.or(second).unwrap_or_else(|| own.chars().count());
    let place = (first.place.0, cut.min(first.place.1.end)..first.place.1.end);
    let text = line.slice(&place.1).trim().to_owned();
    let mut level: Level = rest.to_vec();
    if !is_speck(&text) {
        let frame = super::super::column::frame_of(sheet, &place).unwrap_or(first.frame);
        let piece = Piece { place, text, frame };
        if may_be_office(&piece.text) { beside.push(piece) } else { level.insert(0, piece) }
    }
    level
}

/// Joins the pieces of a list's line.
fn row(sheet: &Sheet, left: Level) -> Option<Row> {
    let (first, last) = (left.first()?, left.last()?);
    let frame = Frame { x1: last.frame.x1, ..first.frame };
    let mut places: Vec<Place> = Vec::new();
    let rest = left.iter().skip(1).filter(|piece| !is_speck(&piece.text));
    for piece in std::iter::once(first).chain(rest) {
        let (at, mut range) = piece.place.clone();
        let blanks = sheet.lines[at].slice(&range);
        range.start += blanks.chars().take_while(|c| c.is_whitespace()).count();
        match places.last_mut() {
            Some((last, own)) if *last == at => own.end = range.end,
            _ => places.push((at, range)),
        }
    }
    Some(Row { text: sheet.text(places.clone()).text, places, frame: Some(frame) })
}

/// Returns whether a line under the file copy goes on with it.
fn goes_on_below_copy(rows: &[Row], row: &Row) -> bool {
    let Some(last) = rows.last() else { return false };
    let is_near = is_near(last, row);
    is_near && (goes_on(&last.text) || row.text.starts_with(['(', '&']) || bullet(&row.text) > 0)
}

fn is_near(above: &Row, row: &Row) -> bool {
    above.frame.zip(row.frame).is_none_or(|(above, own)| {
        own.center().1 - above.center().1 <= LIST_STEP * above.height().max(own.height())
    })
}

/// Returns whether a line leaves a list: it stands far below, or is as wide as text.
fn leaves(rows: &[Row], row: &Row, width: f32) -> bool {
    bullet(&row.text) == 0 && (is_text(row, width) || rows.last().is_some_and(|last| !is_near(last, row)))
}

fn is_text(row: &Row, width: f32) -> bool {
    row.frame.is_some_and(|frame| frame.x1 - frame.x0 >= TEXT_WIDTH * width)
}

/// Returns whether a piece may stand in a signer's column: an office, a note, a name, dirt.
fn may_stand_over_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let has_figure = text.contains(|c: char| c.is_ascii_digit());
    let is_figures = !text.contains(char::is_alphabetic) && has_figure && !is_speck(text);
    let is_sentence = text.trim_end().ends_with(['.', ':', ';', ',', '!', '?']) && !is_speck(text);
    is_note(text)
        || may_be_office(text)
        || !is_figures
            && !is_sentence
            && words < FEW_WORDS
            && (bullet(text) == 0 || is_speck(text))
            && !is_file_copy(text)
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Field, Letterhead};
    use crate::structure::sample::{self, LETTER};
    use crate::structure::structure;

    const TEXT: (&str, u32, u32) =
        ("Trạm đo gió trên đồi ghi sổ hằng ngày và gửi về Sở vào cuối tháng, kể cả ngày nghỉ./.", 200, 100);

    fn read(pages: &[&[(&str, u32, u32)]]) -> Letterhead {
        structure(&sample::set(pages)).letterhead
    }

    fn closing(lines: &[(&str, u32, u32)]) -> Letterhead {
        read(&[&[&[TEXT], lines].concat()])
    }

    fn signed(letterhead: &Letterhead) -> Vec<(&str, &str)> {
        assert_eq!(letterhead.signer.as_ref(), letterhead.signers.last());
        fn said(field: &Option<Field>) -> &str {
            field.as_deref().unwrap_or_default()
        }
        letterhead.signers.iter().map(|signer| (said(&signer.title), said(&signer.name))).collect()
    }

    #[test]
    fn of_two_who_sign_side_by_side_over_a_list_each_has_a_name_at_his_own_height() {
        let letterhead = closing(&[
            ("TM. BAN ĐẠI DIỆN", 300, 200),
            ("K/T TRƯỞNG TRẠM", 1000, 200),
            ("TRƯỞNG BAN", 340, 240),
            ("PHÓ TRƯỞNG TRẠM", 1000, 240),
            ("Đinh Trọng Quyền", 300, 400),
            ("Hà Viết Trữ", 1030, 440),
            ("Nơi nhận:", 200, 520),
            ("- Trạm Hoa Sim;", 200, 560),
            ("- Lưu: VT.", 200, 600),
        ]);
        let expected = [
            ("TM. BAN ĐẠI DIỆN TRƯỞNG BAN", "Đinh Trọng Quyền"),
            ("K/T TRƯỞNG TRẠM PHÓ TRƯỞNG TRẠM", "Hà Viết Trữ"),
        ];
        assert_eq!(signed(&letterhead), expected);
        assert_eq!(letterhead.recipients.len(), 2);
    }

    #[test]
    fn the_last_word_of_an_office_may_stand_alone_on_its_line() {
        for last in ["HỢP", "TẾ"] {
            let read = closing(&[
                ("Nơi nhận:", 200, 200),
                ("- Lưu: VT.", 200, 250),
                ("TUQ. GIÁM ĐỐC", 1000, 200),
                ("TRƯỞNG PHÒNG KẾ HOẠCH TỔNG", 850, 250),
                (last, 850 + (26 - last.chars().count() as u32) * LETTER / 2, 300),
                ("Trần Gió Lành", 1000, 500),
            ]);
            let title = format!("TUQ. GIÁM ĐỐC TRƯỞNG PHÒNG KẾ HOẠCH TỔNG {last}");
            assert_eq!(signed(&read), [(title.as_str(), "Trần Gió Lành")]);
        }
    }

    #[test]
    fn an_office_read_as_two_lines_side_by_side_is_one_and_no_other() {
        let read = closing(&[
            ("Nơi nhận:", 200, 200),
            ("- Lưu: VT.", 200, 250),
            ("TL. GIÁM ĐỐC", 1000, 200),
            ("CHÁNH", 930, 252),
            ("VĂN PHÒNG", 1022, 250),
            ("Trần Gió Lành", 1000, 500),
        ]);
        assert_eq!(signed(&read), [("TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG", "Trần Gió Lành")]);
    }

    #[test]
    fn offices_at_the_foot_of_a_page_are_those_of_the_names_on_the_next() {
        let first =
            [TEXT, ("TM. BAN ĐẠI DIỆN", 300, 600), ("TRƯỞNG BAN", 342, 640), ("TRƯỞNG TRẠM", 1000, 600)];
        let second = [
            ("Tạ Gió Lành", 335, 100),
            ("Trần Gió Lành", 986, 100),
            ("Nơi nhận:", 200, 200),
            ("- Trạm Hoa Sim;", 200, 250),
            ("- Lưu: VT.", 200, 300),
        ];
        let expected = [("TM. BAN ĐẠI DIỆN TRƯỞNG BAN", "Tạ Gió Lành"), ("TRƯỞNG TRẠM", "Trần Gió Lành")];
        assert_eq!(signed(&read(&[&first, &second])), expected);
    }

    #[test]
    fn of_several_who_sign_in_a_row_one_may_stand_for_what_is_no_office() {
        let read = closing(&[
            ("BÊN CHO THUÊ", 200, 200),
            ("NGƯỜI LÀM CHỨNG", 600, 200),
            ("PHÒNG ĐO GIÓ", 1050, 200),
            ("Tạ Gió Lành", 207, 400),
            ("Lê Mưa Lành", 628, 400),
            ("Trần Gió Lành", 1043, 400),
        ]);
        let expected = [
            ("BÊN CHO THUÊ", "Tạ Gió Lành"),
            ("NGƯỜI LÀM CHỨNG", "Lê Mưa Lành"),
            ("PHÒNG ĐO GIÓ", "Trần Gió Lành"),
        ];
        assert_eq!(signed(&read), expected);
    }

    #[test]
    fn an_office_that_the_page_s_end_cuts_is_one_and_names_read_as_one_word_are_two() {
        let first = [TEXT, ("KT. TRƯỞNG TRẠM", 1000, 600)];
        let second = [
            ("PHÓ TRƯỞNG TRẠM", 1000, 60),
            ("Trần Gió Lành", 1014, 260),
            ("Nơi nhận:", 200, 360),
            ("- Lưu: VT.", 200, 400),
        ];
        let expected = [("KT. TRƯỞNG TRẠM PHÓ TRƯỞNG TRẠM", "Trần Gió Lành")];
        assert_eq!(signed(&read(&[&first, &second])), expected);
    }

    #[test]
    fn place_and_date_over_who_signs_are_of_the_closing() {
        for date in ["Hoa Sim, ngày 3 tháng 4 năm 2013", "Hoa Sim, ngày ..... tháng ..... năm 2013"] {
            let page = [
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 500, 20),
                ("Độc lập - Tự do - Hạnh phúc", 580, 60),
                ("ĐƠN XIN ĐO GIÓ", 700, 140),
                ("Kính gửi: Trạm đo gió Hoa Sim", 580, 200),
                (
                    "Tôi xin được đo gió trên đồi trong mùa mưa, kể cả ngày nghỉ, và ghi sổ hằng ngày.",
                    200,
                    260,
                ),
                (date, 900, 340),
                ("NGƯỜI KHAI", 1050, 400),
                ("Trần Gió Lành", 1040, 640),
            ];
            let records = structure(&sample::set(&[&page]));
            let last = records.body.last().unwrap();
            assert_eq!((last.kind, last.lines[0].first), (BlockKind::Closing, 6), "{date}");
        }
    }

    #[test]
    fn in_a_list_without_bullets_and_stops_a_body_is_a_recipient_of_its_own() {
        let lines = ["Nơi nhận:", "Như trên", "Ban Đo gió (b/c)", "Ban Đo mưa", "Văn phòng", "Lưu: VT"];
        let lines: Vec<(&str, u32, u32)> =
            lines.into_iter().zip((4..).map(|at| 50 * at)).map(|(text, y)| (text, 200, y)).collect();
        assert_eq!(
            closing(&lines).recipients,
            ["Như trên", "Ban Đo gió (b/c)", "Ban Đo mưa", "Văn phòng", "Lưu: VT"]
        );
    }

    #[test]
    fn recipients_are_one_by_one_whatever_stands_before_and_behind_them() {
        for (opening, bullet, end) in [
            ("Nơi nhận:", "- ", ";"),
            ("NƠI NHẬN:", "-", ";"),
            ("Nơi nhận", "+ ", ";"),
            ("Nơi gửi:", "• ", ","),
            ("Nơi nhận:", "", ";"),
            ("Nơi nhận:", "", ""),
            ("Nơi nhận:", "– ", ""),
            ("Nơi nhận:", "s ", ";"),
        ] {
            let item = |text: &str, end: &str| format!("{bullet}{text}{end}");
            let rows = [
                item("Như trên", end),
                item("Các trạm đo gió ven sông và", ""),
                "trên đồi".to_owned() + end,
                item("Phòng Đo gió", end),
                item("Lưu: VT, ĐG", "./."),
            ];
            let mut lines = vec![(opening, 200, 200), ("GIÁM ĐỐC", 1000, 200), ("Trần Gió Lành", 970, 450)];
            lines.extend(rows.iter().zip(5..).map(|(row, at)| (row.as_str(), 200, 50 * at)));
            let read = closing(&lines);
            let expected =
                ["Như trên", "Các trạm đo gió ven sông và trên đồi", "Phòng Đo gió", "Lưu: VT, ĐG"];
            assert_eq!(read.recipients, expected, "{opening} {bullet} {end}");
            assert_eq!(signed(&read), [("GIÁM ĐỐC", "Trần Gió Lành")]);
        }
    }

    #[test]
    fn a_signer_stands_beside_the_recipients_above_them_or_in_a_line_with_one() {
        let list = |top: u32| {
            [("Nơi nhận:", 200, top), ("- Như trên;", 200, top + 50), ("- Lưu: VT.", 200, top + 100)]
        };
        let beside = [
            ("TL. GIÁM ĐỐC", 1000, 200),
            ("TRƯỞNG PHÒNG ĐO GIÓ", 950, 250),
            ("(Đã ký)", 1030, 300),
            ("Ths. Tạ Gió", 1000, 400),
        ];
        for lines in [
            [&list(200)[..], &beside].concat(),
            [&beside[..], &list(500)].concat(),
            vec![
                ("Nơi nhận:                                              TL. GIÁM ĐỐC", 200, 200),
                ("- Như trên;                                       TRƯỞNG PHÒNG ĐO GIÓ", 200, 250),
                ("- Lưu: VT.                                              Ths. Tạ Gió", 200, 350),
            ],
        ] {
            let read = closing(&lines);
            assert_eq!(read.recipients, ["Như trên", "Lưu: VT"], "{lines:?}");
            assert_eq!(signed(&read), [("TL. GIÁM ĐỐC TRƯỞNG PHÒNG ĐO GIÓ", "Ths. Tạ Gió")], "{lines:?}");
        }
    }

    #[test]
    fn each_of_several_signers_has_his_own_column() {
        let minutes =
            [("THƯ KÝ", 400, 200), ("CHỦ TỌA", 1000, 200), ("Tạ Gió", 400, 400), ("Lê Văn Mưa", 980, 400)];
        assert_eq!(signed(&closing(&minutes)), [("THƯ KÝ", "Tạ Gió"), ("CHỦ TỌA", "Lê Văn Mưa")]);
        let contract = [
            ("ĐẠI DIỆN BÊN A              ĐẠI DIỆN BÊN B", 300, 200),
            ("GIÁM ĐỐC                  TRƯỞNG TRẠM", 340, 250),
            ("Tạ Gió                     Lê Văn Mưa", 360, 450),
        ];
        assert_eq!(
            signed(&closing(&contract)),
            [("ĐẠI DIỆN BÊN A GIÁM ĐỐC", "Tạ Gió"), ("ĐẠI DIỆN BÊN B TRƯỞNG TRẠM", "Lê Văn Mưa")]
        );
        let table = [
            ("NGƯỜI LẬP", 220, 200),
            ("KẾ TOÁN TRƯỞNG", 620, 200),
            ("GIÁM ĐỐC", 1100, 200),
            ("Tạ Gió", 240, 400),
            ("Lê Văn Mưa", 650, 400),
            ("Lý Nắng", 1110, 400),
        ];
        assert_eq!(
            signed(&closing(&table)),
            [("NGƯỜI LẬP", "Tạ Gió"), ("KẾ TOÁN TRƯỞNG", "Lê Văn Mưa"), ("GIÁM ĐỐC", "Lý Nắng")]
        );
        let form = [("NGƯỜI KHAI", 1000, 200), ("(Ký, ghi rõ họ tên)", 940, 250), ("Lê Văn Mưa", 1000, 450)];
        assert_eq!(signed(&closing(&form)), [("NGƯỜI KHAI", "Lê Văn Mưa")]);
    }

    #[test]
    fn specks_beside_a_signer_and_small_letters_in_his_name_are_none_of_it() {
        for (title, name) in [
            ("+ GIÁM ĐỐC", "5. Tạ Gió Lành"),
            ("8 GIÁM ĐỐC. )", "¹ Tạ Gió Lành -"),
            ("GIÁM ĐỐC", "- Tạ gió Lành"),
        ] {
            let read = closing(&[
                ("Nơi nhận:", 200, 200),
                ("- Lưu: VT.", 200, 250),
                (title, 1000, 200),
                (name, 970, 450),
            ]);
            assert_eq!(signed(&read), [("GIÁM ĐỐC", "Tạ Gió Lành")], "{title}, {name}");
        }
    }

    #[test]
    fn a_speck_before_the_opening_words_and_letters_of_a_seal_behind_them_are_none_of_it() {
        let read = closing(&[
            (". Nơi nhận         TON      GIÁM ĐỐC", 190, 200),
            ("Như trên;", 200, 250),
            ("Trạm đo gió;", 200, 300),
            ("Lưu: VT.", 200, 350),
            ("Tạ Gió Lành", 570, 450),
        ]);
        assert_eq!(read.recipients, ["Như trên", "Trạm đo gió", "Lưu: VT"]);
        assert_eq!(signed(&read), [("GIÁM ĐỐC", "Tạ Gió Lành")]);
    }

    #[test]
    fn an_office_with_small_letters_in_it_is_one_that_was_misread() {
        let read = closing(&[("GIÁM pốc", 1000, 200), ("Tạ Gió Lành", 970, 450)]);
        assert_eq!(signed(&read), [("GIÁM ĐỐC", "Tạ Gió Lành")]);
        assert!(read.signer.unwrap().title.unwrap().review);
    }

    #[test]
    fn two_who_sign_on_a_page_askew_stand_over_the_recipients_and_a_dash_of_the_seal_parts_nobody() {
        let read = closing(&[
            ("THƯ KÝ", 240, 200),
            ("KT. GIÁM ĐỐC", 1000, 220),
            ("-", 800, 260),
            ("PHÓ GIÁM ĐỐC", 1000, 270),
            ("Lý Nắng", 236, 420),
            ("Tạ Gió Lành", 1005, 445),
            ("Nơi nhận:", 200, 600),
            ("- Như trên;", 200, 650),
            ("- Lưu: VT.", 200, 700),
        ]);
        assert_eq!(read.recipients, ["Như trên", "Lưu: VT"]);
        assert_eq!(signed(&read), [("THƯ KÝ", "Lý Nắng"), ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Tạ Gió Lành")]);
        let contract = [
            ("ĐẠI DIỆN BÊN A              ĐẠI DIỆN BÊN B", 300, 200),
            ("-", 800, 300),
            ("Tạ Gió                       Lê Văn Mưa", 360, 450),
        ];
        assert_eq!(
            signed(&closing(&contract)),
            [("ĐẠI DIỆN BÊN A", "Tạ Gió"), ("ĐẠI DIỆN BÊN B", "Lê Văn Mưa")]
        );
    }

    #[test]
    fn who_stands_for_a_body_beside_one_who_signs_signs_too_and_a_heading_over_a_name_does_not() {
        let heading = [("III. ĐƠN VỊ", 1000, 200), ("Lê Văn Mưa", 1000, 400)];
        assert!(closing(&heading).signers.is_empty());
        let both = [("THƯ KÝ", 400, 200), ("Tạ Gió", 400, 400)];
        let read = closing(&[&both[..], &heading].concat());
        assert_eq!(
            signed(&read),
            [("THƯ KÝ", "Tạ Gió"), ("III. ĐƠN VỊ", "Lê Văn Mưa")],
            "its letters are sure"
        );
    }

    #[test]
    fn what_is_like_a_deputy_or_part_of_one_under_whom_it_is_signed_for_is_the_deputy() {
        for seen in ["HỒ GIÁM ĐỐC", "GIÁM", "ĐỐC"] {
            let read = closing(&[("KT. GIÁM ĐỐC", 1000, 200), (seen, 1010, 250), ("Tạ Gió Lành", 1005, 450)]);
            assert_eq!(signed(&read), [("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Tạ Gió Lành")], "{seen}");
        }
    }

    #[test]
    fn an_office_off_the_axis_of_the_line_above_lost_the_word_beside_it() {
        let signed_under = |left: u32| {
            let read = closing(&[
                ("TM. HỘI ĐỒNG TRẠM GIÓ", 900, 200),
                ("TỊCH", left, 250),
                ("Tạ Gió Lành", 970, 450),
            ]);
            read.signer.unwrap().title.unwrap()
        };
        let axis = 900 + 21 * LETTER / 2;
        assert_eq!(signed_under(axis), "TM. HỘI ĐỒNG TRẠM GIÓ CHỦ TỊCH");
        assert_eq!(signed_under(axis + 2 * LETTER), "TM. HỘI ĐỒNG TRẠM GIÓ PHÓ CHỦ TỊCH");
        assert!(signed_under(axis).review);
        assert_eq!(signed_under(axis - 2 * LETTER), "TM. HỘI ĐỒNG TRẠM GIÓ TỊCH", "it stands on it");
    }

    #[test]
    fn a_name_that_lost_its_capital_is_mended_and_to_be_looked_at() {
        for (seen, top, name) in
            [("hái Văn Gió", 450, "Thái Văn Gió"), ("Tạ (quang Gió", 280, "Tạ Quang Gió")]
        {
            let read = closing(&[("GIÁM ĐỐC", 1000, 200), (seen, 970, top)]);
            assert_eq!(signed(&read), [("GIÁM ĐỐC", name)]);
            assert!(read.signer.unwrap().name.unwrap().review, "{seen}");
        }
    }

    #[test]
    fn strokes_of_abbreviations_among_recipients_may_be_read_as_letters() {
        let read = closing(&[
            ("Nơi nhận:", 200, 200),
            ("- Đức Bí thư (bíc);", 200, 250),
            ("- Đíc Trần Gió Lành;", 200, 300),
            ("- Đức Gió Lành (p/h);", 200, 350),
            ("- Lưu: VT.", 200, 400),
        ]);
        let expected = ["Đ/c Bí thư (b/c)", "Đ/c Trần Gió Lành", "Đức Gió Lành (p/h)", "Lưu: VT"];
        assert_eq!(read.recipients, expected);
    }

    #[test]
    fn a_surname_apart_from_the_rest_of_the_name_belongs_to_it() {
        let read = closing(&[("GIÁM ĐỐC", 1000, 200), ("Tạ      Gió Lành", 920, 450)]);
        assert_eq!(signed(&read), [("GIÁM ĐỐC", "Tạ Gió Lành")]);
        let two = [("THƯ KÝ        CHỦ TỌA", 400, 200), ("Tạ Gió        Lý Nắng", 400, 450)];
        assert_eq!(signed(&closing(&two)), [("THƯ KÝ", "Tạ Gió"), ("CHỦ TỌA", "Lý Nắng")]);
    }

    #[test]
    fn a_list_without_opening_and_bullets_stands_under_one_edge() {
        let read = closing(&[
            ("Trạm đo gió ven sông", 200, 250),
            ("Phòng Đo gió", 202, 300),
            ("Lưu: VT.", 200, 350),
            ("GIÁM ĐỐC", 1000, 250),
            ("Tạ Gió Lành", 970, 450),
        ]);
        assert_eq!(read.recipients, ["Trạm đo gió ven sông", "Phòng Đo gió", "Lưu: VT"]);
        assert_eq!(signed(&read), [("GIÁM ĐỐC", "Tạ Gió Lành")]);
    }

    #[test]
    fn a_closing_goes_on_over_the_end_of_the_page() {
        let first = [TEXT, ("Nơi nhận:", 200, 2000), ("- Như trên;", 200, 2050), ("GIÁM ĐỐC", 1000, 2000)];
        let second = [("- Phòng Đo gió;", 200, 100), ("- Lưu: VT.", 200, 150), ("Lê Văn Mưa", 990, 200)];
        let read = read(&[&first, &second]);
        assert_eq!(read.recipients, ["Như trên", "Phòng Đo gió", "Lưu: VT"]);
        assert_eq!(signed(&read), [("GIÁM ĐỐC", "Lê Văn Mưa")]);
    }

    #[test]
    fn rows_of_names_and_headings_over_text_sign_nothing() {
        let names = [
            ("HỌ VÀ TÊN", 300, 200),
            ("CHỨC VỤ", 1000, 200),
            ("Lê Văn Mưa", 300, 250),
            ("Trưởng Trạm", 1000, 250),
            ("Lý Nắng", 300, 300),
            ("Phó Trạm", 1000, 300),
        ];
        assert!(closing(&names).signers.is_empty());
        let heading = [("TÌNH HÌNH GIÓ", 700, 200), ("Gió Đông Bắc", 700, 250)];
        assert!(closing(&heading).signers.is_empty());
    }
}
