//! A figure as it is listed: once, with all that is to be said of it.

use super::presentation::Presentation;

/// A figure: its name in files, its unit and meaning, how it is told to people, and how to read it.
#[derive(Debug)]
pub struct Metric<T> {
    /// Name of the column or row.
    pub name: &'static str,
    /// Unit, in words.
    pub unit: &'static str,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// How it is told to people.
    pub presentation: Presentation,
    /// The figure in one trial; `None` where it is not defined.
    pub read: fn(&T) -> Option<f64>,
}

pub(super) const fn metric<T>(
    name: &'static str,
    presentation: Presentation,
    unit: &'static str,
    meaning: &'static str,
    read: fn(&T) -> Option<f64>,
) -> Metric<T> {
    Metric { name, unit, meaning, presentation, read }
}
