//! Which texts are against which rules, for whom and where.

use storage::records::RuleAction;

use super::*;
use crate::guild::Field;
use crate::view::sample::{ADA, BOB, GENERAL, GUILD, guild, with_channel, with_member, with_role};

const ROLE: RoleId = RoleId::new(40);
const DEN: ChannelId = ChannelId::new(201);

fn rule(id: u64, change: impl FnOnce(&mut WordRule)) -> WordRule {
    let mut rule = WordRule {
        guild: GUILD,
        id: WordRuleId::new(id),
        name: format!("rule {id}"),
        enabled: true,
        words: Vec::new(),
        patterns: Vec::new(),
        mentions_max: None,
        action: RuleAction::Block,
        told: None,
        exempt_roles: Vec::new(),
        exempt_channels: Vec::new(),
        made_by: ADA,
    };
    change(&mut rule);
    rule
}

fn words(words: &[&str]) -> WordRule {
    rule(1, |rule| rule.words = words.iter().map(|word| (*word).to_owned()).collect())
}

fn patterns(patterns: &[&str]) -> WordRule {
    rule(1, |rule| rule.patterns = patterns.iter().map(|p| (*p).to_owned()).collect())
}

#[track_caller]
fn check(rule: &WordRule, text: &str, is_against: bool) {
    assert_eq!(tried(rule.clone(), text), Ok(is_against), "{text:?}");
}

#[test]
fn a_word_stands_by_itself_and_a_star_is_any_letters() {
    let whole = words(&["bad"]);
    for text in ["bad", "So BAD!", "a-bad-b", "(bad)", "b\u{200b}ad", "ｂａｄ", "b\u{336}ad"] {
        check(&whole, text, true);
    }
    for text in ["badge", "abad", "bad_", "b a d", "", "bäd"] {
        check(&whole, text, false);
    }
    check(&words(&["bad*"]), "badge", true);
    check(&words(&["bad*"]), "abad", false);
    check(&words(&["*bad"]), "abad", true);
    check(&words(&["*bad*"]), "xbadx", true);
    // A longer word hides none in it.
    check(&words(&["bad", "bad word here", "word"]), "bad word", true);
    check(&words(&["two  words"]), "two  words", true);
    check(&words(&["дом"]), "Дом.", true);
}

#[test]
fn a_pattern_sees_the_text_as_words_do() {
    check(&patterns(&["b+a+d"]), "BBBａad", true);
    check(&patterns(&["free.{0,10}money"]), "free lots of money", true);
    check(&patterns(&["free.{0,10}money"]), "free\nmoney", false);
    check(&patterns(&["x", "^y$"]), "y", true);
}

#[test]
fn wr4_a_pattern_that_costs_too_much_is_refused_and_named() {
    let refused = |list: &[&str]| match tried(patterns(list), "") {
        Err(GuildError::Pattern { number, why }) => (number, why),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&["a", "b{1000}{1000}"]).0, Some(1));
    let (number, why) = refused(&["("]);
    assert_eq!((number, why.as_str()), (Some(0), "Is no pattern: unclosed group."));
    assert_eq!(refused(&["(?=a)"]).0, Some(0), "no look-around");
    assert_eq!(refused(&["(a)\\1"]).0, Some(0), "no back-references");
    let nested = format!("{}{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(refused(&[&nested]).0, Some(0));
    // Each by itself would do.
    let half = "[ab]{300}c";
    assert_eq!(refused(&[half; 9].map(|p| p)).0, None);
}

#[test]
fn wr4_the_worst_of_patterns_takes_a_bounded_number_of_steps() {
    // Exponential for an engine that backtracks: it would never end.
    check(&patterns(&["(a+)+b", "(a|a)*c", "(a*)*d"]), &"a".repeat(4_000), false);
}

#[test]
fn mentions_count_each_once_and_not_in_code() {
    let rule = rule(1, |rule| rule.mentions_max = Some(2));
    check(&rule, "<@1> <@1> <@!1> <@&2>", false);
    check(&rule, "<@1> <@2> <@3>", true);
    check(&rule, "<@1> <@&2> @here", true);
    check(&rule, "`<@1> <@2> <@3>`", false);
}

#[test]
fn no_word_is_made_of_nothing() {
    for word in ["*", "**", "\u{200b}", "* *"] {
        let refused = tried(words(&[word]), "");
        assert_eq!(refused, Err(GuildError::Invalid(Field::Words)), "{word:?}");
    }
}

fn view(rules: Vec<WordRule>) -> GuildView {
    GuildView { rules: Arc::new(WordRules::of(rules)), ..guild() }
}

fn refused(view: &GuildView, author: UserId, channel: ChannelId, text: &str) -> Option<u64> {
    let judged = view.judged_by_rules(author, channel, || vec![text.to_owned()]);
    judged.err().map(|refusal| refusal.rule.get())
}

#[test]
fn wr2_who_manages_the_guild_is_above_its_rules() {
    let of_role =
        |bits| with_member(with_role(view(vec![words(&["bad"])]), ROLE, 1, bits), BOB, &[ROLE]);
    let plain = of_role(Permissions::MANAGE_MESSAGES | Permissions::MANAGE_CHANNELS);
    assert_eq!(refused(&plain, BOB, GENERAL, "bad"), Some(1));
    assert_eq!(refused(&plain, ADA, GENERAL, "bad"), None, "the owner");
    for bits in [Permissions::MANAGE_GUILD, Permissions::ADMINISTRATOR] {
        assert_eq!(refused(&of_role(bits), BOB, GENERAL, "bad"), None);
    }
}

#[test]
fn exempt_roles_and_channels_may_and_rules_that_are_off_hold_for_nobody() {
    let held = |change: fn(&mut WordRule)| {
        let mut rule = words(&["bad"]);
        change(&mut rule);
        let view = with_channel(view(vec![rule]), DEN, |_| {});
        with_member(with_role(view, ROLE, 1, Permissions::empty()), BOB, &[ROLE])
    };
    assert_eq!(refused(&held(|_| {}), BOB, DEN, "bad"), Some(1));
    assert_eq!(refused(&held(|rule| rule.enabled = false), BOB, DEN, "bad"), None);
    assert_eq!(refused(&held(|rule| rule.exempt_roles = vec![ROLE]), BOB, DEN, "bad"), None);
    let den = held(|rule| rule.exempt_channels = vec![DEN]);
    assert_eq!(refused(&den, BOB, DEN, "bad"), None);
    assert_eq!(refused(&den, BOB, GENERAL, "bad"), Some(1));
}

#[test]
fn wr3_of_several_rules_the_strictest_counts() {
    let strict = |id, seconds| {
        rule(id, |rule| {
            rule.words = vec!["bad".to_owned()];
            rule.action = RuleAction::TimeOut { seconds };
        })
    };
    let flag = |word: &str| {
        rule(5, |rule| {
            rule.words = vec![word.to_owned()];
            rule.action = RuleAction::Flag;
        })
    };
    let strict = view(vec![words(&["bad"]), strict(2, 60), strict(3, 600), strict(4, 60)]);
    assert_eq!(refused(&strict, BOB, GENERAL, "bad"), Some(3));
    let both = view(vec![words(&["bad"]), flag("odd")]);
    assert_eq!(refused(&both, BOB, GENERAL, "bad odd"), Some(1));
    let judged = both.judged_by_rules(BOB, GENERAL, || vec!["odd".to_owned()]);
    assert_eq!(judged.ok().flatten().map(|flag| flag.rule.get()), Some(5));
}

#[test]
fn wr1_embeds_and_files_are_read() {
    let embeds =
        r#"[{"title":"a","url":"u","fields":[{"name":"n","value":"bad"}],"footer":{"text":"f"}}]"#;
    let mut read = texts("said", Some(embeds), []);
    read.sort();
    assert_eq!(read, ["a", "bad", "f", "n", "said"]);
}

#[test]
fn a_text_is_asked_for_only_where_rules_hold() {
    let view = view(vec![rule(1, |rule| rule.enabled = false)]);
    let judged = view.judged_by_rules(BOB, GENERAL, || panic!("nobody asks"));
    assert_eq!(judged, Ok(None));
}
