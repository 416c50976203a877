"""Names of places and people. The people are nobody; provinces are real ones beside invented ones, what lies below is invented."""

PROVINCES = [
    "Hà Châu", "Sơn Bình", "Tân Giang", "Đông Lĩnh", "An Khê Trung", "Vĩnh Hưng", "Nam Thành", "Quế Dương", "Lâm Thao Thượng",
    "Thái Bình", "Nghệ An", "Quảng Ngãi", "Bến Tre", "Lạng Sơn", "Kon Tum", "Hậu Giang", "Hà Nam", "Phú Yên", "Yên Bái", "Đồng Tháp",
]
OLD_PROVINCES = ["Hà Nam Ninh", "Nghệ Tĩnh", "Bình Trị Thiên", "Nghĩa Bình", "Hoàng Liên Sơn", "Cửu Long", "Hà Sơn Bình", "Vĩnh Phú", "Hải Hưng", "Sông Bé"]
DISTRICTS = [
    "Thạch Khê", "Đại Từ Sơn", "Kim Ngân", "Mường Phìn", "Cẩm Vân", "Trà Ôn Đông", "Quỳnh Tiến", "Ea Drông", "Hương Trạch", "Vụ Nghĩa", "Lộc Tân", "Bát Tràng Hạ", "Gia Quất",
    "Tủa Sín", "Phước Hậu", "Nga Lĩnh",
]
TOWNS = ["Hòa Thuận", "Tân Uyên", "Đông Kinh", "Vĩnh Trại", "Mỹ Phước", "Sa Rài"]
COMMUNES = [
    "Quảng Yên", "Thuận Hóa Đông", "Nậm Păm", "Yên Nghĩa", "Bình Xa", "Hoằng Phong", "Ea Ktur", "Tịnh Minh", "Giao Hải", "Đắk Ơ", "Vĩnh Ngọc", "Xuân Trường", "Hưng Nhượng",
    "Long Sơn", "Kỳ Trinh", "Tà Xùa", "Mỹ Đức Tây", "An Phú Thuận", "Lục Sơn", "Cát Hanh",
]
FAMILIES = (
    ["Nguyễn"] * 9 + ["Trần"] * 5 + ["Lê"] * 4 + ["Phạm"] * 3 + ["Hoàng", "Huỳnh", "Vũ", "Võ", "Phan", "Trương", "Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương", "Đinh", "Lý", "Cao",
    "Mạc", "Tống", "Quách", "Thái", "Lương", "Vi", "Lò", "Hà", "Doãn", "Khúc", "Nông"]
)
MEN = ["Văn", "Đức", "Hữu", "Quang", "Ngọc", "Xuân", "Trọng", "Đình", "Bá", "Minh", "Công", "Viết", "Mạnh", "Thanh"]
WOMEN = ["Thị", "Thị Thu", "Thị Ngọc", "Thị Kim", "Thị Bích", "Thị Hồng", "Ngọc", "Thúy", "Phương", "Thị Mỹ"]
MEN_LAST = [
    "Khoa", "Thắng", "Tuấn", "Hải", "Dũng", "Kiên", "Sơn", "Toàn", "Nghĩa", "Phúc", "Quyền", "Bằng", "Chiến", "Đạt", "Hiếu", "Lượng", "Ngữ", "Oanh", "Tịnh", "Vượng", "Thuyết", "Ưng", "Hợp",
    "Chữ", "Trữ", "Đĩnh", "Khuyến", "Giáp", "Hoạch",
]
WOMEN_LAST = ["Hạnh", "Lan", "Hương", "Nga", "Yến", "Thủy", "Loan", "Mai", "Quyên", "Diệp", "Thảo", "Trâm", "Liễu", "Ngà", "Huệ", "Tuyết", "Vân", "Phượng", "Xuyến", "Nguyệt", "Ánh", "Đào"]


def person(rng):
    """Returns a person's name."""
    family = rng.choice(FAMILIES)
    if rng.random() < 0.6:
        middle, last = rng.choice(MEN), rng.choice(MEN_LAST)
    else:
        middle, last = rng.choice(WOMEN), rng.choice(WOMEN_LAST)
    return f"{family} {last}" if rng.random() < 0.06 else f"{family} {middle} {last}"
