//! Titles: what the trials say of a metric, in a sentence that goes no further than its intervals.

use super::numbers::{Manner, decimals_of_margin, first_upper};
use super::results::{PairRow, Results};
use crate::compare::{listed, more_of};
use crate::stats::{Interval, Verdict};

/// What is known of the structures against the baseline in a metric, in a sentence without a full stop.
pub(super) fn title(results: &Results, metric: &str, otherwise: &str) -> String {
    let manner = manner(results, metric);
    let name = &manner.name;
    if results.structures.len() < 2 {
        return otherwise.to_owned();
    }
    if let Some(best) = best(results, metric) {
        return of_best(results, metric, best);
    }
    let known = Known::of(results, metric);
    if known.judged == 0 {
        return otherwise.to_owned();
    }
    let baseline = &results.baseline().name;
    match (known.ahead.as_slice(), known.behind.as_slice()) {
        ([], []) if known.same.len() == known.judged => {
            format!("{} is practically the same under every structure", first_upper(name))
        }
        ([], []) => format!("No clear difference in {name}{}", more(&known)),
        (ahead @ [_, ..], _) => {
            let (have, names) = (if ahead.len() == 1 { "has" } else { "have" }, names(results, ahead));
            let open = if ahead.len() > 1 { "; which of them is the best is not decided" } else { "" };
            format!("{} {have} {} {name} than {baseline}{open}", first_upper(&names), known.higher)
        }
        ([], behind) => {
            let have = if behind.len() == 1 { "has" } else { "have" };
            format!("{} {have} {} {name} than {baseline}", first_upper(&names(results, behind)), known.lower)
        }
    }
}

/// The one structure that all others are ruled out against, by a metric.
pub(super) fn best(results: &Results, metric: &str) -> Option<usize> {
    let standing = |place: &usize| results.choice(*place, metric).standing == "best";
    let mut places = (0..results.structures.len()).filter(standing);
    places.next().filter(|_| places.next().is_none())
}

fn of_best(results: &Results, metric: &str, best: usize) -> String {
    let manner = manner(results, metric);
    let known = Known::of(results, metric);
    let (name, of) = (first_upper(&results.structures[best].name), &manner.name);
    let highest = if results.smaller_is_better(metric) { "lowest" } else { "highest" };
    if best == 0 {
        return match names(results, &known.behind).as_str() {
            "" => format!("{name} has the {highest} {of}"),
            behind => format!(
                "{name} has the {highest} {of}; {behind} {}",
                if known.behind.len() == 1 { "is below" } else { "are below" }
            ),
        };
    }
    let pair = results.pair(best, metric);
    match size(&manner, &pair) {
        Some(size) => {
            format!("{name} has the {highest} {of}: {size} {} than {}", known.higher, results.baseline().name)
        }
        None => format!("{name} has the {highest} {of}"),
    }
}

/// "3.3 points (3.1 to 3.4)": the size of a difference, with its interval.
pub(super) fn size(manner: &Manner, pair: &PairRow) -> Option<String> {
    let (mean, Interval { low, high }) = (pair.difference?, pair.interval?);
    let decimals = decimals_of_margin((high - low) / 2.0 * manner.factor).max(manner.least);
    let (low, high) = if mean < 0.0 { (-high, -low) } else { (low, high) };
    let [low, high] = [low, high].map(|end| super::numbers::decimal(end * manner.factor, decimals));
    Some(format!("{} ({low} to {high})", manner.amount(mean, decimals)))
}

/// How a metric is told in this run.
pub(super) fn manner(results: &Results, metric: &str) -> Manner {
    Manner::in_frame(metric, results.largest(metric), &results.frame)
}

/// The same for differences, which may need a smaller unit.
pub(super) fn manner_of_differences(results: &Results, metric: &str) -> Manner {
    let sizes = results.others().filter_map(|(place, _)| results.pair(place, metric).difference.map(f64::abs));
    Manner::in_frame(metric, sizes.fold(0.0, f64::max), &results.frame)
}

/// What is known against the baseline; places of structures.
struct Known {
    judged: usize,
    ahead: Vec<usize>,
    behind: Vec<usize>,
    same: Vec<usize>,
    more_trials: u64,
    higher: &'static str,
    lower: &'static str,
}

impl Known {
    fn of(results: &Results, metric: &str) -> Known {
        let pairs: Vec<(usize, PairRow)> =
            results.others().map(|(place, _)| (place, results.pair(place, metric))).collect();
        let with = |wanted: [Verdict; 2]| -> Vec<usize> {
            let fits = pairs.iter().filter(|(_, pair)| pair.verdict.is_some_and(|verdict| wanted.contains(&verdict)));
            fits.map(|(place, _)| *place).collect()
        };
        let open = pairs.iter().filter(|(_, pair)| pair.verdict == Some(Verdict::Unresolved));
        let (higher, lower) = if results.smaller_is_better(metric) { ("lower", "higher") } else { ("higher", "lower") };
        Known {
            judged: pairs.iter().filter(|(_, pair)| pair.verdict.is_some()).count(),
            ahead: with([Verdict::Better, Verdict::BetterSizeUnresolved]),
            behind: with([Verdict::Worse, Verdict::WorseSizeUnresolved]),
            same: with([Verdict::Equivalent, Verdict::Equivalent]),
            more_trials: open.filter_map(|(_, pair)| pair.more_trials).max().unwrap_or(0),
            higher,
            lower,
        }
    }
}

fn more(known: &Known) -> String {
    match known.more_trials {
        0 => String::new(),
        more => format!("; about {} would tell", more_of(more)),
    }
}

/// "advisory, matrixed and operational".
pub(super) fn names(results: &Results, places: &[usize]) -> String {
    let names: Vec<&str> =
        places.iter().filter_map(|&place| Some(results.structures.get(place)?.name.as_str())).collect();
    listed(&names, "and")
}

/// The structure with the largest difference to the baseline in an unjudged metric, if its own interval excludes zero.
pub(super) fn widest(results: &Results, metric: &str) -> Option<(usize, PairRow)> {
    let pairs = results.others().map(|(place, _)| (place, results.pair(place, metric)));
    let clear = pairs.filter(|(_, pair)| pair.interval.is_some_and(|ends| ends.low > 0.0 || ends.high < 0.0));
    clear.max_by(|one, other| {
        let size = |pair: &PairRow| pair.difference.unwrap_or(0.0).abs();
        size(&one.1).total_cmp(&size(&other.1))
    })
}
