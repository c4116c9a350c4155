//! A sorted list of which any stretch is found by its number.
//!
//! Items stand in blocks: a change moves those of one block, and finding the nth item skips whole ones.

/// Items in a block at most; then it becomes two.
const BLOCK_MAX: usize = 512;

/// See the module.
#[derive(Debug)]
pub(super) struct Order<T> {
    /// None is empty, and all of a block is below all of the next one.
    blocks: Vec<Vec<T>>,
}

impl<T: Ord> Order<T> {
    pub(super) fn of(items: impl IntoIterator<Item = T>) -> Self {
        let mut sorted: Vec<T> = items.into_iter().collect();
        sorted.sort_unstable();
        let mut blocks = Vec::new();
        while sorted.len() > BLOCK_MAX / 2 {
            let rest = sorted.split_off(BLOCK_MAX / 2);
            blocks.push(std::mem::replace(&mut sorted, rest));
        }
        if !sorted.is_empty() {
            blocks.push(sorted);
        }
        Self { blocks }
    }

    /// No item stands twice.
    pub(super) fn insert(&mut self, item: T) {
        let at = self.block_of(&item).min(self.blocks.len().saturating_sub(1));
        let Some(block) = self.blocks.get_mut(at) else {
            self.blocks.push(vec![item]);
            return;
        };
        if let Err(place) = block.binary_search(&item) {
            block.insert(place, item);
        }
        if block.len() > BLOCK_MAX {
            let upper = block.split_off(BLOCK_MAX / 2);
            self.blocks.insert(at + 1, upper);
        }
    }

    pub(super) fn remove(&mut self, item: &T) {
        let at = self.block_of(item);
        let Some(block) = self.blocks.get_mut(at) else { return };
        if let Ok(place) = block.binary_search(item) {
            block.remove(place);
        }
        self.join_if_small(at);
    }

    /// All from number `from` on.
    pub(super) fn from(&self, from: usize) -> impl Iterator<Item = &T> {
        let (mut first, mut skipped) = (0, from);
        while let Some(block) = self.blocks.get(first).filter(|block| block.len() <= skipped) {
            skipped -= block.len();
            first += 1;
        }
        self.blocks[first..].iter().flatten().skip(skipped)
    }

    /// The block where an item stands, or would.
    fn block_of(&self, item: &T) -> usize {
        self.blocks.partition_point(|block| block.last().is_some_and(|last| last < item))
    }

    /// Keeps blocks from becoming many and nearly empty.
    fn join_if_small(&mut self, at: usize) {
        if self.blocks[at].is_empty() {
            self.blocks.remove(at);
            return;
        }
        let next = self.blocks.get(at + 1).map_or(BLOCK_MAX, Vec::len);
        if self.blocks[at].len() + next <= BLOCK_MAX / 2 {
            let mut next = self.blocks.remove(at + 1);
            self.blocks[at].append(&mut next);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::Order;

    proptest! {
        #[test]
        fn it_is_what_a_sorted_set_is(
            begun in prop::collection::vec(0_u16..3_000, 0..2_000),
            changes in prop::collection::vec((any::<bool>(), 0_u16..3_000), 0..2_000),
            from in 0_usize..2_500,
        ) {
            let mut wanted: BTreeSet<u16> = begun.into_iter().collect();
            let mut order = Order::of(wanted.iter().copied());
            for (comes, item) in changes {
                if comes {
                    wanted.insert(item);
                    order.insert(item);
                } else {
                    wanted.remove(&item);
                    order.remove(&item);
                }
            }
            prop_assert!(order.from(0).eq(&wanted));
            prop_assert!(order.from(from).eq(wanted.iter().skip(from)));
            prop_assert!(order.blocks.iter().all(|block| !block.is_empty()));
        }
    }
}
