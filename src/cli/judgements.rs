//! Judgements on the terminal: verdicts, who can be the best, and what a choice risks; for `run` and `compare`.

use dottedline::compare::{
    Judgement, SegmentJudgement, Together, common_random_numbers, confidence, decimals, risk, unbeaten, verdict, worth,
};
use dottedline::numbers::{decimals_of, decimals_to_see, of_money};
use dottedline::stats::{Interval, IntervalMethod};
use dottedline::study::{JudgedPair, Replications, StructureOption};

use super::bars::{Bar, bars, legend};
use super::format::{count, decimal, listed, percent, signed, wrapped};
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
    text += &said(&common_random_numbers(primary));
    for other in others {
        text += &against_baseline(other, terminal, "");
    }
    text + &choice(primary, terminal)
}

/// Differences to the baseline in each segment of customers, metric by metric.
pub(super) fn in_segments(segments: &[SegmentJudgement], terminal: &Terminal) -> String {
    let metrics = segments.iter().map(|one| one.judged.len()).min().unwrap_or(0);
    (0..metrics).map(|place| in_each_segment(segments, place, terminal)).collect()
}

/// The same in one metric (its place among those that are judged).
fn in_each_segment(segments: &[SegmentJudgement], place: usize, terminal: &Terminal) -> String {
    let Some(first) = segments.first().map(|one| &one.judged[place]) else { return String::new() };
    let scale = Scale::of_differences(first);
    let heading = format!("{}{}, against {}, by segment", first.shown.name, scale.unit, first.name(first.baseline));
    let sure = confidence(rounded_alpha(first.alpha * segments.len() as f64));
    let rule = format!("[{sure}, all pairs in all segments at once]; {}\n", matters(first, &scale));
    let mut text = format!("\n{}\n{}", terminal.heading(&heading), wrapped(&rule, WIDTH));
    for one in segments {
        let judgement = &one.judged[place];
        let pairs: Vec<&JudgedPair> = judgement.against_baseline().collect();
        let name = |pair: &JudgedPair| judgement.name(pair.comparison.first).to_owned();
        text +=
            &format!("\n{}{}", table(&one.segment, &pairs, &Scale::of_differences(judgement), name), gaps(judgement));
    }
    text
}

/// Without the dust of sharing it out.
fn rounded_alpha(alpha: f64) -> f64 {
    (alpha * 1e9).round() / 1e9
}

/// Which difference matters.
fn matters(judgement: &Judgement, scale: &Scale) -> String {
    judgement.practical.map_or("no difference is said to matter".to_owned(), |practical| {
        let practical = practical * scale.factor;
        format!("{} or more matters", decimal(practical, decimals_of(practical)))
    })
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
    /// Of the largest number, as it is shown.
    size: f64,
}

impl Scale {
    /// A scale for differences or for the numbers themselves: by the largest of them and the narrowest margin of a difference.
    fn new(judgement: &Judgement, numbers: impl Iterator<Item = f64>) -> Scale {
        let shown = &judgement.shown;
        let largest = numbers.fold(0.0, |most: f64, number| most.max(number.abs())) * shown.factor;
        let (factor, unit) = if shown.unit.is_empty() { of_money(largest) } else { (1.0, shown.unit) };
        let largest = largest * factor;
        let factor = factor * shown.factor;
        let unit = shown.with_currency(unit);
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        Scale { factor, unit, decimals: decimals(judgement, factor), size: largest }
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
        let number = number.map(|number| number * self.factor).filter(|number| number.is_finite());
        number.map_or("-".to_owned(), |number| self.plain(number))
    }

    /// A number that is multiplied already; never zero unless it is.
    fn plain(&self, number: f64) -> String {
        decimal(number, self.places(number))
    }

    fn signed(&self, number: f64) -> String {
        signed(number, self.places(number))
    }

    fn places(&self, number: f64) -> usize {
        decimals_to_see(number, self.decimals, self.size)
    }

    fn difference(&self, mean: Option<f64>, interval: Option<Interval>) -> String {
        match (mean, interval) {
            (None, _) => "not defined".to_owned(),
            (Some(mean), None) => self.signed(mean * self.factor),
            (Some(mean), Some(Interval { low, high })) => {
                let [mean, low, high] = [mean, low, high].map(|number| number * self.factor);
                format!("{} [{}, {}]", self.signed(mean), self.plain(low), self.plain(high))
            }
        }
    }
}

fn against_baseline(judgement: &Judgement, terminal: &Terminal, role: &str) -> String {
    let pairs: Vec<&JudgedPair> = judgement.against_baseline().collect();
    let scale = Scale::of_differences(judgement);
    let name = |pair: &JudgedPair| judgement.name(pair.comparison.first).to_owned();
    let less = if judgement.smaller_is_better { ", less is better" } else { "" };
    let (shown, unit) = (&judgement.shown.name, &scale.unit);
    let heading = format!("{shown}{unit}, against {}{less}{role}", judgement.name(judgement.baseline));
    let matters = matters(judgement, &scale);
    let sure = pairs.iter().any(|pair| pair.comparison.simultaneous.is_some());
    let sure = if sure { format!("[{}, all pairs at once]; ", confidence(judgement.alpha)) } else { String::new() };
    let rule = format!("{sure}{matters}\n");
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
    let drawn = bars(&drawable, judgement.practical.map(times), |number| scale.signed(number), terminal);
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
    let trials = || pairs.iter().map(|pair| pair.comparison.trials);
    let differ = trials().min() != trials().max();
    let row = |name: String, difference: String, share: String, trials: String, verdict: String| {
        let mut row = vec![name, difference, share];
        row.extend(differ.then_some(trials));
        row.push(verdict);
        row
    };
    let mut headings = vec![first, "difference", "better in"];
    headings.extend(differ.then_some("n"));
    headings.push("verdict");
    let mut sheet = Sheet::of_text(&headings);
    for pair in pairs {
        let each = &pair.comparison;
        let share = each.share_better.map_or("-".to_owned(), |share| percent(share, 0));
        let difference = scale.difference(each.mean, each.simultaneous);
        sheet.row(&row(name(pair), difference, share, each.trials.to_string(), verdict(pair)));
        if let Some(bca) = &pair.bca {
            let interval = scale.difference(Some(bca.figure), Some(bca.interval));
            let how = "(skewed: interval by resampling)".to_owned();
            sheet.row(&row(String::new(), interval, String::new(), String::new(), how));
        }
    }
    sheet.text() + &skewed(pairs)
}

/// Says where numbers are missing.
fn gaps(judgement: &Judgement) -> String {
    let missing = judgement.missing.iter().enumerate().filter(|(_, missing)| **missing > 0);
    let said: Vec<String> = missing.map(|(place, missing)| format!("{missing} of {}", judgement.name(place))).collect();
    if said.is_empty() {
        return String::new();
    }
    let said = listed(&said.iter().map(String::as_str).collect::<Vec<_>>());
    let name = &judgement.shown.name;
    wrapped(&format!("Trials without {name}: {said}. Each pair is compared in the trials that both have."), WIDTH)
}

/// Who can be the best, and what choosing each structure risks.
fn choice(judgement: &Judgement, terminal: &Terminal) -> String {
    if judgement.trials == 0 || judgement.structures.len() < 2 {
        return String::new();
    }
    let scale = Scale::of_numbers(judgement);
    if judgement.no_evidence.is_some() {
        return levels(judgement, &scale, terminal);
    }
    let heading = format!("Each structure as a choice, by {}{}", judgement.shown.name, scale.unit);
    let text = format!("\n{}\n\n{}\n", terminal.heading(&heading), standings(judgement, &scale));
    let one = judgement.evidence.one();
    let note = format!("Regret is what the best structure of each {one} has more than the chosen one.");
    text + &risks(judgement, &scale) + &said(&format!("{note} {}", risk(judgement))) + &said(&together(judgement))
}

/// The means alone, where nothing says how sure they are.
fn levels(judgement: &Judgement, scale: &Scale, terminal: &Terminal) -> String {
    let mut sheet = Sheet::of_numbers(&["structure", "mean"]);
    for (place, option) in judgement.options.iter().enumerate() {
        sheet.row(&[judgement.name(place), &scale.write(option.mean)]);
    }
    let heading = format!("Each structure, by {}{}", judgement.shown.name, scale.unit);
    format!("\n{}\n\n{}\n", terminal.heading(&heading), sheet.text())
}

/// Of which trials means and risks are, where structures have different ones.
fn together(judgement: &Judgement) -> String {
    if judgement.missing.iter().all(|&missing| missing == 0) {
        return String::new();
    }
    let names = judgement.together.iter().map(|&each| judgement.name(each)).collect::<Vec<_>>();
    let all = names.len() == judgement.structures.len();
    let whose = if all { "all structures have".to_owned() } else { format!("{} have", listed(&names)) };
    let trials = count(judgement.trials_of_all, judgement.evidence.one(), judgement.evidence.several());
    format!("Means are of all trials that a structure has; regret and chances of the {trials} that {whose}.")
}

/// Each structure against the best of the others.
fn standings(judgement: &Judgement, scale: &Scale) -> String {
    let best = judgement.options.iter().filter(|option| option.standing.is_some_and(|standing| standing.is_best()));
    let several = best.count() > 1;
    let known = judgement.pairs.iter().any(|pair| pair.comparison.simultaneous.is_some());
    let sure = if known { format!("[{}]", confidence(judgement.alpha)) } else { String::new() };
    let range = format!("ahead of the best other\n{sure}");
    let mut sheet = Sheet::of_numbers(&["\nstructure", "\nmean", &range, "\nstanding"]);
    for (place, option) in judgement.options.iter().enumerate() {
        let known = option.standing.filter(|standing| standing.low.is_finite() && standing.high.is_finite());
        let ahead = known.map_or("-".to_owned(), |standing| {
            let [low, high] = [standing.low, standing.high].map(|end| scale.write(Some(end)));
            format!("{low} to {high}")
        });
        let near =
            |practical: f64| option.standing.is_some_and(|each| !each.possible_best && each.is_within(practical));
        let standing = match option.standing_words() {
            Some("ruled out") if judgement.practical.is_some_and(near) => "practically as good",
            words => words.unwrap_or("not judged"),
        };
        let standing = if several && standing == "best" { "equally best" } else { standing };
        sheet.row(&[judgement.name(place), &scale.write(option.mean), &ahead, standing]);
    }
    sheet.text()
}

/// What choosing each structure risks.
fn risks(judgement: &Judgement, scale: &Scale) -> String {
    let unit = if judgement.evidence == Replications::Trials { "trial" } else { "world" };
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
    let best = option.regret.map_or("-".to_owned(), |each| percent(each.probability_best, 0));
    [
        name.to_owned(),
        best,
        scale.write(option.regret.map(|regret| regret.mean)),
        scale.write(option.regret.map(|regret| regret.worst)),
        scale.write(option.tail.map(|tail| tail.quantile)),
        scale.write(option.worst_mean),
    ]
}
