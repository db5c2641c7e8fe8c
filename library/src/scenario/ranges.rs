//! Ranges of numbers in words.

use serde_json::Value as Json;

use super::words;

/// The range that a schema gives a number, in words.
pub(crate) fn range_words(schema: &Json) -> String {
    let bound = |key: &str| schema[key].as_f64().map(words::number);
    match (bound("minimum"), bound("exclusiveMinimum"), bound("maximum")) {
        (_, Some(above), Some(most)) => format!("above {above} and at most {most}"),
        (_, Some(above), None) => format!("above {above}"),
        (Some(least), _, Some(most)) if least == most => least,
        (Some(least), _, Some(most)) => format!("from {least} to {most}"),
        (Some(least), _, None) => format!("at least {least}"),
        (None, None, Some(most)) => format!("at most {most}"),
        (None, None, None) => "of any size".to_owned(),
    }
}
