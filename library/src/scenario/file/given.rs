//! The numbers of a registered type as a file gives them: some of them, by their keys.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use crate::model::{Keys, Parameter, Registered};

/// The numbers of a `T` that a file gives, each by its key; what is left out keeps its default. Unknown keys are passed over:
/// the structural check has reported them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given<T: Registered>(Vec<Option<f64>>, PhantomData<T>);

impl<T: Registered> Given<T> {
    /// All numbers of a value that are not left out.
    pub(crate) fn all_of(value: &T) -> Given<T> {
        Given(T::PARAMETERS.iter().map(|parameter| parameter.get(value)).collect(), PhantomData)
    }

    /// Those numbers of a value that are among the keys.
    pub(crate) fn some_of(value: &T, keys: Keys<T>) -> Given<T> {
        let number = |(place, parameter): (usize, &Parameter<T>)| parameter.get(value).filter(|_| keys.contains(place));
        Given(T::PARAMETERS.iter().enumerate().map(number).collect(), PhantomData)
    }

    /// Puts the given numbers over those of a value.
    pub(crate) fn put_over(&self, value: &mut T) {
        for (parameter, &given) in T::PARAMETERS.iter().zip(&self.0) {
            // The structural check has found it to be permitted; what it has not would keep the default.
            let _ = given.map(|number| parameter.set(value, number));
        }
    }

    /// The given numbers over the defaults.
    pub(crate) fn over_defaults(&self) -> T
    where
        T: Default,
    {
        let mut value = T::default();
        self.put_over(&mut value);
        value
    }

    /// Which numbers are given.
    pub(crate) fn keys(&self) -> Keys<T> {
        (0..self.0.len()).filter(|&place| self.0[place].is_some()).fold(Keys::NONE, Keys::with)
    }

    /// The keys that are given, with their parameters and numbers.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'static Parameter<T>, f64)> {
        T::PARAMETERS.iter().zip(&self.0).filter_map(|(parameter, &given)| Some((parameter, given?)))
    }

    /// Whether nothing is given.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

impl<T: Registered> Default for Given<T> {
    fn default() -> Self {
        Given(vec![None; T::PARAMETERS.len()], PhantomData)
    }
}

impl<T: Registered> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (parameter, number) in self.entries() {
            match parameter.about.whole {
                true => map.serialize_entry(parameter.about.key, &(number as i64))?,
                false => map.serialize_entry(parameter.about.key, &number)?,
            }
        }
        map.end()
    }
}

impl<'de, T: Registered> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Numbers(PhantomData))
    }
}

struct Numbers<T>(PhantomData<T>);

impl<'de, T: Registered> Visitor<'de> for Numbers<T> {
    type Value = Given<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given<T>, A::Error> {
        let mut given = Given::default();
        while let Some(key) = map.next_key::<String>()? {
            match T::place(&key) {
                Some(place) => given.0[place] = Some(map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(given)
    }
}

impl<T: Registered> JsonSchema for Given<T> {
    fn schema_name() -> Cow<'static, str> {
        T::TITLE.0.into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        let entry =
            |(place, parameter): (usize, &Parameter<T>)| (parameter.about.key.to_owned(), property(place, parameter));
        let properties: serde_json::Map<String, Json> = T::PARAMETERS.iter().enumerate().map(entry).collect();
        json_schema!({ "description": T::TITLE.1, "type": "object", "properties": properties })
    }
}

/// What the schema says of a number.
fn property<T: Registered>(place: usize, parameter: &Parameter<T>) -> Json {
    let about = &parameter.about;
    let number = |value: f64| if about.whole { Json::from(value as i64) } else { Json::from(value) };
    let mut schema = serde_json::Map::new();
    schema.insert("description".to_owned(), about.meaning.into());
    schema.insert("type".to_owned(), if about.whole { "integer" } else { "number" }.into());
    let least = if about.permitted.above { "exclusiveMinimum" } else { "minimum" };
    schema.insert(least.to_owned(), number(about.permitted.least));
    schema.insert("maximum".to_owned(), number(about.permitted.most));
    schema.extend(T::usual_number(place).map(|usual| ("default".to_owned(), number(usual))));
    if !about.formerly.is_empty() {
        schema.insert("x-formerly".to_owned(), about.formerly.into());
    }
    schema.insert("x-unit".to_owned(), about.unit.into());
    schema.insert("x-status".to_owned(), about.status_words().into());
    schema.insert("x-plausible".to_owned(), [about.plausible.least, about.plausible.most].map(number).to_vec().into());
    schema.into()
}
