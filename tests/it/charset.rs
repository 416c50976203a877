//! Texts and PDFs in charsets of before Unicode: told, converted, kept as they stood.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use phuchoi::document::{BasisKind, Charset, CheckStatus, Document, LayerVerdict};
use phuchoi::language::charset::{decode, encode, windows_1252};
use phuchoi::language::lexicon::Lexicon;
use phuchoi::recognition::{Reader, RecognitionError, Transcript};
use phuchoi::repair::Models;
use phuchoi::source::{self, OpenOptions, TextOrigin};
use phuchoi::{Reading, read_pages};

const PRINTED: &str = "ủy ban nhân dân xã báo cáo kết quả trồng rừng phòng hộ ven biển\ncác thôn đã nhận đủ cây giống, phân bón và \
                       dụng cụ\nđề nghị hạt kiểm lâm cử cán bộ hướng dẫn\n";

/// Small letters and capitals with every mark.
const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

/// Asks glibc's iconv, which has its tables from elsewhere; `None` where it is not installed or lacks the charset.
fn iconv(from: &str, bytes: &[u8]) -> Option<String> {
    let mut child = Process::new("iconv")
        .args(["-f", from, "-t", "UTF-8"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(bytes).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}

fn bytes(charset: Charset, text: &str) -> Vec<u8> {
    encode(charset, text).chars().map(|c| windows_1252::byte(c).expect("one of its own")).collect()
}

#[test]
fn tables_agree_with_those_of_glibc() {
    for (charset, name) in
        [(Charset::Tcvn3, "TCVN5712-1"), (Charset::Viscii, "VISCII"), (Charset::Windows1258, "CP1258")]
    {
        // TCVN3 has no other capitals than those without a tone.
        let capitals: String = LETTERS
            .to_uppercase()
            .chars()
            .filter(|c| charset != Charset::Tcvn3 || "ĂÂÊÔƠƯĐ".contains(*c))
            .collect();
        for letter in LETTERS.chars().chain(capitals.chars()) {
            let word = format!("t{letter}n");
            let Some(told) = iconv(name, &bytes(charset, &word)) else { return };
            assert_eq!(decode(Charset::Decomposed, &told), word, "{name}");
        }
    }
}

#[test]
fn every_line_of_a_text_in_viqr_is_converted() {
    let printed = format!("{PRINTED}PHẠM VI\nQUY ĐỊNH\nĐiều 2. áp dụng\nKinh phí\n- TT.HĐND;\nCall me.\n");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("text.txt");
    fs::write(&path, encode(Charset::Viqr, &printed)).expect("written");
    let source = source::open(&path, &OpenOptions::default()).expect("opened");
    let text = source.page(1).expect("read").text.expect("a text");
    let read: Vec<&str> = text.lines.iter().map(|line| line.ocr.as_str()).collect();
    assert_eq!(read, printed.lines().collect::<Vec<_>>());
}

#[test]
fn capitals_at_the_codes_of_control_characters_are_text() {
    let printed = "BỘ NỘI VỤ\nKẾ HOẠCH PHỤC VỤ ĐẠI HỘI ĐẠI BIỂU\nTHỰC HIỆN NHIỆM VỤ CỦA LỰC LƯỢNG DỰ BỊ\n";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("capitals.txt");
    for content in [bytes(Charset::Vps, printed), encode(Charset::Vps, printed).into_bytes()] {
        let controls = content.iter().filter(|byte| byte.is_ascii_control() && **byte != b'\n').count();
        assert!(10 * controls > content.len(), "{controls} of {}", content.len());
        fs::write(&path, content).expect("written");
        let source = source::open(&path, &OpenOptions::default()).expect("opened");
        let text = source.page(1).expect("read").text.expect("a text");
        let read: Vec<&str> = text.lines.iter().map(|line| line.ocr.as_str()).collect();
        assert_eq!(read, printed.lines().collect::<Vec<_>>());
    }
    // As many controls between the same words without their marks are no text.
    fs::write(&path, b"BO\x02 NOI\x03 VU\x04\n".repeat(30)).expect("written");
    assert!(source::open(&path, &OpenOptions::default()).is_err());
}

#[test]
fn raw_bytes_and_characters_read_the_same() {
    for charset in [Charset::Tcvn3, Charset::Vni, Charset::Vps, Charset::Viscii, Charset::Windows1258] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, content) in
            [("bytes.txt", bytes(charset, PRINTED)), ("text.txt", encode(charset, PRINTED).into_bytes())]
        {
            let path = folder.path().join(name);
            fs::write(&path, content).expect("written");
            let source = source::open(&path, &OpenOptions::default()).expect("opened");
            let text = source.page(1).expect("read").text.expect("a text");
            let read: Vec<&str> = text.lines.iter().map(|line| line.ocr.as_str()).collect();
            assert_eq!(read, PRINTED.lines().collect::<Vec<_>>(), "{name} in {}", charset.name());
            let kept: Vec<&str> =
                text.lines.iter().filter_map(|line| line.legacy.as_ref()).map(|l| l.text.as_str()).collect();
            assert_eq!(kept, encode(charset, PRINTED).lines().collect::<Vec<_>>(), "what stood is kept");
            let found: Vec<(Charset, u32)> = text.charsets.iter().map(|f| (f.charset, f.lines)).collect();
            assert_eq!(found, [(charset, 3)]);
            assert!(text.charsets[0].confidence > 0.8, "{:?}", text.charsets);
        }
    }
}

#[test]
fn repair_gives_a_line_for_a_line_whatever_the_bytes() {
    let output = Command::cargo_bin("phuchoi")
        .expect("built")
        .arg("repair")
        .env("PHUCHOI_DICTIONARY", "")
        .write_stdin(bytes(Charset::Vni, PRINTED))
        .output()
        .expect("it runs");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), PRINTED);
    assert!(stderr.starts_with("note: 3 lines were converted from VNI: "), "{stderr}");
}

#[test]
fn bytes_of_no_vietnamese_are_refused() {
    let run = |bytes: &[u8]| {
        let mut command = Command::cargo_bin("phuchoi").expect("built");
        command.arg("repair").write_stdin(bytes.to_vec()).output().expect("it runs")
    };
    let output = run(b"La pr\xe9fecture a d\xe9cid\xe9 de prot\xe9ger les for\xeats\n");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.starts_with("error: line 1 is neither UTF-8 nor in a charset of Vietnamese"), "{stderr}");
}

/// No page here needs a recogniser.
struct Nobody;

impl Reader for Nobody {
    fn read(
        &mut self,
        _: &image::GrayImage,
        _: f32,
        _: &[phuchoi::document::Rule],
    ) -> Result<Transcript, RecognitionError> {
        unreachable!("the text layer is to be taken")
    }
}

/// A PDF of a page with these strings, each a line, in a standard font under WinAnsiEncoding.
fn pdf(lines: &[Vec<u8>]) -> Vec<u8> {
    let mut content = b"BT /F1 12 Tf 14 TL 72 700 Td\n".to_vec();
    for line in lines {
        content.push(b'<');
        content.extend(line.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()));
        content.extend_from_slice(b"> Tj T*\n");
    }
    content.extend_from_slice(b"ET");
    let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
    stream.extend_from_slice(&content);
    stream.extend_from_slice(b"\nendstream");
    let font =
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>".to_vec();
    let objects: [Vec<u8>; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream,
        font,
    ];
    let mut whole = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(whole.len());
        whole.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        whole.extend_from_slice(object);
        whole.extend_from_slice(b"\nendobj\n");
    }
    let start = whole.len();
    whole.extend_from_slice(b"xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        whole.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    whole.extend_from_slice(
        format!("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF").as_bytes(),
    );
    whole
}

#[test]
fn a_pdf_of_an_old_font_is_told_by_its_words_and_kept() {
    for charset in [Charset::Tcvn3, Charset::Vni] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("old.pdf");
        let lines: Vec<Vec<u8>> = PRINTED.lines().map(|line| bytes(charset, line)).collect();
        fs::write(&path, pdf(&lines)).expect("written");
        let source = source::open(&path, &OpenOptions::default()).expect("opened");
        let reader = || -> Result<Nobody, RecognitionError> { unreachable!("no page needs one") };
        let read = read_pages(&source, 1, &Reading::default(), &mut None, &mut { reader }, &mut |_, _, _| {});
        let page = read.expect("read").remove(0).page;
        let words: Vec<&str> = page.lines.iter().map(|line| line.ocr.as_str()).collect();
        assert_eq!(words, PRINTED.lines().collect::<Vec<_>>(), "{}", charset.name());
        let basis = page.basis.expect("told");
        assert_eq!(basis.witness, BasisKind::TextLayer);
        let layer = page.text_layer.expect("judged");
        assert_eq!(layer.verdict, LayerVerdict::LegacyCharset);
        assert_eq!(layer.charsets[0].charset, charset);
        let text = source.text(1).expect("looked into").expect("there is one");
        assert_eq!(text.origin, TextOrigin::Drawn);
    }
}

#[test]
fn the_letter_that_software_drops_from_tcvn3_comes_back() {
    let printed = "Người lao động được hưởng lương theo hợp đồng. Nhà nước có chính sách ưu đãi đối với người trồng rừng.\n\
                   Trưởng thôn có trách nhiệm hướng dẫn bà con chăm sóc, bảo vệ rừng và đường vào xã.\n\
                   Các hộ được giao đất phải trồng rừng trước tháng mười hai, nếu chưa trồng thì báo cáo với ủy ban nhân dân \
                   phường. Vốn đầu tư do ngân hàng cho vay với lãi suất thấp. Bộ Tư pháp và nhóm C được giao theo dõi.\n\
                   Tư vấn cho các xã về đường kính T của ống do Sở Tư pháp làm.\n";
    let dropped = encode(Charset::Tcvn3, printed).replace('\u{ad}', "");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let explained = folder.path().join("edits.jsonl");
    let output = Command::cargo_bin("phuchoi")
        .expect("built")
        .args([Path::new("repair"), Path::new("--explain"), &explained])
        .env("PHUCHOI_DICTIONARY", "")
        .write_stdin(dropped)
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), printed);
    let edits = fs::read_to_string(explained).expect("written");
    assert!(edits.contains("the soft hyphen that ư is in TCVN3 was dropped"), "{edits}");
}

/// Restores a text in TCVN3, as a file of its bytes has it.
fn restored(printed: &str) -> Document {
    restored_file(&bytes(Charset::Tcvn3, printed))
}

/// Restores a text file.
fn restored_file(bytes: &[u8]) -> Document {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("cu.txt");
    fs::write(&path, bytes).expect("written");
    let reader = || -> Result<Nobody, RecognitionError> { unreachable!("a text needs none") };
    let models = Models::built_in(Lexicon::built_in(Vec::new())).expect("whole");
    phuchoi::restore(&path, &Reading::default(), &models, reader).expect("restored")
}

#[test]
fn the_rows_of_a_typed_table_are_no_footnotes() {
    let rows = "Căn cứ nhu cầu của các đơn vị, danh mục thiết bị cần mua trong năm gồm các loại sau đây.\n\
                1\tMáy chủ dùng cho phòng tổng hợp\t02\n2\tMáy trạm của văn phòng\t10\n3\tMáy in các loại\t05\n";
    let document = restored(rows);
    assert_eq!(document.footnotes, []);
    assert!(document.edits.is_empty(), "{:?}", document.edits);
}

#[test]
fn a_typed_footnote_is_one_where_the_text_refers_to_it() {
    let text = "Đơn vị đã tiếp nhận 213 đơn của công dân trên địa bàn các huyện trong năm vừa qua1.\n\
                Việc theo dõi được thực hiện bằng phần mềm, cảnh báo khi quá hạn.\n\n\
                1 Trong đó có 94 đơn thuộc thẩm quyền của các cơ quan khác đã được chuyển đi kịp thời.\n";
    let document = restored(text);
    let marks: Vec<&str> = document.footnotes.iter().map(|note| note.mark.as_str()).collect();
    assert_eq!(marks, ["1"], "{:?}", document.pages[0].lines);
}

#[test]
fn a_typed_syllable_stays_however_unlikely_its_words_are() {
    // `chí`, `nhăn`, `cao` and `ỦY BẠN` are slips, but no engine's: whoever typed them typed syllables.
    let text = "ỦY BẠN NHÂN DÂN XÃ\n\nBáo cao kết quả trồng rừng phòng hộ của Hội đồng nhăn dân xã, do ban chí huy lập trong \
                tháng tư.\nCác thôn đã nhận đủ cây giống, phân bón và dụng cụ từ kho của lâm trường ở huyện bên.\n";
    let document = restored_file(&bytes(Charset::Vni, text));
    let lines: Vec<&str> = document.pages[0].lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines.join("\n") + "\n", text);
    assert!(document.pages[0].is_typed());
    assert_eq!(document.edits, []);
}

#[test]
fn a_typed_word_that_is_no_syllable_is_still_repaired() {
    let text = "Các thôn đã nhận đủ cây giống, phân bón và dụng cụ thưo kế hoạch trồng rừng phòng hộ ven biển của xã.\n";
    let document = restored(text);
    let changes: Vec<(&str, &str)> =
        document.edits.iter().map(|edit| (edit.before.as_str(), edit.after.as_str())).collect();
    assert_eq!(changes, [("thưo", "theo")]);
}

#[test]
fn a_typed_number_is_changed_by_no_sum() {
    // Section I is the sum of its items, 85, and so it is in the total.
    let table = "BẢNG CHẤM ĐIỂM\n\nTT\tNội dung\tĐiểm tối đa\tĐiểm tự chấm\nI\tTRỒNG RỪNG\t100\t35\n1\tTrồng mới\t50\t40\n\
                 2\tTrồng dặm\t50\t45\nII\tCHĂM SÓC\t100\t90\n1\tPhát cỏ\t50\t48\n2\tBón phân\t50\t42\n\
                 \tTỔNG CỘNG\t200\t175\n";
    let changes = |document: &Document| -> Vec<(String, String)> {
        document.edits.iter().map(|edit| (edit.before.clone(), edit.after.clone())).collect()
    };
    let read = restored_file(table.as_bytes());
    assert_eq!(changes(&read), [("35".to_owned(), "85".to_owned())]);
    let typed = restored_file(&bytes(Charset::Vni, table));
    assert_eq!(changes(&typed), []);
    assert!(typed.tables[0].checks.iter().any(|check| check.status == CheckStatus::Suspect));
}
