//! What a fit comes to, in sentences for people.

use super::fit::{Fit, Misfit};
use super::levels::has_level;
use crate::numbers::{count, decimal, percent, plain};
use crate::numerals::count as counted;
use crate::observed::{Measure, Observed, Target};

/// Levels whose size says whether a firm is like others. How much of it leaves feedback or opens a problem is as it is.
const TELLING: &[&str] = &["quality", "expectation", "churn_problem", "success_base"];

/// What a fit comes to: how many figures fit, which do not and with what they do not go together, whether the model can have produced them,
/// and what it takes that is not plausible.
#[must_use]
pub fn conclusions(fit: &Fit, observed: &Observed) -> Vec<String> {
    let unmet: Vec<&Target> = fit.targets.iter().filter(|target| !target.is_alike()).collect();
    let all = fit.targets.len();
    let mut sentences = vec![match unmet.len() {
        0 if all == 1 => "The figure that was observed fits.".to_owned(),
        0 => format!("All {all} observed figures fit."),
        apart => format!(
            "{} of {all} observed figures fit; {} not.",
            all - apart,
            if apart == 1 { "1 does" } else { "the others do" }
        ),
    }];
    sentences.extend(unmet.iter().map(|target| unmet_words(target, fit, observed)));
    sentences.extend(fit.misfit.and_then(misfit_words));
    sentences.extend(implausible(fit));
    sentences
}

/// What stands against a figure.
fn unmet_words(target: &Target, fit: &Fit, observed: &Observed) -> String {
    let name = &target.name;
    let Some(implied) = target.implied else {
        return format!("{name}: the firm never comes to that; nothing can be fitted to it.");
    };
    let figure = |target: &Target| format!("{} of {}", target.name, decimal(target.observed, target.decimals()));
    let reached = format!("{}, and the model comes to {}", figure(target), decimal(implied, target.decimals()));
    let against: Vec<String> = at_odds(target.measure, fit).into_iter().map(figure).collect();
    let why = limit(target.measure, observed);
    match against.as_slice() {
        [] => format!("{reached}: {why}."),
        some => format!("{reached}: {why}, so that it does not go together with {}.", some.join(" and ")),
    }
}

/// The figures that hold a figure back: at most two, those nearest to it.
fn at_odds(measure: Measure, fit: &Fit) -> Vec<&Target> {
    let holds = |other: &Measure| match (measure, *other) {
        (Measure::ProblemRate(a), Measure::Satisfaction(b)) | (Measure::Contacts(a), Measure::ProblemRate(b)) => a == b,
        (Measure::ProblemRate(_) | Measure::ChurnAfterComplaint, Measure::FirstContactResolution)
        | (Measure::Nps, Measure::Satisfaction(_) | Measure::SegmentNps(_))
        | (Measure::SegmentNps(_), Measure::Nps)
        | (Measure::NpsTrend, Measure::Nps)
        | (Measure::YearlyRetention(_), Measure::ChurnWithoutComplaint | Measure::ChurnAfterComplaint)
        | (Measure::ChurnWithoutComplaint, Measure::YearlyRetention(_))
        | (Measure::ChurnAfterComplaint, Measure::ChurnWithoutComplaint)
        | (Measure::Complaints, Measure::ProblemRate(_))
        | (Measure::FirstContactResolution, Measure::Satisfaction(_))
        | (Measure::Contacts(_), Measure::Transfers)
        | (Measure::Transfers, Measure::Contacts(_)) => true,
        (Measure::YearlyRetention(a), Measure::RetentionByYear(b, _)) => a == b,
        (Measure::RetentionByYear(a, year), Measure::RetentionByYear(b, other)) => a == b && year != other,
        _ => false,
    };
    fit.targets.iter().filter(|target| holds(&target.measure)).take(2).collect()
}

/// Why no level takes a figure further.
fn limit(measure: Measure, observed: &Observed) -> &'static str {
    match measure {
        Measure::ProblemRate(_) => "every contact that fails opens a problem already, or none does",
        Measure::Nps if has_level(measure, observed, true) => {
            "touchpoints whose satisfaction nobody measured are as good or as bad already as they can be"
        }
        Measure::Nps => "the satisfaction of every touchpoint is given, and the score follows from it",
        Measure::SegmentNps(_) => "expectations move it no further",
        Measure::Contacts(_) => "where customers come from, nobody goes elsewhere already",
        Measure::Transfers => "journeys between functions move it no further",
        Measure::Complaints => "all problems are complained about already, or none",
        Measure::FirstContactResolution => "an experience of that quality solves more problems, or fewer",
        Measure::YearlyRetention(_) | Measure::ChurnWithoutComplaint | Measure::ChurnAfterComplaint => {
            "loyalty moves it no further"
        }
        Measure::RetentionByYear(..) => {
            "customers who leave with probabilities of their own, alike at each renewal, do not leave so"
        }
        Measure::NpsTrend => "plausible behaviour moves it no further",
        _ => "nothing moves it further",
    }
}

fn misfit_words(misfit: Misfit) -> Option<String> {
    let Misfit { degrees, p, .. } = misfit;
    let figures = count(degrees as usize, "figure that no level gives", "figures that no level gives");
    misfit.is_improbable().then(|| {
        format!(
            "The model can hardly have produced this firm: with plausible behaviour {figures} would be so far off in {} of firms. \
             Look for an error in the figures, or for what the scenario leaves out, before you rely on a run.",
            if p < 0.001 { "less than .1 %".to_owned() } else { percent(p, 1) }
        )
    })
}

/// Levels that had to leave what is plausible.
fn implausible(fit: &Fit) -> Option<String> {
    let outside: Vec<String> = fit
        .levels
        .iter()
        .filter_map(|address| {
            let number = fit.study.number(address).filter(|_| TELLING.contains(&address.about().key))?;
            let range = address.about().plausible_around(address.usual().unwrap_or(number), address.usual());
            let far = number < range.least || number > range.most;
            far.then(|| format!("{address} = {}", plain(number)))
        })
        .collect();
    let few = outside.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let more = if outside.len() > 4 { format!(" and {} more", outside.len() - 4) } else { String::new() };
    (!outside.is_empty()).then(|| {
        format!(
            "{} outside of what is plausible of most firms (an assumption): {few}{more}.",
            counted(outside.len(), "level had to go", "levels had to go")
        )
    })
}
