//! `compare`: a table of trials in, verdicts out.

use std::path::{Path, PathBuf};

use dottedline::application::nearest;
use dottedline::compare::{
    Judgement, Notices, OwnResults, RulesError, TableError, TableLayout, TableQuestion, TableRequest, Together,
    TrialTable, answer, notices, own_results, to_json,
};
use serde_json::{Value, json};

use super::arguments::CompareArguments;
use super::failure::Failure;
use super::format::{count, listed, wrapped};
use super::judgements::{judgements, metrics_together};
use super::table::WIDTH;
use super::table_file::open;
use super::terminal::Terminal;

/// What a table cannot tell.
const NO_COURSE: &str = "A table of trials has no time course: dips, crossovers and break-even are not judged here.";

/// Judges the structures of a table, or of each of the tables that it is made of.
pub(super) fn compare(arguments: &CompareArguments, terminal: &Terminal) -> Result<(), Failure> {
    let file = in_folder(&arguments.file);
    let (layout, asked) = (layout(arguments), asked(arguments));
    let own = manifest_beside(&file).and_then(|manifest| own_results(&manifest));
    let tables = read(&file, &layout)?;
    let several = tables.len() > 1;
    let mut judged = Vec::new();
    for (name, table) in tables {
        let table = known(table, own.as_ref(), arguments, &layout)?;
        judged.push(Comparison::of(name, table, own.as_ref(), &asked, arguments)?);
    }
    judged.iter().for_each(|case| case.tell_notices(several, terminal));
    if arguments.json {
        let values: Vec<Value> = judged.iter().map(Comparison::json).collect();
        let value = match &values[..] {
            [one] if !several => one.clone(),
            _ => json!({ "comparisons": values }),
        };
        terminal.data(&format!("{value:#}\n"))?;
    } else {
        tell(&judged, &file, several, terminal)?;
    }
    let nothing: Vec<&str> = judged.iter().filter_map(Comparison::no_evidence).collect();
    match nothing.first() {
        Some(why) if nothing.len() == judged.len() => Err(Failure::NotDecided((*why).to_owned())),
        _ => Ok(()),
    }
}

/// A comparison and all that belongs to it.
struct Comparison {
    /// The value of the column that splits the table.
    name: Option<String>,
    table: TrialTable,
    judged: Vec<Judgement>,
    together: Together,
    notices: Notices,
    others: usize,
}

impl Comparison {
    fn of(
        name: Option<String>,
        table: TrialTable,
        own: Option<&OwnResults>,
        asked: &TableRequest,
        arguments: &CompareArguments,
    ) -> Result<Comparison, Failure> {
        let file = &arguments.file;
        let rules = asked.rules(&table, own).map_err(|error| rules_failure(&error, file))?;
        let costs = costs(&table, arguments)?;
        let noticed = if own.is_some() { Notices::default() } else { notices(&table, &rules, &asked.sized()) };
        if !noticed.wrong.is_empty() {
            return Err(wrong(file, &TableError::Wrong(noticed.wrong)));
        }
        let question = TableQuestion {
            baseline: table.baseline(),
            rules,
            seed: own.map_or(0, |own| own.seed),
            own: own.is_some(),
            in_full: arguments.json,
        };
        let judged = Judgement::of_table(&table, &question);
        let together = Together::of_table(&table, &judged, &question.rules, costs);
        let counts = |name: &&str| question.rules.criteria.iter().any(|criterion| criterion.metric == *name);
        let others = table.metrics().filter(|name| !counts(name)).count();
        Ok(Comparison { name, table, judged, together, notices: noticed, others })
    }

    /// What its reader should know before the answer.
    fn tell_notices(&self, several: bool, terminal: &Terminal) {
        let text: Vec<&str> =
            self.table.ignored().iter().filter(|each| each.first.is_some()).map(|each| each.name.as_str()).collect();
        if !text.is_empty() {
            terminal.note(&format!("Ignored, for they hold no numbers: {}.", listed(&text)));
        }
        for column in self.table.unread() {
            terminal.warn(&format!("Not read: {}", column.problem));
        }
        let of = self.name.as_ref().filter(|_| several).map_or(String::new(), |name| format!("{name}: "));
        self.table.notes().iter().for_each(|note| terminal.note(&format!("{of}{note}")));
        self.notices.told.iter().for_each(|notice| terminal.warn(&format!("{of}{notice}")));
        if self.others > 0 {
            let others = count(self.others, "other column", "other columns");
            terminal.note(&format!("Not judged: {others} of numbers; name one with --delta METRIC=VALUE to add it."));
        }
    }

    fn json(&self) -> Value {
        let mut value = to_json(&self.judged, &self.together);
        value["of"] = json!(self.name);
        value["notes"] = json!(self.table.notes());
        value["notices"] = json!(self.notices.told);
        value["ignored"] = self.table.ignored().iter().map(|column| json!(column.name)).collect();
        let unread =
            |column: &dottedline::compare::Unread| json!({ "column": column.name, "why": column.problem.to_string() });
        value["unread"] = self.table.unread().iter().map(unread).collect();
        value
    }

    fn no_evidence(&self) -> Option<&str> {
        self.judged.first()?.no_evidence.as_deref()
    }

    /// Of whom figures are, where the table is of the program's own results.
    fn firm(&self) -> String {
        let words = self.table.frame().words();
        if words.is_empty() { words } else { wrapped(&words, WIDTH) }
    }

    fn size(&self) -> String {
        let trials = count(self.table.trials(), "trial", "trials");
        format!("{trials} of {}.", count(self.table.structures().len(), "structure", "structures"))
    }
}

/// The comparisons one after the other; of several first the answers alone.
fn tell(judged: &[Comparison], file: &Path, several: bool, terminal: &Terminal) -> Result<(), Failure> {
    let mut text = format!("{}\n", terminal.heading(&file.display().to_string()));
    let name = |case: &Comparison| case.name.clone().unwrap_or_default();
    if several {
        for case in judged {
            text += &wrapped(&format!("{}: {}", name(case), answer(&case.judged)), WIDTH);
        }
    }
    for case in judged {
        if several {
            text += &format!("\n{}\n", terminal.heading(&name(case)));
        }
        text += &format!("{}\n{}\n{}", case.size(), case.firm(), wrapped(&answer(&case.judged), WIDTH));
        text += &judgements(&case.judged, terminal);
        text += &metrics_together(&case.together);
    }
    terminal.tell(&(text + &wrapped(NO_COURSE, WIDTH)))
}

/// The manifest beside a table of trials, if there is one.
fn manifest_beside(table: &Path) -> Option<Vec<u8>> {
    let is_trials = table.file_stem().is_some_and(|stem| stem == "trials");
    is_trials.then(|| std::fs::read(table.with_file_name("manifest.json")).ok())?
}

/// The table of trials of a results folder, if it is one.
fn in_folder(file: &Path) -> PathBuf {
    let trials = file.join("trials.csv");
    if trials.is_file() { trials } else { file.to_owned() }
}

fn layout(arguments: &CompareArguments) -> TableLayout {
    TableLayout {
        trial: arguments.trial.clone(),
        structure: arguments.structure.clone(),
        block: arguments.block.clone(),
        by: arguments.by.clone(),
        last: arguments.last.clone(),
        wide: arguments.wide.clone(),
        long: arguments.long.clone(),
        decimal: arguments.decimal.map(Into::into),
        eliminated: arguments.eliminated.clone(),
    }
}

fn asked(arguments: &CompareArguments) -> TableRequest {
    TableRequest {
        primary: arguments.primary.clone(),
        practical: arguments.deltas.clone(),
        smaller_is_better: arguments.smaller_is_better.clone(),
        alpha: arguments.alpha,
    }
}

fn read(file: &Path, layout: &TableLayout) -> Result<Vec<(Option<String>, TrialTable)>, Failure> {
    if file.is_dir() {
        let remedy = match file.join("trials.csv").exists() {
            true => "name the trials.csv in it",
            false => "name a table of trials; this folder has no trials.csv",
        };
        let text = format!("error: {}: this is a folder, not a table\n  remedy: {remedy}", file.display());
        return Err(Failure::Scenario(text));
    }
    TrialTable::read_all(open(file)?, layout).map_err(|error| wrong(file, &error))
}

fn wrong(file: &Path, error: &TableError) -> Failure {
    let shown = file.display();
    match error {
        TableError::System(why) => Failure::CannotWrite(format!("{shown}: {why}")),
        TableError::Wrong(problems) if problems.len() > 1 => Failure::Scenario(format!("error: {shown}:\n{error}")),
        error => Failure::Scenario(format!("error: {shown}: {error}")),
    }
}

/// The table with what is known of it beyond its rows.
fn known(
    table: TrialTable,
    own: Option<&OwnResults>,
    arguments: &CompareArguments,
    layout: &TableLayout,
) -> Result<TrialTable, Failure> {
    let find = |name: &String| {
        let names: Vec<&str> = table.structures().iter().map(String::as_str).collect();
        table.place(name).ok_or_else(|| unknown("structure", name, &names))
    };
    layout.eliminated.iter().try_for_each(|name| find(name).map(|_| ()))?;
    let baseline = arguments.baseline.as_ref().map(find).transpose()?;
    Ok(table.known_as(own, baseline, layout))
}

/// The column of costs, if one is named.
fn costs<'a>(table: &TrialTable, arguments: &'a CompareArguments) -> Result<Option<&'a str>, Failure> {
    let metrics: Vec<&str> = table.metrics().collect();
    let known = |name: &'a str| match metrics.contains(&name) {
        true => Ok(name),
        false => Err(unknown("metric", name, &metrics)),
    };
    arguments.costs.as_deref().map(known).transpose()
}

fn rules_failure(error: &RulesError, file: &Path) -> Failure {
    match error {
        RulesError::Unknown { what, name, there } => {
            unknown(what, name, &there.iter().map(String::as_str).collect::<Vec<_>>())
        }
        RulesError::NoPrimary(metrics) => {
            let names: Vec<&str> = metrics.iter().map(String::as_str).collect();
            let first = names.first().unwrap_or(&"METRIC");
            let names = listed(&names);
            Failure::Usage(format!("say which metric decides: --primary {first}\nThe table's metrics are {names}."))
        }
        RulesError::NoPractical(name) => {
            let why = "a difference below it will be called equivalent";
            Failure::Usage(format!("say which difference in {name} matters: --delta {name}=VALUE\n{why}"))
        }
        RulesError::Unreadable(problem) => wrong(file, &TableError::from(problem.clone())),
    }
}

/// A name that is not there, with the nearest one.
fn unknown(what: &str, name: &str, names: &[&str]) -> Failure {
    let guess = nearest(name, names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Failure::Usage(format!("the table has no {what} `{name}`{guess}\nThere is {}.", listed(names)))
}
