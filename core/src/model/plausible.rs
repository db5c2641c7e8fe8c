//! The assumptions of a study, each with what may be expected of a real firm in its place.
//!
//! Sensitivity, sweeps and flip points ask what may change: this is the list. A number that is left out follows another one,
//! and a lever that moves nothing in the study is no assumption of it; neither is on the list.

use super::registry::{Range, Registered, Status};
use super::{Address, Line, LineLevers, Owner, Regime, Structure, Study};

/// A number of a study that no fact gives, and its plausible range.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Which number it is.
    pub address: Address,
    /// What the study takes it for.
    pub number: f64,
    /// What may be expected of a real firm; the study's number belongs to it.
    pub plausible: Range,
}

impl Assumption {
    /// The number below which this share, from 0 to 1, of what is plausible lies: as often below the study's number as above,
    /// and evenly on either side. A whole number where it has to be one.
    #[must_use]
    pub fn at(&self, share: f64) -> f64 {
        let Range { least, most, .. } = self.plausible;
        let below = least + 2.0 * share * (self.number - least);
        let above = self.number + (2.0 * share - 1.0) * (most - self.number);
        let value = if share < 0.5 { below } else { above }.clamp(least, most);
        if self.address.about().whole { value.round() } else { value }
    }
}

impl Study {
    /// All assumptions of the study that can be another number, in the order of the scenario file.
    ///
    /// A range is that of the registry where the study has the usual number, and moves with the study's number in proportion
    /// where it has another one. Levers have no usual number but that of a preset or a kind of line: they range from half to double
    /// the study's, within the registry's range ([`About::plausible_around`](super::About::plausible_around)).
    #[must_use]
    pub fn assumptions(&self) -> Vec<Assumption> {
        self.addresses().into_iter().filter_map(|address| self.assumption(address)).collect()
    }

    fn assumption(&self, address: Address) -> Option<Assumption> {
        let about = address.about();
        let given = matches!(about.status, Status::Choice | Status::Fact);
        let number = self.number(&address).filter(|_| !given && self.acts(&address))?;
        let plausible = about.plausible_around(number, address.usual());
        (plausible.least < plausible.most).then_some(Assumption { address, number, plausible })
    }

    /// Whether a number moves anything: of lines and structures not all do.
    fn acts(&self, address: &Address) -> bool {
        let key = address.about().key;
        let structure = |id: &String| self.structures.iter().find(|structure| structure.id == *id);
        match address.owner() {
            Owner::Lines(line) => self.structures.iter().any(|one| one.has_line(*line, key, true)),
            Owner::StructureLines(id, line) => structure(id).is_some_and(|one| one.has_line(*line, key, false)),
            Owner::Structure(id) => structure(id).is_some_and(|one| one.uses_lever(0, key)),
            _ => true,
        }
    }
}

impl Structure {
    /// Whether some function has this kind of line at some time, with a lever of the study (`follows`) or of the structure's own.
    fn has_line(&self, line: Line, key: &str, follows: bool) -> bool {
        let Some(place) = LineLevers::place(key) else { return false };
        let stages = self.stages.iter().map(|stage| (&stage.origin, &stage.regime));
        let mut all = std::iter::once((&self.origin, &self.regime)).chain(stages);
        let has = |regime: &Regime| regime.lines.contains(&line);
        all.any(|(origin, regime)| has(regime) && origin.follows_study[line as usize].contains(place) == follows)
    }
}
