//! Running titles: a line that stands at the head or the foot of page after page.
//!
//! It is of the sheet, not of the document, and would part the paragraphs that run over the page's end. What is taken for one is
//! not read, so that one that is missed is worth more than one too many. Two things tell it:
//!
//! ```text
//! counted = words [ "trang" ] number     the number counts the pages, and is parted from the words
//! set off = words                        the same on each page, behind a gap, and neither a sentence nor a table's header
//! fixed   = words                        the same at one place of two pages or more, set smaller than the text
//! from the second page on = words        the same on every page but the first, and no sentence
//! ```
//!
//! A field of a head or of a closing is none: in a pile each paper has its own. Nor is a line under which a head goes on, or
//! that opens a page behind one that ends as papers do.
//!
//! Of one without the page's number the first stays in the text, unless the text says it above: a title, a heading or a
//! letterhead may be printed but once as what it is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::sheet::{Frame, PlacedWord, Role, Sheet};
use super::{folding, letterhead, office, paragraph, table};
use crate::document::BlockKind;

/// Fewest pages that such a line stands on.
const FEWEST_PAGES: usize = 3;
/// Fewest where its number says that it is a page's.
const FEWEST_NAMED: usize = 2;
/// Share of the pages that it stands on, at least, and of those on which a gap must set it off.
const SHARE: f64 = 0.5;
/// Fewest letters of such a line: less is a mark or a speck.
const FEWEST_LETTERS: usize = 8;
/// Most words of one: more are a sentence, whether or not its full stop was read.
const MOST_WORDS: usize = 24;
/// Blanks, and heights of a line on an image, from which two words stand in two columns.
const WIDE_BLANKS: usize = 3;
const WIDE: f32 = 1.5;
/// White between two lines of an image, in heights of the higher one, that sets them apart; spaced lines have one.
const WHITE: f32 = 1.5;
/// How high a line is at most, in heights of the page's lines, that is set small, and how far apart two stand at one place, in widths
/// of the text.
const SMALL: f32 = 0.85;
const ONE_PLACE: f32 = 0.01;
/// Most titles of an edge that are looked for in the text above, each of which is a look at all of it. A document may have one a
/// chapter; of those beyond, the first stays in the text, though it may be said there already.
const SOUGHT: usize = 64;
/// Lines under a line in which a head goes on.
const HEAD: usize = 5;
/// Words, folded, before a page's number.
const PAGE_WORDS: &[&str] = &["trang", "to", "page", "tr"];

/// The outermost line of a page, which may be a running title.
struct Edge {
    line: usize,
    page: usize,
    /// Its text, folded, without its figures: what is compared where a figure may have been misread.
    letters: String,
    /// Its text, folded.
    text: String,
    /// The same with each number that may be a page's as one that counts the pages, and whether it says that it is one.
    counted: Vec<(String, bool)>,
    /// True where a gap sets it off, and it is no sentence, no header and no part of a document's head or closing.
    is_set_off: bool,
    /// True where a paper of its own may begin with it.
    opens_paper: bool,
    /// Where it stands, in pixels, of one that is no sentence, and whether it is set smaller than the page's lines.
    place: Option<(Frame, bool)>,
}

/// Claims the running titles.
pub(super) fn claim(sheet: &mut Sheet) {
    for is_head in [true, false] {
        let edges: Vec<Edge> = (0..sheet.pages.len()).filter_map(|page| edge(sheet, page, is_head)).collect();
        let letters = counted(edges.iter().map(|edge| edge.letters.as_str()));
        let is_often =
            |edge: &&Edge| letters[edge.letters.as_str()] as f64 >= SHARE * sheet.pages.len() as f64;
        let counts = counted(edges.iter().flat_map(|edge| &edge.counted).map(|(text, _)| text.as_str()));
        // A number that differs from page to page and counts nothing is the document's: a total, a receipt's number.
        let is_counted = |edge: &&Edge| {
            let fewest = |is_named: bool| if is_named { FEWEST_NAMED } else { FEWEST_PAGES };
            edge.counted.iter().any(|(text, is_named)| counts[text.as_str()] >= fewest(*is_named))
        };
        let often = || edges.iter().filter(is_often);
        let numbered: BTreeSet<&str> = often().filter(is_counted).map(|edge| edge.letters.as_str()).collect();
        let alike = counted(often().map(|edge| edge.text.as_str()));
        let set_off = counted(often().filter(|edge| edge.is_set_off).map(|edge| edge.text.as_str()));
        let is_running = |text: &str| {
            let (alike, set_off) = (alike[text], set_off.get(text).copied().unwrap_or(0));
            alike >= FEWEST_PAGES && set_off as f64 >= SHARE * alike as f64
        };
        // What stands at one place on page after page, set small, needs no gap. A page of a table alone has no larger lines.
        let mut places: BTreeMap<&str, Vec<(Frame, bool, f32)>> = BTreeMap::new();
        for edge in often() {
            let width = sheet.pages[edge.page].extent.map(|(left, right)| right - left);
            let place = edge.place.zip(width).map(|((frame, is_small), width)| (frame, is_small, width));
            places.entry(&edge.text).or_default().extend(place);
        }
        let is_fixed = |(text, own): &(&&str, &Vec<(Frame, bool, f32)>)| {
            let is_there = |(frame, _, width): &(Frame, bool, f32)| {
                let off = (frame.x0 - own[0].0.x0).abs().max((frame.y0 - own[0].0.y0).abs());
                off <= ONE_PLACE * width
            };
            let small = own.iter().filter(|(_, is_small, _)| *is_small).count();
            small >= FEWEST_NAMED
                && small as f64 >= SHARE * own.len() as f64
                && own.len() == alike[**text]
                && own.iter().all(is_there)
        };
        // Once a text: a long document has the same on every page.
        let fixed: BTreeSet<&str> = places.iter().filter(is_fixed).map(|(text, _)| *text).collect();
        // Papers of a pile have the issuer's name on the first page, too, and a head below it.
        let from_second: BTreeSet<&str> = alike
            .iter()
            .filter(|(_, count)| **count >= FEWEST_PAGES && **count + 1 == sheet.pages.len())
            .map(|(text, _)| *text)
            .filter(|text| {
                let own: Vec<&Edge> = edges.iter().filter(|edge| edge.text == *text).collect();
                let papers = own.iter().filter(|edge| edge.opens_paper).count();
                own.iter().all(|edge| edge.page > 0 && !is_sentence(&sheet.lines[edge.line].text))
                    && papers as f64 <= SHARE * own.len() as f64
            })
            .collect();
        let mut running: Vec<usize> = Vec::new();
        let mut said: BTreeSet<&str> = BTreeSet::new();
        for edge in often() {
            let is_numbered = numbered.contains(edge.letters.as_str());
            let is_first = |said: usize| said > SOUGHT || is_first(sheet, edge);
            if is_numbered
                || fixed.contains(edge.text.as_str())
                || (is_running(&edge.text) || from_second.contains(edge.text.as_str()))
                    && !(said.insert(&edge.text) && is_first(said.len()))
            {
                running.push(edge.line);
            }
        }
        for line in running {
            sheet.claim(BlockKind::RunningTitle, [line]);
        }
    }
}

fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    counts
}

/// Returns whether the text says a line's words here for the first time: not on the pages before, nor on its own.
fn is_first(sheet: &Sheet, edge: &Edge) -> bool {
    let words = |text: &str| -> String { text.split(|c: char| !c.is_alphanumeric()).collect() };
    let is_other = |at: &usize| *at != edge.line && sheet.lines[*at].role == Role::Body;
    let before = 0..sheet.pages[edge.page].lines.end;
    let text: String =
        before.filter(is_other).map(|at| words(&folding::fold(&sheet.lines[at].text))).collect();
    !text.contains(&words(&edge.text))
}

/// Returns the outermost line of a page, where it may be one.
fn edge(sheet: &Sheet, page: usize, is_head: bool) -> Option<Edge> {
    let free = |at: &usize| sheet.lines[*at].role == Role::Body;
    let mut lines = sheet.pages[page].lines.clone().filter(free);
    let (line, beside) = match is_head {
        true => (lines.next()?, lines.next()),
        false => (lines.next_back()?, lines.next_back()),
    };
    let own = &sheet.lines[line];
    let letters = own.text.chars().filter(|c| c.is_alphabetic()).count();
    let words = own.text.split_whitespace().count();
    if letters < FEWEST_LETTERS || !(2..=MOST_WORDS).contains(&words) || sheet.is_ruled(line) {
        return None;
    }
    if table::opens_header(&own.text) || is_of_head_or_closing(sheet, line) {
        return None;
    }
    let has_gap = beside.is_some_and(|at| is_apart(sheet, at.min(line), at.max(line)));
    let is_paper_s = is_head && opens_paper(sheet, line);
    let is_set_off = has_gap && !is_paper_s && !is_sentence(&own.text) && !is_header(sheet, line, beside);
    let text = folding::fold(&own.text);
    let letters = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let counted = page_numbers(sheet, line, sheet.pages[page].number);
    let is_small =
        |frame: &Frame| usual_height(sheet, page).is_some_and(|usual| frame.height() < SMALL * usual);
    let place = own.frame.filter(|_| !is_sentence(&own.text)).map(|frame| (frame, is_small(&frame)));
    Some(Edge { line, page, letters, text, counted, is_set_off, opens_paper: is_paper_s, place })
}

/// Returns the median height of a page's lines.
fn usual_height(sheet: &Sheet, page: usize) -> Option<f32> {
    let lines = &sheet.lines[sheet.pages[page].lines.clone()];
    let mut heights: Vec<f32> =
        lines.iter().filter_map(|line| line.frame).map(|frame| frame.height()).collect();
    heights.sort_unstable_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied()
}

/// Returns whether a text is or ends a sentence, or begins in the middle of one.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(['.', ';', ':', ',', '!', '?'])
        || text.starts_with(char::is_lowercase)
        || paragraph::is_bullet(text)
}

/// Returns whether a gap stands between a line and the one under it. On a page of few lines an image's gaps are as wide as
/// its steps, and the white between the two tells.
fn is_apart(sheet: &Sheet, above: usize, below: usize) -> bool {
    let (upper, lower) = (&sheet.lines[above], &sheet.lines[below]);
    let is_white =
        |(upper, lower): (Frame, Frame)| lower.y0 - upper.y1 > WHITE * upper.height().max(lower.height());
    lower.gap_before || upper.frame.zip(lower.frame).is_some_and(is_white)
}

/// Returns whether a paper begins with the first line of a page: its head goes on below, or a closing ends the page before.
fn opens_paper(sheet: &Sheet, at: usize) -> bool {
    let page = sheet.lines[at].sheet_page;
    let is_body = |at: &usize| sheet.lines[*at].role == Role::Body;
    let mut below = (at + 1..sheet.pages[page].lines.end).filter(is_body).take(HEAD);
    let above = page.checked_sub(1).and_then(|page| sheet.pages[page].lines.clone().rfind(is_body));
    below.any(|at| is_of_head(sheet, at)) || above.is_some_and(|at| is_of_head_or_closing(sheet, at))
}

/// Returns whether a line is what a head or a closing is made of, which on the pages of a pile is each paper's own.
fn is_of_head_or_closing(sheet: &Sheet, at: usize) -> bool {
    let is_field = |text: &str| {
        letterhead::is_name(text) || office::named(text).is_some() || office::stands_for_another(text)
    };
    is_of_head(sheet, at) || fields(sheet, at).iter().any(|text| is_field(text))
}

/// Returns whether a line is what a head is made of, but for the issuer.
fn is_of_head(sheet: &Sheet, at: usize) -> bool {
    let is_field = |text: &str| {
        letterhead::is_motto(text)
            || letterhead::is_number(text)
            || letterhead::is_place_and_date(text)
            || letterhead::opens_addressees(text)
    };
    letterhead::names_kind(sheet, at) || fields(sheet, at).iter().any(|text| is_field(text))
}

/// Returns what may be a field of its own: a line, and what stands in each of its columns.
fn fields(sheet: &Sheet, at: usize) -> Vec<String> {
    let mut fields = columns(sheet, at);
    fields.push(sheet.lines[at].text.trim().to_owned());
    fields
}

/// Returns whether a line is a table's header that no rule shows: it stands in three columns, or in columns over a line that does.
fn is_header(sheet: &Sheet, at: usize, beside: Option<usize>) -> bool {
    let own = columns(sheet, at).len();
    own > 2 || own > 1 && beside.is_some_and(|at| columns(sheet, at).len() > 1)
}

/// Returns what stands in each column of a line.
fn columns(sheet: &Sheet, at: usize) -> Vec<String> {
    let line = &sheet.lines[at];
    let mut columns = vec![String::new()];
    let mut end = 0;
    for token in line.tokens() {
        if end > 0 && is_wide(sheet, at, end..token.start) {
            columns.push(String::new());
        }
        if let Some(column) = columns.last_mut() {
            column.push_str(if column.is_empty() { "" } else { " " });
            column.push_str(&line.slice(&token));
        }
        end = token.end;
    }
    columns
}

/// Returns whether the blanks between two words are wider than a blank is.
fn is_wide(sheet: &Sheet, at: usize, blanks: Range<usize>) -> bool {
    let line = &sheet.lines[at];
    let gap = line.slice(&blanks);
    if gap.chars().count() >= WIDE_BLANKS || gap.contains('\t') {
        return true;
    }
    let is_between =
        |words: &&[PlacedWord]| words[0].range.end <= blanks.start && blanks.end <= words[1].range.start;
    line.words
        .windows(2)
        .find(is_between)
        .is_some_and(|words| words[1].frame.x0 - words[0].frame.x1 > WIDE * words[0].frame.height())
}

/// Returns a line's folded text with each number that may be its page's as what it is beyond that, and whether it says that it is
/// one. Such a number stands at an end of the line or behind `trang`, and a gap or a sign parts it from words that it might
/// count: `Biểu số 3` and `Tháng 3` are the document's.
fn page_numbers(sheet: &Sheet, at: usize, page: u32) -> Vec<(String, bool)> {
    let line = &sheet.lines[at];
    let tokens = line.tokens();
    let texts: Vec<String> = tokens.iter().map(|token| folding::fold(&line.slice(token))).collect();
    let is_sign = |text: &String| !text.contains(char::is_alphanumeric);
    let mut found = Vec::new();
    for (index, token) in texts.iter().enumerate() {
        // `4/9`, `(4)`, `-4-`
        let core = token.trim_matches(|c: char| !c.is_alphanumeric());
        let (number, of_all) = core.split_once('/').map_or((core, false), |(number, _)| (number, true));
        let Ok(number) = number.parse::<i64>() else { continue };
        let before = index.checked_sub(1).map(|before| &texts[before]);
        let is_named = before.is_some_and(|word| PAGE_WORDS.contains(&word.trim_matches(['.', ':', '('])));
        let is_label = token.ends_with(['.', ')']) && !token.starts_with('(');
        let parted = |left: usize| {
            tokens.get(left + 1).is_some_and(|next| is_wide(sheet, at, tokens[left].end..next.start))
        };
        let is_first = index == 0 && !is_label && (parted(0) || texts.get(1).is_some_and(is_sign));
        let is_last = index + 1 == texts.len()
            && (before.is_some_and(is_sign)
                || index.checked_sub(1).is_some_and(parted)
                || is_sign_before(token));
        if is_named || is_first || is_last || of_all {
            let mut text = texts.clone();
            text[index] = format!("#{}", number - i64::from(page));
            found.push((text.join(" "), is_named));
        }
    }
    found
}

/// Returns whether a number has a sign on both sides, `-4-` or `(4)`.
fn is_sign_before(token: &str) -> bool {
    let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
    is_sign(token.chars().next()) && is_sign(token.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::sample::{body, document, page, printed};

    /// The lines claimed on pages of lines.
    fn claimed(pages: &[Vec<&str>]) -> Vec<String> {
        let pages = pages.iter().zip(1..).map(|(lines, number)| page(number, lines)).collect();
        let given = document(pages);
        let mut sheet = Sheet::new(&given);
        claim(&mut sheet);
        let lines = sheet.blocks.iter().flat_map(|block| &block.lines);
        lines.map(|at| sheet.lines[*at].text.to_string()).collect()
    }

    const TEXTS: [&str; 4] = ["Gió mạnh ở ven sông", "và yếu ở trên đồi.", "Mưa nhiều.", "Hết."];

    /// Pages that open with lines and go on with a text of their own.
    fn under(head: &[&'static str]) -> Vec<Vec<&'static str>> {
        TEXTS.iter().map(|text| [head, &[*text]].concat()).collect()
    }

    /// Pages with a text of their own that close with lines.
    fn over(foot: &[&'static str]) -> Vec<Vec<&'static str>> {
        TEXTS.iter().map(|text| [&[*text], foot].concat()).collect()
    }

    #[test]
    fn a_line_on_most_pages_is_a_running_title_and_a_table_s_header_is_none() {
        let pages = [
            page(1, &["BÁO CÁO", "Kết quả đo gió."]),
            page(2, &["Báo cáo đo gió năm 2023 - trang 2", "Gió mạnh ở ven sông"]),
            page(3, &["Báo cáo đo gió năm 2023 - trang 3", "và yếu ở trên đồi."]),
            page(4, &["Báo cáo đo gió năm 2023 - trang 4", "Hết."]),
        ];
        let given = document(pages.to_vec());
        let mut sheet = Sheet::new(&given);
        claim(&mut sheet);
        assert_eq!(
            body(&sheet),
            ["BÁO CÁO", "Kết quả đo gió.", "Gió mạnh ở ven sông", "và yếu ở trên đồi.", "Hết."]
        );
        for header in [
            &["TT NỘI DUNG ĐIỂM CHUẨN"][..],
            &["Tên trạm   Lượng mưa   Ghi chép", ""],
            &["Tên trạm đo gió Lượng mưa"],
            &["Tên trạm đo\tSố máy đo\tNgười trông", ""],
            &["Ngày tháng năm", "Lượng mưa Sức gió"],
        ] {
            assert_eq!(claimed(&under(header)), [""; 0], "{header:?}");
        }
    }

    #[test]
    fn what_stands_small_at_one_place_of_two_pages_needs_no_gap() {
        let titles = |second: u32| {
            let pages = [100, second].map(|left| {
                let mut page = printed(&[
                    ("Sở Đo Gió - Văn bản năm 2001", [left, 100, left + 500, 120]),
                    ("Gió mạnh ở ven sông và yếu ở trên đồi", [100, 128, 1100, 158]),
                    ("theo số liệu của các trạm gửi về mỗi giờ", [100, 168, 1100, 198]),
                ]);
                page.pages.remove(0)
            });
            let given = document(pages.into_iter().collect());
            let mut sheet = Sheet::new(&given);
            claim(&mut sheet);
            sheet.blocks.iter().map(|block| block.lines.len()).sum::<usize>()
        };
        assert_eq!(titles(100), 2);
        assert_eq!(titles(400), 0, "elsewhere");
    }

    #[test]
    fn a_sentence_at_the_foot_or_the_head_of_every_page_stays_in_the_text() {
        for sentence in [
            &["", "Số liệu do trạm chịu trách nhiệm."][..],
            &["Người trông coi phải ghi sổ hằng ngày"],
            &["", "và gửi về Sở trước ngày mồng năm"],
            &["", "Các trạm thực hiện những việc sau:"],
            &["", "- Lưu sổ ghi tại trạm đo"],
            &["", "Trần Thị Gió Lành"],
            &["", "KT. GIÁM ĐỐC SỞ ĐO GIÓ"],
        ] {
            assert_eq!(claimed(&over(sentence)), [""; 0], "{sentence:?}");
            let above: Vec<&str> = sentence.iter().rev().copied().collect();
            assert_eq!(claimed(&under(&above)), [""; 0], "{sentence:?}");
        }
    }

    #[test]
    fn the_head_of_each_paper_of_a_pile_is_its_own() {
        for head in [
            &["UBND TỈNH SÔNG XANH     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""][..],
            &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""],
            &["Độc lập - Tự do - Hạnh phúc", ""],
            &["QUYẾT ĐỊNH", ""],
            &["BIÊN BẢN", ""],
            &["Số: 21/QĐ-SĐG", ""],
            &["Sông Xanh, ngày 3 tháng 4 năm 2023", ""],
            &["Số: 21/QĐ-SĐG      Sông Xanh, ngày 3 tháng 4 năm 2023", ""],
            &["Kính gửi: Các trạm đo gió", ""],
            &["SỞ ĐO GIÓ SÔNG XANH", "", "QUYẾT ĐỊNH"],
            &["TRẠM ĐO GIÓ SAO MAI", "", "Số: 21/QĐ-TĐG"],
            &["HỢP TÁC XÃ SAO MAI", "", "TỔ ĐO GIÓ", "GIẤY MỜI"],
        ] {
            assert_eq!(claimed(&under(head)), [""; 0], "{head:?}");
        }
    }

    #[test]
    fn the_title_over_each_form_of_a_pile_is_its_own() {
        for end in [
            "Sông Xanh, ngày 3 tháng 4 năm 2023",
            "Trần Thị Gió Lành",
            "GIÁM ĐỐC",
            "KT. GIÁM ĐỐC SỞ ĐO GIÓ",
            "Nơi nhận: Như trên",
        ] {
            let form = |text: &&'static str| vec!["TỜ KHAI TRẠM ĐO GIÓ", "", *text, "", end];
            assert_eq!(claimed(&TEXTS.iter().map(form).collect::<Vec<_>>()), [""; 0], "{end}");
        }
    }

    #[test]
    fn the_white_below_a_line_of_a_page_of_few_sets_it_off() {
        let title = "Sổ tay đo gió ở ven sông";
        let running = |top: u32| {
            let text = |top: u32| [100, top, 1500, top + 30];
            let lines = TEXTS.map(|own| [(title, text(100)), (own, text(top)), ("Gió yếu.", text(top + 50))]);
            let pages = lines.iter().zip(1..).map(|(lines, number)| {
                let page = printed(lines).pages.remove(0);
                crate::document::Page { number, ..page }
            });
            let given = document(pages.collect());
            let mut sheet = Sheet::new(&given);
            claim(&mut sheet);
            sheet.blocks.len()
        };
        assert_eq!(running(210), 3, "the first is the document's title");
        assert_eq!(running(150), 0, "lines as far apart as those of the text");
    }

    #[test]
    fn without_a_gap_what_opens_every_page_but_the_first_is_one() {
        let title = "Sổ tay đo gió - Kế hoạch năm 2023";
        let mut pages = under(&[title]);
        assert_eq!(claimed(&pages), [""; 0], "it opens the first, too");
        pages[0] = vec!["Lời nói đầu.", "Hết lời."];
        assert_eq!(claimed(&pages), [title; 2], "it stays where it is said first");
        pages.push(vec!["Phần cuối.", "Hết."]);
        assert_eq!(claimed(&pages), [""; 0]);
        let mut pile = under(&["HỢP TÁC XÃ SAO MAI", "QUYẾT ĐỊNH"]);
        pile[0] = vec!["Lời nói đầu.", "Hết lời."];
        assert_eq!(claimed(&pile), [""; 0], "each is a paper");
    }

    #[test]
    fn words_that_stand_nowhere_above_stay_once() {
        let title = "SỔ TAY ĐO GIÓ Ở VEN SÔNG";
        assert_eq!(claimed(&under(&[title, ""])), [title; 3], "the first is the document's title");
        let mut late = under(&[title, ""]);
        late[0] = vec!["Lời nói đầu."];
        assert_eq!(claimed(&late), [title; 2], "the first is a chapter's heading");
        late[0] = vec!["Sổ tay đo gió", "ở ven sông", "", "Lời nói đầu."];
        assert_eq!(claimed(&late), [title; 3], "the title stands above in two lines");
        let mut twice = under(&[title, ""]);
        twice[0] = vec![title, "", title, "", "Gió."];
        assert_eq!(claimed(&twice), [title; 4], "the title stands below the running one");
        assert_eq!(claimed(&over(&["", title])), [title; 3], "at the foot");
    }

    #[test]
    fn a_line_whose_number_counts_the_pages_is_none_of_the_text() {
        let numbered = |write: &dyn Fn(usize) -> String| {
            let heads: Vec<String> = (1..=4).map(write).collect();
            let pages: Vec<Vec<&str>> =
                heads.iter().zip(TEXTS).map(|(head, text)| vec![head.as_str(), text]).collect();
            claimed(&pages).len()
        };
        assert_eq!(numbered(&|n| format!("Báo cáo đo gió - trang {n}")), 4);
        assert_eq!(numbered(&|n| format!("Báo cáo đo gió, trang {n}/4")), 4);
        assert_eq!(numbered(&|n| format!("Báo cáo đo gió      {n}")), 4);
        assert_eq!(numbered(&|n| format!("Báo cáo đo gió | {n}")), 4);
        assert_eq!(numbered(&|n| format!("{}      Báo cáo đo gió", n + 6)), 4);
        assert_eq!(numbered(&|n| format!("Báo cáo đo gió -{n}-")), 4);
        // What such a number counts may be something else, of which there is one a page.
        assert_eq!(numbered(&|n| format!("Biểu mẫu đo gió số {n}")), 0);
        assert_eq!(numbered(&|n| format!("Số liệu tháng {n} năm 2023")), 0);
        assert_eq!(numbered(&|n| format!("{n}. Công tác đo gió")), 0);
        assert_eq!(numbered(&|n| format!("{n}) Công tác đo gió")), 0);
        assert_eq!(numbered(&|n| format!("Phụ lục số {n} kèm theo")), 0);
    }

    #[test]
    fn two_pages_are_enough_where_the_number_says_that_it_is_a_page_s() {
        let pages =
            |first: &'static str, second: &'static str| vec![vec![first, "Gió."], vec![second, "Mưa."]];
        assert_eq!(claimed(&pages("Báo cáo đo gió - trang 1", "Báo cáo đo gió - trang 2")).len(), 2);
        assert_eq!(claimed(&pages("Báo cáo đo gió     1", "Báo cáo đo gió     2")).len(), 0);
        assert_eq!(claimed(&pages("Báo cáo đo gió", "Báo cáo đo gió")).len(), 0);
    }

    #[test]
    fn a_line_whose_number_differs_and_counts_no_pages_is_the_document_s() {
        let running = |heads: [&str; 4]| {
            let feet = ["Gió mạnh.", "Gió yếu.", "Gió nhẹ.", "Lặng gió."];
            let pages: Vec<Vec<&str>> =
                heads.iter().zip(feet).map(|(head, foot)| vec![*head, foot]).collect();
            claimed(&pages).len()
        };
        let total = ["Tổng số thu: 5", "Tổng số thu: 7", "Tổng số thu: 9", "Tổng số thu: 4"];
        assert_eq!(running(total), 0);
        let receipt = ["Biên lai số 17", "Biên lai số 23", "Biên lai số 31", "Biên lai số 8"];
        assert_eq!(running(receipt), 0);
        let counted = [
            "Báo cáo số 12, tờ 4/9",
            "Báo cáo số 12, tờ 5/9",
            "Báo cáo số 12, tờ 6/9",
            "Báo cáo số 12, tờ 1/9",
        ];
        assert_eq!(running(counted), 4, "the last one was misread");
    }
}
