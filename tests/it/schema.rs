//! The schema that is committed, and the documents that must keep to it.

use phuchoi::export::{json, schema};
use serde_json::Value;

const COMMITTED: &str = include_str!("../../docs/document.schema.json");

#[test]
fn committed_schema_is_the_one_the_program_prints() {
    let printed = schema::document().expect("a schema");
    assert!(
        printed == COMMITTED,
        "run `cargo run -- schema > docs/document.schema.json` and look at the difference"
    );
}

#[test]
fn exported_documents_validate() {
    let validator = validator();
    let written = json::render(&crate::sample::document()).expect("JSON");
    let value: Value = serde_json::from_str(&written).expect("JSON");
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn schema_refuses_what_the_contract_does_not_know() {
    let validator = validator();
    let good = serde_json::to_value(crate::sample::document()).expect("JSON");
    let cases: [(&str, Value, &str); 5] = [
        ("/pages/0/status", "excellent".into(), "an unknown status"),
        ("/pages/0/lines/0/bbox", serde_json::json!([1, 2, 3]), "a box of three numbers"),
        ("/edits/0/span", "0-7".into(), "a span in words"),
        ("/tables/0/columns/0/role", Value::Null, "a column without a role"),
        ("/pages/0/number", serde_json::json!(-1), "a negative page"),
    ];
    for (place, wrong, why) in cases {
        let mut value = good.clone();
        *value.pointer_mut(place).expect("there") = wrong;
        assert!(!validator.is_valid(&value), "{why}");
    }
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(COMMITTED).expect("JSON");
    jsonschema::validator_for(&schema).expect("a valid schema")
}
