//! What the numbers of a scenario follow from, and nothing else of it.

use serde_json::{Map, Value, json};

use super::Scenario;

/// Settings that change no number of a trial, or that are told apart from the scenario.
const APART: [&[&str]; 5] = [&["title"], &["question"], &["schema"], &["study", "seed"], &["study", "trials"]];

impl Scenario {
    /// The resolved scenario as text in one form: defaults filled in, keys in order, without title, question, seed and
    /// number of trials. Two scenarios with the same identity give the same trials for the same seed.
    #[must_use]
    pub fn identity(&self) -> String {
        // What we have written ourselves can be read back.
        let mut scenario: Value = toml::from_str(&self.as_run).unwrap_or_default();
        APART.iter().for_each(|path| remove(&mut scenario, path));
        let ids: Vec<&str> = self.study.structures.iter().map(|structure| structure.id.as_str()).collect();
        let identity = json!({ "scenario": scenario, "structures": ids, "baseline": ids.get(self.study.baseline) });
        sorted(identity).to_string()
    }
}

/// Where two identities differ: keys with their values, the first few of them.
#[must_use]
pub fn differences(one: &str, other: &str) -> Vec<String> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let mut found = Vec::new();
    compare("", &parse(one), &parse(other), &mut found);
    found
}

/// More differences than these are not told.
const MOST_DIFFERENCES: usize = 5;

fn compare(path: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    if one == other || found.len() >= MOST_DIFFERENCES {
        return;
    }
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let new = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(new) {
                let at = |table: &Map<String, Value>| table.get(key).cloned().unwrap_or_default();
                compare(&below(key), &at(one), &at(other), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (place, (one, other)) in one.iter().zip(other).enumerate() {
                let name = one["id"].as_str().map_or_else(|| (place + 1).to_string(), str::to_owned);
                compare(&below(&name), one, other, found);
            }
        }
        _ => found.push(format!("{} was {}, is {}", path.trim_start_matches("scenario."), shown(one), shown(other))),
    }
}

fn shown(value: &Value) -> String {
    let text = if value.is_null() { "not there".to_owned() } else { value.to_string() };
    if text.chars().count() > 60 { format!("{}...", text.chars().take(60).collect::<String>()) } else { text }
}

fn remove(value: &mut Value, path: &[&str]) {
    match path {
        [] => {}
        [key] => drop(value.as_object_mut().and_then(|table| table.remove(*key))),
        [key, rest @ ..] => {
            if let Some(inner) = value.get_mut(*key) {
                remove(inner, rest);
            }
        }
    }
}

/// The same with the keys of every table in order.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(table) => {
            let mut entries: Vec<(String, Value)> =
                table.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, parse, templates};

    fn scenario(text: &str, sets: &[&str]) -> Scenario {
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        parse("any", text, &sets).unwrap()
    }

    #[test]
    fn an_identity_is_that_of_the_scenario_as_run() {
        for template in templates() {
            let scenario = scenario(template.text, &[]);
            let again = parse("other", &scenario.as_run, &[]).unwrap();
            assert_eq!(scenario.identity(), again.identity(), "{}", template.name);
        }
    }

    #[test]
    fn an_identity_is_that_of_the_scenario_as_given_whatever_is_put_over_it() {
        for template in templates() {
            let given = scenario(template.text, &[]).as_given();
            for set in ["organisation.readiness=0.123", "customer.noise=0.2", "study.weeks=60"] {
                let own = scenario(template.text, &[set]).identity();
                assert_eq!(own, scenario(&given, &[set]).identity(), "{}, {set}", template.name);
                assert_ne!(own, scenario(template.text, &[]).identity(), "{}, {set}", template.name);
            }
        }
    }

    #[test]
    fn title_seed_trials_and_the_order_of_keys_are_no_part_of_it() {
        let text = templates()[0].text;
        let plain = scenario(text, &[]).identity();
        let same = ["title=Another", "study.seed=9", "study.trials=77"];
        assert_eq!(scenario(text, &same).identity(), plain);
        assert_eq!(scenario(&format!("{text}\n[customer]\nnoise = 0.14\nlearning = 0.12\n"), &[]).identity(), plain);
        assert_eq!(scenario(&format!("{text}\n[customer]\nlearning = 0.12\nnoise = 0.14\n"), &[]).identity(), plain);
    }

    #[test]
    fn differences_are_told_by_key() {
        let text = templates()[0].text;
        let (one, other) = (scenario(text, &[]).identity(), scenario(text, &["customer.noise=0.2"]).identity());
        assert_eq!(crate::scenario::differences(&one, &other), ["customer.noise was 0.14, is 0.2"]);
        assert!(crate::scenario::differences(&one, &one).is_empty());
    }

    #[test]
    fn everything_that_moves_a_number_is() {
        let text = templates()[0].text;
        let plain = scenario(text, &[]).identity();
        for set in ["customer.noise=0.15", "study.weeks=51", "organisation.readiness=0.41", "decision.confidence=0.9"] {
            assert_ne!(scenario(text, &[set]).identity(), plain, "{set}");
        }
        let mut fewer = scenario(text, &[]);
        fewer.study.structures.truncate(1);
        assert_ne!(fewer.identity(), plain);
    }
}
