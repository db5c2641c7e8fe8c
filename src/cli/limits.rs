//! Whether a study fits this machine and this week: refused before it starts if not.

use std::path::Path;

use dottedline::application::Resources;

use super::address_space;
use super::format::{duration, memory};

/// Refuses what does not fit.
pub(super) fn check(needs: &Resources, folder: &Path, threads: usize, most_hours: f64) -> Result<(), String> {
    if needs.seconds > most_hours * 3600.0 {
        return Err(format!(
            "this would take about {} on {threads} threads, and the limit is {most_hours} hours; allow more with \
             --max-hours, ask for less, or share a run or a sweep out with `dottedline plan`",
            duration(needs.seconds)
        ));
    }
    check_memory(needs, threads)?;
    check_disk(needs, folder)
}

/// Refuses what does not fit into memory.
pub(super) fn check_memory(needs: &Resources, threads: usize) -> Result<(), String> {
    address_space::check_for(needs.memory, threads)?;
    match free_memory().filter(|&free| free < needs.memory) {
        None => Ok(()),
        Some(free) => Err(too_much_memory(needs.memory, free)),
    }
}

fn check_disk(needs: &Resources, folder: &Path) -> Result<(), String> {
    match free_disk(folder).filter(|&free| free < needs.disk) {
        None => Ok(()),
        Some(free) => Err(format!(
            "this would take about {} in {}, and {} are free there; free some space or name another folder with --out",
            memory(needs.disk),
            folder.display(),
            memory(free)
        )),
    }
}

fn too_much_memory(needed: f64, most: f64) -> String {
    format!(
        "this would take about {} of memory, and there is {}; use fewer --threads, or share it out with `dottedline plan`",
        memory(needed),
        memory(most)
    )
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
