//! Firms whose turning points are known.

use super::firm::Job;
use super::*;
use crate::model::Address;
use crate::random::{Purpose, RandomInputs};

/// Three structures: the first is ahead of the second by 1 and of the third by 3 today, and assumptions move these leads along lines.
struct Lines {
    seed: u64,
    /// By assumption, what half of the plausible range takes off each lead.
    slopes: Vec<[f64; 2]>,
    /// What the first two take off the first lead together at their upper ends beyond their slopes; it goes with the product of their ways.
    product: f64,
    /// Standard deviation of noise that all points of a trial share, and of noise that each has of its own.
    noise: [f64; 2],
}

impl Lines {
    fn trial(&self, moved: &[(usize, f64)], trial: u32) -> Values {
        let normal = |entity: u32| RandomInputs::new(self.seed, trial).draws(Purpose::Officer, 0, entity).normal();
        let place = moved.iter().fold(17_u64, |key, (place, share)| {
            (key ^ share.to_bits() ^ *place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        let way = |wanted: usize| {
            moved.iter().find(|(place, _)| *place == wanted).map_or(0.0, |(_, share)| (share - TODAY) / TODAY)
        };
        let product = self.product * way(0) * way(1);
        let lead = |rival: usize| {
            let lines = moved.iter().map(|(place, share)| self.slopes[*place][rival] * (share - TODAY) / TODAY);
            let moves = moved.iter().any(|(place, _)| self.slopes[*place][rival] != 0.0);
            // What an assumption does not touch stays as it is, bit for bit.
            let own = if moves { (place >> 33) as u32 } else { 1 };
            [1.0 - product, 3.0][rival] - lines.sum::<f64>()
                + self.noise[0] * normal(0)
                + self.noise[1] * normal(own + rival as u32)
        };
        vec![Some(0.0), Some(-lead(0)), Some(-lead(1))]
    }
}

impl Firm for Lines {
    fn values(&self, job: &Job) -> Option<Vec<Values>> {
        Some(job.trials.clone().map(|trial| self.trial(&job.moved, trial)).collect())
    }
}

/// As many assumptions, each plausible from 0 to 2 and 1 today.
fn assumptions(count: usize) -> Vec<Assumption> {
    let address: Address = "customer.churn_sensitivity".parse().expect("a number");
    let mut plausible = address.about().plausible;
    (plausible.least, plausible.above, plausible.most) = (0.0, false, 2.0);
    vec![Assumption { address, number: 1.0, plausible }; count]
}

const TRIALS: u32 = 100;

fn found(firm: &Lines, effort: TurningEffort, threads: usize) -> TurningPoints {
    let values: Vec<Values> = (0..TRIALS).map(|trial| firm.trial(&[], trial)).collect();
    let today = Today::new(0, vec![1, 2], &values).expect("two trials");
    let count = firm.slopes.len();
    let (order, costs): (Vec<usize>, Vec<f64>) = ((0..count).collect(), vec![1.0; count]);
    let names = ["a", "b", "c"].map(str::to_owned);
    let sought = Sought { today: &today, order: &order, costs: &costs, trials: TRIALS, names: &names };
    let options = TurningOptions {
        effort,
        threads,
        form: Form::fastest(),
        begins: &|_| (),
        computed: &|| (),
        interrupted: &|| false,
    };
    sought.by(firm, &assumptions(count), options).expect("threads").expect("something is tried")
}

/// The first turns to b at 1.5, the second to c at 0.5, the third nearly to b, the fourth moves nothing.
fn firm(seed: u64) -> Lines {
    let slopes = vec![[2.0, 0.0], [0.0, -6.0], [0.5, 0.5], [0.0, 0.0]];
    Lines { seed, slopes, product: 0.0, noise: [0.6, 0.5] }
}

fn point(row: &TurningRow) -> &TurningPoint {
    match &row.outcome {
        Turning::At(point) => point,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_firm_without_noise_turns_where_its_lines_cross() {
    let found = found(&Lines { noise: [0.0, 0.0], ..firm(1) }, TurningEffort::All, 1);
    let (first, second) = (point(&found.rows[0]), point(&found.rows[1]));
    assert!((first.value - 1.5).abs() < 1e-9 && first.above && first.to == "b", "{first:?}");
    assert!((second.value - 0.5).abs() < 1e-9 && !second.above && second.to == "c", "{second:?}");
    assert!(
        (first.from - 1.5).abs() < 1e-9 && first.until.is_some_and(|until| (until - 1.5).abs() < 1e-9),
        "{first:?}"
    );
    assert_eq!([&found.rows[2].outcome, &found.rows[3].outcome], [&Turning::Never, &Turning::Never]);
}

#[test]
fn intervals_of_turning_points_hold_the_true_ones_as_often_as_they_say() {
    let (mut held, mut of, mut never) = (0, 0, 0);
    for seed in 0..100 {
        let found = found(&firm(seed), TurningEffort::All, 1);
        for (row, truth) in found.rows.iter().zip([1.5, 0.5]) {
            let point = point(row);
            let until = point.until.expect("far beyond the end");
            let (low, high) = (point.from.min(until), point.from.max(until));
            of += 1;
            held += usize::from(low <= truth && truth <= high);
        }
        never +=
            usize::from(found.rows[2].outcome == Turning::Never) + usize::from(found.rows[3].outcome == Turning::Never);
    }
    assert!(held * 100 >= 90 * of, "{held} of {of} intervals hold the true turning point, 95 % should");
    assert!(never >= 195, "{never} of 200 that never turn are known for it");
}

#[test]
fn what_hardly_turns_is_not_said_to_turn_for_sure() {
    // The lead is just 0 at the end of the range: an answer that is as often right as wrong must not be sure.
    let mut sure = 0;
    for seed in 0..100 {
        let firm = Lines { slopes: vec![[1.0, 0.0]], ..firm(seed) };
        let found = found(&firm, TurningEffort::All, 1);
        sure += usize::from(match &found.rows[0].outcome {
            Turning::At(point) => point.until.is_some(),
            outcome => *outcome == Turning::Never,
        });
    }
    assert!(sure <= 10, "{sure} of 100 claims on a turn that is none, 5 % may be");
}

#[test]
fn a_quick_look_stays_within_its_budget_and_finds_what_turns_strongly() {
    for seed in 0..20 {
        let found = found(&firm(seed), TurningEffort::Quick, 1);
        assert!(found.trials <= 17, "{} trials", found.trials);
        assert_eq!(
            found.rows[3].outcome,
            Turning::NotTried,
            "ends of one more would take more than six tenths of 17 trials"
        );
        let second = point(&found.rows[1]);
        assert!(second.to == "c" && (0.1..0.9).contains(&second.value), "seed {seed}: {second:?}");
    }
}

#[test]
fn two_that_do_not_turn_the_answer_alone_turn_it_together_where_their_plane_crosses() {
    // By itself the first takes .5 of a lead of 1 upwards, the second .3 downwards; together at share s of the way .8 s + .7 s², which is 1 at .753.
    let slopes = vec![[0.5, 0.0], [-0.3, 0.0], [0.0, 0.5], [0.0, 0.0]];
    let firm = Lines { slopes, product: -0.7, noise: [0.0, 0.0], seed: 1 };
    let found = found(&firm, TurningEffort::All, 1);
    assert!(found.rows.iter().all(|row| row.outcome == Turning::Never), "{:?}", found.rows);
    let crossing = ((0.64_f64 + 4.0 * 0.7).sqrt() - 0.8) / 1.4;
    let pair = &found.pairs[0];
    for (row, (above, value)) in pair.rows.iter().zip([(true, 1.0 + crossing), (false, 1.0 - crossing)]) {
        let point = point(row);
        assert!(point.above == above && point.to == "b", "{point:?}");
        // Points are closed in on to a fiftieth of the range, and a parabola is a line between them.
        assert!((point.value - value).abs() < 2e-3, "{point:?} instead of {value}");
    }
    assert!((pair.interaction.expect("both ends were tried") - 0.7).abs() < 1e-9, "{pair:?}");
    // Those that take nothing off the same lead are no pair.
    assert_eq!(found.pairs.len(), 1, "{:?}", found.pairs);
    let words = found.words();
    assert!(
        words.contains("Two together turn it where neither does by itself")
            && words.contains(" and ")
            && words.contains(" of customers is "),
        "{words}"
    );
}

#[test]
fn pairs_that_turn_nothing_are_said_to_turn_nothing_and_a_quick_look_tries_none() {
    let weak = Lines { slopes: vec![[0.2, 0.0], [0.2, 0.0]], noise: [0.6, 0.05], ..firm(1) };
    let all = found(&weak, TurningEffort::All, 1);
    assert_eq!((all.pairs.len(), &all.pairs[0].rows[0].outcome), (1, &Turning::Never));
    assert!(all.words().contains("Nor do two together"), "{}", all.words());
    assert!(found(&weak, TurningEffort::Quick, 1).pairs.is_empty());
}

#[test]
fn single_assumptions_that_turn_the_answer_are_in_no_pair() {
    let found = found(&firm(1), TurningEffort::All, 1);
    assert!(found.pairs.is_empty(), "the first two turn it alone, the last moves nothing: {:?}", found.pairs);
}

#[test]
fn threads_change_nothing() {
    for effort in [TurningEffort::Quick, TurningEffort::All] {
        assert_eq!(found(&firm(3), effort, 1), found(&firm(3), effort, 3));
    }
}

#[test]
fn nothing_is_tried_where_the_run_does_not_settle_who_is_best() {
    let loud = Lines { noise: [0.0, 40.0], ..firm(1) };
    let found = found(&loud, TurningEffort::All, 1);
    assert_eq!((found.best.as_ref(), found.trials, found.rows.len()), (None, 0, 0));
    assert!(found.words().contains("not settled"), "{}", found.words());
}

#[test]
fn words_claim_what_was_tried_and_no_more() {
    let key = "churn sensitivity of customers";
    let all = found(&firm(1), TurningEffort::All, 1).words();
    assert!(all.starts_with(&format!("The answer turns to c if {key} is below 0.")), "{all}");
    assert!(all.contains(&format!("to b if {key} is above 1.")) && all.contains("No other single assumption"), "{all}");
    let quick = found(&firm(1), TurningEffort::Quick, 1).words();
    assert!(!quick.contains("No other") && quick.contains("Tried: "), "{quick}");
}

#[test]
fn others_are_only_spoken_of_where_something_is_known_of_one() {
    // The only assumption that is tried brings the lead just to 0.
    let quick = (0..40).map(|seed| found(&Lines { slopes: vec![[1.0, 0.0]], ..firm(seed) }, TurningEffort::Quick, 1));
    let open = quick.filter(|found| found.rows[0].outcome == Turning::Unsettled).map(|found| found.words());
    let open: Vec<String> = open.collect();
    assert!(!open.is_empty(), "no seed leaves it open");
    for words in open {
        assert!(words.contains("plausible range; the trials do not tell") && !words.contains("other"), "{words}");
    }
}
