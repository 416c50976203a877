//! Parts: where the documents within a document begin, and what they are.

use phuchoi::document::PartKind::{self, Annex, Document};

const HEAD: &str = "UBND TỈNH SÔNG XANH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ ĐO GIÓ                    Độc lập - Tự do - Hạnh phúc
Số: 31/QĐ-SĐG                Sông Xanh, ngày 5 tháng 6 năm 2023
QUYẾT ĐỊNH
Về việc ban hành Quy chế đo gió
GIÁM ĐỐC SỞ ĐO GIÓ
Căn cứ Luật Gió;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế đo gió.
Điều 2. Các phòng thi hành Quyết định này./.";

const CLOSING: &str = "Nơi nhận: GIÁM ĐỐC
- Như Điều 2;
- Lưu: VT. Trần Thị Gió Lành";

const REPORT: &str = "UBND TỈNH SÔNG XANH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ ĐO GIÓ                    Độc lập - Tự do - Hạnh phúc
Số: 27/BC-SĐG                Sông Xanh, ngày 5 tháng 6 năm 2023
BÁO CÁO
Kết quả đo gió

Trong năm, Sở đã đặt thêm mười hai trạm đo gió.";

const NOTE: &str = "(Ban hành kèm theo Quyết định số 31/QĐ-SĐG ngày 5 tháng 6 năm 2023)";

const TEXT: &str = "Việc đo gió được làm hằng ngày tại các trạm.";

/// The parts of pages: what each is, and the line it begins with.
fn parts(pages: &[&str]) -> Vec<(PartKind, String)> {
    let document = crate::sample::structured(crate::structure::text(pages));
    crate::body::assert_read(&document);
    let first = |from: u32| {
        let block = &document.body[from as usize];
        let lines = block.line_ids().filter_map(|id| document.line(id));
        lines.map(|line| line.text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
    };
    document.parts.iter().map(|part| (part.kind, first(part.body[0]))).collect()
}

/// Asserts that pages have a first part and these behind it, each beginning with a line that begins so.
fn assert_parts(pages: &[&str], behind: &[(PartKind, &str)]) {
    let found = parts(pages);
    let found: Vec<(PartKind, &str)> =
        found.iter().skip(1).map(|(kind, line)| (*kind, line.as_str())).collect();
    let is_same = found.len() == behind.len()
        && found.iter().zip(behind).all(|(own, wanted)| own.0 == wanted.0 && own.1.starts_with(wanted.1));
    assert!(is_same, "{found:#?} where {behind:#?} is wanted in {pages:#?}");
}

#[test]
fn a_number_or_specks_at_the_head_of_a_page_hide_no_annex() {
    for specks in ["7", "- x -", ". '", "12/", "1\n|"] {
        let annex = format!("{specks}\nPHỤ LỤC\nBẢNG KÊ TRẠM ĐO GIÓ\n{NOTE}\n{TEXT}");
        let found = parts(&[REPORT, &annex]);
        assert_eq!(found.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [Document, Annex], "{specks}");
        assert_eq!(found[1].1, "PHỤ LỤC", "{specks}");
    }
}

#[test]
fn an_annex_opens_amid_a_page_as_at_its_head() {
    for annex in [
        "Phụ lục I\nBẢNG KÊ CÁC TRẠM",
        "PHỤ LỤC II\nBảng kê các trạm",
        "Phụ lục\nBẢNG KÊ CÁC TRẠM",
        "PHỤ LỤC 01: BẢNG KÊ CÁC TRẠM ĐO GIÓ CỦA TỈNH",
        "Phụ lục số 3\n(Kèm theo Báo cáo số 27/BC-SĐG)",
    ] {
        let behind = [(Annex, annex.lines().next().unwrap_or_default())];
        let text = format!("{annex}\n\n{TEXT}");
        assert_parts(&[REPORT, &text], &behind);
        assert_parts(&[&format!("{REPORT}\n\n{text}")], &behind);
        assert_parts(&[&format!("{REPORT}\n{text}")], &behind);
        assert_parts(&[&format!("{HEAD}\n\n{CLOSING}\n\n{text}")], &behind);
    }
}

#[test]
fn what_has_a_note_under_its_title_is_an_annex_whatever_it_is_called() {
    for title in [
        "QUY CHẾ\nĐo gió",
        "DANH SÁCH CÁC TRẠM ĐO GIÓ",
        "BIỂU ĐO GIÓ\nNăm 2023",
        "QUY ĐỊNH\nVỀ ĐO GIÓ\nTRÊN ĐỊA BÀN TỈNH",
        "UBND TỈNH SÔNG XANH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ ĐO GIÓ                    Độc lập - Tự do - Hạnh phúc\n\nQUY CHẾ\nĐo gió",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nDANH MỤC TRẠM ĐO",
    ] {
        for note in [
            NOTE,
            "(Kèm theo Quyết định số 31/QĐ-SĐG)",
            "(Ban hành kèm theo Quyết định\nsố 31/QĐ-SĐG)",
            "(Ban hành kèm theø Quyết định số 31/QĐ-SĐG)",
        ] {
            let behind = [(Annex, title.lines().next().unwrap_or_default())];
            let text = format!("{title}\n{note}\n\n{TEXT}");
            assert_parts(&[HEAD, &text], &behind);
            assert_parts(&[&format!("{HEAD}\n\n{text}")], &behind);
            assert_parts(&[&format!("{HEAD}\n\n{CLOSING}\n\n{text}")], &behind);
            assert_eq!(parts(&[&text])[0].0, Annex, "by itself: {text}");
        }
    }
}

#[test]
fn a_list_in_small_letters_with_its_note_is_an_annex_at_the_head_of_a_page() {
    let list = format!("Danh sách các trạm đo gió\n{NOTE}\n\n{TEXT}");
    assert_parts(&[HEAD, &list], &[(Annex, "Danh sách")]);
    assert_eq!(parts(&[&list]), [(Annex, "Danh sách các trạm đo gió".to_owned())]);
    let numbered = format!("\n2\n\n{list}");
    assert_parts(&[HEAD, &numbered], &[(Annex, "Danh sách")]);
}

#[test]
fn a_regulation_without_note_and_head_is_known_by_its_kind() {
    for kind in ["QUY CHẾ", "QUY ĐỊNH", "ĐIỀU LỆ", "NỘI QUY", "KẾ HOẠCH"] {
        let text = format!("{kind}\nĐo gió của Sở\n\nĐiều 1. Phạm vi\n{TEXT}");
        assert_parts(&[HEAD, &text], &[(Annex, kind)]);
        assert_parts(&[&format!("{HEAD}\n\n{CLOSING}\n\n{text}")], &[(Annex, kind)]);
    }
    let text = format!("QUY CHẾ\nĐo gió của Sở\n\nĐiều 1. Phạm vi\n{TEXT}");
    assert_parts(&[REPORT, &text], &[(Document, "QUY CHẾ")]);
}

#[test]
fn a_second_paper_opens_with_its_head_or_its_kind() {
    let minutes = format!("BIÊN BẢN\nHọp về việc đo gió\n\n{TEXT}");
    let party =
        format!("ĐẢNG BỘ TỈNH SÔNG XANH          ĐẢNG CỘNG SẢN VIỆT NAM\nSố 5-BC/TU\n\nBÁO CÁO\n{TEXT}");
    let stacked = format!(
        "UBND XÃ SAO MAI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nTHÔNG BÁO\n{TEXT}"
    );
    for paper in [minutes.as_str(), party.as_str(), stacked.as_str(), REPORT] {
        let behind = [(Document, paper.lines().next().unwrap_or_default())];
        let closed = format!("{REPORT}\n\n{CLOSING}");
        assert_parts(&[REPORT, paper], &behind);
        assert_parts(&[&closed, paper], &behind);
        assert_parts(&[&format!("{closed}\n\n{paper}")], &behind);
    }
    for head in [party.as_str(), stacked.as_str(), REPORT] {
        let behind = [(Document, head.lines().next().unwrap_or_default())];
        assert_parts(&[&format!("{REPORT}\n\n{head}")], &behind);
        assert_parts(&[&format!("{REPORT}\n{head}")], &behind);
    }
    let signed =
        format!("{minutes}\n\nTHƯ KÝ                    CHỦ TỌA\n\nTrần Gió                  Lê Mưa");
    assert_parts(&[&format!("{signed}\n\n{minutes}")], &[(Document, "BIÊN BẢN")]);
}

#[test]
fn what_only_speaks_of_an_annex_or_a_paper_opens_none() {
    for text in [
        "Kết quả nêu tại\nPhụ lục I\nban hành kèm theo báo cáo này.",
        "Phụ lục I kèm theo báo cáo này nêu kết quả đo gió.",
        "Phụ lục I kèm theo.",
        "Các trạm đo gió nêu trên làm việc hằng ngày\n(Kèm theo Báo cáo số 12/BC-SĐG) và gửi về Sở.",
        "Danh sách trạm được gửi cho các xã\n(Kèm theo danh sách).",
        "Hồ sơ gồm:\nPhụ lục I\nPhụ lục II\nPhụ lục III",
        "PHỤ LỤC I. BẢNG KÊ CÁC TRẠM ĐO GIÓ ........ 12\nPHỤ LỤC II. BẢNG KÊ CÁC MÁY ĐO GIÓ ........ 15",
        "Phụ lục I ........ 12\nPhụ lục II ........ 15",
        "Tiêu ngữ là cộng hòa xã hội chủ nghĩa việt nam, độc lập - tự do - hạnh phúc.",
        "QUYẾT ĐỊNH:\nĐiều 1. Đặt thêm trạm đo gió.",
    ] {
        assert_parts(&[&format!("{REPORT}\n\n{text}")], &[]);
        assert_parts(&[REPORT, text], &[]);
    }
}

#[test]
fn the_head_of_the_first_paper_opens_it_once_whatever_stands_above() {
    for above in ["DỰ THẢO", "MẬT\n\n", "PHỤ LỤC GỬI KÈM\n", "Mẫu số 01\n"] {
        assert_parts(&[&format!("{above}\n{REPORT}")], &[]);
        assert_parts(&[&format!("{above}\n{REPORT}\n\n{TEXT}")], &[]);
    }
}
