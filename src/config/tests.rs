use std::path::PathBuf;

use toml::{Table, Value};

use super::*;
use crate::exit::{ExitCode, Failure};

fn sources(flags: &[(&str, &str)], env: &[(&str, &str)], file: &str) -> Sources {
    let text = |value: &str| Value::String(value.to_owned());
    Sources {
        flags: flags.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect(),
        env: env.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        file: Some((PathBuf::from("confab.toml"), file.to_owned())),
    }
}

fn settings(flags: &[(&str, &str)], env: &[(&str, &str)], file: &str) -> Settings {
    load(sources(flags, env, file)).expect("valid settings").settings
}

fn refusal(env: &[(&str, &str)], file: &str) -> String {
    let failure: Failure = load(sources(&[], env, file)).expect_err("wrong settings");
    assert_eq!(failure.code, ExitCode::Usage);
    assert!(!failure.sentence.contains('\n'), "one sentence: {}", failure.sentence);
    failure.sentence
}

#[test]
fn defaults_are_those_of_the_local_profile() {
    assert_eq!(settings(&[], &[], ""), Settings::of(Profile::Local));
}

#[test]
fn a_flag_beats_a_variable_beats_the_file_beats_the_default() {
    let file = "listen = '127.0.0.1:1'\n[gateway]\nops_per_minute = 7\nidentify_timeout_ms = 8";
    let env = [("CONFAB_LISTEN", "127.0.0.1:2"), ("CONFAB_GATEWAY_OPS_PER_MINUTE", "9")];
    let flags = [("listen", "127.0.0.1:3")];
    let loaded = settings(&flags, &env, file);
    assert_eq!(loaded.listen.port(), 3);
    assert_eq!(loaded.gateway.ops_per_minute, 9);
    assert_eq!(loaded.gateway.identify_timeout_ms, 8);
    assert_eq!(settings(&[], &env, file).listen.port(), 2);
    assert_eq!(settings(&[], &[], file).listen.port(), 1);
}

#[test]
fn the_profile_chooses_the_defaults_below_the_file() {
    let loaded = settings(&[("profile", "test")], &[], "[accounts]\npassword_passes = 3");
    assert_eq!(loaded.accounts.login_tries_per_minute, 0);
    assert_eq!(loaded.accounts.password_passes, 3);
    assert_eq!(settings(&[], &[], "profile = 'production'").profile, Profile::Production);
}

#[test]
fn local_and_production_share_their_limits() {
    let (local, production) = (Settings::of(Profile::Local), Settings::of(Profile::Production));
    let same = Settings { profile: local.profile, migrate: local.migrate, ..production };
    assert_eq!(same, local);
}

#[test]
fn cf1_every_key_can_be_set_by_its_variable() {
    let defaults = Table::try_from(Settings::of(Profile::Local)).expect("a table");
    let mut names = Vec::new();
    for (key, value) in defaults {
        match value {
            Value::Table(area) => names.extend(area.keys().map(|inner| format!("{key}_{inner}"))),
            _ => names.push(key),
        }
    }
    let env: Vec<_> =
        names.iter().map(|name| (format!("CONFAB_{}", name.to_uppercase()), "?".into())).collect();
    for variable in env {
        let sources = Sources { env: vec![variable.clone()], ..Sources::default() };
        let unknown = load(sources).map(|loaded| loaded.unknown_variables).unwrap_or_default();
        assert!(unknown.is_empty(), "{variable:?}");
    }
}

#[test]
fn cf2_wrong_keys_and_values_are_named() {
    assert_eq!(refusal(&[], "colour = 1"), "there is no setting `colour`");
    assert_eq!(refusal(&[], "[gateway]\nbeat = 1"), "there is no setting `gateway.beat`");
    assert!(refusal(&[], "[gateway]\nops_per_minute = 'x'").contains("gateway.ops_per_minute"));
    assert!(refusal(&[], "listen = 'nowhere'").contains("`listen`"));
    assert!(refusal(&[], "profile = 'staging'").contains("profile"));
    assert!(refusal(&[], "listen = ").contains("confab.toml"));
    let env = [("CONFAB_GATEWAY_OPS_PER_MINUTE", "-1")];
    assert!(refusal(&env, "").contains("gateway.ops_per_minute"));
    assert!(refusal(&[], "[session]\nring_events_max = 1").contains("ring"));
    assert!(refusal(&[], "public_url = 'chat.example'").contains("public_url"));
    assert!(refusal(&[], "[voice]\nmesh_max = 101").contains("voice.mesh_max"));
}

#[test]
fn cf3_an_unknown_variable_is_only_reported() {
    let env = [("CONFAB_SERVICE_HOST", "10.0.0.1"), ("HOME", "/root")];
    let loaded = load(sources(&[], &env, "")).expect("valid settings");
    assert_eq!(loaded.unknown_variables, ["CONFAB_SERVICE_HOST"]);
}

#[test]
fn a_list_is_written_with_commas_in_a_variable() {
    let env = [("CONFAB_VOICE_ANNOUNCED", "192.0.2.1, 2001:db8::1")];
    let wanted: Vec<std::net::IpAddr> =
        vec!["192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap()];
    assert_eq!(settings(&[], &env, "").voice.announced, wanted);
    let env = [("CONFAB_VOICE_ANNOUNCED", "here")];
    assert!(refusal(&env, "").contains("voice.announced"));
}
