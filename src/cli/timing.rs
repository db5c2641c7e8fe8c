//! `run --timing`: how much was simulated, and what it took. A file of its own, as results hold no timings.

#![expect(clippy::disallowed_types, reason = "the only floor with a clock")]

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use dottedline::lanes::Form;
use dottedline::model::Study;
use dottedline::study::{RunOptions, Work};
use serde_json::{Value, json};

use super::failure::Failure;

/// Version of the file's layout; docs/performance.md describes it.
const SCHEMA: u32 = 2;

/// A moment, by the clock on the wall and by the time that the processors gave to this process.
#[derive(Clone, Copy, Debug)]
struct ClockTime {
    wall: Instant,
    cpu: Option<Duration>,
}

impl ClockTime {
    fn now() -> ClockTime {
        ClockTime { wall: Instant::now(), cpu: cpu_time() }
    }
}

/// CPU time of all threads of this process; `None` where the system does not tell.
#[cfg(unix)]
fn cpu_time() -> Option<Duration> {
    Duration::try_from(rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime)).ok()
}

#[cfg(not(unix))]
fn cpu_time() -> Option<Duration> {
    None
}

/// A timing file that is to be written.
#[derive(Debug)]
pub(super) struct Timing {
    path: PathBuf,
    file: File,
    start: ClockTime,
    simulated: Option<ClockTime>,
    concluded: Option<ClockTime>,
}

impl Timing {
    /// Makes the file now, so that a place where nothing can be written is noticed before the run and not after it.
    pub(super) fn start(path: PathBuf) -> Result<Timing, Failure> {
        let file = File::create(&path).map_err(|error| cannot_write(&path, &error))?;
        Ok(Timing { path, file, start: ClockTime::now(), simulated: None, concluded: None })
    }

    /// The last trial is taken up; what follows is comparing, concluding and writing.
    pub(super) fn simulated(&mut self) {
        self.simulated = Some(ClockTime::now());
    }

    /// All that the trials say is worked out; what follows is writing it.
    pub(super) fn concluded(&mut self) {
        self.concluded = Some(ClockTime::now());
    }

    /// Everything is written: writes the file.
    pub(super) fn finish(mut self, study: &Study, work: &Work, options: &RunOptions) -> Result<(), Failure> {
        let end = ClockTime::now();
        let simulated = self.simulated.unwrap_or(end);
        let concluded = self.concluded.unwrap_or(simulated);
        let took = Phases {
            simulating: Took::between(self.start, simulated),
            concluding: Took::between(simulated, concluded),
            writing: Took::between(concluded, end),
            whole_run: Took::between(self.start, end),
        };
        let text = described(study, work, options, &took);
        self.file.write_all(format!("{text:#}\n").as_bytes()).map_err(|error| cannot_write(&self.path, &error))
    }
}

fn cannot_write(path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::CannotWrite(format!("{}: the timing cannot be written: {error}", path.display()))
}

/// Seconds.
#[derive(Clone, Copy, Debug)]
struct Took {
    wall: f64,
    cpu: Option<f64>,
}

impl Took {
    fn between(from: ClockTime, to: ClockTime) -> Took {
        let cpu = to.cpu.zip(from.cpu).map(|(to, from)| to.saturating_sub(from).as_secs_f64());
        Took { wall: to.wall.duration_since(from.wall).as_secs_f64(), cpu }
    }

    fn described(self) -> Value {
        json!({ "wall_seconds": self.wall, "cpu_seconds": self.cpu })
    }
}

/// What the parts of a run took.
#[derive(Clone, Copy, Debug)]
struct Phases {
    simulating: Took,
    concluding: Took,
    writing: Took,
    whole_run: Took,
}

fn described(study: &Study, work: &Work, options: &RunOptions, took: &Phases) -> Value {
    let simulating = took.simulating;
    let weeks = work.customer_weeks as f64;
    let per = |seconds: f64, amount: f64| (amount > 0.0).then_some(seconds / amount);
    json!({
        "schema": SCHEMA,
        "program": concat!("dottedline ", env!("CARGO_PKG_VERSION")),
        "kernel": options.form.name(),
        "kernels_available": Form::available().iter().map(|form| form.name()).collect::<Vec<_>>(),
        "threads": options.threads_for(study.trials),
        "trials": work.trials,
        "structures": study.structures.len(),
        "customers": study.world.customers,
        "weeks": study.world.clock.weeks,
        "warmup_weeks": study.world.clock.warmup_weeks,
        "customer_weeks": work.customer_weeks,
        "slot_weeks": work.slot_weeks,
        "simulating": simulating.described(),
        "concluding": took.concluding.described(),
        "writing": took.writing.described(),
        "whole_run": took.whole_run.described(),
        "customer_weeks_per_wall_second": per(weeks, simulating.wall),
        "customer_weeks_per_cpu_second": simulating.cpu.and_then(|cpu| per(weeks, cpu)),
        "cpu_nanoseconds_per_customer_week": simulating.cpu.and_then(|cpu| per(1e9 * cpu, weeks)),
    })
}
