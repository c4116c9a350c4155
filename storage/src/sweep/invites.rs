//! Invites that ended: each goes with its row in the index of its guild.

use protocol::GuildId;

use super::{SWEEP_ROWS_MAX, SweepError, Swept};
use crate::codec;
use crate::contract::{Batch, Direction, PageQuery, Shard, Store};
use crate::key::{Key, ShortText};
use crate::record::{Record, Scan, StoreExt};
use crate::records::{GuildInvite, Invite};

/// Deletes invites that ended, of all guilds, as far as one page reaches.
pub async fn invites(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    let query = PageQuery {
        prefix: Key::new(Invite::TABLE, &()),
        after: from,
        before: None,
        direction: Direction::Forward,
        limit: SWEEP_ROWS_MAX,
    };
    let page = store.page(query).await?;
    // A damaged row is left for whoever looks into the damage.
    let readable = page.rows.iter().filter_map(|(_, value)| codec::decode::<Invite>(value).ok());
    let ended = readable.filter(|invite| invite.has_ended(now_ms));
    let rows: Vec<_> = ended.map(|invite| (invite.guild, invite.code)).collect();
    let deleted = delete(store, Shard::Social, &rows).await?;
    Ok(Swept { deleted, resume: page.resume })
}

/// Deletes invites of one guild that ended, and index rows that lead to none. `resume` is the guild
/// itself when there may be more to delete.
pub async fn invites_of(
    store: &dyn Store,
    guild: GuildId,
    now_ms: i64,
) -> Result<Swept<GuildId>, SweepError> {
    let index = store.scan(Scan::<GuildInvite>::within(&guild).limit(usize::MAX)).await?;
    let codes: Vec<_> = index.iter().map(|row| row.code).collect();
    let invites = store.load_many::<Invite>(&codes).await?;
    let ended = |invite: &Option<Invite>| invite.is_none_or(|invite| invite.has_ended(now_ms));
    let ended = index.iter().zip(invites).filter(|(_, invite)| ended(invite));
    let rows: Vec<_> = ended.map(|(row, _)| row.key()).take(SWEEP_ROWS_MAX).collect();
    let deleted = delete(store, Shard::Guild(guild), &rows).await?;
    Ok(Swept { deleted, resume: (deleted == SWEEP_ROWS_MAX).then_some(guild) })
}

async fn delete(
    store: &dyn Store,
    shard: Shard,
    rows: &[(GuildId, ShortText)],
) -> Result<usize, SweepError> {
    let batch = rows.iter().fold(Batch::new(shard), |batch, row| {
        batch.delete::<Invite>(&row.1).delete::<GuildInvite>(row)
    });
    if !rows.is_empty() {
        store.commit(batch).await?;
    }
    Ok(rows.len())
}

#[cfg(test)]
mod tests {
    use protocol::{ChannelId, UserId};

    use super::*;
    use crate::MemoryStore;

    const GUILD: GuildId = GuildId::new(1);
    const NOW_MS: i64 = 1_800_000_000_000;

    fn invite(number: usize) -> Invite {
        Invite {
            code: ShortText::new(&format!("code{number:04}")).unwrap(),
            guild: GUILD,
            channel: ChannelId::new(2),
            inviter: UserId::new(3),
            max_uses: 0,
            uses: 7,
            expires_at_ms: None,
            created_at_ms: 0,
        }
    }

    async fn put(store: &MemoryStore, invites: &[Invite]) {
        for invites in invites.chunks(500) {
            let batch = invites.iter().fold(Batch::new(Shard::Guild(GUILD)), |batch, invite| {
                batch.put(invite).put(&GuildInvite { guild: GUILD, code: invite.code })
            });
            store.commit(batch).await.unwrap();
        }
    }

    /// What is left, and that both rows of each are.
    async fn left(store: &MemoryStore) -> Vec<Invite> {
        let left: Vec<Invite> = store.scan(Scan::within(&()).limit(usize::MAX)).await.unwrap();
        let index: Vec<GuildInvite> =
            store.scan(Scan::within(&GUILD).limit(usize::MAX)).await.unwrap();
        let indexed: Vec<ShortText> = index.iter().map(|row| row.code).collect();
        assert_eq!(left.iter().map(|invite| invite.code).collect::<Vec<_>>(), indexed);
        left
    }

    #[tokio::test]
    async fn sw1_an_invite_goes_when_its_time_or_its_uses_are_over_and_not_before() {
        let rows = [
            Invite { expires_at_ms: Some(NOW_MS), ..invite(0) },
            Invite { expires_at_ms: Some(NOW_MS + 1), ..invite(1) },
            Invite { max_uses: 7, ..invite(2) },
            Invite { max_uses: 8, ..invite(3) },
            invite(4),
        ];
        for of_one_guild in [true, false] {
            let store = MemoryStore::new();
            put(&store, &rows).await;
            let deleted = if of_one_guild {
                invites_of(&store, GUILD, NOW_MS).await.unwrap().deleted
            } else {
                invites(&store, NOW_MS, None).await.unwrap().deleted
            };
            assert_eq!(deleted, 2);
            assert_eq!(left(&store).await, [rows[1], rows[3], rows[4]]);
        }
    }

    #[tokio::test]
    async fn sw1_a_call_stays_within_its_bounds_and_the_next_one_goes_on() {
        let ended = |number| Invite { expires_at_ms: Some(NOW_MS), ..invite(number) };
        let store = MemoryStore::new();
        put(&store, &(0..700).map(ended).collect::<Vec<_>>()).await;
        let swept = invites_of(&store, GUILD, NOW_MS).await.unwrap();
        assert_eq!(swept, Swept { deleted: SWEEP_ROWS_MAX, resume: Some(GUILD) });
        put(&store, &(0..700).map(ended).collect::<Vec<_>>()).await;
        let first = invites(&store, NOW_MS, None).await.unwrap();
        assert_eq!(first.deleted, SWEEP_ROWS_MAX);
        let second = invites(&store, NOW_MS, first.resume).await.unwrap();
        assert_eq!(second, Swept { deleted: 700 - SWEEP_ROWS_MAX, resume: None });
        assert!(left(&store).await.is_empty());
    }
}
