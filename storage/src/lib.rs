//! The Store contract and its engines: what is kept, in which form, and when it counts as kept.
//!
//! - ST1  A commit is acknowledged only when it is durable, and batches apply in the order of their
//!   `commit` calls, each as a whole or not at all.
//! - ST2  `get`, `get_many` and `page` answer only what is durable.
//! - ST3  Every queue is bounded, and a full one answers an error at once instead of growing.
//! - ST4  After the first I/O error nothing is written any more, and health says so.
//! - ST5  No stored value exceeds 4 KiB, so the engine never puts one into a file that nothing syncs.
//!
//! Start reading at [`contract`], then [`record`] and [`records`].

pub mod codec;
pub mod contract;
pub mod fault;
pub mod files;
pub mod key;
pub mod memory;
pub mod migrate;
pub mod record;
pub mod records;
pub mod sled_store;
pub mod sweep;

pub use contract::{
    Batch, Commit, CommitError, Direction, Expect, Health, Op, Page, PageQuery, ReadError,
    ReadFuture, ReadOnlyReason, Reply, Shard, Store,
};
pub use fault::{Fault, FaultPlan, FaultStore, Odds};
pub use files::{
    FileBytes, FileError, FilePlace, FileStore, Part, S3Options, Spool, Spooled, Stored,
};
pub use key::{Key, KeyPart, ShortText, Table};
pub use memory::MemoryStore;
pub use record::{Record, Scan, StoreExt};
pub use sled_store::{OpenError, SledOptions, SledStore};
