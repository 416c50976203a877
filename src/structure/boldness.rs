//! How bold print is: its strokes against those of the running text around it.
//!
//! Faces differ in how heavy they are, and so do scans of one face; bold print is what is heavier than the running text of its own
//! page, or of the document where the page has little.

/// How much wider than those of running text the strokes of bold print are at least, and those of plain print at most. Of the long
/// lines of paragraphs of 125 made documents 99 in a hundred measured 0.81 to 1.18 at 300 dpi and to 1.10 at 150 dpi under seals and
/// bleeding, half of the headings in capitals, most of them bold, 1.5 and more, and 1.26 and more.
pub(super) const BOLD: f32 = 1.18;
pub(super) const PLAIN: f32 = 1.1;

/// How thin the strokes of italics are at most. Of the long lines of paragraphs named above 16 in a thousand were as thin at 300 dpi, 18
/// at 150.
pub(super) const THIN: f32 = 0.94;

/// Characters of running text from which a page says itself what plain print is there.
const ENOUGH: usize = 600;

/// Returns the usual stroke width of running text: half of its characters have strokes as wide or wider. `pages` are the lines of
/// each page, with the mean width of their strokes and their characters.
pub(super) fn usual_strokes(pages: &[Vec<(f32, usize)>]) -> Vec<Option<f32>> {
    let all = usual_stroke(&mut pages.concat());
    let of_page = |lines: &Vec<(f32, usize)>| {
        let characters: usize = lines.iter().map(|(_, characters)| characters).sum();
        let own = (characters >= ENOUGH).then(|| usual_stroke(&mut lines.clone()));
        own.flatten().or(all)
    };
    pages.iter().map(of_page).collect()
}

fn usual_stroke(lines: &mut [(f32, usize)]) -> Option<f32> {
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = lines.iter().map(|(_, characters)| characters).sum::<usize>() / 2;
    let mut passed = 0;
    let is_half = |(_, characters): &&(f32, usize)| {
        passed += characters;
        passed > half
    };
    lines.iter().find(is_half).map(|(stroke, _)| *stroke).filter(|stroke| *stroke > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_much_text_has_its_own_plain_print_and_one_of_little_the_documents() {
        let text = |stroke, lines| vec![(stroke, 80); lines];
        let dark = [text(1.2, 20), vec![(1.9, 20)]].concat();
        let usual = usual_strokes(&[text(0.8, 30), dark, vec![(1.3, 20)], Vec::new()]);
        assert_eq!(usual, [Some(0.8), Some(1.2), Some(0.8), Some(0.8)]);
    }

    #[test]
    fn without_strokes_nothing_is_plain() {
        assert_eq!(usual_strokes(&[Vec::new(), vec![(0.0, 10)]]), [None, None]);
    }
}
