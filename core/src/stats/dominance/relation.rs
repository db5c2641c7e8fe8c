//! A relation between structures.

/// Which structure (row) is in relation to which other one (column), a bit each.
#[derive(Clone)]
pub(super) struct Relation {
    structures: usize,
    rows: Vec<Vec<u64>>,
}

impl Relation {
    pub(super) fn all(structures: usize) -> Relation {
        let mut row = vec![0; structures.div_ceil(64)];
        (0..structures).for_each(|other| row[other / 64] |= 1 << (other % 64));
        Relation { structures, rows: vec![row; structures] }
    }

    pub(super) fn none(structures: usize) -> Relation {
        Relation { structures, rows: vec![vec![0; structures.div_ceil(64)]; structures] }
    }

    pub(super) fn has(&self, own: usize, other: usize) -> bool {
        self.rows[own][other / 64] >> (other % 64) & 1 == 1
    }

    pub(super) fn set(&mut self, own: usize, other: usize) {
        self.rows[own][other / 64] |= 1 << (other % 64);
    }

    pub(super) fn unset(&mut self, own: usize, other: usize) {
        self.rows[own][other / 64] &= !(1 << (other % 64));
    }

    /// Everything that another one (index) is in relation to.
    pub(super) fn add_all_of(&mut self, own: usize, other: usize) {
        for word in 0..self.rows[own].len() {
            self.rows[own][word] |= self.rows[other][word];
        }
    }

    /// Adds what is in the other relation.
    pub(super) fn add(&mut self, other: &Relation) {
        self.change(other, |word, other| word | other);
    }

    /// Keeps what is in the other relation too.
    pub(super) fn keep(&mut self, other: &Relation) {
        self.change(other, |word, other| word & other);
    }

    /// Takes away what is in the other relation.
    pub(super) fn take_away(&mut self, other: &Relation) {
        self.change(other, |word, other| word & !other);
    }

    fn change(&mut self, other: &Relation, with: impl Fn(u64, u64) -> u64) {
        let words = self.rows.iter_mut().flatten().zip(other.rows.iter().flatten());
        words.for_each(|(word, &other)| *word = with(*word, other));
    }

    /// Whether it is in relation to anybody else, either way.
    pub(super) fn concerns(&self, own: usize) -> bool {
        (0..self.structures).any(|other| other != own && (self.has(own, other) || self.has(other, own)))
    }

    /// Counts the pairs of which the first is in relation to the second, and not the other way round.
    pub(super) fn count_one_sided(&self, counts: &mut [Vec<u32>]) {
        for (own, counts) in counts.iter_mut().enumerate() {
            for (other, count) in counts.iter_mut().enumerate() {
                *count += u32::from(self.has(own, other) && !self.has(other, own));
            }
        }
    }
}
