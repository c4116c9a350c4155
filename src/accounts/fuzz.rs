//! Tokens of all three kinds: one that was changed is nobody's.

use bolero::check;
use protocol::{LoginId, UserId};

use super::access::{AccessTokens, Bearer};
use super::bot_token;
use super::refresh::{Refresh, RefreshTokens};
use super::secret;
use crate::fuzz::{Edit, edited, share_of};
use crate::wiring::install_crypto;

const NOW_MS: i64 = 1_800_000_000_000;
const TTL_MS: u64 = 900_000;
const USER: UserId = UserId::new(1_442_000_000_000_000_001);
const LOGIN: LoginId = LoginId::new(1_442_000_000_000_000_002);

/// A token with changes, if it is text and not the token itself any more.
fn changed(seeds: &[String], seed: u8, edits: &[Edit]) -> Option<String> {
    let bytes: Vec<Vec<u8>> = seeds.iter().map(|token| token.as_bytes().to_vec()).collect();
    let text = String::from_utf8(edited(&bytes, seed, edits)).ok()?;
    (!seeds.contains(&text)).then_some(text)
}

#[test]
fn ac1_a_changed_access_token_is_nobodys() {
    install_crypto();
    let tokens = AccessTokens::new(b"secret");
    let bearer = Bearer { user: USER, login: LOGIN };
    let seeds = [
        tokens.issue(bearer, NOW_MS, TTL_MS),
        AccessTokens::new(b"other").issue(bearer, NOW_MS, TTL_MS),
        // {"alg":"none"}
        format!("eyJhbGciOiJub25lIn0.{}.", tokens.issue(bearer, NOW_MS, TTL_MS)),
    ];
    assert_eq!(tokens.read(&seeds[0], NOW_MS), Some(bearer));
    check!().with_test_time(share_of(3)).with_type::<(u8, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            if let Some(text) = changed(&seeds, *seed, edits) {
                assert_eq!(tokens.read(&text, NOW_MS), None, "{text}");
            }
        },
    );
}

#[test]
fn rt4_a_changed_refresh_token_is_nobodys() {
    let tokens = RefreshTokens::new(b"secret");
    let first = Refresh::first(USER, LOGIN);
    let last = Refresh { generation: u64::MAX, ..first };
    let other = RefreshTokens::new(b"other").issue(first);
    let seeds = [tokens.issue(first), tokens.issue(first.successor()), tokens.issue(last), other];
    assert_eq!(tokens.read(&seeds[0]), Some(first));
    check!().with_test_time(share_of(3)).with_type::<(u8, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            if let Some(text) = changed(&seeds, *seed, edits) {
                assert_eq!(tokens.read(&text), None, "{text}");
            }
        },
    );
}

#[test]
fn ac1_a_changed_bot_token_does_not_fit() {
    let token = bot_token::issue(USER);
    let seeds = [token.token.clone()];
    assert!(secret::matches(&token.token, &token.secret_hash));
    check!().with_test_time(share_of(3)).with_type::<(u8, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            if let Some(text) = changed(&seeds, *seed, edits) {
                // Whose it claims to be may still be readable; the hash decides.
                let _claimed = bot_token::claimed_bot(&text);
                assert!(!secret::matches(&text, &token.secret_hash), "{text}");
            }
        },
    );
}
