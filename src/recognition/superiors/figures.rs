//! What was read for a mark, as superior figures.

/// The most figures of a mark.
pub(super) const FIGURES: usize = 2;

/// Returns whether a text is an upright stroke: a one, or what is left of an ascender.
pub(super) fn is_stroke(text: &str) -> bool {
    matches!(text, "I" | "l" | "|" | "!")
}

/// Returns figures as superior ones, and a stroke alone as a one; `None` for anything else.
pub(super) fn superior(text: &str) -> Option<String> {
    const SUPERIOR: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if is_stroke(text) {
        return Some("¹".into());
    }
    let figures: Option<String> = text.chars().map(|c| Some(SUPERIOR[c.to_digit(10)? as usize])).collect();
    figures.filter(|figures| (1..=FIGURES).contains(&figures.chars().count()) && !figures.starts_with('⁰'))
}

/// Parts a text into figures and the brackets around them, of which either may be lost; `None` where it has others.
pub(super) fn in_brackets(text: &str) -> Option<(Option<char>, &str, Option<char>)> {
    let opening = text.chars().next().filter(|c| matches!(c, '(' | '['));
    let inner = if opening.is_some() { &text[1..] } else { text };
    let closing = inner.chars().next_back().filter(|c| matches!(c, ')' | ']'));
    let inner = if closing.is_some() { &inner[..inner.len() - 1] } else { inner };
    (!inner.contains(['(', '[', ')', ']'])).then_some((opening, inner, closing))
}
