//! The layout's rules, read from `cargo metadata`: which crate may know which, and how versions are
//! written down. A new arrow is an architectural decision with a page in docs/decisions.

use std::collections::BTreeSet;

use cargo_metadata::{Dependency, Metadata, MetadataCommand, Package};

/// Who may depend on whom; whoever is not named stands alone.
const ARROWS: &[(&str, &str)] = &[
    ("storage", "protocol"),
    ("loadtest", "protocol"),
    ("actors", "protocol"),
    ("actors", "storage"),
    ("confab", "protocol"),
    ("confab", "storage"),
    ("confab", "actors"),
    ("confab", "web"),
    ("voice", "protocol"),
    ("actors", "voice"),
    // The yardstick of the media server runs it in its own process: what is measured are the threads of
    // the server, by name, and it needs no gateway in front of it. Its clients speak the wire alone.
    ("loadtest", "voice"),
    // What it measures are their pure parts.
    ("bench", "protocol"),
    ("bench", "storage"),
    ("bench", "actors"),
];

fn metadata() -> Metadata {
    MetadataCommand::new().no_deps().other_options(["--offline".to_owned()]).exec().unwrap()
}

fn names(metadata: &Metadata) -> BTreeSet<String> {
    metadata.packages.iter().map(|package| package.name.to_string()).collect()
}

/// Every dependency of `package` on a crate of the workspace that `ARROWS` does not have.
fn forbidden(package: &Package, crates: &BTreeSet<String>) -> Vec<String> {
    let is_allowed = |to: &str| {
        // A crate may turn on features of its own for its tests.
        to == package.name.as_str() || ARROWS.contains(&(package.name.as_str(), to))
    };
    let inner = package.dependencies.iter().filter(|dependency| crates.contains(&dependency.name));
    let arrows = inner.filter(|dependency| !is_allowed(&dependency.name));
    arrows.map(|dependency| format!("{} -> {}", package.name, dependency.name)).collect()
}

/// What is wrong with how a dependency is written down.
fn fault(dependency: &Dependency) -> Option<&'static str> {
    if dependency.path.is_some() {
        return None;
    }
    match &dependency.source {
        Some(source) if source.repr.starts_with("git+") => Some("comes from git"),
        _ if !dependency.req.to_string().starts_with('=') => Some("has no exact version"),
        _ => None,
    }
}

#[test]
fn arrows_between_crates_are_those_of_the_design() {
    let metadata = metadata();
    let crates = names(&metadata);
    let expected =
        ["actors", "bench", "confab", "loadtest", "protocol", "storage", "voice", "web", "xtask"];
    assert_eq!(crates, expected.map(str::to_owned).into());
    let arrows = metadata.packages.iter().flat_map(|package| forbidden(package, &crates));
    assert_eq!(arrows.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_version_is_exact_and_none_comes_from_git() {
    let metadata = metadata();
    let faults = metadata.packages.iter().flat_map(|package| {
        let faults = package.dependencies.iter().filter_map(|dependency| {
            let fault = fault(dependency)?;
            Some(format!("{}: {} {fault}", package.name, dependency.name))
        });
        faults.collect::<Vec<_>>()
    });
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_forbidden_arrow_and_a_loose_version_are_found() {
    let mut metadata = metadata();
    let crates = names(&metadata);
    let written = |name: &str| {
        let confab = metadata.packages.iter().find(|package| package.name == "confab").unwrap();
        confab.dependencies.iter().find(|dependency| dependency.name == name).unwrap().clone()
    };
    let (storage, mut tokio) = (written("storage"), written("tokio"));
    assert_eq!(fault(&tokio), None);
    tokio.req = "1".parse().unwrap();
    assert_eq!(fault(&tokio), Some("has no exact version"));
    let protocol = metadata.packages.iter_mut().find(|package| package.name == "protocol").unwrap();
    protocol.dependencies.push(storage);
    assert_eq!(forbidden(protocol, &crates), ["protocol -> storage"]);
}
