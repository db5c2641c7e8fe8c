//! Who computes the trials of a batch: threads, or the one that asks.

#[cfg(feature = "parallel")]
mod threads;
#[cfg(feature = "parallel")]
pub(super) use threads::Workers;
#[cfg(feature = "parallel")]
pub(crate) use threads::in_parallel;

use thiserror::Error;

/// Why threads could not be started.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct NoThreads(String);

#[cfg(not(feature = "parallel"))]
pub(super) use alone::Workers;
#[cfg(not(feature = "parallel"))]
pub(crate) use alone::in_parallel;

#[cfg(not(feature = "parallel"))]
mod alone {
    use super::NoThreads;
    use crate::study::Findings;
    use crate::study::batch::Batch;
    use crate::study::observer::Observer;

    /// What a function gives for each number of a range, in order, on the thread that asks.
    #[expect(clippy::unnecessary_wraps, reason = "as with threads")]
    pub(crate) fn in_parallel<T>(
        _threads: usize,
        range: std::ops::Range<u32>,
        f: impl Fn(u32) -> T,
    ) -> Result<Vec<T>, NoThreads> {
        Ok(range.map(f).collect())
    }

    /// The thread that asks.
    pub(in crate::study) struct Workers;

    impl Workers {
        #[expect(clippy::unnecessary_wraps, reason = "as with threads")]
        pub(in crate::study) const fn new(_threads: usize) -> Result<Workers, NoThreads> {
            Ok(Workers)
        }

        #[expect(clippy::unused_self, reason = "as with threads")]
        pub(in crate::study) const fn count(&self) -> usize {
            1
        }

        /// What each of some jobs comes to, in their order.
        #[expect(clippy::unused_self, reason = "as with threads")]
        pub(in crate::study) fn map<J, R>(&self, jobs: &[J], compute: impl Fn(&J) -> R) -> Vec<R> {
            jobs.iter().map(compute).collect()
        }

        /// Computes the trials one by one, all of them or a prefix if the observer interrupts.
        #[expect(clippy::unused_self, reason = "as with threads")]
        pub(in crate::study) fn run<O: Observer + ?Sized>(
            &self,
            batch: &Batch<'_>,
            observer: &mut O,
            findings: &mut Findings,
        ) -> Result<(), O::Error> {
            for trial in batch.trials.clone() {
                if observer.interrupted() {
                    break;
                }
                let result = batch.compute(trial);
                observer.advanced();
                batch.take_one(trial, result, observer, findings)?;
            }
            Ok(())
        }
    }
}
