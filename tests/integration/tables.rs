//! `compare`: any table of trials, its verdicts, and its words.

use std::fmt::Write;
use std::process::{Command, Output};

use dottedline::compare::{
    Judgement, TableError, TableLayout, TableQuestion, Together, TrialTable, answer, headline, to_json, unbeaten, worth,
};
use dottedline::stats::Verdict;
use dottedline::study::{Criterion, DecisionRules, Practical};

/// A table of structures with random numbers in common: each is a step above the first, plus a little random numbers of its own.
fn table(trials: u32, steps: &[f64]) -> String {
    let mut text = "trial,structure,score,remark\n".to_owned();
    for trial in 0..trials {
        let common = f64::from(trial * 37 % 101) / 10.0;
        for (place, step) in (0_u32..).zip(steps) {
            let own = f64::from((trial * 53 + place * 29) % 17) / 40.0;
            writeln!(text, "{trial},s{place},{},fine", common + step + own).unwrap();
        }
    }
    text
}

fn rules(practical: f64) -> DecisionRules {
    let practical = Practical::Absolute(practical);
    let criterion = Criterion { metric: "score".to_owned(), practical, smaller_is_better: false };
    DecisionRules { criteria: vec![criterion], alpha: 0.05 }
}

fn read(text: &str) -> Result<TrialTable, TableError> {
    TrialTable::read(std::io::Cursor::new(text.to_owned()), &TableLayout::default())
}

fn question(rules: &DecisionRules) -> TableQuestion {
    TableQuestion { baseline: 0, rules: rules.clone(), seed: 0, own: false, in_full: true }
}

fn judged(text: &str, rules: &DecisionRules) -> Judgement {
    Judgement::of_table(&read(text).unwrap(), &question(rules)).remove(0)
}

fn json(judgement: Judgement) -> serde_json::Value {
    let table = read("trial,structure,score\n1,a,1\n1,b,1\n").unwrap();
    let judged = [judgement];
    to_json(&judged, &Together::of_table(&table, &judged, &rules(0.5), None))
}

fn verdicts(judgement: &Judgement) -> Vec<Option<Verdict>> {
    judgement.pairs.iter().map(|pair| pair.comparison.verdict).collect()
}

#[test]
fn a_clear_winner_is_named_with_its_lead() {
    let judgement = judged(&table(60, &[0.0, 0.02, 2.0]), &rules(0.5));
    let better = Some(Verdict::Better);
    assert_eq!(verdicts(&judgement), [Some(Verdict::Equivalent), better, better]);
    let text = headline(&judgement);
    assert!(
        text.starts_with(
            "By score, s2 is the best; s0 and s1 are ruled out (95 % confidence, 60 trials; more is better)."
        ),
        "{text}"
    );
    assert!(text.contains("Against s0 it is 2.0"), "{text}");
}

#[test]
fn without_what_only_tables_tell_everything_else_is_the_same() {
    // One structure far ahead in few trials: so skewed that a second interval is made.
    let mut text = table(40, &[0.0, 0.02, 0.5]);
    text.extend((40..44).map(|trial| format!("{trial},s0,1,fine\n{trial},s1,1,fine\n{trial},s2,40,fine\n")));
    let (table, rules) = (read(&text).unwrap(), rules(0.1));
    let of = |in_full| Judgement::of_table(&table, &TableQuestion { in_full, ..question(&rules) }).remove(0);
    let (mut full, plain) = (of(true), of(false));
    assert!(full.pairs.iter().any(|pair| pair.bca.is_some()) && full != plain);
    assert_eq!(answer(std::slice::from_ref(&full)), answer(std::slice::from_ref(&plain)));
    for pair in &mut full.verdicts.pairs {
        assert!(pair.comparison.median.take().is_some() && pair.second_order_ahead.take().is_some());
        assert!(pair.second_order_behind.take().is_some());
    }
    assert_eq!(full, plain);
}

#[test]
fn structures_too_near_to_matter_are_equivalent_and_have_no_winner() {
    let text = headline(&judged(&table(60, &[0.0, 0.02, 0.03]), &rules(0.5)));
    assert!(
        text.starts_with("By score, s0, s1 and s2 are equivalent: none is 0.5 or more away from another"),
        "{text}"
    );
}

#[test]
fn what_is_not_decided_says_so_and_how_much_is_missing() {
    let text = headline(&judged(&table(25, &[0.0, 0.02]), &rules(0.01)));
    assert!(text.starts_with("By score, the best is not decided (about "), "{text}");
    assert!(text.contains("more trials would tell): it can be s0 or s1; none is ruled out"), "{text}");
    let few = headline(&judged(&table(5, &[0.0, 0.02]), &rules(0.01)));
    assert!(few.starts_with("By score, the best is not decided: it can be s0 or s1"), "{few}");
    assert!(few.ends_with("These are few trials: run more before you act on it."), "{few}");
}

#[test]
fn where_less_is_better_the_least_is_the_best() {
    let mut rules = rules(0.5);
    rules.criteria[0].smaller_is_better = true;
    let judgement = judged(&table(60, &[0.0, 2.0, 4.0]), &rules);
    let worse = Some(Verdict::Worse);
    assert_eq!(verdicts(&judgement), [worse; 3]);
    assert!(headline(&judgement).starts_with("By score, s0 is the best; s1 and s2 are ruled out"));
    assert!(judgement.options[0].mean < judgement.options[1].mean, "means are shown as they are");
}

#[test]
fn one_trial_and_missing_numbers_claim_nothing() {
    let one = judged(&table(1, &[0.0, 5.0]), &rules(0.5));
    assert_eq!(headline(&one), "One trial cannot tell a difference from chance; run more trials.");
    let missing = judged("trial,structure,score\n1,a,\n1,b,1\n2,a,\n2,b,2\n", &rules(0.5));
    assert_eq!(headline(&missing), "No trial has score under two structures, so nothing can be said.");
    assert_eq!(answer(&[]), "");
    for judgement in [one, missing] {
        assert_eq!(verdicts(&judgement), [None]);
        assert!(json(judgement).to_string().contains("\"standing\":null"));
    }
}

/// Three structures: the second keeps 2 more for 10 more in cost, the third 3 more for 60 more, in every trial.
fn priced(costs: &str) -> TrialTable {
    let mut text = format!("trial,structure,score,{costs}\n");
    for trial in 0..20 {
        let noise = trial * 37 % 101;
        for (name, score, cost) in [("old", 5, 100), ("new", 7, 110), ("dear", 8, 160)] {
            writeln!(text, "{trial},{name},{},{}", score + noise, cost + trial * 53 % 97).unwrap();
        }
    }
    read(&text).unwrap()
}

#[test]
fn metrics_together_say_who_is_unbeaten_and_what_a_point_must_be_worth() {
    let (table, mut rules) = (priced("costs"), rules(0.5));
    let together = |rules: &DecisionRules, table: &TrialTable, costs| {
        Together::of_table(table, &Judgement::of_table(table, &question(rules)), rules, costs)
    };
    let alone = together(&rules, &table, None);
    assert_eq!((alone.pareto_shares.as_ref(), unbeaten(&alone).as_str()), (None, ""), "one metric has no front");
    assert_eq!(
        worth(&alone),
        "By what a unit of score is worth when costs count, by means: old below 5, new from 5 on and dear from 50 on. In the \
         middle of these ranges they are the best in 100 %, 100 % and 100 % of trials."
    );
    let practical = Practical::Absolute(1.0);
    rules.criteria.push(Criterion { metric: "costs".to_owned(), practical, smaller_is_better: true });
    let both = together(&rules, &table, None);
    assert_eq!(both.pareto_shares, Some(vec![Some(1.0); 3]), "each is cheaper or better than any other");
    assert_eq!(
        unbeaten(&both),
        "Not beaten in score and costs together, in so many trials: dear 100 %, new 100 % and old 100 %."
    );
    rules.criteria[1].smaller_is_better = false;
    assert_eq!(
        together(&rules, &table, None).pareto_shares,
        Some(vec![Some(1.0), Some(0.0), Some(0.0)]),
        "as if costs were a gain"
    );
    rules.criteria.pop();
    let same = "trial,structure,score,costs\n1,a,2,5\n1,b,2,5\n2,a,3,4\n2,b,3,4\n";
    let same = read(same).unwrap();
    assert_eq!(worth(&together(&rules, &same, None)), "", "none of equals is the choice");
    let named = priced("spent");
    assert_eq!(worth(&together(&rules, &named, None)), "");
    assert!(
        worth(&together(&rules, &named, Some("spent")))
            .contains("when spent count, by means: old below 5, new from 5 on")
    );
    assert_eq!(together(&rules, &named, Some("score")).worth, None, "the primary metric is no price of itself");
}

#[test]
fn rows_may_come_in_any_order_and_may_be_missing() {
    let text = "structure,score,trial\nb,2,1\na,1,1\na,3,2\nb,,3\na,5,3\n";
    let table = read(text).unwrap();
    assert_eq!(
        (table.structures(), table.trial_names()),
        (&["a", "b"].map(String::from)[..], &["1", "2", "3"].map(String::from)[..])
    );
    let columns = [vec![Some(1.0), Some(3.0), Some(5.0)], vec![Some(2.0), None, None]];
    assert_eq!(table.columns("score"), Some(&columns[..]));
    assert_eq!((table.has_row(1, 1), table.has_row(1, 2)), (false, true));
}

#[test]
fn broken_tables_are_refused_with_the_line() {
    for (text, hint) in [
        ("", "no line of this text has several columns"),
        ("trial,score\n1,2\n", "line 1: there is no column `structure`; the columns are `trial`, `score`"),
        ("score,structure\n1,a\n", "line 1: there is no column `trial`"),
        ("trial,structure,score\n", "no rows"),
        ("trial,structure,score\n1,a,2\n2,a,3\n", "one structure only, `a`"),
        ("trial,structure,score\n1,a,2\n1,b,x\n", "line 3: `x` in column `score` is not a number"),
        ("trial,structure,score\n1,a,2\n1,b,inf\n", "line 3: `inf` in column `score` is not finite"),
        ("trial,structure,score\n1,a,2\n1,b,1e999\n", "line 3: `1e999` in column `score` is not finite"),
        ("trial,structure,score\n1,a,2\n1,b,1\n1,a,3\n", "line 4: trial 1 of structure `a` stands in line 2 already"),
        ("trial,structure,score\n1,a,2\n1,,1\n", "line 3: the cell `structure` is empty"),
        ("trial,structure,score\n1,a,2\n1,b\n", "line 3: 2 cells, but the header has 3"),
        ("trial,structure,score,score\n1,a,2,2\n1,b,1,1\n", "two columns are called `score`"),
        ("trial,structure,note\n1,a,x\n1,b,y\n", "no column of numbers: `note` holds `x`"),
    ] {
        let error: TableError = read(text).expect_err(text);
        assert!(error.to_string().contains(hint), "{text:?} says\n{error}");
    }
}

#[test]
fn all_problems_of_a_table_are_told_at_once() {
    let error = read("trial,structure,score\n1,a,2\n1,,1\n,b,1\n2,a\n").unwrap_err().to_string();
    for hint in ["line 3: the cell `structure` is empty", "line 4: the cell `trial` is empty", "line 5: 2 cells"] {
        assert!(error.contains(hint), "{hint} is missing in\n{error}");
    }
}

/// Runs `compare` on a table.
fn program(name: &str, text: &str, words: &[&str]) -> Output {
    let file = std::env::temp_dir().join(format!("dottedline-compare-{name}-{}.csv", std::process::id()));
    std::fs::write(&file, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dottedline")).arg("compare").arg(&file).args(words).output().unwrap();
    let _ = std::fs::remove_file(&file);
    output
}

#[test]
fn the_program_compares_any_table_within_eighty_columns() {
    let output = program("any", &table(30, &[0.0, 0.3, 2.0, 2.05]), &["--delta", "score=0.1", "--baseline", "s1"]);
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(err.contains("Ignored, for they hold no numbers: remark."), "{err}");
    let unwrapped = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in
        ["score, against s1 (decides)", "s3 - s2", "times as many independent", "worst regret in score: s", "ruled out"]
    {
        assert!(unwrapped.contains(part), "{part} is missing in\n{out}");
    }
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let json = program("json", &table(30, &[0.0, 0.3]), &["--delta", "score=0.1", "--json", "--quiet"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["metrics"][0]["pairs"][0]["verdict"], "better");
    assert!(value["metrics"][0]["pairs"][0]["p_holm"].is_number());
}

#[test]
fn a_wrong_request_is_refused_with_a_hint() {
    let fine = table(3, &[0.0, 1.0]);
    for (words, code, hint) in [
        (&[][..], 2, "--delta score=VALUE"),
        (&["--delta", "score=0"], 2, "above 0"),
        (&["--delta", "score=-1"], 2, "above 0"),
        (&["--delta", "score"], 2, "retention=0.005"),
        (&["--delta", "scor=1"], 2, "did you mean `score`"),
        (&["--primary", "scor", "--delta", "score=1"], 2, "did you mean `score`"),
        (&["--delta", "score=1", "--baseline", "s9"], 2, "no structure `s9`"),
        (&["--delta", "score=1", "--smaller-is-better", "cost"], 2, "no metric that counts `cost`"),
        (&["--delta", "score=1", "--alpha", "0.7"], 2, "below 0.5"),
    ] {
        let output = program("request", &fine, words);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {err}");
        assert!(err.contains(hint), "{words:?} says\n{err}");
    }
    let broken = program("broken", "trial,structure,score\n1,a,2\n1,b,x\n", &["--delta", "score=1"]);
    assert_eq!(broken.status.code(), Some(65));
}
