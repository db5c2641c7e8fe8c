//! `status`: which shards of a plan are there, and which are to be run.

use dottedline::application::{self, PlanStatus};
use dottedline::shards::StudyPlan;
use serde_json::json;

use super::arguments::{StatusArguments, StatusForm};
use super::failure::Failure;
use super::format::{count, decimal};
use super::terminal::Terminal;

/// Says what is there and what is missing.
pub(super) fn status(arguments: &StatusArguments, terminal: &Terminal) -> Result<(), Failure> {
    let plan = StudyPlan::read(&arguments.plan)?;
    let status = application::status(&plan, &arguments.out)?;
    for refused in &status.refused {
        terminal.warn(&refused.to_string());
    }
    terminal.data(&match arguments.form {
        None => words(&plan, &status, arguments),
        Some(StatusForm::List) => status.missing.iter().map(|index| format!("{index}\n")).collect(),
        Some(StatusForm::Slurm | StatusForm::Hq) => line(&array(&status.missing)),
        Some(StatusForm::Json) => json(&plan, &status),
    })
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

fn words(plan: &StudyPlan, status: &PlanStatus, arguments: &StatusArguments) -> String {
    let PlanStatus { missing, refused } = status;
    let all = plan.shards as usize;
    let done = all - missing.len();
    let share = decimal(100.0 * done as f64 / all as f64, 0);
    let refused = match refused.len() {
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

fn json(plan: &StudyPlan, status: &PlanStatus) -> String {
    let PlanStatus { missing, refused } = status;
    let value = json!({
        "plan_hash": plan.plan_hash,
        "shards": plan.shards,
        "done": plan.shards as usize - missing.len(),
        "complete": missing.is_empty(),
        "missing": missing,
        "missing_array": array(missing),
        "refused": refused.iter().map(ToString::to_string).collect::<Vec<_>>(),
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
