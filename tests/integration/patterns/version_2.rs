//! The patterns of version 2: work helps, maturity decides, money and transparency.

use super::{Results, assert_above, assert_below, assert_between, bank, bank_with, minus};

const OFFICERS: [&str; 3] = ["advisory", "matrixed", "operational"];

fn readiness(of: f64) -> String {
    format!("organisation.readiness={of}")
}

/// The bank at a readiness, with other settings.
fn ready_bank(at: f64, others: &[&str], sets: &[&str], trials: u32) -> Results {
    Results::of(&bank(others, &[&[readiness(at).as_str()], sets].concat()), trials)
}

#[test]
fn version_2_pattern_1_work_helps() {
    let as_it_is = Results::of(&bank(&["matrixed", "operational"], &[]), 400);
    let lazy = [
        ("siloed", "silos without candidates", "initiatives.rate=0.05"),
        ("matrixed", "a matrix that levies .3", "lines.dotted.levy=0.3"),
        ("operational", "an operational officer without span", "structure.operational.span=0"),
    ];
    for (structure, who, set) in lazy {
        let other = Results::of(&bank(&["matrixed", "operational"], &[set]), 400);
        for metric in ["nps_true", "retention"] {
            let lost = minus(&as_it_is.each(structure, metric), &other.each(structure, metric));
            assert_above(&format!("{metric} lost by {who}"), &lost);
        }
    }
}

#[test]
fn version_2_pattern_2_maturity_decides_which_structure_is_worth_most() {
    let at = |readiness| ready_bank(readiness, &OFFICERS, &[], 200);
    let best = |at: &Results, best: &str, others: [&str; 2], readiness: &str| {
        for other in others {
            let more = at.ahead(best, other, "total_value");
            assert_above(&format!("total value at readiness {readiness}, {best} over {other}"), &more);
        }
    };
    let low = at(0.1);
    best(&low, "advisory", ["matrixed", "operational"], ".1");
    assert_below(
        "retention at readiness .1, operational over siloed",
        &low.ahead("operational", "siloed", "retention"),
    );
    best(&at(0.5), "matrixed", ["advisory", "operational"], ".5");
    best(&at(0.9), "operational", ["advisory", "matrixed"], ".9");
}

/// An adviser without money of its own.
const WITHOUT_A_BUDGET: &str = r#"
[[structure]]
id = "poor"
preset = "advisory"
budget = 0
"#;

#[test]
fn version_2_pattern_4_an_adviser_with_a_budget_raises_readiness_and_one_without_does_not() {
    let rises = |start: f64| {
        let results = Results::of(&bank_with(WITHOUT_A_BUDGET, &["advisory", "poor"], &[&readiness(start)]), 80);
        ["advisory", "poor"]
            .map(|id| -> Vec<f64> { results.each(id, "readiness_mean").iter().map(|end| end - start).collect() })
    };
    let [low, middle, high] = [0.1, 0.3, 0.6].map(rises);
    assert_above("rise of readiness from .1 with a budget", &low[0]);
    assert_above("rise of readiness from .1, more with a budget than without", &minus(&low[0], &low[1]));
    assert_above("rise of readiness from .3 with a budget", &middle[0]);
    assert_below("rise of readiness from .3 without a budget", &middle[1]);
    // Ready functions ask for more help than an adviser has time for, with a budget or without.
    assert_below("rise of readiness from .6 with a budget", &high[0]);
    assert_below("rise of readiness from .6 without a budget", &high[1]);
}

/// An adviser, then a matrix, then an operational officer: by the calendar, or once functions are readier. And nobody for as
/// long, then an operational officer.
const ROAD_MAPS: &str = r#"
[[structure]]
id = "calendar"
preset = "advisory"
[[structure.stage]]
week = 52
preset = "matrixed"
mandate = 0.7
[[structure.stage]]
week = 104
preset = "operational"
solid = ["service", "digital", "sales"]
mandate = 0.8

[[structure]]
id = "ripe"
preset = "advisory"
[[structure.stage]]
readiness = 0.33
preset = "matrixed"
mandate = 0.7
[[structure.stage]]
readiness = 0.5
preset = "operational"
solid = ["service", "digital", "sales"]
mandate = 0.8

[[structure]]
id = "late"
preset = "siloed"
[[structure.stage]]
week = 104
preset = "operational"
solid = ["service", "digital", "sales"]
mandate = 0.8
"#;

fn road_maps(start: f64, ids: &[&str], trials: u32) -> Results {
    Results::of(&bank_with(ROAD_MAPS, ids, &[&readiness(start)]), trials)
}

#[test]
fn version_2_pattern_4_step_by_step_beats_operational_at_once_where_readiness_is_low_and_not_where_it_is_high() {
    let gain = |start: f64| {
        let results = road_maps(start, &["operational", "calendar"], 80);
        results.ahead("calendar", "operational", "total_value")
    };
    for start in [0.1, 0.3] {
        assert_above(&format!("total value at readiness {start}, step by step over at once"), &gain(start));
    }
    for start in [0.5, 0.8] {
        assert_below(&format!("total value at readiness {start}, step by step over at once"), &gain(start));
    }
}

#[test]
fn version_2_pattern_4_the_steps_help_and_not_the_waiting_alone() {
    let results = road_maps(0.3, &["calendar", "late"], 60);
    for metric in ["total_value", "nps_true", "readiness_mean"] {
        let more = results.ahead("calendar", "late", metric);
        assert_above(&format!("{metric} at readiness .3, step by step over two years of silos"), &more);
    }
}

#[test]
fn version_2_pattern_4_a_road_map_that_waits_for_readiness_goes_on_where_the_adviser_raised_it() {
    let results = road_maps(0.3, &["operational", "advisory", "ripe"], 60);
    let went_on = results.ahead("ripe", "advisory", "cost_committees").iter().filter(|more| **more != 0.0).count();
    assert!((15..60).contains(&went_on), "of 60 road maps {went_on} got from .3 to a matrix at .33: some, not all");
    let gain = results.ahead("ripe", "operational", "total_value");
    assert_above("total value at readiness .3, waiting for readiness over at once", &gain);
    let ready = road_maps(0.8, &["operational", "ripe"], 3);
    assert_eq!(ready.ahead("ripe", "operational", "total_value"), [0.0; 3], "who is ready does not wait");
}

/// What an officer gains over silos, less what it gains in another world.
fn gain_lost(here: &Results, there: &Results, officer: &str, metric: &str) -> Vec<f64> {
    minus(&here.ahead(officer, "siloed", metric), &there.ahead(officer, "siloed", metric))
}

#[test]
fn version_2_pattern_5_blame_lowers_what_officers_gain() {
    blame_lowers_what_is_gained_by(&["matrixed", "operational"], 100);
}

#[test]
#[ignore = "slow: see the top of the folder"]
fn version_2_pattern_5_blame_lowers_what_every_officer_gains() {
    blame_lowers_what_is_gained_by(&OFFICERS, 800);
}

fn blame_lowers_what_is_gained_by(officers: &[&str], trials: u32) {
    let blame = |blame: &str| ready_bank(0.7, officers, &[blame], trials);
    let (open, hiding) = (blame("organisation.blame=0"), blame("organisation.blame=1"));
    for officer in officers {
        for metric in ["quality_mean", "nps_true"] {
            let lost = gain_lost(&open, &hiding, officer, metric);
            assert_above(&format!("{metric} that blame takes from the gain of {officer}"), &lost);
        }
    }
}

/// How likely a contact leaves feedback, the same at every touchpoint.
fn feedback(share: f64) -> Vec<String> {
    let touchpoints = &bank(&[], &[]).world.touchpoints;
    touchpoints.iter().map(|touchpoint| format!("touchpoint.{}.feedback={share}", touchpoint.id)).collect()
}

#[test]
fn version_2_pattern_5_feedback_and_shared_data_raise_quality_under_every_structure() {
    let (rare, frequent) = (feedback(0.01), feedback(0.3));
    let [rare, frequent] = [&rare, &frequent].map(|sets| sets.iter().map(String::as_str).collect::<Vec<_>>());
    let worlds = [
        ("feedback", rare, frequent),
        ("shared data", vec!["organisation.data_sharing=0.35"], vec!["organisation.data_sharing=0.8"]),
    ];
    for (what, less, more) in worlds {
        let [less, more] = [less, more].map(|sets| ready_bank(0.4, &OFFICERS, &sets, 50));
        for structure in ["siloed"].iter().chain(&OFFICERS) {
            let raised = minus(&more.each(structure, "quality_mean"), &less.each(structure, "quality_mean"));
            assert_above(&format!("quality that {what} adds under {structure}"), &raised);
        }
    }
}

#[test]
fn version_2_pattern_6_what_the_office_costs_decides_in_a_small_firm_and_not_in_a_large_one() {
    let firm = |represents: &str| ready_bank(0.9, &["matrixed", "operational"], &[represents], 60);
    let lead = |firm: &Results| firm.ahead("operational", "matrixed", "total_value");
    let dearer = |firm: &Results| firm.ahead("operational", "matrixed", "cost_office");
    let without_office =
        |firm: &Results| minus(&lead(firm), &dearer(firm).iter().map(|cost| -cost).collect::<Vec<_>>());
    let (small, large) = (firm("study.represents=1"), firm("study.represents=100"));
    assert_below("400 customers: total value, operational over a matrix", &lead(&small));
    assert_above("400 customers: the same if offices cost nothing", &without_office(&small));
    assert_above("40,000 customers: total value, operational over a matrix", &lead(&large));
    assert_above("40,000 customers: the same if offices cost nothing", &without_office(&large));
    let share = |firm: &Results| -> Vec<f64> {
        let (cost, value) = (firm.each("operational", "cost_office"), firm.each("operational", "total_value"));
        cost.iter().zip(value).map(|(cost, value)| cost / value).collect()
    };
    assert_between("400 customers: the office as a share of total value", &share(&small), 0.1, 0.2);
    assert_between("40,000 customers: the same", &share(&large), 0.0, 0.002);
}
