//! How sure: differences with their intervals, who can be the best, single trials, chances and regret.

use super::super::charts::bars::{Bar, BarGrid, grid};
use super::super::charts::distribution::{Spread, spreads};
use super::super::charts::intervals::{IntervalPanel, IntervalRow, panels};
use super::super::charts::lines::{Across, Lines, Look, Series, lines};
use super::super::exhibit::{Exhibit, ExhibitNumbers, HALF, NumberCell};
use super::super::numbers::{Manner, decimal, first_upper, percent, plain, signed};
use super::super::results::{ChoiceRow, PairRow, Results, Week};
use super::super::titles::{self, manner, manner_of_differences};
use super::answer::named;
use super::decimals;
use crate::compare::{confidence, more_of, verdict_words};
use crate::stats::{Interval, Verdict};

/// All figures of the section; none with one structure, for there is nothing to compare.
pub(in crate::report) fn figures(results: &Results) -> Vec<Exhibit> {
    if results.structures.len() < 2 {
        return Vec::new();
    }
    let mut figures =
        vec![forest(results), best(results), distribution(results), probability(results), regret(results)];
    figures.extend([worth(results), assumptions(results)].into_iter().flatten());
    figures
}

fn forest(results: &Results) -> Exhibit {
    let shown: Vec<&str> = results.told_criteria().collect();
    let all: Vec<IntervalPanel> = shown.iter().map(|metric| forest_panel(results, metric)).collect();
    let mut numbers = ExhibitNumbers::new(&[
        ("figure", "metric"),
        ("structure", "structure"),
        ("against", "other"),
        ("difference", "difference"),
        ("from", "simultaneous_low"),
        ("to", "simultaneous_high"),
        ("verdict", "verdict"),
    ]);
    for metric in results.criteria() {
        pair_rows(results, metric, &mut numbers);
    }
    numbers.remark = "All pairs in all figures stand in comparisons.csv.".to_owned();
    let alpha = 1.0 - results.study.decision.confidence;
    let note = format!(
        "Each structure minus {}, in the same trials. Dot: mean; line: interval that holds for all pairs at once ({} for the \
         figure that decides, the others share as much again). Shaded: differences too small to matter. A hollow dot says that \
         the interval includes zero.",
        results.baseline().name,
        confidence((alpha * 1e9).round() / 1e9)
    );
    Exhibit::across("differences", forest_title(results), &note, |width| panels(&all, width), numbers)
}

fn pair_rows(results: &Results, metric: &str, numbers: &mut ExhibitNumbers) {
    let unit = manner_of_differences(results, metric);
    let digits = decimals(&unit, results.pairs(metric).map(|(_, _, pair)| pair.interval));
    let primary = metric == results.primary();
    let told = |other: &str| primary || other == results.baseline().id;
    for (one, other, pair) in results.pairs(metric).filter(|(_, other, _)| told(other)) {
        let place = |id: &str| results.structures.iter().position(|structure| structure.id == id);
        let (Some(first), Some(_)) = (place(one), place(other)) else { continue };
        let name = NumberCell { shown: unit.titled(true), exact: metric.to_owned(), is_number: false };
        let mut row = vec![
            name,
            NumberCell::id(one),
            NumberCell::id(other),
            NumberCell::number(pair.difference, unit.factor, digits),
        ];
        row.extend(NumberCell::ends(pair.interval, unit.factor, digits));
        let words = verdict_words(pair.verdict, pair.more_trials);
        let exact = pair.verdict.map_or("", Verdict::name).to_owned();
        row.push(NumberCell { shown: words, exact, is_number: false });
        numbers.row(Some(first), row);
    }
}

fn forest_title(results: &Results) -> String {
    let pairs: Vec<PairRow> = results
        .told_criteria()
        .flat_map(|metric| results.others().map(|(place, _)| results.pair(place, metric)).collect::<Vec<_>>())
        .filter(|pair| pair.verdict.is_some())
        .collect();
    let open = pairs.iter().filter(|pair| pair.verdict == Some(Verdict::Unresolved)).count();
    let baseline = &results.baseline().name;
    match (pairs.len(), open) {
        (0, _) => format!("Differences to {baseline}"),
        (1, 0) => format!("The difference to {baseline} is clear"),
        (all, 0) => format!("All {all} differences to {baseline} have a clear direction or are too small to matter"),
        (all, open) if all == open => format!("No clear difference to {baseline}{}", more(&pairs)),
        (all, open) => {
            format!("{} of {all} differences to {baseline} are clear, {open} not decided{}", all - open, more(&pairs))
        }
    }
}

fn more(pairs: &[PairRow]) -> String {
    let open = pairs.iter().filter(|pair| pair.verdict == Some(Verdict::Unresolved));
    match open.filter_map(|pair| pair.more_trials).max() {
        Some(more) if more > 0 => format!("; about {} would tell", more_of(more)),
        _ => String::new(),
    }
}

fn forest_panel(results: &Results, metric: &str) -> IntervalPanel {
    let unit = manner_of_differences(results, metric);
    let all: Vec<(usize, PairRow)> = results.others().map(|(place, _)| (place, results.pair(place, metric))).collect();
    let digits = decimals(&unit, all.iter().map(|(_, pair)| pair.interval));
    let row = |(place, pair): &(usize, PairRow)| {
        let verdict = verdict_words(pair.verdict, pair.more_trials);
        let words = match (pair.difference, pair.interval) {
            (None, _) => "not defined".to_owned(),
            (Some(mean), None) => signed(mean * unit.factor, digits),
            (Some(mean), Some(Interval { low, high })) => {
                let [low, high] = [low, high].map(|end| decimal(end * unit.factor, digits));
                format!("{} ({low} to {high})", signed(mean * unit.factor, digits))
            }
        };
        IntervalRow {
            place: *place,
            name: results.structures[*place].name.clone(),
            words,
            below: verdict,
            mean: pair.difference,
            interval: pair.interval,
            other: None,
            filled: pair.interval.is_some_and(|ends| ends.low > 0.0 || ends.high < 0.0),
        }
    };
    IntervalPanel {
        heading: unit.titled(true),
        rows: all.iter().map(row).collect(),
        factor: unit.factor,
        axis: format!("minus {}", results.baseline().name),
        practical: all.iter().find_map(|(_, pair)| pair.practical),
        zero: true,
    }
}

/// The choices by the metric that decides.
fn choices(results: &Results) -> Vec<(usize, ChoiceRow)> {
    let primary = results.primary();
    (0..results.structures.len()).map(|place| (place, results.choice(place, &primary))).collect()
}

fn best(results: &Results) -> Exhibit {
    let unit = manner_of_differences(results, &results.primary());
    let all = choices(results);
    let digits = decimals(&unit, all.iter().map(|(_, choice)| choice.ahead));
    let row = |(place, choice): &(usize, ChoiceRow)| IntervalRow {
        place: *place,
        name: results.structures[*place].name.clone(),
        words: choice.standing.clone(),
        below: String::new(),
        mean: None,
        interval: choice.ahead,
        other: None,
        filled: true,
    };
    let panel = IntervalPanel {
        heading: String::new(),
        rows: all.iter().map(row).collect(),
        factor: unit.factor,
        axis: format!("{}, ahead of the best of the others", unit.titled(true)),
        practical: all.iter().find_map(|(_, choice)| choice.practical),
        zero: true,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("ahead from", "ahead_low"),
        ("to", "ahead_high"),
        ("standing", "standing"),
    ]);
    for (place, choice) in &all {
        let mut row = vec![NumberCell::name(&results.structures[*place])];
        row.extend(NumberCell::ends(choice.ahead, unit.factor, digits));
        row.push(NumberCell::words(choice.standing.clone()));
        numbers.row(Some(*place), row);
    }
    let note = format!(
        "How far each structure can be ahead of the best of the others in {}. Ruled out: it \
         cannot be ahead of all others. Best: it cannot be behind any. Shaded: differences too small to matter.",
        unit.name
    );
    Exhibit::half("best", best_title(results), &note, panels(&[panel], HALF), numbers)
}

fn best_title(results: &Results) -> String {
    let primary = results.primary();
    let can: Vec<usize> = (0..results.structures.len())
        .filter(|&place| matches!(results.choice(place, &primary).standing.as_str(), "best" | "can be the best"))
        .collect();
    let of = manner(results, &primary).name;
    match can.as_slice() {
        [] => format!("Who can be the best by {of}"),
        [one] => format!("By {of}, only {} can be the best", results.structures[*one].name),
        all if all.len() == results.structures.len() => format!("By {of}, no structure is ruled out as the best"),
        several => format!("By {of}, the best is not decided between {}", titles::names(results, several)),
    }
}

fn distribution(results: &Results) -> Exhibit {
    let primary = results.primary();
    let unit = manner_of_differences(results, &primary);
    let row = |(place, structure): (usize, &super::super::results::StructureRow)| {
        let pair = results.pair(place, &primary);
        let share = pair.share_better.map_or_else(String::new, |share| {
            format!("above {} in {} of {} trials", results.baseline().name, percent(share), pair.n)
        });
        Spread { place, name: structure.name.clone(), words: share, numbers: results.trial_differences(place) }
    };
    let rows: Vec<Spread> = results.others().map(row).collect();
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("share of trials above the baseline, %", "share_better"),
        ("trials", "n"),
    ]);
    for (place, structure) in results.others() {
        let pair = results.pair(place, &primary);
        let cells = [NumberCell::number(pair.share_better, 100.0, 1), NumberCell::number(Some(pair.n as f64), 1.0, 0)];
        numbers.row(Some(place), [vec![NumberCell::name(structure)], cells.to_vec()].concat());
    }
    numbers.remark = "Every trial stands in trials.csv.".to_owned();
    let note = format!(
        "Difference in {} to {} in single trials: the same customers and the same random numbers under both. Higher bars: more trials.",
        unit.name,
        results.baseline().name
    );
    let title = match rows.iter().max_by(|one, other| share(results, one).total_cmp(&share(results, other))) {
        Some(most) if share(results, most).is_finite() && pair_is_clear(results, most.place) => format!(
            "{} is above {} in {} of trials",
            first_upper(&most.name),
            results.baseline().name,
            percent(share(results, most))
        ),
        _ => format!("Single trials: {} against {}", unit.name, results.baseline().name),
    };
    let axis = format!("{}, minus {}", unit.titled(true), results.baseline().name);
    Exhibit::half("trials", title, &note, spreads(&rows, unit.factor, &axis, HALF), numbers)
}

fn share(results: &Results, row: &Spread) -> f64 {
    results.pair(row.place, &results.primary()).share_better.unwrap_or(f64::NEG_INFINITY)
}

fn pair_is_clear(results: &Results, place: usize) -> bool {
    results.pair(place, &results.primary()).interval.is_some_and(|ends| ends.low > 0.0 || ends.high < 0.0)
}

fn probability(results: &Results) -> Exhibit {
    let metrics: Vec<&str> = results.told_criteria().collect();
    let bar = |place: usize, metric: &str| {
        let share = results.choice(place, metric).probability_best?;
        Some(Bar { value: share, interval: None, text: percent(share) })
    };
    let places = 0..results.structures.len();
    let chart = BarGrid {
        rows: places.clone().map(|place| (results.structures[place].name.clone(), Some(place))).collect(),
        columns: metrics.iter().map(|metric| (format!("by {}", manner(results, metric).name), None)).collect(),
        bars: places.map(|place| metrics.iter().map(|metric| bar(place, metric)).collect()).collect(),
        groups: vec![0; metrics.len()],
        total: false,
        most: Some(1.0),
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("figure", "metric"),
        ("best in, % of trials", "probability_best"),
    ]);
    for (place, structure) in results.structures.iter().enumerate() {
        for metric in results.criteria() {
            let name = NumberCell { shown: manner(results, metric).name, exact: metric.to_owned(), is_number: false };
            let cell = NumberCell::number(results.choice(place, metric).probability_best, 100.0, 1);
            numbers.row(Some(place), [NumberCell::name(structure), name, cell]);
        }
    }
    let note = "Share of trials in which each structure is the best of all; ties are shared. It says how often, not by how much.";
    let named = metrics.iter().filter_map(|metric| Some((*metric, titles::best(results, metric)?)));
    let mut winners: Vec<usize> = named.map(|(_, place)| place).collect();
    winners.dedup();
    let title = match winners.as_slice() {
        [_, _, ..] => "Who is the best depends on what counts".to_owned(),
        _ => "How often each structure is the best".to_owned(),
    };
    Exhibit::half("probability", title, note, grid(&chart, HALF, 96.0), numbers)
}

fn regret(results: &Results) -> Exhibit {
    let unit = manner_of_differences(results, &results.primary());
    let all = choices(results);
    let widest = all.iter().filter_map(|(_, choice)| choice.regret_worst).fold(0.0, f64::max) * unit.factor;
    let digits = if widest >= 100.0 {
        0
    } else if widest >= 10.0 {
        1
    } else {
        2
    };
    let least = all.iter().filter_map(|(_, choice)| choice.regret_worst).fold(f64::INFINITY, f64::min);
    let safest: Vec<usize> =
        all.iter().filter(|(_, choice)| choice.regret_worst == Some(least)).map(|(place, _)| *place).collect();
    let row = |(place, choice): &(usize, ChoiceRow)| {
        let told = choice.regret_mean.zip(choice.regret_worst).map(|(mean, worst)| {
            let [mean, worst] = [mean, worst].map(|regret| decimal(regret * unit.factor, digits));
            format!("mean {mean}, worst {worst}{}", if safest == [*place] { ": the safest" } else { "" })
        });
        IntervalRow {
            place: *place,
            name: results.structures[*place].name.clone(),
            words: told.unwrap_or_default(),
            below: String::new(),
            mean: choice.regret_mean,
            interval: None,
            other: choice.regret_worst,
            filled: true,
        }
    };
    let panel = IntervalPanel {
        heading: String::new(),
        rows: all.iter().map(row).collect(),
        factor: unit.factor,
        axis: format!("regret in {}", uncapped(&unit.titled(true))),
        practical: None,
        zero: true,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("mean regret", "regret_mean"),
        ("worst regret", "regret_worst"),
        ("a bad trial (1 in 20)", "bad_trial"),
    ]);
    for (place, choice) in &all {
        let level = manner(results, &results.primary());
        let cells =
            [choice.regret_mean, choice.regret_worst].map(|number| NumberCell::number(number, unit.factor, digits));
        let bad = NumberCell::number(choice.bad_trial, level.factor, digits.max(1));
        numbers.row(
            Some(*place),
            [vec![NumberCell::name(&results.structures[*place])], cells.to_vec(), vec![bad]].concat(),
        );
    }
    let note = format!(
        "Regret is what a trial's best structure has more than the chosen one. Dot: mean over trials; mark at the end of the \
         dotted line: the worst trial. {}",
        named(results, &results.manifest.risk)
    );
    let title = match (safest.as_slice(), results.manifest.trials_finished) {
        ([one], trials) if trials > 1 => {
            format!("Choosing {} risks least in these trials", results.structures[*one].name)
        }
        _ => "What a choice risks".to_owned(),
    };
    Exhibit::half("regret", title, &note, panels(&[panel], HALF), numbers)
}

/// The middle of a sentence: NPS stays as it is.
fn uncapped(text: &str) -> String {
    match text.starts_with("NPS") {
        true => text.to_owned(),
        false => text.chars().take(1).flat_map(char::to_lowercase).chain(text.chars().skip(1)).collect(),
    }
}

/// Which structure to choose by what a point of retention is worth.
fn worth(results: &Results) -> Option<Exhibit> {
    let table = &results.acceptability;
    let points = |id: &str| -> Vec<Week> {
        let rows = table.rows().filter(|row| row.text("structure") == id);
        let point = |row: super::super::table::CsvRow<'_>| {
            Some(Week {
                week: row.number("worth_of_a_point")?,
                mean: row.number("probability_best")?,
                ..Week::default()
            })
        };
        rows.filter_map(point).collect()
    };
    let all: Vec<Vec<Week>> = results.structures.iter().map(|structure| points(&structure.id)).collect();
    let most = all.iter().flatten().fold(0.0, |most: f64, point| most.max(point.week));
    if most <= 0.0 {
        return None;
    }
    let worth = Manner::in_frame("net_value", most, &results.frame);
    let retention = results.frame.label("retention");
    let axis = Manner { name: "worth of one point of retention".to_owned(), ..worth.clone() }.titled(false);
    let series = all.iter().enumerate().map(|(place, points)| Series {
        place,
        name: results.structures[place].name.clone(),
        label: results.structures[place].name.clone(),
        points: points.iter().collect(),
        look: Look::Solid,
    });
    let chart = Lines {
        series: series.collect(),
        manner: Manner {
            name: "chance of being the best choice".to_owned(),
            unit: "%",
            ..Manner::of("retention", 1.0)
        },
        difference: false,
        moments: Vec::new(),
        across: Across::Quantity(worth.factor, axis),
        zero: String::new(),
        fans: false,
        range: None,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("worth of a point", "worth_of_a_point"),
        ("chance of being the best choice, %", "probability_best"),
    ]);
    for (place, points) in all.iter().enumerate() {
        for point in points.iter().step_by(points.len().div_ceil(8).max(1)) {
            let cells = [NumberCell::number(Some(point.week), 1.0, 0), NumberCell::number(Some(point.mean), 100.0, 1)];
            numbers.row(Some(place), [vec![NumberCell::name(&results.structures[place])], cells.to_vec()].concat());
        }
    }
    numbers.remark = "All of it stands in acceptability.csv.".to_owned();
    let note = format!(
        "Share of trials in which worth × points of {retention} − costs is highest, by what one percentage point of it is taken to \
         be worth to the firm. Read it at your own figure."
    );
    let title = worth_title(results);
    Some(Exhibit::half("worth", title, &note, lines(&chart, HALF, 300.0), numbers))
}

/// From which worth on another structure leads, where its chance is above 95 %.
fn worth_title(results: &Results) -> String {
    let sure = |id: &str| {
        let rows = results.acceptability.rows().filter(|row| row.text("structure") == id);
        rows.filter(|row| row.number("probability_best").is_some_and(|share| share >= 0.95))
            .filter_map(|row| row.number("worth_of_a_point"))
            .fold(f64::INFINITY, f64::min)
    };
    let from = results.others().map(|(_, structure)| (structure, sure(&structure.id)));
    let first =
        from.filter(|(_, worth)| worth.is_finite() && *worth > 0.0).min_by(|one, other| one.1.total_cmp(&other.1));
    match first {
        Some((structure, worth)) => format!(
            "{} is the best choice in 95 % of trials once a point of {} is worth {}",
            first_upper(&structure.name),
            results.frame.label("retention"),
            Manner::in_frame("net_value", worth, &results.frame).level(worth, if worth < 1e6 { 0 } else { 2 })
        ),
        None => format!("Which structure to choose, by what a point of {} is worth", results.frame.label("retention")),
    }
}

/// Assumptions against random inputs, where worlds were drawn.
fn assumptions(results: &Results) -> Option<Exhibit> {
    let primary = results.primary();
    let rows: Vec<_> = results.assumptions.rows().filter(|row| row.text("metric") == primary).collect();
    if rows.is_empty() {
        return None;
    }
    let unit = manner_of_differences(results, &primary);
    let place = |id: &str| results.structures.iter().position(|structure| structure.id == id);
    let known: Vec<_> = rows.iter().filter_map(|row| Some((place(row.text("structure"))?, *row))).collect();
    let bar = |number: Option<f64>, factor: f64, unit: &str| {
        number.map(|value| Bar { value, interval: None, text: format!("{}{unit}", plain(value * factor)) })
    };
    let chart = BarGrid {
        rows: known.iter().map(|(place, _)| (results.structures[*place].name.clone(), Some(*place))).collect(),
        columns: ["best in so many worlds", "spread by assumptions", "spread by random inputs"]
            .map(|name| (name.to_owned(), None))
            .to_vec(),
        bars: known
            .iter()
            .map(|(_, row)| {
                vec![
                    bar(row.number("best_share"), 100.0, " %"),
                    bar(row.number("sd_assumptions"), unit.factor, ""),
                    bar(row.number("sd_random"), unit.factor, ""),
                ]
            })
            .collect(),
        groups: vec![0, 1, 1],
        total: false,
        most: None,
    };
    let mut numbers = ExhibitNumbers::new(&[
        ("structure", "structure"),
        ("worlds", "worlds"),
        ("best in, % of worlds", "best_share"),
        ("spread by assumptions", "sd_assumptions"),
        ("spread by random inputs", "sd_random"),
    ]);
    for (place, row) in &known {
        let mut cells =
            vec![NumberCell::name(&results.structures[*place]), NumberCell::number(row.number("worlds"), 1.0, 0)];
        cells.push(NumberCell::number(row.number("best_share"), 100.0, 1));
        cells.extend(
            ["sd_assumptions", "sd_random"].map(|column| NumberCell::number(row.number(column), unit.factor, 2)),
        );
        numbers.row(Some(*place), cells);
    }
    let note = format!(
        "Uncertain parameters were drawn anew, the same for all structures. Spread: standard deviation \
         of the difference to {} in {}, between worlds and between trials of one world.",
        results.baseline().name,
        uncapped(&unit.titled(true))
    );
    Some(Exhibit::half(
        "assumptions",
        "What is assumed, and what is random input".to_owned(),
        &note,
        grid(&chart, HALF, 96.0),
        numbers,
    ))
}
