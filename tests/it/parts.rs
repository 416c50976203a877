//! Parts: where the documents within a document begin, and what they are.

use phuchoi::document::PartKind::{self, Annex, Document};
use phuchoi::document::{BlockKind, BoundingBox, Line, Page};

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

/// A page of an image: lines under each other, and under them a ruled table, as often as given.
fn page_with_tables(number: u32, blocks: &[&str]) -> Page {
    let mut page: Option<Page> = None;
    let mut top = 200;
    for block in blocks {
        let lines: Vec<Line> = block
            .lines()
            .map(|text| {
                top += 60;
                let width = 25 * text.chars().count() as u32;
                let bbox =
                    BoundingBox::new(1200 - width.min(1900) / 2, top, 1200 + width.min(1900) / 2, top + 40);
                Line { bbox: Some(bbox), ..Line::from_text(text) }
            })
            .collect();
        let cells = [
            (0, 0, "TT"),
            (0, 1, "Tên trạm"),
            (0, 2, "Ghi chú"),
            (1, 0, "1"),
            (1, 1, "Sông Xanh"),
            (1, 2, "Đạt"),
        ];
        let rows = [top + 100, top + 160, top + 220];
        let table = crate::structure::ruled(&[200, 400, 1400, 2200], &rows, &cells).pages.remove(0);
        top += 260;
        match &mut page {
            Some(page) => {
                page.lines.extend(lines);
                page.lines.extend(table.lines);
                page.grids.extend(table.grids);
            }
            None => {
                let lines = lines.into_iter().chain(table.lines.clone()).collect();
                page = Some(Page { number, lines, ..table });
            }
        }
    }
    page.expect("a block")
}

/// The parts of a report and pages behind it: what each is, its title, and the titles of its tables.
fn annexes(pages: Vec<Page>) -> Vec<(PartKind, String, Vec<String>)> {
    let mut document = crate::structure::text(&[REPORT]);
    document.pages.extend(pages);
    document.source.page_count = document.pages.len() as u32;
    let document = crate::sample::structured(document);
    crate::body::assert_read(&document);
    let titles = |[from, to]: [u32; 2]| {
        let tables = &document.tables[from as usize..to as usize];
        tables.iter().map(|table| table.title.as_deref().unwrap_or_default().to_owned()).collect()
    };
    let title = |title: &Option<phuchoi::document::Text>| title.as_deref().unwrap_or_default().to_owned();
    document.parts.iter().skip(1).map(|part| (part.kind, title(&part.title), titles(part.tables))).collect()
}

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
    let found = parts(&[REPORT, &format!("- PHỤ LỤC\nBẢNG KÊ TRẠM ĐO GIÓ\n{NOTE}\n{TEXT}")]);
    assert_eq!(found.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [Document, Annex], "on its line");
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
fn the_note_under_a_regulations_title_is_of_its_head_and_no_heading_follows_from_that() {
    let regulation = "QUY CHẾ\nĐo gió\n(Ban hành kèm theo Quyết định số 31/QĐ-SĐG\nngày 5 tháng 6 năm 2023 của Sở Đo gió)\n\n\
                      CHƯƠNG I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nViệc đo gió được làm hằng ngày.";
    let document =
        crate::sample::structured(crate::structure::text(&[&format!("{HEAD}\n{CLOSING}"), regulation]));
    let part = &document.parts[1];
    let head = &document.body[part.body[0] as usize];
    let lines = head.line_ids().filter_map(|id| document.line(id)).filter(|line| !line.text.is_empty());
    assert_eq!((head.kind, lines.count()), (BlockKind::Letterhead, 4));
    let chapter = &document.sections[part.sections[0] as usize];
    assert_eq!((chapter.label.as_str(), chapter.title.as_str()), ("Chương I", "QUY ĐỊNH CHUNG"));
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

#[test]
fn an_annex_of_a_ruled_table_keeps_its_name_and_the_table_its_title() {
    for name in ["PHỤ LỤC I", "PHỤ LỤC", "PHỤ LỤC 2", "PHỤ LỤC 01", "Phụ lục IV"] {
        for note in [
            "",
            "\n(Kèm theo Báo cáo số 27/BC-SĐG)",
            "\n(Ban hành kèm theo Báo cáo số 27/BC-SĐG\ncủa Sở Đo gió)",
        ] {
            let head = format!("{name}\nDANH SÁCH TRẠM ĐO GIÓ{note}");
            let title = format!("{} DANH SÁCH TRẠM ĐO GIÓ", name.replace("PHỤ LỤC", "Phụ lục"));
            let wanted = (Annex, title, vec!["DANH SÁCH TRẠM ĐO GIÓ".to_owned()]);
            let found = annexes(vec![page_with_tables(2, &[&head])]);
            assert_eq!(found, std::slice::from_ref(&wanted), "{head}");
            let two = annexes(vec![page_with_tables(2, &[&head]), page_with_tables(3, &[&head])]);
            assert_eq!(two, [wanted.clone(), wanted.clone()], "{head}, twice");
            let below = annexes(vec![page_with_tables(2, &[&head, &head])]);
            assert_eq!(below, [wanted.clone(), wanted.clone()], "{head}, one under the other");
            let bare = format!("{name}\nDANH SÁCH TRẠM ĐO GIÓ");
            let below = annexes(vec![page_with_tables(2, &[&bare, &head])]);
            assert_eq!(below, [wanted.clone(), wanted], "{head}, under one without note");
        }
    }
}

#[test]
fn a_list_with_its_note_is_an_annex_though_a_ruled_table_follows() {
    for title in [
        "DANH SÁCH TRẠM ĐO GIÓ",
        "DANH MỤC MÁY ĐO",
        "BẢNG KÊ TRẠM ĐO\nNĂM 2023 CỦA SỞ",
        "KẾ HOẠCH ĐẶT TRẠM",
        "QUY CHẾ ĐO GIÓ Ở XÃ",
    ] {
        let head = format!("{title}\n{NOTE}");
        let title = title.replace('\n', " ");
        let wanted = (Annex, title.clone(), vec![title]);
        let found = annexes(vec![page_with_tables(2, &[&head])]);
        assert_eq!(found, std::slice::from_ref(&wanted), "{head}");
        let below = annexes(vec![page_with_tables(2, &[&head, &head])]);
        assert_eq!(below, [wanted.clone(), wanted], "{head}, one under the other");
    }
}

#[test]
fn a_table_s_title_opens_no_annex() {
    for head in
        ["DANH SÁCH TRẠM ĐO GIÓ", "Biểu số 02\nDANH SÁCH TRẠM ĐO GIÓ", "Bảng 2", "Các trạm đo gió là:"]
    {
        assert_eq!(annexes(vec![page_with_tables(2, &[head])]), [], "{head}");
    }
}

/// The numbers and issuers of the parts of pages.
fn heads(pages: &[&str]) -> Vec<(Option<String>, Option<String>)> {
    let document = crate::sample::structured(crate::structure::text(pages));
    crate::body::assert_read(&document);
    let heads = document.parts.into_iter().map(|part| (part.letterhead.issuer, part.letterhead.number));
    let text = |field: Option<phuchoi::document::Field>| field.map(|field| field.text.text);
    heads.map(|(issuer, number)| (text(issuer), text(number))).collect()
}

#[test]
fn papers_without_motto_each_keep_their_issuer_and_number() {
    for issuer in [
        "ỦY BAN NHÂN DÂN XÃ SAO MAI",
        "TRƯỜNG TIỂU HỌC SAO MAI",
        "SỞ ĐO GIÓ",
        "HỢP TÁC XÃ SAO MAI",
        "CÔNG TY ĐO GIÓ SAO MAI",
    ] {
        for head in [
            "{}\n\nSố: #/QĐ-SĐG\n\nQUYẾT ĐỊNH\nVề việc đo gió",
            "{}\nSố: #/QĐ-SĐG      Sao Mai, ngày 5 tháng 6 năm 2023\n\nKính gửi: Các trạm",
            "{}\nSố: #/QĐ-SĐG\nV/v đo gió ở\nven sông\nSao Mai, ngày 5 tháng 6 năm 2023\n\nKính gửi: Các trạm",
        ] {
            let papers: Vec<String> = (5..9)
                .map(|number| {
                    let head = head.replace("{}", issuer).replace('#', &number.to_string());
                    format!("{head}\n\n{TEXT}\n\nGIÁM ĐỐC\n\nTrần Thị Gió Lành")
                })
                .collect();
            let papers: Vec<&str> = papers.iter().map(String::as_str).collect();
            let wanted: Vec<_> =
                (5..9).map(|number| (Some(issuer.to_owned()), Some(format!("{number}/QĐ-SĐG")))).collect();
            assert_eq!(heads(&papers), wanted, "{head}");
            assert_eq!(heads(&[&papers.join("\n\n")]), wanted, "{head} on one page");
        }
    }
}

#[test]
fn a_paper_whose_names_take_several_lines_before_the_state_s_keeps_its_head() {
    let rest = format!("TỜ TRÌNH\nVề việc đo gió\n\nCông ty kính trình.\n{TEXT}");
    for top in [
        "TẬP ĐOÀN GIÓ\nSÔNG XANH\nCÔNG TY ĐO GIÓ\nSAO MAI\nSố: 9/TTr-SM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TẬP ĐOÀN GIÓ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCÔNG TY ĐO GIÓ\nSố: 9/TTr-SM",
    ] {
        let paper = format!("{top}\nĐộc lập - Tự do - Hạnh phúc\nSao Mai, ngày 5 tháng 6 năm 2023\n{rest}");
        let closed = format!("{REPORT}\n\n{CLOSING}");
        let heads = heads(&[&closed, &paper]);
        assert_eq!(heads.len(), 2, "{heads:?}");
        assert_eq!(heads[1].1.as_deref(), Some("9/TTr-SM"), "{top}");
        assert!(
            heads[1].0.as_deref().is_some_and(|issuer| issuer.starts_with("CÔNG TY ĐO GIÓ")),
            "{heads:?}"
        );
    }
}

#[test]
fn papers_of_a_body_and_a_kind_alone_are_several() {
    for kind in ["QUYẾT ĐỊNH", "GIẤY MỜI", "THÔNG BÁO", "BÁO CÁO", "KẾ HOẠCH"] {
        let paper = format!(
            "ỦY BAN NHÂN DÂN XÃ SAO MAI\n\n{kind}\nVề việc đo gió\n\n{TEXT}\n\nCHỦ TỊCH\nTrần Gió Lành"
        );
        let wanted = vec![(Some("ỦY BAN NHÂN DÂN XÃ SAO MAI".to_owned()), None); 4];
        assert_eq!(heads(&[paper.as_str(); 4]), wanted, "{kind}");
    }
}

#[test]
fn forms_in_an_annex_are_of_it_and_their_titles_are_no_issuers() {
    const MOTTO: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n";
    let annex = format!("PHỤ LỤC I\nBIỂU MẪU ĐO GIÓ\n{NOTE}\n\n{TEXT}");
    for form in [
        format!("{MOTTO}BẢN KÊ KHAI TRẠM ĐO GIÓ\nTên trạm: ........."),
        format!("Mẫu đơn đề nghị đo gió\n{MOTTO}-----\nĐƠN ĐỀ NGHỊ ĐO GIÓ\nKính gửi: ........."),
        format!("Mẫu số 03\n{MOTTO}\nTỜ KHAI\nTên trạm: ........."),
        format!("CƠ QUAN CẤP GIẤY     {MOTTO}Số: ...../GCN\nGIẤY CHỨNG NHẬN ĐO GIÓ\nTên trạm: ........."),
        format!("{MOTTO}........, ngày ... tháng ... năm ....\nBẢN CAM KẾT\nTên trạm: ........."),
    ] {
        let closed = format!("{form}\n\nGIÁM ĐỐC");
        assert_parts(&[HEAD, &annex, &closed, &closed], &[(Annex, "PHỤ LỤC I")]);
        assert_parts(&[HEAD, &annex, &form, REPORT], &[(Annex, "PHỤ LỤC I"), (Document, "UBND")]);
        let minutes = format!("{MOTTO}BIÊN BẢN\nHọp đo gió\nHôm nay, ngày 5 tháng 6 năm 2023, Sở họp.");
        assert_parts(&[HEAD, &annex, &form, &minutes], &[(Annex, "PHỤ LỤC I"), (Document, "CỘNG HÒA")]);
        let title = heads(&[&form])[0].0.clone();
        assert!(title.is_none_or(|title| title == "CƠ QUAN CẤP GIẤY"), "{form}");
    }
}
