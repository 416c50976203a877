//! Head and closing of an administrative document.
//!
//! # Grammar
//!
//! After Decree 30/2020/NĐ-CP, appendix I, and Guideline 36-HD/VPTW for the Party's documents:
//!
//! ```text
//! head     = left column: [ parent ] issuer "Số:" number     right column: motto, place "," date
//!            kind in capitals, subject; or "V/v" subject under the number of a letter
//! date     = "ngày" 1*2digit "tháng" 1*2digit "năm" 4digit
//! closing  = "Nơi nhận:" *( "-" recipient ";" )              beside it: signer's office, name
//! appendix = "(Kèm theo" kind "số" number "ngày" date
//! ```
//!
//! Where boxes are known the columns are parted by the page's middle. In text they come mixed: the motto parts a
//! line into left and right, a signer's office follows `Nơi nhận:`, a name follows a recipient's full stop. An
//! appendix's reference stands in for the number and date that the head has lost, if it names the same kind.

use std::sync::LazyLock;

use regex::Regex;

use super::folding;
use super::number;
use super::office;
use super::paragraph;
use super::sheet::{PlacedWord, Role, Sheet, SheetLine};
use crate::document::{Letterhead, Signer};

/// Most lines of a head: the longest forms of the appendix take some twenty.
const HEAD_LINES: usize = 30;
/// How far from the middle of the text, in its widths, the gap between two columns lies at most; a gap behind a bullet
/// lies farther.
const NEAR_MIDDLE: f32 = 0.3;
/// How far from the left edge of the text, in its widths, the rule over notes begins at most.
const MARGIN: f32 = 0.1;
/// Fewest recipients before the file copy that are a list without its opening words.
const FEWEST_RECIPIENTS: usize = 2;
/// Most lines of a list of recipients.
const RECIPIENTS: usize = 30;

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

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)ng[aàáảạ]y\s+([0-9OoIlSBi|§]{1,2})\s+th[^\s]{1,2}ng\s+([0-9OoIlSBi|§]{1,2})\s+n[^\s]{1,2}m\s+([0-9OoIlSBi|§]{4})").ok()
});
static OPEN_DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)ng[aàáảạ]y\b.{0,8}\bth[^\s]{1,2}ng\b.{0,8}\bn[^\s]{1,2}m\s").ok());
static SHORT_DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)ng[aàáảạ]y\s+([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})").ok());
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\bs[oốôóò60¢é]\s*[:.]?\s*([0-9OIlSB§]+\s*[-/]\s*[\p{L}0-9]+(?:\s?[-–/&]\s?[\p{L}0-9.]+)*)",
    )
    .ok()
});

/// Probability that an office so found is what was printed.
const OFFICE_CONFIDENCE: f32 = 0.9;

/// A line of the head, parted into columns.
struct HeadLine {
    at: usize,
    left: String,
    right: String,
}

/// Reads head and closing, and claims their lines.
pub(super) fn find(sheet: &mut Sheet) -> Letterhead {
    let mut letterhead = Letterhead::default();
    read_head(sheet, &mut letterhead);
    read_closing(sheet, &mut letterhead);
    read_appendix_reference(sheet, &mut letterhead);
    letterhead
}

fn read_head(sheet: &mut Sheet, letterhead: &mut Letterhead) {
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
            && let Some(place) = place_of_open_date(&line.right).or_else(|| place_of_open_date(&line.left))
        {
            letterhead.place = Some(place);
            (seen_head, head_end) = (true, index + 1);
        }
        if letterhead.number.is_none()
            && let Some(found) = number_of(&line.left).or_else(|| number_of(&line.right))
        {
            letterhead.number = Some(found);
            (seen_head, head_end) = (true, index + 1);
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

/// Bodies whose names open most heads, as they are written.
const BODIES: &[&str] =
    &["ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "ỦY BAN MẶT TRẬN TỔ QUỐC", "ĐOÀN ĐẠI BIỂU QUỐC HỘI"];

/// Gives the names of bodies in capitals the marks that the recogniser lost. Both `ỦY` and `UỶ` stay.
fn mend_bodies(sheet: &mut Sheet, at: usize) {
    for body in BODIES {
        let line = &sheet.lines[at];
        if line.role != Role::Body || folding::capital_share(&line.text) < 0.7 {
            return;
        }
        let names: Vec<&str> = body.split(' ').collect();
        let tokens = line.tokens();
        let read: Vec<String> = tokens.iter().map(|token| line.slice(token)).collect();
        let is_body = |words: &[String]| {
            words.iter().zip(&names).all(|(word, name)| folding::fold(word) == folding::fold(name))
        };
        let Some(start) = read.windows(names.len()).position(is_body) else { continue };
        for (index, name) in names.iter().enumerate().rev() {
            let seen = &read[start + index];
            if seen != name && seen != "UỶ" {
                let reason = format!("`{seen}` in the name of a body: `{body}`");
                sheet.replace(at, tokens[start + index].clone(), name, reason, OFFICE_CONFIDENCE);
            }
        }
    }
}

/// Parts a line into what stands left and right of the page's middle.
fn part(sheet: &Sheet, at: usize) -> HeadLine {
    let line = &sheet.lines[at];
    let extent = sheet.pages[line.sheet_page].extent;
    if let (Some((left, right)), false) = (extent, line.words.is_empty()) {
        let middle = (left + right) / 2.0;
        // A gap between words wider than two letters' height near the middle parts the columns.
        let height = line.frame.map_or(0.0, |f| f.height());
        let off = |w: &[PlacedWord]| ((w[0].frame.x1 + w[1].frame.x0) / 2.0 - middle).abs();
        let split = line
            .words
            .windows(2)
            .filter(|w| w[1].frame.x0 - w[0].frame.x1 > 1.2 * height)
            .filter(|w| off(w) <= NEAR_MIDDLE * (right - left))
            .min_by(|a, b| off(a).total_cmp(&off(b)))
            .map(|w| w[1].range.start);
        if let Some(start) = split {
            return HeadLine {
                at,
                left: line.slice(&(0..start)),
                right: line.slice(&(start..line.length())),
            };
        }
        let center = line.frame.map_or(middle, |f| f.center().0);
        let text = line.text.clone();
        return if center > middle + (right - left) * 0.05 {
            HeadLine { at, left: String::new(), right: text }
        } else {
            HeadLine { at, left: text, right: String::new() }
        };
    }
    // In text, the motto or the place opens the right column, or three blanks do.
    let text = &line.text;
    let tokens = line.tokens();
    let skeletons: Vec<String> = tokens.iter().map(|t| folding::fold(&line.slice(t))).collect();
    for index in 1..tokens.len() {
        let gap = tokens[index].start - tokens[index - 1].end;
        let next = skeletons.get(index + 1).map(String::as_str);
        let motto = matches!(
            (skeletons[index].as_str(), next),
            ("cong", Some("hoa")) | ("dang", Some("cong")) | ("doc", Some("lap"))
        );
        if gap >= 3 || motto {
            let start = tokens[index].start;
            return HeadLine {
                at,
                left: line.slice(&(0..start)),
                right: line.slice(&(start..line.length())),
            };
        }
    }
    // `Số: 12/BC-VP Đồng Xanh, ngày …` on one line.
    let found = NUMBER.as_ref().and_then(|n| n.find(text));
    if let (Some(found), Some(_)) = (found, date_of(text)) {
        return HeadLine { at, left: text[..found.end()].to_owned(), right: text[found.end()..].to_owned() };
    }
    if is_motto(text) || date_of(text).is_some() {
        return HeadLine { at, left: String::new(), right: text.clone() };
    }
    HeadLine { at, left: text.clone(), right: String::new() }
}

fn is_motto(text: &str) -> bool {
    ["cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "đảng cộng sản việt nam"]
        .iter()
        .any(|m| folding::reads_as(text, m))
}

/// Returns what stands before `Số:` in a line of the left column: the recogniser may join the two lines.
fn before_number(text: &str) -> &str {
    let mut end = text.len();
    for (at, _) in text.match_indices(char::is_whitespace).chain(std::iter::once((0, ""))) {
        let token = text[at..].split_whitespace().next().unwrap_or_default();
        let (word, colon) = token.split_once(':').map_or((token, false), |(word, _)| (word, true));
        if folding::fold(word) == "so" && (colon || word.chars().nth(1).is_some_and(char::is_lowercase)) {
            end = end.min(at);
        }
    }
    &text[..end]
}

/// Cuts off the symbol of a number that was left to be written by hand: `… QĐ-UBND`.
fn without_symbol(text: &str) -> &str {
    let text = text.trim_end();
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let parts: Vec<&str> = last.trim_start_matches('/').split('-').collect();
    let is_symbol = parts.len() > 1
        && parts
            .iter()
            .all(|part| (1..=6).contains(&part.chars().count()) && part.chars().all(char::is_uppercase))
        && matches!(parts[0], "QĐ" | "BC" | "KH" | "TB" | "TTr" | "NQ" | "CT" | "HD" | "CV" | "KL" | "GM");
    if is_symbol { &text[..text.len() - last.len()] } else { text }
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

/// Reads a date and the place before it.
fn date_of(text: &str) -> Option<(String, Option<String>)> {
    let figures = |digits: &str| -> Option<u32> {
        digits.chars().map(number::digit_for).collect::<Option<String>>()?.parse().ok()
    };
    let captures = [&*DATE, &*SHORT_DATE].into_iter().flatten().find_map(|r| r.captures(text))?;
    let (day, month, year) = (figures(&captures[1])?, figures(&captures[2])?, figures(&captures[3])?);
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) || !(1900..2200).contains(&year) {
        return None;
    }
    let place = place_in(&text[..captures.get(0)?.start()]);
    Some((format!("{year:04}-{month:02}-{day:02}"), place))
}

/// Reads the place out of what stands before a date; the document's number may stand before it on one line.
fn place_in(before: &str) -> Option<String> {
    let before = before.trim_end().strip_suffix(',')?;
    let number = NUMBER.as_ref().and_then(|number| number.find(before));
    let place = number.map_or(before, |number| &before[number.end()..]);
    let place = place.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    (!place.is_empty() && place.chars().count() < 40).then(|| place.to_owned())
}

/// Reads the place before a date whose day or month cannot be read, as where it was left to be written by hand.
fn place_of_open_date(text: &str) -> Option<String> {
    place_in(&text[..OPEN_DATE.as_ref()?.find(text)?.start()])
}

fn number_of(text: &str) -> Option<String> {
    let captures = NUMBER.as_ref()?.captures(text)?;
    let compact: String = captures[1].chars().filter(|c| !c.is_whitespace()).collect();
    let figures: String = compact
        .chars()
        .take_while(|c| number::digit_for(*c).is_some() && !matches!(c, 'D' | 'Q' | 'T'))
        .collect();
    let digits: String = figures.chars().filter_map(number::digit_for).collect();
    Some(format!("{digits}{}", &compact[figures.len()..]))
}

fn letter_subject(text: &str) -> Option<String> {
    let text = text.trim();
    let folded = folding::fold(text);
    folded.starts_with("v/v").then(|| text.chars().skip(3).collect::<String>().trim().to_owned())
}

/// Joins lines of a name that runs over lines: a line that opens no body goes on with the one above.
fn bodies(lines: &[String]) -> Vec<String> {
    const OPENINGS: &[&str] = &[
        "uy ban",
        "ubnd",
        "hoi dong",
        "hdnd",
        "so ",
        "bo ",
        "van phong",
        "phong ",
        "tinh uy",
        "huyen uy",
        "thanh uy",
        "dang uy",
        "dang bo",
        "ban ",
        "chi bo",
        "cuc ",
        "chi cuc",
        "tong cuc",
        "truong ",
        "trung tam",
        "cong ty",
        "doan ",
        "vien ",
        "benh vien",
        "thanh tra",
        "kho bac",
        "quoc hoi",
        "chinh phu",
        "toa an",
        "dai ",
        "lien doan",
        "hoi ",
    ];
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let folded = folding::fold(line);
        let opens = OPENINGS.iter().any(|o| folded.starts_with(o));
        match names.last_mut() {
            Some(name) if !opens => {
                name.push(' ');
                name.push_str(line);
            }
            _ => names.push(line.clone()),
        }
    }
    names
}

fn read_closing(sheet: &mut Sheet, letterhead: &mut Letterhead) {
    let opens = |line: &SheetLine| {
        let head: Vec<&str> = line.text.split_whitespace().take(2).collect();
        head.len() == 2
            && line.role == Role::Body
            && folding::likeness(&head.join(" "), "nơi nhận") >= 0.75
            && (line.text.contains(':') || head.join(" ").len() + 2 >= line.text.trim().len())
    };
    let opening = (0..sheet.lines.len()).find(|at| opens(&sheet.lines[*at]));
    let Some(start) = opening.or_else(|| first_recipient(sheet)) else { return };
    let page = sheet.lines[start].sheet_page;
    let mut signer = Signer::default();
    let after: String = match opening.map(|at| part(sheet, at).right.trim().to_owned()) {
        Some(right) if right.is_empty() => {
            sheet.lines[start].text.split_once(':').map(|(_, r)| r.trim().to_owned()).unwrap_or_default()
        }
        right => right.unwrap_or_default(),
    };
    let mut offices: Vec<String> = Vec::new();
    if folding::capital_share(&after) > 0.7 {
        offices.push(after);
    }
    // The signer's office stands beside or above the recipients.
    for at in (sheet.pages[page].lines.start..start).rev().take(4) {
        let line = part(sheet, at);
        let text = if line.right.trim().is_empty() { &line.left } else { &line.right };
        if may_be_office(text) && offices.len() < 3 {
            offices.insert(0, text.trim().to_owned());
            sheet.lines[at].role = Role::Letterhead;
        } else {
            break;
        }
    }
    if opening.is_some() {
        sheet.lines[start].role = Role::Letterhead;
    }
    let end = sheet.pages[page].lines.end;
    for at in (start + usize::from(opening.is_some())..end).take(RECIPIENTS) {
        if sheet.lines[at].role != Role::Body || leaves_closing(sheet, at, start) {
            break;
        }
        let line = part(sheet, at);
        let (mut left, mut right) = (line.left.trim().to_owned(), line.right.trim().to_owned());
        if right.is_empty()
            && let Some((recipient, name)) = trailing_name(&left)
        {
            (left, right) = (recipient, name);
        }
        if paragraph::is_bullet(&left) {
            let recipient = left
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .trim_end_matches([';', '.', ',', ':', ' ']);
            if !recipient.is_empty() {
                letterhead.recipients.push(recipient.to_owned());
            }
        } else if is_name(&left) && right.is_empty() {
            right = left;
        } else if may_be_office(&left) && left.chars().count() > 6 && right.is_empty() {
            offices.push(left);
        } else if let Some(last) = letterhead.recipients.last_mut()
            && left.chars().filter(|c| c.is_alphabetic()).count() > 2
        {
            last.push(' ');
            last.push_str(left.trim_end_matches([';', '.', ',']));
        }
        if may_be_office(&right) && signer.name.is_none() {
            offices.push(right);
        } else if is_name(&right) {
            signer.name = Some(right);
        }
        sheet.lines[at].role = Role::Letterhead;
    }
    for office in &mut offices {
        if let Some(known) = office::misread(office) {
            mend_office(sheet, page, office, known);
            known.clone_into(office);
        }
    }
    if !offices.is_empty() {
        signer.title = Some(offices.join(" "));
    }
    if signer != Signer::default() {
        letterhead.signer = Some(signer);
    }
}

/// Returns the first line of a list of recipients whose opening was lost, under a seal or a signature: dashes up to the
/// file copy, `- Lưu: VT`, with which every such list ends.
fn first_recipient(sheet: &Sheet) -> Option<usize> {
    let line = |at: usize| sheet.lines[at].text.trim();
    let is_copy = |at: &usize| {
        let folded = folding::fold(line(*at).trim_start_matches(|c: char| !c.is_alphanumeric()));
        sheet.lines[*at].role == Role::Body && paragraph::is_bullet(line(*at)) && folded.starts_with("luu")
    };
    let last = (0..sheet.lines.len()).find(is_copy)?;
    let start = sheet.pages[sheet.lines[last].sheet_page].lines.start;
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

/// Returns whether a line says what an annex belongs to: `(Kèm theo …)`, `(Ban hành kèm theo …)`.
fn is_annex_note(text: &str) -> bool {
    let folded = folding::fold(text);
    folded.starts_with("(kem theo") || folded.starts_with("(ban hanh kem theo")
}

/// Returns whether words in the closing may be an office: codes of files and forms are none.
fn may_be_office(text: &str) -> bool {
    folding::capital_share(text) > 0.8
        && text.trim().chars().count() > 3
        && !text.contains(|c: char| c.is_ascii_digit() || c == '/')
}

/// Writes an office into the line of the page's closing in which it was misread.
fn mend_office(sheet: &mut Sheet, page: usize, title: &str, office: &str) {
    let found = sheet.pages[page].lines.clone().find_map(|at| {
        let line = &sheet.lines[at];
        let byte = line.text.find(title).filter(|_| line.role == Role::Letterhead)?;
        let start = line.text[..byte].chars().count();
        Some((at, start..start + title.chars().count()))
    });
    if let Some((at, range)) = found {
        let reason = format!("signer's office read as `{title}`: `{office}` of the list of offices");
        sheet.replace(at, range, office, reason, OFFICE_CONFIDENCE);
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
fn is_name(text: &str) -> bool {
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

fn read_appendix_reference(sheet: &Sheet, letterhead: &mut Letterhead) {
    if letterhead.number.is_some() && letterhead.date.is_some() {
        return;
    }
    for (at, line) in sheet.lines.iter().enumerate() {
        let folded = folding::fold(&line.text);
        let Some(rest) = folded.strip_prefix("(kem theo ") else { continue };
        let same = letterhead.kind.as_deref().is_some_and(|k| {
            let words = k.split_whitespace().count();
            let named: Vec<&str> = rest.split_whitespace().take(words).collect();
            folding::likeness(&named.join(" "), k) > 0.65
        });
        if !same {
            continue;
        }
        let next = sheet.lines.get(at + 1).map(|l| l.text.as_str()).unwrap_or_default();
        let text = format!("{} {next}", line.text);
        letterhead.number = letterhead.number.take().or_else(|| number_of(&text));
        letterhead.date = letterhead.date.take().or_else(|| date_of(&text).map(|(d, _)| d));
        if letterhead.number.is_some() && letterhead.date.is_some() {
            return;
        }
    }
}
