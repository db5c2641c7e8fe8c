//! What is to be searched for, from text: `nps_true>=20`, `usual,large`. All that is wrong is told at once.

use super::structures::nearest;
use crate::model::{Practical, Study};
use crate::study::{CHART_FUNCTIONS, Keep, OFFICES, Office, SearchDesign, chart_metrics, figures};

/// The figure that is searched for unless somebody names another one.
const OBJECTIVE: &str = "total_value";

/// Weeks of road maps, at most.
const STAGES_MOST: usize = 3;

/// What somebody wishes, as typed.
#[derive(Clone, Debug, Default)]
pub struct SearchWishes {
    /// The figure.
    pub objective: Option<String>,
    /// The difference in it that matters.
    pub delta: Option<f64>,
    /// Conditions.
    pub keeps: Vec<String>,
    /// Names of offices.
    pub offices: Vec<String>,
    /// Structure-trials, at most.
    pub budget: Option<u64>,
    /// Weeks in which one chart may follow another.
    pub stages: Vec<u32>,
    /// Whether the front is asked for.
    pub pareto: bool,
}

/// What is to be searched for.
///
/// # Errors
/// All that is wrong, each with its remedy.
pub fn search_design(study: &Study, wishes: &SearchWishes) -> Result<SearchDesign, Vec<String>> {
    let mut wrong = Vec::new();
    let mut known = |result: Result<(), String>| wrong.extend(result.err());
    let metric = wishes.objective.as_deref().unwrap_or(OBJECTIVE);
    known(check_metric(metric));
    let keeps: Vec<Result<Keep, String>> = wishes.keeps.iter().map(|text| keep(text)).collect();
    let offices: Vec<Result<Office, String>> = wishes.offices.iter().map(|name| office(name)).collect();
    keeps.iter().for_each(|one| known(one.as_ref().map(drop).map_err(Clone::clone)));
    offices.iter().for_each(|one| known(one.as_ref().map(drop).map_err(Clone::clone)));
    wishes.stages.iter().for_each(|&week| known(stage(study, week)));
    if wishes.stages.len() > STAGES_MOST {
        known(Err(format!("road maps with {} weeks are too many; {STAGES_MOST} are the most", wishes.stages.len())));
    }
    let functions = study.world.functions.len();
    if functions > CHART_FUNCTIONS {
        known(Err(format!(
            "the firm has {functions} functions, and charts of {CHART_FUNCTIONS} at most can be searched; put functions together"
        )));
    }
    let Some(design) = SearchDesign::of(study, metric).filter(|_| wrong.is_empty()) else { return Err(wrong) };
    let mut keeps: Vec<Keep> = keeps.into_iter().flatten().collect();
    keeps.dedup();
    let (mut offices, mut weeks) = (Vec::<Office>::new(), wishes.stages.clone());
    for office in wishes.offices.iter().filter_map(|name| Office::named(name)) {
        if !offices.contains(&office) {
            offices.push(office);
        }
    }
    weeks.sort_unstable();
    weeks.dedup();
    Ok(SearchDesign {
        practical: wishes.delta.map_or(design.practical, Practical::Absolute),
        keeps,
        offices: if offices.is_empty() { design.offices.clone() } else { offices },
        budget: wishes.budget.unwrap_or(design.budget),
        stages: weeks,
        pareto: wishes.pareto,
        ..design
    })
}

fn check_metric(metric: &str) -> Result<(), String> {
    let names: Vec<&str> = chart_metrics().collect();
    if names.contains(&metric) {
        return Ok(());
    }
    if figures().any(|figure| figure.name == metric) {
        return Err(format!("{metric} is of two structures, and a chart stands by itself; name another figure"));
    }
    let near = nearest(metric, &names)
        .map_or_else(|| "; summary.csv of a run names all".to_owned(), |near| format!("; did you mean {near}?"));
    Err(format!("there is no figure {metric:?}{near}"))
}

fn keep(text: &str) -> Result<Keep, String> {
    let parts =
        text.split_once(">=").map(|parts| (parts, true)).or_else(|| text.split_once("<=").map(|parts| (parts, false)));
    let Some(((metric, bound), at_least)) = parts else {
        return Err(format!("{text:?} is no condition; write a figure, >= or <=, and a number, such as nps_true>=20"));
    };
    let metric = metric.trim();
    check_metric(metric)?;
    match bound.trim().parse::<f64>().ok().filter(|bound| bound.is_finite()) {
        Some(bound) => Ok(Keep { metric: metric.to_owned(), at_least, bound }),
        None => Err(format!(
            "{text:?} has no number behind its sign; write one in the unit of summary.csv, such as nps_true>=20"
        )),
    }
}

fn office(name: &str) -> Result<Office, String> {
    let names: Vec<&str> = OFFICES.iter().map(|office| office.name).collect();
    let near = nearest(name, &names).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    Office::named(name).ok_or_else(|| format!("there is no office {name:?}{near} (there are {})", names.join(", ")))
}

fn stage(study: &Study, week: u32) -> Result<(), String> {
    let weeks = study.world.clock.weeks;
    if (1..weeks).contains(&week) {
        return Ok(());
    }
    Err(format!(
        "a chart cannot follow in week {week}: the study has {weeks} weeks; give a week from 1 to {}",
        weeks.saturating_sub(1)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{parse, templates};

    fn study() -> Study {
        let minimal = templates().iter().find(|one| one.name == "minimal").expect("shipped");
        parse("minimal", minimal.text, &[]).expect("valid").study
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_with_what_was_meant() {
        let wishes = SearchWishes {
            objective: Some("total_valu".to_owned()),
            keeps: ["nps_true", "nps_true>=x", "npstrue>=3", "broke_even>=1"].map(str::to_owned).to_vec(),
            offices: vec!["large".to_owned(), "smal".to_owned()],
            stages: vec![0, 52, 9_999],
            ..SearchWishes::default()
        };
        let wrong = search_design(&study(), &wishes).expect_err("much is wrong");
        let told = [
            "did you mean total_value?",
            "\"nps_true\" is no condition",
            "no number behind its sign",
            "did you mean nps_true?",
            "broke_even is of two structures",
            "did you mean small?",
            "cannot follow in week 0",
            "cannot follow in week 9999",
        ];
        assert_eq!(wrong.len(), told.len(), "{wrong:#?}");
        for (wrong, told) in wrong.iter().zip(told) {
            assert!(wrong.contains(told), "{wrong} does not say {told}");
        }
    }

    #[test]
    fn a_condition_says_on_which_side_of_its_number_a_figure_has_to_be() {
        let wishes = SearchWishes {
            keeps: vec!["nps_true >= 20".to_owned(), "nps_measured<=-1e1".to_owned()],
            offices: vec!["large".to_owned(), "usual".to_owned(), "large".to_owned()],
            delta: Some(5.0),
            ..SearchWishes::default()
        };
        let design = search_design(&study(), &wishes).expect("fine");
        let keep = |metric: &str, at_least, bound| Keep { metric: metric.to_owned(), at_least, bound };
        assert_eq!(design.keeps, [keep("nps_true", true, 20.0), keep("nps_measured", false, -10.0)]);
        assert_eq!(design.offices.iter().map(|one| one.name).collect::<Vec<_>>(), ["large", "usual"]);
        assert_eq!((design.metric.as_str(), design.practical), ("total_value", Practical::Absolute(5.0)));
    }
}
