//! Threads that claim trials and compute them, while the one that asked takes them up in order.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use rayon::prelude::*;

use super::NoThreads;
use crate::study::Findings;
use crate::study::batch::Batch;
use crate::study::observer::{Computed, Observer};

/// How often an observer is asked whether it gives up while no trial is finished.
const ASKED_EVERY: Duration = Duration::from_millis(100);

/// What a function gives for each number of a range, in order; so many threads share the work, 0 being one per core.
pub(crate) fn in_parallel<T: Send>(
    threads: usize,
    range: std::ops::Range<u32>,
    f: impl Fn(u32) -> T + Send + Sync,
) -> Result<Vec<T>, NoThreads> {
    let Workers(pool) = Workers::new(threads)?;
    Ok(pool.install(|| range.into_par_iter().map(f).collect()))
}

/// Threads, ready for batch after batch.
pub(in crate::study) struct Workers(rayon::ThreadPool);

impl Workers {
    pub(in crate::study) fn new(threads: usize) -> Result<Workers, NoThreads> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map(Workers).map_err(|error| NoThreads(error.to_string()))
    }

    pub(in crate::study) fn count(&self) -> usize {
        self.0.current_num_threads()
    }

    /// What each of some jobs comes to, in their order.
    pub(in crate::study) fn map<J: Sync, R: Send>(
        &self,
        jobs: &[J],
        compute: impl Fn(&J) -> R + Send + Sync,
    ) -> Vec<R> {
        self.0.install(|| jobs.par_iter().map(compute).collect())
    }

    /// Computes the trials, all of them or a prefix if the observer interrupts, and takes them up in order.
    pub(in crate::study) fn run<O: Observer + ?Sized>(
        &self,
        batch: &Batch<'_>,
        observer: &mut O,
        findings: &mut Findings,
    ) -> Result<(), O::Error> {
        let observer = RwLock::new(observer);
        let (next, stop) = (AtomicU32::new(batch.trials.start), AtomicBool::new(false));
        let (sender, receiver) = channel();
        self.0.in_place_scope(|scope| {
            let threads = self.count().min(batch.trials.len());
            for sender in vec![sender; threads] {
                let (next, stop, observer) = (&next, &stop, &observer);
                scope.spawn(move |_| work(batch, next, stop, observer, &sender));
            }
            let taken = take_up(batch, &receiver, &observer, findings);
            stop.store(true, Ordering::SeqCst);
            taken
        })
    }
}

/// What each thread does.
fn work<O: Observer + ?Sized>(
    batch: &Batch<'_>,
    next: &AtomicU32,
    stop: &AtomicBool,
    observer: &RwLock<&mut O>,
    sender: &Sender<(u32, Computed)>,
) {
    while !stop.load(Ordering::SeqCst) && !read(observer, |observer| observer.interrupted()) {
        let trial = next.fetch_add(1, Ordering::Relaxed);
        if trial >= batch.trials.end {
            break;
        }
        let result = batch.compute(trial);
        read(observer, |observer| observer.advanced());
        // Nobody takes them any more only after an error, which is told.
        let _ = sender.send((trial, result));
    }
}

/// Takes up trials in order as they come, until all threads are done.
fn take_up<O: Observer + ?Sized>(
    batch: &Batch<'_>,
    finished: &Receiver<(u32, Computed)>,
    observer: &RwLock<&mut O>,
    findings: &mut Findings,
) -> Result<(), O::Error> {
    let mut early = BTreeMap::new();
    let mut expected = batch.trials.start;
    loop {
        match finished.recv_timeout(ASKED_EVERY) {
            Ok((trial, result)) => drop(early.insert(trial, result)),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        while let Some(result) = early.remove(&expected) {
            write(observer, |observer| batch.take_one(expected, result, observer, findings))?;
            expected += 1;
        }
        if read(observer, |observer| observer.gives_up()) {
            write(observer, |observer| observer.abandon(findings));
        }
    }
}

fn read<O: ?Sized, T>(observer: &RwLock<&mut O>, ask: impl FnOnce(&O) -> T) -> T {
    ask(&**observer.read().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn write<O: ?Sized, T>(observer: &RwLock<&mut O>, tell: impl FnOnce(&mut O) -> T) -> T {
    tell(&mut **observer.write().unwrap_or_else(std::sync::PoisonError::into_inner))
}
