//! Names of persons.

/// What stands before a name: degrees, ranks, forms of address.
const TITLES: &[&str] = &[
    "ths", "th.s", "ts", "pgs", "gs", "bs", "bscki", "bsckii", "bsck1", "bsck2", "ds", "ks", "cn", "ls",
    "ông", "bà", "đ/c",
];

/// Returns whether a text is a person's name, with a degree or without: two to five words, each with a capital and the rest small.
pub(in crate::structure::letterhead) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = without_titles(text.trim()).split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| {
            let mut characters = word.chars();
            characters.next().is_some_and(char::is_uppercase)
                && characters.clone().next().is_some()
                && characters.all(char::is_lowercase)
        })
}

/// Cuts off what stands before a name.
fn without_titles(text: &str) -> &str {
    let mut name = text;
    while let Some(end) = name.find(['.', ' ']) {
        // `PGS.TS. Nguyễn Gió`, `Th.S Nguyễn Gió`.
        let longer = name[end + 1..].find(['.', ' ']).map(|more| end + 1 + more);
        let cut = [Some(end), longer].into_iter().flatten().find(|end| is_title(&name[..*end]));
        let Some(cut) = cut else { break };
        name = name[cut + 1..].trim_start_matches(['.', ' ', ',']);
    }
    name
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_have_a_degree_before_it_and_an_office_is_none() {
        for name in ["Tạ Gió", "Ths. Tạ Bá Gia Yến", "BS. Lý Khuê", "PGS.TS. Đỗ Văn Giếng", "Th.S Lê Mưa"]
        {
            assert!(is_name(name), "{name}");
        }
        for other in ["Yến", "Ths.", "GIÁM ĐỐC", "Trạm đo gió", "Tạ Gió;"] {
            assert!(!is_name(other), "{other}");
        }
    }
}
