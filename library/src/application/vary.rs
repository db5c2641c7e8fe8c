//! What is to vary in an experiment, from text: `organisation.readiness=0.3..0.9:7`. All that is wrong is told at once.

use serde_json::Value as Json;

use super::structures::nearest;
use crate::model::{Address, Range, SetError, Study};
use crate::scenario::json_schema;
use crate::shards::DesignTable;
use crate::study::Input;

/// Most values of an input on a grid.
const LEVELS_MOST: u32 = 1_000;

/// Numbers that all points share.
const SAME_FOR_ALL: [&str; 2] = ["study.trials", "study.seed"];

/// The inputs that some texts name.
///
/// # Errors
/// All that is wrong, each with its remedy.
pub fn varied(study: &Study, texts: &[String]) -> Result<Vec<Input>, Vec<String>> {
    let (mut inputs, mut wrong): (Vec<Input>, Vec<String>) = (Vec::new(), Vec::new());
    for text in texts {
        match input(study, text) {
            Ok(input) if inputs.iter().any(|other| other.address == input.address) => {
                wrong.push(format!("{text}: {} varies already; name it once", input.address));
            }
            Ok(input) => inputs.push(input),
            Err(problems) => wrong.extend(problems),
        }
    }
    if wrong.is_empty() { Ok(inputs) } else { Err(wrong) }
}

/// The two axes of a map, each a key with its ends or alone, which then goes over what is plausible.
///
/// # Errors
/// All that is wrong, each with its remedy.
pub fn axes(study: &Study, texts: [&str; 2]) -> Result<[Input; 2], Vec<String>> {
    let axis = |text: &str| if text.contains('=') { input(study, text) } else { plausible(study, text) };
    match texts.map(axis) {
        [Ok(across), Ok(up)] if across.address == up.address => {
            Err(vec![format!("{}: it cannot be on both axes; name two numbers", up.address)])
        }
        [Ok(across), Ok(up)] => Ok([across, up]),
        several => Err(several.into_iter().filter_map(Result::err).flatten().collect()),
    }
}

/// A number over its plausible range.
fn plausible(study: &Study, key: &str) -> Result<Input, Vec<String>> {
    let address = address(study, key.trim()).map_err(|problem| vec![problem])?;
    let known = study.assumptions().into_iter().find(|one| one.address == address).map(|one| one.plausible);
    let Some(Range { least: low, most: high, .. }) = known else {
        return Err(vec![format!(
            "{address} is no assumption of this study, so that nothing is plausible in its place; give its two ends: {address}=LOW..HIGH"
        )]);
    };
    let today = study.number(&address);
    Ok(Input { address, today, low, high, levels: None, around_today: false })
}

/// All assumptions of the study, each over its plausible range.
#[must_use]
pub fn all_varied(study: &Study) -> Vec<Input> {
    let drawn = |input: &Input| is_drawn(study, &input.address.to_string());
    study.assumptions().iter().map(Input::from).filter(|input| !drawn(input)).collect()
}

/// The keys of a design, and its points: name and values of the keys.
pub type NamedPoints = (Vec<String>, Vec<(String, Vec<f64>)>);

/// The points of a table whose values are all numbers.
///
/// # Errors
/// All that is wrong, each with its remedy.
pub fn points_of(study: &Study, table: &DesignTable) -> Result<NamedPoints, Vec<String>> {
    let mut wrong: Vec<String> = Vec::new();
    let mut addresses = Vec::new();
    for key in &table.keys {
        match address(study, key) {
            Ok(address) => addresses.push(address),
            Err(problem) => wrong.push(problem),
        }
    }
    let mut points = Vec::new();
    for (name, values) in &table.points {
        let mut numbers = Vec::new();
        if wrong.len() >= WRONG_MOST {
            wrong.push("and perhaps more".to_owned());
            break;
        }
        for (address, value) in addresses.iter().zip(values) {
            match value.parse::<f64>().ok().filter(|value| value.is_finite()) {
                None => wrong.push(format!("design point {name}: {address} is `{value}`, which is no number")),
                Some(number) => match address.about().check(number) {
                    Ok(()) => numbers.push(number),
                    Err(why) => wrong.push(format!("design point {name}: {address} {why}, but is {number}")),
                },
            }
        }
        points.push((name.clone(), numbers));
    }
    let keys = addresses.iter().map(ToString::to_string).collect();
    if wrong.is_empty() { Ok((keys, points)) } else { Err(wrong) }
}

/// More problems than this are not told.
const WRONG_MOST: usize = 20;

fn input(study: &Study, text: &str) -> Result<Input, Vec<String>> {
    let form = || {
        vec![format!("{text}: write a key, its ends and perhaps how many values: organisation.readiness=0.3..0.9:7")]
    };
    let (key, range) = text.split_once('=').ok_or_else(form)?;
    let address = address(study, key.trim()).map_err(|problem| vec![problem])?;
    let (range, levels) = match range.rsplit_once(':') {
        Some((range, levels)) => (range, Some(levels.trim().parse::<u32>().map_err(|_| form())?)),
        None => (range, None),
    };
    let (low, high) = range.split_once("..").ok_or_else(form)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(form);
    let (low, high) = (number(low)?, number(high)?);
    let mut wrong = Vec::new();
    for end in [low, high] {
        if let Err(why) = address.about().check(end) {
            wrong.push(format!("{address} {why}, but one end is {end}"));
        }
    }
    if low == high {
        wrong.push(format!(
            "{address}: the range {low}..{high} is empty; give two ends, or set the value instead of varying it"
        ));
    } else if low > high {
        wrong.push(format!("{address}: the range {low}..{high} is the wrong way round; write {high}..{low}"));
    }
    if levels.is_some_and(|levels| !(2..=LEVELS_MOST).contains(&levels)) {
        wrong.push(format!("{address}: give 2 to 1,000 values, or leave their number out"));
    }
    let today = study.number(&address);
    let found = Input { address, today, low, high, levels, around_today: false };
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// A number of the study that can vary, by its key.
fn address(study: &Study, key: &str) -> Result<Address, String> {
    if SAME_FOR_ALL.contains(&key) {
        return Err(format!("{key} is the same for all points: set it for the whole study instead of varying it"));
    }
    let address: Address = match key.parse() {
        Ok(address) => address,
        Err(SetError::NoSuchNumber(_)) => match Address::renamed(key) {
            Some(address) => address,
            None => return Err(unknown(study, key)),
        },
        Err(error) => return Err(error.to_string()),
    };
    let known = study.addresses();
    if !known.contains(&address) {
        return Err(unknown(study, key));
    }
    if is_drawn(study, key) {
        return Err(format!(
            "{key} is drawn from [uncertainty], which would go over what is varied here; take it out there"
        ));
    }
    Ok(address)
}

fn is_drawn(study: &Study, key: &str) -> bool {
    let Some(uncertainty) = &study.uncertainty else { return false };
    let sampled = uncertainty.sample.iter().flat_map(|sample| &sample.keys);
    uncertainty.parameters.iter().map(|parameter| &parameter.key).chain(sampled).any(|drawn| drawn == key)
}

fn unknown(study: &Study, key: &str) -> String {
    let last = key.rsplit('.').next().unwrap_or_default();
    if !is_number_somewhere(study, last) && has_key(&json_schema(), last) {
        return format!(
            "{key} is a choice between names, not a number, and has no range; a design file for a plan can name such values, one a row"
        );
    }
    let names: Vec<String> = study.addresses().iter().map(ToString::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match nearest(key, &names) {
        Some(name) => format!("the scenario has no number `{key}`; did you mean `{name}`?"),
        None => format!(
            "the scenario has no number `{key}`; write a path of the scenario file, such as organisation.readiness"
        ),
    }
}

fn is_number_somewhere(study: &Study, key: &str) -> bool {
    study.addresses().iter().any(|address| address.about().key == key)
}

/// Whether some section of scenario files has this key.
fn has_key(schema: &Json, key: &str) -> bool {
    match schema {
        Json::Object(entries) => {
            let own = entries.get("properties").and_then(Json::as_object).is_some_and(|all| all.contains_key(key));
            own || entries.values().any(|entry| has_key(entry, key))
        }
        Json::Array(entries) => entries.iter().any(|entry| has_key(entry, key)),
        _ => false,
    }
}
