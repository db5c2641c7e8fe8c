//! The studies that benchmarks and the regression gate run.

use std::fmt::Write;

use dottedline::model::Study;
use dottedline::scenario;

/// The shipped retail bank: 12 touchpoints, problems, two segments, newcomers, four structures.
pub(crate) fn retail_bank(customers: u32) -> Study {
    let text = include_str!("../../scenarios/retail_bank.toml");
    let sets = [format!("study.customers={customers}")];
    scenario::parse("retail_bank", text, &sets).expect("the shipped scenario is valid").study
}

/// A firm with so many touchpoints, from each of which customers can go on to so many others.
#[allow(dead_code, reason = "each of the programs that share this file uses its own part of it")]
pub(crate) fn firm(touchpoints: usize, out_degree: usize, customers: u32) -> Study {
    let name = format!("{touchpoints} touchpoints, {out_degree} ways on");
    scenario::parse(&name, &text(touchpoints, out_degree, customers), &[]).expect("is valid").study
}

fn text(touchpoints: usize, out_degree: usize, customers: u32) -> String {
    let mut text = format!("schema = 1\ntitle = \"Bench\"\n[study]\ncustomers = {customers}\nweeks = 104\n");
    text += "[[function]]\nid = \"sales\"\n[[function]]\nid = \"service\"\n";
    for t in 0..touchpoints {
        let (owner, resolves) = (["sales", "service"][t % 2], t % 3 == 0);
        write!(text, "[[touchpoint]]\nid = \"t{t}\"\nowner = \"{owner}\"\nquality = 0.75\nresolves = {resolves}\n")
            .expect("texts grow");
    }
    text += "[journey.from]\n";
    text += &row("away", 0, touchpoints, out_degree, 0.3);
    (0..touchpoints).for_each(|t| text += &row(&format!("t{t}"), t, touchpoints, out_degree, 0.5));
    text += "[journey.problem]\n";
    text += &row("default", 0, touchpoints, out_degree, 0.7);
    text += "[[segment]]\nid = \"all\"\nchurn_alpha = 0.9\nchurn_beta = 14.0\nrenewal_weeks = 26\nmargin = 6.0\n";
    text + "[[structure]]\nid = \"siloed\"\npreset = \"siloed\"\n"
}

/// Where customers go from a place: evenly to the touchpoints after it.
fn row(from: &str, after: usize, touchpoints: usize, out_degree: usize, probability: f64) -> String {
    let each = probability / out_degree as f64;
    let to = (1..=out_degree).map(|step| format!("t{} = {each}", (after + step) % touchpoints));
    format!("{from} = {{ {} }}\n", to.collect::<Vec<_>>().join(", "))
}
