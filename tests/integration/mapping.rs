//! Regime maps: firms whose borders are known, and the command, shared out among threads, interrupted, or asked for wrongly.

use std::fs;
use std::process::Output;
use std::sync::atomic::{AtomicU32, Ordering};

use dottedline::application::{
    self, ApplicationError, Earlier, MapRequest, MapResult, PointsRequest, Unwatched, Watcher, axes,
};
use dottedline::lanes::Form;
use dottedline::model::{Criterion, Practical, Study};
use dottedline::random::{Purpose, RandomInputs};
use dottedline::scenario::{self, Scenario};
use dottedline::study::{MapDesign, PointTrials, RegimeMap, Tie};

use crate::program::{self, Folder, SMALL, assert_code, program, stderr, stdout};

const TRIALS: u32 = 16;

/// Four structures by one figure, of which more is better.
fn study(practical: f64) -> Study {
    let mut study = scenario::read(&program::scenario("retail_bank"), &[]).unwrap().study;
    let practical = Practical::Absolute(practical);
    study.decision.criteria =
        vec![Criterion { metric: "retention_annualised".to_owned(), practical, smaller_is_better: false }];
    study
}

/// A firm of which the truth is known: how far each structure is ahead of the first one at a place of the unit square.
struct Known {
    ahead: fn(f64, f64) -> [f64; 4],
    /// Standard deviations of a trial's luck: of what all points share, and of what each has of its own.
    luck: [f64; 2],
    seed: u64,
}

impl Known {
    fn at(&self, x: f64, y: f64, place: u32) -> PointTrials {
        let ahead = (self.ahead)(x, y);
        let normal = |trial: u32, structure: usize, point: u32| {
            RandomInputs::new(self.seed, trial).draws(Purpose::Officer, structure as u32, point).normal()
        };
        let number = |structure: usize, trial: u32| {
            let luck = self.luck[0] * normal(trial, structure, 0) + self.luck[1] * normal(trial, structure, place + 1);
            0.8 + ahead[structure] + luck
        };
        let numbers = (0..4).flat_map(|structure| (0..TRIALS).map(move |trial| (structure, trial)));
        PointTrials {
            numbers: numbers.map(|(structure, trial)| number(structure, trial)).collect(),
            failed: 0,
            impossible: false,
        }
    }

    fn best(&self, x: f64, y: f64) -> usize {
        let ahead = (self.ahead)(x, y);
        (0..4).rev().max_by(|one, other| ahead[*one].total_cmp(&ahead[*other])).unwrap()
    }

    /// The map of it over the whole ranges of two numbers, and the simulated points.
    fn map(&self, study: &Study, points: u32, threads: usize) -> (RegimeMap, Vec<(String, Vec<f64>)>) {
        let inputs = axes(study, ["organisation.readiness=0..1", "initiatives.rate=0..0.1"]).unwrap();
        let design = MapDesign::new(study, inputs, points, threads);
        let (mut all, mut found): (Vec<(String, Vec<f64>)>, Vec<PointTrials>) = (Vec::new(), Vec::new());
        let mut more = design.first();
        while !more.is_empty() {
            for (_, values) in &more {
                found.push(self.at(values[0], values[1] / 0.1, found.len() as u32));
            }
            all.append(&mut more);
            more = design.next(&all, &found);
        }
        let values: Vec<Vec<f64>> = all.iter().map(|(_, values)| values.clone()).collect();
        (RegimeMap::of(&design, &values, &found), all)
    }

    /// For each pixel the true best one.
    fn truth(&self, map: &RegimeMap) -> Vec<usize> {
        (0..map.grid.len()).map(|pixel| map.grid.at(pixel)).map(|[x, y]| self.best(x, y / 0.1)).collect()
    }
}

/// The first is best where x < .5 and y < .6; of the others the third right of a rising line; the fourth never.
const BORDERS: fn(f64, f64) -> [f64; 4] = |x, y| [0.0, 0.1 * (y - 0.6), 0.1 * (x - 0.5), -0.3];

/// A circle around the middle, in which the second is best.
const CIRCLE: fn(f64, f64) -> [f64; 4] =
    |x, y| [0.0, 0.3 * (0.09 - (x - 0.5) * (x - 0.5) - (y - 0.5) * (y - 0.5)), -0.1, -0.1];

#[test]
fn shares_of_area_are_those_of_borders_that_are_known() {
    let study = study(0.002);
    let known = Known { ahead: BORDERS, luck: [0.0, 0.0], seed: 1 };
    let map = known.map(&study, 64, 2).0;
    let areas = &map.metrics[0].areas;
    // .5 × .6; the triangle and the rest by hand: advisory where y > .6 and y − .6 > x − .5.
    for (place, area) in [(0, 0.3), (1, 0.4 * 0.5 + 0.5 * 0.4 * 0.4), (2, 0.5 * 0.6 + 0.4 * 0.5 - 0.5 * 0.4 * 0.4)] {
        assert!((areas[place].area - area).abs() < 0.01, "{place}: {:?}, not {area}", areas[place]);
        assert!((areas[place].expected - area).abs() < 0.01, "{place}: {:?}, not {area}", areas[place]);
    }
    assert_eq!((areas[3].area, areas[3].expected), (0.0, 0.0));
    // Leads below .002 are within .02 of a border.
    let (open, small) = map.metrics[0].ties();
    assert!(open < 0.02 && (0.02..0.07).contains(&small), "{open} open, {small} too small");
    let circle = Known { ahead: CIRCLE, ..known }.map(&study, 64, 2).0;
    let area = circle.metrics[0].areas[1].area;
    assert!((area - std::f64::consts::PI * 0.09).abs() < 0.012, "{area}");
}

#[test]
fn what_a_map_is_sure_of_is_so_as_often_as_it_says() {
    let study = study(1e-9);
    let (mut sure, mut wrong, mut pixels, mut missed, mut expected) = (0, 0, 0.0, 0.0, 0.0);
    for seed in 0..SEEDS {
        // Half of the variance of a point's mean is luck that all points share: 0.0035 of the mean over 16 trials.
        let known = Known { ahead: BORDERS, luck: [0.014, 0.014], seed };
        let map = known.map(&study, 32, 2).0;
        for (found, truth) in map.metrics[0].pixels.iter().zip(known.truth(&map)) {
            let found = found.as_ref().unwrap();
            pixels += 1.0;
            missed += f64::from(u8::from(found.best != truth));
            expected += 1.0 - found.probabilities[found.best];
            if found.tie == Tie::No {
                sure += 1;
                wrong += u32::from(found.best != truth);
            }
            assert!((found.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
    let (missed, expected, sure) = (missed / pixels, expected / pixels, (f64::from(sure), f64::from(wrong)));
    println!(
        "wrong at {missed:.4} of pixels, {expected:.4} expected; sure of {:.4}, of these wrong {:.4}",
        sure.0 / pixels,
        sure.1 / sure.0
    );
    assert!(sure.0 > 0.5 * pixels && sure.1 < 0.02 * sure.0, "{sure:?}");
    assert!((0.5..1.6).contains(&(missed / expected)), "wrong at {missed}, expected {expected}");
}

/// Firms of that test.
const SEEDS: u64 = 10;

#[test]
fn further_points_lie_at_the_border_and_not_on_each_other() {
    let study = study(0.002);
    let known = Known { ahead: BORDERS, luck: [0.005, 0.005], seed: 3 };
    let points = known.map(&study, 64, 2).1;
    assert_eq!(points.len(), 65, "64 and the scenario's own");
    assert_eq!(points[0].0, "today");
    let unit = |values: &[f64]| (values[0], values[1] / 0.1);
    // How far from the nearest border, by the lead of the best: a tenth of a lead of .1 is a tenth of the side.
    let near = |(_, values): &&(String, Vec<f64>)| {
        let (x, y) = unit(values);
        let mut ahead = BORDERS(x, y);
        ahead.sort_by(f64::total_cmp);
        ahead[3] - ahead[2] < 0.01
    };
    let (first, later) = points.split_at(33);
    let share = |some: &[(String, Vec<f64>)]| some.iter().filter(near).count() as f64 / some.len() as f64;
    assert!(share(later) > 2.0 * share(first), "{} of later ones, {} of the first", share(later), share(first));
    for (place, (_, values)) in points.iter().enumerate().skip(33) {
        for (_, other) in &points[..place] {
            let ((x, y), (u, v)) = (unit(values), unit(other));
            assert!(((x - u) * (x - u) + (y - v) * (y - v)).sqrt() > 0.06, "{values:?} and {other:?}");
        }
    }
}

#[test]
fn the_same_points_and_trials_give_the_same_map_on_any_number_of_threads() {
    let study = study(0.002);
    let known = Known { ahead: CIRCLE, luck: [0.005, 0.005], seed: 3 };
    assert!(known.map(&study, 16, 1) == known.map(&study, 16, 3));
}

#[test]
fn a_point_that_contradicts_all_others_is_missed_when_left_out() {
    let study = study(0.002);
    let known = Known { ahead: BORDERS, luck: [0.0, 0.0], seed: 1 };
    let inputs = axes(&study, ["organisation.readiness=0..1", "initiatives.rate=0..0.1"]).unwrap();
    let design = MapDesign::new(&study, inputs, 64, 1);
    let points: Vec<Vec<f64>> = design.first().into_iter().map(|(_, values)| values).collect();
    let mut found: Vec<PointTrials> = points.iter().map(|at| known.at(at[0], at[1] / 0.1, 0)).collect();
    let missed = |found: &[PointTrials]| {
        let map = RegimeMap::of(&design, &points, found);
        let metric = &map.metrics[0];
        assert_eq!(metric.areas.iter().map(|area| area.missed).sum::<usize>(), metric.missed);
        assert_eq!(metric.areas.iter().map(|area| area.points).sum::<usize>(), metric.points);
        (metric.missed_by_more, metric.areas[3].missed)
    };
    assert_eq!(missed(&found), (0, 0), "the surfaces know smooth borders from 32 points");
    // The structure that is nowhere the best is so at one point.
    let place = points.iter().position(|at| at[0] < 0.3 && at[1] < 0.03).unwrap();
    found[place].numbers[3 * TRIALS as usize..].iter_mut().for_each(|number| *number += 0.6);
    let (by_more, of_it) = missed(&found);
    assert!(by_more >= 1 && of_it == 1, "{by_more}, {of_it}");
}

#[test]
fn structures_that_never_differ_are_a_tie_everywhere_and_missing_numbers_leave_points_out() {
    let study = study(0.002);
    let known = Known { ahead: |_, _| [0.0, 0.0, -0.1, -0.1], luck: [0.01, 0.0], seed: 1 };
    let inputs = axes(&study, ["organisation.readiness=0..1", "initiatives.rate=0..0.1"]).unwrap();
    let design = MapDesign::new(&study, inputs, 16, 1);
    let points: Vec<Vec<f64>> = design.first().into_iter().map(|(_, values)| values).collect();
    let mut found: Vec<PointTrials> = points.iter().map(|values| known.at(values[0], values[1] / 0.1, 0)).collect();
    for point in &mut found {
        // The second one is the first one again.
        let first: Vec<f64> = point.numbers[..TRIALS as usize].to_vec();
        point.numbers[TRIALS as usize..2 * TRIALS as usize].copy_from_slice(&first);
    }
    let map = RegimeMap::of(&design, &points, &found);
    let pixels: Vec<_> = map.metrics[0].pixels.iter().flatten().collect();
    assert!(pixels.iter().all(|pixel| pixel.tie == Tie::Open && pixel.probabilities[..2] == [0.5, 0.5]));
    found[1].numbers[3] = f64::NAN;
    found[2].impossible = true;
    let map = RegimeMap::of(&design, &points, &found);
    // The scenario's own point lies outside of the map.
    assert_eq!((map.metrics[0].points, map.metrics[0].left_out), (points.len() - 3, 1));
    found.iter_mut().skip(2).for_each(|point| point.numbers[3] = f64::NAN);
    let map = RegimeMap::of(&design, &points, &found);
    assert_eq!((map.metrics.len(), map.silent.as_slice()), (0, &["retention_annualised".to_owned()][..]));
}

const AXES: [&str; 4] = ["--x", "organisation.readiness=0.2..0.8", "--y", "initiatives.rate=0.4..3"];

fn map(folder: &Folder, words: &[&str]) -> Output {
    let minimal = program::scenario("minimal");
    let first = ["map", minimal.to_str().unwrap(), "--trials", "4", "--points", "16"];
    program(folder, &[&first, SMALL, words].concat())
}

/// What the terminal says, whatever its lines.
fn said(output: &Output) -> String {
    stdout(output).split_whitespace().collect::<Vec<_>>().join(" ")
}

const TABLES: [&str; 8] = [
    "map.csv",
    "map_structures.csv",
    "map_areas.csv",
    "map_surfaces.csv",
    "map_rules.csv",
    "points.csv",
    "sweep.csv",
    "design.csv",
];

#[test]
fn threads_change_no_byte_of_a_map_and_its_folder_repeats_it() {
    let folder = Folder::new("map-threads");
    for (threads, out) in [("1", "one"), ("3", "three")] {
        assert_code(&map(&folder, &[&AXES[..], &["--threads", threads, "--out", out]].concat()), 0);
    }
    for file in TABLES.iter().chain(&["manifest.json", "datapackage.json", "report.html", "scenario.toml"]) {
        let [one, three] = ["one", "three"].map(|out| folder.read(&format!("{out}/{file}")));
        assert_eq!(one, three, "{file}");
    }
    assert_code(&program(&folder, &["verify", "one"]), 0);
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("one/manifest.json")).unwrap();
    let command = manifest["command"].as_str().unwrap().strip_prefix("dottedline ").unwrap().to_owned();
    let command = command.replace("scenario.toml", "one/scenario.toml");
    let words: Vec<&str> = command.split(' ').chain(["--out", "again"]).collect();
    assert_code(&program(&folder, &words), 0);
    for file in TABLES {
        assert_eq!(folder.read(&format!("one/{file}")), folder.read(&format!("again/{file}")), "{file}");
    }
}

/// The cells of a column, by its name.
fn column(table: &str, name: &str) -> Vec<String> {
    let place = table.lines().next().unwrap().split(',').position(|column| column == name).unwrap();
    table.lines().skip(1).map(|line| line.split(',').nth(place).unwrap().to_owned()).collect()
}

#[test]
fn tables_of_a_map_agree_with_each_other_and_are_described() {
    let folder = Folder::new("map-tables");
    let output = map(&folder, &[&AXES[..], &["--out", "out"]].concat());
    assert_code(&output, 0);
    let (pixels, areas) = (folder.read("out/map.csv"), folder.read("out/map_areas.csv"));
    let metrics = column(&pixels, "metric");
    let best = column(&pixels, "best");
    let rows = metrics.iter().zip(&best).filter(|(metric, _)| *metric == "retention_annualised");
    let rows: Vec<&String> = rows.map(|(_, best)| best).collect();
    assert_eq!(rows.len(), 48 * 48);
    for (structure, area) in column(&areas, "structure").iter().zip(column(&areas, "area")).take(2) {
        let share = rows.iter().filter(|best| **best == structure).count() as f64 / 2_304.0;
        assert!((area.parse::<f64>().unwrap() - share).abs() < 1e-12, "{structure}");
    }
    assert_eq!(column(&folder.read("out/design.csv"), "design_point").len(), 17);
    let package = folder.read("out/datapackage.json");
    for file in TABLES {
        assert!(package.contains(&format!("\"path\": \"{file}\"")), "{file} is not described");
    }
    for part in
        ["By yearly retention", "Each of 17 points left out", "share of the map", "organisation.readiness (across)"]
    {
        assert!(said(&output).contains(part), "{part}: {}", stdout(&output));
    }
    let page = folder.read("out/report.html");
    let drawings = page.matches("<svg ").count();
    assert!(drawings > 4 && page.matches("role=\"img\" aria-label=\"").count() == drawings, "{drawings} drawings");
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
    assert!(page.contains("as in the scenario") && page.contains("Dots are the simulated points"));
}

/// Asks for the end after some trials.
struct Impatient(AtomicU32);

impl Watcher for Impatient {
    fn computed(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn interrupted(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= 70
    }
}

#[test]
fn a_map_that_was_interrupted_between_its_rounds_goes_on_to_the_same_bytes() {
    let sets: Vec<String> = SMALL.iter().filter(|word| **word != "--set").map(|&word| word.to_owned()).collect();
    let scenario: Scenario = scenario::read(&program::scenario("minimal"), &sets).unwrap();
    let folder = Folder::new("map-resume");
    let inputs = axes(&scenario.study, ["organisation.readiness=0.2..0.8", "initiatives.rate=0.4..3"]).unwrap();
    let run = |name: &str, earlier, watcher: &mut dyn Watcher| -> Result<MapResult, ApplicationError> {
        let run = PointsRequest {
            scenario: &scenario,
            keys: inputs.iter().map(|input| input.address.to_string()).collect(),
            trials: 3,
            folder: folder.0.join(name),
            earlier,
            threads: Some(2),
            form: Form::fastest(),
        };
        application::map(&MapRequest { run, inputs: inputs.clone(), points: 32 }, watcher)
    };
    run("whole", Earlier::Stay, &mut Unwatched).unwrap();
    // 17 points of 3 trials come first, then rounds of 4.
    let ended = run("parts", Earlier::Stay, &mut Impatient(AtomicU32::new(0))).unwrap();
    assert!(ended.found.is_none() && (17..33).contains(&ended.finished), "{} points", ended.finished);
    let went_on = run("parts", Earlier::GoneOnWith, &mut Unwatched).unwrap();
    assert_eq!(went_on.finished, 33);
    for file in TABLES.iter().chain(&["manifest.json", "report.html"]) {
        assert_eq!(folder.read(&format!("whole/{file}")), folder.read(&format!("parts/{file}")), "{file}");
    }
    let left: Vec<_> = fs::read_dir(folder.0.join("parts")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn all_that_is_wrong_with_a_map_is_told_at_once() {
    let folder = Folder::new("map-wrong");
    for (words, parts) in [
        (
            &["--x", "organisation.redainess=0.1..0.9", "--y", "organisation.readiness=0.5..0.5", "--points", "100"][..],
            &["did you mean `organisation.readiness`?", "is empty", "power of two from 16 to 256", "take 128"][..],
        ),
        (&["--x", "organisation.readiness", "--y", "organisation.readiness=0..1"], &["cannot be on both axes"]),
        (&["--x", "organisation.readiness", "--y", "structure.siloed.preset"], &["not a number"]),
        (
            &["--x", "organisation.readiness=0.9..0.1", "--y", "initiatives.rate=-1..9"],
            &["write 0.1..0.9", "one end is -1"],
        ),
        (&["--x", "study.seed=1..9", "--y", "study.weeks"], &["the same for all points", "study.weeks=LOW..HIGH"]),
        (&["--x", "organisation.readiness", "--y", "initiatives.rate", "--points", "1024"], &["take 256"]),
        (&["--x", "organisation.readiness", "--y", "initiatives.rate", "--trials", "1"], &["take 2 or more"]),
        (&["--x", "organisation.readiness", "--y", "initiatives.rate", "--structures", "siloed"], &["only one"]),
        (&["--x", "organisation.readiness"], &["--y"]),
    ] {
        let minimal = program::scenario("minimal");
        let output = program(&folder, &[&["map", minimal.to_str().unwrap()][..], words].concat());
        assert_code(&output, 2);
        for part in parts {
            assert!(stderr(&output).contains(part), "{words:?} does not say {part:?}:\n{}", stderr(&output));
        }
    }
    assert!(!folder.0.join("results").exists(), "nothing is written");
}

#[test]
fn where_the_firm_cannot_be_the_map_is_empty_and_no_point_is_added() {
    let folder = Folder::new("map-impossible");
    let crossed = ["--x", "initiatives.cost_min=0.2..1.2", "--y", "initiatives.cost_max=0.8..2"];
    let output = map(&folder, &[&crossed[..], &["--out", "out"]].concat());
    assert_code(&output, 0);
    // A corner of .4 × .4 / 2 of a rectangle of 1 × 1.2.
    assert!(said(&output).contains("On 7 % of the rectangle the firm cannot be like that"), "{}", stdout(&output));
    let pixels = folder.read("out/map.csv");
    for line in pixels.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [least, most] = [cells[2], cells[3]].map(|cell| cell.parse::<f64>().unwrap());
        assert_eq!(cells[4].is_empty(), least > most, "{line}");
    }
    let points = folder.read("out/points.csv");
    let later = points.lines().skip(1).filter(|row| row.split(',').next().unwrap().parse::<u32>().is_ok_and(|n| n > 8));
    assert!(later.clone().count() > 0 && later.clone().all(|row| !row.contains("is above the greatest")), "{points}");
}
