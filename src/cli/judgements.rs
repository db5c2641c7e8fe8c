//! Judgements on the terminal: verdicts, who can be the best, and what a choice risks; for `run` and `compare`.

use dottedline::compare::{Judgement, Together, confidence, risk, shared_luck, unbeaten, verdict, worth};
use dottedline::experiment::{Evidence, JudgedPair, StructureOption};
use dottedline::stats::{Interval, IntervalMethod};

use super::bars::{Bar, bars, legend};
use super::format::{count, decimal, signed, wrapped};
use super::table::{Sheet, WIDTH};
use super::terminal::Terminal;

/// Pairs without the baseline that are shown, at most; five structures have six.
const MOST_OTHER_PAIRS: usize = 6;

/// All judgements, the primary one with all that belongs to a decision.
pub(super) fn judgements(judged: &[Judgement], terminal: &Terminal) -> String {
    let Some((primary, others)) = judged.split_first() else { return String::new() };
    let mut text = String::new();
    text += &against_baseline(primary, terminal, " (decides)");
    text += &other_pairs(primary, terminal);
    text += &said(&shared_luck(primary));
    for other in others {
        text += &against_baseline(other, terminal, "");
    }
    text + &choice(primary, terminal)
}

/// What the metrics say together.
pub(super) fn metrics_together(together: &Together) -> String {
    said(&unbeaten(together)) + &said(&worth(together))
}

/// A sentence of its own below a table.
fn said(sentence: &str) -> String {
    if sentence.is_empty() { String::new() } else { wrapped(sentence, WIDTH) }
}

/// A judgement's numbers brought to a size that reads well.
struct Scale {
    factor: f64,
    unit: String,
    decimals: usize,
}

impl Scale {
    /// A scale for differences or for the numbers themselves: by the largest of them and the narrowest margin of a difference.
    fn new(judgement: &Judgement, numbers: impl Iterator<Item = f64>) -> Scale {
        let shown = &judgement.shown;
        let largest = numbers.fold(0.0, |most: f64, number| most.max(number.abs())) * shown.factor;
        let (factor, unit) = match (shown.unit, largest) {
            ("", most) if most >= 1e9 => (1e-9, "billion"),
            ("", most) if most >= 1e6 => (1e-6, "million"),
            ("", most) if most >= 1e4 => (1e-3, "thousand"),
            (unit, _) => (1.0, unit),
        };
        let factor = factor * shown.factor;
        let ends = judgement.pairs.iter().filter_map(|pair| pair.comparison.simultaneous);
        let margins = ends.map(|Interval { low, high }| (high - low) / 2.0);
        let narrowest = margins.filter(|margin| *margin > 0.0).fold(f64::INFINITY, f64::min) * factor;
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        Scale { factor, unit, decimals: decimals(narrowest) }
    }

    /// For differences between structures.
    fn of_differences(judgement: &Judgement) -> Scale {
        let means = judgement.pairs.iter().filter_map(|pair| pair.comparison.mean);
        Scale::new(judgement, means)
    }

    /// For the numbers of structures, told with the decimals of their differences.
    fn of_numbers(judgement: &Judgement) -> Scale {
        let means = judgement.options.iter().filter_map(|option| option.mean);
        Scale::new(judgement, means)
    }

    fn write(&self, number: Option<f64>) -> String {
        number.map_or("-".to_owned(), |number| decimal(number * self.factor, self.decimals))
    }

    fn difference(&self, mean: Option<f64>, interval: Option<Interval>) -> String {
        match (mean, interval) {
            (None, _) => "not defined".to_owned(),
            (Some(mean), None) => signed(mean * self.factor, self.decimals),
            (Some(mean), Some(Interval { low, high })) => {
                let [mean, low, high] = [mean, low, high].map(|number| number * self.factor);
                let (mean, low) = (signed(mean, self.decimals), decimal(low, self.decimals));
                format!("{mean} [{low}, {}]", decimal(high, self.decimals))
            }
        }
    }
}

/// So many decimals that a margin shows one digit; at most 6.
fn decimals(margin: f64) -> usize {
    let enough = |digits: &usize| margin * [1.0, 1e1, 1e2, 1e3, 1e4, 1e5][*digits] >= 0.95;
    if margin.is_finite() { (0..6).find(enough).unwrap_or(6) } else { 1 }
}

fn against_baseline(judgement: &Judgement, terminal: &Terminal, role: &str) -> String {
    let pairs: Vec<&JudgedPair> = judgement.against_baseline().collect();
    let scale = Scale::of_differences(judgement);
    let name = |pair: &JudgedPair| judgement.name(pair.comparison.first).to_owned();
    let less = if judgement.smaller_is_better { ", less is better" } else { "" };
    let (shown, unit) = (&judgement.shown.name, &scale.unit);
    let heading = format!("{shown}{unit}, against {}{less}{role}", judgement.name(judgement.baseline));
    let matters = judgement.practical.map_or("no difference is said to matter".to_owned(), |practical| {
        let matters =
            Scale { decimals: decimals(practical * scale.factor / 2.0), ..Scale { unit: String::new(), ..scale } };
        format!("{} or more matters", matters.write(Some(practical)))
    });
    let rule = format!("[{}, all pairs at once]; {matters}\n", confidence(judgement.alpha));
    let scale = Scale::of_differences(judgement);
    format!(
        "\n{}\n{}\n{}\n{}{}",
        terminal.heading(&heading),
        wrapped(&rule, WIDTH),
        table("structure", &pairs, &scale, name),
        drawn(judgement, &pairs, &scale, terminal, !role.is_empty()),
        gaps(judgement)
    )
}

/// The differences to the baseline along one axis; `explained`: with how to read them.
fn drawn(judgement: &Judgement, pairs: &[&JudgedPair], scale: &Scale, terminal: &Terminal, explained: bool) -> String {
    let times = |number: f64| number * scale.factor;
    let bar = |pair: &&JudgedPair| {
        let Interval { low, high } = pair.comparison.simultaneous?;
        Some(Bar {
            name: judgement.name(pair.comparison.first).to_owned(),
            mean: times(pair.comparison.mean?),
            interval: Interval { low: times(low), high: times(high) },
            good: !judgement.smaller_is_better,
        })
    };
    let drawable: Vec<Bar> = pairs.iter().filter_map(bar).collect();
    let drawn = bars(&drawable, judgement.practical.map(times), |number| signed(number, scale.decimals), terminal);
    if explained && !drawn.is_empty() { drawn + &legend(judgement.practical.is_some(), terminal) } else { drawn }
}

fn other_pairs(judgement: &Judgement, terminal: &Terminal) -> String {
    let others = judgement.pairs.iter().filter(|pair| pair.comparison.second != judgement.baseline);
    let pairs: Vec<&JudgedPair> = others.collect();
    if pairs.is_empty() {
        return "\n".to_owned();
    }
    if pairs.len() > MOST_OTHER_PAIRS {
        return format!("\nThe other {} pairs are in comparisons.csv (and under compare --json).\n", pairs.len());
    }
    let name = |pair: &JudgedPair| {
        format!("{} - {}", judgement.name(pair.comparison.first), judgement.name(pair.comparison.second))
    };
    let scale = Scale::of_differences(judgement);
    let heading = format!("{}{}, the other pairs", judgement.shown.name, scale.unit);
    format!("\n{}\n\n{}\n", terminal.heading(&heading), table("pair", &pairs, &scale, name))
}

/// How the intervals of skewed differences were made, and whether that is enough.
fn skewed(pairs: &[&JudgedPair]) -> String {
    let widened = |pair: &&&JudgedPair| pair.comparison.method == Some(IntervalMethod::Widened);
    let few = |pair: &JudgedPair| {
        let trials = pair.comparison.trials as f64;
        pair.comparison.skewness.is_some_and(|skewness| skewness.abs() > 0.2 * trials.sqrt())
    };
    let mut skewed = pairs.iter().filter(widened).peekable();
    if skewed.peek().is_none() {
        return String::new();
    }
    let far =
        if skewed.any(|pair| few(pair)) { " They may still be too narrow: more trials are the remedy." } else { "" };
    wrapped(&format!("Intervals of skewed differences are widened towards the long tail.{far}"), WIDTH)
}

fn table(first: &str, pairs: &[&JudgedPair], scale: &Scale, name: impl Fn(&JudgedPair) -> String) -> String {
    let mut sheet = Sheet::of_text(&[first, "difference", "better in", "verdict"]);
    for pair in pairs {
        let each = &pair.comparison;
        let share = each.share_better.map_or("-".to_owned(), |share| format!("{} %", decimal(100.0 * share, 0)));
        sheet.row(&[name(pair), scale.difference(each.mean, each.simultaneous), share, verdict(pair)]);
        if let Some(bca) = &pair.bca {
            let interval = scale.difference(Some(bca.figure), Some(bca.interval));
            sheet.row(&[String::new(), interval, String::new(), "(skewed: interval by resampling)".to_owned()]);
        }
    }
    sheet.text() + &skewed(pairs)
}

/// Says where trials do not count.
fn gaps(judgement: &Judgement) -> String {
    if judgement.left_out == 0 {
        return String::new();
    }
    let left_out = count(judgement.left_out, judgement.evidence.one(), judgement.evidence.several());
    wrapped(&format!("{left_out} left out, for {} is missing under a structure there", judgement.shown.name), WIDTH)
}

/// Who can be the best, and what choosing each structure risks.
fn choice(judgement: &Judgement, terminal: &Terminal) -> String {
    if judgement.trials == 0 || judgement.structures.len() < 2 {
        return String::new();
    }
    let scale = Scale::of_numbers(judgement);
    let heading = format!("Each structure as a choice, by {}{}", judgement.shown.name, scale.unit);
    let text = format!("\n{}\n\n{}\n", terminal.heading(&heading), standings(judgement, &scale));
    let one = judgement.evidence.one();
    let note = format!("Regret is what the best structure of each {one} has more than the chosen one.");
    text + &risks(judgement, &scale) + &said(&format!("{note} {}", risk(judgement)))
}

/// Each structure against the best of the others.
fn standings(judgement: &Judgement, scale: &Scale) -> String {
    let best = judgement.options.iter().filter(|option| option.standing.is_some_and(|standing| standing.is_best()));
    let several = best.count() > 1;
    let range = format!("ahead of the best other [{}]", confidence(judgement.alpha));
    let mut sheet = Sheet::of_numbers(&["structure", "mean", &range, "standing"]);
    for (place, option) in judgement.options.iter().enumerate() {
        let ahead = option.standing.map_or("-".to_owned(), |standing| {
            let [low, high] = [standing.low, standing.high].map(|end| scale.write(Some(end)));
            format!("{low} to {high}")
        });
        let standing = option.standing_words().unwrap_or("-");
        let standing = if several && standing == "best" { "equally best" } else { standing };
        sheet.row(&[judgement.name(place), &scale.write(option.mean), &ahead, standing]);
    }
    sheet.text()
}

/// What choosing each structure risks.
fn risks(judgement: &Judgement, scale: &Scale) -> String {
    let unit = if judgement.evidence == Evidence::Trials { "trial" } else { "world" };
    let mut sheet = Sheet::of_numbers(&[
        "\nstructure",
        &format!("best in\n{unit}s"),
        "mean\nregret",
        "worst\nregret",
        &format!("a bad {unit}\n(1 in 20)"),
        &format!("mean of\nbad {unit}s"),
    ]);
    for (place, option) in judgement.options.iter().enumerate() {
        sheet.row(&risk_row(judgement.name(place), option, scale));
    }
    sheet.text()
}

fn risk_row(name: &str, option: &StructureOption, scale: &Scale) -> [String; 6] {
    let best = option.regret.map_or("-".to_owned(), |each| format!("{} %", decimal(100.0 * each.probability_best, 0)));
    [
        name.to_owned(),
        best,
        scale.write(option.regret.map(|regret| regret.mean)),
        scale.write(option.regret.map(|regret| regret.worst)),
        scale.write(option.tail.map(|tail| tail.quantile)),
        scale.write(option.worst_mean),
    ]
}
