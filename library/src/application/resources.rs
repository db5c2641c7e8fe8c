//! What a study takes: memory, disk and time, estimated before it starts.

use crate::model::Study;
use crate::study::{Findings, totals_bytes};

/// Bytes for each place of a structure in a trial under way, once more for the warm-up: 19, and what all structures share.
const BYTES_PER_SLOT: f64 = 23.0;

/// Finished trials are put on the disk before they take more memory than this.
const ROWS_BYTES: f64 = 300e6;

/// Bytes on the disk for each byte of rows: in shards, and as text in `trials.csv`; measured: 1 and 2.4.
const IN_SHARDS: f64 = 1.0;
const AS_TEXT: f64 = 2.5;

/// Bytes for each row while tables are made of them: of a figure under all structures twice, and in order of size.
const BYTES_PER_ROW: f64 = 28.0;

/// Customer-weeks that a core computes in a second, at least, on machines of these years.
const CUSTOMER_WEEKS_PER_SECOND: f64 = 30e6;

/// Seconds that the organisation of a structure takes for a week, at most.
const SECONDS_PER_WEEK: f64 = 20e-6;

/// What a study takes.
#[derive(Clone, Copy, Debug)]
pub struct Resources {
    /// Bytes of memory.
    pub memory: f64,
    /// Bytes on the disk.
    pub disk: f64,
    /// Seconds, were the machine alone with it.
    pub seconds: f64,
}

impl Resources {
    /// What so many trials of a study take on so many threads.
    #[must_use]
    pub fn of(study: &Study, trials: u32, threads: usize) -> Resources {
        let threads = threads.min(trials as usize).max(1) as f64;
        let structures = study.structures.len() as f64;
        let slots = f64::from(study.world.customers) * study.world.customer.room * (structures + 1.0) * threads;
        let outcomes = structures * f64::from(study.world.clock.weeks) * 200.0 * threads * 4.0;
        let share = f64::from(trials) / f64::from(study.trials.max(1));
        let kept = Findings::expected_bytes(study) - totals_bytes(study);
        let weeks = f64::from(study.world.clock.weeks) * structures * f64::from(trials);
        let work = study.customer_weeks() * share / CUSTOMER_WEEKS_PER_SECOND + weeks * SECONDS_PER_WEEK;
        Resources {
            memory: slots * BYTES_PER_SLOT + outcomes + (kept * share).min(ROWS_BYTES) + totals_bytes(study),
            disk: (IN_SHARDS + AS_TEXT) * kept * share + 3.0 * totals_bytes(study),
            seconds: work / threads,
        }
    }

    /// What merging all trials of a study at so many design points takes.
    #[must_use]
    pub fn of_merging(study: &Study, points: usize) -> Resources {
        let (points, totals) = (points as f64, totals_bytes(study));
        let rows = study.structures.len() as f64 * f64::from(study.trials);
        let kept = Findings::expected_bytes(study) - totals;
        Resources {
            memory: BYTES_PER_ROW * rows + (points + 2.0) * totals,
            disk: points * (AS_TEXT * kept + totals),
            seconds: 0.0,
        }
    }

    /// What so many threads take that keep all trials of a study in memory and write nothing.
    #[must_use]
    pub fn of_memory_alone(study: &Study, threads: usize) -> Resources {
        let estimate = Resources::of(study, study.trials, threads);
        Resources { memory: estimate.memory + Findings::expected_bytes(study), disk: 0.0, ..estimate }
    }
}

/// Threads for which a study is estimated: those asked for, or as many as the machine has processors.
#[must_use]
pub fn threads_asked(threads: Option<usize>) -> usize {
    threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}
