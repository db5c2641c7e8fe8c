//! The sample of `[uncertainty]`: firms that are drawn whole, as lines of CSV.

use crate::model::Sample;
use crate::numerals::count;
use crate::scenario::drawable::{self, Drawable};
use crate::scenario::words::number;

/// Something that is wrong with a sample.
pub(super) struct Wrong {
    pub(super) title: String,
    pub(super) remedy: String,
}

/// What to do about lines that no calibration wrote.
const AGAIN: &str = "write it again with `dottedline calibrate`";

fn wrong<T>(title: String, remedy: impl Into<String>) -> Result<T, Vec<Wrong>> {
    Err(vec![Wrong { title, remedy: remedy.into() }])
}

/// Reads a line of keys and a line per firm. `alone`: keys that are uncertain by themselves.
pub(super) fn read(text: &str, all: &[Drawable], alone: &[&String]) -> Result<Sample, Vec<Wrong>> {
    let mut lines = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let Ok(head) = lines.headers() else { return wrong("the sample has no line of keys".to_owned(), AGAIN) };
    let keys: Vec<String> = head.iter().map(str::to_owned).collect();
    let columns = columns(&keys, all, alone)?;
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for line in lines.records() {
        let firm = rows.len() + 1;
        let Ok(line) = line else {
            return wrong(format!("firm {firm} of the sample has more or fewer numbers than there are keys"), AGAIN);
        };
        let numbers: Vec<Option<f64>> = line.iter().zip(&columns).map(|(text, column)| value(text, column)).collect();
        if let Some(place) = numbers.iter().position(Option::is_none) {
            let (column, text) = (columns[place], &line[place]);
            let kind = if column.whole { "a whole number" } else { "a number" };
            let range = format!("{kind} from {} to {}", number(column.least), number(column.most));
            return wrong(format!("firm {firm} of the sample has {} = `{text}`, not {range}", column.key), AGAIN);
        }
        rows.push(numbers.into_iter().flatten().collect());
    }
    Ok(Sample { keys, rows })
}

/// What each key stands for; or all that is wrong with the keys.
fn columns<'a>(keys: &[String], all: &'a [Drawable], alone: &[&String]) -> Result<Vec<&'a Drawable>, Vec<Wrong>> {
    let column = |(place, key): (usize, &String)| {
        let Some(drawable) = all.iter().find(|drawable| drawable.key == *key) else {
            let title = format!("no number called `{key}` can be uncertain, as a key of the sample is");
            return Err(Wrong { title, remedy: drawable::remedy(key, all) });
        };
        if keys[..place].contains(key) {
            let title = format!("the sample has two columns `{key}`");
            return Err(Wrong { title, remedy: "leave one of them out".to_owned() });
        }
        if alone.contains(&key) {
            let remedy = format!("remove \"{key}\" from [uncertainty]: it is drawn with the rest of its firm");
            return Err(Wrong { title: format!("{key} is in the sample, and uncertain by itself too"), remedy });
        }
        Ok(drawable)
    };
    let (found, wrong): (Vec<_>, Vec<_>) = keys.iter().enumerate().map(column).partition(Result::is_ok);
    let wrong: Vec<Wrong> = wrong.into_iter().filter_map(Result::err).collect();
    if wrong.is_empty() { Ok(found.into_iter().flatten().collect()) } else { Err(wrong) }
}

fn value(text: &str, column: &Drawable) -> Option<f64> {
    let value = text.parse::<f64>().ok().filter(|value| (column.least..=column.most).contains(value))?;
    (!column.whole || value.fract() == 0.0).then_some(value)
}

/// Every parameter draw needs a firm of its own, and it takes two to differ.
pub(super) fn check_length(sample: Sample, trials: u32, replications: u32) -> Result<Sample, Vec<Wrong>> {
    let needed = trials.div_ceil(replications.max(1)).max(2) as usize;
    if sample.rows.len() >= needed {
        return Ok(sample);
    }
    let title = format!(
        "the sample has {}, and {} with {replications} replications each need {needed}",
        count(sample.rows.len(), "firm", "firms"),
        count(trials as usize, "trial", "trials"),
    );
    wrong(title, format!("run fewer trials, raise uncertainty.replications, or calibrate with --draws {needed}"))
}
