//! The lane in which bytes of uploads get to the disk.
//!
//! - FL1  One upload writes at a time, first come first served, and none before whatever waits for the
//!   workers has had its turn: many at once would keep processor and disk from those who talk.
//! - FL2  It rests as long as it had to wait and work: the busier the machine is, the less of it goes to
//!   uploads.
//! - FL3  No rest is longer than `REST_MAX`: one write that a disk held up holds nobody up for as long
//!   again.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

/// Shorter rests are put together: no timer measures them.
const REST_MIN: Duration = Duration::from_millis(2);

/// FL3.
const REST_MAX: Duration = Duration::from_millis(250);

/// One for all uploads.
#[derive(Debug, Default)]
pub(super) struct Lane {
    /// The rest that is still to be had.
    owed: Mutex<Duration>,
}

impl Lane {
    /// Does it when its turn comes.
    pub(super) async fn turn<T>(&self, work: impl Future<Output = T>) -> T {
        let mut owed = self.owed.lock().await;
        let begun = Instant::now();
        // FL1: whatever is ready to run goes before.
        yield_now().await;
        let done = work.await;
        *owed = (*owed + begun.elapsed()).min(REST_MAX);
        if *owed >= REST_MIN {
            let resting = Instant::now();
            sleep(*owed).await;
            *owed = owed.saturating_sub(resting.elapsed());
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORK: Duration = Duration::from_millis(10);

    #[tokio::test(start_paused = true)]
    async fn fl1_one_works_at_a_time_and_first_come_is_first_served() {
        let (lane, at_work) = (Lane::default(), std::cell::Cell::new(0));
        let order = std::cell::RefCell::new(Vec::new());
        let turn = async |number: u32| {
            lane.turn(async {
                assert_eq!(at_work.replace(1), 0);
                sleep(WORK).await;
                order.borrow_mut().push(number);
                at_work.set(0);
            })
            .await;
        };
        tokio::join!(turn(1), turn(2), turn(3));
        assert_eq!(*order.borrow(), [1, 2, 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn fl2_it_rests_as_long_as_it_worked_and_puts_short_rests_together() {
        let (lane, begun) = (Lane::default(), Instant::now());
        lane.turn(sleep(WORK)).await;
        assert_eq!(begun.elapsed(), 2 * WORK);
        lane.turn(sleep(REST_MIN / 2)).await;
        assert_eq!(begun.elapsed(), 2 * WORK + REST_MIN / 2, "the rest is owed");
        lane.turn(sleep(REST_MIN / 2)).await;
        assert_eq!(begun.elapsed(), 2 * WORK + 2 * REST_MIN);
    }

    #[tokio::test(start_paused = true)]
    async fn fl3_a_rest_has_an_end_however_long_the_work_was() {
        let (lane, begun) = (Lane::default(), Instant::now());
        lane.turn(sleep(40 * REST_MAX)).await;
        assert_eq!(begun.elapsed(), 41 * REST_MAX);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_goes_in_the_middle_leaves_the_lane_free() {
        let lane = Lane::default();
        let gone = tokio::time::timeout(WORK, lane.turn(std::future::pending::<()>())).await;
        assert!(gone.is_err());
        lane.turn(async {}).await;
    }
}
