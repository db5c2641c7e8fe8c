//! `--structures a,b`: some of a study's structures.

use dottedline::model::{Structure, Study};

use super::failure::Failure;
use super::format::listed;
use super::harmless::harmless;

/// Keeps the named structures, in the scenario's order; all of them if none is named.
///
/// If the baseline is not among them, the first one named becomes the baseline; returns a note that says so.
pub(super) fn keep_structures(study: &mut Study, names: &[String]) -> Result<Option<String>, Failure> {
    if names.is_empty() {
        return Ok(None);
    }
    for name in names {
        position(study, name)?;
    }
    let old = study.structures[study.baseline].id.clone();
    let baseline = if names.contains(&old) { old.clone() } else { names[0].clone() };
    study.structures.retain(|structure| names.contains(&structure.id));
    study.baseline = position(study, &baseline)?;
    Ok((baseline != old)
        .then(|| format!("The baseline `{old}` is not among the structures asked for; `{baseline}` takes its place.")))
}

/// The named structures, in the order in which they are named, each once; all of them if none is named.
pub(super) fn chosen_structures(study: &Study, names: &[String]) -> Result<Vec<Structure>, Failure> {
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

/// Where a structure is, or a message with the nearest name.
fn position(study: &Study, name: &str) -> Result<usize, Failure> {
    study.structures.iter().position(|structure| structure.id == name).ok_or_else(|| {
        let names: Vec<&str> = study.structures.iter().map(|structure| structure.id.as_str()).collect();
        let guess = nearest(name, &names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let name = harmless(name);
        Failure::Usage(format!("the scenario has no structure `{name}`{guess}\nIts structures are {}.", listed(&names)))
    })
}

/// The name that a mistyped or shortened one was probably meant to be.
pub(super) fn nearest<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
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
