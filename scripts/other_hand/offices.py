"""Offices: how their heads name them, who signs, whom they write to."""

import dataclasses

import names


@dataclasses.dataclass
class Office:
    """An office. `parent` and `issuer` are lists of ways to set their lines; `signings` are lines of offices of who signs."""

    parent: list
    issuer: list
    symbol: str
    place: str
    said: str
    chief: str
    signings: list
    others: list
    communes: list
    motto: str = "state"
    family: str = "state"  # state, party, council, school, hospital, company, union


def _communes(rng):
    return rng.sample(names.COMMUNES, 6)


def province_people(rng):
    province = rng.choice(names.PROVINCES)
    return Office(
        [], ["ỦY BAN NHÂN DÂN", f"TỈNH {province.upper()}"], "UBND", province, "Ủy ban nhân dân tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh",
        [["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]],
        ["Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Công an tỉnh", "Văn phòng Ủy ban nhân dân tỉnh", "Ủy ban nhân dân các huyện, thành phố", "Báo tỉnh", "Kho bạc Nhà nước tỉnh"], _communes(rng))


def department(rng):
    province = rng.choice(names.PROVINCES)
    name, symbol = rng.choice((
        ("Sở Nội vụ", "SNV"), ("Sở Tài chính", "STC"), ("Sở Giáo dục và Đào tạo", "SGDĐT"), ("Sở Y tế", "SYT"), ("Sở Tài nguyên và Môi trường", "STNMT"), ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
        ("Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT"), ("Thanh tra tỉnh", "TTr"), ("Ban Quản lý các khu công nghiệp", "BQLKCN"), ("Sở Lao động - Thương binh và Xã hội", "SLĐTBXH"),
    ))
    parent = rng.choice(([f"UBND TỈNH {province.upper()}"], ["ỦY BAN NHÂN DÂN", f"TỈNH {province.upper()}"], [f"ỦY BAN NHÂN DÂN TỈNH {province.upper()}"]))
    chief = {"T": "CHÁNH THANH TRA", "B": "TRƯỞNG BAN"}.get(name[0], "GIÁM ĐỐC")
    lines = [name.upper()] if len(name) < 26 else _halved(name.upper())
    return Office(
        parent, lines, symbol, province, name, chief.capitalize(), [[chief], [f"KT. {chief}", f"PHÓ {chief}"], [f"TL. {chief}", "CHÁNH VĂN PHÒNG"], [f"TUQ. {chief}", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"]],
        ["Văn phòng Sở", "Phòng Kế hoạch - Tài chính", "các phòng chuyên môn", "Ủy ban nhân dân các huyện, thị xã", "Thanh tra Sở", "Trung tâm Công nghệ thông tin", "Hội Cựu chiến binh tỉnh"], _communes(rng))


def _halved(text):
    """Cuts a name into two lines near its middle."""
    words = text.split()
    best = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(text) / 2) + (4 if words[at] in ("VÀ", "-") else 0) + (9 if words[at - 1] in ("VÀ", "-", "THÀNH", "PHÁT", "NÔNG", "NHÂN") else 0))
    return [" ".join(words[:best]), " ".join(words[best:])]


def district_people(rng):
    district = rng.choice(names.DISTRICTS)
    where = rng.choice(("HUYỆN", "HUYỆN", "THỊ XÃ"))
    issuer = rng.choice((["ỦY BAN NHÂN DÂN", f"{where} {district.upper()}"], [f"UBND {where} {district.upper()}"]))
    return Office(
        [f"UBND TỈNH {rng.choice(names.PROVINCES).upper()}"] if rng.random() < 0.15 else [], issuer, "UBND", district, f"Ủy ban nhân dân {where.lower()}", f"Chủ tịch Ủy ban nhân dân {where.lower()}",
        [["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"], ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"]],
        ["Phòng Nội vụ", "Phòng Tài chính - Kế hoạch", "Phòng Kinh tế - Hạ tầng", "Công an huyện", "Ban Chỉ huy Quân sự huyện", "Ủy ban nhân dân các xã, thị trấn", "Trung tâm Văn hóa - Thông tin", "Hạt Kiểm lâm"], _communes(rng))


def district_room(rng):
    district = rng.choice(names.DISTRICTS)
    name, symbol = rng.choice((("Phòng Tài chính - Kế hoạch", "TCKH"), ("Phòng Giáo dục và Đào tạo", "PGDĐT"), ("Phòng Tư pháp", "TP"), ("Phòng Nội vụ", "PNV"), ("Thanh tra huyện", "TTr"), ("Trung tâm Y tế", "TTYT")))
    parent = rng.choice((["ỦY BAN NHÂN DÂN", f"HUYỆN {district.upper()}"], [f"UBND HUYỆN {district.upper()}"]))
    chief = {"Th": "CHÁNH THANH TRA", "Tr": "GIÁM ĐỐC"}.get(name[:2], "TRƯỞNG PHÒNG")
    return Office(parent, [name.upper()], symbol, district, name, chief.capitalize(), [[chief], [f"KT. {chief}", f"PHÓ {chief}"]],
                  ["bộ phận kế toán", "Văn phòng HĐND và UBND huyện", "các trường học trực thuộc", "Kho bạc Nhà nước huyện", "Ủy ban nhân dân các xã"], _communes(rng))


def commune(rng):
    commune_, district = rng.choice(names.COMMUNES), rng.choice(names.DISTRICTS)
    parent = [f"UBND HUYỆN {district.upper()}"] if rng.random() < 0.4 else [f"HUYỆN {district.upper()}"] if rng.random() < 0.3 else []
    issuer = rng.choice((["ỦY BAN NHÂN DÂN", f"XÃ {commune_.upper()}"], [f"UBND XÃ {commune_.upper()}"], [f"ỦY BAN NHÂN DÂN XÃ {commune_.upper()}"]))
    if parent and parent[0].startswith("HUYỆN"):
        parent, issuer = [], ["ỦY BAN NHÂN DÂN", f"XÃ {commune_.upper()}"]
    return Office(parent, issuer, "UBND", commune_, "Ủy ban nhân dân xã", "Chủ tịch Ủy ban nhân dân xã", [["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], ["TM. UBND XÃ", "CHỦ TỊCH"], ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]],
                  ["công chức Tài chính - Kế toán", "công chức Văn phòng - Thống kê", "trưởng các thôn", "Hội Nông dân xã", "Trạm Y tế xã", "Công an xã", "Hợp tác xã dịch vụ nông nghiệp"], _communes(rng))


def council(rng):
    place = rng.choice(names.DISTRICTS + names.PROVINCES)
    where = "TỈNH" if place in names.PROVINCES else "HUYỆN"
    issuer = rng.choice((["HỘI ĐỒNG NHÂN DÂN", f"{where} {place.upper()}"], [f"HĐND {where} {place.upper()}"]))
    return Office([], issuer, "HĐND", place, f"Hội đồng nhân dân {where.lower()}", "Chủ tịch Hội đồng nhân dân", [["CHỦ TỊCH"], ["TM. THƯỜNG TRỰC HĐND", "PHÓ CHỦ TỊCH"], ["TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỌA KỲ HỌP"]],
                  ["Thường trực Hội đồng nhân dân", f"Ủy ban nhân dân {where.lower()}", "các Ban của Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc Việt Nam cùng cấp", "Tòa án nhân dân", "Viện Kiểm sát nhân dân"], _communes(rng), family="council")


def party(rng):
    kind = rng.choice(("province", "district", "cell", "board"))
    province, district, commune_ = rng.choice(names.PROVINCES), rng.choice(names.DISTRICTS), rng.choice(names.COMMUNES)
    parent, issuer, symbol, place, said, signings = {
        "province": ([], ["TỈNH ỦY " + province.upper()], "TU", province, "Tỉnh ủy", [["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"], ["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"], ["TM. TỈNH ỦY", "BÍ THƯ"]]),
        "district": ([f"ĐẢNG BỘ TỈNH {province.upper()}"], [f"HUYỆN ỦY {district.upper()}"], "HU", district, "Huyện ủy", [["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC"], ["T/M HUYỆN ỦY", "BÍ THƯ"]]),
        "cell": ([f"ĐẢNG BỘ HUYỆN {district.upper()}"], [f"ĐẢNG ỦY XÃ {commune_.upper()}"], "ĐU", commune_, "Đảng ủy xã", [["T/M ĐẢNG ỦY", "BÍ THƯ"], ["T/M BAN CHẤP HÀNH", "PHÓ BÍ THƯ"]]),
        "board": ([f"HUYỆN ỦY {district.upper()}"], ["BAN TỔ CHỨC"], "BTCHU", district, "Ban Tổ chức Huyện ủy", [["TRƯỞNG BAN"], ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]]),
    }[kind]
    return Office(parent, issuer, symbol, place, said, "Ban Thường vụ", signings,
                  ["Ban Tổ chức", "Ban Tuyên giáo", "Ban Dân vận", "Ủy ban Kiểm tra", "các chi, đảng bộ trực thuộc", "Văn phòng cấp ủy", "Trung tâm Chính trị"], _communes(rng), motto="party", family="party")


def school(rng):
    district, province, commune_ = rng.choice(names.DISTRICTS), rng.choice(names.PROVINCES), rng.choice(names.COMMUNES)
    parent, name, symbol, place = rng.choice((
        ([f"PHÒNG GD&ĐT HUYỆN {district.upper()}"], f"Trường Trung học cơ sở {commune_}", "THCS", commune_),
        ([f"UBND HUYỆN {district.upper()}"], f"Trường Tiểu học {commune_}", "THTH", commune_),
        ([f"SỞ GD&ĐT {province.upper()}"], f"Trường THPT chuyên {district}", "THPT", district),
        (["BỘ GIÁO DỤC VÀ ĐÀO TẠO"], f"Trường Đại học Kỹ thuật {province}", "ĐHKT", province),
        ([f"UBND TỈNH {province.upper()}"], f"Trường Cao đẳng nghề {province}", "CĐN", province),
    ))
    lines = [name.upper()] if len(name) < 24 else _halved(name.upper())
    return Office(parent, lines, symbol, place, "nhà trường", "Hiệu trưởng", [["HIỆU TRƯỞNG"], ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"], ["TM. HỘI ĐỒNG TRƯỜNG", "CHỦ TỊCH"]],
                  ["Phòng Đào tạo", "tổ Văn phòng", "Công đoàn trường", "Đoàn Thanh niên", "Ban đại diện cha mẹ học sinh", "giáo viên chủ nhiệm các lớp", "bộ phận thư viện"], _communes(rng), family="school")


def hospital(rng):
    province, district = rng.choice(names.PROVINCES), rng.choice(names.DISTRICTS)
    name = rng.choice((f"Bệnh viện Đa khoa khu vực {district}", f"Bệnh viện Phụ sản {province}", "Trung tâm Kiểm soát bệnh tật", f"Bệnh viện Y học cổ truyền {province}"))
    parent = rng.choice(([f"SỞ Y TẾ {province.upper()}"], [f"SỞ Y TẾ TỈNH {province.upper()}"], ["BỘ Y TẾ"]))
    return Office(parent, _halved(name.upper()), rng.choice(("BV", "BVĐK", "TTKSBT")), rng.choice((province, district)), "bệnh viện", "Giám đốc", [["GIÁM ĐỐC"], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG KẾ HOẠCH TỔNG HỢP"]],
                  ["Phòng Kế hoạch tổng hợp", "Phòng Điều dưỡng", "Khoa Dược", "Khoa Kiểm soát nhiễm khuẩn", "Phòng Tài chính - Kế toán", "Bảo hiểm xã hội tỉnh"], _communes(rng), family="hospital")


def company(rng):
    place = rng.choice(names.PROVINCES)
    name, symbol = rng.choice(((f"Công ty Cổ phần Cấp nước {place}", "CTCN"), ("Công ty TNHH một thành viên Thủy nông Sông Nhuệ Đông", "TN"), (f"Công ty Cổ phần Xây lắp và Cơ khí {place}", "XLCK"), ("Xí nghiệp Gạch ngói Cầu Ràm", "XNGN"), (f"Điện lực {rng.choice(names.DISTRICTS)}", "ĐL"), ("Công ty Vận tải biển Hưng Lợi", "VTB")))
    parent = rng.choice(([], [], ["TỔNG CÔNG TY ĐẦU TƯ", "VÀ PHÁT TRIỂN CÔNG NGHIỆP"], ["TẬP ĐOÀN ĐIỆN KHÍ MIỀN ĐÔNG"]))
    lines = [name.upper()] if len(name) < 25 else _halved(name.upper())
    return Office(parent, lines, symbol, place, "Công ty", "Giám đốc", [["GIÁM ĐỐC"], ["TỔNG GIÁM ĐỐC"], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC KỸ THUẬT"], ["TM. HỘI ĐỒNG QUẢN TRỊ", "CHỦ TỊCH"]],
                  ["Phòng Kỹ thuật - Vật tư", "Phòng Tổ chức lao động", "các đội sản xuất", "Ban An toàn", "Kế toán trưởng", "Công đoàn Công ty", "Chi nhánh số 2"], _communes(rng), family="company")


def union(rng):
    province, district = rng.choice(names.PROVINCES), rng.choice(names.DISTRICTS)
    parent, issuer, symbol, place, said, motto, signings = rng.choice((
        ([f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {province.upper()}"], ["CÔNG ĐOÀN VIÊN CHỨC TỈNH"], "CĐVC", province, "Công đoàn Viên chức tỉnh", "state", [["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"], ["TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"]]),
        ([f"ĐOÀN TNCS HỒ CHÍ MINH TỈNH {province.upper()}"], ["BCH HUYỆN ĐOÀN", district.upper()], "ĐTN", district, "Huyện đoàn", "youth", [["TM. BAN THƯỜNG VỤ HUYỆN ĐOÀN", "BÍ THƯ"], ["TM. BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]]),
        ([f"HỘI LHPN TỈNH {province.upper()}"], ["BAN THƯỜNG VỤ", f"HỘI LHPN HUYỆN {district.upper()}"], "BTV", district, "Hội Liên hiệp Phụ nữ huyện", "state", [["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]]),
        ([f"UBND HUYỆN {district.upper()}"], ["BAN CHỈ ĐẠO PHÒNG CHỐNG THIÊN TAI", "VÀ TÌM KIẾM CỨU NẠN"], "BCĐ", district, "Ban Chỉ đạo", "state", [["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"], ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"]]),
        (["ỦY BAN MTTQ VIỆT NAM", f"TỈNH {province.upper()}"], ["BAN THƯỜNG TRỰC"], "MTTQ", province, "Ban Thường trực Ủy ban Mặt trận Tổ quốc tỉnh", "state", [["TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH"]]),
    ))
    return Office(parent, issuer, symbol, place, said, "Ban Thường vụ", signings, ["các chi đoàn, chi hội", "Ủy ban Kiểm tra", "Văn phòng", "các tổ chức thành viên", "Ban Tuyên giáo", "Hội Chữ thập đỏ"], _communes(rng), motto=motto, family="union")


def ministry(rng):
    name, issuer, symbol = rng.choice((("BỘ NỘI VỤ", ["CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC"], "VTLTNN"), ("BỘ TÀI CHÍNH", ["TỔNG CỤC DỰ TRỮ NHÀ NƯỚC"], "TCDT"), ("BỘ NÔNG NGHIỆP", ["VIỆN QUY HOẠCH THỦY LỢI"], "QHTL"), ("BỘ CÔNG THƯƠNG", ["CỤC ĐIỀU TIẾT ĐIỆN LỰC"], "ĐTĐL")))
    return Office([name], issuer, symbol, "Hà Nội", issuer[0].capitalize(), "Cục trưởng", [["CỤC TRƯỞNG"], ["KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG"], ["TL. CỤC TRƯỞNG", "CHÁNH VĂN PHÒNG"]],
                  ["Vụ Tổ chức cán bộ", "Vụ Kế hoạch - Tài chính", "các đơn vị trực thuộc", "Văn phòng Bộ", "Thanh tra Bộ"], _communes(rng))


def old(rng):
    """An office of 1976 to 1990."""
    province = rng.choice(names.OLD_PROVINCES)
    district = rng.choice(names.DISTRICTS)
    parent, issuer, symbol, place, said, signings = rng.choice((
        ([], ["ỦY BAN NHÂN DÂN", f"TỈNH {province.upper()}"], "UB", province, "Ủy ban nhân dân tỉnh", [["TM. ỦY BAN NHÂN DÂN TỈNH", "K/T CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["TM. UBND TỈNH", "CHỦ TỊCH"]]),
        ([f"UBND TỈNH {province.upper()}"], ["TY GIÁO DỤC"], "TGD", province, "Ty Giáo dục", [["TRƯỞNG TY"], ["K/T TRƯỞNG TY", "PHÓ TRƯỞNG TY"]]),
        ([f"UBND TỈNH {province.upper()}"], ["SỞ LƯƠNG THỰC"], "LT", province, "Sở Lương thực", [["GIÁM ĐỐC"], ["K/T GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]]),
        ([], ["ỦY BAN NHÂN DÂN", f"HUYỆN {district.upper()}"], "UB/VP", district, "Ủy ban nhân dân huyện", [["TM. UBND HUYỆN", "CHỦ TỊCH"], ["TM. UBND HUYỆN", "UỶ VIÊN THƯ KÝ"]]),
        (["BỘ VẬT TƯ"], ["CÔNG TY HÓA CHẤT VẬT LIỆU"], "HCVL", "Hà Nội", "Công ty", [["GIÁM ĐỐC"]]),
    ))
    return Office(parent, issuer, symbol, place, said, "Thường trực Ủy ban", signings, ["Ban Kế hoạch", "Phòng Lương thực", "Ty Tài chính", "các hợp tác xã", "Ban Tổ chức chính quyền", "Công ty Vật tư nông nghiệp"], _communes(rng))


BY_FORM = {
    "resolution": [council, council, party, council],
    "conclusion": [party],
    "typed": [old],
}
ANY = [province_people, department, department, district_people, district_room, commune, commune, school, school, hospital, company, union, union, ministry, party]


def draw(rng, form):
    """Returns an office for a form."""
    pool = BY_FORM.get(form, ANY)
    if form in ("decision", "contract", "form", "minutes", "roll", "statistics"):
        pool = [one for one in pool if one is not party]
    return rng.choice(pool)(rng)
