//! How many times as fast as the naive form the others are, turn by turn in one process: what slows the machine down slows
//! both.

use std::collections::BTreeMap;

use dottedline::engine::Plan;
use dottedline::lanes::Form;
use dottedline::model::Study;

use crate::machine;
use crate::stored::{Figures, Stored};
use crate::timer::{median, seconds, times_for};
use crate::worlds::retail_bank;

/// By what share a form may be slower than stored.
const TOLERANCE: f64 = 0.1;

/// Rounds of which the median is taken.
const ROUNDS: usize = 11;

/// A form fails if it is too slow in so many looks in a row; the first in which it is not clears it.
const TRIES: usize = 3;

/// Seconds of CPU time of one turn of a form.
const TURN_SECONDS: f64 = 0.08;

/// Compares with the ratios that are stored for this processor and compiler.
pub(crate) fn check(stored: &Stored) -> Vec<String> {
    let key = machine::processor_and_compiler();
    let Some(expected) = stored.ratios.get(&key) else {
        println!("ratios: nothing is stored for {key}, so nothing is compared; record anew");
        measure_all();
        return Vec::new();
    };
    let mut slow: BTreeMap<String, String> = BTreeMap::new();
    for look in 0..TRIES {
        let ratios = measure_all().into_iter();
        let still = ratios.filter(|(name, _)| look == 0 || slow.contains_key(name));
        slow = still.filter_map(|(name, ratio)| Some((name.clone(), judged(&name, ratio, expected)?))).collect();
        if slow.is_empty() {
            break;
        }
        println!("  too slow in look {} of {TRIES}: {}", look + 1, slow.keys().cloned().collect::<Vec<_>>().join(", "));
    }
    slow.into_values().collect()
}

fn judged(name: &str, ratio: f64, expected: &Figures) -> Option<String> {
    let Some(expected) = expected.get(name) else { return Some(format!("{name}: no ratio is stored")) };
    let change = ratio / expected - 1.0;
    if change > TOLERANCE {
        println!("  {name}: {:.0} % faster than stored: time to renew the figures", 100.0 * change);
    }
    (change < -TOLERANCE)
        .then(|| format!("{name}: {ratio:.2} times as fast as naive, {:.0} % slower than stored", -100.0 * change))
}

/// What to store: the lowest of three looks, as one look clears a form: both keep a noisy machine from crying wolf.
pub(crate) fn record_all() -> Figures {
    let looks = [measure_all(), measure_all(), measure_all()];
    let lowest = |name: &String| looks.iter().map(|look| look[name]).fold(f64::INFINITY, f64::min);
    looks[0].keys().map(|name| (name.clone(), lowest(name))).collect()
}

/// Medians over rounds, in each of which every form has its turn.
pub(crate) fn measure_all() -> Figures {
    let study = Study { trials: 1, ..retail_bank(2_000) };
    let forms: Vec<Form> = Form::available().into_iter().filter(|form| form.name() != "naive").collect();
    let naive = trial(&study, Form::named("naive").expect("always there"));
    let fast: Vec<_> = forms.iter().map(|&form| trial(&study, form)).collect();
    let times: Vec<u32> = fast.iter().map(|work| times_for(TURN_SECONDS, work)).collect();
    let mut ratios = vec![Vec::with_capacity(ROUNDS); forms.len()];
    for _ in 0..ROUNDS {
        let slow = seconds(1, &naive);
        for (place, work) in fast.iter().enumerate() {
            ratios[place].push(slow / seconds(times[place], work));
        }
    }
    let figures: Figures =
        forms.iter().map(|form| form.name().to_owned()).zip(ratios.into_iter().map(median)).collect();
    figures.iter().for_each(|(name, ratio)| println!("  {name}: {ratio:.2} times as fast as naive"));
    figures
}

/// A whole trial in a form; no two are the same, so that no branch is learnt by heart.
fn trial(study: &Study, form: Form) -> impl Fn() -> usize + '_ {
    let plan = Plan::in_form(&study.world, form);
    let number = std::cell::Cell::new(0);
    move || {
        number.set(number.get() % 8 + 1);
        plan.run_trial(&study.regimes(), study.seed, number.get()).len()
    }
}
