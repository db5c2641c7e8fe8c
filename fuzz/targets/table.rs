//! Tables of trials: read or refused with a remedy; what is read is judged.

#![no_main]

use std::io::Cursor;

use dottedline::compare::{TableRequest, Judgement, TableLayout, TrialTable, TableQuestion, Together, answer, notices, to_json};
use dottedline_fuzz::in_time;
use libfuzzer_sys::fuzz_target;

/// More structures or trials than this take their time: each pair may be drawn anew thousands of times.
const MOST_STRUCTURES: usize = 5;
const MOST_TRIALS: usize = 40;

fuzz_target!(|bytes: &[u8]| {
    in_time(|| {
        for layout in [TableLayout::default(), TableLayout { wide: Some("retention".to_owned()), ..TableLayout::default() }] {
            match TrialTable::read_all(Cursor::new(bytes.to_vec()), &layout) {
                Err(error) => assert!(error.to_string().contains("remedy")),
                Ok(tables) => tables.into_iter().take(3).for_each(|(_, table)| judge(table, &layout)),
            }
        }
    });
});

fn judge(table: TrialTable, layout: &TableLayout) {
    let table = table.known_as(None, None, layout);
    let metric = table.metrics().next().map(str::to_owned);
    let asked = TableRequest { primary: metric.clone(), practical: metric.map(|name| (name, 0.5)).into_iter().collect(), ..TableRequest::default() };
    let Ok(rules) = asked.rules(&table, None) else { return };
    drop(notices(&table, &rules, &[]));
    if table.trials() > MOST_TRIALS || table.structures().len() > MOST_STRUCTURES {
        return;
    }
    let question = TableQuestion { baseline: table.baseline(), rules, seed: 0, own: false, in_full: true };
    let judged = Judgement::of_table(&table, &question);
    let together = Together::of_table(&table, &judged, &question.rules, None);
    assert!(!answer(&judged).contains("NaN"));
    drop(to_json(&judged, &together));
}
