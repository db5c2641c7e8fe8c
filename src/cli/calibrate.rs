//! `calibrate`: a scenario with what was observed in, the scenario of a firm that fits out.

use std::fs;

use dottedline::application::{self, CalibrationRequest, CalibrationResult, DRAWS, Earlier, TABLE_ROWS};
use dottedline::calibration::{Estimate, Posterior, SelfCheck, conclusions};
use dottedline::scenario::Scenario;

use super::arguments::CalibrateArguments;
use super::as_is;
use super::check::read;
use super::failure::Failure;
use super::format::{count, percent, plain, wrapped};
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;
use super::watching::Watching;

/// Hours after which nobody waits for a calibration: there is no limit, as it can be interrupted.
const NO_LIMIT: f64 = f64::INFINITY;

/// Fits a scenario and says how well that went.
pub(super) fn calibrate(arguments: &CalibrateArguments, terminal: &Terminal) -> Result<(), Failure> {
    let scenario = read(&arguments.file, &[], terminal)?;
    let text = fs::read_to_string(&arguments.file).map_err(|error| Failure::unreadable(&arguments.file, &error))?;
    let request = request(arguments, &scenario, &text);
    let mut watching = Watching::new(NO_LIMIT, *terminal).counting("firms");
    let result = application::calibrate(&request, &mut watching)?;
    if let Some(rows) = result.interrupted {
        return Err(Failure::Interrupted(format!(
            "Interrupted: {} of {} are kept; --resume goes on.",
            rows,
            count(request.rows as usize, "firm", "firms")
        )));
    }
    terminal.tell(&told(&scenario, &result, terminal))?;
    let files: Vec<String> = result.written.iter().map(|file| file.display().to_string()).collect();
    let fitted = arguments.out.display();
    let took = watching.took();
    let took = if took.is_empty() { String::new() } else { format!("Took {took}. ") };
    terminal.note(&format!(
        "{took}Wrote {}\nNext: dottedline check {fitted}, then dottedline run {fitted}",
        files.join(", ")
    ));
    Ok(())
}

fn request<'a>(arguments: &CalibrateArguments, scenario: &'a Scenario, text: &'a str) -> CalibrationRequest<'a> {
    CalibrationRequest {
        scenario,
        text,
        source: arguments.file.clone(),
        file: arguments.out.clone(),
        earlier: match (arguments.force, arguments.resume) {
            (true, _) => Earlier::Replaced,
            (false, true) => Earlier::GoneOnWith,
            (false, false) => Earlier::Stay,
        },
        quick: arguments.quick,
        rows: arguments.table.unwrap_or(TABLE_ROWS),
        draws: arguments.draws.unwrap_or(DRAWS),
        self_check: arguments.self_check,
        threads: arguments.threads,
    }
}

/// What came out: short first.
fn told(scenario: &Scenario, result: &CalibrationResult, terminal: &Terminal) -> String {
    let sentences = conclusions(&result.fit, &scenario.observed);
    let mut text: String = sentences.iter().map(|sentence| wrapped(sentence, WIDTH)).collect();
    text.push_str(&terminal.heading("\nWhat was observed, and what the fitted firm implies\n\n"));
    text.push_str(&as_is::fitted(&result.fit.before, &result.fit.targets));
    if let Some(posterior) = &result.posterior {
        text.push_str(&terminal.heading("\nWhat the figures say of behaviour\n\n"));
        text.push_str(&behaviour(posterior));
    }
    if let Some(check) = &result.self_check {
        text.push_str(&terminal.heading("\nThe method tried out on firms of its own table\n\n"));
        text.push_str(&self_check(check));
    }
    text
}

/// What narrowed, and what did not.
fn behaviour(posterior: &Posterior) -> String {
    let of_behaviour = || posterior.estimates.iter().filter(|one| one.shrinkage.is_some());
    let informed: Vec<&Estimate> = of_behaviour().filter(|one| one.is_informed()).collect();
    let silent: Vec<String> =
        of_behaviour().filter(|one| !one.is_informed()).map(|one| one.address.to_string()).collect();
    let mut text = String::new();
    if !informed.is_empty() {
        let mut sheet = Sheet::of_numbers(&["parameter", "median", "95 % interval", "narrowed by"]);
        for one in informed {
            let (low, high) = one.intervals[2];
            let narrowed = one.shrinkage.map_or_else(String::new, |shrinkage| percent(shrinkage, 0));
            sheet.row(&[
                one.address.to_string(),
                plain(one.median),
                format!("{} to {}", plain(low), plain(high)),
                narrowed,
            ]);
        }
        text.push_str(&sheet.text());
        text.push('\n');
    }
    if !silent.is_empty() {
        let sentence = format!(
            "These figures do not inform {}: drawn from what is plausible (assumptions), with levels that fit: {}.",
            count(silent.len(), "parameter", "parameters"),
            silent.join(", ")
        );
        text.push_str(&wrapped(&sentence, WIDTH));
    }
    let firms = count(posterior.rows.len(), "firm", "firms");
    text.push_str(&wrapped(
        &format!(
            "The sample has {firms} that all fit: `run` draws from them, so that verdicts carry what is not known."
        ),
        WIDTH,
    ));
    text
}

/// Whether intervals hold what they say.
fn self_check(check: &SelfCheck) -> String {
    let mut sheet = Sheet::of_numbers(&["parameter", "in 50 %", "in 80 %", "in 95 %", "p of ranks"]);
    for (address, _, p, coverage) in &check.behaviour {
        let cells = coverage.iter().map(|share| percent(*share, 0));
        let row: Vec<String> =
            std::iter::once(address.to_string()).chain(cells).chain([plain((p * 1000.0).round() / 1000.0)]).collect();
        sheet.row(&row);
    }
    let said = match check.uneven() {
        0 => format!(
            "In {} of firms whose behaviour is known, ranks of the true values are as even as they should be.",
            count(check.posteriors as usize, "posterior", "posteriors")
        ),
        off => format!(
            "Of {} the ranks of the true values are not even: do not rely on their intervals; a larger --table may help.",
            count(off, "parameter", "parameters")
        ),
    };
    format!("{}\n{}", sheet.text(), wrapped(&said, WIDTH))
}
