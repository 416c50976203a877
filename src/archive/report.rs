//! `conformance.md`: what falls short, to read.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Delivery;
use super::finding::{Check, Finding, Severity};

/// The file's name, in the output folder, where no other is asked for.
pub const FILE: &str = "conformance.md";

/// How the file begins: the sign that it is ours.
pub const HEAD: &str = "# Conformance before delivery\n";

/// Returns the report.
pub fn render(delivery: &Delivery) -> String {
    let mut text = String::from(HEAD);
    let total = delivery.entries.len();
    let _ = write!(
        text,
        "\n{total} documents; {} of them without a fault that is checked for. What fails must be mended before delivery; what \
         is to be looked at may be right.\n\nNot checked, for nothing on disk tells: full size, whether the PDF keeps PDF/A \
         (veraPDF does), whether it is signed.\n",
        delivery.ready()
    );
    summary(&mut text, &delivery.findings);
    let mut by_record: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &delivery.findings {
        by_record.entry(&finding.record).or_default().push(finding);
    }
    for (record, findings) in by_record {
        let title = if record.is_empty() { "The list" } else { record };
        let _ = write!(text, "\n## {}\n\n", plain(title));
        for finding in findings {
            line(&mut text, finding);
        }
    }
    text
}

fn summary(text: &mut String, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    text.push_str("\n| check | fails | look |\n| --- | ---: | ---: |\n");
    for check in Check::ALL {
        let count = |severity| {
            findings.iter().filter(|finding| finding.check == check && finding.severity == severity).count()
        };
        let (fails, looks) = (count(Severity::Fails), count(Severity::Look));
        if fails + looks > 0 {
            let _ = writeln!(text, "| {} | {fails} | {looks} |", check.name());
        }
    }
}

fn line(text: &mut String, finding: &Finding) {
    let _ = write!(text, "- **{}** {}", finding.severity.name(), finding.check.name());
    if !finding.pages.is_empty() {
        let _ = write!(text, ", page {}", finding.page_ranges());
    }
    if finding.field.is_some() {
        let _ = write!(text, ", {} (`{}`)", finding.name(), finding.key());
    }
    let _ = write!(text, ": {}; asked for: {}.", plain(&finding.found), plain(&finding.asked));
    let _ = write!(text, " Remedy: {}.", plain(&finding.remedy));
    let reference = finding.clause.reference();
    if !reference.is_empty() {
        let _ = write!(text, " [{reference}]");
    }
    text.push('\n');
}

/// Returns a text as one line that Markdown takes for text.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '*' | '_' | '#' | '<' | '[' | '\\') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
