//! Work that is shared out when the trials are over.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

/// Numbers at a time in one column of all structures, up to which several threads each may hold some.
const NUMBERS_MOST: usize = 1 << 22;

/// Processors of the machine, as far as threads may use them.
pub(crate) fn processors() -> usize {
    if cfg!(feature = "parallel") { available_parallelism().map_or(1, usize::from) } else { 1 }
}

/// Threads for work on columns of so many numbers: many of long columns together take memory that one after the other does not.
pub(crate) fn threads_for_columns(threads: usize, trials: usize, structures: usize) -> usize {
    if trials.saturating_mul(structures) > NUMBERS_MOST { 1 } else { threads }
}

/// What is made of each item, in order, on so many threads, the one that asks among them; on fewer where no more can be started, and
/// on that one alone without the feature `parallel`.
///
/// Each thread takes the next item when it is done with one, and takes up nothing else while it waits. The threads of a pool do: one that
/// works something out for all and waits for a part of it may be given an item that waits for the same thing, for ever. For the same
/// reason nobody may hold a lock while it asks for this.
pub(crate) fn each<T: Send, R: Send>(threads: usize, items: Vec<T>, make: impl Fn(T) -> R + Sync) -> Vec<R> {
    let others = if cfg!(feature = "parallel") { threads.min(items.len()).saturating_sub(1) } else { 0 };
    let items = Mutex::new(items.into_iter().enumerate());
    let work = || {
        let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
        std::iter::from_fn(next).map(|(place, item)| (place, make(item))).collect::<Vec<_>>()
    };
    let mut made = scope(|scope| {
        let started = (0..others).map_while(|_| Builder::new().spawn_scoped(scope, work).ok());
        let others: Vec<_> = started.collect();
        let mut made = work();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn what_is_made_stands_in_the_order_of_the_items_on_any_number_of_threads() {
        for threads in [0, 1, 2, 5, 100] {
            let made = each(threads, (0..50_u32).collect(), |item| item * item);
            assert_eq!(made, (0..50).map(|item| item * item).collect::<Vec<_>>(), "{threads} threads");
        }
        assert_eq!(each(2, Vec::<u32>::new(), |item| item), Vec::<u32>::new());
    }

    /// A thread of a pool that waited within `each` would be given another of these eight, and wait for what it is itself about to
    /// work out: the test would never end.
    #[cfg(feature = "parallel")]
    #[test]
    fn threads_of_a_pool_may_all_want_what_one_of_them_has_worked_out_by_others() {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        use std::sync::OnceLock;

        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
        for _ in 0..200 {
            let known = OnceLock::new();
            let ask = |_: u32| known.get_or_init(|| each(2, (0..8_u32).collect(), |item| item + 1)).len();
            let asked: Vec<usize> = pool.install(|| (0..8).into_par_iter().map(ask).collect());
            assert_eq!(asked, [8; 8]);
        }
    }

    #[cfg(feature = "parallel")]
    #[test]
    fn items_are_worked_on_at_the_same_time() {
        let both = Barrier::new(2);
        // With one thread the first item would wait for ever.
        each(2, vec![(); 2], |()| both.wait());
    }
}
