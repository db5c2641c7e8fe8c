//! How often intervals and choices are wrong, measured on made-up studies whose truth is known.
//!
//! The short forms run with all other tests. The full measurement, 2,000 studies each:
//!
//! ```text
//! cargo test --release --test integration -- --ignored --nocapture coverage
//! ```

use dottedline::random::{Draws, Purpose, RandomInputs};
use dottedline::stats::{
    ConfidenceSequence, KimNelson, KimNelsonDesign, Moments, Panel, Standing, Verdict, compare_pairs, compare_with_best,
};

const FULL: u32 = 2_000;
const SHORT: u32 = 200;

/// True means of the structures, and how much random numbers of its own each has.
const MEANS: [f64; 5] = [0.0, 0.1, 0.1, 0.25, 0.3];
/// One structure far ahead of four equal ones.
const FAR: [f64; 5] = [0.0, 0.0, 0.0, 0.0, 3.0];
const OWN_NOISE: [f64; 5] = [0.2, 1.0, 0.4, 0.7, 0.3];

/// Centred noise with variance 1.
type Noise = fn(&mut Draws) -> f64;

fn normal(draws: &mut Draws) -> f64 {
    draws.normal()
}

/// Exponential: skewness 2.
fn skewed(draws: &mut Draws) -> f64 {
    -libm::log(draws.uniform()) - 1.0
}

/// A study of so many trials that share most of their noise.
fn study(number: u32, trials: usize, means: &[f64], own: &[f64], noise: Noise) -> Panel {
    let mut draws = RandomInputs::new(2026, number).draws(Purpose::Officer, 0, 0);
    let mut columns = vec![Vec::with_capacity(trials); means.len()];
    for _ in 0..trials {
        let common = 3.0 * noise(&mut draws);
        for ((column, mean), own) in columns.iter_mut().zip(means).zip(own) {
            column.push(Some(mean + common + own * noise(&mut draws)));
        }
    }
    Panel::new(&columns).expect("columns of one length")
}

/// Share of studies of which it is true.
fn share(studies: u32, holds: impl Fn(u32) -> bool) -> f64 {
    f64::from((0..studies).filter(|&study| holds(study)).count() as u32) / f64::from(studies)
}

fn pairs_cover(panel: &Panel, means: &[f64]) -> bool {
    compare_pairs(panel, &panel.pairs(), 0.1, 0.05, None).iter().all(|pair| {
        let truth = means[pair.first] - means[pair.second];
        pair.simultaneous.is_some_and(|interval| interval.low <= truth && truth <= interval.high)
    })
}

fn best(panel: &Panel) -> Vec<Standing> {
    let pairs = compare_pairs(panel, &panel.pairs(), 0.1, 0.05, None);
    compare_with_best(panel.structures(), &pairs, false).into_iter().flatten().collect()
}

fn best_covers(panel: &Panel, means: &[f64]) -> bool {
    let standings = best(panel);
    standings.iter().enumerate().all(|(i, standing)| {
        let others = means.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, mean)| *mean);
        let truth = means[i] - others.fold(f64::NEG_INFINITY, f64::max);
        standing.low <= truth && truth <= standing.high
    })
}

fn coverage_of(studies: u32, trials: usize, means: &[f64], noise: Noise) -> (f64, f64) {
    let panel = |number| study(number, trials, means, &OWN_NOISE, noise);
    (
        share(studies, |number| pairs_cover(&panel(number), means)),
        share(studies, |number| best_covers(&panel(number), means)),
    )
}

/// Share of studies of four equal structures with a difference by Holm's p, and with a single best.
fn false_findings(studies: u32, noise: Noise) -> (f64, f64) {
    let panel = |number| study(number, 100, &[0.0; 4], &OWN_NOISE[..4], noise);
    let differs = |number| {
        let panel = panel(number);
        compare_pairs(&panel, &panel.pairs(), 0.1, 0.05, None).iter().any(|pair| pair.p_holm.is_some_and(|p| p < 0.05))
    };
    let winner = |number| best(&panel(number)).iter().any(|each| each.is_best());
    (share(studies, differs), share(studies, winner))
}

/// Share of searches that choose the one structure that is better, by just the difference that matters.
fn right_choices(studies: u32, noise: Noise) -> f64 {
    share(studies, |number| {
        let design = KimNelsonDesign { structures: 5, practical: 0.25, alpha: 0.05, first_stage: 20, batch: 1 };
        let mut search = KimNelson::new(design).expect("in range");
        let mut draws = RandomInputs::new(7, number).draws(Purpose::Officer, 0, 0);
        while search.choice().is_none() {
            let common = noise(&mut draws);
            let row: Vec<Option<f64>> =
                (0..5).map(|i| Some(if i == 2 { 0.25 } else { 0.0 } + common + 0.6 * noise(&mut draws))).collect();
            search.take(&row);
        }
        search.choice().is_some_and(|choice| choice.structure == 2)
    })
}

/// Share of studies in which the sequence misses the truth at one of 80 looks.
fn ever_missed(studies: u32, noise: Noise) -> f64 {
    let sequence = ConfidenceSequence::new(0.05, 500).expect("in range");
    share(studies, |number| {
        let mut draws = RandomInputs::new(11, number).draws(Purpose::Officer, 0, 0);
        let mut seen = Moments::default();
        (0..80).any(|_| {
            (0..50).for_each(|_| seen.add(1.0 + noise(&mut draws)));
            sequence.interval(&seen).is_none_or(|interval| interval.low > 1.0 || interval.high < 1.0)
        })
    })
}

#[test]
fn intervals_cover_and_errors_are_rare_in_two_hundred_studies() {
    // Three standard errors of 200 studies at 95 % are 4.6 points.
    for (trials, noise) in [(30, normal as Noise), (200, skewed)] {
        let (pairs, best) = coverage_of(SHORT, trials, &MEANS, noise);
        assert!(pairs >= 0.91 && best >= 0.91, "pairs {pairs}, best {best}");
    }
    let (differs, winner) = false_findings(SHORT, normal);
    assert!(differs <= 0.09 && winner <= 0.09, "differs {differs}, winner {winner}");
    assert!(right_choices(SHORT, normal) >= 0.93);
    assert!(ever_missed(SHORT / 4, normal) <= 0.12);
}

#[test]
fn equal_structures_are_never_called_better_by_more_than_matters() {
    let wrong = share(SHORT, |number| {
        let panel = study(number, 50, &[0.0; 4], &OWN_NOISE[..4], normal);
        let pairs = compare_pairs(&panel, &panel.pairs(), 0.1, 0.05, None);
        pairs.iter().any(|pair| matches!(pair.verdict, Some(Verdict::Better | Verdict::Worse)))
    });
    assert!(wrong <= 0.05, "{wrong}");
}

#[test]
#[ignore = "slow: 2,000 studies; see the top of this file"]
fn coverage_of_simultaneous_and_best_of_several_intervals() {
    for (name, trials, noise, least) in [
        ("normal, 30 trials", 30, normal as Noise, 0.94),
        ("normal, 200 trials", 200, normal, 0.94),
        ("skewed, 30 trials", 30, skewed, 0.94),
        ("skewed, 100 trials", 100, skewed, 0.94),
        ("skewed, 200 trials", 200, skewed, 0.94),
    ] {
        for means in [MEANS, FAR] {
            let (pairs, best) = coverage_of(FULL, trials, &means, noise);
            println!("{name}, means {means:?}: all pairs at once {pairs:.4}, best of five {best:.4}");
            assert!(pairs >= least && best >= 0.94, "{name}: {pairs}, {best}");
        }
    }
}

/// The hardest case: all skewness to one side, and the best one quiet among loud ones, so that nothing cancels.
const LOUD: [f64; 5] = [1.0, 1.0, 1.0, 1.0, 0.1];

fn down(draws: &mut Draws) -> f64 {
    -skewed(draws)
}

#[test]
#[ignore = "slow: 2,000 studies; see the top of this file"]
fn coverage_where_skewness_is_worst_is_known() {
    for (trials, least) in [(30, 0.91), (100, 0.925), (400, 0.94)] {
        let panel = |number| study(number, trials, &FAR, &LOUD, down);
        let pairs = share(FULL, |number| pairs_cover(&panel(number), &FAR));
        let best = share(FULL, |number| best_covers(&panel(number), &FAR));
        println!("skewed to one side, {trials} trials: all pairs at once {pairs:.4}, best of five {best:.4}");
        assert!(pairs >= least && best >= least, "{trials}: {pairs}, {best}");
    }
}

/// Studies that stop when the best is found, and their pairs as tables show them: with the trials that both have.
fn stopped(studies: u32, noise: Noise) -> (f64, f64) {
    let truth = |structure: usize| if structure == 2 { 0.25 } else { 0.0 };
    let run = |number: u32| {
        let design = KimNelsonDesign { structures: 5, practical: 0.25, alpha: 0.05, first_stage: 50, batch: 50 };
        let mut search = KimNelson::new(design).expect("in range");
        let mut draws = RandomInputs::new(8, number).draws(Purpose::Officer, 0, 0);
        let mut columns = vec![Vec::new(); 5];
        while search.choice().is_none() {
            let common = noise(&mut draws);
            let row: Vec<Option<f64>> = (0..5).map(|i| Some(truth(i) + common + 2.0 * noise(&mut draws))).collect();
            search.survivors().iter().for_each(|&structure| columns[structure].push(row[structure]));
            search.take(&row);
        }
        Panel::new(&columns).expect("columns")
    };
    let means: Vec<f64> = (0..5).map(truth).collect();
    let panels: Vec<Panel> = (0..studies).map(run).collect();
    let covered = |holds: fn(&Panel, &[f64]) -> bool| {
        panels.iter().filter(|panel| holds(panel, &means)).count() as f64 / f64::from(studies)
    };
    (covered(pairs_cover), covered(best_covers))
}

#[test]
#[ignore = "slow: 2,000 studies; see the top of this file"]
fn coverage_of_intervals_of_studies_that_stopped_when_decided() {
    for (name, noise) in [("normal", normal as Noise), ("skewed", skewed)] {
        let (pairs, best) = stopped(FULL, noise);
        println!("{name}, stopped when decided: all pairs at once {pairs:.4}, best of five {best:.4}");
        assert!(pairs >= 0.91 && best >= 0.94, "{name}: {pairs}, {best}");
    }
}

#[test]
#[ignore = "slow: 2,000 studies; see the top of this file"]
fn coverage_false_findings_among_equal_structures() {
    for (name, noise) in [("normal", normal as Noise), ("skewed", skewed)] {
        let (differs, winner) = false_findings(FULL, noise);
        println!("{name}: familywise error {differs:.4}, a single best {winner:.4}");
        assert!(differs <= 0.055 && winner <= 0.055, "{name}: {differs}, {winner}");
    }
}

#[test]
#[ignore = "slow: 2,000 studies; see the top of this file"]
fn coverage_right_choices_of_kim_and_nelson() {
    for (name, noise) in [("normal", normal as Noise), ("skewed", skewed)] {
        let right = right_choices(FULL, noise);
        println!("{name}: right choice {right:.4}");
        assert!(right >= 0.95, "{name}: {right}");
    }
}

#[test]
#[ignore = "slow: 2,000 studies; see the top of this file"]
fn coverage_of_the_confidence_sequence_over_eighty_looks() {
    for (name, noise) in [("normal", normal as Noise), ("skewed", skewed)] {
        let missed = ever_missed(FULL, noise);
        println!("{name}: misses at some look {missed:.4}");
        assert!(missed <= 0.05, "{name}: {missed}");
    }
}
