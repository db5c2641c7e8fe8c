//! `status`: which shards of a plan are there, and which are to be run.

use std::ops::Range;

use dottedline::studies::{Sealed, ShardFolder, StudyError, StudyPlan, Tile, gaps};
use serde_json::json;

use super::arguments::{StatusArguments, StatusForm};
use super::failure::Failure;
use super::format::{count, decimal};
use super::shard_run::shard_of;
use super::terminal::Terminal;

/// Every shard of a plan that is there, and what cannot be used.
pub(super) struct Gathered {
    /// Whole shards of this plan.
    pub(super) shards: Vec<Sealed>,
    /// What is wrong with others.
    pub(super) refused: Vec<StudyError>,
}

/// Looks at every shard in a folder, from its first byte to its last.
pub(super) fn gather(plan: &StudyPlan, folder: &ShardFolder) -> Result<Gathered, Failure> {
    let mut gathered = Gathered { shards: Vec::new(), refused: Vec::new() };
    for shard in folder.shards()? {
        match shard.and_then(|shard| belongs(plan, shard)) {
            Ok(shard) => gathered.shards.push(shard),
            // A shard that was put together with others since the folder was read.
            Err(StudyError::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => gathered.refused.push(error),
        }
    }
    Ok(gathered)
}

fn belongs(plan: &StudyPlan, shard: Sealed) -> Result<Sealed, StudyError> {
    let point = shard.header().of.point;
    let foreign = |difference: &str| StudyError::Foreign {
        path: shard.path().to_owned(),
        difference: format!("{difference}; keep the shards of each plan in a folder of its own"),
    };
    let Ok(of) = shard_of(plan, point) else { return Err(foreign("another plan: other design points")) };
    shard.check_of(&of)?;
    let beyond = shard.header().until > plan.trials;
    if beyond { Err(foreign("trials that the plan does not have")) } else { Ok(shard) }
}

/// Says what is there and what is missing.
pub(super) fn status(arguments: &StatusArguments, terminal: &Terminal) -> Result<(), Failure> {
    let plan = StudyPlan::read(&arguments.plan)?;
    let gathered = gather(&plan, &ShardFolder::at(&arguments.out))?;
    for refused in &gathered.refused {
        terminal.warn(&refused.to_string());
    }
    let tiles = plan.tiles(plan.shards);
    let missing = missing(&plan, &tiles, &gathered.shards);
    terminal.data(&match arguments.form {
        None => words(&plan, &gathered, &missing, arguments),
        Some(StatusForm::List) => missing.iter().map(|index| format!("{index}\n")).collect(),
        Some(StatusForm::Slurm | StatusForm::Hq) => line(&array(&missing)),
        Some(StatusForm::Json) => json(&plan, &gathered, &missing),
    })
}

/// Shards (indices) some of whose trials nobody has.
fn missing(plan: &StudyPlan, tiles: &[Tile], shards: &[Sealed]) -> Vec<usize> {
    let of = |point: u32| shards.iter().filter(move |shard| shard.header().of.point == point);
    let points = u32::try_from(plan.points.len()).unwrap_or(u32::MAX);
    let gaps: Vec<Vec<Range<u32>>> = (0..points)
        .map(|point| gaps(&of(point).map(|shard| shard.header().trials()).collect::<Vec<_>>(), plan.trials))
        .collect();
    let lacks = |tile: &Tile| {
        gaps[tile.point as usize].iter().any(|gap| gap.start < tile.trials.end && tile.trials.start < gap.end)
    };
    (0..tiles.len()).filter(|&index| lacks(&tiles[index])).collect()
}

/// Numbers as an array expression: 0-3,7,9-10.
fn array(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let shown = runs.map(|run| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    });
    shown.collect::<Vec<_>>().join(",")
}

fn line(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

fn words(plan: &StudyPlan, gathered: &Gathered, missing: &[usize], arguments: &StatusArguments) -> String {
    let all = plan.shards as usize;
    let done = all - missing.len();
    let share = decimal(100.0 * done as f64 / all as f64, 0);
    let refused = match gathered.refused.len() {
        0 => String::new(),
        some => format!("{} cannot be used (see above).\n", count(some, "shard", "shards")),
    };
    let there = format!("{done} of {} are there ({share} %).\n{refused}", count(all, "shard", "shards"));
    if missing.is_empty() {
        return format!(
            "{there}Put them together: dottedline merge --plan {} --out {} -o results\n",
            arguments.plan.display(),
            arguments.out.display()
        );
    }
    format!("{there}Missing: {}\n", array(missing))
}

fn json(plan: &StudyPlan, gathered: &Gathered, missing: &[usize]) -> String {
    let value = json!({
        "plan_hash": plan.plan_hash,
        "shards": plan.shards,
        "done": plan.shards as usize - missing.len(),
        "complete": missing.is_empty(),
        "missing": missing,
        "missing_array": array(missing),
        "refused": gathered.refused.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::array;

    #[test]
    fn runs_of_numbers_are_written_as_ranges() {
        assert_eq!(array(&[0, 1, 2, 3, 7, 9, 10]), "0-3,7,9-10");
        assert_eq!(array(&[]), "");
    }
}
