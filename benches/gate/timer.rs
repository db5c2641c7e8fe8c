//! CPU time of this thread: what other programs on the machine do is hardly seen in it.

use std::hint::black_box;
use std::time::Duration;

/// CPU time that this thread has had.
#[cfg(unix)]
pub(crate) fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("CPU time is not negative")
}

#[cfg(not(unix))]
pub(crate) fn thread_time() -> Duration {
    panic!("the gate needs a Unix system, which tells threads their CPU time")
}

/// Seconds of CPU time that work takes, done so many times, divided by the number.
pub(crate) fn seconds<T>(times: u32, mut work: impl FnMut() -> T) -> f64 {
    let start = thread_time();
    for _ in 0..times {
        black_box(work());
    }
    (thread_time() - start).as_secs_f64() / f64::from(times)
}

/// How many times work must be done to take about so many seconds; at least once.
pub(crate) fn times_for<T>(target_seconds: f64, mut work: impl FnMut() -> T) -> u32 {
    let mut times = 1;
    loop {
        let took = seconds(times, &mut work) * f64::from(times);
        if took >= target_seconds / 4.0 || times >= 1 << 20 {
            return ((target_seconds / took * f64::from(times)) as u32).max(1);
        }
        times *= 2;
    }
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
