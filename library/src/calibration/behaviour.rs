//! Behaviour: the numbers of the study that no measure gives by itself, with what is plausible of them before data are seen.

use super::levels::knows_years;
use crate::model::{Assumption, Owner, SetError, Study};
use crate::observed::Observed;
use crate::stats::SOBOL_DIMENSIONS;

/// Of customers, what a firm as it is does not show or no result of a run follows from: how it grows, who answers.
const UNSEEN: &[&str] = &["room", "acquisition", "word_of_mouth", "answer_base", "answer_extreme", "answer_satisfied"];

/// What is not known of behaviour: all that is assumed of customers, and how they differ in loyalty and expectation. A number that has
/// a measure of its own is a level and not here.
pub(super) fn unknown(study: &Study, observed: &Observed) -> Vec<Assumption> {
    let all = study.assumptions();
    let is_of = |assumption: &Assumption, key: &str| assumption.address.about().key == key;
    let customers = all.iter().filter(|one| {
        let measured = (is_of(one, "churn_problem") && observed.churn_after_complaint.is_some())
            || (is_of(one, "success_base") && observed.first_contact_resolution.is_some())
            || (is_of(one, "overload") && study.world.touchpoints.iter().all(|place| place.capacity.is_none()));
        *one.address.owner() == Owner::Customer && !UNSEEN.contains(&one.address.about().key) && !measured
    });
    let decay = all.iter().filter(|one| {
        observed.nps_year_ago.is_some() && *one.address.owner() == Owner::Organisation && is_of(one, "decay")
    });
    let segments = all.iter().filter(|one| {
        let Owner::Segment(id) = one.address.owner() else { return false };
        let place = study.world.segments.iter().position(|segment| segment.id == *id);
        let known = place.and_then(|place| observed.segments.get(place));
        match one.address.about().key {
            "churn_alpha" => !known.is_some_and(knows_years),
            "expectation" => known.is_none_or(|known| known.nps.is_none()),
            _ => false,
        }
    });
    customers.chain(decay).chain(segments).take(SOBOL_DIMENSIONS).cloned().collect()
}

/// Puts each number where this share of what is plausible lies below it.
pub(super) fn put(study: &mut Study, unknown: &[Assumption], shares: &[f64]) -> Result<(), SetError> {
    unknown.iter().zip(shares).try_for_each(|(one, &share)| study.set(&one.address, one.at(share)))
}
