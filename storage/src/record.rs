//! The typed layer: records instead of bytes.

use std::future::Future;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{self, DecodeError};
use crate::contract::{Direction, GET_MANY_MAX, PAGE_ROWS_MAX, PageQuery, ReadError, Store};
use crate::key::{Key, KeyPart, Table};

/// A row's type. It carries its own key, so that what is read says what it is.
///
/// A change of a record's fields is a new type: the former one is kept under a name with its
/// version, `VERSION` rises, and `upgrade` turns the one into the other.
pub trait Record: Serialize + DeserializeOwned + Send + 'static {
    /// What tells rows of the table apart.
    type Key: KeyPart + Clone + Send + Sync;
    /// What rows that are listed together share: the first parts of their keys.
    type Prefix: KeyPart + Clone + Send + Sync;
    /// Where the rows are.
    const TABLE: Table;
    /// The version that is written.
    const VERSION: u8 = 1;

    /// This record's key.
    fn key(&self) -> Self::Key;

    /// Reads a payload of another version than [`Self::VERSION`].
    fn upgrade(version: u8, _payload: &[u8]) -> Result<Self, DecodeError> {
        Err(DecodeError::UnknownVersion(version))
    }

    /// The row of a key.
    fn row_key(key: &Self::Key) -> Key {
        Key::new(Self::TABLE, key)
    }
}

/// Which records to list. Bounds are exclusive.
#[derive(Debug, Clone)]
#[must_use]
pub struct Scan<R> {
    query: PageQuery,
    record: PhantomData<fn() -> R>,
}

impl<R: Record> Scan<R> {
    /// All records with this prefix, lowest key first, at most [`PAGE_ROWS_MAX`].
    pub fn within(prefix: &R::Prefix) -> Self {
        Self::below(Key::new(R::TABLE, prefix))
    }

    /// All records of the table, as above.
    pub fn all() -> Self {
        Self::below(Key::new(R::TABLE, &()))
    }

    fn below(prefix: Key) -> Self {
        let query = PageQuery {
            prefix,
            after: None,
            before: None,
            direction: Direction::Forward,
            limit: PAGE_ROWS_MAX,
        };
        Self { query, record: PhantomData }
    }

    /// Only keys greater than this one.
    pub fn after(mut self, key: &R::Key) -> Self {
        self.query.after = Some(R::row_key(key));
        self
    }

    /// Only keys less than this one.
    pub fn before(mut self, key: &R::Key) -> Self {
        self.query.before = Some(R::row_key(key));
        self
    }

    /// From the highest key down.
    pub fn backward(mut self) -> Self {
        self.query.direction = Direction::Backward;
        self
    }

    /// Most records wanted. Beyond [`PAGE_ROWS_MAX`] it takes several pages, so the answer is no
    /// longer of one moment.
    pub fn limit(mut self, rows: usize) -> Self {
        self.query.limit = rows;
        self
    }
}

/// Typed reads on every store. They answer only what is durable.
pub trait StoreExt: Store {
    /// A record, if there is one.
    fn load<R: Record>(
        &self,
        key: &R::Key,
    ) -> impl Future<Output = Result<Option<R>, ReadError>> + Send {
        let row = R::row_key(key);
        let found = self.get(row);
        async move { found.await?.map(|value| decode(&row, &value)).transpose() }
    }

    /// Many records by key, in the order asked, for the price of one trip to the store.
    fn load_many<R: Record>(
        &self,
        keys: &[R::Key],
    ) -> impl Future<Output = Result<Vec<Option<R>>, ReadError>> + Send {
        let rows: Vec<Key> = keys.iter().map(R::row_key).collect();
        async move {
            let mut records = Vec::with_capacity(rows.len());
            for rows in rows.chunks(GET_MANY_MAX) {
                let values = self.get_many(rows.to_vec()).await?;
                for (row, value) in rows.iter().zip(values) {
                    records.push(value.map(|value| decode(row, &value)).transpose()?);
                }
            }
            Ok(records)
        }
    }

    /// Neighbouring records, in the scan's direction.
    fn scan<R: Record>(
        &self,
        scan: Scan<R>,
    ) -> impl Future<Output = Result<Vec<R>, ReadError>> + Send {
        async move {
            let mut query = scan.query;
            let mut records = Vec::new();
            loop {
                let page = self.page(query.clone()).await?;
                for (row, value) in &page.rows {
                    records.push(decode(row, value)?);
                }
                query.limit -= page.rows.len();
                match page.resume {
                    Some(resume) if query.limit > 0 => query = query.resumed(resume),
                    _ => return Ok(records),
                }
            }
        }
    }

    /// The record with the lowest key of a prefix.
    fn first<R: Record>(
        &self,
        prefix: &R::Prefix,
    ) -> impl Future<Output = Result<Option<R>, ReadError>> + Send {
        let found = self.scan(Scan::<R>::within(prefix).limit(1));
        async move { Ok(found.await?.pop()) }
    }

    /// The record with the highest key of a prefix: the head of a channel's log.
    fn last<R: Record>(
        &self,
        prefix: &R::Prefix,
    ) -> impl Future<Output = Result<Option<R>, ReadError>> + Send {
        let found = self.scan(Scan::<R>::within(prefix).backward().limit(1));
        async move { Ok(found.await?.pop()) }
    }
}

impl<S: Store + ?Sized> StoreExt for S {}

/// Decodes a row, and says which one when it is damaged.
pub(crate) fn decode<R: Record>(row: &Key, value: &[u8]) -> Result<R, ReadError> {
    codec::decode(value)
        .map_err(|error| ReadError::Corrupt(format!("{:?} {row:?}: {error}", R::TABLE).into()))
}
