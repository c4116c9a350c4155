//! Python 2.7 and the suite's packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::{run, workspace};

const REQUIREMENTS: &str = "tests/autobahn/requirements.txt";

/// `zope.interface` spreads over a namespace that only a site folder makes.
const PROGRAM: &str = "import site, sys
site.addsitedir(sys.argv.pop(1))
from autobahntestsuite.wstest import run
run()";

/// The installed suite.
pub(super) struct Suite {
    python: PathBuf,
    folder: PathBuf,
}

impl Suite {
    /// Installs the suite into `folder` unless it is there in the versions of the requirements.
    pub(super) fn installed(folder: &Path) -> anyhow::Result<Self> {
        let suite = Self { python: python()?, folder: folder.to_owned() };
        let stamp_path = folder.join("requirements.stamp");
        let wanted = fs::read(workspace::root().join(REQUIREMENTS))?;
        if fs::read(&stamp_path).is_ok_and(|installed| installed == wanted) {
            return Ok(suite);
        }
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let packages = suite.packages().to_string_lossy().into_owned();
        let install = [
            "-W",
            "ignore",
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--quiet",
            "--no-deps",
            "--target",
            &packages,
            "--requirement",
            REQUIREMENTS,
        ];
        run::check(&mut run::command("", &suite.python, &install))?;
        fs::write(stamp_path, wanted)?;
        Ok(suite)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs the suite as a client; its chatter goes into a file beside the report.
    pub(super) fn run(&self, spec: &Path) -> anyhow::Result<()> {
        let chatter = self.folder.join("suite.log");
        let log = fs::File::create(&chatter)?;
        let mut command = run::command("", &self.python, &["-W", "ignore", "-c", PROGRAM]);
        command.arg(self.packages()).args(["-m", "fuzzingclient", "-s"]).arg(spec);
        command.stdout(log.try_clone()?).stderr(log);
        let said = format!("the suite failed, see {}", chatter.display());
        run::quietly(&mut command).context(said)
    }

    fn packages(&self) -> PathBuf {
        self.folder.join("packages")
    }
}

/// The first Python 2.7 that runs: on the PATH, or one of pyenv's.
fn python() -> anyhow::Result<PathBuf> {
    let candidates = std::iter::once(PathBuf::from("python2.7")).chain(of_pyenv());
    let mut working = candidates.filter(|python| works(python));
    match working.next() {
        Some(python) => Ok(python),
        None => bail!(
            "Autobahn's suite needs Python 2.7 with pip, as `python2.7` on the PATH or in pyenv: \
             pyenv install 2.7.18"
        ),
    }
}

fn works(python: &Path) -> bool {
    run::succeeds(Command::new(python).args(["-m", "pip", "--version"]).stdin(Stdio::null()))
}

fn of_pyenv() -> Option<PathBuf> {
    let said = |args: &[&str]| {
        let output = Command::new("pyenv").args(args).stdin(Stdio::null()).output().ok()?;
        String::from_utf8(output.stdout).ok().filter(|_| output.status.success())
    };
    let versions = said(&["versions", "--bare"])?;
    let version = versions.lines().map(str::trim).find(|version| version.starts_with("2.7."))?;
    Some(Path::new(said(&["prefix", version])?.trim()).join("bin/python2.7"))
}
