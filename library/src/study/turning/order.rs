//! In which order assumptions are tried where not all can be.

use super::leads::Today;
use crate::model::{Assumption, Owner, Study};

/// The assumptions that come nearest to turning the answer in seven shipped scenarios, nearest first: by the share of its lead that
/// the best structure loses to some other one at an end of the plausible range, on the mean over the scenarios (6 to 8 trials each, November 2026).
/// In the five of them whose best structure is clear, all 15 turns that were seen are among the first eight.
const FIRST: [&str; 14] = [
    "structure.*.mandate",
    "organisation.readiness",
    "structure.*.power",
    "study.survey_weeks",
    "organisation.value_scale",
    "organisation.hurdle",
    "structure.*.reach",
    "structure.*.shock",
    "lines.advisory.visibility",
    "structure.*.transition_weeks",
    "initiatives.rate",
    "lines.dotted.sharing",
    "structure.*.decay",
    "structure.*.cadence",
];

/// Places of assumptions in the order in which they are tried.
pub(super) fn order(study: &Study, assumptions: &[Assumption], today: &Today) -> Vec<usize> {
    let closest = today.rivals.get(today.standing().least().1).copied();
    let of = |id: &String| study.structures.iter().position(|structure| structure.id == *id);
    let rank = |place: &usize| {
        let address = &assumptions[*place].address;
        let key = address.about().key;
        let (name, structure) = match address.owner() {
            Owner::Structure(id) => (format!("structure.*.{key}"), of(id)),
            Owner::StructureLines(id, line) => (format!("lines.{}.{key}", line.name()), of(id)),
            Owner::Function(_) => (format!("function.*.{key}"), None),
            Owner::Touchpoint(_) => (format!("touchpoint.*.{key}"), None),
            Owner::Segment(_) => (format!("segment.*.{key}"), None),
            _ => (address.to_string(), None),
        };
        // Levers of other structures than the best and the closest one matter last.
        let far = structure.is_some() && structure != Some(today.best) && structure != closest;
        (far, FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len()))
    };
    let mut places: Vec<usize> = (0..assumptions.len()).collect();
    places.sort_by_key(rank);
    places
}
