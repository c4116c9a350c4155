//! The search for how many a machine holds: up by doubling until something breaks, then in between. Pure.
//!
//! - SS1  Nothing is tried twice, and nothing above what broke or below what held.
//! - SS2  It ends when what held and what broke are as near as was asked for, or all that may be tried held.

/// What held and what broke so far.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Search {
    first: usize,
    most: usize,
    /// How near, as a share of what held.
    precision: f64,
    held: usize,
    broke: Option<usize>,
}

impl Search {
    pub(super) fn new(first: usize, most: usize, precision: f64) -> Self {
        Self { first: first.min(most), most, precision, held: 0, broke: None }
    }

    /// How many to try next.
    pub(super) fn next(&self) -> Option<usize> {
        match self.broke {
            None if self.held >= self.most => None,
            None if self.held == 0 => Some(self.first),
            None => Some((self.held * 2).min(self.most)),
            Some(broke) => {
                let near = ((self.held as f64 * self.precision) as usize).max(1);
                (broke - self.held > near).then(|| self.held + (broke - self.held) / 2)
            }
        }
    }

    /// What came of a try.
    pub(super) fn note(&mut self, people: usize, has_held: bool) {
        match has_held {
            true => self.held = people,
            false => self.broke = Some(people),
        }
    }

    /// The most that held.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    /// The fewest that broke something.
    pub(super) fn broke(&self) -> Option<usize> {
        self.broke
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(knee: usize, first: usize, most: usize, precision: f64) -> (Vec<usize>, Search) {
        let mut search = Search::new(first, most, precision);
        let mut tried = Vec::new();
        while let Some(people) = search.next() {
            tried.push(people);
            search.note(people, people <= knee);
        }
        (tried, search)
    }

    #[test]
    fn ss1_it_doubles_and_then_looks_in_between() {
        let (tried, search) = tried(700, 100, 10_000, 0.05);
        assert_eq!(tried, [100, 200, 400, 800, 600, 700, 750, 725]);
        assert_eq!((search.held(), search.broke()), (700, Some(725)));
    }

    #[test]
    fn ss1_nothing_is_tried_twice_wherever_the_knee_is() {
        for knee in 0..300 {
            let (mut tried, search) = tried(knee, 7, 200, 0.0);
            assert_eq!(search.held(), knee.min(200), "knee {knee}");
            let count = tried.len();
            tried.sort_unstable();
            tried.dedup();
            assert_eq!(tried.len(), count, "knee {knee}");
            assert!(count < 20);
        }
    }

    #[test]
    fn ss2_it_ends_where_all_that_may_be_tried_held() {
        let (tried, search) = tried(usize::MAX, 50, 120, 0.1);
        assert_eq!(tried, [50, 100, 120]);
        assert_eq!((search.held(), search.broke()), (120, None));
        assert_eq!(self::tried(0, 4, 9, 0.1).0, [4, 2, 1]);
    }
}
