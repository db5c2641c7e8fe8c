//! The claims file.

use std::ops::Range;

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use crate::study::figures;

/// Claims, and how they are to be tested.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// Probability that no claim is wrongly said to hold or to fail, inside (½, 1).
    pub confidence: f64,
    /// Number of trials; `None`: the scenarios' own.
    pub trials: Option<u32>,
    /// The claims, in file order; at least one.
    pub claims: Vec<Claim>,
}

/// Something said of a structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// It in words.
    pub text: String,
    /// Path of the scenario, as written.
    pub scenario: String,
    /// The structure.
    pub structure: String,
    /// The structure that it is compared with; `None`: the claim is about the structure's own mean.
    pub other: Option<String>,
    /// Name of the figure, as in `summary.csv`.
    pub metric: String,
    /// What is expected.
    pub expectation: Expectation,
    /// What varies meanwhile, as text (`organisation.readiness=0.3..0.9:7`): it is expected at every point of that grid. Empty: of the
    /// scenario as it is.
    pub ranges: Vec<String>,
    /// Line of the file where it starts, from 1.
    pub line: usize,
}

/// What is expected of a mean, or of a mean difference of structure minus other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expectation {
    /// It is at least this.
    AtLeast(f64),
    /// It is at most this.
    AtMost(f64),
    /// It is from minus this to this, above 0.
    EquivalentWithin(f64),
    /// No other structure of the scenario is better by more than this, 0 or more.
    BestWithin(f64),
}

/// Why claims cannot be tested.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ClaimsError {
    /// The file is not such a file.
    #[error("{0}")]
    Text(String),
    /// A claim makes no sense.
    #[error("line {line}: {problem}\n  remedy: {remedy}")]
    Claim {
        /// The line where the claim starts.
        line: usize,
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimsText {
    scenario: Option<String>,
    confidence: Option<Spanned<f64>>,
    trials: Option<Spanned<i64>>,
    #[serde(default)]
    claim: Vec<Spanned<ClaimText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimText {
    text: Option<String>,
    scenario: Option<String>,
    structure: String,
    other: Option<String>,
    metric: String,
    at_least: Option<f64>,
    at_most: Option<f64>,
    equivalent_within: Option<f64>,
    best: Option<bool>,
    best_within: Option<f64>,
    #[serde(rename = "while")]
    ranges: Option<RangesText>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a range such as \"organisation.readiness=0.3..0.9\", or a list of them")]
enum RangesText {
    One(String),
    Several(Vec<String>),
}

/// Reads a claims file.
///
/// # Errors
/// Text that is no claims file, or a claim that makes no sense, with its line.
///
/// ```
/// use dottedline::claims::{Expectation, parse};
/// let claims = parse(
///     "scenario = 'bank.toml'\n[[claim]]\nstructure = 'matrixed'\nother = 'siloed'\nmetric = 'retention'\nat_least = 0.01",
/// )?;
/// assert_eq!(claims.claims[0].text, "matrixed - siloed, retention: at least 0.01");
/// assert_eq!(claims.claims[0].expectation, Expectation::AtLeast(0.01));
/// # Ok::<(), dottedline::claims::ClaimsError>(())
/// ```
pub fn parse(text: &str) -> Result<Claims, ClaimsError> {
    let file: ClaimsText =
        toml::from_str(text).map_err(|error| ClaimsError::Text(error.to_string().trim_end().to_owned()))?;
    let line = |span: Range<usize>| text[..span.start.min(text.len())].matches('\n').count() + 1;
    if file.claim.is_empty() {
        return Err(wrong(1, "the file makes no claim", "add a table [[claim]] with structure, metric and at_least"));
    }
    let (mut confidence, mut trials) = (0.95, None);
    if let Some(given) = &file.confidence {
        confidence = *given.get_ref();
        if !(confidence > 0.5 && confidence < 1.0) {
            return Err(wrong(line(given.span()), "the confidence makes no sense", "a number above 0.5 and below 1"));
        }
    }
    if let Some(given) = &file.trials {
        let number = u32::try_from(*given.get_ref()).ok().filter(|trials| (2..=10_000_000).contains(trials));
        let remedy = "a whole number of trials, from 2 to 10,000,000";
        trials = Some(number.ok_or_else(|| wrong(line(given.span()), "so many trials cannot be run", remedy))?);
    }
    let one = |claim: &Spanned<ClaimText>| refine(claim.get_ref(), file.scenario.as_deref(), line(claim.span()));
    Ok(Claims { confidence, trials, claims: file.claim.iter().map(one).collect::<Result<_, _>>()? })
}

fn wrong(line: usize, problem: impl Into<String>, remedy: impl Into<String>) -> ClaimsError {
    ClaimsError::Claim { line, problem: problem.into(), remedy: remedy.into() }
}

fn refine(claim: &ClaimText, scenario: Option<&str>, line: usize) -> Result<Claim, ClaimsError> {
    let Some(scenario) = claim.scenario.as_deref().or(scenario) else {
        let remedy = "write scenario = \"file.toml\" at the top or in the claim";
        return Err(wrong(line, "no scenario is named to test this on", remedy));
    };
    if figures().all(|figure| figure.name != claim.metric) {
        let names: Vec<&str> = figures().map(|figure| figure.name).collect();
        let near = names.iter().min_by_key(|name| strsim::damerau_levenshtein(name, &claim.metric));
        let guess = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        return Err(wrong(
            line,
            format!("there is no metric `{}`", claim.metric),
            format!("{guess}One of {}", names.join(", ")),
        ));
    }
    if claim.other.as_ref() == Some(&claim.structure) {
        return Err(wrong(line, format!("`{}` is compared with itself", claim.structure), "name another structure"));
    }
    let expectation = expectation(claim, line)?;
    let ranges = match &claim.ranges {
        None => Vec::new(),
        Some(RangesText::One(range)) => vec![range.clone()],
        Some(RangesText::Several(ranges)) => ranges.clone(),
    };
    Ok(Claim {
        text: claim.text.clone().unwrap_or_else(|| described(claim, expectation, &ranges)),
        scenario: scenario.to_owned(),
        structure: claim.structure.clone(),
        other: claim.other.clone(),
        metric: claim.metric.clone(),
        expectation,
        ranges,
        line,
    })
}

fn expectation(claim: &ClaimText, line: usize) -> Result<Expectation, ClaimsError> {
    if claim.best == Some(false) {
        return Err(wrong(line, "best = false claims nothing", "say of which other one it is worse: at_most"));
    }
    let said = [
        claim.at_least.map(Expectation::AtLeast),
        claim.at_most.map(Expectation::AtMost),
        claim.equivalent_within.map(Expectation::EquivalentWithin),
        claim.best.map(|_| Expectation::BestWithin(0.0)),
        claim.best_within.map(Expectation::BestWithin),
    ];
    let mut said = said.into_iter().flatten();
    let (Some(expectation), None) = (said.next(), said.next()) else {
        let remedy = "write exactly one of at_least, at_most, equivalent_within, best and best_within";
        return Err(wrong(line, "it does not say what is expected", remedy));
    };
    match expectation {
        Expectation::EquivalentWithin(_) if claim.other.is_none() => {
            Err(wrong(line, "equivalent to what?", "name the other structure: other = \"siloed\""))
        }
        Expectation::EquivalentWithin(size) if !(size > 0.0 && size.is_finite()) => {
            Err(wrong(line, "equivalent_within must be above 0", "give the greatest difference that does not matter"))
        }
        Expectation::BestWithin(_) if claim.other.is_some() => {
            Err(wrong(line, "the best is so against all others", "leave `other` out, or write at_least = 0"))
        }
        Expectation::BestWithin(size) if !(size >= 0.0 && size.is_finite()) => {
            Err(wrong(line, "best_within must not be below 0", "give the greatest difference that does not matter"))
        }
        Expectation::AtLeast(size) | Expectation::AtMost(size) if !size.is_finite() => {
            Err(wrong(line, "the limit is not a number", "give a number such as 0.01"))
        }
        fine => Ok(fine),
    }
}

fn described(claim: &ClaimText, expectation: Expectation, ranges: &[String]) -> String {
    let other = claim.other.as_ref().map_or(String::new(), |other| format!(" - {other}"));
    let meanwhile = if ranges.is_empty() { String::new() } else { format!(", while {}", ranges.join(" and ")) };
    format!("{}{other}, {}: {}{meanwhile}", claim.structure, claim.metric, expectation.words())
}

impl Expectation {
    /// It in words: "at least 0.01".
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Expectation::AtLeast(size) => format!("at least {size}"),
            Expectation::AtMost(size) => format!("at most {size}"),
            Expectation::EquivalentWithin(size) => format!("equivalent within {size}"),
            Expectation::BestWithin(0.0) => "the best".to_owned(),
            Expectation::BestWithin(size) => format!("the best, or behind it by at most {size}"),
        }
    }
}
