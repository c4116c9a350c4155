//! Bringing an older store up to date, when its operator says so.
//!
//! - MI1  A store of an older schema does not open unless asked to migrate; a newer one never does.
//! - MI2  A migration may be interrupted anywhere: it is run again from its start, and rows that it
//!   has rewritten already come out the same.
//!
//! A new record version alone needs no migration, since old rows are upgraded when they are read.
//! A migration is for what a read cannot do: a new index, another key, the end of an old version.

use std::path::Path;

use sled::Tree;

use crate::codec::{self, DecodeError};
use crate::contract::{Batch, Direction, Op, PageQuery, ReadError, Shard};
use crate::key::{Key, Table};
use crate::record::Record;
use crate::records::Schema;
use crate::sled_store::{OpenError, SledOptions, SledStore, raw};

/// All migrations, oldest first: the first one turns schema 1 into schema 2.
const MIGRATIONS: &[Migration] = &[];

/// Rows rewritten at once.
const STEP_ROWS_MAX: usize = 256;

/// Rewrites one table.
pub(crate) struct Migration {
    about: &'static str,
    table: Table,
    rewrite: Rewrite,
}

/// What becomes of a row. It must leave a row that it has already rewritten as it is (MI2).
type Rewrite = fn(Key, &[u8]) -> Result<Vec<Op>, DecodeError>;

/// The schema of a store beside this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// The store's.
    pub stored: u32,
    /// This program's.
    pub current: u32,
}

/// A migration that a store needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The schema that it leads to.
    pub to: u32,
    /// What it does.
    pub about: &'static str,
}

/// The schema that this program writes.
pub fn current() -> u32 {
    current_of(MIGRATIONS)
}

/// The schema of the store in `path`, which no process may hold.
pub fn status(path: &Path) -> Result<Status, OpenError> {
    let tree = raw::open_existing(path)?;
    let stored = stored(&tree).map_err(|error| raw::from_migration(path, error))?;
    Ok(Status { stored: stored.unwrap_or_else(current), current: current() })
}

/// The migrations that the store in `path` needs, in order.
pub fn plan(path: &Path) -> Result<Vec<Step>, OpenError> {
    let Status { stored, current } = status(path)?;
    if stored > current {
        return Err(OpenError::Newer { stored, current });
    }
    Ok(pending(MIGRATIONS, stored)
        .map(|(to, migration)| Step { to, about: migration.about })
        .collect())
}

/// Brings the store in `path` up to date. It takes as long as its largest table needs.
pub fn up(path: &Path, options: SledOptions) -> Result<Status, OpenError> {
    raw::open_existing(path)?;
    drop(SledStore::open(path, SledOptions { migrate: true, ..options })?);
    status(path)
}

/// Why a store cannot be used as it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MigrateError {
    #[error("schema {stored} is older than {current}")]
    Older { stored: u32, current: u32 },
    #[error("schema {stored} is newer than {current}")]
    Newer { stored: u32, current: u32 },
    #[error("damaged: {0}")]
    Damaged(String),
    #[error(transparent)]
    Engine(#[from] sled::Error),
}

impl From<ReadError> for MigrateError {
    fn from(error: ReadError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<DecodeError> for MigrateError {
    fn from(error: DecodeError) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Makes sure that a tree is of this program's schema: writes it into a new one, migrates an older
/// one if asked to, refuses every other.
pub(crate) fn prepare(tree: &Tree, migrate: bool) -> Result<(), MigrateError> {
    prepare_with(tree, MIGRATIONS, migrate)
}

fn prepare_with(tree: &Tree, migrations: &[Migration], migrate: bool) -> Result<(), MigrateError> {
    let current = current_of(migrations);
    match stored(tree)? {
        None => write_schema(tree, current),
        Some(stored) if stored == current => Ok(()),
        Some(stored) if stored > current => Err(MigrateError::Newer { stored, current }),
        Some(stored) if !migrate => Err(MigrateError::Older { stored, current }),
        Some(stored) => pending(migrations, stored).try_for_each(|(to, migration)| {
            tracing::info!(to, about = migration.about, "migrating the store");
            rewrite_table(tree, migration)?;
            write_schema(tree, to)
        }),
    }
}

fn current_of(migrations: &[Migration]) -> u32 {
    1 + u32::try_from(migrations.len()).expect("migrations are few")
}

/// The migrations that lead on from a schema, each with the schema it leads to.
fn pending(migrations: &[Migration], stored: u32) -> impl Iterator<Item = (u32, &Migration)> {
    (2..).zip(migrations).filter(move |(to, _)| *to > stored)
}

/// The schema of a tree, `None` of an empty one.
fn stored(tree: &Tree) -> Result<Option<u32>, MigrateError> {
    match raw::get(tree, &Schema::row_key(&()))? {
        Some(value) => Ok(Some(codec::decode::<Schema>(&value)?.version)),
        None if tree.is_empty() => Ok(None),
        None => Err(MigrateError::Damaged("it has rows but no schema".to_owned())),
    }
}

fn write_schema(tree: &Tree, version: u32) -> Result<(), MigrateError> {
    raw::apply(tree, &Batch::new(Shard::Social).put(&Schema { version }))?;
    Ok(())
}

fn rewrite_table(tree: &Tree, migration: &Migration) -> Result<(), MigrateError> {
    let mut query = PageQuery {
        prefix: Key::new(migration.table, &()),
        after: None,
        before: None,
        direction: Direction::Forward,
        limit: STEP_ROWS_MAX,
    };
    loop {
        let page = raw::page(tree, &query)?;
        let mut batch = Batch::new(Shard::Social);
        for (key, value) in &page.rows {
            batch.ops.extend((migration.rewrite)(*key, value)?);
        }
        raw::apply(tree, &batch)?;
        match page.resume {
            Some(resume) => query = query.resumed(resume),
            None => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
