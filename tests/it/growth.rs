//! No stage and no format costs more than in proportion to its input: a law about growth, not about seconds.
//!
//! Each works on inputs of every kind at two sizes, [`TIMES`] apart; for twice the input it may do [`DOUBLED`] times the work, as
//! often as the size is doubled from the one to the other. Work is the processor time of this thread, so that other tests and a busy
//! machine count little, and what seems to grow too fast is measured again. What grows with the square of its input is found where
//! that part is two thirds of the work at the larger size or more; inputs are as long as to make it so where it was met.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use phuchoi::document::{Author, Document, Edit, Page, SourceInfo, SourceKind, ledger};
use phuchoi::export;
use phuchoi::export::page_layout::Layout;
use phuchoi::export::pdf::{self, Original, Sheet};
use phuchoi::export::spreadsheet::Cells;
use phuchoi::language::lexicon::Lexicon;
use phuchoi::recognition::{Reader, RecognitionError, Transcript};
use phuchoi::repair::{self, Models};
use phuchoi::source::{self, OpenOptions};
use phuchoi::structure::structure;
use rustix::time::{ClockId, clock_gettime};

/// The most that work may grow by where the input is doubled.
const DOUBLED: f64 = 2.3;

/// How many times that much a busy machine is given: beside other tests the larger size, which fits the processor's own memory less
/// well, took up to 1.25 times what was due where nothing grew too fast.
const BUSY: f64 = 1.6;

/// How often the input is doubled from the smaller size to the larger.
const DOUBLINGS: i32 = 3;

/// How many times the smaller size the larger is.
const TIMES: usize = 1 << DOUBLINGS;

/// Work below which the larger size says nothing of growth: what the system does besides, and memory that no longer fits the
/// processor's own, is as much. On a busy machine 28 ms were seen where 16 were due.
const LEAST: Duration = Duration::from_millis(40);

/// How often it is measured what seems to grow too fast.
const TRIES: usize = 4;

/// Bytes of the smaller input of what is read, structured and written, and of what is repaired, which takes ten times as long.
const STRUCTURED: usize = 24_000;
const REPAIRED: usize = 3_000;

static MODELS: LazyLock<Models> =
    LazyLock::new(|| Models::built_in(Lexicon::built_in(Vec::new())).expect("built in"));

static JPEG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut jpeg = Vec::new();
    image::GrayImage::from_pixel(100, 100, image::Luma([250]))
        .write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg)
        .expect("written to memory");
    jpeg
});

/// A kind of input: its name, and a text of it that has so many units.
type Kind = (&'static str, fn(usize) -> String);

/// Returns a text in which something is written for each number from 1.
fn each(units: usize, unit: impl Fn(usize) -> String) -> String {
    (1..=units).map(unit).collect()
}

/// Returns a text that is opened by one and in which the other stands so many times.
fn under(head: &str, units: usize, unit: impl Fn(usize) -> String) -> String {
    format!("{head}{}", each(units, unit))
}

/// Kinds of text: lines, words, notes and headings.
const LINES: &[Kind] = &[
    ("lines alike", |n| "viec nay\n".repeat(n)),
    ("lines that differ", |n| each(n, |at| format!("Việc thứ {at} của trạm đo gió được giao.\n"))),
    ("blank lines", |n| "\n".repeat(n)),
    ("lines under blank ones", |n| "việc này\n\n".repeat(n)),
    ("one paragraph", |n| {
        under("Trạm đo gió", n, |_| "ghi lại gió mạnh, gió yếu ở ven sông và\n".into())
    }),
    ("a long line", |n| "báo cáo kết quả ".repeat(n)),
    ("a long line of sentences", |n| "Gió mạnh. Mưa: nhiều; (nắng) “ít”. ".repeat(n)),
    ("a long word", |n| "đogió".repeat(n)),
    ("a long number", |n| "20231".repeat(n)),
    ("a long line of marks", |n| "., : ".repeat(n)),
    ("a long line of dots", |n| "Gió .....".repeat(n)),
    ("a long line of wide blanks", |n| "Trạm đo     Số 4    ".repeat(n)),
    ("a long line of footnote marks", |n| each(n, |at| format!("gió{} mưa¹ ", at % 90 + 1))),
    ("a long line of cells", |n| format!("TT | NỘI DUNG | ĐIỂM CHUẨN\n1 | {}\n", "gió | 10 | ".repeat(n))),
    ("short pages", |n| each(n, |at| format!("Trang so {at} cua bao cao nay\n\u{c}"))),
    ("pages of no line", |n| "\u{c}".repeat(n)),
    ("pages of a blank line", |n| "\n\u{c}\n".repeat(n)),
    ("pages under running titles", |n| {
        each(n, |at| {
            format!("BÁO CÁO ĐO GIÓ       {at}\n\nGió thứ {at} thổi mạnh.\n\nTrạm đo gió\n\n{at}\n\u{c}")
        })
    }),
    ("pages with a note each", |n| {
        each(n, |at| format!("Trạm đo gió¹ ghi sổ hằng ngày, gửi về Sở {at}.\n\n¹ Trạm ở ven sông.\n\u{c}"))
    }),
    ("notes numbered through", |n| {
        each(n, |at| {
            format!("Trạm đo gió[{at}] ghi sổ hằng ngày.\nGió mạnh{at} ở ven sông.\n\n{at} Trạm ở đó.\n\u{c}")
        })
    }),
    ("references of one page", |n| {
        format!(
            "{}\n\n¹ Trạm ở ven sông.\n² Trạm ở trên đồi.\n",
            "Trạm đo gió¹ ghi sổ, gửi về Sở² đúng hạn.\n".repeat(n)
        )
    }),
    ("notes at the end", |n| {
        let sentences = each(n, |at| format!("Trạm đo gió{} ghi sổ hằng ngày.\n", at % 90 + 1));
        format!("{sentences}\n{}", each(n, |at| format!("{} Trạm ở ven sông.\n", at % 90 + 1)))
    }),
    ("signs that may be references", |n| "Trạm đo gió' ghi sổ” gửi về Sở* và cuộc2.\n".repeat(n)),
    ("notes of one page", |n| under("Trạm đo gió¹.\n\n", n, |at| format!("{at} Trạm thứ {at}.\n"))),
    ("quotations left open", |n| "Trạm “đo gió ghi (sổ hằng\n".repeat(n)),
    ("articles", |n| {
        each(n, |at| format!("Điều {at}. Phạm vi của trạm đo gió\nTrạm đo gió ghi sổ hằng ngày.\n\n"))
    }),
    ("clauses", |n| {
        under("Điều 1. Phạm vi\n", n, |at| format!("{at}. Trạm đo gió ghi sổ hằng ngày.\n"))
    }),
    ("chapters of sections", |n| {
        each(n, |at| {
            format!(
                "I. TRẠM ĐO GIÓ\n1. Gió mạnh\nGió thổi {at} ngày.\n2. Gió yếu\na) Ven sông\nb) Trên đồi\n\n"
            )
        })
    }),
    ("decimal headings", |n| {
        each(n, |at| format!("1.{}. Gió mạnh\n1.{}.1. Gió yếu\nLặng gió.\n\n", at % 90 + 1, at % 90 + 1))
    }),
    ("headings out of order", |n| each(n, |at| format!("Điều {}. Phạm vi\n\n", at * 7 % 1000))),
    ("items of a list", |n| each(n, |at| format!("- Trạm đo gió thứ {at};\n"))),
    ("a list of contents", |n| each(n, |at| format!("{at}. Gió mạnh ........ {at}\n"))),
    ("form lines", |n| "Họ và tên: ................................\n".repeat(n)),
    ("foreign lines", |n| "The wind was strong and the rain was heavy on that day.\n".repeat(n)),
    ("addresses", |n| "https://song.vn/gio?so=1 gio@song.vn C:\\Gio\\So\n".repeat(n)),
    ("brackets", |n| "gió (mạnh) [yếu] {lặng} <gió> *mưa* _nắng_ ^[1] ".repeat(n)),
];

/// Kinds of text: names, papers, tables and charsets.
const PAPERS: &[Kind] = &[
    ("names alike", |n| each(n, |at| format!("{at}. Trần Thị Gió Lành\nĐạt\n"))),
    ("papers of a pile", |n| {
        each(n, |at| {
            format!(
                "UBND TỈNH SÔNG XANH\nSỞ ĐO GIÓ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
                 Số: {at}/QĐ-SĐG\nSông Xanh, ngày 3 tháng 4 năm 2023\n\nQUYẾT ĐỊNH\nVề việc đo gió\n\n\
                 Điều 1. Đo gió hằng ngày.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nTrần Thị Gió Lành\n\u{c}"
            )
        })
    }),
    ("papers without pages", |n| {
        each(n, |at| {
            format!(
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: {at}/QĐ-SĐG\n\nQUYẾT ĐỊNH\n\
                 Về việc đo gió\n\nTrạm đo gió ghi sổ.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nTrần Thị Gió Lành\n\n"
            )
        })
    }),
    ("annexes", |n| {
        each(n, |at| {
            format!(
                "Phụ lục {at}\nDANH MỤC TRẠM ĐO GIÓ\n(Kèm theo Quyết định số 1)\n\nTrạm ở ven sông.\n\u{c}"
            )
        })
    }),
    ("recipients", |n| {
        format!(
            "{HEAD}Trạm đo gió ghi sổ.\n\nNơi nhận:\n{}- Lưu: VT.\n\nGIÁM ĐỐC\n\nTrần Thị Gió Lành\n",
            each(n, |at| format!("- Trạm đo gió số {at};\n"))
        )
    }),
    ("addressees", |n| {
        format!(
            "{HEAD}Kính gửi:\n{}\nTrạm đo gió ghi sổ.\n",
            each(n, |at| format!("- Trạm đo gió số {at};\n"))
        )
    }),
    ("a long subject", |n| format!("{HEAD}{}\n\nTrạm đo gió ghi sổ.\n", "VỀ VIỆC ĐO GIÓ\n".repeat(n))),
    ("signatures", |n| {
        each(n, |at| {
            format!(
                "Người ký: Trạm đo gió\nEmail: gio@song.vn\nThời gian ký: 03.04.2023 10:{:02}:00 +07:00\n\nGió.\n",
                at % 60
            )
        })
    }),
    ("stamps of arrival", |n| {
        each(n, |at| format!("CÔNG VĂN ĐẾN\nSố: {at}\nNgày 3 tháng 4 năm 2023\n\nGió thổi.\n\n"))
    }),
    ("rows", |n| {
        under(
            "BẢNG CHẤM ĐIỂM THI ĐUA\n\nTT | NỘI DUNG | ĐIỂM CHUẨN | ĐIỂM TỰ CHẤM\n",
            n,
            |at| format!("{at} | Nội dung đo gió số {at} | 10 | 5\n"),
        )
    }),
    ("rows misread", |n| {
        under("TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM\nI ĐO GIÓ 1.200 105\n", n, |at| {
            format!("{} Trạm đo gió 1O l5\n", if at % 3 == 0 { "l".into() } else { at.to_string() })
        })
    }),
    ("groups of rows", |n| {
        under("TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM\n", n, |at| {
            format!("II ĐO GIÓ 30 {}\n1 Gió mạnh 10 5\n2 Gió yếu 20 6\n", at % 20)
        })
    }),
    ("rows of a closed table", |n| {
        let rows = each(n, |at| format!("{at} Trạm đo gió 10 5\n"));
        format!("TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM\n{rows}TỔNG CỘNG 100 50\n")
    }),
    ("tables", |n| {
        each(n, |at| {
            format!(
                "TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM\n1 Trạm đo gió {at} 10 5\n2 Gió mạnh 10 5\nTổng cộng 20 10\n\u{c}"
            )
        })
    }),
    ("a long cell", |n| {
        format!(
            "TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM\n1 Trạm đo gió 10 5\n{}2 Gió mạnh 10 5\n",
            "ghi lại gió mạnh, gió yếu ở ven sông\n".repeat(n)
        )
    }),
    ("cells on lines of their own", |n| {
        under("TT\n\nNỘI DUNG\n\nĐIỂM CHUẨN\n\nĐIỂM TỰ CHẤM\n\n", n, |at| {
            format!("Trạm đo gió thứ {at}\n\n10\n\n5\n\n")
        })
    }),
    ("sums in prose", |n| "Tổng số 12 trạm, trong đó 5 trạm ven sông, 7 trạm trên đồi.\n".repeat(n)),
    ("letters of before", |n| "Tr¹m ®o giã ghi sæ h»ng ngµy, göi vÒ Së ®óng h¹n.\n".repeat(n)),
    ("letters with marks apart", |n| "Tra\u{323}m đo gio\u{301} ghi sô\u{309} hằng nga\u{300}y.\n".repeat(n)),
    ("lines without marks", |n| "Tram do gio ghi so hang ngay, gui ve So dung han.\n".repeat(n)),
    ("lines of an English engine", |n| {
        "Van phong Doan DBOH va HPND tinh phuc vu hoat déng cia H6i d6éng.\n".repeat(n)
    }),
    ("a long line of an English engine", |n| "hoat déng cia H6i d6éng nhan dan tinh va PBQH ".repeat(n)),
];

/// The head of a letter.
const HEAD: &str = "UBND TỈNH SÔNG XANH     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ ĐO GIÓ     Độc lập - Tự do - Hạnh phúc\n\
                    Số: 21/SĐG     Sông Xanh, ngày 3 tháng 4 năm 2023\n\nBÁO CÁO\nVề việc đo gió\n\n";

/// A reader that is never asked: no input here is an image.
struct Unasked;

impl Reader for Unasked {
    fn read(
        &mut self,
        _: &image::GrayImage,
        _: f32,
        _: &[phuchoi::document::Rule],
    ) -> Result<Transcript, RecognitionError> {
        unreachable!("a text is not recognised")
    }
}

/// A page of hOCR of lines, each of words parted by blanks.
fn hocr_page(number: usize, lines: &[String]) -> String {
    let mut page =
        format!("<div class='ocr_page' title='image \"a.png\"; bbox 0 0 2480 3508; ppageno {number}'>\n");
    for (at, line) in lines.iter().enumerate() {
        let top = 100 + 40 * at;
        write!(page, "<span class='ocr_line' title='bbox 100 {top} 2300 {}'>", top + 30).expect("written");
        for (word, text) in line.split(' ').enumerate() {
            let left = 100 + 90 * word;
            let bbox = format!("bbox {left} {top} {} {}; x_wconf {}", left + 80, top + 30, 60 + word % 40);
            write!(page, "<span class='ocrx_word' title='{bbox}'>{text}</span> ").expect("written");
        }
        page.push_str("</span>\n");
    }
    page.push_str("</div>\n");
    page
}

fn hocr(pages: impl IntoIterator<Item = String>) -> String {
    let pages: String = pages.into_iter().collect();
    format!("<!DOCTYPE html><html><head><title></title></head><body>\n{pages}</body></html>")
}

/// Lines of print.
fn print(lines: usize) -> Vec<String> {
    (0..lines).map(|at| format!("Trạm đo gió thứ {at} ghi sổ hằng ngày: gió mạnh ở ven sông.")).collect()
}

/// ALTO and PAGE XML of a page of lines, each in a block of its own where `are_apart`.
fn alto(lines: &[String], are_apart: bool) -> String {
    let line = |(at, text): (usize, &String)| {
        let top = 100 + 40 * at;
        let place =
            |left: usize, width: usize| format!("HPOS='{left}' VPOS='{top}' WIDTH='{width}' HEIGHT='30'");
        let words = text
            .split(' ')
            .enumerate()
            .map(|(word, text)| format!("<String CONTENT='{text}' {}/>", place(100 + 90 * word, 80)));
        let line = format!("<TextLine {}>{}</TextLine>", place(100, 2200), words.collect::<String>());
        if are_apart { format!("<TextBlock>{line}</TextBlock>") } else { line }
    };
    let lines: String = lines.iter().enumerate().map(line).collect();
    let lines = if are_apart { lines } else { format!("<TextBlock>{lines}</TextBlock>") };
    format!(
        "<alto><Layout><Page WIDTH='2480' HEIGHT='3508'><PrintSpace>{lines}</PrintSpace></Page></Layout></alto>"
    )
}

fn page_xml(lines: &[String], are_apart: bool) -> String {
    let line = |(at, text): (usize, &String)| {
        let top = 100 + 40 * at;
        let text = format!("<TextEquiv><Unicode>{text}</Unicode></TextEquiv>");
        let line = format!("<TextLine><Coords points='100,{top} 2300,{}'/>{text}</TextLine>", top + 30);
        if are_apart { format!("<TextRegion>{line}</TextRegion>") } else { line }
    };
    let lines: String = lines.iter().enumerate().map(line).collect();
    let lines = if are_apart { lines } else { format!("<TextRegion>{lines}</TextRegion>") };
    format!("<PcGts><Page imageWidth='2480' imageHeight='3508'>{lines}</Page></PcGts>")
}

/// Kinds of OCR markup.
const MARKED: &[Kind] = &[
    ("hOCR of pages", |n| hocr((0..n).map(|at| hocr_page(at, &print(10))))),
    ("hOCR of empty pages", |n| hocr((0..n).map(|at| hocr_page(at, &[])))),
    ("hOCR of a long page", |n| hocr([hocr_page(0, &print(n))])),
    ("hOCR of a long line", |n| hocr([hocr_page(0, &["Trạm đo gió: ghi sổ".repeat(n)])])),
    ("hOCR of headings", |n| {
        hocr((1..=n).map(|at| hocr_page(at, &[format!("Điều {at}. Phạm vi đo gió"), "Gió.".into()])))
    }),
    ("ALTO of a long page", |n| alto(&print(n), false)),
    ("ALTO of blocks", |n| alto(&print(n), true)),
    ("PAGE XML of a long page", |n| page_xml(&print(n), false)),
    ("PAGE XML of regions", |n| page_xml(&print(n), true)),
    ("hOCR of numbered pages", |n| {
        hocr((0..n).map(|at| {
            let ends = [format!("SỔ TAY ĐO GIÓ Ở VEN SÔNG trang {at}"), format!("{at}")];
            hocr_page(at, &[&ends[..1], &print(5), &ends[1..]].concat())
        }))
    }),
    ("hOCR of notes", |n| {
        hocr((1..=n).map(|at| {
            let note =
                [format!("Trạm¹ đo gió² ghi sổ{at}."), format!("{at} Trạm ở ven sông."), "Lặng gió.".into()];
            hocr_page(at, &[&print(3)[..], &note].concat())
        }))
    }),
    ("hOCR of stamps", |n| {
        hocr([hocr_page(
            0,
            &(0..n)
                .map(|at| if at % 3 == 0 { "ĐẾN".into() } else { format!("Số: {at}") })
                .collect::<Vec<_>>(),
        )])
    }),
];

fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Returns what a piece of work costs, and what it makes.
fn cost<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let before = now();
    let made = work();
    (now() - before, made)
}

/// Opens an input and reads all its pages.
fn read(name: &str, bytes: &[u8]) -> Vec<Page> {
    let source =
        source::open_bytes(Path::new(name), bytes.to_vec(), &OpenOptions::default()).expect("an input");
    let reading = phuchoi::Reading::default();
    let mut kept: Option<Unasked> = None;
    (1..=source.page_count())
        .flat_map(|number| {
            let mut reader = || Ok(Unasked);
            phuchoi::read_pages(&source, number, &reading, &mut kept, &mut reader, &mut |_, _, _| {})
                .expect("a page")
        })
        .map(|read| read.page)
        .collect()
}

fn document(pages: Vec<Page>) -> Document {
    let page_count = pages.len() as u32;
    let source =
        SourceInfo { path: "gio.txt".into(), blake3: String::new(), kind: SourceKind::Text, page_count };
    let mut document = Document::new(source, pages);
    document.part_into_words();
    document
}

/// What one size of an input costs, by stage and format.
type Costs = BTreeMap<String, Duration>;

fn structured(document: &mut Document, costs: &mut Costs) {
    let (time, mut records) = cost(|| structure(document));
    costs.insert("structure".into(), time);
    let edits = std::mem::take(&mut records.edits);
    let (time, _) = cost(|| ledger::apply(document, edits));
    costs.insert("ledger".into(), time);
    records.enter(document);
}

fn written(document: &Document, costs: &mut Costs) {
    let mut take = |name: &str, work: &mut dyn FnMut() -> usize| {
        let (time, _) = cost(work);
        costs.insert(name.into(), time);
    };
    take("json", &mut || export::json::render(document).expect("JSON").len());
    take("edits", &mut || export::edits::render(&document.edits).expect("JSON").len());
    take("md", &mut || export::markdown::render(document).len());
    take("html", &mut || export::html::render(document).expect("written").len());
    take("txt", &mut || export::text::render(document).len());
    take("csv", &mut || {
        let tables = document.tables.iter().map(|table| export::csv::render(table, Cells::Guarded).len());
        tables.sum::<usize>()
            + export::scores::render(document, Cells::Guarded).map_or(0, |scores| scores.len())
    });
    take("alto", &mut || {
        let layout = Layout::of(document);
        document
            .pages
            .iter()
            .map(|page| export::alto::render(document, &layout, page).expect("written").len())
            .sum()
    });
    take("hocr", &mut || {
        let layout = Layout::of(document);
        document
            .pages
            .iter()
            .map(|page| export::hocr::render(document, &layout, page).expect("written").len())
            .sum()
    });
    take("page", &mut || {
        let layout = Layout::of(document);
        let pages = document.pages.iter().map(|page| export::page_xml::render(document, &layout, page));
        pages.map(|page| page.expect("written").map_or(0, |page| page.len())).sum()
    });
    if document.pages.iter().all(|page| page.width.is_some()) {
        let jpeg = &*JPEG;
        let original = Original { bytes: jpeg, format: image::ImageFormat::Jpeg, index: 0 };
        take("pdf", &mut || {
            let sheet =
                |_| Ok(Sheet::of(&original, || unreachable!("a JPEG is not decoded")).expect("packed"));
            pdf::bind(document, sheet).expect("bound").bytes.len()
        });
    }
    let mut bare = document.clone();
    take("take back", &mut || {
        ledger::take_back(&mut bare, &|_| true);
        0
    });
    let rendered = export::json::render(document).expect("JSON");
    take("record read", &mut || serde_json::from_str::<Document>(&rendered).expect("a document").pages.len());
}

/// What an input costs that is read, structured and written as it is.
fn as_it_is(text: &str) -> Costs {
    let mut costs = Costs::new();
    let (time, pages) = cost(|| read("gio", text.as_bytes()));
    costs.insert("reading".into(), time);
    let mut document = document(pages);
    structured(&mut document, &mut costs);
    written(&document, &mut costs);
    costs
}

/// What it costs with a change of every word.
fn changed(text: &str) -> Costs {
    let mut costs = Costs::new();
    let mut document = document(read("gio", text.as_bytes()));
    let lines = document.pages.iter().flat_map(|page| (1..).zip(&page.lines).map(|line| (page.number, line)));
    let words = lines.flat_map(|(page, (line, own))| own.words.iter().map(move |word| (page, line, word)));
    let edits = words.map(|(page, line, word)| Edit {
        page,
        line,
        span: word.span,
        before: word.ocr.to_string(),
        after: format!("{}h", word.ocr),
        reason: "growth".into(),
        confidence: 0.9,
        by: Author::Repair,
        time: None,
        replaced: Vec::new(),
    });
    let edits = edits.collect();
    let (time, _) = cost(|| ledger::apply(&mut document, edits));
    costs.insert("ledger of changes".into(), time);
    structured(&mut document, &mut costs);
    written(&document, &mut costs);
    costs
}

/// What it costs to repair it, and what that leaves to structure.
fn repaired(text: &str) -> Costs {
    let mut costs = Costs::new();
    let mut document = document(read("gio", text.as_bytes()));
    let (time, repaired) = cost(|| repair::repair(&document, &MODELS));
    costs.insert("repair".into(), time);
    let (time, refused) = cost(|| ledger::apply(&mut document, repaired.edits));
    costs.insert("ledger of repairs".into(), time);
    assert_eq!(refused, []);
    let records = structure(&document);
    let (time, _) = cost(|| repair::repair_freed(&document, &records.edits, &MODELS));
    costs.insert("freed".into(), time);
    costs
}

/// Holds the law of kinds of input whose smaller size has so many bytes.
fn hold(kinds: &[Kind], bytes: usize, costs_of: fn(&str) -> Costs) {
    /// Units of which the length of one is told.
    const FEW: usize = 64;
    let most = BUSY * DOUBLED.powi(DOUBLINGS);
    let mut broken = Vec::new();
    for (name, kind) in kinds {
        let units = (bytes * FEW / kind(FEW).len()).max(FEW);
        let (small, large) = (kind(units), kind(TIMES * units));
        let mut least: BTreeMap<String, [Duration; 2]> = BTreeMap::new();
        let too_fast = |[small, large]: &[Duration; 2]| {
            *large >= LEAST && large.as_secs_f64() > most * small.as_secs_f64()
        };
        for _ in 0..TRIES {
            let measured = [costs_of(&small), costs_of(&large)];
            for (stage, large) in &measured[1] {
                let now = [measured[0][stage], *large];
                let best = least.entry(stage.clone()).or_insert(now);
                *best = [best[0].min(now[0]), best[1].min(now[1])];
            }
            if !least.values().any(too_fast) {
                break;
            }
        }
        broken.extend(least.iter().filter(|(_, costs)| too_fast(costs)).map(|(stage, [small, large])| {
            format!("{name}, {stage}: {small:.1?} for {units}, {large:.1?} for {TIMES} times as many")
        }));
    }
    assert!(broken.is_empty(), "work grows faster than the input:\n{}", broken.join("\n"));
}

#[test]
fn lines_and_headings_are_structured_and_written_in_proportion() {
    hold(LINES, STRUCTURED, as_it_is);
}

#[test]
fn papers_and_tables_are_structured_and_written_in_proportion() {
    hold(PAPERS, STRUCTURED, as_it_is);
}

#[test]
fn markup_is_read_structured_and_written_in_proportion() {
    hold(MARKED, 5 * STRUCTURED, as_it_is);
}

#[test]
fn changes_of_every_word_are_applied_shown_and_taken_back_in_proportion() {
    let some =
        ["lines that differ", "a long line", "a long line of cells", "short pages", "articles", "rows"];
    let kinds: Vec<Kind> =
        LINES.iter().chain(PAPERS).filter(|(name, _)| some.contains(name)).copied().collect();
    assert_eq!(kinds.len(), some.len());
    hold(&kinds, STRUCTURED, changed);
}

#[test]
fn lines_and_headings_are_repaired_in_proportion() {
    hold(LINES, REPAIRED, repaired);
}

#[test]
fn papers_and_tables_are_repaired_in_proportion() {
    hold(PAPERS, REPAIRED, repaired);
}
