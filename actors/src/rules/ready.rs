//! A rule that is made ready: its words as one automaton, its patterns as another.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::{RegexSet, RegexSetBuilder};
use storage::records::WordRule;

use super::fold::folded;
use super::said::Said;
use crate::guild::{Field, GuildError};

/// WR4. Bytes of the automaton of all patterns of a rule, and of what a thread caches of it. A text of 4,000
/// letters takes the worst of them 40 ms (decision 37).
const PATTERNS_BYTES_MAX: usize = 64 << 10;
/// Parentheses in parentheses.
const NEST_MAX: u32 = 16;

/// See the module.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) rule: WordRule,
    words: Option<AhoCorasick>,
    /// Of each word: whether letters may stand before it, and behind it.
    open: Vec<(bool, bool)>,
    patterns: Option<RegexSet>,
}

impl Ready {
    /// Takes a while: at each change of a rule, not at each message.
    pub(super) fn new(rule: WordRule) -> Result<Self, GuildError> {
        let (bare, open): (Vec<String>, Vec<_>) = rule.words.iter().map(|word| bare(word)).unzip();
        if bare.iter().any(String::is_empty) {
            return Err(GuildError::Invalid(Field::Words));
        }
        let words = (!bare.is_empty()).then(|| {
            let mut builder = AhoCorasick::builder();
            let builder = builder.match_kind(MatchKind::Standard);
            builder.kind(Some(AhoCorasickKind::ContiguousNFA)).build(&bare)
        });
        let words = words.transpose().map_err(|_| GuildError::Invalid(Field::Words))?;
        let patterns = (!rule.patterns.is_empty()).then(|| patterns(&rule.patterns)).transpose()?;
        Ok(Self { rule, words, open, patterns })
    }

    pub(super) fn matches(&self, said: &Said) -> bool {
        let text = &said.folded;
        let too_many = |max: u8| said.mentions > usize::from(max);
        self.rule.mentions_max.is_some_and(too_many)
            || self.words.as_ref().is_some_and(|words| self.has_word(words, text))
            || self.patterns.as_ref().is_some_and(|patterns| patterns.is_match(text))
    }

    fn has_word(&self, words: &AhoCorasick, text: &str) -> bool {
        words.find_overlapping_iter(text).any(|found| {
            let (before, behind) = self.open[found.pattern().as_usize()];
            (before || !text[..found.start()].ends_with(is_of_word))
                && (behind || !text[found.end()..].starts_with(is_of_word))
        })
    }
}

/// A word without its stars, as texts are seen, and at which ends they stood.
fn bare(word: &str) -> (String, (bool, bool)) {
    let open = (word.starts_with('*'), word.ends_with('*'));
    (folded(word.trim_matches('*')).trim().to_owned(), open)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first pattern that is none by itself is named.
fn patterns(patterns: &[String]) -> Result<RegexSet, GuildError> {
    built(patterns).map_err(|error| {
        let single = |pattern: &String| built(std::slice::from_ref(pattern)).err();
        let mut wrong = patterns.iter().enumerate().filter_map(|(n, p)| Some((n, single(p)?)));
        match wrong.next() {
            Some((number, error)) => GuildError::Pattern { number: Some(number), why: why(&error) },
            None => GuildError::Pattern { number: None, why: why(&error) },
        }
    })
}

fn built(patterns: &[String]) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(patterns)
        .case_insensitive(true)
        .size_limit(PATTERNS_BYTES_MAX)
        .dfa_size_limit(PATTERNS_BYTES_MAX)
        .nest_limit(NEST_MAX)
        .build()
}

/// One sentence: what the library says spreads over lines and repeats the pattern.
fn why(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "Is too large: use fewer repetitions.".to_owned(),
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            format!("Is no pattern: {}.", last.trim_start_matches("error: "))
        }
    }
}
