"""Heads and closings: who issues a document, under what number, to whom, signed by whom."""

import unicodedata

from language import COMMUNES, DISTRICTS, PROVINCES
from model import Closing, Head, Signer

KINDS = {
    "BÁO CÁO": "BC", "KẾ HOẠCH": "KH", "TỜ TRÌNH": "TTr", "THÔNG BÁO": "TB", "CHỈ THỊ": "CT", "NGHỊ QUYẾT": "NQ", "QUYẾT ĐỊNH": "QĐ",
    "BIÊN BẢN": "BB", "GIẤY MỜI": "GM", "HỢP ĐỒNG": "HĐ", "PHIẾU TRÌNH": "PTr", "CHƯƠNG TRÌNH": "CTr", "HƯỚNG DẪN": "HD",
}


def spoken(name):
    """Returns a body's name in capitals as running text has it: `HUYỆN ỦY MỘ THẠCH` is `Huyện ủy Mộ Thạch`."""
    words = name.split()
    proper = {word.upper() for place in (*PROVINCES, *DISTRICTS, *COMMUNES) for word in place.split()}
    keep = {"TNHH", "MTV", "LHPN", "THCS", "THPT", "HĐND", "UBND", "GD&ĐT"}
    said = [word if word in keep else word.capitalize() if word in proper else word.lower() for word in words]
    return " ".join([said[0] if said[0] in keep else said[0].capitalize(), *said[1:]])


def initials(name):
    """Returns the first letters of a name's words in capitals: `Mộ Thạch` is `MT`."""
    return "".join(unicodedata.normalize("NFC", word)[0].upper() for word in name.replace(",", "").split() if word not in ("và", "-"))


class Office:
    """Who issues: lines of the parent and of itself, its symbol, its seat, who signs for it."""

    def __init__(self, rng, speaker, sort=None):
        self.rng, self.speaker = rng, speaker
        self.is_party = False
        self.sort = sort or rng.choice(
            ["department", "province", "district", "commune", "room", "council", "party", "union", "school", "hospital", "company", "centre"]
        )
        self.for_body = None
        getattr(self, self.sort)()

    def split(self, name, at):
        """Sets a body's name on one line or two."""
        return [name[:at].strip(), name[at:].strip()] if self.rng.random() < 0.5 else [name]

    def people(self, unit, name):
        """Returns the lines of a people's committee, its words whole or short."""
        if self.rng.random() < 0.35:
            return [f"UBND {unit} {name}".upper()]
        whole = f"ỦY BAN NHÂN DÂN {unit} {name}".upper()
        return self.split(whole, len("ỦY BAN NHÂN DÂN"))

    def department(self):
        s = self.speaker
        name, symbol = s.words["office"]
        self.parent = self.people("tỉnh", s.province)
        self.issuer = self.two(name.upper())
        self.symbol, self.seat = symbol, s.province
        self.chief, self.deputy = "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
        self.name, self.of = name, f"Giám đốc {name}"

    def two(self, name):
        words = name.split()
        if len(words) > 5 or (len(words) > 3 and self.rng.random() < 0.15):
            half = len(words) // 2 + 1
            return [" ".join(words[:half]), " ".join(words[half:])]
        return [name]

    def province(self):
        s = self.speaker
        self.parent, self.issuer = [], self.people("tỉnh", s.province)
        self.symbol, self.seat, self.for_body = "UBND", s.province, "TM. ỦY BAN NHÂN DÂN"
        self.chief, self.deputy = "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
        self.name, self.of = f"Ủy ban nhân dân tỉnh {s.province}", "Ủy ban nhân dân tỉnh"

    def district(self):
        s = self.speaker
        self.parent, self.issuer = [], self.people("huyện", s.district)
        self.symbol, self.seat, self.for_body = "UBND", s.district, "TM. ỦY BAN NHÂN DÂN"
        self.chief, self.deputy = "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
        self.name, self.of = f"Ủy ban nhân dân huyện {s.district}", "Ủy ban nhân dân huyện"

    def commune(self):
        s = self.speaker
        self.parent = self.people("huyện", s.district) if self.rng.random() < 0.5 else []
        self.issuer = self.people("xã", s.commune)
        self.symbol, self.seat, self.for_body = "UBND", s.commune, "TM. ỦY BAN NHÂN DÂN"
        self.chief, self.deputy = "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
        self.name, self.of = f"Ủy ban nhân dân xã {s.commune}", "Ủy ban nhân dân xã"

    def room(self):
        s = self.speaker
        name, symbol = s.words["room"]
        self.parent = self.people("huyện", s.district)
        self.issuer = self.two(name.upper())
        self.symbol, self.seat = symbol, s.district
        self.chief, self.deputy = "TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"
        self.name, self.of = name, f"Trưởng {name}"

    def council(self):
        s = self.speaker
        unit, where = self.rng.choice([("TỈNH", s.province), ("HUYỆN", s.district)])
        self.parent, self.issuer = [], self.split(f"HỘI ĐỒNG NHÂN DÂN {unit} {where}".upper(), len("HỘI ĐỒNG NHÂN DÂN"))
        self.symbol, self.seat = "HĐND", where
        self.for_body = self.rng.choice(["TM. THƯỜNG TRỰC HĐND", "TM. HỘI ĐỒNG NHÂN DÂN", None])
        self.chief, self.deputy = "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
        self.name, self.of = f"Hội đồng nhân dân {unit.lower()} {where}", "Hội đồng nhân dân"

    def party(self):
        s = self.speaker
        self.is_party = True
        sort = self.rng.choice(["huyện ủy", "tỉnh ủy", "đảng ủy", "ban"])
        if sort == "huyện ủy":
            self.parent, self.issuer, self.symbol, self.seat = [f"ĐẢNG BỘ TỈNH {s.province}".upper()], [f"HUYỆN ỦY {s.district}".upper()], "HU", s.district
            self.for_body = "T/M BAN THƯỜNG VỤ"
        elif sort == "tỉnh ủy":
            self.parent, self.issuer, self.symbol, self.seat = [], [f"TỈNH ỦY {s.province}".upper()], "TU", s.province
            self.for_body = "T/M BAN THƯỜNG VỤ"
        elif sort == "đảng ủy":
            self.parent, self.issuer, self.symbol, self.seat = [f"HUYỆN ỦY {s.district}".upper()], [f"ĐẢNG ỦY XÃ {s.commune}".upper()], "ĐU", s.commune
            self.for_body = "T/M ĐẢNG ỦY"
        else:
            self.parent, self.issuer, self.symbol, self.seat = [f"TỈNH ỦY {s.province}".upper()], ["BAN TUYÊN GIÁO"], "BTG", s.province
        self.chief, self.deputy = ("TRƯỞNG BAN", "PHÓ TRƯỞNG BAN") if sort == "ban" else ("BÍ THƯ", "PHÓ BÍ THƯ")
        self.name, self.of = spoken(self.issuer[0]), "Ban Thường vụ"

    def union(self):
        s = self.speaker
        self.parent, self.issuer, self.symbol = self.rng.choice([
            ([f"HỘI LHPN TỈNH {s.province}".upper()], [f"BAN THƯỜNG VỤ HUYỆN HỘI {s.district}".upper()], "BTV"),
            ([f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {s.province}".upper()], ["CÔNG ĐOÀN", "VIÊN CHỨC TỈNH"], "CĐVC"),
            ([f"TỈNH ĐOÀN {s.province}".upper()], ["BAN CHẤP HÀNH", f"HUYỆN ĐOÀN {s.district}".upper()], "ĐTN"),
            ([f"HỘI NÔNG DÂN TỈNH {s.province}".upper()], [f"HỘI NÔNG DÂN HUYỆN {s.district}".upper()], "HND"),
        ])
        self.seat, self.for_body = s.district, self.rng.choice(["TM. BAN THƯỜNG VỤ", "TM. BAN CHẤP HÀNH"])
        self.chief, self.deputy = "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
        self.name, self.of = spoken(" ".join(self.issuer)), "Ban Thường vụ"

    def school(self):
        s = self.speaker
        level = self.rng.choice(["TIỂU HỌC", "THCS", "MẦM NON", "THPT"])
        self.parent = ["SỞ GIÁO DỤC VÀ ĐÀO TẠO"] if level == "THPT" else self.rng.choice([["PHÒNG GD&ĐT HUYỆN " + s.district.upper()], ["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "HUYỆN " + s.district.upper()]])
        self.issuer = [f"TRƯỜNG {level} {s.commune}".upper()]
        self.symbol, self.seat = self.rng.choice(["TH" + initials(s.commune), "NT"]), s.commune
        self.chief, self.deputy = "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"
        self.name, self.of = f"Trường {level} {s.commune}", "Hiệu trưởng"

    def hospital(self):
        s = self.speaker
        self.parent = self.rng.choice([[f"SỞ Y TẾ {s.province}".upper()], [f"SỞ Y TẾ TỈNH {s.province}".upper()], ["SỞ Y TẾ"]])
        self.issuer = self.split(f"BỆNH VIỆN ĐA KHOA HUYỆN {s.district}".upper(), len("BỆNH VIỆN ĐA KHOA"))
        self.symbol, self.seat = "BVĐK", s.district
        self.chief, self.deputy = "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
        self.name, self.of = f"Bệnh viện đa khoa huyện {s.district}", "Giám đốc Bệnh viện"

    def company(self):
        s = self.speaker
        trade = self.rng.choice(["XÂY DỰNG VÀ THƯƠNG MẠI", "CẤP THOÁT NƯỚC", "MÔI TRƯỜNG ĐÔ THỊ", "CÔNG TRÌNH GIAO THÔNG", "LÂM NGHIỆP"])
        sort = self.rng.choice(["CÔNG TY CỔ PHẦN", "CÔNG TY TNHH MTV"])
        whole = f"{sort} {trade} {s.province}".upper()
        self.parent = self.rng.choice([[], [], ["TỔNG CÔNG TY PHÁT TRIỂN HẠ TẦNG"]])
        self.issuer = [sort, whole[len(sort):].strip()] if self.rng.random() < 0.7 else [sort, trade, s.province.upper()]
        self.symbol, self.seat = "CT" + initials(s.province), s.province
        self.chief, self.deputy = "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
        self.name, self.of = spoken(whole), "Giám đốc Công ty"

    def centre(self):
        s = self.speaker
        self.parent = [s.words["office"][0].upper()]
        self.issuer = self.rng.choice([["TRUNG TÂM LƯU TRỮ LỊCH SỬ"], ["TRUNG TÂM DỊCH VỤ", "HÀNH CHÍNH CÔNG"], ["CHI CỤC VĂN THƯ - LƯU TRỮ"], ["BAN QUẢN LÝ DỰ ÁN", "ĐẦU TƯ XÂY DỰNG"], ["VĂN PHÒNG"]])
        self.symbol, self.seat = self.rng.choice(["TTLT", "BQL", "VP", "CCVTLT"]), s.province
        self.chief, self.deputy = "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
        self.name, self.of = spoken(" ".join(self.issuer)), "Giám đốc"


def head(rng, speaker, office, kind, subject, letter=False, old=False):
    """Returns the head of a document of a kind; a letter has none and its subject under the number."""
    code = KINDS.get(kind, "CV")
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), speaker.year
    symbol = f"{office.symbol}" if letter and rng.random() < 0.6 else f"{code}-{office.symbol}"
    figures = rng.choice([f"{rng.randint(1, 99):02}", str(rng.randint(10, 999)), str(rng.randint(1000, 4999))])
    separator, joiner = ("-", "/") if office.is_party else ("/", "-")
    if office.is_party:
        symbol = f"{code}/{office.symbol}"
    elif letter and "-" not in symbol:
        symbol = f"{office.symbol}-{rng.choice(['VP', 'TH', 'NV', 'KT', 'VX'])}"
    elif rng.random() < 0.15 and not letter:
        symbol = f"{code}{joiner}{office.symbol}"
    if rng.random() < 0.12 and not office.is_party and not letter:
        symbol = f"{year}/{symbol}"
    state = rng.random()
    number = f"{figures}{separator}{symbol}"
    colon = rng.choice([":", ":", ":", ""]) if office.is_party else ":"
    if state < 0.08:
        line, number = f"Số{colon}" + " " * rng.randint(4, 9) + f"{separator}{symbol}", None
    elif state < 0.12:
        line, number = f"Số{colon} " + "." * rng.randint(4, 9) + f"{separator}{symbol}", None
    else:
        line = f"Số{colon} {number}"
    day_text = f"{day:02}" if day < 10 or rng.random() < 0.5 else str(day)
    month_text = f"{month:02}" if month < 3 or rng.random() < 0.5 else str(month)
    iso = f"{year}-{month:02}-{day:02}"
    blank = rng.random() < 0.07
    if blank:
        date, iso = f"ngày      tháng {month_text} năm {year}", f"{year}-{month:02}"
    else:
        date = f"ngày {day_text} tháng {month_text} năm {year}"
    if iso and rng.random() < 0.25 and not letter:
        subject = breaks(subject)
    elif letter:
        subject = breaks(subject, 26)
    else:
        subject = breaks(subject, 62)
    return Head(
        parent=office.parent, issuer=office.issuer, motto="party" if office.is_party else "state" if rng.random() < 0.94 else "none",
        number=number, number_line=line, place=office.seat, date_line=f"{office.seat}, {date}", iso=iso,
        kind=None if letter else kind, subject=subject, is_letter=letter, order="stacked" if old or rng.random() < 0.04 else "columns",
        small_parent=rng.random() < 0.3, rule=rng.random() < 0.8,
    )


def breaks(text, width=48):
    """Breaks a subject into lines of about a width, as people centre them."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


MANNERS = ["- {};", "- {};", "- {};", "- {},", "{};", "+ {};", "• {};", "-{};", "{}", "– {};"]


def recipients(rng, speaker, letter=False, articles=False):
    """Returns (bullet, printed text) of each recipient, the file copy the last."""
    manner = rng.choice(MANNERS)
    s = speaker
    pool = [
        "Như trên", f"UBND tỉnh {s.province} (để báo cáo)", f"TT. Huyện ủy, HĐND huyện {s.district}", "Các sở, ban, ngành",
        "UBND các xã, thị trấn", "Chủ tịch, các Phó Chủ tịch", "Các phòng, ban, đơn vị trực thuộc", f"{s.words['office'][0]}", "Ủy ban MTTQ và các đoàn thể",
        f"Đài PT-TH tỉnh {s.province}", "Kho bạc nhà nước huyện", "Công báo tỉnh", "Đ/c Bí thư (b/c)", "Văn phòng HĐND và UBND", "Website của đơn vị", "Ban Tổ chức (p/h)",
    ]
    count = rng.randint(2, 6)
    chosen = [pool[0]] if letter else ["Như Điều 3"] if articles else []
    chosen += rng.sample(pool[1:], count)
    copy = rng.choice(["Lưu: VT", "Lưu VT", f"Lưu: VT, {rng.choice(['TH', 'NV', 'KT', 'VX'])}", "Lưu: VP", "Lưu: VT, (05 bản)", "Lưu: VT; NV", "Lưu"])
    bullet = manner.split("{}")[0].strip()
    glue = manner.split("{}")[0]
    end = manner.split("{}")[1]
    last = rng.choice([".", ".", "", "./."])
    return [(glue, text + end) for text in chosen] + [(glue, copy + last)] if bullet or glue == "" else []


def closing(rng, speaker, office, letter=False, count=1, with_recipients=True, articles=False):
    """Returns recipients and signers."""
    signers = []
    for index in range(count):
        title = []
        if count > 1 and index == 0:
            title = rng.choice([["ĐẠI DIỆN ĐƠN VỊ NHẬN"], ["NGƯỜI LẬP"], ["NGƯỜI LẬP BIỂU"], ["KẾ TOÁN TRƯỞNG"]])
        elif count > 2 and index == 1:
            title = rng.choice([["KẾ TOÁN"], ["TRƯỞNG PHÒNG TỔ CHỨC"], ["PHỤ TRÁCH KẾ TOÁN"]])
        else:
            manner = rng.random()
            if office.for_body and rng.random() < 0.85:
                title.append(office.for_body)
            if manner < 0.45:
                title.append(office.chief)
            elif manner < 0.85:
                title += [f"KT. {office.chief}" if not office.is_party else office.deputy] + ([office.deputy] if not office.is_party else [])
            elif office.for_body is None:
                title += [f"TL. {office.chief}", rng.choice(["CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG HÀNH CHÍNH"])]
            else:
                title = [rng.choice([f"TUQ. {office.chief}", f"TL. {office.chief}"]), "CHÁNH VĂN PHÒNG"]
        signed = rng.choice(["", "", "", "(Đã ký)", "(Ký tên, đóng dấu)"])
        prefix = rng.choice(["", "", "", "", "", "Ths. ", "BS. "]) if office.sort in ("hospital", "school") else ""
        signers.append(Signer(title, signed, prefix + speaker.person()))
    opening = rng.choice(["Nơi nhận:", "Nơi nhận:", "Nơi nhận:", "NƠI NHẬN:", "Nơi nhận", "_Nơi nhận:_", "Nơi gửi:"])
    opening = opening.strip("_")
    return Closing(opening, recipients(rng, speaker, letter, articles) if with_recipients else [], signers, "", rng.random() < 0.93)
