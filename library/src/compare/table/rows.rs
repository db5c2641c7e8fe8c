//! The rows of a table, taken one by one: which trial and structure each is about, and its numbers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::TrialTable;
use super::column::{ParsedColumn, Read};
use super::columns::{ColumnRoles, PARAMETER_DRAW, quoted};
use super::layout::{TableLayout, is_step_name};
use super::names::{Ids, canonical, natural};
use super::unread::{Ignored, Unread};
use crate::compare::error::TableProblem;
use crate::numerals::is_missing;
use crate::study::{Frame, Replications};

/// Structures that a table can have, at most.
const MOST_STRUCTURES: usize = 64;

/// What joins the parts of a name that is made of several columns.
const JOINT: &str = " · ";

/// Names of rows that sum up trials.
const SUMMARIES: [&str; 20] = [
    "total",
    "totals",
    "sum",
    "mean",
    "means",
    "average",
    "avg",
    "median",
    "min",
    "max",
    "minimum",
    "maximum",
    "std",
    "sd",
    "stdev",
    "variance",
    "count",
    "overall",
    "gesamt",
    "mittelwert",
];

fn is_summary(name: &str) -> bool {
    let is_number = name.starts_with(|first: char| first.is_ascii_digit());
    !is_number && SUMMARIES.contains(&canonical(name).as_str())
}

/// Of structures only names that no structure has.
fn is_summary_of_structures(name: &str) -> bool {
    ["total", "totals", "sum", "mean", "average", "overall", "gesamt", "mittelwert"].contains(&canonical(name).as_str())
}

/// A name of one or several columns; `None` if a part of it is empty.
fn name<'r>(record: &'r csv::StringRecord, places: &[usize]) -> Option<Cow<'r, str>> {
    let cell = |place: &usize| record.get(*place).map(str::trim).filter(|cell| !cell.is_empty());
    if let [place] = places {
        return cell(place).map(Cow::Borrowed);
    }
    let cells: Vec<&str> = places.iter().map(cell).collect::<Option<_>>()?;
    (!cells.is_empty()).then(|| Cow::Owned(cells.join(JOINT)))
}

/// The rows of one comparison so far.
pub(super) struct Rows<'l> {
    layout: &'l TableLayout,
    columns: ColumnRoles,
    header: Vec<String>,
    trials: Ids,
    structures: Ids,
    /// Trial and structure of each row.
    keys: Vec<(usize, usize)>,
    lines: Vec<u64>,
    /// By structure and trial, one more than the row; 0: none.
    at: Vec<Vec<u32>>,
    metrics: Vec<ParsedColumn>,
    /// Where a metric of a long table stands among the metrics.
    metric_places: Ids,
    blocks: BTreeMap<usize, (String, u64)>,
    lasts: Vec<f64>,
    /// Rows that sum up others: their names.
    summaries: Vec<String>,
    problems: Vec<TableProblem>,
    /// The first row about a trial and structure that stand in another one, and how many there are.
    twice: Option<(TableProblem, usize)>,
}

impl<'l> Rows<'l> {
    pub(super) fn new(layout: &'l TableLayout, columns: ColumnRoles, header: &[String]) -> Rows<'l> {
        let metrics = match (&layout.wide, columns.long) {
            (Some(metric), _) => vec![ParsedColumn::new(metric)],
            (None, Some(_)) => Vec::new(),
            (None, None) => columns.rest.iter().map(|&place| ParsedColumn::new(&header[place])).collect(),
        };
        Rows {
            layout,
            columns,
            header: header.to_vec(),
            trials: Ids::default(),
            structures: Ids::default(),
            keys: Vec::new(),
            lines: Vec::new(),
            at: Vec::new(),
            metrics,
            metric_places: Ids::default(),
            blocks: BTreeMap::new(),
            lasts: Vec::new(),
            summaries: Vec::new(),
            problems: Vec::new(),
            twice: None,
        }
    }

    /// Whether to read on: enough problems have been found.
    pub(super) fn is_hopeless(&self) -> bool {
        self.problems.len() >= 100
    }

    /// Takes a row.
    pub(super) fn take(&mut self, record: &csv::StringRecord, line: u64) {
        let (trial, structure) = (name(record, &self.columns.trial), name(record, &self.columns.structure));
        let Some(trial) = trial else { return self.nameless(&self.columns.trial.clone(), line) };
        // A name that is known already sums up nothing.
        let sums_up = |name: &str| self.structures.expected(name).is_none() && is_summary_of_structures(name);
        if is_summary(&trial) || structure.as_deref().is_some_and(sums_up) {
            let name = if is_summary(&trial) { trial } else { structure.unwrap_or_default() };
            self.summaries.push(name.into_owned());
            return;
        }
        if self.layout.wide.is_some() {
            return self.take_wide(record, &trial, line);
        }
        let Some(structure) = structure else { return self.nameless(&self.columns.structure.clone(), line) };
        let Some(key) = self.key(record, &trial, &structure, line) else { return };
        match self.columns.long {
            Some((metric, value)) => self.take_long(record, key, (metric, value), line),
            None => self.take_tidy(record, key, line),
        }
    }

    fn nameless(&mut self, places: &[usize], line: u64) {
        let columns = places.iter().map(|&place| format!("`{}`", self.header[place])).collect::<Vec<_>>().join(" or ");
        let what = format!("the cell {columns} is empty");
        self.problems.push(TableProblem::at(line, what, "every row needs its trial and its structure"));
    }

    fn key(&mut self, record: &csv::StringRecord, trial: &str, structure: &str, line: u64) -> Option<(usize, usize)> {
        let trial = self.trials.place(trial);
        let structure = self.structures.place(structure);
        if structure == MOST_STRUCTURES {
            let what = format!("more than {MOST_STRUCTURES} structures");
            self.problems.push(TableProblem::at(line, what, "check that --structure names the column of structures"));
        }
        if structure >= MOST_STRUCTURES {
            return None;
        }
        self.take_block(record, trial, line);
        Some((trial, structure))
    }

    fn take_block(&mut self, record: &csv::StringRecord, trial: usize, line: u64) {
        let Some(place) = self.columns.block else { return };
        let block = record.get(place).unwrap_or("").trim();
        if is_missing(block) {
            return;
        }
        let (before, first) = self.blocks.entry(trial).or_insert_with(|| (canonical(block), line)).clone();
        if before != canonical(block) {
            let what = format!(
                "trial {} is of `{}` = {block} here and of {before} in line {first}",
                self.trials.names[trial], self.header[place]
            );
            self.problems.push(TableProblem::at(line, what, "a trial belongs to one block under every structure"));
        }
    }

    /// The row of a key, made if it is new.
    fn row(&mut self, key: (usize, usize), line: u64) -> usize {
        self.known(key).unwrap_or_else(|| self.new_row(key, line))
    }

    /// The row of a key, if there is one.
    fn known(&self, (trial, structure): (usize, usize)) -> Option<usize> {
        let row = self.at.get(structure)?.get(trial)?;
        row.checked_sub(1).map(|row| row as usize)
    }

    fn new_row(&mut self, key: (usize, usize), line: u64) -> usize {
        let (trial, structure) = key;
        self.keys.push(key);
        self.lines.push(line);
        self.lasts.push(f64::NEG_INFINITY);
        if self.at.len() <= structure {
            self.at.resize(structure + 1, Vec::new());
        }
        let rows = &mut self.at[structure];
        if rows.len() <= trial {
            rows.resize(trial + 1, 0);
        }
        rows[trial] = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.len() - 1
    }

    fn take_tidy(&mut self, record: &csv::StringRecord, key: (usize, usize), line: u64) {
        let known = self.known(key);
        let row = known.unwrap_or_else(|| self.new_row(key, line));
        if let Some(last) = self.columns.last {
            let cell = record.get(last).unwrap_or("").trim();
            let step: f64 = cell.parse().unwrap_or(f64::NAN);
            if !step.is_finite() {
                let what = format!("`{cell}` in column `{}` is not a number", self.header[last]);
                return self.problems.push(TableProblem::at(line, what, "--last needs a column of numbers"));
            }
            if step == self.lasts[row] {
                return self.note_twice(record, row, key, line);
            }
            if step < self.lasts[row] {
                return;
            }
            self.lasts[row] = step;
        } else if known.is_some() {
            return self.note_twice(record, row, key, line);
        }
        for (place, column) in self.columns.rest.iter().zip(&mut self.metrics) {
            column.take(row, record.get(*place).unwrap_or(""), line);
        }
    }

    fn take_long(
        &mut self,
        record: &csv::StringRecord,
        key: (usize, usize),
        (metric, value): (usize, usize),
        line: u64,
    ) {
        let name = record.get(metric).unwrap_or("").trim();
        if name.is_empty() {
            return self.nameless(&[metric], line);
        }
        let place = self.metric_places.place(name);
        if place == self.metrics.len() {
            self.metrics.push(ParsedColumn::new(name));
        }
        let row = self.row(key, line);
        if self.metrics[place].has(row) {
            let (trial, structure) = (&self.trials.names[key.0], &self.structures.names[key.1]);
            let what =
                format!("`{name}` of trial {trial} of structure `{structure}` stands in an earlier line already");
            let problem = TableProblem::at(line, what, "leave one row for each trial, structure and metric");
            return self.twice.get_or_insert((problem, 0)).1 += 1;
        }
        self.metrics[place].take(row, record.get(value).unwrap_or(""), line);
    }

    fn take_wide(&mut self, record: &csv::StringRecord, trial: &str, line: u64) {
        for place in self.columns.rest.clone() {
            let structure = self.header[place].clone();
            let Some(key) = self.key(record, trial, &structure, line) else { return };
            if let Some(row) = self.known(key) {
                let what = format!("trial {trial} stands in line {} already", self.lines[row]);
                return self.problems.push(TableProblem::at(line, what, "leave one row for each trial"));
            }
            let row = self.row(key, line);
            self.metrics[0].take(row, record.get(place).unwrap_or(""), line);
        }
    }

    fn note_twice(&mut self, record: &csv::StringRecord, row: usize, key: (usize, usize), line: u64) {
        let first = self.twice.take();
        let (problem, count) = first.unwrap_or_else(|| (self.twice(record, row, key, line), 0));
        self.twice = Some((problem, count + 1));
    }

    /// Two rows about the same trial and structure: what tells them apart, and how to say so.
    fn twice(&self, record: &csv::StringRecord, row: usize, key: (usize, usize), line: u64) -> TableProblem {
        let (trial, structure) = (&self.trials.names[key.0], &self.structures.names[key.1]);
        let what = format!("trial {trial} of structure `{structure}` stands in line {} already", self.lines[row]);
        let respelled = self.trials.respelled.as_ref().filter(|(one, _)| canonical(one) == canonical(trial));
        let spelled =
            respelled.map_or(String::new(), |(one, other)| format!(" (`{one}` and `{other}` are the same trial)"));
        let differs =
            |(place, column): &(&usize, &ParsedColumn)| column.shown(row) != record.get(**place).unwrap_or("").trim();
        let apart: Vec<(usize, &ParsedColumn)> = self
            .columns
            .rest
            .iter()
            .zip(&self.metrics)
            .filter(differs)
            .map(|(place, column)| (*place, column))
            .collect();
        let remedy = self.telling_apart(&apart);
        TableProblem::at(line, what + &spelled, remedy)
    }

    fn telling_apart(&self, apart: &[(usize, &ParsedColumn)]) -> String {
        let name = |place: usize| quoted(&self.header[place]);
        let step = apart.iter().find(|(place, _)| is_step_name(&self.header[*place]));
        if let Some((place, _)) = step {
            let name = name(*place);
            return format!(
                "column {name} tells them apart: --last {name} keeps the last one of each trial, --by {name} compares each"
            );
        }
        let text = apart.iter().find(|(_, column)| column.is_text());
        let numbers = || apart.iter().filter(|(_, column)| !column.is_text());
        match (text, numbers().count()) {
            (Some((place, _)), 0 | 1) if is_metric_name(&self.header[*place]) => {
                let value = numbers().map(|(place, _)| name(*place)).next().unwrap_or_else(|| "VALUE".to_owned());
                format!(
                    "column {} tells them apart: --long {},{value} reads a row per metric",
                    name(*place),
                    name(*place)
                )
            }
            (Some((place, _)), _) => {
                let (name, structure) = (name(*place), self.columns.structure.iter().map(|&each| name(each)));
                let both = std::iter::once(name.clone()).chain(structure).collect::<Vec<_>>().join(",");
                format!(
                    "column {name} tells them apart: --by {name} compares for each of its values, --structure {both} takes \
                     both for the structure"
                )
            }
            (None, _) => "leave one row for each trial and structure".to_owned(),
        }
    }

    /// The table that the rows make.
    pub(super) fn finish(mut self) -> Result<TrialTable, Vec<TableProblem>> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.extend(self.twice.take().map(|(mut problem, count)| {
            if count > 1 {
                problem.what += &format!(", and so do {} more rows", count - 1);
            }
            problem
        }));
        problems.extend(self.structure_problems());
        problems.extend(self.strange_trials());
        problems.extend(self.loose_trials());
        let mut notes = std::mem::take(&mut self.columns.notes);
        notes.extend(self.name_notes());
        if !problems.is_empty() {
            return Err(problems);
        }
        let order = Orders::of(&self);
        let (mut metrics, mut ignored, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for column in std::mem::take(&mut self.metrics) {
            let name = column.name.clone();
            match column.read(self.keys.len(), self.layout.decimal) {
                Read::Numbers(numbers, how) => {
                    notes.extend(how.map(|how| format!("Column `{name}` is {how}.")));
                    metrics.push((name, order.spread(&numbers, &self.keys)));
                }
                Read::Text { first } => ignored.push(Ignored { name, first }),
                Read::Wrong(problem) => unread.push(Unread { name, problem }),
            }
        }
        if metrics.is_empty() {
            return Err(no_numbers(unread, &ignored));
        }
        let blocks = order.blocks(&self.blocks);
        let evidence = match (&blocks, self.columns.block) {
            (Some(_), Some(place)) if self.header[place] == PARAMETER_DRAW => Replications::ParameterDraws,
            (Some(_), _) => Replications::Blocks,
            _ => Replications::Trials,
        };
        let table = TrialTable {
            structures: order.named_structures(&self.structures),
            trials: order.named_trials(&self.trials),
            rows: order.spread_rows(&self.keys),
            metrics,
            ignored,
            unread,
            notes,
            blocks,
            evidence,
            baseline: 0,
            eliminated: Vec::new(),
            alike: Vec::new(),
            frame: Frame::default(),
        };
        table.with_partners()
    }

    fn structure_problems(&self) -> Option<TableProblem> {
        match self.structures.names.as_slice() {
            [] => Some(TableProblem::of_table(
                "the table has no rows, so there is nothing to compare",
                "one row for each trial and structure",
            )),
            [only] => Some(TableProblem::of_table(
                format!("the table has one structure only, `{only}`, so there is nothing to compare"),
                "check that --structure names the column of structures",
            )),
            _ => None,
        }
    }

    /// Names of trials that are text where nearly all are numbers.
    fn strange_trials(&self) -> Option<TableProblem> {
        let strange: Vec<&String> = self.trials.names.iter().filter(|name| name.parse::<f64>().is_err()).collect();
        let few = 4 * strange.len() <= self.trials.len();
        let least = strange.iter().min().filter(|_| few)?;
        let others = if strange.len() > 1 { format!(" and {} more", strange.len() - 1) } else { String::new() };
        let what = format!("trial `{least}`{others} is no number where all others are: it may sum up the others");
        Some(TableProblem::of_table(what, "take such rows out, or name them like the other trials"))
    }

    /// Trials that stand in no block where others do.
    fn loose_trials(&self) -> Option<TableProblem> {
        let place = self.columns.block.filter(|_| !self.blocks.is_empty())?;
        let loose: Vec<&String> = (0..self.trials.len())
            .filter(|trial| !self.blocks.contains_key(trial))
            .map(|trial| &self.trials.names[trial])
            .collect();
        let first = loose.first()?;
        let what = format!(
            "column `{}` is empty for trial {first} ({} in all) and not for others",
            self.header[place],
            loose.len()
        );
        Some(TableProblem::of_table(what, "say the block of every trial"))
    }

    fn name_notes(&self) -> Vec<String> {
        let respelled = |ids: &Ids, what: &str| {
            let (a, b) = ids.respelled.clone()?;
            let more = if ids.respellings > 1 { format!(" ({} such rows)", ids.respellings) } else { String::new() };
            Some(format!("{what} `{a}` and `{b}` are taken for the same{more}."))
        };
        let mut notes = Vec::new();
        notes.extend(respelled(&self.trials, "Trials"));
        notes.extend(respelled(&self.structures, "Structures"));
        notes.extend(respelled(&self.metric_places, "Metrics"));
        if let Some(first) = self.summaries.iter().min() {
            let rows = self.summaries.len();
            let which = if rows == 1 { "1 row is".to_owned() } else { format!("{rows} rows are") };
            notes.push(format!("{which} left out, for a name like `{first}` sums up trials and is none."));
        }
        notes
    }
}

fn is_metric_name(name: &str) -> bool {
    ["metric", "measure", "variable", "name", "figure", "kpi", "indicator", "key", "statistic", "output"]
        .contains(&canonical(name).as_str())
}

fn no_numbers(unread: Vec<Unread>, ignored: &[Ignored]) -> Vec<TableProblem> {
    if !unread.is_empty() {
        return unread.into_iter().map(|column| column.problem).collect();
    }
    let example = ignored.iter().find_map(|column| Some((&column.name, column.first.as_ref()?)));
    let what = match example {
        Some((name, first)) => format!("the table has no column of numbers: `{name}` holds `{first}`, for one"),
        None => "the table has no column of numbers".to_owned(),
    };
    vec![TableProblem::of_table(what, "besides trial and structure, a column for each metric")]
}

/// In which order trials and structures stand in the table, whatever the order of rows was.
struct Orders {
    /// Places of trials in the table, by number.
    trials: Vec<usize>,
    structures: Vec<usize>,
}

impl Orders {
    fn of(rows: &Rows<'_>) -> Orders {
        Orders { trials: places(&rows.trials.names), structures: places(&rows.structures.names) }
    }

    fn spread(&self, numbers: &[f64], keys: &[(usize, usize)]) -> Vec<Vec<Option<f64>>> {
        let mut columns = vec![vec![None; self.trials.len()]; self.structures.len()];
        for (&(trial, structure), &number) in keys.iter().zip(numbers) {
            columns[self.structures[structure]][self.trials[trial]] = (!number.is_nan()).then_some(number);
        }
        columns
    }

    fn spread_rows(&self, keys: &[(usize, usize)]) -> Vec<Vec<bool>> {
        let mut columns = vec![vec![false; self.trials.len()]; self.structures.len()];
        for &(trial, structure) in keys {
            columns[self.structures[structure]][self.trials[trial]] = true;
        }
        columns
    }

    /// The block of each trial, numbered in the order of their names; `None` if there are none.
    fn blocks(&self, blocks: &BTreeMap<usize, (String, u64)>) -> Option<Vec<usize>> {
        let names: BTreeSet<&String> = blocks.values().map(|(name, _)| name).collect();
        let mut names: Vec<&String> = names.into_iter().collect();
        names.sort_by(|a, b| natural(a, b));
        let numbers: BTreeMap<&String, usize> = names.iter().enumerate().map(|(place, name)| (*name, place)).collect();
        let mut of_trials = vec![0; self.trials.len()];
        for (&trial, (name, _)) in blocks {
            of_trials[self.trials[trial]] = numbers[name];
        }
        (!names.is_empty()).then_some(of_trials)
    }

    fn named_trials(&self, ids: &Ids) -> Vec<String> {
        placed(&ids.names, &self.trials)
    }

    fn named_structures(&self, ids: &Ids) -> Vec<String> {
        placed(&ids.names, &self.structures)
    }
}

/// For each name its place in the natural order of all.
fn places(names: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| natural(&names[a], &names[b]));
    let mut places = vec![0; names.len()];
    for (place, name) in order.into_iter().enumerate() {
        places[name] = place;
    }
    places
}

fn placed(names: &[String], places: &[usize]) -> Vec<String> {
    let mut placed = vec![String::new(); names.len()];
    for (name, &place) in names.iter().zip(places) {
        placed[place].clone_from(name);
    }
    placed
}
