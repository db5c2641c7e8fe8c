//! `sweep`: the structures compared at the points of a design over assumptions.

use std::path::Path;

use dottedline::application::{
    self, PointsRequest, SWEEP_TRIALS, SweepRequest, all_varied, keep_structures, points_of, varied,
};
use dottedline::output::REPORT;
use dottedline::scenario::Scenario;
use dottedline::shards::DesignTable;
use dottedline::study::{Input, Swept, SweptPoint};

use super::check::read;
use super::experiment_arguments::ExperimentArguments;
use super::failure::Failure;
use super::format::{count, plain, sized, wrapped};
use super::kernel;
use super::sweep_arguments::{DesignArguments, DesignSource, PointsArguments, SweepArguments};
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;
use super::watching::Watching;

/// Values of a line that the terminal shows, at most.
const LINE_MOST: usize = 25;
/// Columns of a map that it shows, at most.
const MAP_MOST: usize = 24;

/// The keys of a design and its points.
pub(super) type Points = (Vec<String>, Vec<(String, Vec<f64>)>);

/// Runs a sweep and says what came out.
pub(super) fn sweep(arguments: &SweepArguments, terminal: &Terminal) -> Result<(), Failure> {
    let scenario = scenario(&arguments.file, &arguments.run, "a sweep compares structures", terminal)?;
    let (keys, points) = points(&arguments.design, &scenario)?;
    let trials = arguments.trials.unwrap_or(SWEEP_TRIALS);
    let run = points_run(&scenario, keys, trials, "sweep", &arguments.run.how)?;
    let request = SweepRequest { run, points };
    let mut watching = Watching::new(arguments.run.how.max_hours, *terminal);
    let result = application::sweep(&request, &mut watching)?;
    let Some(written) = &result.written else {
        return Err(Failure::Interrupted(format!(
            "Interrupted: {} of {} are kept in {}; --resume goes on.",
            result.swept.points.len(),
            count(request.points.len(), "point", "points"),
            request.run.folder.display()
        )));
    };
    told(&result.swept, &written.path, terminal)?;
    watching.says_took();
    Ok(())
}

/// The scenario of an experiment that is of nothing without two structures.
pub(super) fn scenario(
    file: &Path,
    arguments: &PointsArguments,
    alone: &str,
    terminal: &Terminal,
) -> Result<Scenario, Failure> {
    let mut scenario = read(file, &arguments.how.settings(), terminal)?;
    if let Some(note) = keep_structures(&mut scenario.study, &arguments.structures)? {
        terminal.warn(&note.to_string());
    }
    if scenario.study.structures.len() < 2 {
        return Err(Failure::Usage(format!("{alone}, and here is only one")));
    }
    Ok(scenario)
}

/// Where and how points of these keys are run; `kind` names the folder where no other is asked for.
pub(super) fn points_run<'s>(
    scenario: &'s Scenario,
    keys: Vec<String>,
    trials: u32,
    kind: &str,
    how: &ExperimentArguments,
) -> Result<PointsRequest<'s>, Failure> {
    Ok(PointsRequest {
        scenario,
        keys,
        trials,
        folder: how.folder(&scenario.name, kind),
        earlier: how.earlier(),
        threads: how.threads,
        form: kernel::form(how.kernel.asked.as_deref())?,
    })
}

/// The points that the flags ask for.
pub(super) fn points(arguments: &DesignArguments, scenario: &Scenario) -> Result<Points, Failure> {
    let study = &scenario.study;
    match arguments.source().map_err(Failure::Usage)? {
        DesignSource::File(file) => {
            let table = DesignTable::read(&file)?;
            points_of(study, &table).map_err(|wrong| Failure::BadData(listed(&format!("{}:", file.display()), &wrong)))
        }
        DesignSource::Layout(layout) => {
            let inputs = inputs(&arguments.vary, scenario)?;
            let points = layout.points(&inputs, study.seed).map_err(|error| Failure::Usage(error.to_string()))?;
            Ok((inputs.iter().map(|input| input.address.to_string()).collect(), points))
        }
    }
}

/// What varies: what was named, or every assumption.
pub(super) fn inputs(vary: &[String], scenario: &Scenario) -> Result<Vec<Input>, Failure> {
    if vary.is_empty() {
        return Ok(all_varied(&scenario.study));
    }
    varied(&scenario.study, vary).map_err(|wrong| Failure::Usage(listed("--vary:", &wrong)))
}

/// One problem as a sentence, several as a list.
pub(super) fn listed(head: &str, wrong: &[String]) -> String {
    match wrong {
        [one] => format!("{head} {one}"),
        several => format!("{head}\n{}", several.iter().map(|one| format!("  - {one}")).collect::<Vec<_>>().join("\n")),
    }
}

/// Says what the points say, and where everything is.
pub(super) fn told(swept: &Swept, folder: &Path, terminal: &Terminal) -> Result<(), Failure> {
    let mut text = wrapped(&swept.words().join(" "), WIDTH);
    let varied: Vec<usize> = (0..swept.keys.len()).filter(|key| varies(swept, *key)).collect();
    match varied.as_slice() {
        [key] if swept.points.len() <= LINE_MOST => text.push_str(&format!("\n{}", line(swept, *key))),
        [across, up] => text.push_str(&map(swept, *across, *up).unwrap_or_default()),
        _ => {}
    }
    let trials = count(swept.trials as usize, "trial", "trials");
    let metric =
        swept.points.iter().find_map(|point| point.verdicts.first()).map_or("", |verdicts| verdicts.metric.as_str());
    text.push_str(&format!(
        "\nBy {metric}, {trials} at each point; each point is judged by itself.\nReport: {}\nResults: {} (points.csv, sweep.csv)\n",
        folder.join(REPORT).display(),
        folder.display()
    ));
    terminal.tell(&text)
}

fn varies(swept: &Swept, key: usize) -> bool {
    swept.points.iter().any(|point| point.values[key] != swept.points[0].values[key])
}

/// A row per value.
fn line(swept: &Swept, key: usize) -> String {
    let mut sheet = Sheet::of_numbers(&["value", "best mean", "ahead of", "by", "interval", ""]);
    for point in &swept.points {
        let name = |place: Option<usize>| place.map_or("-", |place| swept.structures[place].as_str()).to_owned();
        let (best, second) = (point.leader(), point.second(0));
        let lead = best.zip(second).and_then(|(best, second)| point.difference(0, best, second));
        let mean = lead.and_then(|lead| lead.mean).map_or_else(String::new, sized);
        let ends = lead.and_then(|lead| lead.simultaneous);
        let ends = ends.map_or_else(String::new, |ends| format!("{} to {}", sized(ends.low), sized(ends.high)));
        let value = point.values[key].parse().map_or_else(|_| point.values[key].clone(), plain);
        sheet.row(&[value, name(best), name(second), mean, ends, mark(point).to_owned()]);
    }
    format!("{}\n\n{}", swept.keys[key], sheet.text())
}

fn mark(point: &SweptPoint) -> &'static str {
    match point.leader() {
        None => "",
        Some(_) if point.is_clear() => "settled",
        Some(_) => "open",
    }
}

/// A letter for each point of a grid: small where the trials do not rule out all others.
fn map(swept: &Swept, across: usize, up: usize) -> Option<String> {
    let values = |key: usize| -> Option<Vec<f64>> {
        let mut all: Vec<f64> = (0..swept.points.len()).map(|point| swept.number(point, key)).collect::<Option<_>>()?;
        all.sort_by(f64::total_cmp);
        all.dedup();
        Some(all)
    };
    let (columns, rows) = (values(across)?, values(up)?);
    if columns.len() * rows.len() != swept.points.len() || columns.len() > MAP_MOST {
        return None;
    }
    let at = |x: f64, y: f64| {
        let is = |place: &usize| swept.number(*place, across) == Some(x) && swept.number(*place, up) == Some(y);
        let point = (0..swept.points.len()).find(is).map(|place| &swept.points[place]);
        point.and_then(|point| Some((point.leader()?, point.is_clear())))
    };
    let cells = rows.iter().map(|&y| columns.iter().map(|&x| at(x, y)).collect()).collect();
    let keys = (swept.keys[across].clone(), swept.keys[up].clone());
    let capital = "all others are ruled out".to_owned();
    Some(LetterMap { keys, columns, rows, cells, names: swept.structures.clone(), capital }.text())
}

/// A letter for each cell of a plane.
pub(super) struct LetterMap {
    /// What the numbers across and up are called.
    pub(super) keys: (String, String),
    /// Values across, ascending.
    pub(super) columns: Vec<f64>,
    /// Values up, ascending.
    pub(super) rows: Vec<f64>,
    /// Row by row which structure it is, and whether that is settled.
    pub(super) cells: Vec<Vec<Option<(usize, bool)>>>,
    /// The structures' names.
    pub(super) names: Vec<String>,
    /// What a capital means.
    pub(super) capital: String,
}

impl LetterMap {
    /// As lines, the highest row first.
    pub(super) fn text(&self) -> String {
        let letters = letters(&self.names);
        let letter = |cell: &Option<(usize, bool)>| match cell {
            None => '-',
            Some((place, true)) => letters[*place].to_ascii_uppercase(),
            Some((place, false)) => letters[*place],
        };
        let mut text = format!("\n{} (up) by {} (across)\n", self.keys.1, self.keys.0);
        let width = self.rows.iter().map(|value| plain(*value).len()).max().unwrap_or(0);
        for (value, cells) in self.rows.iter().zip(&self.cells).rev() {
            let cells: String = cells.iter().map(|cell| format!(" {}", letter(cell))).collect();
            text.push_str(&format!("{:>width$} |{cells}\n", plain(*value)));
        }
        let end = |value: Option<&f64>| value.map_or_else(String::new, |value| plain(*value));
        let (first, last) = (end(self.columns.first()), end(self.columns.last()));
        let room = (2 * self.columns.len()).saturating_sub(first.len() + last.len()).max(1);
        text.push_str(&format!("{:>width$}  {first}{}{last}\n", "", " ".repeat(room + 1)));
        let named: Vec<String> =
            letters.iter().zip(&self.names).map(|(letter, name)| format!("{letter} {name}")).collect();
        text.push_str(&wrapped(&format!("{}; capital: {}.", named.join(", "), self.capital), WIDTH));
        text
    }
}

/// A letter of each name that no other one has, as far as there is one.
fn letters(names: &[String]) -> Vec<char> {
    let mut taken: Vec<char> = Vec::new();
    for name in names {
        let own = name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase());
        let letter = own.chain('a'..='z').find(|letter| !taken.contains(letter)).unwrap_or('?');
        taken.push(letter);
    }
    taken
}
