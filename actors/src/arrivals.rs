//! Who came into a guild of late, and whether its brakes let in another one.
//!
//! - RB1  Brakes hold back who joins by an invite, and nobody else: neither members nor bots that are brought in.
//! - RB2  Only a join that is durable counts. After a restart those count who are members.
//! - RB3  Of joins no more are remembered than a brake may count.

use crate::guild::GuildError;
use storage::records::Brakes;

/// 90 days: beyond that a brake is a wall.
pub const MIN_ACCOUNT_AGE_S_MAX: u32 = 90 * 24 * 3_600;
/// Joins a minute that a brake can count to.
pub const JOINS_PER_MINUTE_MAX: u16 = 1_000;

const MINUTE_MS: i64 = 60_000;

/// When the last [`JOINS_PER_MINUTE_MAX`] people came, in Unix milliseconds, the earliest first. A persistent list: a
/// join copies a part of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrivals(imbl::Vector<i64>);

impl Arrivals {
    /// RB2, RB3. `times_ms`: when members came, in any order.
    pub(crate) fn of(times_ms: impl Iterator<Item = i64>) -> Self {
        let mut times: Vec<i64> = times_ms.collect();
        times.sort_unstable();
        let first = times.len().saturating_sub(JOINS_PER_MINUTE_MAX.into());
        Self(times[first..].iter().copied().collect())
    }

    /// RB3. With somebody who comes now.
    pub(crate) fn with(&self, now_ms: i64) -> Self {
        let mut times = self.0.clone();
        if times.len() >= JOINS_PER_MINUTE_MAX.into() {
            times.pop_front();
        }
        times.push_back(now_ms);
        Self(times)
    }

    /// RB1. Whether an account of this age may join by an invite now.
    pub(crate) fn admit(
        &self,
        brakes: &Brakes,
        made_at_ms: i64,
        now_ms: i64,
    ) -> Result<(), GuildError> {
        if brakes.invites_paused {
            return Err(GuildError::InvitesPaused);
        }
        let old_enough_at_ms = made_at_ms + i64::from(brakes.min_account_age_s) * 1_000;
        if brakes.min_account_age_s > 0 && now_ms < old_enough_at_ms {
            return Err(GuildError::AccountTooYoung { wait_ms: old_enough_at_ms - now_ms });
        }
        match self.full_until_ms(brakes.joins_per_minute) {
            Some(until_ms) if now_ms < until_ms => {
                Err(GuildError::TooManyJoins { wait_ms: until_ms - now_ms })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// When the first of the last so many is a minute ago; none without that many.
    fn full_until_ms(&self, joins: u16) -> Option<i64> {
        let first = self.0.len().checked_sub(joins.into())?;
        self.0.get(first).map(|at_ms| at_ms + MINUTE_MS)
    }
}

#[cfg(test)]
mod tests {
    use protocol::GuildId;

    use super::*;

    const NOW_MS: i64 = 1_000_000_000;

    fn off() -> Brakes {
        Brakes::off(GuildId::new(1))
    }

    fn arrivals(ago_ms: &[i64]) -> Arrivals {
        Arrivals::of(ago_ms.iter().map(|ago_ms| NOW_MS - ago_ms))
    }

    #[test]
    fn rb1_without_brakes_anybody_comes_at_any_time() {
        let crowd = arrivals(&[0; 2_000]);
        assert_eq!(crowd.admit(&off(), NOW_MS, NOW_MS), Ok(()));
    }

    #[test]
    fn rb1_a_pause_holds_whatever_else_is_set() {
        let brakes = Brakes { invites_paused: true, ..off() };
        assert_eq!(arrivals(&[]).admit(&brakes, 0, NOW_MS), Err(GuildError::InvitesPaused));
    }

    #[test]
    fn rb1_an_account_comes_in_at_the_moment_in_which_it_is_old_enough() {
        let brakes = Brakes { min_account_age_s: 60, ..off() };
        let made_ago_ms = |ago_ms| arrivals(&[]).admit(&brakes, NOW_MS - ago_ms, NOW_MS);
        assert_eq!(made_ago_ms(0), Err(GuildError::AccountTooYoung { wait_ms: 60_000 }));
        assert_eq!(made_ago_ms(59_999), Err(GuildError::AccountTooYoung { wait_ms: 1 }));
        assert_eq!(made_ago_ms(60_000), Ok(()));
        // A clock that was set back makes nobody older.
        assert_eq!(made_ago_ms(-5_000), Err(GuildError::AccountTooYoung { wait_ms: 65_000 }));
    }

    #[test]
    fn rb1_so_many_come_within_any_minute_and_then_one_when_the_first_of_them_is_a_minute_ago() {
        let brakes = Brakes { joins_per_minute: 2, ..off() };
        let admit = |ago_ms: &[i64]| arrivals(ago_ms).admit(&brakes, 0, NOW_MS);
        assert_eq!(admit(&[]), Ok(()));
        assert_eq!(admit(&[10_000]), Ok(()));
        assert_eq!(admit(&[10_000, 59_999]), Err(GuildError::TooManyJoins { wait_ms: 1 }));
        assert_eq!(admit(&[10_000, 60_000]), Ok(()));
        assert_eq!(
            admit(&[10_000, 20_000, 90_000]),
            Err(GuildError::TooManyJoins { wait_ms: 40_000 })
        );
    }

    #[test]
    fn rb3_the_last_thousand_are_remembered_however_many_came() {
        let mut crowd = arrivals(&[120_000; 5_000]);
        assert_eq!(crowd.0.len(), 1_000);
        for _ in 0..1_000 {
            crowd = crowd.with(NOW_MS);
        }
        assert_eq!(crowd.0.len(), 1_000);
        let brakes = Brakes { joins_per_minute: JOINS_PER_MINUTE_MAX, ..off() };
        let full = Err(GuildError::TooManyJoins { wait_ms: 60_000 });
        assert_eq!(crowd.admit(&brakes, 0, NOW_MS), full);
    }
}
