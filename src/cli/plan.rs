//! `run --dry-run`: what would run, and what it would take.

use std::path::Path;

use dottedline::experiment::Findings;
use dottedline::model::Study;

use super::format::{count, entry, grouped, large, memory, wrapped};
use super::table::WIDTH;

/// Bytes of a customer slot in the engine, per structure and once more for the warm-up; measured: 16 to 17.
const BYTES_PER_SLOT: f64 = 18.0;

/// Where the values of the plan begin.
const INDENT: usize = 18;

/// The plan of a run, in words.
pub(super) fn plan(study: &Study, threads: usize, folder: &Path) -> String {
    let clock = study.world.clock;
    let rows = [
        ("structures", structures(study)),
        ("trials", grouped(f64::from(study.trials))),
        ("weeks", format!("{}, after {} of warm-up", grouped(f64::from(clock.weeks)), clock.warmup_weeks)),
        ("customers", grouped(f64::from(study.world.customers))),
        ("customer-weeks", large(study.customer_weeks())),
        ("threads", threads.to_string()),
        ("memory", format!("about {}", memory(expected_bytes(study, threads)))),
        ("results", results(folder)),
    ];
    let list: String = rows.iter().map(|(name, value)| entry(name, value, INDENT, WIDTH)).collect();
    let question = wrapped(&study.question, WIDTH);
    format!("Would run: {}\n{}\n{list}\nNothing was run or written.\n", study.title, question.trim_start())
}

fn structures(study: &Study) -> String {
    let names = study.structures.iter().enumerate().map(|(place, structure)| {
        if place == study.baseline { format!("{} (baseline)", structure.id) } else { structure.id.clone() }
    });
    names.collect::<Vec<_>>().join(", ")
}

fn results(folder: &Path) -> String {
    let there = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    format!("{}{}", folder.display(), if there { " (not empty: add --force to replace the results there)" } else { "" })
}

/// Memory that a run takes, about: customers of the trials under way, and what is kept of finished ones.
fn expected_bytes(study: &Study, threads: usize) -> f64 {
    let structures = study.structures.len() as f64;
    let slots = f64::from(study.world.customers) * (structures + 1.0) * threads as f64;
    slots * BYTES_PER_SLOT + Findings::expected_bytes(study)
}

/// The size of a study in a line.
pub(super) fn size(study: &Study, trials: u32) -> String {
    format!(
        "{} of {} with {}, seed {}.",
        count(trials as usize, "trial", "trials"),
        count(study.world.clock.weeks as usize, "week", "weeks"),
        count(study.world.customers as usize, "customer", "customers"),
        study.seed
    )
}
