//! Work that is shared out among the machine's processors when the trials are over.

/// Processors of the machine, as far as threads may use them.
pub(crate) fn processors() -> usize {
    if cfg!(feature = "parallel") { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 }
}

/// What is made of each, in order, on so many threads at most; on the one that asks where none can be started.
#[cfg(feature = "parallel")]
pub(crate) fn each<T: Send, R: Send>(threads: usize, items: Vec<T>, make: impl Fn(T) -> R + Sync) -> Vec<R> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

    let threads = threads.min(items.len());
    let pool = (threads > 1).then(|| rayon::ThreadPoolBuilder::new().num_threads(threads).build());
    match pool {
        Some(Ok(pool)) => pool.install(|| items.into_par_iter().with_max_len(1).map(&make).collect()),
        _ => items.into_iter().map(make).collect(),
    }
}

/// What is made of each, in order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn each<T, R>(_threads: usize, items: Vec<T>, make: impl Fn(T) -> R) -> Vec<R> {
    items.into_iter().map(make).collect()
}
