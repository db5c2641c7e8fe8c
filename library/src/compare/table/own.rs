//! What the program's own results say of their table of trials: the manifest beside it.

use serde_json::Value;

use super::{TableLayout, TrialTable};
use crate::model::{Criterion, Practical};
use crate::study::{DecisionRules, Frame};

/// What a manifest says of the trials beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnResults {
    /// The structures in study order.
    pub structures: Vec<String>,
    /// The structure that the others are compared with.
    pub baseline: String,
    /// The study seed.
    pub seed: u64,
    /// What its figures are told of; as far as the folder says so.
    pub frame: Frame,
    /// By what the run judged; `None` in folders that do not say so.
    pub rules: Option<DecisionRules>,
    /// Structures that ran no further.
    pub eliminated: Vec<String>,
    /// Structures with the same number have the same levers; empty if the folder does not say so.
    pub alike: Vec<usize>,
}

/// What the manifest beside a table called `trials.csv` says; `None` if it is not of this program.
#[must_use]
pub fn own_results(manifest: &[u8]) -> Option<OwnResults> {
    let manifest: Value = serde_json::from_slice(manifest).ok()?;
    (manifest["program"] == "dottedline").then_some(())?;
    let names = |value: &Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect()
    };
    // The version before called them ruled out.
    let eliminated = [&manifest["eliminated"], &manifest["ruled_out"]].into_iter().find_map(Value::as_array);
    let eliminated = eliminated.map_or(&[][..], Vec::as_slice);
    let alike = manifest["same_levers"].as_array().map_or(&[][..], Vec::as_slice);
    Some(OwnResults {
        structures: names(&manifest["structures"])?,
        baseline: manifest["baseline"].as_str()?.to_owned(),
        seed: manifest["seed"].as_u64()?,
        frame: frame(&manifest),
        rules: rules(&manifest["decision"]),
        eliminated: eliminated.iter().filter_map(|each| each["structure"].as_str().map(str::to_owned)).collect(),
        alike: alike.iter().filter_map(|each| usize::try_from(each.as_u64()?).ok()).collect(),
    })
}

fn frame(manifest: &Value) -> Frame {
    let whole = |key: &str| manifest[key].as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or(0);
    Frame {
        weeks: whole("weeks"),
        customers: whole("customers"),
        represents: manifest["represents"].as_f64().filter(|number| *number > 0.0).unwrap_or(1.0),
        currency: manifest["currency"].as_str().unwrap_or_default().to_owned(),
    }
}

fn rules(decision: &Value) -> Option<DecisionRules> {
    let criterion = |each: &Value| {
        let practical = match (each["practical_difference"].as_f64(), each["share_of_baseline"].as_f64()) {
            (Some(size), _) => Practical::Absolute(size),
            (None, share) => Practical::ShareOfBaseline(share?),
        };
        let smaller_is_better = each["smaller_is_better"].as_bool()?;
        Some(Criterion { metric: each["metric"].as_str()?.to_owned(), practical, smaller_is_better })
    };
    let criteria = decision["metrics"].as_array()?.iter().map(criterion).collect::<Option<Vec<_>>>()?;
    Some(DecisionRules { criteria, alpha: decision["alpha"].as_f64()? })
}

impl TrialTable {
    /// The table with what else is known of it: the order of structures, the baseline, and who was eliminated. Says in a note how
    /// the baseline was chosen, unless somebody named it.
    #[must_use]
    pub fn known_as(self, own: Option<&OwnResults>, baseline: Option<usize>, layout: &TableLayout) -> TrialTable {
        let named = baseline.and_then(|place| self.structures.get(place).cloned());
        let mut table = match own {
            Some(own) => self.in_order(&own.structures),
            None => self,
        };
        let from_manifest = || own.and_then(|own| table.place(&own.baseline));
        let (place, why) = match (named.and_then(|name| table.place(&name)), from_manifest(), table.usual_baseline()) {
            (Some(place), _, _) => (place, None),
            (None, Some(place), _) => (place, None),
            (None, None, Some(place)) => (place, Some("by its name")),
            (None, None, None) => (0, Some("the first by name")),
        };
        if let Some(why) = why {
            let name = &table.structures[place];
            table.notes.push(format!("The baseline is {name}, {why} (--baseline names another one)."));
        }
        if own.is_none() {
            let mut names = table.structures.clone();
            let first = names.remove(place);
            names.insert(0, first);
            table = table.in_order(&names);
        }
        table.baseline = if own.is_none() { 0 } else { place };
        let eliminated = layout.eliminated.iter().chain(own.into_iter().flat_map(|own| &own.eliminated));
        table.eliminated = eliminated.filter_map(|name| table.place(name)).collect();
        table.frame = own.map_or_else(Frame::default, |own| own.frame.clone());
        if let Some(own) = own.filter(|own| own.alike.len() == table.structures.len()) {
            table.alike.clone_from(&own.alike);
        }
        table
    }

    /// The structure (index) that the others are compared with.
    #[must_use]
    pub const fn baseline(&self) -> usize {
        self.baseline
    }

    fn usual_baseline(&self) -> Option<usize> {
        const USUAL: [&str; 14] = [
            "baseline",
            "base",
            "control",
            "status quo",
            "status_quo",
            "as-is",
            "as is",
            "as_is",
            "current",
            "today",
            "reference",
            "none",
            "siloed",
            "silos",
        ];
        USUAL.iter().find_map(|usual| self.structures.iter().position(|name| super::canonical(name) == *usual))
    }
}
