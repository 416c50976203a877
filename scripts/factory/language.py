"""Sentences of made documents: a small grammar of administrative Vietnamese, written for this project.

Places, people and offices are invented; what offices do is what offices do. Every sentence is drawn by the document's own
`random.Random`, so that a seed says all.
"""

PROVINCES = ["Bình Hải", "Đông Lĩnh", "Hải Khê", "Nam Thành", "Tây Phú", "Lâm Viên", "Sơn Dương", "Thạch Giang", "Phú Cường", "An Khánh"]
DISTRICTS = ["Mộ Thạch", "Vĩnh Lộc", "Hòa Mỹ", "Tân Điền", "Cẩm Sơn", "Ngọc Lâm", "Đại Phước", "Yên Thủy", "Kỳ Phong", "Quế Giang", "Bắc Trạch"]
COMMUNES = ["Hoa Sim", "Thanh Lương", "Đồng Tiến", "Xuân Quang", "Phước Hậu", "Long Đàm", "Trung Nghĩa", "Mỹ Xuyên", "Kim Bảng", "Đức Hạnh", "Ea Rốk"]
SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Lương", "Tạ", "Mai"]
MIDDLES = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Quang", "Ngọc", "Thanh", "Xuân", "Công", "Kim", "Bá", "Thế", "Hoài", "Gia"]
GIVEN = ["Thạc", "Hưởng", "Khuê", "Đoan", "Trường", "Nghĩa", "Yến", "Lộc", "Sửu", "Hiệp", "Quỳnh", "Vượng", "Tuyên", "Bích", "Dũng", "Phương", "Thái", "Ánh", "Kiệt", "Huệ", "Lợi", "Tường", "Ẩn"]

# Of each field: its office's name with the symbol, what is worked at, what is counted.
FIELDS = {
    "giáo dục": {
        "office": ("Sở Giáo dục và Đào tạo", "SGDĐT"), "room": ("Phòng Giáo dục và Đào tạo", "PGDĐT"),
        "works": ["phổ cập giáo dục tiểu học", "xây dựng trường đạt chuẩn quốc gia", "bồi dưỡng giáo viên", "đổi mới phương pháp dạy học", "chống tái mù chữ", "tổ chức kỳ thi tốt nghiệp", "huy động trẻ ra lớp", "kiểm định chất lượng giáo dục"],
        "things": ["phòng học", "học sinh", "giáo viên", "lớp học", "bộ sách giáo khoa"],
    },
    "y tế": {
        "office": ("Sở Y tế", "SYT"), "room": ("Phòng Y tế", "PYT"),
        "works": ["tiêm chủng mở rộng", "phòng, chống dịch sốt xuất huyết", "khám sức khỏe định kỳ cho người cao tuổi", "quản lý hành nghề y dược tư nhân", "bảo đảm an toàn thực phẩm", "nâng cấp trạm y tế", "dân số và kế hoạch hóa gia đình"],
        "things": ["giường bệnh", "lượt khám", "trạm y tế", "ca mắc", "cơ sở được kiểm tra"],
    },
    "nông nghiệp": {
        "office": ("Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT"), "room": ("Phòng Nông nghiệp", "PNN"),
        "works": ["xây dựng nông thôn mới", "chuyển đổi cơ cấu cây trồng", "phòng, chống dịch tả lợn", "kiên cố hóa kênh mương", "trồng rừng phòng hộ", "cấp nước sạch nông thôn", "khuyến nông, khuyến ngư"],
        "things": ["ha lúa", "con bò", "hộ nông dân", "km kênh mương", "công trình thủy lợi"],
    },
    "nội vụ": {
        "office": ("Sở Nội vụ", "SNV"), "room": ("Phòng Nội vụ", "PNV"),
        "works": ["cải cách hành chính", "thi đua, khen thưởng", "số hóa tài liệu lưu trữ", "sắp xếp tổ chức bộ máy", "quản lý công tác thanh niên", "đào tạo cán bộ cơ sở", "chỉnh lý hồ sơ tồn đọng", "đánh giá, xếp loại công chức"],
        "things": ["hồ sơ", "cán bộ", "mét giá tài liệu", "thủ tục", "tập thể"],
    },
    "tài chính": {
        "office": ("Sở Tài chính", "STC"), "room": ("Phòng Tài chính - Kế hoạch", "PTCKH"),
        "works": ["lập dự toán ngân sách", "quyết toán vốn đầu tư", "quản lý tài sản công", "thực hành tiết kiệm, chống lãng phí", "công khai ngân sách", "thu hồi nợ đọng thuế", "kiểm kê tài sản"],
        "things": ["triệu đồng", "đơn vị dự toán", "khoản thu", "công trình được quyết toán"],
    },
    "giao thông": {
        "office": ("Sở Giao thông vận tải", "SGTVT"), "room": ("Phòng Kinh tế và Hạ tầng", "PKTHT"),
        "works": ["bê tông hóa đường thôn xóm", "giải phóng mặt bằng tuyến đường tránh", "xử lý điểm đen tai nạn", "kiểm định phương tiện", "duy tu cầu, cống", "lắp đặt biển báo đường ngang"],
        "things": ["km đường", "cây cầu", "biển báo", "phương tiện", "điểm đen"],
    },
    "văn hóa": {
        "office": ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"), "room": ("Phòng Văn hóa và Thông tin", "PVHTT"),
        "works": ["toàn dân đoàn kết xây dựng đời sống văn hóa", "trùng tu di tích", "tổ chức hội diễn văn nghệ quần chúng", "phát triển du lịch cộng đồng", "sưu tầm hiện vật", "quản lý lễ hội"],
        "things": ["gia đình văn hóa", "di tích", "lượt khách", "thôn văn hóa", "buổi biểu diễn"],
    },
}

ACTORS = ["các phòng, ban chuyên môn", "các cơ quan, đơn vị", "Ủy ban nhân dân các xã, thị trấn", "cán bộ, công chức", "các ngành liên quan", "các đoàn thể", "tổ công tác liên ngành", "bộ phận thường trực", "các cơ sở trực thuộc"]
VERBS = ["triển khai", "tổ chức thực hiện", "đẩy mạnh", "tập trung chỉ đạo", "duy trì", "rà soát, chấn chỉnh", "kiểm tra, đôn đốc", "phối hợp thực hiện"]
RESULTS = ["đạt kết quả khá", "cơ bản hoàn thành kế hoạch", "có chuyển biến tích cực", "còn chậm so với yêu cầu", "được nhân dân đồng tình hưởng ứng", "bảo đảm tiến độ đề ra", "từng bước đi vào nền nếp"]
CAUSES = ["kinh phí bố trí chưa kịp thời", "thời tiết diễn biến bất thường", "một số đơn vị chưa chủ động", "đội ngũ còn mỏng, kiêm nhiệm nhiều việc", "địa bàn rộng, đi lại khó khăn", "công tác phối hợp có lúc chưa chặt chẽ"]
WAYS = ["tăng cường tuyên truyền trên hệ thống truyền thanh", "phân công rõ người, rõ việc, rõ thời hạn", "gắn trách nhiệm của người đứng đầu với kết quả", "tổ chức giao ban hằng tháng", "biểu dương kịp thời những nơi làm tốt", "xử lý nghiêm các trường hợp vi phạm", "huy động thêm nguồn lực xã hội hóa"]
TITLES = ["Tình hình chung", "Kết quả thực hiện", "Công tác chỉ đạo, điều hành", "Những mặt làm được", "Tồn tại, hạn chế", "Nguyên nhân", "Phương hướng, nhiệm vụ", "Giải pháp chủ yếu", "Tổ chức thực hiện", "Kiến nghị, đề xuất", "Mục đích, yêu cầu", "Nội dung trọng tâm", "Kinh phí thực hiện", "Bài học kinh nghiệm", "Công tác tuyên truyền", "Công tác kiểm tra, giám sát", "Đánh giá chung", "Chỉ tiêu cụ thể", "Thời gian và địa điểm", "Phân công nhiệm vụ", "Xây dựng lực lượng", "Cơ sở vật chất"]
NOTES = [
    "Theo số liệu do {actors} tổng hợp đến ngày {day} tháng {month}", "Kế hoạch số {n}/KH-UBND ngày {day}/{month}/{year} của {body}", "Không kể {n} {thing} đang chờ thẩm định",
    "Xem biểu tổng hợp kèm theo", "Giai đoạn trước chỉ đạt {pct}%", "Gồm: {places}", "Số liệu chưa bao gồm các đơn vị mới chia tách trong năm {year}, vì những đơn vị này báo cáo riêng theo mẫu của ngành và được tổng hợp vào kỳ sau",
    "Quyết định số {n}/QĐ-UBND ngày {day} tháng {month} năm {year} của {body} về việc giao chỉ tiêu", "Trong đó có {n} {thing} thuộc xã {commune}", "Nguồn: báo cáo nhanh của {actors}",
]
DUTIES = ["chịu trách nhiệm hướng dẫn, theo dõi và đôn đốc việc thực hiện", "chủ trì, phối hợp với các ngành liên quan lập dự toán kinh phí trình cấp có thẩm quyền", "tổng hợp kết quả, báo cáo trước ngày 25 hằng tháng", "bố trí nhân lực, phương tiện cần thiết", "kịp thời phản ánh vướng mắc để được giải quyết", "lưu giữ hồ sơ theo đúng quy định"]
RULES = ["không được mang tài liệu ra khỏi phòng đọc khi chưa được phép", "người đến làm việc phải xuất trình giấy giới thiệu", "hồ sơ được nhận phải ghi vào sổ theo dõi và có chữ ký của hai bên", "mọi khoản chi phải có chứng từ hợp lệ", "thời hạn giải quyết không quá {n} ngày làm việc kể từ ngày nhận đủ hồ sơ", "việc bình xét được tiến hành công khai, dân chủ", "kết quả kiểm tra được lập thành biên bản", "đơn vị vi phạm bị nhắc nhở hoặc trừ điểm thi đua", "trường hợp mất mát, hư hỏng phải bồi thường theo giá trị còn lại", "tài liệu quý, hiếm được bảo quản theo chế độ riêng"]
STATUTES = ["Luật Tổ chức chính quyền địa phương", "Luật Ngân sách nhà nước", "Luật Lưu trữ", "Luật Thi đua, khen thưởng", "Nghị định về công tác văn thư", "Luật Ban hành văn bản quy phạm pháp luật", "Luật Cán bộ, công chức"]


class Speaker:
    """Draws words, sentences and names for one document."""

    def __init__(self, rng, field=None):
        self.rng = rng
        self.field = field or rng.choice(sorted(FIELDS))
        self.words = FIELDS[self.field]
        self.province = rng.choice(PROVINCES)
        self.district = rng.choice(DISTRICTS)
        self.commune = rng.choice(COMMUNES)
        self.year = rng.randint(1996, 2024)
        self.body = f"Ủy ban nhân dân tỉnh {self.province}"
        self.used = set()

    def pick(self, choices):
        return self.rng.choice(choices)

    def fresh(self, choices):
        """Returns one that the document has not used yet, while there is one."""
        left = [choice for choice in choices if choice not in self.used] or list(choices)
        chosen = self.rng.choice(left)
        self.used.add(chosen)
        return chosen

    def number(self, low=2, high=980):
        """Returns a number as Vietnamese print has it: `1.250`, `08`, `12,5`."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.12:
            return f"{rng.randint(1, 9):02}"
        if kind < 0.27:
            return f"{rng.randint(1, 48)}.{rng.randint(0, 999):03}"
        return str(rng.randint(low, high))

    def percent(self):
        rng = self.rng
        return f"{rng.randint(3, 99)},{rng.randint(1, 99)}" if rng.random() < 0.6 else str(rng.randint(5, 100))

    def person(self):
        rng = self.rng
        middle = [rng.choice(MIDDLES)] if rng.random() < 0.9 else []
        if rng.random() < 0.15:
            middle.append(rng.choice(MIDDLES))
        return " ".join([rng.choice(SURNAMES), *middle, rng.choice(GIVEN)])

    def places(self, count=3):
        return ", ".join(self.rng.sample(COMMUNES, count))

    def fill(self, template):
        return template.format(
            actors=self.pick(ACTORS), n=self.rng.randint(2, 480), day=f"{self.rng.randint(1, 28):02}",
            month=f"{self.rng.randint(1, 12):02}", year=self.year - self.rng.randint(0, 3), body=self.body,
            thing=self.pick(self.words["things"]), pct=self.percent(), places=self.places(), commune=self.pick(COMMUNES),
        )

    def sentence(self):
        """Returns a sentence of a report."""
        rng, work = self.rng, self.pick(self.words["works"])
        thing, other = rng.sample(self.words["things"], 2)
        actors, verb = self.pick(ACTORS), self.pick(VERBS)
        forms = [
            lambda: f"Trong năm {self.year}, {actors} đã {verb} công tác {work}, {self.pick(RESULTS)}.",
            lambda: f"Toàn {self.pick(['tỉnh', 'huyện', 'ngành'])} có {self.number()} {thing}, đạt {self.percent()}% kế hoạch, tăng {self.number(2, 90)} {thing} so với cùng kỳ.",
            lambda: f"Đến nay đã có {self.number(2, 99)}/{self.number(100, 300)} đơn vị báo cáo kết quả {work} với tổng số {self.number()} {thing} và {self.number()} {other}.",
            lambda: f"Việc {work} ở các xã {self.places()} {self.pick(RESULTS)}; riêng xã {self.commune} {self.pick(RESULTS)}.",
            lambda: f"Nguyên nhân chủ yếu là do {self.pick(CAUSES)}, {self.pick(CAUSES)}.",
            lambda: f"Thời gian tới cần {self.pick(WAYS)}, {self.pick(WAYS)} nhằm nâng cao hiệu quả công tác {work}.",
            lambda: f"{self.body} giao {actors} {self.pick(DUTIES)}.",
            lambda: f"Tổng kinh phí thực hiện là {self.number(100, 990)} triệu đồng, trong đó ngân sách cấp {self.percent()}%, phần còn lại do nhân dân đóng góp.",
            lambda: f"Công tác {work} được {actors} quan tâm {verb} ngay từ đầu năm và {self.pick(RESULTS)}.",
            lambda: f"Bên cạnh đó, {actors} còn {verb} nhiệm vụ {work} gắn với phong trào “{self.pick(['Dân vận khéo', 'Thi đua yêu nước', 'Ba sạch', 'Giúp nhau làm kinh tế'])}”.",
            lambda: f"Qua kiểm tra {self.number(2, 60)} {thing}, phát hiện {self.number(2, 20)} trường hợp chưa đúng quy định (chiếm {self.percent()}%).",
        ]
        return rng.choice(forms)()

    def paragraph(self, low=1, high=4):
        return " ".join(self.sentence() for _ in range(self.rng.randint(low, high)))

    def note(self):
        return self.fill(self.fresh(NOTES)) + "."

    def rule(self):
        text = self.fill(self.fresh(RULES))
        return text[0].upper() + text[1:]

    def title(self):
        """Returns a heading's title: `Kết quả thực hiện`, `Về công tác …`."""
        kind = self.rng.random()
        if kind < 0.6:
            return self.fresh(TITLES)
        work = self.fresh(self.words["works"])
        return self.pick([f"Công tác {work}", f"Về {work}", f"Kết quả {work} năm {self.year}", work[0].upper() + work[1:]])

    def subject_of(self, kind):
        """Returns what a document is about, after its kind."""
        work = self.fresh(self.words["works"])
        year = self.year
        forms = {
            "BÁO CÁO": [f"Kết quả {work} năm {year}", f"Tình hình thực hiện công tác {work} 6 tháng đầu năm và phương hướng, nhiệm vụ 6 tháng cuối năm {year}", f"Tổng kết công tác {work} giai đoạn {year - 5} - {year}"],
            "KẾ HOẠCH": [f"Triển khai công tác {work} năm {year}", f"Thực hiện nhiệm vụ {work} giai đoạn {year} - {year + 5} trên địa bàn huyện {self.district}"],
            "TỜ TRÌNH": [f"Về việc phê duyệt dự toán kinh phí {work} năm {year}", f"Đề nghị bổ sung biên chế phục vụ công tác {work}"],
            "THÔNG BÁO": [f"Về việc {work} trên địa bàn xã {self.commune}", f"Kết luận của đồng chí Chủ tịch tại cuộc họp về {work}"],
            "CHỈ THỊ": [f"Về việc tăng cường công tác {work}", f"Về đẩy mạnh {work} trong tình hình mới"],
            "NGHỊ QUYẾT": [f"Về nhiệm vụ {work} năm {year}", f"Về phân bổ kinh phí {work} giai đoạn {year} - {year + 3}"],
            "QUYẾT ĐỊNH": [f"Về việc ban hành Quy chế {work}", f"Về việc thành lập Ban Chỉ đạo {work} tỉnh {self.province}", f"Về việc giao chỉ tiêu {work} năm {year} cho các đơn vị trực thuộc trên địa bàn tỉnh {self.province}"],
        }
        return self.pick(forms.get(kind, [f"Về việc {work} năm {year}"]))
