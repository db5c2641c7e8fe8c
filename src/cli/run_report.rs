//! What a run says on stdout when its trials are over.

use dottedline::compare::confidence;
use dottedline::model::Study;
use dottedline::output::{REPORT, Written};
use dottedline::study::{self, Findings, Finished, Stopping};

use super::comparison::comparison;
use super::format::{count, decimal, entry, grouped, listed, percent, wrapped};
use super::table::WIDTH;
use super::terminal::Terminal;

/// What was found out beside the trials' own results, in words; empty where it was not.
#[derive(Default)]
pub(super) struct Beside {
    /// What turns the answer.
    pub(super) flips: String,
    /// Which levers did it.
    pub(super) levers: String,
}

/// The comparison, why the run ended, and where the results are.
pub(super) fn report(
    study: &Study,
    finished: &Finished,
    stopping: Stopping,
    beside: &Beside,
    written: &Written,
    details: bool,
    terminal: &Terminal,
) -> String {
    let Beside { flips, levers } = beside;
    let ended = ended(study, finished, stopping);
    let comparison = comparison(study, &finished.findings, flips, details, terminal);
    let page = written.path.join(REPORT);
    let more = match details {
        true => format!(
            "Results: {}\nwhy.csv says where differences come from, datapackage.json what columns mean.",
            written.path.display()
        ),
        false => "--details prints every pair, figure and risk.".to_owned(),
    };
    format!("{comparison}{levers}{ended}\nReport: {}\n{more}\n", page.display())
}

/// Why the run ended where it did, and which doubts its intervals cover.
fn ended(study: &Study, finished: &Finished, stopping: Stopping) -> String {
    let trials = count(finished.trials_finished as usize, "trial", "trials");
    let stop = match stopping {
        Stopping::Fixed => String::new(),
        _ if finished.interrupted() => String::new(),
        _ if finished.enough => format!(
            "Stopped after {trials}: {}. Intervals do not count the looks: they are right a little less often than they say.\n",
            found(study, finished, stopping)
        ),
        _ => format!(
            "Not reached in {trials}: {}. Allow more with --max-trials{}.\n",
            stopping.words(),
            first(study, finished)
        ),
    };
    let doubt = match &study.uncertainty {
        None => "Parameter uncertainty is not included: intervals are about random inputs alone.\n".to_owned(),
        Some(uncertainty) => {
            let sampled = uncertainty.sample.as_ref().map_or(0, |sample| sample.keys.len());
            let worlds = finished.trials_finished.div_ceil(uncertainty.replications);
            format!(
                "Parameter uncertainty is included: {} in {}.\n{}\
                 Intervals are over worlds: they are about what is assumed as much as about random inputs.\n",
                count(uncertainty.parameters.len() + sampled, "parameter", "parameters"),
                count(worlds as usize, "parameter draw", "parameter draws"),
                split(&finished.findings)
            )
        }
    };
    let stop = if stop.is_empty() { stop } else { wrapped(&stop, WIDTH) };
    stop + &saved(&finished.findings) + &doubt
}

/// Says when the first interim look would have come, if it did not.
fn first(study: &Study, finished: &Finished) -> String {
    let look = study::look_trials(study);
    if finished.trials_finished < look { format!(": the first interim look comes after {look}") } else { String::new() }
}

/// What a run that stopped has found.
fn found(study: &Study, finished: &Finished, stopping: Stopping) -> String {
    let (Some(chosen), Some(primary)) = (finished.chosen, study.decision.primary()) else { return stopping.words() };
    let (name, metric) = (&study.structures[chosen].id, &primary.metric);
    let behind = "or behind it by less than matters";
    format!("by {metric}, {name} is the best, {behind} (Kim and Nelson, {})", confidence(study.decision.alpha()))
}

/// What ruling structures out on the way has saved.
fn saved(findings: &Findings) -> String {
    let trials = |structure| findings.trials_of(structure);
    let missing: u64 = findings.eliminated().map(|structure| u64::from(findings.trials() - trials(structure))).sum();
    let Some(together) = findings.eliminated().map(trials).min() else { return String::new() };
    let all = f64::from(findings.trials()) * findings.structures().len() as f64;
    let names: Vec<&str> = findings.eliminated().map(|structure| findings.structures()[structure].as_str()).collect();
    let text = format!(
        "Eliminated on the way, {} ran no further, which saved {} of {} trials of one structure ({} %). Differences are of \
         the trials that both have; regrets and chances of the {} that all have.",
        listed(&names),
        grouped(missing as f64),
        grouped(all),
        decimal(100.0 * missing as f64 / all, 0),
        count(together as usize, "trial", "trials"),
    );
    wrapped(&text, WIDTH)
}

/// By the figure that decides: in which share of worlds each structure is best, and where its spread comes from.
fn split(findings: &Findings) -> String {
    let rows = findings.assumptions();
    let primary = rows.first().map(|row| row.figure);
    let mut text = String::new();
    let indent = 4 + findings.structures().iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for row in rows.iter().filter(|row| Some(row.figure) == primary) {
        let Some(share) = row.best_share else { continue };
        let spread = row.spread.map_or_else(String::new, |spread| format!("; {}", spread.words()));
        let share = percent(share, 0);
        let said = format!("best in {share} of worlds by {}{spread}", row.figure.name);
        text += &entry(row.structure, &said, indent, WIDTH);
    }
    text
}
