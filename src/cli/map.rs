//! `map`: which structure is best over two numbers of the firm, and how sure that is.

use dottedline::application::{self, MapRequest, axes};
use dottedline::output::REPORT;
use dottedline::scenario::Scenario;
use dottedline::study::{Input, MAP_POINTS, MetricMap, RegimeMap, Tie};

use super::failure::Failure;
use super::format::{count, percent, wrapped};
use super::map_arguments::MapArguments;
use super::sweep::{LetterMap, listed, points_run, scenario};
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;
use super::watching::Watching;

/// Columns and rows of the letters that the terminal shows, at most.
const LETTERS: (usize, usize) = (24, 12);

/// Makes a map and says what it says.
pub(super) fn map(arguments: &MapArguments, terminal: &Terminal) -> Result<(), Failure> {
    let scenario = scenario(&arguments.file, &arguments.run, "a map compares structures", terminal)?;
    let inputs = inputs(arguments, &scenario)?;
    let keys = inputs.iter().map(|input| input.address.to_string()).collect();
    let run = points_run(&scenario, keys, arguments.trials, "map", &arguments.run.how)?;
    let request = MapRequest { run, inputs, points: arguments.points };
    let mut watching = Watching::new(arguments.run.how.max_hours, *terminal);
    let result = application::map(&request, &mut watching)?;
    let Some((map, swept, written)) = &result.found else {
        let folder = request.run.folder.display();
        let points = count(result.finished, "point is", "points are");
        return Err(Failure::Interrupted(format!("Interrupted: {points} kept in {folder}; --resume goes on.")));
    };
    let mut text = wrapped(&map.words(swept).join(" "), WIDTH);
    if let Some(first) = map.metrics.first() {
        text.push_str(&format!("\n{}", areas(map, first)));
        text.push_str(&letters(map, first).map_or_else(String::new, |letters| letters.text()));
        for rule in map.rules_in_words(first) {
            text.push_str(&format!("\n{}", wrapped(&rule, WIDTH)));
        }
    }
    let folder = written.path.display();
    let trials = count(swept.trials as usize, "trial", "trials");
    let points = count(swept.points.len(), "simulated point", "simulated points");
    text.push_str(&format!(
        "\nBetween {points} with {trials} each: an estimate, not a simulation.\nReport: {}\nResults: {folder} (map.csv, map_areas.csv)\n",
        written.path.join(REPORT).display()
    ));
    terminal.tell(&text)?;
    watching.says_took();
    Ok(())
}

/// The two axes; all that is wrong with the flags at once.
fn inputs(arguments: &MapArguments, scenario: &Scenario) -> Result<[Input; 2], Failure> {
    let found = axes(&scenario.study, [&arguments.x, &arguments.y]);
    let mut wrong: Vec<String> = found.as_ref().err().cloned().unwrap_or_default();
    let (least, most) = MAP_POINTS;
    if !(least..=most).contains(&arguments.points) || !arguments.points.is_power_of_two() {
        let power = arguments.points.clamp(least, most).next_power_of_two();
        wrong.push(format!(
            "--points is a power of two from {least} to {most}, as Sobol' points are even only then; take {power}"
        ));
    }
    let together = scenario.study.uncertainty.as_ref().map_or(1, |uncertainty| uncertainty.replications.max(1));
    if arguments.trials / together < 2 {
        wrong.push(format!(
            "--trials {}: a map needs two independent replications at each point at least, to know the noise of its points; take {} or more",
            arguments.trials,
            2 * together
        ));
    }
    match (found, wrong.is_empty()) {
        (Ok(inputs), true) => Ok(inputs),
        _ => Err(Failure::Usage(listed("a map needs two numbers of the firm:", &wrong))),
    }
}

/// Shares of area, structure by structure.
fn areas(map: &RegimeMap, metric: &MetricMap) -> String {
    let mut sheet = Sheet::of_numbers(&["share of the map", "best mean", "settled", "open", "too small"]);
    for (name, area) in map.structures.iter().zip(&metric.areas) {
        let shares = [area.area, area.clear, area.open, area.small].map(|share| percent(share, 0));
        sheet.row(&[&[name.clone()][..], &shares].concat());
    }
    sheet.text()
}

/// Letters of some of the pixels, spread evenly.
fn letters(map: &RegimeMap, metric: &MetricMap) -> Option<LetterMap> {
    let some = |middles: &[f64], most: usize| -> Vec<usize> {
        let step = middles.len().div_ceil(most).max(1);
        (step / 2..middles.len()).step_by(step).collect()
    };
    let (columns, rows) = (some(&map.grid.across, LETTERS.0), some(&map.grid.up, LETTERS.1));
    let letter = |row: usize, column: usize| {
        let pixel = metric.pixels.get(row * map.grid.across.len() + column)?.as_ref()?;
        Some((pixel.best, pixel.tie == Tie::No))
    };
    let cells = rows.iter().map(|row| columns.iter().map(|column| letter(*row, *column)).collect()).collect();
    let [across, up] = &map.grid.inputs;
    Some(LetterMap {
        keys: (across.address.to_string(), up.address.to_string()),
        columns: columns.iter().map(|place| rounded(&map.grid.across, *place)).collect(),
        rows: rows.iter().map(|place| rounded(&map.grid.up, *place)).collect(),
        cells,
        names: map.structures.clone(),
        capital: "no tie".to_owned(),
    })
}

/// The middle of a pixel with no more digits than tell it from its neighbours.
fn rounded(middles: &[f64], place: usize) -> f64 {
    let step = middles.get(1).map_or(1.0, |next| (next - middles[0]).abs());
    let digits = dottedline::numbers::two_digits(10.0 * step);
    format!("{:.digits$}", middles[place]).parse().unwrap_or(middles[place])
}
