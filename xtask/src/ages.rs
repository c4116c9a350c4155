//! Lets a fresh clone find the crates built that it has in common with the last run.
//!
//! Cargo takes a source for changed when it is younger than what was built of it, and in a fresh clone every
//! file is young. So each file and folder gets back the age that it had when the last run saw the
//! same content under the same name; whatever is new or different gets the age of now. Content is told by
//! git's own hash of it, never by a date.
//!
//! Only for a target folder that nothing but whole runs builds in: were the sources built in between from
//! other content, then what is old by name would not be what was built.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use anyhow::{Context, bail};

use crate::workspace;

/// The list in the target folder: one line `NANOSECONDS CONTENT PATH` for each file and folder.
const LIST: &str = "ages.txt";

/// Path from the root of the checkout to a name of its content.
type Contents = BTreeMap<String, String>;

/// What the last run saw at a path.
#[derive(Debug, PartialEq)]
struct Seen {
    content: String,
    /// Since 1970.
    age: Duration,
}

/// Sets the ages of all that git tracks here, and keeps them for the next run.
pub(crate) fn restore() -> anyhow::Result<()> {
    let root = workspace::root();
    let list = workspace::target().join(LIST);
    let before = match fs::read_to_string(&list) {
        Ok(text) => read(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => HashMap::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", list.display())),
    };
    let contents = with_folders(tracked(&root)?);
    let now = SystemTime::UNIX_EPOCH.elapsed().context("the clock stands before 1970")?;
    let ages = decide(&contents, &before, now);
    for (path, seen) in &ages {
        let file = File::open(root.join(path)).with_context(|| format!("cannot open {path}"))?;
        file.set_modified(SystemTime::UNIX_EPOCH + seen.age)
            .with_context(|| format!("cannot set the age of {path}"))?;
    }
    let kept = ages.values().filter(|seen| seen.age != now).count();
    println!("{kept} of {} files and folders are as they were at the last run", ages.len());
    fs::write(&list, write(&ages)).with_context(|| format!("cannot write {}", list.display()))
}

fn decide<'a>(
    contents: &'a Contents,
    before: &HashMap<String, Seen>,
    now: Duration,
) -> BTreeMap<&'a str, Seen> {
    let age_of = |path: &str, content: &str| {
        before.get(path).filter(|seen| seen.content == content).map_or(now, |seen| seen.age)
    };
    let aged = |(path, content): (&'a String, &String)| {
        (path.as_str(), Seen { content: content.clone(), age: age_of(path, content) })
    };
    contents.iter().map(aged).collect()
}

/// All regular files that git tracks, by the hash of what they hold now.
fn tracked(root: &Path) -> anyhow::Result<Contents> {
    let listed = git(root, &["ls-files"], "")?;
    let is_file = |path: &&str| root.join(path).symlink_metadata().is_ok_and(|meta| meta.is_file());
    let paths: Vec<&str> = listed.lines().filter(is_file).collect();
    let hashes = git(root, &["hash-object", "--no-filters", "--stdin-paths"], &paths.join("\n"))?;
    let hashes: Vec<&str> = hashes.lines().collect();
    if hashes.len() != paths.len() {
        bail!("git hashed {} of {} files", hashes.len(), paths.len());
    }
    let pairs = paths.into_iter().zip(hashes);
    Ok(pairs.map(|(path, hash)| (path.to_owned(), hash.to_owned())).collect())
}

/// Adds each folder, whose content is the names and contents below it: cargo looks at the ages of folders
/// too, where a build script watches one.
fn with_folders(mut files: Contents) -> Contents {
    let mut folders: BTreeMap<String, DefaultHasher> = BTreeMap::new();
    for (path, content) in &files {
        for folder in Path::new(path).ancestors().skip(1).filter_map(Path::to_str) {
            if !folder.is_empty() {
                (path, content).hash(folders.entry(folder.to_owned()).or_default());
            }
        }
    }
    let named =
        |(path, hasher): (String, DefaultHasher)| (path, format!("{:016x}", hasher.finish()));
    files.extend(folders.into_iter().map(named));
    files
}

fn read(text: &str) -> HashMap<String, Seen> {
    let seen = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let age = Duration::from_nanos(words.next()?.parse().ok()?);
        let content = words.next()?.to_owned();
        Some((words.next()?.to_owned(), Seen { content, age }))
    };
    text.lines().filter_map(seen).collect()
}

fn write(ages: &BTreeMap<&str, Seen>) -> String {
    ages.iter().fold(String::new(), |mut text, (path, Seen { content, age })| {
        let _ = writeln!(text, "{} {content} {path}", age.as_nanos());
        text
    })
}

fn git(root: &Path, args: &[&str], input: &str) -> anyhow::Result<String> {
    // Names stand as they are, not quoted.
    let plain: &[&str] = &["-c", "core.quotePath=false"];
    let mut child = Command::new("git")
        .args([plain, args].concat().into_iter().map(OsStr::new))
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start git")?;
    let mut stdin = child.stdin.take().context("git was started with a pipe")?;
    let input = input.to_owned();
    // On a thread of its own: git answers while it still reads, and both pipes are short.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("`git {}` ended with {}", args.join(" "), output.status);
    }
    writer.join().map_err(|_| anyhow::anyhow!("the writer to git panicked"))??;
    String::from_utf8(output.stdout).context("a path is not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(pairs: &[(&str, &str)]) -> Contents {
        pairs.iter().map(|(path, content)| ((*path).to_owned(), (*content).to_owned())).collect()
    }

    fn age(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn what_is_the_same_keeps_its_age_and_what_is_new_or_different_is_of_now() {
        let before = read("1000000000 aa src/same.rs\n2000000000 bb src/changed.rs\n");
        let now =
            contents(&[("src/same.rs", "aa"), ("src/changed.rs", "cc"), ("src/new.rs", "aa")]);
        let ages = decide(&now, &before, age(9));
        assert_eq!(ages["src/same.rs"].age, age(1));
        assert_eq!(ages["src/changed.rs"].age, age(9));
        assert_eq!(ages["src/new.rs"].age, age(9));
    }

    #[test]
    fn what_came_back_after_a_change_is_of_now() {
        let first = contents(&[("a.rs", "aa")]);
        let second = contents(&[("a.rs", "bb")]);
        let after_first = read(&write(&decide(&first, &HashMap::new(), age(1))));
        let after_second = read(&write(&decide(&second, &after_first, age(2))));
        assert_eq!(decide(&first, &after_second, age(3))["a.rs"].age, age(3));
    }

    #[test]
    fn a_folder_changes_with_any_name_or_content_below_it() {
        let of = |pairs: &[(&str, &str)]| with_folders(contents(pairs))["web"].clone();
        let as_it_was = of(&[("web/src/a.ts", "aa"), ("web/b.ts", "bb")]);
        assert_eq!(of(&[("web/src/a.ts", "aa"), ("web/b.ts", "bb"), ("other", "x")]), as_it_was);
        assert_ne!(of(&[("web/src/a.ts", "cc"), ("web/b.ts", "bb")]), as_it_was);
        assert_ne!(of(&[("web/src/c.ts", "aa"), ("web/b.ts", "bb")]), as_it_was);
        assert_ne!(of(&[("web/b.ts", "bb")]), as_it_was);
    }

    #[test]
    fn a_list_that_is_torn_is_read_as_far_as_it_goes() {
        let seen = read("1000000000 aa with a space.rs\nnonsense\n5 bb");
        assert_eq!(seen.len(), 1);
        assert_eq!(seen["with a space.rs"], Seen { content: "aa".into(), age: age(1) });
    }
}
