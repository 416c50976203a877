"""What offices are busy with: of each field the work, what is counted, what lacks, and why."""

import dataclasses


@dataclasses.dataclass
class Domain:
    """A field of work. `works` and `causes` are noun phrases, `acts` verb phrases, `counted` what stands behind a number."""

    name: str
    works: list
    acts: list
    counted: list
    faults: list
    symbol: str


DOMAINS = [
    Domain("giáo dục và đào tạo", [
        "phổ cập giáo dục, xóa mù chữ", "xây dựng trường đạt chuẩn quốc gia", "bồi dưỡng giáo viên dạy chương trình mới",
        "giáo dục kỹ năng sống và văn hóa học đường", "kiểm định chất lượng các cơ sở giáo dục", "dạy học hai buổi trên ngày",
        "tuyển sinh vào các lớp đầu cấp", "hướng nghiệp và phân luồng học sinh sau trung học cơ sở", "y tế trường học và bữa ăn bán trú",
    ], [
        "mở lớp bồi dưỡng chuyên môn cho giáo viên", "rà soát, sắp xếp lại mạng lưới điểm trường", "tổ chức hội thi giáo viên dạy giỏi",
        "kiểm tra việc thu, chi đầu năm học", "sửa chữa phòng học bị dột trước mùa mưa", "vận động học sinh bỏ học trở lại lớp",
        "thao giảng, dự giờ rút kinh nghiệm theo cụm trường",
    ], ["lượt giáo viên dự bồi dưỡng", "học sinh được nhận học bổng", "phòng học kiên cố", "em được miễn giảm học phí", "tiết thao giảng"],
        ["thiếu giáo viên bộ môn Tin học và Ngoại ngữ", "một số điểm lẻ chưa có công trình vệ sinh đạt yêu cầu",
         "chất lượng mũi nhọn chưa tương xứng với sự đầu tư"], "GDĐT"),
    Domain("y tế", [
        "tiêm chủng mở rộng cho trẻ dưới một tuổi", "khám bệnh, chữa bệnh bảo hiểm y tế", "phòng, chống sốt xuất huyết và tay chân miệng",
        "quản lý người bệnh tăng huyết áp, đái tháo đường tại trạm", "an toàn vệ sinh thực phẩm bếp ăn tập thể",
        "kiểm soát nhiễm khuẩn tại các khoa lâm sàng", "chăm sóc sức khỏe sinh sản", "cải tiến quy trình tiếp đón người bệnh",
    ], [
        "phun hóa chất diệt muỗi tại các ổ dịch cũ", "lập bệnh án điện tử cho người bệnh nội trú", "cử bác sĩ luân phiên về trạm y tế xã",
        "kiểm tra các quầy thuốc trên địa bàn", "tập huấn cấp cứu ban đầu cho nhân viên y tế thôn bản", "hội chẩn trực tuyến với bệnh viện tuyến trên",
    ], ["lượt người khám bệnh", "ca phẫu thuật", "trẻ được tiêm đủ liều", "mẫu thực phẩm được kiểm nghiệm", "lượt điều trị nội trú"],
        ["trang thiết bị chẩn đoán hình ảnh đã cũ, hay hỏng", "nhân lực bác sĩ còn thiếu so với giường bệnh thực kê",
         "việc thanh toán chi phí khám chữa bệnh còn chậm"], "YT"),
    Domain("nông nghiệp và nông thôn", [
        "gieo cấy lúa vụ Đông Xuân", "phòng trừ dịch hại trên cây trồng", "tiêm phòng cho đàn gia súc, gia cầm", "xây dựng nông thôn mới nâng cao",
        "nạo vét kênh mương nội đồng", "trồng rừng và chăm sóc rừng sau đầu tư", "phát triển sản phẩm OCOP", "dồn điền đổi thửa, chỉnh trang đồng ruộng",
        "chuyển đổi đất lúa kém hiệu quả sang cây ăn quả",
    ], [
        "cung ứng giống ngắn ngày cho các hợp tác xã", "bơm tát chống hạn cho diện tích cuối kênh", "mở lớp khuyến nông tại thôn",
        "cắm biển cấm xả rác ra kênh mương", "kiểm tra hồ đập trước mùa mưa bão", "hỗ trợ lãi suất vay vốn cho hộ chăn nuôi",
    ], ["ha lúa đã gieo cấy", "tấn thóc", "con trâu, bò được tiêm phòng", "mét kênh được kiên cố hóa", "hộ tham gia mô hình"],
        ["giá vật tư đầu vào tăng, đầu ra nông sản bấp bênh", "một số tuyến kênh bồi lắng chưa được nạo vét", "sản xuất còn manh mún, nhỏ lẻ"], "NN"),
    Domain("tài chính - ngân sách", [
        "thu ngân sách trên địa bàn", "quyết toán vốn đầu tư dự án hoàn thành", "thực hành tiết kiệm, chống lãng phí", "quản lý, sử dụng tài sản công",
        "công khai dự toán và quyết toán", "giải ngân vốn đầu tư công", "thu hồi các khoản tạm ứng quá hạn", "tự chủ tài chính của các đơn vị sự nghiệp",
    ], [
        "đối chiếu số dư tạm ứng với Kho bạc Nhà nước", "thẩm tra quyết toán các công trình hoàn thành", "đôn đốc các đơn vị nộp báo cáo quyết toán",
        "kiểm kê tài sản cuối năm", "điều chỉnh dự toán giữa các nhiệm vụ chi", "lập biên bản thu hồi khoản chi sai chế độ",
    ], ["triệu đồng thu từ thuế", "hồ sơ quyết toán", "đơn vị được kiểm tra", "chứng từ được đối chiếu", "triệu đồng chi thường xuyên"],
        ["nợ đọng xây dựng cơ bản chưa xử lý dứt điểm", "tiến độ giải ngân những tháng đầu năm còn thấp", "hồ sơ quyết toán gửi chậm so với quy định"], "TCKH"),
    Domain("nội vụ", [
        "cải cách hành chính", "tinh giản biên chế, sắp xếp tổ chức bộ máy", "thi đua, khen thưởng", "đánh giá, xếp loại cán bộ, công chức",
        "tiếp nhận và trả kết quả theo cơ chế một cửa", "lập hồ sơ và nộp lưu hồ sơ vào Lưu trữ cơ quan", "tuyển dụng viên chức", "tôn giáo, tín ngưỡng",
        "thực hiện dân chủ ở cơ sở",
    ], [
        "thẩm định đề án vị trí việc làm", "kiểm tra đột xuất giờ giấc làm việc", "khảo sát mức độ hài lòng của người dân", "mở lớp tập huấn văn thư",
        "chỉnh lý tài liệu tồn đọng tại kho", "niêm yết bộ thủ tục hành chính mới sửa đổi",
    ], ["hồ sơ giải quyết đúng hẹn", "mét giá tài liệu đã chỉnh lý", "lượt công chức được bồi dưỡng", "thủ tục được rút ngắn thời gian", "phiếu khảo sát"],
        ["một bộ phận công chức ngại đổi mới cách làm", "hồ sơ quá hạn chưa có thư xin lỗi", "kho lưu trữ chật hẹp, thiếu giá kệ"], "NV"),
    Domain("văn hóa, thể thao và du lịch", [
        "tu bổ di tích đã xếp hạng", "tổ chức lễ hội truyền thống", "xây dựng gia đình văn hóa, khu phố văn hóa", "phong trào toàn dân tập luyện thể dục thể thao",
        "quảng bá du lịch cộng đồng", "kiểm tra dịch vụ karaoke, trò chơi điện tử", "sưu tầm hiện vật và tư liệu địa phương",
    ], [
        "dựng lại pano tuyên truyền tại các cửa ngõ", "tổ chức giải bóng chuyền hơi trung cao tuổi", "số hóa sắc phong, văn bia", "mở lớp hát chèo cho thanh thiếu niên",
        "khảo sát điểm đến cùng các hãng lữ hành", "cấp phép biểu diễn nghệ thuật",
    ], ["lượt khách tham quan", "buổi biểu diễn", "vận động viên tham dự", "hiện vật được tiếp nhận", "đầu sách bổ sung cho thư viện"],
        ["thiết chế văn hóa ở thôn xuống cấp", "kinh phí tu bổ di tích chủ yếu trông vào xã hội hóa", "sản phẩm du lịch còn đơn điệu"], "VHTT"),
    Domain("tài nguyên và môi trường", [
        "cấp giấy chứng nhận quyền sử dụng đất lần đầu", "thu gom, xử lý rác thải sinh hoạt", "giải phóng mặt bằng các công trình trọng điểm", "quản lý khai thác cát sỏi lòng sông",
        "chỉnh lý biến động hồ sơ địa chính", "quan trắc nguồn nước thải làng nghề", "lập quy hoạch sử dụng đất",
    ], [
        "đo đạc lại các thửa đất có tranh chấp", "lập biên bản các bãi tập kết vật liệu trái phép", "công khai phương án bồi thường tại nhà văn hóa thôn",
        "trồng cây xanh dọc các tuyến đường mới", "bố trí thêm điểm tập kết rác", "lấy mẫu nước kiểm nghiệm",
    ], ["giấy chứng nhận được trao", "tấn rác được thu gom", "hộ nhận tiền bồi thường", "thửa đất được chỉnh lý", "mẫu nước đạt quy chuẩn"],
        ["rác thải tồn đọng tại một số điểm giáp ranh", "hồ sơ địa chính qua nhiều thời kỳ không thống nhất", "một số hộ chưa đồng thuận với đơn giá bồi thường"], "TNMT"),
    Domain("lao động và an sinh xã hội", [
        "giảm nghèo bền vững", "chi trả trợ cấp người có công", "đào tạo nghề cho lao động nông thôn", "bảo vệ, chăm sóc trẻ em", "phòng, chống tệ nạn xã hội",
        "bảo hiểm thất nghiệp", "an toàn, vệ sinh lao động", "xóa nhà tạm, nhà dột nát",
    ], [
        "thăm hỏi, tặng quà các gia đình chính sách", "mở phiên giao dịch việc làm lưu động", "rà soát hộ nghèo, hộ cận nghèo cuối năm", "bàn giao nhà đại đoàn kết",
        "cấp thẻ bảo hiểm y tế cho đối tượng bảo trợ", "tổng kiểm tra sổ sách chi trả trợ cấp",
    ], ["suất quà", "lao động có việc làm mới", "hộ thoát nghèo", "căn nhà được sửa chữa", "người hưởng trợ cấp hằng tháng"],
        ["nguy cơ tái nghèo sau thiên tai còn cao", "ngành nghề đào tạo chưa sát nhu cầu tuyển dụng", "việc chi trả qua tài khoản còn vướng ở vùng sâu"], "LĐTBXH"),
    Domain("giao thông và xây dựng", [
        "bảo trì đường huyện, đường xã", "trật tự xây dựng đô thị", "an toàn giao thông", "bê tông hóa đường ngõ xóm", "cấp phép xây dựng nhà ở riêng lẻ",
        "thoát nước, chống ngập úng khu trung tâm", "chiếu sáng công cộng",
    ], [
        "lắp đặt biển báo tại các điểm đen", "giải tỏa lều quán lấn chiếm hành lang", "nghiệm thu khối lượng hoàn thành", "vá láng ổ gà trước Tết",
        "kiểm định cầu yếu", "phân luồng xe tải vào giờ cao điểm",
    ], ["km đường được dặm vá", "giấy phép xây dựng", "trường hợp vi phạm bị xử lý", "bộ đèn được thay thế", "mét rãnh thoát nước"],
        ["nhà thầu thi công cầm chừng do thiếu vật liệu đắp", "tình trạng tái lấn chiếm vỉa hè còn diễn ra", "vốn bảo trì mới đáp ứng một phần nhu cầu"], "KTHT"),
    Domain("công tác xây dựng Đảng", [
        "sinh hoạt chi bộ theo chuyên đề", "kiểm tra, giám sát và kỷ luật Đảng", "học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "phát triển đảng viên mới",
        "nắm bắt dư luận xã hội", "quy hoạch cán bộ nhiệm kỳ tới", "dân vận khéo",
    ], [
        "giám sát chuyên đề đối với cấp ủy cơ sở", "bồi dưỡng lý luận cho đối tượng kết nạp", "gợi ý kiểm điểm sâu đối với tập thể", "đối thoại với nhân dân khu tái định cư",
        "trao Huy hiệu Đảng cho đảng viên cao tuổi", "tổng kết mười năm thực hiện chỉ thị",
    ], ["đảng viên mới được kết nạp", "lượt cán bộ dự học tập nghị quyết", "cuộc giám sát", "mô hình dân vận khéo", "chi bộ được kiểm tra"],
        ["sinh hoạt chi bộ có nơi còn hình thức", "nguồn phát triển đảng viên ở nông thôn cạn dần", "tự phê bình và phê bình còn nể nang"], "TC"),
]
