"""The body of a paper: headings of a scheme, and what stands below them."""

from model import Heading, Item, Look, Paragraph, Table
from sentences import upper

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
ORDINALS = ["nhất", "hai", "ba", "tư", "năm"]
TOP = {
    "BÁO CÁO": ["Đặc điểm tình hình", "Kết quả thực hiện nhiệm vụ", "Những hạn chế, yếu kém và nguyên nhân", "Phương hướng, nhiệm vụ trọng tâm thời gian tới", "Đề xuất, kiến nghị"],
    "KẾ HOẠCH": ["Mục đích, yêu cầu", "Nội dung và chỉ tiêu", "Giải pháp thực hiện", "Kinh phí thực hiện", "Tổ chức thực hiện"],
    "CHƯƠNG TRÌNH": ["Quan điểm chỉ đạo", "Mục tiêu đến hết nhiệm kỳ", "Nhiệm vụ và giải pháp chủ yếu", "Phân công thực hiện"],
    "HƯỚNG DẪN": ["Đối tượng, phạm vi áp dụng", "Trình tự tiến hành", "Hồ sơ, biểu mẫu kèm theo", "Thời hạn và nơi nhận báo cáo"],
    "ĐỀ ÁN": ["Sự cần thiết xây dựng đề án", "Thực trạng", "Mục tiêu, lộ trình", "Nguồn lực bảo đảm", "Tổ chức thực hiện"],
    "PHƯƠNG ÁN": ["Căn cứ lập phương án", "Dự kiến tình huống", "Lực lượng, phương tiện", "Chế độ báo cáo"],
    "KẾT LUẬN": ["Đánh giá chung", "Một số hạn chế", "Nhiệm vụ thời gian tới"],
    "TỜ TRÌNH": ["Sự cần thiết", "Nội dung đề nghị", "Nguồn kinh phí", "Hồ sơ gửi kèm"],
    "THÔNG BÁO": ["Thời gian, địa điểm", "Nội dung kết luận", "Trách nhiệm của các bên"],
}
SUB = [
    "Kết quả đạt được", "Tồn tại", "Nguyên nhân khách quan", "Nguyên nhân chủ quan", "Về công tác tham mưu", "Công tác tuyên truyền, vận động", "Về nhân lực", "Cơ sở vật chất, trang thiết bị", "Công tác phối hợp",
    "Mục tiêu cụ thể", "Lộ trình thực hiện", "Đối với cấp xã", "Đối với các đơn vị trực thuộc", "Công tác kiểm tra, đôn đốc", "Chế độ thông tin, báo cáo", "Về kinh phí", "Yêu cầu đặt ra", "Những việc phải làm ngay",
]


def _label(form, at, parent):
    number = at + 1
    return {
        "part": f"Phần {ROMAN[at]}", "PART": f"PHẦN {ROMAN[at]}", "ordinal": f"Phần thứ {ORDINALS[min(at, 4)]}", "ORDINAL": f"PHẦN THỨ {ORDINALS[min(at, 4)].upper()}",
        "A": "ABCDEFGH"[at], "I": ROMAN[at], "1": str(number), "1.1": f"{parent}.{number}", "a": "abcdeghik"[at],
    }[form]


# Of each scheme the levels: form of the label, what stands behind it, whether the title stands below.
SCHEMES = [
    [("I", ". "), ("1", ". "), ("a", ") ")],
    [("I", ". "), ("1", ". "), ("1.1", ". ")],
    [("I", ". "), ("1", ". ")],
    [("A", ". "), ("I", ". "), ("1", ". ")],
    [("PART", ""), ("I", ". "), ("1", ". ")],
    [("ORDINAL", ""), ("I", ". "), ("1", ". "), ("1.1", ". ")],
    [("1", ". "), ("1.1", ". "), ("1.1", ". ")],
    [("1", ". "), ("1.1", " ")],
    [("I", "- "), ("1", "- "), ("a", "- ")],
    [("I", "/ "), ("1", "/ "), ("a", "/ ")],
    [("I", ". "), ("1", ") ")],
    [("part", ": "), ("I", ". "), ("1", ". ")],
    [("1", ". "), ("a", ") ")],
]


def _looks(rng, levels):
    """Returns of each level its look, whether titles are capitals, and whether text runs in."""
    found = []
    for depth, (form, _) in enumerate(levels):
        if form in ("PART", "ORDINAL"):
            look, capitals, run_in = Look(bold=True, align="center", indent=0, above=10, keep=True), rng.random() < 0.8, False
        elif depth == 0 or form in ("A", "I"):
            centred = rng.random() < 0.12
            look = Look(bold=rng.random() < 0.93, align="center" if centred else "body", indent=0 if centred else rng.choice((None, None, 0)), underlined=rng.random() < 0.08, above=8, keep=True)
            capitals, run_in = rng.random() < 0.65, False
        else:
            style = rng.choice(("bold", "bold", "bold italic", "italic", "plain") if form != "a" else ("italic", "bold italic", "italic", "bold"))
            look = Look(bold="bold" in style, italic="italic" in style, underlined=rng.random() < 0.1, indent=rng.choice((None, None, None, 0)), keep=True)
            capitals, run_in = False, rng.random() < 0.3 and style != "plain"
            if style == "plain":
                look.underlined = True
        found.append((look, capitals, run_in))
    return found


class Outline:
    """Draws the body of a paper for a kind."""

    def __init__(self, rng, speech, kind, size, tables):
        self.rng, self.speech, self.kind, self.size, self.tables = rng, speech, kind, size, tables
        self.levels = [list(level) for level in rng.choice(SCHEMES)]
        if size < 2:
            self.levels = self.levels[:2]
        self.looks = _looks(rng, self.levels)
        self.title_stop = rng.choice(("", "", "", ":"))
        self.bullet = rng.choice(("-", "-", "-", "–", "•", "*"))
        self.used = set()

    def _title(self, depth):
        rng = self.rng
        for _ in range(9):
            title = upper(rng.choice((rng.choice(SUB), rng.choice(SUB), f"Công tác {self.speech.work()}", upper(self.speech.work()), upper(self.speech.act()))))
            if title not in self.used:
                break
        self.used.add(title)
        return title if depth < 3 else title.split(",")[0]

    def filling(self, kinds="tttlb"):
        """Paragraphs and lists below a heading."""
        rng, found = self.rng, []
        for _ in range(rng.randint(1, 2)):
            drawn = rng.random()
            if drawn < 0.5:
                found.append(Paragraph(self.speech.paragraph(kinds, 1, 3), Look()))
            elif drawn < 0.57:
                style = rng.choice(("i", "b", ""))
                for word in ("Một là", "Hai là", "Ba là")[:rng.randint(2, 3)]:
                    text = self.speech.item(kinds)
                    lead = f"[{style}]{word},[/{style}]" if style else f"{word},"
                    found.append(Paragraph(f"{lead} {text[:1].lower() if not text.startswith(('Đảng', 'Ủy', 'Sở', 'Hội')) else text[:1]}{text[1:]}", Look()))
            else:
                if rng.random() < 0.5:
                    found.append(Paragraph(upper(rng.choice((f"{self.speech.office.said} đã tập trung vào các việc sau:", "cụ thể như sau:", f"trong công tác {self.speech.work()}, cần lưu ý:", "một số kết quả chính:"))), Look(keep=True)))
                for _ in range(rng.randint(2, 4)):
                    found.append(Item(self.bullet, self.speech.item(kinds.replace("l", "") or "t"), Look()))
                    if rng.random() < 0.12:
                        found += [Item("+", self.speech.item("t"), Look()) for _ in range(2)]
        return found

    def _level(self, depth, parent, titles, kinds):
        rng = self.rng
        form, stop = self.levels[depth]
        look, capitals, run_in = self.looks[depth]
        found = []
        for at, title in enumerate(titles):
            label = _label(form, at, parent)
            title = title.upper() if capitals else title
            below = form in ("PART", "ORDINAL")
            goes_deeper = depth + 1 < len(self.levels) and rng.random() < (0.85 if depth == 0 else 0.35 * min(self.size, 2))
            if run_in and not goes_deeper and rng.random() < 0.8:
                found.append(Heading(label, stop, title, depth + 1, look, run_in=self.speech.paragraph(kinds, 1, 2)))
                if rng.random() < 0.4:
                    found += self.filling(kinds)
            else:
                found.append(Heading(label, stop, title + ("" if capitals or below else self.title_stop), depth + 1, look, below=below))
                if goes_deeper:
                    if rng.random() < 0.25:
                        found.append(Paragraph(self.speech.paragraph(kinds, 1, 2), Look()))
                    deeper = [self._title(depth + 1) for _ in range(rng.randint(2, 3))]
                    found += self._level(depth + 1, label, deeper, kinds)
                else:
                    found += self.filling(kinds)
            if self.tables and not isinstance(found[-1], Table) and rng.random() < 0.3:
                found += self.tables.pop()
        return found

    def blocks(self):
        """Returns the whole body."""
        rng = self.rng
        titles = TOP.get(self.kind, TOP["BÁO CÁO"])
        if self.size < 2:
            titles = titles[:rng.randint(2, len(titles))]
        found = []
        if rng.random() < 0.8:
            found.append(Paragraph(self.opening(), Look()))
        form = self.levels[0][0]
        if form in ("PART", "ORDINAL", "part", "A"):
            titles = titles[:3]
        for at, title in enumerate(titles):
            kinds = "b" if at == len(titles) - 1 else "tttlb" if self.kind in ("BÁO CÁO", "ĐỀ ÁN", "TỜ TRÌNH") else "bbo"
            found += self._one(at, title, kinds)
        for table in self.tables:
            # Two tables never stand one right below the other.
            if isinstance(table[0], Table):
                found.append(Paragraph(f"Số liệu về {self.speech.work()} được tổng hợp dưới đây:", Look(keep=True)))
            found += table
        self.tables = []
        if rng.random() < 0.8:
            found.append(Paragraph(self.ending(), Look()))
        return found

    def _one(self, at, title, kinds):
        """Draws a section of the top level."""
        found = self._level(0, "", [title], kinds)
        first = found[0]
        first.label = _label(self.levels[0][0], at, "")
        if len(self.levels) > 1 and self.levels[1][0] == "1.1":
            for block in found[1:]:
                if isinstance(block, Heading) and block.label.startswith("1."):
                    block.label = first.label + block.label[1:]
        return found

    def opening(self):
        rng, speech = self.rng, self.speech
        return rng.choice((
            f"Thực hiện Công văn số {rng.randint(12, 3400)}/{speech.office.symbol}-VP ngày {rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{speech.year} về {speech.work()}, {speech.office.said} {self.kind.lower()} như sau:",
            f"Căn cứ chương trình công tác năm {speech.year}, {speech.office.said} xây dựng {self.kind.lower()} {speech.work()} với các nội dung chủ yếu dưới đây.",
            f"Nhằm {speech.act()} và nâng cao hiệu quả {speech.work()}, {speech.office.said} ban hành {self.kind.lower()} này, cụ thể như sau:",
        ))

    def ending(self):
        rng, speech = self.rng, self.speech
        return rng.choice((
            f"Trên đây là {self.kind.lower()} của {speech.office.said} về {speech.work()}./.",
            f"Trong quá trình thực hiện nếu có vướng mắc, đề nghị các đơn vị phản ánh về {rng.choice(speech.office.others)} để tổng hợp, báo cáo {speech.office.chief} xem xét./.",
            f"Yêu cầu {rng.choice(speech.office.others)} và {rng.choice(('các đơn vị có liên quan', 'các cá nhân được phân công'))} nghiêm túc triển khai thực hiện.",
        ))
