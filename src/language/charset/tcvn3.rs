//! TCVN 5712:1993 VN3, called ABC: small letters, and the seven capitals without a tone. Other capitals are small letters
//! in fonts of their own, whose names end in `H`.

/// Letters by the byte that the first of them is; the rest follow.
pub(super) const LETTERS: &[(u8, &str)] = &[
    (0xa1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xb5, "àảãáạ"),
    (0xbb, "ằẳẵắ"),
    (0xc6, "ặầẩẫấậè"),
    (0xce, "ẻẽéẹềểễếệìỉ"),
    (0xdc, "ĩíịò"),
    (0xe1, "ỏõóọồổỗốộờởỡớợù"),
    (0xf1, "ủũúụừửữứựỳỷỹýỵ"),
];
