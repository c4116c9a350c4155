//! Once, and in one order (PE1): what the sockets of a room have heard, held against each other and against what
//! was posted. Pure, so that it can be shown to fail.

use crate::check::Verdict;

/// Compares what each socket has heard with what was posted: `posts` of them, numbered from 0.
pub(super) fn judge<'a>(posts: u32, heard: impl Iterator<Item = &'a [u32]>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut first: Option<&[u32]> = None;
    for (socket, heard) in heard.enumerate() {
        let (missed, twice) = count(posts, heard);
        if missed > 0 {
            verdict.add(&format!("socket {socket} missed {missed} posts"));
        }
        if twice > 0 {
            verdict.add(&format!("socket {socket} heard {twice} posts more than once"));
        }
        let first = *first.get_or_insert(heard);
        if missed == 0 && twice == 0 && first.len() == heard.len() && first != heard {
            verdict.add(&format!("socket {socket} heard posts in another order than the first"));
        }
    }
    verdict
}

/// How many posts are missing, and how many deliveries too many there are.
fn count(posts: u32, heard: &[u32]) -> (usize, usize) {
    let mut there = vec![false; posts as usize];
    let mut twice = 0;
    for post in heard {
        match there.get_mut(*post as usize) {
            Some(there) if !*there => *there = true,
            _ => twice += 1,
        }
    }
    (there.iter().filter(|there| !**there).count(), twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heard: &[&[u32]], faults: u64) {
        let verdict = judge(3, heard.iter().copied());
        assert_eq!(verdict.faults, faults, "{heard:?}: {:?}", verdict.first);
    }

    #[test]
    fn pe1_a_post_dropped_doubled_or_swapped_is_a_fault() {
        check(&[&[0, 1, 2], &[0, 1, 2]], 0);
        check(&[&[1, 0, 2], &[1, 0, 2]], 0);
        check(&[&[0, 1, 2], &[0, 2]], 1);
        check(&[&[0, 1, 2], &[0, 1, 1, 2]], 1);
        check(&[&[0, 1, 2], &[1, 0, 2]], 1);
        check(&[&[0, 1, 2], &[0, 1, 9]], 2);
        check(&[&[], &[]], 2);
    }
}
