//! The contract, held by every engine: each test runs over sled, over memory, and over memory
//! behind a fault store that delays without failing.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

#[path = "contract/engines.rs"]
mod engines;
#[path = "contract/rules.rs"]
mod rules;

/// Makes one test of each rule for each engine.
macro_rules! rules {
    ($($rule:ident),* $(,)?) => {
        mod sled {
            $(#[tokio::test] async fn $rule() {
                let engine = crate::engines::sled();
                crate::rules::$rule(&*engine.store).await;
            })*
        }
        mod memory {
            $(#[tokio::test] async fn $rule() {
                let engine = crate::engines::memory();
                crate::rules::$rule(&*engine.store).await;
            })*
        }
        mod slow_memory {
            $(#[tokio::test(start_paused = true)] async fn $rule() {
                let engine = crate::engines::slow_memory();
                crate::rules::$rule(&*engine.store).await;
            })*
        }
    };
}

rules! {
    st1_a_committed_record_is_read_back,
    st1_batches_apply_in_call_order,
    st1_a_dropped_commit_is_kept,
    st1_a_conflict_leaves_no_trace,
    st1_conditions_see_earlier_batches_in_flight,
    st1_within_a_batch_the_later_operation_wins,
    st1_a_repeat_with_the_same_key_changes_nothing,
    st1_a_refused_batch_does_not_use_up_its_key,
    st2_what_was_deleted_is_gone,
    a_batch_over_a_bound_is_refused,
    pages_run_both_ways_between_exclusive_bounds,
    pages_stay_within_their_prefix,
    pages_resume_where_they_ended,
    pages_end_at_their_bound_of_bytes,
    empty_ranges_are_empty_pages,
    many_records_are_loaded_in_the_order_asked,
    first_and_last_find_the_ends_of_a_prefix,
    st5_long_values_come_back_whole,
    st5_long_values_shrink_and_grow_without_leftovers,
    a_closed_store_answers_closed,
}
