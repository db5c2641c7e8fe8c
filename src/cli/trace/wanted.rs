//! `trace --where`: which customer is looked for.

use dottedline::application::{chosen_structures, nearest};
use dottedline::engine::Life;
use dottedline::model::{Structure, Study};

use crate::cli::format::listed;
use crate::cli::harmless::harmless;

/// What `--where` can ask of a life.
const KEYS: [&str; 2] = ["stays", "leaves"];

/// A customer who stays under some structures and leaves under others.
#[derive(Default)]
pub(super) struct Wanted {
    /// In the order in which they were typed, each structure once.
    conditions: Vec<Condition>,
}

/// What is asked of the life under one structure.
#[derive(Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) structure: String,
    pub(super) stays: bool,
}

impl Condition {
    /// "stays under operational", of one customer; "stay under operational", of any other number.
    pub(super) fn words(&self, customers: usize) -> String {
        let verb = if self.stays { "stay" } else { "leave" };
        format!("{verb}{} under {}", if customers == 1 { "s" } else { "" }, self.structure)
    }
}

impl Wanted {
    /// Reads conditions such as `stays=operational`, or says all that is wrong with them.
    pub(super) fn read(study: &Study, typed: &[String]) -> Result<Wanted, Vec<String>> {
        let (mut conditions, mut wrong) = (Vec::new(), Vec::new());
        for text in typed {
            match condition(study, text) {
                Ok(condition) if conditions.contains(&condition) => {}
                Ok(condition) => conditions.push(condition),
                Err(problem) => wrong.push(problem),
            }
        }
        for one in conditions.iter().filter(|one| one.stays) {
            if conditions.contains(&Condition { stays: false, ..one.clone() }) {
                let name = &one.structure;
                wrong.push(format!("--where: nobody both stays and leaves under `{name}`; name it once"));
            }
        }
        if wrong.is_empty() { Ok(Wanted { conditions }) } else { Err(wrong) }
    }

    /// The structures that are named, in their order.
    pub(super) fn structures(&self) -> Vec<String> {
        self.conditions.iter().map(|condition| condition.structure.clone()).collect()
    }

    /// The conditions that are not among these structures.
    pub(super) fn missing<'w>(&'w self, names: &'w [String]) -> impl Iterator<Item = &'w str> {
        let named = self.conditions.iter().map(|condition| condition.structure.as_str());
        named.filter(move |name| !names.is_empty() && !names.iter().any(|other| other == name))
    }

    /// Each condition with the place of its structure.
    pub(super) fn places<'w>(&'w self, structures: &'w [Structure]) -> impl Iterator<Item = (usize, &'w Condition)> {
        let place = |condition: &Condition| structures.iter().position(|one| one.id == condition.structure);
        self.conditions.iter().filter_map(move |condition| Some((place(condition)?, condition)))
    }

    /// The places of the structures under which the customer is to stay, or those of the others.
    pub(super) fn under(&self, structures: &[Structure], stays: bool) -> Vec<usize> {
        let asked = self.places(structures).filter(|(_, condition)| condition.stays == stays);
        asked.map(|(place, _)| place).collect()
    }

    /// "stays under operational and leaves under siloed".
    pub(super) fn words(&self) -> String {
        let under = |stays: bool, verb: &str| {
            let asked = self.conditions.iter().filter(|condition| condition.stays == stays);
            let names: Vec<&str> = asked.map(|condition| condition.structure.as_str()).collect();
            (!names.is_empty()).then(|| format!("{verb} under {}", listed(&names)))
        };
        [under(true, "stays"), under(false, "leaves")].into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }

    /// How telling a customer's lives are: by how much the structures alone change the chance of leaving when somebody left.
    /// With conditions of one kind only: how likely those who left were to leave, or how near those who stayed came to it.
    pub(super) fn telling(&self, structures: &[Structure], lives: &[Life]) -> f64 {
        let [stays, leaves] = [true, false].map(|stays| self.under(structures, stays));
        let chance = |place: usize, week: usize| lives[place].weeks[week].renewal.map(|due| due.probability);
        let at_the_end = |place: usize| lives[place].left().and_then(|week| Some((week, chance(place, week)?)));
        let least = |values: Vec<f64>| values.into_iter().fold(f64::INFINITY, f64::min);
        if leaves.is_empty() {
            let most = |&place: &usize| closest_call(&lives[place]).map_or(0.0, |(_, chance)| chance);
            return least(stays.iter().map(most).collect());
        }
        let contrast = |(week, left): (usize, f64)| {
            let stayed = stays.iter().filter_map(|&place| chance(place, week)).fold(0.0, f64::max);
            left - stayed
        };
        least(leaves.iter().filter_map(|&place| at_the_end(place)).map(contrast).collect())
    }

    /// Why this one of those who fit.
    pub(super) fn choice(&self) -> &'static str {
        match [true, false].map(|stays| self.conditions.iter().any(|condition| condition.stays == stays)) {
            [true, true] => "whose chance of leaving differs most",
            [true, false] => "who came closest to leaving",
            _ => "who was most likely to leave",
        }
    }
}

/// The renewal of the slot's first customer at which leaving was most likely, with that probability.
pub(super) fn closest_call(life: &Life) -> Option<(usize, f64)> {
    let due = |(week, entry): (usize, &dottedline::engine::LifeWeek)| Some((week, entry.renewal?.probability));
    let own = life.weeks.iter().enumerate().filter(|(_, entry)| entry.customer == 0);
    own.filter_map(due).reduce(|best, next| if next.1 > best.1 { next } else { best })
}

fn condition(study: &Study, text: &str) -> Result<Condition, String> {
    let shown = harmless(text);
    let Some((key, structure)) = text.split_once('=').map(|(key, name)| (key.trim(), name.trim())) else {
        return Err(format!("--where {shown}: write stays=STRUCTURE or leaves=STRUCTURE"));
    };
    if !KEYS.contains(&key) {
        let meant = nearest(key, &KEYS).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        return Err(format!("--where {shown}: {meant}write stays=STRUCTURE or leaves=STRUCTURE"));
    }
    let named =
        chosen_structures(study, &[structure.to_owned()]).map_err(|error| format!("--where {shown}: {error}"))?;
    Ok(Condition { structure: named[0].id.clone(), stays: key == KEYS[0] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dottedline::engine::{LifeWeek, Renewal};

    /// A life of contracts that are due week after week, each with its probability of leaving; the last one may end it.
    fn life(chances: &[f64], left: bool) -> Life {
        let last = chances.len() - 1;
        let week = |(week, &probability): (usize, &f64)| {
            let ends = left && week == last;
            let renewal = Renewal { by_loyalty: 0.1, with_satisfaction: 0.1, probability, draw: 0.15, left: ends };
            LifeWeek { renewal: Some(renewal), ..LifeWeek::default() }
        };
        let weeks = chances.iter().enumerate().map(week).collect();
        Life { slot: 0, segment: 0, leaving: 0.1, average: 0.6, weeks }
    }

    fn wanted(conditions: &[(usize, bool)], structures: &[Structure]) -> Wanted {
        let condition = |&(place, stays): &(usize, bool)| Condition { structure: structures[place].id.clone(), stays };
        Wanted { conditions: conditions.iter().map(condition).collect() }
    }

    #[test]
    fn a_life_tells_most_where_the_structures_change_the_chance_of_leaving_most() {
        let minimal = dottedline::scenario::templates().iter().find(|template| template.name == "minimal").unwrap();
        let structures = dottedline::scenario::parse(minimal.name, minimal.text, &[]).unwrap().study.structures;
        let (stays, leaves) = (life(&[0.1, 0.05, 0.3], false), life(&[0.1, 0.45], true));
        let both = wanted(&[(0, true), (1, false)], &structures);
        assert!((both.telling(&structures, &[stays.clone(), leaves.clone()]) - 0.4).abs() < 1e-12);
        let gone = wanted(&[(0, false), (1, false)], &structures);
        assert_eq!(gone.telling(&structures, &[life(&[0.2], true), leaves]), 0.2);
        let there = wanted(&[(0, true), (1, true)], &structures);
        assert_eq!(there.telling(&structures, &[stays, life(&[0.2, 0.1], false)]), 0.2);
    }
}
