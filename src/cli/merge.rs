//! `merge`: the shards of a plan as the results of one run.

use dottedline::application::{self, MergeRequest, MergeResult, MergedRun};
use dottedline::study::{Finished, Stopping};

use super::arguments::MergeArguments;
use super::failure::Failure;
use super::format::count;
use super::report::unwritten;
use super::run_report::{Beside, report};
use super::sweep::told;
use super::table_format::wants_parquet;
use super::terminal::Terminal;
use super::watching::Watching;

/// Merges the shards of a plan into a results folder.
pub(super) fn merge(arguments: &MergeArguments, terminal: &Terminal) -> Result<(), Failure> {
    let request = MergeRequest {
        plan: arguments.plan.clone(),
        shards: arguments.out.clone(),
        folder: arguments.output.clone(),
        partial: arguments.allow_partial,
        replaces: arguments.force,
        parquet: wants_parquet(arguments.format)?,
    };
    match application::merge(&request, &mut Watching::new(f64::INFINITY, *terminal))? {
        MergeResult::WereThere { page } => {
            terminal.note(&format!("{} holds the results of this plan.", arguments.output.display()));
            page.map_err(|error| unwritten(&arguments.output, &error))
        }
        MergeResult::Design(design) => told(&design.swept, &design.written.path, terminal),
        MergeResult::Run(run) => tell(&run, arguments.details, terminal),
    }
}

fn tell(run: &MergedRun, details: bool, terminal: &Terminal) -> Result<(), Failure> {
    let MergedRun { scenario, finished, written, page } = run;
    if finished.trials_finished > 0 {
        terminal.tell(&report(
            &scenario.study,
            finished,
            Stopping::Fixed,
            &Beside::default(),
            written,
            details,
            terminal,
        ))?;
    }
    warn_of_gaps(finished, terminal);
    page.as_ref().map_or_else(|error| Err(unwritten(&written.path, error)), |_| Ok(()))
}

fn warn_of_gaps(finished: &Finished, terminal: &Terminal) {
    let (findings, asked) = (&finished.findings, finished.trials_asked);
    if findings.trials() < asked {
        let there = count(findings.trials() as usize, "trial", "trials");
        terminal.warn(&format!("These are partial results: {there} of {asked}."));
    }
    if !findings.failed().is_empty() {
        let failed = count(findings.failed().len(), "trial", "trials");
        terminal.warn(&format!("{failed} failed by a fault of the program: see failed_trials.csv."));
    }
}
