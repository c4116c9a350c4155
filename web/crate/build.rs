//! Builds the browser client with npm and Vite, and prepares the files for embedding.
//!
//! - Nothing is written to the source tree but `node_modules`.
//! - `npm ci` runs only when the lock file differs from its copy inside `node_modules`.
//! - The built files get a fixed modification time: cargo would otherwise find them newer than
//!   this run, and run it again on every build.
//! - `WEB_SKIP=1` embeds a one-line page instead, for editors and Rust-only work.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What the client is made of. Never `node_modules`, nor anything that a build writes.
const SOURCES: [&str; 6] =
    ["src", "index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"];

const SKIPPED_PAGE: &str =
    "<!doctype html><title>Confab</title><p>Built with WEB_SKIP=1: the client is not embedded.";

const NODE_HINT: &str = "the browser client needs Node 20.19 or newer with npm on the PATH; \
    WEB_SKIP=1 builds the server without it";

fn main() -> Outcome<()> {
    let web = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let dist = PathBuf::from(env::var("OUT_DIR")?).join("dist");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rerun-if-changed=crate");
    println!("cargo::rerun-if-env-changed=WEB_SKIP");

    if env::var("WEB_SKIP").is_ok_and(|value| value == "1") {
        println!("cargo::warning=WEB_SKIP=1: a one-line page stands in for the browser client");
        write_skipped_page(&dist)?;
    } else {
        build_client(&web, &dist)?;
    }
    fix_modification_times(&dist)?;
    memory_serve::load_directory(&dist);
    Ok(())
}

fn write_skipped_page(dist: &Path) -> Outcome<()> {
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    fs::create_dir_all(dist)?;
    Ok(fs::write(dist.join("index.html"), SKIPPED_PAGE)?)
}

fn build_client(web: &Path, dist: &Path) -> Outcome<()> {
    let lock_path = web.join("package-lock.json");
    // Held until the end: two cargo runs on one checkout must not both fill node_modules.
    let lock_file = File::open(&lock_path)?;
    lock_file.lock()?;

    let wanted = fs::read(&lock_path)?;
    let stamp_path = web.join("node_modules/.lock-stamp");
    if !fs::read(&stamp_path).is_ok_and(|installed| installed == wanted) {
        npm(web, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
        fs::write(&stamp_path, wanted)?;
    }
    let out = dist.to_str().ok_or("the target folder's path is not UTF-8")?;
    npm(web, &["run", "--silent", "build", "--", "--outDir", out, "--emptyOutDir"])
}

/// Runs npm in `web` and shows its whole output when it fails.
fn npm(web: &Path, args: &[&str]) -> Outcome<()> {
    let output = Command::new("npm")
        .args(args)
        .current_dir(web)
        .output()
        .map_err(|error| format!("npm could not be started ({error}): {NODE_HINT}"))?;
    if output.status.success() {
        return Ok(());
    }
    eprintln!("{}", String::from_utf8_lossy(&output.stdout));
    eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    Err(format!("`npm {}` failed, its output is above: {NODE_HINT}", args.join(" ")).into())
}

fn fix_modification_times(path: &Path) -> Outcome<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            fix_modification_times(&entry?.path())?;
        }
    }
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    Ok(File::open(path)?.set_modified(past)?)
}
