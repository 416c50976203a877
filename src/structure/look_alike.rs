//! Figures that look alike.

/// Figures of which the one is read for the other.
const LOOK_ALIKE: &[(char, char)] = &[
    ('1', '4'),
    ('1', '7'),
    ('2', '7'),
    ('2', '3'),
    ('3', '5'),
    ('3', '8'),
    ('5', '6'),
    ('6', '8'),
    ('8', '9'),
];

/// Returns whether the one is read for the other.
pub(super) fn look_alike(a: char, b: char) -> bool {
    LOOK_ALIKE.contains(&(a.min(b), a.max(b)))
}
