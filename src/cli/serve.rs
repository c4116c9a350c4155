//! `confab serve`: from flags, variables and the file to settings, and on to the process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use clap::{Args, ValueEnum};
use toml::{Table, Value};

use crate::config::{Loaded, Profile, Sources, load};
use crate::exit::Failure;
use crate::wiring;

/// The file that is read when no other is named.
const DEFAULT_FILE: &str = "confab.toml";

/// What `serve` may be told by flag.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Data directory [default: data].
    #[arg(long, env = "CONFAB_DATA")]
    data: Option<PathBuf>,
    /// HTTP address; port 0 takes any free one [default: 127.0.0.1:8080].
    #[arg(long, env = "CONFAB_LISTEN")]
    listen: Option<SocketAddr>,
    /// UDP address of the media server [default: that of HTTP].
    #[arg(long, env = "CONFAB_MEDIA")]
    media: Option<SocketAddr>,
    /// Set of defaults [default: local].
    #[arg(long, env = "CONFAB_PROFILE", value_enum)]
    profile: Option<Profile>,
    /// How the outside reaches this server, for example https://chat.example.
    #[arg(long, env = "CONFAB_PUBLIC_URL")]
    public_url: Option<String>,
    /// Configuration file [default: confab.toml, if it exists].
    #[arg(long, env = "CONFAB_CONFIG")]
    config: Option<PathBuf>,
    /// Migrate an older store at start.
    #[arg(long)]
    migrate: bool,
}

/// Serves until a signal ends it.
pub(crate) fn run(args: ServeArgs) -> Result<(), Failure> {
    wiring::serve(settings(args)?)
}

fn settings(args: ServeArgs) -> Result<Loaded, Failure> {
    let file = read_file(args.config.as_deref())?;
    // A variable that is not Unicode cannot be one of ours.
    let env = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    load(Sources { flags: flags(args)?, env, file })
}

fn read_file(named: Option<&Path>) -> Result<Option<(PathBuf, String)>, Failure> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE));
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some((path.to_owned(), text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => Err(Failure::usage(format!("{} cannot be read: {error}", path.display()))),
    }
}

fn flags(args: ServeArgs) -> Result<Table, Failure> {
    let data = args
        .data
        .map(|path| path.into_os_string().into_string())
        .transpose()
        .map_err(|_| Failure::usage("the name of the data directory is not UTF-8"))?;
    let profile =
        args.profile.and_then(|profile| Some(profile.to_possible_value()?.get_name().to_owned()));
    let texts = [
        ("data", data),
        ("listen", args.listen.map(|address| address.to_string())),
        ("media", args.media.map(|address| address.to_string())),
        ("profile", profile),
        ("public_url", args.public_url),
    ];
    let mut flags: Table = texts
        .into_iter()
        .filter_map(|(key, text)| Some((key.to_owned(), Value::String(text?))))
        .collect();
    if args.migrate {
        flags.insert("migrate".to_owned(), Value::Boolean(true));
    }
    Ok(flags)
}
