//! Which column of a header says what.

use super::layout::{TableLayout, is_label, structure_column, trial_column};
use super::names::canonical;
use crate::compare::error::TableProblem;

/// The columns (places in the header) and what they say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ColumnRoles {
    pub(super) trial: Vec<usize>,
    /// None in a wide table.
    pub(super) structure: Vec<usize>,
    pub(super) block: Option<usize>,
    pub(super) by: Option<usize>,
    pub(super) last: Option<usize>,
    /// Metric and value of a long table.
    pub(super) long: Option<(usize, usize)>,
    /// The others: metrics, or structures of a wide table.
    pub(super) rest: Vec<usize>,
    /// What was taken for what because of its name.
    pub(super) notes: Vec<String>,
}

/// The column of a parameter draw in the program's own tables: trials of one draw share its assumptions.
pub(super) const PARAMETER_DRAW: &str = "parameter_draw";
/// The column of a design point in the program's own tables.
pub(super) const POINT: &str = "design_point";

impl ColumnRoles {
    /// Finds them in a header, which stands in this line.
    pub(super) fn of(header: &[String], layout: &TableLayout, line: u64) -> Result<ColumnRoles, Vec<TableProblem>> {
        let finder = Finder { header, line };
        let mut problems = finder.same_names();
        let mut notes = Vec::new();
        let several = |names: &[String], problems: &mut Vec<TableProblem>| -> Vec<usize> {
            names.iter().filter_map(|name| finder.find(name).map_err(|problem| problems.push(problem)).ok()).collect()
        };
        let one = |name: &Option<String>, problems: &mut Vec<TableProblem>| {
            several(name.as_slice(), problems).first().copied()
        };
        let (block, by, last) =
            (one(&layout.block, &mut problems), one(&layout.by, &mut problems), one(&layout.last, &mut problems));
        let long = layout.long.as_ref().map(|(metric, value)| [metric.clone(), value.clone()]);
        let long = long.and_then(|names| match several(&names, &mut problems)[..] {
            [metric, value] => Some((metric, value)),
            _ => None,
        });
        let taken: Vec<usize> = [block, by, last].into_iter().flatten().collect();
        let free = |place: &usize| !taken.contains(place);
        let mut trial = several(&layout.trial, &mut problems);
        if layout.trial.is_empty() {
            match trial_column(header).filter(free) {
                Some(place) => trial.push(place),
                None => problems.push(finder.no_trial()),
            }
        }
        let mut structure = several(&layout.structure, &mut problems);
        if layout.structure.is_empty() && layout.wide.is_none() {
            match structure_column(header).filter(|place| free(place) && !trial.contains(place)) {
                Some(place) => structure.push(place),
                None if !trial.is_empty() => problems.push(finder.no_structure(&trial)),
                None => {}
            }
        }
        for (places, what, asked) in [(&trial, "trial", &layout.trial), (&structure, "structure", &layout.structure)] {
            if let ([place], true) = (&places[..], asked.is_empty())
                && header[*place] != what
            {
                notes
                    .push(format!("Column `{}` is taken for the {what} (--{what} names another one).", header[*place]));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        // Replications of a block may count from the same number in each.
        trial.extend(block);
        let block = block.or_else(|| finder.position(PARAMETER_DRAW));
        let by = by.or_else(|| finder.position(POINT).filter(|place| free(place) && !structure.contains(place)));
        let used: Vec<usize> =
            trial.iter().chain(&structure).copied().chain([block, by, last].into_iter().flatten()).collect();
        let is_label = |place: &usize| layout.wide.is_some() && is_label(&header[*place]);
        let free = |place: &usize| !used.contains(place) && !header[*place].is_empty() && !is_label(place);
        let rest = (0..header.len()).filter(free).collect();
        Ok(ColumnRoles { trial, structure, block, by, last, long, rest, notes })
    }
}

struct Finder<'h> {
    header: &'h [String],
    line: u64,
}

impl Finder<'_> {
    fn position(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// The column of a name as it stands, else by another spelling of it.
    fn find(&self, name: &str) -> Result<usize, TableProblem> {
        let alike = || self.header.iter().position(|column| canonical(column) == canonical(name));
        self.position(name).or_else(alike).ok_or_else(|| {
            let what = format!("there is no column `{name}`; the columns are {}", self.names());
            TableProblem::at(self.line, what, "name one of them")
        })
    }

    fn names(&self) -> String {
        let shown = self.header.iter().take(20).map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
        if self.header.len() > 20 { format!("{shown} and {} more", self.header.len() - 20) } else { shown }
    }

    fn same_names(&self) -> Vec<TableProblem> {
        let named = || self.header.iter().enumerate().filter(|(_, name)| !name.is_empty());
        let before =
            |place: usize, name: &str| self.header[..place].iter().any(|other| canonical(other) == canonical(name));
        let twice = named().filter(|(place, name)| before(*place, name));
        let problem = |(_, name): (usize, &String)| {
            TableProblem::at(self.line, format!("two columns are called `{name}`"), "rename one of them")
        };
        twice.map(problem).collect()
    }

    fn no_trial(&self) -> TableProblem {
        let what = format!("there is no column `trial`; the columns are {}", self.names());
        let remedy = match self.header.first() {
            Some(first) => format!("say which column tells trials apart, such as --trial {}", quoted(first)),
            None => "a column `trial`".to_owned(),
        };
        TableProblem::at(self.line, what, remedy)
    }

    fn no_structure(&self, trial: &[usize]) -> TableProblem {
        let what = format!("there is no column `structure`; the columns are {}", self.names());
        let others: Vec<&String> =
            self.header.iter().enumerate().filter(|(place, _)| !trial.contains(place)).map(|(_, name)| name).collect();
        let wide = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let remedy = match others.first() {
            Some(first) => format!(
                "say which column names structures, such as --structure {}; or, if {wide} are the structures themselves, \
                 --wide METRIC with the name of what was measured",
                quoted(first)
            ),
            None => "a column `structure`".to_owned(),
        };
        TableProblem::at(self.line, what, remedy)
    }
}

/// A name as it can be given on a command line.
pub(super) fn quoted(name: &str) -> String {
    let plain = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'));
    if plain { name.to_owned() } else { format!("\"{name}\"") }
}
