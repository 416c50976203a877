//! Paragraphs: printed lines joined to running text, over page breaks too.
//!
//! A new paragraph begins at a gap, an indent, a bullet or a label; where the page shows none of these, after a line
//! that ends a sentence short of the margin, or on an image after one that had room for the next word. What is set in
//! capitals and what is not are two, what is bold and what is not, and so are two notes in brackets. A gap does not part lines where the line above is full and
//! breaks off in mid-sentence: scanners and recognisers make gaps of their own. Nor does a dash there, outside a list.

use std::ops::Range;

use super::boldness::{BOLD, PLAIN};
use super::folding;
use super::sheet::{PlacedWord, Sheet, SheetLine};
use crate::document::check_box::is_box;

/// A line is full from this share of the usual length on.
const FULL: f32 = 0.8;

/// A line that begins so far in, in widths of the text, is centred.
const CENTRED: f32 = 0.15;

/// Part of the text's width that a full line leaves free behind it at most: set by hand, a long word more than a seventh.
const MOST_ROOM: f32 = 0.2;

/// How far from both edges a line in the middle stands at least, and how uneven they may be; parts of the text's width.
const MARGIN: f32 = 0.08;
const LEAN: f32 = 0.06;

/// Most lines of an item that hang below its first, as far as is looked.
const HANGING: usize = 12;
/// Characters that a label has less of.
const LABEL: usize = 4;

/// The widest space that a line may need before its next word, in heights of its box.
const SPACE: f32 = 1.5;

/// Capitals among the letters from which a line is set in them, and up to which it is not.
const CAPITALS: f64 = 0.8;
const SMALL: f64 = 0.5;

/// Dots or strokes of a leader, for words to be written on; a line of a form ends with them.
const LEADERS: [&str; 2] = ["....", "____"];

/// Most words of a value at the end of a line, and how far behind the words before it stands: heights of the line on an image, more
/// than so many blanks in a text. Blanks within lines are under one height, but for one in a hundred (recognition/broken_lines.rs).
/// Set by hand well above.
const VALUE_WORDS: usize = 3;
const VALUE_GAP: f32 = 3.0;
const VALUE_BLANKS: usize = 3;

/// Fewest dots between an entry of a list of contents and its page.
const FEWEST_DOTS: usize = 3;

/// Returns whether a paragraph begins at a line, given the line of text before it.
pub(super) fn begins(sheet: &Sheet, before: &SheetLine, line: &SheetLine) -> bool {
    let head = line.text.trim_start();
    if is_bullet(head) {
        return !goes_on_with_dash(sheet, before, line);
    }
    // A value stands behind its label: `Địa chỉ` / `: Thôn 5`.
    if head.starts_with(':') {
        return false;
    }
    let is_filled_in = LEADERS.iter().any(|leader| before.text.trim_end().ends_with(leader))
        || before.text.trim_start().starts_with(':');
    if is_filled_in || ends_with_value(before) || has_field(before) || head.starts_with(is_box) {
        return true;
    }
    if ends_before_answer(&before.text) {
        return false;
    }
    if before.text.contains(is_box) && !begins_small(head) {
        return true;
    }
    let is_note = before.text.trim_start().starts_with('(') && before.text.trim_end().ends_with(')');
    if is_note && head.starts_with('(') {
        return true;
    }
    if is_title(&before.text) && folding::capital_share(head) < SMALL && !head.starts_with(char::is_lowercase)
    {
        return true;
    }
    if is_title_above(sheet, before, line) || changes_boldness(before, line) && !begins_small(head) {
        return true;
    }
    let ended = before.text.trim_end().ends_with(['.', ':', ';', '!', '?'])
        || before.text.trim_end().ends_with("./.");
    // Lines of a table may make the usual one short. At the foot of a column the next line stands above.
    let is_below = before.frame.zip(line.frame).is_none_or(|(above, own)| above.y0 < own.y0);
    let full = before.length() as f32 >= FULL * sheet.usual_length as f32
        && !(is_below && room_behind(sheet, before) >= MOST_ROOM);
    let lower = begins_small(head);
    // Behind a semicolon or a colon a sentence goes on in small letters, grounds and items begin with a capital.
    let is_item = before.text.trim_end().ends_with([';', ':']) && head.starts_with(char::is_uppercase);
    if is_item || is_far_left_of(sheet, before, line) && !lower {
        return true;
    }
    if line.page != before.page {
        return ended && !lower && (!full || line.indented || line.gap_before);
    }
    // Of two lines set in, each may be the first of its paragraph.
    let is_second = || ended && !lower && !is_centred(sheet, line) && !hangs(sheet, before);
    if line.gap_before || line.indented && (!before.indented || is_second()) {
        return !full || ended;
    }
    (ended && !full || leaves_room(sheet, before, line)) && !lower
}

/// Returns whether a line that opens with a dash goes on with the sentence above it: `từ 45.000` / `- 50.000 đồng`, `Bộ Lao động` /
/// `- Thương binh và Xã hội`. The line above is full and breaks off, and no item of a list is open; or a range of numbers is cut.
fn goes_on_with_dash(sheet: &Sheet, before: &SheetLine, line: &SheetLine) -> bool {
    let above = before.text.trim_end();
    let mut head = line.text.trim_start().chars();
    let has_dash = head.next().is_some_and(|c| matches!(c, '-' | '–'));
    let is_full =
        before.length() as f32 >= FULL * sheet.usual_length as f32 && reaches_as_far(sheet, before, line);
    if !has_dash || !is_full || !above.ends_with(char::is_alphanumeric) || line.indented || line.gap_before {
        return false;
    }
    let is_range = above.ends_with(|c: char| c.is_ascii_digit())
        && head.as_str().trim_start().starts_with(|c: char| c.is_ascii_digit());
    is_range || !is_in_item(sheet, before)
}

/// Returns whether a line ends as far right as those below it do, but for less than the first word of the next. The text's own edge is
/// another where its head or a stamp reaches farther.
fn reaches_as_far(sheet: &Sheet, before: &SheetLine, line: &SheetLine) -> bool {
    let (Some(frame), Some(word)) = (before.frame, line.words.first()) else { return true };
    let page = &sheet.lines[sheet.pages[line.sheet_page].lines.clone()];
    let from = page.partition_point(|other| other.id() < line.id());
    let below = page[from..].iter().take(HANGING).filter_map(|other| other.frame);
    let right = below.map(|frame| frame.x1).fold(f32::MIN, f32::max);
    right - frame.x1 <= word.frame.x1 - word.frame.x0 + SPACE * frame.height()
}

/// Returns whether a line belongs to an item of a list, as far as is looked up from it.
fn is_in_item(sheet: &Sheet, line: &SheetLine) -> bool {
    let page = &sheet.lines[sheet.pages[line.sheet_page].lines.clone()];
    let end = page.partition_point(|other| other.id() <= line.id());
    let own = &page[end.saturating_sub(HANGING)..end];
    let ends = |other: &SheetLine| other.text.trim_end().ends_with(['.', ':', ';', '!', '?']);
    let is_first = |at: &usize| own[*at].gap_before || own[*at].indented || *at > 0 && ends(&own[*at - 1]);
    let first = (0..own.len()).rev().find(|at| is_bullet(own[*at].text.trim_start()) || is_first(at));
    first.map_or(own.len() == HANGING, |at| is_bullet(own[at].text.trim_start()))
}

/// Returns whether a line set in hangs below the first one of an item, which begins left of it.
fn hangs(sheet: &Sheet, line: &SheetLine) -> bool {
    let Some(own) = line.frame else { return false };
    let page = &sheet.lines[sheet.pages[line.sheet_page].lines.clone()];
    let above = page.partition_point(|other| other.id() < line.id());
    let is_left =
        |other: &&SheetLine| other.frame.is_some_and(|frame| own.x0 - frame.x0 > own.height() / 2.0);
    let first = page[..above].iter().rev().take(HANGING).find(is_left);
    first.is_some_and(|first| is_bullet(first.text.trim_start()) || is_labelled(&first.text))
}

/// Returns whether a text opens with a label of an item: `1.`, `a)`, `(2)`.
fn is_labelled(text: &str) -> bool {
    let label = text.split_whitespace().next().unwrap_or_default();
    let core = label.trim_start_matches('(').trim_end_matches([')', '.', '/', ':', '-']);
    core.len() < label.len() && core.chars().count() < LABEL && core.chars().all(char::is_alphanumeric)
}

/// Returns whether a line begins far left of the one above it, which is set in more than a paragraph's first line is.
fn is_far_left_of(sheet: &Sheet, before: &SheetLine, line: &SheetLine) -> bool {
    let width = sheet.pages[line.sheet_page].extent.map(|(left, right)| right - left);
    let place = before.frame.zip(line.frame).zip(width);
    before.page == line.page && place.is_some_and(|((above, own), width)| above.x0 - own.x0 > CENTRED * width)
}

/// Returns whether print changes between bold and plain from a line to the next.
pub(super) fn changes_boldness(before: &SheetLine, line: &SheetLine) -> bool {
    let (whole_before, whole) = (0..before.length(), 0..line.length());
    let (end, third) = (before.length(), line.length() / 3);
    // The last word of a bold title may stand on the line on which its paragraph begins, and the first of a paragraph's end on the
    // title's.
    let last = before.tokens().pop().unwrap_or_default();
    let first = line.tokens().into_iter().next().unwrap_or_default();
    let ends_bold =
        is_bold(before, &whole_before) && is_bold(before, &(end - end / 3..end)) && is_bold(before, &last);
    let begins_bold = is_bold(line, &whole) && is_bold(line, &(0..third));
    ends_bold && !is_bold(line, &first) && is_plain(line, &(0..line.length() / 2))
        || begins_bold && is_plain(before, &(end / 2..end))
}

/// Returns whether a range of a line is set in bold, and whether it surely is not.
pub(super) fn is_bold(line: &SheetLine, range: &Range<usize>) -> bool {
    line.boldness(range).is_some_and(|own| own >= BOLD)
}

pub(super) fn is_plain(line: &SheetLine, range: &Range<usize>) -> bool {
    line.boldness(range).is_some_and(|own| own <= PLAIN)
}

/// Returns whether a text begins with a small letter, as what goes on does: `a)` begins a point.
pub(super) fn begins_small(text: &str) -> bool {
    let mut head = text.chars();
    !is_bullet(text)
        && head.next().is_some_and(char::is_lowercase)
        && !head.next().is_some_and(|second| matches!(second, ')' | '.' | '/' | ':' | '-'))
}

/// Returns whether a line ends with a number, and its unit, far behind what it is of: `Thu phí        300 triệu`.
fn ends_with_value(line: &SheetLine) -> bool {
    let tokens = line.tokens();
    let last = tokens.len().saturating_sub(VALUE_WORDS)..tokens.len();
    last.rev().filter(|at| *at > 0).any(|at| {
        let blanks = line.slice(&(tokens[at - 1].end..tokens[at].start));
        let frame = |token: &std::ops::Range<usize>| {
            line.words.iter().find(|word| word.range.start < token.end && token.start < word.range.end)
        };
        let is_far = frame(&tokens[at - 1])
            .zip(frame(&tokens[at]))
            .is_some_and(|(left, right)| right.frame.x0 - left.frame.x1 > VALUE_GAP * right.frame.height());
        let is_parted = is_far || blanks.chars().count() > VALUE_BLANKS || blanks.contains('\t');
        is_parted && line.slice(&tokens[at]).starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Returns whether what is filled in stands far behind a label and its colon: `Đơn vị:        Xã An Phú`, `Đơn vị        : Xã An Phú`.
fn has_field(line: &SheetLine) -> bool {
    let is_far = |pair: &[PlacedWord<'_>]| {
        let label = line.slice(&pair[0].range);
        // The colons of several fields may stand one below the other.
        let has_colon = label.ends_with(':') || line.slice(&pair[1].range).starts_with(':');
        has_colon && pair[1].frame.x0 - pair[0].frame.x1 > VALUE_GAP * pair[1].frame.height()
    };
    line.words.windows(2).any(is_far)
}

/// Returns whether a text holds a leader or a box to be ticked, as lines of forms do.
pub(super) fn is_of_form(text: &str) -> bool {
    LEADERS.iter().any(|leader| text.contains(leader)) || text.contains("……") || text.contains(is_box)
}

/// Returns whether a line ends with a box whose answer stands on the next one: its answers stand behind their boxes, `Nghề nghiệp: ☐ Nông
/// dân ☐`. One before its box, `Có ☐ Không ☐`, is whole.
fn ends_before_answer(text: &str) -> bool {
    let opening = text.split(is_box).next().unwrap_or_default();
    text.trim_end().ends_with(is_box) && (opening.trim().is_empty() || opening.trim_end().ends_with(':'))
}

/// Returns whether a line is set in capitals throughout: two words or more.
fn is_title(text: &str) -> bool {
    text.split_whitespace().nth(1).is_some() && folding::capital_share(text) > CAPITALS
}

/// Returns whether an image shows that a line ended though the first word of the next one would still have fit.
pub(super) fn leaves_room(sheet: &Sheet, before: &SheetLine, line: &SheetLine) -> bool {
    let extent = sheet.extent_of(before);
    let (Some((_, right)), Some(frame), Some(word)) = (extent, before.frame, line.words.first()) else {
        return false;
    };
    let room = right - frame.x1;
    // A centred line has room on both sides.
    !is_centred(sheet, before) && room > word.frame.x1 - word.frame.x0 + SPACE * frame.height()
}

/// Returns the part of the text's width that a line on an image leaves free behind it; 0 where there is no image.
pub(super) fn room_behind(sheet: &Sheet, line: &SheetLine) -> f32 {
    let extent = sheet.extent_of(line);
    extent.zip(line.frame).map_or(0.0, |((left, right), frame)| (right - frame.x1) / (right - left).max(1.0))
}

/// Returns whether an image shows a line set in from the left far more than a paragraph's first.
pub(super) fn is_centred(sheet: &Sheet, line: &SheetLine) -> bool {
    // A paragraph's first line is set in as far in a narrow column.
    let width = sheet.pages[line.sheet_page].extent.map(|(left, right)| right - left);
    let left = sheet.extent_of(line).map(|(left, _)| left);
    let place = line.frame.zip(left).zip(width);
    place.is_some_and(|((frame, left), width)| frame.x0 - left > CENTRED * width)
}

/// Returns whether an image shows a line in the middle of the text's width, clear of both sides.
pub(super) fn is_in_middle(sheet: &Sheet, line: &SheetLine) -> bool {
    let extent = sheet.extent_of(line);
    extent.zip(line.frame).is_some_and(|((left, right), frame)| {
        let (before, behind, width) = (frame.x0 - left, right - frame.x1, right - left);
        before > MARGIN * width && (before - behind).abs() < LEAN * width
    })
}

/// Returns whether a line stands in the middle above one that begins farther left, as a title does above its text.
pub(super) fn is_title_above(sheet: &Sheet, before: &SheetLine, line: &SheetLine) -> bool {
    let width = sheet.extent_of(before).map_or(f32::MAX, |(left, right)| right - left);
    let sets_out =
        before.frame.zip(line.frame).is_some_and(|(above, own)| above.x0 - own.x0 > MARGIN * width);
    before.page == line.page && sets_out && is_in_middle(sheet, before) && !is_in_middle(sheet, line)
}

/// Returns whether a line is an entry of a list of contents: it ends with a leader and a page.
pub(super) fn is_contents_entry(text: &str) -> bool {
    let before = text.trim_end().trim_end_matches(|c: char| c.is_ascii_digit());
    let entry = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '…' | '·' | '_'));
    let leader = &before[entry.len()..];
    let dots: usize =
        leader.chars().map(|c| if c == '…' { 3 } else { usize::from(!c.is_whitespace()) }).sum();
    before.len() < text.trim_end().len() && !entry.is_empty() && dots >= FEWEST_DOTS
}

/// Returns whether a line opens with a bullet: `-`, `+`, `*`, `•` and a blank. A ring is read as an `o`, a disc as an `e` or the
/// like.
pub(super) fn is_bullet(text: &str) -> bool {
    let mut characters = text.chars();
    let bullet = characters.next();
    let is_apart = characters.next().is_some_and(char::is_whitespace);
    match bullet {
        Some('-' | '–' | '—' | '+' | '*' | '•' | '~' | '●' | '○' | '▪' | '■') => is_apart,
        Some('o' | 'e' | 's' | 'c' | '©' | '®' | '¢' | '°' | '»' | '›') => {
            is_apart && characters.as_str().trim_start().starts_with(char::is_uppercase)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample;

    /// Returns whether a paragraph begins at the last of lines given with their left edges, one under the other; what stands between
    /// asterisks is bold.
    fn begins_at_last(lines: &[(&str, u32)]) -> bool {
        let lines: Vec<(&str, u32, u32)> =
            lines.iter().zip(1..).map(|((text, x), at)| (*text, *x, 40 * at)).collect();
        let document = sample::set_in_bold(&[&lines]);
        let sheet = Sheet::new(&document);
        let [.., before, line] = sheet.lines.as_slice() else { panic!("two lines") };
        begins(&sheet, before, line)
    }

    const FULL: &str = "Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng hẹn và sửa";
    const ENDED: &str = "Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng hẹn và sửa.";

    #[test]
    fn a_capital_behind_a_semicolon_begins_a_paragraph_and_a_small_letter_goes_on() {
        let ground = "Căn cứ Luật Gió ngày 11 tháng 11 năm 2011 và các văn bản hướng dẫn thi hành Luật Gió;";
        assert!(begins_at_last(&[(FULL, 100), (ground, 100), ("Xét đề nghị của trạm", 100)]));
        assert!(!begins_at_last(&[(FULL, 100), (ground, 100), ("đã được sửa đổi", 100)]));
    }

    #[test]
    fn of_two_lines_set_in_the_second_begins_a_paragraph_if_the_first_has_ended() {
        let above = [(FULL, 100), (FULL, 100), (FULL, 100)];
        let with = |last: [(&'static str, u32); 2]| begins_at_last(&[&above[..], &last].concat());
        assert!(with([(ENDED, 160), ("Các trạm đã sửa máy.", 160)]));
        let item = [("- Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng hẹn và", 100)];
        let hanging = [&above[..], &item, &[(ENDED, 160), ("Các trạm đã sửa máy.", 160)]].concat();
        assert!(!begins_at_last(&hanging), "below an item's first line");
        assert!(!with([(ENDED, 700), ("Các trạm đã sửa máy.", 700)]), "in a column of its own");
        assert!(!with([(FULL, 160), ("Hoa Sim đã sửa máy.", 160)]));
    }

    #[test]
    fn a_line_far_left_of_the_one_above_begins_a_paragraph() {
        let above = [(FULL, 100), (FULL, 100)];
        let with = |last: [(&'static str, u32); 2]| begins_at_last(&[&above[..], &last].concat());
        assert!(with([("- Trạm Hoa Sim", 500), ("Sở kính mời các trạm", 160)]));
        assert!(!with([
            ("- Trạm Hoa Sim và các trạm ven biển của các xã miền núi đã", 500),
            ("báo cáo", 510)
        ]));
    }

    #[test]
    fn a_dash_in_mid_sentence_begins_no_item() {
        let number = "Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, với chi phí của mỗi trạm từ 45.000";
        assert!(!begins_at_last(&[(FULL, 100), (number, 100), ("- 50.000 đồng một tháng.", 100)]));
        assert!(!begins_at_last(&[(FULL, 100), (FULL, 100), ("- Thương binh và Xã hội", 100)]));
        assert!(
            begins_at_last(&[(FULL, 100), (ENDED, 100), ("- Trạm Hoa Sim", 100)]),
            "the sentence is over"
        );
        assert!(begins_at_last(&[(FULL, 100), (FULL, 100), ("- Trạm Hoa Sim", 160)]), "set in");
        let item = "- Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng hẹn và";
        assert!(begins_at_last(&[(FULL, 100), (item, 100), ("- Trạm Hoa Sim", 100)]), "an item is open");
    }

    #[test]
    fn an_answer_may_stand_on_the_line_below_its_box() {
        let asked = "Mức độ hài lòng: ☐ Rất hài lòng ☐ Hài lòng ☐ Bình thường ☐";
        assert!(!begins_at_last(&[(FULL, 100), (asked, 160), ("Không hài lòng", 100)]));
        assert!(begins_at_last(&[(FULL, 100), ("Có ☐ Không ☐", 160), ("Ghi chú của trạm", 100)]));
    }

    #[test]
    fn a_value_goes_on_behind_its_label_and_the_next_label_begins_anew() {
        assert!(!begins_at_last(&[(FULL, 100), ("Địa chỉ", 100), (": Thôn 5, xã Hoa Sim", 600)]));
        assert!(begins_at_last(&[("Địa chỉ", 100), (": Thôn 5, xã Hoa Sim", 600), ("Điện thoại", 100)]));
    }

    #[test]
    fn a_stamp_in_the_margin_leaves_full_lines_full() {
        let above = [("Sở Gió", 1400), ("5.6.2019", 1400), (FULL, 100), (FULL, 100), (FULL, 100)];
        assert!(!begins_at_last(&[&above[..], &[("14 trạm khác.", 100)]].concat()));
        let short = "Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu";
        assert!(begins_at_last(&[&above[..], &[(short, 100), ("14 trạm khác.", 100)]].concat()));
    }

    #[test]
    fn print_that_turns_bold_or_plain_begins_a_paragraph_and_a_bold_word_does_not() {
        let bold = "*Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng hẹn và sửa*";
        assert!(begins_at_last(&[(FULL, 100), (FULL, 100), (bold, 100), (FULL, 100)]));
        assert!(begins_at_last(&[(FULL, 100), (FULL, 100), (FULL, 100), (bold, 100)]));
        let last_word = "*Trong năm, các trạm đã ghi gió đủ ba lần mỗi ngày, gửi số liệu về đúng* hẹn và sửa";
        assert!(!begins_at_last(&[(FULL, 100), (FULL, 100), (last_word, 100), (FULL, 100)]));
    }
}
