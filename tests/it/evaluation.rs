//! The measures over whole texts. The expected figures are those of an independent script on the same texts,
//! written with another library's edit distance.

use phuchoi::evaluation::normalise::lines;
use phuchoi::evaluation::{RecordSet, Score, score, score_records};
use proptest::prelude::*;

const TRUTH: &str = "\
BÁO CÁO
Tổng kết phong trào đọc sách ở cơ quan năm 2023^[1]
Văn phòng có 45 biên chế; 17 đại học, 03 trung cấp.
Căn cứ Nghị quyết số 99/2019/NQ-HĐND ngày 05/7/2019,
uỷ ban {?Nhân} dân hoà giải “ba” vụ – 97,06%

^[1] Theo Công văn 12/VP";

const OCR: &str = "\
BAO CAO
Tổng két phong trao đọc sách o co quan nam 2028
Van phòng có 45 bién chế; 17 dai hoc, 03 trung cấp.
Can cứ Nghị quyet so 99/2019/NQ-HPND ngay 05/7/2019,
ủy ban Nhan dan hòa giải \"ba\" vu - 97,06%

1 Theo Cong văn 1Z/VP";

const RESTORED: &str = "\
BÁO CÁO
Tổng kết phong trào đọc sách ở cơ quan năm 2028
Văn phòng cố 45 biên chế; 17 đại học, 03 trung cấp
Căn cứ Nghị quyết số 99/2019/NQ-HĐND ngày 05/7/2019,
ủy ban Nhân dân hòa giải \"ba\" vụ - 97,06%

1 Theo Công văn 1Z/VP";

#[test]
fn agrees_with_the_independent_script() {
    let cases = [
        (
            RESTORED,
            "CER 2.76%  WER 10.64%  numbers wrong 2/8  right words broken 2/25 (8.00%)  | OCR itself: CER 13.36% WER 48.94%",
        ),
        (
            OCR,
            "CER 13.36%  WER 48.94%  numbers wrong 2/8  right words broken 0/25 (0.00%)  | OCR itself: CER 13.36% WER 48.94%",
        ),
    ];
    for (hypothesis, expected) in cases {
        let score = score(&lines(TRUTH), &lines(hypothesis), Some(&lines(OCR)));
        assert_eq!(score.to_string(), expected);
    }
}

#[test]
fn a_text_against_itself_has_no_errors() {
    let perfect = score(&lines(TRUTH), &lines(TRUTH), None);
    // The truth's own doubtful word keeps its brackets on the other side.
    let settled = TRUTH.replace("{?Nhân}", "Nhân");
    assert_eq!((perfect.word_errors, score(&lines(TRUTH), &lines(&settled), None).word_errors), (1, 0));
}

proptest! {
    #[test]
    fn counts_stay_within_the_text(
        truth in "([a-cđ0-9 ]{0,20}\n){0,4}",
        seen in "([a-cđ0-9 ]{0,20}\n){0,4}",
        ocr in "([a-cđ0-9 ]{0,20}\n){0,4}",
    ) {
        let Score { words, numbers, numbers_wrong, ocr, .. } = score(&lines(&truth), &lines(&seen), Some(&lines(&ocr)));
        let ocr = ocr.expect("was given");
        prop_assert!(numbers_wrong <= numbers && numbers <= words);
        prop_assert!(ocr.right_words_broken <= ocr.right_words && ocr.right_words <= words);
    }

    #[test]
    fn a_text_of_blocks_against_itself_is_in_order_however_often_it_says_the_same(
        texts in prop::collection::vec("([ab] ){0,9}", 0..40),
    ) {
        let blocks: Vec<_> = texts
            .iter()
            .map(|text| serde_json::json!({ "kind": "paragraph", "text": text }))
            .collect();
        let json = serde_json::json!({ "blocks": blocks });
        let records: RecordSet = serde_json::from_value(json).expect("blocks");
        let score = score_records(&records, &records);
        let said = texts.iter().filter(|text| !text.is_empty()).count();
        prop_assert_eq!((score.blocks.truth, score.blocks.right, score.blocks.found), (said, said, said));
        prop_assert_eq!((score.order.truth, score.order.right), (said.max(1) - 1, said.max(1) - 1));
        prop_assert_eq!(score.errors, Vec::<String>::new());
    }

    #[test]
    fn a_hypothesis_equal_to_the_ocr_breaks_nothing(truth in "[a-c ]{0,20}", ocr in "[a-c ]{0,20}") {
        let got = score(&lines(&truth), &lines(&ocr), Some(&lines(&ocr)));
        let of_ocr = got.ocr.expect("was given");
        prop_assert_eq!(of_ocr.right_words_broken, 0);
        prop_assert_eq!((got.character_errors, got.word_errors), (of_ocr.ocr_character_errors, of_ocr.ocr_word_errors));
    }
}
