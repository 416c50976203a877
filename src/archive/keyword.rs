//! Keywords (từ khóa): phrases of the subject, or of the first headings where there is none. No word is added.
//!
//! A phrase ends at words that join phrases (`của`, `theo` …) and at stops, for Vietnamese does not show where its words of
//! many syllables end; a long one also at commas. At `và` none ends: much of what it joins is one name.

use crate::document::Document;

/// Most characters of a document's keywords, as the circular has it.
const MOST: usize = 100;

/// Headings that are looked at where there is no subject.
const HEADINGS: usize = 3;

/// Characters from which a phrase is long.
const LONG: usize = 60;

/// Words of which a phrase has fewer say too little, and of which a part of a long one does.
const FEWEST: usize = 2;
const FEWEST_OF_PART: usize = 3;

/// Words at which a phrase ends.
const JOINTS: [&str; 28] = [
    "về", "việc", "v/v", "của", "các", "những", "cho", "trên", "tại", "theo", "trong", "với", "từ", "đến",
    "đối", "do", "để", "thuộc", "giữa", "ngày", "số", "là", "bằng", "khi", "năm", "tháng", "quý", "kèm",
];

/// Returns the keywords of a document, the first phrase first, as many as the field holds; none where there is no subject
/// and no heading.
pub fn of(document: &Document) -> Vec<String> {
    let subject = document.letterhead.subject.as_deref().map(phrases).unwrap_or_default();
    if !subject.is_empty() {
        return fitting(subject);
    }
    fitting(document.sections.iter().take(HEADINGS).flat_map(|section| phrases(&section.title)).collect())
}

/// Returns a field's text of keywords.
pub fn joined(keywords: &[String]) -> String {
    keywords.join("; ")
}

/// Leaves away what the field has no room for.
fn fitting(phrases: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut length = 0;
    for phrase in phrases {
        let room = phrase.chars().count() + if kept.is_empty() { 0 } else { 2 };
        if length + room <= MOST && !kept.contains(&phrase) {
            length += room;
            kept.push(phrase);
        }
    }
    kept
}

fn phrases(text: &str) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    for part in text.split([';', ':', '.', '(', ')', '"', '“', '”']) {
        let mut phrase: Vec<&str> = Vec::new();
        let mut end = |phrase: &mut Vec<&str>| {
            let whole = phrase.join(" ");
            let words = |text: &str| text.split_whitespace().count();
            if whole.chars().count() > LONG {
                let parts = whole.split([',']).map(str::trim).flat_map(|part| part.split(" được "));
                phrases.extend(parts.filter(|part| words(part) >= FEWEST_OF_PART).map(ToOwned::to_owned));
            } else if phrase.len() >= FEWEST {
                phrases.push(whole.trim_matches(',').to_owned());
            }
            phrase.clear();
        };
        for word in part.split_whitespace() {
            let lower = word.to_lowercase();
            // Figures name a year, a day or a term, which have fields of their own.
            if JOINTS.contains(&lower.as_str()) || !word.contains(char::is_alphabetic) {
                end(&mut phrase);
            } else {
                phrase.push(word);
            }
        }
        end(&mut phrase);
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_end_at_joints_and_punctuation_and_keep_their_words() {
        assert_eq!(phrases("Tổng kết công tác năm 2023"), ["Tổng kết công tác"]);
        assert_eq!(
            phrases("Về việc phê duyệt quy hoạch sử dụng đất của huyện Đồng Xanh, tỉnh Lâm Hải"),
            ["phê duyệt quy hoạch sử dụng đất", "huyện Đồng Xanh, tỉnh Lâm Hải"]
        );
        assert_eq!(
            phrases(
                "Công bố danh mục thủ tục được sửa đổi, bổ sung, thay thế lĩnh vực Giáo dục và Đào tạo trên địa bàn tỉnh"
            ),
            ["Công bố danh mục thủ tục", "thay thế lĩnh vực Giáo dục và Đào tạo", "địa bàn tỉnh"]
        );
        assert!(phrases("Về việc").is_empty());
    }

    #[test]
    fn keywords_stay_within_the_fields_length() {
        let long = "một hai ba bốn năm sáu bảy tám chín mười ".repeat(3);
        let kept = fitting(vec!["công tác dân vận".to_owned(), long, "cải cách hành chính".to_owned()]);
        assert_eq!(joined(&kept), "công tác dân vận; cải cách hành chính");
        assert!(joined(&kept).chars().count() <= MOST);
    }
}
