//! From flags, variables and the file to settings: the same for whatever goes by the configuration of a server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use clap::{Args, ValueEnum};
use toml::{Table, Value};

use crate::config::{Loaded, Profile, Sources, load};
use crate::exit::Failure;

/// The file that is read when no other is named.
const DEFAULT_FILE: &str = "confab.toml";

/// What may be told by flag.
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    /// Data directory [default: data].
    #[arg(long, env = "CONFAB_DATA", alias = "data-dir")]
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
}

impl ConfigArgs {
    /// Reads the rest of it.
    ///
    /// # Errors
    /// A wrong flag, key or value.
    pub(super) fn load(self, migrate: bool) -> Result<Loaded, Failure> {
        let file = read_file(self.config.as_deref())?;
        // A variable that is not Unicode cannot be one of ours.
        let env = env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let mut flags = self.flags()?;
        if migrate {
            flags.insert("migrate".to_owned(), Value::Boolean(true));
        }
        load(Sources { flags, env, file })
    }

    fn flags(self) -> Result<Table, Failure> {
        let data = self
            .data
            .map(|path| path.into_os_string().into_string())
            .transpose()
            .map_err(|_| Failure::usage("the name of the data directory is not UTF-8"))?;
        let profile = self
            .profile
            .and_then(|profile| Some(profile.to_possible_value()?.get_name().to_owned()));
        let texts = [
            ("data", data),
            ("listen", self.listen.map(|address| address.to_string())),
            ("media", self.media.map(|address| address.to_string())),
            ("profile", profile),
            ("public_url", self.public_url),
        ];
        Ok(texts
            .into_iter()
            .filter_map(|(key, text)| Some((key.to_owned(), Value::String(text?))))
            .collect())
    }
}

fn read_file(named: Option<&Path>) -> Result<Option<(PathBuf, String)>, Failure> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE));
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some((path.to_owned(), text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => Err(Failure::usage(format!("{} cannot be read: {error}", path.display()))),
    }
}
