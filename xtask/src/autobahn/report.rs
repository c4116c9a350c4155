//! What the suite found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use serde_json::Value;

/// Cases that the suite has, compression aside. Fewer were not all run.
const CASES_MIN: usize = 301;

/// Good verdicts. `INFORMATIONAL` is what the RFC leaves open, which the suite only describes.
const GOOD: [&str; 2] = ["OK", "INFORMATIONAL"];

/// Fails unless every case is good, in its behaviour and in its close.
pub(super) fn judge(folder: &Path, agent: &str) -> anyhow::Result<()> {
    let index = fs::read(folder.join("index.json")).context("the suite left no report")?;
    let index: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_slice(&index)?;
    let cases = index.get(agent).context("the report does not name the server")?;
    let bad = bad(cases);
    println!("report: {}", folder.join("index.html").display());
    println!("{} cases, {} of them not strictly passed", cases.len(), bad.len());
    if cases.len() < CASES_MIN {
        bail!("only {} of {CASES_MIN} cases were run", cases.len());
    }
    if !bad.is_empty() {
        bail!("not strictly passed: {}", bad.join(", "));
    }
    Ok(())
}

fn bad(cases: &BTreeMap<String, Value>) -> Vec<String> {
    let verdict = |case: &Value, key: &str| case[key].as_str().unwrap_or("none").to_owned();
    let verdicts = cases
        .iter()
        .map(|(name, case)| (name, verdict(case, "behavior"), verdict(case, "behaviorClose")));
    verdicts
        .filter(|(_, behaviour, close)| [behaviour, close].iter().any(|said| !is_good(said)))
        .map(|(name, behaviour, close)| format!("{name} ({behaviour}, close {close})"))
        .collect()
}

fn is_good(verdict: &str) -> bool {
    GOOD.contains(&verdict)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_case_is_good_only_if_behaviour_and_close_are() {
        let case =
            |behaviour: &str, close: &str| json!({"behavior": behaviour, "behaviorClose": close});
        let cases = BTreeMap::from([
            ("1.1.1".to_owned(), case("OK", "OK")),
            ("6.4.1".to_owned(), case("NON-STRICT", "OK")),
            ("7.1.6".to_owned(), case("INFORMATIONAL", "INFORMATIONAL")),
            ("7.3.1".to_owned(), case("OK", "UNCLEAN")),
            ("9.1.1".to_owned(), json!({})),
        ]);
        let expected = [
            "6.4.1 (NON-STRICT, close OK)",
            "7.3.1 (OK, close UNCLEAN)",
            "9.1.1 (none, close none)",
        ];
        assert_eq!(bad(&cases), expected);
    }
}
