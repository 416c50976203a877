//! VPS, of the Vietnamese Professionals Society: one byte a letter, some of them control characters. Letters that Latin-1
//! has mostly keep its codes.

/// Letters by the byte that the first of them is; the rest follow.
pub(super) const LETTERS: &[(u8, &str)] = &[
    (0x02, "ẠẬẶẸỆ"),
    (0x10, "ỊỌỘỢỤỰ"),
    (0x19, "Ỵ"),
    (0x1c, "ẪỮ"),
    (0x80, "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ"),
    (0x90, "Ế"),
    (0x93, "ỀỂỄỐỒỔỖýỷỵỚỜỞ"),
    (0xa1, "ắằẳẵặỠớÙờởỡŨỨợỪ"),
    (0xb0, "ổỬỲỸÍÌộỈĨÓửữÒỎÕự"),
    (0xc0, "ầÁÂấẩẫậđẻÉÊẹỉễịỹ"),
    (0xd0, "ƯỦồốÔỏơÈừứÚũưÝẺ"),
    (0xe0, "àáâãảạăçèéêẽìíîĩ"),
    (0xf0, "ẴĐòóôõöƠụùúủüỶẼỳ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_places_of_other_letters_are_latin_1_s() {
        let others: String =
            LETTERS.iter().flat_map(|(_, run)| run.chars()).filter(|c| "çîöü".contains(*c)).collect();
        assert_eq!(others, "çîöü");
    }
}
