//! Design files: read or refused with a line; what is read is put over a scenario.

#![no_main]

use dottedline::scenario;
use dottedline::shards::DesignTable;
use dottedline_fuzz::{SCENARIO, in_time};
use libfuzzer_sys::fuzz_target;

/// Design points that are tried out.
const TRIED: usize = 3;

fuzz_target!(|bytes: &[u8]| {
    in_time(|| match DesignTable::parse(bytes) {
        Err((line, problem)) => assert!(line > 0 && !problem.is_empty()),
        Ok(design) => {
            for (name, values) in design.points.iter().take(TRIED) {
                assert!(!name.is_empty() && values.len() == design.keys.len());
                let set = |(key, value): (&String, &String)| format!("{key}={value}");
                let sets: Vec<String> = design.keys.iter().zip(values).map(set).collect();
                drop(scenario::parse("fuzzed", SCENARIO, &sets).map_err(|error| error.to_string()));
            }
        }
    });
});
