//! Migrations from schema 1 to 3 of a table of counters, whose first form counted in 32 bits and
//! under a key of 64 bits only.

use serde::{Deserialize, Serialize};

use super::*;

/// As it was written at schema 1.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct CounterV1 {
    id: u64,
    count: u32,
}

impl Record for CounterV1 {
    type Key = u64;
    type Prefix = ();
    const TABLE: Table = Table::Scratch;

    fn key(&self) -> u64 {
        self.id
    }
}

/// As it is now: wider, and with a label.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Counter {
    id: u64,
    count: u64,
    label: String,
}

impl Record for Counter {
    type Key = u64;
    type Prefix = ();
    const TABLE: Table = Table::Scratch;
    const VERSION: u8 = 2;

    fn key(&self) -> u64 {
        self.id
    }

    fn upgrade(version: u8, payload: &[u8]) -> Result<Self, DecodeError> {
        match version {
            1 => {
                let CounterV1 { id, count } = codec::decode_payload(payload)?;
                Ok(Self { id, count: count.into(), label: String::new() })
            }
            _ => Err(DecodeError::UnknownVersion(version)),
        }
    }
}

/// Rewrites every counter in its present form, so that version 1 is no longer stored.
const WIDEN: Migration = Migration {
    about: "wider counters",
    table: Table::Scratch,
    rewrite: |key, value| {
        let counter: Counter = codec::decode(value)?;
        Ok(vec![Op::Put { key, value: codec::encode(&counter) }])
    },
};

/// Drops counters that are zero.
const DROP_ZEROS: Migration = Migration {
    about: "no empty counters",
    table: Table::Scratch,
    rewrite: |key, value| {
        let counter: Counter = codec::decode(value)?;
        Ok(if counter.count == 0 { vec![Op::Delete { key }] } else { Vec::new() })
    },
};

#[test]
fn co2_a_row_of_a_former_version_is_upgraded_when_it_is_read() {
    let former = codec::encode(&CounterV1 { id: 7, count: 3 });
    let read: Counter = codec::decode(&former).unwrap();
    assert_eq!(read, Counter { id: 7, count: 3, label: String::new() });

    let later = codec::encode(&read);
    assert_eq!(codec::decode::<CounterV1>(&later), Err(DecodeError::UnknownVersion(2)));
}

#[test]
fn mi1_an_older_store_opens_only_when_asked_to_migrate() {
    let (_folder, tree) = store_of_schema_1(10);
    let refused = prepare_with(&tree, &[WIDEN], false).unwrap_err();
    assert!(matches!(refused, MigrateError::Older { stored: 1, current: 2 }), "{refused}");
    assert_eq!(version_of(&tree, 1), 1);

    prepare_with(&tree, &[WIDEN], true).unwrap();
    assert_eq!(stored(&tree).unwrap(), Some(2));
    assert_eq!(version_of(&tree, 1), 2);
    prepare_with(&tree, &[WIDEN], false).unwrap();
}

#[test]
fn mi1_a_newer_store_never_opens() {
    let (_folder, tree) = store_of_schema_1(1);
    prepare_with(&tree, &[WIDEN], true).unwrap();
    let refused = prepare_with(&tree, &[], true).unwrap_err();
    assert!(matches!(refused, MigrateError::Newer { stored: 2, current: 1 }), "{refused}");
}

#[test]
fn several_migrations_run_in_order_over_more_rows_than_one_step_takes() {
    let rows = STEP_ROWS_MAX as u64 * 2 + 5;
    let (_folder, tree) = store_of_schema_1(rows);
    prepare_with(&tree, &[WIDEN, DROP_ZEROS], true).unwrap();
    assert_eq!(stored(&tree).unwrap(), Some(3));
    assert_eq!(raw::get(&tree, &Counter::row_key(&0)).unwrap(), None);
    assert!((1..rows).all(|id| version_of(&tree, id) == 2));
}

#[test]
fn mi2_an_interrupted_migration_is_finished_by_the_next_one() {
    let (_folder, tree) = store_of_schema_1(10);
    // The state after a crash in the middle: some rows are rewritten, the schema row is not.
    let half = Batch::new(Shard::Social).put(&Counter { id: 4, count: 4, label: String::new() });
    raw::apply(&tree, &half).unwrap();

    prepare_with(&tree, &[WIDEN], true).unwrap();
    assert!((0..10).all(|id| version_of(&tree, id) == 2));
    let kept: Counter =
        codec::decode(&raw::get(&tree, &Counter::row_key(&4)).unwrap().unwrap()).unwrap();
    assert_eq!(kept.count, 4);
}

#[test]
fn a_migration_stops_at_a_damaged_row_and_keeps_the_old_schema() {
    let (_folder, tree) = store_of_schema_1(3);
    let mut damage = Batch::new(Shard::Social);
    damage.ops.push(Op::Put { key: Counter::row_key(&1), value: vec![9; 9] });
    raw::apply(&tree, &damage).unwrap();
    let refused = prepare_with(&tree, &[WIDEN], true).unwrap_err();
    assert!(matches!(refused, MigrateError::Damaged(_)), "{refused}");
    assert_eq!(stored(&tree).unwrap(), Some(1));
}

fn store_of_schema_1(rows: u64) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    let tree = crate::sled_store::raw::create(folder.path());
    prepare_with(&tree, &[], false).unwrap();
    for id in 0..rows {
        let row = CounterV1 { id, count: u32::try_from(id).unwrap() };
        raw::apply(&tree, &Batch::new(Shard::Social).put(&row)).unwrap();
    }
    (folder, tree)
}

fn version_of(tree: &Tree, id: u64) -> u8 {
    raw::get(tree, &Counter::row_key(&id)).unwrap().unwrap()[0]
}
