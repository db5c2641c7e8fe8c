//! The firms that a claims file speaks of: each scenario as it is, and at every point of what a claim lets vary.

use super::vary::varied;
use crate::claims::Claim;
use crate::scenario::Scenario;
use crate::study::Layout;

/// Points of one claim, at most: each is a run.
const POINTS_MOST: usize = 1_000;

/// A firm that is run for claims.
#[derive(Clone, Debug)]
pub struct ClaimCase {
    /// Path of the scenario, as the claims write it.
    pub path: String,
    /// What varies, as the claims write it.
    pub ranges: Vec<String>,
    /// Where on it this firm is: `organisation.readiness = 0.3`; empty for the scenario as it is.
    pub at: String,
    /// The firm.
    pub scenario: Scenario,
}

impl ClaimCase {
    /// Whether the claim speaks of this firm.
    #[must_use]
    pub fn is_of(&self, claim: &Claim) -> bool {
        self.path == claim.scenario && self.ranges == claim.ranges
    }
}

/// The firms that a claim speaks of, in the order of the grid, each with the structures of the scenario.
///
/// # Errors
/// All that is wrong with what varies, each with its remedy.
pub fn claim_cases(claim: &Claim, scenario: &Scenario) -> Result<Vec<ClaimCase>, Vec<String>> {
    let case = |at: String, scenario: Scenario| ClaimCase {
        path: claim.scenario.clone(),
        ranges: claim.ranges.clone(),
        at,
        scenario,
    };
    if claim.ranges.is_empty() {
        return Ok(vec![case(String::new(), scenario.clone())]);
    }
    let inputs = varied(&scenario.study, &claim.ranges)?;
    let points = Layout::Factorial.points(&inputs, scenario.study.seed).map_err(|error| vec![error.to_string()])?;
    if points.len() > POINTS_MOST {
        let many = crate::numbers::grouped(points.len() as f64);
        return Err(vec![format!("{many} points are more than 1,000; take fewer values of each: KEY=LOW..HIGH:N")]);
    }
    let (mut cases, mut wrong) = (Vec::new(), Vec::new());
    for (_, values) in points {
        let numbers: Vec<(String, f64)> =
            inputs.iter().map(|input| input.address.to_string()).zip(values.iter().copied()).collect();
        let at = numbers.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ");
        match scenario.study.with(&numbers) {
            Ok(study) => cases.push(case(at, Scenario { study, ..scenario.clone() })),
            Err(impossible) => wrong.push(format!("at {at} the firm cannot be: {}", impossible.why)),
        }
    }
    if wrong.is_empty() { Ok(cases) } else { Err(wrong) }
}
