//! Some of a study's structures, by name.

use std::fmt;

use thiserror::Error;

use crate::compare::listed;
use crate::model::{Structure, Study};

/// A study has no structure of this name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the scenario has no structure `{name}`{}\nIts structures are {}.", guess(.nearest), names(.structures))]
pub struct NoStructure {
    /// The name.
    pub name: String,
    /// The structure that was probably meant.
    pub nearest: Option<String>,
    /// The structures that there are.
    pub structures: Vec<String>,
}

fn guess(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

fn names(structures: &[String]) -> String {
    listed(&structures.iter().map(String::as_str).collect::<Vec<_>>(), "and")
}

/// The baseline was left out, and another structure takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBaseline {
    /// The scenario's baseline.
    pub old: String,
    /// The one that takes its place.
    pub new: String,
}

impl fmt::Display for NewBaseline {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NewBaseline { old, new } = self;
        write!(out, "The baseline `{old}` is not among the structures asked for; `{new}` takes its place.")
    }
}

/// Keeps the named structures, in the scenario's order; all of them if none is named.
///
/// If the baseline is not among them, the first one named becomes the baseline; returns a note that says so.
///
/// # Errors
/// A name that no structure has.
pub fn keep_structures(study: &mut Study, names: &[String]) -> Result<Option<NewBaseline>, NoStructure> {
    if names.is_empty() {
        return Ok(None);
    }
    for name in names {
        position(study, name)?;
    }
    let old = study.structures[study.baseline].id.clone();
    let new = if names.contains(&old) { old.clone() } else { names[0].clone() };
    study.structures.retain(|structure| names.contains(&structure.id));
    study.baseline = position(study, &new)?;
    Ok((new != old).then_some(NewBaseline { old, new }))
}

/// The structures of a study by name, the baseline first: so named, [`keep_structures`] gives them again.
pub(super) fn names_of(study: &Study) -> Vec<String> {
    let baseline = study.structures[study.baseline].id.as_str();
    let others = study.structures.iter().map(|structure| structure.id.as_str()).filter(|id| *id != baseline);
    std::iter::once(baseline).chain(others).map(str::to_owned).collect()
}

/// The named structures, in the order in which they are named, each once; all of them if none is named.
///
/// # Errors
/// A name that no structure has.
pub fn chosen_structures(study: &Study, names: &[String]) -> Result<Vec<Structure>, NoStructure> {
    let mut places = Vec::new();
    for name in names {
        let place = position(study, name)?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if names.is_empty() {
        return Ok(study.structures.clone());
    }
    Ok(places.into_iter().map(|place| study.structures[place].clone()).collect())
}

/// Where a structure is.
fn position(study: &Study, name: &str) -> Result<usize, NoStructure> {
    study.structures.iter().position(|structure| structure.id == name).ok_or_else(|| {
        let names: Vec<&str> = study.structures.iter().map(|structure| structure.id.as_str()).collect();
        NoStructure {
            name: name.to_owned(),
            nearest: nearest(name, &names).map(str::to_owned),
            structures: names.into_iter().map(str::to_owned).collect(),
        }
    })
}

/// The name that a mistyped or shortened one was probably meant to be.
#[must_use]
pub fn nearest<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
    let distance = |name: &str| strsim::damerau_levenshtein(typed, name);
    let near = names.iter().copied().min_by_key(|name| distance(name));
    let near = near.filter(|name| distance(name) <= name.len().div_ceil(3));
    near.or_else(|| names.iter().copied().find(|name| typed.len() > 2 && name.starts_with(typed)))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_its_name() {
        let names = ["siloed", "advisory", "matrixed"];
        assert_eq!(nearest("advisroy", &names), Some("advisory"));
        assert_eq!(nearest("matrix", &names), Some("matrixed"));
        assert_eq!(nearest("ret", &["telecom", "retail_bank"]), Some("retail_bank"));
        assert_eq!(nearest("bank", &names), None);
    }
}
