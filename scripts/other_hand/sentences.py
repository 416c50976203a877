"""Sentences as offices write them, drawn by a grammar over a field of work and a period."""

GROUPS = [
    "các thôn, tổ dân phố", "các đơn vị trực thuộc", "các tổ chuyên môn", "cấp ủy, chính quyền các xã", "các khoa, phòng", "đội ngũ cán bộ, viên chức", "các ban, ngành, đoàn thể",
    "các chi hội", "lực lượng chức năng", "bộ phận chuyên môn", "các hợp tác xã", "đoàn viên, hội viên",
]
WAYS = [
    "bảo đảm thiết thực, tránh phô trương", "đúng quy trình, thủ tục", "gắn với trách nhiệm của người đứng đầu", "theo phương châm làm dứt điểm từng việc", "có địa chỉ, có thời hạn cụ thể",
    "trên cơ sở dự toán được giao", "không để phát sinh điểm nóng", "phù hợp với điều kiện từng nơi", "lấy kết quả làm thước đo", "có sự giám sát của nhân dân",
]
LINKS = ["Bên cạnh đó, ", "Cùng với đó, ", "Ngoài ra, ", "Song song với việc trên, ", "Đáng chú ý, ", "Tuy vậy, ", "Mặt khác, ", "", "", "", ""]
CAUSES = [
    "thời tiết diễn biến thất thường", "nguồn kinh phí cấp về chậm", "cán bộ phụ trách kiêm nhiệm nhiều việc", "văn bản hướng dẫn thay đổi giữa chừng", "một số nơi còn trông chờ cấp trên",
    "sự phối hợp giữa các bên chưa nhịp nhàng", "địa bàn rộng, dân cư ở phân tán", "công tác tuyên truyền chưa đến được từng hộ",
]
SLOGANS = ["Bốn tại chỗ", "Năm xung kích", "Nghĩ thật, làm thật", "Tuổi cao gương sáng", "Ngày Chủ nhật xanh", "Mỗi tuần một việc", "Cơ quan không giấy tờ", "Nhà sạch, vườn đẹp"]


def number(rng, low, high):
    """Returns a number as it is written: `1.250`, `07`."""
    value = rng.randint(low, high)
    return f"{value:02}" if value < 10 else f"{value:,}".replace(",", ".")


def decimal(rng, low, high):
    """Returns a number with one or two places, or none."""
    value = round(rng.uniform(low, high), rng.choice((0, 1, 1, 2)))
    return f"{value:g}".replace(".", ",")


def day(rng, year):
    """Returns a day as running text has it."""
    days, month = rng.randint(1, 28), rng.randint(1, 12)
    return rng.choice((f"{days:02}/{month}/{year}" if month > 9 else f"{days:02}/{month:02}/{year}", f"ngày {days:02} tháng {month:02} năm {year}"))


def dated(rng, year):
    """Returns a day with the word `ngày` before it."""
    text = day(rng, year)
    return text if text.startswith("ngày") else f"ngày {text}"


def upper(text):
    """Returns text with its first letter a capital."""
    return text[:1].upper() + text[1:]


class Speech:
    """Draws sentences for an office in a field of work and a year."""

    def __init__(self, rng, domain, office, year):
        self.rng, self.domain, self.office, self.year = rng, domain, office, year

    def work(self):
        return self.rng.choice(self.domain.works)

    def act(self):
        return self.rng.choice(self.domain.acts)

    def period(self):
        rng, year = self.rng, self.year
        return rng.choice((
            f"trong năm {year}", f"6 tháng đầu năm {year}", f"đến hết tháng {rng.randint(2, 12)}/{year}", f"quý {rng.choice(('I', 'II', 'III', 'IV'))}/{year}", "trong kỳ báo cáo",
            f"tính đến {dated(rng, year)}", f"giai đoạn {year - rng.randint(3, 5)} - {year}", "từ đầu nhiệm kỳ đến nay",
        ))

    def told(self):
        """What was done, with a number."""
        rng = self.rng
        counted, group = rng.choice(self.domain.counted), rng.choice(GROUPS)
        figure = number(rng, 3, 4800)
        return rng.choice((
            f"{self.period()}, {self.office.said} đã {self.act()}, kết quả có {figure} {counted}, đạt {decimal(rng, 71, 128)}% kế hoạch",
            f"toàn đơn vị ghi nhận {figure} {counted}, {rng.choice(('tăng', 'giảm'))} {decimal(rng, 1, 34)}% so với cùng kỳ năm {self.year - 1}",
            f"{group} đã {self.act()}; nhờ vậy {self.period()} có thêm {figure} {counted}",
            f"công tác {self.work()} được {group} quan tâm, {rng.choice(WAYS)}",
            f"đã hoàn thành việc {self.act()}, vượt {rng.randint(2, 25)} ngày so với tiến độ đề ra",
            f"phong trào “{rng.choice(SLOGANS)}” được {group} hưởng ứng, thu về {figure} {counted}",
            f"số {counted} là {figure}, trong đó riêng tháng cuối kỳ là {number(rng, 2, 90)}",
            f"trong số {figure} {counted} có {decimal(rng, 5, 60)}% thuộc các xã {rng.choice(self.office.communes)}, {rng.choice(self.office.communes)}",
            f"{self.office.said} đã ban hành {number(rng, 3, 40)} văn bản để chỉ đạo {self.work()} và {self.act()}",
            f"{rng.choice(self.office.others)} phối hợp cùng {group} {self.act()} tại xã {rng.choice(self.office.communes)}",
            f"tổng kinh phí dành cho {self.work()} là {number(rng, 40, 9000)} triệu đồng, đã giải ngân {decimal(rng, 20, 99)}%",
            f"nền nếp {self.work()} từng bước đi vào ổn định; {group} chấp hành tốt chế độ báo cáo",
            f"so với nghị quyết đề ra, chỉ tiêu về {counted} {rng.choice(('đạt', 'vượt', 'chưa đạt'))} ({figure}/{number(rng, 3, 5000)})",
        ))

    def lacked(self):
        rng = self.rng
        return rng.choice((
            f"{rng.choice(self.domain.faults)}, nguyên nhân là do {rng.choice(CAUSES)}",
            f"công tác {self.work()} còn hạn chế: {rng.choice(self.domain.faults)}",
            f"do {rng.choice(CAUSES)} nên việc {self.act()} chưa đạt yêu cầu đề ra",
            f"ở một vài nơi, {rng.choice(self.domain.faults)}",
            f"việc phối hợp giữa {self.office.said} và {rng.choice(self.office.others)} trong {self.work()} có lúc chưa kịp thời",
            f"còn {number(rng, 2, 60)} trường hợp tồn đọng kéo dài từ năm {self.year - 1}, chủ yếu do {rng.choice(CAUSES)}",
        ))

    def bid(self):
        """What is to be done."""
        rng = self.rng
        return rng.choice((
            f"tiếp tục {self.act()}, {rng.choice(WAYS)}",
            f"{self.act()} xong trước {dated(rng, self.year + 1)}",
            f"chỉ đạo {rng.choice(GROUPS)} {self.act()}, {rng.choice(WAYS)}",
            f"phấn đấu đạt {number(rng, 10, 3000)} {rng.choice(self.domain.counted)}",
            f"chú trọng {self.work()}, {rng.choice(WAYS)}",
            f"khắc phục ngay tình trạng {rng.choice(self.domain.faults)}",
            f"phối hợp chặt chẽ với {rng.choice(self.office.others)} để {self.act()}",
            f"lồng ghép {self.work()} với các chương trình khác trên địa bàn, ưu tiên xã {rng.choice(self.office.communes)}",
            f"định kỳ ngày {rng.randint(5, 25)} hằng tháng tổng hợp tình hình {self.work()}, gửi {rng.choice(self.office.others)}",
            f"biểu dương, nhân rộng cách làm hay trong phong trào “{rng.choice(SLOGANS)}”; phê bình nơi làm hình thức",
            f"bố trí {number(rng, 20, 900)} triệu đồng từ nguồn {rng.choice(('sự nghiệp', 'dự phòng', 'xã hội hóa', 'kết dư'))} để {self.act()}",
        ))

    def order(self):
        """What a body is told to do."""
        rng = self.rng
        return rng.choice((
            f"giao {rng.choice(self.office.others)} {self.act()}, báo cáo kết quả trước {dated(rng, self.year + 1)}",
            f"{rng.choice(self.office.others)} chịu trách nhiệm {self.act()}, {rng.choice(WAYS)}",
            f"yêu cầu {rng.choice(GROUPS)} {self.act()} và chịu trách nhiệm về kết quả thực hiện",
            f"đề nghị {rng.choice(self.office.others)} cử người {self.act()} theo lịch đã thống nhất",
        ))

    def rule(self):
        """A sentence of a regulation."""
        rng = self.rng
        who = rng.choice(("người đứng đầu đơn vị", "cá nhân được phân công", "bộ phận văn thư", "tổ kiểm tra", "mỗi thành viên", "người lao động", "kế toán đơn vị"))
        return rng.choice((
            f"{who} có trách nhiệm {self.act()} và lưu giữ hồ sơ có liên quan",
            f"việc {self.act()} phải được ghi vào sổ theo dõi, có chữ ký của hai bên",
            f"nghiêm cấm lợi dụng công tác {self.work()} để vụ lợi",
            f"trong thời hạn {rng.randint(2, 30):02} ngày làm việc kể từ ngày nhận đủ hồ sơ, {who} phải trả lời bằng văn bản",
            f"{who} được hưởng phụ cấp bằng {decimal(rng, 0.1, 1.5)} lần mức lương cơ sở khi tham gia {self.work()}",
            f"kinh phí cho {self.work()} bố trí trong dự toán hằng năm, {rng.choice(WAYS)}",
            f"hồ sơ gồm: đơn đề nghị, bản sao giấy tờ tùy thân và kết quả {self.work()} của năm trước liền kề",
            "cuộc họp chỉ được tiến hành khi có ít nhất hai phần ba số thành viên tham dự; biểu quyết theo đa số",
            f"{who} được ủy quyền bằng văn bản cho cấp phó ký thay trong thời gian đi vắng quá {rng.randint(3, 15):02} ngày",
            f"mức khoán không quá {number(rng, 2, 90)}.000 đồng/người/ngày đối với người trực tiếp tham gia {self.work()}",
            f"trường hợp vượt quá thẩm quyền, {who} báo cáo ngay {self.office.chief} xem xét, quyết định",
        ))

    def sentence(self, kinds="tttlb"):
        kind = self.rng.choice(kinds)
        text = {"t": self.told, "l": self.lacked, "b": self.bid, "o": self.order, "r": self.rule}[kind]()
        link = self.rng.choice(LINKS) if kind in "tl" else ""
        return (link + text if link else upper(text)) + "."

    def paragraph(self, kinds="tttlb", least=1, most=4):
        count = self.rng.randint(least, most)
        first = self.sentence(kinds)
        first = upper(first) if not first.startswith(tuple(link for link in LINKS if link)) else upper(first.split(", ", 1)[1])
        return " ".join([first, *(self.sentence(kinds) for _ in range(count - 1))])

    def item(self, kinds="tb"):
        text = self.sentence(kinds)
        for link in LINKS:
            if link and text.startswith(link):
                text = text.removeprefix(link)
        return upper(text)

    def note(self):
        """What a footnote says."""
        rng, year = self.rng, self.year
        act = f"{rng.randint(3, 2900)}/{rng.choice(('QĐ', 'KH', 'BC', 'TB'))}-{self.office.symbol}"
        return rng.choice((
            f"Theo văn bản số {act} {dated(rng, year - 1)} của {self.office.said}.",
            f"Trong đó: {number(rng, 2, 300)} {rng.choice(self.domain.counted)} ở xã {rng.choice(self.office.communes)}, còn lại ở các xã khác.",
            f"Số liệu do {rng.choice(self.office.others)} cung cấp, chưa qua thẩm định.",
            f"Năm {year - 1} là {number(rng, 20, 5000)} {rng.choice(self.domain.counted)}.",
            f"Gồm các xã: {', '.join(rng.sample(self.office.communes, 3))}.",
            f"Quyết định số {act} {dated(rng, year - 2)} về việc {self.act()}; Công văn số {rng.randint(11, 990)}/{self.office.symbol} về {self.work()}.",
            f"Tăng {decimal(rng, 1, 20)}% so với năm {year - 1}; nguyên nhân chủ yếu do {rng.choice(CAUSES)}, các đơn vị đã {self.act()}.",
        ))

    def about(self):
        """What a document is about, behind `Về`."""
        rng = self.rng
        return rng.choice((
            f"{self.work()} năm {self.year}", f"kết quả {self.work()} {rng.choice(('quý I', 'quý III', '9 tháng', '6 tháng đầu'))} năm {self.year}",
            f"việc {self.act()}", f"tình hình thực hiện công tác {self.work()} và phương hướng, nhiệm vụ năm {self.year + 1}", f"việc {self.act()} trên địa bàn xã {rng.choice(self.office.communes)}",
        ))
