//! `phuchoi triage`: text layers told without OCR.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use phuchoi::document::Charset;
use phuchoi::language::charset::encode;
use phuchoi::language::letter::strip_marks;
use serde_json::Value;

const PRINTED: &str = "Ban quản lý rừng phòng hộ báo cáo việc trồng cây ven biển trong quý ba. Các thôn đã nhận đủ cây giống, phân bón \
                       và dụng cụ theo kế hoạch. Đề nghị hạt kiểm lâm cử cán bộ hướng dẫn bà con chăm sóc, bảo vệ.\n";

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("phuchoi").expect("built");
    let output = command.arg("triage").args(arguments).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("not killed"), text(output.stdout), text(output.stderr))
}

#[test]
fn a_folder_is_surveyed_file_by_file_in_order() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bao-cao-thi-dua/level-1/page-01.jpg");
    fs::create_dir(place.path().join("in")).expect("made");
    fs::copy(scan, place.path().join("in/e.jpg")).expect("copied");
    for (name, text) in [
        ("a.txt", PRINTED.to_owned()),
        ("b.txt", encode(Charset::Vni, PRINTED)),
        ("c.txt", strip_marks(PRINTED)),
        ("d.txt", PRINTED.replace("iệ", "i ệ").replace("ế", " ế").replace("ậ", " ậ").replace("ồ", " ồ")),
    ] {
        fs::write(place.path().join("in").join(name), text).expect("written");
    }
    let (code, stdout, stderr) = run(place.path(), &["in", "--jobs", "2"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(
        stdout,
        "in/a.txt: 1 good; no OCR\n\
         in/b.txt: 1 legacy charset [VNI]; no OCR\n\
         in/c.txt: 1 lost tones; no OCR\n\
         in/d.txt: 1 split syllables; no OCR\n\
         in/e.jpg: 1 no text layer; OCR of 1\n\
         \n\
         5 files (0 cannot be read), 5 pages: 1 no text layer, 1 good, 1 legacy charset, 1 split syllables, 1 lost tones [VNI]\n\
         restore would read 1 page by OCR and take the text of 4\n"
    );
    assert!(
        !place.path().join(".phuchoi").exists() && !place.path().join("in/.phuchoi").exists(),
        "nothing is written"
    );
}

#[test]
fn json_holds_each_page_with_its_reason_and_failures_by_code() {
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::write(place.path().join("a.txt"), encode(Charset::Tcvn3, &PRINTED.to_lowercase())).expect("written");
    fs::write(place.path().join("b.pdf"), b"%PDF-1.4\nnothing").expect("written");
    let (code, stdout, stderr) = run(place.path(), &["a.txt", "b.pdf", "--json"]);
    assert_eq!(code, 1);
    assert!(stderr.starts_with("failed    b.pdf: "), "{stderr}");
    let told: Value = serde_json::from_str(&stdout).expect("JSON");
    let page = &told["files"][0]["pages"][0];
    assert_eq!((page["page"].as_u64(), page["layer"]["verdict"].as_str()), (Some(1), Some("legacy-charset")));
    assert_eq!(page["layer"]["charsets"][0]["charset"], "tcvn3");
    assert_eq!(page["basis"]["witness"], "text-layer");
    assert!(page["layer"]["confidence"].as_f64().expect("a number") > 0.8);
    assert_eq!(told["files"][1]["failed"]["code"], "truncated");
    assert_eq!((told["totals"]["files"].as_u64(), told["totals"]["failed"].as_u64()), (Some(2), Some(1)));
}
