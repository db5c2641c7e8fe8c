//! The numbers of a structure in order.

/// The numbers of a structure from the worst to the best, and whose they are.
pub(super) struct Sorted {
    pub(super) numbers: Vec<f64>,
    pub(super) trials: Vec<u32>,
}

impl Sorted {
    pub(super) fn of(column: &[f64]) -> Sorted {
        let mut order: Vec<(f64, u32)> = column.iter().copied().zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (numbers, trials) = order.into_iter().unzip();
        Sorted { numbers, trials }
    }
}
