//! Lays the sources over one another, key by key.

use std::path::PathBuf;

use toml::{Table, Value};

use super::{ImpairmentSettings, Profile, Settings};
use crate::exit::Failure;

const ENV_PREFIX: &str = "CONFAB_";

/// Where settings come from, the strongest first.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// Keys of the top level that a flag, or its own variable, has set.
    pub(crate) flags: Table,
    /// The environment.
    pub(crate) env: Vec<(String, String)>,
    /// The text of the file and its name.
    pub(crate) file: Option<(PathBuf, String)>,
}

/// The settings, and what to warn about once logs are on.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) settings: Settings,
    pub(crate) unknown_variables: Vec<String>,
}

/// Merges the sources over the defaults of the chosen profile.
pub(crate) fn load(sources: Sources) -> Result<Loaded, Failure> {
    let file = match &sources.file {
        Some((path, text)) => text.parse::<Table>().map_err(|error| {
            Failure::usage(format!("{} is not valid TOML: {}", path.display(), error.message()))
        })?,
        None => Table::new(),
    };
    let profile = profile(&sources.flags, &file)?;
    let known = Table::try_from(Settings::of(profile)).map_err(Failure::internal)?;
    let mut table = known.clone();
    overlay(&mut table, file, "")?;
    let unknown_variables = overlay_env(&mut table, &sources.env);
    table.extend(sources.flags);
    let settings = parse(table, &known)?;
    check(&settings)?;
    Ok(Loaded { settings, unknown_variables })
}

/// What a flag sets wins, but a file that names no profile is wrong all the same.
fn profile(flags: &Table, file: &Table) -> Result<Profile, Failure> {
    let of = |table: &Table| -> Result<Option<Profile>, Failure> {
        let Some(value) = table.get("profile") else { return Ok(None) };
        let profile = value.clone().try_into();
        profile.map(Some).map_err(|_| Failure::usage(format!("profile cannot be {value}")))
    };
    let (file, flag) = (of(file)?, of(flags)?);
    Ok(flag.or(file).unwrap_or_default())
}

/// Keys without a default, which the table of defaults cannot show.
const OPTIONAL_KEYS: [&str; 3] = ["media", "metrics", "public_url"];

fn overlay(table: &mut Table, upper: Table, path: &str) -> Result<(), Failure> {
    for (key, value) in upper {
        let name = format!("{path}{key}");
        match (table.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => {
                overlay(below, above, &format!("{name}."))?;
            }
            (Some(below), value) => *below = value,
            (None, value) if OPTIONAL_KEYS.contains(&name.as_str()) => {
                table.insert(key, value);
            }
            (None, _) => return Err(Failure::usage(format!("there is no setting `{name}`"))),
        }
    }
    Ok(())
}

/// Sets what `CONFAB_<AREA>_<KEY>` names, and returns the names that nothing has.
fn overlay_env(table: &mut Table, env: &[(String, String)]) -> Vec<String> {
    let ours = env.iter().filter_map(|(name, value)| Some((name.strip_prefix(ENV_PREFIX)?, value)));
    let mut unknown = Vec::new();
    for (name, value) in ours {
        let lower = name.to_ascii_lowercase();
        match slot(table, &lower) {
            Some(slot) => *slot = scalar(value, slot),
            None if OPTIONAL_KEYS.contains(&lower.as_str()) => {
                table.insert(lower, Value::String(value.clone()));
            }
            None if lower == "config" => {}
            None => unknown.push(format!("{ENV_PREFIX}{name}")),
        }
    }
    unknown
}

fn slot<'a>(table: &'a mut Table, name: &str) -> Option<&'a mut Value> {
    if table.get(name).is_some_and(|value| !value.is_table()) {
        return table.get_mut(name);
    }
    table.iter_mut().find_map(|(area, value)| {
        let key = name.strip_prefix(area.as_str())?.strip_prefix('_')?;
        value.as_table_mut()?.get_mut(key)
    })
}

/// A variable has the type of the key that it sets; what does not fit stays text and is refused
/// with the rest.
fn scalar(text: &str, like: &Value) -> Value {
    let parsed = match like {
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.parse().ok().map(Value::Boolean),
        // A list is written with commas.
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Some(Value::Array(items.map(|item| Value::String(item.to_owned())).collect()))
        }
        _ => None,
    };
    parsed.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// The whole table at once, or the sentence about its first wrong value.
fn parse(table: Table, known: &Table) -> Result<Settings, Failure> {
    table.clone().try_into().map_err(|error: toml::de::Error| {
        let culprit = wrong_key(&table, known);
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        match culprit {
            Some(name) => Failure::usage(format!("the setting `{name}` is wrong: {message}")),
            None => Failure::usage(format!("a setting is wrong: {message}")),
        }
    })
}

/// The first key whose value alone makes the defaults unreadable.
fn wrong_key(table: &Table, known: &Table) -> Option<String> {
    let leaves = table.iter().flat_map(|(key, value)| match value {
        Value::Table(area) => {
            area.iter().map(|(inner, value)| (Some(key), inner, value)).collect::<Vec<_>>()
        }
        _ => vec![(None, key, value)],
    });
    for (area, key, value) in leaves {
        let mut alone = known.clone();
        let target = match area {
            Some(area) => alone.get_mut(area).and_then(Value::as_table_mut)?,
            None => &mut alone,
        };
        target.insert(key.clone(), value.clone());
        if alone.try_into::<Settings>().is_err() {
            return Some(area.map_or_else(|| key.clone(), |area| format!("{area}.{key}")));
        }
    }
    None
}

/// Rules between values.
fn check(settings: &Settings) -> Result<(), Failure> {
    let session = &settings.session;
    let rules = [
        (
            session.ring_events_max >= session.outbox_events_max
                && session.ring_bytes_max >= session.outbox_bytes_max,
            "session.ring_…_max must not be smaller than session.outbox_…_max",
        ),
        (settings.http.head_bytes_max >= 1024, "http.head_bytes_max must be at least 1024"),
        (settings.http.connections_max > 0, "http.connections_max must not be 0"),
        (settings.statistics.sample_interval_ms > 0, "statistics.sample_interval_ms must not be 0"),
        (
            settings.accounts.password_parallel_max > 0,
            "accounts.password_parallel_max must not be 0",
        ),
        (
            settings.accounts.password_memory_kib >= 8 && settings.accounts.password_passes >= 1,
            "accounts.password_memory_kib must be at least 8, and password_passes at least 1",
        ),
        (
            settings.gateway.heartbeat_interval_ms >= 10,
            "gateway.heartbeat_interval_ms must be at least 10",
        ),
        (
            !settings.unsafe_no_sync || settings.profile == Profile::Test,
            "unsafe_no_sync is for the test profile only",
        ),
        (
            settings.impairment == ImpairmentSettings::default()
                || settings.profile == Profile::Test,
            "impairment.… is for the test profile only",
        ),
        (
            settings.impairment.is_possible(),
            "impairment.…_permille must be at most 1000, and impairment.jitter_ms at most 10000",
        ),
        (
            settings.traces.is_possible(),
            "traces.posts_permille must be at most 1000, and traces.endpoint begin with http:// or \
             https:// and have no path",
        ),
        (
            settings.files.is_complete(),
            "files.keeper = 's3' needs files.s3_endpoint, s3_bucket, s3_access_key_id and \
             s3_secret_access_key",
        ),
        (
            settings.files.uploads_max > 0 && settings.files.image_parallel_max > 0,
            "files.uploads_max and files.image_parallel_max must not be 0",
        ),
        (settings.limits.has_periods(), "limits.…_period_ms must not be 0"),
        (settings.session.node <= 1_023, "session.node must be at most 1023"),
        // Who hides their address takes a whole mesh along.
        (
            settings.voice.mesh_max <= actors::MEDIA_PEOPLE_MAX,
            "voice.mesh_max must be at most 100, which the media server takes",
        ),
        (
            settings.public_url.as_deref().is_none_or(is_http_url),
            "public_url must begin with http:// or https:// and have no path",
        ),
    ];
    match rules.iter().find(|(holds, _)| !holds) {
        Some((_, sentence)) => Err(Failure::usage(sentence)),
        None => Ok(()),
    }
}

pub(super) fn is_http_url(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ']))
}
