//! `confab migrate status|plan|up`: the format of a data directory that no server uses.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use storage::migrate;

use crate::config::{Profile, Settings};
use crate::exit::Failure;
use crate::wiring::{storage_failure, store_options, store_path};

/// What to do, and where.
#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    #[arg(value_enum)]
    action: Action,
    /// Data directory.
    #[arg(long, env = "CONFAB_DATA", default_value = "data")]
    data: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Action {
    /// Show which format the directory has and which one this program writes.
    Status,
    /// Show what `up` would do.
    Plan,
    /// Bring the directory up to date. Back it up before.
    Up,
}

/// Prints JSON lines.
pub(super) fn run(args: MigrateArgs) -> Result<(), Failure> {
    let settings = Settings { data: args.data, ..Settings::of(Profile::Production) };
    let path = store_path(&settings);
    match args.action {
        Action::Status => show(migrate::status(&path).map_err(storage_failure)?),
        Action::Plan => {
            for step in migrate::plan(&path).map_err(storage_failure)? {
                println!("{}", serde_json::json!({ "to": step.to, "about": step.about }));
            }
        }
        Action::Up => {
            show(migrate::up(&path, store_options(&settings)).map_err(storage_failure)?);
        }
    }
    Ok(())
}

fn show(status: migrate::Status) {
    println!("{}", serde_json::json!({ "stored": status.stored, "current": status.current }));
}
