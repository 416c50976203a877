//! VISCII (RFC 1456): one byte a letter, six of them control characters.

/// Letters by the byte that the first of them is; the rest follow.
pub(super) const LETTERS: &[(u8, &str)] = &[
    (0x02, "Ẳ"),
    (0x05, "ẴẪ"),
    (0x14, "Ỷ"),
    (0x19, "Ỹ"),
    (0x1e, "Ỵ"),
    (0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"),
    (0x90, "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"),
    (0xa0, "Õắằặấầẩậẽẹếềểễệố"),
    (0xb0, "ồổỗỠƠộờởịỰỨỪỬơớƯ"),
    (0xc0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"),
    (0xd0, "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"),
    (0xe0, "àáâãảăữẫèéêẻìíĩỉ"),
    (0xf0, "đựòóôõỏọụùúũủýợỮ"),
];
