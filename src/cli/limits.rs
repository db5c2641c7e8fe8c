//! Whether a study fits this machine and this week: estimated before it starts, refused if not.

use std::path::Path;

use dottedline::experiment::{Findings, totals_bytes};
use dottedline::model::Study;

use super::address_space;
use super::failure::Failure;
use super::format::{duration, memory};

/// Bytes for each customer slot of a structure in a trial under way, once more for the warm-up; measured: 16 to 17.
const BYTES_PER_SLOT: f64 = 18.0;

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
pub(super) struct Estimate {
    /// Bytes of memory.
    pub(super) memory: f64,
    /// Bytes on the disk.
    pub(super) disk: f64,
    /// Seconds, were the machine alone with it.
    pub(super) seconds: f64,
}

impl Estimate {
    /// What so many trials of a study take on so many threads.
    pub(super) fn of(study: &Study, trials: u32, threads: usize) -> Estimate {
        let threads = threads.min(trials as usize).max(1) as f64;
        let structures = study.structures.len() as f64;
        let slots = f64::from(study.world.customers) * (structures + 1.0) * threads;
        let outcomes = structures * f64::from(study.world.clock.weeks) * 200.0 * threads * 4.0;
        let share = f64::from(trials) / f64::from(study.trials.max(1));
        let kept = Findings::expected_bytes(study) - totals_bytes(study);
        let weeks = f64::from(study.world.clock.weeks) * structures * f64::from(trials);
        let work = study.customer_weeks() * share / CUSTOMER_WEEKS_PER_SECOND + weeks * SECONDS_PER_WEEK;
        Estimate {
            memory: slots * BYTES_PER_SLOT + outcomes + (kept * share).min(ROWS_BYTES) + totals_bytes(study),
            disk: (IN_SHARDS + AS_TEXT) * kept * share + 3.0 * totals_bytes(study),
            seconds: work / threads,
        }
    }

    /// What merging all trials of a study at so many design points takes.
    pub(super) fn of_merging(study: &Study, points: usize) -> Estimate {
        let (points, totals) = (points as f64, totals_bytes(study));
        let rows = study.structures.len() as f64 * f64::from(study.trials);
        let kept = Findings::expected_bytes(study) - totals;
        Estimate {
            memory: BYTES_PER_ROW * rows + (points + 2.0) * totals,
            disk: points * (AS_TEXT * kept + totals),
            seconds: 0.0,
        }
    }

    /// What so many threads take that keep all trials of a study in memory and write nothing.
    pub(super) fn of_memory_alone(study: &Study, threads: usize) -> Estimate {
        let estimate = Estimate::of(study, study.trials, threads);
        Estimate { memory: estimate.memory + Findings::expected_bytes(study), disk: 0.0, ..estimate }
    }

    /// Refuses what does not fit.
    pub(super) fn check(&self, folder: &Path, threads: usize, most_hours: f64) -> Result<(), Failure> {
        if self.seconds > most_hours * 3600.0 {
            return Err(Failure::TooMuch(format!(
                "this would take about {} on {threads} threads, and the limit is {most_hours} hours; allow more with \
                 --max-hours, or share it out with `dottedline plan`",
                duration(self.seconds)
            )));
        }
        self.check_memory(threads)?;
        self.check_disk(folder)
    }

    /// Refuses what does not fit into memory.
    pub(super) fn check_memory(&self, threads: usize) -> Result<(), Failure> {
        address_space::check_for(self.memory, threads)?;
        match free_memory().filter(|&free| free < self.memory) {
            None => Ok(()),
            Some(free) => Err(too_much_memory(self.memory, free)),
        }
    }

    fn check_disk(&self, folder: &Path) -> Result<(), Failure> {
        match free_disk(folder).filter(|&free| free < self.disk) {
            None => Ok(()),
            Some(free) => Err(Failure::TooMuch(format!(
                "this would take about {} in {}, and {} are free there; free some space or name another folder with --out",
                memory(self.disk),
                folder.display(),
                memory(free)
            ))),
        }
    }
}

fn too_much_memory(needed: f64, most: f64) -> Failure {
    Failure::TooMuch(format!(
        "this would take about {} of memory, and there is {}; use fewer --threads, or share it out with `dottedline plan`",
        memory(needed),
        memory(most)
    ))
}

/// Memory that can be had without pushing others out, in bytes: of the machine, or of the control group.
fn free_memory() -> Option<f64> {
    let free = meminfo();
    match (free, of_group()) {
        (Some(machine), Some(group)) => Some(machine.min(group)),
        (machine, group) => machine.or(group),
    }
}

fn meminfo() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(1024.0 * kilobytes)
}

/// What the control group (a container, a batch job) has left.
fn of_group() -> Option<f64> {
    let number = |file: &str| -> Option<f64> {
        std::fs::read_to_string(Path::new("/sys/fs/cgroup").join(file)).ok()?.trim().parse().ok()
    };
    Some(number("memory.max")? - number("memory.current")?)
}

/// Bytes free for us where a folder is or will be.
#[cfg(unix)]
fn free_disk(folder: &Path) -> Option<f64> {
    let there = folder.ancestors().find(|path| path.exists()).unwrap_or(Path::new("."));
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    let found = rustix::fs::statvfs(there).ok()?;
    // Some file systems tell nothing: a size of 0 blocks.
    (found.f_blocks > 0).then_some(found.f_bavail as f64 * found.f_frsize as f64)
}

#[cfg(not(unix))]
fn free_disk(_folder: &Path) -> Option<f64> {
    None
}
