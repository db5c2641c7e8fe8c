//! Limits on address space and data (`ulimit -v`, `ulimit -d`, `h_vmem` of Grid Engine): the system then refuses memory, which
//! would end the program at once, so there has to be room before anything starts.

use std::path::Path;

use super::failure::Failure;
use super::format::memory;

/// How many arenas the GNU C library may make: reserves of memory, one for each thread that asks.
const ARENAS: &str = "MALLOC_ARENA_MAX";

/// Address space of an arena beside the first: twice 64 MiB while it is made, of which half is given back.
const ARENA_BYTES: f64 = 128.0 * MEBIBYTE;

/// A thread's stack and what guards it; measured: 2.1 MiB.
const STACK_BYTES: f64 = 3.0 * MEBIBYTE;

/// Beyond what is counted: code that is loaded later, tables while they are written, small things. Measured with a small study:
/// 5 MiB.
const BASE_BYTES: f64 = 16.0 * MEBIBYTE;

/// What any command needs at least; measured: 1 to 4 MiB.
const LEAST_BYTES: f64 = 12.0 * MEBIBYTE;

const MEBIBYTE: f64 = 1_048_576.0;

/// Under a limit, starts the program over with a single arena: 205 MiB of address space become 14 for a small study, and what
/// is needed can be foretold. Threads wait for each other a little more often when they ask for memory, which is seldom.
///
/// Where this cannot be done the program goes on as it is; there is a check for that.
pub(super) fn use_it_sparingly() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        use std::os::unix::process::CommandExt;
        if std::env::var_os(ARENAS).is_some() || left().is_none() {
            return;
        }
        let mut words = std::env::args_os();
        let mut again = std::process::Command::new("/proc/self/exe");
        if let Some(name) = words.next() {
            again.arg0(name);
        }
        let _why_not = again.args(words).env(ARENAS, "1").exec();
    }
}

/// Refuses to start where there is hardly any room.
///
/// # Errors
/// What is there.
pub(super) fn check() -> Result<(), Failure> {
    refuse_beyond(LEAST_BYTES).map_err(Failure::TooMuch)
}

/// Refuses to start what needs so many bytes of memory and so many threads, if it would not fit.
///
/// # Errors
/// What is needed, and what is there.
pub(super) fn check_for(bytes: f64, threads: usize) -> Result<(), String> {
    refuse_beyond(needed(bytes, threads, arenas()))
}

fn refuse_beyond(needed: f64) -> Result<(), String> {
    match left().filter(|&left| left < needed) {
        None => Ok(()),
        Some(left) => Err(format!(
            "this needs about {} of address space, and the limit on it (ulimit -v or -d, h_vmem) leaves {}; ask for more, use \
             fewer --threads, or share it out with `dottedline plan`",
            memory(needed),
            memory(left)
        )),
    }
}

/// Memory is never packed without gaps, so half as much again. There is a thread that waits for Ctrl-C, and one that draws
/// the progress bar.
fn needed(bytes: f64, threads: usize, arenas: usize) -> f64 {
    let threads = threads + 2;
    let arenas = arenas.saturating_sub(1).min(threads);
    1.5 * bytes + BASE_BYTES + STACK_BYTES * threads as f64 + ARENA_BYTES * arenas as f64
}

/// How many arenas there may be; without a limit the GNU C library makes eight for each core.
fn arenas() -> usize {
    let unlimited = if cfg!(target_env = "gnu") { usize::MAX } else { 1 };
    std::env::var(ARENAS).ok().and_then(|text| text.parse().ok()).unwrap_or(unlimited)
}

/// What a limit leaves, in bytes, if there is one: of two limits the narrower one.
fn left() -> Option<f64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let used = std::fs::read_to_string(Path::new("/proc/self/status")).ok()?;
    let rest = |limit, used| Some(limit? - used?);
    let space = rest(limit(&limits, "Max address space"), kilobytes(&used, "VmSize:"));
    let data = rest(limit(&limits, "Max data size"), kilobytes(&used, "VmData:"));
    [space, data].into_iter().flatten().reduce(f64::min)
}

/// A limit of a table as the system shows it; none if it is unlimited.
fn limit(limits: &str, name: &str) -> Option<f64> {
    limits.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// A figure of a process's status, in bytes.
fn kilobytes(status: &str, name: &str) -> Option<f64> {
    let figure: f64 =
        status.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()?;
    Some(1024.0 * figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: &str = "\
Limit                     Soft Limit           Hard Limit           Units     
Max data size             unlimited            unlimited            bytes     
Max address space         104857600            209715200            bytes     
";

    #[test]
    fn the_soft_limit_counts_and_unlimited_is_none() {
        assert_eq!(limit(LIMITS, "Max address space"), Some(104_857_600.0));
        assert_eq!(limit(LIMITS, "Max data size"), None);
        assert_eq!(limit(LIMITS, "Max locked memory"), None);
    }

    #[test]
    fn a_process_uses_what_its_status_says() {
        assert_eq!(kilobytes("VmPeak:\t   9 kB\nVmSize:\t  10 kB\n", "VmSize:"), Some(10_240.0));
    }

    #[test]
    fn every_arena_but_the_first_and_every_thread_needs_room() {
        let mebibytes = |bytes, threads, arenas| (needed(bytes, threads, arenas) / MEBIBYTE).round();
        assert_eq!(mebibytes(0.0, 1, 1), 16.0 + 9.0);
        assert_eq!(mebibytes(2.0 * MEBIBYTE, 8, 1), 3.0 + 16.0 + 30.0);
        assert_eq!(mebibytes(0.0, 2, 3), 16.0 + 12.0 + 256.0);
        assert_eq!(mebibytes(0.0, 2, usize::MAX), 16.0 + 12.0 + 512.0);
    }
}
